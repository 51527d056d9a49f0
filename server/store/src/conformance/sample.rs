//! Rows for tests.

use std::collections::BTreeMap;

use backline_domain::access::{Scope, Token};
use backline_domain::archive::{self, Archived};
use backline_domain::catalogue::{Language, Notice};
use backline_domain::change::{Identity, KeptUpdate, Request, Secret, Timer, TimerKind};
use backline_domain::choice::{self, Choice};
use backline_domain::connection::{
    Carrier, Connection, DeskBot, Group, ParameterChange, Relay, RelayStanding, WebhookSecret,
};
use backline_domain::delivery::{
    Action, Class, DeadLetter, DeadReason, Delivery, Key, Lane, LaneKind, Progress, Purpose, Target,
};
use backline_domain::dialog::{self, Creation, Customer, Dialog, Kind};
use backline_domain::held::HeldAlbum;
use backline_domain::id::{
    ChatAddress, ChatId, ConnectionId, IdentityId, MessageId, MessageRef, SubChat, UserId,
};
use backline_domain::kept::Kept;
use backline_domain::link::{self, Copy, Link, Original, Role, Side};
use backline_domain::logout::Logout;
use backline_domain::message::{
    FormattedText, MemberRights, MemberStatus, Reaction, Sender, UnknownUpdate, UpdateKey, User,
};
use backline_domain::parameter::Parameters;
use backline_domain::payload::Payload;
use backline_domain::plan::{Day, Kind as Counted, Told, Usage};
use backline_domain::privacy::{Gate, Numbers, Shown};
use backline_domain::profile::Profile;
use backline_domain::rating::Rating;
use backline_domain::reaction::Reactions;
use backline_domain::setup_bot::{Act, Card, Hidden, Note, Person, Step, Wish, Wished};
use backline_domain::team::{Roster, told};
use backline_domain::time::Timestamp;
use backline_domain::webhook::{self, Post};

/// Text that breaks what is not bound: quotes, brackets, zero, bidi, emoji.
pub const HOSTILE: &str = "'; DELETE dialog; --\" ⟩ ` \\ \0 \u{202e}\u{200b}👩‍👩‍👧 {}[]$input\n";

/// A moment, in minutes.
#[must_use]
pub fn minute(minute: i64) -> Timestamp {
    Timestamp(1_700_000_000_000 + minute * 60_000)
}

/// A connection's id.
#[must_use]
pub fn connection_id(id: &str) -> ConnectionId {
    ConnectionId::parse(id).expect("a good id")
}

/// A connection.
#[must_use]
pub fn connection(id: &str, revision: u64) -> Connection {
    Connection {
        id: connection_id(id),
        name: format!("Support {id} {revision}"),
        frontend: IdentityId::bot(11),
        frontend_username: HOSTILE.to_owned(),
        group: Group::Known(ChatId(-1_001_234_567_890)),
        group_title: "Team".to_owned(),
        administrator: Some(UserId(5)),
        is_stopped: false,
        problem: None,
        problem_reason: None,
        identity_problem: None,
        is_barred: false,
        keeps_out_of_groups: false,
        has_privacy_mode: false,
        in_setup_bot: false,
        candidate: None,
        owes_word_of_group: false,
        account: None,
        created_at: minute(0),
        parameters: BTreeMap::from([("WELCOME".to_owned(), HOSTILE.to_owned())]),
        told_unknown: false,
        outreach: backline_domain::outreach::Budget::default(),
        operators: [UserId(5), UserId(6)].into(),
        team: team(),
        business: BTreeMap::new(),
        relays: BTreeMap::from([(
            IdentityId::bot(12),
            Relay {
                identity: IdentityId::bot(12),
                username: HOSTILE.to_owned(),
                standing: RelayStanding::Ready {
                    makes_topics: true,
                    sends_files: false,
                },
                added_at: minute(1),
            },
        )]),
        mtproto: BTreeMap::from([(IdentityId::bot(11), minute(2))]),
        webhook_secret: WebhookSecret {
            generation: 2,
            since: Some(minute(3)),
        },
        desk: Some(DeskBot {
            identity: IdentityId::bot(13),
            username: HOSTILE.to_owned(),
            problem: Some(HOSTILE.into()),
            since: Some(minute(2)),
            account: Carrier::Out {
                reason: backline_domain::delivery::Rejection::NotAMember,
                detail: HOSTILE.to_owned(),
            },
            added_at: minute(1),
        }),
        revision,
    }
}

/// Somebody who may ban, as Telegram said.
fn team() -> Roster {
    let mut connection: Connection = serde_json::from_value(serde_json::json!({
        "id": "a", "name": "a", "frontend": "bot:1", "frontend_username": "", "group": "awaited",
        "group_title": "", "administrator": null, "is_stopped": false, "problem": null,
        "created_at": 0, "parameters": {}, "told_unknown": false, "revision": 1,
    }))
    .expect("a connection");
    let user = User {
        id: UserId(5),
        is_bot: false,
        first_name: HOSTILE.to_owned(),
        last_name: String::new(),
        username: "olga".to_owned(),
        language: String::new(),
    };
    let (owner, rights) = (MemberStatus::Owner, MemberRights::default());
    if let Some(told) = told(&connection, &user, owner, rights, minute(1), true) {
        connection = told;
    }
    connection.team
}

/// What the team wrote down about a customer.
#[must_use]
pub fn profile(connection: &str, chat: &ChatAddress, note: &str) -> Profile {
    let mut profile = Profile::new(dialog_key(connection, chat));
    let author = HOSTILE.to_owned();
    let added = profile.add_note(note, UserId(5), author, minute(1));
    added.expect("a note");
    profile.set_field("city", HOSTILE).expect("a field");
    profile
}

/// A change of a parameter.
#[must_use]
pub fn parameter_change(connection: &str, sequence: u64) -> ParameterChange {
    ParameterChange {
        connection: connection_id(connection),
        sequence,
        name: "WELCOME".to_owned(),
        old: "Hi".to_owned(),
        new: HOSTILE.to_owned(),
        by: "token:1".to_owned(),
        at: minute(i64::try_from(sequence).unwrap_or(0)),
    }
}

/// An identity of a connection.
#[must_use]
pub fn identity(id: IdentityId, connection: &str) -> Identity {
    Identity {
        id,
        connection: connection_id(connection),
        epoch: 3,
        cursor: None,
    }
}

/// A chat's address.
#[must_use]
pub fn chat(id: i64) -> ChatAddress {
    ChatAddress::whole(ChatId(id))
}

/// A part of a chat.
#[must_use]
pub fn part(id: i64, sub: SubChat) -> ChatAddress {
    ChatAddress {
        id: ChatId(id),
        sub,
    }
}

/// Chats in the order of their addresses, at the edges of what there is.
#[must_use]
pub fn chats() -> Vec<ChatAddress> {
    let sub = |id| part(7, id);
    vec![
        chat(i64::MIN),
        chat(-(1 << 52)),
        chat(-1_001_234_567_890),
        chat(-100),
        chat(-99),
        chat(-1),
        chat(0),
        chat(7),
        sub(SubChat::Business(String::new())),
        sub(SubChat::Business(HOSTILE.to_owned())),
        sub(SubChat::Business("b".to_owned())),
        sub(SubChat::Business("b\0".to_owned())),
        sub(SubChat::Business("b\0b".to_owned())),
        sub(SubChat::Business("bb".to_owned())),
        sub(SubChat::PrivateTopic(-5)),
        sub(SubChat::PrivateTopic(9)),
        sub(SubChat::PrivateTopic(10)),
        sub(SubChat::DirectMessages(2)),
        chat(8),
        chat(70),
        chat(1 << 52),
        chat((1 << 60) + 1),
        chat(i64::MAX),
    ]
}

/// A dialog's key.
#[must_use]
pub fn dialog_key(connection: &str, chat: &ChatAddress) -> dialog::Key {
    dialog::Key {
        connection: connection_id(connection),
        chat: chat.clone(),
    }
}

/// A dialog.
#[must_use]
pub fn dialog(connection: &str, chat: &ChatAddress) -> Dialog {
    let customer = Customer {
        name: HOSTILE.to_owned(),
        username: "jane".to_owned(),
        language: "en".to_owned(),
        phone: "4930".to_owned(),
        number: Some(7),
    };
    Dialog::new(
        dialog_key(connection, chat),
        Kind::Private,
        customer,
        minute(1),
    )
}

/// A link's key.
#[must_use]
pub fn link_key(identity: IdentityId, chat: &ChatAddress, message: i64, part: u32) -> link::Key {
    link::Key {
        identity,
        chat: chat.clone(),
        message: MessageId(message),
        part,
    }
}

/// A link.
#[must_use]
pub fn link(connection: &str, key: link::Key) -> Link {
    let role = if key.part == 0 {
        Role::Copy(Copy {
            of: MessageRef {
                chat: chat(-1_001_234_567_890),
                message: MessageId(900),
            },
            parts: Vec::new(),
            poster: key.identity,
            delivery: 17,
        })
    } else {
        Role::Original(Box::new(Original {
            hash: HOSTILE.to_owned(),
            ..Original::default()
        }))
    };
    Link {
        side: Side::Customer,
        dialog: dialog_key(connection, &key.chat),
        thread: Some(3),
        role,
        at: minute(2),
        key,
    }
}

/// An album that is held since then.
#[must_use]
pub fn held_album(of: &str, chat: &ChatAddress, id: &str, at: Timestamp) -> HeldAlbum {
    HeldAlbum {
        connection: connection_id(of),
        chat: chat.clone(),
        id: id.to_owned(),
        at,
        is_refused: true,
        pieces: Vec::new(),
    }
}

/// A notice with these words in it.
fn words(words: &str) -> Payload {
    let word = words.to_owned();
    Payload::notice(&Notice::UnknownCommand { word }, Language::En)
}

/// What was posted for a message, kept until then.
#[must_use]
pub fn kept(of: &str, key: link::Key, until: Timestamp) -> Kept {
    let id = key.message.0.to_string();
    Kept {
        connection: connection_id(of),
        contents: vec![words(HOSTILE), words(&id)],
        key,
        until,
        merged: None,
    }
}

/// The reactions to a message.
#[must_use]
pub fn reactions(key: link::Key) -> Reactions {
    let mut reactions = Reactions::new(key);
    let emoji = Reaction::Emoji("👍".to_owned());
    reactions.take(5, &Shown::own(HOSTILE), &[emoji]);
    reactions
}

/// A lane.
#[must_use]
pub fn lane(connection: &str, dialog: Option<&ChatAddress>, kind: LaneKind) -> Lane {
    Lane {
        connection: connection_id(connection),
        dialog: dialog.cloned(),
        kind,
    }
}

/// A delivery.
#[must_use]
pub fn delivery(lane: &Lane, sequence: u64) -> Delivery {
    Delivery {
        key: Key {
            lane: lane.clone(),
            sequence,
        },
        identity: IdentityId::bot(11),
        action: Action::Send {
            to: Target::Topic,
            payload: words(HOSTILE),
            reply: None,
            buttons: Vec::new(),
        },
        purpose: Purpose::TeamNotice,
        class: Class::Operator,
        created_at: minute(3),
        due_at: minute(4),
        attempts: 0,
        first_failed_at: None,
        is_begun: false,
        after_silence: false,
        started_at: None,
        started_by: None,
        last_error: None,
        via: None,
        held_back: 0,
        progress: Progress {
            turn: 2,
            first: None,
            since: Some(1),
        },
        retry_of: None,
    }
}

/// A dead letter.
#[must_use]
pub fn dead_letter(connection: &str, sequence: u64) -> DeadLetter {
    let delivery = delivery(&lane(connection, None, LaneKind::Notice), sequence);
    let reason = DeadReason::Uncertain {
        detail: "the line was cut".to_owned(),
    };
    DeadLetter {
        delivery,
        reason,
        at: minute(9),
        choice: Some(choice_id(9)),
    }
}

/// The name of a choice that ends then.
#[must_use]
pub fn choice_id(until: i64) -> choice::Id {
    choice::Id::new(minute(until), "0123456789abcdef".repeat(2))
}

/// What the team is asked until then.
#[must_use]
pub fn choice(connection: &str, chat: &ChatAddress, until: i64, letter: u64) -> Choice {
    Choice {
        id: choice_id(until),
        dialog: dialog_key(connection, chat),
        about: choice::About::Letter(letter),
        answers: vec![choice::Answer::Again, choice::Answer::Arrived],
        message: Some(MessageRef {
            chat: chat.clone(),
            message: MessageId(7),
        }),
        until: minute(until),
        by: Some(UserId(5)),
    }
}

/// A timer.
#[must_use]
pub fn timer(connection: &str, due: i64, chat: &ChatAddress) -> Timer {
    Timer {
        connection: connection_id(connection),
        due_at: minute(due),
        about: TimerKind::Autoclose(chat.clone()),
    }
}

/// An update of a bot.
#[must_use]
pub fn update(id: i64) -> UpdateKey {
    UpdateKey {
        source: "https://api.telegram.org".to_owned(),
        update_id: id,
        natural: String::new(),
    }
}

/// An update that was not understood.
#[must_use]
pub fn kept_update(connection: &str, id: i64, at: Timestamp) -> KeptUpdate {
    KeptUpdate {
        connection: connection_id(connection),
        key: update(id),
        update: UnknownUpdate {
            raw_kind: "new_thing".to_owned(),
            raw_json: HOSTILE.to_owned(),
            chat: None,
            sender: Sender::default(),
            message: Some(MessageId(4)),
        },
        at,
    }
}

/// Topics being made under a name.
#[must_use]
pub fn creation(connection: &str, name: &str, open: u32) -> Creation {
    Creation {
        connection: connection_id(connection),
        name: name.to_owned(),
        chat: chat(7),
        open,
    }
}

/// What a connection used in a day.
#[must_use]
pub fn usage(connection: &str, day: i64, messages: u64) -> Usage {
    let mut usage = Usage::none(connection_id(connection), Day(day));
    usage.messages = messages;
    usage.updates = messages + 1;
    if messages > 4 {
        usage.told.insert(Told::Near(Counted::Messages));
        usage.told_administrator.insert(Told::GoesOn);
    }
    usage
}

/// A token.
#[must_use]
pub fn token(id: &str) -> Token {
    Token {
        id: id.to_owned(),
        name: HOSTILE.to_owned(),
        secret_hash: "00".repeat(32),
        scopes: vec![Scope::Admin],
        connections: Vec::new(),
        gateway_kinds: Vec::new(),
        identities: Vec::new(),
        created_at: minute(0),
        expires_at: None,
    }
}

/// What the setup bot knows of a person, with so many buttons.
#[must_use]
pub fn setup_person(user: i64, buttons: usize) -> Person {
    let mut person = Person::new(UserId(user), "de", minute(0));
    let act = Act::Set(connection_id("a"), "WELCOME".to_owned(), HOSTILE.to_owned());
    person.step = Step::AskValue {
        connection: connection_id("a"),
        name: HOSTILE.to_owned(),
    };
    person.cards.push(Card {
        sequence: 3,
        message: Some(MessageId(9)),
        expires_at: minute(60),
        buttons: (0..buttons)
            .map(|one| (one.to_string(), act.clone()))
            .collect(),
        fades_after: None,
    });
    person.wished.push(Wished {
        request: "00000000-0000-4000-8000-000000000001".to_owned(),
        wish: Wish::Create {
            token: Hidden(HOSTILE.to_owned()),
            language: Language::De,
        },
        at: None,
    });
    person
}

/// What a connection has to tell.
#[must_use]
pub fn setup_note(of: &str, about: &str, at: Timestamp) -> Note {
    let words = [(Language::Es, FormattedText::plain(HOSTILE))];
    Note {
        at,
        connection: connection_id(of),
        key: about.to_owned(),
        to: UserId(5),
        bot: HOSTILE.to_owned(),
        words: words.into_iter().collect(),
        card: None,
    }
}

/// A session that is to be ended from that minute on.
#[must_use]
pub fn logout(session: &str, of: Option<&str>, due: i64) -> Logout {
    let identity = IdentityId::account(11);
    let session = Secret::new(session);
    Logout::new(identity, of.map(connection_id), session, minute(due))
}

/// The answer to a call.
#[must_use]
pub fn request(id: &str, at: Timestamp) -> Request {
    Request {
        id: id.to_owned(),
        method: "CloseDialog".to_owned(),
        response: vec![0, 255, 7],
        at,
    }
}

/// What is kept of a message that was taken in at that minute.
#[must_use]
pub fn archived(of: &str, chat: &ChatAddress, message: i64, at: Timestamp) -> Archived {
    Archived {
        key: archive::Key {
            connection: connection_id(of),
            at,
            chat: chat.clone(),
            message: MessageId(message),
        },
        dialog: chat.clone(),
        author: archive::Author::Customer,
        operator: UserId(0),
        kind: "text".to_owned(),
        length: 5,
        answers: Some(MessageId(1)),
        edited_at: None,
        text: Some(FormattedText::plain(HOSTILE)),
        end: None,
    }
}

/// A rating of this moment.
#[must_use]
pub fn rating(of: &str, chat: &ChatAddress, sequence: u64, at: Timestamp) -> Rating {
    Rating {
        dialog: dialog_key(of, chat),
        sequence,
        value: 4,
        asked_at: Timestamp(at.0 - 60_000),
        at,
    }
}

/// A post to this URL, about this dialog.
#[must_use]
pub fn post(of: &str, url: &str, dialog: Option<ChatAddress>, sequence: u64) -> Post {
    let about = dialog.clone().unwrap_or_else(|| chat(9));
    let numbers = Numbers::new();
    let (id, parameters) = (connection_id(of), Parameters::default());
    let gate = Gate::new(&id, &parameters, &numbers);
    let about = self::dialog(of, &about);
    let body = webhook::Body::new(webhook::Kind::DialogClosed, &gate, &about, minute(0));
    let lane = webhook::Lane {
        connection: connection_id(of),
        endpoint: webhook::Endpoint::of(url),
        dialog,
    };
    Post::new(lane, sequence, body, minute(0))
}
