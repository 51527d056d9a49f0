//! Logging in with a password, after the code or the QR code was right.

use grammers_tl_types::{
    Serializable as _,
    enums::{self, PasswordKdfAlgo},
    functions, types,
};

use super::{
    super::{handshake, password::Wrong, random},
    Answer, Refused, Visit, login,
};
use crate::world::UserId;

/// `account.getPassword`.
pub(super) fn get(visit: &mut Visit<'_>) -> Answer {
    visit.read::<functions::account::GetPassword>()?;
    let account = visit.half_logged_in()?;
    let prime = handshake::prime().to_bytes_be();
    let algo = |salts: [Vec<u8>; 2]| {
        let [salt1, salt2] = salts;
        PasswordKdfAlgo::Sha256Sha256Pbkdf2Hmacsha512iter100000Sha256ModPow(
            types::PasswordKdfAlgoSha256Sha256Pbkdf2Hmacsha512iter100000Sha256ModPow {
                salt1,
                salt2,
                g: handshake::GENERATOR,
                p: prime.clone(),
            },
        )
    };
    let password = visit.world.passwords.get_mut(&account);
    let asked = password.map(|password| {
        let question = password.ask();
        (
            algo(password.salts.clone()),
            question,
            password.hint.clone(),
        )
    });
    let new_algo = algo([random::<8>().to_vec(), random::<16>().to_vec()]);
    let has_password = asked.is_some();
    let (current_algo, question, hint) = match asked {
        Some((algo, question, hint)) => (Some(algo), Some(question), hint),
        None => (None, None, None),
    };
    let (srp_id, srp_b) = question.map(|question| (question.id, question.b)).unzip();
    let password = types::account::Password {
        has_recovery: false,
        has_secure_values: false,
        has_password,
        current_algo,
        srp_b,
        srp_id,
        hint,
        email_unconfirmed_pattern: None,
        new_algo,
        new_secure_algo: enums::SecurePasswordKdfAlgo::Unknown,
        secure_random: random::<256>().to_vec(),
        pending_reset_date: None,
        login_email_pattern: None,
    };
    Ok(enums::account::Password::Password(password).to_bytes())
}

/// `auth.checkPassword`.
pub(super) fn check(visit: &mut Visit<'_>) -> Answer {
    let asked: functions::auth::CheckPassword = visit.read()?;
    let account = visit.half_logged_in()?;
    let enums::InputCheckPasswordSrp::Srp(answer) = asked.password else {
        return Err(Refused::bad("PASSWORD_HASH_INVALID"));
    };
    let password = visit.world.passwords.get_mut(&account);
    let password = password.ok_or_else(|| Refused::bad("PASSWORD_HASH_INVALID"))?;
    match password.check(answer.srp_id, &answer.a, &answer.m1) {
        Ok(()) => Ok(login::logged_in(visit, account)),
        Err(Wrong::Question) => Err(Refused::bad("SRP_ID_INVALID")),
        Err(Wrong::Password) => Err(Refused::bad("PASSWORD_HASH_INVALID")),
    }
}

// === impl Visit ===

impl Visit<'_> {
    /// Whose code was right, or who is logged in.
    fn half_logged_in(&self) -> Result<UserId, Refused> {
        let keys = &self.world.keys;
        keys.half_logged_in(self.key)
            .or_else(|| keys.account(self.key))
            .ok_or_else(|| Refused::unauthorized("AUTH_KEY_UNREGISTERED"))
    }
}
