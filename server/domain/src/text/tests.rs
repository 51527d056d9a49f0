use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;

mod survive;

fn entity(kind: &str, offset: usize, length: usize) -> Entity {
    Entity {
        kind: kind.to_owned(),
        offset,
        length,
        ..Entity::default()
    }
}

/// What an entity covers, for comparing.
fn covered(text: &FormattedText, entity: &Entity) -> String {
    let units: Vec<u16> = text.text.encode_utf16().collect();
    String::from_utf16_lossy(&units[entity.offset..entity.offset + entity.length])
}

fn shown(text: &FormattedText) -> Vec<(String, String)> {
    text.entities
        .iter()
        .map(|e| (e.kind.clone(), covered(text, e)))
        .collect()
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z]{1,8}",
        Just(" ".to_owned()),
        Just("\n".to_owned()),
        Just("😀".to_owned()),
        Just("👩‍👩‍👧‍👦".to_owned()),
        Just("🇩🇪".to_owned()),
        Just("e\u{301}\u{323}".to_owned()),
        Just("\r\n".to_owned()),
        Just("\u{200B}".to_owned()),
        Just("שלום".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Text with entities that nest, cross and reach over the end, each of a kind of
/// its own.
fn formatted() -> impl Strategy<Value = FormattedText> {
    (
        pieces(),
        proptest::collection::vec((0usize..200, 0usize..80), 0..8),
    )
        .prop_map(|(text, spans)| {
            let entities = spans
                .into_iter()
                .enumerate()
                .map(|(index, (offset, length))| entity(&format!("kind-{index}"), offset, length))
                .collect();
            FormattedText { text, entities }
        })
}

proptest! {
    #[test]
    fn split_parts_join_to_the_text(text in formatted(), max in 2usize..50) {
        let parts = split(&text, max);
        let whole: String = parts.iter().map(|part| part.text.as_str()).collect();
        prop_assert_eq!(&whole, &text.text);
        prop_assert!(parts.iter().all(|part| part.utf16_len() <= max));
        prop_assert!(text.is_empty() || parts.iter().all(|part| !part.is_empty()));
    }

    #[test]
    fn split_keeps_what_entities_cover(text in formatted(), max in 2usize..50) {
        let length = text.utf16_len();
        let joined = concat(split(&text, max));
        for original in &text.entities {
            let end = (original.offset + original.length).min(length);
            let expected: Vec<usize> = (original.offset..end).collect();
            let found: Vec<usize> = joined
                .entities
                .iter()
                .filter(|piece| piece.kind == original.kind)
                .flat_map(|piece| piece.offset..piece.offset + piece.length)
                .collect();
            prop_assert_eq!(found, expected);
        }
        prop_assert!(joined.entities.iter().all(|piece| piece.length > 0));
    }

    #[test]
    fn split_cuts_no_cluster_that_fits(text in pieces(), max in 2usize..50) {
        let longest = text.graphemes(true).map(utf16_len).max().unwrap_or(0);
        prop_assume!(longest <= max);
        let borders: Vec<usize> = text.grapheme_indices(true).map(|(byte, _)| byte).collect();
        let mut at = 0;
        for part in split(&FormattedText::plain(text.as_str()), max) {
            prop_assert!(at == 0 || borders.contains(&at), "cut at byte {}", at);
            at += part.text.len();
        }
    }

    #[test]
    fn adjoining_slices_join(text in formatted(), a in 0usize..90, b in 0usize..90, c in 0usize..90) {
        let mut borders = [a, b, c];
        borders.sort_unstable();
        let [a, b, c] = borders;
        let joined = concat([slice(&text, a..b), slice(&text, b..c)]);
        prop_assert_eq!(joined.text, slice(&text, a..c).text);
    }

    #[test]
    fn trim_keeps_all_but_white_space(text in formatted()) {
        let trimmed = trim(&text);
        prop_assert_eq!(&trimmed.text, text.text.trim());
        let length = trimmed.utf16_len();
        prop_assert!(trimmed.entities.iter().all(|e| e.length > 0 && e.offset + e.length <= length));
    }

    #[test]
    fn substitution_covers_the_value(before in "[a-z ]{0,9}", value in pieces(), after in "[a-z ]{0,9}") {
        let text = FormattedText {
            text: format!("{before}#{after}"),
            entities: vec![entity("bold", utf16_len(&before), 1)],
        };
        let put_in = FormattedText::plain(value.as_str());
        let whole = substitute(&text, |c| (c == '#').then(|| put_in.clone()));
        prop_assert_eq!(&whole.text, &format!("{before}{value}{after}"));
        let expected = if value.is_empty() { vec![] } else { vec![("bold".to_owned(), value)] };
        prop_assert_eq!(shown(&whole), expected);
    }

    #[test]
    fn markup_reads_escaped_text_as_it_was(text in pieces()) {
        let escaped: String = text.chars().flat_map(|c| match c {
            '{' | '}' => vec![c, c],
            '\n' => vec!['\\', 'n'],
            c if c.is_ascii_punctuation() => vec!['\\', c],
            c => vec![c],
        }).collect();
        let parsed = markup::parse(&escaped, &[]).unwrap();
        prop_assert_eq!(parsed, FormattedText::plain(text));
    }

    #[test]
    fn markup_never_panics(text in r"[a-z*_~|`\[\](){}\\😀 /:\n]{0,40}") {
        if let Ok(parsed) = markup::parse(&text, &[("a", '#')]) {
            let length = parsed.utf16_len();
            prop_assert!(parsed.entities.iter().all(|e| e.length > 0 && e.offset + e.length <= length));
        }
    }

    #[test]
    fn template_fits_with_any_name(name in pieces(), lead in 0usize..4090) {
        let source = format!("{}{{title}} {{title}}", "x".repeat(lead));
        let filled = Template::parse(&source).unwrap().fill(&name.repeat(10));
        prop_assert!(filled.utf16_len() <= MAX_TEXT);
    }
}

#[test]
fn split_prefers_lines_then_spaces() {
    let parts = |text: &str| -> Vec<String> {
        split(&FormattedText::plain(text), 10)
            .into_iter()
            .map(|part| part.text)
            .collect()
    };
    assert_eq!(parts("one two\nthree four"), ["one two\n", "three four"]);
    assert_eq!(parts("one two three"), ["one two ", "three"]);
    assert_eq!(parts("a bcdefghijklmno"), ["a bcdefghi", "jklmno"]);
    assert_eq!(parts("ten chars!"), ["ten chars!"]);
    assert_eq!(parts(""), [""]);
    assert_eq!(parts("123456789😀"), ["123456789", "😀"]);
}

#[test]
fn entities_are_cut_and_shifted() {
    let text = FormattedText {
        text: "😀 bold italic".to_owned(),
        entities: vec![entity("bold", 0, 14), entity("italic", 8, 6)],
    };
    let part = slice(&text, 3..11);
    assert_eq!(part.text, "bold ita");
    assert_eq!(
        part.entities,
        [entity("bold", 0, 8), entity("italic", 5, 3)]
    );
    // A border inside the emoji moves before it.
    assert_eq!(slice(&text, 1..3).text, "😀 ");
}

#[test]
fn hostile_entities_do_no_harm() {
    let text = FormattedText {
        text: "ab".to_owned(),
        entities: vec![
            entity("bold", usize::MAX, usize::MAX),
            entity("code", 1, usize::MAX),
        ],
    };
    assert_eq!(tidy(&text).entities, [entity("code", 1, 1)]);
    assert_eq!(substitute(&text, |_| None).entities, [entity("code", 1, 1)]);
}

#[test]
fn lines_go_before() {
    let line = styled("bold", "Ann:");
    assert_eq!(prepend_line(line.clone(), FormattedText::default()), line);
    let whole = prepend_line(line, styled("italic", "hi"));
    assert_eq!(whole.text, "Ann:\nhi");
    assert_eq!(
        whole.entities,
        [entity("bold", 0, 4), entity("italic", 5, 2)]
    );
}

#[test]
fn markup_is_read() {
    type Case = (
        &'static str,
        &'static str,
        &'static [(&'static str, &'static str)],
    );
    let cases: [Case; 14] = [
        ("plain", "plain", &[]),
        ("**b** __i__", "b i", &[("bold", "b"), ("italic", "i")]),
        (
            "~~s~~||h||",
            "sh",
            &[("strikethrough", "s"), ("spoiler", "h")],
        ),
        ("**a __b__**", "a b", &[("bold", "a b"), ("italic", "b")]),
        ("`**x**`", "**x**", &[("code", "**x**")]),
        ("```rust\nlet x;\n```", "let x;", &[("pre", "let x;")]),
        ("```let x;```", "let x;", &[("pre", "let x;")]),
        (
            "[a **b**](https://x.y)",
            "a b",
            &[("text_link", "a b"), ("bold", "b")],
        ),
        ("[no link]", "[no link]", &[]),
        ("2 * 3 _ 4", "2 * 3 _ 4", &[]),
        (r"\**x\**", "**x**", &[]),
        (r"a\nb\\", "a\nb\\", &[]),
        ("{{x}}", "{x}", &[]),
        ("****", "", &[]),
    ];
    for (source, text, entities) in cases {
        let parsed = markup::parse(source, &[]).unwrap_or_else(|e| panic!("{source}: {e}"));
        assert_eq!(parsed.text, text, "{source}");
        let expected: Vec<_> = entities
            .iter()
            .map(|(k, t)| ((*k).to_owned(), (*t).to_owned()))
            .collect();
        assert_eq!(shown(&parsed), expected, "{source}");
    }
    let parsed = markup::parse("```rust\nx```[y](tel:1)", &[]).unwrap();
    assert_eq!(parsed.entities[0].language, "rust");
    assert_eq!(parsed.entities[1].url, "tel:1");
}

#[test]
fn markup_says_what_is_wrong() {
    use markup::Error;
    let cases = [
        ("**x", Error::Unclosed("**")),
        ("a `x", Error::Unclosed("`")),
        ("**a __b** c__", Error::Crossing("**")),
        ("{name}", Error::UnknownPlaceholder("name".to_owned())),
        ("{title", Error::StrayBrace('{')),
        ("x}", Error::StrayBrace('}')),
        (
            "[x](javascript:y)",
            Error::BadLink("javascript:y".to_owned()),
        ),
        ("[x](https://)", Error::BadLink("https://".to_owned())),
    ];
    for (source, error) in cases {
        assert_eq!(
            markup::parse(source, &[("title", '#')]),
            Err(error),
            "{source}"
        );
    }
}

#[test]
fn template_puts_the_name_in_as_plain_text() {
    let template = Template::parse("Hi **{title}**, `x` {title}!").unwrap();
    let filled = template.fill("**A** {title}\u{FFFC}");
    assert_eq!(
        filled.text,
        "Hi **A** {title}\u{FFFC}, x **A** {title}\u{FFFC}!"
    );
    assert_eq!(
        shown(&filled),
        [
            ("bold".to_owned(), "**A** {title}\u{FFFC}".to_owned()),
            ("code".to_owned(), "x".to_owned())
        ]
    );
    // The character that stands for the name cannot be typed.
    assert_eq!(
        Template::parse("a\u{FFFC}b").unwrap().fill("name").text,
        "ab"
    );
}

#[test]
fn template_limits() {
    assert!(Template::parse(&"x".repeat(MAX_TEXT)).is_ok());
    assert_eq!(
        Template::parse(&"x".repeat(MAX_TEXT + 1)),
        Err(TemplateError::TooLong(MAX_TEXT + 1))
    );
    assert_eq!(Template::parse(" ** **"), Err(TemplateError::Empty));
}

#[test]
fn shorten_keeps_clusters() {
    assert_eq!(shorten("ab👩‍👩‍👧‍👦", 12), "ab");
    assert_eq!(shorten("ab👩‍👩‍👧‍👦", 13), "ab👩‍👩‍👧‍👦");
    assert_eq!(shorten("e\u{301}", 1), "");
}
