//! `ParameterService`. What is allowed, and how it is refused, is
//! `domain::parameter`'s.

use backline_domain::access::Scope;
use backline_domain::connection::{Connection, ParameterChange};
use backline_domain::parameter::{self, HIDDEN_VALUE, Name};
use backline_proto::admin::v1;
use backline_proto::admin::v1::parameter_service_server::ParameterService;
use backline_proto::admin::v1::{
    ExportParametersRequest, ExportParametersResponse, GetParameterRequest, GetParameterResponse,
    ImportParametersRequest, ImportParametersResponse, ListParameterChangesRequest,
    ListParameterChangesResponse, ListParametersRequest, ListParametersResponse,
    SetParameterRequest, SetParameterResponse,
};
use tonic::{Request, Response, Status};

use super::admin::{Admin, Once, Page};
use super::{Caller, parameter_file, status};
use crate::convert::time;

/// Parameters.
#[derive(Clone)]
pub struct Parameters {
    admin: Admin,
}

// === impl Parameters ===

impl Parameters {
    /// The service.
    #[must_use]
    pub const fn new(admin: Admin) -> Self {
        Self { admin }
    }
}

#[tonic::async_trait]
impl ParameterService for Parameters {
    async fn get_parameter(
        &self,
        request: Request<GetParameterRequest>,
    ) -> Result<Response<GetParameterResponse>, Status> {
        let caller = Caller::of(&request)?;
        let request = request.into_inner();
        let connection = self
            .admin
            .connection(&caller, "connection", &request.connection)
            .await?;
        let name = name(&request.parameter)?;
        Ok(Response::new(GetParameterResponse {
            parameter: Some(of(&connection, name, sees_secrets(&caller))),
        }))
    }

    async fn list_parameters(
        &self,
        request: Request<ListParametersRequest>,
    ) -> Result<Response<ListParametersResponse>, Status> {
        let caller = Caller::of(&request)?;
        let request = request.into_inner();
        let connection = self
            .admin
            .connection(&caller, "connection", &request.connection)
            .await?;
        let parameters = Name::ALL
            .iter()
            .map(|name| of(&connection, *name, sees_secrets(&caller)))
            .collect();
        Ok(Response::new(ListParametersResponse { parameters }))
    }

    async fn set_parameter(
        &self,
        request: Request<SetParameterRequest>,
    ) -> Result<Response<SetParameterResponse>, Status> {
        let caller = Caller::of(&request)?;
        let work = set(self.admin.clone(), caller, request.into_inner());
        self.admin.finish(work).await.map(Response::new)
    }

    async fn export_parameters(
        &self,
        request: Request<ExportParametersRequest>,
    ) -> Result<Response<ExportParametersResponse>, Status> {
        let caller = Caller::of(&request)?;
        let file = parameter_file::export(&self.admin, &caller, request.get_ref());
        file.await.map(Response::new)
    }

    async fn import_parameters(
        &self,
        request: Request<ImportParametersRequest>,
    ) -> Result<Response<ImportParametersResponse>, Status> {
        let caller = Caller::of(&request)?;
        let work = parameter_file::import(self.admin.clone(), caller, request.into_inner());
        self.admin.finish(work).await.map(Response::new)
    }

    async fn list_parameter_changes(
        &self,
        request: Request<ListParameterChangesRequest>,
    ) -> Result<Response<ListParameterChangesResponse>, Status> {
        let caller = Caller::of(&request)?;
        let request = request.into_inner();
        let connection = self
            .admin
            .connection(&caller, "connection", &request.connection)
            .await?;
        let query = format!("ListParameterChanges/{}", connection.id);
        let page = Page::new(&query, request.page_size, &request.page_token)?;
        let store = &self.admin.desks.store;
        let changes = store
            .parameter_changes(&connection.id, page.place()?, page.size + 1)
            .await;
        let changes = changes.map_err(|error| status::from_store(&error))?;
        let (changes, next) = page.cut(changes, |change| change.sequence.to_string());
        let sees_secrets = sees_secrets(&caller);
        let shown = changes.into_iter().map(|one| change(one, sees_secrets));
        Ok(Response::new(ListParameterChangesResponse {
            changes: shown.collect(),
            next_page_token: next,
        }))
    }
}

pub(in crate::grpc) async fn set(
    admin: Admin,
    caller: Caller,
    request: SetParameterRequest,
) -> Result<SetParameterResponse, Status> {
    let once = Once::new(&admin, &caller, "SetParameter", &request.request_id)?;
    let connection = admin
        .connection(&caller, "connection", &request.connection)
        .await?;
    if let Some(earlier) = once.earlier().await? {
        return Ok(earlier);
    }
    let name = name(&request.parameter)?;
    let refuse = |error| status::invalid_parameter("value", name.as_str(), &error);
    let text = parameter::check(name, &request.value).map_err(refuse)?;
    admin.within_plan(&connection, name, &request.value)?;
    // What a parameter has by default already is not set by being given once more.
    let has_it = connection.parameters.contains_key(name.as_str()) || text != name.default_text();
    let is_set = has_it && !request.value.trim().eq_ignore_ascii_case("DEFAULT");
    let response = SetParameterResponse {
        parameter: Some(show(name, text, is_set)),
    };
    if request.validate_only {
        return Ok(response);
    }
    let desk = admin.desk(&connection.id)?;
    let done = desk
        .set_parameter(name, request.value, once.asked(&response))
        .await;
    once.or_earlier(
        done.map(|_| response)
            .map_err(|error| status::from_desk(&error)),
    )
    .await
}

fn name(text: &str) -> Result<Name, Status> {
    Name::parse(text).map_err(|error| status::invalid_parameter("parameter", text, &error.into()))
}

/// Who may change what is secret may see it.
fn sees_secrets(caller: &Caller) -> bool {
    caller.allow(Scope::Manage).is_ok()
}

fn of(connection: &Connection, name: Name, sees_secrets: bool) -> v1::Parameter {
    match connection.parameters.get(name.as_str()) {
        Some(value) => show(name, name.shown(value, sees_secrets).to_owned(), true),
        None => show(name, name.default_text().to_owned(), false),
    }
}

pub(super) fn show(name: Name, value: String, is_set: bool) -> v1::Parameter {
    v1::Parameter {
        name: name.as_str().to_owned(),
        value,
        default_value: name.default_text().to_owned(),
        is_set,
        description: name.description().to_owned(),
        allowed: name.allowed().to_owned(),
        is_effective: name.is_effective(),
    }
}

fn change(change: ParameterChange, sees_secrets: bool) -> v1::ParameterChange {
    // A name that this version does not know may have held anything.
    let name = Name::parse(&change.name).ok();
    let shown = |value: String| match name {
        Some(name) => name.shown(&value, sees_secrets).to_owned(),
        None if sees_secrets => value,
        None => HIDDEN_VALUE.to_owned(),
    };
    v1::ParameterChange {
        name: change.name,
        old_value: shown(change.old),
        new_value: shown(change.new),
        changed_by: change.by,
        change_time: Some(time::to_proto(change.at)),
    }
}
