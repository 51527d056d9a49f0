//! The one-time link by which a connection's administrator makes themself known.

use std::time::Duration;

use backline_domain::connection::{Connection, Group};
use backline_domain::time::Timestamp;
use backline_proto::admin::v1::CreateConnectionResponse;
use sha2::{Digest as _, Sha256};

use crate::convert::time;
use crate::grpc::access::{base32, hash};
use crate::grpc::admin::{Admin, Once};

/// How long the link is worth something.
const LIFE: Duration = Duration::from_secs(10 * 60);
/// 128 bits.
const CODE_BYTES: usize = 16;

/// The start code of the connection made by this call: 128 bits that nobody can
/// guess without the installation's secret, and the same when the call is
/// repeated, though only its hash is stored.
pub(super) fn code(admin: &Admin, once: &Once) -> String {
    let mut digest = Sha256::new();
    for part in ["backline claim code", admin.claim_key.as_str(), once.id()] {
        // With its length in front, so that no two lists of parts look alike.
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    base32(&digest.finalize()[..CODE_BYTES])
}

/// What is stored of a code made now: its hash, and when it ends.
pub(super) fn terms(code: &str, now: Timestamp) -> (String, Timestamp) {
    (hash(code), now.after(LIFE))
}

/// The state of a connection whose administrator is awaited.
pub(super) fn group(code: &str, now: Timestamp) -> Group {
    let (code_hash, expires_at) = terms(code, now);
    Group::Unclaimed {
        code_hash,
        expires_at,
    }
}

/// The link with this code; empty while the bot's name is not known.
pub(super) fn link(connection: &Connection, code: &str) -> String {
    if connection.frontend_username.is_empty() {
        return String::new();
    }
    format!("https://t.me/{}?start={code}", connection.frontend_username)
}

/// Puts the code, and the link once the bot's name is known, into the answer. A
/// code that another took the place of is worth nothing, and not given.
pub(super) fn put(response: &mut CreateConnectionResponse, connection: &Connection, code: String) {
    let Group::Unclaimed {
        code_hash,
        expires_at,
    } = &connection.group
    else {
        return;
    };
    if *code_hash != hash(&code) {
        return;
    }
    response.claim_expire_time = Some(time::to_proto(*expires_at));
    response.claim_link = link(connection, &code);
    response.claim_code = code;
}
