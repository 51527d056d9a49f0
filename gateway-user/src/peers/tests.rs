use backline_proto::common::v1::{ChatKind, MemberStatus};
use grammers_client::tl::{Cursor, Deserializable as _, Serializable as _, enums, types};

use super::*;

const ZEROS: [u8; 256] = [0; 256];

fn channel(id: i64) -> types::Channel {
    let mut bytes = ZEROS[..20].to_vec();
    bytes.extend(enums::ChatPhoto::Empty.to_bytes());
    bytes.extend(ZEROS);
    let channel = types::Channel::deserialize(&mut Cursor::from_slice(&bytes)).unwrap();
    types::Channel { id, ..channel }
}

fn user(id: i64) -> types::User {
    let user = types::User::deserialize(&mut Cursor::from_slice(&ZEROS)).unwrap();
    types::User { id, ..user }
}

#[test]
fn ids_are_in_bot_api_form() {
    let peer = |peer: enums::Peer| chat_id_of(&peer);
    assert_eq!(peer(types::PeerUser { user_id: 7 }.into()), 7);
    assert_eq!(peer(types::PeerChat { chat_id: 7 }.into()), -7);
    let id = peer(types::PeerChannel { channel_id: 7 }.into());
    assert_eq!(id, -1_000_000_000_007);
    assert_eq!(bare_channel(id), Some(7));
    assert_eq!(bare_channel(-7), None);
    let kinds = [7, -7, id].map(kind_of);
    let wanted = [ChatKind::Private, ChatKind::Group, ChatKind::Supergroup];
    assert_eq!(kinds, wanted);
}

#[test]
fn what_is_shown_in_part_addresses_nobody_and_takes_nothing_away() {
    let peers = Peers::new(1);
    let mut ann = types::User {
        min: true,
        access_hash: Some(5),
        first_name: Some("Ann".into()),
        ..user(9)
    };
    peers.learn_users(&[ann.clone().into()]);
    assert_eq!(peers.user(9).first_name, "Ann");
    assert!(peers.input(9).is_none() && peers.input_user(9).is_none());
    ann.min = false;
    ann.first_name = Some("Ann Marie".into());
    peers.learn_users(&[ann.clone().into()]);
    ann.min = true;
    ann.first_name = Some("A.".into());
    peers.learn_users(&[ann.into()]);
    assert_eq!(peers.user(9).first_name, "Ann Marie");
    assert!(peers.input(9).is_some());
}

#[test]
fn a_changed_standing_is_told_once() {
    let peers = Peers::new(1);
    let mut team = channel(7);
    team.megagroup = true;
    team.access_hash = Some(3);
    let id = channel_id(7);
    let first = peers.learn_chats(&[team.clone().into()]);
    assert_eq!(first[0].before, None);
    assert_eq!(peers.learn_chats(&[team.clone().into()]), []);
    team.left = true;
    let moved = peers.learn_chats(&[team.into()]);
    assert_eq!(moved[0].chat_id, id);
    assert_eq!(moved[0].before.unwrap().status, MemberStatus::Member);
    assert_eq!(moved[0].now.status, MemberStatus::Left);
    assert!(peers.input_channel(id).is_some());
    assert!(peers.input(-4).is_none(), "a group never seen");
}
