//! Customers made of secrets and a team that works, at random: of what is hidden nothing gets to the team by
//! any way, of one customer nothing to another, and of the operators nothing to any customer.
//!
//! What is looked at is everything that people were ever shown by the simulated Telegram, and everything that
//! was ever sent to their chats, whatever became of it.

mod acts;
mod eyes;
mod secrets;

use std::time::Duration;

use telegram_sim::{Group, MessageRef, Person};

use self::secrets::{OPTIONS, Secrets};
use crate::house::House;
use crate::random::{Random, seeds};
use crate::receiver::Receiver;
use crate::setup_bot::Talk;

/// What is done in one play.
const ACTS: usize = 70;

/// A play under way.
struct Play {
    house: House,
    /// A program of the team's that is told everything.
    program: Receiver,
    random: Random,
    secrets: Secrets,
    /// The operators' names; no customer may see one.
    names: Secrets,
    /// An operator who may not see what is hidden.
    max: Person,
    customers: Vec<Person>,
    /// The customers' group.
    group: Group,
    /// A channel that they forward from.
    channel: Group,
    /// What customers said that may be said otherwise.
    said: Vec<(Person, MessageRef)>,
}

/// Who customers write to.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Bot,
    Account,
    Mixed,
}

/// How it goes on.
struct Options<'a> {
    front: Kind,
    hidden: &'a [&'a str],
    language: &'a str,
    rate: &'a str,
}

// === impl Play ===

impl Play {
    async fn open(seed: u64, options: &Options<'_>) -> Self {
        let hidden = if options.hidden.is_empty() {
            "OFF".to_owned()
        } else {
            options.hidden.join(", ")
        };
        let program = Receiver::start().await;
        let hooks = serde_json::json!({ program.url("/"): ["*"] }).to_string();
        let parameters = [
            ("WEBHOOKS", hooks.as_str()),
            ("HIDE_INFO", hidden.as_str()),
            ("LANGUAGE", options.language),
            ("RATE_BACKEND", options.rate),
            ("AUTO_INFO", "TRUE"),
            ("MONITOR_GROUPS", "TRUE"),
        ];
        let house = match options.front {
            Kind::Bot => Box::pin(House::with_setup_bot_beside(false, &parameters)).await,
            Kind::Account => House::of_account(&parameters).await,
            Kind::Mixed => House::mixed(&parameters).await,
        };
        let (mut secrets, mut names) = (Secrets::new(seed), Secrets::new(seed + 1));
        let first = names.word("Olga", &["name"]);
        house
            .olga
            .renames(&first, Some(&names.word("Operator", &["name"])));
        house.olga.with_username(&names.word("op_", &["link"]));
        names.id(house.olga.id());
        // Another of the team, who may not see what is hidden.
        let max = house.sim.person(&names.word("Max", &["name"]));
        names.id(max.id());
        house.team.add(&max);
        if let Some(bot) = &house.setup_bot {
            house.olga.starts(bot, Some("info"));
            max.starts(bot, Some("info"));
        }
        let mut customers = Vec::new();
        for _ in 0..3 {
            let person = house.sim.person(&secrets.word("Given", &["name"]));
            person.renames(
                &person_name(&house, &person),
                Some(&secrets.word("Family", &["name"])),
            );
            person.with_username(&secrets.word("user_", &["link"]));
            secrets.id(person.id());
            customers.push(person);
        }
        let group = house
            .sim
            .group(&secrets.word("Group", &["title"]), &customers[0]);
        group.with_username(&secrets.word("group_", &["link"]));
        customers[0].adds(&group, &house.front);
        for other in &customers[1..] {
            group.add(other);
        }
        let title = secrets.word("Channel", &["title", "forward"]);
        let channel = house.sim.channel(&title, &customers[0]);
        Self {
            house,
            program,
            random: Random::new(seed),
            secrets,
            names,
            max,
            customers,
            group,
            channel,
            said: Vec::new(),
        }
    }

    async fn goes_on(&mut self) {
        for _ in 0..ACTS {
            if self.random.below(3) == 0 {
                self.operator_acts();
            } else {
                self.customer_acts();
            }
            if self.random.below(3) == 0 {
                let seconds = self.random.of(&[1, 2, 10, 40]);
                self.house.pass(Duration::from_secs(seconds)).await;
            }
        }
        self.house.at_rest().await;
        if self.house.setup_bot.is_some() {
            Talk::of(&self.house).quiet().await;
            self.house.at_rest().await;
        }
    }
}

/// The first name that somebody has.
fn person_name(house: &House, person: &Person) -> String {
    house
        .sim
        .read(|world| world.user(person.id()).map(|user| user.first_name.clone()))
        .unwrap()
}

/// One play with some of it hidden.
async fn play(seed: u64, front: Kind) {
    let mut random = Random::new(seed ^ 0x5eed);
    let hidden: Vec<&str> = OPTIONS
        .into_iter()
        .filter(|_| random.below(4) > 0)
        .collect();
    let options = Options {
        front,
        hidden: &hidden,
        language: random.of(&["en", "de", "ru", "es"]),
        rate: random.of(&["5/60", "20/60"]),
    };
    println!("{front:?}, hidden: {hidden:?}");
    let mut play = Play::open(seed, &options).await;
    play.goes_on().await;
    let leaks = play.secrets.seen_in(&eyes::of_team(&play.house), &hidden);
    assert!(leaks.is_empty(), "to the team: {leaks:#?}");
    let told = eyes::of_program(&play.program);
    let leaks = play.secrets.seen_in(&told, &hidden);
    assert!(leaks.is_empty(), "to the team's program: {leaks:#?}");
    for customer in &play.customers {
        let shown = eyes::of_customer(&play.house, customer, play.group.id());
        let leaks = play.names.seen_in(&shown, &["name", "link"]);
        assert!(leaks.is_empty(), "to a customer: {leaks:#?}");
    }
    // Cards of `/info` come to Olga alone, who owns the group.
    if let Some(bot) = play.house.setup_bot.clone() {
        let shown = eyes::of_person(&play.house, &play.max, &bot);
        let leaks = play.secrets.seen_in(&shown, &OPTIONS);
        assert!(leaks.is_empty(), "to who may not see it: {leaks:#?}");
        let others = eyes::others_of(&play.house, &bot, &[&play.house.olga, &play.max]);
        assert!(others.is_empty(), "the setup bot wrote to {others:?}");
    }
    play.house.end().await;
}

#[tokio::test]
async fn nothing_hidden_gets_to_the_team_and_nobody_of_the_team_to_a_customer() {
    for seed in seeds() {
        play(seed, Kind::Bot).await;
    }
}

#[tokio::test]
async fn nor_does_it_where_an_account_is_the_frontend() {
    for (seed, front) in seeds().zip([Kind::Account, Kind::Mixed].into_iter().cycle()) {
        play(seed, front).await;
    }
}

/// Who owns the group gets in private what the group is not shown.
#[tokio::test]
async fn who_may_see_it_does_in_private() {
    let options = Options {
        front: Kind::Bot,
        hidden: &["name", "link", "command"],
        language: "en",
        rate: "20/60",
    };
    let mut play = Play::open(4_712, &options).await;
    play.goes_on().await;
    let bot = play.house.setup_bot.clone().unwrap();
    let shown = eyes::of_person(&play.house, &play.house.olga, &bot);
    for option in ["name", "link"] {
        let seen = play.secrets.seen_in(&shown, &[option]);
        assert!(!seen.is_empty(), "nothing is seen of what {option} hides");
    }
    play.house.end().await;
}

/// The same eyes see everything when nothing is hidden: so they would have seen it.
#[tokio::test]
async fn what_is_not_hidden_is_seen() {
    let options = Options {
        front: Kind::Bot,
        hidden: &[],
        language: "en",
        rate: "20/60",
    };
    let mut play = Play::open(4_711, &options).await;
    play.goes_on().await;
    let told = eyes::of_program(&play.program);
    for option in ["name", "title", "link", "contact"] {
        let seen = play.secrets.seen_in(&told, &[option]);
        assert!(
            !seen.is_empty(),
            "the program sees nothing that {option} hides"
        );
    }
    let shown = eyes::of_team(&play.house);
    for option in OPTIONS {
        // Whether `/info` is answered in the group is no secret of its own.
        if option != "command" {
            let seen = play.secrets.seen_in(&shown, &[option]);
            assert!(!seen.is_empty(), "nothing is seen that {option} hides");
        }
    }
    play.house.end().await;
}
