//! A bot over MTProto as frontend and as its own desk: the same as over the Bot API, and more.

use backline_proto::admin::v1 as admin;

use crate::house::{Front, House, uuid};

fn bot(house: &House) -> telegram_sim::Bot {
    match &house.front {
        Front::BotOverMtproto(bot) | Front::Bot(bot) => bot.clone(),
        Front::Account(_) => panic!("no bot"),
    }
}

#[tokio::test]
async fn a_customers_message_reaches_its_topic_and_the_answer_the_customer() {
    let house = House::of_bot_over_mtproto(&[]).await;
    let ann = house.sim.person("Ann");
    ann.starts(&bot(&house), Some("from-the-shop"));
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
            answer.reactions_of(&house.front) == ["👌"]
        })
        .await;
    house.until_named(topic, "🟨 Ann").await;
    // Deletions are seen: an operator's is carried, a customer's struck through.
    house.olga.deletes(&answer);
    house
        .until("the answer is withdrawn", || {
            !ann.chat_with(&house.front)
                .texts()
                .iter()
                .any(|text| text == "Yes, how can I help?")
        })
        .await;
    let regretted = ann.says(&house.front, "I should not have said that");
    house
        .until_in_topic(topic, "I should not have said that")
        .await;
    ann.deletes(&regretted);
    house
        .until("it is struck through", || {
            let shown = house.team.thread(topic).written();
            let shown = shown
                .iter()
                .find(|one| one.text.contains("should not have said"));
            shown.is_some_and(|one| one.entities.iter().any(|it| it.kind == "strikethrough"))
        })
        .await;
    assert!(
        house.sim.calls_of("getUpdates").is_empty(),
        "nobody polls for it"
    );
    house.at_rest().await;
    insta::assert_snapshot!(house.team.transcript(topic));
    house.end().await;
}

#[tokio::test]
async fn an_answer_lost_on_its_way_is_repeated_under_its_key_and_nobody_is_asked() {
    let house = House::of_bot_over_mtproto(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.at_rest().await;
    house
        .sim
        .script_accounts(Some("messages.forwardMessages"))
        .cut_after();
    house
        .sim
        .script_accounts(Some("messages.sendMessage"))
        .cut_after();
    house.olga.writes_in(&house.team, topic, "once");
    house.until_told(&ann, "once").await;
    house.olga.writes_in(&house.team, topic, "and twice");
    house.until_told(&ann, "and twice").await;
    house.at_rest().await;
    let texts = ann.chat_with(&house.front).texts();
    assert_eq!(texts, ["hello", "once", "and twice"]);
    assert!(house.team.thread(topic).find_containing("/again").is_none());
    house.end().await;
}

#[tokio::test]
async fn what_another_program_of_the_bots_writes_is_shown_as_that() {
    let house = House::of_bot_over_mtproto(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    bot(&house).sends(&ann, "Your parcel is on its way");
    house
        .until_in_topic(topic, "Your parcel is on its way")
        .await;
    // What it writes among the team is none of a person's words.
    bot(&house).sends(house.team.at(topic), "parcel 17 was scanned");
    house.olga.writes_in(&house.team, topic, "it is");
    house.until_told(&ann, "it is").await;
    house.at_rest().await;
    let texts = ann.chat_with(&house.front).texts();
    assert_eq!(texts, ["hello", "Your parcel is on its way", "it is"]);
    house.end().await;
}

#[tokio::test]
async fn buttons_under_a_question_work() {
    let house = House::of_bot_over_mtproto(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house
        .sim
        .script_accounts(Some("messages.forwardMessages"))
        .refuse(400, "INPUT_USER_DEACTIVATED");
    house.olga.writes_in(&house.team, topic, "refused at first");
    house
        .until("the button is there", || {
            house.team.thread(topic).written().iter().any(|seen| {
                let markup = seen.markup.as_ref().map(ToString::to_string);
                markup.is_some_and(|markup| markup.contains("Send again"))
            })
        })
        .await;
    let asks = house.team.thread(topic).refs();
    let asks = asks.iter().rev().find(|one| {
        let seen = one.look();
        seen.is_some_and(|seen| seen.markup.is_some())
    });
    let again = crate::csat::button(asks.unwrap(), "Send again");
    house.olga.presses(asks.unwrap(), &again);
    house.until_told(&ann, "refused at first").await;
    house.end().await;
}

#[tokio::test]
async fn a_connection_changes_its_way_and_goes_on() {
    let house = House::of_bot_over_mtproto(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    let first = ann.says(&house.front, "over MTProto");
    let topic = house.topic().await;
    house.until_in_topic(topic, "over MTProto").await;
    house.at_rest().await;
    for (number, via) in [
        (50, admin::connection::Via::BotApi),
        (51, admin::connection::Via::Mtproto),
    ] {
        let request = admin::UpdateConnectionRequest {
            request_id: uuid(number),
            connection: Some(admin::Connection {
                name: "connections/main".to_owned(),
                via: via.into(),
                ..admin::Connection::default()
            }),
            update_mask: Some(prost_types::FieldMask {
                paths: vec!["via".to_owned()],
            }),
            ..admin::UpdateConnectionRequest::default()
        };
        let client = house.client().await;
        let shown = client.connections().update_connection(request).await;
        let shown = shown.unwrap().into_inner().connection.unwrap();
        assert_eq!(shown.via(), via);
        house.until_served(via).await;
        // What it leaves behind there is ended.
        let sessions = usize::from(via == admin::connection::Via::Mtproto);
        house
            .until("it is logged in where it is served", || {
                house.sim.sessions(&house.front) == sessions
            })
            .await;
        let text = format!("then by {via:?}");
        ann.says(&house.front, &text);
        house.until_in_topic(topic, &text).await;
        // A reply finds its counterpart, whichever way that one came.
        let copy = house.team.thread(topic).find("over MTProto").unwrap();
        let text = format!("answered by {via:?}");
        house.olga.replies_to(&copy, text.as_str());
        house.until_told(&ann, &text).await;
        let told = ann.chat_with(&house.front).find(&text).unwrap();
        assert_eq!(told.look().unwrap().reply_to, Some(first.id()));
    }
    let logins = house.sim.calls_of("auth.importBotAuthorization");
    assert_eq!(logins.len(), 2, "once each time that it came");
    // What waited for the bot at the Bot API, where it was not meanwhile, is nobody's word anew.
    house.at_rest().await;
    let times = |texts: Vec<String>, text: &str| texts.iter().filter(|one| *one == text).count();
    for text in ["over MTProto", "then by BotApi", "then by Mtproto"] {
        assert_eq!(times(house.team.thread(topic).texts(), text), 1, "{text}");
    }
    for text in ["answered by BotApi", "answered by Mtproto"] {
        assert_eq!(
            times(ann.chat_with(&house.front).texts(), text),
            1,
            "{text}"
        );
    }
    house.end().await;
}
