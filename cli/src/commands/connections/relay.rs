//! Relay bots.

use backline_proto::admin::v1::connection::Via;
use backline_proto::admin::v1::{
    AddRelayBotRequest, ListRelayBotsRequest, RelayBot, RemoveRelayBotRequest,
};

use crate::args::{AddRelay, Named};
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::RelayBotView;
use crate::remote::{Listing, Remote, connection_name, request_id};
use crate::secret::{bot_token, check_bot_token};

/// Adds a relay bot, or gives one its new token.
pub(crate) async fn add(arguments: &AddRelay, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let named = &arguments.connection;
    let connection = connection_name(named)?;
    let wanted = bot_token(arguments.bot_token_file.as_deref());
    let token = wanted.obtain(&context.environment, &mut *context.terminal)?;
    check_bot_token(&token)?;
    let request = AddRelayBotRequest {
        request_id: request_id(),
        connection,
        bot_token: token.expose().to_owned(),
        via: arguments.via.map_or(Via::Unspecified, Via::from).into(),
    };
    let result = remote
        .call(|| async {
            remote
                .client()
                .relay_bots()
                .add_relay_bot(request.clone())
                .await
        })
        .await;
    let response = remote.about(named, result).await?;
    let view = RelayBotView::from(response.relay_bot.unwrap_or_default());
    let sentence = format!(
        "{} is a relay bot of {named}: add it to the backend group. `backline connections relay \
         list {named}` tells whether it posts",
        view.bot()
    );
    Ok(context.printer.changed(&sentence, &view)?)
}

/// Lists the relay bots of a connection.
pub(crate) async fn list(named: &Named, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let items = all(&remote, &named.connection).await?;
    let has_more = false;
    context.print::<_, RelayBotView>(Listing { items, has_more })
}

/// Takes a relay bot out of use.
pub(crate) async fn remove(named: &str, bot: &str, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let wanted = bot.trim_start_matches("bot:");
    let is_it = |one: &&RelayBot| {
        let username = wanted.trim_start_matches('@');
        one.name.rsplit('/').next() == Some(wanted)
            || one.name == bot
            || (!username.is_empty() && one.username.eq_ignore_ascii_case(username))
    };
    let all = all(&remote, named).await?;
    let Some(found) = all.iter().find(is_it) else {
        return Err(Failure::failed(format!(
            "{named} has no relay bot {bot}: `backline connections relay list {named}` lists them"
        )));
    };
    let request = RemoveRelayBotRequest {
        request_id: request_id(),
        name: found.name.clone(),
    };
    remote
        .call(|| async {
            remote
                .client()
                .relay_bots()
                .remove_relay_bot(request.clone())
                .await
        })
        .await?;
    let view = RelayBotView::from(found.clone());
    let sentence = format!(
        "{} posts no more for {named}, and its token is forgotten; remove it from the group \
         yourself",
        view.bot()
    );
    Ok(context.printer.changed(&sentence, &view)?)
}

async fn all(remote: &Remote, named: &str) -> Result<Vec<RelayBot>, Failure> {
    let request = ListRelayBotsRequest {
        connection: connection_name(named)?,
    };
    let result = remote
        .call(|| async {
            remote
                .client()
                .relay_bots()
                .list_relay_bots(request.clone())
                .await
        })
        .await;
    Ok(remote.about(named, result).await?.relay_bots)
}
