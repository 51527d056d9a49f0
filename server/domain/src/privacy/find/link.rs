//! Addresses of people's profiles.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::What;

/// Where a profile's address is a path below the host. `t.me` is one of Telegram's three; besides them
/// the networks that people name themselves by.
const HOSTS: [&str; 30] = [
    "t.me",
    "telegram.me",
    "telegram.dog",
    "wa.me",
    "whatsapp.com",
    "instagram.com",
    "instagr.am",
    "facebook.com",
    "fb.com",
    "fb.me",
    "m.me",
    "vk.com",
    "vk.ru",
    "vk.me",
    "ok.ru",
    "linkedin.com",
    "twitter.com",
    "x.com",
    "tiktok.com",
    "snapchat.com",
    "threads.net",
    "signal.me",
    "signal.group",
    "viber.com",
    "discord.gg",
    "discord.com",
    "line.me",
    "max.ru",
    "xing.com",
    "bsky.app",
];

/// Schemes whose addresses are nothing else.
const SCHEMES: &str = "tg|tonsite|whatsapp|viber|skype|sgnl|facetime";

struct Patterns {
    hints: AhoCorasick,
    hosts: Option<Regex>,
    own: Option<Regex>,
    schemes: Option<Regex>,
}

fn patterns() -> Option<&'static Patterns> {
    static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
        // A dot as it is, between spaces, in brackets, in words.
        let dot = r"(?:\s*\.\s*|\s*[\[({<]\s*(?:\.|dot|punkt|punto)\s*[\])}>]\s*|\s+(?:dot|punkt|punto)\s+)";
        let slash = r"(?:\s*/\s*|\s*[\[({<]\s*slash\s*[\])}>]\s*|\s+slash\s+)";
        let hosts: Vec<String> = HOSTS.iter().map(|host| host.replace('.', dot)).collect();
        let rest = r#"[^\s<>"«»“”]+"#;
        // What there is of every host, however its dot is written.
        let names = HOSTS.iter().filter_map(|host| host.split_once('.'));
        let hints = names.flat_map(|(name, top)| {
            let next = top.get(..1).unwrap_or_default();
            let bare = [".", " .", ". ", " . "].map(|dot| format!("{name}{dot}{next}"));
            let wordy = [
                " dot", " punkt", " punto", "(", "[", "{", "<", " (", " [", " {", " <",
            ];
            bare.into_iter()
                .chain(wordy.map(|dot| format!("{name}{dot}")))
        });
        let schemes = SCHEMES.split('|').map(|scheme| format!("{scheme}:"));
        let hints: Vec<String> = hints.chain(schemes).chain([".t.me".to_owned()]).collect();
        Some(Patterns {
            hints: AhoCorasick::new(hints).ok()?,
            hosts: Regex::new(&format!(
                r"(?-u:\b)(?:[a-z]+://)?(?:[a-z0-9_\-]+\.)*(?:{}){slash}{rest}",
                hosts.join("|"),
            ))
            .ok(),
            own: Regex::new(&format!(
                r"(?-u:\b)(?:[a-z]+://)?[a-z0-9_\-]+\.t\.me(?-u:\b)(?:/{rest})?"
            ))
            .ok(),
            schemes: Regex::new(&format!(r"(?-u:\b)(?:{SCHEMES}):(?://)?{rest}")).ok(),
        })
    });
    PATTERNS.as_ref()
}

/// Finds them in a folded text.
pub(super) fn find(text: &str, found: &mut Vec<(What, Range<usize>)>) {
    let Some(patterns) = patterns() else { return };
    if !patterns.hints.is_match(text) {
        return;
    }
    for pattern in [&patterns.hosts, &patterns.own, &patterns.schemes] {
        let finds = pattern.iter().flat_map(|pattern| pattern.find_iter(text));
        found.extend(finds.map(|find| (What::Link, find.range())));
    }
}
