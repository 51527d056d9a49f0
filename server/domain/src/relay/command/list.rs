//! `/list`: the open dialogs, who has waited longest first, and the banned ones.

use std::collections::BTreeMap;

use super::{Asker, is_banned, say, tell};
use crate::catalogue::{Linked, Notice, Square};
use crate::dialog::{Dialog, State};
use crate::id::{ChatAddress, UserId};
use crate::operator_command::{Filter, ListAsk};
use crate::parameter::Parameters;
use crate::payload::Payload;
use crate::relay::double::link_to;
use crate::relay::{Decision, Scene};
use crate::time::Timestamp;

/// Dialogs on a page: with names as long as they may be a message holds so many.
const PAGE: usize = 12;

/// What is gathered for `/list`. Dialogs are shown to it one after the other, however many there
/// are; it keeps those of the page that is asked for and of the pages before.
#[derive(Debug, Clone)]
pub struct Listing {
    ask: ListAsk,
    sender: UserId,
    kept: BTreeMap<Place, Dialog>,
    count: u64,
    banned: u64,
}

/// Where a dialog is in the list: who needs the team first, and of those who has waited longest.
type Place = (u8, Timestamp, ChatAddress);

// === impl Listing ===

impl Listing {
    /// Nothing yet.
    #[must_use]
    pub const fn new(ask: ListAsk, sender: UserId) -> Self {
        Self {
            ask,
            sender,
            kept: BTreeMap::new(),
            count: 0,
            banned: 0,
        }
    }

    /// Takes a dialog in, if it is one of those that are asked for. Each is to be shown once.
    pub fn look_at(&mut self, dialog: &Dialog, parameters: &Parameters) {
        let is_banned = dialog.banned.is_some() && is_banned(parameters, dialog);
        self.banned += u64::from(is_banned);
        let is_open = dialog.state != State::Closed;
        let is_wanted = match &self.ask.filter {
            Filter::Open => is_open,
            Filter::State(state) => dialog.state == *state,
            Filter::Sender => {
                let own = dialog.assigned.as_ref();
                is_open && own.is_some_and(|by| by.user == self.sender)
            }
            Filter::Banned => is_banned,
            Filter::Unknown(_) => false,
        };
        if !is_wanted {
            return;
        }
        self.count += 1;
        let place = (rank(dialog.state), since(dialog), dialog.key.chat.clone());
        self.kept.insert(place, dialog.clone());
        let most = usize::try_from(self.ask.page).unwrap_or(1) * PAGE;
        if self.kept.len() > most {
            self.kept.pop_last();
        }
    }
}

/// `/list`.
pub(super) fn list(scene: &Scene<'_>, asker: &Asker<'_>, listing: &Listing) -> Decision {
    let ask = &listing.ask;
    if let Filter::Unknown(word) = &ask.filter {
        let word = word.clone();
        return tell(scene, asker, None, &Notice::ListUnknown { word });
    }
    let pages = listing.count.div_ceil(PAGE as u64);
    let page = u64::from(ask.page);
    let mut lines = Vec::new();
    let count = listing.count;
    lines.push(match (count, &ask.filter) {
        (0, Filter::Banned) => Notice::ListNoneBanned {},
        (0, _) => Notice::ListNone {},
        (_, Filter::Banned) => Notice::ListBanned { count },
        (_, _) => Notice::ListOpen { count },
    });
    let skipped = (usize::try_from(page).unwrap_or(1) - 1) * PAGE;
    let shown = listing.kept.values().skip(skipped);
    lines.extend(shown.map(|dialog| line(scene, dialog, ask)));
    let command = |page: u64| match ask.filter.word() {
        "" => format!("/list {page}"),
        word => format!("/list {word} {page}"),
    };
    if page > pages && count > 0 {
        let command = command(1);
        lines.push(Notice::ListNoPage {
            page,
            pages,
            command,
        });
    } else if page < pages {
        let command = command(page + 1);
        lines.push(Notice::ListPages {
            page,
            pages,
            command,
        });
    }
    if listing.banned > 0 && ask.filter != Filter::Banned {
        let count = listing.banned;
        lines.push(Notice::ListMoreBanned { count });
    }
    let payload = Payload::lines(&lines, scene.parameters.language);
    say(scene, asker, None, payload)
}

fn line(scene: &Scene<'_>, dialog: &Dialog, ask: &ListAsk) -> Notice {
    let topic = dialog.topic_id().zip(scene.connection.group_id());
    let title = Linked {
        title: scene.gate().customer(dialog),
        link: topic.map(|(topic, group)| link_to(group, topic)),
    };
    if let (Filter::Banned, Some(by)) = (&ask.filter, &dialog.banned) {
        return Notice::ListLineBanned {
            title,
            who: by.name.clone(),
            at: by.at,
        };
    }
    let square = Square(dialog.state);
    let since = scene.now.since(since(dialog));
    match &dialog.assigned {
        Some(by) => Notice::ListLineOf {
            square,
            title,
            since,
            who: by.name.clone(),
        },
        None => Notice::ListLine {
            square,
            title,
            since,
        },
    }
}

const fn rank(state: State) -> u8 {
    match state {
        State::UserAnswered => 0,
        State::SupportAnswered => 1,
        State::Closed => 2,
    }
}

/// Since when it waits: for the team, else for the customer.
fn since(dialog: &Dialog) -> Timestamp {
    match dialog.state {
        State::UserAnswered => dialog
            .open_wait()
            .map_or(dialog.last_message_at, |wait| wait.since),
        State::SupportAnswered => dialog.team_wrote_at.unwrap_or(dialog.last_message_at),
        State::Closed => {
            let by = dialog.banned.as_ref();
            by.map_or(dialog.last_message_at, |by| by.at)
        }
    }
}
