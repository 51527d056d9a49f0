use std::time::Duration;

use telegram_sim::Content;

use crate::{client::kind, stage::Stage};

#[tokio::test]
async fn text_caption_and_media_change_in_place() {
    let Stage {
        client, ann, bot, ..
    } = Stage::started().await;
    let text = ann.says(&bot, "helo");
    let photo = ann.sends(&bot, Content::photo("cat.jpg").caption("a cat"));
    client.updates().await;
    ann.edits_to(&text, Content::text("hello you").bold("hello"));
    ann.edits_to(
        &photo,
        Content::text("a dog").link("dog", "https://dog.example"),
    );
    ann.edits_to(&photo, Content::video("dog.mp4").caption("a dog"));
    ann.edits_to(&text, Content::document("hello.pdf"));
    let updates = client.updates().await;
    let edited: Vec<_> = updates
        .iter()
        .map(|update| &update["edited_message"])
        .collect();
    assert_eq!(edited[0]["entities"][0]["type"], "bold");
    assert_eq!(edited[0]["message_id"], text.id());
    assert_eq!(edited[1]["caption"], "a dog");
    assert!(edited[1]["photo"].is_array(), "the picture stays");
    assert!(edited[2]["video"].is_object());
    assert!(edited[2].get("photo").is_none());
    assert!(edited[3]["document"].is_object());
    assert!(text.look().unwrap().edited);
}

#[tokio::test]
async fn people_cannot_edit_everything() {
    let Stage {
        ann,
        bot,
        clock,
        olga,
        ..
    } = Stage::started().await;
    let photo = ann.sends(&bot, Content::photo("1"));
    let contact = ann.sends(&bot, Content::contact("+1", "Ann"));
    let text = ann.says(&bot, "mine");
    let forward = ann.forwards(&text, &bot);
    let album = ann.sends_album(&bot, vec![Content::photo("1"), Content::photo("2")]);
    let note = |name: &str| Content::text(name);
    assert!(ann.try_edits_to(&contact, note("x")).is_err());
    assert!(ann.try_edits_to(&forward, note("x")).is_err());
    assert!(olga.try_edits_to(&text, note("x")).is_err());
    assert!(ann.try_edits_to(&photo, Content::voice()).is_err());
    ann.edits_to(&album[0], Content::video("2"));
    let refused = ann
        .try_edits_to(&album[0], Content::document("2"))
        .unwrap_err();
    assert_eq!(refused.to_string(), "can't change media type in the album");
    clock.advance(Duration::from_secs(48 * 3600));
    assert!(ann.try_edits_to(&text, note("too late")).is_err());
}

#[tokio::test]
async fn an_edit_may_change_nothing() {
    let Stage {
        client,
        ann,
        bot,
        clock,
        ..
    } = Stage::started().await;
    let link = ann.says(&bot, "see https://example.org");
    let before = client.updates().await.remove(0)["message"].clone();
    link.gets_preview();
    let update = client.updates().await.remove(0);
    assert_eq!(kind(&update), "edited_message");
    let mut after = update["edited_message"].clone();
    assert!(
        after["edit_date"].is_i64(),
        "bots are told a date all the same"
    );
    after.as_object_mut().unwrap().remove("edit_date");
    assert_eq!(before, after);
    assert!(!link.look().unwrap().edited);
    clock.advance(Duration::from_secs(3600));
    ann.edits(&link, "see above");
    assert_eq!(client.kinds().await, ["edited_message"]);
}

#[tokio::test]
async fn a_live_location_moves_and_ends() {
    let Stage {
        client,
        ann,
        bot,
        clock,
        ..
    } = Stage::started().await;
    let live = ann.sends(&bot, Content::live_location(1.0, 2.0, 600));
    ann.moves(&live, 1.5, 2.5);
    ann.stops_sharing(&live);
    let updates = client.updates().await;
    assert_eq!(updates[0]["message"]["location"]["live_period"], 600);
    let moved = &updates[1]["edited_message"]["location"];
    assert_eq!(moved["latitude"], 1.5);
    assert_eq!(moved["live_period"], 600);
    let ended = &updates[2]["edited_message"]["location"];
    assert_eq!(ended["latitude"], 1.5);
    assert_eq!(ended.get("live_period"), None);
    let copy =
        serde_json::json!({"chat_id": ann.id(), "from_chat_id": ann.id(), "message_id": live.id()});
    client.ok("copyMessage", copy).await;
    let other = ann.sends(&bot, Content::live_location(1.0, 2.0, 600));
    clock.advance(Duration::from_secs(600));
    let moving = || ann.moves(&other, 3.0, 3.0);
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(moving)).is_err());
}
