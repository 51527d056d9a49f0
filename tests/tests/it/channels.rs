//! Channels as dialogs: what is posted there is shown in a topic, and what operators answer is
//! posted there.

use std::time::Duration;

use telegram_sim::{Account as _, Content, Group, MessageRef, Person, Rights};

use crate::house::House;

const CHANNELS: [(&str, &str); 2] = [("MONITOR_CHANNELS", "TRUE"), ("WELCOME", "OFF")];
const HOUR: Duration = Duration::from_secs(3600);

/// A channel of Boss's that the frontend is in: a bot as an administrator, an account as a
/// plain member.
fn channel(house: &House, is_bot: bool) -> (Person, Group) {
    let boss = house.sim.person("Boss");
    let news = house.sim.channel("News", &boss);
    if is_bot {
        boss.makes_admin(&news, &house.front, Rights::all());
    } else {
        boss.adds(&news, &house.front);
    }
    (boss, news)
}

/// Waits until something is posted in a channel.
async fn until_posted(house: &House, news: &Group, text: &str) -> MessageRef {
    let find = || news.everything().find_containing(text);
    let what = format!("{text:?} is in the channel");
    house.until(&what, || find().is_some()).await;
    find().unwrap()
}

/// Posts and answers, edits, an album, a reply and a new title; the same for a bot and an
/// account that may post.
async fn to_and_fro(house: House, boss: Person, news: Group) {
    let first = boss.says(&news, "The shop is open");
    let topic = house.topic().await;
    house.until_in_topic(topic, "The shop is open").await;
    assert_eq!(house.name_of(topic), "🟪 News");
    boss.edits(&first, "The shop is open until six");
    house.until_in_topic(topic, "until six").await;
    let items = [
        Content::photo("a.jpg").caption("our shelves"),
        Content::photo("b.jpg"),
    ];
    boss.sends_album(&news, items.to_vec());
    house
        .until("the album is one", || {
            let albums = house.team.thread(topic).albums();
            albums.iter().any(|album| album.len() == 2)
        })
        .await;
    let shown = house
        .team
        .thread(topic)
        .find_containing("until six")
        .unwrap();
    let answer = house.olga.replies_to(&shown, "And from eight on!");
    let posted = until_posted(&house, &news, "And from eight on!").await;
    let posted_as = posted.look().unwrap();
    assert_eq!(posted_as.reply_to, Some(first.id()));
    house
        .until("the receipt is on the answer", || {
            answer.reactions_of(&house.front) == ["👌"]
        })
        .await;
    house.until_named(topic, "🟨 News").await;
    house.olga.edits(&answer, "And from nine on!");
    until_posted(&house, &news, "And from nine on!").await;
    boss.replies_to(&posted, "Thanks");
    house.until_in_topic(topic, "Thanks").await;
    house.until_named(topic, "🟪 News").await;
    news.set_title("Fresh news");
    boss.says(&news, "We have a new name");
    house.until_in_topic(topic, "a new name").await;
    house.until_named(topic, "🟪 Fresh news").await;
    house.at_rest().await;
    // What was posted from here is nobody's word from elsewhere.
    let topic_texts = house.team.thread(topic).texts();
    assert!(
        !topic_texts
            .iter()
            .any(|text| text.contains("another device"))
    );
    // The same for both.
    insta::assert_snapshot!("to_and_fro_topic", house.picture(topic, &[]).await);
    insta::assert_snapshot!("to_and_fro_channel", news.everything().transcript());
    house.end().await;
}

#[tokio::test]
async fn a_channel_and_the_team_talk_through_a_bot() {
    let house = House::with(&CHANNELS).await;
    let (boss, news) = channel(&house, true);
    Box::pin(to_and_fro(house, boss, news)).await;
}

#[tokio::test]
async fn a_channel_and_the_team_talk_through_an_account() {
    let house = House::of_account(&CHANNELS).await;
    let (boss, news) = channel(&house, false);
    boss.makes_admin(&news, &house.front, Rights::all());
    Box::pin(to_and_fro(house, boss, news)).await;
}

#[tokio::test]
async fn nothing_comes_of_channels_unless_they_are_monitored() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    let (boss, news) = channel(&house, true);
    // A bot that serves none leaves it.
    house
        .until("the bot has left", || !news.member(&house.bot).is_in())
        .await;
    boss.says(&news, "hello");
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "a customer");
    let topic = house.topic().await;
    house.until_in_topic(topic, "a customer").await;
    house.end().await;

    let house = House::of_account(&[("WELCOME", "OFF")]).await;
    let (boss, news) = channel(&house, false);
    boss.says(&news, "hello");
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "a customer");
    let topic = house.topic().await;
    house.until_in_topic(topic, "a customer").await;
    house.at_rest().await;
    assert_eq!(house.team.own_topics().len(), 1);
    assert!(
        news.member(&house.front).is_in(),
        "where it is is its owner's business"
    );
    house.end().await;
}

#[tokio::test]
async fn a_channels_keywords_begin_its_dialog() {
    let house = House::with(&[
        ("MONITOR_CHANNELS", "TRUE"),
        ("WELCOME", "OFF"),
        ("CHANNELS_KEYWORDS", "\"help\""),
    ])
    .await;
    let (boss, news) = channel(&house, true);
    boss.says(&news, "good morning");
    boss.says(&news, "we need HELP");
    boss.says(&news, "at once");
    let topic = house.topic().await;
    house.until_in_topic(topic, "at once").await;
    let texts = house.team.thread(topic).texts();
    assert_eq!(texts, ["we need HELP", "at once"]);
    house.end().await;
}

#[tokio::test]
async fn who_may_not_post_is_told_so_in_the_topic() {
    let house = House::with(&CHANNELS).await;
    let boss = house.sim.person("Boss");
    let news = house.sim.channel("News", &boss);
    let reads = Rights {
        can_post_messages: false,
        ..Rights::all()
    };
    boss.makes_admin(&news, &house.front, reads);
    boss.says(&news, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.olga.writes_in(&house.team, topic, "good morning");
    house
        .until_in_topic(topic, "need administrator rights in the channel chat")
        .await;
    boss.makes_admin(&news, &house.front, Rights::all());
    house.olga.writes_in(&house.team, topic, "and now?");
    until_posted(&house, &news, "and now?").await;
    house.end().await;

    let house = House::of_account(&CHANNELS).await;
    let (boss, news) = channel(&house, false);
    boss.says(&news, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.olga.writes_in(&house.team, topic, "good morning");
    house.until_in_topic(topic, "CHAT_ADMIN_REQUIRED").await;
    boss.makes_admin(&news, &house.front, Rights::all());
    house.olga.writes_in(&house.team, topic, "and now?");
    until_posted(&house, &news, "and now?").await;
    house.end().await;
}

#[tokio::test]
async fn who_signs_a_post_is_named_once_in_a_row() {
    let house = House::with(&CHANNELS).await;
    let (boss, news) = channel(&house, true);
    let eve = house.sim.person("Eve");
    boss.makes_admin(&news, &eve, Rights::all());
    boss.says(&news, "nobody signs");
    news.signs_posts();
    boss.says(&news, "one of Boss's");
    boss.says(&news, "and another");
    eve.says(&news, "one of Eve's");
    let topic = house.topic().await;
    house.until_in_topic(topic, "one of Eve's").await;
    house.at_rest().await;
    insta::assert_snapshot!(house.picture(topic, &[]).await);
    house.end().await;
}

#[tokio::test]
async fn a_channel_that_waits_for_the_team_closes_by_itself() {
    let house = House::with(&[
        ("MONITOR_CHANNELS", "TRUE"),
        ("WELCOME", "OFF"),
        ("AUTOCLOSE", "2"),
        ("REOPEN", "private"),
    ])
    .await;
    let (boss, news) = channel(&house, true);
    boss.says(&news, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.pass(HOUR * 2).await;
    house.until_named(topic, "⬛️ News").await;
    // Channels are not among what reopens.
    boss.says(&news, "is anybody there?");
    house.olga.writes_in(&house.team, topic, "/open");
    house.until_named(topic, "🟪 News").await;
    boss.says(&news, "at last");
    house.until_in_topic(topic, "at last").await;
    let texts = house.team.thread(topic).texts();
    assert!(!texts.iter().any(|text| text == "is anybody there?"));
    house.end().await;
}

#[tokio::test]
async fn a_bot_that_is_taken_out_of_a_channel_says_so_and_comes_back() {
    let house = House::with(&CHANNELS).await;
    let (boss, news) = channel(&house, true);
    boss.says(&news, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    boss.removes(&news, &house.front);
    house.until_in_topic(topic, "no longer in “News”").await;
    boss.makes_admin(&news, &house.front, Rights::all());
    house.until_in_topic(topic, "in “News” again").await;
    house.olga.writes_in(&house.team, topic, "here we are");
    until_posted(&house, &news, "here we are").await;
    house.end().await;
}

#[tokio::test]
async fn an_account_sees_what_is_deleted_and_what_its_owner_posts_elsewhere() {
    let house = House::of_account(&CHANNELS).await;
    let account = house.account().clone();
    let (boss, news) = channel(&house, false);
    boss.makes_admin(&news, &account, Rights::all());
    let post = boss.says(&news, "a slip of the tongue");
    let topic = house.topic().await;
    house.until_in_topic(topic, "a slip of the tongue").await;
    boss.deletes(&post);
    house
        .until("it is struck through", || {
            let shown = house.team.thread(topic).messages();
            shown.iter().any(|one| {
                one.text.contains("a slip of the tongue")
                    && one
                        .entities
                        .iter()
                        .any(|entity| entity.kind == "strikethrough")
            })
        })
        .await;
    house.olga.writes_in(&house.team, topic, "from the topic");
    until_posted(&house, &news, "from the topic").await;
    account.says(&news, "from the phone");
    house.until_in_topic(topic, "from the phone").await;
    house.at_rest().await;
    insta::assert_snapshot!(house.picture(topic, &[]).await);
    // The account leaves: told once.
    account.leaves(&news);
    house.until_in_topic(topic, "no longer in “News”").await;
    house.end().await;
}

#[tokio::test]
async fn a_discussion_group_has_no_speaker_in_the_channels_posts() {
    let house = House::with(&[("MONITOR_GROUPS", "TRUE"), ("WELCOME", "OFF")]).await;
    let boss = house.sim.person("Boss");
    let ann = house.sim.person("Ann");
    let news = house.sim.channel("News", &boss);
    let talk = house.sim.group("Talk", &boss);
    boss.adds(&talk, &house.front).adds(&talk, &ann);
    news.link(&talk);
    // It begins nothing.
    boss.says(&news, "a first post");
    ann.says(&talk, "a question");
    let topic = house.topic().await;
    house.until_in_topic(topic, "a question").await;
    house.olga.writes_in(&house.team, topic, "an answer");
    house.until_named(topic, "🟨 Talk").await;
    boss.says(&news, "a second post");
    house.until_in_topic(topic, "a second post").await;
    assert_eq!(house.name_of(topic), "🟨 Talk");
    ann.says(&talk, "another question");
    house.until_in_topic(topic, "another question").await;
    house.until_named(topic, "🟪 Talk").await;
    insta::assert_snapshot!(house.picture(topic, &[]).await);
    house.end().await;
}

#[tokio::test]
async fn every_kind_of_post_arrives_or_is_named() {
    for is_bot in [true, false] {
        let house = if is_bot {
            House::with(&CHANNELS).await
        } else {
            House::of_account(&CHANNELS).await
        };
        let (boss, news) = channel(&house, is_bot);
        if !is_bot {
            boss.makes_admin(&news, &house.front, Rights::all());
        }
        boss.says(&news, "hello");
        let topic = house.topic().await;
        house.until_in_topic(topic, "hello").await;
        let kinds = Content::every_kind();
        for (_, content) in kinds.clone() {
            boss.sends(&news, content);
        }
        boss.says(&news, "that was all");
        house.until_in_topic(topic, "that was all").await;
        let shown = house.team.thread(topic).written().len();
        assert!(
            shown >= kinds.len() + 2,
            "{shown} of {} kinds of {}\n{}\n{}",
            kinds.len(),
            house.front.id(),
            house.team.transcript(topic),
            news.everything().transcript()
        );
        // And the other way: posted there, or the operator is told why not.
        let ours: Vec<(&str, MessageRef)> = kinds
            .into_iter()
            .map(|(kind, content)| (kind, house.olga.sends(house.team.at(topic), content)))
            .collect();
        house.olga.writes_in(&house.team, topic, "all of ours");
        until_posted(&house, &news, "all of ours").await;
        house.at_rest().await;
        let told = house.team.thread(topic).written();
        let own = house.front.id();
        for (kind, message) in ours {
            let is_told = told
                .iter()
                .any(|one| one.from == own && one.reply_to == Some(message.id()));
            let is_posted = !message.reactions_of(&house.front).is_empty();
            assert!(is_told || is_posted, "nothing came of a {kind}");
        }
        house.end().await;
    }
}
