use std::collections::HashMap;

use backline_proto::admin::v1::connection::Via;
use backline_proto::admin::v1::{CreateConnectionRequest, CreateConnectionResponse};

use super::claim::{Claim, Claimable};
use super::log_in::talk;
use crate::args::{Add, Assignment};
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::rfc3339;
use crate::remote::{Remote, request_id};
use crate::secret::{bot_token, check_bot_token, desk_bot_token};

/// Connects a bot or an account.
pub(crate) async fn add(arguments: Add, context: &mut Context) -> Result<(), Failure> {
    let parameters = by_name(&arguments.set)?;
    let remote = context.remote()?;
    let mut request = CreateConnectionRequest {
        request_id: request_id(),
        display_name: arguments.name,
        bot_token: String::new(),
        backend_group_id: arguments.group.unwrap_or_default(),
        parameters,
        administrator_id: 0,
        account_login: String::new(),
        via: arguments.via.map_or(Via::Unspecified, Via::from).into(),
        desk_bot_token: String::new(),
        desk_via: arguments
            .desk_via
            .map_or(Via::Unspecified, Via::from)
            .into(),
        new_group_title: arguments.new_group.unwrap_or_default(),
    };
    if arguments.account.is_some() {
        let file = arguments.desk_bot_token_file.as_deref();
        let wanted = desk_bot_token(file, "--desk-bot-token-file");
        if let Some(token) = wanted.given(&context.environment)? {
            check_bot_token(&token)?;
            token.expose().clone_into(&mut request.desk_bot_token);
        }
    }
    if let Some(account) = &arguments.account {
        request.account_login = talk(&remote, account, context).await?.account_login;
    } else {
        let wanted = bot_token(arguments.bot_token_file.as_deref());
        let token = wanted.obtain(&context.environment, &mut *context.terminal)?;
        check_bot_token(&token)?;
        token.expose().clone_into(&mut request.bot_token);
    }
    let response = remote
        .call(|| async {
            remote
                .client()
                .connections()
                .create_connection(request.clone())
                .await
        })
        .await?;
    tell(response, &remote, context).await
}

/// The assignments by parameter.
///
/// # Errors
/// A parameter is set twice.
pub(crate) fn by_name(assignments: &[Assignment]) -> Result<HashMap<String, String>, Failure> {
    let mut parameters = HashMap::new();
    for Assignment { parameter, value } in assignments {
        let name = parameter.to_uppercase();
        if parameters.insert(name, value.clone()).is_some() {
            return Err(Failure::usage(format!(
                "--set {parameter} is given twice: keep one"
            )));
        }
    }
    Ok(parameters)
}

/// Says what was made. The claim code is told with its link, or in words: never in a link to a bot
/// that may be somebody else's.
async fn tell(
    response: CreateConnectionResponse,
    remote: &Remote,
    context: &mut Context,
) -> Result<(), Failure> {
    let mut connection = response.connection.unwrap_or_default();
    let mut claim = (!response.claim_code.is_empty()).then(|| Claim {
        code: response.claim_code,
        link: response.claim_link,
        expire_time: rfc3339(response.claim_expire_time),
    });
    if let Some(claim) = &mut claim {
        claim.complete(remote, &mut connection, context).await;
    }
    let name = connection.display_name.clone();
    let bot = match connection.frontend_username.as_str() {
        "" => connection.frontend_identity.clone(),
        username => format!("@{username}"),
    };
    let group = connection.backend_group_id;
    let group = match group {
        0 => "a group that it makes".to_owned(),
        id => format!("group {id}"),
    };
    let sentence = match &claim {
        None => format!(
            "{name} was made: {bot} with {group}. `backline connections show {name}` tells \
             when it runs"
        ),
        Some(claim) => format!(
            "{name} was made: {bot}, without a group yet.\n{}",
            claim.words(&connection)
        ),
    };
    let claimable = Claimable::new(connection, claim);
    Ok(context.printer.changed(&sentence, &claimable)?)
}
