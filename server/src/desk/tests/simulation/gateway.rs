//! A gateway as the simulation has it: what it has in hand, and how far each is.

use std::time::Duration;

use backline_domain::delivery::Outcome;
use backline_domain::id::IdentityId;
use tokio::sync::mpsc;

use super::super::{Command, Down, Presence};

/// How long a hand-out is good without an extension.
pub(super) const LEASE: Duration = Duration::from_secs(60);
/// So long before that, nothing is begun any more.
const MARGIN: Duration = Duration::from_secs(15);

/// How far a command is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stage {
    /// Nothing was done.
    Got,
    /// The server knows that it begins.
    Started,
    /// It ended, and the server does not know.
    Done(Outcome),
}

/// A command in hand.
#[derive(Debug, Clone)]
pub(super) struct Hand {
    pub(super) command: Command,
    pub(super) stage: Stage,
    /// On the monotonic clock: others may have it from then on.
    pub(super) valid_until: Duration,
    /// Whether it may have had its effect, and with which marks.
    pub(super) effect: Vec<String>,
}

/// The gateway that holds one identity.
pub(super) struct Gateway {
    pub(super) identity: IdentityId,
    /// The way from the server, while there is one.
    pub(super) commands: Option<mpsc::Receiver<Down>>,
    pub(super) hands: Vec<Hand>,
    /// Reports that were made, to be made once more.
    pub(super) reported: Vec<(String, Outcome)>,
}

// === impl Hand ===

impl Hand {
    /// Whether nobody else has it.
    pub(super) fn is_valid(&self, now: Duration) -> bool {
        now < self.valid_until
    }

    /// Whether it may still be begun.
    pub(super) fn may_begin(&self, now: Duration) -> bool {
        now + MARGIN < self.valid_until
    }
}

// === impl Gateway ===

impl Gateway {
    pub(super) fn new(identity: IdentityId) -> Self {
        Self {
            identity,
            commands: None,
            hands: Vec::new(),
            reported: Vec::new(),
        }
    }

    /// It comes, with what it has in hand: not with what it was too slow to begin.
    pub(super) fn attaches(&mut self, now: Duration) -> Presence {
        self.hands
            .retain(|hand| hand.stage != Stage::Got || hand.may_begin(now));
        let (down, commands) = mpsc::channel(64);
        self.commands = Some(commands);
        Presence::Online {
            down,
            max_outstanding: 32,
            files: crate::desk::FileLimits::default(),
            held: self.tokens(),
        }
    }

    pub(super) fn tokens(&self) -> Vec<String> {
        let hands = self.hands.iter();
        hands.map(|hand| hand.command.lease_token.clone()).collect()
    }

    /// What came down since.
    pub(super) fn receives(&mut self, now: Duration) -> Vec<Command> {
        let mut new = Vec::new();
        while let Some(Ok(down)) = self.commands.as_mut().map(mpsc::Receiver::try_recv) {
            match down {
                Down::Execute(command) => {
                    new.push((*command).clone());
                    self.hands.push(Hand {
                        command: *command,
                        stage: Stage::Got,
                        valid_until: now + LEASE,
                        effect: Vec::new(),
                    });
                }
                Down::Cancel { lease_token } => self.hands.retain(|hand| {
                    hand.command.lease_token != lease_token || hand.stage != Stage::Got
                }),
            }
        }
        new
    }

    /// The server answered an extension: what is lost is not begun.
    pub(super) fn extended(&mut self, lost: &[String], now: Duration) {
        for hand in &mut self.hands {
            if !lost.contains(&hand.command.lease_token) {
                hand.valid_until = now + LEASE;
            }
        }
        self.hands.retain(|hand| {
            !lost.contains(&hand.command.lease_token) || matches!(hand.stage, Stage::Done(_))
        });
    }
}
