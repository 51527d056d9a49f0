//! Values that may hold secrets, and who is shown them.

use super::{Name, is_off, is_word};

/// What stands in place of a value that may hold secrets.
pub const HIDDEN_VALUE: &str = "(hidden: it may hold secrets)";

// === impl Name ===

impl Name {
    /// Whether its value may hold secrets: the addresses of webhooks may.
    #[must_use]
    pub const fn holds_secrets(self) -> bool {
        matches!(self, Self::Webhooks)
    }

    /// A value of it, set now or once, as somebody is shown it who may see secrets or may not.
    /// That it is off is no secret.
    #[must_use]
    pub fn shown(self, value: &str, sees_secrets: bool) -> &str {
        let is_plain = is_off(value.trim()) || is_word(value.trim(), "DEFAULT");
        if sees_secrets || is_plain || !self.holds_secrets() {
            value
        } else {
            HIDDEN_VALUE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_may_sees_what_may_be_secret() {
        let hook = r#"{"https://example.org/?key=s3cret":["message_received"]}"#;
        assert_eq!(Name::Webhooks.shown(hook, true), hook);
        assert_eq!(Name::Webhooks.shown(hook, false), HIDDEN_VALUE);
        for plain in ["OFF", "none", "DEFAULT"] {
            assert_eq!(Name::Webhooks.shown(plain, false), plain);
        }
        for name in Name::ALL.iter().filter(|name| !name.holds_secrets()) {
            assert_eq!(name.shown(name.example(), false), name.example());
        }
    }
}
