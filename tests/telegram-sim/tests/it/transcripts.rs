use serde_json::json;
use telegram_sim::{BusinessRights, Content};

use crate::stage::Stage;

#[tokio::test]
async fn a_transcript_shows_albums_quotes_edits_reactions_and_forwards() {
    let Stage {
        client,
        ann,
        bot,
        olga,
        team,
        ..
    } = Stage::started().await;
    ann.sends_album(
        &bot,
        vec![Content::photo("1").caption("two"), Content::video("2")],
    );
    ann.sends_album(&bot, vec![Content::document("3"), Content::document("4")]);
    let order = ann.says(&bot, "my order is late");
    ann.quotes(&order, "is late", "very");
    ann.replies_to(&order, "really");
    ann.edits(&order, "my order is very late");
    ann.reacts(&order, "😢");
    let there = olga.says(&team, "over there");
    let reply = json!({
        "chat_id": ann.id(), "text": "see", "reply_parameters": {"message_id": there.id(), "chat_id": team.id()},
        "reply_markup": {"inline_keyboard": [[{"text": "Ok", "callback_data": "ok"}]]},
    });
    client.ok("sendMessage", reply).await;
    let forward = json!({"chat_id": ann.id(), "from_chat_id": team.id(), "message_id": there.id()});
    client.ok("forwardMessage", forward).await;
    assert_eq!(
        ann.chat_with(&bot).transcript(),
        "[Ann] /start\n\
         [Ann] <photo in album 1> two\n\
         [Ann] <video in album 1>\n\
         [Ann] <document in album 2>\n\
         [Ann] <document in album 2>\n\
         [Ann] my order is very late (edited) {😢 Ann}\n\
         [Ann] (quotes \"is late\") very\n\
         [Ann] (to \"my order is very late\") really\n\
         [Support] (to \"over there\" elsewhere) see [[Ok]]\n\
         [Support] forwards Olga over there\n"
    );
}

#[tokio::test]
async fn what_is_seen_can_be_found_and_compared() {
    let Stage {
        client,
        ann,
        bot,
        team,
        ..
    } = Stage::started().await;
    let photo = Content::photo("cat.jpg")
        .caption("look")
        .spoiler()
        .caption_above();
    let photo = ann.sends(&bot, photo);
    let copy = json!({"chat_id": team.id(), "from_chat_id": ann.id(), "message_id": photo.id()});
    client.ok("copyMessage", copy).await;
    ann.sends_album(&bot, vec![Content::photo("1"), Content::photo("2")]);
    ann.sends(&bot, Content::poll("Tea?", &["yes", "no"]));
    let (original, copied) = (
        photo.look().unwrap(),
        team.general().find("look").unwrap().look().unwrap(),
    );
    assert_eq!(original.file_no, copied.file_no);
    assert_eq!(copied.file.as_deref(), Some("cat.jpg"));
    assert!(copied.spoiler && copied.caption_above && !copied.protected);
    let talk = ann.chat_with(&bot);
    assert_eq!(
        talk.blocks().iter().map(Vec::len).collect::<Vec<_>>(),
        [1, 1, 2, 1]
    );
    assert_eq!(talk.albums()[0].len(), 2);
    let poll = talk.find_kind("poll").unwrap();
    assert_eq!(poll.look().unwrap().value.unwrap()["question"], "Tea?");
    assert_eq!(talk.with_id(poll.id()).unwrap().id(), poll.id());
    assert_eq!(talk.refs().len(), 5);
}

#[tokio::test]
async fn who_really_wrote_for_an_account_is_told() {
    let Stage {
        client,
        ann,
        bot,
        olga,
        ..
    } = Stage::set().await;
    bot.takes_business();
    let business = olga.connects(&bot, BusinessRights::all());
    ann.says(&olga, "hello");
    let send = json!({"business_connection_id": business.id(), "chat_id": ann.id(), "text": "hi"});
    client.ok("sendMessage", send).await;
    assert_eq!(
        ann.chat_with(&olga).transcript(),
        "[Ann] hello\n[Olga, by Support] hi\n"
    );
}
