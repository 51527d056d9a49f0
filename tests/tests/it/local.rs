//! A Bot API server of the installation's own, which runs with `--local`.

use telegram_sim::world::MediaKind;
use telegram_sim::{Content, Seen};

use crate::house::House;

const ALL: &str = "name, title, link, command, contact, mention, forward";

/// What becomes of a file of that size whose name is hidden: it has to be fetched and sent anew.
async fn hidden(house: &House, size: u64) -> Seen {
    let ann = house.sim.person("Annabella");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    let film = Content::file(MediaKind::Document, "annabella@example.com.zip");
    ann.sends(&house.bot, film.size(size).caption("an offer"));
    house.until_in_topic(topic, "an offer").await;
    house.at_rest().await;
    let shown = house.team.thread(topic).find_containing("an offer");
    shown.unwrap().look().unwrap()
}

#[tokio::test]
async fn larger_files_are_fetched_and_sent_over_a_server_of_ones_own() {
    let size = 52 * 1024 * 1024 + 13;
    let house = House::over_local_bot_api(&[("HIDE_INFO", ALL), ("WELCOME", "OFF")]).await;
    let shown = hidden(&house, size).await;
    let file = house.sim.file(shown.file_no.unwrap()).unwrap();
    assert_eq!((file.name.as_str(), file.size()), ("document.zip", size));
    house.end().await;

    // Over Telegram's own it is named.
    let house = House::with(&[("HIDE_INFO", ALL), ("WELCOME", "OFF")]).await;
    let shown = hidden(&house, size).await;
    assert!(shown.file_no.is_none());
    house.end().await;
}

#[tokio::test]
async fn a_file_outside_of_the_named_folder_is_not_read() {
    let mut house = House::over_local_bot_api(&[("HIDE_INFO", ALL), ("WELCOME", "OFF")]).await;
    house.stop().await;
    // The gateway is told of another folder than the one that the server uses.
    let used = house.bot_api_files.clone().unwrap();
    let other = used.with_file_name("elsewhere");
    std::fs::create_dir(&other).unwrap();
    house.bot_api_files = Some(other);
    house.start().await;
    let shown = hidden(&house, 1000).await;
    assert!(shown.file_no.is_none(), "named, not shown");
    house.end().await;
}
