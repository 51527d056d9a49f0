//! A store that does not say whether it took a change.

use super::store::Fails;
use super::*;
use crate::desk::Error;

#[tokio::test]
async fn nothing_is_decided_on_what_may_not_be_so() {
    let mut office = Office::with_ann(&[("AUTOCLOSE", "1")]).await;
    office.takes(vec![answers(50, 500, "an answer")]).await;
    office.does_all().await;
    assert_eq!(
        office.dialog(ANN).await.state,
        dialog::State::SupportAnswered
    );
    // In one batch: a customer's message whose commit seems to fail, and the closing
    // that is due by what was before it.
    office.store.fail_next(Fails::After);
    let update = office.update(says(ANN, 2, "one more thing"));
    let cursor = Cursor::UpdateId {
        source: "api".to_owned(),
        update_id: 2,
    };
    office
        .clock
        .0
        .send_modify(|now| *now += Duration::from_secs(3601));
    let commits = office.store.commits();
    let (taken, quiet) = tokio::join!(
        office.desk.ingest(BOT, vec![update], cursor),
        office.desk.quiet()
    );
    assert!(taken.is_err());
    assert!(matches!(quiet, Err(Error::Store(_))), "the rest is refused");
    assert_eq!(
        office.store.commits(),
        commits + 1,
        "nothing else is written"
    );
    assert_eq!(office.dialog(ANN).await.state, dialog::State::UserAnswered);
    // Then everything is read anew, and goes on.
    office.pass(Duration::from_secs(2)).await;
    let done = office.does_all().await;
    assert!(all_about(&done).contains(&"copy of 2".to_owned()));
    assert_eq!(office.dialog(ANN).await.state, dialog::State::UserAnswered);
}

#[tokio::test]
async fn what_was_started_before_a_restart_is_asked_about_whatever_fails() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![answers(50, 500, "lost?")]).await;
    let answer = office.next().await;
    office.desk.start(answer.lease_token).await.unwrap();
    let mut office = office.restart_without_gateway().await;
    office.store.fail_next(Fails::Before);
    // The gateway comes, and the store fails just then.
    let (down, commands) = mpsc::channel(64);
    office.commands = commands;
    let presence = Presence::Online {
        down,
        max_outstanding: 32,
        files: FileLimits::default(),
        held: Vec::new(),
    };
    office.desk.presence(BOT, presence).await.unwrap();
    for _ in 0..3 {
        let _ = office.desk.quiet().await;
    }
    office.pass(Duration::from_secs(2)).await;
    assert_eq!(office.letters().await.len(), 1);
    office.takes(vec![answers(50, 501, "the next")]).await;
    let all = all_about(&messages(office.does_all().await));
    assert!(all.contains(&"copy of 501".to_owned()), "{all:?}");
}

#[tokio::test]
async fn a_report_whose_commit_seemed_to_fail_is_not_settled_twice() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![answers(50, 500, "lost?")]).await;
    let answer = office.next().await;
    office.desk.start(answer.lease_token.clone()).await.unwrap();
    office.store.fail_next(Fails::After);
    assert!(office.reports(&answer, lost()).await.is_err());
    office
        .clock
        .0
        .send_modify(|now| *now += Duration::from_secs(2));
    for _ in 0..3 {
        tokio::task::yield_now().await;
    }
    office.settle().await;
    let letters = office.letters().await;
    assert_eq!(letters.len(), 1);
    // The gateway repeats what nobody answered.
    let again = office.reports(&answer, lost()).await;
    assert!(matches!(again, Err(Error::LeaseLost)), "{again:?}");
    assert_eq!(office.letters().await, letters);
    let asked = messages(office.does_all().await);
    assert_eq!(asked.len(), 1, "one question: {:?}", all_about(&asked));
}

#[tokio::test]
async fn a_store_that_fails_when_a_lease_ends_is_not_asked_without_pause() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![answers(50, 500, "lost?")]).await;
    let answer = office.next().await;
    office.desk.start(answer.lease_token.clone()).await.unwrap();
    office.store.fail_next(Fails::Before);
    // Its lease ends: what comes of it cannot be written.
    office
        .clock
        .0
        .send_modify(|now| *now += Duration::from_secs(61));
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    assert_eq!(office.letters().await.len(), 0);
    office.pass(Duration::from_secs(2)).await;
    assert_eq!(office.letters().await.len(), 1);
}

#[tokio::test]
async fn a_report_that_has_come_goes_before_the_end_of_its_lease() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![answers(50, 500, "in time")]).await;
    let answer = office.next().await;
    office.desk.start(answer.lease_token.clone()).await.unwrap();
    // More than a batch is in the mailbox when the lease ends.
    office
        .clock
        .0
        .send_modify(|now| *now += Duration::from_secs(61));
    let asks = (0..100).map(|_| office.desk.quiet());
    let (_, reported) = tokio::join!(
        futures::future::join_all(asks),
        office.reports(&answer, posted(2000))
    );
    assert_eq!(reported.unwrap(), Completion::Recorded);
    assert_eq!(office.letters().await.len(), 0);
}

/// Takes in these updates of a bot, up to the last of them.
async fn brings(office: &Office, by: IdentityId, updates: &[Update]) -> Result<(usize, usize)> {
    let cursor = Cursor::UpdateId {
        source: "api".to_owned(),
        update_id: updates.last().unwrap().key.update_id,
    };
    let taken = office.desk.ingest(by, updates.to_vec(), cursor).await?;
    Ok((taken.accepted, taken.duplicates))
}

#[tokio::test]
async fn a_batch_that_comes_again_in_parts_is_known_in_all_its_parts() {
    let mut office = Office::with_ann(&[]).await;
    let updates: Vec<Update> = (2..=5)
        .map(|number| office.update(says(ANN, number, "once")))
        .collect();
    office.store.fail_next(Fails::After);
    assert!(brings(&office, BOT, &updates).await.is_err());
    office.pass(Duration::from_secs(2)).await;
    let first = brings(&office, BOT, &updates[..1]).await;
    assert_eq!(first.unwrap(), (0, 1));
    let rest = brings(&office, BOT, &updates[1..]).await;
    assert_eq!(rest.unwrap(), (0, 3));
    // The same after a restart.
    let office = office.restart().await;
    assert_eq!(brings(&office, BOT, &updates[..2]).await.unwrap(), (0, 2));
    assert_eq!(brings(&office, BOT, &updates[2..]).await.unwrap(), (0, 2));
}

#[tokio::test]
async fn two_bots_number_their_updates_each_for_itself() {
    let mut office = Office::with_ann(&[]).await;
    let relay = IdentityId::bot(21);
    let change = crate::desk::ConnectionChange::AddRelay(relay, Secret::new(b"21:x".to_vec()));
    office.desk.change(change, asked()).await.unwrap();
    let own = office.update(says(ANN, 2, "a customer's"));
    let others = Update {
        key: own.key.clone(),
        event: answers(50, 700, "what a relay bot sees of the team"),
    };
    // In one batch of the desk's.
    let (others, own) = ([others], [own]);
    let (first, second) = tokio::join!(brings(&office, relay, &others), brings(&office, BOT, &own));
    assert_eq!(first.unwrap(), (1, 0));
    assert_eq!(second.unwrap(), (1, 0));
    let done = all_about(&messages(office.does_all().await));
    assert_eq!(done, ["copy of 2"], "the team's is the frontend's to see");
}
