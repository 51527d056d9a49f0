use std::collections::HashMap;

use backline_proto::admin::v1::{CreateConnectionRequest, CreateConnectionResponse};
use serde::Serialize;

use crate::args::{Add, Assignment};
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::{ConnectionView, rfc3339, time_words};
use crate::remote::request_id;
use crate::secret::{Wanted, check_bot_token};

/// A new connection, with the link that claims it.
#[derive(Serialize)]
struct Added {
    #[serde(flatten)]
    connection: ConnectionView,
    claim_link: Option<String>,
    claim_expire_time: Option<String>,
}

/// Connects a bot.
pub(crate) async fn add(arguments: Add, context: &mut Context) -> Result<(), Failure> {
    let parameters = by_name(&arguments.set)?;
    let remote = context.remote()?;
    let wanted = Wanted {
        what: "the bot's token",
        file: arguments.bot_token_file.as_deref(),
        flag: "--bot-token-file",
        variable: "BACKLINE_BOT_TOKEN",
    };
    let token = wanted.obtain(&context.environment, &mut *context.terminal)?;
    check_bot_token(&token)?;
    let request = CreateConnectionRequest {
        request_id: request_id(),
        display_name: arguments.name,
        bot_token: token.expose().to_owned(),
        backend_group_id: arguments.group.unwrap_or_default(),
        parameters,
        administrator_id: 0,
    };
    let response = remote
        .call(|| async {
            remote
                .client()
                .connections()
                .create_connection(request.clone())
                .await
        })
        .await?;
    tell(response, context)
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

fn tell(response: CreateConnectionResponse, context: &mut Context) -> Result<(), Failure> {
    let link = link(&response);
    let connection = response.connection.unwrap_or_default();
    let name = connection.display_name.clone();
    let bot = match connection.frontend_username.as_str() {
        "" => connection.frontend_identity.clone(),
        username => format!("@{username}"),
    };
    let group = connection.backend_group_id;
    let expire_time = rfc3339(response.claim_expire_time);
    let sentence = match &link {
        None => format!(
            "{name} was made: {bot} with group {group}. `backline connections show {name}` tells \
             when it runs"
        ),
        Some(link) => format!(
            "{name} was made: {bot}, without a group yet.\n\
             Open this link in Telegram until {until}; who opens it first becomes the \
             administrator:\n\
             {link}\n\
             Then make the bot an admin of a forum group, with the right to manage topics.",
            until = time_words(expire_time.as_deref()),
        ),
    };
    let added = Added {
        connection: connection.into(),
        claim_link: link,
        claim_expire_time: expire_time,
    };
    Ok(context.printer.changed(&sentence, &added)?)
}

/// The link that claims the connection. The bot's name may not be known yet: then it is left to be
/// filled in.
fn link(response: &CreateConnectionResponse) -> Option<String> {
    match (response.claim_link.as_str(), response.claim_code.as_str()) {
        ("", "") => None,
        ("", code) => Some(format!("https://t.me/YOUR_BOT?start={code}")),
        (link, _) => Some(link.to_owned()),
    }
}
