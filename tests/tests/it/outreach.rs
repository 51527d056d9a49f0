//! What only an account can do: an operator types the command and sees what came of it.

use std::time::Duration;

use telegram_sim::Person;

use crate::house::House;

const GROUPS: &[(&str, &str)] = &[("WELCOME", "OFF"), ("MONITOR_GROUPS", "TRUE")];

/// Somebody with a public name, whom the account has never met.
fn stranger(house: &House, name: &str, username: &str) -> Person {
    let person = house.sim.person(name);
    person.with_username(username);
    person
}

async fn until_in_general(house: &House, text: &str) {
    let what = format!("{text:?} is in General");
    let general = house.team.general();
    house
        .until(&what, || general.find_containing(text).is_some())
        .await;
}

/// How often that is said in General.
fn times_in_general(house: &House, text: &str) -> usize {
    let texts = house.team.general().texts();
    texts.iter().filter(|one| one.contains(text)).count()
}

/// What people read in General.
fn general(house: &House) -> String {
    let texts = house.team.general().texts();
    texts.join("\n--\n")
}

/// The topic of this name, once it is there.
async fn topic_named(house: &House, name: &str) -> i64 {
    let find = || {
        let topics = house.team.own_topics();
        topics.into_iter().find(|topic| topic.name == name)
    };
    house
        .until(&format!("a topic {name:?}"), || find().is_some())
        .await;
    find().unwrap().thread
}

#[tokio::test]
async fn a_dialog_is_begun_with_somebody_who_never_wrote() {
    let house = House::of_account(&[]).await;
    let ann = stranger(&house, "Ann", "ann_smith");
    house.olga.says(&house.team, "/new @Ann_Smith");
    let topic = topic_named(&house, "🟨 Ann").await;
    let bare = house.team.id().to_string().replace("-100", "");
    let link = format!("The dialog is here: https://t.me/c/{bare}/{topic}");
    until_in_general(&house, &link).await;
    house
        .olga
        .writes_in(&house.team, topic, "Your parcel is here");
    house.until_told(&ann, "Your parcel is here").await;
    // Nobody is greeted who was written to.
    assert_eq!(ann.chat_with(&house.front).texts(), ["Your parcel is here"]);
    ann.says(&house.front, "Thank you!");
    house.until_in_topic(topic, "Thank you!").await;
    house.until_named(topic, "🟪 Ann").await;
    house.olga.says(&house.team, "/new @ann_smith");
    until_in_general(&house, "There is a dialog already").await;
    house.at_rest().await;
    assert_eq!(house.team.own_topics().len(), 1);
    house.end().await;
}

#[tokio::test]
async fn people_are_found_by_number_and_who_is_not_is_told() {
    let house = House::of_account(&[("IGNORE_CHATS", "777000, 4711")]).await;
    let ann = house.sim.person("Ann");
    let listed = house.sim.person_with_id("Listed", 4711);
    listed.with_username("listed_one");
    let group = house.sim.group("Club", &house.olga);
    group.with_username("the_club");
    let phone = house.sim.phone(&ann);
    for command in [
        "/new",
        "/new @nobody_here",
        "/new +15550000000",
        "/new 99",
        "/new @listed_one",
        "/new @the_club",
        &format!("/new @{}", house.bot.username()),
        &format!("/new {}", house.account().id()),
        &format!("/new {phone}"),
    ] {
        house.olga.says(&house.team, command);
    }
    let topic = topic_named(&house, "🟨 Ann").await;
    until_in_general(&house, "The dialog is here").await;
    house.at_rest().await;
    assert_eq!(house.team.own_topics().len(), 1);
    let told = general(&house)
        .replace(&format!("/{topic}"), "/TOPIC")
        .replace(&phone, "+4930123456")
        .replace(&house.account().id().to_string(), "OWN");
    insta::assert_snapshot!(told);
    house.end().await;
}

#[tokio::test]
async fn a_bot_says_why_it_cannot() {
    let house = House::new().await;
    house.olga.says(&house.team, "/new @ann_smith");
    until_in_general(&house, "/new is for connections").await;
    house.end().await;
}

#[tokio::test]
async fn what_is_switched_off_is_refused_in_words() {
    let parameters = [("MONITOR_PRIVATE", "FALSE"), ("WELCOME", "OFF")];
    let house = House::of_account(&parameters).await;
    for command in ["/new @ann_smith", "/newchat Order", "/join @the_club"] {
        house.olga.says(&house.team, command);
    }
    until_in_general(&house, "/join is not possible here").await;
    house.at_rest().await;
    insta::assert_snapshot!(general(&house));
    house.end().await;
}

#[tokio::test]
async fn the_budget_is_kept_and_comes_back() {
    let house = House::of_account(&[("WELCOME", "OFF")]).await;
    for number in 10..21 {
        let name = format!("person_{number}");
        stranger(&house, &format!("P{number}"), &name);
        house.olga.says(&house.team, &format!("/new @{name}"));
    }
    until_in_general(&house, "at most 10 times an hour and 30 times a day").await;
    house
        .until("ten topics", || house.team.own_topics().len() == 10)
        .await;
    house.at_rest().await;
    // Words to strangers count, too; and whoever wrote is answered as ever.
    let topic = topic_named(&house, "🟨 P10").await;
    house.olga.writes_in(&house.team, topic, "hello P10");
    house.until_in_topic(topic, "Not now.").await;
    let bob = house.sim.person("Bob");
    bob.says(&house.front, "anybody there?");
    let bobs = topic_named(&house, "🟪 Bob").await;
    house.olga.writes_in(&house.team, bobs, "yes, Bob");
    house.until_told(&bob, "yes, Bob").await;
    house.pass(Duration::from_secs(3600)).await;
    house.olga.says(&house.team, "/new @person_20");
    topic_named(&house, "🟨 P20").await;
    house.end().await;
}

#[tokio::test]
async fn peer_flood_stops_what_goes_to_strangers_and_nothing_else() {
    let house = House::of_account(&[("WELCOME", "OFF")]).await;
    let ann = stranger(&house, "Ann", "ann_smith");
    stranger(&house, "Carl", "carl_jones");
    let bob = house.sim.person("Bob");
    bob.says(&house.front, "hello");
    let bobs = topic_named(&house, "🟪 Bob").await;
    house.olga.says(&house.team, "/new @ann_smith");
    let anns = topic_named(&house, "🟨 Ann").await;
    house.account().is_limited();
    house.olga.writes_in(&house.team, anns, "hello Ann");
    house
        .until_in_topic(anns, "does not let this account write to strangers")
        .await;
    until_in_general(&house, "(PEER_FLOOD)").await;
    house.olga.says(&house.team, "/new @carl_jones");
    until_in_general(&house, "Not sent: Telegram does not let").await;
    house.olga.writes_in(&house.team, anns, "hello again");
    house
        .until_in_topic(anns, "Not sent: Telegram does not let")
        .await;
    house.olga.writes_in(&house.team, bobs, "hello Bob");
    house.until_told(&bob, "hello Bob").await;
    assert_eq!(times_in_general(&house, "(PEER_FLOOD)"), 1, "told once");
    assert!(ann.chat_with(&house.front).texts().is_empty());
    // A day later a command takes it up again; writing in a topic does not.
    house.account().is_free_again();
    house.pass(Duration::from_secs(24 * 3600 + 60)).await;
    let before = house.team.thread(anns).texts().len();
    house.olga.writes_in(&house.team, anns, "and now?");
    house
        .until("it is refused once more", || {
            let texts = house.team.thread(anns).texts();
            texts.len() > before + 1 && texts.last().unwrap().contains("Not sent")
        })
        .await;
    house.olga.says(&house.team, "/new @carl_jones");
    topic_named(&house, "🟨 Carl").await;
    house.olga.writes_in(&house.team, anns, "here I am");
    house.until_told(&ann, "here I am").await;
    house.end().await;
}

#[tokio::test]
async fn a_long_wait_that_telegram_asks_for_is_told() {
    let house = House::of_account(&[("WELCOME", "OFF")]).await;
    stranger(&house, "Ann", "ann_smith");
    let script = house
        .sim
        .script(house.account(), "contacts.resolveUsername");
    script.flood(1800);
    house.olga.says(&house.team, "/new @ann_smith");
    until_in_general(&house, "Telegram asks this account to wait").await;
    // Others are not even begun.
    house.olga.says(&house.team, "/new @ann_smith");
    house
        .until("told again", || {
            times_in_general(&house, "Telegram asks this account to wait") == 2
        })
        .await;
    let calls = house.sim.calls_of("contacts.resolveUsername").len();
    assert_eq!(calls, 1);
    house.pass(Duration::from_secs(1860)).await;
    house.olga.says(&house.team, "/new @ann_smith");
    topic_named(&house, "🟨 Ann").await;
    house.end().await;
}

#[tokio::test]
async fn a_customers_chat_is_made_and_people_come_in() {
    let house = House::of_account(GROUPS).await;
    let ann = stranger(&house, "Ann", "ann_smith");
    let shy = stranger(&house, "Shy", "shy_one");
    shy.is_invited_by_contacts_only();
    house.olga.says(
        &house.team,
        "/newchat Order 4711 @ann_smith @shy_one @nobody_here",
    );
    let topic = topic_named(&house, "🟨 Order 4711").await;
    until_in_general(&house, "@ann_smith is in the group now").await;
    until_in_general(&house, "The settings of @shy_one").await;
    until_in_general(&house, "❌ @nobody_here:").await;
    let link = general(&house);
    let link = link
        .split_whitespace()
        .find(|word| word.starts_with("https://t.me/+"));
    let link = link.unwrap().to_owned();
    // The link that is shown leads there.
    let order = house.sim.group_by_link(&link).unwrap();
    assert!(order.member(&ann).is_in() && !order.member(&shy).is_in());
    ann.says(&order, "Nice to be here");
    house.until_in_topic(topic, "Nice to be here").await;
    house.olga.writes_in(&house.team, topic, "Welcome, Ann");
    let everything = order.everything();
    house
        .until("the answer is in the group", || {
            everything.find_containing("Welcome, Ann").is_some()
        })
        .await;
    // One more from the topic, and whoever asks.
    let bob = stranger(&house, "Bob", "bob_jones");
    house
        .olga
        .writes_in(&house.team, topic, "/invite @bob_jones me @bob_jones");
    house
        .until_in_topic(topic, "@bob_jones is in the group now")
        .await;
    house
        .until("both are in", || {
            order.member(&bob).is_in() && order.member(&house.olga).is_in()
        })
        .await;
    house
        .olga
        .writes_in(&house.team, topic, "/invite @bob_jones");
    house
        .until_in_topic(topic, "@bob_jones was in the group already")
        .await;
    house.end().await;
}

/// How many groups of that title there are.
fn groups(house: &House, title: &str) -> usize {
    house.sim.groups_named(title).len()
}

#[tokio::test]
async fn a_group_whose_creation_got_no_answer_is_there_once() {
    let house = House::of_account(GROUPS).await;
    let ann = stranger(&house, "Ann", "ann_smith");
    let script = house.sim.script(house.account(), "channels.createChannel");
    script.cut_after();
    house.olga.says(&house.team, "/newchat Order @ann_smith");
    topic_named(&house, "🟨 Order").await;
    until_in_general(&house, "@ann_smith is in the group now").await;
    house.at_rest().await;
    assert_eq!(groups(&house, "Order"), 1);
    let order = house.sim.groups_named("Order").remove(0);
    assert!(order.member(&ann).is_in());
    house.end().await;
}

#[tokio::test]
async fn a_group_that_was_never_made_is_asked_about_and_not_made_by_itself() {
    let house = House::of_account(GROUPS).await;
    let script = house.sim.script(house.account(), "channels.createChannel");
    script.cut_before();
    house.olga.says(&house.team, "/newchat \"Order 12\"");
    until_in_general(
        &house,
        "It is not known whether the group “Order 12” was made",
    )
    .await;
    house.at_rest().await;
    assert_eq!(groups(&house, "Order 12"), 0);
    house.olga.says(&house.team, "/newchat Order 12");
    topic_named(&house, "🟨 Order 12").await;
    assert_eq!(groups(&house, "Order 12"), 1);
    house.end().await;
}

#[tokio::test]
async fn groups_are_joined_by_link_and_by_name() {
    let house = House::of_account(GROUPS).await;
    let eve = house.sim.person("Eve");
    let club = house.sim.group("Club", &eve);
    let open = house.sim.group("Open", &eve);
    open.with_username("open_group");
    let closed = house.sim.group("Closed", &eve);
    let news = house.sim.channel("News", &eve);
    let gone = house.sim.group("Gone", &eve);
    let old = gone.invite_link();
    gone.revoke_link(&old);
    house
        .olga
        .says(&house.team, &format!("/join {}", club.invite_link()));
    let topic = topic_named(&house, "🟨 Club").await;
    until_in_general(&house, "The dialog is here").await;
    assert!(club.member(house.account()).is_in());
    eve.says(&club, "hello team");
    house.until_in_topic(topic, "hello team").await;
    house
        .olga
        .says(&house.team, "/join https://t.me/open_group");
    topic_named(&house, "🟨 Open").await;
    house
        .olga
        .says(&house.team, &format!("/join {}", club.invite_link()));
    until_in_general(&house, "There is a dialog already").await;
    let wish = closed.invite_link_on_request();
    house.olga.says(&house.team, &format!("/join {wish}"));
    until_in_general(&house, "an admin there has to let this account in").await;
    assert!(closed.is_asked_by(house.account()));
    house
        .olga
        .says(&house.team, &format!("/join {}", news.invite_link()));
    until_in_general(&house, "MONITOR_CHANNELS switches off").await;
    assert!(!news.member(house.account()).is_in());
    house.olga.says(&house.team, &format!("/join {old}"));
    until_in_general(&house, "the link is not valid, or not any more").await;
    // Let in later, it becomes a dialog with the first word there.
    closed.admit(house.account());
    eve.says(&closed, "come in");
    let topic = topic_named(&house, "🟪 Closed").await;
    house.until_in_topic(topic, "come in").await;
    house.end().await;
}

/// Telegram has two names for it, one of them as if it were about somebody else.
#[tokio::test]
async fn an_account_that_fits_into_no_more_groups_is_told_as_that() {
    let house = House::of_account(GROUPS).await;
    let eve = house.sim.person("Eve");
    let club = house.sim.group("Club", &eve);
    house
        .sim
        .script_accounts(Some("messages.importChatInvite"))
        .refuse(400, "USER_CHANNELS_TOO_MUCH");
    let join = format!("/join {}", club.invite_link());
    let words = "this account is in as many groups and channels as Telegram allows";
    house.olga.says(&house.team, &join);
    until_in_general(&house, words).await;
    house.sim.set_most_channels(0);
    house.olga.says(&house.team, &join);
    house
        .until("both are told as that", || {
            times_in_general(&house, words) == 2
        })
        .await;
    assert!(!club.member(house.account()).is_in());
    house.end().await;
}

#[tokio::test]
async fn a_topic_is_called_by_what_the_customer_is_called_now() {
    let house = House::of_account(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = topic_named(&house, "🟪 Ann").await;
    house.at_rest().await;
    ann.renames("Anna", Some("Smith"));
    house.until_named(topic, "🟪 Anna Smith").await;
    // And back: that is no repetition.
    ann.with_username("ann_smith");
    ann.renames("Ann", None);
    house.until_named(topic, "🟪 Ann").await;
    house.olga.writes_in(&house.team, topic, "/info");
    house.until_in_topic(topic, "ann_smith").await;
    house.end().await;
}

#[tokio::test]
async fn beside_a_desk_bot_the_account_reaches_out_and_the_bot_answers() {
    let house = House::mixed(GROUPS).await;
    let ann = stranger(&house, "Ann", "ann_smith");
    house.olga.says(&house.team, "/new @ann_smith");
    let topic = topic_named(&house, "🟨 Ann").await;
    until_in_general(&house, "The dialog is here").await;
    let said = house.team.general().messages();
    let answer = said
        .iter()
        .find(|one| one.text.contains("The dialog is here"));
    assert_eq!(answer.unwrap().from, house.bot.id(), "the bot answers");
    house.olga.writes_in(&house.team, topic, "hello Ann");
    house.until_told(&ann, "hello Ann").await;
    house.olga.says(&house.team, "/newchat Order 4711");
    let topic = topic_named(&house, "🟨 Order 4711").await;
    house
        .olga
        .writes_in(&house.team, topic, "/invite me @ann_smith");
    house
        .until_in_topic(topic, "@ann_smith is in the group now")
        .await;
    let order = house.sim.groups_named("Order 4711").remove(0);
    assert!(order.member(&house.olga).is_in() && order.member(&ann).is_in());
    ann.renames("Anna", None);
    topic_named(&house, "🟨 Anna").await;
    house.end().await;
}
