//! `WebhookService`: the secret, how each URL is doing, and what was given up.

use std::collections::BTreeMap;

use backline_domain::connection::Connection;
use backline_domain::id::ConnectionId;
use backline_domain::parameter::{Parameters, Webhooks};
use backline_domain::time::Timestamp;
use backline_domain::webhook::{DeadId, DeadPost, Endpoint, Lane, Post};
use backline_proto::admin::v1;
use backline_proto::admin::v1::webhook_service_server::WebhookService;
use backline_proto::admin::v1::{
    GetWebhookSecretRequest, GetWebhookSecretResponse, ListDeadPostsRequest, ListDeadPostsResponse,
    ListWebhooksRequest, ListWebhooksResponse, ReplayDeadPostsRequest, ReplayDeadPostsResponse,
    RotateWebhookSecretRequest, RotateWebhookSecretResponse,
};
use tonic::{Request, Response, Status};

use super::admin::{Admin, Name, Once, Page};
use super::{Caller, status};
use crate::convert::time;
use crate::desk::{ConnectionChange, WebhookAsk};
use crate::webhook::CHANGE_OVER;

/// Lanes looked at for how URLs are doing.
const LOOKED_AT: usize = 500;
/// Posts counted.
const COUNTED: usize = 100_000;
/// Posts replayed by one call.
const MOST_REPLAYED: usize = 500;

/// Webhooks.
#[derive(Clone)]
pub struct WebhookRows {
    admin: Admin,
}

// === impl WebhookRows ===

impl WebhookRows {
    /// The service.
    #[must_use]
    pub const fn new(admin: Admin) -> Self {
        Self { admin }
    }

    fn secret(&self, connection: &Connection) -> String {
        let generation = connection.webhook_secret.generation;
        let secret = self.admin.desks.webhooks.secret(&connection.id, generation);
        secret.reveal().as_str().to_owned()
    }

    async fn heads(&self, connection: &ConnectionId) -> Result<Vec<Post>, Status> {
        let store = &self.admin.desks.store;
        let heads = store.post_heads(connection, None::<&Lane>, LOOKED_AT).await;
        heads.map_err(|error| status::from_store(&error))
    }
}

#[tonic::async_trait]
impl WebhookService for WebhookRows {
    async fn list_webhooks(
        &self,
        request: Request<ListWebhooksRequest>,
    ) -> Result<Response<ListWebhooksResponse>, Status> {
        let caller = Caller::of(&request)?;
        let name = request.into_inner().connection;
        let connection = self.admin.connection(&caller, "connection", &name).await?;
        let webhooks = webhooks_of(&connection);
        let heads = self.heads(&connection.id).await?;
        let store = &self.admin.desks.store;
        let waiting = store.waiting_posts(&connection.id, COUNTED).await;
        let waiting = waiting.map_err(|error| status::from_store(&error))?;
        let shown = webhooks.iter().map(|(url, events)| {
            let of = Endpoint::of(url);
            let own: Vec<&Post> = heads
                .iter()
                .filter(|head| head.key.lane.endpoint == of)
                .collect();
            let oldest = own.iter().filter_map(|post| post.first_failed_at).min();
            let last = own.iter().max_by_key(|post| post.first_failed_at);
            v1::Webhook {
                url: url.to_owned(),
                events: events.iter().cloned().collect(),
                waiting_dialogs: i32::try_from(own.len()).unwrap_or(i32::MAX),
                failing_since_time: oldest.map(time::to_proto),
                last_error: last
                    .and_then(|post| post.last_error.clone())
                    .unwrap_or_default(),
            }
        });
        Ok(Response::new(ListWebhooksResponse {
            webhooks: shown.collect(),
            waiting_count: i64::try_from(waiting).unwrap_or(i64::MAX),
        }))
    }

    async fn get_webhook_secret(
        &self,
        request: Request<GetWebhookSecretRequest>,
    ) -> Result<Response<GetWebhookSecretResponse>, Status> {
        let caller = Caller::of(&request)?;
        let secret = read(self, &caller, &request.into_inner()).await?;
        Ok(Response::new(secret))
    }

    async fn rotate_webhook_secret(
        &self,
        request: Request<RotateWebhookSecretRequest>,
    ) -> Result<Response<RotateWebhookSecretResponse>, Status> {
        let caller = Caller::of(&request)?;
        let work = rotate(self.clone(), caller, request.into_inner());
        self.admin.finish(work).await.map(Response::new)
    }

    async fn list_dead_posts(
        &self,
        request: Request<ListDeadPostsRequest>,
    ) -> Result<Response<ListDeadPostsResponse>, Status> {
        let caller = Caller::of(&request)?;
        let request = request.into_inner();
        let name = &request.connection;
        let connection = self.admin.connection(&caller, "connection", name).await?;
        let query = format!("ListDeadPosts/{}", connection.id);
        let page = Page::new(&query, request.page_size, &request.page_token)?;
        let store = &self.admin.desks.store;
        let after: Option<DeadId> = match &page.after {
            Some(place) => Some(place.parse().map_err(|()| super::admin::no_place())?),
            None => None,
        };
        let posts = store.dead_posts(&connection.id, after, page.size + 1).await;
        let posts = posts.map_err(|error| status::from_store(&error))?;
        let (posts, next) = page.cut(posts, |post| post.id().to_string());
        let webhooks = webhooks_of(&connection);
        let urls: BTreeMap<Endpoint, &str> = webhooks
            .iter()
            .map(|(url, _)| (Endpoint::of(url), url))
            .collect();
        Ok(Response::new(ListDeadPostsResponse {
            dead_posts: posts.iter().map(|post| show(post, &urls)).collect(),
            next_page_token: next,
        }))
    }

    async fn replay_dead_posts(
        &self,
        request: Request<ReplayDeadPostsRequest>,
    ) -> Result<Response<ReplayDeadPostsResponse>, Status> {
        let caller = Caller::of(&request)?;
        let work = replay(self.admin.clone(), caller, request.into_inner());
        self.admin.finish(work).await.map(Response::new)
    }
}

/// The secret as it is.
pub(super) async fn read(
    rows: &WebhookRows,
    caller: &Caller,
    request: &GetWebhookSecretRequest,
) -> Result<GetWebhookSecretResponse, Status> {
    let name = &request.connection;
    let connection = rows.admin.connection(caller, "connection", name).await?;
    let secret = rows.secret(&connection);
    Ok(GetWebhookSecretResponse { secret })
}

/// Another one; that of before counts on for a day.
pub(super) async fn rotate(
    rows: WebhookRows,
    caller: Caller,
    request: RotateWebhookSecretRequest,
) -> Result<RotateWebhookSecretResponse, Status> {
    let admin = &rows.admin;
    let once = Once::new(admin, &caller, "RotateWebhookSecret", &request.request_id)?;
    let name = &request.connection;
    let connection = admin.connection(&caller, "connection", name).await?;
    let answer = |connection: &Connection| RotateWebhookSecretResponse {
        secret: rows.secret(connection),
        change_over_end_time: connection
            .webhook_secret
            .since
            .map(|since: Timestamp| time::to_proto(since.after(CHANGE_OVER))),
    };
    // A secret is never stored with an answer: a repeated call gets it as it is by now.
    let empty = RotateWebhookSecretResponse::default();
    if once
        .earlier::<RotateWebhookSecretResponse>()
        .await?
        .is_some()
    {
        return Ok(answer(&connection));
    }
    let desk = admin.desk(&connection.id)?;
    let change = ConnectionChange::RotateWebhookSecret;
    let changed = desk.change(change, once.asked(&empty)).await;
    let outcome = changed
        .map(|after| answer(&after))
        .map_err(|error| status::from_desk(&error));
    once.or_earlier(outcome).await
}

async fn replay(
    admin: Admin,
    caller: Caller,
    request: ReplayDeadPostsRequest,
) -> Result<ReplayDeadPostsResponse, Status> {
    let once = Once::new(&admin, &caller, "ReplayDeadPosts", &request.request_id)?;
    let name = &request.connection;
    let connection = admin.connection(&caller, "connection", name).await?;
    if request.names.is_empty() || request.names.len() > MOST_REPLAYED {
        let allowed = format!("name 1 to {MOST_REPLAYED} posts at once");
        return Err(status::invalid_field("names", allowed));
    }
    let mut ids = Vec::new();
    for name in &request.names {
        let (of, id) = Name::dead_post("names", name)?;
        let of = admin.find(&caller, &of).await?;
        if of.id != connection.id {
            let wrong = format!("`{name}` is a post of another connection");
            return Err(status::invalid_field("names", wrong));
        }
        ids.push(id);
    }
    ids.sort_unstable();
    ids.dedup();
    let empty = ReplayDeadPostsResponse {};
    if let Some(earlier) = once.earlier().await? {
        return Ok(earlier);
    }
    let desk = admin.desk(&connection.id)?;
    let done = desk
        .webhook(WebhookAsk::Replay(ids), once.asked(&empty))
        .await;
    let outcome = done
        .map(|()| empty)
        .map_err(|error| status::from_desk(&error));
    once.or_earlier(outcome).await
}

fn webhooks_of(connection: &Connection) -> Webhooks {
    // Checked when it was set; what cannot be read by this program is told nowhere.
    Parameters::from_set(&connection.parameters)
        .map(|parameters| parameters.webhooks)
        .unwrap_or_default()
}

fn show(dead: &DeadPost, urls: &BTreeMap<Endpoint, &str>) -> v1::DeadPost {
    let post = &dead.post;
    let lane = &post.key.lane;
    let url = urls.get(&lane.endpoint).copied().unwrap_or_default();
    v1::DeadPost {
        name: Name::DeadPost(lane.connection.to_string(), dead.id()).to_string(),
        event: post.body.kind().name().to_owned(),
        post_id: post.id.clone(),
        url: url.to_owned(),
        create_time: Some(time::to_proto(post.body.at())),
        fail_time: Some(time::to_proto(dead.at)),
        attempt_count: i32::try_from(post.attempts).unwrap_or(i32::MAX),
        last_error: post.last_error.clone().unwrap_or_default(),
    }
}
