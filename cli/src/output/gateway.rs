use backline_proto::admin::v1::{Gateway, HeldIdentityStatus};
use serde::Serialize;

use super::{Row, time};

/// A gateway as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct GatewayView {
    session: String,
    display_name: String,
    kind: String,
    version: String,
    attach_time: Option<String>,
    identities: Vec<HeldView>,
}

/// An identity that it holds.
#[derive(Debug, Serialize)]
struct HeldView {
    identity: String,
    epoch: i64,
    state: String,
    detail: String,
    running_count: i32,
}

// === impl GatewayView ===

impl From<Gateway> for GatewayView {
    fn from(gateway: Gateway) -> Self {
        Self {
            session: gateway.session,
            display_name: gateway.display_name,
            kind: gateway.kind,
            version: gateway.version,
            attach_time: time::rfc3339(gateway.attach_time),
            identities: gateway.identities.into_iter().map(HeldView::from).collect(),
        }
    }
}

impl Row for GatewayView {
    const HEADINGS: &'static [&'static str] = &[
        "gateway", "kind", "version", "since", "identity", "state", "detail",
    ];
    const NONE: &'static str = "no gateway is attached: start backline-gateway-bot with a token of \
                                scope gateway (`backline tokens create NAME --scope gateway`)";

    fn rows(&self) -> Vec<Vec<String>> {
        let first = [
            self.display_name.clone(),
            self.kind.clone(),
            self.version.clone(),
            time::words(self.attach_time.as_deref()),
        ];
        let row = |held: [String; 3]| first.iter().cloned().chain(held).collect();
        if self.identities.is_empty() {
            return vec![row([String::new(), String::new(), String::new()])];
        }
        self.identities
            .iter()
            .map(|held| {
                row([
                    held.identity.clone(),
                    held.state.clone(),
                    held.detail.clone(),
                ])
            })
            .collect()
    }
}

// === impl HeldView ===

impl From<HeldIdentityStatus> for HeldView {
    fn from(held: HeldIdentityStatus) -> Self {
        Self {
            identity: held.identity,
            epoch: held.epoch,
            state: held.state,
            detail: held.detail,
            running_count: held.running_count,
        }
    }
}
