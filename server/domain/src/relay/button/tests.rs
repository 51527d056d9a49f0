#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "of all changes and actions a test looks at one kind"
)]

use super::*;
use crate::catalogue::Language;
use crate::change::Change;
use crate::connection::Connection;
use crate::delivery::{
    ChatDescription, ChatMember, Delivery, Outcome, Rejection, RightAsk, Sent, Target,
};
use crate::dialog::{Customer, Kind, Topic};
use crate::id::{ChatAddress, ChatId, MessageId, TopicId, UserId};
use crate::message::{Chat, ChatKind, MemberRights, MemberStatus, User};
use crate::parameter::Parameters;
use crate::payload::Payload;
use crate::privacy::Numbers;
use crate::relay::settle::{Attempt, settle};
use crate::time::Timestamp;

const NOW: Timestamp = Timestamp(1_700_000_000_000);
const GROUP: ChatId = ChatId(-1_001_234_567_890);
const VOID: &str =
    "This button does not count here: use /again or /arrived as a reply to your message.";
const TOO_OLD: &str = "This button is too old: use /again or /arrived as a reply to your message.";
const DECIDED: &str = "This has been decided already.";

/// An answer of Olga's (5) to Ann of which it is not known whether it arrived, and the
/// question about it, in the group under 77.
struct Room {
    connection: Connection,
    parameters: Parameters,
    numbers: Numbers,
    dialog: Dialog,
    letter: DeadLetter,
    choice: Choice,
    notice: Draft,
    now: Timestamp,
}

fn user(id: i64) -> User {
    User {
        id: UserId(id),
        is_bot: false,
        first_name: format!("Person {id}"),
        last_name: String::new(),
        username: String::new(),
        language: String::new(),
    }
}

fn in_group(message: i64) -> MessageRef {
    MessageRef {
        chat: ChatAddress::whole(GROUP),
        message: MessageId(message),
    }
}

fn delivery(lane: Lane, action: Action, purpose: Purpose) -> Delivery {
    let draft = Draft::new(lane, action, purpose, Class::Operator);
    draft.delivery(3, Connection::sample().frontend, NOW)
}

fn lost() -> Outcome {
    Outcome::Uncertain {
        detail: "the line was cut".to_owned(),
        messages: Vec::new(),
        in_part: false,
    }
}

fn posted(number: i64) -> Outcome {
    Outcome::Succeeded {
        messages: vec![MessageId(number)],
        topic: None,
        description: None,
        reached: None,
    }
}

/// What Telegram says of somebody in the group.
fn stands(id: i64, status: MemberStatus) -> Outcome {
    Outcome::Succeeded {
        messages: Vec::new(),
        topic: None,
        description: Some(Box::new(ChatDescription {
            chat: Chat {
                address: ChatAddress::whole(GROUP),
                kind: ChatKind::Supergroup,
                title: String::new(),
                username: String::new(),
                first_name: String::new(),
                last_name: String::new(),
                is_forum: true,
            },
            own_status: MemberStatus::Administrator,
            own_rights: MemberRights::default(),
            member: Some(ChatMember {
                user: user(id),
                status,
                rights: MemberRights::default(),
            }),
            administrators: Vec::new(),
            members: None,
            receipts_allowed: true,
        })),
        reached: None,
    }
}

// === impl Room ===

impl Room {
    /// A bot asks about an answer that ended so, and Olga is known to be in the group.
    fn after(outcome: &Outcome) -> Self {
        let connection = Connection::sample();
        let (status, rights) = (MemberStatus::Member, MemberRights::default());
        let connection = team::told(&connection, &user(5), status, rights, NOW, true).unwrap();
        let key = dialog::Key {
            connection: connection.id.clone(),
            chat: ChatAddress::whole(ChatId(11)),
        };
        let mut dialog = Dialog::new(key.clone(), Kind::Private, Customer::default(), NOW);
        dialog.topic = Topic::Known(TopicId(50));
        let (parameters, numbers) = (Parameters::default(), Numbers::new());
        let scene = Scene {
            connection: &connection,
            parameters: &parameters,
            now: NOW,
            sequence: 7,
            random: [7; 16],
            numbers: &numbers,
        };
        let answer = delivery(
            Lane::of(&key, LaneKind::ToCustomer),
            Action::Send {
                to: Target::Customer { thread: None },
                payload: Payload::notice(&Notice::SentAgain {}, Language::En),
                reply: None,
                buttons: Vec::new(),
            },
            Purpose::ToCustomer {
                source: in_group(500),
            },
        );
        let sent = Sent::default();
        let settled = settle(
            &scene,
            &Attempt::new(&answer, Some(&dialog), &sent),
            outcome,
        );
        let (mut letter, mut choice) = (None, None);
        for change in settled.decision.changes {
            match change {
                Change::PutDeadLetter(row) => letter = Some(*row),
                Change::PutChoice(row) => choice = Some(*row),
                _ => {}
            }
        }
        let mut drafts = settled.decision.drafts.into_iter();
        let notice = drafts.find(|draft| matches!(draft.purpose, Purpose::Verdict { .. }));
        Self {
            letter: letter.unwrap(),
            choice: choice.unwrap(),
            notice: notice.unwrap(),
            connection,
            parameters,
            numbers,
            dialog,
            now: NOW,
        }
    }

    /// The question is posted, and that is known.
    fn asked() -> Self {
        let mut room = Self::after(&lost());
        room.choice.message = Some(in_group(77));
        room
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            connection: &self.connection,
            parameters: &self.parameters,
            now: self.now,
            sequence: 8,
            random: [7; 16],
            numbers: &self.numbers,
        }
    }

    fn known(&self) -> PressScene<'_> {
        PressScene {
            choice: Some(&self.choice),
            dialog: Some(&self.dialog),
            letter: Some(&self.letter),
            ..PressScene::default()
        }
    }

    fn press(&self, answer: Answer) -> ButtonPress {
        ButtonPress {
            query: "q1".to_owned(),
            actor: user(5),
            message: Some(in_group(77)),
            data: self.choice.id.data(answer),
        }
    }

    fn pressed(&self, known: &PressScene<'_>, press: &ButtonPress) -> Decision {
        button_pressed(&self.scene(), known, press)
    }

    /// What follows from Telegram's answer to the question that this decision asks.
    fn answered(&self, asked: &Decision, known: PressScene<'_>, outcome: &Outcome) -> Decision {
        let [draft] = asked.drafts.as_slice() else {
            panic!("one question: {asked:?}");
        };
        let delivery = delivery(
            draft.lane.clone(),
            draft.action.clone(),
            draft.purpose.clone(),
        );
        let sent = Sent::default();
        let attempt = Attempt {
            press: Some(known),
            ..Attempt::new(&delivery, Some(&self.dialog), &sent)
        };
        let settled = settle(&self.scene(), &attempt, outcome);
        assert_eq!(settled.stays, None);
        settled.decision
    }
}

/// What the presser is told.
#[track_caller]
fn told(decision: &Decision) -> &str {
    let answers: Vec<&str> = decision
        .drafts
        .iter()
        .filter_map(|draft| match &draft.action {
            Action::AnswerButton { query, text } => {
                assert_eq!(query, "q1");
                Some(text.as_str())
            }
            _ => None,
        })
        .collect();
    let [answer] = answers.as_slice() else {
        panic!("answered once: {decision:?}");
    };
    answer
}

#[track_caller]
fn does_nothing(decision: &Decision, about: &str) {
    assert_eq!(decision.drafts.len(), 1, "{about}: {decision:?}");
    assert!(decision.changes.is_empty(), "{about}: {decision:?}");
    assert!(decision.dialog.is_none(), "{about}");
    assert!(
        decision.cancelled.is_empty() && decision.updated.is_empty(),
        "{about}"
    );
}

#[test]
fn the_question_and_its_row_are_decided_together() {
    let room = Room::after(&lost());
    let choice = &room.choice;
    assert_eq!(choice.about, About::Letter(3));
    assert_eq!(choice.answers, [Answer::Again, Answer::Arrived]);
    assert_eq!(choice.until, NOW.after(LIVE));
    assert_eq!((choice.message.as_ref(), choice.by), (None, None));
    assert_eq!(room.letter.choice.as_ref(), Some(&choice.id));
    let Action::Send { buttons, .. } = &room.notice.action else {
        panic!("{:?}", room.notice);
    };
    let data: Vec<_> = buttons.iter().flatten().map(|one| &one.action).collect();
    let expected = [Answer::Again, Answer::Arrived]
        .map(|answer| ButtonAction::Callback(choice.id.data(answer)));
    assert_eq!(data, expected.iter().collect::<Vec<_>>());

    let refused = Room::after(&Outcome::Rejected {
        reason: Rejection::Deactivated,
        detail: "Forbidden".to_owned(),
    });
    assert_eq!(refused.choice.answers, [Answer::Again]);
}

#[test]
fn nobody_guesses_the_name_of_a_choice() {
    let (one, other) = (Room::after(&lost()), Room::after(&lost()));
    // From the same facts the same: nothing else goes into it.
    assert_eq!(one.choice.id, other.choice.id);
    let scene = one.scene();
    let drawn = scene.draw("letter/3");
    assert_eq!(drawn.len(), 32);
    assert_ne!(drawn, scene.draw("letter/4"));
    let later = Scene {
        sequence: 9,
        ..scene
    };
    assert_ne!(drawn, later.draw("letter/3"));
    let another_run = Scene {
        random: [8; 16],
        ..scene
    };
    assert_ne!(drawn, another_run.draw("letter/3"));
}

#[test]
fn the_message_is_known_once_it_is_posted() {
    let room = Room::after(&lost());
    let delivery = delivery(
        room.notice.lane.clone(),
        room.notice.action.clone(),
        room.notice.purpose.clone(),
    );
    let sent = Sent::default();
    for (choice, is_there) in [(Some(&room.choice), true), (None, false)] {
        let attempt = Attempt {
            choice,
            ..Attempt::new(&delivery, Some(&room.dialog), &sent)
        };
        let settled = settle(&room.scene(), &attempt, &posted(77));
        let rows = settled.decision.changes.into_iter();
        let rows: Vec<_> = rows
            .filter_map(|change| match change {
                Change::PutChoice(row) => row.message,
                _ => None,
            })
            .collect();
        // What was decided meanwhile does not come back.
        assert_eq!(
            rows,
            is_there
                .then(|| in_group(77))
                .into_iter()
                .collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_press_decides_and_the_row_goes() {
    for (answer, text, goes_again) in [
        (Answer::Again, "🔁 It is being sent once more.", true),
        (Answer::Arrived, "✅ Noted: it arrived.", false),
    ] {
        let room = Room::asked();
        let decision = room.pressed(&room.known(), &room.press(answer));
        assert_eq!(told(&decision), text);
        let gone = Change::DeleteChoice(room.connection.id.clone(), room.choice.id.clone());
        assert!(decision.changes.contains(&gone), "{decision:?}");
        let letter = Change::DeleteDeadLetter(room.letter.delivery.id());
        assert!(decision.changes.contains(&letter));
        let again = decision
            .drafts
            .iter()
            .any(|draft| draft.retry_of == Some(3));
        assert_eq!(again, goes_again);
        let rewritten = decision.drafts.iter().any(|draft| {
            matches!(&draft.action, Action::Rewrite { message, buttons, .. }
                if *message == in_group(77) && buttons.is_empty())
        });
        assert!(rewritten);
    }
}

#[test]
fn a_press_before_the_message_is_known_counts() {
    let room = Room::after(&lost());
    let decision = room.pressed(&room.known(), &room.press(Answer::Arrived));
    assert_eq!(told(&decision), "✅ Noted: it arrived.");
}

#[test]
fn a_row_without_a_message_or_a_presser_is_read() {
    let mut room = Room::after(&lost());
    for by in [None, Some(UserId(5))] {
        room.choice.by = by;
        let stored = serde_json::to_string(&room.choice).unwrap();
        let read: Choice = serde_json::from_str(&stored).unwrap();
        assert_eq!(read, room.choice);
    }
    // A letter from before there were rows.
    let mut stored = serde_json::to_value(&room.letter).unwrap();
    stored.as_object_mut().unwrap().remove("choice");
    let read: DeadLetter = serde_json::from_value(stored).unwrap();
    assert_eq!(read.choice, None);
    assert_eq!(read.undo_choice(), None);
}

/// What people and programs try, and what they are told. Nothing else comes of it.
#[test]
fn mischief() {
    let room = Room::asked();
    let good = room.press(Answer::Again);
    let with = |data: &str| ButtonPress {
        data: data.to_owned(),
        ..good.clone()
    };
    let under = |message: Option<MessageRef>| ButtonPress {
        message,
        ..good.clone()
    };
    let elsewhere = |chat: i64| {
        under(Some(MessageRef {
            chat: ChatAddress::whole(ChatId(chat)),
            message: MessageId(77),
        }))
    };
    let known = room.known();
    let unknown = PressScene::default();
    let decided = PressScene {
        is_decided: true,
        ..unknown
    };
    let mut robot = good.clone();
    robot.actor.is_bot = true;
    let only_again = Choice {
        answers: vec![Answer::Again],
        ..room.choice.clone()
    };
    let for_max = Choice {
        by: Some(UserId(6)),
        ..room.choice.clone()
    };
    let other_id = Id::new(room.choice.until, "0".repeat(32));
    let other = Choice {
        id: other_id.clone(),
        ..room.choice.clone()
    };
    let with_choice = |choice| PressScene {
        choice: Some(choice),
        ..known
    };
    let other_letter = Choice {
        about: About::Letter(4),
        ..room.choice.clone()
    };
    let mut bobs = room.dialog.clone();
    bobs.key.chat = ChatAddress::whole(ChatId(12));
    let table: &[(&str, PressScene<'_>, ButtonPress, &str)] = &[
        (
            "posted by an earlier version",
            known,
            with("again"),
            TOO_OLD,
        ),
        ("posted by one before it", unknown, with("arrived"), TOO_OLD),
        ("pressed twice", decided, good.clone(), DECIDED),
        ("a name that is nobody's", unknown, good.clone(), VOID),
        (
            "another name",
            known,
            with(&other_id.data(Answer::Again)),
            VOID,
        ),
        ("another row", with_choice(&other), good.clone(), VOID),
        ("no data", known, with(""), VOID),
        ("words", known, with("Send again"), VOID),
        (
            "a verb that is none",
            known,
            with(&good.data.replace("again", "drop")),
            VOID,
        ),
        (
            "too long a verb",
            known,
            with(&good.data.replace("again", &"a".repeat(40))),
            VOID,
        ),
        ("another case", known, with(&good.data.to_uppercase()), VOID),
        ("zero", known, with("\0"), VOID),
        ("customers' buttons", known, with("csat/x/5"), VOID),
        (
            "an answer without a button",
            with_choice(&only_again),
            room.press(Answer::Arrived),
            VOID,
        ),
        (
            "under another message",
            known,
            under(Some(in_group(78))),
            VOID,
        ),
        ("without a message", known, under(None), ""),
        ("forwarded to a customer", known, elsewhere(11), ""),
        (
            "copied into another group",
            known,
            elsewhere(-1_009_999_999_999),
            "",
        ),
        ("by a bot", known, robot, ""),
        (
            "somebody else is asked",
            with_choice(&for_max),
            good.clone(),
            "Somebody else is asked here.",
        ),
        (
            "decided in another way",
            PressScene {
                letter: None,
                ..known
            },
            good.clone(),
            DECIDED,
        ),
        (
            "another letter",
            with_choice(&other_letter),
            good.clone(),
            DECIDED,
        ),
        (
            "another dialog",
            PressScene {
                dialog: Some(&bobs),
                ..known
            },
            good.clone(),
            DECIDED,
        ),
        (
            "no dialog",
            PressScene {
                dialog: None,
                ..known
            },
            good.clone(),
            DECIDED,
        ),
    ];
    for (about, known, press, expected) in table {
        let decision = room.pressed(known, press);
        does_nothing(&decision, about);
        assert_eq!(told(&decision), *expected, "{about}");
    }
    // And what is none of these counts.
    let decision = room.pressed(&known, &good);
    assert!(
        decision
            .drafts
            .iter()
            .any(|draft| draft.retry_of == Some(3))
    );
}

#[test]
fn buttons_have_their_time() {
    let mut room = Room::asked();
    room.now = Timestamp(room.choice.until.0 - 1);
    let (status, rights) = (MemberStatus::Member, MemberRights::default());
    let known = team::told(&room.connection, &user(5), status, rights, room.now, true);
    room.connection = known.unwrap();
    let press = room.press(Answer::Arrived);
    let in_time = room.pressed(&room.known(), &press);
    assert_eq!(told(&in_time), "✅ Noted: it arrived.");
    room.now = room.choice.until;
    let late = room.pressed(&room.known(), &press);
    does_nothing(&late, "late");
    assert_eq!(told(&late), TOO_OLD);
    // Its row is swept.
    room.now = room
        .choice
        .until
        .after(std::time::Duration::from_secs(3600));
    let swept = room.pressed(&PressScene::default(), &press);
    does_nothing(&swept, "swept");
    assert_eq!(told(&swept), TOO_OLD);
}

#[test]
fn who_is_not_known_to_be_inside_is_asked_about_first() {
    let room = Room::asked();
    let mut press = room.press(Answer::Again);
    press.actor = user(6);
    let asked = room.pressed(&room.known(), &press);
    assert!(asked.changes.is_empty() && asked.dialog.is_none());
    let draft = &asked.drafts[0];
    assert_eq!(
        draft.action,
        Action::Describe {
            chat: GROUP,
            member: Some(6),
            with_count: false,
        }
    );
    assert_eq!(draft.lane, Lane::of(&room.dialog.key, LaneKind::Receipt));
    for status in [
        MemberStatus::Owner,
        MemberStatus::Administrator,
        MemberStatus::Member,
        MemberStatus::Restricted,
    ] {
        let decision = room.answered(&asked, room.known(), &stands(6, status));
        assert_eq!(
            told(&decision),
            "🔁 It is being sent once more.",
            "{status:?}"
        );
        // And is known from then on.
        let connection = decision.connection.unwrap();
        assert!(team::is_known_inside(&connection, UserId(6), NOW));
        assert!(connection.operators.contains(&UserId(6)));
    }
    for status in [MemberStatus::Left, MemberStatus::Banned] {
        let decision = room.answered(&asked, room.known(), &stands(6, status));
        does_nothing(&decision, "outside");
        assert_eq!(
            told(&decision),
            "Only people who are in this group may press this."
        );
        let known = decision.connection.as_deref().unwrap_or(&room.connection);
        assert!(!team::is_known_inside(known, UserId(6), NOW));
    }
}

#[test]
fn who_left_is_asked_about_again() {
    let mut room = Room::asked();
    let press = room.press(Answer::Again);
    let (status, rights) = (MemberStatus::Left, MemberRights::default());
    let after = team::told(&room.connection, &user(5), status, rights, NOW, false);
    room.connection = after.unwrap();
    let asked = room.pressed(&room.known(), &press);
    assert!(
        matches!(
            &asked.drafts[0].purpose,
            Purpose::RightCheck { by: UserId(5), what: RightAsk::Press(it), .. } if **it == press
        ),
        "{asked:?}"
    );
    let decision = room.answered(&asked, room.known(), &stands(5, status));
    does_nothing(&decision, "left");
}

#[test]
fn what_is_decided_while_telegram_is_asked_is_not_decided_again() {
    let room = Room::asked();
    let mut press = room.press(Answer::Again);
    press.actor = user(6);
    let asked = room.pressed(&room.known(), &press);
    let decided = PressScene {
        is_decided: true,
        ..PressScene::default()
    };
    let decision = room.answered(&asked, decided, &stands(6, MemberStatus::Member));
    does_nothing(&decision, "too late");
    assert_eq!(told(&decision), DECIDED);
}

#[test]
fn when_telegram_does_not_say_nothing_is_decided() {
    let room = Room::asked();
    let mut press = room.press(Answer::Again);
    press.actor = user(6);
    let asked = room.pressed(&room.known(), &press);
    let refused = Outcome::Rejected {
        reason: Rejection::Other,
        detail: "USER_NOT_FOUND".to_owned(),
    };
    // Of somebody else, and of nobody.
    for outcome in [refused, posted(1), stands(5, MemberStatus::Owner)] {
        let decision = room.answered(&asked, room.known(), &outcome);
        does_nothing(&decision, "not said");
        assert!(decision.connection.is_none());
        assert!(
            told(&decision).contains("nothing was done"),
            "{}",
            told(&decision)
        );
    }
}
