//! `ICON_COLOR`.

use super::{Reason, Value, is_word};

/// The colours that Telegram offers for a topic's icon. Set at creation only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum IconColor {
    /// #6FB9F0
    #[default]
    Blue,
    /// #FFD67E
    Yellow,
    /// #CB86DB
    Violet,
    /// #8EEE98
    Green,
    /// #FF93B2
    Rose,
    /// #FB6F5F
    Red,
}

// === impl IconColor ===

impl IconColor {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Blue,
        Self::Yellow,
        Self::Violet,
        Self::Green,
        Self::Rose,
        Self::Red,
    ];

    /// The number that Telegram takes.
    #[must_use]
    pub const fn rgb(self) -> i32 {
        match self {
            Self::Blue => 7_322_096,
            Self::Yellow => 16_766_590,
            Self::Violet => 13_338_331,
            Self::Green => 9_367_192,
            Self::Rose => 16_749_490,
            Self::Red => 16_478_047,
        }
    }

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Yellow => "yellow",
            Self::Violet => "violet",
            Self::Green => "green",
            Self::Rose => "rose",
            Self::Red => "red",
        }
    }
}

impl Value for IconColor {
    fn read(text: &str) -> Result<Self, Reason> {
        let hex = text.strip_prefix('#').or_else(|| text.strip_prefix("0x"));
        let number = match hex {
            Some(digits) => i32::from_str_radix(digits, 16).ok(),
            None => text.parse().ok(),
        };
        Self::ALL
            .into_iter()
            .find(|color| is_word(text, color.as_str()) || number == Some(color.rgb()))
            .ok_or(Reason::Color)
    }

    fn write(&self) -> String {
        self.as_str().to_owned()
    }
}
