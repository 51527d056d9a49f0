//! Content that has no place in the contract: named, with its words.

use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{FormattedText, Unsupported};
use grammers_client::tl::{enums, types};

use super::content;
use super::entity::with_entities;
use super::lines::Lines;

/// Content of a kind without a place, with the words in it and beside it.
pub(super) fn of(held: &enums::MessageMedia, beside: FormattedText) -> Kind {
    use enums::MessageMedia as Of;
    let name = content::name(held);
    let plain = |text: &str| FormattedText {
        text: text.to_owned(),
        entities: Vec::new(),
    };
    let (copyable, mut words) = match held {
        Of::Game(game) => {
            let enums::Game::Game(game) = &game.game;
            (true, vec![plain(&game.title), plain(&game.description)])
        }
        Of::ToDo(list) => (true, checklist(list)),
        Of::Story(_) => (true, Vec::new()),
        Of::Invoice(it) => (false, vec![plain(&it.title), plain(&it.description)]),
        Of::Giveaway(it) => {
            let prize = it.prize_description.as_deref().unwrap_or_default();
            (false, vec![plain(prize)])
        }
        Of::GiveawayResults(it) => {
            let prize = it.prize_description.as_deref().unwrap_or_default();
            (false, vec![plain(prize)])
        }
        // What is not known: Telegram is asked whether it copies it.
        Of::Unsupported => (true, Vec::new()),
        _ => (false, Vec::new()),
    };
    words.push(beside);
    named(name, copyable, words)
}

pub(super) fn named(raw_kind: &str, copyable: bool, words: Vec<FormattedText>) -> Kind {
    let mut lines = Lines::default();
    for text in words {
        lines.add("", text);
    }
    Kind::Unsupported(Unsupported {
        raw_kind: raw_kind.to_owned(),
        text: lines.end(),
        copyable,
    })
}

/// A checklist's title and its tasks, done and not.
fn checklist(told: &types::MessageMediaToDo) -> Vec<FormattedText> {
    let enums::TodoList::List(list) = &told.todo;
    let done: Vec<i32> = told
        .completions
        .iter()
        .flatten()
        .map(|enums::TodoCompletion::Completion(one)| one.id)
        .collect();
    let mut lines = Lines::default();
    lines.add("", with_entities(&list.title));
    for enums::TodoItem::Item(item) in &list.list {
        let is_done = done.contains(&item.id);
        let mark = if is_done { "☑ " } else { "☐ " };
        lines.add(mark, with_entities(&item.title));
    }
    lines.end().into_iter().collect()
}
