//! The same update twice changes nothing, whether it comes again later or at
//! the same time.

use backline_domain::change::Cursor;
use backline_domain::id::{ChatAddress, ChatId, IdentityId, MessageId, UserId};
use backline_domain::message::{
    Chat, ChatKind, Content, Event, FormattedText, Message, Sender, Update, UpdateKey, User,
};
use backline_domain::time::Timestamp;
use telegram_sim::Person;

use crate::house::House;

pub(crate) fn update(number: i64, from: &Person, message: i64, text: &str) -> Update {
    let user = User {
        id: UserId(from.id()),
        is_bot: false,
        first_name: "Ann".to_owned(),
        last_name: String::new(),
        username: String::new(),
        language: String::new(),
    };
    let chat = Chat {
        address: ChatAddress::whole(ChatId(from.id())),
        kind: ChatKind::Private,
        title: String::new(),
        username: String::new(),
        first_name: "Ann".to_owned(),
        last_name: String::new(),
        is_forum: false,
    };
    let message = Message {
        chat,
        id: MessageId(message),
        sender: Sender {
            user: Some(user),
            ..Sender::default()
        },
        sent_at: Timestamp(1),
        edited_at: None,
        topic: None,
        reply: None,
        forward: None,
        album: None,
        content: Content::Text(FormattedText::plain(text)),
        buttons: Vec::new(),
        is_protected: false,
        via_bot: None,
        is_automatic_forward: false,
        is_outgoing: false,
        business_bot: None,
        random_id: None,
        thread: None,
    };
    let key = UpdateKey {
        source: "elsewhere".to_owned(),
        update_id: number,
        natural: String::new(),
    };
    Update {
        key,
        event: Event::Posted(Box::new(message)),
    }
}

#[tokio::test]
async fn a_repeated_batch_is_taken_in_once() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "so that a chat is there");
    let topic = house.topic().await;
    let identity = IdentityId::bot(house.bot.id());
    let cursor = Cursor::UpdateId {
        source: "elsewhere".to_owned(),
        update_id: 7,
    };
    // No such message in the chat: its copy falls back to the stored text.
    let batch = vec![update(7, &ann, 1_000_001, "only once")];
    let desk = house.desk();
    let (one, two) = tokio::join!(
        desk.ingest(identity, batch.clone(), cursor.clone()),
        desk.ingest(identity, batch.clone(), cursor.clone()),
    );
    assert_eq!(
        one.unwrap().accepted + two.unwrap().accepted,
        1,
        "at the same time"
    );
    let again = desk.ingest(identity, batch, cursor.clone()).await.unwrap();
    assert_eq!((again.accepted, again.duplicates), (0, 1), "later");
    assert_eq!(again.cursor, cursor);
    house.until_in_topic(topic, "only once").await;
    house.at_rest().await;
    let times = house
        .team
        .thread(topic)
        .texts()
        .iter()
        .filter(|text| *text == "only once")
        .count();
    assert_eq!(times, 1);
    house.end().await;
}

#[tokio::test]
async fn update_ids_that_jump_downwards_are_taken_in() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "so that a chat is there");
    let topic = house.topic().await;
    let identity = IdentityId::bot(house.bot.id());
    for number in [900, 12] {
        let cursor = Cursor::UpdateId {
            source: "elsewhere".to_owned(),
            update_id: number,
        };
        let text = format!("update {number}");
        let batch = vec![update(number, &ann, 1_000_000 + number, &text)];
        let ingested = house
            .desk()
            .ingest(identity, batch, cursor.clone())
            .await
            .unwrap();
        assert_eq!(ingested.cursor, cursor, "the last batch's, also when lower");
        house.until_in_topic(topic, &text).await;
    }
    house.end().await;
}
