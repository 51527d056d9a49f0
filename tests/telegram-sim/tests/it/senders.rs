use serde_json::{Value, json};
use telegram_sim::{Content, Origin, Rights};

use crate::stage::Stage;

#[tokio::test]
async fn forwards_tell_every_kind_of_origin() {
    let Stage {
        client,
        ann,
        bot,
        olga,
        team,
        sim,
        ..
    } = Stage::started().await;
    let news = sim.channel("News", &olga);
    let text = |origin: Origin| Content::text("forwarded").from_origin(origin);
    ann.sends(&bot, text(Origin::user(&olga)));
    ann.sends(&bot, text(Origin::hidden("Somebody")));
    ann.sends(&bot, text(Origin::chat(&team).signed("Boss")));
    ann.sends(&bot, text(Origin::channel(&news, 17).signed("Editor")));
    let updates = client.updates().await;
    let origin = |at: usize| &updates[at]["message"]["forward_origin"];
    assert_eq!(origin(0)["sender_user"]["first_name"], "Olga");
    assert_eq!(origin(1)["type"], "hidden_user");
    assert_eq!(origin(1)["sender_user_name"], "Somebody");
    assert_eq!(origin(2)["sender_chat"]["id"], team.id());
    assert_eq!(origin(2)["author_signature"], "Boss");
    assert_eq!(origin(3)["chat"]["id"], news.id());
    assert_eq!(origin(3)["message_id"], 17);
    assert_eq!(updates[3]["message"]["forward_from_message_id"], 17);
    let hello = olga.says(&team, "hello");
    olga.profile(|user| user.hidden = true);
    client.updates().await;
    ann.joins(&team).forwards(&hello, &bot);
    let update = client.updates().await.pop().unwrap();
    assert_eq!(update["message"]["forward_origin"]["type"], "hidden_user");
}

#[tokio::test]
async fn channels_speak_in_groups_and_posts_are_forwarded_to_the_linked_one() {
    let Stage {
        client,
        ann,
        bot,
        sim,
        ..
    } = Stage::started().await;
    let group = sim.group("Discussion", &ann);
    let channel = sim.channel("Shop", &ann);
    group.add_admin(&bot, Rights::all());
    channel.link(&group);
    client.updates().await;
    ann.sends_as(&channel, &group, "we as a channel");
    ann.sends(&channel, Content::photo("offer").caption("an offer"));
    ann.goes_anonymous(&group).says(&group, "the group itself");
    let updates = client.updates().await;
    let [spoken, post, anonymous] = [0, 1, 2].map(|at| updates[at]["message"].clone());
    assert_eq!(spoken["sender_chat"]["id"], channel.id());
    assert_eq!(spoken["from"]["username"], "Channel_Bot");
    assert_eq!(spoken.get("is_automatic_forward"), None);
    assert_eq!(post["is_automatic_forward"], true);
    assert_eq!(post["sender_chat"]["id"], channel.id());
    assert_eq!(post["from"]["id"], 777_000);
    assert_eq!(post["forward_origin"]["message_id"], 1);
    assert_eq!(post["caption"], "an offer");
    assert_eq!(anonymous["sender_chat"]["id"], group.id());
    assert_eq!(anonymous["from"]["username"], "GroupAnonymousBot");
    let info = client.ok("getChat", json!({"chat_id": group.id()})).await;
    assert_eq!(info["linked_chat_id"], channel.id());
    assert_eq!(
        group
            .everything()
            .find("we as a channel")
            .unwrap()
            .look()
            .unwrap()
            .sender,
        "Shop"
    );
}

#[tokio::test]
async fn other_bots_bring_buttons_and_inline_bots_sign() {
    let Stage {
        client,
        ann,
        bot,
        sim,
        ..
    } = Stage::started().await;
    let (shop, gifs) = (sim.bot("Shop"), sim.bot("Gifs"));
    let group = sim.group("Customers", &ann);
    group.add_admin(&bot, Rights::all()).add(&shop);
    bot.sees_bots();
    client.updates().await;
    shop.sends(
        &group,
        Content::text("Order?")
            .button("Yes", "y")
            .link_button("Shop", "https://shop.example"),
    );
    ann.sends(&group, Content::photo("cat").via(&gifs));
    let updates = client.updates().await;
    let rows = &updates[0]["message"]["reply_markup"]["inline_keyboard"];
    assert_eq!(rows[0][0], json!({"text": "Yes", "callback_data": "y"}));
    assert_eq!(rows[1][0]["url"], "https://shop.example");
    assert_eq!(updates[1]["message"]["via_bot"]["id"], gifs.id());
}

#[tokio::test]
async fn a_new_name_is_on_what_comes_next() {
    let Stage {
        client, ann, bot, ..
    } = Stage::started().await;
    let first = ann.says(&bot, "one");
    ann.renames("Anna", Some("Berg"));
    ann.edits(&first, "one!");
    ann.says(&bot, "two");
    let updates = client.updates().await;
    let name = |value: &Value| value["from"]["first_name"].clone();
    assert_eq!(name(&updates[0]["message"]), "Ann");
    assert_eq!(name(&updates[1]["edited_message"]), "Anna");
    assert_eq!(updates[2]["message"]["chat"]["last_name"], "Berg");
}

#[tokio::test]
async fn formatting_of_every_kind_comes_from_people() {
    let Stage {
        client,
        ann,
        bot,
        olga,
        ..
    } = Stage::started().await;
    ann.sends(
        &bot,
        Content::text("quote code date olga")
            .format("quote", "expandable_blockquote")
            .pre("code", "rust")
            .date_time("date", 1_767_225_600)
            .mention("olga", &olga),
    );
    let entities = client.updates().await[0]["message"]["entities"].clone();
    assert_eq!(entities[0]["type"], "expandable_blockquote");
    assert_eq!(entities[1]["language"], "rust");
    assert_eq!(entities[2]["unix_time"], 1_767_225_600);
    assert_eq!(entities[3]["user"]["id"], olga.id());
}

#[tokio::test]
async fn a_pin_whose_message_is_gone_shows_only_its_place() {
    let Stage {
        client, olga, team, ..
    } = Stage::set().await;
    let rules = olga.says(&team, "rules");
    olga.pins(&rules);
    let service = team.general().last().unwrap().id;
    olga.deletes(&rules);
    client.updates().await;
    let reply =
        json!({"chat_id": team.id(), "text": "x", "reply_parameters": {"message_id": service}});
    let sent = client.ok("sendMessage", reply).await;
    assert_eq!(
        sent["reply_to_message"]["pinned_message"],
        json!({"chat": {"id": team.id(), "type": "supergroup", "title": "Team", "is_forum": true},
            "message_id": rules.id(), "date": 0})
    );
}

#[tokio::test]
async fn posts_are_signed_where_the_channel_says_so_and_bots_are_there_as_administrators_alone() {
    let Stage {
        client,
        ann,
        bot,
        olga,
        sim,
        ..
    } = Stage::started().await;
    let news = sim.channel("News", &olga);
    let refused = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        olga.adds(&news, &bot);
    }));
    assert!(refused.is_err(), "a bot is no subscriber");
    olga.makes_admin(&news, &bot, Rights::all());
    client.updates().await;
    olga.says(&news, "unsigned");
    let post = olga.says(news.signs_posts(), "signed");
    olga.forwards(&post, &ann);
    let updates = client.updates().await;
    let [unsigned, signed] = [0, 1].map(|at| updates[at]["channel_post"].clone());
    assert_eq!(unsigned["author_signature"], Value::Null);
    assert_eq!(signed["author_signature"], "Olga");
    for post in [&unsigned, &signed] {
        assert_eq!(post["from"], Value::Null);
        assert_eq!(post["sender_chat"]["id"], news.id());
    }
}
