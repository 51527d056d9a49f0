//! Live locations: where they are now, and their end.

use serde_json::{Value, json};

use super::{
    ask::{Answer, Ask},
    edit::Edited,
    refusal::Refusal,
};
use crate::world::Body;

/// How long a live location lasts, in seconds; [`FOREVER`] beside that.
const PERIOD: std::ops::RangeInclusive<i64> = 60..=86_400;
/// What Telegram says to a new period that is too short or too long (inferred).
const PERIOD_REFUSED: &str = "LIVE_PERIOD_INVALID";
/// Until somebody stops it.
const FOREVER: i64 = 0x7FFF_FFFF;

/// The place in a call, checked. `live_period` makes it a live one.
pub(super) fn point(ask: &Ask<'_>) -> Answer {
    let mut location = json!({});
    put_point(ask, &mut location)?;
    if let Some(period) = ask.params.int("live_period")?.filter(|period| *period != 0) {
        if period != FOREVER && !PERIOD.contains(&period) {
            return Err(Refusal::bad("wrong live location period specified"));
        }
        location["live_period"] = json!(period);
        put_live(ask, &mut location)?;
    }
    Ok(location)
}

pub(crate) fn edit(ask: &mut Ask<'_>) -> Answer {
    let (edited, mut location) = live(ask)?;
    put_point(ask, &mut location)?;
    put_live(ask, &mut location)?;
    if let Some(period) = ask.params.int("live_period")?.filter(|period| *period != 0) {
        let old = location["live_period"].as_i64().unwrap_or_default();
        // It may be made longer, by at most a day more.
        let longest = old.saturating_add(*PERIOD.end());
        if period != FOREVER && !(*PERIOD.start()..=longest).contains(&period) {
            return Err(Refusal::bad(PERIOD_REFUSED));
        }
        location["live_period"] = json!(period);
    }
    edited.rewrite(ask, Body::Plain("location".into(), location))
}

pub(crate) fn stop(ask: &mut Ask<'_>) -> Answer {
    let (edited, location) = live(ask)?;
    let body = ask.world.copied(Body::Plain("location".into(), location));
    edited.rewrite(ask, body)
}

fn live(ask: &mut Ask<'_>) -> Result<(Edited, Value), Refusal> {
    let edited = Edited::named(ask, "message to edit")?;
    edited.must_be_editable(ask)?;
    match &edited.old.body {
        Body::Plain(kind, location) if kind == "location" => {
            let location = location.clone();
            Ok((edited, location))
        }
        _ => Err(Refusal::bad(
            "there is no live location in the message to edit",
        )),
    }
}

fn put_point(ask: &Ask<'_>, location: &mut Value) -> Result<(), Refusal> {
    let latitude = ask.params.float("latitude")?.unwrap_or_default();
    let longitude = ask.params.float("longitude")?.unwrap_or_default();
    if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
        return Err(Refusal::bad("wrong location specified"));
    }
    location["latitude"] = json!(latitude);
    location["longitude"] = json!(longitude);
    match ask.params.float("horizontal_accuracy")? {
        Some(accuracy) if accuracy > 0.0 => location["horizontal_accuracy"] = json!(accuracy),
        _ => {
            if let Some(fields) = location.as_object_mut() {
                fields.remove("horizontal_accuracy");
            }
        }
    }
    Ok(())
}

fn put_live(ask: &Ask<'_>, location: &mut Value) -> Result<(), Refusal> {
    let limits = [
        ("heading", 360, "wrong live location heading specified"),
        (
            "proximity_alert_radius",
            100_000,
            "wrong live location proximity alert radius specified",
        ),
    ];
    for (field, most, refusal) in limits {
        let value = ask.params.int(field)?.unwrap_or_default();
        if !(0..=most).contains(&value) {
            return Err(Refusal::bad(refusal));
        }
        if value > 0 {
            location[field] = json!(value);
        } else if let Some(fields) = location.as_object_mut() {
            fields.remove(field);
        }
    }
    Ok(())
}
