use serde_json::{Value, json};
use telegram_sim::{Config, Limits, Sim};

pub(crate) struct Control {
    pub(crate) http: reqwest::Client,
    pub(crate) sim: Sim,
}

impl Control {
    pub(crate) async fn start() -> Self {
        let sim = Sim::start(Config::default().limits(Limits::off()))
            .await
            .unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { http, sim }
    }

    pub(crate) async fn get(&self, path: &str) -> reqwest::Response {
        self.http
            .get(format!("{}{path}", self.sim.url()))
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn act(&self, verb: &str, fields: Value) -> Value {
        let url = format!("{}/sim/{verb}", self.sim.url());
        self.http
            .post(url)
            .json(&fields)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    pub(crate) async fn done(&self, verb: &str, fields: Value) -> Value {
        let answer = self.act(verb, fields).await;
        assert_eq!(answer["ok"], true, "{verb}: {answer}");
        answer["result"].clone()
    }

    pub(crate) async fn bot_call(&self, token: &Value, method: &str, params: Value) -> Value {
        let url = format!("{}/bot{}/{method}", self.sim.url(), token.as_str().unwrap());
        let answer: Value = self
            .http
            .post(url)
            .json(&params)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer["result"].clone()
    }
}

#[tokio::test]
async fn a_world_is_made_and_played_over_http() {
    let control = Control::start().await;
    let bot = control
        .done("bot", json!({"name": "Support", "privacy_off": true}))
        .await;
    let olga = control.done("person", json!({"name": "Olga"})).await["id"].clone();
    let ann = control
        .done("person", json!({"name": "Ann", "username": "ann"}))
        .await["id"]
        .clone();
    let team = control
        .done("forum", json!({"title": "Team", "owner": olga}))
        .await["id"]
        .clone();
    control
        .done(
            "promote",
            json!({"chat": team, "user": bot["id"], "by": olga}),
        )
        .await;
    control
        .done(
            "start",
            json!({"from": ann, "bot": bot["id"], "payload": "x7"}),
        )
        .await;

    let topic = control
        .bot_call(
            &bot["token"],
            "createForumTopic",
            json!({"chat_id": team, "name": "🟪 Ann"}),
        )
        .await;
    let thread = &topic["message_thread_id"];
    control
        .done(
            "say",
            json!({"from": olga, "to": team, "thread": thread, "text": "On it"}),
        )
        .await;
    let keyboard = json!({"inline_keyboard": [[{"text": "Ok", "callback_data": "ok"}]]});
    control
        .bot_call(
            &bot["token"],
            "sendMessage",
            json!({"chat_id": ann, "text": "Hello", "reply_markup": keyboard}),
        )
        .await;
    let transcript = control
        .get(&format!("/sim/transcript?chat={team}&thread={thread}"))
        .await
        .text()
        .await
        .unwrap();
    assert_eq!(
        transcript,
        "-- Support: created the topic \"🟪 Ann\"\n[Olga] On it\n"
    );

    let state: Value = control.get("/sim/state").await.json().await.unwrap();
    let chats = state["chats"].as_array().unwrap();
    let private = chats.iter().find(|chat| chat["kind"] == "private").unwrap();
    let hello = &private["messages"][1];
    assert_eq!(hello["text"], "Hello");
    assert_eq!(hello["buttons"][0][0]["callback_data"], "ok");
    let pressed = control
        .done(
            "press",
            json!({"from": ann, "message": hello["uid"], "data": "ok"}),
        )
        .await;
    let query = pressed["query"].as_str().unwrap();
    let path = format!("/sim/press/{query}");
    let before: Value = control.get(&path).await.json().await.unwrap();
    assert_eq!(before, json!({"answer": null}));
    control
        .done(
            "react",
            json!({"from": ann, "message": hello["uid"], "emoji": "👍"}),
        )
        .await;
    control
        .done(
            "topic",
            json!({"by": olga, "chat": team, "thread": thread, "action": "close"}),
        )
        .await;
    let updates = control
        .bot_call(&bot["token"], "getUpdates", json!({}))
        .await;
    assert!(updates.to_string().contains("callback_query"));
    let answer = json!({"callback_query_id": query, "text": "Good."});
    control
        .bot_call(&bot["token"], "answerCallbackQuery", answer)
        .await;
    let after: Value = control.get(&path).await.json().await.unwrap();
    assert_eq!(after["answer"]["text"], "Good.", "the page shows it");
    assert!(updates.to_string().contains("forum_topic_closed"));
    let file = json!({"kind": "photo", "name": "cat.jpg"});
    control
        .done(
            "say",
            json!({"from": ann, "to": bot["id"], "text": "look", "file": file}),
        )
        .await;
    let edges = json!([
        {"type": "x", "offset": i64::MAX, "length": i64::MAX},
        {"type": "y", "offset": i64::MIN, "length": i64::MIN},
    ]);
    let odd = json!({"from": ann, "to": bot["id"], "text": "/odd", "entities": edges});
    control.done("say", odd).await;
    let violations: Value = control.get("/sim/violations").await.json().await.unwrap();
    assert_eq!(violations, json!([]));
}

#[tokio::test]
async fn wrong_commands_are_refused_in_words() {
    let control = Control::start().await;
    let olga = control.done("person", json!({"name": "Olga"})).await["id"].clone();
    let cases = [
        ("dance", json!({})),
        ("person", json!({"nme": "x"})),
        ("say", json!({"from": olga, "to": -5, "text": "x"})),
        ("say", json!({"from": olga, "to": olga, "text": "  "})),
        ("forum", json!({"title": "x", "owner": 5})),
        ("press", json!({"from": olga, "message": 9, "data": "x"})),
        (
            "topic",
            json!({"by": olga, "chat": -5, "action": "close", "thread": 3}),
        ),
        ("fault", json!({"effect": "earthquake"})),
        ("person", json!({"name": "x", "id": olga})),
        ("person", json!({"name": "x", "id": i64::MIN})),
    ];
    for (verb, fields) in cases {
        let answer = control.act(verb, fields).await;
        assert_eq!(answer["ok"], false, "{verb}: {answer}");
        assert!(!answer["error"].as_str().unwrap().is_empty(), "{verb}");
    }
}

#[tokio::test]
async fn faults_can_be_scripted_from_outside() {
    let control = Control::start().await;
    let bot = control.done("bot", json!({"name": "Support"})).await;
    control
        .done(
            "fault",
            json!({"bot": bot["id"], "method": "getMe", "effect": "cut_before"}),
        )
        .await;
    let url = format!(
        "{}/bot{}/getMe",
        control.sim.url(),
        bot["token"].as_str().unwrap()
    );
    assert!(control.http.get(&url).send().await.is_err());
    assert!(control.http.get(&url).send().await.is_ok());
}

#[tokio::test]
async fn the_page_is_whole_and_takes_nothing_from_elsewhere() {
    let control = Control::start().await;
    let page = control.get("/").await.text().await.unwrap();
    for path in [
        "/sim/style.css",
        "/sim/app.js",
        "/sim/base.js",
        "/sim/bubble.js",
        "/sim/talk.js",
    ] {
        let file = control.get(path).await;
        assert_eq!(file.status(), 200);
        let text = file.text().await.unwrap();
        assert!(
            !text.contains("innerHTML"),
            "{path} must put people's words in as text"
        );
        assert!(
            !text.contains("http://") && !text.contains("https://"),
            "{path} names another host"
        );
    }
    assert!(page.contains("/sim/style.css") && page.contains("/sim/app.js"));
    assert!(!page.contains("://"));
    assert_eq!(control.get("/sim/other.js").await.status(), 404);
}

#[tokio::test]
async fn changes_are_told_as_they_come() {
    let control = Control::start().await;
    let mut events = control.get("/sim/events").await;
    let first = events.chunk().await.unwrap().unwrap();
    assert!(first.starts_with(b"data:"));
    control.done("person", json!({"name": "Ann"})).await;
    assert!(events.chunk().await.unwrap().unwrap().starts_with(b"data:"));
    let Control { sim, .. } = control;
    sim.stop().await;
    // The stream ends with the simulator.
    while let Ok(Some(_)) = events.chunk().await {}
}

#[tokio::test]
async fn botfather_gives_bots_away_to_whoever_writes_to_it() {
    let control = Control::start().await;
    let father = control.sim.bot("BotFather");
    let ann = control.sim.person("Ann");
    let (from, to) = (ann.id(), father.id());
    control
        .done("start", json!({"from": from, "bot": to}))
        .await;
    let chat = ann.chat_with(&father);
    assert!(chat.last().unwrap().text.contains("/newbot"));
    control
        .done("say", json!({"from": from, "to": to, "text": "/newbot"}))
        .await;
    control
        .done("say", json!({"from": from, "to": to, "text": "Shop"}))
        .await;
    let told = chat.last().unwrap().text;
    let token = told
        .lines()
        .find(|line| line.contains(':') && !line.contains(' '))
        .unwrap();
    let me = control.bot_call(&json!(token), "getMe", json!({})).await;
    assert_eq!(me["first_name"], "Shop");
    // What is no name makes no bot.
    let bots = control
        .get("/sim/state")
        .await
        .json::<Value>()
        .await
        .unwrap();
    control
        .done("say", json!({"from": from, "to": to, "text": "thanks"}))
        .await;
    let after = control
        .get("/sim/state")
        .await
        .json::<Value>()
        .await
        .unwrap();
    let count = |state: &Value| state["bots"].as_array().unwrap().len();
    assert_eq!((count(&bots), count(&after)), (2, 2));
    // Other bots answer for themselves.
    let other = control.sim.bot("Other");
    control
        .done(
            "say",
            json!({"from": from, "to": other.id(), "text": "/newbot"}),
        )
        .await;
    assert_eq!(ann.chat_with(&other).written().len(), 1);
}
