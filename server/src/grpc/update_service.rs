//! `UpdateService`: what came from Telegram and was not understood.

use backline_domain::change::KeptUpdate;
use backline_domain::dialog::Key;
use backline_domain::id::ConnectionId;
use backline_domain::message::UpdateKey;
use backline_domain::time::Timestamp;
use backline_proto::admin::v1::update_service_server::UpdateService;
use backline_proto::admin::v1::{
    ListUnknownUpdatesRequest, ListUnknownUpdatesResponse, UnknownUpdate,
};
use tonic::{Request, Response, Status};

use super::admin::{Admin, Name, Page, no_place};
use super::{Caller, status};
use crate::convert::time;

/// On a page unless asked otherwise, and at most: each may be 64 KiB.
const USUAL: usize = 20;
const LARGEST: usize = 50;

/// Where a page ended.
type Place = (Timestamp, UpdateKey);

/// Updates that were not understood.
#[derive(Clone)]
pub struct UnknownUpdates {
    admin: Admin,
}

// === impl UnknownUpdates ===

impl UnknownUpdates {
    /// The service.
    #[must_use]
    pub const fn new(admin: Admin) -> Self {
        Self { admin }
    }
}

#[tonic::async_trait]
impl UpdateService for UnknownUpdates {
    async fn list_unknown_updates(
        &self,
        request: Request<ListUnknownUpdatesRequest>,
    ) -> Result<Response<ListUnknownUpdatesResponse>, Status> {
        let caller = Caller::of(&request)?;
        let request = request.into_inner();
        let connection = self
            .admin
            .connection(&caller, "connection", &request.connection)
            .await?;
        let query = format!("ListUnknownUpdates/{}", connection.id);
        let (size, token) = (request.page_size, &request.page_token);
        let page = Page::sized(&query, size, token, USUAL, LARGEST)?;
        let before: Option<Place> = match &page.after {
            Some(place) => Some(serde_json::from_str(place).map_err(|_| no_place())?),
            None => None,
        };
        let before = before.as_ref().map(|(at, key)| (*at, key));
        let store = &self.admin.desks.store;
        let kept = store
            .unknown_updates(&connection.id, before, self.admin.now(), page.size + 1)
            .await
            .map_err(|error| status::from_store(&error))?;
        let (kept, next_page_token) = page.cut(kept, |last| {
            // Numbers and texts: serde_json cannot fail on them.
            serde_json::to_string(&(last.at, &last.key)).unwrap_or_default()
        });
        let mut updates = Vec::with_capacity(kept.len());
        for one in kept {
            updates.push(show(&self.admin, &connection.id, one).await?);
        }
        Ok(Response::new(ListUnknownUpdatesResponse {
            updates,
            next_page_token,
        }))
    }
}

async fn show(
    admin: &Admin,
    connection: &ConnectionId,
    kept: KeptUpdate,
) -> Result<UnknownUpdate, Status> {
    let chat = match kept.update.chat {
        None => String::new(),
        Some(chat) => {
            let key = Key {
                connection: connection.clone(),
                chat: chat.address.clone(),
            };
            let found = admin.desks.store.dialogs(&[key]).await;
            let found = found.map_err(|error| status::from_store(&error))?;
            if found.is_empty() {
                chat.address.id.to_string()
            } else {
                Name::Dialog(connection.to_string(), chat.address).to_string()
            }
        }
    };
    Ok(UnknownUpdate {
        receive_time: Some(time::to_proto(kept.at)),
        raw_kind: kept.update.raw_kind,
        raw_json: kept.update.raw_json,
        chat,
        update_id: kept.key.update_id,
    })
}
