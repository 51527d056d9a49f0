//! `RenewClaimCode`: a new one-time link for a connection whose administrator is
//! still awaited; the one before it ends.

use backline_proto::admin::v1::{RenewClaimCodeRequest, RenewClaimCodeResponse};
use tonic::Status;

use super::claim;
use crate::convert::time;
use crate::desk::ConnectionChange;
use crate::grpc::admin::{Admin, Once};
use crate::grpc::{Caller, status};

/// Makes a new start code. What is stored as the answer has no code in it: a
/// repeated call makes it again.
pub(in crate::grpc) async fn renew_claim(
    admin: Admin,
    caller: Caller,
    request: RenewClaimCodeRequest,
) -> Result<RenewClaimCodeResponse, Status> {
    let once = Once::new(&admin, &caller, "RenewClaimCode", &request.request_id)?;
    let code = claim::code(&admin, &once);
    let _edit = admin.edits.lock().await;
    let connection = admin.connection(&caller, "name", &request.name).await?;
    let earlier: Option<RenewClaimCodeResponse> = once.earlier().await?;
    let stored = match earlier {
        Some(earlier) => earlier,
        None => {
            let (code_hash, expires_at) = claim::terms(&code, admin.now());
            let response = RenewClaimCodeResponse {
                expire_time: Some(time::to_proto(expires_at)),
                ..RenewClaimCodeResponse::default()
            };
            let change = ConnectionChange::Claim {
                code_hash,
                expires_at,
            };
            let desk = admin.desk(&connection.id)?;
            let changed = desk.change(change, once.asked(&response)).await;
            changed.map_err(|error| status::from_desk(&error))?;
            tracing::info!(connection = %connection.id, "a start code was made anew");
            response
        }
    };
    Ok(RenewClaimCodeResponse {
        claim_link: claim::link(&connection, &code),
        claim_code: code,
        ..stored
    })
}
