//! `[plans]`: the plans of the installation, and who has which.
//!
//! Plans have names of the installer's own, so their keys are in no table of settings:
//! `plans.default`, and `plans.NAME.KEY` with the keys below. Without any nobody is limited.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use backline_domain::id::UserId;
use backline_domain::plan::{Feature, Limits, Offer, Plan, Signature};
use zeroize::Zeroizing;

use super::layers::{Given, Layers, PLANS_BEFORE};
use super::{Error, Origin, number};

/// The key of whom a plan is for.
const ADMINISTRATORS: &str = "administrators";
/// The key of the line under WELCOME.
const SIGNATURE: &str = "signature";
/// The highest of each limit.
const MOST: usize = 1_000_000_000;
/// Longest name of a plan.
const LONGEST_NAME: usize = 32;

/// Where a limit is.
type Place = fn(&mut Limits) -> &mut Option<u64>;

/// What is limited by a number, and where it is.
const NUMBERS: [(&str, Place); 5] = [
    ("messages_per_day", |limits| &mut limits.messages),
    ("updates_per_day", |limits| &mut limits.updates),
    ("broadcasts_per_month", |limits| &mut limits.broadcasts),
    ("connections", |limits| &mut limits.connections),
    ("longest_autoclose_hours", |limits| {
        &mut limits.longest_autoclose
    }),
];

/// The plans, and every key of theirs as it is in force.
pub(super) struct Plans {
    pub(super) offer: Offer,
    pub(super) shown: Vec<(String, String, Origin)>,
}

// === impl Plans ===

impl Plans {
    pub(super) fn from_layers(layers: &Layers) -> Result<Self, Error> {
        let given = layers.plans();
        let default = given.get("default");
        let default_name = default.map_or(Plan::UNLIMITED, |given| given.text.trim());
        let default_origin = default.map_or(Origin::Default, |given| given.origin.clone());
        let mut shown = vec![(
            "plans.default".to_owned(),
            default_name.to_owned(),
            default_origin.clone(),
        )];
        if given.is_empty() {
            let offer = Offer::default();
            return Ok(Self { offer, shown });
        }
        let mut plans = BTreeMap::from([(Plan::FREE.to_owned(), Plan::free())]);
        let mut administrators: BTreeMap<UserId, String> = BTreeMap::new();
        for (key, value) in given.iter().filter(|(key, _)| *key != "default") {
            let (name, field) = named(key, value)?;
            let plan = plans.entry(name.to_owned()).or_insert_with(|| Plan {
                name: name.to_owned(),
                limits: Limits::default(),
            });
            if field == ADMINISTRATORS {
                for user in users(key, value)? {
                    let before = administrators.insert(user, name.to_owned());
                    if let Some(other) = before.filter(|other| other != name) {
                        return Err(Error::Together(format!(
                            "administrator {} is in `plans.{other}.administrators` and in \
                             `plans.{name}.administrators`: everybody has one plan",
                            user.0
                        )));
                    }
                }
            } else {
                take(&mut plan.limits, key, field, value)?;
            }
        }
        if default_name != Plan::UNLIMITED && !plans.contains_key(default_name) {
            let names: Vec<&str> = plans.keys().map(String::as_str).collect();
            return Err(Error::Plan {
                key: "plans.default".to_owned(),
                given: default_name.chars().take(64).collect(),
                allowed: format!("unlimited, or one of the plans {}", names.join(", ")),
                origin: default_origin,
            });
        }
        for plan in plans.values() {
            shown.extend(lines(plan, &administrators, given));
        }
        let plans: Vec<Plan> = plans.into_values().collect();
        Ok(Self {
            offer: Offer::new(plans, default_name, administrators),
            shown,
        })
    }
}

/// Takes what is given of plans, level by level.
pub(super) fn flatten(
    plans: &mut BTreeMap<String, Given>,
    path: &Path,
    key: &str,
    value: &toml::Value,
) -> Result<(), Error> {
    let levels = key.matches('.').count();
    let origin = Origin::File(path.to_owned());
    let one = |value: &toml::Value| match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(truth) => Some(truth.to_string()),
        toml::Value::Float(_)
        | toml::Value::Datetime(_)
        | toml::Value::Array(_)
        | toml::Value::Table(_) => None,
    };
    let text = match value {
        toml::Value::Table(table) if levels < 2 => {
            for (name, value) in table {
                flatten(plans, path, &format!("{key}.{name}"), value)?;
            }
            return Ok(());
        }
        toml::Value::Array(values) if levels == 2 => {
            let values: Option<Vec<String>> = values.iter().map(one).collect();
            values.map(|values| values.join(", "))
        }
        value if levels > 0 => one(value),
        _ => None,
    };
    let (Some(text), Some(key)) = (text, key.strip_prefix(PLANS_BEFORE)) else {
        return Err(Error::Plan {
            key: key.to_owned(),
            given: format!("a {}", value.type_str()),
            allowed: "`default = \"NAME\"` in [plans], or `KEY = VALUE` in [plans.NAME]".to_owned(),
            origin,
        });
    };
    let text = Zeroizing::new(text);
    plans.insert(key.to_owned(), Given { text, origin });
    Ok(())
}

/// The plan and the key in it.
fn named<'a>(key: &'a str, given: &Given) -> Result<(&'a str, &'a str), Error> {
    let unknown = || {
        let keys: Vec<&str> = keys().collect();
        Error::Together(format!(
            "there is no setting `plans.{key}` (from {}); there are `plans.default`, and of each \
             plan `plans.NAME.KEY` with the keys {}",
            given.origin,
            keys.join(", ")
        ))
    };
    let (name, field) = key.split_once('.').ok_or_else(unknown)?;
    if !keys().any(|known| known == field) {
        return Err(unknown());
    }
    let is_name = (1..=LONGEST_NAME).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'));
    if !is_name || matches!(name, "default" | Plan::UNLIMITED) {
        return Err(Error::Together(format!(
            "`{}` (from {}) can be no plan's name: it has to be of small letters, digits, `-` and \
             `_`, at most {LONGEST_NAME} of them, and neither `default` nor `unlimited`",
            name.chars().take(64).collect::<String>(),
            given.origin
        )));
    }
    Ok((name, field))
}

fn keys() -> impl Iterator<Item = &'static str> {
    let numbers = NUMBERS.into_iter().map(|(key, _)| key);
    let features = Feature::ALL.into_iter().map(|(key, _)| key);
    numbers
        .chain([SIGNATURE])
        .chain(features)
        .chain([ADMINISTRATORS])
}

fn wrong(key: &str, given: &Given, allowed: impl Into<String>) -> Error {
    let text = given.text.chars().take(80);
    Error::Plan {
        key: format!("plans.{key}"),
        given: text.map(|c| if c.is_control() { ' ' } else { c }).collect(),
        allowed: allowed.into(),
        origin: given.origin.clone(),
    }
}

fn take(limits: &mut Limits, key: &str, field: &str, given: &Given) -> Result<(), Error> {
    let text = given.text.trim();
    if let Some((_, limit)) = NUMBERS.iter().find(|(name, _)| *name == field) {
        let allowed = || format!("a whole number from 1 to {MOST}, or unlimited");
        *limit(limits) = if text.eq_ignore_ascii_case("unlimited") {
            None
        } else {
            let number = number(text, 1, MOST).ok_or_else(|| wrong(key, given, allowed()))?;
            Some(number as u64)
        };
    } else if field == SIGNATURE {
        limits.signature = Signature::parse(text).map_err(|problem| {
            let allowed = format!(
                "OFF, DEFAULT, or a line of text, at most {} characters: {problem}",
                Signature::LONGEST
            );
            wrong(key, given, allowed)
        })?;
    } else if let Some((_, feature)) = Feature::ALL.iter().find(|(name, _)| *name == field) {
        let has = super::truth(text).ok_or_else(|| wrong(key, given, "true or false"))?;
        if has {
            limits.without.remove(feature);
        } else {
            limits.without.insert(*feature);
        }
    }
    Ok(())
}

fn users(key: &str, given: &Given) -> Result<BTreeSet<UserId>, Error> {
    let ids = given.text.split(',').map(str::trim);
    let ids = ids.filter(|id| !id.is_empty());
    let user = |id: &str| id.parse().ok().filter(|id| *id > 0).map(UserId);
    ids.map(|id| user(id).ok_or_else(|| wrong(key, given, "ids of people, with commas")))
        .collect()
}

/// Every key of a plan as it is in force.
fn lines(
    plan: &Plan,
    administrators: &BTreeMap<UserId, String>,
    given: &BTreeMap<String, Given>,
) -> Vec<(String, String, Origin)> {
    let mut limits = plan.limits.clone();
    let line = |field: &str, value: String| {
        let key = format!("{}.{field}", plan.name);
        let origin = given
            .get(&key)
            .map_or(Origin::Default, |given| given.origin.clone());
        (format!("plans.{key}"), value, origin)
    };
    let mut lines = Vec::new();
    for (field, limit) in NUMBERS {
        let mut value = limit(&mut limits).map_or("unlimited".to_owned(), |n| n.to_string());
        if field == "broadcasts_per_month" {
            value.push_str(" (not used yet: this version sends no broadcasts)");
        }
        lines.push(line(field, value));
    }
    lines.push(line(SIGNATURE, limits.signature.source().to_owned()));
    for (field, feature) in Feature::ALL {
        lines.push(line(field, limits.has(feature).to_string()));
    }
    let named = administrators
        .iter()
        .filter(|(_, name)| **name == plan.name);
    let ids: Vec<String> = named.map(|(user, _)| user.0.to_string()).collect();
    let ids = if ids.is_empty() {
        "(none named)".to_owned()
    } else {
        ids.join(", ")
    };
    lines.push(line(ADMINISTRATORS, ids));
    lines
}

#[cfg(test)]
mod tests;
