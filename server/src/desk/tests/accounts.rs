//! An account as frontend and as its own desk: what it sends has keys, and comes back.

use backline_domain::connection::AccountLimits;
use backline_domain::message::{Deletion, MemberRights, MemberStatus, Membership};

use super::*;
use crate::desk::{ConnectionChange, Error};

/// The account.
const ME: IdentityId = IdentityId::account(12);

async fn office() -> Office {
    let mut office = Office::of(ME, &[]).await;
    office.takes(vec![says(ANN, 1, "hello")]).await;
    office.does_all().await;
    office
}

/// What the account wrote, from wherever.
fn own(chat_id: i64, number: i64, text: &str) -> Message {
    Message {
        is_outgoing: true,
        topic: (chat_id == TEAM.0).then_some(TopicId(50)),
        ..message(chat_id, ME.user.0, number, Content::Text(text.into()))
    }
}

fn with_key(message: Message, command: &Command) -> Event {
    posted_event(Message {
        random_id: Some(command.random_ids[0]),
        ..message
    })
}

/// How many of these are messages to Ann.
fn to_ann(commands: &[Command]) -> usize {
    let to = |command: &&Command| match &command.call {
        Call::Send { to, .. } | Call::Copy { to, .. } => to.chat.id == ChatId(ANN),
        _ => false,
    };
    commands.iter().filter(to).count()
}

#[tokio::test]
async fn an_answer_of_unknown_end_is_sent_again_under_its_key_and_nobody_is_asked() {
    let mut office = office().await;
    office.takes(vec![answers(50, 500, "an answer")]).await;
    let first = office.next().await;
    assert!(first.needs_start && first.random_ids.len() == 1);
    office.ends(&first, lost()).await.unwrap();
    // An edit of what may be there comes behind, and does not change what is sent again.
    let edit = edited(answers(50, 500, "an answer"), "a better answer");
    office.takes(vec![edit]).await;
    office.pass(Duration::from_secs(20)).await;
    let again = office.next().await;
    assert_eq!(again.random_ids, first.random_ids);
    assert_eq!(again.call, first.call);
    office.ends(&again, posted(77)).await.unwrap();
    let edit = office.handed_out().await;
    assert!(
        edit.iter()
            .any(|command| matches!(command.call, Call::Edit { .. })),
        "{edit:#?}"
    );
    assert!(office.letters().await.is_empty());
}

#[tokio::test]
async fn keys_outlive_a_restart_and_differ_between_messages() {
    let mut office = office().await;
    office.takes(vec![answers(50, 500, "one")]).await;
    let before = office.next().await;
    office.desk.start(before.lease_token.clone()).await.unwrap();
    let mut office = office.restart().await;
    office.pass(Duration::from_secs(20)).await;
    let after = office.next().await;
    assert_eq!(after.random_ids, before.random_ids);
    office.ends(&after, posted(77)).await.unwrap();
    office.takes(vec![answers(50, 501, "one")]).await;
    let other = office.handed_out().await;
    let other = other.iter().find(|command| command.needs_start).unwrap();
    assert_ne!(other.random_ids, before.random_ids);
}

#[tokio::test]
async fn what_was_sent_from_here_is_never_shown_as_intercepted() {
    let mut office = office().await;
    office.takes(vec![answers(50, 500, "an answer")]).await;
    let answer = office.next().await;
    // Its echo overtakes the outcome, with its key and, from another gateway, without.
    let echo = own(ANN, 77, "an answer");
    office.takes(vec![with_key(echo.clone(), &answer)]).await;
    let update = office.update(posted_event(echo.clone()));
    let given = office.gives(vec![update.clone()]).await;
    assert!(matches!(given, Err(Error::Undecided)), "{given:?}");
    office.ends(&answer, posted(77)).await.unwrap();
    office.gives(vec![update]).await.unwrap();
    // And once more after a restart.
    let mut office = office.restart().await;
    office.takes(vec![posted_event(echo)]).await;
    let shown = all_about(&messages(office.does_all().await));
    assert!(shown.is_empty(), "{shown:?}");
}

#[tokio::test]
async fn what_another_session_wrote_is_shown_as_intercepted() {
    let mut office = office().await;
    office
        .takes(vec![posted_event(own(ANN, 90, "by phone"))])
        .await;
    let shown = all_about(&messages(office.does_all().await));
    let line = "👤 Written to the customer from another device:\nby phone";
    assert_eq!(shown, [line]);
    assert_eq!(
        office.dialog(ANN).await.state,
        dialog::State::SupportAnswered
    );
}

#[tokio::test]
async fn what_it_posted_for_a_customer_is_never_an_operators_word() {
    let mut office = office().await;
    office.takes(vec![says(ANN, 2, "how much?")]).await;
    let post = office.next().await;
    let post_echo = own(TEAM.0, 600, "how much?");
    let update = office.update(posted_event(post_echo.clone()));
    let given = office.gives(vec![update]).await;
    assert!(matches!(given, Err(Error::Undecided)), "{given:?}");
    office.ends(&post, posted(600)).await.unwrap();
    // A notice has no counterpart, and is known all the same.
    office.takes(vec![answers(50, 501, "/nonsense")]).await;
    let notice = messages(office.handed_out().await).remove(0);
    office.ends(&notice, posted(601)).await.unwrap();
    let mut office = office.restart().await;
    let echoes = [post_echo, own(TEAM.0, 601, "unknown command")];
    office.takes(echoes.map(posted_event).to_vec()).await;
    let sent = office.does_all().await;
    assert_eq!(to_ann(&sent), 0, "{sent:#?}");
}

#[tokio::test]
async fn what_its_owner_writes_in_a_topic_goes_to_the_customer() {
    let mut office = office().await;
    let word = own(TEAM.0, 700, "I will look into it");
    office.takes(vec![posted_event(word)]).await;
    let sent = all_about(&messages(office.does_all().await));
    assert_eq!(sent, ["copy of 700"]);
}

#[tokio::test]
async fn a_doubt_that_does_not_end_costs_no_customer_a_word() {
    let mut office = office().await;
    office.takes(vec![says(ANN, 2, "how much?")]).await;
    let post = office.next().await;
    office.desk.start(post.lease_token.clone()).await.unwrap();
    let echo = office.update(posted_event(own(TEAM.0, 600, "how much?")));
    let given = office.gives(vec![echo.clone()]).await;
    assert!(matches!(given, Err(Error::Undecided)), "{given:?}");
    for _ in 0..3 {
        office
            .desk
            .extend(vec![post.lease_token.clone()])
            .await
            .unwrap();
        office.pass(Duration::from_secs(21)).await;
    }
    office.gives(vec![echo]).await.unwrap();
    let sent = office.handed_out().await;
    assert_eq!(to_ann(&sent), 0, "{sent:#?}");
}

fn deleted(chat_id: Option<i64>, messages: &[i64]) -> Event {
    Event::Deleted(Deletion {
        chat: chat_id.map(|chat| ChatAddress::whole(ChatId(chat))),
        messages: messages.iter().copied().map(MessageId).collect(),
    })
}

#[tokio::test]
async fn what_a_customer_deletes_is_found_without_its_chat() {
    let mut office = office().await;
    office.takes(vec![says(ANN, 2, "never mind")]).await;
    office.does_all().await;
    let mut office = office.restart().await;
    office.takes(vec![deleted(None, &[2, 4711])]).await;
    let done = office.does_all().await;
    let struck = done.iter().any(|command| {
        let Call::Edit { content, .. } = &command.call else {
            return false;
        };
        content
            .text()
            .is_some_and(|text| text.text.contains("never mind"))
    });
    assert!(struck, "{done:#?}");
}

#[tokio::test]
async fn what_an_operator_deletes_is_taken_back() {
    let mut office = office().await;
    office.takes(vec![answers(50, 500, "wrong window")]).await;
    office.does_all().await;
    office.takes(vec![deleted(Some(TEAM.0), &[500])]).await;
    let done = office.does_all().await;
    let taken_back = done.iter().any(
        |command| matches!(&command.call, Call::Delete { chat, .. } if chat.id == ChatId(ANN)),
    );
    assert!(taken_back, "{done:#?}");
}

#[tokio::test]
async fn a_topic_that_is_cleared_up_takes_nothing_back() {
    let mut office = office().await;
    office.takes(vec![answers(50, 500, "an answer")]).await;
    office.does_all().await;
    let many: Vec<i64> = (480..=500).collect();
    for messages in [&[50, 500][..], &many] {
        office.takes(vec![deleted(Some(TEAM.0), messages)]).await;
    }
    let done = office.does_all().await;
    assert!(done.is_empty(), "{done:#?}");
}

#[tokio::test]
async fn an_account_leaves_no_group_into_which_somebody_takes_it() {
    let mut office = office().await;
    let added = Membership {
        chat: chat(-1_009_999),
        actor: person(ANN),
        member: person(ME.user.0),
        old: MemberStatus::Left,
        new: MemberStatus::Member,
        rights: MemberRights::default(),
        at: backline_domain::time::Timestamp(0),
    };
    office
        .takes(vec![Event::OwnMembership(Box::new(added))])
        .await;
    // What is written afterwards is all that is done.
    office.takes(vec![says(ANN, 2, "still here")]).await;
    let all = all_about(&office.handed_out().await);
    assert!(all.contains(&"copy of 2".to_owned()), "{all:?}");
    assert!(!all.iter().any(|one| one.starts_with("Leave")), "{all:?}");
}

fn limits(longest_caption: usize, channels: usize) -> AccountLimits {
    AccountLimits {
        is_premium: longest_caption > 1024,
        longest_caption,
        most_channels: 500,
        channels,
        largest_file: 0,
        was_told: false,
    }
}

async fn told(office: &Office, limits: AccountLimits) {
    let profile = ConnectionChange::Profile {
        identity: ME,
        username: "anna".to_owned(),
        reads_all: true,
        keeps_out_of_groups: false,
        limits: Some(limits),
    };
    office.desk.change(profile, asked()).await.unwrap();
}

#[tokio::test]
async fn that_an_account_is_in_nearly_too_many_channels_is_told_once() {
    let mut office = office().await;
    let mut notices = Vec::new();
    // Near, nearer, some room but not much, near again; then real room, and near once more.
    for channels in [470, 476, 480, 460, 490, 400, 499] {
        told(&office, limits(1024, channels)).await;
        let said = all_about(&messages(office.does_all().await));
        notices.extend(said.into_iter().map(|text| (channels, text)));
    }
    let told: Vec<usize> = notices.iter().map(|(channels, _)| *channels).collect();
    assert_eq!(told, [476, 499], "{notices:?}");
    assert!(notices[0].1.contains("476 of the 500"), "{notices:?}");
    let kept = office.desk.connection().await.unwrap().account.unwrap();
    assert_eq!((kept.channels, kept.was_told), (499, true));
}

/// The parts in which Olga's photo with a long caption goes to Ann.
async fn parts(office: &mut Office, number: i64) -> Vec<usize> {
    let caption = "x".repeat(1500);
    office.takes(vec![shows(50, number, None, &caption)]).await;
    let all = messages(office.does_all().await);
    let to_ann = all.iter().filter_map(|command| match &command.call {
        Call::Send { to, content, .. } if to.chat.id == ChatId(ANN) => {
            Some(content.text().map_or(0, |text| text.text.len()))
        }
        _ => None,
    });
    to_ann.collect()
}

#[tokio::test]
async fn an_account_with_premium_writes_longer_captions_and_without_they_follow() {
    // Sent anew, not copied.
    let gate = [("RESTRICTED_KEYWORDS_BACKEND", "\"never\"")];
    let mut office = Office::of(ME, &gate).await;
    office.takes(vec![says(ANN, 1, "hello")]).await;
    office.does_all().await;
    told(&office, limits(1024, 1)).await;
    assert_eq!(parts(&mut office, 500).await, [0, 1500]);
    told(&office, limits(2048, 1)).await;
    assert_eq!(parts(&mut office, 501).await, [1500]);
    // It has none any more, and nobody has told yet.
    let caption = "x".repeat(1500);
    office.takes(vec![shows(50, 502, None, &caption)]).await;
    office.pass(Duration::from_secs(2)).await;
    let long = office.next().await;
    office
        .ends(&long, rejected(Rejection::TooLong))
        .await
        .unwrap();
    let all = messages(office.does_all().await);
    let lengths: Vec<usize> = all
        .iter()
        .filter_map(|command| match &command.call {
            Call::Send { content, .. } => Some(content.text().map_or(0, |text| text.text.len())),
            _ => None,
        })
        .collect();
    assert_eq!(lengths, [0, 1500], "{all:?}");
    assert!(office.letters().await.is_empty());
}
