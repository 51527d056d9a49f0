//! What people send travels both ways, and stays in step afterwards: albums, edits,
//! replies, reactions, deletions, and what stands around a message.

use telegram_sim::{BusinessRights, Content, Origin};

use crate::house::House;

async fn open(parameters: &[(&str, &str)]) -> (House, telegram_sim::Person, i64) {
    let mut all = vec![("WELCOME", "OFF")];
    all.extend_from_slice(parameters);
    let house = House::with(&all).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    (house, ann, topic)
}

#[tokio::test]
async fn albums_stay_albums_both_ways() {
    let (house, ann, topic) = open(&[]).await;
    let album = |name: &str| {
        vec![
            Content::photo("a").caption(format!("{name} one")),
            Content::video("b"),
            Content::photo("c").caption(format!("{name} three")),
        ]
    };
    ann.sends_album(&house.bot, album("hers"));
    house
        .until("her album is in the topic", || {
            house.team.thread(topic).albums().len() == 1
        })
        .await;
    let ours = house.olga.sends_album(house.team.at(topic), album("ours"));
    let chat = ann.chat_with(&house.bot);
    house
        .until("our album is with the customer", || {
            chat.albums().len() == 2
        })
        .await;
    for (albums, name) in [
        (house.team.thread(topic).albums(), "hers"),
        (chat.albums().split_off(1), "ours"),
    ] {
        let texts: Vec<&str> = albums[0].iter().map(|seen| seen.text.as_str()).collect();
        let (one, three) = (format!("{name} one"), format!("{name} three"));
        assert_eq!(texts, [one.as_str(), "", three.as_str()]);
    }
    // Each of its media is the counterpart of one.
    let third = house.team.thread(topic).find("hers three").unwrap();
    house
        .olga
        .replies_to(&third, Content::text("nice third one"));
    house.until_told(&ann, "nice third one").await;
    let answered = chat.find("nice third one").unwrap().look().unwrap();
    let original = chat.find("hers three").unwrap();
    assert_eq!(answered.reply_to, Some(original.id()));
    // And edits hit the right one, both ways.
    ann.edits(&original, "hers three, edited");
    house.until_in_topic(topic, "hers three, edited").await;
    house.olga.edits(&ours[0], "ours one, edited");
    house.until_told(&ann, "ours one, edited").await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn a_late_piece_follows_at_once_and_nothing_is_lost() {
    let (house, ann, topic) = open(&[]).await;
    let album = ann.starts_album(&house.bot);
    album.piece(Content::photo("a").caption("first"));
    album.piece(Content::photo("b").caption("second"));
    let late = album.late_piece(Content::photo("c").caption("late"));
    house.until_in_topic(topic, "second").await;
    late.arrives();
    house.until_in_topic(topic, "late").await;
    let texts = house.team.thread(topic).texts();
    assert_eq!(texts, ["hello", "first", "second", "late"]);
    house.end().await;
}

#[tokio::test]
async fn an_album_of_which_telegram_leaves_some_out_goes_one_by_one() {
    let (house, ann, topic) = open(&[]).await;
    house
        .sim
        .script(&house.bot, "copyMessages")
        .skip_copies(&[1]);
    let pieces = ["one", "two", "three"].map(|text| Content::photo(text).caption(text));
    ann.sends_album(&house.bot, pieces.into());
    house.until_in_topic(topic, "three").await;
    house.at_rest().await;
    assert_eq!(
        house.team.thread(topic).texts(),
        ["hello", "one", "two", "three"]
    );
    house.end().await;
}

#[tokio::test]
async fn an_album_of_which_a_piece_is_deleted_before_it_is_copied_goes_on() {
    let (house, ann, topic) = open(&[]).await;
    let held = house.sim.script(&house.bot, "copyMessage").hold();
    ann.says(&house.bot, "held up");
    house
        .until("the call has arrived", || held.has_arrived())
        .await;
    let pieces = ["one", "two", "three"].map(|text| Content::photo(text).caption(text));
    let album = ann.sends_album(&house.bot, pieces.into());
    house
        .until("all is taken in", || house.bot.waiting_updates() == 0)
        .await;
    ann.deletes(&album[1]);
    held.release();
    house.at_rest().await;
    house.until_in_topic(topic, "two").await;
    // Telegram posts the others and says that one was refused: some may be there twice.
    let texts = house.team.thread(topic).texts();
    let behind = texts.iter().rev().take(3).rev();
    assert_eq!(behind.collect::<Vec<_>>(), ["one", "two", "three"]);
    assert!(texts.len() <= 7, "{texts:?}");
    house.end().await;
}

#[tokio::test]
async fn a_forbidden_word_in_one_caption_stops_the_whole_album() {
    let (house, ann, topic) = open(&[("RESTRICTED_KEYWORDS_BACKEND", "\"casino\"")]).await;
    for pieces in [
        ["harmless", "our casino", "harmless too"],
        // The reason comes before anything of it waits.
        ["the casino first", "harmless again", "and again"],
    ] {
        let pieces = pieces.map(|text| Content::photo(text).caption(text));
        house.olga.sends_album(house.team.at(topic), pieces.into());
        house.at_rest().await;
    }
    house.olga.writes_in(&house.team, topic, "sorry");
    house.until_told(&ann, "sorry").await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn edits_follow_both_ways() {
    let (house, ann, topic) = open(&[]).await;
    let question = ann.says(&house.bot, "a qestion");
    let photo = ann.sends(&house.bot, Content::photo("p").caption("old caption"));
    house.until_in_topic(topic, "old caption").await;
    ann.edits(&question, "a question");
    ann.edits(&photo, "new caption");
    house.until_in_topic(topic, "a question").await;
    house.until_in_topic(topic, "new caption").await;
    let answer = house.olga.writes_in(&house.team, topic, "an anser");
    house.until_told(&ann, "an anser").await;
    house.olga.edits(&answer, "an answer");
    house.until_told(&ann, "an answer").await;
    // The file of a photo, too.
    ann.edits_to(&photo, Content::video("v").caption("a film now"));
    house.until_in_topic(topic, "a film now").await;
    let shown = house.team.thread(topic).find("a film now").unwrap();
    assert_eq!(shown.look().unwrap().kind, "video");
    // What nobody sees changes nothing.
    let calls = house.sim.calls_of("editMessageText").len();
    question.gets_preview();
    ann.says(&house.bot, "the end");
    house.until_in_topic(topic, "the end").await;
    assert_eq!(house.sim.calls_of("editMessageText").len(), calls);
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn an_edit_of_what_waits_is_merged_and_gated() {
    let (house, ann, topic) = open(&[("RESTRICTED_KEYWORDS_BACKEND", "\"casino\"")]).await;
    let held = house.sim.script(&house.bot, "sendMessage").hold();
    house.olga.writes_in(&house.team, topic, "first, held up");
    house
        .until("the call has arrived", || held.has_arrived())
        .await;
    let second = house.olga.writes_in(&house.team, topic, "secnd");
    let third = house.olga.writes_in(&house.team, topic, "third");
    house.olga.edits(&second, "second");
    house.olga.edits(&third, "third, at the casino");
    house
        .until("all is taken in", || house.bot.waiting_updates() == 0)
        .await;
    house.settle().await;
    held.release();
    house.until_told(&ann, "third").await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn what_becomes_a_comment_or_is_taken_back_while_it_waits_does_not_go() {
    let (house, ann, topic) = open(&[("EDITS", "FALSE")]).await;
    let held = house.sim.script(&house.bot, "copyMessage").hold();
    house.olga.writes_in(&house.team, topic, "first, held up");
    house
        .until("the call has arrived", || held.has_arrived())
        .await;
    let second = house.olga.writes_in(&house.team, topic, "for her");
    let album = house.olga.sends_album(
        house.team.at(topic),
        vec![Content::photo("one").caption("seen"), Content::photo("two")],
    );
    house.olga.edits(&second, "/ for us alone");
    house.olga.replies_to(&album[0], Content::text("/del"));
    house.olga.writes_in(&house.team, topic, "last");
    house
        .until("all is taken in", || house.bot.waiting_updates() == 0)
        .await;
    house.settle().await;
    held.release();
    house.until_told(&ann, "last").await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn an_edit_that_telegram_refuses_is_said_once() {
    let (house, ann, topic) = open(&[]).await;
    let question = ann.says(&house.bot, "first version");
    house.until_in_topic(topic, "first version").await;
    house
        .sim
        .script(&house.bot, "editMessageText")
        .refuse(400, "Bad Request: message can't be edited");
    ann.edits(&question, "second version");
    house.until_in_topic(topic, "second version").await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn edits_stay_where_they_are_when_edits_is_off() {
    let (house, ann, topic) = open(&[("EDITS", "FALSE")]).await;
    let question = ann.says(&house.bot, "as it was");
    house.until_in_topic(topic, "as it was").await;
    ann.edits(&question, "as it is");
    ann.says(&house.bot, "the end");
    house.until_in_topic(topic, "the end").await;
    assert!(house.team.thread(topic).find("as it is").is_none());
    house.end().await;
}

#[tokio::test]
async fn a_live_location_moves_and_ends() {
    let (house, ann, topic) = open(&[]).await;
    let live = ann.sends(&house.bot, Content::live_location(48.1, 11.5, 3600));
    house
        .until("it is in the topic", || {
            house.team.thread(topic).find_kind("location").is_some()
        })
        .await;
    let shown = house.team.thread(topic).find_kind("location").unwrap();
    ann.moves(&live, 48.2, 11.6);
    house
        .until("it has moved", || {
            house.team.transcript(topic).contains("48.2")
        })
        .await;
    assert!(!shown.is_deleted());
    house.end().await;
}

#[tokio::test]
async fn reactions_travel_both_ways_and_give_the_receipt_back() {
    let (house, ann, topic) = open(&[]).await;
    let answer = house.olga.writes_in(&house.team, topic, "an answer");
    house.until_told(&ann, "an answer").await;
    let reactions_of = |message: &telegram_sim::MessageRef| message.reactions_of(&house.bot);
    house
        .until("the receipt is there", || reactions_of(&answer) == ["👌"])
        .await;
    let got = ann.chat_with(&house.bot).find("an answer").unwrap();
    ann.reacts(&got, "❤");
    house
        .until("hers takes its place", || reactions_of(&answer) == ["❤"])
        .await;
    ann.takes_reaction_back(&got);
    house
        .until("the receipt is back", || reactions_of(&answer) == ["👌"])
        .await;
    let shown = house.team.thread(topic).find("hello").unwrap();
    let hers = ann.chat_with(&house.bot).find("hello").unwrap();
    house.olga.reacts(&shown, "🔥");
    house
        .until("ours is with her", || reactions_of(&hers) == ["🔥"])
        .await;
    house.end().await;
}

#[tokio::test]
async fn an_answer_is_taken_back_by_del() {
    let (house, ann, topic) = open(&[]).await;
    let wrong = house.olga.writes_in(&house.team, topic, "to the wrong one");
    house.until_told(&ann, "to the wrong one").await;
    house.olga.replies_to(&wrong, Content::text("/del"));
    let chat = ann.chat_with(&house.bot);
    house
        .until("it is gone at the customer", || {
            chat.find("to the wrong one").is_none()
        })
        .await;
    house.until("and in the topic", || wrong.is_deleted()).await;
    // What the customer wrote is hers.
    let hello = house.team.thread(topic).find("hello").unwrap();
    house.olga.replies_to(&hello, Content::text("/del"));
    house.until_in_topic(topic, "that the team wrote").await;
    assert!(chat.find("hello").is_some());
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn what_was_never_carried_is_quoted() {
    let house = House::with(&[
        ("WELCOME", "OFF"),
        ("PRIVATE_KEYWORDS", "\"please\""),
        ("RESTRICTED_KEYWORDS_FRONTEND", "\"spam\""),
    ])
    .await;
    let ann = house.sim.person("Ann");
    let dropped = ann.says(&house.bot, "my order is late");
    ann.replies_to(&dropped, Content::text("please see this one"));
    let topic = house.topic().await;
    house.until_in_topic(topic, "see this one").await;
    // What a gate kept out does not come in as a quotation.
    let forbidden = ann.says(&house.bot, "spam, but mine");
    ann.replies_to(&forbidden, Content::text("and this one"));
    house.until_in_topic(topic, "and this one").await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn forwards_say_where_they_are_from() {
    let (house, ann, topic) = open(&[]).await;
    let forwarded = Content::text("look at this").from_origin(Origin::hidden("Some Body"));
    ann.sends(&house.bot, forwarded);
    house.until_in_topic(topic, "look at this").await;
    house
        .set(backline_domain::parameter::Name::HideInfo, "forward")
        .await;
    let forwarded = Content::text("and at this").from_origin(Origin::hidden("Some Body"));
    ann.sends(&house.bot, forwarded);
    house.until_in_topic(topic, "and at this").await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn bots_in_a_customers_group_are_shown_and_change_nothing() {
    let house = House::with(&[("MONITOR_GROUPS", "TRUE"), ("WELCOME", "OFF")]).await;
    house.bot.sees_bots();
    let ann = house.sim.person("Ann");
    let group = house.sim.group("Buyers", &ann);
    ann.adds(&group, &house.bot);
    let shop = house.sim.bot("Shop");
    shop.sees_bots();
    ann.adds(&group, &shop);
    ann.says(&group, "where is my parcel");
    let topic = house.topic().await;
    house.until_in_topic(topic, "where is my parcel").await;
    house.olga.writes_in(&house.team, topic, "we are looking");
    house.until_named(topic, "🟨 Buyers").await;
    let offer = Content::text("Track it")
        .link_button("Tracking", "https://example.org/track")
        .button("More", "more");
    shop.sends(&group, offer);
    house.until_in_topic(topic, "Track it").await;
    insta::assert_snapshot!(house.picture(topic, &[]).await);
    house.end().await;
}

#[tokio::test]
async fn whoever_speaks_in_a_group_is_named_and_heard() {
    let house = House::with(&[("MONITOR_GROUPS", "TRUE"), ("WELCOME", "OFF")]).await;
    let (ann, ben) = (house.sim.person("Ann"), house.sim.person("Ben"));
    let group = house.sim.group("Buyers", &ann);
    ann.adds(&group, &house.bot);
    group.add(&ben);
    let news = house.sim.channel("Ben's news", &ben);
    let finder = house.sim.bot("Finder");
    ann.says(&group, "as myself");
    let topic = house.topic().await;
    house.until_in_topic(topic, "as myself").await;
    ann.goes_anonymous(&group);
    ann.says(&group, "as the group");
    ben.sends_as(&news, &group, Content::text("as my channel"));
    ben.sends(&group, Content::text("found by a bot").via(&finder));
    ben.sends(
        &group,
        Content::text("with an emoji of my own 👍").custom_emoji("👍", "5368324170671202286"),
    );
    // More than a bot may load, up or down: a copy moves no bytes.
    ben.sends(&group, Content::document("film.mkv").size(3_000_000_000));
    house
        .until("the film is there", || {
            house.team.thread(topic).find_kind("document").is_some()
        })
        .await;
    let emoji = house
        .team
        .thread(topic)
        .find_containing("of my own")
        .unwrap();
    let kinds: Vec<String> = emoji
        .look()
        .unwrap()
        .entities
        .into_iter()
        .map(|entity| entity.kind)
        .collect();
    assert_eq!(kinds, ["custom_emoji"], "a plain copy keeps it");
    insta::assert_snapshot!(house.picture(topic, &[]).await);
    house.end().await;
}

#[tokio::test]
async fn names_titles_pins_and_photos_are_followed() {
    let house = House::with(&[("MONITOR_GROUPS", "TRUE"), ("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    // The name comes along with the next message.
    ann.renames("Anna", Some("Smith"));
    ann.says(&house.bot, "I married");
    house.until_named(topic, "🟪 Anna Smith").await;
    let group = house.sim.group("Buyers", &ann);
    ann.adds(&group, &house.bot);
    let asked = ann.says(&group, "about our order");
    house
        .until("the group has a topic", || {
            house.team.topic("Buyers").is_some()
        })
        .await;
    let of_group = house.team.topic("Buyers").unwrap().thread;
    house.until_in_topic(of_group, "about our order").await;
    group.set_title("Big buyers");
    ann.pins(&asked);
    house.until_named(of_group, "🟪 Big buyers").await;
    insta::assert_snapshot!(house.picture(of_group, &[]).await);
    house.end().await;
}

#[tokio::test]
async fn a_crowd_that_comes_in_is_one_line() {
    let house = House::with(&[("MONITOR_GROUPS", "TRUE"), ("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    let group = house.sim.group("Buyers", &ann);
    ann.adds(&group, &house.bot);
    ann.says(&group, "welcome, all of you");
    let topic = house.topic().await;
    house.until_in_topic(topic, "welcome").await;
    let held = house.sim.script(&house.bot, "copyMessage").hold();
    ann.says(&group, "this one is held up");
    house
        .until("the call has arrived", || held.has_arrived())
        .await;
    let crowd: Vec<_> = (1..=60)
        .map(|number| house.sim.person(&format!("Fan {number}")))
        .collect();
    for fan in &crowd {
        fan.joins(&group);
    }
    crowd[0].leaves(&group);
    crowd[1].leaves(&group);
    house
        .until("all is taken in", || house.bot.waiting_updates() == 0)
        .await;
    house.settle().await;
    held.release();
    house.until_in_topic(topic, "60").await;
    crowd[2].leaves(&group);
    house.until_in_topic(topic, "Fan 3 left").await;
    insta::assert_snapshot!(house.picture(topic, &[]).await);
    house.end().await;
}

#[tokio::test]
async fn a_group_that_becomes_a_supergroup_stays_one_dialog() {
    let house = House::with(&[("MONITOR_GROUPS", "TRUE"), ("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    let group = house.sim.basic_group("Buyers", &ann);
    ann.adds(&group, &house.bot);
    ann.says(&group, "before");
    let topic = house.topic().await;
    house.until_in_topic(topic, "before").await;
    let large = group.migrate();
    ann.says(&large, "after");
    house.until_in_topic(topic, "after").await;
    house.olga.writes_in(&house.team, topic, "to the new one");
    house
        .until("the answer is there", || {
            large.everything().find("to the new one").is_some()
        })
        .await;
    assert_eq!(house.team.own_topics().len(), 1);
    house.end().await;
}

#[tokio::test]
async fn what_is_out_of_reach_in_a_group_that_moved_holds_nothing_up() {
    let house = House::with(&[("MONITOR_GROUPS", "TRUE"), ("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    let group = house.sim.basic_group("Buyers", &ann);
    ann.adds(&group, &house.bot);
    ann.says(&group, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    let before = house.olga.writes_in(&house.team, topic, "from before");
    house
        .until("the answer is there", || {
            group.everything().find("from before").is_some()
        })
        .await;
    let large = group.migrate();
    house.olga.replies_to(&before, Content::text("/del"));
    house.olga.edits(&before, "from before, edited");
    house.olga.writes_in(&house.team, topic, "to the new one");
    house
        .until("the answer is there", || {
            large.everything().find("to the new one").is_some()
        })
        .await;
    insta::assert_snapshot!(house.picture(topic, &[]).await);
    house.end().await;
}

#[tokio::test]
async fn a_business_account_is_served_in_its_name() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    house.bot.takes_business();
    let rita = house.sim.person("Rita");
    let account = rita.connects(&house.bot, BusinessRights::all());
    house
        .until("the connection is told", || {
            let general = house.team.general().texts();
            general.iter().any(|text| text.contains("Rita"))
        })
        .await;
    let ann = house.sim.person("Ann");
    let asked = ann.says(&rita, "are you open today");
    let topic = house.topic().await;
    house.until_in_topic(topic, "are you open today").await;
    house.olga.writes_in(&house.team, topic, "until six");
    let chat = ann.chat_with(&rita);
    house
        .until("the answer is in her chat with Rita", || {
            chat.find("until six").is_some()
        })
        .await;
    rita.says(&ann, "or seven, come by");
    house.until_in_topic(topic, "or seven, come by").await;
    house.until_named(topic, "🟨 Ann").await;
    ann.edits(&asked, "are you open tomorrow");
    house.until_in_topic(topic, "are you open tomorrow").await;
    ann.deletes(&asked);
    let shown = house.team.thread(topic).find("are you open tomorrow");
    let shown = shown.unwrap();
    house
        .until("it is struck through", || {
            let entities = shown.look().unwrap().entities;
            entities.iter().any(|one| one.kind == "strikethrough")
        })
        .await;
    account.ends();
    house
        .until("the end is told", || {
            let general = house.team.general().texts();
            general
                .iter()
                .any(|text| text.contains("not connected any more"))
        })
        .await;
    insta::assert_snapshot!(house.picture(topic, &[]).await);
    assert!(ann.chat_with(&house.bot).texts().is_empty());
    house.end().await;
}

#[tokio::test]
async fn what_is_not_kept_is_not_struck_through_but_said() {
    let house = House::with(&[("WELCOME", "OFF"), ("KEEP_FOR_EDITS", "0")]).await;
    house.bot.takes_business();
    let rita = house.sim.person("Rita");
    rita.connects(&house.bot, BusinessRights::all());
    let ann = house.sim.person("Ann");
    let asked = ann.says(&rita, "are you open today");
    let topic = house.topic().await;
    house.until_in_topic(topic, "are you open today").await;
    ann.deletes(&asked);
    house.until_in_topic(topic, "Deleted by the customer").await;
    insta::assert_snapshot!(house.picture(topic, &[]).await);
    house.end().await;
}

#[tokio::test]
async fn every_kind_arrives_or_is_named() {
    let (house, ann, topic) = open(&[]).await;
    let kinds = Content::every_kind();
    assert!(kinds.len() > 15);
    for (_, content) in kinds.clone() {
        ann.sends(&house.bot, content);
    }
    ann.says(&house.bot, "that was all");
    house.until_in_topic(topic, "that was all").await;
    let shown = house.team.thread(topic).written();
    assert!(
        shown.len() >= kinds.len() + 2,
        "{} of {} kinds:\n{}",
        shown.len() - 2,
        kinds.len(),
        house.team.transcript(topic)
    );
    house.end().await;
}
