//! Commands that work.

use backline_proto::common::v1::reaction::Kind as ReactionKind;
use backline_proto::common::v1::{
    Button, ButtonRow, ChatAddress, Content, FormattedText, MemberStatus, MessageRef, Reaction,
    TextEntity, button, content,
};
use backline_proto::gateway::v1::action::Verb;
use backline_proto::gateway::v1::outcome::Kind;
use backline_proto::gateway::v1::update::Event;
use backline_proto::gateway::v1::*;

use crate::stage::{Stage, send, text};

fn made(outcome: Kind) -> Succeeded {
    match outcome {
        Kind::Succeeded(made) => made,
        other => panic!("{other:?}"),
    }
}

fn message(chat: ChatAddress, message_id: i64) -> Option<MessageRef> {
    Some(MessageRef {
        chat: Some(chat),
        message_id,
    })
}

#[tokio::test]
async fn a_text_is_sent_with_its_entities_and_never_as_markup() {
    let stage = Stage::started().await;
    let entity = TextEntity {
        r#type: "bold".into(),
        offset: 0,
        length: 3,
        ..TextEntity::default()
    };
    let words = FormattedText {
        text: "<i>not</i> *markup*".into(),
        entities: vec![entity],
    };
    let content = Content {
        kind: Some(content::Kind::Text(words)),
    };
    let outcome = stage.execute(send(stage.ann_chat(), 0, content)).await;
    let last = stage.ann.chat_with(&stage.bot).last().unwrap();
    assert_eq!(made(outcome).message_ids, [last.id]);
    assert_eq!(last.text, "<i>not</i> *markup*");
    assert_eq!(last.entities.len(), 1);
    assert_eq!(last.entities[0].kind, "bold");
    assert_eq!(stage.sim.violations(), []);
}

#[tokio::test]
async fn a_topic_is_made_written_in_renamed_closed_and_deleted() {
    let stage = Stage::started().await;
    let chat = Some(stage.team_chat());
    let create = CreateTopic {
        chat: chat.clone(),
        name: "🟪 Ann".into(),
        icon_color: 7_322_096,
    };
    let topic_id = made(stage.execute(Verb::CreateTopic(create)).await).topic_id;
    assert_eq!(stage.team.own_topics().len(), 1);
    made(
        stage
            .execute(send(stage.team_chat(), topic_id, text("Hello?")))
            .await,
    );
    assert_eq!(stage.team.thread(topic_id).texts(), ["Hello?"]);
    let target = Some(Target { chat, topic_id });
    let edit = EditTopic {
        target: target.clone(),
        name: "🟨 Ann".into(),
    };
    made(stage.execute(Verb::EditTopic(edit.clone())).await);
    // The same once more changes nothing, and is a success.
    made(stage.execute(Verb::EditTopic(edit)).await);
    for closed in [true, true, false] {
        let close = SetTopicClosed {
            target: target.clone(),
            closed,
        };
        made(stage.execute(Verb::SetTopicClosed(close)).await);
    }
    made(
        stage
            .execute(Verb::DeleteTopic(DeleteTopic { target }))
            .await,
    );
    assert!(stage.team.own_topics().is_empty());
    assert_eq!(stage.sim.violations(), []);
}

#[tokio::test]
async fn a_message_is_copied_forwarded_edited_reacted_to_pinned_and_deleted() {
    let stage = Stage::started().await;
    let question = stage.ann.says(&stage.bot, "Hello?").id_for(&stage.bot);
    let target = Some(Target {
        chat: Some(stage.team_chat()),
        topic_id: 0,
    });
    let copy = CopyMessages {
        target: target.clone(),
        from_chat: Some(stage.ann_chat()),
        message_ids: vec![question],
        ..CopyMessages::default()
    };
    let copied = made(stage.execute(Verb::CopyMessages(copy)).await).message_ids;
    let forward = ForwardMessages {
        target,
        from_chat: Some(stage.ann_chat()),
        message_ids: vec![question],
        silent: true,
    };
    let forwarded = made(stage.execute(Verb::ForwardMessages(forward)).await).message_ids;
    assert_eq!(stage.team.general().texts(), ["Hello?", "Hello?"]);
    assert_ne!(copied, forwarded);

    let answer = made(stage.execute(send(stage.ann_chat(), 0, text("Hi"))).await).message_ids[0];
    let edit = EditMessage {
        message: message(stage.ann_chat(), answer),
        content: Some(text("Hi!")),
        ..EditMessage::default()
    };
    made(stage.execute(Verb::EditMessage(edit.clone())).await);
    made(stage.execute(Verb::EditMessage(edit)).await);
    assert_eq!(stage.ann.chat_with(&stage.bot).last().unwrap().text, "Hi!");

    let thumb = Reaction {
        kind: Some(ReactionKind::Emoji("👌".into())),
    };
    let react = SetReaction {
        message: message(stage.team_chat(), copied[0]),
        reactions: vec![thumb],
    };
    made(stage.execute(Verb::SetReaction(react)).await);
    let pin = PinMessage {
        message: message(stage.team_chat(), copied[0]),
        pinned: true,
    };
    made(stage.execute(Verb::PinMessage(pin)).await);

    let delete = DeleteMessages {
        chat: Some(stage.ann_chat()),
        message_ids: vec![answer],
    };
    made(stage.execute(Verb::DeleteMessages(delete.clone())).await);
    made(stage.execute(Verb::DeleteMessages(delete)).await);
    let typing = ShowTyping {
        target: Some(Target {
            chat: Some(stage.ann_chat()),
            topic_id: 0,
        }),
    };
    made(stage.execute(Verb::ShowTyping(typing)).await);
    assert_eq!(stage.sim.violations(), []);
}

#[tokio::test]
async fn a_pressed_button_is_told_and_answered() {
    let stage = Stage::started().await;
    let action = Some(button::Action::CallbackData("row 1".into()));
    let command = Verb::SendMessage(SendMessage {
        target: Some(Target {
            chat: Some(stage.ann_chat()),
            topic_id: 0,
        }),
        content: Some(text("choose")),
        buttons: vec![ButtonRow {
            buttons: vec![Button {
                text: "One".into(),
                action,
            }],
        }],
        ..SendMessage::default()
    });
    made(stage.execute(command).await);
    let shown = stage.ann.chat_with(&stage.bot).find("choose").unwrap();
    let query = stage.ann.presses(&shown, "row 1");
    let pressed = |updates: &[Update]| {
        updates.iter().any(|update| {
            matches!(&update.event, Some(Event::ButtonPressed(it))
                if it.query_id == query && it.callback_data == "row 1")
        })
    };
    stage.server.until_updates("the press", pressed).await;
    let answer = AnswerButton {
        query_id: query.clone(),
        text: "Thanks".into(),
        alert: false,
    };
    made(stage.execute(Verb::AnswerButton(answer)).await);
    assert!(stage.ann.answer_to_press(&query).is_some());
}

#[tokio::test]
async fn a_group_is_described_with_rights_and_administrators() {
    let stage = Stage::started().await;
    let describe = DescribeChat {
        chat: Some(stage.team_chat()),
        member_id: stage.olga.id(),
        with_administrators: true,
        with_member_count: true,
    };
    let told = made(stage.execute(Verb::DescribeChat(describe.clone())).await)
        .description
        .unwrap();
    assert!(told.chat.as_ref().unwrap().is_forum);
    assert_eq!(told.own_status(), MemberStatus::Administrator);
    assert!(told.own_rights.unwrap().manage_topics);
    assert_eq!(told.member.as_ref().unwrap().status(), MemberStatus::Owner);
    assert_eq!(told.administrators.len(), 2);
    assert_eq!(told.member_count, 2);
    assert!(told.receipts_allowed);
    stage.team.allow_reactions(&["👍"]);
    let told = made(stage.execute(Verb::DescribeChat(describe)).await)
        .description
        .unwrap();
    assert!(!told.receipts_allowed);
    let leave = LeaveChat {
        chat: Some(stage.team_chat()),
    };
    made(stage.execute(Verb::LeaveChat(leave.clone())).await);
    made(stage.execute(Verb::LeaveChat(leave)).await);
}
