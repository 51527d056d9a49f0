//! Commands: each verb, against the simulated Telegram.

use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{
    Button, ButtonRow, Contact, Content, Dice, FormattedText, Location, MemberStatus, Poll,
    Reaction, TextEntity, Venue, button, reaction,
};
use backline_proto::gateway::v1::action::Verb;
use backline_proto::gateway::v1::*;
use telegram_sim::Rights;

use crate::stage::{Stage, chat, message, send, target, text, words};

#[tokio::test]
async fn a_text_is_sent_once_however_often_it_is_sent() {
    let stage = Stage::started().await;
    let sending = || send(stage.ann_chat(), 0, text("hello Ann"));
    let first = stage.does(sending(), &[77]).await;
    let again = stage.does(sending(), &[77]).await;
    assert_eq!(first.message_ids, again.message_ids);
    let written = stage.ann.chat_with(&stage.agent).texts();
    let count = written.iter().filter(|text| *text == "hello Ann").count();
    assert_eq!(count, 1);
}

#[tokio::test]
async fn formatting_replies_and_quotes_go_out() {
    let stage = Stage::started().await;
    stage.ann.says(&stage.agent, "the original words");
    let said = stage.until_text("the original words").await;
    let bold = TextEntity {
        r#type: "bold".into(),
        offset: 0,
        length: 3,
        ..TextEntity::default()
    };
    let content = Content {
        kind: Some(Kind::Text(FormattedText {
            text: "yes <b>".into(),
            entities: vec![bold],
        })),
    };
    let mut command = SendMessage {
        target: target(stage.ann_chat(), 0),
        content: Some(content),
        reply_to: Some(ReplyTo {
            message_id: said.message_id,
            quote: Some(words("original")),
            quote_position: 4,
            ..ReplyTo::default()
        }),
        ..SendMessage::default()
    };
    stage.does(Verb::SendMessage(command.clone()), &[1]).await;
    let echo = stage.until_text("yes <b>").await;
    let reply = echo.reply.unwrap();
    assert_eq!(reply.message_id, said.message_id);
    assert_eq!(reply.quote.unwrap().text, "original");
    let Some(Kind::Text(text)) = echo.content.unwrap().kind else {
        panic!()
    };
    assert_eq!(text.entities[0].r#type, "bold");
    // The target is gone: without the reply where that is allowed.
    let gone = stage.sim.read(|_| 9999);
    command.content = Some(crate::stage::text("to nothing"));
    command.reply_to = Some(ReplyTo {
        message_id: gone,
        ..ReplyTo::default()
    });
    let refused = stage
        .execute(Verb::SendMessage(command.clone()), &[2])
        .await;
    let outcome::Kind::Rejected(told) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(told.reason(), RejectionReason::MessageNotFound);
    command.reply_to.as_mut().unwrap().optional = true;
    stage.does(Verb::SendMessage(command), &[2]).await;
    let echo = stage.until_text("to nothing").await;
    assert_eq!(echo.reply, None);
}

#[tokio::test]
async fn what_is_no_file_goes_out_and_comes_back() {
    let stage = Stage::started().await;
    let location = Location {
        latitude: 52.5,
        longitude: 13.4,
        ..Location::default()
    };
    let kinds = [
        Kind::Location(location),
        Kind::Venue(Venue {
            location: Some(location),
            title: "Café".into(),
            address: "Street 1".into(),
            ..Venue::default()
        }),
        Kind::Contact(Contact {
            phone_number: "+4930123".into(),
            first_name: "Bob".into(),
            ..Contact::default()
        }),
        Kind::Dice(Dice {
            emoji: "🎲".into(),
            value: 0,
        }),
        Kind::Poll(Poll {
            question: Some(words("When?")),
            options: vec![words("now"), words("later")],
            is_anonymous: true,
            correct_option: -1,
            ..Poll::default()
        }),
    ];
    for (number, kind) in (1..).zip(kinds) {
        let content = Content {
            kind: Some(kind.clone()),
        };
        let made = stage
            .does(send(stage.ann_chat(), 0, content), &[number])
            .await;
        let id = made.message_ids[0];
        let came = |updates: &[Update]| {
            updates.iter().any(|update| {
                let message = crate::stage::message_of(update);
                message.is_some_and(|message| {
                    let held = message.content.unwrap().kind.unwrap();
                    message.message_id == id
                        && std::mem::discriminant(&held) == std::mem::discriminant(&kind)
                })
            })
        };
        stage.server.until_updates(&format!("{kind:?}"), came).await;
    }
}

#[tokio::test]
async fn a_topic_is_made_once_renamed_closed_written_into_and_deleted() {
    let stage = Stage::started().await;
    let create = || {
        Verb::CreateTopic(CreateTopic {
            chat: Some(stage.team_chat()),
            name: "Ann #1".into(),
            icon_color: 7_322_096,
        })
    };
    let made = stage.does(create(), &[5]).await;
    let again = stage.does(create(), &[5]).await;
    assert!(made.topic_id > 1);
    assert_eq!(made.topic_id, again.topic_id, "one topic");
    let here = || target(stage.team_chat(), made.topic_id);
    let sent = stage
        .does(send(stage.team_chat(), made.topic_id, text("in it")), &[6])
        .await;
    let written = stage.team.thread(made.topic_id).written();
    assert_eq!(written.last().unwrap().text, "in it");
    let echo = stage.until_text("in it").await;
    assert_eq!(
        (echo.topic_id, echo.message_id),
        (made.topic_id, sent.message_ids[0])
    );
    let rename = EditTopic {
        target: here(),
        name: "Ann #2".into(),
    };
    stage.does(Verb::EditTopic(rename.clone()), &[]).await;
    stage.does(Verb::EditTopic(rename), &[]).await;
    assert!(stage.team.topic("Ann #2").is_some());
    for closed in [true, false] {
        let close = SetTopicClosed {
            target: here(),
            closed,
        };
        stage.does(Verb::SetTopicClosed(close), &[]).await;
    }
    stage
        .does(Verb::DeleteTopic(DeleteTopic { target: here() }), &[])
        .await;
    let gone = stage
        .execute(send(stage.team_chat(), made.topic_id, text("late")), &[7])
        .await;
    let outcome::Kind::Rejected(told) = gone else {
        panic!("{gone:?}")
    };
    assert_eq!(told.reason(), RejectionReason::TopicNotFound);
}

#[tokio::test]
async fn messages_are_copied_and_forwarded_in_order_and_what_is_left_out_has_no_id() {
    let stage = Stage::started().await;
    let thread = stage.agent.opens_topic(&stage.team, "Ann");
    let mut ids = Vec::new();
    for text in ["one", "two", "three"] {
        stage.ann.says(&stage.agent, text);
        ids.push(stage.until_text(text).await.message_id);
    }
    let copy = CopyMessages {
        target: target(stage.team_chat(), thread),
        from_chat: Some(stage.ann_chat()),
        message_ids: ids.clone(),
        ..CopyMessages::default()
    };
    let made = stage
        .does(Verb::CopyMessages(copy.clone()), &[1, 2, 3])
        .await;
    let again = stage
        .does(Verb::CopyMessages(copy.clone()), &[1, 2, 3])
        .await;
    assert_eq!(made.message_ids, again.message_ids);
    let texts = || -> Vec<String> { stage.team.thread(thread).texts() };
    assert_eq!(texts()[texts().len() - 3..], ["one", "two", "three"]);
    stage
        .sim
        .script(&stage.agent, "messages.forwardMessages")
        .skip_copies(&[1]);
    let made = stage.does(Verb::CopyMessages(copy), &[4, 5, 6]).await;
    assert!(made.message_ids[0] > 0 && made.message_ids[2] > 0);
    assert_eq!(made.message_ids[1], 0);
    let forward = ForwardMessages {
        target: target(stage.team_chat(), thread),
        from_chat: Some(stage.ann_chat()),
        message_ids: ids[..1].to_vec(),
        silent: true,
    };
    let made = stage.does(Verb::ForwardMessages(forward), &[9]).await;
    let came = |updates: &[Update]| {
        updates.iter().any(|update| {
            crate::stage::message_of(update).is_some_and(|message| {
                message.message_id == made.message_ids[0]
                    && message
                        .forward_origin
                        .is_some_and(|origin| origin.r#type == "user")
            })
        })
    };
    stage.server.until_updates("the forward", came).await;
}

#[tokio::test]
async fn a_copy_with_a_reply_is_sent_anew() {
    let stage = Stage::started().await;
    stage.ann.says(&stage.agent, "to answer");
    stage.ann.says(&stage.agent, "to copy");
    let answered = stage.until_text("to answer").await.message_id;
    let copied = stage.until_text("to copy").await.message_id;
    let copy = CopyMessages {
        target: target(stage.ann_chat(), 0),
        from_chat: Some(stage.ann_chat()),
        message_ids: vec![copied],
        reply_to: Some(ReplyTo {
            message_id: answered,
            ..ReplyTo::default()
        }),
        ..CopyMessages::default()
    };
    let made = stage.does(Verb::CopyMessages(copy), &[3]).await;
    let came = |updates: &[Update]| {
        updates.iter().any(|update| {
            crate::stage::message_of(update).is_some_and(|message| {
                message.message_id == made.message_ids[0]
                    && message
                        .reply
                        .is_some_and(|reply| reply.message_id == answered)
            })
        })
    };
    stage.server.until_updates("the copy", came).await;
}

#[tokio::test]
async fn messages_are_edited_deleted_pinned_and_reacted_to() {
    let stage = Stage::started().await;
    let made = stage
        .does(send(stage.ann_chat(), 0, text("draft")), &[1])
        .await;
    let own = || message(stage.ann_chat(), made.message_ids[0]);
    let edit = EditMessage {
        message: own(),
        content: Some(text("final")),
        ..EditMessage::default()
    };
    stage.does(Verb::EditMessage(edit.clone()), &[]).await;
    // Not modified: a success.
    stage.does(Verb::EditMessage(edit), &[]).await;
    let conversation = || stage.ann.chat_with(&stage.agent);
    assert_eq!(conversation().last().unwrap().text, "final");
    let pin = |pinned| {
        Verb::PinMessage(PinMessage {
            message: own(),
            pinned,
        })
    };
    stage.does(pin(true), &[]).await;
    stage.does(pin(false), &[]).await;
    stage.ann.says(&stage.agent, "thanks");
    let thanks = stage.until_text("thanks").await;
    for reactions in [vec!["👌"], vec![]] {
        let reactions = reactions.into_iter().map(|emoji| Reaction {
            kind: Some(reaction::Kind::Emoji(emoji.into())),
        });
        let react = SetReaction {
            message: message(stage.ann_chat(), thanks.message_id),
            reactions: reactions.collect(),
        };
        stage.does(Verb::SetReaction(react), &[]).await;
    }
    // One that cannot be set is no withdrawal.
    let paid = SetReaction {
        message: message(stage.ann_chat(), thanks.message_id),
        reactions: vec![Reaction {
            kind: Some(reaction::Kind::Other("paid".into())),
        }],
    };
    let refused = stage.execute(Verb::SetReaction(paid), &[]).await;
    assert!(matches!(refused, outcome::Kind::Rejected(_)), "{refused:?}");
    let delete = || {
        Verb::DeleteMessages(DeleteMessages {
            chat: Some(stage.ann_chat()),
            message_ids: vec![made.message_ids[0]],
        })
    };
    stage.does(delete(), &[]).await;
    stage.does(delete(), &[]).await;
    assert!(!conversation().texts().contains(&"final".to_owned()));
    let typing = ShowTyping {
        target: target(stage.ann_chat(), 0),
    };
    stage.does(Verb::ShowTyping(typing), &[]).await;
}

#[tokio::test]
async fn a_chat_is_described() {
    let stage = Stage::started().await;
    let bot = stage.sim.bot("Helper");
    stage.agent.makes_admin(&stage.team, &bot, Rights::all());
    stage.team.add(&stage.ann);
    stage.team.allow_reactions(&["👌"]);
    let describe = |chat, member_id| {
        Verb::DescribeChat(DescribeChat {
            chat: Some(chat),
            member_id,
            with_administrators: true,
            with_member_count: true,
        })
    };
    let made = stage
        .does(describe(stage.team_chat(), stage.ann.id()), &[])
        .await;
    let told = made.description.unwrap();
    assert_eq!(told.own_status(), MemberStatus::Owner);
    assert!(told.own_rights.unwrap().manage_topics);
    assert_eq!(told.member.unwrap().status(), MemberStatus::Member);
    assert!(told.receipts_allowed);
    assert_eq!(told.member_count, 3);
    let chat = told.chat.as_ref().unwrap();
    assert!(chat.is_forum && chat.title == "Team");
    let mut statuses: Vec<MemberStatus> =
        told.administrators.iter().map(|it| it.status()).collect();
    statuses.sort();
    assert_eq!(statuses, [MemberStatus::Owner, MemberStatus::Administrator]);
    stage.team.forbid_reactions();
    let made = stage.does(describe(stage.team_chat(), 0), &[]).await;
    assert!(!made.description.unwrap().receipts_allowed);
    let made = stage.does(describe(stage.ann_chat(), 0), &[]).await;
    assert_eq!(made.description.unwrap().chat.unwrap().first_name, "Ann");
}

#[tokio::test]
async fn what_an_account_cannot_do_is_refused_before_anything_is_sent() {
    let stage = Stage::started().await;
    let buttons = vec![ButtonRow {
        buttons: vec![Button {
            text: "Yes".into(),
            action: Some(button::Action::CallbackData("y".into())),
        }],
    }];
    let with_buttons = SendMessage {
        target: target(stage.ann_chat(), 0),
        content: Some(text("x")),
        buttons,
        ..SendMessage::default()
    };
    // Everybody is known once this worked.
    stage
        .does(send(stage.ann_chat(), 0, text("hi")), &[1])
        .await;
    let calls = stage.sim.calls_of("messages.sendMessage").len();
    for (verb, reason) in [
        (
            Verb::SendMessage(with_buttons),
            RejectionReason::NotSupported,
        ),
        (
            Verb::AnswerButton(AnswerButton::default()),
            RejectionReason::NotSupported,
        ),
        (
            Verb::SetCommands(SetCommands::default()),
            RejectionReason::NotSupported,
        ),
    ] {
        let outcome::Kind::Rejected(told) = stage.execute(verb, &[2]).await else {
            panic!()
        };
        assert_eq!(told.reason(), reason, "{}", told.detail);
    }
    // Without its random id a message could come twice.
    let refused = stage
        .execute(send(stage.ann_chat(), 0, text("x")), &[])
        .await;
    assert!(matches!(refused, outcome::Kind::Rejected(_)), "{refused:?}");
    assert_eq!(stage.sim.calls_of("messages.sendMessage").len(), calls);
}

#[tokio::test]
async fn who_was_never_met_is_not_found_once_everybody_is_known() {
    let stage = Stage::set().await;
    let held = stage.sim.script(&stage.agent, "messages.getDialogs").hold();
    stage.assign(None).await;
    stage.follows().await;
    stage.settled("the walk", || held.has_arrived()).await;
    let early = stage
        .execute(send(stage.ann_chat(), 0, text("x")), &[1])
        .await;
    let outcome::Kind::Deferred(told) = early else {
        panic!("{early:?}")
    };
    assert_eq!(told.delay.as_ref().unwrap().seconds, 1);
    assert_eq!(told.scope(), DeferralScope::Chat);
    held.release();
    stage.does(send(stage.ann_chat(), 0, text("x")), &[1]).await;
    let stranger = stage.execute(send(chat(5), 0, text("x")), &[2]).await;
    let outcome::Kind::Rejected(told) = stranger else {
        panic!("{stranger:?}")
    };
    assert_eq!(told.reason(), RejectionReason::ChatNotFound);
}

#[tokio::test]
async fn a_group_is_left() {
    let stage = Stage::started().await;
    let boss = stage.sim.person("Boss");
    let other = stage.sim.group("Other", &boss);
    boss.adds(&other, &stage.agent);
    boss.says(&other, "welcome");
    stage.until_text("welcome").await;
    let leave = || {
        Verb::LeaveChat(LeaveChat {
            chat: Some(chat(other.id())),
        })
    };
    stage.does(leave(), &[]).await;
    stage.does(leave(), &[]).await;
    let gone = stage
        .execute(send(chat(other.id()), 0, text("still here?")), &[1])
        .await;
    assert!(matches!(gone, outcome::Kind::Rejected(_)), "{gone:?}");
}

#[tokio::test]
async fn everybody_with_a_dialog_can_be_written_to_however_long_ago_it_was() {
    let stage = Stage::set().await;
    let mut people = Vec::new();
    for number in 0..230 {
        let person = stage.sim.person(&format!("Person {number}"));
        person.says(&stage.agent, "hello");
        people.push(person);
    }
    stage.assign(None).await;
    for (number, person) in (1..).zip([&people[0], &people[115], &people[229]]) {
        let writing = send(chat(person.id()), 0, text("long time no see"));
        stage.does(writing, &[number]).await;
    }
    assert!(stage.sim.calls_of("messages.getDialogs").len() > 2);
}

#[tokio::test]
async fn a_group_that_became_a_supergroup_is_named_by_its_new_id() {
    let stage = Stage::started().await;
    let old = stage.sim.basic_group("Small", &stage.agent);
    stage.agent.says(&old, "still small");
    stage.until_text("still small").await;
    let writing = || send(chat(old.id()), 0, text("hello"));
    stage.does(writing(), &[1]).await;
    let new = old.migrate();
    stage.agent.says(&new, "now big");
    stage.until_text("now big").await;
    let moved = stage.execute(writing(), &[2]).await;
    let outcome::Kind::Moved(told) = moved else {
        panic!("{moved:?}")
    };
    assert_eq!(told.chat_id, new.id());
    stage
        .does(send(chat(new.id()), 0, text("hello")), &[2])
        .await;
}

#[tokio::test]
async fn a_long_topic_is_deleted_to_its_end() {
    let stage = Stage::started().await;
    let thread = stage.agent.opens_topic(&stage.team, "Long");
    for number in 0..250 {
        stage
            .agent
            .writes_in(&stage.team, thread, &format!("line {number}"));
    }
    stage.until_text("line 249").await;
    let delete = DeleteTopic {
        target: target(stage.team_chat(), thread),
    };
    stage.does(Verb::DeleteTopic(delete), &[]).await;
    assert!(stage.team.topic("Long").is_none());
    assert!(stage.sim.calls_of("messages.deleteTopicHistory").len() > 1);
}
