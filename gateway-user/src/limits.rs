//! What Telegram permits an account: more with Premium.
//!
//! Telegram tells the figures in its configuration for apps
//! (core.telegram.org/api/config, help.getAppConfig); what it does not tell is what its own
//! apps take then.

use std::sync::Mutex;

use backline_proto::gateway::v1::AccountLimits;
use grammers_client::tl::enums;

use crate::telegram::lock;

/// Bytes of a part of a file.
const PART: i64 = 512 * 1024;
/// How many parts a file has at most, and with Premium: 2 and 4 GB
/// (core.telegram.org/api/files).
const PARTS: Pair = Pair(4000, 8000);
/// Longest caption in UTF-16 code units, and with Premium. Telegram Desktop takes these
/// where the configuration says nothing.
const CAPTION: Pair = Pair(1024, 2048);
/// Supergroups and channels that an account is in at most, and with Premium
/// (core.telegram.org/api/config, `channels_limit`).
const CHANNELS: Pair = Pair(500, 1000);

/// Without and with Premium.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pair(i64, i64);

/// What Telegram permits, as far as it told.
#[derive(Debug)]
pub(crate) struct Limits(Mutex<Told>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Told {
    /// Whether Telegram was asked.
    is_told: bool,
    parts: Pair,
    caption: Pair,
    channels: Pair,
}

// === impl Pair ===

impl Pair {
    const fn of(self, is_premium: bool) -> i64 {
        if is_premium { self.1 } else { self.0 }
    }

    /// As the configuration has it, where it says something that can be.
    fn read(self, config: &enums::Jsonvalue, name: &str) -> Self {
        let of = |kind: &str, otherwise: i64| {
            let told = number(config, &format!("{name}_{kind}"));
            told.filter(|told| *told > 0).unwrap_or(otherwise)
        };
        Self(of("default", self.0), of("premium", self.1))
    }
}

// === impl Limits ===

impl Default for Limits {
    fn default() -> Self {
        Self(Mutex::new(Told {
            is_told: false,
            parts: PARTS,
            caption: CAPTION,
            channels: CHANNELS,
        }))
    }
}

impl Limits {
    /// Whether Telegram still has to be asked.
    pub(crate) fn is_unknown(&self) -> bool {
        !lock(&self.0).is_told
    }

    /// What Telegram's configuration says.
    pub(crate) fn learn(&self, config: &enums::Jsonvalue) {
        *lock(&self.0) = Told {
            is_told: true,
            parts: PARTS.read(config, "upload_max_fileparts"),
            caption: CAPTION.read(config, "caption_length_limit"),
            channels: CHANNELS.read(config, "channels_limit"),
        };
    }

    /// The largest file that the account may send, in bytes.
    pub(crate) fn most_bytes(&self, is_premium: bool) -> i64 {
        lock(&self.0).parts.of(is_premium).saturating_mul(PART)
    }

    /// As the server is told of an account that is in so many supergroups and channels.
    pub(crate) fn told(&self, is_premium: bool, channels: usize) -> AccountLimits {
        let told = *lock(&self.0);
        let small = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
        AccountLimits {
            is_premium,
            max_caption_length: small(told.caption.of(is_premium)),
            max_upload_bytes: told.parts.of(is_premium).saturating_mul(PART),
            max_channels: small(told.channels.of(is_premium)),
            channel_count: i32::try_from(channels).unwrap_or(i32::MAX),
        }
    }
}

/// A whole number of the configuration's.
fn number(config: &enums::Jsonvalue, name: &str) -> Option<i64> {
    let enums::Jsonvalue::JsonObject(object) = config else {
        return None;
    };
    let mut values = object.value.iter();
    let found = values.find_map(|enums::JsonobjectValue::JsonObjectValue(one)| {
        (one.key == name).then_some(&one.value)
    });
    match found? {
        // As text: a cast would take whatever comes.
        enums::Jsonvalue::JsonNumber(number) => format!("{:.0}", number.value).parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use grammers_client::tl::types;

    use super::*;

    fn config(values: &[(&str, f64)]) -> enums::Jsonvalue {
        let values = values.iter().map(|(key, value)| {
            let value = types::JsonNumber { value: *value }.into();
            let key = (*key).to_owned();
            types::JsonObjectValue { key, value }.into()
        });
        types::JsonObject {
            value: values.collect(),
        }
        .into()
    }

    #[test]
    fn what_telegram_tells_counts_and_the_rest_is_known() {
        let limits = Limits::default();
        assert!(limits.is_unknown());
        assert_eq!(limits.most_bytes(false), 2_097_152_000);
        assert_eq!(limits.most_bytes(true), 4_194_304_000);
        let plain = limits.told(false, 7);
        assert_eq!((plain.max_caption_length, plain.max_channels), (1024, 500));
        assert_eq!((plain.is_premium, plain.channel_count), (false, 7));
        limits.learn(&config(&[
            ("caption_length_limit_premium", 4096.0),
            ("channels_limit_default", 600.0),
            // What cannot be is not believed.
            ("channels_limit_premium", -1.0),
            ("upload_max_fileparts_default", f64::NAN),
        ]));
        assert!(!limits.is_unknown());
        let premium = limits.told(true, 7);
        assert_eq!(
            (premium.max_caption_length, premium.max_channels),
            (4096, 1000)
        );
        assert_eq!(limits.told(false, 7).max_channels, 600);
        assert_eq!(limits.most_bytes(false), 2_097_152_000);
    }
}
