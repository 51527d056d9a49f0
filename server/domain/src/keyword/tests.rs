use proptest::prelude::*;

use super::*;

/// Letters of several scripts whose case changes are one to one.
fn words() -> impl Strategy<Value = String> {
    "[a-zA-Zäöüéñа-яА-Яёα-ρσ-ω0-9 .,!]{1,12}"
}

fn word() -> impl Strategy<Value = String> {
    "[a-zäöéа-я]{1,5}"
}

/// A way to write a text so that it looks the same or differs in case.
#[derive(Debug, Clone)]
enum Trick {
    Insert(char),
    Upper,
    Lower,
    Fullwidth,
    Bold,
    Decompose,
    LooseMark(char),
}

fn trick() -> impl Strategy<Value = Trick> {
    prop_oneof![
        prop::sample::select(vec![
            '\u{200B}',
            '\u{200C}',
            '\u{200D}',
            '\u{2060}',
            '\u{FEFF}',
            '\u{AD}',
            '\u{34F}',
            '\u{61C}',
            '\u{200E}',
            '\u{200F}',
            '\u{202E}',
            '\u{2066}',
            '\u{FE0F}',
            '\u{E0100}',
            '\u{E0041}',
            '\u{180E}',
            '\u{3164}',
            '\u{FFA0}',
            '\u{0}',
            '\u{7F}',
        ])
        .prop_map(Trick::Insert),
        Just(Trick::Upper),
        Just(Trick::Lower),
        Just(Trick::Fullwidth),
        Just(Trick::Bold),
        Just(Trick::Decompose),
        prop::sample::select(vec!['\u{332}', '\u{336}', '\u{20E3}', '\u{1DC4}'])
            .prop_map(Trick::LooseMark),
    ]
}

fn play(trick: &Trick, text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let map = |f: &dyn Fn(char) -> Option<u32>| -> String {
        text.chars()
            .map(|c| f(c).and_then(char::from_u32).unwrap_or(c))
            .collect()
    };
    let after_each = |extra: char| text.chars().flat_map(|c| [c, extra]).collect();
    match trick {
        Trick::Insert(extra) => after_each(*extra),
        Trick::LooseMark(mark) => after_each(*mark),
        Trick::Upper => text.to_uppercase(),
        Trick::Lower => text.to_lowercase(),
        Trick::Fullwidth => map(&|c| c.is_ascii_graphic().then(|| u32::from(c) - 0x21 + 0xFF01)),
        Trick::Bold => map(&|c| {
            c.is_ascii_lowercase()
                .then(|| u32::from(c) - 0x61 + 0x1D41A)
        }),
        Trick::Decompose => text.nfd().collect(),
    }
}

proptest! {
    #[test]
    fn tricks_never_make_a_match_disappear(
        before in words(), word in word(), after in words(), tricks in proptest::collection::vec(trick(), 1..4),
    ) {
        let list: WordList = format!("\"{word}\"").parse().unwrap();
        let expression: Expression = format!("\"{word}\"").parse().unwrap();
        let text = format!("{before}{word}{after}");
        prop_assert_eq!(list.find(&text), Some(word.as_str()));
        let disguised = tricks.iter().fold(text, |text, trick| play(trick, &text));
        prop_assert_eq!(list.find(&disguised), Some(word.as_str()), "{:?}", disguised);
        prop_assert!(expression.matches(&disguised), "{:?}", disguised);
    }

    #[test]
    fn normal_form_is_stable(text in any::<String>()) {
        let normal = normalise(&text);
        prop_assert_eq!(normalise(&normal), normal);
    }

    #[test]
    fn expression_agrees_with_a_naive_model(
        model in proptest::collection::vec(proptest::collection::vec(("[abc]{1,2}", any::<bool>()), 1..4), 1..4),
        text in "[abcABC]{0,6}",
    ) {
        let typed: Vec<String> = model.iter().map(|group| {
            let words: Vec<String> = group.iter()
                .map(|(word, negated)| format!("\"{}{word}\"", if *negated { "~" } else { "" }))
                .collect();
            if words.len() == 1 { words[0].clone() } else { format!("[{}]", words.join(",")) }
        }).collect();
        let expression: Expression = typed.join(", ").parse().unwrap();
        let mut expected = false;
        for group in &model {
            let mut all = true;
            for (word, negated) in group {
                if text.to_lowercase().contains(word.as_str()) == *negated { all = false; }
            }
            expected |= all;
        }
        prop_assert_eq!(expression.matches(&text), expected);
    }

    #[test]
    fn grammar_round_trips(words in proptest::collection::vec(("[a-z~=\"\\\\, \\[\\]]{0,8}[a-z]", any::<bool>(), any::<bool>()), 1..5)) {
        let quoted: Vec<String> = words.iter().map(|(word, _, whole)| quoted::quote(word, *whole)).collect();
        let list: WordList = quoted.join(",").parse().unwrap();
        let expected: Vec<&str> = words.iter().map(|(word, _, _)| word.as_str()).collect();
        prop_assert_eq!(list.words().collect::<Vec<_>>(), expected);
        prop_assert_eq!(list.to_string().parse::<WordList>().unwrap(), list);

        let typed: Vec<String> = words.iter().map(|(word, negated, whole)| quoted::quote_word(&quoted::Word {
            text: word.clone(), is_negated: *negated, is_whole: *whole,
        })).collect();
        let expression: Expression = format!("[{}], {}", typed.join(","), typed[0]).parse().unwrap();
        prop_assert_eq!(expression.to_string().parse::<Expression>().unwrap(), expression);
    }

    #[test]
    fn any_input_is_survived(text in any::<String>(), value in r#"["“”~\[\],\\a ]{0,20}"#) {
        for text in [&text, &value] {
            if let Ok(expression) = text.parse::<Expression>() {
                let _ = expression.matches(&value);
                prop_assert_eq!(expression.to_string().parse::<Expression>().unwrap(), expression);
            }
            if let Ok(list) = text.parse::<WordList>() {
                let _ = list.find(&value);
                prop_assert_eq!(list.to_string().parse::<WordList>().unwrap(), list);
            }
        }
    }
}

#[test]
fn the_documented_example() {
    let expression: Expression = r#""invoice", "refund", ["order","~test"]"#.parse().unwrap();
    for (text, passes) in [
        ("My INVOICE please", true),
        ("refunded", true),
        ("an order", true),
        ("a test order", false),
        ("a test order and its invoice", true),
        ("hello", false),
        ("", false),
    ] {
        assert_eq!(expression.matches(text), passes, "{text}");
    }
}

#[test]
fn disguises_are_seen_through() {
    let list: WordList = r#""secret", "straße", "пароль", "café", "two words", "DE""#
        .parse()
        .unwrap();
    for (text, word) in [
        ("a S\u{AD}e\u{200B}CRET!", Some("secret")),
        ("ｓｅｃｒｅｔ", Some("secret")),
        ("𝖘𝖊𝖈𝖗𝖊𝖙 ⓢⓔⓒⓡⓔⓣ", Some("secret")),
        ("🅂🄴🄲🅁🄴🅃", Some("secret")),
        ("🅢🅔🅒🅡🅔🅣", Some("secret")),
        ("🆂🅴🅲🆁🅴🆃", Some("secret")),
        ("ꜱᴇᴄʀᴇᴛ", Some("secret")),
        ("s̲e̲c̲r̲e̲t̲", Some("secret")),
        ("s\u{336}e\u{336}c\u{336}r\u{336}e\u{336}t", Some("secret")),
        ("\u{202E}secret\u{202C}", Some("secret")),
        ("STRASSE", Some("straße")),
        ("cafe\u{301}", Some("café")),
        ("cafe", None),
        ("two\u{A0}\n words", Some("two words")),
        ("🇩🇪", Some("DE")),
        ("nothing here", None),
        ("s e c r e t", None),
        ("s3cret", None),
    ] {
        assert_eq!(list.find(text), word, "{text}");
    }
}

#[test]
fn letters_of_other_scripts() {
    let list: WordList = r#""secret", "cop", "пароль", "cash пароль""#.parse().unwrap();
    for (text, word) in [
        ("sесret", Some("secret")),          // Cyrillic е, с
        ("my ѕесrеt place", Some("secret")), // mixed run
        ("сор", Some("cop")),                // all Cyrillic, whole run
        ("a сор!", Some("cop")),
        ("сорок", None), // the Russian for forty
        ("сор2", Some("cop")),
        ("пapoль", Some("пароль")), // Latin a, p, o
        ("пароль", Some("пароль")),
        ("σecret", None), // looks like no s
        ("сασh", None),
    ] {
        assert_eq!(list.find(text), word, "{text}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let list = |text: &str| text.parse::<WordList>().unwrap_err();
    assert_eq!(list("word"), Error::Unquoted("word".to_owned()));
    assert_eq!(list("\"a"), Error::Unclosed("\"a".to_owned()));
    assert_eq!(list("\"a\\\""), Error::Unclosed("\"a\\\"".to_owned()));
    assert_eq!(list("\"a\" \"b\""), Error::MissingComma("\"b\"".to_owned()));
    assert_eq!(list("\"a\","), Error::MissingWord);
    assert_eq!(list(""), Error::MissingWord);
    assert_eq!(list("\"\""), Error::Empty);
    assert_eq!(list("\"\u{200B} \""), Error::Empty);
    assert_eq!(
        list(&format!("\"{}\"", "x".repeat(MAX_WORD + 1))),
        Error::WordTooLong
    );
    assert_eq!(
        list(&vec!["\"x\""; MAX_WORDS + 1].join(",")),
        Error::TooMany(MAX_WORDS)
    );
    let expression = |text: &str| text.parse::<Expression>().unwrap_err();
    assert_eq!(expression("[\"a\""), Error::UnclosedBracket);
    assert_eq!(expression("[]"), Error::Unquoted("]".to_owned()));
    assert_eq!(expression("\"~\""), Error::Empty);
    assert_eq!(expression("\"a\"]"), Error::MissingComma("]".to_owned()));
}

#[test]
fn other_spellings_of_the_grammar() {
    let expression = |text: &str| text.parse::<Expression>().unwrap().to_string();
    assert_eq!(expression("“a”,„b“ , ~\"c\""), r#""a", "b", "~c""#);
    assert_eq!(expression(r#"[ "a" , "~b" ]"#), r#"["a","~b"]"#);
    assert_eq!(expression(r#"["a"]"#), r#""a""#);
    assert_eq!(expression(r#""\~a", ~"~b""#), r#""\~a", "~~b""#);
    assert!("\"\\~a\"".parse::<Expression>().unwrap().matches("~a"));
}

#[test]
fn whole_words_leave_other_words_alone() {
    let list: WordList = r#"="art", "=сор", ="two words""#.parse().unwrap();
    for (text, word) in [
        ("ART!", Some("art")),
        ("fine-art", Some("art")),
        ("start", None),
        ("artist", None),
        ("а\u{200B}rt", Some("art")),
        ("ａｒｔ", Some("art")),
        ("сорок", None),
        ("этот сор", Some("сор")),
        ("two  words", Some("two words")),
        ("two wordsmiths", None),
        ("art2", None),
    ] {
        assert_eq!(list.find(text), word, "{text}");
    }
    assert_eq!(list.to_string(), r#""=art", "=сор", "=two words""#);
    let expression: Expression = r#"["order", ~="test"]"#.parse().unwrap();
    assert!(expression.matches("the latest order"));
    assert!(!expression.matches("a test order"));
    let literal: WordList = r#""\=a""#.parse().unwrap();
    assert_eq!((literal.find("x=a"), literal.find("a")), (Some("=a"), None));
}

#[test]
fn marks_and_letters_of_nowhere_are_tricks() {
    let list: WordList = r#""secret", "ano""#.parse().unwrap();
    for (text, word) in [
        ("sèçrét", Some("secret")),
        ("el año", None),
        ("mañana", None),
        ("ѕεсrеt", Some("secret")),
        ("ꮪecret", Some("secret")),
        ("ѕесгет", Some("secret")),
        ("sеcrеt", Some("secret")),
        ("ꓢꓰꓚꓣꓰꓔ", Some("secret")),
        ("secreƫ", None),
        ("ꜱеᴄгᴇт", Some("secret")),
        ("seсreт", Some("secret")),
        ("ѕecrеt\u{200D}s", Some("secret")),
    ] {
        assert_eq!(list.find(text), word, "{text}");
    }
}

#[test]
fn ten_thousand_words_are_one_list() {
    let words: Vec<String> = (0..MAX_WORDS).map(|n| format!("\"word{n}x\"")).collect();
    let list: WordList = words.join(",").parse().unwrap();
    assert_eq!(list.find("here is Ｗord9876X too"), Some("word9876x"));
    assert_eq!(list.find("here is word10001x and wordx"), None);
}
