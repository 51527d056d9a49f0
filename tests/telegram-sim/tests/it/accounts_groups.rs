//! Groups, as accounts make them, change them, and come and go.

use grammers_tl_types::{enums, functions, types};
use telegram_sim::{Key, Limits, Person, Rights, Sim, Status};

use crate::{
    account::{Account, bare, stage},
    account_calls::updates,
};

async fn quiet() -> (Sim, Person, Person, Account) {
    let (sim, agent, ann, account) = stage().await;
    sim.set_limits(Limits::off());
    (sim, agent, ann, account)
}

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

fn make(title: &str, forum: bool) -> functions::channels::CreateChannel {
    functions::channels::CreateChannel {
        broadcast: false,
        megagroup: true,
        for_import: false,
        forum,
        title: title.to_owned(),
        about: String::new(),
        geo_point: None,
        address: None,
        ttl_period: None,
    }
}

/// Makes a supergroup; its id as accounts know it.
async fn made(sim: &Sim, account: &mut Account, own: &Person, forum: bool) -> i64 {
    let answer = account.call(&make("Team", forum)).await.unwrap();
    let enums::Updates::Updates(answer) = answer else {
        panic!();
    };
    let [enums::Chat::Channel(group)] = answer.chats.as_slice() else {
        panic!("{:?}", answer.chats);
    };
    assert!(group.creator && group.megagroup && group.forum == forum);
    account.knows(sim, own, group.id);
    group.id
}

fn rights(rights: Rights) -> enums::ChatAdminRights {
    enums::ChatAdminRights::Rights(types::ChatAdminRights {
        change_info: rights.can_change_info,
        post_messages: false,
        edit_messages: false,
        delete_messages: rights.can_delete_messages,
        ban_users: false,
        invite_users: rights.can_invite_users,
        pin_messages: rights.can_pin_messages,
        add_admins: false,
        anonymous: false,
        manage_call: false,
        other: rights.can_manage_chat,
        manage_topics: rights.can_manage_topics,
        post_stories: false,
        edit_stories: false,
        delete_stories: false,
        manage_direct_messages: false,
        manage_ranks: false,
        manage_linked_peers: false,
        manage_welcome_messages: false,
    })
}

fn missing(answer: enums::messages::InvitedUsers) -> Vec<i64> {
    let enums::messages::InvitedUsers::Users(answer) = answer;
    let missing = answer.missing_invitees.into_iter();
    missing
        .map(|enums::MissingInvitee::Invitee(one)| one.user_id)
        .collect()
}

#[tokio::test]
async fn a_forum_is_made_and_a_bot_runs_it() {
    let (sim, agent, _ann, mut account) = quiet().await;
    let bot = sim.bot("Helper");
    account.knows(&sim, &agent, bot.id());
    let id = made(&sim, &mut account, &agent, false).await;
    let group = sim.group_with_id(-1_000_000_000_000 - id).unwrap();
    let toggle = || functions::channels::ToggleForum {
        channel: channel(&account, id),
        enabled: true,
        tabs: false,
    };
    account.call(&toggle()).await.unwrap();
    assert_eq!(account.refused(&toggle()).await, "400 CHAT_NOT_MODIFIED");
    assert_eq!(group.topics().len(), 1);
    let promote = functions::channels::EditAdmin {
        channel: channel(&account, id),
        user_id: user(&account, bot.id()),
        admin_rights: rights(Rights::all()),
        rank: None,
    };
    account.call(&promote).await.unwrap();
    assert!(group.member(&bot).rights.can_manage_topics);
    let title = functions::channels::EditTitle {
        channel: channel(&account, id),
        title: "Support".to_owned(),
    };
    let told = updates(account.call(&title).await.unwrap());
    assert!(
        told.iter()
            .any(|one| matches!(one, enums::Update::NewChannelMessage(_)))
    );
    assert_eq!(account.refused(&title).await, "400 CHAT_NOT_MODIFIED");
    let second = made(&sim, &mut account, &agent, true).await;
    let second = sim.group_with_id(-1_000_000_000_000 - second).unwrap();
    assert!(agent.opens_topic(&second, "First") > 1);
}

#[tokio::test]
async fn people_are_brought_unless_something_is_against_it() {
    let (sim, agent, ann, mut account) = quiet().await;
    let [shy, gone, banned] = ["Shy", "Gone", "Banned"].map(|name| sim.person(name));
    for person in [&shy, &gone, &banned] {
        account.knows(&sim, &agent, person.id());
    }
    let id = made(&sim, &mut account, &agent, false).await;
    let group = sim.group_with_id(-1_000_000_000_000 - id).unwrap();
    let bring = |who: &Person| functions::channels::InviteToChannel {
        channel: channel(&account, id),
        users: vec![user(&account, who.id())],
    };
    assert!(missing(account.call(&bring(&ann)).await.unwrap()).is_empty());
    let again = account.refused(&bring(&ann)).await;
    assert_eq!(again, "400 USER_ALREADY_PARTICIPANT");
    shy.is_invited_by_contacts_only();
    assert_eq!(
        missing(account.call(&bring(&shy)).await.unwrap()),
        [shy.id()]
    );
    shy.has_contact(&agent);
    assert!(missing(account.call(&bring(&shy)).await.unwrap()).is_empty());
    group.join(&gone);
    gone.leaves(&group);
    let refused = account.refused(&bring(&gone)).await;
    assert_eq!(refused, "403 USER_NOT_MUTUAL_CONTACT");
    gone.has_contact(&agent);
    agent.has_contact(&gone);
    account.call(&bring(&gone)).await.unwrap();
    sim.set_most_channels(0);
    let refused = account.refused(&bring(&banned)).await;
    assert_eq!(refused, "400 USER_CHANNELS_TOO_MUCH");
    let refused = account.refused(&make("One more", false)).await;
    assert_eq!(refused, "400 CHANNELS_TOO_MUCH");
}

#[tokio::test]
async fn links_lead_into_groups_as_long_as_they_are_good() {
    let (sim, agent, ann, mut account) = quiet().await;
    let id = made(&sim, &mut account, &agent, false).await;
    let group = sim.group_with_id(-1_000_000_000_000 - id).unwrap();
    let export = functions::messages::ExportChatInvite {
        legacy_revoke_permanent: false,
        request_needed: false,
        peer: account.channel(&group),
        expire_date: None,
        usage_limit: Some(1),
        title: None,
        subscription_pricing: None,
    };
    let enums::ExportedChatInvite::ChatInviteExported(link) = account.call(&export).await.unwrap()
    else {
        panic!();
    };
    let hash = link.link.rsplit('+').next().unwrap().to_owned();
    let theirs = Account::of(&sim, &ann).await;
    let check = functions::messages::CheckChatInvite { hash: hash.clone() };
    let shown = theirs.call(&check).await.unwrap();
    assert!(matches!(shown, enums::ChatInvite::Invite(one) if one.title == "Team"));
    let import = |hash: &str| functions::messages::ImportChatInvite {
        hash: hash.to_owned(),
    };
    let refused = theirs.refused(&import("nothing")).await;
    assert_eq!(refused, "400 INVITE_HASH_INVALID");
    theirs.call(&import(&hash)).await.unwrap();
    assert_eq!(group.member(&ann).status, Status::Member);
    let enums::Message::Service(said) = account.history(account.channel(&group)).await.remove(0)
    else {
        panic!();
    };
    assert!(matches!(
        said.action,
        enums::MessageAction::ChatJoinedByLink(_)
    ));
    let bob = sim.person("Bob");
    let bobs = Account::of(&sim, &bob).await;
    let refused = bobs.refused(&import(&hash)).await;
    assert_eq!(refused, "400 INVITE_HASH_EXPIRED");
}

#[tokio::test]
async fn public_groups_are_joined_and_left() {
    let (sim, agent, ann, mut account) = quiet().await;
    let open = sim.group("Open", &ann);
    let closed = sim.group("Closed", &ann);
    open.with_username("open_group");
    for group in [&open, &closed] {
        account.knows(&sim, &agent, bare(group));
    }
    let join = |id| functions::channels::JoinChannel {
        channel: channel(&account, id),
    };
    let refused = account.refused(&join(bare(&closed))).await;
    assert_eq!(refused, "400 CHANNEL_PRIVATE");
    account.call(&join(bare(&open))).await.unwrap();
    let again = account.refused(&join(bare(&open))).await;
    assert_eq!(again, "400 USER_ALREADY_PARTICIPANT");
    let leave = functions::channels::LeaveChannel {
        channel: channel(&account, bare(&open)),
    };
    account.call(&leave).await.unwrap();
    assert_eq!(open.member(&agent).status, Status::Left);
    assert_eq!(account.refused(&leave).await, "400 USER_NOT_PARTICIPANT");
}

#[tokio::test]
async fn basic_groups_are_made_and_left() {
    let (sim, agent, ann, mut account) = quiet().await;
    let shy = sim.person("Shy");
    shy.is_invited_by_contacts_only();
    account.knows(&sim, &agent, shy.id());
    let create = functions::messages::CreateChat {
        users: vec![user(&account, ann.id()), user(&account, shy.id())],
        title: "Friends".to_owned(),
        ttl_period: None,
    };
    let answer = account.call(&create).await.unwrap();
    let enums::messages::InvitedUsers::Users(answer) = answer;
    let enums::Updates::Updates(told) = answer.updates else {
        panic!();
    };
    let enums::Chat::Chat(group) = &told.chats[0] else {
        panic!();
    };
    assert_eq!(answer.missing_invitees.len(), 1);
    let key = Key::Group(-group.id);
    assert!(sim.read(|world| world.member(key, ann.id()).is_in()));
    let mut theirs = Account::of(&sim, &ann).await;
    theirs.receives().await;
    let out = functions::messages::DeleteChatUser {
        revoke_history: false,
        chat_id: group.id,
        user_id: user(&account, ann.id()),
    };
    account.call(&out).await.unwrap();
    // Whoever is thrown out is told so where it was.
    let action = theirs
        .update(|update| match update {
            enums::Update::NewMessage(new) => match &new.message {
                enums::Message::Service(service) => Some(service.action.clone()),
                _ => None,
            },
            _ => None,
        })
        .await;
    assert!(matches!(action, enums::MessageAction::ChatDeleteUser(one) if one.user_id == ann.id()));
    assert_eq!(account.refused(&out).await, "400 USER_NOT_PARTICIPANT");
}

#[tokio::test]
async fn contacts_are_kept() {
    let (sim, agent, ann, mut account) = quiet().await;
    let bob = sim.person("Bob");
    account.knows(&sim, &agent, bob.id());
    let add = functions::contacts::AddContact {
        add_phone_privacy_exception: false,
        id: user(&account, ann.id()),
        first_name: "Ann".to_owned(),
        last_name: String::new(),
        phone: String::new(),
        note: None,
    };
    account.call(&add).await.unwrap();
    let import = functions::contacts::ImportContacts {
        contacts: [sim.phone(&bob), "+15550000000".to_owned()]
            .into_iter()
            .zip(1..)
            .map(|(phone, client_id)| {
                enums::InputContact::InputPhoneContact(types::InputPhoneContact {
                    client_id,
                    phone,
                    first_name: "Bob".to_owned(),
                    last_name: String::new(),
                    note: None,
                })
            })
            .collect(),
    };
    let enums::contacts::ImportedContacts::Contacts(found) = account.call(&import).await.unwrap();
    assert_eq!(found.imported.len(), 1);
    let list = functions::contacts::GetContacts { hash: 0 };
    let enums::contacts::Contacts::Contacts(own) = account.call(&list).await.unwrap() else {
        panic!();
    };
    assert_eq!(own.contacts.len(), 2);
}
