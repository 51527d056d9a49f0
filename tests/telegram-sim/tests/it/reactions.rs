use serde_json::{Value, json};
use telegram_sim::{Content, Rights};

use crate::stage::Stage;

#[tokio::test]
async fn a_bot_has_one_reaction_and_telegrams_emoji() {
    let Stage {
        client,
        ann,
        bot,
        team,
        olga,
        ..
    } = Stage::started().await;
    let hello = ann.says(&bot, "hello");
    let react = |emoji: &[&str]| {
        let list: Vec<_> = emoji
            .iter()
            .map(|emoji| json!({"type": "emoji", "emoji": emoji}))
            .collect();
        json!({"chat_id": ann.id(), "message_id": hello.id(), "reaction": list})
    };
    client.ok("setMessageReaction", react(&["👌"])).await;
    client.ok("setMessageReaction", react(&["👍"])).await;
    assert_eq!(hello.reactions_of(&bot), ["👍"]);
    client.ok("setMessageReaction", react(&[])).await;
    assert_eq!(hello.reactions_of(&bot), Vec::<String>::new());
    assert_eq!(
        client.refused("setMessageReaction", react(&["✅"])).await,
        "400 Bad Request: REACTION_INVALID"
    );
    assert_eq!(
        client
            .refused("setMessageReaction", react(&["👍", "👌"]))
            .await,
        "400 Bad Request: REACTIONS_TOO_MANY"
    );

    team.allow_reactions(&["🔥"]);
    let album = olga.sends_album(&team, vec![Content::photo("1"), Content::photo("2")]);
    let on_second = |emoji: &str| json!({"chat_id": team.id(), "message_id": album[1].id(), "reaction": [{"type": "emoji", "emoji": emoji}]});
    assert_eq!(
        client.refused("setMessageReaction", on_second("👌")).await,
        "400 Bad Request: REACTION_INVALID"
    );
    client.ok("setMessageReaction", on_second("🔥")).await;
    assert_eq!(
        album[0].reactions_of(&bot),
        ["🔥"],
        "on an album it goes to the first"
    );
    assert_eq!(album[1].reactions_of(&bot), Vec::<String>::new());
}

/// Asks for reactions from now on.
async fn listen(stage: &Stage) {
    let kinds = ["message", "message_reaction", "message_reaction_count"];
    let params = json!({"allowed_updates": kinds});
    stage.client.ok("getUpdates", params).await;
    stage.client.updates().await;
}

#[tokio::test]
async fn what_a_chat_allows_binds_bots_and_people() {
    let Stage {
        client, team, olga, ..
    } = Stage::set().await;
    let hello = olga.says(&team, "hello");
    let react = |reaction: Value| json!({"chat_id": team.id(), "message_id": hello.id(), "reaction": [reaction], "is_big": true});
    let emoji = |emoji: &str| react(json!({"type": "emoji", "emoji": emoji}));
    let custom =
        || react(json!({"type": "custom_emoji", "custom_emoji_id": "5368324170671202286"}));
    let invalid = "400 Bad Request: REACTION_INVALID";
    client.ok("setMessageReaction", emoji("👌")).await;
    assert_eq!(
        client.refused("setMessageReaction", emoji("👌")).await,
        "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the \
         same as a current content and reply markup of the message"
    );
    assert_eq!(
        client.refused("setMessageReaction", custom()).await,
        invalid
    );
    team.forbid_reactions();
    assert_eq!(
        client.refused("setMessageReaction", emoji("👍")).await,
        invalid
    );
    let chat = json!({"chat_id": team.id()});
    assert_eq!(
        client.ok("getChat", chat.clone()).await["available_reactions"],
        json!([])
    );
    team.allow_reactions(&["🔥", "custom:5368324170671202286"]);
    client.ok("setMessageReaction", custom()).await;
    client.ok("setMessageReaction", emoji("🔥")).await;
    assert_eq!(
        client.refused("setMessageReaction", emoji("👍")).await,
        invalid
    );
    assert_eq!(
        client.ok("getChat", chat.clone()).await["available_reactions"][1]["custom_emoji_id"],
        "5368324170671202286"
    );
    team.allow_all_reactions();
    assert_eq!(
        client.ok("getChat", chat).await.get("available_reactions"),
        None
    );
    olga.profile(|user| user.is_premium = true);
    olga.reacts(&hello, "custom:5368324170671202286");
    client.ok("setMessageReaction", custom()).await; // It is on the message already.
    assert_eq!(
        client
            .refused("setMessageReaction", react(json!({"type": "paid"})))
            .await,
        "400 Bad Request: can't parse ReactionType: invalid reaction type specified"
    );
}

#[tokio::test]
async fn service_messages_take_no_reaction() {
    let Stage {
        client, team, olga, ..
    } = Stage::set().await;
    let thread = olga.opens_topic(&team, "Ann");
    let react = json!({"chat_id": team.id(), "message_id": thread, "reaction": [{"type": "emoji", "emoji": "👌"}]});
    assert_eq!(
        client.refused("setMessageReaction", react).await,
        "400 Bad Request: MESSAGE_ID_INVALID"
    );
    let gone = json!({"chat_id": team.id(), "message_id": 4711, "reaction": []});
    assert_eq!(
        client.refused("setMessageReaction", gone).await,
        "400 Bad Request: message to react not found"
    );
}

#[tokio::test]
async fn people_react_change_and_withdraw() {
    let stage = Stage::started().await;
    listen(&stage).await;
    let Stage {
        client,
        team,
        olga,
        sim,
        ..
    } = &stage;
    let ivan = sim.person("Ivan");
    team.add(&ivan);
    let hello = olga.says(team, "hello");
    client.updates().await;
    olga.reacts(&hello, "👍");
    ivan.reacts(&hello, "🔥")
        .reacts(&hello, "😢")
        .takes_reaction_back(&hello);
    let told = client.updates().await;
    let told: Vec<(i64, Value, Value)> = told
        .iter()
        .map(|update| {
            let told = &update["message_reaction"];
            let emoji = |list: &Value| list[0]["emoji"].clone();
            let who = told["user"]["id"].as_i64().unwrap();
            (
                who,
                emoji(&told["old_reaction"]),
                emoji(&told["new_reaction"]),
            )
        })
        .collect();
    let none = Value::Null;
    assert_eq!(
        told,
        [
            (olga.id(), none.clone(), "👍".into()),
            (ivan.id(), none.clone(), "🔥".into()),
            (ivan.id(), "🔥".into(), "😢".into()),
            (ivan.id(), "😢".into(), none),
        ]
    );
    assert_eq!(
        hello.look().unwrap().reactions,
        [("Olga".to_owned(), "👍".to_owned())]
    );
    let own = json!({"chat_id": team.id(), "message_id": hello.id(), "reaction": [{"type": "emoji", "emoji": "👌"}]});
    client.ok("setMessageReaction", own).await;
    ivan.reacts(&hello, "👌");
    let told = client.updates().await;
    assert_eq!(told.len(), 1, "nobody is told of a bot's reaction");
}

#[tokio::test]
async fn anonymous_reactions_have_a_chat_or_only_a_number() {
    let stage = Stage::started().await;
    listen(&stage).await;
    let Stage {
        client,
        team,
        olga,
        sim,
        bot,
        ann,
        ..
    } = &stage;
    let hello = olga.says(team, "hello");
    olga.goes_anonymous(team);
    let news = sim.channel("News", olga);
    news.add_admin(bot, Rights::all()).add(ann);
    let post = olga.says(&news, "post");
    client.updates().await;
    olga.reacts(&hello, "👍");
    ann.reacts(&post, "🔥");
    olga.reacts(&post, "👍");
    ann.reacts(&post, "👍");
    let told = client.updates().await;
    let group = &told[0]["message_reaction"];
    assert_eq!(group["actor_chat"]["id"], team.id());
    assert_eq!(group.get("user"), None);
    let counted: Vec<&Value> = told[1..]
        .iter()
        .map(|update| &update["message_reaction_count"]["reactions"])
        .collect();
    assert_eq!(
        counted[0],
        &json!([{"type": {"type": "emoji", "emoji": "🔥"}, "total_count": 1}])
    );
    assert_eq!(
        counted[2],
        &json!([{"type": {"type": "emoji", "emoji": "👍"}, "total_count": 2}])
    );
}

#[tokio::test]
async fn only_administrators_hear_of_reactions_in_groups() {
    let stage = Stage::started().await;
    listen(&stage).await;
    let Stage {
        client,
        team,
        olga,
        bot,
        ..
    } = &stage;
    let hello = olga.says(team, "hello");
    olga.demotes(team, bot);
    client.updates().await;
    olga.reacts(&hello, "👍");
    olga.says(team, "/after");
    assert_eq!(client.kinds().await, ["message"]);
}

#[tokio::test]
async fn on_an_album_reactions_go_to_the_first_piece_that_is_left() {
    let stage = Stage::started().await;
    listen(&stage).await;
    let Stage {
        client, ann, bot, ..
    } = &stage;
    let album = ann.sends_album(
        bot,
        vec![
            Content::photo("1"),
            Content::photo("2"),
            Content::photo("3"),
        ],
    );
    client.updates().await;
    ann.deletes(&album[0]);
    ann.reacts(&album[2], "🔥");
    let told = client.updates().await;
    assert_eq!(told[0]["message_reaction"]["message_id"], album[1].id());
}
