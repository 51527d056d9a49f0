//! Logging in by a QR code: a token that somebody who is logged in accepts (core.telegram.org/api/qr-login).

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{super::random, Answer, Call, Refused, Visit, login, shape, updates};
use crate::world::{UserId, World, signal::Signal};

/// How long a token is good, in milliseconds.
const TOKEN_LASTS: i64 = 30_000;

/// A login token on somebody's screen.
#[derive(Debug, Clone)]
pub(crate) struct LoginToken {
    /// The auth key that is to be logged in.
    key: i64,
    expires: i64,
    /// Accounts that are logged in there already.
    except: Vec<UserId>,
    accepted: Option<UserId>,
    /// It was sent on to the data centre of whoever accepted it: whoever brings it there is let in.
    is_moved: bool,
}

/// `auth.exportLoginToken`: a new token, or who has accepted the last.
pub(super) fn export(visit: &mut Visit<'_>) -> Answer {
    let asked: functions::auth::ExportLoginToken = visit.read()?;
    if asked.api_id == 0 || asked.api_hash.is_empty() {
        return Err(Refused::bad("API_ID_INVALID"));
    }
    let key = visit.key;
    let mut tokens = visit
        .world
        .login_tokens
        .values()
        .filter(|token| !token.is_moved);
    let accepted = tokens.find_map(|token| token.accepted.filter(|_| token.key == key));
    let now = visit.world.now;
    if let Some(account) = accepted {
        visit.world.login_tokens.retain(|_, token| token.key != key);
        let Some(dc_id) = visit.world.homes.get(&account).copied() else {
            return let_in(visit, account);
        };
        let token = random::<32>().to_vec();
        let moved = LoginToken {
            key,
            expires: now + TOKEN_LASTS,
            except: Vec::new(),
            accepted: Some(account),
            is_moved: true,
        };
        visit.world.login_tokens.insert(token.clone(), moved);
        let elsewhere = types::auth::LoginTokenMigrateTo { dc_id, token };
        return Ok(enums::auth::LoginToken::MigrateTo(elsewhere).to_bytes());
    }
    let expires = now + TOKEN_LASTS;
    let token = random::<32>().to_vec();
    let kept = LoginToken {
        key,
        expires,
        except: asked.except_ids,
        accepted: None,
        is_moved: false,
    };
    visit.world.login_tokens.insert(token.clone(), kept);
    let shown = types::auth::LoginToken {
        expires: shape::int(expires / 1000),
        token,
    };
    Ok(enums::auth::LoginToken::Token(shown).to_bytes())
}

/// `auth.importLoginToken`: one that was sent on to another data centre.
pub(super) fn import(visit: &mut Visit<'_>) -> Answer {
    let asked: functions::auth::ImportLoginToken = visit.read()?;
    let now = visit.world.now;
    let tokens = &mut visit.world.login_tokens;
    let is_moved = tokens.get(&asked.token).is_some_and(|token| token.is_moved);
    let token = tokens.remove(&asked.token).filter(|_| is_moved);
    let token = token.ok_or_else(|| Refused::bad("AUTH_TOKEN_INVALID"))?;
    let account = token.accepted.filter(|_| now < token.expires);
    let account = account.ok_or_else(|| Refused::bad("AUTH_TOKEN_EXPIRED"))?;
    let_in(visit, account)
}

fn let_in(visit: &mut Visit<'_>, account: UserId) -> Answer {
    let key = visit.key;
    if visit.world.passwords.contains_key(&account) {
        visit.world.keys.log_in_half(key, account);
        return Err(Refused::unauthorized("SESSION_PASSWORD_NEEDED"));
    }
    visit.world.keys.log_in(key, account);
    let authorization = login::authorization(visit.world, account);
    let success = types::auth::LoginTokenSuccess { authorization };
    Ok(enums::auth::LoginToken::Success(success).to_bytes())
}

/// `auth.acceptLoginToken`.
pub(super) fn accept(call: &mut Call<'_>) -> Answer {
    let asked: functions::auth::AcceptLoginToken = call.read()?;
    accepts(call.world, call.account, &asked.token).map_err(Refused::bad)?;
    let date = updates::date(call.world);
    let word = || "simulated".to_owned();
    let authorization = types::Authorization {
        current: false,
        official_app: false,
        password_pending: false,
        encrypted_requests_disabled: true,
        call_requests_disabled: true,
        unconfirmed: false,
        hash: 1,
        device_model: word(),
        platform: word(),
        system_version: word(),
        api_id: 1,
        app_name: word(),
        app_version: word(),
        date_created: date,
        date_active: date,
        ip: "127.0.0.1".to_owned(),
        country: word(),
        region: word(),
    };
    Ok(enums::Authorization::Authorization(authorization).to_bytes())
}

/// The tokens that are good and that nobody has accepted, the newest last.
pub(crate) fn shown_tokens(world: &World) -> Vec<Vec<u8>> {
    let tokens = world.login_tokens.iter();
    let mut shown: Vec<_> = tokens
        .filter(|(_, token)| {
            token.accepted.is_none() && !token.is_moved && world.now < token.expires
        })
        .map(|(bytes, token)| (token.expires, bytes.clone()))
        .collect();
    shown.sort();
    shown.into_iter().map(|(_, bytes)| bytes).collect()
}

/// An account accepts a token, or Telegram's word for why it cannot.
pub(crate) fn accepts(
    world: &mut World,
    account: UserId,
    token: &[u8],
) -> Result<(), &'static str> {
    let now = world.now;
    let found = world.login_tokens.get_mut(token);
    let found = found.ok_or("AUTH_TOKEN_INVALID")?;
    if found.accepted.is_some() {
        return Err("AUTH_TOKEN_ALREADY_ACCEPTED");
    }
    if now >= found.expires {
        return Err("AUTH_TOKEN_EXPIRED");
    }
    if found.except.contains(&account) {
        return Err("AUTH_TOKEN_EXCEPTION");
    }
    found.accepted = Some(account);
    let key = found.key;
    world.signal(Signal::Accepted(key));
    Ok(())
}
