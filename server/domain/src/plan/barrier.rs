//! What a plan refuses, in the words that every way in gives.

use std::fmt;

/// A limit that something runs into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barrier {
    /// The longest AUTOCLOSE, in hours.
    Autoclose(u64),
    /// WELCOME may not be `OFF`.
    WelcomeOff,
    /// No `HIDE_INFO`.
    HideInfo,
    /// No `LEAVE_CLOSED`.
    LeaveClosed,
    /// No `WEBHOOKS`.
    Webhooks,
    /// So many connections.
    Connections(u64),
    /// No API tokens for single connections.
    Api,
}

/// A plan does not allow it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Refused {
    /// The plan.
    pub plan: String,
    /// Its limit.
    pub barrier: Barrier,
}

// === impl Barrier ===

impl Barrier {
    /// The limit's key in the configuration.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Autoclose(_) => "longest_autoclose_hours",
            Self::WelcomeOff => "welcome_off",
            Self::HideInfo => "hide_info",
            Self::LeaveClosed => "leave_closed",
            Self::Webhooks => "webhooks",
            Self::Connections(_) => "connections",
            Self::Api => "api",
        }
    }

    /// How much it allows, where it is a number.
    #[must_use]
    pub const fn most(self) -> Option<u64> {
        match self {
            Self::Autoclose(most) | Self::Connections(most) => Some(most),
            Self::WelcomeOff | Self::HideInfo | Self::LeaveClosed | Self::Webhooks | Self::Api => {
                None
            }
        }
    }

    /// The one of this key, which allows so much.
    #[must_use]
    pub fn of(key: &str, most: Option<u64>) -> Option<Self> {
        let all = [
            Self::WelcomeOff,
            Self::HideInfo,
            Self::LeaveClosed,
            Self::Webhooks,
            Self::Api,
        ];
        let numbered = most.map(|most| [Self::Autoclose(most), Self::Connections(most)]);
        let mut all = all.into_iter().chain(numbered.into_iter().flatten());
        all.find(|barrier| barrier.key() == key)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (problem, remedy) = match self.barrier {
            Barrier::Autoclose(hours) => (
                format!("allows an AUTOCLOSE of at most {hours} hours, and never OFF"),
                format!("set {hours} or less, or "),
            ),
            Barrier::WelcomeOff => (
                "does not allow WELCOME to be OFF".to_owned(),
                "set a text of your own or DEFAULT, or ".to_owned(),
            ),
            Barrier::HideInfo => (
                "does not include HIDE_INFO, so no more can be hidden than is already".to_owned(),
                String::new(),
            ),
            Barrier::LeaveClosed => (
                "does not include LEAVE_CLOSED".to_owned(),
                "leave it OFF, or ".to_owned(),
            ),
            Barrier::Webhooks => (
                "does not include WEBHOOKS".to_owned(),
                "leave it OFF, or ".to_owned(),
            ),
            Barrier::Connections(most) => (
                format!("allows {most} connections of one administrator, and there are as many"),
                "remove one first, or ".to_owned(),
            ),
            Barrier::Api => (
                "does not include the API for single connections".to_owned(),
                String::new(),
            ),
        };
        write!(
            f,
            "the plan `{}` {problem}: {remedy}ask whoever runs this installation for a larger plan",
            self.plan
        )
    }
}
