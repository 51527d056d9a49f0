//! Channels as dialogs, at the desk.

use backline_domain::message::{MemberRights, MemberStatus, Membership};

use super::*;

/// A customer's channel.
const NEWS: i64 = -1_001_000_000_077;
/// The account.
const ME: IdentityId = IdentityId::account(12);

fn news() -> Chat {
    Chat {
        kind: ChatKind::Channel,
        title: "News".to_owned(),
        ..chat(NEWS)
    }
}

/// A post, signed where that is not empty.
fn posts(number: i64, signature: &str, text: &str) -> Message {
    Message {
        chat: news(),
        sender: Sender {
            user: None,
            chat: Some(news()),
            signature: signature.to_owned(),
        },
        ..message(NEWS, 0, number, Content::Text(text.into()))
    }
}

async fn office_of(frontend: IdentityId, parameters: &[(&str, &str)]) -> Office {
    let mut all = vec![("MONITOR_CHANNELS", "TRUE")];
    all.extend(parameters);
    let mut office = Office::of(frontend, &all).await;
    office
        .takes(vec![posted_event(posts(1, "", "hello"))])
        .await;
    office.does_all().await;
    office
}

#[tokio::test]
async fn signers_are_named_and_the_channel_itself_after_them() {
    let mut office = office_of(BOT, &[]).await;
    let all = [
        posts(2, "Ann", "one"),
        posts(3, "Ann", "two"),
        posts(4, "", "three"),
        posts(5, "", "four"),
        posts(6, "Bob", "five"),
    ];
    for post in all {
        office.takes(vec![posted_event(post)]).await;
    }
    let shown = all_about(&messages(office.does_all().await));
    let whole: Vec<&str> = shown.iter().map(String::as_str).collect();
    assert_eq!(
        whole,
        [
            "Ann:\none",
            "copy of 3",
            "News:\nthree",
            "copy of 5",
            "Bob:\nfive"
        ]
    );
}

#[tokio::test]
async fn what_an_account_posts_from_here_is_not_shown_and_what_its_owner_posts_is() {
    let mut office = office_of(ME, &[]).await;
    office.takes(vec![answers(50, 500, "an answer")]).await;
    let answer = office.next().await;
    office.ends(&answer, posted(77)).await.unwrap();
    let own = |number, text: &str| {
        posted_event(Message {
            is_outgoing: true,
            ..posts(number, "", text)
        })
    };
    office.takes(vec![own(77, "an answer")]).await;
    let shown = all_about(&messages(office.does_all().await));
    assert_eq!(shown, [""; 0]);
    office.takes(vec![own(78, "by phone")]).await;
    let shown = all_about(&messages(office.does_all().await));
    assert_eq!(
        shown,
        ["👤 Written to the customer from another device:\nby phone"]
    );
}

#[tokio::test]
async fn a_bot_leaves_a_channel_only_where_it_serves_none() {
    let added = || {
        Event::OwnMembership(Box::new(Membership {
            chat: news(),
            actor: person(BOB),
            member: person(BOT.user.0),
            old: MemberStatus::Left,
            new: MemberStatus::Administrator,
            rights: MemberRights::default(),
            at: Timestamp(0),
        }))
    };
    for (groups, channels, leaves) in [
        ("TRUE", "FALSE", true),
        ("FALSE", "TRUE", false),
        ("TRUE", "TRUE", false),
    ] {
        let parameters = [("MONITOR_GROUPS", groups), ("MONITOR_CHANNELS", channels)];
        let mut office = Office::with(&parameters).await;
        office.takes(vec![added()]).await;
        let all = office.does_all().await;
        let left = all
            .iter()
            .any(|command| matches!(command.call, Call::Leave { .. }));
        assert_eq!(left, leaves, "{groups} {channels}: {all:?}");
    }
}

#[tokio::test]
async fn a_channel_is_told_of_nothing_that_could_not_be_carried() {
    let mut office = office_of(BOT, &[]).await;
    let unsupported = |kind: &str| {
        Content::Unsupported(backline_domain::message::Unsupported {
            raw_kind: kind.to_owned(),
            text: FormattedText::default(),
            copyable: false,
        })
    };
    let post = Message {
        content: unsupported("giveaway"),
        ..posts(2, "", "")
    };
    office.takes(vec![posted_event(post)]).await;
    let shown = messages(office.does_all().await);
    let to_news = |command: &&Command| matches!(&command.call, Call::Send { to, .. } if to.chat.id == ChatId(NEWS));
    assert_eq!(shown.iter().filter(to_news).count(), 0, "{shown:?}");
    assert_eq!(shown.len(), 1, "it is named in the topic");
}
