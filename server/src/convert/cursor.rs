//! Places in an identity's update stream.

use backline_domain::change::Cursor;
use backline_domain::id::IdentityKind;
use backline_proto::gateway::v1 as proto;
use proto::cursor::Kind;

use super::{Error, Result};

/// The place.
///
/// # Errors
/// When it is not set, or not of the kind that gateways of this kind have.
pub fn from_proto(of: IdentityKind, cursor: proto::Cursor) -> Result<Cursor> {
    match (of, cursor.kind.ok_or(Error::Missing("cursor"))?) {
        (IdentityKind::Bot, Kind::UpdateId(update_id)) => Ok(Cursor::UpdateId {
            source: cursor.source,
            update_id,
        }),
        (IdentityKind::User, Kind::UpdateState(state)) => Ok(Cursor::State(state)),
        (IdentityKind::Bot, Kind::UpdateState(_)) => Err(Error::Unknown {
            field: "cursor",
            allowed: "`update_id` for a bot over the Bot API",
        }),
        (IdentityKind::User, Kind::UpdateId(_)) => Err(Error::Unknown {
            field: "cursor",
            allowed: "`update_state` for an account, or a bot over MTProto",
        }),
    }
}

/// The place.
#[must_use]
pub fn to_proto(cursor: &Cursor) -> proto::Cursor {
    match cursor {
        Cursor::UpdateId { source, update_id } => proto::Cursor {
            kind: Some(Kind::UpdateId(*update_id)),
            source: source.clone(),
        },
        Cursor::State(state) => proto::Cursor {
            kind: Some(Kind::UpdateState(state.clone())),
            source: String::new(),
        },
    }
}

/// Whether gateways of this kind can go on from there: not after their kind has changed.
#[must_use]
pub const fn fits(cursor: &Cursor, gateway: IdentityKind) -> bool {
    match cursor {
        Cursor::UpdateId { .. } => matches!(gateway, IdentityKind::Bot),
        Cursor::State(_) => matches!(gateway, IdentityKind::User),
    }
}
