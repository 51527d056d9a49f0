//! A connection's parameters as a file that people read and write.
//!
//! Lines are `NAME=VALUE`, as `backline up --set` takes them; `#` begins a comment. A value
//! of several lines goes on in lines that begin with `|`. Empty lines count for nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{InvalidValue, Name, check};

/// Which parameters a file has, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contents {
    /// Those that have their defaults too, as comments.
    pub with_defaults: bool,
    /// What may hold secrets: addresses of webhooks.
    pub with_secrets: bool,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct FileError {
    /// In which line, from 1.
    pub line: usize,
    /// What.
    pub problem: Problem,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// It is no assignment.
    NoAssignment,
    /// It goes on with nothing.
    NothingGoesOn,
    /// The parameter was there before.
    Twice(Name),
    /// The value or the name, in the words that every way in has.
    Invalid(Box<InvalidValue>),
}

const GOES_ON: char = '|';

/// Writes the parameters that were set, in documented order, each under what it does.
#[must_use]
pub fn write_file(set: &BTreeMap<String, String>, contents: Contents) -> String {
    let mut file = String::from(
        "# Parameters of a Backline connection: NAME=VALUE, as `backline up --set` takes them.\n\
         # `backline params import CONNECTION FILE` sets what is in here.\n",
    );
    for name in Name::ALL {
        let value = set.get(name.as_str());
        if value.is_none() && !contents.with_defaults {
            continue;
        }
        file.push_str(&format!(
            "\n# {}\n# allowed: {}\n",
            name.description(),
            name.allowed()
        ));
        match value {
            Some(_) if name.holds_secrets() && !contents.with_secrets => {
                file.push_str(&format!(
                    "# {name} is set, and left out here: it may hold secrets\n"
                ));
            }
            Some(value) => file.push_str(&format!("{name}={}\n", in_lines(value))),
            None => file.push_str(&format!("#{name}={}\n", name.default_text())),
        }
    }
    file
}

fn in_lines(value: &str) -> String {
    let value = value.replace("\r\n", "\n").replace('\r', "\n");
    value.replace('\n', &format!("\n{GOES_ON}"))
}

/// Reads such a file: names with their canonical values, in the order of the file.
///
/// # Errors
/// What is wrong with the first line that is.
pub fn read_file(text: &str) -> Result<Vec<(Name, String)>, FileError> {
    let mut given: Vec<(usize, Name, String)> = Vec::new();
    let mut known = BTreeSet::new();
    let mut may_go_on = false;
    // Some editors put a mark at the beginning.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (number, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let wrong = |problem| FileError {
            line: number + 1,
            problem,
        };
        if let Some(more) = line.strip_prefix(GOES_ON) {
            let last = given.last_mut().filter(|_| may_go_on);
            let (.., value) = last.ok_or_else(|| wrong(Problem::NothingGoesOn))?;
            value.push('\n');
            value.push_str(more);
            continue;
        }
        may_go_on = false;
        // What stands at a line's end belongs to a value that goes on.
        let trimmed = line.trim_start();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let assigned = trimmed.split_once('=');
        let (name, value) = assigned.ok_or_else(|| wrong(Problem::NoAssignment))?;
        let name = Name::parse(name)
            .map_err(|unknown| wrong(Problem::Invalid(Box::new(unknown.into()))))?;
        if !known.insert(name) {
            return Err(wrong(Problem::Twice(name)));
        }
        given.push((number + 1, name, value.to_owned()));
        may_go_on = true;
    }
    let checked = given.into_iter().map(|(line, name, value)| {
        let value = check(name, &value).map_err(|invalid| FileError {
            line,
            problem: Problem::Invalid(Box::new(invalid)),
        })?;
        Ok((name, value))
    });
    checked.collect()
}

// === impl FileError ===

impl FileError {
    /// The parameter that it is about, as it was given or is documented; empty for none.
    #[must_use]
    pub fn parameter(&self) -> &str {
        match &self.problem {
            Problem::Twice(name) => name.as_str(),
            Problem::Invalid(invalid) => invalid.parameter.map_or("", Name::as_str),
            Problem::NoAssignment | Problem::NothingGoesOn => "",
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        match &self.problem {
            Problem::NoAssignment => f.write_str(
                "this is neither NAME=VALUE nor a comment, which begins with #. Example: AUTOCLOSE=24",
            ),
            Problem::NothingGoesOn => f.write_str(
                "a line that begins with | goes on with the value of the line above, and there is none",
            ),
            Problem::Twice(name) => write!(f, "{name} is set a second time: leave one of both"),
            Problem::Invalid(invalid) => invalid.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parameter::Parameters;

    const ALL: Contents = Contents {
        with_defaults: true,
        with_secrets: true,
    };

    fn set(values: &[(&str, &str)]) -> BTreeMap<String, String> {
        let values = values.iter();
        let values = values.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        values.collect()
    }

    #[test]
    fn a_file_is_for_people_too() {
        let values = set(&[
            ("WELCOME", "Hello {title},\nhow can we help?"),
            ("AUTOCLOSE", "24"),
            ("WEBHOOKS", r#"{"https://example.org/?key=s3cret":["*"]}"#),
        ]);
        let file = write_file(&values, Contents::default());
        insta::assert_snapshot!(file);
        assert!(!file.contains("s3cret"));
        assert!(write_file(&values, ALL).contains("s3cret"));
        let read = read_file(&file).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].1, "Hello {title},\nhow can we help?");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (file, error) in [
            ("# fine\n\nAUTOCLOSE", "line 3: this is neither"),
            ("|more", "line 1: a line that begins with |"),
            (
                "AUTOCLOSE=1\n# no\n|more",
                "line 3: a line that begins with |",
            ),
            (
                "AUTOCLOSE=1\nautoclose = 2",
                "line 2: AUTOCLOSE is set a second time",
            ),
            (
                "MERGE=TRUE\nAUTOCLOSE=soon",
                "line 2: AUTOCLOSE cannot be `soon`",
            ),
            (
                "AUTOCLOSED=1",
                "line 1: The name of a parameter cannot be `AUTOCLOSED`",
            ),
            ("AUTOCLOSE=1\n|2", "line 1: AUTOCLOSE cannot be `1 2`"),
            (
                "AUTOCLOSE=",
                "line 1: AUTOCLOSE cannot be ``: nothing was given",
            ),
        ] {
            let said = read_file(file).unwrap_err().to_string();
            assert!(said.starts_with(error), "{said}");
        }
        let space = "PRIVATE_KEYWORDS=\"a \n|b\"";
        assert_eq!(read_file(space).unwrap()[0].1, "\"a \nb\"");
        let windows = "\u{feff}AUTOCLOSE=24\r\nWELCOME=a\r\n|b\r\n";
        let read = read_file(windows).unwrap();
        assert_eq!(read[1].1, "a\nb");
    }

    #[test]
    fn the_defaults_are_comments() {
        let file = write_file(&BTreeMap::new(), ALL);
        assert_eq!(read_file(&file), Ok(Vec::new()));
        for name in Name::ALL {
            let line = format!("\n#{name}={}\n", name.default_text());
            assert!(file.contains(&line), "{name}");
        }
        // Without their signs they are the defaults.
        let set: String = file
            .lines()
            .filter_map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')))
            .fold(String::new(), |all, line| all + line + "\n");
        assert_eq!(read_file(&set).unwrap().len(), Name::ALL.len());
    }

    proptest! {
        #[test]
        fn what_was_written_reads_back(
            welcome in "[a-z{}#|= \n]{0,40}",
            words in "[a-z#|=\n ]{1,12}",
            hours in 1_u32..8760,
        ) {
            let mut parameters = Parameters::default();
            let mut values = BTreeMap::new();
            let words = format!("\"{words}\"");
            let hours = hours.to_string();
            let given = [(Name::Welcome, &welcome), (Name::PrivateKeywords, &words), (Name::Autoclose, &hours)];
            for (name, value) in given {
                if let Ok(canonical) = parameters.set(name, value) {
                    values.insert(name.as_str().to_owned(), canonical);
                }
            }
            let read = read_file(&write_file(&values, ALL)).unwrap();
            let mut again = Parameters::default();
            for (name, value) in read {
                again.set(name, &value).unwrap();
            }
            prop_assert_eq!(again, parameters);
        }

        #[test]
        fn any_file_is_survived(text in any::<String>()) {
            let _ = read_file(&text);
        }
    }
}
