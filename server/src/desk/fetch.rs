//! Files of what waits, brought into the server's store while the frontend is short of
//! units, so that relay bots can send them. Nothing of it is written down: a file that was
//! lost is fetched again, or the frontend copies the message as it would have anyway.

use std::time::Duration;

use backline_domain::delivery::{Action, Delivery, Key, Lane, Outcome, Rejection, Who};
use backline_domain::id::IdentityId;
use backline_domain::time::Timestamp;
use tokio::sync::mpsc::error::TrySendError;

use super::ask::{FileAnswer, FileAsk};
use super::call::Call;
use super::fetches::{Fetch, State};
use super::file_limits::largest_of;
use super::hand_out::ordering_key;
use super::handle::{COMMAND_LEASE, Command, Down, Error, Result};
use super::task::Desk;
use super::token;
use super::window::Windows;

/// Files of a connection on their way into the store at once.
const RUNNING: usize = 4;

/// Files of a connection in the store, or on their way there.
const MOST: usize = 64;

/// A file that was not needed for so long is let go.
const KEPT: Duration = Duration::from_secs(3600);

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
        let has_files = !self.relays.is_empty()
            && self
                .windows
                .each(lane)
                .any(|one| !self.needed_files(one).is_empty());
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
        let windows = &self.windows;
        // What a gateway has in hand is waited for, whatever is in memory.
        self.fetches.drop_if(|key, fetch| {
            let is_needed = windows.has(key) && fetch.since.after(KEPT) > now;
            !is_needed && !fetch.is_running()
        });
        if self.down.is_none() || self.fetches.rest_until > now {
            return;
        }
        let group = self.connection.group_id();
        let is_pressed = group.is_some_and(|group| self.scheduler.is_pressed(group));
        let is_worth = is_pressed && self.has_help(Who::FileSenders, self.connection.frontend, 0);
        let room = RUNNING.saturating_sub(self.fetches.running());
        let room = room.min(MOST.saturating_sub(self.fetches.files.len()));
        for wanted in self.unfetched(is_worth, room) {
            if !self.fetch(wanted, now) {
                return;
            }
        }
    }

    /// The first files that nothing is known of yet, so many, in the order in which they
    /// are needed.
    fn unfetched(&self, is_worth: bool, most: usize) -> Vec<Wanted> {
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
                let unknown = named
                    .filter(|(place, media)| self.fetches.may_begin(&delivery.key, *place, media));
                found.extend(unknown.map(|(place, media)| Wanted {
                    id: format!("{}/file/{place}", delivery.id()),
                    key: delivery.key.clone(),
                    place,
                    file_id: media.file_id.clone(),
                    size: media.size,
                    by: match media.seen_in {
                        Some(_) => self.connection.desk_identity(),
                        None => self.connection.frontend,
                    },
                }));
            }
        }
        found
    }

    /// Whether somebody else than the frontend could do it once its files are there, or has
    /// to.
    fn wants_files(&self, delivery: &Delivery, is_worth: bool) -> bool {
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
        let Wanted {
            id,
            key,
            place,
            file_id,
            size,
            by,
        } = wanted;
        let token = self.leases.token_for_file(&key, place, now);
        let command = Command {
            id,
            lease_token: token.clone(),
            identity: by,
            attempt: 1,
            ordering_key: format!("{}/{}/file/{place}", ordering_key(&key.lane), key.sequence),
            deadline: now.after(COMMAND_LEASE),
            needs_start: false,
            random_ids: Vec::new(),
            call: Call::FetchFile {
                file_id: file_id.clone(),
                size,
            },
            stored: Vec::new(),
        };
        match down.try_send(Down::Execute(Box::new(command))) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Closed(_)) => return false,
        }
        let key = (key, place);
        self.fetches.by_token.insert(token.clone(), key.clone());
        let state = State::Running {
            token,
            expires_at: self.context.clock.monotonic() + COMMAND_LEASE,
            arrived: None,
        };
        let fetch = Fetch {
            file_id,
            since: now,
            state,
        };
        self.fetches.files.insert(key, fetch);
        true
    }

    /// A gateway says how it went.
    pub(super) fn fetched(&mut self, token: &str, outcome: &Outcome) -> Result<()> {
        let now = self.now();
        let place = self.fetches.by_token.remove(token);
        let place = place.ok_or(Error::LeaseLost)?;
        if let Outcome::Deferred { delay, .. } = outcome {
            self.fetches.rest_until = now.after(*delay);
            self.fetches.files.remove(&place);
            return Ok(());
        }
        let Some(fetch) = self.fetches.files.get_mut(&place) else {
            return Ok(());
        };
        let arrived = match &mut fetch.state {
            State::Running { arrived, .. } => arrived.take(),
            State::Stored(_) | State::GivenUp => None,
        };
        let is_there = matches!(outcome, Outcome::Succeeded { .. });
        fetch.state = match arrived.filter(|_| is_there) {
            Some(file) => State::Stored(file),
            None => {
                tracing::info!(connection.id = %self.connection.id, ?outcome, "a file could not be fetched; the frontend carries it");
                State::GivenUp
            }
        };
        self.offer(&place.0.lane);
        Ok(())
    }

    /// No gateway keeps these in hand any more.
    pub(super) fn expire_fetches(&mut self) {
        let now = self.context.clock.monotonic();
        self.fetches.drop_if(|_, fetch| match fetch.state {
            State::Running { expires_at, .. } => expires_at <= now,
            State::Stored(_) | State::GivenUp => false,
        });
    }

    /// What a relay bot sends in place of the frontend's files.
    pub(super) fn stored_files(&self, delivery: &Delivery, call: &Call) -> Stored {
        // Anything else goes through the frontend then.
        let is_carried = self.has_no_other_way(delivery);
        let is_its_own = is_carried || matches!(delivery.action, Action::Edit { .. });
        if is_carried && !self.fits(delivery) {
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
                    && (self.needed_files(delivery).is_empty() || !self.fits(delivery)) =>
                {
                    return Stored::Refused(why);
                }
                Some(State::Running { .. } | State::GivenUp) | None => return Stored::Awaited,
            }
        }
        Stored::Ready(names)
    }

    /// What a gateway asks about the file of a command.
    pub(super) fn file(&mut self, lease_token: &str, what: FileAsk) -> Result<FileAnswer> {
        match what {
            FileAsk::Expected => {
                let lease = token::Lease::read(lease_token).ok_or(Error::LeaseLost)?;
                let place = lease.sent.fetches.ok_or(Error::LeaseLost)?;
                if !self.fetches.by_token.contains_key(lease_token) {
                    return Err(Error::LeaseLost);
                }
                let mut waiting = self.windows.each(&lease.key.lane);
                let delivery = waiting.find(|one| one.key == lease.key);
                let wanted = delivery
                    .map(|one| self.needed_files(one))
                    .unwrap_or_default();
                let media = wanted.get(place).ok_or(Error::LeaseLost)?;
                Ok(FileAnswer::Expected(media.size.unsigned_abs()))
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
                let key = &lease.delivery.key;
                let of_it = self.fetches.files.range((key.clone(), 0)..);
                let mut of_it = of_it.take_while(|((of, _), _)| of == key);
                let found = of_it.find_map(|(_, fetch)| match &fetch.state {
                    State::Stored(file) if file.name() == name => Some(file.clone()),
                    State::Stored(_) | State::Running { .. } | State::GivenUp => None,
                });
                found.map(FileAnswer::Given).ok_or(Error::LeaseLost)
            }
        }
    }
}
