use std::time::Duration;

use serde_json::{Value, json};
use telegram_sim::{Content, Rights};

use crate::stage::Stage;

const REFUSED: &str = "400 Bad Request: message can't be deleted";
const NOT_FOR_EVERYONE: &str = "400 Bad Request: message can't be deleted for everyone";
const TWO_DAYS: Duration = Duration::from_secs(48 * 3600);

fn delete(chat: i64, id: i64) -> Value {
    json!({"chat_id": chat, "message_id": id})
}

async fn own(stage: &Stage, chat: i64) -> i64 {
    let send = json!({"chat_id": chat, "text": "own"});
    stage.client.ok("sendMessage", send).await["message_id"]
        .as_i64()
        .unwrap()
}

#[tokio::test]
async fn in_a_private_chat_everything_young_goes() {
    let stage = Stage::started().await;
    let Stage {
        client,
        ann,
        bot,
        clock,
        ..
    } = &stage;
    let (hers, ours) = (ann.says(bot, "hers"), own(&stage, ann.id()).await);
    let kept = own(&stage, ann.id()).await;
    client
        .ok("deleteMessage", delete(ann.id(), hers.id()))
        .await;
    client.ok("deleteMessage", delete(ann.id(), ours)).await;
    assert!(hers.is_deleted());
    assert_eq!(
        client
            .refused("deleteMessage", delete(ann.id(), hers.id()))
            .await,
        "400 Bad Request: message to delete not found"
    );
    clock.advance(TWO_DAYS + Duration::from_secs(1));
    assert_eq!(
        client
            .refused("deleteMessage", delete(ann.id(), kept))
            .await,
        NOT_FOR_EVERYONE
    );
    let dice = client.ok("sendDice", json!({"chat_id": ann.id()})).await["message_id"]
        .as_i64()
        .unwrap();
    assert_eq!(
        client
            .refused("deleteMessage", delete(ann.id(), dice))
            .await,
        NOT_FOR_EVERYONE
    );
    clock.advance(TWO_DAYS / 2);
    client.ok("deleteMessage", delete(ann.id(), dice)).await;
}

#[tokio::test]
async fn in_a_supergroup_it_takes_the_right_and_youth() {
    let stage = Stage::started().await;
    let Stage {
        client,
        olga,
        bot,
        team,
        clock,
        ..
    } = &stage;
    let id = team.id();
    let hers = olga.says(team, "hers");
    let thread = olga.opens_topic(team, "Ann");
    let old = olga.says(team, "old");
    client.ok("deleteMessage", delete(id, hers.id())).await;
    assert_eq!(
        client.refused("deleteMessage", delete(id, thread)).await,
        REFUSED
    );
    olga.makes_admin(team, bot, Rights::none());
    let ours = own(&stage, id).await;
    assert_eq!(
        client.refused("deleteMessage", delete(id, old.id())).await,
        REFUSED
    );
    client.ok("deleteMessage", delete(id, ours)).await;
    olga.makes_admin(team, bot, Rights::all());
    clock.advance(TWO_DAYS);
    assert_eq!(
        client.refused("deleteMessage", delete(id, old.id())).await,
        REFUSED,
        "no right makes a bot delete what is two days old"
    );
}

#[tokio::test]
async fn in_a_basic_group_administrators_may() {
    let stage = Stage::started().await;
    let Stage {
        client,
        ann,
        bot,
        sim,
        ..
    } = &stage;
    let group = sim.basic_group("Customers", ann);
    group.add(bot);
    let hers = ann.says(&group, "/hers");
    let ours = own(&stage, group.id()).await;
    assert_eq!(
        client
            .refused("deleteMessage", delete(group.id(), hers.id()))
            .await,
        NOT_FOR_EVERYONE
    );
    client.ok("deleteMessage", delete(group.id(), ours)).await;
    group.add_admin(bot, Rights::none());
    client
        .ok("deleteMessage", delete(group.id(), hers.id()))
        .await;
}

#[tokio::test]
async fn many_at_once_skip_what_is_not_there_and_fail_together() {
    let stage = Stage::started().await;
    let Stage {
        client,
        olga,
        team,
        ann,
        bot,
        ..
    } = &stage;
    let many = |ids: &[i64]| json!({"chat_id": team.id(), "message_ids": ids});
    let (one, two) = (olga.says(team, "one"), olga.says(team, "two"));
    let thread = olga.opens_topic(team, "Ann");
    assert_eq!(
        client
            .refused("deleteMessages", many(&[one.id(), thread]))
            .await,
        REFUSED
    );
    assert!(!one.is_deleted());
    client
        .ok("deleteMessages", many(&[two.id(), 4711, one.id()]))
        .await;
    assert!(one.is_deleted() && two.is_deleted());
    client.ok("deleteMessages", many(&[one.id(), 4711])).await;
    assert_eq!(
        client.refused("deleteMessages", many(&[])).await,
        "400 Bad Request: message identifiers are not specified"
    );
    assert_eq!(
        client.refused("deleteMessages", many(&[1; 101])).await,
        "400 Bad Request: too many message identifiers specified"
    );
    // People delete what is theirs without a word to bots.
    let photo = ann.sends(bot, Content::photo("1"));
    client.updates().await;
    ann.deletes(&photo);
    ann.says(bot, "after");
    assert_eq!(client.texts().await, ["after"]);
    assert_eq!(
        client
            .refused("deleteMessage", delete(ann.id(), photo.id()))
            .await,
        "400 Bad Request: message to delete not found"
    );
}
