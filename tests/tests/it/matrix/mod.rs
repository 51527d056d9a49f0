//! Every kind, in both directions, plain, as a reply, edited, deleted, reacted to, in an
//! album, protected, and forwarded under `HIDE_INFO forward`: what becomes of it on the
//! other side is what the README's tables say, cell by cell.
//!
//! What is seen is told by what people see in the simulated Telegram alone.

mod kinds;
mod play;
mod read;
mod table;

use play::{Direction, Frontend, Play};
use table::{Cells, drawn, expected};

const COLUMNS: [&str; 8] = [
    "as it is",
    "as a reply",
    "edited",
    "deleted",
    "reacted to",
    "in an album",
    "protected",
    "origin hidden",
];

async fn check(direction: Direction, frontend: Frontend, heading: &str) {
    let mut seen = Cells::new();
    let mut put = |column: &str, words: Vec<String>| {
        for (kind, word) in kinds::KINDS.iter().zip(words) {
            seen.insert((kind.name.to_owned(), column.to_owned()), word);
        }
    };
    let mut play = Box::pin(Play::begin(direction, frontend)).await;
    put("as it is", Box::pin(play.as_it_is()).await);
    put("as a reply", play.as_a_reply().await);
    put("reacted to", play.reacted_to().await);
    put("edited", Box::pin(play.edited()).await);
    put("in an album", Box::pin(play.in_an_album()).await);
    put("origin hidden", play.origin_hidden().await);
    put("protected", play.protected().await);
    put("deleted", play.deleted().await);
    Box::pin(play.end()).await;
    let rows: Vec<&str> = kinds::KINDS.iter().map(|kind| kind.name).collect();
    let (base, told) = match frontend {
        Frontend::Bot => (Cells::new(), expected(heading)),
        Frontend::Account | Frontend::BotOverMtproto => over_mtproto(heading),
        Frontend::Mixed | Frontend::MixedOverMtproto => {
            let mut base = expected(heading);
            let heading = heading.to_lowercase();
            base.extend(expected(&format!("Over MTProto, {heading}")));
            let mut told = base.clone();
            // It is the bot that sees what operators write, by the way that it is on.
            if frontend == Frontend::Mixed && direction == Direction::ToCustomer {
                told.extend(expected("With a desk bot, what customers write"));
            }
            (base, told)
        }
    };
    let of = |cells: &Cells| {
        let cells = cells
            .iter()
            .filter(|(place, word)| base.get(*place) != Some(word));
        let cells: Cells = cells
            .map(|(place, word)| (place.clone(), word.clone()))
            .collect();
        let named = |row: &&&str| cells.keys().any(|(of, _)| of == **row);
        let rows: Vec<&str> = rows.iter().filter(named).copied().collect();
        drawn(&cells, &rows, &COLUMNS)
    };
    assert!(
        told == seen,
        "{heading}\nthe README says:{}\nthis was seen:{}",
        of(&told),
        of(&seen)
    );
}

/// The table, and that with what is different over MTProto.
fn over_mtproto(heading: &str) -> (Cells, Cells) {
    let base = expected(heading);
    let mut told = base.clone();
    let heading = heading.to_lowercase();
    told.extend(expected(&format!("Over MTProto, {heading}")));
    (base, told)
}

#[tokio::test]
async fn customers_messages_become_what_the_table_says() {
    check(
        Direction::ToTeam,
        Frontend::Bot,
        "From a customer to the team;",
    )
    .await;
}

#[tokio::test]
async fn the_teams_messages_become_what_the_table_says() {
    check(
        Direction::ToCustomer,
        Frontend::Bot,
        "From the team to a customer;",
    )
    .await;
}

#[tokio::test]
async fn customers_messages_to_an_account_become_what_the_table_says() {
    check(
        Direction::ToTeam,
        Frontend::Account,
        "From a customer to the team;",
    )
    .await;
}

#[tokio::test]
async fn the_teams_messages_become_what_the_table_says_through_an_account() {
    check(
        Direction::ToCustomer,
        Frontend::Account,
        "From the team to a customer;",
    )
    .await;
}

#[tokio::test]
async fn customers_messages_to_a_bot_over_mtproto_become_what_the_table_says() {
    check(
        Direction::ToTeam,
        Frontend::BotOverMtproto,
        "From a customer to the team;",
    )
    .await;
}

#[tokio::test]
async fn customers_messages_to_an_account_with_a_desk_bot_become_what_the_table_says() {
    check(
        Direction::ToTeam,
        Frontend::Mixed,
        "From a customer to the team;",
    )
    .await;
}

#[tokio::test]
async fn the_teams_messages_become_what_the_table_says_through_a_bot_over_mtproto() {
    check(
        Direction::ToCustomer,
        Frontend::BotOverMtproto,
        "From the team to a customer;",
    )
    .await;
}

#[tokio::test]
async fn the_teams_messages_become_what_the_table_says_with_a_desk_bot() {
    check(
        Direction::ToCustomer,
        Frontend::Mixed,
        "From the team to a customer;",
    )
    .await;
}

#[tokio::test]
async fn customers_messages_to_an_account_with_a_desk_bot_over_mtproto_become_what_the_table_says()
{
    check(
        Direction::ToTeam,
        Frontend::MixedOverMtproto,
        "From a customer to the team;",
    )
    .await;
}

#[tokio::test]
async fn the_teams_messages_become_what_the_table_says_with_a_desk_bot_over_mtproto() {
    check(
        Direction::ToCustomer,
        Frontend::MixedOverMtproto,
        "From the team to a customer;",
    )
    .await;
}
