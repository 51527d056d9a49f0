//! A page of documentation for each parameter, made from the table, with the tests that hold
//! it.
//!
//! `BACKLINE_WRITE_DOCS=1 cargo test -p backline-domain pages` writes `docs/parameters/`;
//! without it the same tests say which page is not as it would be made.

mod held;
mod words;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::{Name, check};
use held::{Test, tests_of};
use words::{Words, words_of};

const PLAN: &str = "Where an installation offers plans, a plan may limit this parameter; without them nothing does.";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A value as an argument in a shell.
fn quoted(value: &str) -> String {
    let is_plain = value
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "_-./@".contains(c));
    if is_plain {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', "'\\''"))
    }
}

/// Text in a table's cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Text as code, whatever it holds.
fn code(text: &str) -> String {
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

fn page(name: Name) -> String {
    let Words {
        kind,
        more,
        examples,
        plan,
    } = words_of(name);
    let mut letters = name.description().chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    let mut page = format!("# {name}\n\n{first}{}.\n\n", letters.as_str());
    let acts = if name.is_effective() {
        "yes, with the next message and without a restart"
    } else {
        "not yet: the value is checked and kept"
    };
    let rows = [
        ("type", kind.to_owned()),
        ("default", code(name.default_text())),
        ("allowed", name.allowed().to_owned()),
        ("acts", acts.to_owned()),
    ];
    page.push_str("| | |\n|---|---|\n");
    for (what, text) in rows {
        let _ = writeln!(page, "| {what} | {} |", cell(&text));
    }
    let _ = writeln!(page, "\n{more}");
    if plan {
        let _ = writeln!(page, "\n{PLAN}");
    }
    page.push_str("\n## Examples\n\n");
    for (value, means) in examples {
        let _ = writeln!(page, "- {} – {means}", code(value));
    }
    let value = name.example();
    let argument = quoted(value);
    let json = serde_json::to_string(value).unwrap();
    let _ = write!(
        page,
        "\n## Change it\n\n\
         In Telegram: /start at the installation's setup bot, the connection, ⚙️ Parameters, {name}; 🕘 History there shows what it was \
         before and sets it back.\n\n\
         At the command line:\n\n```sh\nbackline params set CONNECTION {name} {argument}\n\
         backline params set CONNECTION {name} DEFAULT\n```\n\n\
         When `backline up` starts, or a connection is added:\n\n```sh\n\
         backline up --set {set}\n```\n\n\
         In a file, for `backline params import CONNECTION FILE`:\n\n```\n{name}={value}\n```\n\n\
         Through the API, `backline.admin.v1.ParameterService/SetParameter`:\n\n```json\n\
         {{\"request_id\": \"0197e3a2-6f0c-7c55-a2f3-5f2f6b1d9a01\", \"connection\": \"connections/CONNECTION\", \
         \"parameter\": \"{name}\", \"value\": {json}}}\n```\n\n\
         A value that is not allowed is refused with the same words everywhere. Every change is kept, with who made it and when: \
         `backline params history CONNECTION`.\n",
        set = quoted(&format!("{name}={value}")),
    );
    let tests = tests_of(name);
    if !tests.is_empty() {
        page.push_str("\n## Held by\n\n");
        for Test { file, name } in tests {
            let _ = writeln!(page, "- `{file}`: `{name}`");
        }
    }
    page
}

fn index() -> String {
    let mut page = String::from(
        "# Parameters\n\nEach connection has its own set. These pages are made from the table in \
         `server/domain/src/parameter`; each names the tests that hold it.\n\n\
         | parameter | default | |\n|---|---|---|\n",
    );
    for name in Name::ALL {
        let not_yet = if name.is_effective() {
            ""
        } else {
            " *(not yet acted on)*"
        };
        let _ = writeln!(
            page,
            "| [{name}]({name}.md) | {} | {}{not_yet} |",
            cell(&code(name.default_text())),
            cell(name.description()),
        );
    }
    page
}

fn pages() -> BTreeMap<String, String> {
    let mut pages: BTreeMap<String, String> = Name::ALL
        .iter()
        .map(|name| (format!("{name}.md"), page(*name)))
        .collect();
    pages.insert("README.md".to_owned(), index());
    pages
}

#[test]
fn the_pages_are_as_the_table_says() {
    let folder = root().join("docs/parameters");
    let pages = pages();
    if std::env::var_os("BACKLINE_WRITE_DOCS").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        for (file, page) in &pages {
            std::fs::write(folder.join(file), page).unwrap();
        }
    }
    for (file, page) in &pages {
        let written = std::fs::read_to_string(folder.join(file)).unwrap_or_default();
        assert!(
            written == *page,
            "docs/parameters/{file} is not as the table says: \
             BACKLINE_WRITE_DOCS=1 cargo test -p backline-domain pages writes it"
        );
    }
    let found = std::fs::read_dir(&folder).unwrap();
    let found = found.map(|file| file.unwrap().file_name().into_string().unwrap());
    let others: Vec<String> = found.filter(|file| !pages.contains_key(file)).collect();
    assert!(others.is_empty(), "no parameter's pages: {others:?}");
}

#[test]
fn examples_are_taken() {
    for name in Name::ALL {
        let examples = words_of(*name).examples;
        assert!(!examples.is_empty(), "{name} has no example");
        for (value, _) in examples {
            check(*name, value).unwrap_or_else(|error| panic!("{error}"));
        }
        check(*name, name.example()).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// Every parameter that acts is held by a test, and every test that is named is there.
#[test]
fn what_acts_is_held_by_tests_that_exist() {
    for name in Name::ALL {
        let tests = tests_of(*name);
        assert!(
            !name.is_effective() || !tests.is_empty(),
            "{name} acts, and no test holds it"
        );
        for Test { file, name: test } in tests {
            let source = std::fs::read_to_string(root().join(file))
                .unwrap_or_else(|error| panic!("{name}: {file}: {error}"));
            assert!(
                source.contains(&format!("fn {test}(")),
                "{name}: {file} has no test {test}"
            );
        }
    }
}
