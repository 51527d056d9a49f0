//! All parameters of a connection, read.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::scalar::{MAX_HOURS, MAX_MINUTES, hours_or_none, span, write_span};
use super::{
    Archive, Directions, Extensions, HiddenSet, IconColor, InvalidValue, KindSet, Name, Rate,
    Reason, Value, Webhooks, Welcome, WorkingHours, is_word, set,
};
use crate::catalogue::Language;
use crate::keyword::{Expression, WordList};
use crate::plan::Signature;
use crate::title;

/// The values of all parameters. Each field is the parameter of that name.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    missing_docs,
    reason = "documented by the parameters' names, see `Name`"
)]
pub struct Parameters {
    pub monitor_private: bool,
    pub monitor_groups: bool,
    pub monitor_channels: bool,
    pub private_keywords: Option<Expression>,
    pub groups_keywords: Option<Expression>,
    pub channels_keywords: Option<Expression>,
    pub restricted_keywords_frontend: WordList,
    pub restricted_keywords_backend: WordList,
    pub welcome: Welcome,
    pub autoclose: Option<Duration>,
    pub reopen: KindSet,
    pub team: BTreeSet<i64>,
    pub auto_info: bool,
    pub hide_info: HiddenSet,
    pub reply_only: bool,
    pub leave_closed: KindSet,
    pub silent_mode: bool,
    pub ignore_chats: BTreeSet<i64>,
    /// Every chat is admitted when it is empty.
    pub white_list: BTreeSet<i64>,
    pub extensions_allowed: Extensions,
    pub icon_color: IconColor,
    pub topic_title: title::Template,
    pub language: Language,
    pub show_receipts: bool,
    pub reactions: bool,
    pub edits: bool,
    pub deletes: Directions,
    pub merge: bool,
    pub remind_after: Option<Duration>,
    pub working_hours: Option<WorkingHours>,
    /// The same choices as for `welcome`.
    pub away: Welcome,
    pub rate_backend: Rate,
    pub archive: Archive,
    /// Zero: not kept at all.
    pub keep_for_edits: Duration,
    pub csat: bool,
    pub webhooks: Webhooks,
    /// No parameter of its own: the plan's line under WELCOME.
    pub signature: Signature,
}

/// Checks a value and gives its canonical text, which is what is to be stored.
///
/// # Errors
/// When the parameter cannot have that value; the error is for people.
pub fn check(name: Name, text: &str) -> Result<String, InvalidValue> {
    Parameters::default().set(name, text)
}

// === impl Parameters ===

impl Parameters {
    /// Reads a set of values by name; what is not in it has its default.
    ///
    /// # Errors
    /// The first value, in the order of the map, that is not allowed, or name
    /// that nobody knows.
    pub fn from_set(set: &BTreeMap<String, String>) -> Result<Self, InvalidValue> {
        let mut parameters = Self::default();
        for (name, text) in set {
            parameters.set(Name::parse(name)?, text)?;
        }
        Ok(parameters)
    }

    /// Sets one value and gives its canonical text. Nothing changes on an error.
    ///
    /// # Errors
    /// When the parameter cannot have that value.
    pub fn set(&mut self, name: Name, text: &str) -> Result<String, InvalidValue> {
        let given = text.trim();
        let invalid = |problem: Reason| InvalidValue::new(name, given, problem);
        if given.is_empty() {
            return Err(invalid(Reason::Nothing));
        }
        let text = if is_word(given, "DEFAULT") {
            name.default_text()
        } else {
            given
        };
        self.read(name, text).map_err(invalid)
    }

    fn read(&mut self, name: Name, text: &str) -> Result<String, Reason> {
        match name {
            Name::MonitorPrivate => put(&mut self.monitor_private, text),
            Name::MonitorGroups => put(&mut self.monitor_groups, text),
            Name::MonitorChannels => put(&mut self.monitor_channels, text),
            Name::PrivateKeywords => put(&mut self.private_keywords, text),
            Name::GroupsKeywords => put(&mut self.groups_keywords, text),
            Name::ChannelsKeywords => put(&mut self.channels_keywords, text),
            Name::RestrictedKeywordsFrontend => put(&mut self.restricted_keywords_frontend, text),
            Name::RestrictedKeywordsBackend => put(&mut self.restricted_keywords_backend, text),
            Name::Welcome => put(&mut self.welcome, text),
            Name::Autoclose => put_span(&mut self.autoclose, text, HOUR, MAX_HOURS),
            Name::Reopen => put(&mut self.reopen, text),
            Name::Team => {
                self.team = set::users_or_off(text)?;
                Ok(self.team.write())
            }
            Name::AutoInfo => put(&mut self.auto_info, text),
            Name::HideInfo => put(&mut self.hide_info, text),
            Name::ReplyOnly => put(&mut self.reply_only, text),
            Name::LeaveClosed => put(&mut self.leave_closed, text),
            Name::SilentMode => put(&mut self.silent_mode, text),
            Name::IgnoreChats => put(&mut self.ignore_chats, text),
            Name::WhiteList => put(&mut self.white_list, text),
            Name::ExtensionsAllowed => put(&mut self.extensions_allowed, text),
            Name::IconColor => put(&mut self.icon_color, text),
            Name::TopicTitle => put(&mut self.topic_title, text),
            Name::Language => put(&mut self.language, text),
            Name::ShowReceipts => put(&mut self.show_receipts, text),
            Name::Reactions => put(&mut self.reactions, text),
            Name::Edits => put(&mut self.edits, text),
            Name::Deletes => put(&mut self.deletes, text),
            Name::Merge => put(&mut self.merge, text),
            Name::RemindAfter => put_span(&mut self.remind_after, text, MINUTE, MAX_MINUTES),
            Name::WorkingHours => put(&mut self.working_hours, text),
            Name::Away => put(&mut self.away, text),
            Name::RateBackend => put(&mut self.rate_backend, text),
            Name::Archive => put(&mut self.archive, text),
            Name::KeepForEdits => {
                self.keep_for_edits = hours_or_none(text)?;
                Ok((self.keep_for_edits.as_secs() / HOUR).to_string())
            }
            Name::Csat => put(&mut self.csat, text),
            Name::Webhooks => put(&mut self.webhooks, text),
        }
    }
}

/// What a connection has whose parameters were never touched. A test holds this
/// and [`Name::default_text`] together.
impl Default for Parameters {
    fn default() -> Self {
        Self {
            monitor_private: true,
            monitor_groups: false,
            monitor_channels: false,
            private_keywords: None,
            groups_keywords: None,
            channels_keywords: None,
            restricted_keywords_frontend: WordList::default(),
            restricted_keywords_backend: WordList::default(),
            welcome: Welcome::Default,
            autoclose: Some(Duration::from_secs(48 * HOUR)),
            reopen: KindSet::ALL,
            team: BTreeSet::new(),
            auto_info: false,
            hide_info: HiddenSet::new(),
            reply_only: false,
            leave_closed: KindSet::default(),
            silent_mode: false,
            ignore_chats: BTreeSet::from([777_000]),
            white_list: BTreeSet::new(),
            extensions_allowed: Extensions::Administrator,
            icon_color: IconColor::Blue,
            topic_title: title::Template::default(),
            language: Language::En,
            show_receipts: true,
            reactions: true,
            edits: true,
            deletes: Directions::BOTH,
            merge: true,
            remind_after: None,
            working_hours: None,
            away: Welcome::Default,
            rate_backend: Rate::a_minute(20),
            archive: Archive::Meta,
            keep_for_edits: Duration::from_secs(48 * HOUR),
            csat: false,
            webhooks: Webhooks::default(),
            signature: Signature::Off,
        }
    }
}

const HOUR: u64 = 3600;
const MINUTE: u64 = 60;

/// Sets a field and gives its canonical text.
fn put<T: Value>(field: &mut T, text: &str) -> Result<String, Reason> {
    *field = T::read(text)?;
    Ok(field.write())
}

/// The same for a span in units of so many seconds.
fn put_span(
    field: &mut Option<Duration>,
    text: &str,
    unit: u64,
    most: u64,
) -> Result<String, Reason> {
    *field = span(text, unit, most)?;
    Ok(write_span(*field, unit))
}

impl Value for title::Template {
    fn read(text: &str) -> Result<Self, Reason> {
        Ok(Self::parse(text)?)
    }

    fn write(&self) -> String {
        self.source().to_owned()
    }
}
