//! `DeliveryService`: what waits, and what people have to decide about.

use backline_proto::admin::v1;
use backline_proto::admin::v1::delivery_service_server::DeliveryService;
use backline_proto::admin::v1::{
    DropDeadLetterRequest, DropDeadLetterResponse, GetQueueRequest, GetQueueResponse,
    ListDeadLettersRequest, ListDeadLettersResponse, RetryDeadLetterRequest,
    RetryDeadLetterResponse,
};
use tonic::{Request, Response, Status};

use super::admin::{Admin, Name, Once, Page};
use super::{Caller, dead_letter, status};
use crate::convert::time;
use crate::desk;

/// Deliveries.
#[derive(Clone)]
pub struct Deliveries {
    admin: Admin,
}

// === impl Deliveries ===

impl Deliveries {
    /// The service.
    #[must_use]
    pub const fn new(admin: Admin) -> Self {
        Self { admin }
    }
}

#[tonic::async_trait]
impl DeliveryService for Deliveries {
    async fn get_queue(
        &self,
        request: Request<GetQueueRequest>,
    ) -> Result<Response<GetQueueResponse>, Status> {
        let caller = Caller::of(&request)?;
        let request = request.into_inner();
        let mut desks = self.admin.desks.registry.desks();
        if request.connection.is_empty() {
            self.admin.admit(&caller)?;
            desks.retain(|(connection, _)| self.admin.shows(&caller, connection));
        } else {
            let one = self
                .admin
                .connection(&caller, "connection", &request.connection)
                .await?;
            desks.retain(|(connection, _)| *connection == one.id);
        }
        let asked = desks.iter().map(|(_, desk)| desk.queue());
        let mut queues = Vec::new();
        for answer in futures::future::join_all(asked).await {
            match answer {
                Ok(queue) => queues.push(show(queue)),
                // Deleted meanwhile.
                Err(desk::Error::Stopped) => {}
                Err(error) => return Err(status::from_desk(&error)),
            }
        }
        Ok(Response::new(GetQueueResponse { queues }))
    }

    async fn list_dead_letters(
        &self,
        request: Request<ListDeadLettersRequest>,
    ) -> Result<Response<ListDeadLettersResponse>, Status> {
        let caller = Caller::of(&request)?;
        let request = request.into_inner();
        let connection = self
            .admin
            .connection(&caller, "connection", &request.connection)
            .await?;
        let query = format!("ListDeadLetters/{}", connection.id);
        let page = Page::new(&query, request.page_size, &request.page_token)?;
        let store = &self.admin.desks.store;
        let letters = store
            .dead_letters(&connection.id, page.place()?, page.size + 1)
            .await;
        let letters = letters.map_err(|error| status::from_store(&error))?;
        let (letters, next) = page.cut(letters, |letter| letter.delivery.key.sequence.to_string());
        Ok(Response::new(ListDeadLettersResponse {
            dead_letters: letters.iter().map(dead_letter::show).collect(),
            next_page_token: next,
        }))
    }

    async fn retry_dead_letter(
        &self,
        request: Request<RetryDeadLetterRequest>,
    ) -> Result<Response<RetryDeadLetterResponse>, Status> {
        let caller = Caller::of(&request)?;
        let RetryDeadLetterRequest { request_id, name } = request.into_inner();
        let work = decide(
            self.admin.clone(),
            caller,
            Decision::Retry,
            request_id,
            name,
        );
        self.admin.finish(work).await?;
        Ok(Response::new(RetryDeadLetterResponse {}))
    }

    async fn drop_dead_letter(
        &self,
        request: Request<DropDeadLetterRequest>,
    ) -> Result<Response<DropDeadLetterResponse>, Status> {
        let caller = Caller::of(&request)?;
        let DropDeadLetterRequest { request_id, name } = request.into_inner();
        let work = decide(self.admin.clone(), caller, Decision::Drop, request_id, name);
        self.admin.finish(work).await?;
        Ok(Response::new(DropDeadLetterResponse {}))
    }
}

#[derive(Clone, Copy)]
enum Decision {
    Retry,
    Drop,
}

/// Both decisions have an empty answer.
async fn decide(
    admin: Admin,
    caller: Caller,
    decision: Decision,
    request_id: String,
    name: String,
) -> Result<(), Status> {
    let method = match decision {
        Decision::Retry => "RetryDeadLetter",
        Decision::Drop => "DropDeadLetter",
    };
    let once = Once::new(&admin, &caller, method, &request_id)?;
    let (connection, sequence) = Name::dead_letter("name", &name)?;
    let connection = admin.find(&caller, &connection).await?;
    if once.earlier::<()>().await?.is_some() {
        return Ok(());
    }
    let desk = admin.desk(&connection.id)?;
    let asked = once.asked(&());
    let decided = match decision {
        Decision::Retry => desk.retry_dead_letter(sequence, asked).await,
        Decision::Drop => desk.drop_dead_letter(sequence, asked).await,
    };
    let outcome = decided.map_err(|error| match error {
        desk::Error::NotFound(_) => status::not_found(&name),
        error => status::from_desk(&error),
    });
    once.or_earlier(outcome).await
}

fn show(queue: desk::Queue) -> v1::IdentityQueue {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let bytes = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    v1::IdentityQueue {
        identity: queue.identity.to_string(),
        waiting_count: count(queue.waiting),
        running_count: count(queue.running),
        oldest_create_time: queue.oldest.map(time::to_proto),
        reason: queue.reason,
        is_online: queue.is_online,
        file_moved_bytes: bytes(queue.files.moved),
        file_total_bytes: bytes(queue.files.total),
    }
}
