//! Record ids. They carry the key as an array, so that a row is found by its id
//! and what belongs together by a range of ids. Numbers order as numbers,
//! negative ones too; texts may hold anything, since ids are bound, never
//! written into a query.

use std::ops::Bound;

use backline_domain::archive;
use backline_domain::change::{Timer, TimerKind};
use backline_domain::choice;
use backline_domain::delivery::{self, Lane, LaneKind};
use backline_domain::dialog;
use backline_domain::id::{
    ChatAddress, ChatId, ConnectionId, IdentityId, IdentityKind, SubChat, TopicId, UserId,
};
use backline_domain::link;
use backline_domain::message::UpdateKey;
use backline_domain::plan::Day;
use backline_domain::time::Timestamp;
use backline_domain::webhook;
use surrealdb::types::{Array, Number, Object, RecordId, RecordIdKey, RecordIdKeyRange, Value};

/// The parts of a key.
pub(super) type Parts = Vec<Value>;

pub(super) const META: &str = "meta";
pub(super) const MIGRATION: &str = "migration";
pub(super) const CONNECTION: &str = "connection";
pub(super) const REVISION: &str = "revision";
pub(super) const COUNTER: &str = "counter";
pub(super) const PARAMETER_CHANGE: &str = "parameter_change";
pub(super) const IDENTITY: &str = "identity";
pub(super) const CURSOR: &str = "cursor";
pub(super) const SECRET: &str = "secret";
pub(super) const LOGOUT: &str = "logout";
pub(super) const DIALOG: &str = "dialog";
pub(super) const LISTED: &str = "listed";
pub(super) const PROFILE: &str = "profile";
pub(super) const TOPIC: &str = "topic";
pub(super) const LINK: &str = "link";
pub(super) const REACTION: &str = "reaction";
pub(super) const KEPT: &str = "kept";
pub(super) const HELD: &str = "held";
pub(super) const ALIAS: &str = "alias";
pub(super) const SEEN: &str = "seen";
pub(super) const LEDGER: &str = "ledger";
pub(super) const USAGE: &str = "usage";
pub(super) const CREATION: &str = "creation";
pub(super) const NUMBER: &str = "number";
pub(super) const UNKNOWN: &str = "unknown";
pub(super) const DELIVERY: &str = "delivery";
pub(super) const DEAD: &str = "dead";
pub(super) const RETRY: &str = "retry";
pub(super) const CHOICE: &str = "choice";
pub(super) const TIMER: &str = "timer";
pub(super) const ARCHIVE: &str = "archive";
pub(super) const ARCHIVE_END: &str = "archive_end";
pub(super) const RATING: &str = "rating";
pub(super) const WEBHOOK: &str = "webhook";
pub(super) const WEBHOOK_DEAD: &str = "webhook_dead";
pub(super) const TOKEN: &str = "token";
pub(super) const SETUP_PERSON: &str = "setup_person";
pub(super) const SETUP_NOTE: &str = "setup_note";
pub(super) const MENU: &str = "menu";
pub(super) const REQUEST: &str = "request";
pub(super) const REQUEST_AGE: &str = "request_age";
pub(super) const ERASURE: &str = "erasure";

/// An update is known for so long.
pub(super) const SEEN_MILLIS: i64 = 48 * 3_600_000;

/// What was not told to an administrator for so long is not told any more.
pub(super) const NOTE_MILLIS: i64 = 7 * 24 * 3_600_000;

/// What a webhook was not told is kept for so long.
pub(super) const DEAD_POST_MILLIS: i64 = 30 * 24 * 3_600_000;

/// What was used of plans is kept for so many days.
pub(super) const USAGE_DAYS: i64 = 40;

/// Updates that were not understood are kept for one to two of these.
pub(super) const WEEK_MILLIS: i64 = 7 * 24 * 3_600_000;

/// The record with this key.
pub(super) fn record(table: &'static str, parts: Parts) -> RecordId {
    RecordId::new(table, RecordIdKey::Array(Array::from(parts)))
}

/// The records between two keys.
pub(super) fn range(table: &'static str, start: Bound<Parts>, end: Bound<Parts>) -> RecordId {
    let bound = |parts: Parts| RecordIdKey::Array(Array::from(parts));
    let range = RecordIdKeyRange {
        start: start.map(bound),
        end: end.map(bound),
    };
    RecordId::new(table, RecordIdKey::Range(Box::new(range)))
}

/// The records whose keys begin with these parts.
pub(super) fn under(table: &'static str, prefix: Parts) -> RecordId {
    let end = past(prefix.clone());
    range(table, Bound::Included(prefix), Bound::Excluded(end))
}

/// A key behind all that begin with these parts: objects order behind numbers,
/// texts and arrays, and no key holds one.
pub(super) fn past(mut prefix: Parts) -> Parts {
    prefix.push(Value::Object(Object::new()));
    prefix
}

pub(super) fn int(number: i64) -> Value {
    Value::Number(Number::Int(number))
}

/// A sequence. They are counted up from 1, so the upper half of `u64` holds none
/// and only ever comes as a bound.
pub(super) fn sequence(number: u64) -> Value {
    int(i64::try_from(number).unwrap_or(i64::MAX))
}

pub(super) fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

pub(super) fn connection(id: &ConnectionId) -> Parts {
    vec![text(id.as_str())]
}

pub(super) fn identity(id: IdentityId) -> Parts {
    let kind = match id.kind {
        IdentityKind::Bot => 0,
        IdentityKind::User => 1,
    };
    vec![int(kind), int(id.user.0)]
}

fn sub(sub: &SubChat) -> Value {
    let parts = match sub {
        SubChat::Whole => vec![],
        SubChat::Business(id) => vec![int(1), text(id)],
        SubChat::PrivateTopic(id) => vec![int(2), int(*id)],
        SubChat::DirectMessages(id) => vec![int(3), int(*id)],
    };
    Value::Array(Array::from(parts))
}

fn chat(address: &ChatAddress) -> Parts {
    vec![int(address.id.0), sub(&address.sub)]
}

pub(super) fn dialog(connection_id: &ConnectionId, address: &ChatAddress) -> Parts {
    [connection(connection_id), chat(address)].concat()
}

pub(super) fn dialog_record(key: &dialog::Key) -> RecordId {
    record(DIALOG, dialog(&key.connection, &key.chat))
}

/// That a dialog is among those listed.
pub(super) fn listed(key: &dialog::Key) -> RecordId {
    record(LISTED, dialog(&key.connection, &key.chat))
}

pub(super) fn profile(key: &dialog::Key) -> RecordId {
    record(PROFILE, dialog(&key.connection, &key.chat))
}

pub(super) fn topic(group: ChatId, topic: TopicId) -> RecordId {
    record(TOPIC, vec![int(group.0), int(topic.0)])
}

/// All parts of a message.
pub(super) fn message(key: &link::Key) -> Parts {
    [
        identity(key.identity),
        chat(&key.chat),
        vec![int(key.message.0)],
    ]
    .concat()
}

pub(super) fn link(key: &link::Key) -> RecordId {
    of_message(LINK, key)
}

pub(super) fn reaction(key: &link::Key) -> RecordId {
    of_message(REACTION, key)
}

fn of_message(table: &'static str, key: &link::Key) -> RecordId {
    record(table, part(key))
}

/// One part of a message.
pub(super) fn part(key: &link::Key) -> Parts {
    let mut parts = message(key);
    parts.push(int(i64::from(key.part)));
    parts
}

/// What was posted, by the hour that it is forgotten in.
pub(super) fn kept(connection_id: &ConnectionId, of: &link::Key, until: Timestamp) -> Parts {
    let hour = vec![int(until.hour())];
    [connection(connection_id), hour, message(of)].concat()
}

pub(super) fn setup_person(of: UserId) -> Parts {
    vec![int(of.0)]
}

/// In the order of time.
pub(super) fn setup_note(at: Timestamp, connection_id: &ConnectionId, about: &str) -> Parts {
    vec![int(at.0), text(connection_id.as_str()), text(about)]
}

/// What the team is asked, by the hour that it ends in.
pub(super) fn choice(connection_id: &ConnectionId, id: &choice::Id) -> Parts {
    let own = vec![int(id.hour()), text(id.drawn())];
    [connection(connection_id), own].concat()
}

pub(super) fn held(connection_id: &ConnectionId, hour: i64, at: &ChatAddress, id: &str) -> Parts {
    [
        connection(connection_id),
        vec![int(hour)],
        chat(at),
        vec![text(id)],
    ]
    .concat()
}

pub(super) fn alias(connection_id: &ConnectionId, address: &ChatAddress) -> RecordId {
    record(ALIAS, dialog(connection_id, address))
}

/// The bucket of updates seen at that time: buckets end, so that old ones are
/// deleted as ranges.
pub(super) fn seen_bucket(at: Timestamp) -> i64 {
    at.0.div_euclid(SEEN_MILLIS)
}

pub(super) fn seen_of(bucket: i64, of: IdentityId) -> Parts {
    [vec![int(bucket)], identity(of)].concat()
}

pub(super) fn seen(bucket: i64, of: IdentityId, key: &UpdateKey) -> RecordId {
    let own = vec![text(&key.source), int(key.update_id), text(&key.natural)];
    record(SEEN, [seen_of(bucket, of), own].concat())
}

/// What was used in a day.
pub(super) fn usage(connection_id: &ConnectionId, day: Day) -> Parts {
    [connection(connection_id), vec![int(day.0)]].concat()
}

pub(super) fn creation(connection_id: &ConnectionId, name: &str) -> RecordId {
    record(
        CREATION,
        [connection(connection_id), vec![text(name)]].concat(),
    )
}

pub(super) fn number(connection_id: &ConnectionId, id: i64) -> RecordId {
    record(NUMBER, [connection(connection_id), vec![int(id)]].concat())
}

/// The week of updates that were not understood: weeks end, so that old ones are
/// deleted as ranges.
pub(super) fn week(at: Timestamp) -> i64 {
    at.0.div_euclid(WEEK_MILLIS)
}

pub(super) fn unknown_of(week: i64, connection_id: &ConnectionId) -> Parts {
    vec![int(week), text(connection_id.as_str())]
}

/// Counted backwards, so that a range gives the newest first.
pub(super) fn unknown(connection_id: &ConnectionId, at: Timestamp, key: &UpdateKey) -> Parts {
    let own = vec![
        int(at.0.saturating_neg()),
        text(&key.source),
        int(key.update_id.saturating_neg()),
        text(&key.natural),
    ];
    [unknown_of(week(at), connection_id), own].concat()
}

/// A lane: the parts that the keys of its deliveries begin with. The order is
/// that of [`Lane`].
pub(super) fn lane(lane: &Lane) -> Parts {
    let kind = match lane.kind {
        LaneKind::ToCustomer => 0,
        LaneKind::ToTopic => 1,
        LaneKind::Notice => 2,
        LaneKind::Topic => 3,
        LaneKind::Receipt => 4,
    };
    let of = lane.dialog.as_ref().map(chat).unwrap_or_default();
    [
        connection(&lane.connection),
        vec![Value::Array(Array::from(of)), int(kind)],
    ]
    .concat()
}

pub(super) fn in_lane(of: &Lane, number: u64) -> Parts {
    let mut parts = lane(of);
    parts.push(sequence(number));
    parts
}

pub(super) fn delivery(key: &delivery::Key) -> RecordId {
    record(DELIVERY, in_lane(&key.lane, key.sequence))
}

pub(super) fn counted(connection_id: &ConnectionId, number: u64) -> Parts {
    vec![text(connection_id.as_str()), sequence(number)]
}

/// Counted backwards, so that a range gives the newest first.
pub(super) fn counted_back(connection_id: &ConnectionId, number: u64) -> Parts {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    vec![text(connection_id.as_str()), int(-number)]
}

pub(super) fn timer(timer: &Timer) -> RecordId {
    let about = match &timer.about {
        TimerKind::Autoclose(address) => [vec![int(0)], chat(address)].concat(),
        TimerKind::Remind(address) => [vec![int(2)], chat(address)].concat(),
        TimerKind::Review(None) => vec![int(1)],
        TimerKind::Review(Some(after)) => [vec![int(1)], chat(after)].concat(),
    };
    record(
        TIMER,
        [
            connection(&timer.connection),
            vec![int(timer.due_at.0)],
            about,
        ]
        .concat(),
    )
}

pub(super) fn rating(of: &ConnectionId, at: Timestamp, number: u64) -> Parts {
    [connection(of), vec![int(at.0), sequence(number)]].concat()
}

/// A lane of posts: the parts that the keys of its posts begin with, in the order of
/// [`webhook::Lane`].
pub(super) fn post_lane(lane: &webhook::Lane) -> Parts {
    let of = lane.dialog.as_ref().map(chat).unwrap_or_default();
    let own = vec![text(lane.endpoint.as_str()), Value::Array(Array::from(of))];
    [connection(&lane.connection), own].concat()
}

pub(super) fn post(key: &webhook::Key) -> Parts {
    [post_lane(&key.lane), vec![sequence(key.sequence)]].concat()
}

/// By the hour in which it was given up.
pub(super) fn dead_post(of: &ConnectionId, id: webhook::DeadId) -> Parts {
    [connection(of), vec![int(id.hour), sequence(id.sequence)]].concat()
}

/// Under the connection's week, so that a week is swept at once; in the order of time.
pub(super) fn archived(of: &archive::Key) -> Parts {
    let own = vec![int(week(of.at)), int(of.at.0)];
    [
        connection(&of.connection),
        own,
        chat(&of.chat),
        vec![int(of.message.0)],
    ]
    .concat()
}
