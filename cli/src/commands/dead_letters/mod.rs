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

/// The resource names of what was chosen.
async fn names(remote: &Remote, chosen: &Chosen) -> Result<Vec<String>, Failure> {
    match &chosen.id {
        Some(id) => {
            let connection = connection_name(&chosen.connection)?;
            let id = id.rsplit('/').next().unwrap_or_default();
            Ok(vec![format!("{connection}/deadLetters/{id}")])
        }
        None => {
            let listing = list::all(remote, &chosen.connection, None).await?;
            Ok(listing
                .items
                .into_iter()
                .map(|letter| letter.name)
                .collect())
        }
    }
}

/// How many, in words.
fn count(names: &[String]) -> String {
    match names.len() {
        1 => "1 dead letter".into(),
        many => format!("{many} dead letters"),
    }
}
