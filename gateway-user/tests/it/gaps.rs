//! What Telegram does not tell by itself.

use backline_proto::common::v1::MemberStatus;
use backline_proto::gateway::v1::IdentityState;
use backline_proto::gateway::v1::update::Event;
use telegram_sim::{Content, Rights};

use crate::stage::{Stage, message_of, text_of, texts};

#[tokio::test]
async fn what_no_difference_gives_is_read_from_the_chats() {
    let stage = Stage::started().await;
    stage.ann.says(&stage.agent, "before");
    stage.until_text("before").await;
    let cursor = stage.cursor();
    stage.server.revoke(stage.agent.id()).await;
    stage.server.until_report(IdentityState::Released).await;
    let before = stage.server.updates().len();
    let bob = stage.sim.person("Bob");
    let mut wanted = Vec::new();
    for number in 0..120 {
        for (name, who) in [("Ann", &stage.ann), ("Bob", &bob)] {
            let text = format!("{name} {number}");
            who.says(&stage.agent, &text);
            wanted.push(text);
        }
    }
    stage
        .sim
        .script(&stage.agent, "updates.getDifference")
        .times(3)
        .refuse(400, "PERSISTENT_TIMESTAMP_INVALID");
    stage.assign(cursor).await;
    let all = || texts(&stage.server.updates()[before..]).len() >= wanted.len();
    stage.drive("all", all).await;
    let came = texts(&stage.server.updates()[before..]);
    for who in ["Ann", "Bob"] {
        let of = |all: &[String]| -> Vec<String> {
            let of = all.iter().filter(|text| text.starts_with(who));
            of.cloned().collect()
        };
        assert_eq!(of(&came), of(&wanted), "in order, each once");
    }
    let unknown = stage.server.updates().iter().any(
        |update| matches!(&update.event, Some(Event::Unknown(it)) if it.raw_kind == "malformed"),
    );
    assert!(unknown, "and that is told: {:?}", stage.sim.calls());
}

#[tokio::test]
async fn a_group_that_the_account_came_into_meanwhile_is_read() {
    let stage = Stage::started().await;
    stage.ann.says(&stage.agent, "before");
    stage.until_text("before").await;
    let cursor = stage.cursor();
    stage.server.revoke(stage.agent.id()).await;
    stage.server.until_report(IdentityState::Released).await;
    let boss = stage.sim.person("Boss");
    let other = stage.sim.group("Other", &boss);
    boss.adds(&other, &stage.agent);
    let wanted: Vec<String> = (0..130).map(|number| format!("other {number}")).collect();
    for text in &wanted {
        boss.says(&other, text);
    }
    stage.assign(cursor).await;
    let of_other = || -> Vec<String> {
        let all = texts(&stage.server.updates()).into_iter();
        all.filter(|text| text.starts_with("other ")).collect()
    };
    stage
        .drive("all", || of_other().len() >= wanted.len())
        .await;
    assert_eq!(of_other(), wanted);
    boss.says(&other, "other, live");
    stage.until_text("other, live").await;
}

#[tokio::test]
async fn a_wait_that_telegram_asks_for_is_waited() {
    let stage = Stage::started().await;
    let cursor = stage.cursor();
    stage.server.revoke(stage.agent.id()).await;
    stage.server.until_report(IdentityState::Released).await;
    stage.ann.says(&stage.agent, "after the wait");
    stage
        .sim
        .script(&stage.agent, "updates.getDifference")
        .refuse(420, "FLOOD_WAIT_7");
    stage.assign(cursor).await;
    let told = stage
        .server
        .until_report(IdentityState::TransientDisconnect)
        .await;
    assert!(told.detail.contains("FLOOD_WAIT_7"), "{}", told.detail);
    let came = || texts(&stage.server.updates()).contains(&"after the wait".to_owned());
    stage.drive("the message", came).await;
}

#[tokio::test]
async fn content_of_every_kind_comes_as_a_message() {
    let stage = Stage::started().await;
    let kinds = Content::every_kind();
    let count = kinds.len();
    for (_, content) in kinds {
        stage.ann.sends(&stage.agent, content);
    }
    stage.ann.says(&stage.agent, "that is all");
    stage.until_text("that is all").await;
    let updates = stage.server.updates();
    let came: Vec<_> = updates.iter().filter_map(message_of).collect();
    let held = came.iter().filter(|message| message.content.is_some());
    assert!(held.count() > count, "{count} kinds");
    let unknown =
        |it: &&backline_proto::gateway::v1::Update| matches!(it.event, Some(Event::Unknown(_)));
    assert_eq!(updates.iter().find(unknown), None);
    assert!(updates.iter().filter_map(text_of).count() > 0);
}

#[tokio::test]
async fn rights_given_and_taken_are_told() {
    let stage = Stage::started().await;
    let boss = stage.sim.person("Boss");
    let other = stage.sim.forum("Other", &boss);
    boss.adds(&other, &stage.agent);
    boss.says(&other, "welcome");
    stage.until_text("welcome").await;
    boss.makes_admin(&other, &stage.agent, Rights::all());
    let standing = |status| {
        let updates = stage.server.updates();
        updates.iter().any(|update| match &update.event {
            Some(Event::OwnMembershipChanged(change)) => {
                let is_known = change.actor.as_ref().is_some_and(|actor| actor.id != 0);
                assert!(is_known, "{change:?}");
                change.chat.as_ref().unwrap().title == "Other" && change.new_status() == status
            }
            _ => false,
        })
    };
    stage
        .settled("promoted", || standing(MemberStatus::Administrator))
        .await;
    let promoted = stage
        .server
        .updates()
        .into_iter()
        .find_map(|update| match update.event {
            Some(Event::OwnMembershipChanged(change))
                if change.new_status() == MemberStatus::Administrator =>
            {
                Some(change)
            }
            _ => None,
        });
    let promoted = promoted.unwrap();
    assert_eq!(promoted.actor.unwrap().first_name, "Boss");
    assert!(promoted.rights.unwrap().manage_topics);
    boss.removes(&other, &stage.agent);
    stage
        .settled("removed", || {
            standing(MemberStatus::Banned) || standing(MemberStatus::Left)
        })
        .await;
}

#[tokio::test]
async fn a_short_message_from_somebody_not_met_yet_comes_with_who_it_is() {
    let stage = Stage::set().await;
    let held = stage.sim.script(&stage.agent, "messages.getDialogs").hold();
    stage.assign(None).await;
    stage.follows().await;
    stage.settled("the walk", || held.has_arrived()).await;
    // Telegram takes her for met, and shows her no more; this process has not.
    stage.ann.says(&stage.agent, "it is me");
    let message = stage.until_text("it is me").await;
    assert_eq!(message.sender.unwrap().user.unwrap().first_name, "Ann");
    // And can be answered at once.
    let answer = crate::stage::send(stage.ann_chat(), 0, crate::stage::text("hello"));
    stage.does(answer, &[1]).await;
    held.release();
}

#[tokio::test]
async fn updates_go_on_from_the_state_that_the_server_has_and_no_further() {
    let stage = Stage::started().await;
    let cursor = stage.cursor();
    for number in 0..3 {
        stage.ann.says(&stage.agent, &format!("m{number}"));
    }
    stage.until_text("m2").await;
    let count = stage.server.updates().len();
    // An older state: what came since comes again, under the same keys.
    stage.assign(cursor).await;
    let again = || texts(&stage.server.updates()[count..]).len() == 3;
    stage.drive("again", again).await;
    let key =
        |update: &backline_proto::gateway::v1::Update| update.key.clone().unwrap().natural_key;
    let updates = stage.server.updates();
    let of = |part: &[backline_proto::gateway::v1::Update]| -> std::collections::BTreeSet<String> {
        let part = part.iter().filter(|update| text_of(update).is_some());
        part.map(key).collect()
    };
    assert_eq!(of(&updates[..count]), of(&updates[count..]));
}

/// Telegram tells them in the same answer as what is new.
#[tokio::test]
async fn edits_and_deletions_in_a_supergroup_that_were_missed_are_told() {
    let stage = Stage::started().await;
    let boss = stage.sim.person("Boss");
    let other = stage.sim.group("Other", &boss);
    boss.adds(&other, &stage.agent);
    let edited = boss.says(&other, "one");
    let deleted = boss.says(&other, "two");
    stage.until_text("two").await;
    let cursor = stage.cursor();
    stage.server.revoke(stage.agent.id()).await;
    stage.server.until_report(IdentityState::Released).await;
    boss.edits(&edited, "one, edited");
    boss.deletes(&deleted);
    boss.says(&other, "three");
    stage.assign(cursor).await;
    let is_told = || {
        let updates = stage.server.updates();
        let events = updates.iter().filter_map(|update| update.event.as_ref());
        let (mut is_edited, mut is_gone) = (false, false);
        for event in events {
            match event {
                Event::MessageEdited(it) => {
                    is_edited |= it.message_id == edited.id_for(&stage.agent)
                }
                Event::MessagesDeleted(gone) => {
                    let number = deleted.id_for(&stage.agent);
                    is_gone |= gone.message_ids.contains(&number);
                }
                _ => {}
            }
        }
        is_edited && is_gone
    };
    stage.drive("both are told", is_told).await;
    stage.until_text("three").await;
}
