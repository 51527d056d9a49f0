//! Making a text from the catalogue.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::Language;
use super::value::Value;
use crate::message::FormattedText;
use crate::text::{markup, substitute};

/// A message's values by the names of its variables.
pub(super) type Values = Vec<(&'static str, Value)>;

/// The first of the characters that stand for texts until the markup has been
/// read; in a private-use area that no message of the catalogue uses.
const FIRST_STAND_IN: u32 = 0xF_0000;

macro_rules! sources {
    ($language:literal) => {
        [
            include_str!(concat!("../../locales/", $language, "/customer.ftl")),
            include_str!(concat!("../../locales/", $language, "/dialog.ftl")),
            include_str!(concat!("../../locales/", $language, "/sending.ftl")),
            include_str!(concat!("../../locales/", $language, "/commands.ftl")),
            include_str!(concat!("../../locales/", $language, "/lines.ftl")),
            include_str!(concat!("../../locales/", $language, "/info.ftl")),
            include_str!(concat!("../../locales/", $language, "/team.ftl")),
            include_str!(concat!("../../locales/", $language, "/outreach.ftl")),
            include_str!(concat!("../../locales/", $language, "/plan.ftl")),
            include_str!(concat!("../../locales/", $language, "/setup.ftl")),
            include_str!(concat!("../../locales/", $language, "/setup_bot.ftl")),
            include_str!(concat!("../../locales/", $language, "/setup_account.ftl")),
            include_str!(concat!("../../locales/", $language, "/parameters.ftl")),
            include_str!(concat!("../../locales/", $language, "/values.ftl")),
            include_str!(concat!("../../locales/", $language, "/words.ftl")),
        ]
    };
}

/// The catalogue's files in this language.
pub(super) const fn sources(language: Language) -> [&'static str; 15] {
    match language {
        Language::En => sources!("en"),
        Language::De => sources!("de"),
        Language::Ru => sources!("ru"),
        Language::Es => sources!("es"),
    }
}

/// The text of this key. Falls back to English, and to the key itself: a missing
/// translation must not cost the notice. A test holds that neither happens.
pub(super) fn message(language: Language, key: &str, values: &Values) -> FormattedText {
    try_message(language, key, values)
        .or_else(|_| try_message(Language::En, key, values))
        .unwrap_or_else(|_| FormattedText::plain(key))
}

/// The text of this key in this language and no other.
pub(super) fn try_message(
    language: Language,
    key: &str,
    values: &Values,
) -> Result<FormattedText, String> {
    let mut arguments = FluentArgs::new();
    let mut texts = Vec::new();
    for (name, value) in values {
        let argument = match value {
            Value::Number(number) => FluentValue::from(*number),
            Value::Text(text) => stand_in(&mut texts, text.clone()),
            Value::Message(key, values) => {
                stand_in(&mut texts, try_message(language, key, values)?)
            }
        };
        arguments.set(*name, argument);
    }
    let bundle = bundle(language);
    let pattern = bundle
        .get_message(key)
        .and_then(|message| message.value())
        .ok_or_else(|| format!("{language}: no message `{key}`"))?;
    let mut errors = Vec::new();
    let source = bundle.format_pattern(pattern, Some(&arguments), &mut errors);
    if !errors.is_empty() {
        return Err(format!("{language}: `{key}`: {errors:?}"));
    }
    let text = markup::parse(&source, &[]).map_err(|e| format!("{language}: `{key}`: {e}"))?;
    Ok(substitute(&text, |character| {
        let index = u32::from(character).checked_sub(FIRST_STAND_IN)?;
        texts.get(usize::try_from(index).ok()?).cloned()
    }))
}

/// Keeps the text and gives the character that stands for it.
fn stand_in(texts: &mut Vec<FormattedText>, text: FormattedText) -> FluentValue<'static> {
    let index = u32::try_from(texts.len()).unwrap_or(u32::MAX);
    let character = char::from_u32(FIRST_STAND_IN.saturating_add(index));
    texts.push(text);
    FluentValue::from(character.map(String::from).unwrap_or_default())
}

type Bundle = FluentBundle<FluentResource>;

fn bundle(language: Language) -> &'static Bundle {
    static BUNDLES: LazyLock<[Bundle; 4]> = LazyLock::new(|| Language::ALL.map(load));
    match language {
        Language::En => &BUNDLES[0],
        Language::De => &BUNDLES[1],
        Language::Ru => &BUNDLES[2],
        Language::Es => &BUNDLES[3],
    }
}

fn load(language: Language) -> Bundle {
    let identifier: LanguageIdentifier = language.as_str().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![identifier]);
    // Isolation marks would be shown as boxes by some apps, and copied along.
    bundle.set_use_isolating(false);
    for source in sources(language) {
        // What can be read of a damaged file is used; a test holds that none is.
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}
