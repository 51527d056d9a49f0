//! What is read for a decision because of what was asked, besides what every decision knows.

use super::{Act, News, Person, PlanStanding};
use crate::connection::ParameterChange;
use crate::id::ConnectionId;
use crate::parameter::Name;
use crate::time::Timestamp;

/// Changes of one parameter that are shown.
pub(super) const MOST_CHANGES: usize = 5;

/// What was read.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The last changes of the parameter that is looked at, newest first.
    pub changes: Vec<ParameterChange>,
    /// How the person stands in their plan, where there are plans.
    pub plan: Option<PlanStanding>,
}

/// What is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The last changes of a parameter, at most so many.
    Changes(ConnectionId, Name, usize),
}

/// What has to be read before this is decided. Whether the connection is the person's is for
/// whoever reads to ask.
#[must_use]
pub fn wanted(person: &Person, news: &News<'_>, now: Timestamp) -> Option<Wanted> {
    let News::Pressed { message, data, .. } = news else {
        return None;
    };
    let act = person.act(data, *message, now)?;
    if let Act::History(of, name) | Act::SetBack(of, name, _) = act {
        let name = Name::parse(&name).ok()?;
        return Some(Wanted::Changes(of, name, MOST_CHANGES));
    }
    None
}
