//! What is printed. Data goes to stdout, all else to stderr; people get tables and sentences,
//! programs JSON. Meaning is never in colour: there is none.

mod connection;
mod dead_letter;
mod dialog;
mod gateway;
mod message;
mod parameter;
mod parameter_change;
mod plan;
mod printable;
mod queue;
mod relay_bot;
mod table;
mod time;
mod token;
mod update;
mod webhook;

use std::io::{self, Write};

use serde::Serialize;

pub(crate) use self::connection::ConnectionView;
pub(crate) use self::dead_letter::DeadLetterView;
pub(crate) use self::dialog::DialogView;
pub(crate) use self::gateway::GatewayView;
pub(crate) use self::message::MessageView;
pub(crate) use self::parameter::ParameterView;
pub(crate) use self::parameter_change::ParameterChangeView;
pub(crate) use self::plan::{PlanUsageView, PlanView};
pub(crate) use self::queue::QueueView;
pub(crate) use self::relay_bot::RelayBotView;
pub(crate) use self::time::{rfc3339, words as time_words};
pub(crate) use self::token::TokenView;
pub(crate) use self::update::UpdateView;
pub(crate) use self::webhook::{DeadPostView, WebhookView};

/// For whom output is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// People.
    Text,
    /// Programs.
    Json,
}

/// A thing in a list.
pub(crate) trait Row: Serialize {
    /// The table's headings.
    const HEADINGS: &'static [&'static str];
    /// What people are told when there is nothing to list.
    const NONE: &'static str;

    /// The rows that it takes in the table; most take one.
    fn rows(&self) -> Vec<Vec<String>>;
}

/// A thing alone.
pub(crate) trait Card: Serialize {
    /// What is to be said of it, by name. Empty values are left out.
    fn fields(&self) -> Vec<(&'static str, String)>;
}

/// The one way out.
pub(crate) struct Printer {
    format: Format,
    stdout: Box<dyn Write + Send>,
    stderr: Box<dyn Write + Send>,
}

// === impl Printer ===

impl Printer {
    /// Prints in that format.
    #[must_use]
    pub(crate) fn new(
        format: Format,
        stdout: Box<dyn Write + Send>,
        stderr: Box<dyn Write + Send>,
    ) -> Self {
        Self {
            format,
            stdout,
            stderr,
        }
    }

    /// For whom it prints.
    #[must_use]
    pub(crate) const fn format(&self) -> Format {
        self.format
    }

    /// A list: a table, or a JSON array.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn list<T: Row>(&mut self, items: &[T]) -> io::Result<()> {
        match self.format {
            Format::Json => self.json(&items),
            Format::Text if items.is_empty() => self.note(T::NONE),
            Format::Text => {
                let rows = items.iter().flat_map(Row::rows);
                writeln!(self.stdout, "{}", table::of_rows(T::HEADINGS, rows))
            }
        }
    }

    /// One thing: its fields by name, or a JSON object.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn card<T: Card>(&mut self, item: &T) -> io::Result<()> {
        match self.format {
            Format::Json => self.json(item),
            Format::Text => writeln!(self.stdout, "{}", table::of_fields(item.fields())),
        }
    }

    /// That a change was made: a sentence for people, the changed thing for programs.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn changed<T: Serialize>(&mut self, sentence: &str, item: &T) -> io::Result<()> {
        match self.format {
            Format::Json => self.json(item),
            Format::Text => self.note(sentence),
        }
    }

    /// The same for several things.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn changed_all<T: Row>(&mut self, sentence: &str, items: &[T]) -> io::Result<()> {
        if self.format == Format::Text && !items.is_empty() {
            self.list(items)?;
        }
        self.changed(sentence, &items)
    }

    /// A file for people and for programs: as it is, or as a JSON object with it.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn file(&mut self, text: &str) -> io::Result<()> {
        match self.format {
            Format::Json => self.json(&serde_json::json!({ "file": text })),
            Format::Text => {
                self.stdout.write_all(text.as_bytes())?;
                self.stdout.flush()
            }
        }
    }

    /// A line of data as it is, in either format.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn data(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.stdout, "{text}")?;
        self.stdout.flush()
    }

    /// Lines of data for people. What others wrote in them cannot command the terminal.
    ///
    /// # Errors
    /// The output cannot be written.
    #[cfg(feature = "all-in-one")]
    pub(crate) fn say(&mut self, text: &str) -> io::Result<()> {
        self.data(&printable::lines(text))
    }

    /// Data that is made by others, for example a script.
    pub(crate) fn raw(&mut self) -> &mut dyn Write {
        &mut self.stdout
    }

    /// A JSON value.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn json<T: Serialize + ?Sized>(&mut self, value: &T) -> io::Result<()> {
        let text = serde_json::to_string_pretty(value)?;
        self.data(&text)
    }

    /// A JSON value on one line, for streams of them.
    ///
    /// # Errors
    /// The output cannot be written.
    #[cfg(feature = "all-in-one")]
    pub(crate) fn json_line<T: Serialize + ?Sized>(&mut self, value: &T) -> io::Result<()> {
        let text = serde_json::to_string(value)?;
        self.data(&text)
    }

    /// A sentence beside the data.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn note(&mut self, sentence: &str) -> io::Result<()> {
        writeln!(self.stderr, "{}", printable::lines(sentence))?;
        self.stderr.flush()
    }
}
