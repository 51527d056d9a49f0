//! How a new auth key comes to be (<https://core.telegram.org/mtproto/auth_key>): the server's half.

use grammers_crypto::{aes, generate_key_data_from_nonce};
use grammers_tl_types::{
    Cursor, Deserializable, Identifiable as _, Serializable as _, enums, functions, types,
};
use num_bigint::BigUint;
use sha1::{Digest as _, Sha1};
use sha2::Sha256;

use super::{AuthKey, envelope::constructor, random};

/// Telegram's own prime, of 2,048 bits, and its generator.
const PRIME: &str = "C71CAEB9C6B1C9048E6C522F70F13F73980D40238E3E21C14934D037563D930F\
48198A0AA7C14058229493D22530F4DBFA336F6E0AC925139543AED44CCE7C37\
20FD51F69458705AC68CD4FE6B6B13ABDC9746512969328454F18FAF8C595F64\
2477FE96BB2A941D5BCD1D4AC8CC49880708FA9B378E3C4F3A9060BEE67CF9A4\
A4A695811051907E162753B56B0F6B410DBA74D8A84B2A14B3144E0EF1284754\
FD17ED950D5965B4B9DD46582DB1178D169C6BC465B0D6FF9CA3928FEF5B9AE4\
E418FC15E83EBEA0F87FA9FF5EED70050DED2849F47BF959D956850CE929851F\
0D8115F635B105EE2E4E15D04B2454BF6F4FADF034B10403119CD8E3B92FCC5B";
pub(super) const GENERATOR: i32 = 3;
/// Two primes and their product, which a client has to take apart.
const FACTORS: (u64, u64) = (1_229_739_323, 1_402_015_859);
const PUBLIC_EXPONENT: u32 = 65_537;
/// RSA's numbers, in bytes.
const RSA_BYTES: usize = 256;

/// The key that a client encrypts the beginning of the exchange with.
#[derive(Clone)]
pub struct RsaKey {
    modulus: BigUint,
    private_exponent: BigUint,
}

/// An exchange under way.
#[derive(Default)]
pub(super) struct Handshake {
    nonce: [u8; 16],
    server_nonce: [u8; 16],
    new_nonce: [u8; 32],
    secret: BigUint,
    step: Step,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Step {
    #[default]
    Nothing,
    Nonce,
    Params,
}

/// What a step of the exchange comes to.
pub(super) struct Answer {
    pub(super) body: Vec<u8>,
    /// The exchange is over: this key is there from now on.
    pub(super) key: Option<AuthKey>,
}

// === impl RsaKey ===

impl RsaKey {
    /// The simulator's own. It is no secret.
    #[must_use]
    pub fn simulated() -> Self {
        let text = include_str!("simulated.key");
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let mut number = || {
            let digits = lines.next().unwrap_or_default();
            BigUint::parse_bytes(digits.as_bytes(), 16).unwrap_or_default()
        };
        Self {
            modulus: number(),
            private_exponent: number(),
        }
    }

    /// Modulus and public exponent, in decimal, as clients take them.
    #[must_use]
    pub fn public(&self) -> (String, u32) {
        (self.modulus.to_string(), PUBLIC_EXPONENT)
    }

    /// By which the server names it.
    #[must_use]
    pub fn fingerprint(&self) -> i64 {
        let mut body = self.modulus.to_bytes_be().to_bytes();
        let exponent = BigUint::from(PUBLIC_EXPONENT).to_bytes_be();
        exponent.serialize(&mut body);
        let hash = Sha1::digest(body);
        let mut last = [0; 8];
        last.copy_from_slice(&hash[12..20]);
        i64::from_le_bytes(last)
    }

    /// What a client encrypted: padded as today's clients do, or as older ones do.
    fn decrypt(&self, encrypted: &[u8]) -> Option<Vec<u8>> {
        let number = BigUint::from_bytes_be(encrypted);
        let plain = number.modpow(&self.private_exponent, &self.modulus);
        let plain = fixed(&plain, RSA_BYTES)?;
        let (mixed_key, sealed) = plain.split_at(32);
        let hash = Sha256::digest(sealed);
        let key: [u8; 32] = std::array::from_fn(|at| mixed_key[at] ^ hash[at]);
        let mut opened = sealed.to_vec();
        aes::ige_decrypt(&mut opened, &key, &[0; 32]);
        let (reversed, proof) = opened.split_at(192);
        let data: Vec<u8> = reversed.iter().rev().copied().collect();
        let mut hash = Sha256::new();
        hash.update(key);
        hash.update(&data);
        if hash.finalize().as_slice() == proof {
            return Some(data);
        }
        let older = plain.get(1..)?;
        (plain[0] == 0).then(|| older[20..].to_vec())
    }
}

// === impl Handshake ===

impl Handshake {
    /// One of the client's messages. `None`: it is none of the exchange, or not its turn.
    pub(super) fn step(&mut self, body: &[u8], rsa: &RsaKey, date: i32) -> Option<Answer> {
        let arguments = body.get(4..)?;
        match (constructor(body)?, self.step) {
            (functions::ReqPqMulti::CONSTRUCTOR_ID | functions::ReqPq::CONSTRUCTOR_ID, _) => {
                self.begin(arguments, rsa)
            }
            (functions::ReqDhParams::CONSTRUCTOR_ID, Step::Nonce) => {
                self.params(arguments, rsa, date)
            }
            (functions::SetClientDhParams::CONSTRUCTOR_ID, Step::Params) => self.finish(arguments),
            _ => None,
        }
    }

    fn begin(&mut self, arguments: &[u8], rsa: &RsaKey) -> Option<Answer> {
        self.nonce = arguments.get(..16)?.try_into().ok()?;
        self.server_nonce = random();
        self.step = Step::Nonce;
        let product = FACTORS.0 * FACTORS.1;
        let answer = enums::ResPq::Pq(types::ResPq {
            nonce: self.nonce,
            server_nonce: self.server_nonce,
            pq: product.to_be_bytes().to_vec(),
            server_public_key_fingerprints: vec![rsa.fingerprint()],
        });
        Some(going_on(answer.to_bytes()))
    }

    fn params(&mut self, arguments: &[u8], rsa: &RsaKey, date: i32) -> Option<Answer> {
        let asked = read::<functions::ReqDhParams>(arguments)?;
        let factor = |bytes: &[u8]| BigUint::from_bytes_be(bytes);
        let is_factored = factor(&asked.p) == BigUint::from(FACTORS.0)
            && factor(&asked.q) == BigUint::from(FACTORS.1);
        if !self.is_ours(&asked.nonce, &asked.server_nonce)
            || !is_factored
            || asked.public_key_fingerprint != rsa.fingerprint()
        {
            return None;
        }
        let inner = rsa.decrypt(&asked.encrypted_data)?;
        let (nonce, server_nonce, new_nonce) = match read::<enums::PQInnerData>(&inner)? {
            enums::PQInnerData::Data(data) => (data.nonce, data.server_nonce, data.new_nonce),
            enums::PQInnerData::Dc(data) => (data.nonce, data.server_nonce, data.new_nonce),
            enums::PQInnerData::Temp(data) => (data.nonce, data.server_nonce, data.new_nonce),
            enums::PQInnerData::TempDc(data) => (data.nonce, data.server_nonce, data.new_nonce),
        };
        if !self.is_ours(&nonce, &server_nonce) {
            return None;
        }
        self.new_nonce = new_nonce;
        self.secret = BigUint::from_bytes_be(&random::<256>());
        self.step = Step::Params;
        let prime = prime();
        let generator = BigUint::from(GENERATOR.unsigned_abs());
        let inner = enums::ServerDhInnerData::Data(types::ServerDhInnerData {
            nonce: self.nonce,
            server_nonce: self.server_nonce,
            g: GENERATOR,
            dh_prime: prime.to_bytes_be(),
            g_a: fixed(&generator.modpow(&self.secret, &prime), RSA_BYTES)?,
            server_time: date,
        })
        .to_bytes();
        let mut sealed = Sha1::digest(&inner).to_vec();
        sealed.extend_from_slice(&inner);
        let padding = (16 - sealed.len() % 16) % 16;
        sealed.extend_from_slice(&random::<16>()[..padding]);
        let (key, iv) = self.temporary_key();
        aes::ige_encrypt(&mut sealed, &key, &iv);
        let answer = enums::ServerDhParams::Ok(types::ServerDhParamsOk {
            nonce: self.nonce,
            server_nonce: self.server_nonce,
            encrypted_answer: sealed,
        });
        Some(going_on(answer.to_bytes()))
    }

    fn finish(&mut self, arguments: &[u8]) -> Option<Answer> {
        let asked = read::<functions::SetClientDhParams>(arguments)?;
        let mut opened = asked.encrypted_data;
        if !self.is_ours(&asked.nonce, &asked.server_nonce) || !opened.len().is_multiple_of(16) {
            return None;
        }
        let (key, iv) = self.temporary_key();
        aes::ige_decrypt(&mut opened, &key, &iv);
        let enums::ClientDhInnerData::Data(inner) = read(opened.get(20..)?)?;
        if !self.is_ours(&inner.nonce, &inner.server_nonce) {
            return None;
        }
        let shared = BigUint::from_bytes_be(&inner.g_b).modpow(&self.secret, &prime());
        let key: [u8; 256] = fixed(&shared, RSA_BYTES)?.try_into().ok()?;
        self.step = Step::Nothing;
        let hash =
            grammers_crypto::AuthKey::from_bytes(key).calc_new_nonce_hash(&self.new_nonce, 1);
        let answer = enums::SetClientDhParamsAnswer::DhGenOk(types::DhGenOk {
            nonce: self.nonce,
            server_nonce: self.server_nonce,
            new_nonce_hash1: hash,
        });
        Some(Answer {
            body: answer.to_bytes(),
            key: Some(AuthKey::new(key)),
        })
    }

    fn is_ours(&self, nonce: &[u8; 16], server_nonce: &[u8; 16]) -> bool {
        *nonce == self.nonce && *server_nonce == self.server_nonce
    }

    fn temporary_key(&self) -> ([u8; 32], [u8; 32]) {
        generate_key_data_from_nonce(&self.server_nonce, &self.new_nonce)
    }
}

fn going_on(body: Vec<u8>) -> Answer {
    Answer { body, key: None }
}

fn read<T: Deserializable>(bytes: &[u8]) -> Option<T> {
    T::deserialize(&mut Cursor::from_slice(bytes)).ok()
}

pub(super) fn prime() -> BigUint {
    BigUint::parse_bytes(PRIME.as_bytes(), 16).unwrap_or_default()
}

/// A number in so many bytes, the highest first; `None`: it has more.
pub(super) fn fixed(number: &BigUint, length: usize) -> Option<Vec<u8>> {
    let bytes = number.to_bytes_be();
    let mut fixed = vec![0; length.checked_sub(bytes.len())?];
    fixed.extend_from_slice(&bytes);
    Some(fixed)
}
