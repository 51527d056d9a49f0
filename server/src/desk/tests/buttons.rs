//! Buttons under a question to the team: their row in the store, and what a restart leaves of it.

use backline_domain::choice::{About, Answer, Choice, Id};
use backline_domain::delivery::{ChatDescription, ChatMember};
use backline_domain::id::MessageRef;
use backline_domain::message::{ButtonAction, ButtonPress, MemberRights, MemberStatus};
use backline_store::Store as _;

use super::store::Fails;
use super::*;

const DECIDED: &str = "This has been decided already.";

/// An answer that may have been lost, and the question about it.
struct Asked {
    answer: Command,
    question: Command,
    id: Id,
}

/// Olga's answer `message` may not have arrived; the question is handed out.
async fn asks(office: &mut Office, message: i64) -> Asked {
    let answer = begins(office, message).await;
    office.reports(&answer, lost()).await.unwrap();
    asked(office, answer).await
}

/// The same, and it may still be told how it ended: its gateway was only not heard of.
async fn asks_unheard(office: &mut Office, message: i64) -> Asked {
    let answer = begins(office, message).await;
    office.give_up_gateway().await;
    office.attach(&[]).await;
    asked(office, answer).await
}

async fn begins(office: &mut Office, message: i64) -> Command {
    office.takes(vec![answers(50, message, "lost?")]).await;
    let answer = Office::only(messages(office.handed_out().await));
    office.desk.start(answer.lease_token.clone()).await.unwrap();
    answer
}

async fn asked(office: &mut Office, answer: Command) -> Asked {
    let question = Office::only(messages(office.handed_out().await));
    let Call::Send { buttons, .. } = &question.call else {
        panic!("{question:?}");
    };
    let mut data = buttons.iter().flatten().map(|one| match &one.action {
        ButtonAction::Callback(data) => Id::read(data).unwrap(),
        other => panic!("{other:?}"),
    });
    let (id, again) = data.next().unwrap();
    assert_eq!(again, Answer::Again);
    assert_eq!(data.next(), Some((id.clone(), Answer::Arrived)));
    Asked {
        answer,
        question,
        id,
    }
}

fn presses(who: i64, message: i64, data: &str) -> Event {
    Event::Pressed(Box::new(ButtonPress {
        query: format!("{who}/{message}"),
        actor: person(who),
        message: Some(MessageRef {
            chat: ChatAddress::whole(TEAM),
            message: MessageId(message),
        }),
        data: data.to_owned(),
    }))
}

/// What Telegram says of somebody in the group.
fn stands(who: i64, status: MemberStatus) -> Outcome {
    Outcome::Succeeded {
        messages: Vec::new(),
        topic: None,
        description: Some(Box::new(ChatDescription {
            chat: chat(TEAM.0),
            own_status: MemberStatus::Administrator,
            own_rights: MemberRights::default(),
            member: Some(ChatMember {
                user: person(who),
                status,
                rights: MemberRights::default(),
            }),
            administrators: Vec::new(),
            members: None,
            receipts_allowed: true,
        })),
        reached: None,
    }
}

/// The question to Telegram among what was handed out.
#[track_caller]
fn check(commands: Vec<Command>) -> Command {
    let is_check = |command: &Command| matches!(command.call, Call::Describe { .. });
    Office::only(commands.into_iter().filter(is_check).collect())
}

/// What pressers are told.
fn told(commands: &[Command]) -> Vec<&str> {
    let answers = commands.iter().filter_map(|command| match &command.call {
        Call::AnswerButton { text, .. } => Some(text.as_str()),
        _ => None,
    });
    answers.collect()
}

async fn row(office: &Office, id: &Id) -> Option<Choice> {
    office.store.choice(&super::id(), id).await.unwrap()
}

#[tokio::test]
async fn the_row_is_there_with_the_question_and_knows_its_message_once_there_is_one() {
    let mut office = Office::with_ann(&[]).await;
    let asked = asks(&mut office, 500).await;
    let letter = office.letters().await[0];
    let known = row(&office, &asked.id).await.unwrap();
    assert_eq!(known.about, About::Letter(letter));
    assert_eq!((known.message, known.by), (None, None));
    office.ends(&asked.question, posted(2500)).await.unwrap();
    let known = row(&office, &asked.id).await.unwrap();
    assert_eq!(known.message.map(|message| message.message.0), Some(2500));
    // Nobody pressed for a week: it goes, and the letter stays.
    office.pass(Duration::from_secs(7 * 24 * 3600 - 1)).await;
    office.store.sweep(office.clock.now(), 1000).await.unwrap();
    assert!(row(&office, &asked.id).await.is_some());
    office.pass(Duration::from_secs(3601)).await;
    office.store.sweep(office.clock.now(), 1000).await.unwrap();
    assert_eq!(row(&office, &asked.id).await, None);
    assert_eq!(office.letters().await, [letter]);
}

#[tokio::test]
async fn a_press_goes_on_after_a_restart_while_telegram_is_asked() {
    let mut office = Office::with_ann(&[]).await;
    let asked = asks(&mut office, 500).await;
    office.ends(&asked.question, posted(2500)).await.unwrap();
    let mut office = office.restart().await;
    let again = asked.id.data(Answer::Again);
    // Two at once, of neither of whom it is known that they are in the group.
    office
        .takes(vec![
            presses(OLGA, 2500, &again),
            presses(901, 2500, &again),
        ])
        .await;
    let mut office = office.restart().await;
    let olga = check(office.handed_out().await);
    office
        .ends(&olga, stands(OLGA, MemberStatus::Member))
        .await
        .unwrap();
    assert_eq!(row(&office, &asked.id).await, None);
    let done = office.handed_out().await;
    assert_eq!(told(&done), ["🔁 It is being sent once more."]);
    assert!(all_about(&done).contains(&"copy of 500".to_owned()));
    for command in &done {
        if !matches!(command.call, Call::Describe { .. }) {
            office.ends(command, posted(3000)).await.unwrap();
        }
    }
    // The other is told, and nothing is done twice.
    office.pass(Duration::from_secs(2)).await;
    let mut done = done;
    done.extend(office.handed_out().await);
    let other = check(done);
    office
        .ends(&other, stands(901, MemberStatus::Member))
        .await
        .unwrap();
    let done = office.does_all().await;
    assert_eq!(told(&done), [DECIDED]);
    assert_eq!(messages(done).len(), 0);
    // The topic's name has time.
    office.pass(Duration::from_secs(60)).await;
    office.does_all().await;
    assert_eq!(office.waiting().await, 0);
}

#[tokio::test]
async fn a_press_whose_commit_seemed_to_fail_is_not_done_twice() {
    let mut office = Office::with_ann(&[]).await;
    let asked = asks(&mut office, 500).await;
    office.ends(&asked.question, posted(2500)).await.unwrap();
    let again = asked.id.data(Answer::Again);
    office.takes(vec![presses(OLGA, 2500, &again)]).await;
    let olga = check(office.handed_out().await);
    office.store.fail_next(Fails::After);
    let member = stands(OLGA, MemberStatus::Member);
    assert!(office.ends(&olga, member.clone()).await.is_err());
    office.pass(Duration::from_secs(2)).await;
    // The gateway repeats what nobody answered.
    let _ = office.reports(&olga, member).await;
    let done = office.does_all().await;
    assert_eq!(told(&done), ["🔁 It is being sent once more."]);
    let copies = all_about(&messages(done));
    assert_eq!(copies, ["copy of 500"]);
}

#[tokio::test]
async fn whatever_decides_the_letter_takes_the_row_along() {
    for way in [
        "a command",
        "the API, again",
        "the API, drop",
        "late success",
    ] {
        let mut office = Office::with_ann(&[]).await;
        let asked = match way {
            "late success" => asks_unheard(&mut office, 500).await,
            _ => asks(&mut office, 500).await,
        };
        office.ends(&asked.question, posted(2500)).await.unwrap();
        let letter = office.letters().await[0];
        match way {
            "a command" => office.takes(vec![replies(50, 501, 500, "/again")]).await,
            "the API, again" => {
                let desk = &office.desk;
                desk.retry_dead_letter(letter, super::asked())
                    .await
                    .unwrap();
            }
            "the API, drop" => {
                let desk = &office.desk;
                desk.drop_dead_letter(letter, super::asked()).await.unwrap();
            }
            _ => {
                let late = office.reports(&asked.answer, posted(1)).await;
                assert_eq!(late.unwrap(), Completion::RecordedLate);
            }
        }
        assert_eq!(row(&office, &asked.id).await, None, "{way}");
        office.does_all().await;
        let arrived = asked.id.data(Answer::Arrived);
        office.takes(vec![presses(OLGA, 2500, &arrived)]).await;
        let done = office.does_all().await;
        assert_eq!(told(&done), [DECIDED], "{way}");
        assert_eq!(messages(done).len(), 0, "{way}");
    }
}

#[tokio::test]
async fn another_connections_button_decides_nothing() {
    let mut office = Office::with_ann(&[]).await;
    let asked = asks(&mut office, 500).await;
    office.ends(&asked.question, posted(2500)).await.unwrap();
    // In the same group another connection asks about a letter of the same number.
    let ours = row(&office, &asked.id).await.unwrap();
    let mut theirs = ours.clone();
    theirs.dialog.connection = ConnectionId::parse("c2").unwrap();
    theirs.id = Id::new(ours.until, "f".repeat(32));
    let put = Change::PutChoice(Box::new(theirs.clone()));
    office.store.commit(vec![put]).await.unwrap();
    let data = theirs.id.data(Answer::Again);
    office.takes(vec![presses(OLGA, 2500, &data)]).await;
    let done = office.does_all().await;
    let [told] = told(&done)[..] else {
        panic!("{done:?}");
    };
    assert!(told.starts_with("This button does not count"), "{told}");
    assert_eq!(messages(done).len(), 0);
    assert_eq!(row(&office, &asked.id).await, Some(ours));
    let left = office.store.choice(&theirs.dialog.connection, &theirs.id);
    assert_eq!(left.await.unwrap(), Some(theirs));
}
