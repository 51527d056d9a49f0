//! A bot's side of the Bot API, without any library.

use std::sync::Arc;

use serde_json::{Value, json};
use telegram_sim::{Bot, Sim};

/// Calls methods for one bot. Keeps the simulator alive.
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    _sim: Arc<Sim>,
}

impl Client {
    pub(crate) fn new(sim: &Arc<Sim>, bot: &Bot) -> Self {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let base = format!("{}/bot{}", sim.url(), bot.token());
        Self {
            http,
            base,
            _sim: Arc::clone(sim),
        }
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    pub(crate) fn url(&self, method: &str) -> String {
        format!("{}/{method}", self.base)
    }

    /// The whole answer.
    pub(crate) async fn ask(&self, method: &str, params: Value) -> Value {
        let response = self.try_ask(method, params).await.unwrap();
        response.json().await.unwrap()
    }

    pub(crate) async fn try_ask(
        &self,
        method: &str,
        params: Value,
    ) -> reqwest::Result<reqwest::Response> {
        self.http.post(self.url(method)).json(&params).send().await
    }

    /// The result of a call that must be done.
    #[track_caller]
    pub(crate) fn ok(&self, method: &str, params: Value) -> impl Future<Output = Value> {
        let shown = format!("{method} {params}");
        let asking = self.try_ask(method, params);
        async move {
            let answer: Value = asking.await.unwrap().json().await.unwrap();
            assert_eq!(answer["ok"], true, "{shown} → {answer}");
            answer["result"].clone()
        }
    }

    /// Code and text of a call that must be refused.
    pub(crate) async fn refused(&self, method: &str, params: Value) -> String {
        let shown = format!("{method} {params}");
        let answer = self.ask(method, params).await;
        assert_eq!(answer["ok"], false, "{shown} → {answer}");
        format!(
            "{} {}",
            answer["error_code"],
            answer["description"].as_str().unwrap()
        )
    }

    /// What waits, confirmed at once.
    pub(crate) async fn updates(&self) -> Vec<Value> {
        let updates = self.ok("getUpdates", json!({})).await;
        let updates = updates.as_array().unwrap().clone();
        if let Some(last) = updates.last() {
            let next = last["update_id"].as_i64().unwrap() + 1;
            self.ok("getUpdates", json!({"offset": next, "limit": 1}))
                .await;
        }
        updates
    }

    /// The kinds of the updates that wait.
    pub(crate) async fn kinds(&self) -> Vec<String> {
        self.updates().await.iter().map(kind).collect()
    }

    /// The texts of the messages that wait.
    pub(crate) async fn texts(&self) -> Vec<String> {
        let updates = self.updates().await;
        let texts = updates
            .iter()
            .filter_map(|update| update["message"]["text"].as_str());
        texts.map(str::to_owned).collect()
    }
}

/// The kind of an update.
pub(crate) fn kind(update: &Value) -> String {
    let mut fields = update.as_object().unwrap().keys();
    fields.find(|field| *field != "update_id").unwrap().clone()
}
