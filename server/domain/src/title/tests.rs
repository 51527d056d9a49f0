use proptest::prelude::*;

use super::*;

fn rendered(template: &str, title: &str) -> String {
    let template = Template::parse(template).unwrap();
    render(
        &template,
        &Look {
            status: USER_ANSWERED,
            marks: "",
            title,
        },
    )
}

proptest! {
    #[test]
    fn a_name_is_one_visible_line_within_the_limit(
        title in ".{0,200}", marks in ".{0,60}", template in "[a-z ]{0,20}(\\{title\\}|\\{marks\\}|\\{status\\}){0,9}",
    ) {
        let template = Template::parse(&template).unwrap();
        let name = render(&template, &Look { status: CLOSED, marks: &marks, title: &title });
        prop_assert!(utf16_len(&name) <= MAX_UNITS);
        prop_assert!(!name.trim().is_empty());
        let turns = |c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        let is_line = !name.contains(|c: char| c.is_control() || turns(c));
        prop_assert!(is_line);
    }

    #[test]
    fn any_template_is_survived(source in any::<String>(), braces in r"[{}a-z ]{0,12}") {
        for source in [source, braces] {
            if let Ok(template) = Template::parse(&source) {
                let _ = render(&template, &Look { title: "x", ..Look::default() });
                prop_assert_eq!(template.source(), source.trim());
            }
        }
    }

    #[test]
    fn the_square_stays_whatever_the_name(title in ".{0,300}") {
        let name = render(&Template::default(), &Look { status: CLOSED, marks: "", title: &title });
        prop_assert!(name.starts_with(CLOSED));
    }
}

#[test]
fn names() {
    assert_eq!(
        rendered("{status} {marks} {title}", "Ann Lee"),
        "🟪 Ann Lee"
    );
    assert_eq!(rendered("{title} {{x}}", "Ann"), "Ann {x}");
    assert_eq!(
        rendered("{status} {title}", "a\nb\u{202E}c\u{0}d \u{200B} e"),
        "🟪 a bc d e"
    );
    assert_eq!(rendered("{status} {title}", "\u{3164}\u{200D}"), "🟪 —");
    assert_eq!(rendered("{marks}", "x"), "—");
    assert_eq!(
        rendered("{title}", "👩‍👩‍👧‍👦 ❤️ 🏴\u{E0067}\u{E007F}"),
        "👩‍👩‍👧‍👦 ❤️ 🏴"
    );
    assert_eq!(
        rendered("{title}", "\u{2800}a\u{3000}\u{2003}b\u{FFFC}"),
        "a b"
    );
    let marks = Look {
        status: SUPPORT_ANSWERED,
        marks: "⭐",
        title: "Ann",
    };
    assert_eq!(render(&Template::default(), &marks), "🟨 ⭐ Ann");
}

#[test]
fn long_names_lose_their_end_between_clusters() {
    let long = rendered("{status} {title} (end)", &"x".repeat(200));
    assert_eq!(utf16_len(&long), MAX_UNITS);
    assert!(
        long.starts_with("🟪 xxx") && long.ends_with("x… (end)"),
        "{long}"
    );
    // A family is 11 units: it is not cut apart.
    let families = rendered("{title}", &"👩‍👩‍👧‍👦".repeat(20));
    assert_eq!(families, format!("{}…", "👩‍👩‍👧‍👦".repeat(11)));
    // One cluster longer than the limit is cut between characters.
    let stack = rendered("{title}", &format!("a{}", "\u{301}".repeat(400)));
    assert_eq!(utf16_len(&stack), MAX_UNITS);
    // The template itself too long once filled.
    let twice = rendered(&format!("{}{{status}}{{status}}", "y".repeat(100)), "x");
    assert_eq!(utf16_len(&twice), 104);
}

#[test]
fn templates_are_checked() {
    assert_eq!(
        Template::parse("{name}"),
        Err(Error::UnknownPlaceholder("name".to_owned()))
    );
    assert_eq!(Template::parse("{title"), Err(Error::StrayBrace('{')));
    assert_eq!(Template::parse("title}"), Err(Error::StrayBrace('}')));
    assert_eq!(Template::parse("a\nb"), Err(Error::NotOneLine));
    assert_eq!(Template::parse("a\u{202E}b"), Err(Error::NotOneLine));
    assert_eq!(Template::parse(&"x".repeat(129)), Err(Error::TooLong));
    assert_eq!(
        Template::parse("{status} {marks} {title}").map(|t| t.source().to_owned()),
        Ok(Template::default().source)
    );
}

#[test]
fn every_state_has_its_square() {
    assert_eq!(square(State::UserAnswered), "🟪");
    assert_eq!(square(State::SupportAnswered), "🟨");
    assert_eq!(square(State::Closed), "⬛️");
}
