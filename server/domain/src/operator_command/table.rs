//! All commands.

/// Where a command is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In a dialog's topic.
    Dialog,
    /// In General.
    General,
    /// In both.
    Both,
}

/// A command as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its name without the slash.
    pub name: &'static str,
    /// What may follow it.
    pub usage: &'static str,
    /// Where it is used.
    pub place: Place,
    /// Whether this version does it.
    pub stage: Stage,
    /// Whether only an account can do it.
    pub needs_account: bool,
    /// What whoever gives it has to be, besides an operator.
    pub right: Option<Right>,
}

/// A right that a command needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// May ban people in the group: Telegram's own right.
    Ban,
    /// In General: is in `EXTENSIONS_ALLOWED`.
    Extension,
}

/// Whether a command is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// It is.
    Due,
    /// It answers questions, of which this version asks none: just that is said.
    Unasked,
    /// A later version will.
    Later,
}

const fn due(name: &'static str, usage: &'static str, place: Place) -> Entry {
    Entry {
        name,
        usage,
        place,
        stage: Stage::Due,
        needs_account: false,
        right: None,
    }
}

const fn of_account(name: &'static str, usage: &'static str, place: Place) -> Entry {
    Entry {
        needs_account: true,
        ..due(name, usage, place)
    }
}

const fn of_admin(name: &'static str, usage: &'static str, place: Place) -> Entry {
    Entry {
        right: Some(Right::Ban),
        ..due(name, usage, place)
    }
}

const fn later_of_extension(name: &'static str, place: Place) -> Entry {
    Entry {
        right: Some(Right::Extension),
        ..later(name, place)
    }
}

const fn later(name: &'static str, place: Place) -> Entry {
    Entry {
        name,
        usage: "",
        place,
        stage: Stage::Later,
        needs_account: false,
        right: None,
    }
}

const fn unasked(name: &'static str) -> Entry {
    Entry {
        stage: Stage::Unasked,
        ..later(name, Place::Both)
    }
}

/// Every command, in the order in which `/help` lists them. A command of this
/// version has a description under `help-NAME` in the catalogue.
pub const TABLE: &[Entry] = &[
    due("hold", "", Place::Dialog),
    due("wait", "", Place::Dialog),
    due("close", "", Place::Dialog),
    due("open", "", Place::Dialog),
    due("info", "", Place::Dialog),
    of_admin("ban", "", Place::Dialog),
    of_admin("unban", "", Place::Dialog),
    due("assign", "@name | me | off", Place::Dialog),
    due("note", "text | del N", Place::Dialog),
    due("set", "field value", Place::Dialog),
    due("del", "", Place::Dialog),
    due("again", "", Place::Dialog),
    due("arrived", "", Place::Dialog),
    due("list", "hold | wait | me | banned", Place::General),
    due("queue", "", Place::General),
    of_account("new", "@name | +number | id", Place::General),
    of_account("newchat", "title @name …", Place::General),
    of_account("invite", "@name … | me", Place::Dialog),
    of_account("join", "link", Place::General),
    due("help", "", Place::Both),
    later("say", Place::Both),
    later_of_extension("mark", Place::Both),
    later("template", Place::General),
    later_of_extension("send", Place::Both),
    later("segment", Place::General),
    later_of_extension("export", Place::General),
    later("stats", Place::Both),
    unasked("yes"),
    unasked("no"),
];

/// The command of this name, in any case.
#[must_use]
pub fn entry(name: &str) -> Option<&'static Entry> {
    TABLE
        .iter()
        .find(|entry| entry.name.eq_ignore_ascii_case(name))
}

// === impl Entry ===

impl Entry {
    /// Whether this version does it.
    #[must_use]
    pub const fn is_due(&self) -> bool {
        matches!(self.stage, Stage::Due)
    }
}

// === impl Place ===

impl Place {
    /// Whether a command used here is used in `place` too.
    #[must_use]
    pub const fn includes(self, place: Self) -> bool {
        matches!(
            (self, place),
            (Self::Both, _) | (Self::Dialog, Self::Dialog) | (Self::General, Self::General)
        )
    }
}
