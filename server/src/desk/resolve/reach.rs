//! What only an account can do, as a call.

use backline_domain::delivery::{Delivery, Rejection, Sent};
use backline_domain::dialog::Dialog;
use backline_domain::id::IdentityKind;
use backline_domain::outreach::Reach;
use backline_domain::relay::made_from;

use super::super::call::Call;
use super::{Known, Resolved};

// === impl Known ===

impl Known<'_> {
    /// What it comes to.
    pub(super) fn reach(&self, delivery: &Delivery, reach: &Reach) -> Resolved {
        if self.poster.kind != IdentityKind::User {
            return Resolved::Refused(Rejection::NotSupported);
        }
        let chat = self.dialog.map(Dialog::chat).cloned();
        let call = match (reach, chat) {
            (Reach::Find { who }, _) => Call::Find { who: who.clone() },
            // It may be there, and nothing said so in time: it is looked for.
            (Reach::CreateGroup { title, .. } | Reach::Found { title }, _) if delivery.is_begun => {
                Call::FindGroup {
                    title: title.clone(),
                    since: made_from(delivery),
                }
            }
            (Reach::CreateGroup { title, .. }, _) => Call::CreateGroup {
                title: title.clone(),
                is_forum: false,
            },
            (Reach::Found { title }, _) => Call::CreateGroup {
                title: title.clone(),
                is_forum: true,
            },
            (Reach::Appoint { chat }, _) => match &self.connection.desk {
                // Its name comes with its first gateway.
                Some(desk) if desk.username.is_empty() => return Resolved::NotYet,
                Some(desk) => Call::Appoint {
                    chat: *chat,
                    username: desk.username.clone(),
                },
                None => return Resolved::Nothing,
            },
            (Reach::Invite { who }, Some(chat)) => Call::Invite {
                chat,
                who: who.clone(),
            },
            (Reach::Link { .. }, Some(chat)) => Call::InviteLink { chat },
            (Reach::Join { link }, _) => Call::Join {
                link: link.clone(),
                groups: self.parameters.monitor_groups,
                channels: self.parameters.monitor_channels,
            },
            (Reach::Invite { .. } | Reach::Link { .. }, None) => return Resolved::Nothing,
        };
        Resolved::Call {
            call: Box::new(call),
            sent: Sent::default(),
        }
    }
}
