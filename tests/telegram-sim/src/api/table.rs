//! The Bot API's methods with their parameters, as data.
//!
//! `methods.txt` has one line a method: its name, a colon, its parameters; `!` marks the required ones.
//! `check/bot_api.py` compares it with a machine-readable description of the Bot API.

use std::{collections::BTreeMap, sync::LazyLock};

/// One method.
pub(crate) struct Method {
    pub(crate) name: &'static str,
    parameters: BTreeMap<&'static str, bool>,
}

static METHODS: LazyLock<BTreeMap<String, Method>> = LazyLock::new(|| {
    include_str!("methods.txt")
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, rest)| {
            let parameters = rest
                .split_whitespace()
                .map(|word| match word.strip_suffix('!') {
                    Some(required) => (required, true),
                    None => (word, false),
                })
                .collect();
            (name.to_ascii_lowercase(), Method { name, parameters })
        })
        .collect()
});

/// A method by its name in any case.
pub(crate) fn method(name: &str) -> Option<&'static Method> {
    METHODS.get(&name.to_ascii_lowercase())
}

// === impl Method ===

impl Method {
    pub(crate) fn has(&self, parameter: &str) -> bool {
        self.parameters.contains_key(parameter)
    }

    pub(crate) fn required(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.parameters
            .iter()
            .filter(|(_, required)| **required)
            .map(|(name, _)| *name)
    }
}

/// What Telegram says when a required parameter is missing, without its prefix.
pub(crate) fn missing(parameter: &str) -> String {
    match parameter {
        "chat_id" => "chat_id is empty".into(),
        "message_id" => "message identifier is not specified".into(),
        "message_ids" => "message identifiers are not specified".into(),
        "text" => "message text is empty".into(),
        "name" => "title must be non-empty".into(),
        "action" => "wrong parameter action in request".into(),
        "latitude" | "longitude" => format!("{parameter} is empty"),
        "photo" | "video" | "animation" | "audio" | "voice" | "document" | "sticker" => {
            format!("there is no {parameter} in the request")
        }
        "video_note" => "there is no video note in the request".into(),
        "user_id" => "invalid user_id specified".into(),
        "file_id" => "file_id not specified".into(),
        _ => format!("parameter \"{parameter}\" is required"),
    }
}
