//! Updates from Telegram to the server: nothing passed over too early, nothing
//! stalled, nothing lost.

use backline_proto::gateway::v1::IdentityState;
use backline_proto::gateway::v1::update::Event;

use crate::stage::{Stage, message_of, send, text, texts};

#[tokio::test]
async fn an_account_is_online_and_says_who_it_is() {
    let stage = Stage::started().await;
    let told = stage.server.until_report(IdentityState::Online).await;
    let profile = told.profile.unwrap();
    assert_eq!(profile.user_id, stage.agent.id());
    assert_eq!(profile.name, "Agent");
}

#[tokio::test]
async fn what_is_written_to_an_account_comes_with_who_wrote_it() {
    let stage = Stage::started().await;
    stage.ann.says(&stage.agent, "Hello?");
    let message = stage.until_text("Hello?").await;
    let chat = message.chat.unwrap();
    assert_eq!(chat.address.unwrap().id, stage.ann.id());
    assert_eq!(chat.first_name, "Ann");
    assert_eq!(message.sender.unwrap().user.unwrap().id, stage.ann.id());
    assert!(!message.is_outgoing);
    stage.agent.says(&stage.ann, "from another device");
    let own = stage.until_text("from another device").await;
    assert!(own.is_outgoing);
    assert_eq!(own.chat.unwrap().address.unwrap().id, stage.ann.id());
    assert_eq!(own.random_id, 0);
}

#[tokio::test]
async fn a_gateway_that_died_before_the_commit_gets_the_same_again() {
    let stage = Stage::started().await;
    let cursor = stage.cursor();
    stage.server.refuse_updates(true);
    for number in 0..3 {
        stage.ann.says(&stage.agent, &format!("m{number}"));
    }
    stage
        .server
        .until_updates("all three", |updates| texts(updates).len() == 3)
        .await;
    let keys = |from: usize| -> Vec<String> {
        let updates = stage.server.updates();
        let keys = updates[from..].iter();
        keys.map(|update| update.key.clone().unwrap().natural_key)
            .collect()
    };
    let before = keys(0);
    let count = before.len();
    // Another assignment is a fresh start, as after a crash; the server has not
    // moved on.
    stage.server.refuse_updates(false);
    stage.assign(cursor).await;
    stage
        .settled("again", || {
            let again = texts(&stage.server.updates()[count..]);
            again == ["m0", "m1", "m2"]
        })
        .await;
    assert_eq!(before[..3], keys(count)[..3], "by difference as by push");
}

#[tokio::test]
async fn nothing_is_dropped_of_a_burst() {
    let stage = Stage::started().await;
    let wanted: Vec<String> = (0..1000).map(|number| format!("burst {number}")).collect();
    for text in &wanted {
        stage.ann.says(&stage.agent, text);
    }
    stage
        .server
        .until_updates("all", |updates| texts(updates).len() == wanted.len())
        .await;
    assert_eq!(texts(&stage.server.updates()), wanted);
    let batches = stage.server.batches();
    assert!(batches.iter().all(|batch| batch.updates.len() <= 100));
}

#[tokio::test]
async fn what_was_missed_while_nobody_served_the_account_comes_in_order() {
    let stage = Stage::started().await;
    stage.agent.says(&stage.team, "in the group");
    stage.until_text("in the group").await;
    let cursor = stage.cursor();
    stage.server.revoke(stage.agent.id()).await;
    stage.server.until_report(IdentityState::Released).await;
    let (before, posted) = (stage.server.updates().len(), stage.server.posted());
    let wanted: Vec<String> = (0..4100).map(|number| format!("missed {number}")).collect();
    for text in &wanted {
        stage.ann.says(&stage.agent, text);
    }
    let in_group: Vec<String> = (0..900).map(|number| format!("group {number}")).collect();
    for text in &in_group {
        stage.agent.says(&stage.team, text);
    }
    stage.assign(cursor).await;
    let all = posted + wanted.len() + in_group.len();
    stage
        .catches_up("all", || stage.server.posted() >= all)
        .await;
    let came = texts(&stage.server.updates()[before..]);
    let (private, group): (Vec<_>, Vec<_>) = came
        .into_iter()
        .partition(|text| text.starts_with("missed"));
    assert_eq!(private, wanted);
    assert_eq!(group, in_group);
}

#[tokio::test]
async fn a_channel_too_far_behind_is_read_from_its_history_each_message_once() {
    let stage = Stage::started().await;
    stage.agent.says(&stage.team, "before");
    stage.until_text("before").await;
    let cursor = stage.cursor();
    stage.server.revoke(stage.agent.id()).await;
    stage.server.until_report(IdentityState::Released).await;
    let before = stage.server.updates().len();
    let wanted: Vec<String> = (0..1100).map(|number| format!("far {number}")).collect();
    for text in &wanted {
        stage.agent.says(&stage.team, text);
    }
    stage.assign(cursor).await;
    stage
        .settled("all", || {
            texts(&stage.server.updates()[before..]).len() >= wanted.len()
        })
        .await;
    assert_eq!(texts(&stage.server.updates()[before..]), wanted);
    assert!(!stage.sim.calls_of("messages.getHistory").is_empty());
    stage.agent.says(&stage.team, "after");
    stage.until_text("after").await;
}

#[tokio::test]
async fn an_edit_a_deletion_and_a_reaction_are_told() {
    let stage = Stage::started().await;
    let said = stage.ann.says(&stage.agent, "first");
    let posted = stage.until_text("first").await;
    stage.ann.edits(&said, "second");
    stage
        .server
        .until_updates("the edit", |updates| {
            updates.iter().any(|update| {
                matches!(&update.event, Some(Event::MessageEdited(edited))
                    if edited.message_id == posted.message_id)
            })
        })
        .await;
    stage.ann.reacts(&said, "👍");
    stage
        .server
        .until_updates("the reaction", |updates| {
            updates.iter().any(|update| {
                matches!(&update.event, Some(Event::ReactionChanged(change))
                    if change.message_id == posted.message_id && !change.new_reactions.is_empty())
            })
        })
        .await;
    stage.ann.takes_reaction_back(&said);
    stage
        .server
        .until_updates("the withdrawal", |updates| {
            updates.iter().any(|update| {
                matches!(&update.event, Some(Event::ReactionChanged(change))
                    if change.new_reactions.is_empty() && !change.old_reactions.is_empty())
            })
        })
        .await;
    stage.ann.deletes(&said);
    stage
        .server
        .until_updates("the deletion", |updates| {
            updates.iter().any(|update| {
                matches!(&update.event, Some(Event::MessagesDeleted(gone))
                    if gone.message_ids == [posted.message_id]
                        && gone.chat.as_ref().unwrap().id == 0)
            })
        })
        .await;
}

#[tokio::test]
async fn a_topics_messages_say_their_topic_and_no_made_up_reply() {
    let stage = Stage::started().await;
    let thread = stage.agent.opens_topic(&stage.team, "Ann");
    let first = stage.agent.writes_in(&stage.team, thread, "in the topic");
    let message = stage.until_text("in the topic").await;
    assert_eq!(message.topic_id, thread);
    assert_eq!(message.reply, None);
    assert!(message.chat.unwrap().is_forum);
    stage.agent.replies_to(&first, "an answer");
    let answer = stage.until_text("an answer").await;
    assert_eq!(answer.topic_id, thread);
    assert_eq!(answer.reply.unwrap().message_id, message.message_id);
    stage.agent.says(&stage.team, "in general");
    assert_eq!(stage.until_text("in general").await.topic_id, 0);
}

#[tokio::test]
async fn the_echo_of_an_own_send_has_its_random_id_and_another_devices_has_none() {
    let stage = Stage::started().await;
    let made = stage
        .does(send(stage.ann_chat(), 0, text("by Backline")), &[4711])
        .await;
    let echo = stage.until_text("by Backline").await;
    assert_eq!(echo.random_id, 4711);
    assert!(echo.is_outgoing);
    assert_eq!([echo.message_id], made.message_ids[..]);
}

#[tokio::test]
async fn who_added_the_account_to_a_group_is_told() {
    let stage = Stage::started().await;
    let boss = stage.sim.person("Boss");
    let other = stage.sim.group("Other", &boss);
    boss.adds(&other, &stage.agent);
    stage
        .server
        .until_updates("the membership", |updates| {
            updates.iter().any(|update| match &update.event {
                Some(Event::OwnMembershipChanged(change)) => {
                    change.actor.as_ref().map(|actor| actor.id) == Some(boss.id())
                        && change.chat.as_ref().unwrap().address.as_ref().unwrap().id == other.id()
                }
                _ => false,
            })
        })
        .await;
    boss.says(&other, "welcome");
    let message = stage.until_text("welcome").await;
    assert_eq!(message.sender.unwrap().user.unwrap().first_name, "Boss");
    assert!(stage.server.updates().iter().filter_map(message_of).count() > 0);
}

#[tokio::test]
async fn the_number_of_an_own_send_is_that_of_its_chat_alone() {
    let stage = Stage::started().await;
    let ours = |text: &str| send(stage.team_chat(), 0, crate::stage::text(text));
    let mut in_group = stage.does(ours("first"), &[1]).await.message_ids[0];
    stage.agent.says(&stage.ann, "before");
    let mut private = stage.until_text("before").await.message_id;
    // The next messages of both chats get the same id.
    while in_group != private + 1 {
        if in_group < private + 1 {
            stage.agent.says(&stage.team, "on");
            in_group += 1;
        } else {
            stage.agent.says(&stage.ann, "on");
            private += 1;
        }
    }
    stage.agent.says(&stage.ann, "even");
    stage.until_text("even").await;
    // Both come together: nothing is taken meanwhile.
    stage.server.refuse_updates(true);
    let batches = stage.server.batches().len();
    stage.ann.says(&stage.agent, "blocks");
    stage
        .server
        .until("a refused batch", |all| all.len() > batches)
        .await;
    stage.agent.says(&stage.team, "even");
    let made = stage.does(ours("ours"), &[4711]).await.message_ids[0];
    stage.agent.says(&stage.ann, "by phone");
    stage.server.refuse_updates(false);
    let by_phone = stage.drive_text("by phone").await;
    assert_eq!(by_phone.message_id, made, "else nothing is tested");
    assert_eq!(by_phone.random_id, 0);
    assert_eq!(stage.drive_text("ours").await.random_id, 4711);
}

#[tokio::test]
async fn what_telegram_permits_the_account_is_told_with_how_much_of_it_is_used() {
    let stage = Stage::set().await;
    stage.agent.profile(|user| user.is_premium = true);
    stage.sim.set_most_channels(20);
    for number in 0..18 {
        stage.sim.forum(&format!("Group {number}"), &stage.agent);
    }
    stage.assign(None).await;
    // The team's forum is one more.
    let limits = stage.until_limits(19).await;
    assert!(limits.is_premium);
    assert_eq!(limits.max_caption_length, 4096);
    assert_eq!(limits.max_upload_bytes, 8000 * 512 * 1024);
    assert_eq!(limits.max_channels, 20);
    let report = stage.server.last_report();
    assert!(report.detail.contains("19 of the 20"), "{}", report.detail);
}
