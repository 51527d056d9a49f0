//! Characters that nobody sees.

/// Whether the character shows nothing and takes no room. White space is no such
/// character; joiners and variation selectors, which shape what stands beside
/// them, are.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    (character.is_control() && !character.is_whitespace())
        || matches!(u32::from(character),
            // Default_Ignorable_Code_Point (DerivedCoreProperties.txt).
            0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F
            | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFF8 | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A
            | 0xE0000..=0xE0FFF
            // Format characters beside those, and the stand-in for an object.
            | 0xFFF9..=0xFFFC)
}
