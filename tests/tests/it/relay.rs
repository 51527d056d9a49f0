//! Messages reach the other side, both ways, as what they are.

use telegram_sim::Content;
use telegram_sim::world::MediaKind;

#[tokio::test]
async fn a_customers_message_reaches_its_topic_and_the_answer_the_customer() {
    let house = super::opened(&[]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "Hello, is anybody there?");
    let topic = house.topic().await;
    house
        .until_in_topic(topic, "Hello, is anybody there?")
        .await;
    house.until_told(&ann, "Hello Ann!").await;
    let answer = house
        .olga
        .writes_in(&house.team, topic, "Yes, how can I help?");
    house.until_told(&ann, "Yes, how can I help?").await;
    house
        .until("the receipt is on the answer", || {
            answer.reactions_of(&house.keeper()) == ["👌"]
        })
        .await;
    house.until_named(topic, "🟨 Ann").await;
    house.at_rest().await;
    shown!(house.team.transcript(topic));
    shown!(ann.chat_with(&house.front).transcript());
    house.end().await;
}

#[tokio::test]
async fn formatting_travels_as_entities() {
    let house = super::opened(&[]).await;
    let ann = house.sim.person("Ann");
    ann.sends(&house.front, Content::text("a bold word").bold("bold"));
    let topic = house.topic().await;
    house.until_in_topic(topic, "a bold word").await;
    let seen = house
        .team
        .thread(topic)
        .find_containing("a bold word")
        .unwrap()
        .look()
        .unwrap();
    assert_eq!(seen.entities.len(), 1);
    house.olga.sends(
        house.team.at(topic),
        Content::text("<b>no markup</b> *here*"),
    );
    house.until_told(&ann, "<b>no markup</b> *here*").await;
    let got = ann
        .chat_with(&house.front)
        .find_containing("no markup")
        .unwrap()
        .look()
        .unwrap();
    assert_eq!(got.entities, []);
    house.end().await;
}

#[tokio::test]
async fn every_single_kind_is_copied_both_ways() {
    let house = super::opened(&[]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "first");
    let topic = house.topic().await;
    let kinds = || {
        [
            Content::photo("p"),
            Content::video("v"),
            Content::document("d"),
            Content::file(MediaKind::Audio, "a"),
            Content::voice(),
            Content::file(MediaKind::VideoNote, "n"),
            Content::sticker(),
            Content::file(MediaKind::Animation, "g"),
            Content::location(52.5, 13.4),
            Content::contact("+49301234", "Bob"),
        ]
    };
    for content in kinds() {
        ann.sends(&house.front, content);
    }
    let wanted: Vec<String> = [
        "photo",
        "video",
        "document",
        "audio",
        "voice",
        "video_note",
        "sticker",
        "animation",
        "location",
        "contact",
    ]
    .map(str::to_owned)
    .to_vec();
    let of = |conversation: telegram_sim::Conversation| -> Vec<String> {
        let written = conversation.written();
        written
            .into_iter()
            .map(|seen| seen.kind)
            .filter(|kind| kind != "text")
            .collect()
    };
    house
        .until("every kind is in the topic, in order", || {
            of(house.team.thread(topic)) == wanted
        })
        .await;
    for content in kinds() {
        house.olga.sends(house.team.at(topic), content);
    }
    let chat = ann.chat_with(&house.front);
    house
        .until("every kind is with the customer, in order", || {
            let got = of(ann.chat_with(&house.front));
            got.len() == 20 && got[10..] == wanted
        })
        .await;
    drop(chat);
    house.end().await;
}

#[tokio::test]
async fn replies_answer_the_counterpart() {
    let house = super::opened(&[]).await;
    let ann = house.sim.person("Ann");
    let question = ann.says(&house.front, "first question");
    ann.says(&house.front, "second question");
    let topic = house.topic().await;
    house.until_in_topic(topic, "second question").await;
    let shown = house.team.thread(topic).find("first question").unwrap();
    let answer = house.olga.replies_to(&shown, Content::text("to the first"));
    house.until_told(&ann, "to the first").await;
    let got = ann.chat_with(&house.front).find("to the first").unwrap();
    assert_eq!(
        got.look().unwrap().reply_to,
        Some(question.id_for(&house.front))
    );
    ann.replies_to(&got, Content::text("thanks for that"));
    house.until_in_topic(topic, "thanks for that").await;
    let back = house
        .team
        .thread(topic)
        .find("thanks for that")
        .unwrap()
        .look()
        .unwrap();
    assert_eq!(back.reply_to, Some(answer.id()));
    house.end().await;
}

#[tokio::test]
async fn two_customers_never_meet() {
    let house = super::opened(&[]).await;
    let (ann, bob) = (house.sim.person("Ann"), house.sim.person("Bob"));
    ann.says(&house.front, "I am Ann");
    bob.says(&house.front, "I am Bob");
    house
        .until("two topics are made", || house.team.own_topics().len() == 2)
        .await;
    let topic_of = |name: &str| house.team.topic(name).unwrap().thread;
    let (anns, bobs) = (topic_of("Ann"), topic_of("Bob"));
    house.until_in_topic(anns, "I am Ann").await;
    house.until_in_topic(bobs, "I am Bob").await;
    house.olga.writes_in(&house.team, anns, "for Ann alone");
    house.olga.writes_in(&house.team, bobs, "for Bob alone");
    house.until_told(&ann, "for Ann alone").await;
    house.until_told(&bob, "for Bob alone").await;
    assert!(ann.chat_with(&house.front).find("for Bob alone").is_none());
    assert!(bob.chat_with(&house.front).find("for Ann alone").is_none());
    assert!(house.team.thread(anns).find("I am Bob").is_none());
    house.end().await;
}

#[tokio::test]
async fn groups_show_who_speaks_once_per_run() {
    let house = super::opened(&[("MONITOR_GROUPS", "TRUE"), ("WELCOME", "OFF")]).await;
    let (ann, bob) = (house.sim.person("Ann"), house.sim.person("Bob"));
    let group = house.sim.group("Buyers", &ann);
    group.join(&bob);
    ann.adds(&group, &house.front);
    ann.says(&group, "one");
    ann.says(&group, "two");
    bob.says(&group, "three");
    bob.sends(&group, Content::photo("p").caption("four"));
    ann.sends(&group, Content::photo("q").caption("five"));
    let topic = house.topic().await;
    house.until_in_topic(topic, "five").await;
    house.at_rest().await;
    shown!(house.team.transcript(topic));
    house.olga.writes_in(&house.team, topic, "to the group");
    house
        .until("the answer is in the group", || {
            group.everything().find("to the group").is_some()
        })
        .await;
    house.end().await;
}
