//! Media by file: while the frontend is short of units, files go through the server's store
//! to whoever has room.

use std::time::Duration;

use backline_proto::admin::v1::relay_bot::State;
use telegram_sim::world::MediaKind;
use telegram_sim::{Bytes, Content, File, MessageRef, Person, Rights};

use crate::house::House;

/// A group that takes five messages a minute from a bot, with two relay bots, and a dialog
/// that has its topic. The frontend's units are used up.
async fn pressed() -> (House, Person, i64) {
    let mut house = House::with(&[("WELCOME", "OFF"), ("RATE_BACKEND", "5/60")]).await;
    house.add_relay("First", Some(Rights::all())).await;
    house.add_relay("Second", Some(Rights::all())).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.pass(Duration::from_secs(70)).await;
    // Stickers go through the frontend alone.
    for _ in 0..3 {
        ann.sends(&house.bot, Content::sticker());
    }
    house.calm().await;
    (house, ann, topic)
}

async fn until_shown(house: &House, topic: i64, text: &str) -> MessageRef {
    house.until_in_topic(topic, text).await;
    house.team.thread(topic).find(text).unwrap()
}

fn file_of(house: &House, message: &MessageRef) -> File {
    let no = message.look().unwrap().file_no.unwrap();
    house.sim.file(no).unwrap()
}

fn content(file: &File) -> Vec<u8> {
    file.content()
}

/// Who posted it.
fn poster(message: &MessageRef) -> String {
    message.look().unwrap().sender
}

#[tokio::test]
async fn a_photo_goes_through_a_relay_bot_with_its_bytes_and_looks() {
    let (house, ann, topic) = pressed().await;
    let bytes: Vec<u8> = (0..700_000_u32).map(|at| (at % 251) as u8).collect();
    for number in 1..=6 {
        let photo = Content::photo("cat.jpg").bytes(&bytes);
        let photo = photo.caption(format!("photo {number}")).spoiler();
        ann.sends(&house.bot, photo);
    }
    until_shown(&house, topic, "photo 6").await;
    let mut photos = house.team.thread(topic).written();
    photos.retain(|one| one.text.starts_with("photo"));
    let texts: Vec<&str> = photos.iter().map(|one| one.text.as_str()).collect();
    let wanted: Vec<String> = (1..=6).map(|number| format!("photo {number}")).collect();
    assert_eq!(texts, wanted);
    let by_relays = photos.iter().filter(|one| one.sender != "Support").count();
    assert!(by_relays >= 4, "{photos:?}");
    for photo in &photos {
        let file = house.sim.file(photo.file_no.unwrap()).unwrap();
        assert!(content(&file) == bytes, "{photo:?}");
        assert!(photo.spoiler && photo.kind == "photo", "{photo:?}");
    }
    // Nothing is kept once it is there.
    house.at_rest().await;
    assert_eq!(house.running().desks().files.used(), (0, 0));
    house.end().await;
}

#[tokio::test]
async fn files_of_every_kind_stay_what_they_are() {
    let (house, ann, topic) = pressed().await;
    let kinds = [
        (MediaKind::Video, "video"),
        (MediaKind::Animation, "animation"),
        (MediaKind::Document, "document"),
        (MediaKind::Audio, "audio"),
        (MediaKind::Voice, "voice"),
    ];
    for (kind, word) in kinds {
        let sent = ann.sends(&house.bot, Content::file(kind, "a name.bin").caption(word));
        let shown = until_shown(&house, topic, word).await;
        let (before, after) = (file_of(&house, &sent), file_of(&house, &shown));
        assert_eq!(shown.look().unwrap().kind, word);
        assert_eq!(content(&before), content(&after), "{word}");
        assert_eq!(after.kind, kind);
        assert_eq!(after.duration, before.duration, "{word}");
        assert_eq!((after.width, after.height), (before.width, before.height));
        if matches!(kind, MediaKind::Document | MediaKind::Audio) {
            assert_eq!(after.name, before.name, "{word}");
        }
    }
    let posters = house.team.thread(topic).written();
    let by_relays = posters.iter().filter(|one| one.sender != "Support").count();
    assert!(by_relays >= 3, "{posters:?}");
    house.end().await;
}

#[tokio::test]
async fn an_album_goes_through_a_relay_bot_as_one() {
    let (house, ann, topic) = pressed().await;
    let photos = ["one", "two", "three"];
    let items = photos.map(|name| Content::photo(name).caption(name));
    ann.sends_album(&house.bot, items.to_vec());
    let last = until_shown(&house, topic, "three").await;
    let album = last.look().unwrap().album;
    assert!(album.is_some());
    for name in photos {
        let piece = house.team.thread(topic).find(name).unwrap();
        assert_eq!(piece.look().unwrap().album, album);
        assert_ne!(poster(&piece), "Support");
        assert_eq!(content(&file_of(&house, &piece)), name.as_bytes());
    }
    house.end().await;
}

#[tokio::test]
async fn what_cannot_be_fetched_goes_through_the_frontend_in_its_place() {
    let (mut house, ann, topic) = pressed().await;
    house.forgiven = true;
    let large = Content::video("film").size(30 * 1024 * 1024);
    ann.sends(&house.bot, large.caption("a film"));
    ann.says(&house.bot, "seen it?");
    let film = until_shown(&house, topic, "a film").await;
    assert_eq!(poster(&film), "Support", "larger than a bot may download");
    until_shown(&house, topic, "seen it?").await;
    house.calm().await;
    house.sim.script(&house.bot, "getFile").server_error(502);
    ann.sends(&house.bot, Content::photo("p").caption("a photo"));
    let photo = until_shown(&house, topic, "a photo").await;
    assert_eq!(poster(&photo), "Support", "its file could not be had");
    let thread = house.team.thread(topic).written();
    let texts = thread.iter().map(|one| one.text.as_str());
    let texts: Vec<&str> = texts.filter(|text| text.contains(' ')).collect();
    assert_eq!(texts, ["a film", "seen it?", "a photo"]);
    house.end().await;
}

#[tokio::test]
async fn an_upload_that_fails_is_done_by_the_frontend() {
    let (mut house, ann, topic) = pressed().await;
    house.forgiven = true;
    for relay in &house.relays {
        let script = house.sim.script(relay, "sendPhoto").always();
        script.refuse(400, "Bad Request: IMAGE_PROCESS_FAILED");
    }
    ann.sends(&house.bot, Content::photo("p").caption("a photo"));
    let photo = until_shown(&house, topic, "a photo").await;
    assert_eq!(poster(&photo), "Support");
    house.end().await;
}

#[tokio::test]
async fn a_relay_bot_that_may_send_no_files_goes_on_with_texts() {
    let (mut house, ann, topic) = pressed().await;
    house.forgiven = true;
    for relay in &house.relays {
        let script = house.sim.script(relay, "sendPhoto").always();
        script.refuse(
            400,
            "Bad Request: not enough rights to send photos to the chat",
        );
    }
    for number in 1..=3 {
        let photo = Content::photo("p").caption(format!("photo {number}"));
        ann.sends(&house.bot, photo);
    }
    let photo = until_shown(&house, topic, "photo 3").await;
    assert_eq!(poster(&photo), "Support");
    assert!(
        house.sim.calls_of("sendPhoto").len() <= 2,
        "each tried once"
    );
    ann.says(&house.bot, "a text");
    let text = until_shown(&house, topic, "a text").await;
    assert_ne!(poster(&text), "Support");
    let listed = house.relay_bots().await;
    assert!(
        listed.iter().all(|one| one.state() == State::Ready),
        "{listed:?}"
    );
    house.end().await;
}

#[tokio::test]
async fn an_edit_with_another_file_reaches_what_a_relay_bot_posted() {
    let (house, ann, topic) = pressed().await;
    let sent = ann.sends(&house.bot, Content::photo("first").caption("first"));
    let shown = until_shown(&house, topic, "first").await;
    assert_ne!(poster(&shown), "Support");
    ann.edits_to(&sent, Content::photo("second").caption("second"));
    house.until_in_topic(topic, "second").await;
    let look = shown.look().unwrap();
    assert_eq!(look.text, "second", "it is the same message");
    assert_eq!(content(&file_of(&house, &shown)), b"second");
    ann.edits(&sent, "third");
    house.until_in_topic(topic, "third").await;
    assert_eq!(shown.look().unwrap().text, "third");
    assert_eq!(content(&file_of(&house, &shown)), b"second");
    house.end().await;
}

#[tokio::test]
async fn without_pressure_nothing_is_fetched() {
    let mut house = House::with(&[("WELCOME", "OFF")]).await;
    house.add_relay("First", Some(Rights::all())).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    for number in 1..=3 {
        let text = format!("photo {number}");
        ann.sends(&house.bot, Content::photo("p").caption(text.as_str()));
        let shown = until_shown(&house, topic, &text).await;
        let look = shown.look().unwrap();
        assert_eq!(look.sender, "Support");
    }
    assert_eq!(house.sim.calls_of("getFile").len(), 0);
    house.end().await;
}

/// A file that breaks off on its way up is no file.
#[tokio::test]
async fn half_a_file_is_never_posted() {
    let (mut house, ann, topic) = pressed().await;
    house.forgiven = true;
    house.sim.script(&house.bot, "download").cut_before();
    let bytes = vec![7; 600_000];
    let photo = Content::photo("p").bytes(&bytes).caption("a photo");
    ann.sends(&house.bot, photo);
    let shown = until_shown(&house, topic, "a photo").await;
    let Bytes::Held(there) = file_of(&house, &shown).bytes else {
        panic!();
    };
    assert!(*there == bytes, "{} bytes", there.len());
    house.end().await;
}
