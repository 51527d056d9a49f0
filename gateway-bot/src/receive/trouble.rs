//! What is wrong with a bot, in words that name the remedy.

use std::time::Duration;

use backline_gateway::Report;
use backline_proto::gateway::v1::{IdentityProfile, IdentityState};
use serde_json::Value;

use crate::api::{Failure, Refusal};

/// A token does not become right by trying: the server hands out another.
const BAD_CREDENTIAL_GAP: Duration = Duration::from_secs(300);

/// What to tell and how long to wait.
pub(super) struct Trouble {
    /// `None` = nothing that the server should know.
    pub(super) report: Option<Report>,
    /// `None` = a growing gap.
    pub(super) wait: Option<Duration>,
}

/// What a failed getMe or getUpdates means.
pub(super) fn of(failure: &Failure) -> Trouble {
    match failure {
        Failure::Fenced => Trouble {
            report: None,
            wait: None,
        },
        Failure::NotSent(detail) | Failure::Lost(detail) => {
            let detail = format!(
                "the Bot API server cannot be reached or does not answer ({detail}); Backline goes \
                 on trying. Is the network up, and is --bot-api-url right?"
            );
            told(IdentityState::TransientDisconnect, detail, None)
        }
        Failure::Refused(refusal) => of_refusal(refusal),
    }
}

fn of_refusal(refusal: &Refusal) -> Trouble {
    let Refusal {
        code,
        description,
        retry_after,
        ..
    } = refusal;
    match code {
        401 | 404 => {
            let detail = format!(
                "Telegram does not know the bot's token ({description}): get the present one from \
                 BotFather (/mybots, the bot, API Token) and give it to Backline with \
                 `backline connections set-token`"
            );
            told(
                IdentityState::BadCredential,
                detail,
                Some(BAD_CREDENTIAL_GAP),
            )
        }
        409 => told(IdentityState::Conflict, conflict(description), None),
        429 => {
            let wait = retry_after.map(Duration::from_secs);
            let detail = format!("Telegram asks to wait ({description}); Backline goes on then");
            told(IdentityState::TransientDisconnect, detail, wait)
        }
        _ => {
            let detail = format!(
                "Telegram refuses to give updates ({description}); Backline goes on trying"
            );
            told(IdentityState::TransientDisconnect, detail, None)
        }
    }
}

/// A webhook is not deleted here: it is another program's way to its updates, and
/// a person has to choose between the two.
fn conflict(description: &str) -> String {
    if description.to_lowercase().contains("webhook") {
        format!(
            "a webhook is set for this bot, so that its updates go elsewhere ({description}): \
             remove it with the Bot API's deleteWebhook, or give Backline a bot of its own; \
             Backline goes on trying"
        )
    } else {
        format!(
            "another program takes this bot's updates ({description}): stop it (a second Backline \
             gateway, or another program with the same token), or get a new token from BotFather, \
             which ends the others; Backline goes on trying"
        )
    }
}

fn told(state: IdentityState, detail: String, wait: Option<Duration>) -> Trouble {
    Trouble {
        report: Some(Report {
            state,
            detail,
            profile: None,
        }),
        wait,
    }
}

/// What getMe says.
pub(super) fn profile(me: &Value) -> IdentityProfile {
    let text = |name: &str| {
        me.get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let flag = |name: &str| me.get(name).and_then(Value::as_bool).unwrap_or(false);
    IdentityProfile {
        user_id: me.get("id").and_then(Value::as_i64).unwrap_or(0),
        name: text("first_name"),
        username: text("username"),
        can_read_all_group_messages: flag("can_read_all_group_messages"),
        can_connect_to_business: flag("can_connect_to_business"),
        limits: None,
        // What is not told is allowed.
        keeps_out_of_groups: me.get("can_join_groups").and_then(Value::as_bool) == Some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: i64, description: &str) -> (IdentityState, String) {
        let refusal = Refusal {
            code,
            description: description.into(),
            ..Refusal::default()
        };
        let report = of(&Failure::Refused(refusal)).report.unwrap();
        (report.state, report.detail)
    }

    #[test]
    fn each_trouble_names_its_remedy() {
        let (state, told) = refused(
            409,
            "Conflict: terminated by other getUpdates request; make sure that only one bot \
             instance is running",
        );
        assert_eq!(state, IdentityState::Conflict);
        assert!(
            told.contains("another program") && told.contains("stop it"),
            "{told}"
        );
        let (state, told) = refused(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to \
             delete the webhook first",
        );
        assert_eq!(state, IdentityState::Conflict);
        assert!(
            told.starts_with("a webhook is set") && told.contains("deleteWebhook"),
            "{told}"
        );
        for code in [401, 404] {
            let (state, told) = refused(code, "Unauthorized");
            assert_eq!(state, IdentityState::BadCredential);
            assert!(told.contains("BotFather"), "{told}");
        }
        let lost = of(&Failure::Lost("HTTP 502".into())).report.unwrap();
        assert_eq!(lost.state, IdentityState::TransientDisconnect);
        assert!(lost.detail.contains("--bot-api-url"), "{}", lost.detail);
    }
}
