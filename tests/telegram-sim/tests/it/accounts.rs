//! Accounts: sessions, calls, updates and what is missed of them.

use grammers_tl_types::{enums, functions, types};
use telegram_sim::Rights;

use crate::{
    account::{bare, message, stage},
    account_calls::ids,
};

#[tokio::test]
async fn an_account_is_who_its_key_says() {
    let (sim, agent, _ann, account) = stage().await;
    let itself = functions::users::GetUsers {
        id: vec![enums::InputUser::UserSelf],
    };
    let users = account.call(&itself).await.unwrap();
    let [enums::User::User(user)] = users.as_slice() else {
        panic!("{users:?}");
    };
    assert!(user.is_self);
    assert_eq!(user.id, agent.id());
    assert_eq!(user.first_name.as_deref(), Some("Agent"));
    agent.deactivates();
    assert_eq!(account.refused(&itself).await, "401 USER_DEACTIVATED");
    sim.logs_out(&agent);
    assert_eq!(account.refused(&itself).await, "401 AUTH_KEY_UNREGISTERED");
}

#[tokio::test]
async fn what_it_sends_is_there_once_however_often_it_is_sent() {
    let (_sim, agent, ann, account) = stage().await;
    let first = account.sends(account.user(ann.id()), "hello Ann", 77).await;
    let again = account.sends(account.user(ann.id()), "hello Ann", 77).await;
    let first = first.unwrap();
    // What the client knows already is not told again.
    assert!(matches!(first, enums::Updates::UpdateShortSentMessage(_)));
    assert_eq!(ids(first), ids(again.unwrap()));
    let written = ann.chat_with(&agent).written();
    let texts: Vec<&str> = written.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(texts, ["hello Ann"]);
}

#[tokio::test]
async fn what_telegram_refuses_is_refused_in_its_words() {
    let (_sim, _agent, ann, account) = stage().await;
    let ann = account.user(ann.id());
    let stranger = enums::InputPeer::User(types::InputPeerUser {
        user_id: 5,
        access_hash: 5,
    });
    let long = "x".repeat(4097);
    let cases = [
        (stranger, "x", 1, "400 PEER_ID_INVALID"),
        (ann.clone(), "x", 0, "400 RANDOM_ID_EMPTY"),
        (ann.clone(), " \n", 1, "400 MESSAGE_EMPTY"),
        (ann, long.as_str(), 1, "400 MESSAGE_TOO_LONG"),
    ];
    for (peer, text, random_id, words) in cases {
        let refused = account.refused(&message(peer, text, random_id, None)).await;
        assert_eq!(refused, words);
    }
}

#[tokio::test]
async fn a_topic_is_written_into_by_its_first_message() {
    let (sim, agent, _ann, mut account) = stage().await;
    let team = sim.forum("Team", &agent);
    account.knows(&sim, &agent, bare(&team));
    let thread = agent.opens_topic(&team, "Ann");
    let topic = i32::try_from(thread).unwrap();
    let sent = message(account.channel(&team), "in the topic", 5, Some(topic));
    account.call(&sent).await.unwrap();
    let written = team.thread(thread).written();
    assert_eq!(written.last().unwrap().text, "in the topic");
}

#[tokio::test]
async fn what_is_written_to_an_account_comes_in_order() {
    let (sim, agent, ann, mut account) = stage().await;
    let bot = sim.bot("Helper");
    let team = sim.forum("Team", &agent);
    agent.makes_admin(&team, &bot, Rights::all());
    account.receives().await;
    let mut wanted = Vec::new();
    for number in 0..5 {
        let text = format!("private {number}");
        ann.says(&agent, &text);
        wanted.push(text);
    }
    assert_eq!(account.texts(5).await, wanted);
    agent.says(&team, "from another device");
    assert_eq!(account.texts(1).await, ["from another device"]);
}

#[tokio::test]
async fn what_was_missed_comes_when_it_is_back() {
    let (sim, agent, ann, mut account) = stage().await;
    account.receives().await;
    ann.says(&agent, "before");
    assert_eq!(account.texts(1).await, ["before"]);
    let updates = account.updates.take().unwrap();
    updates.sync_update_state().await.unwrap();
    account.handle.quit();
    drop(updates);
    let wanted: Vec<String> = (0..250).map(|number| format!("missed {number}")).collect();
    for text in &wanted {
        ann.says(&agent, text);
    }
    account.receives().await;
    assert_eq!(account.texts(250).await, wanted);
    drop(sim);
}
