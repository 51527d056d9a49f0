//! The bot about itself: who it is, its commands, its webhook, answers to presses.

use serde_json::{Value, json};

use super::{
    ask::{Answer, Ask},
    refusal::Refusal,
};

pub(crate) fn get(ask: &mut Ask<'_>) -> Answer {
    let mut me = ask.world.user_wire(ask.bot);
    if let Some(bot) = ask.world.user(ask.bot).and_then(|user| user.bot.as_ref()) {
        me["can_join_groups"] = json!(bot.can_join_groups);
        me["can_read_all_group_messages"] = json!(bot.can_read_all_group_messages);
        me["supports_inline_queries"] = json!(false);
        me["can_connect_to_business"] = json!(bot.business);
        me["has_main_web_app"] = json!(false);
        me["has_topics_enabled"] = json!(false);
    }
    Ok(me)
}

pub(crate) fn set_commands(ask: &mut Ask<'_>) -> Answer {
    let commands: Vec<Value> = ask.params.json("commands")?.unwrap_or_default();
    for command in &commands {
        let name = command["command"].as_str().unwrap_or_default();
        let good = (1..=32).contains(&name.len())
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !good {
            return Err(Refusal::bad("BOT_COMMAND_INVALID"));
        }
        if !(1..=256).contains(
            &command["description"]
                .as_str()
                .unwrap_or_default()
                .chars()
                .count(),
        ) {
            return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    let scope = scope(ask)?;
    store(ask, scope, Some(Value::Array(commands)))
}

pub(crate) fn get_commands(ask: &mut Ask<'_>) -> Answer {
    let scope = scope(ask)?;
    let bot = ask.world.user(ask.bot).and_then(|user| user.bot.as_ref());
    Ok(bot
        .and_then(|bot| bot.commands.get(&scope).cloned())
        .unwrap_or_else(|| Value::Array(Vec::new())))
}

pub(crate) fn delete_commands(ask: &mut Ask<'_>) -> Answer {
    let scope = scope(ask)?;
    store(ask, scope, None)
}

fn scope(ask: &Ask<'_>) -> Result<String, Refusal> {
    let scope: Value = ask
        .params
        .json("scope")?
        .unwrap_or_else(|| json!({"type": "default"}));
    Ok(format!(
        "{scope} {}",
        ask.params.string("language_code").unwrap_or_default()
    ))
}

fn store(ask: &mut Ask<'_>, scope: String, commands: Option<Value>) -> Answer {
    let bot = ask
        .world
        .users
        .get_mut(&ask.bot)
        .and_then(|user| user.bot.as_mut());
    if let Some(bot) = bot {
        match commands {
            Some(commands) => bot.commands.insert(scope, commands),
            None => bot.commands.remove(&scope),
        };
    }
    Ok(json!(true))
}

pub(crate) fn set_webhook(ask: &mut Ask<'_>) -> Answer {
    let url = ask.params.string("url").unwrap_or_default();
    if !url.is_empty() && !url.starts_with("https://") {
        return Err(Refusal::bad(
            "bad webhook: An HTTPS URL must be provided for webhook",
        ));
    }
    let allowed = ask.params.json("allowed_updates")?;
    webhook(ask, Some(url).filter(|url| !url.is_empty()), allowed)
}

pub(crate) fn delete_webhook(ask: &mut Ask<'_>) -> Answer {
    webhook(ask, None, None)
}

fn webhook(ask: &mut Ask<'_>, url: Option<String>, allowed: Option<Vec<String>>) -> Answer {
    let drop_pending = ask.params.flag("drop_pending_updates");
    if let Some(queue) = ask.world.queues.get_mut(&ask.bot) {
        queue.webhook = url;
        queue.allow(allowed);
        if drop_pending {
            queue.clear();
        }
    }
    Ok(json!(true))
}

pub(crate) fn webhook_info(ask: &mut Ask<'_>) -> Answer {
    let Some(queue) = ask.world.queues.get(&ask.bot) else {
        return Ok(Value::Null);
    };
    let mut info = json!({
        "url": queue.webhook.clone().unwrap_or_default(),
        "has_custom_certificate": false,
        "pending_update_count": queue.len(),
    });
    if !queue.allowed().is_empty() {
        info["allowed_updates"] = json!(queue.allowed());
    }
    Ok(info)
}

pub(crate) fn answer_press(ask: &mut Ask<'_>) -> Answer {
    let id = ask.params.string("callback_query_id").unwrap_or_default();
    let bot = ask.bot;
    let answer = ask.params.wire();
    let text = ask.params.string("text").unwrap_or_default();
    if text.chars().count() > 200 {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    match ask.world.presses.get_mut(&id) {
        Some(press) if press.bot == bot && press.answer.is_none() => {
            press.answer = Some(answer);
            Ok(json!(true))
        }
        _ => Err(Refusal::bad(
            "query is too old and response timeout expired or query ID is invalid",
        )),
    }
}

pub(crate) fn done(_: &mut Ask<'_>) -> Answer {
    Ok(json!(true))
}
