//! What is wrong with an account, in words that name the remedy.

use std::time::Duration;

use backline_gateway::Report;
use backline_proto::common::v1::User;
use backline_proto::gateway::v1::{AccountLimits, IdentityProfile, IdentityState};
use grammers_client::sender::RpcError;

use crate::telegram::{Failure, name};

/// How often a machine whose clock is wrong is looked at: each time the library says the same again and
/// again for seconds.
const CLOCK_GAP: Duration = Duration::from_secs(60);

/// What to tell and how long to wait.
pub(super) struct Trouble {
    /// `None` = nothing that the server should know.
    pub(super) report: Option<Report>,
    /// `None` = a growing gap.
    pub(super) wait: Option<Duration>,
    /// Whether a new connection is made.
    pub(super) is_of_connection: bool,
}

/// What a failed question means.
pub(super) fn of(failure: &Failure) -> Trouble {
    match failure {
        Failure::Fenced => Trouble {
            report: None,
            wait: None,
            is_of_connection: true,
        },
        Failure::NotSent(detail) | Failure::Lost(detail) => {
            let detail = format!(
                "Telegram cannot be reached or does not answer ({detail}); Backline goes on \
                 trying. Is the network up?"
            );
            told(IdentityState::TransientDisconnect, detail, None, true)
        }
        Failure::ClockAhead(_) => {
            let detail = format!("{}; Backline goes on then", failure.words());
            let wait = Some(CLOCK_GAP);
            told(IdentityState::TransientDisconnect, detail, wait, true)
        }
        Failure::Unreadable(detail) => {
            let detail = format!(
                "what Telegram says cannot be read ({detail}); Backline goes on trying. Is there a \
                 newer version of this gateway?"
            );
            told(IdentityState::TransientDisconnect, detail, None, false)
        }
        Failure::Refused(error) => of_refusal(failure, error),
    }
}

fn of_refusal(failure: &Failure, error: &RpcError) -> Trouble {
    let words = name(error);
    if failure.is_end() {
        return told(IdentityState::LoggedOut, logged_out(&words), None, true);
    }
    if failure.is_of_token() {
        let detail = bad_token(&words);
        return told(IdentityState::BadCredential, detail, None, false);
    }
    if error.code == 420 {
        let wait = Duration::from_secs(error.value.unwrap_or(5).into());
        let detail = format!("Telegram asks to wait ({words}); Backline goes on then");
        return told(
            IdentityState::TransientDisconnect,
            detail,
            Some(wait),
            false,
        );
    }
    if error.is("API_ID_*") {
        let detail = format!(
            "Telegram does not know the gateway's application ({words}): set BACKLINE_API_ID and \
             BACKLINE_API_HASH to what https://my.telegram.org shows, and start the gateway again"
        );
        return told(IdentityState::TransientDisconnect, detail, None, true);
    }
    let detail = format!("Telegram refuses to give updates ({words}); Backline goes on trying");
    told(IdentityState::TransientDisconnect, detail, None, false)
}

/// A token that Telegram does not take, and what to do.
pub(crate) fn bad_token(words: &str) -> String {
    let remedy = "make a new one at @BotFather (/token, /revoke) and give it to the connection with \
                  `backline connections set-token`";
    if words.starts_with("ACCESS_TOKEN_EXPIRED") {
        return format!("the bot's token is valid no more ({words}): {remedy}");
    }
    format!("Telegram knows no bot with this token ({words}): {remedy}")
}

/// A bot's session is over, and its token makes another.
pub(super) fn logs_in_anew(failure: &Failure) -> Report {
    let words = failure.words();
    Report {
        state: IdentityState::TransientDisconnect,
        detail: format!(
            "Telegram has ended the bot's session ({words}); Backline logs in anew with its token"
        ),
        profile: None,
    }
}

/// What ended the session, and what to do.
pub(crate) fn logged_out(words: &str) -> String {
    let remedy = "log the account in again with `backline connections login`";
    if words.starts_with("AUTH_KEY_DUPLICATED") {
        return format!(
            "the account's session was used in two places at once, and Telegram ended it \
             ({words}): make sure that no copy of it is in use elsewhere, then {remedy}"
        );
    }
    if words.starts_with("USER_DEACTIVATED") {
        return format!(
            "Telegram has deactivated the account ({words}): write to recover@telegram.org, or \
             connect another account"
        );
    }
    format!(
        "the account's session was ended, in Telegram's settings or by Telegram ({words}): {remedy}"
    )
}

fn told(
    state: IdentityState,
    detail: String,
    wait: Option<Duration>,
    is_of_connection: bool,
) -> Trouble {
    let report = Report {
        state,
        detail,
        profile: None,
    };
    Trouble {
        report: Some(report),
        wait,
        is_of_connection,
    }
}

/// It works; with a word where it is in nearly as many supergroups and channels as it may be.
pub(super) fn online(own: &User, reads_all: bool, limits: AccountLimits) -> Report {
    let (count, most) = (limits.channel_count, limits.max_channels);
    let is_near = i64::from(count) * 20 >= i64::from(most) * 19;
    let detail = if is_near {
        format!(
            "the account is in {count} of the {most} supergroups and channels that Telegram allows \
             it: leave some, or it can come into no more"
        )
    } else {
        String::new()
    };
    Report {
        state: IdentityState::Online,
        detail,
        profile: Some(IdentityProfile {
            limits: Some(limits),
            ..profile(own, reads_all)
        }),
    }
}

/// What users.getUsers says of the account or bot itself.
fn profile(own: &User, reads_all: bool) -> IdentityProfile {
    let name = format!("{} {}", own.first_name, own.last_name);
    IdentityProfile {
        user_id: own.id,
        name: name.trim().to_owned(),
        username: own.username.clone(),
        can_read_all_group_messages: reads_all,
        can_connect_to_business: false,
        limits: None,
        keeps_out_of_groups: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: i32, words: &str) -> Trouble {
        let error = grammers_client::tl::types::RpcError {
            error_code: code,
            error_message: words.into(),
        };
        of(&Failure::Refused(error.into()))
    }

    #[test]
    fn each_trouble_names_its_remedy() {
        for (words, remedy) in [
            ("AUTH_KEY_UNREGISTERED", "log the account in again"),
            ("SESSION_REVOKED", "log the account in again"),
            ("AUTH_KEY_DUPLICATED", "two places"),
            ("USER_DEACTIVATED_BAN", "recover@telegram.org"),
        ] {
            let report = refused(401, words).report.unwrap();
            assert_eq!(report.state, IdentityState::LoggedOut, "{words}");
            assert!(report.detail.contains(remedy), "{}", report.detail);
        }
        let wait = refused(420, "FLOOD_WAIT_7");
        assert_eq!(wait.wait, Some(Duration::from_secs(7)));
        let report = of(&Failure::Lost("x".into())).report.unwrap();
        assert_eq!(report.state, IdentityState::TransientDisconnect);
    }
}
