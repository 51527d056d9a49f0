use serde_json::{Value, json};
use telegram_sim::{Content, Rights};

use crate::stage::Stage;

const NOT_COPIED: &str = "400 Bad Request: the message can't be copied";
const NOT_FORWARDED: &str = "400 Bad Request: the message can't be forwarded";

fn take(from: i64, id: i64, to: i64) -> Value {
    json!({"chat_id": to, "from_chat_id": from, "message_id": id})
}

#[tokio::test]
async fn every_kind_arrives_and_is_copied_where_telegram_copies_it() {
    let Stage {
        client,
        ann,
        bot,
        team,
        ..
    } = Stage::started().await;
    let never = [
        "paid_media",
        "giveaway",
        "giveaway_winners",
        "invoice",
        "story",
    ];
    for (kind, content) in Content::every_kind() {
        let message = ann.sends(&bot, content);
        let update = client.updates().await.remove(0)["message"].clone();
        assert!(update.get(kind).is_some(), "{kind}: {update}");
        assert_eq!(message.look().unwrap().kind, kind);
        let params = take(ann.id(), message.id(), team.id());
        if never.contains(&kind) {
            assert_eq!(
                client.refused("copyMessage", params.clone()).await,
                NOT_COPIED,
                "{kind}"
            );
        } else {
            client.ok("copyMessage", params.clone()).await;
        }
        let forwarded = client.ok("forwardMessage", params).await;
        assert!(forwarded.get(kind).is_some(), "{kind}: {forwarded}");
        assert_eq!(forwarded["forward_origin"]["sender_user"]["id"], ann.id());
    }
}

#[tokio::test]
async fn service_messages_arrive_and_stay_where_they_are() {
    let Stage {
        client,
        ann,
        bot,
        team,
        ..
    } = Stage::started().await;
    let all = Content::every_service();
    assert!(all.len() > 35);
    for (kind, content) in all {
        let message = ann.sends(&bot, content);
        let update = client.updates().await.remove(0)["message"].clone();
        assert!(update.get(kind).is_some(), "{kind}: {update}");
        let params = take(ann.id(), message.id(), team.id());
        assert_eq!(
            client.refused("copyMessage", params.clone()).await,
            NOT_COPIED
        );
        assert_eq!(
            client.refused("forwardMessage", params).await,
            NOT_FORWARDED
        );
    }
}

#[tokio::test]
async fn kinds_that_look_like_others_carry_both_fields() {
    let Stage {
        client, ann, bot, ..
    } = Stage::started().await;
    ann.sends(&bot, Content::live_photo("a"));
    ann.sends(&bot, Content::venue("Café", "Main Street 1"));
    ann.sends(
        &bot,
        Content::file(telegram_sim::world::MediaKind::Animation, "g"),
    );
    let updates = client.updates().await;
    let live = &updates[0]["message"];
    assert_eq!(live["live_photo"]["photo"], live["photo"]);
    assert_ne!(live["live_photo"]["file_id"], live["photo"][1]["file_id"]);
    assert_eq!(updates[1]["message"]["location"]["latitude"], 52.5);
    assert!(updates[2]["message"]["document"].is_object());
    let again = json!({
        "chat_id": ann.id(), "live_photo": live["live_photo"]["file_id"], "photo": live["photo"][1]["file_id"],
    });
    let sent = client.ok("sendLivePhoto", again).await;
    assert!(sent["live_photo"]["photo"].is_array());
}

#[tokio::test]
async fn a_quiz_is_copied_only_by_who_knows_its_answer() {
    let Stage {
        client,
        ann,
        bot,
        team,
        sim,
        ..
    } = Stage::started().await;
    let group = sim.group("Customers", &ann);
    group.add_admin(&bot, Rights::all());
    client.updates().await;
    let quiz = || Content::quiz("2 + 2?", &["3", "4"], 1);
    let told = ann.sends(&bot, quiz());
    let hidden = ann.sends(&group, quiz());
    let updates = client.updates().await;
    assert_eq!(
        updates[0]["message"]["poll"]["correct_option_ids"],
        json!([1])
    );
    assert_eq!(
        updates[1]["message"]["poll"].get("correct_option_ids"),
        None
    );
    client
        .ok("copyMessage", take(ann.id(), told.id(), team.id()))
        .await;
    assert_eq!(
        client
            .refused("copyMessage", take(group.id(), hidden.id(), team.id()))
            .await,
        NOT_COPIED
    );
    client
        .ok("forwardMessage", take(group.id(), hidden.id(), team.id()))
        .await;
    let poll = ann.sends(&bot, Content::poll("Tea?", &["yes", "no"]));
    let copied = client
        .ok("copyMessage", take(ann.id(), poll.id(), ann.id()))
        .await;
    let seen = ann.chat_with(&bot).last().unwrap();
    assert_eq!(copied["message_id"], seen.id);
}

#[tokio::test]
async fn a_copied_die_is_thrown_anew_and_a_checklist_begins_again() {
    let Stage {
        client,
        ann,
        bot,
        team,
        sim,
        ..
    } = Stage::started().await;
    let dice = ann.sends(&bot, Content::dice("🎲", 2));
    let list = ann.sends(&bot, Content::checklist("Trip", &["tickets", "shoes"]));
    let value = |at: usize, field: &str| {
        let uid = team.general().written()[at].uid;
        sim.read(|world| match &world.message(uid).unwrap().body {
            telegram_sim::world::Body::Plain(_, value) => value[field].clone(),
            other => panic!("{other:?}"),
        })
    };
    for message in [&dice, &list] {
        client
            .ok("copyMessage", take(ann.id(), message.id(), team.id()))
            .await;
        client
            .ok("forwardMessage", take(ann.id(), message.id(), team.id()))
            .await;
    }
    assert_eq!((value(0, "value"), value(1, "value")), (4.into(), 2.into()));
    assert_eq!(value(2, "tasks")[0].get("completion_date"), None);
    assert!(value(3, "tasks")[0].get("completion_date").is_some());
}
