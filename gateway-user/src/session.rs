//! The credential of an account: what a login leaves behind, in an encoding of
//! our own, so that a new version of the library does not cost anybody a login.

mod store;

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

use grammers_client::session::storages::MemorySessionError;
use grammers_client::session::types::DcOption;
use grammers_client::session::{Session as _, SessionData};
use prost::Message as _;
use sha2::{Digest as _, Sha256};

pub(crate) use self::store::Store;
use crate::state::State;

/// The first byte of a credential.
const VERSION: u8 = 1;

/// An account's session: its data centres with their keys, and whose it is.
#[derive(Clone)]
pub(crate) struct Account {
    /// Whose it is; 0 = nobody is logged in yet.
    pub(crate) user_id: i64,
    /// Where the account lives.
    pub(crate) home_dc: i32,
    dcs: Vec<DcOption>,
    /// Where its updates stood when it logged in; none = not told.
    pub(crate) state: Option<State>,
    /// Of a bot: the SHA-256 of the token that it logged in with.
    token: Vec<u8>,
}

/// The bytes are no session; its text is for people and has no secret in it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unreadable(String);

#[derive(Clone, PartialEq, prost::Message)]
#[prost(skip_debug)]
struct Encoded {
    #[prost(int64, tag = "1")]
    user_id: i64,
    #[prost(int32, tag = "2")]
    home_dc: i32,
    #[prost(message, repeated, tag = "3")]
    dcs: Vec<Dc>,
    #[prost(message, optional, tag = "4")]
    state: Option<State>,
    #[prost(bytes = "vec", tag = "5")]
    token: Vec<u8>,
}

#[derive(Clone, PartialEq, prost::Message)]
#[prost(skip_debug)]
struct Dc {
    #[prost(int32, tag = "1")]
    id: i32,
    #[prost(fixed32, tag = "2")]
    ipv4: u32,
    #[prost(uint32, tag = "3")]
    ipv4_port: u32,
    #[prost(bytes = "vec", tag = "4")]
    ipv6: Vec<u8>,
    #[prost(uint32, tag = "5")]
    ipv6_port: u32,
    #[prost(bytes = "vec", tag = "6")]
    auth_key: Vec<u8>,
}

/// The credential of an account whose auth key is known, as a test has it.
#[must_use]
pub fn account_session(home_dc: i32, user_id: i64, auth_key: [u8; 256]) -> Vec<u8> {
    let mut account = Account::nobody(home_dc);
    account.user_id = user_id;
    for dc in &mut account.dcs {
        if dc.id == home_dc {
            dc.auth_key = Some(auth_key);
        }
    }
    account.encode()
}

// === impl Account ===

impl Account {
    /// Before a login: the data centres that are known, without keys.
    pub(crate) fn nobody(home_dc: i32) -> Self {
        let SessionData { dc_options, .. } = SessionData::default();
        let mut dcs: Vec<DcOption> = dc_options.into_values().collect();
        dcs.sort_by_key(|dc| dc.id);
        Self {
            user_id: 0,
            home_dc,
            dcs,
            state: None,
            token: Vec::new(),
        }
    }

    /// A bot logged in with this token: with another one it does so anew.
    pub(crate) fn made_with(&mut self, token: &str) {
        self.token = Sha256::digest(token.as_bytes()).to_vec();
    }

    /// Whether a bot logged in with this token.
    pub(crate) fn is_made_with(&self, token: &str) -> bool {
        self.token == Sha256::digest(token.as_bytes()).as_slice()
    }

    /// With a key agreed upon before, for all data centres.
    pub(crate) fn with_key(mut self, key: Option<[u8; 256]>) -> Self {
        for dc in &mut self.dcs {
            dc.auth_key = key;
        }
        self
    }

    /// Reads a credential.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Unreadable> {
        let Some((&VERSION, rest)) = bytes.split_first() else {
            let version = bytes.first();
            return Err(Unreadable(format!(
                "the account's session is of version {version:?}, and this gateway reads version \
                 {VERSION}: update the gateway, or log in again"
            )));
        };
        let broken = |what: &str| {
            Unreadable(format!(
                "the account's session cannot be read ({what}): log in again"
            ))
        };
        let read = Encoded::decode(rest).map_err(|_| broken("it is cut or damaged"))?;
        let dcs: Vec<DcOption> = read.dcs.iter().filter_map(Dc::read).collect();
        let account = Self {
            user_id: read.user_id,
            home_dc: read.home_dc,
            dcs,
            state: read.state.filter(|state| state.pts > 0),
            token: read.token,
        };
        let home = account.dcs.iter().find(|dc| dc.id == account.home_dc);
        match home.map(|dc| dc.auth_key.is_some()) {
            None => Err(broken("it names no address of its data centre")),
            Some(false) => Err(broken("it has no key of its data centre")),
            Some(true) if account.user_id <= 0 => Err(broken("it names nobody")),
            Some(true) => Ok(account),
        }
    }

    /// As a credential.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let encoded = Encoded {
            user_id: self.user_id,
            home_dc: self.home_dc,
            dcs: self.dcs.iter().map(Dc::of).collect(),
            state: self.state.clone(),
            token: self.token.clone(),
        };
        let mut bytes = vec![VERSION];
        bytes.extend(encoded.encode_to_vec());
        bytes
    }

    /// What the library keeps, to begin with.
    pub(crate) fn store(&self, fixed: Option<SocketAddr>) -> Store {
        let mut data = SessionData {
            home_dc: self.home_dc,
            ..SessionData::default()
        };
        for dc in &self.dcs {
            data.dc_options.insert(dc.id, dc.clone());
        }
        Store::new(data, fixed)
    }

    /// The account after a login, from what the library kept.
    pub(crate) fn of(store: &Store, user_id: i64) -> Result<Self, MemorySessionError> {
        let home_dc = store.home_dc_id()?;
        let mut dcs = Vec::new();
        // Only the home's key is the account's; others are made anew where needed.
        for id in 1..=5 {
            let option = store.known(id)?;
            dcs.extend(option.map(|dc| DcOption {
                auth_key: dc.auth_key.filter(|_| id == home_dc),
                ..dc
            }));
        }
        Ok(Self {
            user_id,
            home_dc,
            dcs,
            state: None,
            token: Vec::new(),
        })
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

// === impl Dc ===

impl Dc {
    fn of(option: &DcOption) -> Self {
        Self {
            id: option.id,
            ipv4: option.ipv4.ip().to_bits(),
            ipv4_port: option.ipv4.port().into(),
            ipv6: option.ipv6.ip().octets().to_vec(),
            ipv6_port: option.ipv6.port().into(),
            auth_key: option.auth_key.map(|key| key.to_vec()).unwrap_or_default(),
        }
    }

    fn read(&self) -> Option<DcOption> {
        let port = |port: u32| u16::try_from(port).ok();
        let octets: [u8; 16] = self.ipv6.as_slice().try_into().ok()?;
        let ipv6 = Ipv6Addr::from(octets);
        Some(DcOption {
            id: self.id,
            ipv4: SocketAddrV4::new(Ipv4Addr::from_bits(self.ipv4), port(self.ipv4_port)?),
            ipv6: SocketAddrV6::new(ipv6, port(self.ipv6_port)?, 0, 0),
            auth_key: self.auth_key.as_slice().try_into().ok(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_comes_back_as_it_was() {
        let bytes = account_session(2, 77, [9; 256]);
        let account = Account::decode(&bytes).unwrap();
        assert_eq!((account.user_id, account.home_dc), (77, 2));
        assert_eq!(account.encode(), bytes);
        let store = account.store(Some("127.0.0.1:9".parse().unwrap()));
        let option = store.dc_option(2).unwrap().unwrap();
        assert_eq!(option.auth_key, Some([9; 256]));
        assert_eq!(option.ipv4.to_string(), "127.0.0.1:9");
        assert_eq!(Account::of(&store, 77).unwrap().encode(), bytes);
    }

    #[test]
    fn what_is_no_session_is_told_in_words_without_it() {
        let mut cut = account_session(2, 77, [200; 256]);
        cut.truncate(100);
        let keyless = Account::nobody(2).encode();
        for bytes in [&[][..], &[9, 1, 2], &cut, &keyless] {
            let told = Account::decode(bytes).unwrap_err().to_string();
            assert!(told.contains("log in again"), "{told}");
            assert!(!told.contains("200"), "{told}");
        }
    }

    #[test]
    fn a_key_is_in_no_debug_output() {
        let account = Account::decode(&account_session(2, 77, [201; 256])).unwrap();
        assert!(!format!("{account:?}").contains("201"));
    }
}
