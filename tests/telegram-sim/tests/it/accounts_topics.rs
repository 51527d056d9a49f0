//! Topics, as accounts run them.

use grammers_tl_types::{enums, functions};
use telegram_sim::{Limits, Rights};

use crate::{
    account::{Account, bare, message, stage},
    account_calls::{forward, ids, reply, updates},
};

fn create(
    peer: enums::InputPeer,
    title: &str,
    random_id: i64,
) -> functions::messages::CreateForumTopic {
    functions::messages::CreateForumTopic {
        title_missing: false,
        peer,
        title: title.to_owned(),
        icon_color: None,
        icon_emoji_id: None,
        random_id,
        send_as: None,
    }
}

fn change(peer: enums::InputPeer, topic_id: i32) -> functions::messages::EditForumTopic {
    functions::messages::EditForumTopic {
        peer,
        topic_id,
        title: None,
        icon_emoji_id: None,
        closed: None,
        hidden: None,
    }
}

#[tokio::test]
async fn a_topic_is_made_once_renamed_closed_and_deleted() {
    let (sim, agent, _ann, mut account) = stage().await;
    sim.set_limits(Limits::off());
    let team = sim.forum("Team", &agent);
    account.knows(&sim, &agent, bare(&team));
    let peer = || account.channel(&team);
    let made = ids(account.call(&create(peer(), "Ann", 1)).await.unwrap());
    let again = ids(account.call(&create(peer(), "Ann", 1)).await.unwrap());
    assert_eq!(made, again);
    assert_eq!(team.own_topics().len(), 1);
    let topic = made[0];
    let mut renamed = change(peer(), topic);
    renamed.title = Some("Ann Smith".to_owned());
    let told = updates(account.call(&renamed).await.unwrap());
    let enums::Update::NewChannelMessage(new) = &told[0] else {
        panic!("{told:?}");
    };
    let enums::Message::Service(service) = &new.message else {
        panic!();
    };
    assert!(
        matches!(&service.action, enums::MessageAction::TopicEdit(edit)
        if edit.title.as_deref() == Some("Ann Smith"))
    );
    assert_eq!(account.refused(&renamed).await, "400 TOPIC_NOT_MODIFIED");
    let mut closed = change(peer(), topic);
    closed.closed = Some(true);
    account.call(&closed).await.unwrap();
    assert!(team.topic("Ann").unwrap().closed);
    let delete = functions::messages::DeleteTopicHistory {
        peer: peer(),
        top_msg_id: topic,
    };
    let enums::messages::AffectedHistory::History(affected) = account.call(&delete).await.unwrap();
    assert_eq!((affected.pts_count, affected.offset), (3, 0));
    assert_eq!(account.refused(&delete).await, "400 TOPIC_DELETED");
    let gone = message(peer(), "hello?", 9, Some(topic));
    assert_eq!(account.refused(&gone).await, "400 TOPIC_DELETED");
    let unknown = change(peer(), 999);
    assert_eq!(account.refused(&unknown).await, "400 TOPIC_ID_INVALID");
}

#[tokio::test]
async fn a_long_topic_is_deleted_piece_by_piece() {
    let (sim, agent, _ann, mut account) = stage().await;
    sim.set_limits(Limits::off());
    let team = sim.forum("Team", &agent);
    account.knows(&sim, &agent, bare(&team));
    let thread = agent.opens_topic(&team, "Long");
    for number in 0..150 {
        agent.writes_in(&team, thread, &number.to_string());
    }
    let delete = functions::messages::DeleteTopicHistory {
        peer: account.channel(&team),
        top_msg_id: i32::try_from(thread).unwrap(),
    };
    let mut pieces = Vec::new();
    loop {
        let affected = account.call(&delete).await.unwrap();
        let enums::messages::AffectedHistory::History(affected) = affected;
        pieces.push((affected.pts_count, affected.offset));
        if affected.offset == 0 {
            break;
        }
    }
    assert_eq!(pieces, [(100, 51), (51, 0)]);
    assert!(team.own_topics().is_empty());
}

#[tokio::test]
async fn topics_want_a_forum_and_a_right() {
    let (sim, agent, ann, mut account) = stage().await;
    let team = sim.forum("Team", &ann);
    let plain = sim.group("Plain", &ann);
    team.add(&agent);
    plain.add(&agent);
    account.knows(&sim, &agent, bare(&team));
    account.knows(&sim, &agent, bare(&plain));
    let refused = account
        .refused(&create(account.channel(&team), "x", 1))
        .await;
    assert_eq!(refused, "400 CHAT_ADMIN_REQUIRED");
    let refused = account
        .refused(&create(account.channel(&plain), "x", 2))
        .await;
    assert_eq!(refused, "400 CHANNEL_FORUM_MISSING");
    let thread = ann.opens_topic(&team, "Closed");
    ann.closes_topic(&team, thread);
    let topic = i32::try_from(thread).unwrap();
    let into = message(account.channel(&team), "x", 3, Some(topic));
    assert_eq!(account.refused(&into).await, "400 TOPIC_CLOSED");
    team.add_admin(&agent, Rights::all());
    account.call(&into).await.unwrap();
}

#[tokio::test]
async fn messages_say_which_topic_they_are_in() {
    let (sim, agent, ann, mut account) = stage().await;
    sim.set_limits(Limits::off());
    let team = sim.forum("Team", &agent);
    team.add(&ann);
    account.knows(&sim, &agent, bare(&team));
    let thread = agent.opens_topic(&team, "Ann");
    let topic = i32::try_from(thread).unwrap();
    let said = ann.writes_in(&team, thread, "a question with a part");
    let said_id = i32::try_from(said.id()).unwrap();
    let header = |message: grammers_tl_types::types::Message| match message.reply_to {
        Some(enums::MessageReplyHeader::Header(header)) => header,
        other => panic!("{other:?}"),
    };
    let plain = header(account.last(account.channel(&team)).await);
    assert!(plain.forum_topic);
    assert_eq!(
        (plain.reply_to_msg_id, plain.reply_to_top_id),
        (Some(topic), None)
    );
    let mut answer = message(account.channel(&team), "an answer", 1, None);
    answer.reply_to = Some(reply(said_id, Some(topic), Some("a part")));
    account.call(&answer).await.unwrap();
    let answered = header(account.last(account.channel(&team)).await);
    assert!(answered.forum_topic && answered.quote);
    assert_eq!(answered.reply_to_msg_id, Some(said_id));
    assert_eq!(answered.reply_to_top_id, Some(topic));
    assert_eq!(answered.quote_text.as_deref(), Some("a part"));
    answer.random_id = 2;
    answer.reply_to = Some(reply(said_id, Some(topic), Some("never said")));
    assert_eq!(account.refused(&answer).await, "400 QUOTE_TEXT_INVALID");
    answer.reply_to = Some(reply(999, Some(topic), None));
    assert_eq!(
        account.refused(&answer).await,
        "400 REPLY_MESSAGE_ID_INVALID"
    );
    answer.reply_to = Some(reply(999, Some(888), None));
    assert_eq!(account.refused(&answer).await, "400 TOPIC_ID_INVALID");
    // A forward into the topic.
    account.knows(&sim, &agent, ann.id());
    let private = ann.says(&agent, "from elsewhere");
    let id = i32::try_from(private.id_for(&agent)).unwrap();
    let (from, to) = (account.user(ann.id()), account.channel(&team));
    let mut moved = forward(from, to, vec![id], vec![5]);
    moved.top_msg_id = Some(topic);
    account.call(&moved).await.unwrap();
    let written = team.thread(thread).written();
    assert_eq!(written.last().unwrap().text, "from elsewhere");
}

#[tokio::test]
async fn topics_are_listed() {
    let (sim, agent, _ann, mut account) = stage().await;
    sim.set_limits(Limits::off());
    let team = sim.forum("Team", &agent);
    account.knows(&sim, &agent, bare(&team));
    let threads: Vec<i64> = (0..3)
        .map(|number| agent.opens_topic(&team, &format!("Topic {number}")))
        .collect();
    agent.writes_in(&team, threads[0], "the newest");
    let list = |offset_topic, limit| functions::messages::GetForumTopics {
        peer: account.channel(&team),
        q: None,
        offset_date: 0,
        offset_id: 0,
        offset_topic,
        limit,
    };
    let first = page(&account, &list(0, 2)).await;
    assert_eq!(first, (4, vec![threads[0], threads[2]]));
    let offset = i32::try_from(threads[2]).unwrap();
    let second = page(&account, &list(offset, 2)).await;
    assert_eq!(second.1, [threads[1], 1]);
    agent.deletes_topic(&team, threads[1]);
    let ids = functions::messages::GetForumTopicsById {
        peer: account.channel(&team),
        topics: vec![offset, i32::try_from(threads[1]).unwrap()],
    };
    let enums::messages::ForumTopics::Topics(found) = account.call(&ids).await.unwrap();
    assert!(matches!(&found.topics[0], enums::ForumTopic::Topic(one) if one.title == "Topic 2"));
    assert!(matches!(&found.topics[1], enums::ForumTopic::Deleted(_)));
}

async fn page(account: &Account, call: &functions::messages::GetForumTopics) -> (i32, Vec<i64>) {
    let enums::messages::ForumTopics::Topics(found) = account.call(call).await.unwrap();
    let ids = found.topics.iter().map(|topic| match topic {
        enums::ForumTopic::Topic(topic) => i64::from(topic.id),
        enums::ForumTopic::Deleted(topic) => i64::from(topic.id),
    });
    (found.count, ids.collect())
}
