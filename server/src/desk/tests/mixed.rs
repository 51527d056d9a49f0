//! An account beside which a desk bot looks after the group: whose view of the group counts,
//! and who does what there.

use backline_domain::connection::Carrier;
use backline_domain::delivery::{ChatDescription, ChatMember};
use backline_domain::message::{Deletion, MemberRights, MemberStatus, Membership, Unsupported};

use super::*;
use crate::desk::{ConnectionChange, Error, FileLimits};

const ME: IdentityId = IdentityId::account(12);
const DESK: IdentityId = IdentityId::bot(13);

/// An account's office with both gateways, and the desk bot about to be asked for.
async fn office() -> Office {
    let mut office = Office::of(ME, &[]).await;
    office.takes(vec![says(ANN, 1, "hello")]).await;
    office.does_all().await;
    let change = ConnectionChange::SetDesk(DESK, Secret::new("13:token"));
    office.desk.change(change, asked()).await.unwrap();
    attach_desk(&mut office).await;
    office
}

/// A gateway comes for both.
async fn attach_desk(office: &mut Office) {
    attach_desk_for(office, 1000).await;
}

/// The same, of which the bot's takes files of this size.
async fn attach_desk_for(office: &mut Office, largest_file: u64) {
    let (down, commands) = mpsc::channel(64);
    office.commands = commands;
    for identity in [ME, DESK] {
        let presence = Presence::Online {
            down: down.clone(),
            max_outstanding: 32,
            files: FileLimits {
                sent: largest_file,
                fetched: 0,
            },
            held: Vec::new(),
        };
        office.desk.presence(identity, presence).await.unwrap();
    }
    office.settle().await;
}

fn described(status: MemberStatus) -> Outcome {
    let admin = status == MemberStatus::Administrator;
    Outcome::Succeeded {
        messages: Vec::new(),
        topic: None,
        reached: None,
        description: Some(Box::new(ChatDescription {
            chat: chat(TEAM.0),
            own_status: status,
            own_rights: MemberRights {
                manage_topics: admin,
                delete_messages: admin,
                ..MemberRights::default()
            },
            member: None,
            administrators: Vec::new(),
            members: None,
            receipts_allowed: true,
        })),
    }
}

/// The desk bot is in charge, for longer than two clocks can differ.
async fn in_charge() -> Office {
    let mut office = office().await;
    let asked = office.next().await;
    assert_eq!(asked.identity, DESK);
    office
        .ends(&asked, described(MemberStatus::Administrator))
        .await
        .unwrap();
    office.does_all().await;
    office.pass(Duration::from_secs(120)).await;
    attach_desk(&mut office).await;
    let asked = office.next().await;
    assert_eq!(asked.identity, ME, "how the account stands is asked");
    office
        .ends(&asked, described(MemberStatus::Member))
        .await
        .unwrap();
    office.does_all().await;
    office
}

/// As this identity was told, at the moment.
async fn sees(office: &mut Office, identity: IdentityId, message: Message) -> Result<()> {
    let event = posted_event(Message {
        sent_at: office.clock.now(),
        ..message
    });
    tells(office, identity, event).await
}

async fn tells(office: &mut Office, identity: IdentityId, event: Event) -> Result<()> {
    let update = office.update(event);
    let cursor = Cursor::UpdateId {
        source: "api".to_owned(),
        update_id: office.updates,
    };
    let given = office.desk.ingest(identity, vec![update], cursor);
    given.await.map(|_| ())
}

fn in_topic(sender: i64, number: i64, text: &str) -> Message {
    Message {
        topic: Some(TopicId(50)),
        ..message(TEAM.0, sender, number, Content::Text(text.into()))
    }
}

fn to_ann(commands: &[Command]) -> usize {
    let to = |command: &&Command| match &command.call {
        Call::Send { to, .. } | Call::Copy { to, .. } => to.chat.id == ChatId(ANN),
        _ => false,
    };
    commands.iter().filter(to).count()
}

#[tokio::test]
async fn what_is_written_while_the_bot_takes_over_counts_once() {
    let mut office = office().await;
    let asked = office.next().await;
    // Nobody is in charge but the account, until the bot may.
    sees(&mut office, DESK, in_topic(OLGA, 500, "too early"))
        .await
        .unwrap();
    assert_eq!(to_ann(&office.does_all().await), 0);
    office
        .ends(&asked, described(MemberStatus::Administrator))
        .await
        .unwrap();
    for (number, wait) in [(501, 0), (502, 29), (503, 2), (504, 60)] {
        office.pass(Duration::from_secs(wait)).await;
        let text = format!("word {number}");
        for identity in [ME, DESK] {
            sees(&mut office, identity, in_topic(OLGA, number, &text))
                .await
                .unwrap();
        }
        assert_eq!(to_ann(&office.does_all().await), 1, "{number}");
    }
}

/// The numbers of the team's messages that go to Ann, in their order.
fn copied_to_ann(commands: &[Command]) -> Vec<i64> {
    let copied = commands.iter().filter_map(|command| match &command.call {
        Call::Copy { to, from, .. } if to.chat.id == ChatId(ANN) => Some(from.message.0),
        _ => None,
    });
    copied.collect()
}

#[tokio::test]
async fn what_the_account_has_to_tell_from_before_goes_before_what_the_bot_saw_after() {
    let mut office = office().await;
    let asked = office.next().await;
    office
        .ends(&asked, described(MemberStatus::Administrator))
        .await
        .unwrap();
    office.pass(Duration::from_secs(29)).await;
    let first = Message {
        sent_at: office.clock.now(),
        ..in_topic(OLGA, 501, "first")
    };
    office.pass(Duration::from_secs(2)).await;
    let second = in_topic(OLGA, 502, "second");
    let early = sees(&mut office, DESK, second.clone()).await;
    assert!(matches!(early, Err(Error::Undecided)), "{early:?}");
    // The account was behind, and comes to it.
    tells(&mut office, ME, posted_event(first)).await.unwrap();
    let early = sees(&mut office, DESK, second.clone()).await;
    assert!(matches!(early, Err(Error::Undecided)), "{early:?}");
    for identity in [ME, DESK] {
        sees(&mut office, identity, second.clone()).await.unwrap();
    }
    assert_eq!(copied_to_ann(&office.does_all().await), [501, 502]);
}

#[tokio::test]
async fn an_account_that_tells_nothing_is_not_waited_for_long() {
    let mut office = office().await;
    let asked = office.next().await;
    office
        .ends(&asked, described(MemberStatus::Administrator))
        .await
        .unwrap();
    office.pass(Duration::from_secs(31)).await;
    let word = in_topic(OLGA, 501, "an answer");
    let early = sees(&mut office, DESK, word.clone()).await;
    assert!(matches!(early, Err(Error::Undecided)), "{early:?}");
    office.pass(Duration::from_secs(60)).await;
    sees(&mut office, DESK, word).await.unwrap();
    assert_eq!(to_ann(&office.does_all().await), 1);
}

#[tokio::test]
async fn a_group_that_begins_with_a_desk_bot_is_the_bots_from_its_first_second() {
    let mut office = awaited::office(Group::Awaited).await;
    awaited::set_desk(&office, DESK).await.unwrap();
    attach_desk(&mut office).await;
    office.pass(Duration::from_millis(700)).await;
    awaited::becomes_admin(&mut office, DESK, TEAM.0).await;
    let asked = office.next().await;
    let mut looked_at = described(MemberStatus::Administrator);
    if let Outcome::Succeeded {
        description: Some(description),
        ..
    } = &mut looked_at
    {
        description.member = Some(ChatMember {
            user: person(OLGA),
            status: MemberStatus::Owner,
            rights: MemberRights::default(),
        });
    }
    office.ends(&asked, looked_at).await.unwrap();
    // Telegram tells whole seconds.
    let sent_at = Timestamp(office.clock.now().0 / 1000 * 1000);
    office.takes(vec![says(ANN, 1, "hello")]).await;
    office.does_all().await;
    let word = Message {
        sent_at,
        topic: office.dialog(ANN).await.topic_id(),
        ..in_topic(OLGA, 501, "an answer")
    };
    // The account is behind, or no member at all.
    for (identity, times) in [(DESK, 1), (ME, 0)] {
        tells(&mut office, identity, posted_event(word.clone()))
            .await
            .unwrap();
        assert_eq!(to_ann(&office.does_all().await), times, "{identity}");
    }
}

#[tokio::test]
async fn a_bot_that_may_not_look_after_the_group_is_told_and_the_account_goes_on() {
    let mut office = office().await;
    let asked = office.next().await;
    office
        .ends(&asked, described(MemberStatus::Member))
        .await
        .unwrap();
    let connection = office.desk.connection().await.unwrap();
    assert!(connection.desk_in_charge().is_none());
    assert!(connection.shown_problem().is_some());
    sees(&mut office, ME, in_topic(OLGA, 500, "an answer"))
        .await
        .unwrap();
    assert_eq!(to_ann(&office.does_all().await), 1);
}

#[tokio::test]
async fn texts_are_the_bots_and_files_the_accounts() {
    let mut office = in_charge().await;
    office.takes(vec![says(ANN, 2, "a text")]).await;
    let text = office.next().await;
    assert_eq!(text.identity, DESK);
    office.ends(&text, posted(600)).await.unwrap();
    office.does_all().await;
    let photo = posted_event(message(ANN, ANN, 3, photo(2, "look")));
    office.takes(vec![photo]).await;
    let copy = office.next().await;
    assert_eq!(copy.identity, ME);
    assert!(matches!(copy.call, Call::Copy { .. }), "{:?}", copy.call);
    office.ends(&copy, posted(601)).await.unwrap();
    office.does_all().await;
    // Of what only Telegram knows a text would tell the name alone.
    let unknown = Content::Unsupported(Unsupported {
        raw_kind: "live_photo".to_owned(),
        copyable: true,
        text: FormattedText::default(),
    });
    let unknown = posted_event(message(ANN, ANN, 4, unknown));
    office.takes(vec![unknown]).await;
    let copy = office.next().await;
    assert_eq!(copy.identity, ME);
    assert!(matches!(copy.call, Call::Copy { .. }), "{:?}", copy.call);
    office.ends(&copy, posted(603)).await.unwrap();
    office.does_all().await;
    sees(&mut office, DESK, in_topic(OLGA, 602, "an answer"))
        .await
        .unwrap();
    let answer = office.next().await;
    assert_eq!(
        (answer.identity, to_ann(std::slice::from_ref(&answer))),
        (ME, 1)
    );
    office.ends(&answer, posted(77)).await.unwrap();
    let receipt = office.does_all().await;
    let receipt = receipt
        .iter()
        .find(|one| matches!(one.call, Call::React { .. }));
    assert_eq!(receipt.map(|one| one.identity), Some(DESK));
}

/// What the account posts comes back to it, and the bot sees it as anybody's, in the group's
/// name even as an administrator's.
#[tokio::test]
async fn what_the_account_brings_is_nobodys_word() {
    let mut office = in_charge().await;
    let photo = posted_event(message(ANN, ANN, 2, photo(2, "look")));
    office.takes(vec![photo.clone()]).await;
    let copy = office.next().await;
    office.desk.start(copy.lease_token.clone()).await.unwrap();
    let posted_there = in_topic(ME.user.0, 600, "look");
    let anonymous = Message {
        sender: Sender {
            chat: Some(chat(TEAM.0)),
            ..Sender::default()
        },
        ..posted_there.clone()
    };
    sees(&mut office, DESK, posted_there.clone()).await.unwrap();
    let early = sees(&mut office, DESK, anonymous.clone()).await;
    assert!(matches!(early, Err(Error::Undecided)), "{early:?}");
    office.reports(&copy, posted(600)).await.unwrap();
    sees(&mut office, DESK, anonymous).await.unwrap();
    let own = Message {
        is_outgoing: true,
        ..posted_there
    };
    sees(&mut office, ME, own).await.unwrap();
    assert_eq!(to_ann(&office.does_all().await), 0);
    // Its owner's word is the account's to tell, and an administrator's the bot's.
    let owners = Message {
        is_outgoing: true,
        ..in_topic(ME.user.0, 601, "the owner's word")
    };
    for identity in [DESK, ME] {
        sees(&mut office, identity, owners.clone()).await.unwrap();
    }
    assert_eq!(to_ann(&office.does_all().await), 1);
    let admins = Message {
        sender: Sender {
            chat: Some(chat(TEAM.0)),
            ..Sender::default()
        },
        ..in_topic(OLGA, 602, "an administrator's word")
    };
    for identity in [ME, DESK] {
        sees(&mut office, identity, admins.clone()).await.unwrap();
    }
    assert_eq!(to_ann(&office.does_all().await), 1);
}

/// Under its own key the same again is the same; by somebody else it would be one more, and
/// the first would be taken for its owner's word.
#[tokio::test]
async fn what_the_account_may_have_brought_nobody_else_brings() {
    let mut office = in_charge().await;
    let photo = posted_event(message(ANN, ANN, 2, photo(2, "look")));
    office.takes(vec![photo]).await;
    let first = office.next().await;
    office.ends(&first, lost()).await.unwrap();
    office.pass(Duration::from_secs(20)).await;
    let again = office.next().await;
    assert_eq!((again.identity, again.random_ids), (ME, first.random_ids));
}

#[tokio::test]
async fn what_the_account_may_not_bring_goes_through_the_store_or_is_named() {
    let mut office = in_charge().await;
    let photo = posted_event(message(ANN, ANN, 2, photo(2, "look")));
    office.takes(vec![photo]).await;
    let copy = office.next().await;
    assert_eq!(copy.identity, ME);
    let refused = Outcome::Rejected {
        reason: Rejection::NotAMember,
        detail: "CHAT_WRITE_FORBIDDEN".to_owned(),
    };
    office.ends(&copy, refused).await.unwrap();
    let connection = office.desk.connection().await.unwrap();
    let desk = connection.desk.unwrap();
    assert!(matches!(desk.account, Carrier::Out { .. }), "{desk:?}");
    let handed = office.handed_out().await;
    let fetch = handed
        .iter()
        .find(|one| matches!(one.call, Call::FetchFile { .. }))
        .unwrap();
    assert_eq!(fetch.identity, ME, "{handed:#?}");
    let told = handed.iter().find(|one| one.identity == DESK).unwrap();
    assert!(matches!(told.call, Call::Send { .. }), "{told:?}");
    office.ends(told, posted(600)).await.unwrap();
    // It cannot be had: what was said beside it is said all the same.
    let refused = Outcome::Rejected {
        reason: Rejection::FileNotFound,
        detail: String::new(),
    };
    office.reports(fetch, refused).await.unwrap();
    office.pass(Duration::from_secs(6)).await;
    let line = office.next().await;
    assert_eq!(line.identity, DESK);
    let words = all_about(std::slice::from_ref(&line)).join("\n");
    assert!(words.contains("look") && words.contains("⚠️"), "{words}");
    office.ends(&line, posted(601)).await.unwrap();
    // The next one is too large for the bot: named at once, by size and limit.
    let mut large = message(ANN, ANN, 3, super::photo(3, "and this"));
    if let Content::Media(media) = &mut large.content {
        media.size = 5_000;
    }
    office.takes(vec![posted_event(large)]).await;
    let line = office.next().await;
    assert_eq!(line.identity, DESK);
    let words = all_about(std::slice::from_ref(&line)).join("\n");
    assert_eq!(
        words,
        "⚠️ Not carried: photo, 4.9 KB. The limit is 1000 B.\nand this"
    );
    office.ends(&line, posted(602)).await.unwrap();
    assert_eq!(office.waiting().await, 0);
    // Back in the group it brings them itself, and that is told.
    let back = Membership {
        chat: chat(TEAM.0),
        actor: person(OLGA),
        member: person(ME.user.0),
        old: MemberStatus::Left,
        new: MemberStatus::Member,
        rights: MemberRights::default(),
        at: Timestamp(0),
    };
    tells(&mut office, ME, Event::OwnMembership(Box::new(back)))
        .await
        .unwrap();
    let told = office.next().await;
    assert_eq!(told.identity, DESK);
    office.ends(&told, posted(603)).await.unwrap();
    let photo = posted_event(message(ANN, ANN, 4, super::photo(4, "once more")));
    office.takes(vec![photo]).await;
    assert_eq!(office.next().await.identity, ME);
}

const MIB: u64 = 1024 * 1024;

/// The account may not post in the group, and Ann sends a photo of 20 MB: it is being fetched.
async fn fetching() -> (Office, Command) {
    let mut office = in_charge().await;
    attach_desk_for(&mut office, 50 * MIB).await;
    office.does_all().await;
    let mut large = message(ANN, ANN, 2, photo(2, "look"));
    if let Content::Media(media) = &mut large.content {
        media.size = i64::try_from(20 * MIB).unwrap();
        media.file_name = "large.jpg".to_owned();
    }
    office.takes(vec![posted_event(large)]).await;
    let copy = office.next().await;
    let refused = Outcome::Rejected {
        reason: Rejection::NotAMember,
        detail: "CHAT_WRITE_FORBIDDEN".to_owned(),
    };
    office.ends(&copy, refused).await.unwrap();
    let handed = office.handed_out().await;
    let told = handed.iter().find(|one| one.identity == DESK).unwrap();
    office.ends(told, posted(600)).await.unwrap();
    let fetch = handed.iter().find(|one| is_fetch(one)).unwrap();
    (office, fetch.clone())
}

fn done() -> Outcome {
    Outcome::Succeeded {
        messages: Vec::new(),
        topic: None,
        description: None,
        reached: None,
    }
}

fn is_fetch(command: &Command) -> bool {
    matches!(command.call, Call::FetchFile { .. })
}

/// What is handed out in so much time, while a gateway keeps this in hand.
async fn handed_in(office: &mut Office, seconds: u64, held: &Command) -> Vec<Command> {
    let mut handed = Vec::new();
    for _ in 0..seconds {
        office.pass(Duration::from_secs(1)).await;
        let tokens = vec![held.lease_token.clone()];
        office.desk.extend(tokens).await.unwrap();
        handed.extend(office.handed_out().await);
    }
    handed
}

fn rejected_fetch() -> Outcome {
    Outcome::Rejected {
        reason: Rejection::FileNotFound,
        detail: String::new(),
    }
}

/// The messages that are deleted.
fn deleted(commands: &[Command]) -> Vec<i64> {
    let messages = commands.iter().filter_map(|one| match &one.call {
        Call::Delete { messages, .. } => Some(messages.iter().map(|id| id.0)),
        _ => None,
    });
    messages.flatten().collect()
}

#[tokio::test]
async fn a_line_tells_how_far_a_large_file_is_and_goes() {
    let (mut office, fetch) = fetching().await;
    let line = Office::only(handed_in(&mut office, 12, &fetch).await);
    assert_eq!((line.identity, line.needs_start), (DESK, true));
    assert_eq!(about(&line), "⏳ large.jpg, 20 MB: 0 %");
    office.ends(&line, posted(700)).await.unwrap();
    assert_eq!(
        handed_in(&mut office, 40, &fetch).await,
        [],
        "it does not move"
    );
    let token = fetch.lease_token.clone();
    let expected = office.desk.expected_file(token).await.unwrap();
    let incoming = office.context.files.resume(expected.ticket, expected.size);
    let mut incoming = incoming.await.unwrap();
    for _ in 0..10 {
        incoming.write(&vec![7; 1024 * 1024]).await.unwrap();
    }
    let queue = office.desk.queue().await.unwrap();
    assert_eq!((queue.files.moved, queue.files.total), (5 * MIB, 20 * MIB));
    let change = Office::only(handed_in(&mut office, 12, &fetch).await);
    let Call::Edit {
        message, content, ..
    } = &change.call
    else {
        panic!("{change:?}")
    };
    assert_eq!(message.message.0, 700);
    assert_eq!(content.text().unwrap().text, "⏳ large.jpg, 20 MB: 25 %");
    office.ends(&change, done()).await.unwrap();
    drop(incoming);
    // What stands in its place says why it is not there.
    office.reports(&fetch, rejected_fetch()).await.unwrap();
    office.pass(Duration::from_secs(6)).await;
    let done = office.does_all().await;
    assert_eq!(deleted(&done), [700]);
    assert!(all_about(&done).join("").contains("⚠️"), "{done:#?}");
    assert_eq!(office.waiting().await, 0);
    assert_eq!(office.context.files.used(), (0, 0));
}

#[tokio::test]
async fn there_is_one_line_whatever_is_restarted_or_lost() {
    for is_known in [true, false] {
        let (mut office, fetch) = fetching().await;
        let line = Office::only(handed_in(&mut office, 12, &fetch).await);
        if is_known {
            office.ends(&line, posted(700)).await.unwrap();
        } else {
            office.desk.start(line.lease_token.clone()).await.unwrap();
        }
        let mut office = office.restart_without_gateway().await;
        attach_desk_for(&mut office, 50 * MIB).await;
        let handed = office.handed_out().await;
        let fetch = handed.iter().find(|one| is_fetch(one)).unwrap().clone();
        for other in handed.iter().filter(|one| !is_fetch(one)) {
            office.ends(other, done()).await.unwrap();
        }
        let handed = handed_in(&mut office, 100, &fetch).await;
        assert_eq!(messages(handed), [], "a second line");
        office.reports(&fetch, rejected_fetch()).await.unwrap();
        office.pass(Duration::from_secs(6)).await;
        let gone = deleted(&office.does_all().await);
        assert_eq!(gone, if is_known { vec![700] } else { vec![] });
        assert_eq!(office.waiting().await, 0);
    }
}

/// The desk bot goes this way from now on.
async fn desk_goes(office: &mut Office, is_mtproto: bool) {
    let bot = DESK;
    let change = ConnectionChange::Via { bot, is_mtproto };
    office.desk.change(change, asked()).await.unwrap();
    office.pass(Duration::from_secs(1)).await;
}

/// Over MTProto the bot is told of what it posts, before and after anybody knows how that
/// ended. The account sees it as the bot's.
#[tokio::test]
async fn what_a_desk_bot_over_mtproto_posts_is_nobodys_word() {
    let mut office = in_charge().await;
    desk_goes(&mut office, true).await;
    office.takes(vec![says(ANN, 2, "a text")]).await;
    let text = office.next().await;
    assert_eq!((text.identity, text.random_ids.len()), (DESK, 1));
    assert!(text.needs_start, "it comes back");
    office.desk.start(text.lease_token.clone()).await.unwrap();
    let own = Message {
        is_outgoing: true,
        ..in_topic(DESK.user.0, 600, "a text")
    };
    let anonymous = Message {
        sender: Sender {
            chat: Some(chat(TEAM.0)),
            ..Sender::default()
        },
        ..own.clone()
    };
    let as_others_see_it = Message {
        is_outgoing: false,
        ..own.clone()
    };
    for message in [own.clone(), anonymous.clone()] {
        sees(&mut office, DESK, message).await.unwrap();
    }
    sees(&mut office, ME, as_others_see_it.clone())
        .await
        .unwrap();
    office.ends(&text, lost()).await.unwrap();
    for message in [own.clone(), anonymous] {
        sees(&mut office, DESK, message).await.unwrap();
    }
    assert_eq!(to_ann(&office.handed_out().await), 0);
    office.pass(Duration::from_secs(20)).await;
    let again = office.next().await;
    assert_eq!(
        (again.identity, &again.random_ids),
        (DESK, &text.random_ids)
    );
    office.ends(&again, posted(600)).await.unwrap();
    sees(&mut office, DESK, own).await.unwrap();
    sees(&mut office, ME, as_others_see_it).await.unwrap();
    // What another program of the bot's writes is nobody's word either.
    let programs = Message {
        is_outgoing: true,
        ..in_topic(DESK.user.0, 601, "parcel 17 was scanned")
    };
    sees(&mut office, DESK, programs).await.unwrap();
    assert_eq!(to_ann(&office.does_all().await), 0);
    assert_eq!(office.waiting().await, 0);
}

/// A post that was begun under a key stays the bot's, and goes without one where there is none:
/// a double in the topic is harmless, a gap is not.
#[tokio::test]
async fn what_a_desk_bot_began_over_mtproto_it_ends_over_the_bot_api() {
    let mut office = in_charge().await;
    desk_goes(&mut office, true).await;
    office.takes(vec![says(ANN, 2, "a text")]).await;
    let text = office.next().await;
    office.desk.start(text.lease_token.clone()).await.unwrap();
    office.ends(&text, lost()).await.unwrap();
    desk_goes(&mut office, false).await;
    office.pass(Duration::from_secs(20)).await;
    let again = office.next().await;
    assert_eq!((again.identity, again.random_ids.len()), (DESK, 0));
    office.ends(&again, posted(600)).await.unwrap();
    assert_eq!(office.waiting().await, 0);
}

/// A bot's own private chats have numbers of their own: what is deleted there says nothing.
#[tokio::test]
async fn deletions_in_the_group_count_whoever_is_told() {
    let mut office = in_charge().await;
    desk_goes(&mut office, true).await;
    sees(&mut office, DESK, in_topic(OLGA, 500, "an answer"))
        .await
        .unwrap();
    assert_eq!(to_ann(&office.does_all().await), 1);
    let deleted = |chat: Option<ChatAddress>, message| {
        Event::Deleted(Deletion {
            chat,
            messages: vec![MessageId(message)],
        })
    };
    tells(&mut office, DESK, deleted(None, 1)).await.unwrap();
    let handed = office.does_all().await;
    assert!(handed.is_empty(), "{handed:#?}");
    for identity in [DESK, ME] {
        let in_group = deleted(Some(ChatAddress::whole(TEAM)), 500);
        tells(&mut office, identity, in_group).await.unwrap();
    }
    let handed = office.does_all().await;
    let withdrawn = handed
        .iter()
        .filter(|one| matches!(&one.call, Call::Delete { chat, .. } if chat.id == ChatId(ANN)));
    assert_eq!(withdrawn.count(), 1, "{handed:#?}");
    // The same number means the customer's message where the account is told of it.
    tells(&mut office, ME, deleted(None, 1)).await.unwrap();
    assert!(!office.does_all().await.is_empty());
}

/// The server dies while the bot's post is under way. Another identity's post would be a second
/// one, whatever its key.
#[tokio::test]
async fn what_a_desk_bot_began_before_a_restart_it_ends_itself_under_its_key() {
    let mut office = in_charge().await;
    desk_goes(&mut office, true).await;
    office.takes(vec![says(ANN, 2, "a text")]).await;
    let text = office.next().await;
    assert_eq!(text.identity, DESK);
    office.desk.start(text.lease_token.clone()).await.unwrap();
    let mut office = office.restart_without_gateway().await;
    attach_desk(&mut office).await;
    office.pass(Duration::from_secs(20)).await;
    let handed = office.does_all().await;
    let again: Vec<&Command> = handed
        .iter()
        .filter(|one| matches!(&one.call, Call::Send { .. }))
        .collect();
    let [again] = again[..] else {
        panic!("{handed:#?}");
    };
    assert_eq!(
        (again.identity, &again.random_ids),
        (DESK, &text.random_ids)
    );
}
