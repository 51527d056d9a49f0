//! A personal account as frontend, and a bot beside it that looks after the group.

use telegram_sim::{Content, Person, Rights, Seen};

use crate::house::House;

/// Who posted the message with these words into a topic.
fn poster(house: &House, topic: i64, words: &str) -> i64 {
    let seen = house.team.thread(topic).messages();
    let found = seen.iter().find(|one| one.text.contains(words));
    found.map_or(0, |seen| seen.from)
}

/// Calls that bring bytes from Telegram or to it.
fn moved(house: &House) -> Vec<String> {
    let calls = house.sim.calls().into_iter().map(|call| call.method);
    let is_moving = |method: &String| method.starts_with("upload.") || method == "getFile";
    calls.filter(is_moving).collect()
}

async fn first_words(house: &House) -> (Person, i64) {
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "Hello, is anybody there?");
    let topic = house.topic().await;
    house
        .until_in_topic(topic, "Hello, is anybody there?")
        .await;
    (ann, topic)
}

#[tokio::test]
async fn the_bot_keeps_the_topic_and_the_account_talks_to_the_customer() {
    let house = House::mixed(&[]).await;
    let (ann, topic) = first_words(&house).await;
    assert_eq!(
        poster(&house, topic, "Hello, is anybody there?"),
        house.bot.id(),
        "texts are the bot's"
    );
    house.until_told(&ann, "Hello Ann!").await;
    let answer = house
        .olga
        .writes_in(&house.team, topic, "Yes, how can I help?");
    house.until_told(&ann, "Yes, how can I help?").await;
    house
        .until("the bot's receipt is on the answer", || {
            answer.reactions_of(&house.bot) == ["👌"]
        })
        .await;
    house.until_named(topic, "🟨 Ann").await;
    house.at_rest().await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn media_go_both_ways_without_a_byte_through_the_server() {
    let house = House::mixed(&[("WELCOME", "OFF")]).await;
    let (ann, topic) = first_words(&house).await;
    ann.sends(&house.front, Content::photo("p.jpg").caption("look"));
    house.until_in_topic(topic, "look").await;
    assert_eq!(
        poster(&house, topic, "look"),
        house.account().id(),
        "files are the account's"
    );
    let photo = Content::photo("q.jpg").caption("look here");
    house.olga.sends((&house.team, topic), photo);
    house.until_told(&ann, "look here").await;
    house.at_rest().await;
    assert_eq!(moved(&house), Vec::<String>::new());
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

/// With forbidden words set, what goes to the customer is what was looked at, and the file
/// that was seen beside it.
#[tokio::test]
async fn with_a_word_gate_files_go_out_with_the_words_that_were_looked_at() {
    let parameters = [
        ("WELCOME", "OFF"),
        ("RESTRICTED_KEYWORDS_BACKEND", "\"secret\""),
    ];
    let house = House::mixed(&parameters).await;
    let (ann, topic) = first_words(&house).await;
    let photo = Content::photo("q.jpg").caption("look here");
    house.olga.sends((&house.team, topic), photo);
    house.until_told(&ann, "look here").await;
    let photo = Content::photo("r.jpg").caption("the secret");
    house.olga.sends((&house.team, topic), photo);
    house.until_in_topic(topic, "“secret”").await;
    house.at_rest().await;
    let chat = ann.chat_with(&house.front);
    assert!(chat.find_containing("the secret").is_none());
    house.end().await;
}

#[tokio::test]
async fn what_the_accounts_owner_writes_in_a_topic_goes_to_the_customer_once() {
    let house = House::mixed(&[("WELCOME", "OFF")]).await;
    let (ann, topic) = first_words(&house).await;
    house
        .account()
        .writes_in(&house.team, topic, "from the topic");
    house.until_told(&ann, "from the topic").await;
    house.account().says(&ann, "by phone");
    house.until_in_topic(topic, "by phone").await;
    house.at_rest().await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

/// What the account brings into the topic in the group's name looks to the bot like an
/// administrator's word.
#[tokio::test]
async fn what_an_anonymous_account_brings_is_never_sent_back_to_the_customer() {
    let house = House::mixed(&[("WELCOME", "OFF")]).await;
    let (ann, topic) = first_words(&house).await;
    let anonymous = Rights {
        is_anonymous: true,
        ..Rights::all()
    };
    house.olga.makes_admin(&house.team, &house.front, anonymous);
    for number in 10..15 {
        let words = format!("photo {number}");
        ann.sends(&house.front, Content::photo("p.jpg").caption(&words));
        house.until_in_topic(topic, &words).await;
    }
    house.at_rest().await;
    let chat = ann.chat_with(&house.front).messages();
    let back: Vec<&Seen> = chat.iter().filter(|one| one.from != ann.id()).collect();
    assert!(back.is_empty(), "{back:#?}");
    house.end().await;
}

/// The account is not in the group: files go through the server, both ways, and what is too
/// large for a bot is named.
#[tokio::test]
async fn without_the_account_in_the_group_files_go_through_the_server() {
    let house = House::mixed(&[("WELCOME", "OFF")]).await;
    let (ann, topic) = first_words(&house).await;
    house.olga.removes(&house.team, &house.front);
    let told = "The account cannot bring files into this group itself";
    house
        .until("that is told", || {
            house.team.general().find_containing(told).is_some()
        })
        .await;
    let bytes: Vec<u8> = (0..300_000_u32).map(|at| (at % 251) as u8).collect();
    let video = Content::video("v.mp4").bytes(&bytes).caption("look");
    ann.sends(&house.front, video);
    house.until_in_topic(topic, "look").await;
    assert_eq!(poster(&house, topic, "look"), house.bot.id());
    let shown = house.team.thread(topic).find("look").unwrap();
    let file = shown.look().unwrap().file_no.unwrap();
    assert_eq!(house.sim.file(file).unwrap().content(), bytes);

    let answer = Content::document("d.pdf")
        .bytes(&bytes)
        .caption("read this");
    house.olga.sends((&house.team, topic), answer);
    house.olga.writes_in(&house.team, topic, "and this");
    house.until_told(&ann, "and this").await;
    let chat = ann.chat_with(&house.front);
    let got = chat.find("read this").unwrap().look().unwrap();
    let file = house.sim.file(got.file_no.unwrap()).unwrap();
    assert_eq!((file.content(), file.name.as_str()), (bytes, "d.pdf"));

    let film = Content::video("film.mp4").size(1_500_000_000);
    ann.sends(&house.front, film.caption("my film"));
    house.until_in_topic(topic, "my film").await;
    house.at_rest().await;
    assert_eq!(house.running().desks().files.used(), (0, 0));
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);

    house.olga.adds(&house.team, &house.front);
    house
        .until("the account is back", || {
            let told = "The account brings files into this group itself again";
            house.team.general().find_containing(told).is_some()
        })
        .await;
    ann.sends(
        &house.front,
        Content::video("film.mp4")
            .size(1_500_000_000)
            .caption("my film again"),
    );
    house.until_in_topic(topic, "my film again").await;
    assert_eq!(poster(&house, topic, "my film again"), house.account().id());
    house.end().await;
}

/// From nothing: the account makes the group, brings the bot in, and the bot looks after it.
#[tokio::test]
async fn the_account_makes_its_group_with_topics_and_the_bot() {
    for is_lost in [false, true] {
        let house = House::founding("Our desk", is_lost).await;
        let group = house.made_group().await;
        let ann = house.sim.person("Ann");
        ann.says(&house.front, "Hello, is anybody there?");
        house
            .until("the topic is there", || group.own_topics().len() == 1)
            .await;
        let topic = group.own_topics()[0].thread;
        house
            .until("the message is there", || {
                let seen = group.thread(topic).messages();
                let found = seen.iter().find(|one| one.text.starts_with("Hello"));
                found.is_some_and(|one| one.from == house.bot.id())
            })
            .await;
        house.end().await;
    }
}
