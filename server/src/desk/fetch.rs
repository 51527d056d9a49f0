//! Files of what waits, brought into the server's store: those that relay bots can send while
//! the frontend is short of units, and those that cannot go any other way.
//!
//! Nothing of it is written down but the files themselves, by tickets that are the same after a
//! restart: what is there of a file is found again, and the rest is fetched. A file that is lost
//! is fetched again, or the frontend copies the message as it would have anyway.

use backline_domain::delivery::{
    Action, Delivery, Key, Lane, Outcome, Rejection, Who, sends_renamed,
};
use backline_domain::id::IdentityId;
use backline_domain::message::Media;
use backline_domain::time::Timestamp;
use tokio::sync::mpsc::error::TrySendError;

use super::ask::{FileAnswer, FileAsk};
use super::call::Call;
use super::fetches::{Failures, Fetch, State};
use super::file_limits::largest_of;
use super::hand_out::ordering_key;
use super::handle::{COMMAND_LEASE, Command, Down, Error, ExpectedFile, Result};
use super::task::Desk;
use super::token;
use super::window::Windows;
use crate::files::{StoredFile, Ticket};

/// Files of a connection on their way into the store at once.
const RUNNING: usize = 4;

/// Files of a connection in the store, or on their way there.
const MOST: usize = 64;

/// A file to bring.
#[derive(Debug)]
struct Wanted {
    /// For people.
    id: String,
    key: Key,
    place: usize,
    file_id: String,
    size: i64,
    /// Who saw it and has a name for it.
    by: IdentityId,
    ticket: Ticket,
}

/// What a relay bot's call sends in place of the frontend's files.
#[derive(Debug)]
pub(super) enum Stored {
    /// Files with these names.
    Ready(Vec<String>),
    /// They are not there yet, or not any more.
    Awaited,
    /// They cannot be had, and nobody else could do it.
    Refused(Rejection),
}

// === impl Desk ===

impl Desk {
    /// Takes note of whether the lane has files that could be fetched.
    pub(super) fn note_files(&mut self, lane: &Lane) {
        let has_helpers = !self.relays.is_empty();
        let has_files = self
            .windows
            .each(lane)
            .any(|one| (has_helpers || sends_renamed(one)) && !self.needed_files(one).is_empty());
        if has_files {
            self.fetches.lanes.insert(lane.clone());
        } else {
            self.fetches.lanes.remove(lane);
        }
    }

    /// Has files fetched of what waits: heads first. An edit of what a relay bot posted
    /// needs its file in any case.
    pub(super) fn fetch_files(&mut self) {
        if self.fetches.lanes.is_empty() && self.fetches.files.is_empty() {
            return;
        }
        let now = self.now();
        let (windows, files) = (&self.windows, &self.context.files);
        let kept = files.limits().time_to_live;
        // What a gateway has in hand is waited for, whatever is in memory.
        let dropped = self.fetches.drop_if(|key, fetch| {
            let is_needed = windows.has(key) && fetch.since.after(kept) > now;
            !is_needed && !fetch.is_running()
        });
        for ticket in dropped {
            files.forget(ticket);
        }
        if self.down.is_none() || self.fetches.rest_until > now {
            return;
        }
        let group = self.connection.group_id();
        let is_pressed = group.is_some_and(|group| self.scheduler.is_pressed(group));
        let is_worth = is_pressed && self.has_help(Who::FileSenders, self.connection.frontend, 0);
        let room = RUNNING.saturating_sub(self.fetches.running());
        let room = room.min(MOST.saturating_sub(self.fetches.files.len()));
        for wanted in self.unfetched(is_worth, room, now) {
            // Of two that want the same file the first has it fetched.
            let mut running = self.fetches.files.values();
            if running.any(|fetch| fetch.ticket == wanted.ticket && fetch.is_running()) {
                continue;
            }
            match self.context.files.find(wanted.ticket) {
                Some(file) => self.is_stored(wanted, file, now),
                None if self.fetch(wanted, now) => {}
                None => return,
            }
        }
    }

    /// It is in the store already: fetched for another delivery, or in an earlier run.
    fn is_stored(&mut self, wanted: Wanted, file: StoredFile, now: Timestamp) {
        let lane = wanted.key.lane.clone();
        let (place, fetch) = wanted.begun(State::Stored(file), Failures::default(), now);
        self.fetches.files.insert(place, fetch);
        self.offer(&lane);
    }

    /// The name in the store of a file that a delivery of this connection needs: the same file
    /// has the same, whoever names it.
    fn ticket_of(&self, key: &Key, place: usize, media: &Media) -> Ticket {
        let connection = self.connection.id.to_string();
        let (size, unique) = (media.size.to_string(), media.file_unique_id.as_bytes());
        if !unique.is_empty() {
            let words = [connection.as_bytes(), unique, size.as_bytes()];
            return self.context.files.ticket(&words);
        }
        let of = format!("{}/{place}", key.sequence);
        let file_id = media.file_id.as_bytes();
        let words = [
            connection.as_bytes(),
            of.as_bytes(),
            file_id,
            size.as_bytes(),
        ];
        self.context.files.ticket(&words)
    }

    /// The first files that nothing is known of yet, so many, in the order in which they
    /// are needed.
    fn unfetched(&self, is_worth: bool, most: usize, now: Timestamp) -> Vec<Wanted> {
        let mut found = Vec::new();
        for depth in 0..Windows::READ {
            for lane in &self.fetches.lanes {
                if found.len() >= most {
                    return found;
                }
                let waits = depth > 0 || self.leases.of_lane(lane).is_none();
                let delivery = self.windows.each(lane).nth(depth).filter(|_| waits);
                let delivery = delivery.filter(|one| self.wants_files(one, is_worth));
                let Some(delivery) = delivery else { continue };
                let named = self.needed_files(delivery).into_iter().enumerate();
                let key = &delivery.key;
                let named = named.map(|(place, media)| Wanted {
                    id: format!("{}/file/{place}", delivery.id()),
                    key: key.clone(),
                    place,
                    file_id: media.file_id.clone(),
                    size: media.size,
                    by: match media.seen_in {
                        Some(_) => self.connection.desk_identity(),
                        None => self.connection.frontend,
                    },
                    ticket: self.ticket_of(key, place, media),
                });
                found.extend(named.filter(|wanted| {
                    self.fetches
                        .may_begin(key, wanted.place, &wanted.file_id, wanted.ticket, now)
                }));
            }
        }
        found
    }

    /// Whether somebody else than the frontend could do it once its files are there, or has
    /// to.
    fn wants_files(&self, delivery: &Delivery, is_worth: bool) -> bool {
        let files = self.needed_files(delivery);
        let fits = |most: u64| files.iter().all(|media| media.size.unsigned_abs() <= most);
        if !fits(self.context.files.limits().bytes) {
            return false;
        }
        if self.has_no_other_way(delivery) {
            return self.fits(delivery);
        }
        let frontend = self.connection.frontend;
        match (&delivery.action, delivery.via) {
            (Action::Edit { .. }, via) => {
                via.is_some_and(|one| one != frontend) && self.fits(delivery)
            }
            (_, None) => {
                let size = largest_of(self.needed_files(delivery));
                let is_sent = self.has_help(Who::FileSenders, frontend, size);
                is_worth && is_sent && self.is_fetched(size)
            }
            (_, Some(_)) => false,
        }
    }

    /// `false`: the way down takes no more.
    fn fetch(&mut self, wanted: Wanted, now: Timestamp) -> bool {
        let Some(down) = self.down_of(wanted.by) else {
            return false;
        };
        let down = down.clone();
        let (key, place) = (&wanted.key, wanted.place);
        let token = self.leases.token_for_file(key, place, now);
        let command = Command {
            id: wanted.id.clone(),
            lease_token: token.clone(),
            identity: wanted.by,
            attempt: 1,
            ordering_key: format!("{}/{}/file/{place}", ordering_key(&key.lane), key.sequence),
            deadline: now.after(COMMAND_LEASE),
            needs_start: false,
            random_ids: Vec::new(),
            call: Call::FetchFile {
                file_id: wanted.file_id.clone(),
                size: wanted.size,
            },
            stored: Vec::new(),
        };
        match down.try_send(Down::Execute(Box::new(command))) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Closed(_)) => return false,
        }
        let known = self.fetches.files.get(&(key.clone(), place));
        let known = known.filter(|fetch| fetch.file_id == wanted.file_id);
        let failures = known.map(|fetch| fetch.failures).unwrap_or_default();
        let since = known.map_or(now, |fetch| fetch.since);
        let state = State::Running {
            token: token.clone(),
            expires_at: self.context.clock.monotonic() + COMMAND_LEASE,
            arrived: None,
        };
        let (place, fetch) = wanted.begun(state, failures, since);
        self.fetches.by_token.insert(token, place.clone());
        self.fetches.files.insert(place, fetch);
        true
    }

    /// A gateway says how it went.
    pub(super) fn fetched(&mut self, token: &str, outcome: &Outcome) -> Result<()> {
        let now = self.now();
        let place = self.fetches.by_token.remove(token);
        let place = place.ok_or(Error::LeaseLost)?;
        let waiting = self.windows.each(&place.0.lane);
        let delivery = waiting.into_iter().find(|one| one.key == place.0);
        let is_only_way = delivery.is_some_and(|one| self.has_no_other_way(one));
        let Some(fetch) = self.fetches.files.get_mut(&place) else {
            return Ok(());
        };
        let arrived = match &mut fetch.state {
            State::Running { arrived, .. } => arrived.take(),
            State::Resting(_) | State::Stored(_) | State::GivenUp => None,
        };
        let stored = arrived.filter(|_| matches!(outcome, Outcome::Succeeded { .. }));
        fetch.state = match (stored, outcome) {
            (Some(file), _) => State::Stored(file),
            (None, Outcome::Deferred { delay, .. }) => {
                self.fetches.rest_until = now.after(*delay);
                State::Resting(self.fetches.rest_until)
            }
            (None, Outcome::Rejected { .. }) => State::GivenUp,
            (None, _) if is_only_way => {
                let there = self.context.files.arrived(fetch.ticket);
                let elsewhere = self.last_success_at.get(&fetch.by).copied();
                let next = fetch.failures.add(now, there, elsewhere);
                next.map_or(State::GivenUp, State::Resting)
            }
            (None, _) => State::GivenUp,
        };
        match fetch.state {
            State::GivenUp => {
                tracing::info!(connection.id = %self.connection.id, ?outcome, "a file could not be fetched");
            }
            State::Resting(_) => {
                tracing::info!(connection.id = %self.connection.id, ?outcome, "a file broke off; it goes on later");
            }
            State::Running { .. } | State::Stored(_) => {}
        }
        self.offer(&place.0.lane);
        Ok(())
    }

    /// No gateway keeps these in hand any more.
    pub(super) fn expire_fetches(&mut self) {
        let now = self.context.clock.monotonic();
        self.fetches.drop_if(|_, fetch| match fetch.state {
            State::Running { expires_at, .. } => expires_at <= now,
            State::Resting(_) | State::Stored(_) | State::GivenUp => false,
        });
    }

    /// What a relay bot sends in place of the frontend's files.
    pub(super) fn stored_files(&self, delivery: &Delivery, call: &Call) -> Stored {
        // Anything else goes through the frontend then.
        let is_carried = self.has_no_other_way(delivery);
        let is_its_own = is_carried || matches!(delivery.action, Action::Edit { .. });
        let is_kept = self.context.files.limits().bytes > 0;
        if is_carried && is_kept && !self.fits(delivery) {
            return Stored::Refused(Rejection::FileTooBig);
        }
        let why = if is_carried {
            Rejection::FileNotFound
        } else {
            Rejection::NotEditable
        };
        let mut names = Vec::new();
        for (place, media) in call.media().into_iter().enumerate() {
            let known = self.fetches.of(&delivery.key, place, media);
            match known.map(|fetch| &fetch.state) {
                Some(State::Stored(file)) => names.push(file.name().to_owned()),
                Some(State::GivenUp) if is_its_own => return Stored::Refused(why),
                // It is no file that could be had.
                None if is_its_own
                    && (self.needed_files(delivery).is_empty()
                        || !is_kept
                        || !self.fits(delivery)) =>
                {
                    return Stored::Refused(why);
                }
                Some(State::Running { .. } | State::Resting(_) | State::GivenUp) | None => {
                    return Stored::Awaited;
                }
            }
        }
        Stored::Ready(names)
    }

    /// What a gateway asks about the file of a command.
    pub(super) fn file(&mut self, lease_token: &str, what: FileAsk) -> Result<FileAnswer> {
        match what {
            FileAsk::Expected => {
                let fetch = self.fetches.by_token(lease_token).ok_or(Error::LeaseLost)?;
                let (ticket, size) = (fetch.ticket, fetch.size);
                let lease = token::Lease::read(lease_token).ok_or(Error::LeaseLost)?;
                if !self.windows.has(&lease.key) {
                    return Err(Error::LeaseLost);
                }
                Ok(FileAnswer::Expected(ExpectedFile { ticket, size }))
            }
            FileAsk::Arrived(file) => match self.fetches.by_token(lease_token) {
                Some(Fetch {
                    state: State::Running { arrived, .. },
                    ..
                }) => {
                    *arrived = Some(file);
                    Ok(FileAnswer::Taken)
                }
                Some(_) | None => Err(Error::LeaseLost),
            },
            FileAsk::Wanted(name) => {
                let lease = self.leases.of_token(lease_token).ok_or(Error::LeaseLost)?;
                // By the tickets, not by what is known of fetches: that began anew with this
                // run, and a gateway may go on with what it was handed in an earlier one.
                let (key, files) = (&lease.delivery.key, &self.context.files);
                let needed = self.needed_files(&lease.delivery).into_iter().enumerate();
                let mut stored = needed
                    .filter_map(|(place, media)| files.find(self.ticket_of(key, place, media)));
                let found = stored.find(|file| file.name() == name);
                found.map(FileAnswer::Given).ok_or(Error::LeaseLost)
            }
        }
    }
}

// === impl Wanted ===

impl Wanted {
    fn begun(self, state: State, failures: Failures, since: Timestamp) -> ((Key, usize), Fetch) {
        let fetch = Fetch {
            file_id: self.file_id,
            ticket: self.ticket,
            size: self.size.unsigned_abs(),
            by: self.by,
            since,
            state,
            failures,
        };
        ((self.key, self.place), fetch)
    }
}
