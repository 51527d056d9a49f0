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

/// The longest question and option, in characters, and how many options there may be.
const QUESTION_LIMIT: usize = 300;
const OPTION_LIMIT: usize = 100;
const OPTIONS_LIMIT: usize = 12;

pub(crate) fn send(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let question = ask.text("question", "question_entities")?;
    if question.text.chars().count() > QUESTION_LIMIT {
        return Err(Refusal::bad(format!(
            "poll question length must not exceed {QUESTION_LIMIT}"
        )));
    }
    let options = options(ask)?;
    let kind = ask
        .params
        .string("type")
        .unwrap_or_else(|| "regular".into());
    let quiz = kind == "quiz";
    let anonymous = !ask.params.has("is_anonymous") || ask.params.flag("is_anonymous");
    let mut poll = json!({
        "id": ask.world.fresh().to_string(),
        "question": question.text,
        "options": options,
        "total_voter_count": 0,
        "is_closed": ask.params.flag("is_closed"),
        "is_anonymous": anonymous,
        "type": kind,
        "allows_multiple_answers": ask.params.flag("allows_multiple_answers"),
        "allows_revoting": !quiz,
        "members_only": false,
    });
    if !question.entities.is_empty() {
        poll["question_entities"] = json!(question.entities);
    }
    if quiz {
        poll["correct_option_ids"] = json!(right_ones(ask, options.len())?);
        if let Some(explanation) = ask.params.string("explanation") {
            poll["explanation"] = json!(explanation);
        }
    }
    post(ask, &sending, Body::Plain("poll".into(), poll))
}

fn options(ask: &Ask<'_>) -> Result<Vec<Value>, Refusal> {
    let given: Vec<Value> = ask.params.json("options")?.unwrap_or_default();
    if given.is_empty() {
        return Err(Refusal::bad("poll must have at least one answer option"));
    }
    if given.len() > OPTIONS_LIMIT {
        return Err(Refusal::bad(format!(
            "poll can't have more than {OPTIONS_LIMIT} options"
        )));
    }
    let mut options = Vec::new();
    for (place, option) in given.iter().enumerate() {
        let text = option.as_str().or_else(|| option["text"].as_str());
        let text = ask.format(text.unwrap_or_default().to_owned(), &[])?.text;
        if text.is_empty() {
            return Err(Refusal::bad("text must be non-empty"));
        }
        if text.chars().count() > OPTION_LIMIT {
            return Err(Refusal::bad(format!(
                "poll options length must not exceed {OPTION_LIMIT}"
            )));
        }
        options.push(json!({"persistent_id": place.to_string(), "text": text, "voter_count": 0}));
    }
    Ok(options)
}

/// The right answers of a quiz.
fn right_ones(ask: &Ask<'_>, options: usize) -> Result<Vec<usize>, Refusal> {
    let given: Vec<usize> = ask.params.json("correct_option_ids")?.unwrap_or_default();
    if given.is_empty() {
        return Err(Refusal::bad("correct quiz option list must be non-empty"));
    }
    if given.windows(2).any(|pair| pair.first() >= pair.last()) {
        return Err(Refusal::bad("correct quiz option list must be increasing"));
    }
    if given.iter().any(|id| *id >= options) {
        return Err(Refusal::bad("wrong quiz correct_option_id"));
    }
    Ok(given)
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
