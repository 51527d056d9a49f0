//! Files: seen, sent by reference, brought from the server's store and into it.

use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{Content, Media, MediaKind, Message};
use backline_proto::gateway::v1::action::Verb;
use backline_proto::gateway::v1::*;
use telegram_sim::Content as Said;

use crate::stage::{Stage, message, message_of, send, target, words};

fn media_of(message: &Message) -> Option<Media> {
    match message.content.as_ref()?.kind.as_ref()? {
        Kind::Media(media) => Some(media.clone()),
        _ => None,
    }
}

fn content(media: Media) -> Content {
    Content {
        kind: Some(Kind::Media(media)),
    }
}

/// Waits for a file with this caption.
async fn until_captioned(stage: &Stage, caption: &str) -> (Message, Media) {
    let find = |updates: &[Update]| {
        updates.iter().rev().find_map(|update| {
            let message = message_of(update)?;
            let media = media_of(&message)?;
            let is = media.caption.as_ref().is_some_and(|it| it.text == caption);
            is.then_some((message, media))
        })
    };
    stage
        .server
        .until_updates(caption, |updates| find(updates).is_some())
        .await;
    find(&stage.server.updates()).unwrap()
}

async fn fetch(stage: &Stage, media: &Media) -> (outcome::Kind, Option<Vec<u8>>) {
    let verb = Verb::FetchFile(FetchFile {
        file_id: media.file_id.clone(),
        size_bytes: media.size_bytes,
    });
    let token = stage.server.command(stage.agent.id(), verb, &[]).await;
    let outcome = stage.server.outcome(&token).await;
    (outcome, stage.server.brought(&token))
}

#[tokio::test]
async fn each_kind_of_file_is_known_as_what_it_is() {
    let stage = Stage::started().await;
    let cases = [
        (Said::photo("p.jpg"), MediaKind::Photo),
        (Said::video("v.mp4"), MediaKind::Video),
        (Said::document("d.pdf"), MediaKind::Document),
        (Said::voice(), MediaKind::Voice),
    ];
    for (number, (said, kind)) in cases.into_iter().enumerate() {
        let caption = format!("caption {number}");
        stage.ann.sends(&stage.agent, said.caption(&caption));
        let (_, media) = until_captioned(&stage, &caption).await;
        assert_eq!(media.kind(), kind);
        assert!(media.file_id.starts_with("u1."), "{}", media.file_id);
        assert!(!media.file_unique_id.is_empty());
    }
    stage.ann.sends(&stage.agent, Said::sticker());
    stage
        .server
        .until_updates("the sticker", |updates| {
            updates.iter().any(|update| {
                message_of(update)
                    .and_then(|message| media_of(&message))
                    .is_some_and(|media| media.kind() == MediaKind::Sticker)
            })
        })
        .await;
}

#[tokio::test]
async fn a_file_comes_into_the_store_and_goes_out_of_it() {
    let stage = Stage::started().await;
    let bytes: Vec<u8> = (0..1_500_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let said = Said::document("data.bin").bytes(&bytes).caption("in");
    stage.ann.sends(&stage.agent, said);
    let (_, media) = until_captioned(&stage, "in").await;
    let (ended, brought) = fetch(&stage, &media).await;
    assert!(matches!(ended, outcome::Kind::Succeeded(_)), "{ended:?}");
    assert_eq!(brought.as_deref(), Some(bytes.as_slice()));
    stage.server.keep("stored", bytes.clone());
    let out = Media {
        kind: MediaKind::Document.into(),
        stored_file: "stored".into(),
        file_name: "out.bin".into(),
        caption: Some(words("out")),
        ..Media::default()
    };
    stage
        .does(send(stage.ann_chat(), 0, content(out)), &[8])
        .await;
    let (message, media) = until_captioned(&stage, "out").await;
    assert!(message.is_outgoing);
    assert_eq!(
        (media.kind(), media.file_name.as_str()),
        (MediaKind::Document, "out.bin")
    );
    let (ended, brought) = fetch(&stage, &media).await;
    assert!(matches!(ended, outcome::Kind::Succeeded(_)), "{ended:?}");
    assert_eq!(brought, Some(bytes));
}

#[tokio::test]
async fn a_big_file_goes_out_in_big_parts() {
    let stage = Stage::started().await;
    stage.server.keep("big", vec![7; 11 * 1024 * 1024]);
    let out = Media {
        kind: MediaKind::Video.into(),
        stored_file: "big".into(),
        caption: Some(words("big")),
        ..Media::default()
    };
    stage
        .does(send(stage.ann_chat(), 0, content(out)), &[8])
        .await;
    let (_, media) = until_captioned(&stage, "big").await;
    assert_eq!(media.kind(), MediaKind::Video);
    assert_eq!(stage.sim.calls_of("upload.saveBigFilePart").len(), 22);
}

#[tokio::test]
async fn a_reference_that_is_too_old_is_made_new_once() {
    let stage = Stage::started().await;
    let said = Said::photo("p.jpg").bytes(b"picture").caption("seen");
    stage.ann.sends(&stage.agent, said);
    let (_, media) = until_captioned(&stage, "seen").await;
    stage.sim.expires_file_references();
    let again = Media {
        caption: Some(words("sent again")),
        ..media.clone()
    };
    stage
        .does(send(stage.team_chat(), 0, content(again.clone())), &[3])
        .await;
    until_captioned(&stage, "sent again").await;
    stage.sim.expires_file_references();
    let (ended, brought) = fetch(&stage, &media).await;
    assert!(matches!(ended, outcome::Kind::Succeeded(_)), "{ended:?}");
    assert_eq!(brought.as_deref(), Some(&b"picture"[..]));
    // Whose message is gone is gone.
    let said = stage.ann.chat_with(&stage.agent).refs();
    stage.ann.deletes(said.last().unwrap());
    stage.sim.expires_file_references();
    let gone = stage
        .execute(send(stage.team_chat(), 0, content(again)), &[4])
        .await;
    let outcome::Kind::Rejected(told) = gone else {
        panic!("{gone:?}")
    };
    assert_eq!(told.reason(), RejectionReason::FileNotFound);
}

#[tokio::test]
async fn an_album_goes_out_as_one_with_an_id_for_each() {
    let stage = Stage::started().await;
    let said = Said::photo("p.jpg").bytes(b"one").caption("seen");
    stage.ann.sends(&stage.agent, said);
    let (_, seen) = until_captioned(&stage, "seen").await;
    stage.server.keep("two", b"two".to_vec());
    let items = vec![
        Media {
            caption: Some(words("album one")),
            ..seen
        },
        Media {
            kind: MediaKind::Photo.into(),
            stored_file: "two".into(),
            caption: Some(words("album two")),
            ..Media::default()
        },
    ];
    let album = Verb::SendAlbum(SendAlbum {
        target: target(stage.ann_chat(), 0),
        items,
        ..SendAlbum::default()
    });
    let made = stage.does(album.clone(), &[11, 12]).await;
    let (one, _) = until_captioned(&stage, "album one").await;
    let (two, _) = until_captioned(&stage, "album two").await;
    assert_eq!(made.message_ids, [one.message_id, two.message_id]);
    assert!(!one.album_id.is_empty());
    assert_eq!(one.album_id, two.album_id);
    let again = stage.does(album, &[11, 12]).await;
    assert_eq!(again.message_ids, made.message_ids);
}

#[tokio::test]
async fn a_copy_with_a_new_caption_keeps_its_file() {
    let stage = Stage::started().await;
    let said = Said::photo("p.jpg").bytes(b"one").caption("old caption");
    stage.ann.sends(&stage.agent, said);
    let (message, seen) = until_captioned(&stage, "old caption").await;
    let copy = Verb::CopyMessages(CopyMessages {
        target: target(stage.team_chat(), 0),
        from_chat: Some(stage.ann_chat()),
        message_ids: vec![message.message_id],
        caption: Some(words("new caption")),
        ..CopyMessages::default()
    });
    let made = stage.does(copy, &[21]).await;
    let (copied, media) = until_captioned(&stage, "new caption").await;
    assert_eq!(copied.message_id, made.message_ids[0]);
    assert_eq!(media.file_unique_id, seen.file_unique_id);
    assert_eq!(copied.forward_origin, None);
}

#[tokio::test]
async fn a_caption_is_edited_and_a_file_replaced() {
    let stage = Stage::started().await;
    stage.server.keep("one", b"one".to_vec());
    let media = |name: &str, caption: &str| Media {
        kind: MediaKind::Photo.into(),
        stored_file: name.into(),
        caption: Some(words(caption)),
        ..Media::default()
    };
    let sending = send(stage.ann_chat(), 0, content(media("one", "first")));
    let made = stage.does(sending, &[31]).await;
    let edit = |media: Media, caption_only| {
        Verb::EditMessage(EditMessage {
            message: message(stage.ann_chat(), made.message_ids[0]),
            content: Some(content(media)),
            caption_only,
            ..EditMessage::default()
        })
    };
    stage.does(edit(media("", "second"), true), &[]).await;
    let (_, second) = until_captioned(&stage, "second").await;
    stage.server.keep("other", b"other".to_vec());
    stage.does(edit(media("other", "third"), false), &[]).await;
    let (_, third) = until_captioned(&stage, "third").await;
    assert_ne!(second.file_unique_id, third.file_unique_id);
}

#[tokio::test]
async fn another_identitys_file_is_refused() {
    let stage = Stage::started().await;
    let foreign = Media {
        kind: MediaKind::Photo.into(),
        file_id: "AgACAgIAAxkBAAI".into(),
        ..Media::default()
    };
    let (ended, _) = fetch(&stage, &foreign).await;
    let outcome::Kind::Rejected(told) = ended else {
        panic!("{ended:?}")
    };
    assert_eq!(told.reason(), RejectionReason::FileNotFound);
}

#[tokio::test]
async fn a_file_beyond_what_the_account_may_send_is_refused_before_a_byte_of_it() {
    let stage = Stage::started().await;
    // 2 GB and a byte; the server tells the size, and gives nothing.
    stage.server.keep_sized("huge", 2_097_152_001);
    let media = Media {
        kind: MediaKind::Document.into(),
        stored_file: "huge".into(),
        file_name: "huge.bin".into(),
        ..Media::default()
    };
    let verb = send(stage.ann_chat(), 0, content(media.clone()));
    let outcome::Kind::Rejected(told) = stage.execute(verb, &[91]).await else {
        panic!("it is not refused")
    };
    assert_eq!(told.reason(), RejectionReason::FileTooBig);
    assert!(told.detail.contains("2097152000"), "{}", told.detail);
    // With Premium it is not, once the account was looked at again.
    stage.agent.profile(|user| user.is_premium = true);
    stage.assign(None).await;
    let verb = send(stage.ann_chat(), 0, content(media));
    loop {
        match stage.execute(verb.clone(), &[92]).await {
            outcome::Kind::Rejected(told) if told.reason() == RejectionReason::FileTooBig => {}
            outcome::Kind::Deferred(_) => {}
            // Nothing of it comes.
            other => {
                assert!(!matches!(other, outcome::Kind::Succeeded(_)), "{other:?}");
                break;
            }
        }
    }
}

/// How a command ends, while time passes.
async fn ends(stage: &Stage, token: &str) -> outcome::Kind {
    let ending = stage.server.outcome(token);
    tokio::pin!(ending);
    loop {
        let soon = std::time::Duration::from_millis(20);
        if let Ok(ended) = tokio::time::timeout(soon, &mut ending).await {
            return ended;
        }
        stage.clock.advance(std::time::Duration::from_millis(300));
    }
}

/// The way to the server breaks twice: nothing is fetched from Telegram twice but the part that
/// the store's chunk ends in.
#[tokio::test]
async fn a_file_goes_on_into_the_store_where_it_broke_off() {
    let stage = Stage::started().await;
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    let said = Said::document("data.bin").bytes(&bytes).caption("in");
    stage.ann.sends(&stage.agent, said);
    let (_, media) = until_captioned(&stage, "in").await;
    stage.server.break_at(&[900_000, 2_000_000]);
    let verb = Verb::FetchFile(FetchFile {
        file_id: media.file_id.clone(),
        size_bytes: media.size_bytes,
    });
    let token = stage.server.command(stage.agent.id(), verb, &[]).await;
    let ended = ends(&stage, &token).await;
    assert!(matches!(ended, outcome::Kind::Succeeded(_)), "{ended:?}");
    assert!(stage.server.brought(&token) == Some(bytes));
    assert_eq!(stage.server.went_on().0, 3);
    let parts = stage.sim.calls_of("upload.getFile").len();
    assert!((6..=10).contains(&parts), "{parts} of 6 parts");
}

/// The way from the server breaks, and then the upload: neither begins anew.
#[tokio::test]
async fn a_file_goes_on_to_telegram_where_it_broke_off() {
    let stage = Stage::started().await;
    let bytes: Vec<u8> = (0..11_000_000_u32).map(|n| (n % 251) as u8).collect();
    stage.server.keep("big", bytes.clone());
    stage.server.break_at(&[3_000_000]);
    let out = Media {
        kind: MediaKind::Document.into(),
        stored_file: "big".into(),
        file_name: "big.bin".into(),
        caption: Some(words("big")),
        ..Media::default()
    };
    let parts = "upload.saveBigFilePart";
    stage
        .sim
        .script_accounts(Some(parts))
        .after(10)
        .refuse(420, "FLOOD_WAIT_3");
    let verb = send(stage.ann_chat(), 0, content(out));
    let id = stage.agent.id();
    let token = stage.server.command(id, verb.clone(), &[8]).await;
    let broke = ends(&stage, &token).await;
    assert!(matches!(broke, outcome::Kind::Deferred(_)), "{broke:?}");
    assert_eq!(stage.sim.calls_of(parts).len(), 11);
    stage.does(verb.clone(), &[8]).await;
    assert_eq!(stage.sim.calls_of(parts).len(), 22, "21 parts, one refused");
    assert_eq!(
        stage.server.went_on().1,
        [0, 3_000_000, 10 * 512 * 1024],
        "where it was asked for"
    );
    let (_, media) = until_captioned(&stage, "big").await;
    let (_, brought) = fetch(&stage, &media).await;
    assert!(brought == Some(bytes));
}
