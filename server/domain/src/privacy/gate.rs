//! The gate itself: what is hidden, and the names in place of those that are.

use std::collections::BTreeMap;

use super::pseudonym::{self, Sort};
use super::{Mask, Masked, Shown, is_on};
use crate::catalogue::Language;
use crate::dialog::{Dialog, Kind};
use crate::id::{ConnectionId, UserId};
use crate::message::{Chat, ChatKind, ForwardOrigin, Message, User};
use crate::parameter::{Hidden, HiddenSet, Parameters};
use crate::setup_bot::Opener;

/// Who has which number: what [`pseudonym::name`] makes names from. By the Telegram id of the person or
/// chat.
pub type Numbers = BTreeMap<i64, u32>;

/// What of customers gets to the team of one connection, and how.
#[derive(Debug, Clone, Copy)]
pub struct Gate<'a> {
    connection: &'a ConnectionId,
    parameters: &'a Parameters,
    numbers: &'a Numbers,
}

/// Somebody without a number, which the caller forgot to give: rather no name than theirs.
const NOBODY: &str = "—";

/// What the customer of a dialog is called: the same that [`Gate::customer`] says, where only the dialog
/// is at hand.
#[must_use]
pub fn customer(dialog: &Dialog, parameters: &Parameters) -> Shown {
    let mut numbers = Numbers::new();
    let id = dialog.key.chat.id.0;
    numbers.extend(dialog.customer.number.map(|number| (id, number)));
    let gate = Gate::new(&dialog.key.connection, parameters, &numbers);
    gate.called(id, dialog.kind, dialog.customer.name.clone())
}

// === impl Gate ===

impl<'a> Gate<'a> {
    /// The gate of a connection with these parameters. `numbers` has everybody who is named.
    #[must_use]
    pub const fn new(
        connection: &'a ConnectionId,
        parameters: &'a Parameters,
        numbers: &'a Numbers,
    ) -> Self {
        Self {
            connection,
            parameters,
            numbers,
        }
    }

    /// Whether this is hidden.
    #[must_use]
    pub fn hides(&self, what: Hidden) -> bool {
        self.hidden().contains(&what)
    }

    /// Whether a message may be copied as it is by then: only where nothing is hidden.
    #[must_use]
    pub fn lets_copy(&self) -> bool {
        self.hidden().is_empty() || !is_on(Mask::Copy)
    }

    /// Whether anybody needs a number: whether pseudonyms are shown at all.
    #[must_use]
    pub fn names_anew(parameters: &Parameters) -> bool {
        let hidden = &parameters.hide_info;
        [Hidden::Name, Hidden::Title, Hidden::Mention]
            .iter()
            .any(|one| hidden.contains(one))
    }

    /// A person's name.
    #[must_use]
    pub fn person(&self, user: &User) -> Shown {
        if self.hides(Hidden::Name) && is_on(Mask::Person) {
            Shown::new(self.pseudonym(user.id))
        } else {
            self.name(user.full_name(), Hidden::Name)
        }
    }

    /// A chat's title, or the name of a private chat's person.
    #[must_use]
    pub fn chat(&self, chat: &Chat) -> Shown {
        let kind = Kind::from(chat.kind);
        self.called(chat.id().0, kind, chat.display_name())
    }

    /// The customer of a dialog.
    #[must_use]
    pub fn customer(&self, dialog: &Dialog) -> Shown {
        customer(dialog, self.parameters)
    }

    /// The new title of a dialog's group.
    #[must_use]
    pub fn title(&self, dialog: &Dialog, title: &str) -> Shown {
        let mut dialog = dialog.clone();
        title.clone_into(&mut dialog.customer.name);
        self.customer(&dialog)
    }

    /// A line that a person wrote, such as what the link carried by which a customer came.
    #[must_use]
    pub fn line(&self, text: &str) -> Shown {
        if is_on(Mask::Line) {
            Shown::new(self.plain(text))
        } else {
            Shown::new(text.to_owned())
        }
    }

    /// A person whose name is all that is known of them.
    #[must_use]
    pub fn stranger(&self, name: &str) -> Shown {
        if self.hides(Hidden::Name) && is_on(Mask::Stranger) {
            Shown::default()
        } else {
            self.name(name.to_owned(), Hidden::Name)
        }
    }

    /// A person of this id, whose name was kept.
    #[must_use]
    pub fn known(&self, id: i64, name: &str) -> Shown {
        let kind = if id < 0 { Kind::Group } else { Kind::Private };
        self.called(id, kind, name.to_owned())
    }

    /// An @name, with the @.
    #[must_use]
    pub fn username(&self, username: &str) -> Option<Shown> {
        let hides = self.hides(Hidden::Link) || self.hides(Hidden::Mention);
        let is_hidden = username.is_empty() || (hides && is_on(Mask::Username));
        (!is_hidden).then(|| Shown::new(format!("@{username}")))
    }

    /// An id.
    #[must_use]
    pub fn id(&self, id: i64) -> Option<Shown> {
        let hides = self.hides(Hidden::Link) && is_on(Mask::Id);
        (!hides).then(|| Shown::new(id.to_string()))
    }

    /// What may be shown of a message of a customer's.
    #[must_use]
    pub fn mask(&self, message: &Message) -> Masked {
        let hides = self.hides(Hidden::Forward) && is_on(Mask::Origin);
        let origin = message.forward.as_ref().filter(|_| !hides);
        let origin = origin.map(|origin| self.origin_name(origin));
        if self.lets_copy() {
            return Masked::new(message.clone(), origin, false);
        }
        let (content, is_withheld) = self.content(&message.content);
        let user = |user: &Option<User>| user.as_ref().map(|user| self.masked_user(user));
        let mut masked = message.clone();
        masked.chat = self.masked_chat(&message.chat);
        masked.sender.user = user(&message.sender.user);
        masked.sender.chat = message
            .sender
            .chat
            .as_ref()
            .map(|chat| self.masked_chat(chat));
        masked.sender.signature = self.stranger(&message.sender.signature).to_string();
        masked.forward = message
            .forward
            .as_ref()
            .and_then(|origin| self.origin(origin));
        masked.reply = message.reply.as_ref().map(|reply| self.reply(reply));
        masked.buttons = self.buttons(&message.buttons);
        masked.via_bot = user(&message.via_bot);
        masked.business_bot = user(&message.business_bot);
        masked.content = content;
        Masked::new(masked, origin, is_withheld)
    }

    /// Looks past the gate, for what is shown to one person in private. Who has no [`Opener`]
    /// cannot.
    pub(crate) fn opened<T>(&self, _: &Opener, see: impl FnOnce(&Gate<'_>) -> T) -> T {
        let mut parameters = self.parameters.clone();
        parameters.hide_info = HiddenSet::default();
        see(&Gate::new(self.connection, &parameters, self.numbers))
    }

    /// What is hidden, for what is stored and shown later.
    pub(crate) fn hidden_now(&self) -> HiddenSet {
        self.hidden().clone()
    }

    pub(super) const fn hidden(&self) -> &'a HiddenSet {
        &self.parameters.hide_info
    }

    pub(crate) const fn language(&self) -> Language {
        self.parameters.language
    }

    /// What stands in place of a name that was shown before it was to be hidden.
    #[must_use]
    pub const fn nobody() -> &'static str {
        NOBODY
    }

    pub(super) fn pseudonym(&self, user: UserId) -> String {
        self.numbered(user.0, Sort::Person)
    }

    pub(super) fn masked_user(&self, user: &User) -> User {
        let mut masked = user.clone();
        masked.first_name = self.person(user).to_string();
        masked.last_name.clear();
        if self.username(&user.username).is_none() {
            masked.username.clear();
        }
        masked
    }

    fn masked_chat(&self, chat: &Chat) -> Chat {
        let mut masked = chat.clone();
        let shown = self.chat(chat).to_string();
        (masked.title, masked.first_name) = match chat.kind {
            ChatKind::Private => (String::new(), shown),
            ChatKind::Group | ChatKind::Supergroup | ChatKind::Channel => (shown, String::new()),
        };
        masked.last_name.clear();
        if self.username(&chat.username).is_none() {
            masked.username.clear();
        }
        masked
    }

    fn origin_name(&self, origin: &ForwardOrigin) -> Shown {
        let name = match (&origin.user, &origin.chat) {
            (Some(user), _) => self.person(user),
            (None, Some(chat)) => self.chat(chat),
            (None, None) => self.stranger(&origin.sender_name),
        };
        name.or_by(Hidden::Forward)
    }

    fn origin(&self, origin: &ForwardOrigin) -> Option<ForwardOrigin> {
        if self.hides(Hidden::Forward) && is_on(Mask::Origin) {
            return None;
        }
        let mut masked = origin.clone();
        masked.user = origin.user.as_ref().map(|user| self.masked_user(user));
        masked.chat = origin.chat.as_ref().map(|chat| self.masked_chat(chat));
        masked.sender_name = self.stranger(&origin.sender_name).to_string();
        Some(masked)
    }

    fn called(&self, id: i64, kind: Kind, name: String) -> Shown {
        let (hides, sort, mask) = match kind {
            Kind::Private => (Hidden::Name, Sort::Person, Mask::Person),
            Kind::Group | Kind::Channel => (Hidden::Title, Sort::Chat, Mask::Title),
        };
        if self.hides(hides) && is_on(mask) {
            Shown::new(self.numbered(id, sort))
        } else {
            self.name(name, hides)
        }
    }

    /// A name that is shown may hold what is not: a phone number, a link.
    fn name(&self, name: String, by: Hidden) -> Shown {
        if name.is_empty() {
            return Shown::default();
        }
        Shown::real(self.plain(&name), by)
    }

    fn numbered(&self, id: i64, sort: Sort) -> String {
        match self.numbers.get(&id) {
            Some(number) => pseudonym::name(self.connection, sort, *number, self.language()),
            None => NOBODY.to_owned(),
        }
    }
}
