use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{MemberStatus, Message, ServiceKind, reaction};
use grammers_client::tl::{Cursor, Deserializable, Serializable as _, types};

use super::*;
use crate::peers::Peers;

const OWN: i64 = 1;
const ANN: i64 = 7;
const ZEROS: [u8; 512] = [0; 512];

/// A thing of zeros behind these parts.
fn zeros<T: Deserializable>(parts: &[&[u8]]) -> T {
    let mut bytes = parts.concat();
    bytes.extend_from_slice(&ZEROS);
    T::deserialize(&mut Cursor::from_slice(&bytes)).unwrap()
}

fn user_peer(user_id: i64) -> enums::Peer {
    types::PeerUser { user_id }.into()
}

fn channel_peer(channel_id: i64) -> enums::Peer {
    types::PeerChannel { channel_id }.into()
}

fn message(peer: enums::Peer) -> types::Message {
    let empty: types::Message = zeros(&[&ZEROS[..12], &user_peer(0).to_bytes()]);
    types::Message {
        id: 5,
        peer_id: peer,
        date: 100,
        message: "words".into(),
        ..empty
    }
}

fn service(peer: enums::Peer, action: enums::MessageAction) -> types::MessageService {
    let nothing = enums::MessageAction::Empty.to_bytes();
    let peer_bytes = user_peer(0).to_bytes();
    let empty: types::MessageService = zeros(&[&ZEROS[..8], &peer_bytes, &ZEROS[..4], &nothing]);
    types::MessageService {
        id: 6,
        peer_id: peer,
        from_id: Some(user_peer(ANN)),
        date: 100,
        action,
        ..empty
    }
}

fn channel(id: i64) -> types::Channel {
    let photo = enums::ChatPhoto::Empty.to_bytes();
    let empty: types::Channel = zeros(&[&ZEROS[..20], &photo]);
    types::Channel {
        id,
        access_hash: Some(3),
        megagroup: true,
        title: "Team".into(),
        ..empty
    }
}

/// What is known, and a way to ask.
struct Desk {
    peers: Peers,
    sent: Sent,
    reactions: Reactions,
    moved: Vec<Moved>,
    changed: Vec<(Moved, i32)>,
}

impl Desk {
    fn new() -> Self {
        let peers = Peers::new(OWN);
        let ann: types::User = zeros(&[]);
        let ann = types::User {
            id: ANN,
            access_hash: Some(2),
            first_name: Some("Ann".into()),
            ..ann
        };
        peers.learn_users(&[ann.into()]);
        peers.learn_chats(&[channel(9).into()]);
        Self {
            peers,
            sent: Sent::default(),
            reactions: Reactions::default(),
            moved: Vec::new(),
            changed: Vec::new(),
        }
    }

    fn tell(&mut self, update: enums::Update) -> Vec<Update> {
        let mut with = Context {
            peers: &self.peers,
            sent: &self.sent,
            reactions: &mut self.reactions,
            moved: std::mem::take(&mut self.moved),
            changed: Vec::new(),
            reloads: Vec::new(),
            date: 100,
        };
        let updates = translate(&update, &mut with);
        self.changed = with.changed;
        updates
    }

    fn posts(&mut self, message: impl Into<enums::Message>) -> Vec<Update> {
        let message = message.into();
        let (pts, pts_count) = (1, 1);
        self.tell(
            types::UpdateNewMessage {
                message,
                pts,
                pts_count,
            }
            .into(),
        )
    }

    fn post(&mut self, message: impl Into<enums::Message>) -> Message {
        match self.posts(message).remove(0).event {
            Some(Event::MessagePosted(message)) => message,
            other => panic!("{other:?}"),
        }
    }

    fn edit(&mut self, message: types::Message) -> String {
        let message = message.into();
        let (pts, pts_count) = (1, 1);
        let update = types::UpdateEditMessage {
            message,
            pts,
            pts_count,
        };
        key(&self.tell(update.into())[0])
    }

    fn react(&mut self, peer: enums::Peer, given: &[(i64, &str, bool)]) -> Vec<Update> {
        self.react_counted(peer, given, 0)
    }

    /// So many in all, of whom those are named.
    fn react_counted(
        &mut self,
        peer: enums::Peer,
        given: &[(i64, &str, bool)],
        count: i32,
    ) -> Vec<Update> {
        let recent = given.iter().map(|(who, emoji, my)| {
            types::MessagePeerReaction {
                big: false,
                unread: false,
                my: *my,
                peer_id: user_peer(*who),
                date: 100,
                reaction: types::ReactionEmoji {
                    emoticon: (*emoji).into(),
                }
                .into(),
            }
            .into()
        });
        let reactions = types::MessageReactions {
            min: false,
            can_see_list: true,
            reactions_as_tags: false,
            results: vec![
                types::ReactionCount {
                    chosen_order: None,
                    reaction: enums::Reaction::Paid,
                    count,
                }
                .into(),
            ],
            recent_reactions: Some(recent.collect()),
            top_reactors: None,
        };
        self.tell(
            types::UpdateMessageReactions {
                peer,
                msg_id: 5,
                top_msg_id: None,
                saved_peer_id: None,
                reactions: reactions.into(),
            }
            .into(),
        )
    }
}

fn key(update: &Update) -> String {
    update.key.as_ref().unwrap().natural_key.clone()
}

fn told(message: &Message) -> (ServiceKind, String) {
    match message.content.as_ref().unwrap().kind.as_ref().unwrap() {
        Kind::Service(service) => (service.kind(), service.raw_kind.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_wrote_is_known_where_telegram_names_nobody() {
    let mut desk = Desk::new();
    let theirs = desk.post(message(user_peer(ANN)));
    assert_eq!(theirs.sender.unwrap().user.unwrap().first_name, "Ann");
    let mut own = message(user_peer(ANN));
    own.out = true;
    let own = desk.post(own);
    assert_eq!(own.sender.unwrap().user.unwrap().id, OWN);
    assert!(own.is_outgoing);
    // An anonymous administrator, and a channel's post.
    let anonymous = desk.post(message(channel_peer(9)));
    let sender = anonymous.sender.unwrap();
    assert_eq!(sender.user, None);
    assert_eq!(sender.chat.unwrap().title, "Team");
}

#[test]
fn a_chat_that_forbids_saving_protects_its_messages() {
    let mut desk = Desk::new();
    assert!(!desk.post(message(channel_peer(9))).is_protected);
    let mut protected = channel(9);
    protected.noforwards = true;
    desk.peers.learn_chats(&[protected.into()]);
    assert!(desk.post(message(channel_peer(9))).is_protected);
}

#[test]
fn edits_within_a_second_differ_and_the_same_edit_does_not() {
    let mut desk = Desk::new();
    let edited = |text: &str| types::Message {
        edit_date: Some(200),
        message: text.into(),
        ..message(user_peer(ANN))
    };
    let one = desk.edit(edited("one"));
    assert!(one.starts_with("7/5/edit/200/"), "{one}");
    assert_eq!(one, desk.edit(edited("one")));
    assert_ne!(one, desk.edit(edited("two")));
    // How a file is referred to says nothing.
    let with_file = |reference: u8| {
        let photo = types::Photo {
            has_stickers: false,
            id: 4,
            access_hash: 5,
            file_reference: vec![reference],
            date: 1,
            sizes: vec![
                types::PhotoSize {
                    r#type: "y".into(),
                    w: 10,
                    h: 10,
                    size: 99,
                }
                .into(),
            ],
            video_sizes: None,
            dc_id: 2,
        };
        types::Message {
            media: Some(
                types::MessageMediaPhoto {
                    spoiler: false,
                    live_photo: false,
                    photo: Some(photo.into()),
                    ttl_seconds: None,
                    video: None,
                }
                .into(),
            ),
            ..edited("caption")
        }
    };
    assert_eq!(desk.edit(with_file(1)), desk.edit(with_file(2)));
}

#[test]
fn deletions_say_the_chat_where_telegram_does() {
    let mut desk = Desk::new();
    let own = types::UpdateDeleteMessages {
        messages: vec![3, 4],
        pts: 9,
        pts_count: 2,
    };
    let updates = desk.tell(own.into());
    assert!(key(&updates[0]).starts_with("0/3/deleted/"));
    let in_channel = types::UpdateDeleteChannelMessages {
        channel_id: 9,
        messages: vec![3],
        pts: 9,
        pts_count: 1,
    };
    let updates = desk.tell(in_channel.into());
    assert!(key(&updates[0]).starts_with("-1000000000009/3/deleted/"));
    let of_ours = types::UpdateDeleteMessages {
        messages: vec![],
        pts: 9,
        pts_count: 0,
    };
    assert_eq!(desk.tell(of_ours.into()), []);
}

#[test]
fn an_empty_message_is_named_and_kept() {
    let mut desk = Desk::new();
    let empty = types::MessageEmpty {
        id: 44,
        peer_id: Some(user_peer(ANN)),
    };
    let updates = desk.posts(enums::Message::Empty(empty));
    let Some(Event::Unknown(unknown)) = &updates[0].event else {
        panic!("{updates:?}")
    };
    assert_eq!(unknown.message_id, 44);
    assert!(unknown.raw_json.contains("44"), "{}", unknown.raw_json);
}

#[test]
fn service_messages_are_named_as_for_bots() {
    use enums::MessageAction as Of;
    let mut desk = Desk::new();
    let edit = |closed, hidden, title: Option<&str>| {
        Of::from(types::MessageActionTopicEdit {
            title: title.map(str::to_owned),
            icon_emoji_id: None,
            closed,
            hidden,
        })
    };
    let cases = [
        (
            edit(Some(true), None, None),
            (ServiceKind::TopicClosed, "forum_topic_closed"),
        ),
        (
            edit(Some(false), None, None),
            (ServiceKind::TopicReopened, "forum_topic_reopened"),
        ),
        (
            edit(None, None, Some("new")),
            (ServiceKind::TopicEdited, "forum_topic_edited"),
        ),
        (
            edit(None, Some(true), None),
            (ServiceKind::Other, "general_forum_topic_hidden"),
        ),
        (
            Of::PinMessage,
            (ServiceKind::MessagePinned, "pinned_message"),
        ),
        (
            types::MessageActionChatMigrateTo { channel_id: 9 }.into(),
            (ServiceKind::MigratedTo, "migrate_to_chat_id"),
        ),
        (
            types::MessageActionSetMessagesTtl {
                period: 60,
                auto_setting_from: None,
            }
            .into(),
            (ServiceKind::Other, "message_auto_delete_timer_changed"),
        ),
    ];
    for (action, (kind, name)) in cases {
        let message = desk.post(service(channel_peer(9), action));
        assert_eq!(told(&message), (kind, name.to_owned()));
    }
}

#[test]
fn who_comes_and_goes_is_told_with_who_did_it() {
    let mut desk = Desk::new();
    let add = types::MessageActionChatAddUser {
        users: vec![OWN, 12],
    };
    let updates = desk.posts(service(channel_peer(9), add.into()));
    assert_eq!(updates.len(), 3);
    let Some(Event::OwnMembershipChanged(own)) = &updates[1].event else {
        panic!("{updates:?}")
    };
    assert_eq!(own.actor.as_ref().unwrap().id, ANN);
    assert_eq!(own.new_status(), MemberStatus::Member);
    let Some(Event::MemberChanged(other)) = &updates[2].event else {
        panic!("{updates:?}")
    };
    assert_eq!(other.member.as_ref().unwrap().id, 12);
    let kicked = types::MessageActionChatDeleteUser { user_id: OWN };
    let updates = desk.posts(service(channel_peer(9), kicked.into()));
    let Some(Event::OwnMembershipChanged(own)) = &updates[1].event else {
        panic!("{updates:?}")
    };
    assert_eq!(own.new_status(), MemberStatus::Banned);
}

#[test]
fn another_standing_of_the_account_is_told_once() {
    let mut desk = Desk::new();
    let mut left = channel(9);
    left.left = true;
    desk.moved = desk.peers.learn_chats(&[left.clone().into()]);
    let update = || enums::Update::from(types::UpdateChannel { channel_id: 9 });
    assert_eq!(desk.tell(update()), []);
    let (moved, date) = desk.changed.remove(0);
    let told = own_standing(&moved, date, ANN, &desk.peers);
    let Some(Event::OwnMembershipChanged(own)) = &told.event else {
        panic!("{told:?}")
    };
    assert_eq!(own.actor.as_ref().unwrap().first_name, "Ann");
    assert_eq!(
        (own.old_status(), own.new_status()),
        (MemberStatus::Member, MemberStatus::Left)
    );
    desk.moved = desk.peers.learn_chats(&[left.into()]);
    assert_eq!(desk.tell(update()), []);
    assert_eq!(desk.changed, []);
}

#[test]
fn reactions_are_told_by_person_as_changes() {
    let mut desk = Desk::new();
    let given = |update: &Update| match &update.event {
        Some(Event::ReactionChanged(change)) => {
            let emoji = |all: &[backline_proto::common::v1::Reaction]| -> Vec<String> {
                let all = all.iter().filter_map(|it| match it.kind.as_ref()? {
                    reaction::Kind::Emoji(emoji) => Some(emoji.clone()),
                    _ => None,
                });
                all.collect()
            };
            let who = change.actor.as_ref().unwrap().user.as_ref().unwrap().id;
            (
                who,
                emoji(&change.old_reactions),
                emoji(&change.new_reactions),
            )
        }
        other => panic!("{other:?}"),
    };
    let one = |text: &str| vec![text.to_owned()];
    let first = desk.react(user_peer(ANN), &[(ANN, "👍", false), (OWN, "👌", true)]);
    assert_eq!(first.len(), 1, "its own is no news");
    assert_eq!(given(&first[0]), (ANN, vec![], one("👍")));
    assert_eq!(desk.react(user_peer(ANN), &[(ANN, "👍", false)]), []);
    let other = desk.react(user_peer(ANN), &[(ANN, "🎉", false)]);
    assert_eq!(given(&other[0]), (ANN, one("👍"), one("🎉")));
    let none = desk.react(user_peer(ANN), &[]);
    assert_eq!(given(&none[0]), (ANN, one("🎉"), vec![]));
    let keys = [&first[0], &other[0], &none[0]].map(key);
    assert!(keys[0] != keys[1] && keys[1] != keys[2], "{keys:?}");
    // After a restart: whose it was is known in a private chat.
    let mut desk = Desk::new();
    let none = desk.react(user_peer(ANN), &[]);
    assert_eq!(given(&none[0]), (ANN, vec![], vec![]));
}

#[test]
fn who_is_not_named_among_many_has_not_withdrawn_anything() {
    let mut desk = Desk::new();
    let first = desk.react_counted(channel_peer(9), &[(ANN, "👍", false)], 1);
    assert_eq!(first.len(), 1);
    let more = desk.react_counted(channel_peer(9), &[(12, "👍", false)], 2);
    assert_eq!(more.len(), 1, "only the new one: {more:?}");
    let gone = desk.react_counted(channel_peer(9), &[(12, "👍", false)], 1);
    assert_eq!(gone.len(), 1, "Ann's is gone: {gone:?}");
}

#[test]
fn what_has_no_place_in_the_contract_is_passed_over() {
    let mut desk = Desk::new();
    let status = types::UpdateUserStatus {
        user_id: ANN,
        status: enums::UserStatus::Recently(types::UserStatusRecently { by_me: false }),
    };
    assert_eq!(desk.tell(status.into()), []);
}
