//! Parameters as a file: given out, and taken in whole or not at all.

use std::collections::BTreeSet;

use backline_domain::access::Scope;
use backline_domain::parameter::{Contents, Name, read_file, write_file};
use backline_proto::admin::v1::{
    ExportParametersRequest, ExportParametersResponse, ImportParametersRequest,
    ImportParametersResponse,
};
use tonic::Status;

use super::admin::{Admin, Once};
use super::parameter_service::show;
use super::{Caller, status};

pub(super) async fn export(
    admin: &Admin,
    caller: &Caller,
    request: &ExportParametersRequest,
) -> Result<ExportParametersResponse, Status> {
    let connection = admin
        .connection(caller, "connection", &request.connection)
        .await?;
    if request.with_secrets {
        caller.allow(Scope::Manage)?;
    }
    let contents = Contents {
        with_defaults: request.with_defaults,
        with_secrets: request.with_secrets,
    };
    Ok(ExportParametersResponse {
        file: write_file(&connection.parameters, contents),
    })
}

pub(super) async fn import(
    admin: Admin,
    caller: Caller,
    request: ImportParametersRequest,
) -> Result<ImportParametersResponse, Status> {
    let once = Once::new(&admin, &caller, "ImportParameters", &request.request_id)?;
    let connection = admin
        .connection(&caller, "connection", &request.connection)
        .await?;
    if let Some(earlier) = once.earlier().await? {
        return Ok(earlier);
    }
    let mut values = read_file(&request.file).map_err(|error| status::invalid_file(&error))?;
    if request.replace {
        let given: BTreeSet<Name> = values.iter().map(|(name, _)| *name).collect();
        let others = Name::ALL.iter().filter(|name| !given.contains(name));
        values.extend(others.map(|name| (*name, "DEFAULT".to_owned())));
    }
    values.sort_by_key(|(name, _)| *name);
    for (name, value) in &values {
        admin.within_plan(&connection, *name, value)?;
    }
    let mut changed = Vec::new();
    for (name, value) in &values {
        let before = connection.parameters.get(name.as_str());
        let is_set = !value.eq_ignore_ascii_case("DEFAULT");
        let after = is_set.then_some(value);
        if before != after {
            let value = after.map_or(name.default_text(), String::as_str);
            changed.push(show(*name, value.to_owned(), is_set));
        }
    }
    let response = ImportParametersResponse { changed };
    if request.validate_only {
        return Ok(response);
    }
    let desk = admin.desk(&connection.id)?;
    let set = desk.set_parameters(values, once.asked(&response)).await;
    once.or_earlier(
        set.map(|_| response)
            .map_err(|error| status::from_desk(&error)),
    )
    .await
}
