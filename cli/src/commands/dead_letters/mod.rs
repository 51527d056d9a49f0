//! Dead letters.

mod drop;
mod list;
mod retry;

use serde::Serialize;

use crate::args::Chosen;
use crate::failure::Failure;
use crate::remote::{Remote, connection_name};

pub(super) use self::drop::drop;
pub(super) use self::list::list;
pub(super) use self::retry::retry;

/// What was decided, for programs.
#[derive(Default, Serialize)]
struct Decided {
    /// Resource names.
    dead_letters: Vec<String>,
    /// Those that somebody else had decided about in the meantime.
    gone: Vec<String>,
}

// === impl Decided ===

impl Decided {
    /// How many it was done to, and how many not.
    fn words(&self, done: &str) -> String {
        let sentence = format!("{} {done}", count(&self.dead_letters));
        match self.gone.len() {
            0 => sentence,
            1 => format!("{sentence}; 1 was gone: somebody else had decided about it"),
            many => format!("{sentence}; {many} were gone: somebody else had decided about them"),
        }
    }
}

/// The resource names of what was chosen, in the order in which they were decided: so they
/// are sent again in it.
async fn names(remote: &Remote, chosen: &Chosen) -> Result<Vec<String>, Failure> {
    if chosen.all {
        let listing = list::all(remote, &chosen.connection, None).await?;
        let letters = listing.items.into_iter();
        return Ok(in_order(letters.map(|letter| letter.name).collect()));
    }
    let connection = connection_name(&chosen.connection)?;
    let ids = chosen.ids.iter();
    let ids = ids.map(|id| id.rsplit('/').next().unwrap_or_default());
    let names = ids.map(|id| format!("{connection}/deadLetters/{id}"));
    Ok(in_order(names.collect()))
}

/// Each once. Ids are numbers that rise with every decision.
fn in_order(mut names: Vec<String>) -> Vec<String> {
    let number = |name: &String| {
        name.rsplit('/')
            .next()
            .and_then(|id| id.parse::<u64>().ok())
    };
    names.sort_by_cached_key(|name| (number(name), name.clone()));
    names.dedup();
    names
}

/// How many, in words.
fn count(names: &[String]) -> String {
    match names.len() {
        1 => "1 dead letter".into(),
        many => format!("{many} dead letters"),
    }
}
