//! The words of a rich message: the contract has no place for its blocks.

use backline_proto::common::v1::FormattedText;
use serde_json::Value;

use super::lines::Lines;
use super::read::{Object, objects, text};

/// All its words, a line for each block; `None` = it has none.
pub(super) fn words(message: &Object) -> Option<FormattedText> {
    let mut lines = Lines::default();
    for line in blocks(message) {
        lines.add_plain(line);
    }
    lines.end()
}

fn blocks(of: &Object) -> Vec<String> {
    objects(of, "blocks").flat_map(block).collect()
}

/// A block of whatever type, by the fields that hold words.
fn block(block: &Object) -> Vec<String> {
    let mut lines = Vec::new();
    let mut add = |line: String| {
        if !line.is_empty() {
            lines.push(line);
        }
    };
    for name in ["summary", "text", "expression"] {
        add(inline(block.get(name)));
    }
    objects(block, "items").flat_map(item).for_each(&mut add);
    blocks(block).into_iter().for_each(&mut add);
    let rows = block.get("cells").and_then(Value::as_array);
    for row in rows.into_iter().flatten() {
        let cells = row.as_array().into_iter().flatten();
        let cells: Vec<String> = cells.map(|cell| inline(Some(cell))).collect();
        add(cells.join(" | "));
    }
    add(inline(block.get("caption")));
    add(inline(block.get("credit")));
    lines
}

fn item(item: &Object) -> Vec<String> {
    let mut lines = blocks(item);
    let label = text(item, "label");
    if !label.is_empty() {
        match lines.first_mut() {
            Some(first) => *first = format!("{label} {first}"),
            None => lines.push(label),
        }
    }
    lines
}

/// Text with whatever formatting in it.
fn inline(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => parts.iter().map(|part| inline(Some(part))).collect(),
        Some(Value::Object(part)) => {
            let fields = ["text", "alternative_text", "expression"];
            let said = fields.iter().find_map(|name| part.get(*name));
            let credit = inline(part.get("credit"));
            let said = inline(said);
            if credit.is_empty() {
                said
            } else {
                format!("{said} ({credit})")
            }
        }
        _ => String::new(),
    }
}
