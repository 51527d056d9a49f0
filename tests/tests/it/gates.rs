//! What does not pass: lists, keywords, forbidden words, `REPLY_ONLY`.

use backline_domain::parameter::Name;
use telegram_sim::Content;

use crate::house::Front;

#[tokio::test]
async fn forbidden_words_stop_an_answer_whatever_its_disguise() {
    let house = super::opened(&[("RESTRICTED_KEYWORDS_BACKEND", "\"casino\"")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    for text in [
        "visit the Casino",
        "visit the c\u{200b}asino",
        "visit the ｃａｓｉｎｏ",
    ] {
        house.olga.writes_in(&house.team, topic, text);
    }
    house.olga.sends(
        house.team.at(topic),
        Content::photo("p").caption("our CASINO"),
    );
    // Where a link leads is shown by its preview.
    let link = Content::text("look here").link("here", "https://casino.example/");
    house.olga.sends(house.team.at(topic), link);
    house.olga.writes_in(&house.team, topic, "a good answer");
    house.until_told(&ann, "a good answer").await;
    let told = || {
        let texts = house.team.thread(topic).texts();
        texts
            .iter()
            .filter(|text| text.contains("Not sent") && text.contains("casino"))
            .count()
    };
    house
        .until("each is told with the word", || told() == 5)
        .await;
    let got = ann.chat_with(&house.front);
    assert!(
        got.written()
            .iter()
            .all(|seen| !seen.text.to_lowercase().contains("asino"))
    );
    assert!(
        got.written().iter().all(|seen| seen.kind == "text"),
        "no photo went out"
    );
    // With a word gate nothing is copied: a copy would copy what it is by then.
    let to_ann = ann.id().to_string();
    let copies = house.sim.calls_of("copyMessage");
    let by_bot = matches!(house.front, Front::Bot(_));
    assert!(!by_bot || !copies.is_empty(), "into the topic it copies");
    assert!(
        copies
            .iter()
            .all(|call| !call.params["chat_id"].to_string().contains(&to_ann))
    );
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn customers_forbidden_words_are_not_relayed() {
    let house = super::opened(&[("RESTRICTED_KEYWORDS_FRONTEND", "\"spam\"")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "SPAM for you");
    ann.says(&house.front, "an honest question");
    let topic = house.topic().await;
    house.until_in_topic(topic, "an honest question").await;
    ann.sends(&house.front, Content::photo("p").caption("more spam"));
    ann.says(&house.front, "another question");
    house.until_in_topic(topic, "another question").await;
    assert!(
        house
            .team
            .thread(topic)
            .written()
            .iter()
            .all(|seen| { !seen.text.to_lowercase().contains("spam") && seen.kind != "photo" })
    );
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn ignored_and_unlisted_chats_are_dropped() {
    let house = super::opened(&[]).await;
    let (ann, bob, eve) = (
        house.sim.person("Ann"),
        house.sim.person("Bob"),
        house.sim.person("Eve"),
    );
    house.set(Name::IgnoreChats, &eve.id().to_string()).await;
    eve.says(&house.front, "from the ignored");
    ann.says(&house.front, "from Ann");
    let topic = house.topic().await;
    house.until_in_topic(topic, "from Ann").await;
    house.set(Name::WhiteList, &bob.id().to_string()).await;
    ann.says(&house.front, "no more");
    bob.says(&house.front, "from Bob");
    house
        .until("Bob has a topic", || house.team.topic("Bob").is_some())
        .await;
    assert!(house.team.topic("Eve").is_none());
    assert!(house.team.thread(topic).find("no more").is_none());
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn reply_only_sends_replies_alone() {
    let house = super::opened(&[("REPLY_ONLY", "TRUE")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "a question");
    let topic = house.topic().await;
    house.until_in_topic(topic, "a question").await;
    house.until_told(&ann, "Hello Ann!").await;
    let note = house
        .olga
        .writes_in(&house.team, topic, "let me think about this");
    house.olga.replies_to(&note, Content::text("me too"));
    let question = house.team.thread(topic).find("a question").unwrap();
    house
        .olga
        .replies_to(&question, Content::text("here is the answer"));
    house.until_told(&ann, "here is the answer").await;
    let texts = ann.chat_with(&house.front).texts();
    assert!(
        !texts
            .iter()
            .any(|text| text.contains("think") || text.contains("me too"))
    );
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn what_bots_write_in_the_group_never_reaches_a_customer() {
    let house = super::opened(&[]).await;
    house.bot.sees_bots();
    let other = house.sim.bot("Other");
    other.sees_bots();
    house
        .olga
        .makes_admin(&house.team, &other, telegram_sim::Rights::all());
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    let url = format!("{}/bot{}/sendMessage", house.sim.url(), other.token());
    let body = serde_json::json!({
        "chat_id": house.team.id(), "message_thread_id": topic, "text": "I am a bot"
    });
    reqwest::Client::new()
        .post(url)
        .json(&body)
        .send()
        .await
        .unwrap();
    house.olga.writes_in(&house.team, topic, "I am a person");
    house.until_told(&ann, "I am a person").await;
    assert!(ann.chat_with(&house.front).find("I am a bot").is_none());
    assert_eq!(house.team.own_topics().len(), 1);
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn nothing_comes_of_a_chat_that_is_ignored_from_now_on() {
    let house = super::opened(&[("WELCOME", "OFF")]).await;
    let (ann, bob) = (house.sim.person("Ann"), house.sim.person("Bob"));
    let asked = ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    let answer = house.olga.writes_in(&house.team, topic, "an answer");
    house.until_told(&ann, "an answer").await;
    house
        .set(Name::IgnoreChats, &format!("777000, {}", ann.id()))
        .await;
    ann.edits(&asked, "hello, and more");
    let told = ann.chat_with(&house.front).find("an answer").unwrap();
    ann.reacts(&told, "🔥");
    bob.says(&house.front, "me too");
    house
        .until("Bob has a topic", || house.team.own_topics().len() == 2)
        .await;
    house.at_rest().await;
    assert_eq!(house.team.thread(topic).texts(), ["hello", "an answer"]);
    assert_eq!(answer.reactions_of(&house.keeper()), ["👌"]);
    house.end().await;
}

#[tokio::test]
async fn a_listed_group_stays_listed_as_a_supergroup() {
    let house = super::opened(&[("MONITOR_GROUPS", "TRUE"), ("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    let group = house.sim.basic_group("Buyers", &ann);
    ann.adds(&group, &house.front);
    house.set(Name::WhiteList, &group.id().to_string()).await;
    ann.says(&group, "before");
    let topic = house.topic().await;
    house.until_in_topic(topic, "before").await;
    let large = group.migrate();
    ann.says(&large, "after");
    house.until_in_topic(topic, "after").await;
    house.end().await;
}

#[tokio::test]
async fn gates_look_at_an_album_as_one() {
    let house = super::opened(&[
        ("WELCOME", "OFF"),
        ("PRIVATE_KEYWORDS", "\"invoice\""),
        ("RESTRICTED_KEYWORDS_FRONTEND", "\"spam\""),
    ])
    .await;
    let album = |captions: [&str; 3]| {
        let pieces = captions.map(|text| Content::photo(text).caption(text));
        pieces.to_vec()
    };
    // The keyword comes last: all of it is there, in order, as one.
    let ann = house.sim.person("Ann");
    ann.sends_album(&house.front, album(["a page", "another", "of the invoice"]));
    let topic = house.topic().await;
    house.until_in_topic(topic, "of the invoice").await;
    house.at_rest().await;
    let albums = house.team.thread(topic).albums();
    let texts: Vec<&str> = albums[0].iter().map(|seen| seen.text.as_str()).collect();
    assert_eq!(texts, ["a page", "another", "of the invoice"]);
    // Without it nothing begins, nor with a forbidden word, wherever that is.
    let (bob, cem) = (house.sim.person("Bob"), house.sim.person("Cem"));
    bob.sends_album(&house.front, album(["one", "two", "three"]));
    cem.sends_album(&house.front, album(["spam", "the invoice", "three"]));
    let dana = house.sim.person("Dana");
    dana.sends_album(&house.front, album(["one", "two, spam", "the invoice"]));
    // In a closed dialog it is the same.
    house.olga.writes_in(&house.team, topic, "/close");
    house.until_named(topic, "⬛️ Ann").await;
    ann.sends_album(&house.front, album(["p1", "p2", "p3"]));
    ann.sends_album(&house.front, album(["q1", "an invoice again", "q3"]));
    house.until_in_topic(topic, "q3").await;
    house.at_rest().await;
    shown!(house.picture(topic, &[]).await);
    assert_eq!(house.team.own_topics().len(), 1);
    house.end().await;
}
