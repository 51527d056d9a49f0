//! Tables without lines: they can be read, searched and cut.

use comfy_table::{Cell, ContentArrangement, Table, presets};

use super::printable::{line, lines};

/// Rows under headings.
pub(super) fn of_rows(headings: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = bare();
    table.set_header(headings.iter().map(|heading| heading.to_uppercase()));
    for row in rows {
        table.add_row(row.iter().map(|cell| Cell::new(shown(cell))));
    }
    trimmed(&table)
}

/// Names with their values, one each line.
pub(super) fn of_fields(fields: Vec<(&'static str, String)>) -> String {
    let mut table = bare();
    for (name, value) in fields {
        if !value.is_empty() {
            table.add_row([Cell::new(name), Cell::new(lines(&value))]);
        }
    }
    trimmed(&table)
}

fn bare() -> Table {
    let mut table = Table::new();
    table
        .load_preset(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    table
}

/// An empty cell is hard to see, and shifts columns for programs that split at blanks.
fn shown(cell: &str) -> String {
    if cell.is_empty() {
        "-".to_owned()
    } else {
        line(cell)
    }
}

fn trimmed(table: &Table) -> String {
    let shown = table.to_string();
    let shown: Vec<&str> = shown
        .lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end())
        .collect();
    shown.join("\n")
}
