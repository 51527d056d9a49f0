use serde_json::{Value, json};
use telegram_sim::{Content, world::MediaKind};

use crate::stage::Stage;

/// File ids of a photo, a video, a document, a piece of music and an animation, as the bot knows them.
async fn files(stage: &Stage) -> [Value; 5] {
    let kinds = ["photo", "video", "document", "audio", "animation"];
    for kind in kinds {
        let kind = MediaKind::named(kind).unwrap();
        stage.ann.sends(&stage.bot, Content::file(kind, "a"));
    }
    let updates = stage.client.updates().await;
    std::array::from_fn(|at| {
        let message = &updates[at]["message"];
        let id = match kinds[at] {
            "photo" => &message["photo"][1]["file_id"],
            kind => &message[kind]["file_id"],
        };
        json!({"type": kinds[at], "media": id})
    })
}

#[tokio::test]
async fn a_bots_album_is_of_one_sort_and_not_too_long() {
    let stage = Stage::started().await;
    let [photo, video, document, audio, animation] = files(&stage).await;
    let (client, chat) = (&stage.client, stage.ann.id());
    let album = |media: &[&Value]| json!({"chat_id": chat, "media": media});
    let sent = client.ok("sendMediaGroup", album(&[&photo, &video])).await;
    assert!(sent[0]["media_group_id"].is_string());
    assert_eq!(sent[0]["media_group_id"], sent[1]["media_group_id"]);
    for kind in [&document, &audio] {
        client.ok("sendMediaGroup", album(&[kind, kind])).await;
    }
    for (media, refusal) in [
        (vec![&photo; 11], "too many messages to send as an album"),
        (vec![], "there are no messages to send"),
        (
            vec![&photo, &document],
            "document can't be mixed with other media types",
        ),
        (
            vec![&audio, &video],
            "audio can't be mixed with other media types",
        ),
        (
            vec![&photo, &animation],
            "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
        ),
    ] {
        assert_eq!(
            client.refused("sendMediaGroup", album(&media)).await,
            format!("400 Bad Request: {refusal}")
        );
    }
    let voice = json!({"type": "voice", "media": document["media"]});
    assert_eq!(
        client
            .refused("sendMediaGroup", album(&[&photo, &voice]))
            .await,
        "400 Bad Request: can't parse InputMedia: type \"voice\" is unsupported"
    );
    let mut above = photo.clone();
    above["show_caption_above_media"] = Value::from(true);
    assert_eq!(
        client
            .refused("sendMediaGroup", album(&[&photo, &above]))
            .await,
        "400 Bad Request: parameter show_caption_above_media must be the same for all messages"
    );
    assert_eq!(stage.sim.violations(), []);
    let alone = client.ok("sendMediaGroup", album(&[&photo])).await;
    assert_eq!(alone[0].get("media_group_id"), None);
    assert_eq!(
        stage.sim.violations().len(),
        1,
        "it goes out, and should not"
    );
}

#[tokio::test]
async fn the_pieces_of_a_persons_album_are_updates_of_their_own() {
    let Stage {
        client, ann, bot, ..
    } = Stage::started().await;
    bot.fetches_at_most(2);
    let album = ann.sends_album(
        &bot,
        vec![
            Content::photo("1").caption("all three"),
            Content::video("2"),
            Content::photo("3"),
        ],
    );
    let first = client.updates().await;
    let second = client.updates().await;
    assert_eq!((first.len(), second.len()), (2, 1), "in two batches");
    let group = &first[0]["message"]["media_group_id"];
    assert_eq!(group.as_str(), album[0].look().unwrap().album.as_deref());
    assert_eq!(group, &second[0]["message"]["media_group_id"]);
    assert_eq!(first[0]["message"]["caption"], "all three");
    assert_eq!(second[0]["message"]["caption"], Value::Null);
    let ids: Vec<i64> = album.iter().map(|piece| piece.id()).collect();
    assert!(ids.windows(2).all(|pair| pair[0] + 1 == pair[1]));
}

#[tokio::test]
async fn a_late_piece_has_its_place_before_bots_hear_of_it() {
    let Stage {
        client, olga, team, ..
    } = Stage::started().await;
    let thread = olga.opens_topic(&team, "Ann");
    client.updates().await;
    let album = olga.starts_album(team.at(thread));
    album.piece(Content::document("1"));
    let late = album.late_piece(Content::document("2"));
    let after = olga.writes_in(&team, thread, "after");
    assert!(late.message().id() < after.id());
    let updates = client.updates().await;
    let shown: Vec<&Value> = updates
        .iter()
        .map(|update| &update["message"]["text"])
        .collect();
    assert_eq!(shown, [&Value::Null, &Value::from("after")]);
    let piece = late.arrives();
    let update = client.updates().await.remove(0);
    assert_eq!(update["message"]["message_id"], piece.id());
    assert_eq!(update["message"]["media_group_id"], album.id());
    assert_eq!(update["message"]["message_thread_id"], thread);
}

#[tokio::test]
async fn people_make_albums_as_apps_let_them() {
    let Stage { ann, bot, .. } = Stage::started().await;
    let refused = |kinds: Vec<Content>| {
        let album = ann.starts_album(&bot);
        let make = || kinds.into_iter().for_each(|kind| drop(album.piece(kind)));
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(make)).is_err()
    };
    assert!(refused(vec![Content::photo("1"), Content::document("2")]));
    assert!(refused(vec![Content::voice()]));
    assert!(refused(vec![Content::text("1")]));
    assert!(refused(
        (0..11).map(|at| Content::photo(&at.to_string())).collect()
    ));
    assert!(!refused(vec![
        Content::photo("1"),
        Content::live_photo("2"),
        Content::video("3")
    ]));
}

#[tokio::test]
async fn copies_keep_albums_together_where_two_are_left() {
    let Stage {
        client,
        ann,
        bot,
        team,
        sim,
        ..
    } = Stage::started().await;
    let pair = ann.sends_album(&bot, vec![Content::photo("1"), Content::photo("2")]);
    let text = ann.says(&bot, "between");
    let loose = [Content::document("3"), Content::document("4")].map(|one| ann.sends(&bot, one));
    let copy =
        |ids: &[i64]| json!({"chat_id": team.id(), "from_chat_id": ann.id(), "message_ids": ids});
    let albums = || -> Vec<Option<String>> {
        let seen = team.general().written();
        seen.into_iter().map(|seen| seen.album).collect()
    };
    client
        .ok(
            "copyMessages",
            copy(&[pair[0].id(), pair[1].id(), text.id()]),
        )
        .await;
    let seen = albums();
    assert!(seen[0].is_some() && seen[0] == seen[1] && seen[2].is_none());
    client
        .ok("copyMessages", copy(&[pair[0].id(), text.id()]))
        .await;
    assert_eq!(albums()[3..], [None, None], "one alone is no album");
    client
        .ok("forwardMessages", copy(&[loose[0].id(), loose[1].id()]))
        .await;
    let seen = albums();
    assert!(
        seen[5].is_some() && seen[5] == seen[6],
        "documents that go together become an album"
    );
    sim.script(&bot, "copyMessages").skip_copies(&[0]);
    let copied = client
        .ok("copyMessages", copy(&[pair[0].id(), pair[1].id()]))
        .await;
    assert_eq!(copied.as_array().unwrap().len(), 1);
    assert_eq!(albums()[7], None);
}
