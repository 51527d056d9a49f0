use serde_json::{Value, json};

use crate::stage::Stage;

/// Nothing that a bot sends may end in anything but an answer of the Bot API.
#[tokio::test]
async fn every_method_answers_nonsense_in_json() {
    let Stage {
        sim,
        client,
        ann,
        bot,
        team,
        ..
    } = Stage::started().await;
    let message = ann.says(&bot, "hello").id();
    let table = include_str!("../../src/api/methods.txt");
    let nonsense = [
        json!(null),
        json!(""),
        json!(-1),
        json!(0),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(1e300),
        json!("9999999999999999999999"),
        json!("\u{202e}\u{200b}😀'\"<b>"),
        json!([]),
        json!([[], {}, null, -5]),
        json!({"type": {}, "message_id": i64::MIN, "offset": i64::MAX, "inline_keyboard": [[{}]]}),
        json!([{"type": "bold", "offset": i64::MAX, "length": i64::MAX}]),
        json!([{"type": "bold", "offset": i64::MIN, "length": 1, "media": "attach://", "emoji": 7}]),
    ];
    let mut asked = 0;
    for line in table.lines() {
        let (method, parameters) = line.split_once(':').unwrap();
        if client.ask(method, json!({})).await["error_code"] == 404 {
            continue;
        }
        let names: Vec<&str> = parameters
            .split_whitespace()
            .map(|word| word.trim_end_matches('!'))
            .collect();
        for odd in &nonsense {
            for one in &names {
                let mut params = sensible(&names, ann.id(), team.id(), message);
                params[*one] = odd.clone();
                let answer = client.ask(method, params).await;
                assert!(answer["ok"].is_boolean(), "{method} {one} {odd} → {answer}");
                asked += 1;
            }
        }
    }
    assert!(asked > 3_000, "{asked}");
    assert!(sim.describe().contains("== "));
}

/// Parameters that get a call far enough for the odd one to matter.
fn sensible(names: &[&str], ann: i64, team: i64, message: i64) -> Value {
    let mut params = json!({});
    for name in names {
        let value = match *name {
            "chat_id" | "from_chat_id" => json!(ann),
            "user_id" => json!(team),
            "message_id" => json!(message),
            "message_ids" => json!([message]),
            "text" | "caption" | "title" | "question" | "name" => json!("text"),
            "latitude" | "longitude" => json!(1.5),
            _ => continue,
        };
        params[*name] = value;
    }
    params
}
