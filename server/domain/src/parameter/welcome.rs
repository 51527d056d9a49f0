//! WELCOME and AWAY.

use super::{Reason, Value, is_off, is_word};
use crate::text::Template;

/// A text that customers get without anybody's doing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Welcome {
    /// Backline's own, in English.
    #[default]
    Default,
    /// None.
    Off,
    /// This one; `{title}` in it is the customer's name.
    Text(Template),
}

impl Value for Welcome {
    fn read(text: &str) -> Result<Self, Reason> {
        if is_word(text, "DEFAULT") {
            Ok(Self::Default)
        } else if is_off(text) {
            Ok(Self::Off)
        } else {
            Ok(Self::Text(Template::parse(text)?))
        }
    }

    fn write(&self) -> String {
        match self {
            Self::Default => "DEFAULT".to_owned(),
            Self::Off => "OFF".to_owned(),
            Self::Text(template) => template.source().to_owned(),
        }
    }
}
