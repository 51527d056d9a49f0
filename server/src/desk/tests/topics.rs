//! Topics that people and Telegram change under our hands, and who is who.

use super::*;
use backline_domain::delivery::ChatDescription;
use backline_domain::message::{MemberRights, MemberStatus, Membership};

#[tokio::test]
async fn word_of_a_topic_given_up_does_not_forget_the_new_one() {
    let mut office = Office::with_ann(&[]).await;
    office
        .takes(vec![
            says(ANN, 2, "into the deleted one"),
            answers(50, 500, "/info"),
        ])
        .await;
    let commands = messages(office.handed_out().await);
    let [post, notice] = commands.as_slice() else {
        panic!("{commands:#?}")
    };
    let gone = || rejected(Rejection::TopicNotFound);
    office.ends(post, gone()).await.unwrap();
    let create = office.next().await;
    office.ends(&create, made(51)).await.unwrap();
    office.ends(notice, gone()).await.unwrap();
    let done = all_about(&office.does_all().await);
    assert!(
        done.iter().all(|what| !what.starts_with("make")),
        "{done:?}"
    );
    assert_eq!(office.dialog(ANN).await.topic_id(), Some(TopicId(51)));
}

#[tokio::test]
async fn a_rename_by_hand_during_a_closing_is_put_back() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![answers(50, 500, "/close")]).await;
    let commands = office.handed_out().await;
    let close = commands
        .iter()
        .find(|command| about(command) == "close")
        .unwrap();
    office
        .takes(vec![topic_event(
            50,
            OLGA,
            ServiceKind::TopicEdited,
            "Mine",
        )])
        .await;
    office.reports(close, posted(0)).await.unwrap();
    office.pass(Duration::from_secs(61)).await;
    let done = all_about(&office.does_all().await);
    assert!(done.contains(&"rename to ⬛️ Ann".to_owned()), "{done:?}");
}

#[tokio::test]
async fn what_a_person_opens_is_not_closed_for_its_age() {
    let group = -1_001_000_000_777;
    let mut office = Office::with(&[("MONITOR_GROUPS", "TRUE"), ("AUTOCLOSE", "1")]).await;
    let asks = posted_event(message(group, ANN, 1, Content::Text("hello".into())));
    office.takes(vec![asks]).await;
    office.does_all().await;
    office.pass(Duration::from_secs(3601)).await;
    assert_eq!(office.dialog(group).await.state, dialog::State::Closed);
    office.pass(Duration::from_secs(7200)).await;
    office.takes(vec![answers(50, 500, "/open")]).await;
    office.pass(Duration::from_secs(60)).await;
    assert_eq!(
        office.dialog(group).await.state,
        dialog::State::UserAnswered
    );
    office.pass(Duration::from_secs(3600)).await;
    assert_eq!(office.dialog(group).await.state, dialog::State::Closed);
}

#[tokio::test]
async fn answers_go_to_the_topic_of_a_customers_forum() {
    let group = -1_001_000_000_777;
    let mut office = Office::with(&[("MONITOR_GROUPS", "TRUE")]).await;
    let asks = |number, topic: i64| {
        posted_event(Message {
            topic: Some(TopicId(topic)),
            ..message(group, ANN, number, Content::Text("hello".into()))
        })
    };
    office.takes(vec![asks(1, 7), asks(2, 8)]).await;
    office.does_all().await;
    // The second message's copy has number 1001 or so: found through the link.
    office.takes(vec![answers(50, 500, "to the last")]).await;
    let plain_answer = office.next().await;
    let Call::Copy { to, .. } = &plain_answer.call else {
        panic!("{plain_answer:?}")
    };
    assert_eq!(to.topic, Some(8));
    office
        .ends(&plain_answer, rejected(Rejection::TopicNotFound))
        .await
        .unwrap();
    let again = office.next().await;
    let Call::Copy { to, .. } = &again.call else {
        panic!("{again:?}")
    };
    assert_eq!(to.topic, None, "deleted there: into General");
}

#[tokio::test]
async fn who_left_the_team_does_not_speak_for_it() {
    let group = -1_001_000_000_777;
    let mut office = Office::with(&[("MONITOR_GROUPS", "TRUE")]).await;
    let says = |number| posted_event(message(group, OLGA, number, Content::Text("hi".into())));
    let ann = posted_event(message(group, ANN, 1, Content::Text("hello".into())));
    office.takes(vec![ann, says(2)]).await;
    assert_eq!(
        office.dialog(group).await.state,
        dialog::State::SupportAnswered
    );
    let left = Membership {
        chat: chat(TEAM.0),
        actor: person(OLGA),
        member: person(OLGA),
        old: MemberStatus::Member,
        new: MemberStatus::Left,
        rights: MemberRights::default(),
        at: Timestamp(0),
    };
    let back = Membership {
        old: MemberStatus::Left,
        new: MemberStatus::Member,
        ..left.clone()
    };
    office
        .takes(vec![Event::Member(Box::new(left)), says(3)])
        .await;
    assert_eq!(
        office.dialog(group).await.state,
        dialog::State::UserAnswered
    );
    office
        .takes(vec![Event::Member(Box::new(back)), says(4)])
        .await;
    assert_eq!(
        office.dialog(group).await.state,
        dialog::State::SupportAnswered
    );
}

#[tokio::test]
async fn the_answer_about_one_group_is_not_taken_for_another() {
    let office = Office::with_ann(&[]).await;
    let elsewhere = ChatId(-1_001_000_000_002);
    let row = Connection {
        group: Group::Awaited,
        revision: office.desk.connection().await.unwrap().revision + 1,
        ..office.desk.connection().await.unwrap()
    };
    let change = Change::PutConnection(Box::new(row));
    office.store.commit(vec![change]).await.unwrap();
    let mut office = office.restart().await;
    let take = |group| super::super::ConnectionChange::TakeGroup(group);
    office.desk.change(take(elsewhere), asked()).await.unwrap();
    let first = office.next().await;
    office.desk.change(take(TEAM), asked()).await.unwrap();
    let describes = |id: ChatId| Outcome::Succeeded {
        messages: Vec::new(),
        topic: None,
        reached: None,
        description: Some(Box::new(ChatDescription {
            chat: Chat {
                is_forum: true,
                ..chat(id.0)
            },
            own_status: MemberStatus::Owner,
            own_rights: MemberRights::default(),
            member: Some(backline_domain::delivery::ChatMember {
                user: person(OLGA),
                status: MemberStatus::Owner,
                rights: MemberRights::default(),
            }),
            administrators: Vec::new(),
            members: None,
            receipts_allowed: true,
        })),
    };
    office.reports(&first, describes(elsewhere)).await.unwrap();
    let second = office
        .handed_out()
        .await
        .into_iter()
        .find(|command| matches!(command.call, Call::Describe { .. }))
        .unwrap();
    office.reports(&second, describes(TEAM)).await.unwrap();
    let connection = office.desk.connection().await.unwrap();
    assert_eq!(connection.group, Group::Known(TEAM));
}

#[tokio::test]
async fn an_update_nobody_understands_is_kept_and_told() {
    let mut office = Office::with_ann(&[]).await;
    let unknown = |chat_id: i64| {
        Event::Unknown(Box::new(backline_domain::message::UnknownUpdate {
            raw_kind: "new_thing".to_owned(),
            raw_json: "{}".to_owned(),
            chat: Some(chat(chat_id)),
            sender: Sender::default(),
            message: Some(MessageId(5)),
        }))
    };
    office.takes(vec![unknown(ANN), unknown(TEAM.0)]).await;
    let done = office.does_all().await;
    assert_eq!(done.len(), 2);
    assert!(
        done.iter()
            .all(|command| about(command).contains("new_thing"))
    );
    let now = office.clock.now();
    let kept = office
        .store
        .unknown_updates(&id(), None, now, 9)
        .await
        .unwrap();
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[0].update.raw_json, "{}");
}
