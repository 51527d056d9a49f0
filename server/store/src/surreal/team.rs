//! What is read for the team's commands: which dialogs are listed, and what is written down about
//! customers.

use std::ops::Bound;

use backline_domain::dialog::{self, Dialog};
use backline_domain::id::{ChatAddress, ConnectionId};
use backline_domain::profile::Profile;

use super::body::decode;
use super::erase::parts_of;
use super::{Inner, key, plan};
use crate::port::Result;

impl Inner {
    /// Their ids are those of their dialogs.
    pub(super) async fn listed_dialogs(
        &self,
        connection: &ConnectionId,
        after: Option<&ChatAddress>,
        limit: usize,
    ) -> Result<Vec<Dialog>> {
        let start = after.map_or_else(
            || Bound::Included(key::connection(connection)),
            |address| Bound::Excluded(key::dialog(connection, address)),
        );
        let end = Bound::Excluded(key::past(key::connection(connection)));
        let ids = self
            .page_ids(key::range(key::LISTED, start, end), limit)
            .await?;
        let parts = ids.iter().filter_map(parts_of);
        let ids = parts.map(|parts| key::record(key::DIALOG, parts)).collect();
        self.get("dialog", ids).await
    }

    pub(super) async fn profiles(&self, keys: &[dialog::Key]) -> Result<Vec<Profile>> {
        let ids = keys.iter().map(key::profile).collect();
        let mut profiles = Vec::new();
        for body in self.bodies_of(ids).await? {
            let (of, sealed): (dialog::Key, String) = decode("profile", &body)?;
            profiles.push(self.opened("profile", &plan::profile_place(&of), &sealed)?);
        }
        Ok(profiles)
    }
}
