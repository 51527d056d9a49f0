//! Files and other content, as accounts see and send them.

use grammers_tl_types::{enums, functions, types};
use telegram_sim::{Config, Content, Limits, ManualClock, Person, Sim, world::MediaKind};

use crate::{
    account::{Account, bare, stage},
    account_calls::{album, ids, media},
    client::Client,
};

fn document_of(message: &types::Message) -> &types::Document {
    let Some(enums::MessageMedia::Document(media)) = &message.media else {
        panic!("{message:?}");
    };
    match &media.document {
        Some(enums::Document::Document(document)) => document,
        other => panic!("{other:?}"),
    }
}

fn photo_of(message: &types::Message) -> &types::Photo {
    let Some(enums::MessageMedia::Photo(media)) = &message.media else {
        panic!("{message:?}");
    };
    match &media.photo {
        Some(enums::Photo::Photo(photo)) => photo,
        other => panic!("{other:?}"),
    }
}

fn input(document: &types::Document) -> enums::InputMedia {
    enums::InputMedia::Document(types::InputMediaDocument {
        spoiler: false,
        id: enums::InputDocument::Document(types::InputDocument {
            id: document.id,
            access_hash: document.access_hash,
            file_reference: document.file_reference.clone(),
        }),
        video_cover: None,
        video_timestamp: None,
        ttl_seconds: None,
        query: None,
    })
}

fn input_photo(photo: &types::Photo) -> enums::InputMedia {
    enums::InputMedia::Photo(types::InputMediaPhoto {
        spoiler: false,
        live_photo: false,
        id: enums::InputPhoto::Photo(types::InputPhoto {
            id: photo.id,
            access_hash: photo.access_hash,
            file_reference: photo.file_reference.clone(),
        }),
        ttl_seconds: None,
        video: None,
    })
}

fn uploaded(
    file: enums::InputFile,
    attributes: Vec<enums::DocumentAttribute>,
) -> enums::InputMedia {
    enums::InputMedia::UploadedDocument(types::InputMediaUploadedDocument {
        nosound_video: false,
        force_file: false,
        spoiler: false,
        file,
        thumb: None,
        mime_type: "text/plain".to_owned(),
        attributes,
        stickers: None,
        video_cover: None,
        video_timestamp: None,
        ttl_seconds: None,
    })
}

fn uploaded_photo(file: enums::InputFile) -> enums::InputMedia {
    enums::InputMedia::UploadedPhoto(types::InputMediaUploadedPhoto {
        spoiler: false,
        live_photo: false,
        file,
        stickers: None,
        ttl_seconds: None,
        video: None,
    })
}

fn location(document: &types::Document) -> enums::InputFileLocation {
    enums::InputFileLocation::InputDocumentFileLocation(types::InputDocumentFileLocation {
        id: document.id,
        access_hash: document.access_hash,
        file_reference: document.file_reference.clone(),
        thumb_size: String::new(),
    })
}

async fn quiet() -> (Sim, Person, Person, Account) {
    let (sim, agent, ann, account) = stage().await;
    sim.set_limits(Limits::off());
    (sim, agent, ann, account)
}

#[tokio::test]
async fn every_kind_is_shown() {
    let (_sim, agent, ann, account) = quiet().await;
    let unsupported = [
        "game",
        "rich_message",
        "paid_media",
        "giveaway",
        "giveaway_winners",
        "invoice",
    ];
    for (kind, content) in Content::every_kind() {
        ann.sends(&agent, content);
        let message = account.last(account.user(ann.id())).await;
        let is_shown = match message.media {
            None => kind == "text",
            Some(enums::MessageMedia::Unsupported) => unsupported.contains(&kind),
            Some(_) => !unsupported.contains(&kind),
        };
        assert!(is_shown, "{kind}");
    }
}

#[tokio::test]
async fn documents_say_what_they_are() {
    use enums::DocumentAttribute as Is;
    let (_sim, agent, ann, account) = quiet().await;
    type IsIt = fn(&Is) -> bool;
    let kinds: [(MediaKind, IsIt); 6] = [
        (
            MediaKind::Video,
            |one| matches!(one, Is::Video(v) if !v.round_message),
        ),
        (
            MediaKind::VideoNote,
            |one| matches!(one, Is::Video(v) if v.round_message),
        ),
        (
            MediaKind::Voice,
            |one| matches!(one, Is::Audio(a) if a.voice),
        ),
        (
            MediaKind::Audio,
            |one| matches!(one, Is::Audio(a) if !a.voice),
        ),
        (MediaKind::Animation, |one| matches!(one, Is::Animated)),
        (MediaKind::Sticker, |one| matches!(one, Is::Sticker(_))),
    ];
    for (kind, is_it) in kinds {
        ann.sends(&agent, Content::file(kind, "a name"));
        let message = account.last(account.user(ann.id())).await;
        let document = document_of(&message);
        assert!(document.attributes.iter().any(is_it), "{kind:?}");
        assert_eq!(document.size, 6);
    }
}

#[tokio::test]
async fn what_an_account_uploads_a_bot_downloads_and_the_other_way_round() {
    let (sim, agent, _ann, mut account) = quiet().await;
    let bot = sim.bot("Helper");
    account.knows(&sim, &agent, bot.id());
    let sim = std::sync::Arc::new(sim);
    let client = Client::new(&sim, &bot);
    let bytes: Vec<u8> = (0..5000u32)
        .map(|at| u8::try_from(at % 251).unwrap())
        .collect();
    let file = account.uploads(7, &bytes, "notes.txt").await;
    let name = types::DocumentAttributeFilename {
        file_name: "notes.txt".to_owned(),
    };
    let document = uploaded(file, vec![enums::DocumentAttribute::Filename(name)]);
    let sent = media(account.user(bot.id()), document, "my notes", 1);
    account.call(&sent).await.unwrap();
    let update = client.updates().await;
    let update = update.last().unwrap();
    let seen = &update["message"]["document"];
    assert_eq!(seen["file_name"], "notes.txt");
    assert_eq!(seen["mime_type"], "text/plain");
    assert_eq!(update["message"]["caption"], "my notes");
    let got = client
        .ok("getFile", serde_json::json!({"file_id": seen["file_id"]}))
        .await;
    let url = format!(
        "{}/file/bot{}/{}",
        sim.url(),
        bot.token(),
        got["file_path"].as_str().unwrap()
    );
    let fetched = reqwest::get(url).await.unwrap().bytes().await.unwrap();
    assert_eq!(fetched, bytes);
    bot.sends(&agent, Content::document("back.txt").bytes(&bytes));
    let message = account.last(account.user(bot.id())).await;
    assert_eq!(
        account.downloads(location(document_of(&message))).await,
        bytes
    );
}

#[tokio::test]
async fn a_file_that_was_seen_is_sent_again_by_its_reference() {
    let (sim, agent, ann, account) = quiet().await;
    let peer = || account.user(ann.id());
    ann.sends(&agent, Content::document("form.pdf"));
    let seen = account.last(peer()).await;
    let again = media(peer(), input(document_of(&seen)), "again", 5);
    account.call(&again).await.unwrap();
    let written = ann.chat_with(&agent).written();
    assert_eq!(written[0].file_no, written[1].file_no);
    sim.expires_file_references();
    let old = media(peer(), input(document_of(&seen)), "", 6);
    assert_eq!(account.refused(&old).await, "400 FILE_REFERENCE_EXPIRED");
    let get = functions::upload::GetFile {
        precise: false,
        cdn_supported: false,
        location: location(document_of(&seen)),
        offset: 0,
        limit: 4096,
    };
    assert_eq!(account.refused(&get).await, "400 FILE_REFERENCE_EXPIRED");
    let seen = account.last(peer()).await;
    let fresh = media(peer(), input(document_of(&seen)), "", 7);
    account.call(&fresh).await.unwrap();
}

#[tokio::test]
async fn references_grow_old_by_themselves() {
    let clock = ManualClock::new();
    let config = Config::default().clock(&clock).limits(Limits::off());
    let sim = Sim::start(config).await.unwrap();
    let (agent, ann) = (sim.person("Agent"), sim.person("Ann"));
    let mut account = Account::of(&sim, &agent).await;
    account.knows(&sim, &agent, ann.id());
    ann.sends(&agent, Content::document("form.pdf"));
    let seen = account.last(account.user(ann.id())).await;
    clock.advance(std::time::Duration::from_secs(25 * 3600));
    let mut account = Account::of(&sim, &agent).await;
    account.knows(&sim, &agent, ann.id());
    let old = media(account.user(ann.id()), input(document_of(&seen)), "", 6);
    assert_eq!(account.refused(&old).await, "400 FILE_REFERENCE_EXPIRED");
}

#[tokio::test]
async fn pieces_keep_to_the_rules() {
    let (_sim, agent, ann, account) = quiet().await;
    ann.sends(&agent, Content::document("big.bin").size(3 * 1024 * 1024));
    let seen = account.last(account.user(ann.id())).await;
    let get = |offset, limit, precise| functions::upload::GetFile {
        precise,
        cdn_supported: false,
        location: location(document_of(&seen)),
        offset,
        limit,
    };
    let mb = 1024 * 1024;
    let cases = [
        (1, 4096, false, "400 OFFSET_INVALID"),
        (-4096, 4096, false, "400 OFFSET_INVALID"),
        (0, 4095, false, "400 LIMIT_INVALID"),
        (0, 0, false, "400 LIMIT_INVALID"),
        (0, 3 * 4096, false, "400 LIMIT_INVALID"),
        (0, 2 * mb, false, "400 LIMIT_INVALID"),
        (4096, mb, false, "400 LIMIT_INVALID"),
        (512, 1024, true, "400 OFFSET_INVALID"),
        (0, 1000, true, "400 LIMIT_INVALID"),
        (i64::from(mb) - 1024, 2048, true, "400 LIMIT_INVALID"),
    ];
    for (offset, limit, precise, words) in cases {
        let refused = account.refused(&get(offset, limit, precise)).await;
        assert_eq!(refused, words, "{offset} {limit} {precise}");
    }
    for (offset, limit, precise, size) in [
        (0, mb, false, 1024 * 1024),
        (1024, 3 * 1024, true, 3 * 1024),
        (3 * 1024 * 1024, 4096, false, 0),
    ] {
        let got = account.call(&get(offset, limit, precise)).await.unwrap();
        let enums::upload::File::File(file) = got else {
            panic!()
        };
        assert_eq!(file.bytes.len(), size);
    }
}

#[tokio::test]
async fn parts_that_are_missing_or_wrong_are_refused() {
    let (_sim, _agent, ann, account) = quiet().await;
    let part = |part, bytes: usize| functions::upload::SaveFilePart {
        file_id: 3,
        file_part: part,
        bytes: vec![1; bytes],
    };
    assert_eq!(
        account.refused(&part(-1, 1024)).await,
        "400 FILE_PART_INVALID"
    );
    assert_eq!(account.refused(&part(0, 0)).await, "400 FILE_PART_EMPTY");
    let large = part(0, 512 * 1024 + 1);
    assert_eq!(account.refused(&large).await, "400 FILE_PART_TOO_BIG");
    account.call(&part(0, 1024)).await.unwrap();
    account.call(&part(2, 10)).await.unwrap();
    let file = |parts| {
        enums::InputFile::File(types::InputFile {
            id: 3,
            parts,
            name: "x".to_owned(),
            md5_checksum: String::new(),
        })
    };
    let send = |parts| {
        media(
            account.user(ann.id()),
            uploaded(file(parts), Vec::new()),
            "",
            1,
        )
    };
    assert_eq!(account.refused(&send(3)).await, "400 FILE_PART_MISSING 1");
    assert_eq!(account.refused(&send(0)).await, "400 FILE_PARTS_INVALID");
    account.call(&part(1, 2048)).await.unwrap();
    assert_eq!(
        account.refused(&send(3)).await,
        "400 FILE_PART_SIZE_CHANGED"
    );
    account.call(&part(1, 1024)).await.unwrap();
    account.call(&send(3)).await.unwrap();
}

#[tokio::test]
async fn an_album_is_made_of_files_that_are_there_each_with_its_number() {
    let (sim, agent, ann, account) = quiet().await;
    let peer = || account.user(ann.id());
    let mut items = Vec::new();
    for number in 1..=3 {
        let file = account.uploads(number, b"a picture", "p.jpg").await;
        let raw = uploaded_photo(file);
        let refused = album(peer(), vec![(raw.clone(), number)]);
        assert_eq!(account.refused(&refused).await, "400 MEDIA_INVALID");
        let upload = functions::messages::UploadMedia {
            business_connection_id: None,
            peer: peer(),
            media: raw,
        };
        let enums::MessageMedia::Photo(there) = account.call(&upload).await.unwrap() else {
            panic!();
        };
        let Some(enums::Photo::Photo(photo)) = there.photo else {
            panic!();
        };
        items.push((input_photo(&photo), number));
    }
    let sent = ids(account.call(&album(peer(), items.clone())).await.unwrap());
    let again = ids(account.call(&album(peer(), items.clone())).await.unwrap());
    assert_eq!(sent, again);
    let written = ann.chat_with(&agent).written();
    assert_eq!(written.len(), 3);
    assert!(written[0].album.is_some());
    assert!(written.iter().all(|one| one.album == written[0].album));
    let captions: Vec<&str> = written.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(captions, ["item 1", "item 2", "item 3"]);
    let last = account.last(peer()).await;
    let grouped = written[0].album.clone().unwrap().parse().unwrap();
    assert_eq!(last.grouped_id, Some(grouped));
    assert_eq!(photo_of(&last).sizes.len(), 2);
    sim.expires_file_references();
    let old: Vec<_> = items
        .into_iter()
        .map(|(item, id)| (item, id + 10))
        .collect();
    let refused = account.refused(&album(peer(), old)).await;
    assert_eq!(refused, "400 FILE_REFERENCE_EXPIRED 0");
}

#[tokio::test]
async fn places_contacts_dice_and_polls_are_sent() {
    let (_sim, agent, ann, account) = quiet().await;
    let point = enums::InputGeoPoint::Point(types::InputGeoPoint {
        lat: 52.5,
        long: 13.4,
        accuracy_radius: None,
    });
    let words = |text: &str| {
        enums::TextWithEntities::Entities(types::TextWithEntities {
            text: text.to_owned(),
            entities: Vec::new(),
        })
    };
    let answer = |text: &str| {
        enums::PollAnswer::Answer(types::PollAnswer {
            text: words(text),
            option: text.as_bytes().to_vec(),
            media: None,
            added_by: None,
            date: None,
        })
    };
    let poll = types::Poll {
        id: 0,
        closed: false,
        public_voters: false,
        multiple_choice: false,
        quiz: false,
        open_answers: false,
        revoting_disabled: false,
        shuffle_answers: false,
        hide_results_until_close: false,
        creator: false,
        subscribers_only: false,
        question: words("Tea?"),
        answers: vec![answer("yes"), answer("no")],
        close_period: None,
        close_date: None,
        countries_iso2: None,
        hash: 0,
    };
    let all = [
        enums::InputMedia::GeoPoint(types::InputMediaGeoPoint { geo_point: point }),
        enums::InputMedia::Contact(types::InputMediaContact {
            phone_number: "+491".to_owned(),
            first_name: "Carla".to_owned(),
            last_name: String::new(),
            vcard: String::new(),
        }),
        enums::InputMedia::Dice(types::InputMediaDice {
            emoticon: "🎲".to_owned(),
        }),
        enums::InputMedia::Poll(Box::new(types::InputMediaPoll {
            poll: enums::Poll::Poll(poll),
            correct_answers: None,
            attached_media: None,
            solution: None,
            solution_entities: None,
            solution_media: None,
        })),
    ];
    for (content, number) in all.into_iter().zip(1..) {
        account
            .call(&media(account.user(ann.id()), content, "", number))
            .await
            .unwrap();
    }
    let written = ann.chat_with(&agent).written();
    let kinds: Vec<&str> = written.iter().map(|one| one.kind.as_str()).collect();
    assert_eq!(kinds, ["location", "contact", "dice", "poll"]);
}

#[tokio::test]
async fn captions_are_as_long_as_premium_lets_them() {
    let (sim, agent, ann, account) = quiet().await;
    ann.sends(&agent, Content::photo("p.jpg"));
    let seen = account.last(account.user(ann.id())).await;
    let long = "x".repeat(1025);
    let send = media(
        account.user(ann.id()),
        input_photo(photo_of(&seen)),
        &long,
        1,
    );
    assert_eq!(account.refused(&send).await, "400 MEDIA_CAPTION_TOO_LONG");
    agent.profile(|user| user.is_premium = true);
    account.call(&send).await.unwrap();
    drop(sim);
}

#[tokio::test]
async fn a_file_of_a_group_is_one_for_everybody_with_a_hash_for_each() {
    let (sim, agent, ann, mut account) = quiet().await;
    let group = sim.group("Team", &agent);
    group.add(&ann);
    account.knows(&sim, &agent, bare(&group));
    let mut other = Account::of(&sim, &ann).await;
    other.knows(&sim, &ann, bare(&group));
    agent.sends(&group, Content::document("plan.pdf"));
    let (own, theirs) = (
        account.last(account.channel(&group)).await,
        other.last(other.channel(&group)).await,
    );
    let (own, theirs) = (document_of(&own), document_of(&theirs));
    assert_eq!(own.id, theirs.id);
    assert_ne!(own.access_hash, theirs.access_hash);
    let stolen = media(other.channel(&group), input(own), "", 4);
    assert_eq!(other.refused(&stolen).await, "400 DOCUMENT_INVALID");
}
