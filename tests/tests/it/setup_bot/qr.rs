//! A personal account, connected by a QR code that its phone scans.

use std::io::Cursor;

use qrcode::{Color, QrCode};
use telegram_sim::MessageRef;

use super::Talk;
use crate::house::House;

/// The QR code that is in the chat, as squares.
fn shown(talk: &Talk<'_>) -> Option<(MessageRef, Vec<Color>)> {
    let is_picture = |one: &MessageRef| one.look().is_some_and(|seen| seen.kind == "photo");
    let picture = talk.told().into_iter().rev().find(is_picture)?;
    let file = talk.house.sim.file(picture.look()?.file_no?)?;
    let mut reader = png::Decoder::new(Cursor::new(file.content()))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let side = reader.next_frame(&mut pixels).unwrap().width as usize;
    // Eight pixels a square, four squares around.
    let squares = side / 8 - 8;
    let of = |place: usize| {
        let (x, y) = (place % squares, place / squares);
        let pixel = pixels[((y + 4) * 8 + 4) * side + (x + 4) * 8 + 4];
        if pixel == 0 {
            Color::Dark
        } else {
            Color::Light
        }
    };
    Some((picture, (0..squares * squares).map(of).collect()))
}

/// The code of a token, as Telegram's apps read it.
fn code_of(token: &[u8]) -> Vec<Color> {
    use base64::Engine as _;
    let token = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(token);
    let link = format!("tg://login?token={token}");
    QrCode::new(link.as_bytes()).unwrap().to_colors()
}

/// Waits until the code in the chat is that of the newest token, and another than before.
async fn until_shown(talk: &Talk<'_>, before: &[u8]) -> (MessageRef, Vec<u8>) {
    let newest = || talk.house.sim.login_tokens().pop();
    talk.house
        .until("the newest QR code is shown", || {
            newest().is_some_and(|token| {
                token != before && shown(talk).is_some_and(|(_, code)| code == code_of(&token))
            })
        })
        .await;
    (shown(talk).unwrap().0, newest().unwrap())
}

async fn begins(talk: &Talk<'_>) {
    talk.begins_with_account().await;
    talk.until_gateway().await;
    talk.press("🔳").await;
}

fn pictures(talk: &Talk<'_>) -> usize {
    let told = talk.told();
    let seen = told.iter().filter_map(MessageRef::look);
    seen.filter(|seen| seen.kind == "photo").count()
}

#[tokio::test]
async fn a_qr_code_is_shown_renewed_scanned_and_gone() {
    let house = Box::pin(House::with_setup_bot_and_accounts(false)).await;
    house
        .sim
        .set_password(house.account(), "correct horse", None);
    let talk = Talk::of(&house);
    begins(&talk).await;
    let (first, old) = until_shown(&talk, &[]).await;
    assert!(first.look().unwrap().text.contains("Scan this in Telegram"));
    let (second, token) = until_shown(&talk, &old).await;
    assert_eq!(
        first.id(),
        second.id(),
        "it takes the place of the one before"
    );
    assert_eq!(pictures(&talk), 1);
    house
        .until("the file store is empty", || {
            house.running().desks().files.used() == (0, 0)
        })
        .await;
    house
        .sim
        .accepts_login_token(house.account(), &token)
        .unwrap();
    talk.until("two-step verification").await;
    talk.until_gone(&second).await;
    let password = talk.says("correct horse");
    talk.until("Logged in as Support").await;
    talk.until_gone(&password).await;
    talk.makes_a_group().await;
    assert_eq!(pictures(&talk), 0);
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn one_that_nobody_scans_is_taken_away() {
    let house = Box::pin(House::with_setup_bot_and_accounts(false)).await;
    let talk = Talk::of(&house);
    begins(&talk).await;
    until_shown(&talk, &[]).await;
    talk.until("Nobody scanned the QR code").await;
    house.until("it is gone", || pictures(&talk) == 0).await;
    talk.press("🔁 Show a new QR code").await;
    let (picture, _) = until_shown(&talk, &[]).await;
    // Cancelled under the picture: it goes with the login.
    talk.press("✖️").await;
    talk.until_gone(&picture).await;
    talk.until("All right, cancelled").await;
    talk.quiet().await;
    assert_eq!(pictures(&talk), 0);
    assert_eq!(house.sim.sessions(house.account()), 0);
    assert_eq!(house.running().desks().files.used(), (0, 0));
    house.end().await;
}

#[tokio::test]
async fn a_restart_takes_it_away_and_says_so() {
    let mut house = Box::pin(House::with_setup_bot_and_accounts(true)).await;
    let picture = {
        let talk = Talk::of(&house);
        begins(&talk).await;
        let (picture, _) = until_shown(&talk, &[]).await;
        talk.quiet().await;
        picture
    };
    house.stop().await;
    Box::pin(house.start()).await;
    let talk = Talk::of(&house);
    talk.until("The login was interrupted").await;
    talk.until_gone(&picture).await;
    talk.until_gateway().await;
    talk.press("🔁 Show a new QR code").await;
    let (_, token) = until_shown(&talk, &[]).await;
    house
        .sim
        .accepts_login_token(house.account(), &token)
        .unwrap();
    talk.until("Logged in as Support").await;
    talk.quiet().await;
    house.end().await;
}
