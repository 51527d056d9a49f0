//! Fields of connections, checked.

use std::sync::Arc;

use backline_domain::change::Secret;
use backline_domain::connection::Connection;
use backline_domain::id::{ChatId, IdentityId, IdentityKind, UserId};
use backline_domain::outreach::MAX_TITLE;
use backline_proto::admin::v1::connection::Via;
use backline_proto::reason::Reason;
use tonic::Status;

use crate::gateway::{Account, Sessions};
use crate::grpc::status;

const LONGEST_NAME: usize = 32;
/// Telegram's ids have at most 52 significant bits.
const LARGEST_ID: i64 = (1 << 52) - 1;
/// Supergroups count down from here.
const FIRST_SUPERGROUP: i64 = -1_000_000_000_000;

/// A name for people.
pub(super) fn display_name(field: &str, name: &str) -> Result<String, Status> {
    let good = name.len() <= LONGEST_NAME
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if good {
        return Ok(name.to_owned());
    }
    let message = "it has to begin with a Latin letter, followed by letters, digits, - and _, \
                   at most 32 in all";
    Err(status::invalid_field(field, message))
}

/// Refuses a name that another connection has, without regard to case.
pub(super) fn unused_name(field: &str, name: &str, others: &[Connection]) -> Result<(), Status> {
    let taken = |other: &Connection| {
        other.name.eq_ignore_ascii_case(name) || other.id.as_str().eq_ignore_ascii_case(name)
    };
    if !others.iter().any(taken) {
        return Ok(());
    }
    let message = format!("there is a connection `{name}` already; choose another name");
    let variable = [
        ("field", field.to_owned()),
        ("display_name", name.to_owned()),
    ];
    Err(status::with_metadata(
        Reason::AlreadyExists,
        message,
        variable,
    ))
}

/// A bot's token as `BotFather` gives it. What was given is not repeated in the
/// refusal: it may be most of a token.
pub(in crate::grpc) fn bot_token(field: &str, token: &str) -> Result<(IdentityId, Secret), Status> {
    let token = token.trim();
    let bot = token.split_once(':').and_then(|(id, secret)| {
        let good = id.bytes().all(|b| b.is_ascii_digit())
            && (35..=128).contains(&secret.len())
            && secret
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        let id: i64 = id.parse().ok().filter(|id| (1..=LARGEST_ID).contains(id))?;
        good.then(|| IdentityId::bot(id))
    });
    bot.map(|bot| (bot, Secret::new(token))).ok_or_else(|| {
        status::invalid_field(
            field,
            "it has to be a token as BotFather gives it: the bot's id, a colon and at least 35 \
             letters, digits, - and _; copy it again as a whole",
        )
    })
}

/// The bot that is to look after the group for this frontend, if one is named.
pub(super) fn desk_bot(
    field: &str,
    token: &str,
    frontend: IdentityId,
) -> Result<Option<(IdentityId, Secret)>, Status> {
    if token.is_empty() {
        return Ok(None);
    }
    let (bot, secret) = bot_token(field, token)?;
    if frontend.kind == IdentityKind::Bot {
        let message = "a bot looks after its group itself: only an account has a desk bot; for \
                       more messages a minute add relay bots";
        return Err(status::invalid_field(field, message));
    }
    Ok(Some((bot, secret)))
}

/// An account that was logged in and waits to be used.
pub(super) fn account(sessions: &Sessions, ticket: &str) -> Result<Arc<Account>, Status> {
    sessions.account(ticket).ok_or_else(|| {
        let message = "no account waits under it: it was used, or it was logged in more than a \
                       quarter of an hour ago, or the server has started anew; log in again";
        status::invalid_field("account_login", message)
    })
}

/// Whether it goes over MTProto as a bot that could go either way. Not set is the Bot API for
/// a bot; an account has no choice.
pub(in crate::grpc) fn via(field: &str, via: Via, frontend: IdentityId) -> Result<bool, Status> {
    match (frontend.kind, via) {
        (IdentityKind::Bot, Via::Mtproto) => Ok(true),
        (IdentityKind::Bot, Via::Unspecified | Via::BotApi)
        | (IdentityKind::User, Via::Unspecified | Via::Mtproto) => Ok(false),
        (IdentityKind::User, Via::BotApi) => Err(status::invalid_field(
            field,
            "an account goes over MTProto only: leave it out, or give a bot's token",
        )),
    }
}

/// The desk bot that a field is about.
pub(super) fn of_desk(field: &str, desk: Option<IdentityId>) -> Result<IdentityId, Status> {
    desk.ok_or_else(|| {
        let message = "there is no desk bot: give the token of one, too";
        status::invalid_field(field, message)
    })
}

/// Refuses a bot or account that serves a connection already.
pub(in crate::grpc) fn unused_identity(
    bot: IdentityId,
    others: &[Connection],
) -> Result<(), Status> {
    let Some(other) = others.iter().find(|other| other.has(bot)) else {
        return Ok(());
    };
    let what = if other.frontend == bot {
        "the frontend"
    } else if other.is_relay(bot) {
        "a relay bot"
    } else {
        "the desk bot"
    };
    let (kind, field) = match bot.kind {
        IdentityKind::Bot => ("a bot", "bot_token"),
        IdentityKind::User => ("an account", "account_login"),
    };
    let message = format!(
        "{bot} is {what} of connection `{}` already; {kind} can serve one connection",
        other.name
    );
    let variable = [
        ("field", field.to_owned()),
        ("identity", bot.to_string()),
        ("connection", other.name.clone()),
    ];
    Err(status::with_metadata(
        Reason::AlreadyExists,
        message,
        variable,
    ))
}

/// The title of a group that is to be made, if one is named.
pub(super) fn new_group(field: &str, title: &str) -> Result<Option<String>, Status> {
    let title = title.trim();
    match title.chars().count() {
        0 => Ok(None),
        1..=MAX_TITLE => Ok(Some(title.to_owned())),
        length => {
            let message = format!("it has {length} characters, and Telegram takes {MAX_TITLE}");
            Err(status::invalid_field(field, message))
        }
    }
}

/// A forum supergroup's id.
pub(super) fn group(field: &str, id: i64) -> Result<ChatId, Status> {
    if (-LARGEST_ID..FIRST_SUPERGROUP).contains(&id) {
        return Ok(ChatId(id));
    }
    let message = format!(
        "{id} is no supergroup's id: it has to begin with -100, for example -1001234567890"
    );
    Err(status::invalid_field(field, message))
}

/// A person; 0 = not known.
pub(super) fn person(field: &str, id: i64) -> Result<Option<UserId>, Status> {
    match id {
        0 => Ok(None),
        1..=LARGEST_ID => Ok(Some(UserId(id))),
        _ => Err(status::invalid_field(
            field,
            format!("{id} is no person's id"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_taken_as_botfather_gives_it_and_never_repeated() {
        let good = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1";
        let (bot, _) = bot_token("bot_token", &format!(" {good}\n")).unwrap();
        assert_eq!(bot, IdentityId::bot(110_201_543));
        for bad in [
            "",
            ":",
            "110201543",
            "110201543:short",
            "x110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1",
            "0:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1",
            "110201543:AAHdqTcvCH1vGWJxfSe fSAs0K5PALDsaw1",
        ] {
            let told = bot_token("bot_token", bad).unwrap_err();
            assert!(
                bad.len() < 5 || !told.message().contains(bad),
                "{}",
                told.message()
            );
        }
    }

    #[test]
    fn an_account_goes_over_mtproto_only() {
        let (bot, account) = (IdentityId::bot(1), IdentityId::account(2));
        assert!(via("via", Via::Mtproto, bot).unwrap());
        for by_default in [Via::Unspecified, Via::BotApi] {
            assert!(!via("via", by_default, bot).unwrap());
        }
        for without_a_word in [Via::Unspecified, Via::Mtproto] {
            assert!(!via("via", without_a_word, account).unwrap());
        }
        let refused = via("via", Via::BotApi, account).unwrap_err();
        assert!(refused.message().contains("MTProto only"));
    }

    #[test]
    fn names_begin_with_a_letter() {
        for good in ["a", "Main", "a-b_2", &"a".repeat(32)] {
            display_name("display_name", good).unwrap();
        }
        for bad in ["", "2a", "-a", "a b", "ä", "a/b", &"a".repeat(33)] {
            assert!(display_name("display_name", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_supergroups_are_groups() {
        assert_eq!(
            group("g", -1_001_234_567_890).unwrap(),
            ChatId(-1_001_234_567_890)
        );
        for bad in [0, 1, -5, -1_000_000_000_000, i64::MIN, i64::MAX] {
            assert!(group("g", bad).is_err(), "{bad}");
        }
    }
}
