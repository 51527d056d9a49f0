//! `ReportIdentity`: how an identity is doing.

use backline_domain::access::Token;
use backline_domain::connection::AccountLimits;
use backline_domain::id::{IdentityId, IdentityKind};
use backline_domain::problem::{Problem, Trouble};
use backline_domain::text::{MAX_CAPTION, MAX_TEXT};
use backline_proto::gateway::v1::{
    self as proto, IdentityState, ReportIdentityRequest, ReportIdentityResponse,
};

use crate::desk::ConnectionChange;
use crate::gateway::table::Report;
use crate::gateway::{Desk, Error, Result, Sessions};

/// Longest detail kept, in characters.
const MAX_DETAIL: usize = 500;

// === impl Sessions ===

impl Sessions {
    /// Takes note of an identity's state. What people have to mend becomes the
    /// connection's problem, and goes when the identity is online again.
    ///
    /// # Errors
    /// Session or epoch are not the valid ones, or the commit failed.
    pub async fn report_identity(
        &self,
        caller: &Token,
        request: ReportIdentityRequest,
    ) -> Result<ReportIdentityResponse> {
        let identity: IdentityId = request
            .identity
            .parse()
            .map_err(|error| Error::identity(&error))?;
        let report = Report {
            state: request.state(),
            detail: request.detail.chars().take(MAX_DETAIL).collect(),
            profile: request.profile.clone(),
        };
        if report.state == IdentityState::Unspecified {
            return Err(Error::field(
                "state",
                "has to say how the identity is doing",
            ));
        }
        let before = {
            let table = &mut self.inner.table();
            let holder = table.holder(&request.session, caller, identity, request.epoch)?;
            holder.report.clone()
        };
        if report.state == IdentityState::Released {
            self.release(&request, identity, caller)?;
            return Ok(ReportIdentityResponse {});
        }
        if before.as_ref() != Some(&report) {
            if let Some((_, desk)) = self.inner.desks.of_identity(identity) {
                carry(desk.as_ref(), identity, before.as_ref(), &report).await?;
            }
            tracing::info!(
                %identity, epoch = request.epoch, state = report.state.as_str_name(),
                detail = %report.detail,
                "an identity's gateway tells how it is doing"
            );
        }
        let table = &mut self.inner.table();
        if let Ok(holder) = table.holder(&request.session, caller, identity, request.epoch) {
            holder.report = Some(report);
        }
        Ok(ReportIdentityResponse {})
    }

    /// The gateway let go of it. Of its own accord: then it stops, and gets
    /// nothing more until it attaches again.
    fn release(
        &self,
        request: &ReportIdentityRequest,
        identity: IdentityId,
        caller: &Token,
    ) -> Result<()> {
        let table = &mut self.inner.table();
        let holder = table.holder(&request.session, caller, identity, request.epoch)?;
        let was_asked = holder.revocation.is_some();
        if let Some(slot) = table.identities.get_mut(&identity) {
            slot.free();
        }
        if !was_asked {
            table.session(&request.session, caller)?.is_leaving = true;
        }
        tracing::info!(
            %identity, epoch = request.epoch, session.id = %request.session, was_asked,
            "a gateway let go of an identity"
        );
        self.inner.changed.notify_one();
        Ok(())
    }
}

/// Carries what changed to the connection.
async fn carry(
    desk: &dyn Desk,
    identity: IdentityId,
    before: Option<&Report>,
    report: &Report,
) -> Result<()> {
    if report.state != IdentityState::Online {
        if let Some(problem) = problem(identity, report) {
            let is_barred = matches!(
                report.state,
                IdentityState::BadCredential | IdentityState::LoggedOut
            );
            let change = ConnectionChange::Problem {
                identity,
                problem: Some(problem),
                is_barred,
            };
            desk.change(change).await?;
        }
        return Ok(());
    }
    let known = before.and_then(|before| before.profile.as_ref());
    if let Some(profile) = report
        .profile
        .as_ref()
        .filter(|profile| Some(*profile) != known)
    {
        let change = ConnectionChange::Profile {
            identity,
            username: profile.username.clone(),
            reads_all: profile.can_read_all_group_messages,
            keeps_out_of_groups: profile.keeps_out_of_groups,
            limits: profile.limits.as_ref().map(limits),
        };
        desk.change(change).await?;
    }
    if before.is_none_or(|before| before.state != IdentityState::Online) {
        // What may be wrong with the group is not touched by it.
        let change = ConnectionChange::Problem {
            identity,
            problem: None,
            is_barred: false,
        };
        desk.change(change).await?;
    }
    Ok(())
}

/// What Telegram permits an account. A number that cannot be is none.
fn limits(told: &proto::AccountLimits) -> AccountLimits {
    let number = |told: i32| usize::try_from(told).unwrap_or(0);
    AccountLimits {
        is_premium: told.is_premium,
        longest_caption: number(told.max_caption_length).clamp(MAX_CAPTION, MAX_TEXT),
        most_channels: number(told.max_channels),
        channels: number(told.channel_count),
        largest_file: u64::try_from(told.max_upload_bytes).unwrap_or(0),
        was_told: false,
    }
}

/// The sentence for people, with the remedy.
fn problem(identity: IdentityId, report: &Report) -> Option<Problem> {
    let is_account = identity.kind == IdentityKind::User;
    let refused = if is_account {
        Trouble::LoggedOut
    } else {
        Trouble::TokenRefused
    };
    let (trouble, what, remedy) = match report.state {
        IdentityState::BadCredential => (
            refused,
            "Telegram refuses the credential of",
            "make a new token at @BotFather and give it to the connection",
        ),
        IdentityState::LoggedOut => (refused, "Telegram has ended the session of", "log in again"),
        IdentityState::Conflict => (
            Trouble::ReceivedElsewhere,
            "Somebody else receives the updates of",
            "stop the other program that uses this bot, or remove its webhook",
        ),
        IdentityState::Unspecified
        | IdentityState::Online
        | IdentityState::TransientDisconnect
        | IdentityState::Released => return None,
    };
    let told = if report.detail.is_empty() {
        remedy
    } else {
        report.detail.as_str()
    };
    let words = format!("{what} {identity}: {told}");
    Some(Problem {
        words: words.into(),
        trouble: Some(Box::new(trouble)),
    })
}
