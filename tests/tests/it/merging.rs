//! Waiting texts of one dialog become one message when the group's budget is short.

use std::time::Duration;

use telegram_sim::{Content, MessageRef, Person, Seen};

use crate::house::House;

/// A dialog whose group takes three messages a minute, and four texts of which the last
/// two wait.
async fn short_of_units(parameters: &[(&str, &str)]) -> (House, Person, i64) {
    let all: Vec<(&str, &str)> = [("WELCOME", "OFF"), ("RATE_BACKEND", "3/60")]
        .iter()
        .chain(parameters)
        .copied()
        .collect();
    let house = House::with(&all).await;
    house.pass(Duration::from_secs(70)).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    (house, ann, topic)
}

/// Says them so soon one after the other that they wait together.
async fn says(house: &House, who: &Person, texts: &[&str]) -> Vec<MessageRef> {
    let said = texts.iter().map(|text| who.says(&house.bot, text));
    let said = said.collect();
    house
        .until("they are taken in", || house.bot.waiting_updates() == 0)
        .await;
    house.settle().await;
    said
}

fn last(house: &House, topic: i64) -> Seen {
    house.team.thread(topic).written().pop().unwrap()
}

/// The text, whenever its parts were written.
fn timeless(text: &str) -> String {
    let mut lines: Vec<&str> = text.split('\n').collect();
    for line in &mut lines {
        if line.len() == "00:00 UTC".len() && line.ends_with(" UTC") {
            *line = "(time)";
        }
    }
    lines.join("\n")
}

/// What is in the topic, whenever it was written.
fn texts(house: &House, topic: i64) -> Vec<String> {
    let texts = house.team.thread(topic).texts();
    texts.iter().map(|text| timeless(text)).collect()
}

/// What a date and time entity stands for is shown by each app in its own zone.
fn times(seen: &Seen) -> Vec<i64> {
    let times = seen.entities.iter().filter(|one| one.kind == "date_time");
    times
        .map(|one| one.more["unix_time"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn texts_that_wait_become_one_with_the_times_of_each() {
    let (house, ann, topic) = short_of_units(&[]).await;
    says(&house, &ann, &["first", "second", "third"]).await;
    house.until_in_topic(topic, "third").await;
    house.at_rest().await;
    assert_eq!(texts(&house, topic).len(), 2);
    let seen = last(&house, topic);
    assert_eq!(
        timeless(&seen.text),
        "(time)\nfirst\n\n(time)\nsecond\n\n(time)\nthird"
    );
    assert_eq!(times(&seen).len(), 3);
    house.end().await;
}

#[tokio::test]
async fn formatting_is_kept_and_what_only_a_copy_keeps_goes_alone() {
    let (house, ann, topic) = short_of_units(&[]).await;
    ann.sends(&house.bot, Content::text("so bold").format("bold", "bold"));
    ann.sends(
        &house.bot,
        Content::text("and italic").format("italic", "italic"),
    );
    let emoji = Content::text("with 👍").custom_emoji("👍", "5368324170671202286");
    ann.sends(&house.bot, emoji);
    ann.says(&house.bot, "the end");
    house.until_in_topic(topic, "the end").await;
    house.at_rest().await;
    let written = house.team.thread(topic).written();
    let texts = texts(&house, topic);
    assert_eq!(texts[1], "(time)\nso bold\n\n(time)\nand italic");
    assert_eq!(texts[2..], ["with 👍", "the end"]);
    let kinds: Vec<(&str, i64)> = written[1]
        .entities
        .iter()
        .map(|one| (one.kind.as_str(), one.offset))
        .collect();
    assert_eq!(
        kinds,
        [
            ("date_time", 0),
            ("bold", 13),
            ("date_time", 19),
            ("italic", 33)
        ]
    );
    assert_eq!(written[2].entities[0].kind, "custom_emoji");
    house.end().await;
}

#[tokio::test]
async fn nothing_is_merged_while_units_are_left_or_where_it_is_switched_off() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    says(&house, &ann, &["one", "two", "three", "four"]).await;
    let topic = house.topic().await;
    house.until_in_topic(topic, "four").await;
    assert_eq!(house.team.thread(topic).texts().len(), 4);
    house.end().await;

    let (house, ann, topic) = short_of_units(&[("MERGE", "FALSE")]).await;
    says(&house, &ann, &["first", "second", "third"]).await;
    house.until_in_topic(topic, "third").await;
    assert_eq!(
        house.team.thread(topic).texts(),
        ["hello", "first", "second", "third"]
    );
    house.end().await;
}

#[tokio::test]
async fn an_answer_finds_the_text_that_it_quotes_else_the_last() {
    let (house, ann, topic) = short_of_units(&[]).await;
    let said = says(&house, &ann, &["a red one", "a blue one", "a green one"]).await;
    house.until_in_topic(topic, "green").await;
    let post = house.team.thread(topic).refs().pop().unwrap();
    house.olga.quotes(&post, "blue", "we have that");
    house.olga.replies_to(&post, "anything else?");
    let text = post.text();
    let across = &text[text.find("red one").unwrap()..text.find(" blue").unwrap() + 5];
    house.olga.quotes(&post, across, "across both");
    house.until_told(&ann, "across both").await;
    let chat = ann.chat_with(&house.bot).written();
    let answer = |text: &str| chat.iter().find(|seen| seen.text == text).unwrap();
    let quoting = answer("we have that");
    assert_eq!(quoting.reply_to, Some(said[1].id()));
    assert_eq!(quoting.quote.as_deref(), Some("blue"));
    assert_eq!(quoting.quote_position, Some(2));
    assert_eq!(answer("anything else?").reply_to, Some(said[2].id()));
    let across = answer("across both");
    assert_eq!(across.reply_to, Some(said[0].id()));
    assert_eq!(across.quote, None, "no part of one message");
    // And the customer answers one of the merged.
    ann.quotes(&said[0], "red", "that one please");
    house.until_in_topic(topic, "that one please").await;
    let seen = last(&house, topic);
    let id = house.team.thread(topic).written()[1].id;
    assert_eq!(seen.reply_to, Some(id));
    assert_eq!(seen.quote.as_deref(), Some("red"));
    house.end().await;
}

#[tokio::test]
async fn an_answer_begins_a_message_of_its_own_and_keeps_what_it_answers() {
    let (house, ann, topic) = short_of_units(&[]).await;
    let first = house.team.thread(topic).written()[0].id;
    let hello = ann.chat_with(&house.bot).refs().remove(0);
    ann.says(&house.bot, "one");
    ann.says(&house.bot, "two");
    ann.replies_to(&hello, "about that");
    ann.says(&house.bot, "three");
    house.until_in_topic(topic, "three").await;
    house.at_rest().await;
    let written = house.team.thread(topic).written();
    assert_eq!(
        texts(&house, topic),
        [
            "hello",
            "(time)\none\n\n(time)\ntwo",
            "(time)\nabout that\n\n(time)\nthree"
        ]
    );
    assert_eq!(written[1].reply_to, None);
    assert_eq!(written[2].reply_to, Some(first));
    house.end().await;
}

#[tokio::test]
async fn an_edit_changes_its_part_and_no_other() {
    let (house, ann, topic) = short_of_units(&[]).await;
    let said = says(&house, &ann, &["ten pieces", "by Monday", "thanks"]).await;
    ann.edits(&said[0], "twelve pieces");
    house.until_in_topic(topic, "thanks").await;
    assert_eq!(
        timeless(&last(&house, topic).text),
        "(time)\ntwelve pieces\n\n(time)\nby Monday\n\n(time)\nthanks",
        "what waits goes as it is now"
    );
    ann.edits(&said[1], "by Tuesday, or Wednesday at the latest");
    ann.edits(&said[2], "many thanks");
    house.until_in_topic(topic, "many thanks").await;
    house.at_rest().await;
    let texts = texts(&house, topic);
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert_eq!(
        texts[1],
        "(time)\ntwelve pieces\n\n(time)\nby Tuesday, or Wednesday at the latest\n\n\
         (time)\nmany thanks"
    );
    // Answers find their text where it is now.
    let post = house.team.thread(topic).refs().pop().unwrap();
    house.olga.quotes(&post, "many", "you are welcome");
    house.until_told(&ann, "you are welcome").await;
    let answer = ann.chat_with(&house.bot).written().pop().unwrap();
    assert_eq!(answer.reply_to, Some(said[2].id()));
    assert_eq!(answer.quote.as_deref(), Some("many"));
    house.end().await;
}

#[tokio::test]
async fn an_edit_that_cannot_be_put_into_its_post_is_said_once() {
    let (house, ann, topic) = short_of_units(&[("KEEP_FOR_EDITS", "0")]).await;
    let said = says(&house, &ann, &["ten pieces", "by Monday"]).await;
    house.until_in_topic(topic, "by Monday").await;
    let post = last(&house, topic);
    ann.edits(&said[0], "twelve pieces");
    house.until_in_topic(topic, "twelve pieces").await;
    house.at_rest().await;
    let written = house.team.thread(topic).written();
    assert_eq!(written[1].text, post.text, "the post stays");
    assert_eq!(written.len(), 3);
    assert!(
        written[2].text.ends_with("\ntwelve pieces"),
        "{}",
        written[2].text
    );
    assert_eq!(written[2].reply_to, Some(post.id));
    house.end().await;

    // One that would not fit any more.
    let (house, ann, topic) = short_of_units(&[]).await;
    let said = says(&house, &ann, &[&"a".repeat(2000), &"b".repeat(1900)]).await;
    house.until_in_topic(topic, "bbb").await;
    assert_eq!(house.team.thread(topic).texts().len(), 2);
    ann.edits(&said[0], &"c".repeat(2500));
    house.until_in_topic(topic, "ccc").await;
    house.at_rest().await;
    let texts = house.team.thread(topic).texts();
    assert_eq!(texts.len(), 3);
    assert!(texts[1].contains("aaa") && texts[1].contains("bbb"));
    house.end().await;
}

#[tokio::test]
async fn a_reaction_to_a_merged_message_goes_to_its_last() {
    let (house, ann, topic) = short_of_units(&[]).await;
    let said = says(&house, &ann, &["first", "second"]).await;
    house.until_in_topic(topic, "second").await;
    let post = house.team.thread(topic).refs().pop().unwrap();
    house.olga.reacts(&post, "🔥");
    let reactions = |place: usize| {
        let id = said[place].id();
        let chat = ann.chat_with(&house.bot).written();
        let seen = chat.into_iter().find(|seen| seen.id == id).unwrap();
        seen.reactions
    };
    house
        .until("the customer sees it", || !reactions(1).is_empty())
        .await;
    assert!(reactions(0).is_empty());
    ann.reacts(&said[0], "👍");
    house
        .until("the team sees it", || {
            let seen = last(&house, topic);
            seen.reactions.iter().any(|(_, emoji)| emoji == "👍")
        })
        .await;
    house.end().await;
}

#[tokio::test]
async fn a_merged_message_that_is_refused_goes_one_by_one_in_its_place() {
    let (house, ann, topic) = short_of_units(&[]).await;
    let script = house.sim.script(&house.bot, "sendMessage");
    script.refuse(400, "Bad Request: something is wrong with it");
    says(&house, &ann, &["first", "second", "third"]).await;
    house.until_in_topic(topic, "third").await;
    house.at_rest().await;
    assert_eq!(
        house.team.thread(topic).texts(),
        ["hello", "first", "second", "third"]
    );
    house.end().await;
}

#[tokio::test]
async fn in_a_group_each_text_has_its_speaker() {
    let house = House::with(&[
        ("WELCOME", "OFF"),
        ("MONITOR_GROUPS", "TRUE"),
        ("RATE_BACKEND", "3/60"),
    ])
    .await;
    house.pass(Duration::from_secs(70)).await;
    let (ann, bob) = (house.sim.person("Ann"), house.sim.person("Bob"));
    let group = house.sim.group("Customers", &ann);
    group.join(&bob);
    ann.adds(&group, &house.bot);
    ann.says(&group, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    ann.says(&group, "are you there");
    bob.says(&group, "me too");
    bob.says(&group, "please");
    house.until_in_topic(topic, "please").await;
    house.at_rest().await;
    let seen = last(&house, topic);
    assert_eq!(
        timeless(&seen.text),
        "(time)\nare you there\n\n(time)\nBob:\nme too\n\n(time)\nplease"
    );
    // Quotations find the words under the speaker's line.
    let post = house.team.thread(topic).refs().pop().unwrap();
    house.olga.quotes(&post, "too", "both of you");
    house
        .until("it is in the group", || {
            group.everything().find("both of you").is_some()
        })
        .await;
    let answer = group.everything().written().pop().unwrap();
    assert_eq!(answer.quote.as_deref(), Some("too"));
    house.end().await;
}
