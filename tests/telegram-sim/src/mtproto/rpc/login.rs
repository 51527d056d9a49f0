//! Logging in by a code, as a bot, and out (core.telegram.org/api/auth). Passwords are in `password`, QR codes in `qr`.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, Refused, Visit, shape};
use crate::world::{UserId, World};

/// How long a code is good, in milliseconds.
const CODE_LASTS: i64 = 300_000;
const CODE_LENGTH: i32 = 5;
/// Wrong codes that may be tried.
const TRIES: u32 = 5;

/// A code on its way to a phone.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    phone: String,
    pub(crate) digits: String,
    sent_at: i64,
    /// Later ones have higher numbers.
    pub(crate) number: i64,
    tries: u32,
}

// === impl Code ===

impl Code {
    pub(crate) fn is_for(&self, phone: &str) -> bool {
        self.phone == digits(phone)
    }
}

/// The phone number of a person of the simulator: digits alone, as Telegram shows it to the account itself.
pub(crate) fn phone(person: UserId) -> String {
    format!("1555{:07}", person % 10_000_000)
}

/// `auth.sendCode`.
pub(super) fn send_code(visit: &mut Visit<'_>) -> Answer {
    let asked: functions::auth::SendCode = visit.read()?;
    let phone = digits(&asked.phone_number);
    if !(7..=15).contains(&phone.len()) {
        return Err(Refused::bad("PHONE_NUMBER_INVALID"));
    }
    if asked.api_id == 0 || asked.api_hash.is_empty() {
        return Err(Refused::bad("API_ID_INVALID"));
    }
    let world = &mut *visit.world;
    let number = world.fresh();
    let hash = format!("code{number:x}");
    let code = Code {
        phone,
        digits: format!("{:05}", (number * 7919 + 10_007) % 100_000),
        sent_at: world.now,
        number,
        tries: 0,
    };
    world.codes.insert(hash.clone(), code);
    Ok(sent(hash).to_bytes())
}

/// `auth.signIn`.
pub(super) fn sign_in(visit: &mut Visit<'_>) -> Answer {
    let asked: functions::auth::SignIn = visit.read()?;
    let world = &mut *visit.world;
    let now = world.now;
    let phone = digits(&asked.phone_number);
    let given = asked.phone_code.unwrap_or_default();
    let code = world.codes.get_mut(&asked.phone_code_hash);
    let code = code
        .filter(|code| code.phone == phone && now < code.sent_at + CODE_LASTS)
        .ok_or_else(|| Refused::bad("PHONE_CODE_EXPIRED"))?;
    if given.is_empty() {
        return Err(Refused::bad("PHONE_CODE_EMPTY"));
    }
    if given != code.digits {
        code.tries += 1;
        if code.tries >= TRIES {
            world.codes.remove(&asked.phone_code_hash);
        }
        return Err(Refused::bad("PHONE_CODE_INVALID"));
    }
    let account = owner(world, &phone).ok_or_else(|| Refused::bad("PHONE_NUMBER_UNOCCUPIED"))?;
    world.codes.remove(&asked.phone_code_hash);
    if world.passwords.contains_key(&account) {
        world.keys.log_in_half(visit.key, account);
        return Err(Refused::unauthorized("SESSION_PASSWORD_NEEDED"));
    }
    Ok(logged_in(visit, account))
}

/// `auth.importBotAuthorization`: the bot that the Bot API has by the same token.
pub(super) fn bot(visit: &mut Visit<'_>) -> Answer {
    let asked: functions::auth::ImportBotAuthorization = visit.read()?;
    if asked.api_id == 0 || asked.api_hash.is_empty() {
        return Err(Refused::bad("API_ID_INVALID"));
    }
    let bot = visit.world.bot_by_token(&asked.bot_auth_token);
    let bot = bot.map(|bot| bot.id);
    let bot = bot.ok_or_else(|| Refused::bad("ACCESS_TOKEN_INVALID"))?;
    Ok(logged_in(visit, bot))
}

/// Whoever called is that account from now on.
pub(super) fn logged_in(visit: &mut Visit<'_>, account: UserId) -> Vec<u8> {
    visit.world.keys.log_in(visit.key, account);
    authorization(visit.world, account).to_bytes()
}

/// What a client is told that has logged in.
pub(super) fn authorization(world: &World, account: UserId) -> enums::auth::Authorization {
    enums::auth::Authorization::Authorization(types::auth::Authorization {
        setup_password_required: false,
        otherwise_relogin_days: None,
        tmp_sessions: None,
        future_auth_token: None,
        user: shape::user(world, account, account),
    })
}

/// `auth.resendCode`: the same code again.
pub(super) fn resend_code(visit: &mut Visit<'_>) -> Answer {
    let asked: functions::auth::ResendCode = visit.read()?;
    let hash = asked.phone_code_hash;
    let code = visit.world.codes.get(&hash);
    if code.is_none_or(|code| code.phone != digits(&asked.phone_number)) {
        return Err(Refused::bad("PHONE_CODE_EXPIRED"));
    }
    Ok(sent(hash).to_bytes())
}

/// `auth.cancelCode`.
pub(super) fn cancel_code(visit: &mut Visit<'_>) -> Answer {
    let asked: functions::auth::CancelCode = visit.read()?;
    let gone = visit.world.codes.remove(&asked.phone_code_hash);
    gone.ok_or_else(|| Refused::bad("PHONE_CODE_EXPIRED"))?;
    Ok(true.to_bytes())
}

fn sent(phone_code_hash: String) -> enums::auth::SentCode {
    enums::auth::SentCode::Code(types::auth::SentCode {
        r#type: enums::auth::SentCodeType::App(types::auth::SentCodeTypeApp {
            length: CODE_LENGTH,
        }),
        phone_code_hash,
        next_type: None,
        timeout: None,
    })
}

/// `auth.logOut`: this key is nobody's from now on.
pub(super) fn log_out(call: &mut Call<'_>) -> Answer {
    call.world.keys.forget(call.key);
    let out = types::auth::LoggedOut {
        future_auth_token: None,
    };
    Ok(enums::auth::LoggedOut::Out(out).to_bytes())
}

/// A phone number's digits alone.
pub(super) fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

/// Whose phone number that is.
pub(super) fn owner(world: &World, number: &str) -> Option<UserId> {
    let mut people = world.users().filter(|user| !user.is_bot());
    let owner = people.find(|user| phone(user.id) == number)?;
    Some(owner.id)
}
