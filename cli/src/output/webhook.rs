use backline_proto::admin::v1::{DeadPost, Webhook};
use serde::Serialize;

use super::{Row, time};

/// A URL as it is shown.
#[derive(Serialize)]
pub(crate) struct WebhookView {
    url: String,
    events: Vec<String>,
    waiting_dialogs: i32,
    failing_since_time: Option<String>,
    last_error: Option<String>,
}

/// What was given up, as it is shown.
#[derive(Serialize)]
pub(crate) struct DeadPostView {
    name: String,
    event: String,
    post_id: String,
    url: Option<String>,
    create_time: Option<String>,
    fail_time: Option<String>,
    attempt_count: i32,
    last_error: String,
}

// === impl WebhookView ===

impl From<Webhook> for WebhookView {
    fn from(webhook: Webhook) -> Self {
        Self {
            url: webhook.url,
            events: webhook.events,
            waiting_dialogs: webhook.waiting_dialogs,
            failing_since_time: time::rfc3339(webhook.failing_since_time),
            last_error: Some(webhook.last_error).filter(|error| !error.is_empty()),
        }
    }
}

impl Row for WebhookView {
    const HEADINGS: &'static [&'static str] = &["url", "events", "waiting", "failing since", "why"];
    const NONE: &'static str =
        "no webhook: `backline params set CONNECTION WEBHOOKS …` sets where events are posted to";

    fn rows(&self) -> Vec<Vec<String>> {
        let since = self.failing_since_time.as_deref();
        vec![vec![
            self.url.clone(),
            self.events.join(", "),
            self.waiting_dialogs.to_string(),
            since.map_or_else(|| "—".to_owned(), |since| time::words(Some(since))),
            self.last_error.clone().unwrap_or_default(),
        ]]
    }
}

// === impl DeadPostView ===

impl From<DeadPost> for DeadPostView {
    fn from(post: DeadPost) -> Self {
        Self {
            name: post.name,
            event: post.event,
            post_id: post.post_id,
            url: Some(post.url).filter(|url| !url.is_empty()),
            create_time: time::rfc3339(post.create_time),
            fail_time: time::rfc3339(post.fail_time),
            attempt_count: post.attempt_count,
            last_error: post.last_error,
        }
    }
}

impl Row for DeadPostView {
    const HEADINGS: &'static [&'static str] = &[
        "id", "event", "url", "happened", "given up", "attempts", "why",
    ];
    const NONE: &'static str = "nothing was given up: every post was taken, or waits";

    fn rows(&self) -> Vec<Vec<String>> {
        let id = self.name.rsplit('/').next().unwrap_or_default();
        vec![vec![
            id.to_owned(),
            self.event.clone(),
            self.url
                .clone()
                .unwrap_or_else(|| "not in WEBHOOKS any more".to_owned()),
            time::words(self.create_time.as_deref()),
            time::words(self.fail_time.as_deref()),
            self.attempt_count.to_string(),
            self.last_error.clone(),
        ]]
    }
}
