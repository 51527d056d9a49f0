//! The dialog's state machine.
//!
//! | from | trigger | to | also |
//! |---|---|---|---|
//! | none | customer, passes | 🟪 | begun, relayed, welcomed |
//! | none | customer, passes, kind in `LEAVE_CLOSED` | ⬛️ | begun closed, relayed |
//! | none ⬛️ | customer, does not pass | as it was | dropped |
//! | 🟪 🟨 | customer | 🟪 | relayed, but for a bare `/start` |
//! | ⬛️ | customer, kind not in `REOPEN` | ⬛️ | dropped |
//! | ⬛️ | customer, passes, kind in `LEAVE_CLOSED` | ⬛️ | relayed |
//! | ⬛️ | customer, passes | 🟪 | reopened, relayed, welcomed |
//! | any | operator's message delivered | 🟨, 🟪 when the customer wrote since | reopened if closed |
//! | any | the same, and the team set the state since | as it was | |
//! | any | one of the team in the customer's chat | 🟨 | begun or reopened, relayed |
//! | none | another session of the frontend | none | |
//! | 🟪 🟨 ⬛️ | another session of the frontend | 🟨 | reopened if closed, shown |
//! | 🟪 🟨 ⬛️ | `/hold` `/wait` `/close` `/open` | 🟪 🟨 ⬛️ 🟪 | |
//! | 🟨, 🟪 of groups and channels | AUTOCLOSE | ⬛️ | closed by time |
//! | 🟪 🟨 ⬛️ | a person closes, reopens the topic | ⬛️ 🟪 | as the command |

use serde::{Deserialize, Serialize};

use super::Kind;

/// Who has to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 🟪 Needs the team.
    UserAnswered,
    /// 🟨 Waits for the customer.
    SupportAnswered,
    /// ⬛️ Closed.
    Closed,
}

/// What happens to a dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// A customer wrote. Messages that are never relayed, whatever the state
    /// (ignored chats, restricted words), do not come this far.
    Customer {
        /// Whether the message passes the gates that hold for beginning and
        /// reopening.
        passes: bool,
        /// Whether the chat's kind is in `LEAVE_CLOSED`.
        leave_closed: bool,
        /// Whether the chat's kind is in `REOPEN`.
        reopens: bool,
        /// Whether it is `/start` and nothing else.
        is_bare_start: bool,
    },
    /// An operator's message reached the customer.
    OperatorDelivered {
        /// Whether the customer wrote after the operator did.
        customer_wrote_since: bool,
        /// Whether the team set the state after that: its word stands.
        was_set_since: bool,
    },
    /// One of the team wrote in the customer's chat.
    TeamInChat,
    /// Another session of the frontend wrote to the customer.
    Intercepted,
    /// `/hold`.
    Hold,
    /// `/wait`.
    Wait,
    /// `/close`, or a person closed the topic.
    Close,
    /// `/open`, or a person reopened the topic.
    Open,
    /// The AUTOCLOSE time is over.
    Autoclose,
}

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The state afterwards; `None` = there is no dialog.
    pub to: Option<State>,
    /// Whether the message is shown in the topic.
    pub relayed: bool,
    /// Whether the customer gets the WELCOME text.
    pub welcomed: bool,
}

// === impl State ===

impl State {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::UserAnswered, Self::SupportAnswered, Self::Closed];
}

// === impl Step ===

impl Step {
    const fn silent(to: Option<State>) -> Self {
        Self {
            to,
            relayed: false,
            welcomed: false,
        }
    }

    const fn relay(to: State) -> Self {
        Self {
            to: Some(to),
            relayed: true,
            welcomed: false,
        }
    }

    const fn welcome(to: State) -> Self {
        Self {
            to: Some(to),
            relayed: true,
            welcomed: true,
        }
    }

    /// Whether a dialog begins.
    #[must_use]
    pub fn begins(&self, from: Option<State>) -> bool {
        from.is_none() && self.to.is_some()
    }

    /// Whether a closed dialog is reopened.
    #[must_use]
    pub fn reopens(&self, from: Option<State>) -> bool {
        from == Some(State::Closed) && self.to.is_some_and(|to| to != State::Closed)
    }

    /// Whether an open dialog is closed.
    #[must_use]
    pub fn closes(&self, from: Option<State>) -> bool {
        from.is_some_and(|from| from != State::Closed) && self.to == Some(State::Closed)
    }
}

/// What follows from `trigger` for a dialog of this kind in state `from`
/// (`None` = no dialog yet).
#[must_use]
pub fn step(kind: Kind, from: Option<State>, trigger: Trigger) -> Step {
    use State::{Closed, SupportAnswered, UserAnswered};
    match trigger {
        Trigger::Customer {
            passes,
            leave_closed,
            reopens,
            is_bare_start,
        } => match from {
            Some(UserAnswered | SupportAnswered) if is_bare_start => {
                Step::silent(Some(UserAnswered))
            }
            Some(UserAnswered | SupportAnswered) => Step::relay(UserAnswered),
            Some(Closed) if !reopens => Step::silent(from),
            None | Some(Closed) if !passes => Step::silent(from),
            None | Some(Closed) if leave_closed => Step::relay(Closed),
            None | Some(Closed) => Step::welcome(UserAnswered),
        },
        Trigger::TeamInChat => Step::relay(SupportAnswered),
        _ if from.is_none() => Step::silent(None),
        Trigger::OperatorDelivered {
            was_set_since: true,
            ..
        } => Step::silent(from),
        Trigger::OperatorDelivered {
            customer_wrote_since: true,
            was_set_since: false,
        } => Step::silent(Some(UserAnswered)),
        Trigger::OperatorDelivered {
            customer_wrote_since: false,
            was_set_since: false,
        }
        | Trigger::Wait => Step::silent(Some(SupportAnswered)),
        Trigger::Intercepted => Step::relay(SupportAnswered),
        Trigger::Hold | Trigger::Open => Step::silent(Some(UserAnswered)),
        Trigger::Close => Step::silent(Some(Closed)),
        Trigger::Autoclose => match (from, kind) {
            (Some(UserAnswered), Kind::Private) => Step::silent(from),
            _ => Step::silent(Some(Closed)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use State::{Closed, SupportAnswered, UserAnswered};

    const KINDS: [Kind; 3] = [Kind::Private, Kind::Group, Kind::Channel];
    const OPEN: [State; 2] = [UserAnswered, SupportAnswered];

    fn customer(passes: bool, leave_closed: bool, reopens: bool, is_bare_start: bool) -> Trigger {
        Trigger::Customer {
            passes,
            leave_closed,
            reopens,
            is_bare_start,
        }
    }

    fn every_trigger() -> Vec<Trigger> {
        let mut all = vec![
            Trigger::OperatorDelivered {
                customer_wrote_since: false,
                was_set_since: false,
            },
            Trigger::OperatorDelivered {
                customer_wrote_since: true,
                was_set_since: false,
            },
            Trigger::OperatorDelivered {
                customer_wrote_since: false,
                was_set_since: true,
            },
            Trigger::TeamInChat,
            Trigger::Intercepted,
            Trigger::Hold,
            Trigger::Wait,
            Trigger::Close,
            Trigger::Open,
            Trigger::Autoclose,
        ];
        for bits in 0..16_u8 {
            all.push(customer(
                bits & 1 != 0,
                bits & 2 != 0,
                bits & 4 != 0,
                bits & 8 != 0,
            ));
        }
        all
    }

    #[test]
    fn first_message_begins_a_dialog() {
        for start in [false, true] {
            let got = step(Kind::Private, None, customer(true, false, true, start));
            assert_eq!(
                got,
                Step {
                    to: Some(UserAnswered),
                    relayed: true,
                    welcomed: true
                }
            );
            assert!(got.begins(None));
        }
    }

    #[test]
    fn leave_closed_begins_closed_without_welcome() {
        let got = step(Kind::Group, None, customer(true, true, true, false));
        assert_eq!(
            got,
            Step {
                to: Some(Closed),
                relayed: true,
                welcomed: false
            }
        );
    }

    #[test]
    fn what_does_not_pass_changes_nothing() {
        for from in [None, Some(Closed)] {
            for leave in [false, true] {
                let got = step(Kind::Private, from, customer(false, leave, true, false));
                assert_eq!(
                    got,
                    Step {
                        to: from,
                        relayed: false,
                        welcomed: false
                    }
                );
            }
        }
    }

    #[test]
    fn gates_do_not_apply_to_open_dialogs() {
        for from in OPEN {
            let got = step(
                Kind::Private,
                Some(from),
                customer(false, true, false, false),
            );
            assert_eq!(
                got,
                Step {
                    to: Some(UserAnswered),
                    relayed: true,
                    welcomed: false
                }
            );
            let start = step(Kind::Private, Some(from), customer(true, false, true, true));
            assert_eq!(
                start,
                Step {
                    to: Some(UserAnswered),
                    relayed: false,
                    welcomed: false
                }
            );
        }
    }

    #[test]
    fn closed_dialogs_reopen_only_where_they_may() {
        let reopened = step(
            Kind::Private,
            Some(Closed),
            customer(true, false, true, false),
        );
        assert_eq!(
            reopened,
            Step {
                to: Some(UserAnswered),
                relayed: true,
                welcomed: true
            }
        );
        assert!(reopened.reopens(Some(Closed)));
        let left = step(
            Kind::Private,
            Some(Closed),
            customer(true, true, true, false),
        );
        assert_eq!(
            left,
            Step {
                to: Some(Closed),
                relayed: true,
                welcomed: false
            }
        );
        let shut = step(
            Kind::Private,
            Some(Closed),
            customer(true, true, false, false),
        );
        assert_eq!(
            shut,
            Step {
                to: Some(Closed),
                relayed: false,
                welcomed: false
            }
        );
    }

    #[test]
    fn an_operators_message_counts_when_it_arrives() {
        for from in State::ALL {
            let trigger = |since| Trigger::OperatorDelivered {
                customer_wrote_since: since,
                was_set_since: false,
            };
            assert_eq!(
                step(Kind::Private, Some(from), trigger(false)).to,
                Some(SupportAnswered)
            );
            assert_eq!(
                step(Kind::Private, Some(from), trigger(true)).to,
                Some(UserAnswered)
            );
            let late = Trigger::OperatorDelivered {
                customer_wrote_since: true,
                was_set_since: true,
            };
            assert_eq!(step(Kind::Private, Some(from), late).to, Some(from));
        }
    }

    #[test]
    fn the_team_in_the_customers_chat_is_relayed_from_any_state() {
        for from in [
            None,
            Some(UserAnswered),
            Some(SupportAnswered),
            Some(Closed),
        ] {
            let got = step(Kind::Group, from, Trigger::TeamInChat);
            assert_eq!(
                got,
                Step {
                    to: Some(SupportAnswered),
                    relayed: true,
                    welcomed: false
                }
            );
        }
    }

    #[test]
    fn other_sessions_are_shown_only_in_dialogs() {
        assert_eq!(
            step(Kind::Private, None, Trigger::Intercepted),
            Step::silent(None)
        );
        for from in State::ALL {
            let got = step(Kind::Private, Some(from), Trigger::Intercepted);
            assert_eq!(
                got,
                Step {
                    to: Some(SupportAnswered),
                    relayed: true,
                    welcomed: false
                }
            );
        }
    }

    #[test]
    fn commands_set_the_state() {
        for from in State::ALL {
            for (trigger, to) in [
                (Trigger::Hold, UserAnswered),
                (Trigger::Wait, SupportAnswered),
                (Trigger::Close, Closed),
                (Trigger::Open, UserAnswered),
            ] {
                assert_eq!(
                    step(Kind::Private, Some(from), trigger),
                    Step::silent(Some(to))
                );
            }
        }
    }

    #[test]
    fn autoclose_spares_private_chats_that_need_the_team() {
        let close = |kind, from| step(kind, Some(from), Trigger::Autoclose).to;
        assert_eq!(close(Kind::Private, UserAnswered), Some(UserAnswered));
        assert_eq!(close(Kind::Group, UserAnswered), Some(Closed));
        assert_eq!(close(Kind::Channel, UserAnswered), Some(Closed));
        for kind in KINDS {
            assert_eq!(close(kind, SupportAnswered), Some(Closed));
        }
    }

    /// Held for every state, kind and trigger there is, not for a sample.
    #[test]
    fn laws() {
        for kind in KINDS {
            for from in [
                None,
                Some(UserAnswered),
                Some(SupportAnswered),
                Some(Closed),
            ] {
                for trigger in every_trigger() {
                    let got = step(kind, from, trigger);
                    assert!(!got.welcomed || got.relayed, "a welcome answers a message");
                    assert!(
                        !got.welcomed || got.begins(from) || got.reopens(from),
                        "a welcome is given at the beginning: {from:?} {trigger:?}"
                    );
                    assert!(
                        from.is_none() || got.to.is_some(),
                        "a dialog never vanishes"
                    );
                    let by_customer = matches!(trigger, Trigger::Customer { .. });
                    assert!(
                        !(by_customer && got.closes(from)),
                        "a customer's message closes nothing: {from:?} {trigger:?}"
                    );
                }
            }
        }
    }
}
