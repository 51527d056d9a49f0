//! An account's password. Telegram never sees it: it is proven by a computation
//! with numbers that Telegram gives (SRP).

use backline_client::Secret;
use grammers_client::tl::{enums, functions, types};
use grammers_crypto::two_factor_auth::{calculate_2fa, check_p_and_g};

use super::{Login, Step, Why};

/// The random number has as many bytes.
const RANDOM: usize = 256;

/// What Telegram gives to prove a password with.
struct Given {
    salt1: Vec<u8>,
    salt2: Vec<u8>,
    g: i32,
    p: Vec<u8>,
    srp_b: Vec<u8>,
}

// === impl Login ===

impl Login {
    /// Answers `PasswordNeeded` and `WrongPassword`.
    pub async fn password(&mut self, password: &Secret) -> Step {
        if let Some(late) = self.late() {
            return late;
        }
        // The numbers are good for one try.
        let told = match self.ask().await {
            Ok(told) => told,
            Err(step) => return step,
        };
        let (Some(given), Some(srp_id)) = (given(&told), told.srp_id) else {
            let why = "the account's password is of a kind that this version does not know: update \
                       the gateway";
            return self.fail(why.to_owned());
        };
        let mut random = vec![0; RANDOM];
        if getrandom::fill(&mut random).is_err() {
            return self.fail("this machine gives no random numbers".to_owned());
        }
        let password = password.clone();
        // It takes long.
        let proof = tokio::task::spawn_blocking(move || prove(given, random, &password));
        let Ok(Some((m1, a))) = proof.await else {
            let why = "Telegram's numbers for the password are not safe to use; try again later";
            return self.fail(why.to_owned());
        };
        let proof = types::InputCheckPasswordSrp { srp_id, a, m1 };
        let request = functions::auth::CheckPassword {
            password: proof.into(),
        };
        match Box::pin(self.telegram.call(&request)).await {
            Ok(told) => self.authorized(told).await,
            Err(failure)
                if failure.is("PASSWORD_HASH_INVALID") || failure.is("SRP_PASSWORD_CHANGED") =>
            {
                Step::WrongPassword
            }
            Err(failure) => self.fail(Why::of(&failure)),
        }
    }

    /// The account has a password.
    pub(super) async fn ask_password(&mut self) -> Step {
        match self.ask().await {
            Ok(told) => Step::PasswordNeeded {
                hint: told.hint.unwrap_or_default(),
            },
            Err(step) => step,
        }
    }

    async fn ask(&mut self) -> Result<types::account::Password, Step> {
        let request = functions::account::GetPassword {};
        match Box::pin(self.telegram.call(&request)).await {
            Ok(enums::account::Password::Password(told)) => Ok(told),
            Err(failure) => Err(self.fail(Why::of(&failure))),
        }
    }
}

fn given(told: &types::account::Password) -> Option<Given> {
    use enums::PasswordKdfAlgo as Of;
    let Of::Sha256Sha256Pbkdf2Hmacsha512iter100000Sha256ModPow(algo) =
        told.current_algo.as_ref()?
    else {
        return None;
    };
    Some(Given {
        salt1: algo.salt1.clone(),
        salt2: algo.salt2.clone(),
        g: algo.g,
        p: algo.p.clone(),
        srp_b: told.srp_b.clone()?,
    })
}

/// The proof and the number that goes with it; `None`: the numbers are not safe.
fn prove(given: Given, random: Vec<u8>, password: &Secret) -> Option<(Vec<u8>, Vec<u8>)> {
    let Given {
        salt1,
        salt2,
        g,
        p,
        srp_b,
    } = given;
    if !check_p_and_g(&p, &g) {
        return None;
    }
    let password = password.expose().as_bytes();
    let (m1, a) = calculate_2fa(&salt1, &salt2, &p, &g, srp_b, random, password);
    Some((m1.to_vec(), a.to_vec()))
}
