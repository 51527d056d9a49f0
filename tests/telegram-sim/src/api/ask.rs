//! One call in work: who asks for what, and the checks that every method shares.

use serde_json::Value;

use super::{params::Params, refusal::Refusal};
use crate::world::{Connection, Key, Message, UserId, Violation, World, message::Uid, rate::Cost};

/// How many messages one call may name.
const AT_ONCE: usize = 100;

/// A call in work.
pub(crate) struct Ask<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) bot: UserId,
    pub(crate) method: &'static str,
    pub(crate) params: &'a Params,
    /// Places that a scripted fault leaves out of copyMessages.
    pub(crate) skip: Vec<usize>,
    /// The business account that the call is made for, once its chat was looked up.
    pub(crate) business: Option<Connection>,
}

/// What a method answers.
pub(crate) type Answer = Result<Value, Refusal>;

// === impl Ask ===

impl Ask<'_> {
    /// Takes what the call costs from the bot's budgets, or refuses with 429.
    pub(crate) fn spend(&mut self, chat: Key, cost: Cost) -> Result<(), Refusal> {
        let now = self.world.now;
        let Err(hit) = self
            .world
            .rates
            .spend(self.bot, chat, self.method, cost, now)
        else {
            return Ok(());
        };
        let (bot, method) = (self.bot, self.method.to_owned());
        let id = chat.id_for(self.account());
        self.world.journal.blame(match hit.limit {
            Some(limit) => Violation::Rate {
                bot,
                method,
                chat: Some(id),
                limit,
            },
            None => Violation::WhileFrozen {
                bot,
                method,
                chat: id,
            },
        });
        Err(Refusal::wait(hit.retry_after))
    }

    /// A message of that chat by the id in a parameter; `what` is Telegram's word for it.
    pub(crate) fn message(
        &self,
        chat: Key,
        parameter: &str,
        what: &str,
    ) -> Result<&Message, Refusal> {
        let id = self
            .params
            .int(parameter)?
            .ok_or_else(|| Refusal::bad(super::table::missing(parameter)))?;
        self.world
            .find_message(chat, self.account(), id)
            .ok_or_else(|| match &self.business {
                Some(_) => Refusal::bad(super::business::NO_MESSAGE),
                None => Refusal::bad(format!("{what} not found")),
            })
    }

    /// In whose numbering messages are named: the bot's, or the business account's.
    pub(crate) fn account(&self) -> UserId {
        self.business
            .as_ref()
            .map_or(self.bot, |connection| connection.owner)
    }

    /// The messages that a call names, by their ids.
    pub(crate) fn message_ids(&self) -> Result<Vec<i64>, Refusal> {
        let values: Vec<Value> = self.params.json("message_ids")?.unwrap_or_default();
        let ids: Option<Vec<i64>> = values
            .iter()
            .map(|id| id.as_i64().or_else(|| id.as_str()?.parse().ok()))
            .collect();
        let ids = ids.ok_or_else(|| Refusal::bad("message identifier must be a Number"))?;
        if ids.is_empty() {
            return Err(Refusal::bad("message identifiers are not specified"));
        }
        if ids.len() > AT_ONCE {
            return Err(Refusal::bad("too many message identifiers specified"));
        }
        if ids.iter().any(|id| *id <= 0) {
            return Err(Refusal::bad("invalid message identifier specified"));
        }
        Ok(ids)
    }

    /// The bot's view of a message, as most methods answer.
    pub(crate) fn show(&self, uid: Uid) -> Value {
        match &self.business {
            Some(connection) => self.world.business_wire(uid, connection),
            None => self.world.message_wire(uid, self.bot),
        }
    }

    /// Notes that the bot relies on something that is not simulated.
    pub(crate) fn not_simulated(&mut self, what: &str) {
        let (bot, what) = (self.bot, what.to_owned());
        self.world
            .journal
            .blame(Violation::NotSimulated { bot, what });
    }
}
