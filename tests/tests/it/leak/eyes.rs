//! What people get to see: everything in their chats, and everything that was ever sent there.

use serde_json::Value;
use telegram_sim::{Account as _, Bot, Conversation, Person, Seen};

use crate::house::House;
use crate::receiver::Receiver;

/// Parameters that name whom and what, and are shown to nobody.
const UNSEEN: [&str; 9] = [
    "chat_id",
    "from_chat_id",
    "user_id",
    "message_id",
    "message_ids",
    "message_thread_id",
    "file_id",
    "callback_query_id",
    "reply_parameters",
];

/// Everything that anybody in the team's group was ever shown of what is not the operator's own.
pub(super) fn of_team(house: &House) -> String {
    let group = house.team.id();
    let own = house.olga.id();
    let mut all = said(&house.team.everything(), &|seen| seen.from != own);
    for topic in house.team.topics() {
        all.push(topic.name);
    }
    all.extend(sent_to(house, &[group]));
    all.join("\n")
}

/// Everything that a program of the team's was ever told, but for the operators' own words.
pub(super) fn of_program(program: &Receiver) -> String {
    let told = program.posts().into_iter().map(|post| {
        let mut body = post.body;
        let message = &mut body["data"]["message"];
        if let (Some("team"), Some(message)) =
            (message["author"].clone().as_str(), message.as_object_mut())
        {
            message.remove("text");
        }
        body.to_string()
    });
    told.collect::<Vec<_>>().join("\n")
}

/// Everything that Backline ever showed a customer or their group.
pub(super) fn of_customer(house: &House, person: &Person, group: i64) -> String {
    let us = house.front.id();
    let mut all = said(&person.chat_with(&house.front), &|seen| seen.from == us);
    all.extend(sent_to(house, &[person.id(), group]));
    all.join("\n")
}

/// Everything that a bot ever showed somebody in private.
pub(super) fn of_person(house: &House, person: &Person, bot: &Bot) -> String {
    let its = bot.id();
    let mut all = said(&person.chat_with(bot), &|seen| seen.from == its);
    all.extend(sent_to(house, &[person.id()]));
    all.join("\n")
}

/// The chats besides those of these people that a bot ever wrote to.
pub(super) fn others_of(house: &House, bot: &Bot, people: &[&Person]) -> Vec<i64> {
    let calls = house.sim.calls().into_iter();
    let its = calls.filter(|call| call.bot == bot.id());
    let chats = its.filter_map(|call| call.params["chat_id"].as_i64());
    chats
        .filter(|chat| people.iter().all(|person| person.id() != *chat))
        .collect()
}

/// What somebody sees of each message.
fn said(chat: &Conversation, counts: &dyn Fn(&Seen) -> bool) -> Vec<String> {
    let mut all = Vec::new();
    for seen in chat.messages().iter().filter(|seen| counts(seen)) {
        all.push(seen.text.clone());
        all.extend(seen.quote.clone());
        all.extend(seen.file.clone());
        let whole = [&seen.forward, &seen.value, &seen.markup];
        all.extend(whole.into_iter().flatten().map(Value::to_string));
        all.push(format!("{:?}", seen.entities));
    }
    all
}

/// What the calls to these chats hold for people.
fn sent_to(house: &House, chats: &[i64]) -> Vec<String> {
    let mut all = Vec::new();
    for call in house.sim.calls() {
        let to = &call.params["chat_id"];
        let is_there = chats
            .iter()
            .any(|chat| to.as_i64() == Some(*chat) || to.as_str() == Some(&chat.to_string()));
        if is_there {
            words(&call.params, &mut all);
        }
    }
    all
}

fn words(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            let shown = fields
                .iter()
                .filter(|(name, _)| !UNSEEN.contains(&name.as_str()));
            for (_, field) in shown {
                words(field, all);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| words(item, all)),
        Value::String(text) => all.push(text.clone()),
        Value::Number(number) => all.push(number.to_string()),
        Value::Null | Value::Bool(_) => {}
    }
}
