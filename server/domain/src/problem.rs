//! What is wrong with a connection and what to do about it.
//!
//! The terminal, the API and the log show the English words, which name remedies of the command
//! line. Whoever speaks with people in another place, such as the setup bot, makes words of its
//! own from [`Trouble`]; what is of no kind that it knows is shown in the English ones.

use serde::{Deserialize, Serialize};

use crate::catalogue::{Language, Notice, Refusal, Right};
use crate::delivery::Rejection;

/// Something that is wrong and that people can mend. As small as a text: a connection has three.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Problem {
    /// What is wrong and what to do, in English.
    pub words: Box<str>,
    /// Of which kind it is, where that is known.
    pub trouble: Option<Box<Trouble>>,
}

/// Kinds of problems, with what a sentence about one needs besides whom it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// Telegram does not take the bot's token.
    TokenRefused,
    /// Telegram has ended the account's session.
    LoggedOut,
    /// Another program receives the bot's updates, or a webhook of another's does.
    ReceivedElsewhere,
    /// The group has no topics.
    NotAForum {
        /// The group's title; so below.
        title: String,
    },
    /// Who looks after the group is no admin there.
    NotAdmin {
        /// See above.
        title: String,
        /// What an admin needs to be allowed.
        right: Right,
    },
    /// A right is missing there.
    MissingRight {
        /// See above.
        title: String,
        /// Which.
        right: Right,
    },
    /// The administrator has no say in that group.
    WrongAdministrator {
        /// See above.
        title: String,
    },
    /// Who looks after the group is not in it any more.
    GroupLost {
        /// See above.
        title: String,
    },
    /// Telegram refuses what is done there for another reason.
    GroupRefused {
        /// See above.
        title: String,
        /// Why.
        refusal: Refusal,
    },
    /// The account could not make its group.
    FoundingRefused {
        /// Why.
        refusal: Refusal,
    },
}

/// As it is in a row. Those of before knew the words alone.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Words(Box<str>),
    Known {
        words: Box<str>,
        trouble: Box<Trouble>,
    },
}

// === impl Problem ===

impl Problem {
    /// What this notice says.
    #[must_use]
    pub fn of(notice: &Notice) -> Self {
        Self {
            words: notice.render(Language::En).text.into(),
            trouble: Trouble::of(notice).map(Box::new),
        }
    }

    /// What this notice says of a refusal in the backend group, with Telegram's words.
    #[must_use]
    pub fn of_refusal(notice: &Notice, reason: Rejection, detail: &str) -> Self {
        let mut problem = Self::of(notice);
        if !detail.is_empty() {
            problem.words = format!("{} (Telegram: {detail})", problem.words).into();
        }
        let is_lost = matches!(reason, Rejection::NotAMember | Rejection::ChatNotFound);
        if let (Some(Trouble::GroupLost { title }), false) = (problem.trouble.as_deref(), is_lost) {
            let refusal = Refusal {
                reason,
                detail: detail.to_owned(),
            };
            let title = title.clone();
            problem.trouble = Some(Box::new(Trouble::GroupRefused { title, refusal }));
        }
        problem
    }

    /// Whether both say the same to people.
    #[must_use]
    pub fn is_same(&self, before: Option<&Self>) -> bool {
        before.is_some_and(|before| before.words == self.words)
    }
}

impl From<&str> for Problem {
    /// Of a kind that nobody knows.
    fn from(words: &str) -> Self {
        Self {
            words: words.into(),
            trouble: None,
        }
    }
}

impl From<Stored> for Problem {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Words(words) => Self {
                words,
                trouble: None,
            },
            Stored::Known { words, trouble } => Self {
                words,
                trouble: Some(trouble),
            },
        }
    }
}

// === impl Stored ===

impl From<Problem> for Stored {
    fn from(Problem { words, trouble }: Problem) -> Self {
        match trouble {
            Some(trouble) => Self::Known { words, trouble },
            None => Self::Words(words),
        }
    }
}

// === impl Trouble ===

impl Trouble {
    /// `None`: the notice is about something else.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "few of all notices are about what is wrong with a connection"
    )]
    fn of(notice: &Notice) -> Option<Self> {
        let trouble = match notice.clone() {
            Notice::GroupNotAForum { title } => Self::NotAForum { title },
            Notice::GroupNotAdmin { title, right } => Self::NotAdmin { title, right },
            Notice::GroupMissingRight { title, right } => Self::MissingRight { title, right },
            Notice::WrongAdministrator { title } => Self::WrongAdministrator { title },
            Notice::GroupLost { title } => Self::GroupLost { title },
            Notice::FoundingRefused { refusal } => Self::FoundingRefused { refusal },
            _ => return None,
        };
        Some(trouble)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_before_are_read_and_rows_of_now_keep_the_kind() {
        let title = "Team".to_owned();
        let known = Problem::of(&Notice::GroupLost { title });
        let unknown = Problem::from("something else");
        for problem in [&known, &unknown] {
            let row = serde_json::to_string(problem).unwrap();
            assert_eq!(&serde_json::from_str::<Problem>(&row).unwrap(), problem);
        }
        assert!(known.trouble.is_some());
        let before: Problem = serde_json::from_str("\"something else\"").unwrap();
        assert_eq!(before, unknown);
    }

    #[test]
    fn what_telegram_refuses_for_another_reason_is_no_loss_of_the_group() {
        let title = "Team".to_owned();
        let lost = Notice::GroupLost { title };
        let gone = Problem::of_refusal(&lost, Rejection::NotAMember, "bot was kicked");
        assert!(matches!(
            gone.trouble.as_deref(),
            Some(Trouble::GroupLost { .. })
        ));
        assert!(gone.words.ends_with("(Telegram: bot was kicked)"));
        let closed = Problem::of_refusal(&lost, Rejection::TopicClosed, "");
        assert!(matches!(
            closed.trouble.as_deref(),
            Some(Trouble::GroupRefused { .. })
        ));
    }
}
