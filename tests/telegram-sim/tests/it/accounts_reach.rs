//! What Telegram lets an account do towards people it does not know, and what it tells of people.

use grammers_tl_types::{enums, functions, types};
use telegram_sim::{Limits, Sim};

use crate::account::{Account, bare, message, stage};

fn user(account: &Account, id: i64) -> enums::InputUser {
    enums::InputUser::User(types::InputUser {
        user_id: id,
        access_hash: account.hashes[&id],
    })
}

#[tokio::test]
async fn who_is_held_for_a_spammer_reaches_only_friends_and_who_wrote() {
    let (sim, agent, ann, mut account) = stage().await;
    sim.set_limits(Limits::off());
    let [bob, carl] = ["Bob", "Carl"].map(|name| sim.person(name));
    let team = sim.group("Team", &agent);
    for id in [bob.id(), carl.id(), bare(&team)] {
        account.knows(&sim, &agent, id);
    }
    let hello = |to, number| message(account.user(to), "hello", number, None);
    account.call(&hello(bob.id(), 1)).await.unwrap();
    agent.is_limited();
    // That it wrote before does not help; that it was written to does.
    assert_eq!(account.refused(&hello(bob.id(), 2)).await, "400 PEER_FLOOD");
    ann.says(&agent, "hi");
    account.call(&hello(ann.id(), 3)).await.unwrap();
    bob.has_contact(&agent);
    agent.has_contact(&bob);
    account.call(&hello(bob.id(), 4)).await.unwrap();
    let bring = |id| functions::channels::InviteToChannel {
        channel: enums::InputChannel::Channel(types::InputChannel {
            channel_id: bare(&team),
            access_hash: account.hashes[&bare(&team)],
        }),
        users: vec![user(&account, id)],
    };
    assert_eq!(account.refused(&bring(carl.id())).await, "400 PEER_FLOOD");
    account.call(&bring(bob.id())).await.unwrap();
    let create = functions::channels::CreateChannel {
        broadcast: false,
        megagroup: true,
        for_import: false,
        forum: false,
        title: "One more".to_owned(),
        about: String::new(),
        geo_point: None,
        address: None,
        ttl_period: None,
    };
    assert_eq!(account.refused(&create).await, "403 USER_RESTRICTED");
    // What it says in groups where it is goes on.
    account
        .call(&message(account.channel(&team), "hello", 5, None))
        .await
        .unwrap();
    agent.is_free_again();
    account.call(&hello(carl.id(), 6)).await.unwrap();
}

#[tokio::test]
async fn whoever_comes_by_some_links_has_to_be_let_in() {
    let (sim, agent, ann, mut account) = stage().await;
    let group = sim.group("Team", &agent);
    account.knows(&sim, &agent, bare(&group));
    let mut export = functions::messages::ExportChatInvite {
        legacy_revoke_permanent: false,
        request_needed: true,
        peer: account.channel(&group),
        expire_date: None,
        usage_limit: Some(1),
        title: None,
        subscription_pricing: None,
    };
    assert_eq!(account.refused(&export).await, "400 USAGE_LIMIT_INVALID");
    export.usage_limit = None;
    let enums::ExportedChatInvite::ChatInviteExported(link) = account.call(&export).await.unwrap()
    else {
        panic!();
    };
    assert!(link.request_needed);
    let hash = link.link.rsplit('+').next().unwrap().to_owned();
    let theirs = Account::of(&sim, &ann).await;
    let check = functions::messages::CheckChatInvite { hash: hash.clone() };
    let shown = theirs.call(&check).await.unwrap();
    assert!(matches!(shown, enums::ChatInvite::Invite(one) if one.request_needed));
    let import = functions::messages::ImportChatInvite { hash: hash.clone() };
    assert_eq!(theirs.refused(&import).await, "400 INVITE_REQUEST_SENT");
    assert!(group.is_asked_by(&ann) && !group.member(&ann).is_in());
    group.admit(&ann);
    assert!(!group.is_asked_by(&ann) && group.member(&ann).is_in());
    assert_eq!(
        theirs.refused(&import).await,
        "400 USER_ALREADY_PARTICIPANT"
    );
    // A link that was taken back leads nowhere.
    let other = sim.group("Other", &agent);
    let link = other.invite_link();
    other.revoke_link(&link);
    let hash = link.rsplit('+').next().unwrap().to_owned();
    let import = functions::messages::ImportChatInvite { hash };
    assert_eq!(theirs.refused(&import).await, "400 INVITE_HASH_EXPIRED");
}

/// What the account is told of people.
async fn told(account: &mut Account) -> enums::Update {
    account
        .update(|update| match update {
            enums::Update::UserName(_) | enums::Update::User(_) => Some(update.clone()),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn accounts_are_told_of_people_they_know() {
    let (sim, agent, ann, mut account): (Sim, _, _, _) = stage().await;
    ann.says(&agent, "hi");
    account.receives().await;
    // Of strangers nobody is told.
    sim.person("Bob").renames("Bobby", None);
    ann.renames("Anna", Some("Smith"));
    let enums::Update::UserName(name) = told(&mut account).await else {
        panic!();
    };
    assert_eq!((name.user_id, name.first_name.as_str()), (ann.id(), "Anna"));
    assert_eq!(name.last_name, "Smith");
    assert!(name.usernames.is_empty());
    ann.with_username("anna");
    let enums::Update::UserName(name) = told(&mut account).await else {
        panic!();
    };
    let enums::Username::Username(one) = &name.usernames[0];
    assert!(one.active && one.username == "anna");
    ann.profile(|user| user.is_premium = true);
    let enums::Update::User(other) = told(&mut account).await else {
        panic!();
    };
    assert_eq!(other.user_id, ann.id());
}
