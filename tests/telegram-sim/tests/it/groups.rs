use serde_json::json;
use telegram_sim::{Content, Rights};

use crate::{client::Client, stage::Stage};

#[tokio::test]
async fn who_makes_the_bot_admin_is_told() {
    let Stage {
        sim,
        client,
        bot,
        olga,
        ..
    } = Stage::set().await;
    let mallory = sim.person("Mallory");
    let strange = sim.forum("Strange", &mallory);
    mallory.makes_admin(&strange, &bot, Rights::all());
    let updates = client.updates().await;
    let change = &updates[0]["my_chat_member"];
    assert_eq!(change["from"]["id"], mallory.id());
    assert_eq!(change["chat"]["is_forum"], true);
    assert_eq!(change["old_chat_member"]["status"], "left");
    assert_eq!(change["new_chat_member"]["status"], "administrator");
    assert_eq!(change["new_chat_member"]["can_manage_topics"], true);
    assert_eq!(updates[1]["message"]["new_chat_members"][0]["id"], bot.id());
    client
        .ok("leaveChat", json!({"chat_id": strange.id()}))
        .await;
    assert_eq!(
        client.updates().await[0]["my_chat_member"]["new_chat_member"]["status"],
        "left"
    );
    let admins = client
        .ok(
            "getChatAdministrators",
            json!({"chat_id": client_team(&sim)}),
        )
        .await;
    assert_eq!(admins[0]["user"]["id"], olga.id());
    assert_eq!(admins[0]["status"], "creator");
}

fn client_team(sim: &telegram_sim::Sim) -> i64 {
    sim.read(|world| {
        let team = world.chats().find(|chat| chat.title == "Team").unwrap();
        team.key.id_for(0)
    })
}

#[tokio::test]
async fn privacy_mode_hides_what_is_not_for_the_bot() {
    let Stage {
        sim,
        bot,
        client,
        ann,
        ..
    } = Stage::started().await;
    let group = sim.group("Customers", &ann);
    group.add(&bot);
    client.updates().await;
    ann.says(&group, "among ourselves");
    ann.says(&group, "/help");
    ann.says(&group, "/help@OtherBot");
    ann.says(&group, "/help@SupportBot");
    client
        .ok(
            "sendMessage",
            json!({"chat_id": group.id(), "text": "from the bot"}),
        )
        .await;
    let own = group.everything().find("from the bot").unwrap();
    ann.replies_to(&own, "to the bot");
    assert_eq!(
        client.texts().await,
        ["/help", "/help@SupportBot", "to the bot"]
    );
    bot.privacy_off();
    ann.says(&group, "now heard");
    assert_eq!(client.texts().await, ["now heard"]);
    bot.privacy_on();
    ann.makes_admin(&group, &bot, Rights::none());
    client.updates().await;
    ann.says(&group, "heard by an administrator");
    assert_eq!(client.texts().await, ["heard by an administrator"]);
}

#[tokio::test]
async fn bots_do_not_hear_each_other_unless_switched_on() {
    let Stage {
        sim,
        bot,
        client,
        team,
        olga,
        ..
    } = Stage::set().await;
    let relay = sim.bot("Relay");
    olga.makes_admin(&team, &relay, Rights::all());
    let relay_client = Client::new(&sim, &relay);
    client.updates().await;
    relay_client
        .ok(
            "sendMessage",
            json!({"chat_id": team.id(), "text": "silent"}),
        )
        .await;
    assert_eq!(client.texts().await, Vec::<String>::new());
    bot.sees_bots();
    relay_client
        .ok(
            "sendMessage",
            json!({"chat_id": team.id(), "text": "heard"}),
        )
        .await;
    assert_eq!(client.texts().await, ["heard"]);
    client
        .ok("sendMessage", json!({"chat_id": team.id(), "text": "own"}))
        .await;
    assert_eq!(client.texts().await, Vec::<String>::new(), "never its own");
}

#[tokio::test]
async fn anonymous_administrators_are_the_group() {
    let Stage {
        client, team, olga, ..
    } = Stage::set().await;
    olga.goes_anonymous(&team).says(&team, "we say");
    let updates = client.updates().await;
    let message = &updates.last().unwrap()["message"];
    assert_eq!(message["sender_chat"]["id"], team.id());
    assert_eq!(message["from"]["username"], "GroupAnonymousBot");
    assert_eq!(team.general().last().unwrap().sender, "Team");
}

#[tokio::test]
async fn a_group_becomes_a_supergroup() {
    let Stage {
        sim,
        client,
        bot,
        ann,
        ..
    } = Stage::started().await;
    let group = sim.basic_group("Customers", &ann);
    group.add_admin(&bot, Rights::all());
    let old = ann.says(&group, "old");
    client.updates().await;
    let super_group = group.migrate();
    let updates = client.updates().await;
    assert_eq!(
        updates[0]["message"]["migrate_to_chat_id"],
        super_group.id()
    );
    assert_eq!(updates[0]["message"]["chat"]["type"], "group");
    let joined = &updates[1]["my_chat_member"];
    assert_eq!(joined["chat"]["id"], super_group.id());
    assert_eq!(joined["old_chat_member"]["status"], "left");
    let begun = &updates[2]["message"];
    assert_eq!(begun["migrate_from_chat_id"], group.id());
    assert_eq!(begun["sender_chat"]["id"], super_group.id());
    let answer = client
        .ask("sendMessage", json!({"chat_id": group.id(), "text": "x"}))
        .await;
    assert_eq!(answer["error_code"], 400);
    assert_eq!(
        answer["description"],
        "Bad Request: group chat was upgraded to a supergroup chat"
    );
    assert_eq!(answer["parameters"]["migrate_to_chat_id"], super_group.id());
    let new = client
        .ok(
            "sendMessage",
            json!({"chat_id": super_group.id(), "text": "x"}),
        )
        .await;
    assert_eq!(new["message_id"], 2, "ids begin anew");
    assert_eq!(
        old.id(),
        3,
        "after Ann's start and the line about the bot, in the bot's own count"
    );
}

#[tokio::test]
async fn basic_groups_have_other_ids_for_each_bot() {
    let Stage { sim, bot, ann, .. } = Stage::started().await;
    let other = sim.bot("Other");
    let group = sim.basic_group("Customers", &ann);
    group
        .add_admin(&bot, Rights::all())
        .add_admin(&other, Rights::all());
    ann.says(&bot, "moves the count");
    let shared = ann.says(&group, "for both");
    assert_ne!(shared.id_for(&bot), shared.id_for(&other));
}

#[tokio::test]
async fn some_bots_stay_out_of_groups() {
    let Stage { sim, olga, .. } = Stage::set().await;
    let shy = sim.bot("Shy");
    shy.stays_out_of_groups();
    let group = sim.group("Customers", &olga);
    let added = sim.change(|world| {
        let member = telegram_sim::Member {
            status: telegram_sim::Status::Member,
            rights: Rights::default(),
        };
        world.set_member(
            telegram_sim::Key::Group(group.id()),
            shy.id(),
            member,
            olga.id(),
        )
    });
    assert_eq!(
        added.unwrap_err().to_string(),
        "this bot can't be added to groups"
    );
}

#[tokio::test]
async fn what_is_said_in_a_protected_group_cannot_be_taken() {
    let Stage {
        sim,
        client,
        bot,
        olga,
        team,
        ..
    } = Stage::set().await;
    let group = sim.group("Discreet", &olga);
    group.protect().add_admin(&bot, Rights::all());
    let secret = olga.says(&group, "secret");
    let update = client.updates().await.pop().unwrap();
    assert_eq!(update["message"]["has_protected_content"], true);
    let copy = json!({"chat_id": team.id(), "from_chat_id": group.id(), "message_id": secret.id()});
    assert_eq!(
        client.refused("copyMessage", copy.clone()).await,
        "400 Bad Request: message has protected content and can't be forwarded"
    );
    assert_eq!(
        client.refused("forwardMessage", copy).await,
        "400 Bad Request: message has protected content and can't be forwarded"
    );
}

#[tokio::test]
async fn a_reply_from_another_topic_is_external() {
    let Stage {
        client, olga, team, ..
    } = Stage::set().await;
    let (one, two) = (
        olga.opens_topic(&team, "One"),
        olga.opens_topic(&team, "Two"),
    );
    let there = olga.writes_in(&team, one, "there");
    let send = json!({
        "chat_id": team.id(), "message_thread_id": two, "text": "here",
        "reply_parameters": {"message_id": there.id()},
    });
    let sent = client.ok("sendMessage", send).await;
    assert_eq!(
        sent["reply_to_message"]["message_id"], two,
        "the topic's own first message"
    );
    assert_eq!(sent["external_reply"]["message_id"], there.id());
    let send = json!({"chat_id": team.id(), "text": "there too", "reply_parameters": {"message_id": there.id()}});
    assert_eq!(
        client.ok("sendMessage", send).await["message_thread_id"],
        one,
        "a reply goes to its topic"
    );
}

#[tokio::test]
async fn channels_post_as_themselves() {
    let Stage {
        sim,
        bot,
        client,
        olga,
        ..
    } = Stage::set().await;
    let channel = sim.channel("News", &olga);
    olga.makes_admin(&channel, &bot, Rights::all());
    client.updates().await;
    olga.sends(&channel, Content::text("headline"));
    let post = client.updates().await.remove(0)["channel_post"].clone();
    assert_eq!(post["sender_chat"]["title"], "News");
    assert!(post.get("from").is_none());
    let sent = client
        .ok(
            "sendMessage",
            json!({"chat_id": channel.id(), "text": "from the bot"}),
        )
        .await;
    assert_eq!(sent["sender_chat"]["id"], channel.id());
}

#[tokio::test]
async fn members_come_and_go_aloud() {
    let Stage {
        sim,
        client,
        team,
        olga,
        ..
    } = Stage::set().await;
    client
        .ok(
            "getUpdates",
            json!({"allowed_updates": ["message", "chat_member"]}),
        )
        .await;
    let bob = sim.person("Bob");
    olga.adds(&team, &bob);
    bob.leaves(&team);
    let updates = client.updates().await;
    assert_eq!(updates[0]["chat_member"]["from"]["id"], olga.id());
    assert_eq!(updates[1]["message"]["new_chat_members"][0]["id"], bob.id());
    assert_eq!(
        updates[2]["chat_member"]["new_chat_member"]["status"],
        "left"
    );
    assert_eq!(updates[3]["message"]["left_chat_member"]["id"], bob.id());
    let member = client
        .ok(
            "getChatMember",
            json!({"chat_id": team.id(), "user_id": bob.id()}),
        )
        .await;
    assert_eq!(member["status"], "left");
    assert_eq!(
        client
            .ok("getChatMemberCount", json!({"chat_id": team.id()}))
            .await,
        2
    );
    client
        .ok(
            "banChatMember",
            json!({"chat_id": team.id(), "user_id": bob.id()}),
        )
        .await;
    assert_eq!(
        client
            .refused(
                "banChatMember",
                json!({"chat_id": team.id(), "user_id": olga.id()})
            )
            .await,
        "400 Bad Request: can't remove chat owner"
    );
}
