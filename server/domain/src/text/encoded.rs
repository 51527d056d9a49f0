//! Characters written as numbers.

/// The text with every mark and two hexadecimal digits behind it as the byte that they stand for: `%`
/// in addresses, `=` in quoted-printable texts. Bytes that are no text become replacement characters.
#[must_use]
pub fn decoded_hex(text: &str, mark: u8) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).filter(|_| *byte == mark);
        let value = hex
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match value {
            Some(value) => {
                decoded.push(value);
                at += 3;
            }
            None => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
