//! `DialogService`.

use backline_domain::dialog::{Dialog, Key, Kind, State};
use backline_domain::id::{ChatAddress, ConnectionId};
use backline_proto::admin::v1;
use backline_proto::admin::v1::dialog::{Kind as ShownKind, State as ShownState};
use backline_proto::admin::v1::dialog_service_server::DialogService;
use backline_proto::admin::v1::{
    CloseDialogRequest, CloseDialogResponse, GetDialogRequest, GetDialogResponse,
    ListDialogsRequest, ListDialogsResponse,
};
use tonic::{Request, Response, Status};

use super::admin::{Admin, Name, Once, Page};
use super::{Caller, status};
use crate::convert::time;

/// Dialogs looked at for one page at most, however few have the state asked for.
const LOOKED_AT: usize = 2_000;
/// Dialogs read at a time.
const CHUNK: usize = 500;

/// Dialogs.
#[derive(Clone)]
pub struct Dialogs {
    admin: Admin,
}

// === impl Dialogs ===

impl Dialogs {
    /// The service.
    #[must_use]
    pub const fn new(admin: Admin) -> Self {
        Self { admin }
    }
}

#[tonic::async_trait]
impl DialogService for Dialogs {
    async fn get_dialog(
        &self,
        request: Request<GetDialogRequest>,
    ) -> Result<Response<GetDialogResponse>, Status> {
        let caller = Caller::of(&request)?;
        let name = request.into_inner().name;
        let (connection, chat) = Name::dialog("name", &name)?;
        let connection = self.admin.find(&caller, &connection).await?;
        let dialog = one(&self.admin, &connection.id, chat, &name).await?;
        Ok(Response::new(GetDialogResponse {
            dialog: Some(show(&dialog)),
        }))
    }

    async fn list_dialogs(
        &self,
        request: Request<ListDialogsRequest>,
    ) -> Result<Response<ListDialogsResponse>, Status> {
        let caller = Caller::of(&request)?;
        let request = request.into_inner();
        let connection = self
            .admin
            .connection(&caller, "connection", &request.connection)
            .await?;
        let wanted = wanted_state(request.state)?;
        let query = format!("ListDialogs/{}/{}", connection.id, request.state);
        let page = Page::new(&query, request.page_size, &request.page_token)?;
        let (dialogs, next) = list(&self.admin, &connection.id, wanted, &page).await?;
        let dialogs = dialogs.iter().map(show).collect();
        Ok(Response::new(ListDialogsResponse {
            dialogs,
            next_page_token: next,
        }))
    }

    async fn close_dialog(
        &self,
        request: Request<CloseDialogRequest>,
    ) -> Result<Response<CloseDialogResponse>, Status> {
        let caller = Caller::of(&request)?;
        let work = close(self.admin.clone(), caller, request.into_inner());
        self.admin.finish(work).await.map(Response::new)
    }
}

async fn one(
    admin: &Admin,
    connection: &ConnectionId,
    chat: ChatAddress,
    name: &str,
) -> Result<Dialog, Status> {
    let key = Key {
        connection: connection.clone(),
        chat,
    };
    let found = admin.desks.store.dialogs(&[key]).await;
    let found = found.map_err(|error| status::from_store(&error))?.pop();
    found.ok_or_else(|| status::not_found(name))
}

/// A page of dialogs in one state. Looks at a bounded number, so that a page may
/// be short, or empty, and there is more all the same.
async fn list(
    admin: &Admin,
    connection: &ConnectionId,
    wanted: Option<State>,
    page: &Page,
) -> Result<(Vec<Dialog>, String), Status> {
    let mut found = Vec::new();
    let mut after: Option<ChatAddress> = page.place()?;
    let mut looked_at = 0;
    while looked_at < LOOKED_AT {
        let chunk = if wanted.is_none() {
            page.size + 1
        } else {
            CHUNK
        };
        let read = admin
            .desks
            .store
            .dialog_page(connection, after.as_ref(), chunk)
            .await;
        let read = read.map_err(|error| status::from_store(&error))?;
        let is_last = read.len() < chunk;
        looked_at += read.len();
        after = read.last().map(|dialog| dialog.key.chat.clone()).or(after);
        found.extend(
            read.into_iter()
                .filter(|dialog| wanted.is_none_or(|s| s == dialog.state)),
        );
        if is_last || found.len() > page.size {
            return Ok(page.cut(found, |dialog| dialog.key.chat.to_string()));
        }
    }
    let next = after.map_or_else(String::new, |chat| page.token(&chat.to_string()));
    Ok((found, next))
}

async fn close(
    admin: Admin,
    caller: Caller,
    request: CloseDialogRequest,
) -> Result<CloseDialogResponse, Status> {
    let once = Once::new(&admin, &caller, "CloseDialog", &request.request_id)?;
    let (connection, chat) = Name::dialog("name", &request.name)?;
    let connection = admin.find(&caller, &connection).await?;
    let answer = |dialog: &Dialog| CloseDialogResponse {
        dialog: Some(show(dialog)),
    };
    let now = one(&admin, &connection.id, chat.clone(), &request.name).await?;
    // The answer of a repeated call is the dialog as it is by now.
    if once.earlier::<CloseDialogResponse>().await?.is_some() {
        return Ok(answer(&now));
    }
    let asked = once.asked(&CloseDialogResponse::default());
    let closed = admin.desk(&connection.id)?.close_dialog(chat, asked).await;
    let outcome = closed
        .map(|dialog| answer(&dialog))
        .map_err(|error| status::from_desk(&error));
    let response = once.or_earlier(outcome).await?;
    Ok(if response.dialog.is_some() {
        response
    } else {
        answer(&now)
    })
}

fn wanted_state(state: i32) -> Result<Option<State>, Status> {
    match ShownState::try_from(state) {
        Ok(ShownState::Unspecified) => Ok(None),
        Ok(ShownState::UserAnswered) => Ok(Some(State::UserAnswered)),
        Ok(ShownState::SupportAnswered) => Ok(Some(State::SupportAnswered)),
        Ok(ShownState::Closed) => Ok(Some(State::Closed)),
        Err(_) => Err(status::invalid_field(
            "state",
            format!("{state} is no state of a dialog"),
        )),
    }
}

fn show(dialog: &Dialog) -> v1::Dialog {
    let Key { connection, chat } = &dialog.key;
    let kind = match dialog.kind {
        Kind::Private => ShownKind::Private,
        Kind::Group => ShownKind::Group,
        Kind::Channel => ShownKind::Channel,
    };
    let state = match dialog.state {
        State::UserAnswered => ShownState::UserAnswered,
        State::SupportAnswered => ShownState::SupportAnswered,
        State::Closed => ShownState::Closed,
    };
    v1::Dialog {
        name: Name::Dialog(connection.to_string(), chat.clone()).to_string(),
        chat_id: chat.id.0,
        kind: kind.into(),
        title: dialog.customer.name.clone(),
        username: dialog.customer.username.clone(),
        state: state.into(),
        topic_id: dialog.topic_id().map_or(0, |topic| topic.0),
        create_time: Some(time::to_proto(dialog.created_at)),
        customer_message_time: dialog.customer_wrote_at.map(time::to_proto),
        operator_message_time: dialog.team_wrote_at.map(time::to_proto),
        customer_message_count: i64::try_from(dialog.customer_messages).unwrap_or(i64::MAX),
        operator_message_count: i64::try_from(dialog.team_messages).unwrap_or(i64::MAX),
    }
}
