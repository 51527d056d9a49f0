//! `WORKING_HOURS`.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::reason::{DAYS, beginning};
use super::{Reason, Value, is_off};
use crate::time::Timestamp;

/// When the team works, by the clock of a place.
///
/// ```text
/// pattern = entry *( "," entry ) zone          zone: a name of the IANA database
/// entry   = days 1*( HH:MM "-" HH:MM )
/// days    = day [ "-" day ]                    Mon Tue Wed Thu Fri Sat Sun
/// ```
/// Example: `Mon-Fri 09:00-12:30 13:00-18:00, Sat 10:00-14:00 Europe/Berlin`.
/// Days may go round the weekend (`Fri-Mon`); hours that end at or before their
/// beginning end on the next day (`22:00-06:00`); `24:00` is the day's end.
/// Summer time follows the zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingHours {
    zone: TimeZone,
    zone_name: String,
    entries: Vec<Entry>,
}

/// The same hours on a run of days.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    first_day: usize,
    last_day: usize,
    spans: Vec<Span>,
}

/// In minutes since the day's beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Span {
    start: u32,
    end: u32,
}

/// So much of a word is repeated in an error.
const SAMPLE: usize = 32;
/// So much of a time zone.
const ZONE_SAMPLE: usize = 48;
const DAY: u32 = 24 * 60;

/// Hours come again within a week, and may end a day after the one that they are of.
const DAYS_BACK: usize = 8;

// === impl WorkingHours ===

impl WorkingHours {
    /// Whether the team works at this moment.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        let Ok(moment) = jiff::Timestamp::from_millisecond(at.0) else {
            return false;
        };
        let local = moment.to_zoned(self.zone.clone());
        let day = usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or(0);
        let minute =
            u32::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).unwrap_or(0);
        let day_before = (day + 6) % 7;
        self.entries.iter().any(|entry| {
            (entry.has(day) && entry.spans.iter().any(|span| span.has(minute)))
                || (entry.has(day_before) && entry.spans.iter().any(|span| span.has(minute + DAY)))
        })
    }
}

impl WorkingHours {
    /// Whether the team did not work once between two moments outside its hours.
    #[must_use]
    pub fn is_same_absence(&self, earlier: Timestamp, later: Timestamp) -> bool {
        self.closed_before(later).is_none_or(|at| at <= earlier)
    }

    /// The last moment up to this one at which hours ended; `None` in a week without any.
    fn closed_before(&self, at: Timestamp) -> Option<Timestamp> {
        let moment = jiff::Timestamp::from_millisecond(at.0).ok()?;
        let mut day = moment.to_zoned(self.zone.clone()).date();
        // Where the clock is put forward over the end of hours, or back before it, they end
        // there.
        let since = Timestamp(at.0 - DAYS_BACK as i64 * i64::from(DAY) * 60_000);
        let behind = jiff::Timestamp::from_millisecond(at.0 + 1).ok()?;
        let changes = self.zone.preceding(behind);
        let changes = changes.map(|change| Timestamp(change.timestamp().as_millisecond()));
        let mut last = changes
            .take_while(|change| *change >= since)
            .filter(|change| self.is_open(Timestamp(change.0 - 60_000)) && !self.is_open(*change))
            .max();
        for _ in 0..=DAYS_BACK {
            let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
            let entries = self.entries.iter().filter(|entry| entry.has(weekday));
            let spans = entries.flat_map(|entry| &entry.spans);
            let ends = spans.flat_map(|span| self.moments(day, span.end));
            let is_end = |end: &Timestamp| *end <= at && self.is_open(Timestamp(end.0 - 60_000));
            last = ends.filter(is_end).max().max(last);
            day = day.yesterday().ok()?;
        }
        last
    }

    /// The moments that this many minutes since the beginning of a day may be: two where
    /// the clock of the place is put back, or forward over them.
    fn moments(&self, day: Date, minutes: u32) -> impl Iterator<Item = Timestamp> {
        let minutes = jiff::Span::new().minutes(i64::from(minutes));
        let local = day.at(0, 0, 0, 0).checked_add(minutes).ok();
        let local = local.map(|local| self.zone.to_ambiguous_timestamp(local));
        let both = local.map(|local| [local.earlier(), local.later()]);
        let both = both.into_iter().flatten().flatten();
        both.map(|at| Timestamp(at.as_millisecond()))
    }
}

impl Value for Option<WorkingHours> {
    fn read(text: &str) -> Result<Self, Reason> {
        if is_off(text) {
            Ok(None)
        } else {
            read(text).map(Some)
        }
    }

    fn write(&self) -> String {
        let Some(hours) = self else {
            return "OFF".to_owned();
        };
        let entries: Vec<_> = hours.entries.iter().map(Entry::write).collect();
        format!("{} {}", entries.join(", "), hours.zone_name)
    }
}

fn read(text: &str) -> Result<WorkingHours, Reason> {
    let (pattern, zone) = text
        .rsplit_once(char::is_whitespace)
        .ok_or(Reason::ZoneWanted)?;
    if zone.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(Reason::ZoneMissing);
    }
    let found = TimeZone::get(zone).map_err(|_| Reason::UnknownZone {
        given: beginning(zone, ZONE_SAMPLE),
    })?;
    let entries = pattern
        .split(',')
        .map(Entry::read)
        .collect::<Result<Vec<_>, _>>()?;
    let zone_name = found.iana_name().unwrap_or(zone).to_owned();
    Ok(WorkingHours {
        zone: found,
        zone_name,
        entries,
    })
}

// === impl Entry ===

impl Entry {
    fn read(text: &str) -> Result<Self, Reason> {
        let mut pieces = text.split_whitespace();
        let days = pieces.next().ok_or(Reason::MissingHours)?;
        let (first, last) = days.split_once('-').unwrap_or((days, days));
        let spans = pieces.map(Span::read).collect::<Result<Vec<_>, _>>()?;
        if spans.is_empty() {
            let given = beginning(days, SAMPLE);
            return Err(Reason::NoHoursBehind { given });
        }
        Ok(Self {
            first_day: day(first)?,
            last_day: day(last)?,
            spans,
        })
    }

    fn write(&self) -> String {
        let mut text = DAYS[self.first_day].to_owned();
        if self.first_day != self.last_day {
            text.push('-');
            text.push_str(DAYS[self.last_day]);
        }
        for Span { start, end } in &self.spans {
            let end = if *end > DAY { end - DAY } else { *end };
            let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
            text.push_str(&format!(" {}-{}", clock(*start), clock(end)));
        }
        text
    }

    fn has(&self, day: usize) -> bool {
        if self.first_day <= self.last_day {
            (self.first_day..=self.last_day).contains(&day)
        } else {
            day >= self.first_day || day <= self.last_day
        }
    }
}

fn day(text: &str) -> Result<usize, Reason> {
    DAYS.iter()
        .position(|day| day.eq_ignore_ascii_case(text))
        .ok_or_else(|| Reason::UnknownDay {
            given: beginning(text, SAMPLE),
        })
}

// === impl Span ===

impl Span {
    fn read(text: &str) -> Result<Self, Reason> {
        let error = || Reason::NoHours {
            given: beginning(text, SAMPLE),
        };
        let (start, end) = text.split_once('-').ok_or_else(error)?;
        let start = minute(start).ok_or_else(error)?;
        let end = minute(end).ok_or_else(error)?;
        if start == DAY {
            return Err(error());
        }
        Ok(Self {
            start,
            end: if end <= start { end + DAY } else { end },
        })
    }

    fn has(&self, minute: u32) -> bool {
        (self.start..self.end).contains(&minute)
    }
}

/// Reads `HH:MM`, up to 24:00.
fn minute(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if hours.is_empty()
        || hours.len() > 2
        || minutes.len() != 2
        || !is_digits(hours)
        || !is_digits(minutes)
    {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= DAY).then_some(total)
}
