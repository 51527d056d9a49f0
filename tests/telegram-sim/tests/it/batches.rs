use serde_json::{Value, json};
use telegram_sim::Content;

use crate::stage::Stage;

#[tokio::test]
async fn replies_go_along_within_a_batch_and_link_buttons_with_a_forward() {
    let Stage {
        client,
        ann,
        bot,
        team,
        sim,
        ..
    } = Stage::started().await;
    let first = ann.says(&bot, "one two");
    let answer = ann.quotes(&first, "two", "three");
    let many =
        |ids: &[i64]| json!({"chat_id": team.id(), "from_chat_id": ann.id(), "message_ids": ids});
    for method in ["copyMessages", "forwardMessages"] {
        let sent = client.ok(method, many(&[first.id(), answer.id()])).await;
        let seen = team.general().last().unwrap();
        assert_eq!(json!(seen.reply_to), sent[0]["message_id"], "{method}");
        assert_eq!(seen.quote.as_deref(), Some("two"));
    }
    client.ok("copyMessages", many(&[answer.id()])).await;
    assert_eq!(
        team.general().last().unwrap().reply_to,
        None,
        "what stays behind is not answered"
    );

    let shop = sim.bot("Shop");
    ann.starts(&shop, None);
    let links = Content::text("links").link_button("Shop", "https://shop.example");
    let mixed = Content::text("mixed")
        .link_button("Shop", "https://shop.example")
        .button("Buy", "b");
    let keyboards = [links, mixed].map(|content| ann.forwards(&shop.sends(&ann, content), &bot));
    for (message, kept) in keyboards.iter().zip([true, false]) {
        assert_eq!(message.look().unwrap().markup.is_some(), kept);
    }
    let take =
        json!({"chat_id": team.id(), "from_chat_id": ann.id(), "message_id": keyboards[0].id()});
    let forwarded = client.ok("forwardMessage", take.clone()).await;
    assert_eq!(
        forwarded["reply_markup"]["inline_keyboard"][0][0]["text"],
        "Shop"
    );
    client.ok("copyMessage", take).await;
    assert!(team.general().last().unwrap().markup.is_some());
}

#[tokio::test]
async fn an_empty_caption_takes_the_caption_away() {
    let Stage {
        client,
        ann,
        bot,
        team,
        ..
    } = Stage::started().await;
    let photo = ann.sends(&bot, Content::photo("cat").caption("mine"));
    let take = json!({"chat_id": team.id(), "from_chat_id": ann.id(), "message_id": photo.id(), "caption": ""});
    client.ok("copyMessage", take).await;
    let many = json!({
        "chat_id": team.id(), "from_chat_id": ann.id(), "message_ids": [photo.id()], "remove_caption": true,
    });
    client.ok("copyMessages", many).await;
    assert_eq!(team.general().texts(), ["", ""]);
}

#[tokio::test]
async fn polls_have_their_limits() {
    let Stage { client, ann, .. } = Stage::started().await;
    let options = |count: usize| -> Vec<Value> { vec![json!({"text": "yes"}); count] };
    let poll = |more: Value| {
        let mut poll = json!({"chat_id": ann.id(), "question": "Tea?", "options": options(2)});
        poll.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        poll
    };
    for (more, refusal) in [
        (
            json!({"options": []}),
            "poll must have at least one answer option",
        ),
        (
            json!({"options": options(13)}),
            "poll can't have more than 12 options",
        ),
        (
            json!({"question": "x".repeat(301)}),
            "poll question length must not exceed 300",
        ),
        (
            json!({"options": [{"text": "x".repeat(101)}]}),
            "poll options length must not exceed 100",
        ),
        (
            json!({"type": "quiz"}),
            "correct quiz option list must be non-empty",
        ),
        (
            json!({"type": "quiz", "correct_option_ids": [2]}),
            "wrong quiz correct_option_id",
        ),
    ] {
        assert_eq!(
            client.refused("sendPoll", poll(more)).await,
            format!("400 Bad Request: {refusal}")
        );
    }
    let quiz = json!({"type": "quiz", "correct_option_ids": [1], "explanation": "because"});
    let sent = client.ok("sendPoll", poll(quiz)).await;
    assert_eq!(
        sent["poll"]["correct_option_ids"],
        json!([1]),
        "its own it knows"
    );
    client
        .ok("sendPoll", poll(json!({"options": options(1)})))
        .await;
}
