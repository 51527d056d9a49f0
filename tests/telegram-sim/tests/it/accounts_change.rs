//! What accounts do to messages that are there.

use grammers_tl_types::{enums, functions, types};
use telegram_sim::{Content, Limits, Person, Rights, Sim};

use crate::{
    account::{Account, bare, message, stage},
    account_calls::{edit, forward, ids, react, updates},
};

async fn quiet() -> (Sim, Person, Person, Account) {
    let (sim, agent, ann, account) = stage().await;
    sim.set_limits(Limits::off());
    (sim, agent, ann, account)
}

#[tokio::test]
async fn an_edit_is_seen_and_says_when_nothing_is_new() {
    let (_sim, agent, ann, account) = quiet().await;
    let peer = || account.user(ann.id());
    let sent = ids(account.sends(peer(), "first", 1).await.unwrap())[0];
    let edited = edit(peer(), sent, Some("second"), None);
    let told = updates(account.call(&edited).await.unwrap());
    assert!(matches!(told[0], enums::Update::EditMessage(_)));
    let written = ann.chat_with(&agent).written();
    assert_eq!(
        (written[0].text.as_str(), written[0].edited),
        ("second", true)
    );
    assert_eq!(account.refused(&edited).await, "400 MESSAGE_NOT_MODIFIED");
    let gone = edit(peer(), sent + 5, Some("x"), None);
    assert_eq!(account.refused(&gone).await, "400 MESSAGE_ID_INVALID");
    let theirs = ann.says(&agent, "mine");
    let id = i32::try_from(theirs.id_for(&agent)).unwrap();
    let others = edit(peer(), id, Some("yours"), None);
    assert_eq!(
        account.refused(&others).await,
        "403 MESSAGE_AUTHOR_REQUIRED"
    );
    let long = edit(peer(), sent, Some(&"x".repeat(4097)), None);
    assert_eq!(account.refused(&long).await, "400 MESSAGE_TOO_LONG");
}

#[tokio::test]
async fn deletions_are_for_everybody_or_for_the_account_alone() {
    let (_sim, agent, ann, account) = quiet().await;
    let peer = || account.user(ann.id());
    let sent = ids(account.sends(peer(), "one", 1).await.unwrap())[0];
    let other = ids(account.sends(peer(), "two", 2).await.unwrap())[0];
    let delete = |id, revoke| functions::messages::DeleteMessages {
        revoke,
        id: vec![id, 999],
    };
    let enums::messages::AffectedMessages::Messages(affected) =
        account.call(&delete(sent, false)).await.unwrap();
    assert_eq!(affected.pts_count, 1);
    assert_eq!(ann.chat_with(&agent).written().len(), 2);
    assert_eq!(account.history(peer()).await.len(), 1);
    let enums::messages::AffectedMessages::Messages(affected) =
        account.call(&delete(other, true)).await.unwrap();
    assert_eq!(affected.pts_count, 1);
    assert_eq!(ann.chat_with(&agent).written().len(), 1);
    let again = account.call(&delete(other, true)).await.unwrap();
    let enums::messages::AffectedMessages::Messages(again) = again;
    assert_eq!((again.pts, again.pts_count), (affected.pts, 0));
}

#[tokio::test]
async fn in_a_supergroup_others_messages_are_deleted_with_the_right() {
    let (sim, agent, ann, mut account) = quiet().await;
    let owner = sim.person("Owner");
    let group = sim.group("Team", &owner);
    group.add(&agent).add(&ann);
    account.knows(&sim, &agent, bare(&group));
    let theirs = ann.says(&group, "theirs");
    let delete = || functions::channels::DeleteMessages {
        channel: channel(&account, bare(&group)),
        id: vec![i32::try_from(theirs.id()).unwrap()],
    };
    let refused = account.refused(&delete()).await;
    assert_eq!(refused, "403 MESSAGE_DELETE_FORBIDDEN");
    group.add_admin(&agent, Rights::all());
    let enums::messages::AffectedMessages::Messages(affected) =
        account.call(&delete()).await.unwrap();
    assert_eq!(affected.pts_count, 1);
    assert!(theirs.is_deleted());
}

fn channel(account: &Account, id: i64) -> enums::InputChannel {
    enums::InputChannel::Channel(types::InputChannel {
        channel_id: id,
        access_hash: account.hashes[&id],
    })
}

#[tokio::test]
async fn reactions_go_and_come() {
    let (_sim, agent, ann, mut account) = quiet().await;
    let said = ann.says(&agent, "good news");
    account.receives().await;
    let id = i32::try_from(said.id_for(&agent)).unwrap();
    let peer = account.user(ann.id());
    let liked = react(peer.clone(), id, &["👍"]);
    let told = updates(account.call(&liked).await.unwrap());
    assert!(matches!(told[0], enums::Update::MessageReactions(_)));
    assert_eq!(said.reactions_of(&agent), ["👍"]);
    assert_eq!(account.refused(&liked).await, "400 MESSAGE_NOT_MODIFIED");
    let odd = react(peer.clone(), id, &["🦀"]);
    assert_eq!(account.refused(&odd).await, "400 REACTION_INVALID");
    let many = react(peer.clone(), id, &["👍", "🔥"]);
    assert_eq!(account.refused(&many).await, "400 REACTIONS_TOO_MANY");
    account.call(&react(peer, id, &[])).await.unwrap();
    assert!(said.reactions_of(&agent).is_empty());
    ann.reacts(&said, "🔥");
    let reacted = account
        .update(|update| match update {
            enums::Update::MessageReactions(one) => Some(one.clone()),
            _ => None,
        })
        .await;
    let mut seen = reacted;
    // Its own two come first: they are in the answers to its calls.
    for _ in 0..2 {
        seen = account
            .update(|update| match update {
                enums::Update::MessageReactions(one) => Some(one.clone()),
                _ => None,
            })
            .await;
    }
    let enums::MessageReactions::Reactions(seen) = seen.reactions;
    let enums::ReactionCount::Count(count) = &seen.results[0];
    assert_eq!((count.count, count.chosen_order), (1, None));
}

#[tokio::test]
async fn what_is_read_is_known() {
    let (sim, agent, ann, mut account) = quiet().await;
    let mut other = Account::of(&sim, &ann).await;
    other.knows(&sim, &ann, agent.id());
    let sent = ids(other
        .sends(other.user(agent.id()), "read me", 1)
        .await
        .unwrap())[0];
    let said = ann.says(&agent, "and me");
    let up_to = i32::try_from(said.id_for(&agent)).unwrap();
    other.receives().await;
    let read = functions::messages::ReadHistory {
        peer: account.user(ann.id()),
        max_id: up_to,
    };
    let enums::messages::AffectedMessages::Messages(affected) = account.call(&read).await.unwrap();
    assert_eq!(affected.pts_count, 1);
    assert_eq!(sim.read_up_to(&agent, &ann), i64::from(up_to));
    assert!(said.is_read());
    let told = other
        .update(|update| match update {
            enums::Update::ReadHistoryOutbox(one) => Some(one.max_id),
            _ => None,
        })
        .await;
    assert_eq!(i64::from(told), said.id_for(&ann));
    assert!(told > sent);
    let group = sim.group("Team", &agent);
    group.add(&ann);
    account.knows(&sim, &agent, bare(&group));
    let said = ann.says(&group, "in the group");
    let read = functions::channels::ReadHistory {
        channel: channel(&account, bare(&group)),
        max_id: i32::try_from(said.id()).unwrap(),
    };
    assert!(account.call(&read).await.unwrap());
    assert!(!account.call(&read).await.unwrap());
    assert_eq!(sim.read_up_to(&agent, &group), said.id());
}

#[tokio::test]
async fn pins_need_the_right() {
    let (sim, agent, ann, mut account) = quiet().await;
    let group = sim.group("Team", &ann);
    group.add(&agent);
    account.knows(&sim, &agent, bare(&group));
    let said = ann.says(&group, "pin me");
    let pin = |unpin| functions::messages::UpdatePinnedMessage {
        silent: false,
        unpin,
        pm_oneside: false,
        peer: account.channel(&group),
        id: i32::try_from(said.id()).unwrap(),
    };
    assert_eq!(
        account.refused(&pin(false)).await,
        "400 CHAT_ADMIN_REQUIRED"
    );
    group.add_admin(&agent, Rights::all());
    let told = updates(account.call(&pin(false)).await.unwrap());
    assert!(matches!(&told[0], enums::Update::PinnedChannelMessages(one) if one.pinned));
    assert!(matches!(&told[1], enums::Update::NewChannelMessage(_)));
    assert_eq!(account.refused(&pin(false)).await, "400 CHAT_NOT_MODIFIED");
    account.call(&pin(true)).await.unwrap();
}

#[tokio::test]
async fn forwards_keep_their_origin_and_copies_do_not() {
    let (sim, agent, ann, mut account) = quiet().await;
    let bob = sim.person("Bob");
    account.knows(&sim, &agent, bob.id());
    let (peer, to) = (account.user(ann.id()), account.user(bob.id()));
    let one = ann.says(&agent, "one");
    let two = ann.sends(&agent, Content::photo("p.jpg").caption("two"));
    let numbers = [&one, &two].map(|said| i32::try_from(said.id_for(&agent)).unwrap());
    let plain = forward(peer.clone(), to.clone(), numbers.to_vec(), vec![1, 2]);
    let first = ids(account.call(&plain).await.unwrap());
    assert_eq!(ids(account.call(&plain).await.unwrap()), first);
    let mut copied = forward(peer.clone(), to.clone(), numbers.to_vec(), vec![3, 4]);
    copied.drop_author = true;
    copied.drop_media_captions = true;
    account.call(&copied).await.unwrap();
    let written = bob.chat_with(&agent).written();
    let shown: Vec<(&str, bool)> = written
        .iter()
        .map(|one| (one.text.as_str(), one.forward.is_some()))
        .collect();
    assert_eq!(
        shown,
        [("one", true), ("two", true), ("one", false), ("", false)]
    );
    let enums::Message::Message(oldest) = account.history(to.clone()).await.remove(3) else {
        panic!();
    };
    let Some(enums::MessageFwdHeader::Header(header)) = oldest.fwd_from else {
        panic!();
    };
    let from = enums::Peer::User(types::PeerUser { user_id: ann.id() });
    assert_eq!(header.from_id, Some(from));
    // What is gone is left out; nothing left is refused.
    ann.deletes(&one);
    let some = forward(peer.clone(), to.clone(), numbers.to_vec(), vec![5, 6]);
    assert_eq!(ids(account.call(&some).await.unwrap()).len(), 1);
    let none = forward(peer.clone(), to.clone(), vec![numbers[0]], vec![7]);
    assert_eq!(account.refused(&none).await, "400 MESSAGE_ID_INVALID");
    let odd = forward(peer.clone(), to.clone(), numbers.to_vec(), vec![8]);
    assert_eq!(account.refused(&odd).await, "400 RANDOM_ID_INVALID");
    agent.protects_chat_with(&ann);
    let kept = forward(peer, to, vec![numbers[1]], vec![9]);
    assert_eq!(account.refused(&kept).await, "400 CHAT_FORWARDS_RESTRICTED");
}

#[tokio::test]
async fn whoever_is_not_to_be_written_to_is_said_in_telegrams_words() {
    let (sim, agent, ann, mut account) = quiet().await;
    let owner = sim.person("Owner");
    let private = sim.group("Private", &owner);
    let news = sim.channel("News", &owner);
    news.add(&agent);
    let basic = sim.basic_group("Old", &owner);
    basic.add(&agent).kick(&agent);
    account.knows(&sim, &agent, bare(&private));
    account.knows(&sim, &agent, bare(&news));
    let to = |peer| message(peer, "x", 1, None);
    let mut cases = vec![
        (account.channel(&private), "400 CHANNEL_PRIVATE"),
        (account.channel(&news), "400 CHAT_ADMIN_REQUIRED"),
        (
            enums::InputPeer::Chat(types::InputPeerChat {
                chat_id: -basic.id(),
            }),
            "403 CHAT_WRITE_FORBIDDEN",
        ),
    ];
    ann.blocks(&agent);
    cases.push((account.user(ann.id()), "400 USER_IS_BLOCKED"));
    for (peer, words) in cases {
        assert_eq!(account.refused(&to(peer)).await, words);
    }
    ann.unblocks(&agent);
    agent.blocks(&ann);
    let refused = account.refused(&to(account.user(ann.id()))).await;
    assert_eq!(refused, "400 YOU_BLOCKED_USER");
    agent.unblocks(&ann);
    ann.deactivates();
    let refused = account.refused(&to(account.user(ann.id()))).await;
    assert_eq!(refused, "400 INPUT_USER_DEACTIVATED");
}
