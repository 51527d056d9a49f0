use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use telegram_sim::Content;

use crate::{client::Client, stage::Stage};

#[tokio::test]
async fn a_file_id_belongs_to_one_bot() {
    let Stage {
        sim,
        client,
        bot,
        ann,
        ..
    } = Stage::started().await;
    let other = sim.bot("Other");
    let other_client = Client::new(&sim, &other);
    let group = sim.group("Customers", &ann);
    group
        .add_admin(&bot, telegram_sim::Rights::all())
        .add_admin(&other, telegram_sim::Rights::all());
    ann.starts(&other, None);
    for client in [&client, &other_client] {
        client.updates().await;
    }
    ann.sends(&group, Content::photo("cat.jpg").bytes(b"meow"));
    let photo = |update: &Value| update["message"]["photo"][1].clone();
    let mine = photo(&client.updates().await[0]);
    let theirs = photo(&other_client.updates().await[0]);
    assert_eq!(mine["file_unique_id"], theirs["file_unique_id"]);
    assert_ne!(mine["file_id"], theirs["file_id"]);
    client
        .ok(
            "sendPhoto",
            json!({"chat_id": ann.id(), "photo": mine["file_id"]}),
        )
        .await;
    assert_eq!(
        other_client
            .refused(
                "sendPhoto",
                json!({"chat_id": ann.id(), "photo": mine["file_id"]})
            )
            .await,
        "400 Bad Request: wrong file identifier/HTTP URL specified"
    );
    assert_eq!(
        client
            .refused(
                "sendDocument",
                json!({"chat_id": ann.id(), "document": mine["file_id"]})
            )
            .await,
        "400 Bad Request: can't use file of type Photo as Document"
    );
}

#[tokio::test]
async fn bytes_go_up_and_come_down() {
    let Stage {
        sim,
        client,
        bot,
        ann,
        ..
    } = Stage::started().await;
    let form = Form::new()
        .text("chat_id", ann.id().to_string())
        .text("caption", "the bill")
        .part(
            "document",
            Part::bytes(b"42 EUR".to_vec()).file_name("bill.txt"),
        );
    let answer = client
        .http()
        .post(client.url("SendDocument"))
        .multipart(form)
        .send()
        .await
        .unwrap();
    let sent: Value = answer.json().await.unwrap();
    assert_eq!(sent["ok"], true, "{sent}");
    let document = &sent["result"]["document"];
    assert_eq!(document["file_name"], "bill.txt");
    let file = client
        .ok("getFile", json!({"file_id": document["file_id"]}))
        .await;
    let url = format!(
        "{}/file/bot{}/{}",
        sim.url(),
        bot.token(),
        file["file_path"].as_str().unwrap()
    );
    let bytes = client
        .http()
        .get(url)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert_eq!(&bytes[..], b"42 EUR");
    assert_eq!(sim.violations(), []);
}

#[tokio::test]
async fn large_files_cannot_be_fetched_and_can_be_sent_on() {
    let Stage {
        client, bot, ann, ..
    } = Stage::started().await;
    ann.sends(&bot, Content::video("film.mp4").size(30 * 1024 * 1024));
    let film = client.updates().await[0]["message"]["video"].clone();
    assert_eq!(
        client
            .refused("getFile", json!({"file_id": film["file_id"]}))
            .await,
        "400 Bad Request: file is too big"
    );
    client
        .ok(
            "sendVideo",
            json!({"chat_id": ann.id(), "video": film["file_id"]}),
        )
        .await;
}

#[tokio::test]
async fn an_upload_has_a_limit() {
    let Stage { client, ann, .. } = Stage::started().await;
    let form = Form::new().text("chat_id", ann.id().to_string()).part(
        "document",
        Part::bytes(vec![0; 50 * 1024 * 1024 + 1]).file_name("big"),
    );
    let answer = client
        .http()
        .post(client.url("sendDocument"))
        .multipart(form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 413);
}

#[tokio::test]
async fn albums_take_uploads_by_reference() {
    let Stage {
        sim,
        client,
        ann,
        bot,
        ..
    } = Stage::started().await;
    let media = json!([{"type": "photo", "media": "attach://one"}, {"type": "photo", "media": "attach://two"}]);
    let form = Form::new()
        .text("chat_id", ann.id().to_string())
        .text("media", media.to_string())
        .part("one", Part::bytes(b"1".to_vec()).file_name("1.jpg"))
        .part("two", Part::bytes(b"2".to_vec()).file_name("2.jpg"));
    let answer = client
        .http()
        .post(client.url("sendMediaGroup"))
        .multipart(form)
        .send()
        .await
        .unwrap();
    let sent: Value = answer.json().await.unwrap();
    assert_eq!(sent["result"].as_array().unwrap().len(), 2, "{sent}");
    assert_eq!(ann.chat_with(&bot).written().len(), 3);
    assert_eq!(
        sim.violations(),
        [],
        "attached parts are no unknown parameters"
    );
}

#[tokio::test]
async fn a_photo_has_a_smaller_limit() {
    let Stage { client, ann, .. } = Stage::started().await;
    let form = Form::new().text("chat_id", ann.id().to_string()).part(
        "photo",
        Part::bytes(vec![0; 10 * 1024 * 1024 + 1]).file_name("big.jpg"),
    );
    let answer = client.http().post(client.url("sendPhoto")).multipart(form);
    let answer: Value = answer.send().await.unwrap().json().await.unwrap();
    assert_eq!(
        answer["description"],
        "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes"
    );
}
