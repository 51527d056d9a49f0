//! Formatting survives the whole way exactly, whatever the way: copied, sent anew behind a
//! gate, under a speaker's line, split where it is too long, edited.

use std::collections::BTreeSet;

use telegram_sim::{Content, Seen};

use crate::house::House;
use crate::random::{Random, seeds};

const TEXTS: usize = 16;

/// Words of every length in UTF-16, joined and marked in every way.
const PIECES: &[&str] = &[
    "word",
    "ß",
    "שלום",
    "e\u{301}\u{323}",
    "😀",
    "👩‍👩‍👧‍👦",
    "🇩🇪",
    "نص",
    "**stars**",
    "<b>tag</b>",
    "日本語",
    "a_b",
    "[x](y)",
];

/// Formatting that others may stand in, and that stands in others.
const NESTING: &[&str] = &[
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "text_link",
];

/// Formatting in which no other stands.
const CLOSED: &[&str] = &["code", "pre"];

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// A text of about so many units, formatted at random as people's apps format: entities
/// nest and never cross.
fn formatted(random: &mut Random, label: &str, about: usize) -> Content {
    let mut text = format!("{label}:");
    let mut borders = vec![units(&text)];
    while units(&text) < about {
        text.push_str(random.of(&[" ", "\n", " "]));
        let begin = units(&text);
        text.push_str(random.of(PIECES));
        borders.push(begin);
        borders.push(units(&text));
    }
    let mut content = Content::text(text.as_str());
    let mut taken: Vec<(usize, usize, &str)> = Vec::new();
    for _ in 0..random.below(9) + 1 {
        let one = random.below(borders.len());
        let other = (one + 1 + random.below(12)).min(borders.len() - 1);
        let (begin, end) = (borders[one], borders[other]);
        let kind = if random.below(4) == 0 {
            random.of(CLOSED)
        } else {
            random.of(NESTING)
        };
        let fits = |(from, to, inner): &(usize, usize, &str)| {
            let apart = end <= *from || *to <= begin;
            let within = *from <= begin && end <= *to || begin <= *from && *to <= end;
            let is_closed = CLOSED.contains(&kind) || CLOSED.contains(inner);
            apart && (end != *from && *to != begin || *inner != kind)
                || within && !is_closed && *inner != kind && (*from, *to) != (begin, end)
        };
        if begin < end && taken.iter().all(fits) {
            taken.push((begin, end, kind));
        }
    }
    for (begin, end, kind) in taken {
        let (begin, length) = (
            i64::try_from(begin).unwrap(),
            i64::try_from(end - begin).unwrap(),
        );
        content = content.format_at(kind, begin, length);
    }
    content
}

/// Each character with its formatting, white space apart: Telegram trims that at the ends of
/// messages.
fn characters(seen: &Seen) -> Vec<(u16, BTreeSet<String>)> {
    let mut characters: Vec<(u16, BTreeSet<String>)> = seen
        .text
        .encode_utf16()
        .map(|unit| (unit, BTreeSet::new()))
        .collect();
    for entity in &seen.entities {
        let begin = usize::try_from(entity.offset).unwrap();
        let length = usize::try_from(entity.length).unwrap();
        for (_, kinds) in &mut characters[begin..begin + length] {
            kinds.insert(entity.kind.clone());
        }
    }
    characters.retain(|(unit, _)| ![0x20, 0x0A].contains(unit));
    characters
}

/// What arrived, part by part, is what was sent, behind so many characters of a line.
fn compare(seed: u64, way: &str, sent: &Seen, got: &[Seen], line: &str) {
    let mut whole: Vec<_> = got.iter().flat_map(characters).collect();
    let line = line.encode_utf16().filter(|unit| *unit != 0x20).count();
    whole.drain(..line.min(whole.len()));
    assert!(
        whole == characters(sent),
        "seed {seed}, {way}:\nsent {:?} {:?}\ngot {:?}",
        sent.text,
        sent.entities,
        got.iter()
            .map(|one| (&one.text, &one.entities))
            .collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn formatting_survives_every_way() {
    for seed in seeds() {
        copied_and_anew(seed).await;
        under_a_speakers_line(seed).await;
        merged(seed).await;
    }
}

async fn merged(seed: u64) {
    let mut random = Random::new(seed);
    let house = House::with(&[("WELCOME", "OFF"), ("RATE_BACKEND", "3/60")]).await;
    let ann = house.sim.person("Ann");
    let sent: Vec<Seen> = (0..TEXTS)
        .map(|number| {
            let length = random.of(&[20, 200, 1500]);
            let content = formatted(&mut random, &format!("hers {number}"), length);
            ann.sends(&house.bot, content).look().unwrap()
        })
        .collect();
    let topic = house.topic().await;
    house.at_rest().await;
    let posts = house.team.thread(topic).written();
    assert!(posts.len() < sent.len(), "seed {seed}: some are merged");
    for sent in sent {
        let label = sent.text.split_inclusive(':').next().unwrap();
        let holds = |post: &&Seen| post.text.contains(label);
        let post = posts.iter().find(holds).unwrap();
        let begin = units(&post.text[..post.text.find(label).unwrap()]);
        let range = begin..begin + units(&sent.text);
        let mut got = post.clone();
        got.text =
            String::from_utf16_lossy(&post.text.encode_utf16().collect::<Vec<_>>()[range.clone()]);
        let at = |offset: i64| usize::try_from(offset).unwrap();
        got.entities.retain(|one| range.contains(&at(one.offset)));
        for entity in &mut got.entities {
            entity.offset -= i64::try_from(begin).unwrap();
        }
        compare(seed, "merged", &sent, &[got], "");
    }
    house.end().await;
}

async fn copied_and_anew(seed: u64) {
    let mut random = Random::new(seed);
    for words in ["OFF", "\"forbidden\""] {
        let house = House::with(&[
            ("WELCOME", "OFF"),
            ("MERGE", "FALSE"),
            ("RESTRICTED_KEYWORDS_FRONTEND", words),
            ("RESTRICTED_KEYWORDS_BACKEND", words),
        ])
        .await;
        let ann = house.sim.person("Ann");
        ann.says(&house.bot, "hello");
        let topic = house.topic().await;
        let mut sent = Vec::new();
        for number in 0..TEXTS {
            let length = random.of(&[20, 200, 4000]);
            let content = formatted(&mut random, &format!("hers {number}"), length);
            sent.push(ann.sends(&house.bot, content));
            let content = formatted(&mut random, &format!("ours {number}"), 100);
            sent.push(house.olga.sends(house.team.at(topic), content));
        }
        house.at_rest().await;
        for message in &sent {
            if random.below(3) == 0 {
                let seen = message.look().unwrap();
                let label = seen.text.split(':').next().unwrap().to_owned();
                let new = formatted(&mut random, &label, 60);
                let author = if label.starts_with("hers") {
                    &ann
                } else {
                    &house.olga
                };
                author.edits_to(message, new);
            }
        }
        house.at_rest().await;
        let topic = house.team.thread(topic).written();
        let chat = ann.chat_with(&house.bot).written();
        for message in &sent {
            let sent = message.look().unwrap();
            let label = sent.text.split(':').next().unwrap();
            let there = if label.starts_with("hers") {
                &topic
            } else {
                &chat
            };
            let got: Vec<Seen> = there
                .iter()
                .filter(|one| {
                    one.text.split(':').next().unwrap() == label && one.from == house.bot.id()
                })
                .cloned()
                .collect();
            compare(seed, words, &sent, &got, "");
        }
        house.end().await;
    }
}

async fn under_a_speakers_line(seed: u64) {
    let mut random = Random::new(seed);
    let house = House::with(&[("WELCOME", "OFF"), ("MONITOR_GROUPS", "TRUE")]).await;
    let (ann, ben) = (house.sim.person("Ann"), house.sim.person("Ben"));
    let group = house.sim.group("Buyers", &ann);
    ann.adds(&group, &house.bot);
    group.add(&ben);
    ann.says(&group, "hello");
    let topic = house.topic().await;
    house.at_rest().await;
    for number in 0..TEXTS {
        let before = house.team.thread(topic).written().len();
        let (speaker, name) = if number % 2 == 0 {
            (&ben, "Ben:")
        } else {
            (&ann, "Ann:")
        };
        // With the line it may be more than one message holds.
        let length = random.of(&[30, 4085]);
        let content = formatted(&mut random, "theirs", length);
        let sent = speaker.sends(&group, content).look().unwrap();
        house.at_rest().await;
        let got = house.team.thread(topic).written().split_off(before);
        compare(seed, "a speaker's line", &sent, &got, name);
    }
    house.end().await;
}
