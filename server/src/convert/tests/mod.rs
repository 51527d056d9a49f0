//! What goes out comes back the same; what comes in broken never panics and
//! never costs the text.

mod arbitrary;
mod commands;
mod hostile;

use backline_domain::change::Cursor;
use backline_domain::id::IdentityKind;
use backline_domain::time::Timestamp;
use proptest::prelude::*;

use super::{address, content, cursor, message, text, time, update};

proptest! {
    #[test]
    fn contents_come_back_the_same(given in arbitrary::content()) {
        prop_assert_eq!(content::from_proto(content::to_proto(&given)), given);
    }

    #[test]
    fn messages_come_back_the_same(given in arbitrary::message()) {
        prop_assert_eq!(message::from_proto(message::to_proto(&given)), Ok(given));
    }

    #[test]
    fn updates_come_back_the_same(given in arbitrary::update()) {
        prop_assert_eq!(update::from_proto(update::to_proto(&given)), given);
    }

    #[test]
    fn texts_come_back_the_same(given in arbitrary::text()) {
        prop_assert_eq!(text::from_proto(text::to_proto(&given)), given);
    }

    #[test]
    fn addresses_come_back_the_same(given in arbitrary::address()) {
        prop_assert_eq!(address::from_proto(address::to_proto(&given)), Ok(given));
    }

    #[test]
    fn moments_come_back_the_same(millis in any::<i64>()) {
        prop_assert_eq!(time::from_proto(time::to_proto(Timestamp(millis))), Timestamp(millis));
    }

    #[test]
    fn moments_out_of_range_become_the_edge(seconds in any::<i64>(), nanos in any::<i32>()) {
        let Timestamp(millis) = time::from_proto(prost_types::Timestamp { seconds, nanos });
        prop_assert_eq!(millis >= 0, seconds >= 0);
    }

    #[test]
    fn bots_cursors_come_back_the_same(update_id in any::<i64>(), source in ".*") {
        let given = Cursor::UpdateId { source, update_id };
        prop_assert_eq!(cursor::from_proto(IdentityKind::Bot, cursor::to_proto(&given)), Ok(given));
    }

    #[test]
    fn accounts_cursors_come_back_the_same(state in any::<Vec<u8>>()) {
        let given = Cursor::State(state);
        prop_assert_eq!(cursor::from_proto(IdentityKind::User, cursor::to_proto(&given)), Ok(given));
    }
}

#[test]
fn a_cursor_of_the_other_kind_is_refused() {
    let bots = cursor::to_proto(&Cursor::UpdateId {
        source: String::new(),
        update_id: 1,
    });
    let error = cursor::from_proto(IdentityKind::User, bots).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`cursor` has to be `update_state` for an account, or a bot over MTProto"
    );
}
