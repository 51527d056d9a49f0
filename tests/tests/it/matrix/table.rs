//! The README's tables, and what was seen, in the same form.

use std::collections::BTreeMap;

/// Cells by row and column.
pub(super) type Cells = BTreeMap<(String, String), String>;

/// The table under that heading.
pub(super) fn expected(heading: &str) -> Cells {
    let readme = include_str!("../../../../README.md");
    let (_, rest) = readme.split_once(heading).unwrap();
    let lines: Vec<Vec<&str>> = rest
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let mut cells = Cells::new();
    for row in lines.iter().skip(2) {
        let said = lines[0].iter().zip(row).skip(1);
        // Where a table says only what is different, the rest is empty.
        for (column, cell) in said.filter(|(_, cell)| !cell.is_empty()) {
            cells.insert(
                (row[0].to_owned(), (*column).to_owned()),
                (*cell).to_owned(),
            );
        }
    }
    cells
}

/// As a table again, to look at and to put in.
pub(super) fn drawn(cells: &Cells, rows: &[&str], columns: &[&str]) -> String {
    let mut table = format!("\n| | {} |\n|{}\n", columns.join(" | "), {
        "---|".repeat(columns.len() + 1)
    });
    for row in rows {
        let cell = |column: &&str| {
            let cell = cells.get(&((*row).to_owned(), (*column).to_owned()));
            cell.cloned().unwrap_or_default()
        };
        let cells: Vec<String> = columns.iter().map(cell).collect();
        table += &format!("| {row} | {} |\n", cells.join(" | "));
    }
    table
}
