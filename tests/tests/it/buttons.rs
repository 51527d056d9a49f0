//! Buttons in the backend group: who presses them, when, and what they try.

use std::time::Duration;

use serde_json::{Value, json};
use telegram_sim::{Content, MessageRef, Person};

use crate::csat::button;
use crate::house::House;
use crate::trouble::{in_doubt, open};

const DAY: Duration = Duration::from_secs(24 * 3600);
const VOID: &str =
    "This button does not count here: use /again or /arrived as a reply to your message.";
const TOO_OLD: &str = "This button is too old: use /again or /arrived as a reply to your message.";
const DECIDED: &str = "This has been decided already.";

/// What Telegram shows to whoever pressed.
async fn answer(house: &House, who: &Person, query: &str) -> String {
    house
        .until("the press is answered", || {
            who.answer_to_press(query).is_some()
        })
        .await;
    let answer = who.answer_to_press(query).unwrap();
    answer["text"].as_str().unwrap_or_default().to_owned()
}

/// How often the customer has been told this.
fn times(house: &House, customer: &Person, text: &str) -> usize {
    let told = customer.chat_with(&house.bot).texts();
    told.iter().filter(|told| *told == text).count()
}

#[tokio::test]
async fn who_left_the_group_decides_nothing_and_who_is_in_it_does() {
    let (house, ann, topic) = open().await;
    let max = house.sim.person("Max");
    max.joins(&house.team);
    let (_, question) = in_doubt(&house, topic, "did this arrive").await;
    let (again, arrived) = (
        button(&question, "Send again"),
        button(&question, "It arrived"),
    );
    max.leaves(&house.team);
    let query = max.presses(&question, &again);
    assert_eq!(
        answer(&house, &max, &query).await,
        "Only people who are in this group may press this."
    );
    // Who never was there.
    let eve = house.sim.person("Eve");
    let query = eve.presses(&question, &arrived);
    assert_ne!(answer(&house, &eve, &query).await, "");
    house.at_rest().await;
    assert!(question.look().unwrap().markup.is_some(), "still open");
    assert_eq!(times(&house, &ann, "did this arrive"), 1);
    // Nobody knows of Nina but Telegram.
    let nina = house.sim.person("Nina");
    nina.joins(&house.team);
    let query = nina.presses(&question, &again);
    assert_eq!(
        answer(&house, &nina, &query).await,
        "🔁 It is being sent once more."
    );
    house
        .until("it is sent again", || {
            times(&house, &ann, "did this arrive") == 2
        })
        .await;
    house.end().await;
}

#[tokio::test]
async fn a_button_posted_before_a_restart_works_after_it_and_once() {
    let mut house = House::on_disk(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    let (_, question) = in_doubt(&house, topic, "did this arrive").await;
    house.at_rest().await;
    let again = button(&question, "Send again");
    house.stop().await;
    // Pressed while nobody is there, by two people.
    let max = house.sim.person("Max");
    max.joins(&house.team);
    let first = house.olga.presses(&question, &again);
    let second = max.presses(&question, &again);
    house.start().await;
    let mut told = [
        answer(&house, &house.olga, &first).await,
        answer(&house, &max, &second).await,
    ];
    told.sort();
    assert_eq!(told, [DECIDED, "🔁 It is being sent once more."]);
    house.at_rest().await;
    assert_eq!(times(&house, &ann, "did this arrive"), 2);
    house.stop().await;
    house.start().await;
    house.at_rest().await;
    assert_eq!(times(&house, &ann, "did this arrive"), 2);
    assert_eq!(question.text(), "🔁 It is being sent once more.");
    house.end().await;
}

#[tokio::test]
async fn a_command_decides_the_same_letter_and_the_buttons_are_over() {
    let (house, ann, topic) = open().await;
    let (message, question) = in_doubt(&house, topic, "did this arrive").await;
    house.at_rest().await;
    let arrived = button(&question, "It arrived");
    house.olga.replies_to(&message, Content::text("/again"));
    house
        .until("it is sent again", || {
            times(&house, &ann, "did this arrive") == 2
        })
        .await;
    let query = house.olga.presses(&question, &arrived);
    assert_eq!(answer(&house, &house.olga, &query).await, DECIDED);
    house.at_rest().await;
    assert_eq!(times(&house, &ann, "did this arrive"), 2);
    house.end().await;
}

#[tokio::test]
async fn a_week_later_the_command_is_what_is_left() {
    let (house, ann, topic) = open().await;
    let (message, question) = in_doubt(&house, topic, "did this arrive").await;
    house.at_rest().await;
    let again = button(&question, "Send again");
    house.clock.advance(7 * DAY + DAY / 24);
    house.calm().await;
    let query = house.olga.presses(&question, &again);
    assert_eq!(answer(&house, &house.olga, &query).await, TOO_OLD);
    house.at_rest().await;
    assert_eq!(times(&house, &ann, "did this arrive"), 1);
    house.olga.replies_to(&message, Content::text("/again"));
    house
        .until("it is sent again", || {
            times(&house, &ann, "did this arrive") == 2
        })
        .await;
    house.end().await;
}

/// A press as nobody's app would send it.
fn press(by: &Person, chat: i64, message: i64, data: &str) -> Value {
    let kind = if chat > 0 { "private" } else { "supergroup" };
    json!({ "callback_query": {
        "id": "4444444444444444444",
        "from": { "id": by.id(), "is_bot": false, "first_name": "X", "language_code": "en" },
        "message": {
            "message_id": message, "date": 1_700_000_000, "text": "x",
            "chat": { "id": chat, "type": kind, "title": "X", "first_name": "X" },
            "from": { "id": 1, "is_bot": true, "first_name": "B" },
        },
        "chat_instance": "1",
        "data": data,
    }})
}

#[tokio::test]
async fn what_nobody_was_shown_decides_nothing() {
    let (mut house, ann, topic) = open().await;
    let (_, first) = in_doubt(&house, topic, "the first").await;
    let (_, second) = in_doubt(&house, topic, "the second").await;
    house.at_rest().await;
    let (group, olga, bot) = (house.team.id(), &house.olga, &house.bot);
    let data =
        |question: &MessageRef| ["Send again", "It arrived"].map(|label| button(question, label));
    let [again, arrived] = data(&first);
    // Replays of what is seen of one question under the other, in other chats, by customers.
    for data in [&again, &arrived] {
        bot.injects(press(olga, group, second.id(), data));
        bot.injects(press(olga, group, 900_000, data));
        bot.injects(press(olga, olga.id(), first.id(), data));
        bot.injects(press(olga, -1_009_999_999_999, first.id(), data));
        bot.injects(press(&ann, ann.id(), first.id(), data));
        bot.injects(press(&ann, group, first.id(), data));
    }
    // What was never a button.
    let guess = again.replace(|letter: char| letter.is_ascii_digit(), "0");
    for data in [
        guess.as_str(),
        "again",
        "arrived",
        "",
        "\u{0}",
        "{}",
        &"a".repeat(64),
        &again.replace("again", "drop"),
        &again.replace("again", ""),
        &again.to_uppercase(),
    ] {
        bot.injects(press(olga, group, first.id(), data));
    }
    // Sent inline: no message at all.
    bot.injects(json!({ "callback_query": {
        "id": "5", "from": { "id": olga.id(), "is_bot": false, "first_name": "X" },
        "inline_message_id": "AAA", "chat_instance": "1", "data": again,
    }}));
    house.at_rest().await;
    for (text, question) in [("the first", &first), ("the second", &second)] {
        assert!(question.look().unwrap().markup.is_some(), "{text}");
        assert_eq!(times(&house, &ann, text), 1);
    }
    // One of them is decided; then the same press over and over.
    let query = house.olga.presses(&first, &again);
    assert_eq!(
        answer(&house, &house.olga, &query).await,
        "🔁 It is being sent once more."
    );
    for _ in 0..3 {
        for data in [&again, &arrived] {
            house
                .bot
                .injects(press(&house.olga, group, first.id(), data));
        }
    }
    house.at_rest().await;
    assert_eq!(times(&house, &ann, "the first"), 2);
    assert_eq!(times(&house, &ann, "the second"), 1);
    // And one that is known, under a message that it is not under.
    let query = house.olga.presses(&second, &button(&second, "It arrived"));
    assert_eq!(
        answer(&house, &house.olga, &query).await,
        "✅ Noted: it arrived."
    );
    // Queries that Telegram never gave out are answered all the same, which it refuses.
    house.forgiven = true;
    house.end().await;
}

#[tokio::test]
async fn whoever_presses_in_vain_is_told_why() {
    let (house, _ann, topic) = open().await;
    let (_, first) = in_doubt(&house, topic, "the first").await;
    house.at_rest().await;
    let theirs = button(&first, "It arrived");
    // As if an earlier version had posted it, or a button had been copied to another message.
    for (data, expected) in [
        ("again", TOO_OLD),
        ("arrived", TOO_OLD),
        (theirs.as_str(), VOID),
    ] {
        let shown = Content::text("what about this?").button("x", data);
        let shown = house.bot.sends(house.team.at(topic), shown);
        let query = house.olga.presses(&shown, data);
        assert_eq!(answer(&house, &house.olga, &query).await, expected);
    }
    house.at_rest().await;
    let first = house.olga.presses(&first, &theirs);
    assert_eq!(
        answer(&house, &house.olga, &first).await,
        "✅ Noted: it arrived."
    );
    house.end().await;
}
