use std::collections::HashSet;

use super::*;

fn connection(id: &str) -> ConnectionId {
    ConnectionId::parse(id).unwrap()
}

#[test]
fn the_lists_are_as_long_as_they_should_be() {
    let words = words::words();
    assert_eq!(words.adjectives.len(), 128);
    assert_eq!(words.animals.len(), 128);
    assert_eq!(words.places.len(), 64);
    assert_eq!(words.origins.len(), 64);
    for noun in words.animals.iter().chain(&words.places) {
        for (column, word) in noun.iter().enumerate().skip(1) {
            let has_gender = [" m", " f", " n"].iter().any(|end| word.ends_with(end));
            assert!(has_gender, "{word}");
            assert!(column != 3 || !word.ends_with(" n"), "{word}");
        }
    }
}

#[test]
fn the_names_that_were_given_stay_what_they_are() {
    use sha2::{Digest as _, Sha256};
    let of = connection("c8f2");
    let mut names = String::new();
    for language in Language::ALL {
        for sort in [Sort::Person, Sort::Chat] {
            for number in [0, 1, 2, 3, 16_383, 16_384, 900_000, 1_064_960] {
                names.push_str(&format!("{}\n", name(&of, sort, number, language)));
            }
        }
    }
    insta::assert_snapshot!(names);
    let mut all = Sha256::new();
    for number in 0..24_000 {
        for sort in [Sort::Person, Sort::Chat] {
            all.update(name(&of, sort, number, Language::En));
        }
    }
    // Another number here means that regulars got other names: a word was moved, or the shuffling changed.
    insta::assert_snapshot!(format!("{:x}", all.finalize()));
}

#[test]
fn no_two_of_a_million_have_the_same_name() {
    let of = connection("c1");
    for language in Language::ALL {
        let mut seen = HashSet::new();
        // Whether two are the same is a matter of the lists, and of the shuffling, which is one for all languages.
        let count = if language == Language::En {
            1_000_000
        } else {
            60_000
        };
        for number in 0..count {
            let name = name(&of, Sort::Person, number, language);
            assert!(!name.chars().any(|c| c.is_ascii_digit()), "{name}");
            assert!(seen.insert(name), "{number}");
        }
    }
}

#[test]
fn people_and_chats_never_share_a_name() {
    let of = connection("c1");
    for language in Language::ALL {
        let names = |sort| (0..30_000).map(move |n| name(&connection("c1"), sort, n, language));
        let people: HashSet<String> = names(Sort::Person).collect();
        assert!(names(Sort::Chat).all(|name| !people.contains(&name)));
    }
    let beyond = name(&of, Sort::Person, 16_384 + 1_048_576, Language::En);
    assert!(beyond.ends_with(" 2"), "{beyond}");
}

#[test]
fn connections_name_differently() {
    let first = |id: &str| -> Vec<String> {
        let of = connection(id);
        (0..8)
            .map(|n| name(&of, Sort::Person, n, Language::En))
            .collect()
    };
    assert_ne!(first("c1"), first("c2"));
}
