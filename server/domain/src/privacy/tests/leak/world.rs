//! A connection, what its team gets to see, and messages to it.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "of actions that show nothing nothing is looked at"
)]

use super::case::{Case, TEAM};
use super::content::{content, one_line, text};
use super::secrets::{Secret, Secrets, read};
use crate::change::Change;
use crate::connection::Connection;
use crate::delivery::{Action, Delivery, LaneKind, Purpose, Target};
use crate::dialog::Dialog;
use crate::id::{MessageId, UserId};
use crate::message::{
    Button, ButtonAction, Chat, ChatKind, Content, ForwardOrigin, Message, Reply, Sender, User,
};
use crate::parameter::{Hidden, Name, Parameters};
use crate::payload::{GateNow, Step, gate_now};
use crate::privacy::Numbers;
use crate::relay::{Decision, Draft, Scene, post_of, wanted_look};
use crate::team::may_extend;
use crate::time::Timestamp;

/// Who is in `EXTENSIONS_ALLOWED`.
pub(super) const READER: UserId = UserId(9);

pub(super) struct World {
    pub(super) case: Case,
    pub(super) secrets: Secrets,
    pub(super) connection: Connection,
    pub(super) parameters: Parameters,
    pub(super) numbers: Numbers,
    pub(super) seen: Vec<String>,
    pub(super) has_copy: bool,
    /// Questions that cards wait for.
    pub(super) counts: Vec<Delivery>,
    /// Cards that went out in private: to whom, and what stands on them.
    pub(super) private: Vec<(UserId, String)>,
}

impl World {
    pub(super) fn new(case: &Case) -> Self {
        let connection: Connection = serde_json::from_value(serde_json::json!({
            "id": "c1", "name": "support", "frontend": "bot:42", "frontend_username": "support_bot",
            "group": {"known": TEAM}, "group_title": "Team", "administrator": null, "is_stopped": false,
            "problem": null, "created_at": 0, "parameters": {}, "told_unknown": false, "revision": 1,
        }))
        .unwrap();
        let mut parameters = Parameters::default();
        parameters.set(Name::MonitorGroups, "TRUE").unwrap();
        parameters.set(Name::AutoInfo, "TRUE").unwrap();
        parameters.set(Name::Archive, "FULL").unwrap();
        let hooks = r#"{"https://a.example":["*","/order"]}"#;
        parameters.set(Name::Webhooks, hooks).unwrap();
        let reader = READER.0.to_string();
        parameters.set(Name::ExtensionsAllowed, &reader).unwrap();
        Self {
            secrets: Secrets {
                seed: case.seed,
                all: Vec::new(),
            },
            case: case.clone(),
            connection,
            parameters,
            numbers: Numbers::new(),
            seen: Vec::new(),
            has_copy: false,
            counts: Vec::new(),
            private: Vec::new(),
        }
    }

    pub(super) fn hide(&mut self) {
        let hidden: Vec<&str> = self.case.hidden.iter().copied().collect();
        let hidden = if hidden.is_empty() {
            "OFF".to_owned()
        } else {
            hidden.join(",")
        };
        self.parameters.set(Name::HideInfo, &hidden).unwrap();
    }

    pub(super) fn scene(&self) -> Scene<'_> {
        Scene {
            connection: &self.connection,
            parameters: &self.parameters,
            now: Timestamp(1_700_000_000_000),
            sequence: 7,
            random: [7; 16],
            numbers: &self.numbers,
        }
    }

    /// What the team sees of a decision.
    pub(super) fn see(&mut self, decision: &Decision) {
        for draft in &decision.drafts {
            let delivery = self.delivery(draft);
            self.see_delivery(&delivery);
            let is_card = matches!(
                delivery.purpose,
                Purpose::InfoCard | Purpose::PrivateInfo { .. }
            );
            if is_card {
                self.counts.push(delivery);
            }
        }
        for event in &decision.events {
            let post = post_of(&self.scene(), event, decision.dialog.as_ref());
            let post = post.map(|body| body.json(&self.parameters.hide_info));
            self.seen.extend(post);
        }
        // What is kept may be shown and exported one day.
        for change in &decision.changes {
            if let Change::Archive(row) = change {
                self.seen.push(serde_json::to_string(&row.text).unwrap());
            }
            // What is told through the setup bot comes to one person. A card of `/info` is the
            // one thing that may name what is hidden, and only to who may see it.
            if let Change::PutSetupNote(note) = change {
                if let Some(card) = &note.card {
                    self.private.push((note.to, card.shown().text.clone()));
                    if !may_extend(&self.connection, &self.parameters, note.to) {
                        self.seen.push(card.shown().text.clone());
                    }
                }
                self.seen.push(format!("{} {:?}", note.bot, note.words));
            }
        }
        if let Some(dialog) = &decision.dialog {
            self.see_title(dialog);
        }
    }

    pub(super) fn see_title(&mut self, dialog: &Dialog) {
        self.seen.push(wanted_look(dialog, &self.parameters).name);
    }

    pub(super) fn see_delivery(&mut self, delivery: &Delivery) {
        let action = match gate_now(delivery, &self.parameters) {
            GateNow::Passes => delivery.action.clone(),
            GateNow::Instead(action) => action,
            GateNow::Shut(_) => return,
        };
        if !matches!(delivery.key.lane.kind, LaneKind::ToTopic | LaneKind::Notice) {
            return;
        }
        let (payloads, reply) = match &action {
            Action::Send {
                to: Target::Customer { .. },
                ..
            } => return,
            Action::Send { payload, reply, .. } => (vec![payload.clone()], reply.clone()),
            Action::Carry { steps, reply, .. } => {
                self.has_copy |= steps.iter().any(|step| matches!(step, Step::Copy { .. }));
                let all = steps.iter().flat_map(Step::contents).cloned();
                (all.collect(), reply.clone())
            }
            Action::Edit { contents, .. } => (contents.clone(), None),
            _ => (Vec::new(), None),
        };
        // Files' ids are Telegram's, and bring the file's name along: that counts as seen.
        for payload in payloads {
            self.seen
                .push(serde_json::to_string(payload.content()).unwrap());
            if let Content::Media(sent) = payload.content()
                && ["document", "music"]
                    .iter()
                    .any(|word| sent.file_name.starts_with(word))
                && !sent.is_renamed
            {
                self.seen.push("a renamed file by its id".to_owned());
            }
        }
        if let Some(crate::delivery::ReplyTo::CounterpartOf { quote, .. }) = reply {
            self.seen.push(serde_json::to_string(&quote).unwrap());
        }
    }

    pub(super) fn delivery(&self, draft: &Draft) -> Delivery {
        let draft = draft.clone();
        draft.delivery(7, self.connection.frontend, Timestamp::default())
    }

    /// Which secrets stand in this that `HIDE_INFO` hides.
    pub(super) fn hidden_in(&self, shown: &str) -> usize {
        let shown = read(shown);
        let is_hidden = |secret: &&Secret| {
            let mut by = secret.by.iter();
            by.any(|by| self.parameters.hide_info.contains(by))
        };
        let all = self.secrets.all.iter().filter(is_hidden);
        all.filter(|secret| shown.contains(&secret.text)).count()
    }

    /// Which secrets the team knows that it should not.
    pub(super) fn leaks(&self) -> Vec<String> {
        let seen = read(&self.seen.join("\n"));
        let digits: String = seen
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '.' | '/' | '(' | ')'))
            .collect();
        let is_hidden = |secret: &Secret| {
            secret
                .by
                .iter()
                .any(|by| self.parameters.hide_info.contains(by))
        };
        let is_seen = |secret: &Secret| {
            if secret.is_number {
                digits.contains(&secret.text)
            } else {
                seen.contains(&secret.text)
            }
        };
        let all = self
            .secrets
            .all
            .iter()
            .filter(|secret| is_hidden(secret) && is_seen(secret));
        let mut leaks: Vec<String> = all.map(|secret| secret.text.clone()).collect();
        if self.has_copy && !self.parameters.hide_info.is_empty() {
            leaks.push("a copy of what the message is by then".to_owned());
        }
        leaks
    }
}

pub(super) fn message(world: &mut World, chat: &Chat, user: &User, id: i64) -> Message {
    let case = world.case.clone();
    let secrets = &mut world.secrets;
    let content = content(secrets, &case);
    let origin = match case.extra {
        1 => Some(ForwardOrigin {
            kind: "user".to_owned(),
            user: Some(User {
                first_name: secrets.word("From", &[Hidden::Name, Hidden::Forward]),
                last_name: String::new(),
                ..user.clone()
            }),
            chat: None,
            sender_name: String::new(),
            message: None,
        }),
        2 => Some(ForwardOrigin {
            kind: "hidden_user".to_owned(),
            user: None,
            chat: None,
            sender_name: secrets.word("Hidden", &[Hidden::Name, Hidden::Forward]),
            message: None,
        }),
        3 => Some(ForwardOrigin {
            kind: "channel".to_owned(),
            user: None,
            chat: Some(Chat {
                kind: ChatKind::Channel,
                title: secrets.word("Channel", &[Hidden::Title, Hidden::Forward]),
                ..chat.clone()
            }),
            sender_name: String::new(),
            message: Some(MessageId(3)),
        }),
        _ => None,
    };
    let reply = (case.extra >= 4).then(|| {
        let answered = text(secrets, &case);
        // From the middle of the number on, or all of it.
        let begins = if case.extra == 5 { 16 } else { 0 };
        let quote = crate::text::slice(&answered, begins..begins + 200);
        Reply {
            message: MessageId(1),
            chat: None,
            quote: (case.extra < 7).then_some(quote),
            quote_position: i32::try_from(begins).unwrap(),
            answered_text: Some(answered),
        }
    });
    let buttons = if case.extra == 6 {
        vec![vec![Button {
            text: one_line(secrets, &case),
            action: ButtonAction::Url(secrets.word("https://t.me/button_", &[Hidden::Link])),
        }]]
    } else {
        Vec::new()
    };
    let signature = if case.extra == 7 {
        secrets.word("Signed", &[Hidden::Name])
    } else {
        String::new()
    };
    let sender = if signature.is_empty() {
        Sender {
            user: Some(user.clone()),
            chat: None,
            signature,
        }
    } else {
        Sender {
            user: None,
            chat: None,
            signature,
        }
    };
    Message {
        chat: chat.clone(),
        id: MessageId(id),
        sender,
        sent_at: Timestamp(1_700_000_000_000),
        edited_at: None,
        topic: None,
        reply,
        forward: origin,
        album: None,
        content,
        buttons,
        is_protected: false,
        via_bot: None,
        is_automatic_forward: false,
        is_outgoing: false,
        business_bot: None,
        random_id: None,
        thread: None,
    }
}
