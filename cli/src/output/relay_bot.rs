use backline_proto::admin::v1::{RelayBot, relay_bot::State};
use serde::Serialize;

use super::connection::{way, way_words};
use super::{Row, time};

/// A relay bot as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct RelayBotView {
    name: String,
    identity: String,
    username: String,
    state: &'static str,
    makes_topics: bool,
    problem: String,
    add_time: Option<String>,
    via: &'static str,
}

// === impl RelayBotView ===

impl From<RelayBot> for RelayBotView {
    fn from(bot: RelayBot) -> Self {
        let state = match bot.state() {
            State::Unspecified => "unknown",
            State::Unchecked => "unchecked",
            State::Ready => "ready",
            State::Out => "out",
        };
        Self {
            via: way(bot.via()),
            name: bot.name,
            identity: bot.identity,
            username: bot.username,
            state,
            makes_topics: bot.makes_topics,
            problem: bot.problem,
            add_time: time::rfc3339(bot.add_time),
        }
    }
}

impl RelayBotView {
    /// Its @name, or its id until that is known.
    pub(crate) fn bot(&self) -> String {
        if self.username.is_empty() {
            self.identity.clone()
        } else {
            format!("@{}", self.username)
        }
    }

    fn state_words(&self) -> &'static str {
        match self.state {
            "unchecked" => "waits for its gateway",
            "out" => "may not post",
            other => other,
        }
    }
}

impl Row for RelayBotView {
    const HEADINGS: &'static [&'static str] =
        &["bot", "via", "state", "topics", "added", "problem"];
    const NONE: &'static str =
        "there is no relay bot: `backline connections relay add CONNECTION` adds one";

    fn rows(&self) -> Vec<Vec<String>> {
        let topics = if self.makes_topics { "makes them" } else { "" };
        vec![vec![
            self.bot(),
            way_words(self.via).into(),
            self.state_words().into(),
            topics.into(),
            time::words(self.add_time.as_deref()),
            self.problem.clone(),
        ]]
    }
}
