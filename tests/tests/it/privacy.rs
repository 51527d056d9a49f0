//! `HIDE_INFO`, through the whole system: what the group gets to see.

use backline_domain::parameter::Name;
use telegram_sim::Content;
use telegram_sim::world::MediaKind;

use crate::house::House;

const ALL: &str = "name, title, link, command, contact, mention, forward";

/// Everything that anybody in the group was ever shown, and what topics are called.
fn shown(house: &House) -> String {
    let mut all = house.team.everything().transcript();
    for topic in house.team.topics() {
        all.push('\n');
        all.push_str(&topic.name);
    }
    // A customer's name is in what the group was sent, too.
    for call in house.sim.calls() {
        let params = call.params.to_string();
        if params.contains(&house.team.id().to_string()) {
            all.push('\n');
            all.push_str(&params);
        }
    }
    all
}

#[tokio::test]
async fn nothing_hidden_is_shown_to_the_group() {
    let house = House::with(&[
        ("HIDE_INFO", ALL),
        ("AUTO_INFO", "TRUE"),
        ("WELCOME", "OFF"),
    ])
    .await;
    let ann = house.sim.person("Annabella");
    ann.says(&house.bot, "hello, write to annabella@example.com");
    let topic = house.topic().await;
    house.until_in_topic(topic, "[e-mail address]").await;
    let name = house.name_of(topic);
    assert!(name.starts_with("🟪 ") && name.len() > 8, "{name}");
    ann.says(
        &house.bot,
        "or +49 170 1234567, or t.me/annabella_m, or @annabella_m",
    );
    ann.sends(
        &house.bot,
        Content::photo("p").caption("me: annabella@example.com"),
    );
    ann.sends(
        &house.bot,
        Content::file(MediaKind::Document, "annabella@example.com.pdf"),
    );
    ann.sends(&house.bot, Content::contact("+491701234567", "Annabella"));
    let edited = ann.says(&house.bot, "nothing yet");
    house.until_in_topic(topic, "nothing yet").await;
    ann.edits(&edited, "call 0170 1234567");
    house.until_in_topic(topic, "call [phone number]").await;
    house.olga.writes_in(&house.team, topic, "/info");
    house
        .until_in_topic(topic, "is not shown in this group")
        .await;
    house.olga.writes_in(&house.team, topic, "good morning");
    house.until_told(&ann, "good morning").await;
    house.at_rest().await;
    let shown = shown(&house);
    for secret in [
        "Annabella",
        "annabella",
        "1234567",
        "t.me/annabella",
        &ann.id().to_string(),
    ] {
        let lines = shown.lines().filter(|line| line.contains(secret));
        // Ids stand in calls that nobody is shown: whom a copy is of.
        let lines: Vec<&str> = lines
            .filter(|line| !line.starts_with('{') || *secret != ann.id().to_string())
            .collect();
        assert!(lines.is_empty(), "{secret}: {lines:?}");
    }
    // The pseudonym differs from connection to connection.
    let picture = house.picture(topic, &[]).await;
    let (title, lines) = picture.split_once('\n').unwrap();
    assert!(title.starts_with("== 🟨 "), "{title}");
    insta::assert_snapshot!(lines);
    house.end().await;
}

/// Uploaded anew, with the same bytes; where that cannot be done a line stands in its place, and
/// where the file itself tells what is hidden, too.
#[tokio::test]
async fn a_file_whose_name_is_hidden_comes_under_another() {
    let house = House::with(&[("HIDE_INFO", ALL), ("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Annabella");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    let given: Vec<u8> = (0..300_000_u32).map(|at| (at % 251) as u8).collect();
    let named =
        |kind, name: &str, caption: &str| Content::file(kind, name).bytes(&given).caption(caption);
    let document = named(MediaKind::Document, "annabella@example.com.pdf", "an offer");
    ann.sends(&house.bot, document);
    house.until_in_topic(topic, "an offer").await;
    let song = named(MediaKind::Audio, "annabella@example.com.mp3", "a song");
    ann.sends(&house.bot, song);
    house.until_in_topic(topic, "a song").await;
    for (caption, kind, name) in [
        ("an offer", MediaKind::Document, "document.pdf"),
        ("a song", MediaKind::Audio, "music.mp3"),
    ] {
        let shown = house.team.thread(topic).find(caption).unwrap();
        let file = shown.look().unwrap().file_no.unwrap();
        let file = house.sim.file(file).unwrap();
        assert_eq!((file.kind, file.name.as_str()), (kind, name));
        assert!(file.content() == given, "{caption}");
    }
    let tagged = named(MediaKind::Audio, "a.mp3", "another song");
    let tagged = tagged.performed("annabella@example.com", "My song");
    ann.sends(&house.bot, tagged);
    house.until_in_topic(topic, "another song").await;
    house
        .sim
        .script(&house.bot, "getFile")
        .refuse(400, "Bad Request: file is too big");
    let large = named(
        MediaKind::Document,
        "annabella@example.com.zip",
        "too large",
    );
    ann.sends(&house.bot, large);
    house.until_in_topic(topic, "too large").await;
    house.at_rest().await;
    for caption in ["another song", "too large"] {
        let shown = house.team.thread(topic).find_containing(caption).unwrap();
        let words = shown.look().unwrap();
        assert!(words.file_no.is_none());
        assert!(words.text.contains("its name gives away"), "{}", words.text);
    }
    assert_eq!(house.running().desks().files.used(), (0, 0));
    house.end().await;
}

#[tokio::test]
async fn switching_it_on_renames_open_topics_and_masks_from_then_on() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    let (ann, bob) = (
        house.sim.person("Annabella"),
        house.sim.person("Bartholomew"),
    );
    ann.says(&house.bot, "hello");
    let first = house.topic().await;
    house.until_named(first, "🟪 Annabella").await;
    house.set(Name::HideInfo, ALL).await;
    house
        .until("the topic is renamed", || {
            !house.name_of(first).contains("Annabella")
        })
        .await;
    let pseudonym = house.name_of(first);
    ann.says(&house.bot, "I am at annabella@example.com");
    house
        .until_in_topic(first, "I am at [e-mail address]")
        .await;
    bob.says(&house.bot, "and I am Bob");
    house
        .until("Bob's topic is made", || house.team.own_topics().len() == 2)
        .await;
    house.at_rest().await;
    let names: Vec<String> = house
        .team
        .topics()
        .into_iter()
        .map(|topic| topic.name)
        .collect();
    assert!(
        names.iter().all(|name| !name.contains("Bartholomew")),
        "{names:?}"
    );
    // A regular keeps the name, after a restart too.
    house.olga.writes_in(&house.team, first, "/close");
    let closed = pseudonym.replace('🟪', "⬛️");
    house.until_named(first, &closed).await;
    ann.says(&house.bot, "once more");
    house.until_named(first, &pseudonym).await;
    house.end().await;
}

#[tokio::test]
async fn speakers_in_a_group_have_pseudonyms() {
    let house = House::with(&[
        ("HIDE_INFO", "name, title"),
        ("MONITOR_GROUPS", "TRUE"),
        ("WELCOME", "OFF"),
    ])
    .await;
    let (ann, bob) = (
        house.sim.person("Annabella"),
        house.sim.person("Bartholomew"),
    );
    let group = house.sim.basic_group("Wholesale Buyers", &ann);
    ann.adds(&group, &house.bot);
    group.add(&bob);
    ann.says(&group, "hello from one");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello from one").await;
    bob.says(&group, "hello from another");
    house.until_in_topic(topic, "hello from another").await;
    ann.says(&house.bot, "and in private");
    house
        .until("there are two topics", || {
            house.team.own_topics().len() == 2
        })
        .await;
    house.at_rest().await;
    let texts = house.team.thread(topic).texts();
    let speaker = |said: &str| {
        let text = texts
            .iter()
            .find(|text| text.contains(said))
            .cloned()
            .unwrap_or_default();
        text.lines()
            .next()
            .unwrap_or_default()
            .trim_end_matches(':')
            .to_owned()
    };
    let (one, another) = (speaker("hello from one"), speaker("hello from another"));
    assert!(!one.is_empty() && one != another, "{one}, {another}");
    // The same person has the same name in private.
    let names: Vec<String> = house
        .team
        .topics()
        .into_iter()
        .map(|topic| topic.name)
        .collect();
    assert!(names.contains(&format!("🟪 {one}")), "{names:?}");
    let all = format!("{names:?} {texts:?}");
    for secret in ["Annabella", "Bartholomew", "Wholesale"] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
    house.end().await;
}

#[tokio::test]
async fn who_is_written_to_first_has_a_pseudonym_from_the_first() {
    let house = House::of_account(&[("HIDE_INFO", "name, link")]).await;
    let ann = house.sim.person("Annabella");
    ann.with_username("annabella_m");
    house.olga.says(&house.team, "/new @annabella_m");
    let topic = house.topic().await;
    let named = house.name_of(topic);
    assert!(
        named.starts_with("🟨 ") && named.chars().count() > 6,
        "{named}"
    );
    let pseudonym = named.trim_start_matches("🟨 ").to_owned();
    house.olga.writes_in(&house.team, topic, "good morning");
    house.until_told(&ann, "good morning").await;
    ann.says(&house.front, "and to you");
    house.until_named(topic, &format!("🟪 {pseudonym}")).await;
    let said = |seen: &telegram_sim::Seen| seen.from != house.olga.id();
    let general = house.team.general().messages();
    let ours = general.iter().filter(|seen| said(seen));
    assert!(ours.clone().all(|seen| !seen.text.contains("Annabella")));
    house.end().await;
}
