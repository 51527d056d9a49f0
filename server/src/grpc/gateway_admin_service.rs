//! `GatewayAdminService`: attached gateways. A caller with a limited reach sees
//! the identities of its connections only.

use backline_domain::id::{IdentityId, IdentityKind};
use backline_proto::admin::v1;
use backline_proto::admin::v1::gateway_admin_service_server::GatewayAdminService;
use backline_proto::admin::v1::{ListGatewaysRequest, ListGatewaysResponse};
use tonic::{Request, Response, Status};

use super::Caller;
use super::admin::Admin;
use crate::convert::time;
use crate::gateway::{Attached, Held, Sessions};

/// Gateways.
#[derive(Clone)]
pub struct Gateways {
    admin: Admin,
    sessions: Sessions,
}

// === impl Gateways ===

impl Gateways {
    /// The service.
    #[must_use]
    pub const fn new(admin: Admin, sessions: Sessions) -> Self {
        Self { admin, sessions }
    }

    fn reaches(&self, caller: &Caller, identity: IdentityId) -> bool {
        let connection = self.admin.desks.registry.of_identity(identity);
        match connection {
            Some((connection, _)) => self.admin.shows(caller, &connection),
            None => !caller.is_limited(),
        }
    }
}

#[tonic::async_trait]
impl GatewayAdminService for Gateways {
    async fn list_gateways(
        &self,
        request: Request<ListGatewaysRequest>,
    ) -> Result<Response<ListGatewaysResponse>, Status> {
        let caller = Caller::of(&request)?;
        let mut attached = self.sessions.list();
        for gateway in &mut attached {
            gateway
                .identities
                .retain(|held| self.reaches(&caller, held.identity));
        }
        let gateways = attached.into_iter().map(show).collect();
        Ok(Response::new(ListGatewaysResponse { gateways }))
    }
}

fn show(gateway: Attached) -> v1::Gateway {
    let kind = match gateway.kind {
        IdentityKind::Bot => "bot",
        IdentityKind::User => "user",
    };
    v1::Gateway {
        session: gateway.session,
        display_name: gateway.name,
        kind: kind.to_owned(),
        version: gateway.version,
        attach_time: Some(time::to_proto(gateway.attached_at)),
        identities: gateway.identities.into_iter().map(held).collect(),
    }
}

fn held(held: Held) -> v1::HeldIdentityStatus {
    v1::HeldIdentityStatus {
        identity: held.identity.to_string(),
        epoch: held.epoch,
        state: held.state,
        detail: held.detail,
        running_count: i32::try_from(held.running).unwrap_or(i32::MAX),
    }
}
