//! Commands that fail: each failure is told for what it is.

use backline_proto::gateway::v1::action::Verb;
use backline_proto::gateway::v1::outcome::Kind;
use backline_proto::gateway::v1::{CopyMessages, RejectionReason, Target};

use crate::stage::{Stage, send, text};

fn reason(outcome: &Kind) -> RejectionReason {
    match outcome {
        Kind::Rejected(rejected) => rejected.reason(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_telegram_refuses_for_good_is_rejected_with_its_reason() {
    let stage = Stage::started().await;
    let stranger = stage.sim.person("Stranger");
    let chat = backline_proto::common::v1::ChatAddress {
        id: stranger.id(),
        ..Default::default()
    };
    let outcome = stage.execute(send(chat, 0, text("x"))).await;
    assert!(
        matches!(
            reason(&outcome),
            RejectionReason::NeverStarted | RejectionReason::ChatNotFound
        ),
        "{outcome:?}"
    );
    let outcome = stage
        .execute(send(stage.team_chat(), 4_711, text("x")))
        .await;
    assert_eq!(
        reason(&outcome),
        RejectionReason::TopicNotFound,
        "{outcome:?}"
    );
    stage.ann.blocks(&stage.bot);
    let outcome = stage.execute(send(stage.ann_chat(), 0, text("x"))).await;
    assert_eq!(reason(&outcome), RejectionReason::Blocked, "{outcome:?}");
    stage.ann.unblocks(&stage.bot);
    let long = "x".repeat(4097);
    let outcome = stage.execute(send(stage.ann_chat(), 0, text(&long))).await;
    assert_eq!(reason(&outcome), RejectionReason::TooLong, "{outcome:?}");
    stage.olga.removes(&stage.team, &stage.bot);
    let outcome = stage.execute(send(stage.team_chat(), 0, text("x"))).await;
    assert_eq!(reason(&outcome), RejectionReason::NotAMember, "{outcome:?}");
}

#[tokio::test]
async fn a_lost_answer_is_uncertain_whether_it_happened_or_not() {
    let stage = Stage::started().await;
    let script = || stage.sim.script(&stage.bot, "sendMessage");
    let faults: [(&str, &dyn Fn()); 6] = [
        ("cut before the effect", &|| script().cut_before()),
        ("cut after the effect", &|| script().cut_after()),
        ("500 as JSON", &|| script().server_error(500)),
        ("502 as HTML", &|| script().server_error_in_html(502)),
        ("an answer that is none", &|| script().garble("<html>")),
        ("an answer without a result", &|| {
            script().garble(r#"{"ok":true}"#)
        }),
    ];
    for (what, fault) in faults {
        fault();
        let outcome = stage.execute(send(stage.ann_chat(), 0, text(what))).await;
        assert!(matches!(outcome, Kind::Uncertain(_)), "{what}: {outcome:?}");
    }
    let sent = stage.sim.calls_of("sendMessage").len();
    assert_eq!(sent, faults.len(), "the gateway repeats nothing");
}

#[tokio::test]
async fn a_success_whose_result_is_odd_is_a_success() {
    let stage = Stage::started().await;
    stage
        .sim
        .script(&stage.bot, "sendMessage")
        .garble(r#"{"ok":true,"result":{"odd":1}}"#);
    let outcome = stage.execute(send(stage.ann_chat(), 0, text("x"))).await;
    let Kind::Succeeded(made) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(made.message_ids, [0], "it is there; its id is not known");
}

#[tokio::test]
async fn a_flood_wait_waits_as_long_as_telegram_says() {
    let stage = Stage::started().await;
    stage.sim.script(&stage.bot, "sendMessage").flood(17);
    let outcome = stage.execute(send(stage.ann_chat(), 0, text("x"))).await;
    let Kind::Deferred(wait) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(
        (wait.delay.unwrap().seconds, wait.is_flood_wait),
        (17, true)
    );
}

#[tokio::test]
async fn a_group_that_became_a_supergroup_names_its_new_id() {
    let stage = Stage::started().await;
    let group = stage.sim.basic_group("Small", &stage.olga);
    stage.olga.adds(&group, &stage.bot);
    let chat = backline_proto::common::v1::ChatAddress {
        id: group.id(),
        ..Default::default()
    };
    let supergroup = group.migrate();
    let outcome = stage.execute(send(chat, 0, text("x"))).await;
    let Kind::Moved(moved) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(moved.chat_id, supergroup.id());
}

#[tokio::test]
async fn copies_that_telegram_left_out_are_not_a_success() {
    let stage = Stage::started().await;
    let ids: Vec<i64> = ["a", "b", "c"]
        .iter()
        .map(|words| stage.ann.says(&stage.bot, words).id_for(&stage.bot))
        .collect();
    let copy = CopyMessages {
        target: Some(Target {
            chat: Some(stage.team_chat()),
            topic_id: 0,
        }),
        from_chat: Some(stage.ann_chat()),
        message_ids: ids.clone(),
        ..CopyMessages::default()
    };
    let outcome = stage.execute(Verb::CopyMessages(copy.clone())).await;
    let Kind::Succeeded(made) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(made.message_ids.len(), 3);
    stage
        .sim
        .script(&stage.bot, "copyMessages")
        .skip_copies(&[1]);
    let outcome = stage.execute(Verb::CopyMessages(copy)).await;
    let Kind::Uncertain(told) = outcome else {
        panic!("{outcome:?}")
    };
    assert!(told.detail.contains("2 of 3"), "{}", told.detail);
    assert_eq!(told.message_ids.len(), 2, "what came to be is named");
}

#[tokio::test]
async fn a_bot_api_server_that_is_gone_makes_a_certain_failure() {
    let stage = Stage::started().await;
    let Stage {
        sim,
        server,
        bot,
        ann,
        ..
    } = stage;
    let chat = backline_proto::common::v1::ChatAddress {
        id: ann.id(),
        ..Default::default()
    };
    let token = bot.token().to_owned();
    sim.stop().await;
    // The first may still go over a connection that was just closed.
    server
        .execute(&token, send(chat.clone(), 0, text("x")))
        .await;
    let outcome = server.execute(&token, send(chat, 0, text("x"))).await;
    let Kind::Failed(told) = outcome else {
        panic!("{outcome:?}")
    };
    assert!(told.detail.contains("no connection"), "{}", told.detail);
}
