//! What accounts look at: histories, chats, people.

use grammers_tl_types::{enums, functions, types};
use telegram_sim::{Limits, Rights};

use crate::account::{Account, bare, stage};

fn channel(account: &Account, id: i64) -> enums::InputChannel {
    enums::InputChannel::Channel(types::InputChannel {
        channel_id: id,
        access_hash: account.hashes[&id],
    })
}

fn user(account: &Account, id: i64) -> enums::InputUser {
    enums::InputUser::User(types::InputUser {
        user_id: id,
        access_hash: account.hashes[&id],
    })
}

fn texts(messages: &[enums::Message]) -> Vec<&str> {
    let texts = messages.iter().filter_map(|message| match message {
        enums::Message::Message(message) => Some(message.message.as_str()),
        enums::Message::Service(_) | enums::Message::Empty(_) => None,
    });
    texts.collect()
}

#[tokio::test]
async fn a_history_comes_in_parts() {
    let (_sim, agent, ann, account) = stage().await;
    let said: Vec<_> = (0..10)
        .map(|number| ann.says(&agent, &number.to_string()))
        .collect();
    let id = |at: usize| i32::try_from(said[at].id_for(&agent)).unwrap();
    let get = |offset_id, add_offset, limit, max_id, min_id| functions::messages::GetHistory {
        peer: account.user(ann.id()),
        offset_id,
        offset_date: 0,
        add_offset,
        limit,
        max_id,
        min_id,
        hash: 0,
    };
    let cases = [
        (get(0, 0, 3, 0, 0), vec!["9", "8", "7"]),
        (get(id(7), 0, 3, 0, 0), vec!["6", "5", "4"]),
        (get(id(7), -2, 3, 0, 0), vec!["8", "7", "6"]),
        (get(0, 2, 2, 0, 0), vec!["7", "6"]),
        (get(0, 0, 100, id(3), 0), vec!["2", "1", "0"]),
        (get(0, 0, 100, 0, id(7)), vec!["9", "8"]),
    ];
    for (call, wanted) in cases {
        let messages = match account.call(&call).await.unwrap() {
            enums::messages::Messages::Slice(slice) => {
                assert_eq!(slice.count, 10);
                slice.messages
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(texts(&messages), wanted);
    }
    ann.deletes(&said[4]);
    let by_id = functions::messages::GetMessages {
        id: [3, 4]
            .map(|at| enums::InputMessage::Id(types::InputMessageId { id: id(at) }))
            .to_vec(),
    };
    let enums::messages::Messages::Messages(found) = account.call(&by_id).await.unwrap() else {
        panic!();
    };
    assert!(matches!(found.messages[0], enums::Message::Message(_)));
    assert!(matches!(found.messages[1], enums::Message::Empty(_)));
}

#[tokio::test]
async fn chats_are_listed_by_pages() {
    let (sim, agent, ann, mut account) = stage().await;
    let bob = sim.person("Bob");
    let team = sim.group("Team", &agent);
    let basic = sim.basic_group("Basic", &agent);
    for id in [bob.id(), bare(&team)] {
        account.knows(&sim, &agent, id);
    }
    ann.says(&agent, "one");
    bob.says(&agent, "two");
    agent.says(&team, "three");
    agent.says(&basic, "four");
    let mut seen = Vec::new();
    let mut offset = (0, 0, enums::InputPeer::Empty);
    loop {
        let list = functions::messages::GetDialogs {
            exclude_pinned: false,
            folder_id: None,
            offset_date: offset.0,
            offset_id: offset.1,
            offset_peer: offset.2.clone(),
            limit: 2,
            hash: 0,
        };
        let enums::messages::Dialogs::Slice(page) = account.call(&list).await.unwrap() else {
            panic!();
        };
        assert_eq!(page.count, 4);
        let Some(enums::Dialog::Dialog(last)) = page.dialogs.last() else {
            break;
        };
        seen.extend(
            page.messages
                .iter()
                .map(|one| texts(std::slice::from_ref(one))[0].to_owned()),
        );
        let date = match page.messages.last() {
            Some(enums::Message::Message(message)) => message.date,
            other => panic!("{other:?}"),
        };
        offset = (date, last.top_message, peer(&account, &last.peer));
    }
    seen.sort();
    assert_eq!(seen, ["four", "one", "three", "two"]);
    let named = functions::messages::GetPeerDialogs {
        peers: vec![enums::InputDialogPeer::Peer(types::InputDialogPeer {
            peer: account.user(ann.id()),
        })],
    };
    let enums::messages::PeerDialogs::Dialogs(found) = account.call(&named).await.unwrap();
    let enums::Dialog::Dialog(dialog) = &found.dialogs[0] else {
        panic!();
    };
    assert_eq!(dialog.unread_count, 1);
}

fn peer(account: &Account, peer: &enums::Peer) -> enums::InputPeer {
    match peer {
        enums::Peer::User(user) => account.user(user.user_id),
        enums::Peer::Chat(chat) => enums::InputPeer::Chat(types::InputPeerChat {
            chat_id: chat.chat_id,
        }),
        enums::Peer::Channel(channel) => enums::InputPeer::Channel(types::InputPeerChannel {
            channel_id: channel.channel_id,
            access_hash: account.hashes[&channel.channel_id],
        }),
    }
}

#[tokio::test]
async fn everything_about_somebody_and_about_groups_is_told() {
    let (sim, agent, ann, mut account) = stage().await;
    let team = sim.forum("Team", &agent);
    team.add(&ann).add_admin(&sim.bot("Helper"), Rights::all());
    team.allow_reactions(&["👍"]);
    let basic = sim.basic_group("Basic", &agent);
    basic.add(&ann);
    account.knows(&sim, &agent, bare(&team));
    let full = functions::users::GetFullUser {
        id: user(&account, ann.id()),
    };
    let enums::users::UserFull::Full(full) = account.call(&full).await.unwrap();
    let enums::UserFull::Full(full) = full.full_user;
    assert_eq!(full.id, ann.id());
    let full = functions::channels::GetFullChannel {
        channel: channel(&account, bare(&team)),
    };
    let enums::messages::ChatFull::Full(full) = account.call(&full).await.unwrap();
    let enums::ChatFull::ChannelFull(full) = full.full_chat else {
        panic!();
    };
    assert_eq!(
        (full.participants_count, full.admins_count),
        (Some(3), Some(2))
    );
    assert!(matches!(
        full.available_reactions,
        Some(enums::ChatReactions::Some(some)) if some.reactions.len() == 1
    ));
    let full = functions::messages::GetFullChat {
        chat_id: -basic.id(),
    };
    let enums::messages::ChatFull::Full(full) = account.call(&full).await.unwrap();
    let enums::ChatFull::Full(full) = full.full_chat else {
        panic!();
    };
    let enums::ChatParticipants::Participants(all) = full.participants else {
        panic!();
    };
    assert_eq!(all.participants.len(), 2);
    let admins = functions::channels::GetParticipants {
        channel: channel(&account, bare(&team)),
        filter: enums::ChannelParticipantsFilter::ChannelParticipantsAdmins,
        offset: 0,
        limit: 100,
        hash: 0,
    };
    let found = account.call(&admins).await.unwrap();
    let enums::channels::ChannelParticipants::Participants(found) = found else {
        panic!();
    };
    assert_eq!(found.count, 2);
    let own = functions::channels::GetParticipant {
        channel: channel(&account, bare(&team)),
        participant: enums::InputPeer::PeerSelf,
    };
    let enums::channels::ChannelParticipant::Participant(own) = account.call(&own).await.unwrap();
    assert!(matches!(
        own.participant,
        enums::ChannelParticipant::Creator(_)
    ));
    let stranger = sim.person("Stranger");
    account.knows(&sim, &agent, stranger.id());
    let absent = functions::channels::GetParticipant {
        channel: channel(&account, bare(&team)),
        participant: account.user(stranger.id()),
    };
    assert_eq!(account.refused(&absent).await, "400 USER_NOT_PARTICIPANT");
}

#[tokio::test]
async fn what_happens_in_groups_is_told_as_it_happened() {
    use enums::MessageAction as Act;
    let (sim, agent, ann, mut account) = stage().await;
    sim.set_limits(Limits::off());
    let basic = sim.basic_group("Basic", &agent);
    basic.add(&ann).set_title("Renamed");
    ann.leaves(&basic);
    let team = basic.migrate();
    account.knows(&sim, &agent, bare(&team));
    let said = agent.says(&team, "pin me");
    agent.pins(&said);
    let peer = enums::InputPeer::Chat(types::InputPeerChat {
        chat_id: -basic.id(),
    });
    let old = actions(&account.history(peer).await);
    assert!(matches!(
        old.as_slice(),
        [
            Act::ChatMigrateTo(_),
            Act::ChatDeleteUser(_),
            Act::ChatEditTitle(_),
            Act::ChatAddUser(_)
        ]
    ));
    let new = account.history(account.channel(&team)).await;
    let enums::Message::Service(pinned) = &new[0] else {
        panic!();
    };
    let Some(enums::MessageReplyHeader::Header(header)) = &pinned.reply_to else {
        panic!("{pinned:?}");
    };
    assert_eq!(header.reply_to_msg_id.map(i64::from), Some(said.id()));
    assert!(matches!(
        actions(&new).as_slice(),
        [Act::PinMessage, Act::ChannelMigrateFrom(_)]
    ));
}

fn actions(messages: &[enums::Message]) -> Vec<enums::MessageAction> {
    let actions = messages.iter().filter_map(|message| match message {
        enums::Message::Service(service) => Some(service.action.clone()),
        enums::Message::Message(_) | enums::Message::Empty(_) => None,
    });
    actions.collect()
}

#[tokio::test]
async fn a_post_in_a_channel_is_told_in_its_discussion_group_too() {
    let (sim, agent, _ann, mut account) = stage().await;
    let news = sim.channel("News", &agent);
    let talk = sim.group("Talk", &agent);
    news.link(&talk);
    account.knows(&sim, &agent, bare(&news));
    account.receives().await;
    account
        .sends(account.channel(&news), "a post", 1)
        .await
        .unwrap();
    assert_eq!(account.texts(2).await, ["a post", "a post"]);
}

#[tokio::test]
async fn names_and_numbers_lead_to_somebody() {
    let (sim, _agent, ann, account) = stage().await;
    ann.with_username("ann_smith");
    let name = |username: &str| functions::contacts::ResolveUsername {
        username: username.to_owned(),
        referer: None,
    };
    let enums::contacts::ResolvedPeer::Peer(found) =
        account.call(&name("Ann_Smith")).await.unwrap();
    assert_eq!(found.users[0].id(), ann.id());
    assert_eq!(account.refused(&name("x")).await, "400 USERNAME_INVALID");
    let nobody = account.refused(&name("nobody_here")).await;
    assert_eq!(nobody, "400 USERNAME_NOT_OCCUPIED");
    let number = functions::contacts::ResolvePhone {
        phone: sim.phone(&ann),
    };
    let enums::contacts::ResolvedPeer::Peer(found) = account.call(&number).await.unwrap();
    assert_eq!(found.users[0].id(), ann.id());
}

#[tokio::test]
async fn who_comes_late_is_told_of_what_is_new_and_who_goes_of_nothing() {
    let (sim, agent, ann, mut account) = stage().await;
    sim.set_limits(Limits::off());
    let team = sim.group("Team", &ann);
    account.knows(&sim, &agent, bare(&team));
    ann.says(&team, "long ago");
    account.receives().await;
    team.add(&agent);
    let place = |update: &enums::Update| match update {
        enums::Update::Channel(one) => Some(one.channel_id),
        _ => None,
    };
    ann.says(&team, "welcome");
    assert_eq!(account.texts(1).await, ["welcome"]);
    team.kick(&agent);
    assert_eq!(account.update(place).await, bare(&team));
    let get = functions::channels::GetChannels {
        id: vec![channel(&account, bare(&team))],
    };
    assert_eq!(account.refused(&get).await, "400 CHANNEL_PRIVATE");
}
