//! Large files through the server's store, and what breaks on their way.

use telegram_sim::{Content, Person};

use crate::house::House;

/// An account that may not post in the group, and a customer's topic.
async fn outside() -> (House, Person, i64) {
    let house = House::mixed_over_lines(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "Hello, is anybody there?");
    let topic = house.topic().await;
    house
        .until_in_topic(topic, "Hello, is anybody there?")
        .await;
    house.olga.removes(&house.team, &house.front);
    let told = "The account cannot bring files into this group itself";
    house
        .until("that is told", || {
            house.team.general().find_containing(told).is_some()
        })
        .await;
    (house, ann, topic)
}

fn bytes(length: u32) -> Vec<u8> {
    (0..length).map(|at| (at % 251) as u8).collect()
}

/// Of Telegram's parts of half a megabyte.
fn parts_fetched(house: &House) -> usize {
    house.sim.calls_of("upload.getFile").len()
}

/// It is in the topic once and whole, and what was there already was not fetched again.
async fn until_whole(house: &House, topic: i64, given: &[u8]) {
    house
        .until_slowly("it is in the topic", || {
            house.team.thread(topic).find("look").is_some()
        })
        .await;
    house.at_rest().await;
    let messages = house.team.thread(topic).messages();
    let shown = messages.iter().filter(|one| one.text == "look");
    assert_eq!(shown.count(), 1);
    let shown = house.team.thread(topic).find("look").unwrap();
    let file = shown.look().unwrap().file_no.unwrap();
    assert!(house.sim.file(file).unwrap().content() == given);
    let parts = parts_fetched(house);
    assert!((12..=18).contains(&parts), "{parts} calls for 12 parts");
    assert_eq!(house.running().desks().files.used(), (0, 0));
}

/// The line to the server is cut in the middle of a file.
#[tokio::test]
async fn a_file_goes_on_after_a_cut_line() {
    let (house, ann, topic) = outside().await;
    let given = bytes(6 * 1024 * 1024);
    let held = house.sim.script_accounts(Some("upload.getFile"));
    let held = held.after(4).hold();
    let video = Content::video("v.mp4").bytes(&given).caption("look");
    ann.sends(&house.front, video);
    house
        .until_slowly("four parts came", || held.has_arrived())
        .await;
    house.lines().to_server.cut();
    house
        .until_slowly("it is cut", || house.lines().to_server.open() == 0)
        .await;
    held.release();
    house.lines().to_server.mend();
    until_whole(&house, topic, &given).await;
    house.end().await;
}

/// The server ends in the middle of a file.
#[tokio::test]
async fn a_file_goes_on_after_a_restart_in_the_middle() {
    let (mut house, ann, topic) = outside().await;
    let given = bytes(6 * 1024 * 1024);
    let held = house.sim.script_accounts(Some("upload.getFile"));
    let held = held.after(4).hold();
    let video = Content::video("v.mp4").bytes(&given).caption("look");
    ann.sends(&house.front, video);
    house
        .until_slowly("four parts came", || held.has_arrived())
        .await;
    house.stop().await;
    held.release();
    house.start().await;
    until_whole(&house, topic, &given).await;
    house.end().await;
}

/// The server ends when all of a file is there and it is about to be sent: nothing of it is
/// fetched again.
#[tokio::test]
async fn a_file_that_is_there_is_there_after_a_restart() {
    let (mut house, ann, topic) = outside().await;
    let given = bytes(2 * 1024 * 1024);
    let sending = house.sim.script(&house.bot, "sendVideo").hold();
    let video = Content::video("v.mp4").bytes(&given).caption("look");
    ann.sends(&house.front, video);
    house.until("it is sent", || sending.has_arrived()).await;
    let parts = parts_fetched(&house);
    house.stop().await;
    sending.release();
    house.start().await;
    house.until_in_topic(topic, "look").await;
    house.at_rest().await;
    assert_eq!(parts_fetched(&house), parts);
    assert_eq!(house.running().desks().files.used(), (0, 0));
    house.end().await;
}

/// Telegram breaks off in the middle of what the bot fetches.
#[tokio::test]
async fn what_the_bot_fetches_goes_on_too() {
    let (house, ann, _) = outside().await;
    let topic = house.topic().await;
    let given = bytes(3_000_000);
    let broken = house.sim.script(&house.bot, "download");
    broken.times(2).cut_before();
    let answer = Content::document("d.pdf")
        .bytes(&given)
        .caption("read this");
    house.olga.sends((&house.team, topic), answer);
    house.until_told(&ann, "read this").await;
    let chat = ann.chat_with(&house.front);
    let got = chat.find("read this").unwrap().look().unwrap();
    let file = house.sim.file(got.file_no.unwrap()).unwrap();
    assert!(file.content() == given);
    assert_eq!(file.name, "d.pdf");
    house.at_rest().await;
    house.end().await;
}

/// While a large file is on its way the topic says how far it is, in one line, and no longer.
#[tokio::test]
async fn a_topic_tells_how_far_a_large_file_is() {
    let (house, ann, topic) = outside().await;
    let held = house.sim.script_accounts(Some("upload.getFile"));
    let held = held.after(8).hold();
    let given = bytes(12 * 1024 * 1024);
    let video = Content::video("v.mp4").bytes(&given).caption("look");
    ann.sends(&house.front, video);
    house
        .until_slowly("a third has come", || held.has_arrived())
        .await;
    house.until_in_topic(topic, "⏳ v.mp4, 12 MB: ").await;
    assert!(house.team.thread(topic).find("look").is_none());
    held.release();
    house.until_in_topic(topic, "look").await;
    house.at_rest().await;
    let told = house.team.thread(topic).find_containing("⏳");
    assert!(told.is_none());
    house.end().await;
}
