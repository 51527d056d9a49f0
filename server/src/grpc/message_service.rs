//! `MessageService`: what ARCHIVE keeps of messages.

use backline_domain::archive::{Archived, Author, Ending, Key};
use backline_domain::id::{ChatAddress, ChatId, ConnectionId, MessageId};
use backline_domain::time::Timestamp;
use backline_proto::admin::v1::message_service_server::MessageService;
use backline_proto::admin::v1::{
    ArchivedMessage, ListMessagesRequest, ListMessagesResponse, archived_message as proto,
};
use tonic::{Request, Response, Status};

use super::admin::{Admin, Name, Page, no_place};
use super::{Caller, status};
use crate::convert::{text, time};

/// Messages looked at for one page of a dialog, at most.
const LOOKED_AT: usize = 2000;

/// Messages.
#[derive(Clone)]
pub struct Messages {
    admin: Admin,
}

// === impl Messages ===

impl Messages {
    /// The service.
    #[must_use]
    pub const fn new(admin: Admin) -> Self {
        Self { admin }
    }
}

#[tonic::async_trait]
impl MessageService for Messages {
    async fn list_messages(
        &self,
        request: Request<ListMessagesRequest>,
    ) -> Result<Response<ListMessagesResponse>, Status> {
        let caller = Caller::of(&request)?;
        let request = request.into_inner();
        let connection = self
            .admin
            .connection(&caller, "connection", &request.connection)
            .await?;
        let dialog = match request.dialog.as_str() {
            "" => None,
            name => {
                let (of, chat) = Name::dialog("dialog", name)?;
                let of = format!("connections/{of}");
                let of = self.admin.connection(&caller, "dialog", &of).await?;
                if of.id != connection.id {
                    return Err(status::invalid_field(
                        "dialog",
                        "it is a dialog of another connection",
                    ));
                }
                Some(chat)
            }
        };
        let start = request.start_time.map(time::from_proto);
        let query = format!("ListMessages/{}/{dialog:?}/{start:?}", connection.id);
        let page = Page::new(&query, request.page_size, &request.page_token)?;
        let after = match &page.after {
            Some(place) => Some(serde_json::from_str(place).map_err(|_| no_place())?),
            None => start.map(|start| before(&connection.id, start)),
        };
        let (messages, next) = match dialog {
            None => self.all(&connection.id, after, &page).await?,
            Some(chat) => self.of(&connection.id, &chat, after, &page).await?,
        };
        Ok(Response::new(ListMessagesResponse {
            messages: messages.into_iter().map(show).collect(),
            next_page_token: next,
        }))
    }
}

impl Messages {
    async fn read(
        &self,
        connection: &ConnectionId,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<Archived>, Status> {
        let store = &self.admin.desks.store;
        let rows = store.archived(connection, after, limit).await;
        rows.map_err(|error| status::from_store(&error))
    }

    async fn all(
        &self,
        connection: &ConnectionId,
        after: Option<Key>,
        page: &Page,
    ) -> Result<(Vec<Archived>, String), Status> {
        let rows = self.read(connection, after.as_ref(), page.size + 1).await?;
        Ok(page.cut(rows, |last| place(&last.key)))
    }

    /// Those of one dialog among the next ones: a bounded number is looked at.
    async fn of(
        &self,
        connection: &ConnectionId,
        dialog: &ChatAddress,
        after: Option<Key>,
        page: &Page,
    ) -> Result<(Vec<Archived>, String), Status> {
        let rows = self.read(connection, after.as_ref(), LOOKED_AT).await?;
        let is_end = rows.len() < LOOKED_AT;
        let last_read = rows.last().map(|row| row.key.clone());
        let mut own: Vec<Archived> = rows
            .into_iter()
            .filter(|row| row.dialog == *dialog)
            .collect();
        if own.len() > page.size {
            own.truncate(page.size);
            let next = own.last().map(|last| page.token(&place(&last.key)));
            return Ok((own, next.unwrap_or_default()));
        }
        let next = last_read.filter(|_| !is_end);
        let next = next.map(|last| page.token(&place(&last)));
        Ok((own, next.unwrap_or_default()))
    }
}

fn place(key: &Key) -> String {
    // Numbers and texts: serde_json cannot fail on them.
    serde_json::to_string(key).unwrap_or_default()
}

/// The place right before a moment: no chat orders before this one.
fn before(connection: &ConnectionId, start: Timestamp) -> Key {
    Key {
        connection: connection.clone(),
        at: Timestamp(start.0.saturating_sub(1)),
        chat: ChatAddress::whole(ChatId(i64::MAX)),
        message: MessageId(i64::MAX),
    }
}

fn show(row: Archived) -> ArchivedMessage {
    let author = match row.author {
        Author::Customer => proto::Author::Customer,
        Author::Team => proto::Author::Team,
        Author::Elsewhere => proto::Author::Elsewhere,
        Author::Bot => proto::Author::Bot,
    };
    let ending = match row.end.map(|end| end.ending) {
        None => proto::Ending::Unspecified,
        Some(Ending::Arrived) => proto::Ending::Arrived,
        Some(Ending::Failed) => proto::Ending::Failed,
    };
    ArchivedMessage {
        dialog: Name::Dialog(row.key.connection.to_string(), row.dialog).to_string(),
        author: author.into(),
        operator_id: row.operator.0,
        create_time: Some(time::to_proto(row.key.at)),
        chat_id: row.key.chat.id.0,
        message_id: row.key.message.0,
        answers: row.answers.map_or(0, |message| message.0),
        kind: row.kind,
        length: i64::try_from(row.length).unwrap_or(i64::MAX),
        edit_time: row.edited_at.map(time::to_proto),
        ending: ending.into(),
        end_time: row.end.map(|end| time::to_proto(end.at)),
        text: row.text.as_ref().map(text::to_proto),
    }
}
