//! The page on which a person plays customers and operators, and the control API behind it.
//!
//! `GET /sim/state`, `/sim/calls`, `/sim/violations`, `/sim/transcript`, `/sim/press/<query>` look, `GET /sim/events` tells when there is
//! something new, `POST /sim/<verb>` with a JSON object acts: see [`command::Command`]. Tests in other processes drive
//! the program through it.

mod botfather;
mod command;
mod faults;
mod perform;
mod say;
mod state;
mod topic;

use std::{convert::Infallible, sync::Arc};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{
        Html, IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
    routing::{get, post},
};
use futures::{Stream, stream};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use self::command::Command;
use crate::{
    shared::Shared,
    world::{Key, MediaKind, file},
};

/// The page's routes.
pub(crate) fn routes(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(async || Html(include_str!("index.html"))))
        .route(
            "/sim/style.css",
            get(async || text("text/css", include_str!("style.css"))),
        )
        .route("/sim/file/{no}", get(picture))
        .route(
            "/sim/upload",
            post(upload).layer(DefaultBodyLimit::max(LARGEST_UPLOAD)),
        )
        .route("/sim/state", get(look))
        .route("/sim/calls", get(calls))
        .route("/sim/login_code", get(login_code))
        .route("/sim/press/{query}", get(answered))
        .route("/sim/violations", get(violations))
        .route("/sim/transcript", get(transcript))
        .route("/sim/events", get(events))
        .route("/sim/{name}", get(script).post(act))
        .with_state(shared)
}

fn text(kind: &'static str, content: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, format!("{kind}; charset=utf-8"))], content)
}

/// The page's modules by their names.
const SCRIPTS: &[(&str, &str)] = &[
    ("app.js", include_str!("app.js")),
    ("base.js", include_str!("base.js")),
    ("bubble.js", include_str!("bubble.js")),
    ("talk.js", include_str!("talk.js")),
];

async fn script(Path(name): Path<String>) -> Response {
    match SCRIPTS.iter().find(|(known, _)| *known == name) {
        Some((_, content)) => text("text/javascript", content).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[derive(Deserialize)]
struct Phone {
    phone: String,
}

/// The login code that was sent to a phone last, as its owner would read it there.
async fn login_code(
    State(shared): State<Arc<Shared>>,
    Query(Phone { phone }): Query<Phone>,
) -> Json<Value> {
    let code = shared.read(|world| world.login_code(&phone));
    Json(json!({ "code": code }))
}

/// What a bot answered to a pressed button: null until it did.
async fn answered(State(shared): State<Arc<Shared>>, Path(query): Path<String>) -> Json<Value> {
    let answer = shared.read(|world| world.press_answer(&query).cloned());
    Json(json!({ "answer": answer }))
}

/// What the page may upload at once, in bytes.
const LARGEST_UPLOAD: usize = 50 * 1024 * 1024;

#[derive(Deserialize)]
struct Uploaded {
    name: String,
    kind: String,
}

/// Takes a file's bytes; the number that it answers goes into `say`.
async fn upload(
    State(shared): State<Arc<Shared>>,
    Query(uploaded): Query<Uploaded>,
    body: Bytes,
) -> Response {
    let Some(kind) = MediaKind::named(&uploaded.kind) else {
        return refused(&format!("{:?} is no kind of file", uploaded.kind));
    };
    let bytes = file::Bytes::Held(Arc::new(body.to_vec()));
    let new = file::File::new(kind, &uploaded.name, bytes);
    let no = shared.change(|world| world.add_file(new));
    Json(json!({"ok": true, "result": {"upload": no.0}})).into_response()
}

/// A file's bytes, with the type that they look like, so that the page can show pictures.
async fn picture(State(shared): State<Arc<Shared>>, Path(no): Path<usize>) -> Response {
    let found = shared.read(|world| {
        let found = world.files.get(file::FileNo(no))?;
        Some((found.looks_like()?, found.content()))
    });
    match found {
        Some((kind, bytes)) => ([(CONTENT_TYPE, kind)], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn look(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(shared.read(state::of))
}

async fn calls(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(shared.read(|world| {
        let calls = world
            .calls()
            .iter()
            .filter(|call| call.method != "getUpdates");
        let shown = calls.map(|call| {
            json!({
                "bot": call.bot,
                "method": call.method,
                "params": call.params,
                "outcome": format!("{:?}", call.outcome),
                "took_effect": call.took_effect(),
                "at": call.at,
            })
        });
        shown.collect()
    }))
}

async fn violations(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(shared.read(|world| {
        world
            .violations()
            .iter()
            .map(|one| json!(format!("{one:?}")))
            .collect()
    }))
}

#[derive(Deserialize)]
struct Where {
    chat: Option<i64>,
    thread: Option<i64>,
    person: Option<i64>,
    bot: Option<i64>,
}

async fn transcript(State(shared): State<Arc<Shared>>, Query(place): Query<Where>) -> String {
    shared.read(|world| match place {
        Where {
            chat: Some(chat),
            thread,
            ..
        } => crate::cast::transcript(world, Key::Group(chat), thread),
        Where {
            person: Some(person),
            bot: Some(bot),
            ..
        } => crate::cast::transcript(world, Key::private(person, bot), None),
        _ => crate::cast::describe(world),
    })
}

/// One event for every change, the first at once. Changes that come together are told once.
async fn events(
    State(shared): State<Arc<Shared>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut bell = shared.bell();
    bell.mark_changed();
    let stop = shared.stop.clone();
    let told = stream::unfold((bell, stop), async |(mut bell, stop)| {
        tokio::select! {
            changed = bell.changed() => {
                changed.ok()?;
                let version = *bell.borrow_and_update();
                Some((Ok(Event::default().data(version.to_string())), (bell, stop)))
            }
            () = stop.cancelled() => None,
        }
    });
    Sse::new(told).keep_alive(KeepAlive::default())
}

async fn act(
    State(shared): State<Arc<Shared>>,
    Path(verb): Path<String>,
    Json(mut fields): Json<Map<String, Value>>,
) -> Response {
    fields.insert("do".to_owned(), json!(verb));
    let command: Command = match serde_json::from_value(Value::Object(fields)) {
        Ok(command) => command,
        Err(error) => return refused(&format!("{verb}: {error}")),
    };
    match shared.change(|world| perform::perform(world, command)) {
        Ok(result) => Json(json!({"ok": true, "result": result})).into_response(),
        Err(reason) => refused(&reason.to_string()),
    }
}

fn refused(reason: &str) -> Response {
    let body = Json(json!({"ok": false, "error": reason}));
    (StatusCode::BAD_REQUEST, body).into_response()
}
