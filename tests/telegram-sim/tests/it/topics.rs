use serde_json::json;
use telegram_sim::{Config, DeletedTopic, Limits, Rights};

use crate::stage::Stage;

#[tokio::test]
async fn a_topic_lives_its_life() {
    let Stage {
        client, team, sim, ..
    } = Stage::set().await;
    let created = client
        .ok(
            "createForumTopic",
            json!({"chat_id": team.id(), "name": "🟪 Ann", "icon_color": 16_478_047}),
        )
        .await;
    let thread = created["message_thread_id"].as_i64().unwrap();
    assert_eq!(created["name"], "🟪 Ann");
    // The service message of its own act comes back to the bot, and its id is the thread's.
    let service = client.updates().await.remove(0)["message"].clone();
    assert_eq!(service["message_id"], thread);
    assert_eq!(service["message_thread_id"], thread);
    assert_eq!(service["forum_topic_created"]["icon_color"], 16_478_047);

    let id = team.id();
    let edit = json!({"chat_id": id, "message_thread_id": thread, "name": "🟨 Ann"});
    client.ok("editForumTopic", edit.clone()).await;
    assert_eq!(
        client.refused("editForumTopic", edit).await,
        "400 Bad Request: TOPIC_NOT_MODIFIED"
    );
    let named = json!({"chat_id": id, "message_thread_id": thread});
    client.ok("closeForumTopic", named.clone()).await;
    assert_eq!(
        client.refused("closeForumTopic", named.clone()).await,
        "400 Bad Request: TOPIC_NOT_MODIFIED"
    );
    client.ok("reopenForumTopic", named.clone()).await;
    client
        .ok(
            "sendMessage",
            json!({"chat_id": id, "message_thread_id": thread, "text": "hi"}),
        )
        .await;
    assert_eq!(
        team.transcript(thread),
        "-- Support: created the topic \"🟪 Ann\"\n-- Support: renamed the topic to \"🟨 Ann\"\n\
         -- Support: closed the topic\n-- Support: reopened the topic\n[Support] hi\n"
    );
    client.ok("deleteForumTopic", named.clone()).await;
    assert_eq!(team.own_topics(), []);
    assert_eq!(
        client.refused("closeForumTopic", named).await,
        "400 Bad Request: TOPIC_ID_INVALID"
    );
    assert_eq!(sim.violations(), []);
}

#[tokio::test]
async fn messages_in_topics_answer_the_topic() {
    let Stage {
        client, team, olga, ..
    } = Stage::set().await;
    let thread = olga.opens_topic(&team, "News");
    let plain = olga.writes_in(&team, thread, "hello");
    let reply = olga.replies_to(&plain, "myself");
    olga.says(&team, "in General");
    let general = team.general().find("in General").unwrap();
    olga.replies_to(&general, "to General");
    let updates = client.updates().await;
    let message = |at: usize| &updates[at]["message"];
    assert_eq!(message(1)["message_thread_id"], thread);
    assert_eq!(message(1)["is_topic_message"], true);
    assert_eq!(message(1)["reply_to_message"]["message_id"], thread);
    assert_eq!(
        message(1)["reply_to_message"]["forum_topic_created"]["name"],
        "News"
    );
    assert_eq!(message(2)["reply_to_message"]["message_id"], plain.id());
    assert_eq!(reply.thread(), Some(thread));
    assert!(message(3).get("message_thread_id").is_none());
    assert!(message(3).get("is_topic_message").is_none());
    // Reply threads outside topics carry the id too, which is the trap.
    assert_eq!(message(4)["message_thread_id"], general.id());
    assert!(message(4).get("is_topic_message").is_none());
}

#[tokio::test]
async fn sends_into_wrong_topics_are_refused() {
    let Stage {
        client,
        team,
        olga,
        ann,
        ..
    } = Stage::started().await;
    let send =
        |thread: i64| json!({"chat_id": team.id(), "message_thread_id": thread, "text": "x"});
    let not_found = "400 Bad Request: message thread not found";
    assert_eq!(client.refused("sendMessage", send(1)).await, not_found);
    assert_eq!(client.refused("sendMessage", send(777)).await, not_found);
    let thread = olga.opens_topic(&team, "Ann");
    client.ok("sendMessage", send(thread)).await;
    olga.deletes_topic(&team, thread);
    assert_eq!(client.refused("sendMessage", send(thread)).await, not_found);
    client.updates().await;
    let private = json!({"chat_id": ann.id(), "message_thread_id": 5, "text": "x"});
    assert_eq!(client.refused("sendMessage", private).await, not_found);
}

#[tokio::test]
async fn the_other_text_for_deleted_topics() {
    let config = Config::default()
        .limits(Limits::off())
        .deleted_topic(DeletedTopic::TopicDeleted);
    let Stage {
        client, team, olga, ..
    } = Stage::with(config).await;
    let thread = olga.opens_topic(&team, "Ann");
    olga.deletes_topic(&team, thread);
    let params = json!({"chat_id": team.id(), "message_thread_id": thread, "text": "x"});
    assert_eq!(
        client.refused("sendMessage", params).await,
        "400 Bad Request: TOPIC_DELETED"
    );
}

#[tokio::test]
async fn closed_topics_take_only_those_with_the_right() {
    let Stage {
        client,
        team,
        olga,
        bot,
        sim,
        ..
    } = Stage::set().await;
    let thread = olga.opens_topic(&team, "Ann");
    olga.closes_topic(&team, thread);
    let send = json!({"chat_id": team.id(), "message_thread_id": thread, "text": "x"});
    client.ok("sendMessage", send.clone()).await;
    olga.makes_admin(
        &team,
        &bot,
        Rights {
            can_manage_topics: false,
            ..Rights::all()
        },
    );
    assert_eq!(
        client.refused("sendMessage", send).await,
        "400 Bad Request: TOPIC_CLOSED"
    );
    let create = json!({"chat_id": team.id(), "name": "New"});
    assert_eq!(
        client.refused("createForumTopic", create).await,
        "400 Bad Request: not enough rights to create a topic"
    );
    let bob = sim.person("Bob");
    bob.joins(&team);
    let refused = bob.try_sends(team.at(thread), "let me in").unwrap_err();
    assert_eq!(refused.to_string(), "TOPIC_CLOSED");
}

#[tokio::test]
async fn topics_need_a_forum_a_name_and_a_colour() {
    let Stage {
        client,
        team,
        olga,
        bot,
        sim,
        ..
    } = Stage::set().await;
    let flat = sim.group("Flat", &olga);
    olga.makes_admin(&flat, &bot, Rights::all());
    let create = |chat: i64, name: &str, color: i64| json!({"chat_id": chat, "name": name, "icon_color": color});
    let blue = 7_322_096;
    assert_eq!(
        client
            .refused("createForumTopic", create(flat.id(), "x", blue))
            .await,
        "400 Bad Request: the chat is not a forum"
    );
    assert_eq!(
        client
            .refused("createForumTopic", create(team.id(), "", blue))
            .await,
        "400 Bad Request: title must be non-empty"
    );
    assert_eq!(
        client
            .refused("createForumTopic", create(team.id(), "x", 1))
            .await,
        "400 Bad Request: TOPIC_ICON_COLOR_INVALID"
    );
    assert_eq!(sim.violations(), []);
    client
        .ok(
            "createForumTopic",
            create(team.id(), &"ж".repeat(129), blue),
        )
        .await;
    assert_eq!(team.own_topics()[0].name.chars().count(), 128);
    assert_eq!(
        sim.violations().len(),
        1,
        "a careful bot does not send 129 characters"
    );
}

#[tokio::test]
async fn people_run_topics_and_bots_hear_of_it() {
    let Stage {
        client, team, olga, ..
    } = Stage::set().await;
    let thread = olga.opens_topic(&team, "Ann");
    olga.closes_topic(&team, thread)
        .reopens_topic(&team, thread)
        .renames_topic(&team, thread, "Ann B.");
    olga.deletes_topic(&team, thread);
    let updates = client.updates().await;
    let fields = [
        "forum_topic_created",
        "forum_topic_closed",
        "forum_topic_reopened",
        "forum_topic_edited",
    ];
    assert_eq!(updates.len(), fields.len(), "a deletion is not told");
    for (update, field) in updates.iter().zip(fields) {
        assert!(
            update["message"].get(field).is_some(),
            "{field} in {update}"
        );
        assert_eq!(update["message"]["from"]["id"], olga.id());
        assert_eq!(update["message"]["message_thread_id"], thread);
    }
}
