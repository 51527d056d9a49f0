//! Polls.

use serde_json::{Value, json};

use super::{
    ask::{Answer, Ask},
    edit::Edited,
    refusal::Refusal,
    send::post,
    sending::Sending,
};
use crate::world::{Body, rate::Cost};

pub(crate) fn send(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let options: Vec<Value> = ask.params.json("options")?.unwrap_or_default();
    if !(2..=12).contains(&options.len()) {
        return Err(Refusal::bad("poll must have at least 2 options"));
    }
    let options: Vec<Value> = options
        .iter()
        .enumerate()
        .map(|(place, option)| {
            let text = option
                .as_str()
                .or_else(|| option["text"].as_str())
                .unwrap_or_default();
            json!({"persistent_id": place.to_string(), "text": text, "voter_count": 0})
        })
        .collect();
    let poll = json!({
        "id": ask.world.fresh().to_string(),
        "question": ask.params.string("question"),
        "options": options,
        "total_voter_count": 0,
        "is_closed": false,
        "is_anonymous": !ask.params.has("is_anonymous") || ask.params.flag("is_anonymous"),
        "type": ask.params.string("type").unwrap_or_else(|| "regular".into()),
        "allows_multiple_answers": ask.params.flag("allows_multiple_answers"),
        "allows_revoting": true,
        "members_only": false,
    });
    post(ask, &sending, Body::Plain("poll".into(), poll))
}

/// Closes a poll, and answers with it.
pub(crate) fn stop(ask: &mut Ask<'_>) -> Answer {
    let edited = Edited::named(ask, "message with poll to stop")?;
    let Body::Plain(kind, mut poll) = edited.old.body.clone() else {
        return Err(Refusal::bad("message is not a poll"));
    };
    if kind != "poll" {
        return Err(Refusal::bad("message is not a poll"));
    }
    if edited.must_be_editable(ask).is_err() {
        return Err(Refusal::bad("poll can't be stopped"));
    }
    poll["is_closed"] = json!(true);
    ask.spend(edited.chat, Cost::Units(1))?;
    let markup = ask.markup()?;
    let body = Body::Plain(kind, poll.clone());
    ask.world.rewrite(edited.uid, body, markup);
    Ok(poll)
}
