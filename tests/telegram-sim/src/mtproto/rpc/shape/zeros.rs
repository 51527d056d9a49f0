//! Shapes of zeros: the schema gives new fields to every layer, none of which has to be set.

use grammers_tl_types::{Cursor, Deserializable};

/// More zeros than any shape has bytes that have to be there.
pub(in crate::mtproto::rpc) const ZEROS: [u8; 512] = [0; 512];

/// A shape whose fields are zero, except for those parts that must not be: constructors of what is inside. What stands
/// behind the last part is zero.
pub(in crate::mtproto::rpc) fn zeros<T: Deserializable>(parts: &[&[u8]]) -> Option<T> {
    let mut bytes = parts.concat();
    bytes.extend_from_slice(&ZEROS);
    T::deserialize(&mut Cursor::from_slice(&bytes)).ok()
}
