//! What Telegram permits an account, and what is nearly used up of it.

use super::{Decision, Scene};
use crate::catalogue::Notice;
use crate::connection::AccountLimits;

/// What follows from what an account's gateway tells of its limits. That it is in nearly as
/// many supergroups and channels as it may be is told once in General, and again only after
/// there was room.
#[must_use]
pub fn account_limits(scene: &Scene<'_>, told: AccountLimits) -> Decision {
    let before = scene.connection.account.as_ref();
    let was_told = before.is_some_and(|before| before.was_told);
    let left = told.most_channels.saturating_sub(told.channels);
    let is_near = told.most_channels > 0 && left * 20 <= told.most_channels;
    let has_room = left * 10 > told.most_channels;
    let now = AccountLimits {
        was_told: is_near || (was_told && !has_room),
        ..told
    };
    if before == Some(&now) {
        return Decision::nothing();
    }
    let notice = (is_near && !was_told).then(|| Notice::AccountChannels {
        count: u64::try_from(now.channels).unwrap_or(u64::MAX),
        most: u64::try_from(now.most_channels).unwrap_or(u64::MAX),
    });
    let mut connection = scene.connection.clone();
    connection.account = Some(now);
    let is_known = connection.group_id().is_some();
    let drafts = notice
        .filter(|_| is_known)
        .map(|notice| scene.tell_general(&notice, None));
    Decision {
        connection: Some(Box::new(connection)),
        drafts: drafts.into_iter().collect(),
        ..Decision::default()
    }
}
