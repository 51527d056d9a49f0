//! Relay bots: texts go through whoever has room, in order, and whoever may not post is out
//! at once.

use std::collections::BTreeSet;
use std::time::Duration;

use backline_proto::admin::v1::connection::Via;
use backline_proto::admin::v1::relay_bot::State;
use telegram_sim::{Bot, Content, Person, Rights};

use crate::house::{House, uuid};

/// A group that takes three messages a minute from a bot, with two relay bots, and a dialog
/// that has its topic.
async fn with_two() -> (House, Person, i64) {
    let mut house = House::with(&[
        ("WELCOME", "OFF"),
        ("MERGE", "FALSE"),
        ("RATE_BACKEND", "3/60"),
    ])
    .await;
    house.add_relay("First", Some(Rights::all())).await;
    house.add_relay("Second", Some(Rights::all())).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.pass(Duration::from_secs(70)).await;
    (house, ann, topic)
}

/// Texts in the topic, with who posted them.
fn posts(house: &House, topic: i64) -> Vec<(String, String)> {
    let written = house.team.thread(topic).written();
    let posts = written.into_iter().map(|one| (one.sender, one.text));
    posts.collect()
}

/// Who made calls of this method with this in it.
fn callers(house: &House, method: &str, part: &str) -> BTreeSet<i64> {
    let calls = house.sim.calls_of(method).into_iter();
    let calls = calls.filter(|call| call.params.to_string().contains(part));
    calls.map(|call| call.bot).collect()
}

async fn until_listed(house: &House, bot: &Bot, state: State) {
    let name = format!("bot:{}", bot.id());
    for _ in 0..200 {
        let listed = house.relay_bots().await;
        if listed
            .iter()
            .any(|one| one.identity == name && one.state() == state)
        {
            return;
        }
        house.pass(Duration::from_secs(1)).await;
    }
    panic!("{name} is not {state:?}\n{}", house.sim.describe());
}

#[tokio::test]
async fn texts_go_through_whoever_has_room_and_keep_their_order() {
    let (house, ann, topic) = with_two().await;
    let began = house.clock.telegram().now_ms();
    let wanted: Vec<String> = (1..=8).map(|number| format!("text {number}")).collect();
    for text in &wanted {
        ann.says(&house.bot, text);
    }
    house.until_in_topic(topic, "text 8").await;
    let took = house.clock.telegram().now_ms() - began;
    assert!(took < 60_000, "one bot alone takes two minutes: {took} ms");
    let posts = posts(&house, topic);
    let texts: Vec<&String> = posts.iter().map(|(_, text)| text).collect();
    assert!(
        texts.ends_with(&wanted.iter().collect::<Vec<_>>()),
        "{texts:?}"
    );
    let senders: BTreeSet<&String> = posts.iter().map(|(sender, _)| sender).collect();
    assert!(senders.len() >= 3, "{posts:?}");
    house.end().await;
}

#[tokio::test]
async fn who_posted_a_message_edits_it_and_an_answer_to_it_reaches_the_customer() {
    let (house, ann, topic) = with_two().await;
    let said = ann.says(&house.bot, "is it redy?");
    house.until_in_topic(topic, "is it redy?").await;
    let copy = house.team.thread(topic).find("is it redy?").unwrap();
    let poster = copy.look().unwrap().sender;
    assert_ne!(poster, "Support", "the frontend's units are kept for media");
    ann.edits(&said, "is it ready?");
    house.until_in_topic(topic, "is it ready?").await;
    let edits = callers(&house, "editMessageText", "is it ready?");
    let relays: BTreeSet<i64> = house.relays.iter().map(Bot::id).collect();
    assert_eq!(edits.len(), 1);
    assert!(edits.is_subset(&relays), "{edits:?}");
    house.olga.replies_to(&copy, "it is");
    house.until_told(&ann, "it is").await;
    let answer = ann.chat_with(&house.bot).find("it is").unwrap();
    let answered = answer.look().unwrap().reply_to;
    assert_eq!(answered, said.look().map(|one| one.id));
    house.end().await;
}

#[tokio::test]
async fn media_go_through_the_frontend_and_keep_their_place() {
    let (house, ann, topic) = with_two().await;
    ann.says(&house.bot, "one");
    ann.sends(&house.bot, Content::photo("cat").caption("two"));
    ann.says(&house.bot, "three");
    house.until_in_topic(topic, "three").await;
    let posts = posts(&house, topic);
    let texts: Vec<&str> = posts.iter().map(|(_, text)| text.as_str()).collect();
    assert!(texts.ends_with(&["one", "two", "three"]), "{texts:?}");
    let photo = posts.iter().find(|(_, text)| text == "two").unwrap();
    assert_eq!(photo.0, "Support");
    house.end().await;
}

#[tokio::test]
async fn a_plain_member_posts_but_makes_no_topics() {
    let mut house = House::with(&[("WELCOME", "OFF"), ("RATE_BACKEND", "3/60")]).await;
    let helper = house.add_relay("Helper", None).await;
    let listed = house.relay_bots().await;
    assert!(!listed[0].makes_topics);
    assert_eq!(listed[0].username, helper.username());
    house.pass(Duration::from_secs(70)).await;
    for name in ["Ann", "Bob"] {
        let person = house.sim.person(name);
        person.says(&house.bot, &format!("I am {name}"));
    }
    house
        .until("both are there", || {
            let all = house.team.everything();
            all.find_containing("I am Ann").is_some() && all.find_containing("I am Bob").is_some()
        })
        .await;
    let makers = callers(&house, "createForumTopic", "");
    assert_eq!(makers, BTreeSet::from([house.bot.id()]));
    house.end().await;
}

#[tokio::test]
async fn a_relay_bot_that_is_removed_is_out_at_once_and_helps_again_when_it_is_back() {
    let (house, ann, topic) = with_two().await;
    let first = house.relays[0].clone();
    house.olga.removes(&house.team, &first);
    until_listed(&house, &first, State::Out).await;
    let listed = house.relay_bots().await;
    let out = listed.iter().find(|one| one.state() == State::Out).unwrap();
    assert!(
        out.problem.contains(&format!("@{}", first.username())),
        "{}",
        out.problem
    );
    house
        .until("the team is told", || {
            let general = house.team.general();
            general.find_containing("does not help").is_some()
        })
        .await;
    for number in 1..=6 {
        ann.says(&house.bot, &format!("text {number}"));
    }
    house.until_in_topic(topic, "text 6").await;
    let posts = posts(&house, topic);
    assert!(
        posts
            .iter()
            .all(|(sender, text)| sender != "First" || !text.starts_with("text")),
        "{posts:?}"
    );
    house.olga.makes_admin(&house.team, &first, Rights::all());
    until_listed(&house, &first, State::Ready).await;
    house.end().await;
}

#[tokio::test]
async fn what_a_relay_bot_is_refused_is_done_by_others() {
    let (mut house, ann, topic) = with_two().await;
    // Telegram's word comes with the post itself, before any update.
    for relay in &house.relays {
        let script = house.sim.script(relay, "sendMessage").always();
        script.refuse(403, "Forbidden: bot was kicked from the supergroup chat");
    }
    house.forgiven = true;
    for number in 1..=4 {
        ann.says(&house.bot, &format!("text {number}"));
    }
    house.until_in_topic(topic, "text 4").await;
    let posts = posts(&house, topic);
    let texts: Vec<&str> = posts.iter().map(|(_, text)| text.as_str()).collect();
    assert!(
        texts.ends_with(&["text 1", "text 2", "text 3", "text 4"]),
        "{texts:?}"
    );
    for relay in &house.relays.clone() {
        until_listed(&house, relay, State::Out).await;
    }
    assert!(
        house
            .team
            .general()
            .find_containing("does not help")
            .is_some()
    );
    house.end().await;
}

#[tokio::test]
async fn a_flood_wait_of_one_is_not_waited_for_by_the_others() {
    let (house, ann, topic) = with_two().await;
    for relay in &house.relays {
        house.sim.script(relay, "sendMessage").flood(600);
    }
    let began = house.clock.telegram().now_ms();
    ann.says(&house.bot, "quick");
    house.until_in_topic(topic, "quick").await;
    assert!(house.clock.telegram().now_ms() - began < 60_000);
    house.end().await;
}

#[tokio::test]
async fn a_token_that_telegram_does_not_take_is_told_and_a_new_one_mends_it() {
    let (mut house, ann, topic) = with_two().await;
    let token = house.relays[0].revokes_token();
    assert_eq!(token, house.relays[0].token());
    let first = house.relays[0].clone();
    until_listed(&house, &first, State::Out).await;
    ann.says(&house.bot, "still here");
    house.until_in_topic(topic, "still here").await;
    house.add_relay_bot(&first).await;
    until_listed(&house, &first, State::Ready).await;
    assert!(
        house.connection().await.shown_problem().is_none(),
        "the frontend is well"
    );
    house.end().await;
}

#[tokio::test]
async fn a_removed_relay_bot_gets_nothing_and_its_messages_stay() {
    let (mut house, ann, topic) = with_two().await;
    let said = ann.says(&house.bot, "first text");
    house.until_in_topic(topic, "first text").await;
    let copy = house.team.thread(topic).find("first text").unwrap();
    let listed = house.relay_bots().await;
    for (number, relay) in listed.iter().enumerate() {
        let request = backline_proto::admin::v1::RemoveRelayBotRequest {
            request_id: uuid(500 + u32::try_from(number).unwrap()),
            name: relay.name.clone(),
        };
        let client = house.client().await;
        client.relay_bots().remove_relay_bot(request).await.unwrap();
    }
    assert!(house.relay_bots().await.is_empty());
    house.relays.clear();
    ann.says(&house.bot, "second text");
    house.until_in_topic(topic, "second text").await;
    let second = house.team.thread(topic).find("second text").unwrap();
    assert_eq!(second.look().unwrap().sender, "Support");
    // Nobody can edit what a removed bot posted: the new text is told.
    ann.edits(&said, "first text, better");
    house.until_in_topic(topic, "first text, better").await;
    assert_eq!(copy.text(), "first text");
    house.forgiven = true;
    house.end().await;
}

#[tokio::test]
async fn relay_bots_are_there_after_a_restart() {
    let mut house = House::on_disk(&[("WELCOME", "OFF"), ("RATE_BACKEND", "3/60")]).await;
    house.add_relay("First", Some(Rights::all())).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.stop().await;
    let said = ann.says(&house.bot, "are you there?");
    house.start().await;
    house.until_in_topic(topic, "are you there?").await;
    ann.edits(&said, "are you still there?");
    house.until_in_topic(topic, "are you still there?").await;
    let listed = house.relay_bots().await;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].state(), State::Ready);
    house.end().await;
}

#[tokio::test]
async fn a_relay_bot_whose_way_is_broken_costs_no_message() {
    let (house, ann, topic) = with_two().await;
    for relay in &house.relays {
        house
            .sim
            .script(relay, "sendMessage")
            .always()
            .server_error(502);
    }
    for number in 1..=6 {
        ann.says(&house.bot, &format!("text {number}"));
        // The frontend delivers all the while, so that it is not the outage of all.
        house
            .olga
            .writes_in(&house.team, topic, &format!("answer {number}"));
        house.pass(Duration::from_secs(30)).await;
    }
    house.until_in_topic(topic, "text 6").await;
    let posts = posts(&house, topic);
    let texts = posts.iter().map(|(_, text)| text.as_str());
    let texts: Vec<&str> = texts.filter(|text| text.starts_with("text")).collect();
    assert_eq!(
        texts,
        ["text 1", "text 2", "text 3", "text 4", "text 5", "text 6"]
    );
    house.end().await;
}

#[tokio::test]
async fn an_edit_that_only_a_relay_bot_could_make_holds_nothing_up() {
    let (mut house, ann, topic) = with_two().await;
    let said = ann.says(&house.bot, "is it redy?");
    house.until_in_topic(topic, "is it redy?").await;
    for relay in &house.relays {
        let script = house.sim.script(relay, "editMessageText").always();
        script.refuse(
            400,
            "Bad Request: not enough rights to send text messages to the chat",
        );
    }
    house.forgiven = true;
    ann.edits(&said, "is it ready?");
    ann.says(&house.bot, "hello?");
    house.until_in_topic(topic, "hello?").await;
    house.until_in_topic(topic, "is it ready?").await;
    let connection = house.connection().await;
    assert_eq!(connection.shown_problem(), None, "the frontend is well");
    let out = house.relay_bots().await;
    assert!(out.iter().any(|one| one.state() == State::Out), "{out:?}");
    house.end().await;
}

#[tokio::test]
async fn a_relay_bot_that_is_there_before_the_group_is_asked_once_that_is_known() {
    let mut house = House::bare().await;
    house.add_connection(&[("WELCOME", "OFF")], false).await;
    let helper = house.sim.bot("Helper");
    house.olga.adds(&house.team, &helper);
    house.add_relay_bot(&helper).await;
    house.pass(Duration::from_secs(5)).await;
    let change =
        backline_server::desk::ConnectionChange::TakeGroup(crate::house::chat(&house.team));
    let asked = backline_server::desk::Asked {
        by: "test".to_owned(),
        request: None,
    };
    house
        .olga
        .makes_admin(&house.team, &house.bot, Rights::all());
    house.desk().change(change, asked).await.unwrap();
    house.relays.push(helper.clone());
    until_listed(&house, &helper, State::Ready).await;
    house.end().await;
}

/// Over MTProto a relay bot sends what none over the Bot API may, and what the server fetched
/// for it is what the frontend may fetch.
#[tokio::test]
#[ignore = "moves some hundred megabytes: many minutes in a debug build; run by hand"]
async fn how_large_a_file_a_relay_bot_takes_follows_its_way() {
    let parameters = [
        ("WELCOME", "OFF"),
        ("MERGE", "FALSE"),
        ("RATE_BACKEND", "3/60"),
    ];
    let mut house = House::of_bot_over_mtproto(&parameters).await;
    let over_api = house.add_relay("First", Some(Rights::all())).await;
    let over_mtproto = house
        .add_relay_via("Second", Some(Rights::all()), Via::Mtproto)
        .await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.pass(Duration::from_secs(70)).await;
    const LARGE: u64 = 51 * 1024 * 1024;
    for number in 1..=4 {
        let film = Content::video("film.mp4").size(LARGE);
        ann.sends(&house.front, film.caption(format!("film {number}")));
    }
    let thread = house.team.thread(topic);
    let is_there = || thread.find_containing("film 4").is_some();
    house.until_carried("all of them are there", is_there).await;
    let posters: BTreeSet<i64> = house
        .team
        .thread(topic)
        .written()
        .into_iter()
        .filter(|one| one.text.starts_with("film"))
        .map(|one| one.from)
        .collect();
    assert!(posters.contains(&over_mtproto.id()), "{posters:?}");
    assert!(!posters.contains(&over_api.id()), "{posters:?}");
    let texts = house.team.thread(topic).texts();
    let films: Vec<&String> = texts.iter().filter(|it| it.starts_with("film")).collect();
    assert!(films.is_sorted() && films.len() == 4, "{films:?}");
    house.end().await;
}
