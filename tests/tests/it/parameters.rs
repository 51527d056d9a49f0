//! Parameters, as people see that they act.

use std::time::Duration;

use backline_domain::parameter::Name;
use telegram_sim::Person;

use crate::house::House;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// A dialog with Ann that needs the team.
async fn asked(house: &House) -> (Person, i64) {
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.until_named(topic, "🟪 Ann").await;
    (ann, topic)
}

/// The answers to this in a customer's chat, and how many there are.
fn count(person: &Person, house: &House, text: &str) -> usize {
    let texts = person.chat_with(&house.front).texts();
    texts.iter().filter(|told| told.contains(text)).count()
}

/// What General says of dialogs that wait.
fn reminders(house: &House) -> Vec<String> {
    let texts = house.team.general().texts();
    let said = texts
        .into_iter()
        .filter(|text| text.contains("waiting for an answer"));
    said.collect()
}

/// Hours of every day that begin so long from now and last for that long.
fn hours(house: &House, from: Duration, length: Duration) -> String {
    let now = house.clock.server().now().0 / 60_000;
    let clock = |after: Duration| {
        let minute = (now + i64::try_from(after.as_secs() / 60).unwrap()).rem_euclid(1440);
        format!("{:02}:{:02}", minute / 60, minute % 60)
    };
    format!("Mon-Sun {}-{} UTC", clock(from), clock(from + length))
}

#[tokio::test]
async fn a_dialog_that_waits_is_announced_once_per_wait() {
    let house = super::opened(&[("REMIND_AFTER", "30")]).await;
    let (ann, topic) = asked(&house).await;
    house.pass(10 * MINUTE).await;
    ann.says(&house.front, "are you there");
    house.until_in_topic(topic, "are you there").await;
    house.pass(15 * MINUTE).await;
    assert_eq!(reminders(&house), [""; 0], "the wait is not so long yet");
    house.pass(10 * MINUTE).await;
    house
        .until("General says that Ann waits", || {
            reminders(&house).len() == 1
        })
        .await;
    let said = reminders(&house).remove(0);
    assert!(
        said.starts_with("⏰ Ann has been waiting for an answer for 3"),
        "{said}"
    );
    let link = format!(
        "https://t.me/c/{}/{topic}",
        -house.team.id() - 1_000_000_000_000
    );
    assert!(said.ends_with(&link), "{said} leads to {link}");
    ann.says(&house.front, "hello?");
    house.until_in_topic(topic, "hello?").await;
    house.pass(2 * HOUR).await;
    assert_eq!(reminders(&house).len(), 1, "once per wait");
    // Answered, it waits for nobody; asked again, it is another wait.
    house.olga.writes_in(&house.team, topic, "here I am");
    house.until_told(&ann, "here I am").await;
    house.until_named(topic, "🟨 Ann").await;
    house.pass(HOUR).await;
    assert_eq!(reminders(&house).len(), 1);
    ann.says(&house.front, "one more thing");
    house.until_named(topic, "🟪 Ann").await;
    house.pass(31 * MINUTE).await;
    house
        .until("the next wait is announced", || {
            reminders(&house).len() == 2
        })
        .await;
    house.end().await;
}

#[tokio::test]
async fn a_restart_neither_loses_nor_doubles_a_reminder() {
    let mut house = House::on_disk(&[("REMIND_AFTER", "30")]).await;
    let (_ann, _topic) = asked(&house).await;
    house.at_rest().await;
    house.stop().await;
    house.clock.advance(HOUR);
    house.start().await;
    house
        .until("what became due meanwhile is said", || {
            reminders(&house).len() == 1
        })
        .await;
    house.at_rest().await;
    house.stop().await;
    house.clock.advance(HOUR);
    house.start().await;
    house.pass(10 * MINUTE).await;
    house.at_rest().await;
    assert_eq!(reminders(&house).len(), 1, "and not once more");
    house.end().await;
}

#[tokio::test]
async fn a_reminder_that_is_switched_on_or_shortened_holds_for_open_waits() {
    let house = super::opened(&[]).await;
    let (_ann, topic) = asked(&house).await;
    house.pass(HOUR).await;
    assert_eq!(reminders(&house), [""; 0]);
    house.set(Name::RemindAfter, "300").await;
    house.pass(HOUR).await;
    assert_eq!(reminders(&house), [""; 0]);
    house.set(Name::RemindAfter, "90").await;
    house
        .until("it is said at once", || reminders(&house).len() == 1)
        .await;
    // The timer of before finds nothing to do, and what is switched off stays off.
    house.set(Name::RemindAfter, "OFF").await;
    house.olga.writes_in(&house.team, topic, "/hold");
    house.pass(6 * HOUR).await;
    assert_eq!(reminders(&house).len(), 1);
    house.end().await;
}

#[tokio::test]
async fn many_dialogs_that_wait_are_announced_together() {
    let house = super::opened(&[]).await;
    for number in 0..12 {
        let person = house.sim.person(&format!("Person{number}"));
        person.says(&house.front, "hello");
    }
    house
        .until("the topics are made", || {
            house.team.own_topics().len() == 12
        })
        .await;
    house.at_rest().await;
    house.pass(HOUR).await;
    house.set(Name::RemindAfter, "30").await;
    house
        .until("they are announced", || {
            reminders(&house)
                .iter()
                .flat_map(|text| text.lines())
                .count()
                == 12
        })
        .await;
    assert_eq!(
        reminders(&house).len(),
        2,
        "in as few messages as hold them"
    );
    house.end().await;
}

#[tokio::test]
async fn outside_the_hours_the_away_text_answers_once_an_absence() {
    let house = super::opened(&[("AWAY", "We are back soon, **{title}**.")]).await;
    // Open from in two hours on, for one.
    let open = hours(&house, 2 * HOUR, HOUR);
    house.set(Name::WorkingHours, &open).await;
    let (ann, topic) = asked(&house).await;
    house.until_told(&ann, "We are back soon, Ann.").await;
    assert_eq!(count(&ann, &house, "Hello Ann!"), 0, "in place of WELCOME");
    ann.says(&house.front, "still there?");
    house.until_in_topic(topic, "still there?").await;
    // Closed and reopened within the absence: WELCOME, since AWAY was said already.
    house.olga.writes_in(&house.team, topic, "/close");
    house.until_named(topic, "⬛️ Ann").await;
    ann.says(&house.front, "back again");
    house.until_told(&ann, "Hello Ann!").await;
    assert_eq!(count(&ann, &house, "We are back soon"), 1);
    // Within the hours nothing but the team answers.
    house.pass(2 * HOUR + 10 * MINUTE).await;
    ann.says(&house.front, "anybody there?");
    house.until_in_topic(topic, "anybody there?").await;
    house.at_rest().await;
    assert_eq!(count(&ann, &house, "We are back soon"), 1);
    // The next absence.
    house.pass(HOUR).await;
    ann.says(&house.front, "too late?");
    house
        .until("AWAY answers once more", || {
            count(&ann, &house, "We are back soon") == 2
        })
        .await;
    ann.says(&house.front, "I see");
    house.until_in_topic(topic, "I see").await;
    house.at_rest().await;
    assert_eq!(count(&ann, &house, "We are back soon"), 2);
    assert_eq!(count(&ann, &house, "Hello Ann!"), 1);
    house.end().await;
}

#[tokio::test]
async fn away_answers_nobody_who_does_not_pass_and_nothing_that_is_only_watched() {
    let house = super::opened(&[
        ("PRIVATE_KEYWORDS", "\"invoice\""),
        ("RESTRICTED_KEYWORDS_FRONTEND", "\"casino\""),
    ])
    .await;
    let open = hours(&house, 2 * HOUR, HOUR);
    house.set(Name::WorkingHours, &open).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "just chatting");
    ann.says(&house.front, "a casino invoice");
    let ben = house.sim.person("Ben");
    ben.says(&house.front, "my invoice, please");
    house.until_told(&ben, "We are not at work just now").await;
    house.at_rest().await;
    assert_eq!(
        ann.chat_with(&house.front).written().len(),
        2,
        "her own two"
    );
    // A dialog that stays closed is only watched.
    house.set(Name::LeaveClosed, "private").await;
    let cem = house.sim.person("Cem");
    cem.says(&house.front, "an invoice");
    house
        .until("it is shown", || {
            let mut topics = house.team.own_topics().into_iter();
            topics.any(|topic| house.team.thread(topic.thread).find("an invoice").is_some())
        })
        .await;
    house.at_rest().await;
    assert_eq!(cem.chat_with(&house.front).written().len(), 1);
    house.end().await;
}

#[tokio::test]
async fn where_away_is_off_welcome_is_as_ever() {
    let house = super::opened(&[("AWAY", "OFF")]).await;
    let open = hours(&house, 2 * HOUR, HOUR);
    house.set(Name::WorkingHours, &open).await;
    let (ann, _) = asked(&house).await;
    house.until_told(&ann, "Hello Ann!").await;
    house.end().await;
}
