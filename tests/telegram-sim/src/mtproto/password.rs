//! Passwords, checked without being told (core.telegram.org/api/srp): the server's half.

use std::collections::BTreeMap;

use num_bigint::BigUint;
use sha2::{Digest as _, Sha256, Sha512};

use super::{
    handshake::{GENERATOR, fixed, prime},
    random,
};

/// How often the password is mixed.
const ROUNDS: usize = 100_000;
/// Bytes of a number modulo the prime.
const WIDTH: usize = 256;
/// Bytes that SHA-512 takes at once.
const BLOCK: usize = 128;

/// A password, as Telegram keeps it: nobody can tell what it is.
#[derive(Debug, Clone)]
pub(crate) struct Password {
    pub(super) hint: Option<String>,
    pub(super) salts: [Vec<u8>; 2],
    verifier: BigUint,
    /// Questions that were asked and not answered yet.
    asked: BTreeMap<i64, BigUint>,
}

/// What a client is to answer.
pub(super) struct Question {
    pub(super) id: i64,
    pub(super) b: Vec<u8>,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// Nobody asked, or it was answered before.
    Question,
    /// The password is another.
    Password,
}

// === impl Password ===

impl Password {
    /// Keeps a password. Takes its time.
    pub(crate) fn new(password: &str, hint: Option<&str>) -> Self {
        let salts = [random::<16>().to_vec(), random::<16>().to_vec()];
        let mixed = mix(password.as_bytes(), &salts);
        let x = BigUint::from_bytes_be(&mixed);
        Self {
            hint: hint.map(str::to_owned),
            salts,
            verifier: generator().modpow(&x, &prime()),
            asked: BTreeMap::new(),
        }
    }

    /// Asks for the password.
    pub(super) fn ask(&mut self) -> Question {
        let secret = BigUint::from_bytes_be(&random::<WIDTH>());
        let id = i64::from_le_bytes(random());
        let b = self.public(&secret);
        self.asked.insert(id, secret);
        Question { id, b: padded(&b) }
    }

    fn public(&self, secret: &BigUint) -> BigUint {
        let prime = prime();
        let k = hash(&[&padded(&prime), &padded(&generator())]);
        let k = BigUint::from_bytes_be(&k);
        (k * &self.verifier + generator().modpow(secret, &prime)) % prime
    }

    /// Whether an answer shows that its client knows the password.
    pub(super) fn check(&mut self, id: i64, a: &[u8], m1: &[u8]) -> Result<(), Wrong> {
        let secret = self.asked.remove(&id).ok_or(Wrong::Question)?;
        let prime = prime();
        let public_a = BigUint::from_bytes_be(a);
        let nothing = BigUint::default();
        if &public_a % &prime == nothing || public_a >= prime {
            return Err(Wrong::Password);
        }
        let (a, b) = (padded(&public_a), padded(&self.public(&secret)));
        let u = BigUint::from_bytes_be(&hash(&[&a, &b]));
        let shared = (public_a * self.verifier.modpow(&u, &prime)).modpow(&secret, &prime);
        let key = hash(&[&padded(&shared)]);
        let of_prime = hash(&[&padded(&prime)]);
        let of_generator = hash(&[&padded(&generator())]);
        let mixed: Vec<u8> = of_prime
            .iter()
            .zip(of_generator)
            .map(|(one, other)| one ^ other)
            .collect();
        let [one, other] = &self.salts;
        let wanted = hash(&[&mixed, &hash(&[one]), &hash(&[other]), &a, &b, &key]);
        if wanted.as_slice() == m1 {
            Ok(())
        } else {
            Err(Wrong::Password)
        }
    }
}

fn generator() -> BigUint {
    BigUint::from(GENERATOR.unsigned_abs())
}

fn padded(number: &BigUint) -> Vec<u8> {
    fixed(number, WIDTH).unwrap_or_default()
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

fn salted(data: &[u8], salt: &[u8]) -> [u8; 32] {
    hash(&[salt, data, salt])
}

fn mix(password: &[u8], [one, other]: &[Vec<u8>; 2]) -> [u8; 32] {
    let first = salted(&salted(password, one), other);
    salted(&pbkdf2(&first, one), other)
}

/// PBKDF2 with HMAC-SHA512, one block of it.
fn pbkdf2(password: &[u8], salt: &[u8]) -> [u8; 64] {
    let padded = |with: u8| {
        let mut block = [with; BLOCK];
        for (byte, key) in block.iter_mut().zip(password) {
            *byte ^= key;
        }
        let mut hash = Sha512::new();
        hash.update(block);
        hash
    };
    let (inner, outer) = (padded(0x36), padded(0x5c));
    let hmac = |parts: &[&[u8]]| -> [u8; 64] {
        let mut hash = inner.clone();
        for part in parts {
            hash.update(part);
        }
        let mut last = outer.clone();
        last.update(hash.finalize());
        last.finalize().into()
    };
    let mut last = hmac(&[salt, &1u32.to_be_bytes()]);
    let mut mixed = last;
    for _ in 1..ROUNDS {
        last = hmac(&[&last]);
        for (byte, other) in mixed.iter_mut().zip(last) {
            *byte ^= other;
        }
    }
    mixed
}

#[cfg(test)]
mod tests {
    use grammers_crypto::two_factor_auth::calculate_2fa;

    use super::*;

    #[test]
    fn who_knows_the_password_can_show_it_once() {
        let mut password = Password::new("open sesame", None);
        let answer = |password: &Password, question: &Question, word: &str| {
            let [one, other] = &password.salts;
            let prime = padded(&prime());
            let a = random::<WIDTH>().to_vec();
            calculate_2fa(one, other, &prime, &GENERATOR, question.b.clone(), a, word)
        };
        let question = password.ask();
        let (m1, a) = answer(&password, &question, "open sesame");
        assert_eq!(password.check(question.id, &a, &m1), Ok(()));
        assert_eq!(password.check(question.id, &a, &m1), Err(Wrong::Question));
        let question = password.ask();
        let (m1, a) = answer(&password, &question, "open poppy");
        assert_eq!(password.check(question.id, &a, &m1), Err(Wrong::Password));
    }
}
