//! The page on which a person plays customers and operators, and the control API behind it.
//!
//! `GET /sim/state`, `/sim/calls`, `/sim/violations`, `/sim/transcript` look, `GET /sim/events` tells when there is
//! something new, `POST /sim/<verb>` with a JSON object acts: see [`command::Command`]. Tests in other processes drive
//! the program through it.

mod command;
mod perform;
mod state;

use std::{convert::Infallible, sync::Arc};

use axum::{
    Json, Router,
    extract::{Path, Query, State},
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
use crate::{shared::Shared, world::Key};

/// The page's routes.
pub(crate) fn routes(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(async || Html(include_str!("index.html"))))
        .route(
            "/sim/style.css",
            get(async || file("text/css", include_str!("style.css"))),
        )
        .route(
            "/sim/app.js",
            get(async || file("text/javascript", include_str!("app.js"))),
        )
        .route("/sim/state", get(look))
        .route("/sim/calls", get(calls))
        .route("/sim/violations", get(violations))
        .route("/sim/transcript", get(transcript))
        .route("/sim/events", get(events))
        .route("/sim/{verb}", post(act))
        .with_state(shared)
}

fn file(kind: &'static str, content: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, format!("{kind}; charset=utf-8"))], content)
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
