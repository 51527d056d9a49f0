//! How large files may be: what who saw a file may fetch, and what who posts it may send, over
//! the way that each of them is on.

use backline_domain::delivery::{Delivery, Who, sends_renamed};
use backline_domain::id::IdentityId;
use backline_domain::message::Media;

use super::handle::FileLimits;
use super::poster::goes_out;
use super::task::Desk;

// === impl Desk ===

impl Desk {
    fn file_limits(&self, identity: IdentityId) -> FileLimits {
        if identity == self.connection.frontend {
            return self.files;
        }
        let poster = self.relays.get(&identity);
        poster.map_or_else(FileLimits::default, |poster| poster.files)
    }

    /// The largest file that this one may send, in bytes, where that is known: of an account by
    /// Telegram's own word, which is more with Premium.
    fn largest_sent(&self, identity: IdentityId) -> Option<u64> {
        let is_frontend = identity == self.connection.frontend;
        let account = self.connection.account.as_ref().filter(|_| is_frontend);
        let told = account.map(|account| account.largest_file);
        let told = told.filter(|largest| *largest > 0);
        told.or_else(|| known(self.file_limits(identity).sent))
    }

    /// The largest file that can go the way which this delivery's files go, in bytes, where that
    /// is known: who saw them fetches them, the server keeps them, and whoever has the delivery
    /// sends them.
    pub(super) fn largest_file(&self, delivery: &Delivery) -> Option<u64> {
        let (frontend, desk) = (self.connection.frontend, self.connection.desk_identity());
        let (from, to) = if self.is_carried_by_desk(delivery) {
            (frontend, desk)
        } else if self.connection.is_without_carrier() && goes_out(delivery) {
            (desk, frontend)
        } else {
            let to = delivery.via.unwrap_or(delivery.identity);
            (frontend, to)
        };
        let sent = self.largest_sent(to);
        if to == frontend && from == frontend && !sends_renamed(delivery) {
            return sent;
        }
        let fetched = known(self.file_limits(from).fetched);
        let kept = known(self.context.files.limits().bytes);
        [sent, fetched, kept].into_iter().flatten().min()
    }

    /// Whether this one may send files of that size, where it sends what the frontend saw.
    pub(super) fn takes(&self, who: Who, identity: IdentityId, size: u64) -> bool {
        who != Who::FileSenders
            || identity == self.connection.frontend
            || self.largest_sent(identity).is_none_or(|most| size <= most)
    }

    /// Whether files of that size can be fetched for relay bots.
    pub(super) fn is_fetched(&self, size: u64) -> bool {
        let most = known(self.file_limits(self.connection.frontend).fetched);
        most.is_none_or(|most| size <= most)
    }

    /// Whether its files can go the one way that there is for them.
    pub(super) fn fits(&self, delivery: &Delivery) -> bool {
        let most = self.largest_file(delivery);
        let size = largest_of(self.needed_files(delivery));
        most.is_none_or(|most| size <= most)
    }
}

const fn known(limit: u64) -> Option<u64> {
    if limit > 0 { Some(limit) } else { None }
}

/// The largest of some files, in bytes.
pub(super) fn largest_of<'a>(files: impl IntoIterator<Item = &'a Media>) -> u64 {
    let sizes = files.into_iter().map(|media| media.size.unsigned_abs());
    sizes.max().unwrap_or(0)
}
