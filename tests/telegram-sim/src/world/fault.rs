//! Faults that a test has scripted, per bot and method, by count or by chance.

use super::UserId;

/// A scripted fault: where, how often, what.
#[derive(Debug, Clone)]
pub struct Fault {
    /// Calls of the Bot API, or of accounts.
    pub face: Face,
    /// Only this bot, or account.
    pub bot: Option<UserId>,
    /// Only this method (any case); otherwise all but `getUpdates`.
    pub method: Option<String>,
    /// Matching calls that pass first.
    pub skip: usize,
    /// How often.
    pub often: Often,
    /// What happens.
    pub effect: Effect,
}

/// Which of Telegram's two faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// The Bot API.
    BotApi,
    /// MTProto.
    Mtproto,
}

/// How often a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Often {
    /// So many times, then never again.
    Times(usize),
    /// Each time with this chance, drawn from a seed that the test prints.
    Chance(f64, u64),
}

/// What a fault does.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// The call waits until [`crate::Held::release`], then goes on as usual.
    Hold(u64),
    /// This status and body, without effect.
    Answer(u16, String),
    /// The connection ends without effect and without answer.
    CutBefore,
    /// The effect happens, the connection ends without answer.
    CutAfter,
    /// 429 with this many seconds, and the chat stays frozen that long.
    Flood(i64),
    /// A refusal of the Bot API with code and text.
    Refuse(u16, String),
    /// The effect happens, the answer is this body with status 200.
    Garble(String),
    /// `copyMessages` leaves out what stands at these places (0 is the first), silently.
    SkipCopies(Vec<usize>),
    /// The topic that the call names is deleted just before it.
    DeleteTopic,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Faults {
    scripted: Vec<Fault>,
    released: std::collections::BTreeSet<u64>,
    holding: std::collections::BTreeSet<u64>,
}

// === impl Faults ===

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.scripted.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.scripted.clear();
    }

    /// What strikes this call, if anything does.
    pub(crate) fn strike(&mut self, bot: UserId, method: &str, face: Face) -> Option<Effect> {
        let mut struck = None;
        for fault in &mut self.scripted {
            let here = fault.face == face
                && fault.bot.is_none_or(|wanted| wanted == bot)
                && fault
                    .method
                    .as_deref()
                    .map_or(method != "getUpdates", |wanted| {
                        wanted.eq_ignore_ascii_case(method)
                    });
            if !here {
                continue;
            }
            if fault.skip > 0 {
                fault.skip -= 1;
                continue;
            }
            let strikes = match &mut fault.often {
                Often::Times(left) if *left > 0 => {
                    *left -= 1;
                    true
                }
                Often::Times(_) => false,
                Often::Chance(chance, seed) => draw(seed) < *chance,
            };
            if strikes {
                struck = Some(fault.effect.clone());
                break;
            }
        }
        self.scripted.retain(|fault| fault.often != Often::Times(0));
        if let Some(Effect::Hold(gate)) = struck {
            self.holding.insert(gate);
        }
        struck
    }

    pub(crate) fn release(&mut self, gate: u64) {
        self.released.insert(gate);
    }

    pub(crate) fn is_released(&self, gate: u64) -> bool {
        self.released.contains(&gate)
    }

    /// Whether a call has arrived at the gate.
    pub(crate) fn has_arrived(&self, gate: u64) -> bool {
        self.holding.contains(&gate)
    }
}

/// The next number of a splitmix64 sequence, between 0 and 1.
fn draw(seed: &mut u64) -> f64 {
    *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *seed;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^= mixed >> 31;
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let value = (mixed >> 11) as f64 / (1_u64 << 53) as f64;
    value
}
