//! What goes wrong in Telegram, and what people see of it.

use std::time::Duration;

use backline_domain::change::Cursor;
use backline_domain::id::{ChatAddress, ChatId, IdentityId, TopicId, UserId};
use backline_domain::message::{ChatKind, Content, Event, Service, ServiceKind, Update};
use backline_domain::parameter::Name;

use crate::csat::button;
use crate::house::House;

/// A dialog with Ann.
pub(crate) async fn open() -> (House, telegram_sim::Person, i64) {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    (house, ann, topic)
}

#[tokio::test]
async fn a_deleted_topic_is_made_anew_with_the_message() {
    let (house, ann, topic) = open().await;
    house.olga.deletes_topic(&house.team, topic);
    ann.says(&house.bot, "are you still there");
    house
        .until("a new topic is made", || {
            house
                .team
                .own_topics()
                .iter()
                .any(|one| one.thread != topic && !one.deleted)
        })
        .await;
    let new = house
        .team
        .own_topics()
        .into_iter()
        .find(|one| !one.deleted)
        .unwrap()
        .thread;
    house.until_in_topic(new, "are you still there").await;
    let link = format!("/{topic}");
    house.until_in_topic(new, &link).await;
    house.olga.writes_in(&house.team, new, "yes we are");
    house.until_told(&ann, "yes we are").await;
    house.end().await;
}

#[tokio::test]
async fn a_customer_who_blocks_the_bot_is_told_once_and_each_answer_with_its_reason() {
    let (house, ann, topic) = open().await;
    ann.blocks(&house.bot);
    house
        .until("it is told", || house.team.thread(topic).texts().len() == 2)
        .await;
    house.olga.writes_in(&house.team, topic, "do you read me");
    house
        .until("the answer's fate is told", || {
            house.team.thread(topic).texts().len() == 4
        })
        .await;
    ann.unblocks(&house.bot);
    house
        .until("the return is told", || {
            house.team.thread(topic).texts().len() == 5
        })
        .await;
    house.at_rest().await;
    insta::assert_snapshot!(house.team.transcript(topic));
    house.end().await;
}

#[tokio::test]
async fn a_flood_wait_is_obeyed_and_costs_nothing() {
    let (mut house, ann, topic) = open().await;
    house.forgiven = false;
    house.sim.script(&house.bot, "copyMessage").flood(30);
    ann.says(&house.bot, "in the flood");
    house.until_in_topic(topic, "in the flood").await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn an_answer_lost_on_its_way_is_asked_about_and_never_sent_twice() {
    let (house, ann, topic) = open().await;
    house.sim.script(&house.bot, "copyMessage").cut_after();
    let answer = house.olga.writes_in(&house.team, topic, "did this arrive");
    house.until_told(&ann, "did this arrive").await;
    house
        .until("the team is asked", || {
            house.team.thread(topic).texts().len() == 3
        })
        .await;
    house
        .olga
        .writes_in(&house.team, topic, "the next one goes on");
    house.until_told(&ann, "the next one goes on").await;
    let times = |text: &str| {
        ann.chat_with(&house.bot)
            .texts()
            .iter()
            .filter(|got| *got == text)
            .count()
    };
    assert_eq!(times("did this arrive"), 1, "not repeated by itself");
    house
        .olga
        .replies_to(&answer, telegram_sim::Content::text("/again"));
    house
        .until("sent again", || times("did this arrive") == 2)
        .await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

/// An answer of which nobody knows whether it arrived, and the question about it.
pub(crate) async fn in_doubt(
    house: &House,
    topic: i64,
    text: &str,
) -> (telegram_sim::MessageRef, telegram_sim::MessageRef) {
    house.sim.script(&house.bot, "copyMessage").cut_after();
    let answer = house.olga.writes_in(&house.team, topic, text);
    let asked = || {
        let last = house.team.thread(topic).written().pop();
        last.is_some_and(|seen| seen.markup.is_some())
    };
    house.until("the team is asked", asked).await;
    (answer, house.team.thread(topic).refs().pop().unwrap())
}

#[tokio::test]
async fn the_buttons_under_the_question_decide_and_go() {
    let (house, ann, topic) = open().await;
    let (answer, question) = in_doubt(&house, topic, "did this arrive").await;
    let query = house
        .olga
        .presses(&question, &button(&question, "It arrived"));
    house
        .until("the question is answered", || {
            question.look().is_some_and(|seen| seen.markup.is_none())
        })
        .await;
    assert_eq!(question.text(), "✅ Noted: it arrived.");
    house
        .until("the press is answered", || {
            house.olga.answer_to_press(&query).is_some()
        })
        .await;
    assert_eq!(
        house.olga.answer_to_press(&query).unwrap()["text"],
        "✅ Noted: it arrived."
    );
    house
        .until("the receipt is there", || {
            let seen = answer.look().unwrap();
            seen.reactions.iter().any(|(_, emoji)| emoji == "👌")
        })
        .await;
    let (_, question) = in_doubt(&house, topic, "and this").await;
    // Two operators at once: the second is told.
    let (again, arrived) = (
        button(&question, "Send again"),
        button(&question, "It arrived"),
    );
    let first = house.olga.presses(&question, &again);
    let second = house.olga.presses(&question, &arrived);
    house
        .until("both are answered", || {
            let told = |query| house.olga.answer_to_press(query).is_some();
            told(&first) && told(&second)
        })
        .await;
    assert_eq!(
        house.olga.answer_to_press(&second).unwrap()["text"],
        "This has been decided already."
    );
    house.at_rest().await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn what_is_refused_for_good_has_a_button_to_send_it_again() {
    let (house, ann, topic) = open().await;
    let script = house.sim.script(&house.bot, "copyMessage");
    script.refuse(403, "Forbidden: user is deactivated");
    house.olga.writes_in(&house.team, topic, "are you there");
    let told = || {
        let last = house.team.thread(topic).written().pop();
        last.is_some_and(|seen| seen.markup.is_some())
    };
    house.until("it is told", told).await;
    let notice = house.team.thread(topic).refs().pop().unwrap();
    house.olga.presses(&notice, &button(&notice, "Send again"));
    house.until_told(&ann, "are you there").await;
    house.end().await;
}

#[tokio::test]
async fn a_post_into_the_topic_lost_on_its_way_is_repeated() {
    let (house, ann, topic) = open().await;
    house.sim.script(&house.bot, "copyMessage").cut_before();
    ann.says(&house.bot, "must not be lost");
    house.until_in_topic(topic, "must not be lost").await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn a_topic_whose_creation_got_no_answer_is_made_once() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    house.sim.script(&house.bot, "createForumTopic").cut_after();
    house.sim.person("Ann").says(&house.bot, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.pass(Duration::from_secs(120)).await;
    assert_eq!(house.team.own_topics().len(), 1);
    insta::assert_snapshot!(house.picture(topic, &[]).await);
    house.end().await;
}

#[tokio::test]
async fn a_message_deleted_before_its_copy_is_sent_from_the_update() {
    let (house, ann, topic) = open().await;
    let held = house.sim.script(&house.bot, "copyMessage").hold();
    ann.says(&house.bot, "first, held up");
    house
        .until("the call has arrived", || held.has_arrived())
        .await;
    let second = ann.says(&house.bot, "second, gone soon");
    house
        .until("it is taken in", || house.bot.waiting_updates() == 0)
        .await;
    house.settle().await;
    ann.deletes(&second);
    held.release();
    house.until_in_topic(topic, "second, gone soon").await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn twenty_a_minute_are_kept_and_nothing_is_lost() {
    let (house, ann, topic) = open().await;
    house.set(Name::Merge, "FALSE").await;
    for number in 0..45 {
        ann.says(&house.bot, &format!("message {number:02}"));
    }
    house.until_in_topic(topic, "message 44").await;
    let texts = house.team.thread(topic).texts();
    let got: Vec<&String> = texts
        .iter()
        .filter(|text| text.starts_with("message "))
        .collect();
    assert_eq!(got.len(), 45);
    assert!(got.is_sorted(), "in order: {got:?}");
    house.end().await;
}

/// The bot's own service message says that the topic is made, and an operator
/// writes in it, before the answer to its creation is there: both in one batch.
#[tokio::test]
async fn what_is_written_in_a_topic_just_made_reaches_the_customer() {
    let mut house = House::with(&[("WELCOME", "OFF")]).await;
    // The world here has no such topic and no such message: only what the desk
    // makes of the batch counts.
    house.forgiven = true;
    let held = house.sim.script(&house.bot, "createForumTopic").hold();
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "hello");
    house
        .until("the creation is under way", || held.has_arrived())
        .await;
    let message = |number, sender: i64, is_bot, content| {
        let update = crate::twice::update(number, &house.olga, 1_000_000 + number, "");
        let Event::Posted(mut message) = update.event else {
            unreachable!()
        };
        message.chat.address = ChatAddress::whole(ChatId(house.team.id()));
        message.chat.kind = ChatKind::Supergroup;
        message.topic = Some(TopicId(1_000_001));
        let user = message.sender.user.as_mut().unwrap();
        user.id = UserId(sender);
        user.is_bot = is_bot;
        message.content = content;
        Update {
            key: update.key,
            event: Event::Posted(message),
        }
    };
    let made = Content::Service(Service {
        kind: ServiceKind::TopicCreated,
        raw_kind: "forum_topic_created".to_owned(),
        title: "🟪 Ann".to_owned(),
        users: Vec::new(),
        other_chat: None,
        message: None,
    });
    let batch = vec![
        message(1, house.bot.id(), true, made),
        message(
            2,
            house.olga.id(),
            false,
            Content::Text("already here".into()),
        ),
    ];
    let cursor = Cursor::UpdateId {
        source: "elsewhere".to_owned(),
        update_id: 2,
    };
    let identity = IdentityId::bot(house.bot.id());
    house.desk().ingest(identity, batch, cursor).await.unwrap();
    house.until_told(&ann, "already here").await;
    held.release();
    house.end().await;
}

#[tokio::test]
async fn while_topics_are_switched_off_nothing_goes_astray() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.team.switches_topics(false);
    // The first word there shows it.
    house.olga.says(&house.team, "where are our topics");
    house
        .until("it is told", || {
            let general = house.team.everything().texts();
            general.iter().any(|text| text.contains("opics"))
        })
        .await;
    ann.says(&house.bot, "is anybody there");
    house.pass(std::time::Duration::from_secs(60)).await;
    let everything = || house.team.everything().texts();
    assert!(!everything().contains(&"is anybody there".to_owned()));
    house.team.switches_topics(true);
    // Nobody has to say so: it is looked at again.
    house.until_in_topic(topic, "is anybody there").await;
    house.olga.writes_in(&house.team, topic, "here we are");
    house.until_told(&ann, "here we are").await;
    house.end().await;
}

#[tokio::test]
async fn a_topic_with_an_odd_name_whose_creation_got_no_answer_is_made_once() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    // A flag of tags, a Braille blank, wide blanks: Telegram names topics in its own way.
    let ann = house
        .sim
        .person("\u{2800}John \u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}\u{3000}\u{2003}Doe");
    house.sim.script(&house.bot, "createForumTopic").cut_after();
    ann.says(&house.bot, "hello");
    house
        .until("the message is in a topic", || {
            house.team.everything().find("hello").is_some()
        })
        .await;
    house.pass(std::time::Duration::from_secs(90)).await;
    assert_eq!(house.team.own_topics().len(), 1);
    house.end().await;
}

#[tokio::test]
async fn general_says_what_waits_long_and_no_more_when_it_does_not() {
    let (house, ann, topic) = open().await;
    house.set(Name::Merge, "FALSE").await;
    let general = house.team.general();
    let before = general.written().len();
    for number in 0..70 {
        ann.says(&house.bot, &format!("message {number:02}"));
    }
    house
        .until("General says that it waits", || {
            general
                .find_containing("are waiting to be posted here")
                .is_some()
        })
        .await;
    let line = general.refs().pop().unwrap();
    let told = line.text();
    assert!(told.contains("the oldest for 1 min"), "{told}");
    house
        .until("the line is brought up to date", || line.text() != told)
        .await;
    house.olga.says(&house.team, "/queue");
    house
        .until("/queue is answered", || {
            general.find_containing("Waiting:").is_some()
        })
        .await;
    let answer = general.find_containing("Waiting:").unwrap().text();
    assert!(
        answer.contains("Ann") && answer.contains("Telegram's limit for the chat is used up"),
        "{answer}"
    );
    house.until_in_topic(topic, "message 69").await;
    house.until("the line is gone", || line.is_deleted()).await;
    // Olga's question and its answer are all that is new.
    assert_eq!(general.written().len(), before + 2);
    house.olga.says(&house.team, "/queue");
    house
        .until("nothing waits", || {
            general.find("✅ Nothing is waiting.").is_some()
        })
        .await;
    house.end().await;
}
