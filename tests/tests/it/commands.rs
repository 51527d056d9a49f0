//! What operators write that is not for the customer.

use telegram_sim::Content;

use crate::house::House;

async fn open() -> (House, telegram_sim::Person, i64) {
    let house = super::opened(&[]).await;
    let ann = house.sim.person("Ann");
    ann.with_username("ann_from_x");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.until_told(&ann, "Hello Ann!").await;
    (house, ann, topic)
}

#[tokio::test]
async fn comments_stay_inside() {
    let (house, ann, topic) = open().await;
    house
        .olga
        .writes_in(&house.team, topic, "/ she has called twice");
    house.olga.sends(
        house.team.at(topic),
        Content::photo("p").caption("/ screenshot for us"),
    );
    house.olga.writes_in(&house.team, topic, "for the customer");
    house.until_told(&ann, "for the customer").await;
    let texts = ann.chat_with(&house.front).texts();
    assert!(
        !texts
            .iter()
            .any(|text| text.contains("she has called") || text.contains("screenshot"))
    );
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn what_is_answered_inside_is_not_quoted_outside() {
    let (house, ann, topic) = open().await;
    let comment = house
        .olga
        .writes_in(&house.team, topic, "/ she is never on time");
    house
        .olga
        .replies_to(&comment, Content::text("could you come at nine?"));
    house.until_told(&ann, "could you come at nine?").await;
    house.olga.writes_in(&house.team, topic, "/info");
    house.until_in_topic(topic, "ann_from_x").await;
    house.at_rest().await;
    let texts = house.team.thread(topic).texts();
    let card = texts.iter().find(|text| text.contains("ann_from_x"));
    let card = house.team.thread(topic).find(card.unwrap()).unwrap();
    house.olga.replies_to(&card, Content::text("or at ten?"));
    house.until_told(&ann, "or at ten?").await;
    let told = ann.chat_with(&house.front).texts();
    let told: Vec<&str> = told.iter().rev().take(2).map(String::as_str).collect();
    assert_eq!(told, ["or at ten?", "could you come at nine?"]);
    house.end().await;
}

#[tokio::test]
async fn info_shows_the_card() {
    let (house, ann, topic) = open().await;
    house.olga.writes_in(&house.team, topic, "/info");
    house.until_in_topic(topic, "ann_from_x").await;
    // Ids depend on who else there is; an account is not told the language of people's apps.
    let picture = house.picture(topic, &[&ann]).await;
    let picture = picture.replace(&ann.id().to_string(), "ID");
    shown!(picture.replace("    Language of the app: en\n", ""));
    house.end().await;
}

#[tokio::test]
async fn help_lists_what_can_be_used() {
    let (house, _ann, topic) = open().await;
    house.olga.writes_in(&house.team, topic, "/help");
    house.until_in_topic(topic, "/close").await;
    let help = house.team.thread(topic).last().unwrap().text;
    // What only accounts can do is listed for accounts alone.
    let lines = help.lines().filter(|line| !line.starts_with("/invite"));
    shown!(lines.collect::<Vec<_>>().join("\n"));
    house.end().await;
}

#[tokio::test]
async fn an_unknown_command_is_told_once_and_never_sent() {
    let (house, ann, topic) = open().await;
    house.olga.writes_in(&house.team, topic, "/shrug who knows");
    house.until_in_topic(topic, "/shrug").await;
    house
        .until("it is told", || {
            house
                .team
                .thread(topic)
                .texts()
                .iter()
                .filter(|text| text.contains("/shrug"))
                .count()
                == 2
        })
        .await;
    house.olga.writes_in(&house.team, topic, "/shrug again");
    house.olga.writes_in(&house.team, topic, "a real answer");
    house.until_told(&ann, "a real answer").await;
    assert!(
        ann.chat_with(&house.front)
            .find_containing("shrug")
            .is_none()
    );
    let told = house.team.thread(topic).texts();
    assert_eq!(
        told.iter().filter(|text| text.contains("/shrug")).count(),
        3
    );
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn another_bots_command_is_left_alone() {
    let (house, ann, topic) = open().await;
    house
        .olga
        .writes_in(&house.team, topic, "/close@SomeOtherBot");
    house.olga.writes_in(&house.team, topic, "an answer");
    house.until_told(&ann, "an answer").await;
    assert!(!house.is_closed(topic));
    assert!(
        ann.chat_with(&house.front)
            .find_containing("/close")
            .is_none()
    );
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn anonymous_admins_answer_but_command_nothing() {
    let (house, ann, topic) = open().await;
    house.olga.goes_anonymous(&house.team);
    house.olga.writes_in(&house.team, topic, "/close");
    house
        .until("the refusal is told", || {
            house.team.thread(topic).texts().len() >= 3
        })
        .await;
    house
        .olga
        .writes_in(&house.team, topic, "an anonymous answer");
    house.until_told(&ann, "an anonymous answer").await;
    assert!(!house.is_closed(topic));
    house.at_rest().await;
    shown!(house.team.transcript(topic));
    house.end().await;
}

#[tokio::test]
async fn service_topics_are_left_alone() {
    let (house, ann, topic) = open().await;
    let news = house.olga.opens_topic(&house.team, "Team news");
    house.olga.writes_in(&house.team, news, "lunch at noon");
    house.olga.writes_in(&house.team, news, "/close");
    house.olga.writes_in(&house.team, news, "/nonsense");
    house.olga.writes_in(&house.team, topic, "an answer");
    house.until_told(&ann, "an answer").await;
    assert_eq!(
        house.team.thread(news).written().len(),
        3,
        "nothing was said there"
    );
    assert!(
        ann.chat_with(&house.front)
            .find_containing("lunch")
            .is_none()
    );
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn commands_of_dialogs_belong_into_dialogs() {
    let (house, _ann, _topic) = open().await;
    let before = house.team.general().written().len();
    house.olga.says(&house.team, "/close");
    house
        .until("it is told", || {
            house.team.general().written().len() == before + 2
        })
        .await;
    house.at_rest().await;
    shown!(house.team.general().last().unwrap().text);
    house.end().await;
}

#[tokio::test]
async fn what_is_answered_from_another_topic_is_not_shown_to_the_customer() {
    let house = super::opened(&[("WELCOME", "OFF")]).await;
    let (ann, bob) = (house.sim.person("Ann"), house.sim.person("Bob"));
    ann.says(&house.front, "hello from Ann");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello from Ann").await;
    bob.says(&house.front, "my secret from Bob");
    house
        .until("Bob has a topic", || house.team.topic("Bob").is_some())
        .await;
    let other = house.team.topic("Bob").unwrap().thread;
    house.until_in_topic(other, "my secret").await;
    let shown = house.team.thread(other).find_containing("secret").unwrap();
    // "Reply in another chat" in the app: into Ann's topic, text and album.
    let place = house.team.at(topic);
    house
        .olga
        .replies_elsewhere(&shown, place, Content::text("just as with this one"));
    let album = house.olga.starts_album(place).replying_to(&shown);
    album.piece(Content::photo("a").caption("one"));
    album.piece(Content::photo("b").caption("two"));
    house.until_told(&ann, "just as with this one").await;
    house.until_told(&ann, "two").await;
    let got = ann.chat_with(&house.front).written();
    assert!(
        got.iter()
            .all(|seen| !seen.elsewhere && seen.quote.is_none()),
        "{got:#?}"
    );
    assert!(!ann.chat_with(&house.front).transcript().contains("secret"));
    house.end().await;
}
