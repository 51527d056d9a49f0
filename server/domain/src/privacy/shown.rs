//! What the gate let through. Only this module's gate makes it.

use serde::{Deserialize, Serialize};

use crate::catalogue::Quoted;
use crate::message::{ButtonAction, Message};
use crate::parameter::Hidden;
use crate::text;

/// A name, title or line of a customer's that its reader may see.
///
/// Nobody but the gate makes one:
///
/// ```compile_fail,E0423
/// let name = backline_domain::privacy::Shown("Ann Miller".to_owned());
/// ```
///
/// and what names somebody takes nothing else:
///
/// ```compile_fail,E0308
/// let name = "Ann Miller".to_owned();
/// let line = backline_domain::catalogue::Notice::Speaker { name };
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Shown {
    text: String,
    names: Vec<Named>,
}

/// A name as it is, and what would hide it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Any of these.
    pub by: Vec<Hidden>,
}

/// A message of a customer's, with what is hidden taken out. It is only ever read.
///
/// What is posted into a topic is made from one, and from no message as it came:
///
/// ```compile_fail,E0308
/// use backline_domain::{message::Message, parameter::Parameters, payload::{self, Frame}};
/// fn post(message: &Message, parameters: &Parameters, frame: &Frame) {
///     payload::to_topic(message, parameters, frame);
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Masked {
    message: Message,
    origin: Option<Shown>,
    is_withheld: bool,
}

// === impl Shown ===

impl Shown {
    pub(super) const fn new(text: String) -> Self {
        Self {
            text,
            names: Vec::new(),
        }
    }

    /// A name as it is.
    pub(super) fn real(name: String, by: Hidden) -> Self {
        let by = vec![by];
        Self {
            text: name.clone(),
            names: vec![Named { name, by }],
        }
    }

    /// Hidden by this too.
    pub(super) fn or_by(mut self, by: Hidden) -> Self {
        for one in &mut self.names {
            one.by.push(by);
        }
        self
    }

    /// The name of something of the team's own: a bot of theirs, an operator, their Business account.
    #[must_use]
    pub fn own(name: impl Into<String>) -> Self {
        Self::new(name.into())
    }

    /// What stands in a payload, which the gate let through before.
    pub(crate) fn passed(text: &str) -> Self {
        Self::new(text.to_owned())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The names in it that are not hidden so far.
    #[must_use]
    pub fn names(&self) -> &[Named] {
        &self.names
    }

    /// Several, one behind the other.
    #[must_use]
    pub fn list(all: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut list = Self::default();
        for (place, one) in all.into_iter().enumerate() {
            if place > 0 {
                list.text.push_str(between);
            }
            list.text.push_str(&one.text);
            list.names.extend(one.names);
        }
        list
    }

    /// With a sign or a few words of Backline's before it.
    #[must_use]
    pub fn behind(mut self, sign: &str) -> Self {
        self.text.insert_str(0, sign);
        self
    }
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

// === impl Masked ===

impl Masked {
    pub(super) const fn new(message: Message, origin: Option<Shown>, is_withheld: bool) -> Self {
        Self {
            message,
            origin,
            is_withheld,
        }
    }

    /// Where it was forwarded from, unless that is hidden; empty where it cannot be named.
    #[must_use]
    pub fn origin(&self) -> Option<Shown> {
        self.origin.clone()
    }

    /// The message as the team may see it.
    #[must_use]
    pub const fn message(&self) -> &Message {
        &self.message
    }

    /// What its buttons say, and where they lead.
    pub fn buttons(&self) -> impl Iterator<Item = (Shown, Option<Shown>)> {
        self.message.buttons.iter().flatten().map(|button| {
            let link = match &button.action {
                ButtonAction::Url(link) => Some(Shown::new(link.clone())),
                ButtonAction::Callback(_) | ButtonAction::Other(_) => None,
            };
            (Shown::new(button.text.clone()), link)
        })
    }

    /// The part that it quotes of what it answers, or as much of that as came along: a line to know it by.
    #[must_use]
    pub fn quote(&self) -> Option<Quoted> {
        /// Not the message once more.
        const LONGEST: usize = 200;
        let reply = self.message.reply.as_ref()?;
        let text = reply.quote.as_ref().or(reply.answered_text.as_ref())?;
        let short = text::split(text, LONGEST).into_iter().next()?;
        let text = text::trim(&short);
        (!text.is_empty()).then(|| Quoted::new(text))
    }

    /// Whether its file carries inside what is hidden, so that it must not go at all.
    #[must_use]
    pub const fn is_withheld(&self) -> bool {
        self.is_withheld
    }
}
