//! CSAT: customers are asked to rate when their dialog closes.

use std::time::Duration;

use backline_domain::rating::Rating;
use telegram_sim::{BusinessRights, MessageRef, Person};

use crate::house::House;

const HOUR: Duration = Duration::from_secs(3600);
const QUESTION: &str = "How was our help?";

/// A dialog with Ann that the team has answered.
async fn answered(house: &House) -> (Person, i64) {
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.olga.writes_in(&house.team, topic, "good morning");
    house.until_told(&ann, "good morning").await;
    house.until_named(topic, "🟨 Ann").await;
    (ann, topic)
}

/// Olga closes the dialog; the question that the customer gets.
async fn closed(house: &House, ann: &Person, topic: i64) -> MessageRef {
    let before = questions(house, ann).len();
    house.olga.writes_in(&house.team, topic, "/close");
    house.until_named(topic, "⬛️ Ann").await;
    house
        .until("the customer is asked", || {
            questions(house, ann).len() > before
        })
        .await;
    house.at_rest().await;
    questions(house, ann).pop().unwrap()
}

/// The questions that are open to be read in the customer's chat.
fn questions(house: &House, person: &Person) -> Vec<MessageRef> {
    let messages = person.chat_with(&house.front).refs().into_iter();
    messages
        .filter(|message| message.text().starts_with(QUESTION))
        .collect()
}

/// The data of the button with this label.
pub(crate) fn button(question: &MessageRef, label: &str) -> String {
    let markup = question.look().unwrap().markup.unwrap();
    let rows = markup["inline_keyboard"].as_array().unwrap().iter();
    let mut buttons = rows.flat_map(|row| row.as_array().unwrap());
    let button = buttons.find(|button| button["text"] == label).unwrap();
    button["callback_data"].as_str().unwrap().to_owned()
}

/// The ratings that are kept.
async fn ratings(house: &House) -> Vec<Rating> {
    let store = &house.running().desks().store;
    let connection = house.connection().await.id;
    store.ratings(&connection, None, 100).await.unwrap()
}

fn values(ratings: &[Rating]) -> Vec<u8> {
    ratings.iter().map(|rating| rating.value).collect()
}

#[tokio::test]
async fn a_press_rates_once_and_is_shown() {
    let house = House::with(&[("CSAT", "TRUE")]).await;
    let (ann, topic) = answered(&house).await;
    let question = closed(&house, &ann, topic).await;
    let data = button(&question, "4");
    let query = ann.presses(&question, &data);
    house
        .until_in_topic(topic, "⭐ The customer rated: 4 of 5.")
        .await;
    house
        .until("the question becomes its answer, without buttons", || {
            question.text() == "Thank you! Your rating: 4 of 5."
                && question.look().unwrap().markup.is_none()
        })
        .await;
    house
        .until("the press is answered", || {
            ann.answer_to_press(&query).is_some()
        })
        .await;
    house.at_rest().await;
    assert!(house.is_closed(topic), "a rating opens nothing");
    let kept = ratings(&house).await;
    assert_eq!(values(&kept), [4]);
    assert!(kept[0].asked_at <= kept[0].at);
    house.olga.writes_in(&house.team, topic, "/info");
    house.until_in_topic(topic, "Rating: 4 of 5 (").await;
    house.at_rest().await;
    assert_eq!(ratings(&house).await.len(), 1);
    house.end().await;
}

#[tokio::test]
async fn two_presses_at_once_count_as_one() {
    let house = House::with(&[("CSAT", "TRUE")]).await;
    let (ann, topic) = answered(&house).await;
    let question = closed(&house, &ann, topic).await;
    let (five, one) = (button(&question, "5"), button(&question, "1"));
    let first = ann.presses(&question, &five);
    let second = ann.presses(&question, &one);
    house
        .until("both are answered", || {
            let told = |query| ann.answer_to_press(query).is_some();
            told(&first) && told(&second)
        })
        .await;
    assert_eq!(
        ann.answer_to_press(&second).unwrap()["text"],
        "This question is not open any more. Thank you!"
    );
    house.at_rest().await;
    assert_eq!(values(&ratings(&house).await), [5]);
    assert_eq!(question.text(), "Thank you! Your rating: 5 of 5.");
    house.end().await;
}

#[tokio::test]
async fn a_press_counts_after_reopening_and_only_under_the_last_question() {
    let house = House::with(&[("CSAT", "TRUE")]).await;
    let (ann, topic) = answered(&house).await;
    let first = closed(&house, &ann, topic).await;
    let old = button(&first, "1");
    ann.says(&house.front, "one more thing");
    house.until_named(topic, "🟪 Ann").await;
    let second = closed(&house, &ann, topic).await;
    let query = ann.presses(&first, &old);
    house
        .until("the press is answered", || {
            ann.answer_to_press(&query).is_some()
        })
        .await;
    house.at_rest().await;
    assert_eq!(ratings(&house).await, []);
    // Reopened, the last question is still a question.
    ann.says(&house.front, "and another");
    house.until_named(topic, "🟪 Ann").await;
    ann.presses(&second, &button(&second, "3"));
    house
        .until_in_topic(topic, "⭐ The customer rated: 3 of 5.")
        .await;
    house.at_rest().await;
    assert_eq!(values(&ratings(&house).await), [3]);
    house.end().await;
}

#[tokio::test]
async fn a_press_a_week_later_is_too_late() {
    let house = House::with(&[("CSAT", "TRUE")]).await;
    let (ann, topic) = answered(&house).await;
    let question = closed(&house, &ann, topic).await;
    let data = button(&question, "4");
    house.clock.advance(HOUR * 24 * 7);
    house.pass(HOUR / 12).await;
    ann.presses(&question, &data);
    house
        .until("the customer is told, and the buttons go", || {
            question.text() == "This question is not open any more. Thank you!"
                && question.look().unwrap().markup.is_none()
        })
        .await;
    house.at_rest().await;
    assert_eq!(ratings(&house).await, []);
    house.end().await;
}

#[tokio::test]
async fn who_is_closed_by_time_is_asked_and_groups_are_not() {
    let house = House::with(&[
        ("CSAT", "TRUE"),
        ("AUTOCLOSE", "1"),
        ("MONITOR_GROUPS", "TRUE"),
        ("WELCOME", "OFF"),
    ])
    .await;
    let (ann, topic) = answered(&house).await;
    let bea = house.sim.person("Bea");
    let group = house.sim.group("Buyers", &bea);
    bea.adds(&group, &house.front);
    bea.says(&group, "where is my parcel");
    house
        .until("both have topics", || house.team.own_topics().len() == 2)
        .await;
    house.at_rest().await;
    house.pass(HOUR + HOUR / 30).await;
    house
        .until("both are closed", || {
            house.team.own_topics().iter().all(|topic| topic.closed)
        })
        .await;
    house
        .until("Ann is asked", || questions(&house, &ann).len() == 1)
        .await;
    house.at_rest().await;
    assert!(house.is_closed(topic));
    let told = group.general().texts();
    assert!(!told.iter().any(|text| text.contains(QUESTION)), "{told:?}");
    house.end().await;
}

#[tokio::test]
async fn a_question_that_may_not_have_arrived_is_nobodys_to_decide() {
    let mut house = House::with(&[("CSAT", "TRUE")]).await;
    let (ann, topic) = answered(&house).await;
    house.sim.script(&house.bot, "sendMessage").cut_after();
    let question = closed(&house, &ann, topic).await;
    house.sim.end_scripts();
    let shown = house.team.transcript(topic);
    assert!(!shown.contains("/again"), "{shown}");
    // What did arrive can be answered, though nobody knows its number.
    ann.presses(&question, &button(&question, "2"));
    house
        .until_in_topic(topic, "⭐ The customer rated: 2 of 5.")
        .await;
    house.at_rest().await;
    assert_eq!(questions(&house, &ann).len(), 0, "asked once");
    house.forgiven = true;
    house.end().await;
}

#[tokio::test]
async fn nobody_is_asked_where_it_is_off() {
    let house = House::new().await;
    let (ann, topic) = answered(&house).await;
    house.olga.writes_in(&house.team, topic, "/close");
    house.until_named(topic, "⬛️ Ann").await;
    house.at_rest().await;
    assert_eq!(questions(&house, &ann).len(), 0);
    house.end().await;
}

#[tokio::test]
async fn a_digit_to_an_account_is_the_rating_and_no_message() {
    let house = House::of_account(&[("CSAT", "TRUE")]).await;
    let (ann, topic) = answered(&house).await;
    let question = closed(&house, &ann, topic).await;
    assert!(question.text().contains("digit"));
    ann.says(&house.front, "5");
    house
        .until_in_topic(topic, "⭐ The customer rated: 5 of 5.")
        .await;
    house
        .until_told(&ann, "Thank you! Your rating: 5 of 5.")
        .await;
    house.at_rest().await;
    assert!(house.is_closed(topic), "a rating opens nothing");
    assert!(house.team.thread(topic).find("5").is_none());
    assert_eq!(values(&ratings(&house).await), [5]);
    // The first digit counts; the next is a message.
    ann.says(&house.front, "4");
    house
        .until("it is a message", || {
            house.team.thread(topic).find("4").is_some()
        })
        .await;
    house.at_rest().await;
    assert_eq!(values(&ratings(&house).await), [5]);
    house.end().await;
}

#[tokio::test]
async fn a_digit_is_a_message_once_the_talk_goes_on_or_the_day_is_over() {
    let house = House::of_account(&[("CSAT", "TRUE")]).await;
    let (ann, topic) = answered(&house).await;
    closed(&house, &ann, topic).await;
    ann.says(&house.front, "one more thing");
    house.until_named(topic, "🟪 Ann").await;
    ann.says(&house.front, "3");
    house
        .until("it is a message", || {
            house.team.thread(topic).find("3").is_some()
        })
        .await;
    closed(&house, &ann, topic).await;
    house.clock.advance(HOUR * 24);
    house.pass(HOUR / 12).await;
    ann.says(&house.front, "2");
    house
        .until("it is a message", || {
            house.team.thread(topic).find("2").is_some()
        })
        .await;
    // An answer of the team's to the closed dialog may be a question too.
    closed(&house, &ann, topic).await;
    house
        .olga
        .writes_in(&house.team, topic, "how many do you need");
    house.until_told(&ann, "how many do you need").await;
    house.until_named(topic, "🟨 Ann").await;
    house.at_rest().await;
    ann.says(&house.front, "1");
    house
        .until("it is a message", || {
            house.team.thread(topic).find("1").is_some()
        })
        .await;
    house.at_rest().await;
    assert_eq!(ratings(&house).await, []);
    house.end().await;
}

#[tokio::test]
async fn a_business_accounts_customer_is_asked_in_its_name() {
    let house = House::with(&[("WELCOME", "OFF"), ("CSAT", "TRUE")]).await;
    house.bot.takes_business();
    let rita = house.sim.person("Rita");
    rita.connects(&house.bot, BusinessRights::all());
    house
        .until("the connection is told", || {
            let general = house.team.general().texts();
            general.iter().any(|text| text.contains("Rita"))
        })
        .await;
    let ann = house.sim.person("Ann");
    ann.says(&rita, "are you open today");
    let topic = house.topic().await;
    house.until_in_topic(topic, "are you open today").await;
    house.olga.writes_in(&house.team, topic, "/close");
    house.until_named(topic, "⬛️ Ann").await;
    let chat = ann.chat_with(&rita);
    house
        .until("she is asked", || chat.find_containing(QUESTION).is_some())
        .await;
    house.at_rest().await;
    let question = chat.find_containing(QUESTION).unwrap();
    ann.presses(&question, &button(&question, "5"));
    house
        .until_in_topic(topic, "⭐ The customer rated: 5 of 5.")
        .await;
    house
        .until("the buttons go", || {
            question.text() == "Thank you! Your rating: 5 of 5."
        })
        .await;
    house.end().await;
}
