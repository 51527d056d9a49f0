//! Nine o'clock: fifty customers without a topic write at once into one group, where Telegram takes twenty messages
//! a minute from a bot. Real limits, driven time: the figures are the same on any machine, give or take what the
//! machine's tasks are woken in another order.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::json;
use telegram_sim::{Content, Person, Sim};

use crate::clock::Driven;
use crate::house::House;
use crate::random::Random;

const DIALOGS: usize = 50;
const TEXTS: usize = 1000;
const MEDIA: usize = 200;
/// UTF-16 code units of a text.
const LENGTH: usize = 80;
/// All of it is written within this.
const BURST: Duration = Duration::from_secs(60);
/// How finely time passes.
const STEP: Duration = Duration::from_millis(250);
/// And once all is written.
const STRIDE: Duration = Duration::from_secs(1);
/// And where it takes many minutes.
const LONG_STRIDE: Duration = Duration::from_secs(3);
/// More than any run takes.
const LONGEST: Duration = Duration::from_secs(2 * 3600);
const SEED: u64 = 9;

/// Something that a customer sends.
struct Arrival {
    at: Duration,
    dialog: usize,
    mark: String,
    is_media: bool,
}

/// How it went.
struct Figures {
    last: Duration,
    median: Duration,
    p99: Duration,
    calls: usize,
    floods: usize,
}

/// Who writes what when: texts at random moments, media at random places among them.
fn arrivals(texts: usize, media: usize) -> Vec<Arrival> {
    let mut random = Random::new(SEED);
    let burst = usize::try_from(BURST.as_millis()).unwrap();
    let mut moments: Vec<(usize, usize, bool)> = (0..texts + media)
        .map(|number| (random.below(burst), number % DIALOGS, number >= texts))
        .collect();
    moments.sort_unstable();
    let mut count = [0; DIALOGS];
    moments
        .into_iter()
        .map(|(at, dialog, is_media)| {
            count[dialog] += 1;
            Arrival {
                at: Duration::from_millis(u64::try_from(at).unwrap()),
                dialog,
                mark: format!("<{dialog:02}/{:02}>", count[dialog]),
                is_media,
            }
        })
        .collect()
}

fn says(customer: &Person, place: impl Into<telegram_sim::Place>, arrival: &Arrival) {
    let mark = &arrival.mark;
    if arrival.is_media {
        customer.sends(place, Content::photo("photo").caption(mark.as_str()));
    } else {
        customer.says(place, &format!("{mark}{}", "x".repeat(LENGTH - mark.len())));
    }
}

/// What is in the group: each mark with when it came, in milliseconds, and whether each dialog's are in order.
fn arrived(sim: &Sim, team: &telegram_sim::Group, arrivals: &[Arrival]) -> HashMap<String, i64> {
    let mut times = HashMap::new();
    let mut posted: HashMap<i64, i64> = HashMap::new();
    for call in sim.calls() {
        if let telegram_sim::Outcome::Done(value) = &call.outcome
            && let Some(id) = value["message_id"].as_i64()
            && call.params["chat_id"]
                .to_string()
                .contains(&team.id().to_string())
        {
            posted.insert(id, call.at);
        }
    }
    let mut seen: Vec<Vec<String>> = vec![Vec::new(); DIALOGS];
    for message in team.everything().written() {
        for mark in marks(&message.text) {
            let dialog: usize = mark[1..3].parse().unwrap();
            seen[dialog].push(mark.clone());
            if let Some(at) = posted.get(&message.id) {
                times.entry(mark).or_insert(*at);
            }
        }
    }
    for (dialog, seen) in seen.iter().enumerate() {
        let wanted: Vec<&String> = arrivals
            .iter()
            .filter(|one| one.dialog == dialog)
            .map(|one| &one.mark)
            .collect();
        let came: Vec<&String> = seen.iter().collect();
        assert!(wanted.starts_with(&came), "dialog {dialog}: {came:?}");
    }
    times
}

fn marks(text: &str) -> Vec<String> {
    text.split('<')
        .skip(1)
        .filter_map(|rest| Some(format!("<{}>", rest.split_once('>')?.0)))
        .collect()
}

fn figures(sim: &Sim, team: &telegram_sim::Group, arrivals: &[Arrival], began: i64) -> Figures {
    let times = arrived(sim, team, arrivals);
    let first = arrivals[0].at;
    let mut waits: Vec<Duration> = arrivals
        .iter()
        .map(|one| since(times[&one.mark], began).saturating_sub(one.at))
        .collect();
    waits.sort_unstable();
    let last = times.values().max().unwrap();
    let calls = sim.calls();
    let to_group = calls.iter().filter(|call| call.at >= began).filter(|call| {
        call.params["chat_id"]
            .to_string()
            .contains(&team.id().to_string())
    });
    Figures {
        last: since(*last, began).saturating_sub(first),
        median: waits[waits.len() / 2],
        p99: waits[waits.len() * 99 / 100],
        calls: to_group.count(),
        floods: calls
            .iter()
            .filter(|call| matches!(call.outcome, telegram_sim::Outcome::Refused(429, _)))
            .count(),
    }
}

fn since(at: i64, began: i64) -> Duration {
    Duration::from_millis(u64::try_from(at - began).unwrap())
}

fn millis(clock: &Driven) -> i64 {
    clock.telegram().now_ms()
}

/// The same with Backline and so many bots, the frontend among them.
async fn backline(texts: usize, media: usize, bots: usize) -> Figures {
    let mut house = House::with(&[("WELCOME", "OFF")]).await;
    for number in 1..bots {
        let name = format!("Relay {number}");
        house
            .add_relay(&name, Some(telegram_sim::Rights::all()))
            .await;
    }
    // What the set-up used up is over.
    house.pass(Duration::from_secs(120)).await;
    let customers: Vec<Person> = (0..DIALOGS)
        .map(|number| house.sim.person(&format!("Customer {number:02}")))
        .collect();
    let arrivals = arrivals(texts, media);
    let began = millis(&house.clock);
    let mut next = 0;
    loop {
        let now = since(millis(&house.clock), began);
        while let Some(arrival) = arrivals.get(next).filter(|one| one.at <= now) {
            says(&customers[arrival.dialog], &house.bot, arrival);
            next += 1;
        }
        house.calm().await;
        if next == arrivals.len() && house.desk().queue().await.unwrap().waiting == 0 {
            break;
        }
        assert!(now < LONGEST, "{}", house.sim.describe());
        house.clock.advance(match media {
            _ if next < arrivals.len() => STEP,
            0 => STRIDE,
            _ if bots > 1 => STRIDE,
            _ => LONG_STRIDE,
        });
    }
    let figures = figures(&house.sim, &house.team, &arrivals, began);
    house.end().await;
    figures
}

/// The same as others do it: one after the other, each as it is, waiting when Telegram says so.
async fn first_in_first_out(texts: usize, media: usize) -> Figures {
    let clock = Driven::new();
    let sim = Sim::start(telegram_sim::Config::default().clock(clock.telegram()))
        .await
        .unwrap();
    let bot = sim.bot("Support");
    let olga = sim.person("Olga");
    let team = sim.forum("Team", &olga);
    olga.makes_admin(&team, &bot, telegram_sim::Rights::all());
    let customers: Vec<Person> = (0..DIALOGS)
        .map(|number| sim.person(&format!("Customer {number:02}")))
        .collect();
    let arrivals = arrivals(texts, media);
    let began = millis(&clock);
    let http = reqwest::Client::new();
    let base = format!("{}/bot{}", sim.url(), bot.token());
    let mut topics: HashMap<usize, i64> = HashMap::new();
    // All of it is there when the first has been waited for: what comes later waits longer.
    for arrival in &arrivals {
        let now = since(millis(&clock), began);
        clock.advance(arrival.at.saturating_sub(now));
        says(&customers[arrival.dialog], &bot, arrival);
        let customer = &customers[arrival.dialog];
        let topic = match topics.get(&arrival.dialog) {
            Some(topic) => *topic,
            None => {
                let params = json!({ "chat_id": team.id(), "name": "Customer" });
                let made = call(&http, &base, &clock, "createForumTopic", params).await;
                let topic = made["message_thread_id"].as_i64().unwrap();
                topics.insert(arrival.dialog, topic);
                topic
            }
        };
        let message = customer.chat_with(&bot).last().unwrap().id;
        let params = json!({
            "chat_id": team.id(),
            "message_thread_id": topic,
            "from_chat_id": customer.id(),
            "message_id": message,
        });
        call(&http, &base, &clock, "copyMessage", params).await;
    }
    figures(&sim, &team, &arrivals, began)
}

/// One call, repeated when Telegram has said to wait.
async fn call(
    http: &reqwest::Client,
    base: &str,
    clock: &Driven,
    method: &str,
    params: serde_json::Value,
) -> serde_json::Value {
    loop {
        let answer = http.post(format!("{base}/{method}")).json(&params);
        let answer: serde_json::Value = answer.send().await.unwrap().json().await.unwrap();
        if answer["ok"] == true {
            return answer["result"].clone();
        }
        let wait = answer["parameters"]["retry_after"].as_u64().unwrap();
        clock.advance(Duration::from_secs(wait));
    }
}

fn print(what: &str, figures: &Figures) {
    println!(
        "{what:<24} last {:>5} s, median {:>5} s, p99 {:>5} s, calls {:>5}, 429s {}",
        figures.last.as_secs(),
        figures.median.as_secs(),
        figures.p99.as_secs(),
        figures.calls,
        figures.floods
    );
}

/// Nobody waits longer than that for the last, and no bot is told more than once to wait.
async fn holds(texts: usize, media: usize, bots: usize, seconds: u64) {
    let figures = backline(texts, media, bots).await;
    let what = if media == 0 { "texts" } else { "with media" };
    print(&format!("{what}, bots: {bots}"), &figures);
    assert!(figures.last <= Duration::from_secs(seconds));
    assert!(figures.floods <= bots);
}

#[tokio::test]
async fn a_thousand_texts_of_fifty_new_customers_are_there_in_minutes() {
    holds(TEXTS, 0, 1, 330).await;
}

#[tokio::test]
async fn with_two_relay_bots_in_two_and_a_half() {
    holds(TEXTS, 0, 3, 150).await;
}

#[tokio::test]
async fn with_nine_relay_bots_soon_after_the_last_was_written() {
    holds(TEXTS, 0, 10, 80).await;
}

#[tokio::test]
async fn media_among_them_keep_their_places() {
    holds(TEXTS, MEDIA, 1, 1500).await;
}

#[tokio::test]
async fn with_two_relay_bots_their_files_are_handed_on() {
    holds(TEXTS, MEDIA, 3, 540).await;
}

#[tokio::test]
async fn with_nine_relay_bots_media_are_there_almost_as_soon_as_texts() {
    holds(TEXTS, MEDIA, 10, 145).await;
}

/// Whoever already has a dialog is not held up by those fifty.
#[tokio::test]
async fn at_the_worst_moment_an_answer_and_a_quiet_dialog_are_quick() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    let known = house.sim.person("Known");
    known.says(&house.bot, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.olga.writes_in(&house.team, topic, "welcome back");
    house.until_told(&known, "welcome back").await;
    // Quiet for more than five minutes.
    house.pass(Duration::from_secs(400)).await;
    let customers: Vec<Person> = (0..DIALOGS)
        .map(|number| house.sim.person(&format!("Customer {number:02}")))
        .collect();
    let arrivals = arrivals(TEXTS, 0);
    let began = millis(&house.clock);
    let mut next = 0;
    while next < arrivals.len() {
        let now = since(millis(&house.clock), began);
        while let Some(arrival) = arrivals.get(next).filter(|one| one.at <= now) {
            says(&customers[arrival.dialog], &house.bot, arrival);
            next += 1;
        }
        house.calm().await;
        house.clock.advance(STEP);
    }
    // All of it is written and most of it waits.
    let queue = house.desk().queue().await.unwrap();
    assert!(queue.waiting > DIALOGS, "{queue:?}");
    let asked = millis(&house.clock);
    known.says(&house.bot, "one thing");
    house.olga.writes_in(&house.team, topic, "an answer");
    let mut quickest = (None, None);
    for _ in 0..120 {
        house.calm().await;
        let now = since(millis(&house.clock), asked);
        let answered = known.chat_with(&house.bot).find("an answer");
        let posted = house.team.thread(topic).find("one thing");
        quickest.0 = quickest.0.or(answered.map(|_| now));
        quickest.1 = quickest.1.or(posted.map(|_| now));
        if quickest.0.is_some() && quickest.1.is_some() {
            break;
        }
        house.clock.advance(STEP);
    }
    println!("answer {:?}, quiet dialog {:?}", quickest.0, quickest.1);
    assert!(quickest.0.unwrap() <= Duration::from_secs(2));
    assert!(quickest.1.unwrap() <= Duration::from_secs(6));
    house.end().await;
}

/// What the figures are compared with. Not a test of ours: run by hand.
#[tokio::test]
#[ignore = "it measures how others do it"]
async fn one_after_the_other() {
    print("texts, one by one", &first_in_first_out(TEXTS, 0).await);
    let with_media = first_in_first_out(TEXTS, MEDIA).await;
    print("with media, one by one", &with_media);
}
