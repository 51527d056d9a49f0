#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "of all changes a test looks at one kind"
)]

mod ban;
mod list;
mod private;
mod written;

use std::collections::BTreeSet;

use super::*;
use crate::change::Change;
use crate::connection::Connection;
use crate::delivery::{ChatDescription, ChatMember, Outcome, Rejection, Sent};
use crate::dialog::{self, By, Customer, Kind, State, Topic};
use crate::id::{ChatAddress, ChatId, TopicId, UserId};
use crate::link::{self, Link, Original, Role, Side};
use crate::message::{
    Chat, ChatKind, Content, Entity, FormattedText, MemberRights, MemberStatus, Sender, Service,
    ServiceKind, User,
};
use crate::operator_command::{self, Parsed};
use crate::parameter::{Name, Parameters};
use crate::privacy::Numbers;
use crate::profile::Profile;
use crate::relay::settle::{Attempt, settle};
use crate::relay::{CustomerScene, Peer, customer_message, team_message};
use crate::team;
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
            random: [7; 16],
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
        let delivery = draft.clone().delivery(7, self.connection.frontend, NOW);
        let sent = Sent::default();
        let attempt = Attempt::new(&delivery, Some(&self.dialog), &sent);
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
fn yes_and_no_answer_nothing_that_was_asked() {
    let group = || chat(GROUP.0, ChatKind::Supergroup);
    let text = Content::Text(FormattedText::plain("lost?"));
    let mut room = Room::new();
    // Not even as a reply to the question about an answer that may be lost.
    room.reply = Some(Link {
        key: link::Key {
            identity: room.connection.frontend,
            chat: ChatAddress::whole(GROUP),
            message: MessageId(70),
            part: 0,
        },
        side: Side::Team,
        dialog: room.dialog.key.clone(),
        thread: None,
        role: Role::Notice {
            about: message(group(), None, olga(), text).reference(),
            letter: 3,
        },
        at: NOW,
    });
    for (word, name) in [
        ("/yes", "yes"),
        ("/NO", "no"),
        ("/yes@support_bot please", "yes"),
    ] {
        let decision = room.writes(word);
        assert!(decision.dialog.is_none() && decision.changes.is_empty());
        let expected = format!(
            "Nothing here asks for /{name}: nothing was done, and nothing was sent to the customer."
        );
        assert_eq!(said(&decision), [expected], "{word}");
        let to_team = |draft: &Draft| draft.lane.kind == LaneKind::Notice;
        assert!(decision.drafts.iter().all(to_team));
    }
    let text = Content::Text(FormattedText::plain("/yes"));
    let general = message(group(), None, olga(), text);
    let decision = team_message(&room.scene(), &TeamScene::default(), &general);
    let said = said(&decision).concat();
    assert!(said.starts_with("Nothing here asks for /yes"), "{said}");
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
