//! The Bot API over HTTP: one call from request to answer.

mod album;
mod ask;
mod batch;
mod business;
mod chat;
mod copy;
mod delete;
mod edit;
mod live;
mod markup;
mod me;
mod media;
mod params;
mod pin;
mod poll;
mod reach;
mod react;
mod refusal;
mod reply;
mod send;
mod sending;
mod table;
mod text;
mod topic;
mod updates;
mod verbs;

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{ConnectInfo, DefaultBodyLimit, Path, RawQuery, State},
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, RANGE},
    },
    response::{AppendHeaders, IntoResponse, Response},
    routing::{any, get},
};
use serde_json::{Value, json};

use self::{ask::Ask, params::Params, refusal::Refusal, table::Method};
use crate::{
    net::Scissors,
    shared::Shared,
    world::{
        Call, Key, Outcome, UserId, Violation, World,
        fault::{Effect, Face},
    },
};

/// What downloads of files are called in scripts.
const DOWNLOAD: &str = "download";

/// The Bot API's routes.
pub(crate) fn routes(shared: Arc<Shared>) -> Router {
    // Room for a request just over the upload limit, so that the refusal can be Telegram's.
    let limit = shared.read(media::upload_limit);
    let room = limit + 16 * 1024 * 1024;
    Router::new()
        // Tokens stand behind the word "bot" without a slash, which a route cannot say.
        .route("/{bot}/{method}", any(call))
        .route("/file/{bot}/{*path}", get(download))
        .layer(DefaultBodyLimit::max(room))
        .with_state(shared)
}

async fn call(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    Path((bot, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(token) = bot.strip_prefix("bot") else {
        return refused(&Refusal::new(404, "Not Found"));
    };
    let Some(bot) = shared.read(|world| world.bot_by_token(token).map(|bot| bot.id)) else {
        return refused(&Refusal::new(401, "Unauthorized"));
    };
    let Some(method) = table::method(&name) else {
        return refused(&Refusal::new(404, "Not Found"));
    };
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let params = match Params::read(query.as_deref(), kind, body).await {
        Ok(params) => params,
        Err(refusal) => return refused(&refusal),
    };
    let (outcome, response) = answer(&shared, bot, method, &params).await;
    if response.is_none() {
        scissors.cut();
    }
    shared.change(|world| {
        let at = world.now;
        world.journal.record(Call {
            bot,
            method: method.name.to_owned(),
            params: params.wire(),
            outcome,
            at,
        });
    });
    // What is answered on a cut connection is never seen.
    response.unwrap_or_else(|| StatusCode::BAD_GATEWAY.into_response())
}

/// Does a call, with whatever fault was scripted for it. No response means that the connection is to be cut.
async fn answer(
    shared: &Shared,
    bot: UserId,
    method: &'static Method,
    params: &Params,
) -> (Outcome, Option<Response>) {
    let effect = shared.change(|world| world.faults.strike(bot, method.name, Face::BotApi));
    let mut skip = Vec::new();
    let mut garbled = None;
    let mut cut_after = false;
    match effect {
        None => {}
        Some(Effect::Hold(gate)) => wait_for(shared, gate).await,
        Some(Effect::Answer(status, body)) => {
            return (Outcome::Faulted("answer"), Some(plain(status, body)));
        }
        Some(Effect::CutBefore) => return (Outcome::Faulted("cut before the effect"), None),
        Some(Effect::CutAfter) => cut_after = true,
        Some(Effect::Flood(seconds)) => {
            shared.change(|world| freeze(world, bot, params, seconds));
            let refusal = Refusal::wait(seconds);
            return (
                Outcome::Refused(429, refusal.text.clone()),
                Some(refused(&refusal)),
            );
        }
        Some(Effect::Refuse(code, text)) => {
            let refusal = Refusal::new(code, text);
            return (
                Outcome::Refused(code, refusal.text.clone()),
                Some(refused(&refusal)),
            );
        }
        Some(Effect::Garble(body)) => garbled = Some(body),
        Some(Effect::SkipCopies(places)) => skip = places,
        Some(Effect::DeleteTopic) => shared.change(|world| delete_named_topic(world, params)),
    }
    let result = if method.name == "getUpdates" {
        shared.change(|world| blame_unknown(world, bot, method, params));
        updates::poll(shared, bot, params).await
    } else {
        shared.change(|world| perform(world, bot, method, params, skip))
    };
    match result {
        Ok(value) if cut_after => (Outcome::DoneUnanswered(value), None),
        Ok(value) => {
            let response = match garbled {
                Some(body) => plain(200, body),
                None => plain(200, json!({"ok": true, "result": value}).to_string()),
            };
            // Updates would fill the journal twice over.
            let kept = if method.name == "getUpdates" {
                Value::Null
            } else {
                value
            };
            (Outcome::Done(kept), Some(response))
        }
        Err(refusal) => (
            Outcome::Refused(refusal.code, refusal.text.clone()),
            Some(refused(&refusal)),
        ),
    }
}

async fn wait_for(shared: &Shared, gate: u64) {
    let mut bell = shared.bell();
    while !shared.read(|world| world.faults.is_released(gate)) {
        tokio::select! {
            changed = bell.changed() => if changed.is_err() { return },
            () = shared.stop.cancelled() => return,
        }
    }
}

fn perform(
    world: &mut World,
    bot: UserId,
    method: &'static Method,
    params: &Params,
    skip: Vec<usize>,
) -> Result<Value, Refusal> {
    blame_unknown(world, bot, method, params);
    let mut ask = Ask {
        world,
        bot,
        method: method.name,
        params,
        skip,
        business: None,
    };
    let Some(verb) = verbs::verb(method.name) else {
        ask.not_simulated(method.name);
        return Err(Refusal::new(404, "Not Found"));
    };
    // The chat comes first, as Telegram looks at it first; setWebhook takes an empty url.
    let mut missing: Vec<&str> = method
        .required()
        .filter(|name| !params.has(name) && *name != "url")
        .collect();
    missing.sort_by_key(|name| *name != "chat_id");
    if let Some(name) = missing.first() {
        return Err(Refusal::bad(table::missing(name)));
    }
    verb(&mut ask)
}

/// Notes every parameter that the method does not have.
fn blame_unknown(world: &mut World, bot: UserId, method: &Method, params: &Params) {
    for parameter in params.names().filter(|name| !method.has(name)) {
        world.journal.blame(Violation::UnknownParameter {
            bot,
            method: method.name.to_owned(),
            parameter: parameter.to_owned(),
        });
    }
}

fn named_chat(world: &World, bot: UserId, params: &Params) -> Option<Key> {
    let id = params.int("chat_id").ok().flatten()?;
    let key = if id > 0 {
        Key::private(id, bot)
    } else {
        Key::Group(id)
    };
    world.chat(key).map(|chat| chat.key)
}

fn freeze(world: &mut World, bot: UserId, params: &Params, seconds: i64) {
    let until = world.now.saturating_add(seconds.saturating_mul(1000));
    if let Some(chat) = named_chat(world, bot, params) {
        world.rates.freeze(bot, chat, until);
    }
}

fn delete_named_topic(world: &mut World, params: &Params) {
    let chat = params.int("chat_id").ok().flatten().map(Key::Group);
    let thread = params.int("message_thread_id").ok().flatten();
    if let (Some(chat), Some(thread)) = (chat, thread) {
        // A topic that is gone already is what the fault wanted.
        let _ = world.delete_topic(chat, thread);
    }
}

async fn download(
    State(shared): State<Arc<Shared>>,
    Path((bot, path)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let found = shared.change(|world| {
        let token = bot.strip_prefix("bot")?;
        let bot = world.bot_by_token(token)?.id;
        // One with `--local` has them read from its disk.
        if world.local_files.is_some() {
            return None;
        }
        let file = world.files.at_path(&path)?;
        let (mime, bytes) = (file.mime.clone(), file.content());
        Some((
            mime,
            bytes,
            world.faults.strike(bot, DOWNLOAD, Face::BotApi),
        ))
    });
    let Some((mime, mut bytes, effect)) = found else {
        return refused(&Refusal::new(404, "Not Found"));
    };
    let whole = bytes.len();
    let asked = headers.get(RANGE).and_then(|range| range.to_str().ok());
    let from = asked.and_then(|range| {
        let from: usize = range
            .strip_prefix("bytes=")?
            .strip_suffix('-')?
            .parse()
            .ok()?;
        (from < whole).then_some(from)
    });
    let (status, range) = if let Some(from) = from {
        bytes.drain(..from);
        let given = format!("bytes {from}-{}/{whole}", whole - 1);
        (StatusCode::PARTIAL_CONTENT, Some([(CONTENT_RANGE, given)]))
    } else {
        (StatusCode::OK, None)
    };
    let range = range.map(AppendHeaders);
    match effect {
        Some(Effect::Answer(status, body)) => plain(status, body),
        Some(Effect::CutBefore | Effect::CutAfter) => {
            let length = bytes.len();
            bytes.truncate(length / 2);
            let broke = std::io::Error::other("cut");
            let parts = futures::stream::iter([Ok(Bytes::from(bytes)), Err(broke)]);
            let headers = [(CONTENT_TYPE, mime), (CONTENT_LENGTH, length.to_string())];
            (status, headers, range, Body::from_stream(parts)).into_response()
        }
        _ => (status, [(CONTENT_TYPE, mime)], range, bytes).into_response(),
    }
}

fn refused(refusal: &Refusal) -> Response {
    plain(refusal.code, refusal.wire().to_string())
}

fn plain(status: u16, body: String) -> Response {
    let kind = if body.trim_start().starts_with('<') {
        "text/html"
    } else {
        "application/json"
    };
    Response::builder()
        .status(status)
        .header(CONTENT_TYPE, kind)
        .body(Body::from(body))
        .unwrap_or_default()
}
