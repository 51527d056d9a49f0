#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "of all changes a test looks at one kind"
)]

use std::collections::BTreeSet;

use super::*;
use crate::change::Change;
use crate::connection::Connection;
use crate::delivery::{ChatDescription, ChatMember, Delivery, Key, Outcome, Rejection, Sent};
use crate::dialog::{self, By, Customer, Kind, State, Topic};
use crate::id::{ChatAddress, ChatId, TopicId, UserId};
use crate::link;
use crate::message::{
    Chat, ChatKind, Content, Entity, FormattedText, MemberRights, MemberStatus, Sender, Service,
    ServiceKind, User,
};
use crate::parameter::{Name, Parameters};
use crate::privacy::Numbers;
use crate::profile::Profile;
use crate::relay::settle::{Attempt, settle};
use crate::relay::{CustomerScene, customer_message, team_message};
use crate::time::Timestamp;

const NOW: Timestamp = Timestamp(1_700_000_000_000);
const GROUP: ChatId = ChatId(-1_001_234_567_890);
const TOPIC: TopicId = TopicId(77);

/// A connection with one dialog, and Olga (5) who gives commands in its topic.
struct Room {
    connection: Connection,
    parameters: Parameters,
    numbers: Numbers,
    dialog: Dialog,
    profile: Option<Profile>,
    reply: Option<Link>,
}

fn user(id: i64, name: &str, username: &str) -> User {
    User {
        id: UserId(id),
        is_bot: false,
        first_name: name.to_owned(),
        last_name: String::new(),
        username: username.to_owned(),
        language: String::new(),
    }
}

fn olga() -> User {
    user(5, "Olga", "olga")
}

fn chat(id: i64, kind: ChatKind) -> Chat {
    Chat {
        address: ChatAddress::whole(ChatId(id)),
        kind,
        title: String::new(),
        username: String::new(),
        first_name: "Ann".to_owned(),
        last_name: String::new(),
        is_forum: ChatId(id) == GROUP,
    }
}

fn message(chat: Chat, topic: Option<TopicId>, user: User, content: Content) -> Message {
    Message {
        chat,
        id: MessageId(900),
        sender: Sender {
            user: Some(user),
            ..Sender::default()
        },
        sent_at: NOW,
        edited_at: None,
        topic,
        reply: None,
        forward: None,
        album: None,
        content,
        buttons: Vec::new(),
        is_protected: false,
        via_bot: None,
        is_automatic_forward: false,
        is_outgoing: false,
        business_bot: None,
        random_id: None,
        thread: None,
    }
}

// === impl Room ===

impl Room {
    fn new() -> Self {
        let key = dialog::Key {
            connection: Connection::sample().id,
            chat: ChatAddress::whole(ChatId(11)),
        };
        let customer = Customer {
            name: "Ann".to_owned(),
            ..Customer::default()
        };
        let mut dialog = Dialog::new(key, Kind::Private, customer, NOW);
        dialog.topic = Topic::Known(TOPIC);
        Self {
            connection: Connection::sample(),
            parameters: Parameters::default(),
            numbers: Numbers::new(),
            dialog,
            profile: None,
            reply: None,
        }
    }

    /// Telegram said what Olga may do.
    fn with_right(may_ban: bool) -> Self {
        let mut room = Self::new();
        let (status, rights) = standing(may_ban);
        let connection = &room.connection;
        room.connection = team::told(connection, &olga(), status, rights, NOW, true).unwrap();
        room
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            connection: &self.connection,
            parameters: &self.parameters,
            now: NOW,
            sequence: 7,
            numbers: &self.numbers,
        }
    }

    /// What follows from a text of Olga's in the topic.
    fn writes(&self, text: &str) -> Decision {
        self.writes_as(olga(), FormattedText::plain(text))
    }

    fn writes_as(&self, user: User, text: FormattedText) -> Decision {
        let chat = chat(GROUP.0, ChatKind::Supergroup);
        let message = message(chat, Some(TOPIC), user, Content::Text(text));
        self.posts(&message)
    }

    fn posts(&self, message: &Message) -> Decision {
        let team = TeamScene {
            dialog: Some(&self.dialog),
            profile: self.profile.as_ref(),
            reply: self.reply.as_ref(),
            ..TeamScene::default()
        };
        team_message(&self.scene(), &team, message)
    }

    /// It is committed.
    fn takes(&mut self, decision: Decision) {
        if let Some(connection) = decision.connection {
            self.parameters = Parameters::from_set(&connection.parameters).unwrap();
            self.connection = *connection;
        }
        self.dialog = decision.dialog.unwrap_or_else(|| self.dialog.clone());
        for change in decision.changes {
            if let Change::PutProfile(profile) = change {
                self.profile = Some(*profile);
            }
        }
    }

    /// Does it, and gives what is said.
    fn does(&mut self, text: &str) -> String {
        let decision = self.writes(text);
        let said = said(&decision).join("\n");
        self.takes(decision);
        said
    }

    /// What follows from Telegram's answer to the question that this decision asks.
    fn answered(&self, asked: &Decision, outcome: &Outcome) -> Decision {
        let [draft] = asked.drafts.as_slice() else {
            panic!("one question: {asked:?}");
        };
        let delivery = Delivery {
            key: Key {
                lane: draft.lane.clone(),
                sequence: 7,
            },
            identity: self.connection.frontend,
            via: None,
            action: draft.action.clone(),
            purpose: draft.purpose.clone(),
            class: draft.class,
            created_at: NOW,
            due_at: NOW,
            attempts: 0,
            first_failed_at: None,
            after_silence: false,
            started_at: None,
            is_begun: false,
            started_by: None,
            last_error: None,
            held_back: 0,
            progress: Progress::default(),
            retry_of: None,
        };
        let attempt = Attempt {
            delivery: &delivery,
            dialog: Some(&self.dialog),
            sent: &Sent::default(),
            creation: None,
            links: &[],
            reactions: None,
            post: None,
            profile: None,
            backlog: None,
            reached: None,
            has_others: false,
            largest_file: None,
            others_deliver: false,
            jitter: 0.0,
        };
        let settled = settle(&self.scene(), &attempt, outcome);
        assert_eq!(settled.stays, None);
        settled.decision
    }
}

fn standing(may_ban: bool) -> (MemberStatus, MemberRights) {
    let rights = MemberRights {
        restrict_members: may_ban,
        ..MemberRights::default()
    };
    (MemberStatus::Administrator, rights)
}

fn description(may_ban: bool) -> Outcome {
    let (status, rights) = standing(may_ban);
    Outcome::Succeeded {
        messages: Vec::new(),
        topic: None,
        description: Some(Box::new(ChatDescription {
            chat: chat(GROUP.0, ChatKind::Supergroup),
            own_status: MemberStatus::Administrator,
            own_rights: MemberRights::default(),
            member: Some(ChatMember {
                user: olga(),
                status,
                rights,
            }),
            administrators: Vec::new(),
            members: None,
            receipts_allowed: true,
        })),
        reached: None,
    }
}

/// What is said in the topic.
fn said(decision: &Decision) -> Vec<String> {
    let texts = decision.drafts.iter().filter_map(|draft| {
        let Action::Send { payload, .. } = &draft.action else {
            return None;
        };
        payload.content().text().map(|text| text.text.clone())
    });
    texts.collect()
}

fn wanted_name(room: &Room) -> String {
    crate::relay::wanted_look(&room.dialog, &room.parameters).name
}

#[test]
fn a_ban_is_a_change_of_the_parameter_with_its_history() {
    let mut room = Room::with_right(true);
    let decision = room.writes("/ban");
    let history: Vec<_> = decision
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::PutParameterChange(row) => Some((**row).clone()),
            _ => None,
        })
        .collect();
    let [row] = history.as_slice() else {
        panic!("{history:?}");
    };
    assert_eq!(
        (row.name.as_str(), row.by.as_str()),
        ("IGNORE_CHATS", "user:5")
    );
    assert_eq!(
        (row.old.as_str(), row.new.as_str()),
        ("777000", "11, 777000")
    );
    assert_eq!(row.at, NOW);
    room.takes(decision);
    assert_eq!(room.dialog.state, State::Closed);
    assert!(room.parameters.ignore_chats.contains(&11));
    let by = room.dialog.banned.as_ref().unwrap();
    assert_eq!((by.user, by.name.as_str()), (UserId(5), "Olga"));
    assert_eq!(wanted_name(&room), "⬛️🚫 Ann");

    // What the customer writes is dropped without a trace.
    let private = chat(11, ChatKind::Private);
    let text = Content::Text(FormattedText::plain("hello?"));
    let hello = message(private, None, user(11, "Ann", ""), text);
    let known = CustomerScene {
        dialog: Some(&room.dialog),
        ..CustomerScene::default()
    };
    assert_eq!(
        customer_message(&room.scene(), &known, &hello),
        Decision::nothing()
    );

    let unbanned = room.does("/unban");
    assert!(unbanned.contains("not banned any more"), "{unbanned}");
    assert_eq!(room.parameters.ignore_chats, BTreeSet::from([777_000]));
    assert_eq!(room.dialog.banned, None);
    assert_eq!(wanted_name(&room), "⬛️ Ann");
}

#[test]
fn what_is_so_already_is_said_and_changes_nothing() {
    let mut room = Room::with_right(true);
    assert_eq!(room.does("/unban"), "Ann is not banned.");
    room.does("/ban");
    let again = room.writes("/ban");
    assert!(again.connection.is_none() && again.dialog.is_none());
    assert_eq!(
        said(&again),
        ["Ann is banned already. /unban takes it back."]
    );
}

#[test]
fn without_the_right_nobody_is_banned() {
    for command in ["/ban", "/unban"] {
        let decision = Room::with_right(false).writes(command);
        assert!(decision.dialog.is_none() && decision.changes.is_empty());
        assert_eq!(
            said(&decision),
            ["/ban and /unban are for admins of this group who may ban people."]
        );
    }
}

#[test]
fn a_right_that_is_not_known_is_asked_first() {
    let room = Room::new();
    let asked = room.writes("/ban");
    assert!(
        asked.dialog.is_none() && asked.changes.is_empty(),
        "{asked:?}"
    );
    let draft = &asked.drafts[0];
    assert_eq!(
        draft.action,
        Action::Describe {
            chat: GROUP,
            member: Some(5),
            with_count: false,
        }
    );
    let yes = room.answered(&asked, &description(true));
    assert_eq!(yes.dialog.as_ref().unwrap().state, State::Closed);
    let connection = yes.connection.unwrap();
    assert_eq!(connection.parameters["IGNORE_CHATS"], "11, 777000");
    // And is known from then on.
    assert_eq!(team::may_ban(&connection, UserId(5), NOW), team::Known::Yes);
    let no = room.answered(&asked, &description(false));
    assert!(no.dialog.is_none());
    assert_eq!(
        said(&no),
        ["/ban and /unban are for admins of this group who may ban people."]
    );
    let known = team::may_ban(&no.connection.unwrap(), UserId(5), NOW);
    assert_eq!(known, team::Known::No);
}

#[test]
fn when_telegram_does_not_say_nothing_is_decided() {
    let room = Room::new();
    let asked = room.writes("/ban");
    let refused = Outcome::Rejected {
        reason: Rejection::Other,
        detail: "USER_NOT_FOUND".to_owned(),
    };
    let empty = Outcome::Succeeded {
        messages: Vec::new(),
        topic: None,
        description: None,
        reached: None,
    };
    for outcome in [refused, empty] {
        let decision = room.answered(&asked, &outcome);
        assert!(decision.dialog.is_none() && decision.connection.is_none());
        let said = said(&decision).concat();
        assert!(said.contains("nothing was changed"), "{said}");
    }
}

#[test]
fn nothing_goes_to_who_is_banned() {
    let mut room = Room::with_right(true);
    room.does("/ban");
    let answer = room.writes("are you there?");
    assert_eq!(answer.drafts.len(), 1);
    assert_eq!(
        said(&answer),
        ["🚫 Not sent: Ann is banned. /unban takes it back; then send it as a new message."]
    );
    for command in ["/open", "/hold", "/wait"] {
        let decision = room.writes(command);
        assert!(decision.dialog.is_none());
        let said = said(&decision).concat();
        assert!(said.contains("stays closed"), "{command}: {said}");
    }
    // Reopened in the app: it is closed again.
    room.dialog.shown.is_closed = true;
    room.dialog.sync_waits = false;
    let service = Content::Service(Service {
        kind: ServiceKind::TopicReopened,
        raw_kind: "forum_topic_reopened".to_owned(),
        title: String::new(),
        users: Vec::new(),
        other_chat: None,
        message: None,
    });
    let group = chat(GROUP.0, ChatKind::Supergroup);
    let reopened = message(group, Some(TOPIC), olga(), service);
    let decision = room.posts(&reopened);
    assert_eq!(decision.dialog.unwrap().state, State::Closed);
    assert!(matches!(decision.drafts[0].action, Action::SyncTopic));
}

#[test]
fn a_banned_group_stays_banned_as_a_supergroup() {
    let mut room = Room::with_right(true);
    room.parameters.monitor_groups = true;
    let set = room
        .connection
        .parameters
        .insert("MONITOR_GROUPS".to_owned(), "TRUE".to_owned());
    assert_eq!(set, None);
    room.dialog.kind = Kind::Group;
    room.dialog.key.chat = ChatAddress::whole(ChatId(-44));
    room.does("/ban");
    assert!(room.parameters.ignore_chats.contains(&-44));
    let service = Content::Service(Service {
        kind: ServiceKind::MigratedTo,
        raw_kind: "migrate_to_chat_id".to_owned(),
        title: String::new(),
        users: Vec::new(),
        other_chat: Some(ChatId(-1_000_000_000_055)),
        message: None,
    });
    let moved = message(
        chat(-44, ChatKind::Group),
        None,
        user(9, "Bob", ""),
        service,
    );
    let known = CustomerScene {
        dialog: Some(&room.dialog),
        ..CustomerScene::default()
    };
    let decision = customer_message(&room.scene(), &known, &moved);
    assert!(decision.drafts.is_empty(), "nobody is told");
    room.takes(decision);
    assert_eq!(room.dialog.chat().id, ChatId(-1_000_000_000_055));
    assert!(is_banned(&room.parameters, &room.dialog));
    room.does("/unban");
    assert_eq!(room.parameters.ignore_chats, BTreeSet::from([777_000]));
}

#[test]
fn the_list_has_its_bound() {
    let mut room = Room::with_right(true);
    room.parameters.ignore_chats = (100..10_100).collect();
    let said = room.does("/ban");
    assert!(
        said.contains("`IGNORE_CHATS`") || said.contains("IGNORE_CHATS"),
        "{said}"
    );
    assert_eq!(room.dialog.state, State::UserAnswered);
}

#[test]
fn a_dialog_is_assigned_to_who_is_known_here() {
    let mut room = Room::new();
    let nobody = "👤 Nobody in particular looks after this dialog. /assign @name, or /assign me.";
    assert_eq!(room.does("/assign"), nobody);
    assert_eq!(
        room.does("/assign me"),
        "👤 @olga looks after this dialog from now on."
    );
    assert_eq!(room.dialog.assigned.as_ref().unwrap().user, UserId(5));
    assert!(
        room.does("/assign")
            .contains("@olga looks after this dialog, since")
    );
    let unknown = room.does("/assign @max");
    assert!(
        unknown.starts_with("“@max” is nobody whom I know"),
        "{unknown}"
    );
    assert_eq!(
        room.dialog.assigned.as_ref().unwrap().user,
        UserId(5),
        "as it was"
    );

    let max = user(6, "Max", "Max_M");
    let hello = room.writes_as(max.clone(), FormattedText::plain("/ hello"));
    room.takes(hello);
    assert_eq!(
        room.does("/assign @max_m"),
        "👤 @Max_M looks after this dialog from now on."
    );
    assert_eq!(room.dialog.assigned.as_ref().unwrap().user, UserId(6));
    assert_eq!(
        room.does("/assign off"),
        "👤 Nobody looks after this dialog any more."
    );
    assert_eq!(room.dialog.assigned, None);
    assert_eq!(
        room.does("/assign max"),
        "Use it like this: /assign @name | me | off"
    );

    // Somebody without an @name is mentioned.
    let ida = user(8, "Ida", "");
    room.takes(room.writes_as(ida, FormattedText::plain("/ hello")));
    let mut mention = FormattedText::plain("/assign Ida");
    mention.entities.push(Entity {
        kind: "text_mention".to_owned(),
        offset: 8,
        length: 3,
        user: Some(8),
        ..Entity::default()
    });
    room.takes(room.writes_as(olga(), mention.clone()));
    let by = room.dialog.assigned.clone().unwrap();
    assert_eq!((by.user, by.name.as_str()), (UserId(8), "Ida"));
    mention.entities[0].user = Some(99);
    let stranger = room.writes_as(olga(), mention);
    assert!(stranger.dialog.is_none());
    assert!(
        said(&stranger)
            .concat()
            .starts_with("“Ida” is nobody whom I know")
    );
}

#[test]
fn an_answer_to_an_operators_message_assigns_its_author() {
    let mut room = Room::new();
    room.takes(room.writes_as(user(6, "Max", ""), FormattedText::plain("/ hello")));
    room.reply = Some(Link {
        key: link::Key {
            identity: room.connection.frontend,
            chat: ChatAddress::whole(GROUP),
            message: MessageId(800),
            part: 0,
        },
        side: Side::Team,
        dialog: room.dialog.key.clone(),
        thread: None,
        role: Role::Original(Box::new(Original {
            author: Some(UserId(6)),
            ..Original::default()
        })),
        at: NOW,
    });
    assert_eq!(
        room.does("/assign"),
        "👤 Max looks after this dialog from now on."
    );
    // What is answered is a customer's: it has no author of the team's.
    room.reply = None;
    assert!(room.does("/assign").contains("since"));
}

#[test]
fn the_author_of_an_answer_is_known() {
    let room = Room::new();
    let decision = room.writes("hello");
    let author = decision.changes.iter().find_map(|change| match change {
        Change::PutLink(link) => link.original()?.author,
        _ => None,
    });
    assert_eq!(author, Some(UserId(5)));
}

#[test]
fn notes_are_numbered_and_stay_inside() {
    let mut room = Room::new();
    assert!(room.does("/note").starts_with("There are no notes"));
    assert_eq!(
        room.does("/note i think\nso"),
        "📝 Note 1 is written down. The customer does not see it."
    );
    room.does("/note second");
    assert_eq!(
        room.does("/note"),
        "📝 1 i think\nso — Olga, 2023-11-14 22:13 UTC\n📝 2 second — Olga, 2023-11-14 22:13 UTC"
    );
    assert_eq!(room.does("/note del 1"), "📝 Note 1 is deleted.");
    assert!(room.does("/note del 1").starts_with("There is no note 1"));
    assert_eq!(room.does("/note del"), "Use it like this: /note del N");
    room.does("/note del isn't a number here");
    let notes: Vec<_> = room.profile.clone().unwrap().notes;
    let texts: Vec<_> = notes
        .iter()
        .map(|note| (note.number, note.text.as_str()))
        .collect();
    assert_eq!(texts, [(2, "second"), (3, "del isn't a number here")]);
    let long = format!("/note {}", "x".repeat(501));
    assert!(
        room.does(&long)
            .contains("has 501 characters, and may have 500")
    );
    for _ in 2..20 {
        room.does("/note more");
    }
    assert!(room.does("/note more").contains("There are 20 notes"));
    // Nothing of it is for the customer.
    let decision = room.writes("/note secret");
    let is_inside = |draft: &Draft| draft.lane.kind == LaneKind::Notice;
    assert!(decision.drafts.iter().all(is_inside));
}

#[test]
fn long_notes_are_shown_in_as_few_messages_as_hold_them() {
    let mut room = Room::new();
    for _ in 0..20 {
        room.does(&format!("/note {}", "x".repeat(500)));
    }
    let pages = said(&room.writes("/note"));
    assert_eq!(pages.len(), 3);
    let all = pages.join("\n");
    assert!((1..=20).all(|number| all.contains(&format!("📝 {number} x"))));
    assert!(pages.iter().all(|page| page.encode_utf16().count() <= 4096));
}

#[test]
fn fields_are_set_shown_and_cleared() {
    let mut room = Room::new();
    assert!(room.does("/set").starts_with("There are no fields"));
    assert_eq!(
        room.does("/set VAT-id DE  1\n2"),
        "▪️ vat-id is now: DE 1 2"
    );
    room.does("/set city Riga");
    assert_eq!(room.does("/set"), "▪️ city: Riga\n▪️ vat-id: DE 1 2");
    assert_eq!(room.does("/set CITY"), "▪️ city is cleared.");
    assert!(
        room.does("/set city")
            .starts_with("There is no field “city”")
    );
    assert!(
        room.does("/set 1st x")
            .starts_with("“1st” cannot be the name of a field")
    );
    assert!(
        room.does("/set straße x")
            .contains("cannot be the name of a field")
    );
    let long = format!("/set a {}", "x".repeat(201));
    assert!(
        room.does(&long)
            .contains("has 201 characters, and may have 200")
    );
    for number in 1..16 {
        room.does(&format!("/set f{number} x"));
    }
    assert!(room.does("/set one-more x").contains("There are 16 fields"));
}

#[test]
fn the_card_shows_what_the_team_wrote_down() {
    let mut room = Room::with_right(true);
    room.does("/note pays late");
    room.does("/set city Riga");
    room.does("/assign me");
    let card = room.does("/info");
    for line in [
        "Looked after by: @olga",
        "▪️ city: Riga",
        "📝 1 pays late — Olga, 2023-11-14 22:13 UTC",
    ] {
        assert!(card.contains(line), "{line} in\n{card}");
    }
    assert!(!card.contains("🚫"));
    room.does("/ban");
    let card = room.does("/info");
    assert!(
        card.contains("🚫 Banned by Olga, 2023-11-14 22:13 UTC"),
        "{card}"
    );
    // In the list by other means than a ban.
    room.dialog.banned = None;
    assert!(
        room.does("/info")
            .contains("🚫 Banned: the chat is in IGNORE_CHATS")
    );
    // The card is about the customer; notes are the team's words.
    room.parameters.set(Name::HideInfo, "command").unwrap();
    assert!(room.does("/info").starts_with("🔒"));
    assert!(room.does("/note").contains("pays late"));
}

#[test]
fn who_does_not_show_themselves_gives_no_commands() {
    let room = Room::with_right(true);
    let group = chat(GROUP.0, ChatKind::Supergroup);
    for command in ["/ban", "/assign me", "/note x", "/set a b", "/help"] {
        let text = Content::Text(FormattedText::plain(command));
        let mut message = message(group.clone(), Some(TOPIC), olga(), text);
        message.sender = Sender {
            user: None,
            chat: Some(group.clone()),
            signature: String::new(),
        };
        let decision = room.posts(&message);
        assert!(decision.dialog.is_none() && decision.changes.is_empty());
        let said = said(&decision).concat();
        assert!(
            said.starts_with("You are writing in the name of the group"),
            "{said}"
        );
    }
}

#[test]
fn help_is_about_what_its_reader_may_use() {
    let admin = said(&Room::with_right(true).writes("/help")).concat();
    assert!(admin.contains("/ban") && admin.contains("/unban"));
    let other = said(&Room::with_right(false).writes("/help")).concat();
    assert!(!other.contains("ban") && other.contains("/note"), "{other}");
    let room = Room::new();
    let asked = room.writes("/help");
    let told = said(&room.answered(&asked, &description(true))).concat();
    assert_eq!(told, admin);
}

#[test]
fn who_banned_is_kept_in_the_dialogs_row() {
    let by = By {
        user: UserId(5),
        name: "Olga".to_owned(),
        at: NOW,
    };
    let mut dialog = Room::new().dialog;
    dialog.banned = Some(by.clone());
    dialog.assigned = Some(by);
    let stored = serde_json::to_string(&dialog).unwrap();
    assert_eq!(serde_json::from_str::<Dialog>(&stored).unwrap(), dialog);
}
