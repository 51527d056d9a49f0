//! Phone numbers.
//!
//! A number that begins with `+` is one. What else looks like one is one where it is written like one:
//! a leading zero, an area code in brackets, the groups that people write, as many digits as numbers
//! of a country have. In doubt it is hidden: a team that misses a number asks for it, one that saw it
//! cannot forget it.
//!
//! The library at hand (a port of Google's) was tried and left: it knows which numbers are given out, which
//! is not the question here, takes microseconds for each country, and brings unmaintained crates along.

use std::ops::Range;

use super::What;

/// Fewest digits of a phone number with its area code left out.
pub(super) const LEAST_DIGITS: usize = 7;

/// Most digits of one (ITU-T E.164).
const MOST_DIGITS: usize = 15;

/// Digits that belong together, with what stands between them.
struct Run {
    at: Range<usize>,
    has_plus: bool,
    has_brackets: bool,
    groups: Vec<Group>,
}

#[derive(Debug, Clone, Default)]
struct Group {
    digits: String,
    /// What stands before it: the separators without blanks, or one blank.
    before: char,
}

/// Finds them in a folded text.
pub(super) fn find(text: &str, found: &mut Vec<(What, Range<usize>)>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let is_start = bytes[at].is_ascii_digit() || matches!(bytes[at], b'+' | b'(');
        if !is_start {
            at += 1;
            continue;
        }
        let Some(run) = run(text, at) else {
            at += 1;
            continue;
        };
        at = run.at.end.max(at + 1);
        if is_phone(text, &run) {
            found.push((What::Phone, run.at));
        }
    }
}

/// The digits from here on, as far as they may be one number.
fn run(text: &str, start: usize) -> Option<Run> {
    /// Separators in a row: `) - ` is the longest in use.
    const MOST_BETWEEN: usize = 4;
    let mut groups: Vec<Group> = Vec::new();
    let (mut has_plus, mut has_brackets) = (false, false);
    let mut end = start;
    let mut between = String::new();
    let mut characters = text[start..].char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let before = text[..start + at].chars().next_back();
        if let Some(digit) = digit(character, before, next) {
            let new_group = groups.is_empty() || !between.is_empty();
            if new_group {
                let visible = between.chars().find(|c| *c != ' ');
                groups.push(Group {
                    digits: String::new(),
                    before: visible.unwrap_or(' '),
                });
            }
            has_brackets |= between.contains(['(', ')']);
            between.clear();
            groups.last_mut()?.digits.push(digit);
            end = start + at + character.len_utf8();
        } else if character == '+' && groups.is_empty() && !has_plus {
            has_plus = true;
        } else if is_separator(character) {
            between.push(character);
            if between.chars().count() > MOST_BETWEEN {
                break;
            }
        } else {
            break;
        }
    }
    let begins_with_bracket = text[start..].starts_with('(');
    (!groups.is_empty()).then_some(Run {
        at: start..end,
        has_plus,
        has_brackets: has_brackets || begins_with_bracket,
        groups,
    })
}

/// A digit, or a letter that is written in place of one, beside one.
fn digit(character: char, before: Option<char>, next: Option<char>) -> Option<char> {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphabetic());
    match character {
        '0'..='9' => Some(character),
        'o' if (is_digit(before) || before == Some('o'))
            && (is_digit(next) || next == Some('o') || ends(next)) =>
        {
            Some('0')
        }
        'l' | 'i' | '|' if is_digit(before) && is_digit(next) => Some('1'),
        _ => None,
    }
}

fn is_separator(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t' | '-' | '.' | '(' | ')' | '/' | '_' | '·' | '•' | '~' | '*' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}' | '[' | ']'
    )
}

fn is_phone(text: &str, run: &Run) -> bool {
    let groups = without_dates(&run.groups);
    let digits: String = groups.iter().map(|group| group.digits.as_str()).collect();
    let count = digits.len();
    if count < LEAST_DIGITS {
        return false;
    }
    if run.has_plus {
        return true;
    }
    if is_network_address(groups) || is_amount(text, run, groups) {
        return false;
    }
    if digits.starts_with("00")
        && (10..=MOST_DIGITS + 2).contains(&count)
        && !digits.starts_with("000")
    {
        return true;
    }
    if count > MOST_DIGITS {
        return !is_bank_account(text, run) && holds_one(groups);
    }
    let is_national = digits.starts_with('0') && !digits.starts_with("00") && count >= 9;
    is_national || run.has_brackets || is_grouped_like_one(groups) || is_known(&digits)
}

/// Several numbers in a row, of which one at least is a phone number.
fn holds_one(groups: &[Group]) -> bool {
    (0..groups.len()).any(|begin| {
        let mut digits = String::new();
        groups[begin..].iter().any(|group| {
            digits.push_str(&group.digits);
            (9..=MOST_DIGITS).contains(&digits.len())
                && ((digits.starts_with('0') && !digits.starts_with("00")) || is_known(&digits))
        })
    })
}

/// As people write numbers with their area codes: `555-123-4567`, `612 34 56 78`, `8 916 123-45-67`,
/// `555-1234`.
fn is_grouped_like_one(groups: &[Group]) -> bool {
    let lengths: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
    let has_dash = groups
        .iter()
        .skip(1)
        .any(|group| group.before != ' ' && group.before != '.');
    match lengths.as_slice() {
        [3, 4] => has_dash,
        [3, 3, 3 | 4] | [1, 3, 3, 4] | [1, 3, 3, 2, 2] | [3, 3, 2, 2] | [3, 2, 2, 2] => true,
        [_] | [] => false,
        // Pairs, as in France and at the end of many others: none longer than four.
        many => {
            many.len() >= 4
                && many.iter().all(|length| *length <= 4)
                && lengths.iter().sum::<usize>() >= 9
        }
    }
}

/// The groups without a date before or behind the number.
fn without_dates(groups: &[Group]) -> &[Group] {
    let is_date = |three: &[Group]| {
        let [first, second, third] = three else {
            return false;
        };
        let number = |group: &Group| group.digits.parse::<u32>().unwrap_or(u32::MAX);
        let same = second.before == third.before && matches!(second.before, '-' | '.' | '/');
        let (day, month) = (1..=31, 1..=12);
        let year =
            |group: &Group| group.digits.len() == 4 && (1900..=2100).contains(&number(group));
        let short_year = |group: &Group| group.digits.len() == 2 || year(group);
        let falls = |a: &Group, b: &Group| {
            (day.contains(&number(a)) && month.contains(&number(b)))
                || (month.contains(&number(a)) && day.contains(&number(b)))
        };
        same && ((year(first) && falls(second, third))
            || (short_year(third) && falls(first, second)))
    };
    let mut rest = groups;
    while let Some((first, behind)) = rest.split_at_checked(3) {
        // What goes on in the same way is a number in pairs.
        let goes_on = behind
            .first()
            .is_some_and(|next| next.before == first[2].before);
        if !is_date(first) || goes_on {
            break;
        }
        rest = behind;
    }
    while let Some(at) = rest.len().checked_sub(3) {
        let goes_on = at > 0 && rest[at].before == rest[at + 1].before;
        if !is_date(&rest[at..]) || goes_on {
            break;
        }
        rest = &rest[..at];
    }
    rest
}

/// `192.168.0.1`.
fn is_network_address(groups: &[Group]) -> bool {
    let is_part = |group: &Group| {
        let is_plain = group.digits == "0" || !group.digits.starts_with('0');
        is_plain && group.digits.parse::<u8>().is_ok()
    };
    groups.len() == 4
        && groups.iter().all(is_part)
        && groups.iter().skip(1).all(|group| group.before == '.')
}

/// `1 234 567 €`: thousands in groups, beside a currency or a decimal comma.
fn is_amount(text: &str, run: &Run, groups: &[Group]) -> bool {
    const MONEY: [&str; 18] = [
        "€", "$", "£", "₽", "¥", "₴", "%", "eur", "usd", "rub", "gbp", "chf", "euro", "pyб", "p.",
        "km", "kg", "mb",
    ];
    let Some((first, others)) = groups.split_first() else {
        return false;
    };
    let thousands = (1..=3).contains(&first.digits.len())
        && !first.digits.starts_with('0')
        && others.iter().all(|group| group.digits.len() == 3);
    let behind = text[run.at.end..].trim_start_matches(' ');
    let before = text[..run.at.start].trim_end_matches(' ');
    let has_cents = text[run.at.end..]
        .strip_prefix(',')
        .is_some_and(|rest| rest.as_bytes().first().is_some_and(u8::is_ascii_digit));
    let beside = MONEY
        .iter()
        .any(|money| behind.starts_with(money) || before.ends_with(money));
    (thousands || others.is_empty()) && (beside || has_cents)
}

/// An IBAN: its letters are right before the digits, and its check digits are right.
fn is_bank_account(text: &str, run: &Run) -> bool {
    let before = &text[..run.at.start];
    let letters: String = before
        .chars()
        .rev()
        .take_while(char::is_ascii_lowercase)
        .collect();
    if letters.len() != 2 {
        return false;
    }
    let country: String = letters.chars().rev().collect();
    let digits: String = run
        .groups
        .iter()
        .map(|group| group.digits.as_str())
        .collect();
    let Some((check, account)) = digits.split_at_checked(2) else {
        return false;
    };
    let order = account.chars().chain(country.chars()).chain(check.chars());
    let rest = order.fold(0u64, |rest, character| match character.to_digit(36) {
        Some(value @ 0..=9) => (rest * 10 + u64::from(value)) % 97,
        Some(value) => (rest * 100 + u64::from(value)) % 97,
        None => rest,
    });
    rest == 1
}

/// Whether so many digits, beginning so, are a number as it is written without anything between: a mobile
/// number with nine digits, a national one with ten, one with the trunk prefix or country code before it.
fn is_known(digits: &str) -> bool {
    let first = digits.as_bytes().first().copied().unwrap_or_default();
    match digits.len() {
        9 => matches!(first, b'6'..=b'9'),
        10 => matches!(first, b'2'..=b'9'),
        11 => matches!(first, b'1' | b'7' | b'8') || is_country(digits),
        12 | 13 => is_country(digits),
        _ => false,
    }
}

/// Whether they begin with a country code of two digits (ITU-T E.164) in whose country numbers have nine to
/// eleven, or with one of three of Europe's and Asia's.
fn is_country(digits: &str) -> bool {
    const CODES: [&str; 26] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "38", "39", "40", "41", "42", "43", "44",
        "45", "46", "47", "48", "49", "52", "54", "55", "90", "91", "99",
    ];
    CODES.iter().any(|code| digits.starts_with(code))
}

#[cfg(test)]
mod tests {
    use super::super::super::fold::Folded;
    use super::*;

    fn finds(text: &str) -> Vec<String> {
        let folded = Folded::of(text);
        let mut found = Vec::new();
        find(folded.text(), &mut found);
        found
            .into_iter()
            .map(|(_, at)| folded.text()[at].to_owned())
            .collect()
    }

    #[test]
    fn numbers_as_people_write_them() {
        for number in [
            "+49 170 1234567",
            "+49(0)170/1234567",
            "0049 170 1234567",
            "0170-123 45 67",
            "01701234567",
            "(555) 123-4567",
            "555-123-4567",
            "555.123.4567",
            "+1 (555) 123 4567",
            "1-800-555-0199",
            "8 (916) 123-45-67",
            "8 916 123 45 67",
            "89161234567",
            "+7-916-123-45-67",
            "9161234567",
            "612 345 678",
            "612 34 56 78",
            "+34 612345678",
            "06 12 34 56 78",
            "06.12.34.56.78",
            "+4 9 1 7 0 1 2 3 4 5 6 7",
            "0 1 7 0 1 2 3 4 5 6 7",
            "555-1234",
            "020 7946 0958",
            "+44 20 7946 0958",
            "１７０ ０１２３ ４５６７",
            "0️⃣1️⃣7️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣",
            "+٤٩ ١٧٠ ١٢٣٤٥٦٧",
            "017O 12345O7",
            "0170\u{200B}12\u{2060}34567",
            "+49 – 170 – 1234567",
            "+49·170·1234567",
            "0170 1234567 0171 7654321",
        ] {
            let text = format!("call {number} please");
            assert_eq!(finds(&text).len(), 1, "{number}: {:?}", finds(&text));
            assert!(
                finds(&text)[0].len() + 4 >= Folded::of(number).text().len(),
                "{number}: {:?}",
                finds(&text)
            );
        }
    }

    #[test]
    fn numbers_that_are_none() {
        for text in [
            "on 2026-11-29 at 10:15",
            "29.11.2026",
            "29.11.2026 10:15:30",
            "11/29/2026",
            "192.168.100.200",
            "10.0.0.1",
            "1 234 567 €",
            "1.234.567,89 €",
            "$ 1 250 000",
            "order 4711",
            "order 123456",
            "12345678",
            "2024, 2025, 2026",
            "DE89 3704 0044 0532 0130 00",
            "3.14159265358979",
            "100%",
            "1-2-3",
            "from 9-17",
            "20:15:00",
            "v1.2.3",
            "1000000 euro",
        ] {
            assert_eq!(finds(text), [""; 0], "{text}");
        }
    }
}
