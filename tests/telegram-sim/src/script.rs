//! Scripting faults, in words.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use crate::{
    shared::Shared,
    world::{
        UserId,
        fault::{Effect, Face, Fault, Often},
    },
};

/// A fault in the making. Strikes once unless told otherwise.
#[must_use = "a script does nothing until it says what happens"]
pub struct Script {
    shared: Arc<Shared>,
    fault: Fault,
}

/// A call that is held back.
pub struct Held {
    shared: Arc<Shared>,
    gate: u64,
}

/// Answers of `getUpdates` that no healthy server gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Malformed {
    /// A body that is no JSON.
    NotJson,
    /// A list whose only element has no `update_id`.
    WithoutUpdateId,
    /// An object where the list should be.
    NotAList,
    /// Any other body, verbatim.
    Verbatim(String),
}

static GATES: AtomicU64 = AtomicU64::new(1);

// === impl Script ===

impl Script {
    pub(crate) fn new(
        shared: Arc<Shared>,
        face: Face,
        bot: Option<UserId>,
        method: Option<String>,
    ) -> Self {
        let fault = Fault {
            face,
            bot,
            method,
            skip: 0,
            often: Often::Times(1),
            effect: Effect::CutBefore,
        };
        Self { shared, fault }
    }

    /// Lets so many calls pass first.
    pub fn after(mut self, calls: usize) -> Self {
        self.fault.skip = calls;
        self
    }

    /// Strikes so many times.
    pub fn times(mut self, times: usize) -> Self {
        self.fault.often = Often::Times(times);
        self
    }

    /// Strikes every time, until [`crate::Sim::end_scripts`].
    pub fn always(self) -> Self {
        self.times(usize::MAX)
    }

    /// Strikes each time with that chance. Print the seed.
    pub fn with_chance(mut self, chance: f64, seed: u64) -> Self {
        self.fault.often = Often::Chance(chance, seed);
        self
    }

    fn end(mut self, effect: Effect) {
        self.fault.effect = effect;
        self.shared.change(|world| world.faults.add(self.fault));
    }

    /// The call waits until it is released.
    #[must_use = "nothing releases the call otherwise"]
    pub fn hold(self) -> Held {
        let gate = GATES.fetch_add(1, Ordering::Relaxed);
        let held = Held {
            shared: Arc::clone(&self.shared),
            gate,
        };
        self.end(Effect::Hold(gate));
        held
    }

    /// A 5xx with Telegram's JSON, without effect. To accounts `RPC_CALL_FAIL`.
    pub fn server_error(self, status: u16) {
        let body = format!(
            r#"{{"ok":false,"error_code":{status},"description":"Internal Server Error"}}"#
        );
        self.end(Effect::Answer(status, body));
    }

    /// A 5xx as a proxy writes it, without effect.
    pub fn server_error_in_html(self, status: u16) {
        let body = format!("<html><head><title>{status}</title></head><body>nginx</body></html>");
        self.end(Effect::Answer(status, body));
    }

    /// The connection ends before the effect.
    pub fn cut_before(self) {
        self.end(Effect::CutBefore);
    }

    /// The effect happens, the answer is lost.
    pub fn cut_after(self) {
        self.end(Effect::CutAfter);
    }

    /// 429 with that many seconds; the chat is frozen for the bot so long. To accounts `FLOOD_WAIT_X`; the method is
    /// frozen for the account so long.
    pub fn flood(self, seconds: i64) {
        self.end(Effect::Flood(seconds));
    }

    /// A refusal with its whole text, such as `Bad Request: chat not found`; to accounts `PEER_FLOOD` and the like.
    pub fn refuse(self, code: u16, text: &str) {
        self.end(Effect::Refuse(code, text.to_owned()));
    }

    /// The topic that the call names is deleted just before it.
    pub fn delete_topic(self) {
        self.end(Effect::DeleteTopic);
    }

    /// `copyMessages`, and `messages.forwardMessages`, leave out what stands at these places, counted from 0, without a word.
    pub fn skip_copies(self, places: &[usize]) {
        self.end(Effect::SkipCopies(places.to_vec()));
    }

    /// `getUpdates` answers nonsense. What was confirmed stays confirmed.
    pub fn malformed(self, how: Malformed) {
        let body = match how {
            Malformed::NotJson => "{\"ok\":true,\"result\":[{\"upd".to_owned(),
            Malformed::WithoutUpdateId => {
                r#"{"ok":true,"result":[{"message":{"text":"whose?"}}]}"#.to_owned()
            }
            Malformed::NotAList => r#"{"ok":true,"result":{"update_id":1}}"#.to_owned(),
            Malformed::Verbatim(body) => body,
        };
        self.end(Effect::Answer(200, body));
    }

    /// The effect happens, the answer is that body.
    pub fn garble(self, body: &str) {
        self.end(Effect::Garble(body.to_owned()));
    }
}

// === impl Held ===

impl Held {
    /// Lets the call go on.
    pub fn release(self) {
        self.shared.change(|world| world.faults.release(self.gate));
    }

    /// Whether a call has arrived and waits.
    #[must_use]
    pub fn has_arrived(&self) -> bool {
        self.shared
            .read(|world| world.faults.has_arrived(self.gate))
    }
}
