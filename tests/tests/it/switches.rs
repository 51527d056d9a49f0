//! Rows of the parameters' table that have no file of their own: each is told apart from its
//! default, and changed while the connection runs.

use backline_domain::parameter::Name;
use telegram_sim::{Content, Person};

use crate::house::House;

const QUIET: (&str, &str) = ("WELCOME", "OFF");

/// A dialog with Ann.
async fn opened(parameters: &[(&str, &str)]) -> (House, Person, i64) {
    let house = House::with(parameters).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    (house, ann, topic)
}

/// An answer of Olga's that reached Ann, as Olga sees it.
async fn answer(house: &House, ann: &Person, topic: i64, text: &str) -> telegram_sim::MessageRef {
    let written = house.olga.writes_in(&house.team, topic, text);
    house.until_told(ann, text).await;
    house.at_rest().await;
    written
}

#[tokio::test]
async fn private_chats_are_dialogs_unless_that_is_off() {
    let house = House::with(&[QUIET, ("MONITOR_PRIVATE", "FALSE")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "unheard");
    house.at_rest().await;
    assert_eq!(house.team.own_topics().len(), 0);
    house.set(Name::MonitorPrivate, "TRUE").await;
    ann.says(&house.front, "heard");
    let topic = house.topic().await;
    house.until_in_topic(topic, "heard").await;
    assert!(house.team.thread(topic).find("unheard").is_none());
    house.end().await;
}

#[tokio::test]
async fn groups_are_dialogs_only_where_that_is_on_and_a_word_begins_them() {
    let house = House::with(&[QUIET, ("GROUPS_KEYWORDS", "\"support\"")]).await;
    house.set(Name::MonitorGroups, "TRUE").await;
    let ann = house.sim.person("Ann");
    let group = house.sim.group("Buyers", &ann);
    ann.adds(&group, &house.front);
    ann.says(&group, "among ourselves");
    // A bot leaves groups where it serves none: it is to be in before that is switched off.
    house.at_rest().await;
    house.set(Name::MonitorGroups, "FALSE").await;
    ann.says(&group, "support, unheard");
    house.at_rest().await;
    assert_eq!(house.team.own_topics().len(), 0);
    house.set(Name::MonitorGroups, "TRUE").await;
    ann.says(&group, "dear support");
    let topic = house.topic().await;
    house.until_in_topic(topic, "dear support").await;
    ann.says(&group, "and now anything");
    house.until_in_topic(topic, "and now anything").await;
    let shown = house.team.thread(topic);
    assert!(shown.find_containing("ourselves").is_none());
    assert!(shown.find_containing("unheard").is_none());
    house.end().await;
}

#[tokio::test]
async fn welcome_is_the_text_that_was_set() {
    let house = House::with(&[("WELCOME", "Hi **{title}**, __one moment__")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    house.until_told(&ann, "Hi Ann, one moment").await;
    let told = ann.chat_with(&house.front).find("Hi Ann, one moment");
    let entities = told.unwrap().look().unwrap().entities;
    let kinds: Vec<String> = entities.into_iter().map(|entity| entity.kind).collect();
    assert_eq!(kinds, ["bold", "italic"]);
    house.set(Name::Welcome, "OFF").await;
    let bea = house.sim.person("Bea");
    bea.says(&house.front, "hello from Bea");
    house
        .until("Bea has a topic", || house.team.own_topics().len() == 2)
        .await;
    house.at_rest().await;
    assert_eq!(bea.chat_with(&house.front).texts(), ["hello from Bea"]);
    house.end().await;
}

#[tokio::test]
async fn who_is_in_team_speaks_for_the_team() {
    let house = House::with(&[QUIET, ("MONITOR_GROUPS", "TRUE")]).await;
    let zoe = house.sim.person("Zoe");
    house.set(Name::Team, &zoe.id().to_string()).await;
    let ann = house.sim.person("Ann");
    let group = house.sim.group("Buyers", &ann);
    ann.adds(&group, &house.front);
    group.join(&zoe);
    ann.says(&group, "where is it");
    let topic = house.topic().await;
    house.until_in_topic(topic, "where is it").await;
    house.until_named(topic, "🟪 Buyers").await;
    zoe.says(&group, "on its way");
    house.until_in_topic(topic, "Zoe (team):").await;
    house.until_named(topic, "🟨 Buyers").await;
    house.set(Name::Team, "OFF").await;
    zoe.says(&group, "just me");
    house.until_in_topic(topic, "just me").await;
    house.until_named(topic, "🟪 Buyers").await;
    house.end().await;
}

#[tokio::test]
async fn auto_info_posts_the_card_with_the_topic() {
    let (house, _ann, topic) = opened(&[QUIET, ("AUTO_INFO", "TRUE")]).await;
    house.until_in_topic(topic, "Kind: private chat").await;
    house.set(Name::AutoInfo, "FALSE").await;
    let bea = house.sim.person("Bea");
    bea.says(&house.front, "hello from Bea");
    house
        .until("Bea has a topic", || house.team.own_topics().len() == 2)
        .await;
    house.at_rest().await;
    let topics = house.team.own_topics();
    let other = topics.iter().find(|one| one.thread != topic).unwrap();
    let shown = house.team.thread(other.thread);
    assert!(shown.find_containing("Kind:").is_none());
    house.end().await;
}

#[tokio::test]
async fn customers_are_told_what_could_not_be_processed_unless_silent() {
    let (house, ann, topic) = opened(&[QUIET]).await;
    ann.sends(&house.front, Content::giveaway(3));
    house
        .until_told(&ann, "Sorry, this message could not be processed")
        .await;
    house.set(Name::SilentMode, "TRUE").await;
    ann.sends(&house.front, Content::giveaway(4));
    ann.says(&house.front, "and so on");
    house.until_in_topic(topic, "and so on").await;
    house.at_rest().await;
    let told = ann.chat_with(&house.front).texts();
    let sorry = told.iter().filter(|text| text.starts_with("Sorry"));
    assert_eq!(sorry.count(), 1, "{told:?}");
    house.end().await;
}

#[tokio::test]
async fn new_topics_have_the_colour_that_was_set() {
    let (house, _ann, topic) = opened(&[QUIET, ("ICON_COLOR", "green")]).await;
    house.set(Name::IconColor, "red").await;
    let bea = house.sim.person("Bea");
    bea.says(&house.front, "hello from Bea");
    house
        .until("Bea has a topic", || house.team.own_topics().len() == 2)
        .await;
    let color = |thread: i64| {
        let topics = house.team.own_topics();
        let topic = topics.iter().find(|one| one.thread == thread).unwrap();
        topic.color
    };
    let topics = house.team.own_topics();
    let other = topics.iter().find(|one| one.thread != topic).unwrap();
    // core.telegram.org/bots/api, createForumTopic.
    assert_eq!(color(topic), 0x8E_EE_98);
    assert_eq!(color(other.thread), 0xFB_6F_5F);
    house.end().await;
}

#[tokio::test]
async fn topics_are_called_as_the_title_says_and_follow_a_change() {
    let (house, _ann, topic) = opened(&[QUIET, ("TOPIC_TITLE", "{title} – {status}")]).await;
    house.until_named(topic, "Ann – 🟪").await;
    house
        .set(Name::TopicTitle, "{status} customer {title}")
        .await;
    house.until_named(topic, "🟪 customer Ann").await;
    house.end().await;
}

#[tokio::test]
async fn the_group_reads_the_language_that_was_set() {
    let (house, _ann, topic) = opened(&[QUIET, ("LANGUAGE", "de")]).await;
    house.olga.writes_in(&house.team, topic, "/info");
    house.until_in_topic(topic, "Zustand:").await;
    house.set(Name::Language, "es").await;
    house.olga.writes_in(&house.team, topic, "/info");
    house.until_in_topic(topic, "Estado:").await;
    house.end().await;
}

#[tokio::test]
async fn receipts_are_shown_unless_that_is_off() {
    let (house, ann, topic) = opened(&[QUIET]).await;
    let with = answer(&house, &ann, topic, "one").await;
    let receipts = |message: &telegram_sim::MessageRef| message.look().unwrap().reactions.len();
    house
        .until("a receipt is there", || receipts(&with) == 1)
        .await;
    house.set(Name::ShowReceipts, "FALSE").await;
    let without = answer(&house, &ann, topic, "two").await;
    let command = house.olga.writes_in(&house.team, topic, "/hold");
    house.until_named(topic, "🟪 Ann").await;
    house.at_rest().await;
    assert_eq!((receipts(&without), receipts(&command)), (0, 0));
    house.end().await;
}

#[tokio::test]
async fn reactions_are_carried_unless_that_is_off() {
    let (house, ann, topic) = opened(&[QUIET, ("SHOW_RECEIPTS", "FALSE")]).await;
    let written = answer(&house, &ann, topic, "good morning").await;
    let got = ann.chat_with(&house.front).find("good morning").unwrap();
    let shown = |message: &telegram_sim::MessageRef| message.look().unwrap().reactions;
    house.set(Name::Reactions, "FALSE").await;
    ann.reacts(&got, "❤");
    let asked = house.team.thread(topic).find("hello").unwrap();
    house.olga.reacts(&asked, "🔥");
    house.at_rest().await;
    assert_eq!(shown(&written), []);
    let hello = ann.chat_with(&house.front).find("hello").unwrap();
    assert_eq!(shown(&hello), []);
    house.set(Name::Reactions, "TRUE").await;
    ann.reacts(&got, "👏");
    house
        .until("it is carried", || !shown(&written).is_empty())
        .await;
    house.end().await;
}

#[tokio::test]
async fn edits_are_carried_unless_that_is_off() {
    let (house, ann, topic) = opened(&[QUIET, ("EDITS", "FALSE")]).await;
    let asked = ann.says(&house.front, "where is it");
    house.until_in_topic(topic, "where is it").await;
    ann.edits(&asked, "where is my parcel");
    house.at_rest().await;
    let shown = house.team.thread(topic);
    assert!(shown.find_containing("parcel").is_none());
    house.set(Name::Edits, "TRUE").await;
    ann.edits(&asked, "where is my letter");
    house.until_in_topic(topic, "where is my letter").await;
    house.end().await;
}

#[tokio::test]
async fn deletions_are_carried_in_the_ways_that_were_set() {
    let house = House::of_account(&[QUIET, ("DELETES", "OFF")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    let asked = ann.says(&house.front, "a slip");
    house.until_in_topic(topic, "a slip").await;
    house.at_rest().await;
    ann.deletes(&asked);
    let written = answer(&house, &ann, topic, "good morning").await;
    house.olga.replies_to(&written, "/del");
    house.until_in_topic(topic, "Nothing was deleted").await;
    house.at_rest().await;
    let slip = house.team.thread(topic).find("a slip").unwrap();
    assert_eq!(slip.look().unwrap().entities, [], "not struck through");
    // Each way by itself.
    house.set(Name::Deletes, "to_team").await;
    let other = ann.says(&house.front, "another slip");
    house.until_in_topic(topic, "another slip").await;
    house.at_rest().await;
    ann.deletes(&other);
    let shown = house.team.thread(topic).find("another slip").unwrap();
    house
        .until("it is struck through", || {
            let entities = shown.look().unwrap().entities;
            entities.iter().any(|one| one.kind == "strikethrough")
        })
        .await;
    house.set(Name::Deletes, "to_customer").await;
    house.olga.replies_to(&written, "/del");
    let got = ann.chat_with(&house.front);
    house
        .until("it is taken back", || got.find("good morning").is_none())
        .await;
    house.end().await;
}
