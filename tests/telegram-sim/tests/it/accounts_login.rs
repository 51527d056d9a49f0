//! Logging in: codes, passwords, QR codes, bots.

use std::{sync::Arc, time::Duration};

use grammers_crypto::two_factor_auth::calculate_2fa;
use grammers_session::{SessionData, storages::MemorySession, types::DcOption};
use grammers_tl_types::{enums, functions, types};
use telegram_sim::{AuthKey, Config, Limits, ManualClock, Rights, Sim};

use crate::{
    account::{Account, bare, message},
    account_calls::{ids, media},
};

const DC: i32 = 2;

async fn driven() -> (Sim, ManualClock) {
    let clock = ManualClock::new();
    let config = Config::default().clock(&clock).limits(Limits::off());
    (Sim::start(config).await.unwrap(), clock)
}

/// A client with a key that is nobody's.
fn nobody(sim: &Sim) -> Account {
    let key = sim.new_auth_key();
    with_key(sim, &key)
}

fn with_key(sim: &Sim, key: &AuthKey) -> Account {
    let mut data = SessionData {
        home_dc: DC,
        ..SessionData::default()
    };
    let port = sim.mtproto().port();
    for option in data.dc_options.values_mut() {
        *option = DcOption {
            id: option.id,
            ipv4: format!("127.0.0.1:{port}").parse().unwrap(),
            ipv6: format!("[::1]:{port}").parse().unwrap(),
            auth_key: (option.id == DC).then(|| key.bytes()),
        };
    }
    Account::on(Arc::new(MemorySession::from(data)))
}

fn send_code(phone: &str) -> functions::auth::SendCode {
    functions::auth::SendCode {
        phone_number: phone.to_owned(),
        api_id: 1,
        api_hash: "hash".to_owned(),
        settings: enums::CodeSettings::Settings(types::CodeSettings {
            allow_flashcall: false,
            current_number: false,
            allow_app_hash: false,
            allow_missed_call: false,
            allow_firebase: false,
            unknown_number: false,
            logout_tokens: None,
            token: None,
            app_sandbox: None,
        }),
    }
}

async fn code_hash(account: &Account, phone: &str) -> String {
    match account.call(&send_code(phone)).await.unwrap() {
        enums::auth::SentCode::Code(sent) => sent.phone_code_hash,
        other => panic!("{other:?}"),
    }
}

fn sign_in(phone: &str, hash: &str, code: &str) -> functions::auth::SignIn {
    functions::auth::SignIn {
        phone_number: phone.to_owned(),
        phone_code_hash: hash.to_owned(),
        phone_code: Some(code.to_owned()),
        email_verification: None,
    }
}

async fn checked(account: &Account, word: &str) -> functions::auth::CheckPassword {
    let get = functions::account::GetPassword {};
    let enums::account::Password::Password(asked) = account.call(&get).await.unwrap();
    let Some(enums::PasswordKdfAlgo::Sha256Sha256Pbkdf2Hmacsha512iter100000Sha256ModPow(algo)) =
        asked.current_algo
    else {
        panic!("no password");
    };
    let (salts, b) = ((algo.salt1, algo.salt2), asked.srp_b.unwrap());
    let secret = vec![7; 256];
    let (m1, a) = calculate_2fa(&salts.0, &salts.1, &algo.p, &algo.g, b, secret, word);
    functions::auth::CheckPassword {
        password: enums::InputCheckPasswordSrp::Srp(types::InputCheckPasswordSrp {
            srp_id: asked.srp_id.unwrap(),
            a: a.to_vec(),
            m1: m1.to_vec(),
        }),
    }
}

fn itself() -> functions::users::GetUsers {
    functions::users::GetUsers {
        id: vec![enums::InputUser::UserSelf],
    }
}

fn export() -> functions::auth::ExportLoginToken {
    functions::auth::ExportLoginToken {
        api_id: 1,
        api_hash: "hash".to_owned(),
        except_ids: Vec::new(),
    }
}

async fn token(account: &Account) -> Vec<u8> {
    match account.call(&export()).await.unwrap() {
        enums::auth::LoginToken::Token(shown) => shown.token,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn codes_are_wrong_old_or_for_nobody() {
    let (sim, clock) = driven().await;
    let ann = sim.person("Ann");
    let account = nobody(&sim);
    assert_eq!(
        account.refused(&itself()).await,
        "401 AUTH_KEY_UNREGISTERED"
    );
    let odd = account.refused(&send_code("12")).await;
    assert_eq!(odd, "400 PHONE_NUMBER_INVALID");
    let phone = sim.phone(&ann);
    let hash = code_hash(&account, &phone).await;
    let wrong = account.refused(&sign_in(&phone, &hash, "00000")).await;
    assert_eq!(wrong, "400 PHONE_CODE_INVALID");
    let empty = account.refused(&sign_in(&phone, &hash, "")).await;
    assert_eq!(empty, "400 PHONE_CODE_EMPTY");
    clock.advance(Duration::from_secs(301));
    let code = sim.login_code(&phone).unwrap();
    let late = account.refused(&sign_in(&phone, &hash, &code)).await;
    assert_eq!(late, "400 PHONE_CODE_EXPIRED");
    let stranger = "+15559999999";
    let hash = code_hash(&account, stranger).await;
    let code = sim.login_code(stranger).unwrap();
    let unknown = account.refused(&sign_in(stranger, &hash, &code)).await;
    assert_eq!(unknown, "400 PHONE_NUMBER_UNOCCUPIED");
}

#[tokio::test]
async fn after_the_code_comes_the_password() {
    let (sim, _clock) = driven().await;
    let ann = sim.person("Ann");
    sim.set_password(&ann, "open sesame", Some("a cave"));
    let account = nobody(&sim);
    let phone = sim.phone(&ann);
    let hash = code_hash(&account, &phone).await;
    let code = sim.login_code(&phone).unwrap();
    let more = account.refused(&sign_in(&phone, &hash, &code)).await;
    assert_eq!(more, "401 SESSION_PASSWORD_NEEDED");
    assert_eq!(
        account.refused(&itself()).await,
        "401 AUTH_KEY_UNREGISTERED"
    );
    let wrong = checked(&account, "open poppy").await;
    assert_eq!(account.refused(&wrong).await, "400 PASSWORD_HASH_INVALID");
    assert_eq!(account.refused(&wrong).await, "400 SRP_ID_INVALID");
    let right = checked(&account, "open sesame").await;
    account.call(&right).await.unwrap();
    let users = account.call(&itself()).await.unwrap();
    assert_eq!(users[0].id(), ann.id());
}

#[tokio::test]
async fn a_qr_code_is_accepted_by_whoever_is_logged_in() {
    let (sim, clock) = driven().await;
    let ann = sim.person("Ann");
    let phone = Account::of(&sim, &ann).await;
    let mut account = nobody(&sim);
    account.listens();
    let old = token(&account).await;
    clock.advance(Duration::from_secs(31));
    let accept = |token: Vec<u8>| functions::auth::AcceptLoginToken { token };
    let refused = phone.refused(&accept(old)).await;
    assert_eq!(refused, "400 AUTH_TOKEN_EXPIRED");
    let refused = phone.refused(&accept(vec![1])).await;
    assert_eq!(refused, "400 AUTH_TOKEN_INVALID");
    let shown = token(&account).await;
    phone.call(&accept(shown.clone())).await.unwrap();
    let refused = phone.refused(&accept(shown)).await;
    assert_eq!(refused, "400 AUTH_TOKEN_ALREADY_ACCEPTED");
    assert!(account.hears_of_its_token().await);
    let success = account.call(&export()).await.unwrap();
    assert!(matches!(success, enums::auth::LoginToken::Success(_)));
    let users = account.call(&itself()).await.unwrap();
    assert_eq!(users[0].id(), ann.id());
}

#[tokio::test]
async fn a_password_is_asked_for_after_the_qr_code_too() {
    let (sim, _clock) = driven().await;
    let ann = sim.person("Ann");
    sim.set_password(&ann, "open sesame", None);
    let account = nobody(&sim);
    let shown = token(&account).await;
    sim.accepts_login_token(&ann, &shown).unwrap();
    let more = account.refused(&export()).await;
    assert_eq!(more, "401 SESSION_PASSWORD_NEEDED");
    let right = checked(&account, "open sesame").await;
    account.call(&right).await.unwrap();
    assert_eq!(account.call(&itself()).await.unwrap()[0].id(), ann.id());
}

#[tokio::test]
async fn a_bot_is_the_same_bot_and_sees_what_the_bot_api_shows() {
    let (sim, _clock) = driven().await;
    let (owner, ann) = (sim.person("Owner"), sim.person("Ann"));
    let bot = sim.bot("Helper");
    let team = sim.group("Team", &owner);
    team.add(&bot).add(&ann);
    let mut account = nobody(&sim);
    let login = |token: &str| functions::auth::ImportBotAuthorization {
        flags: 0,
        api_id: 1,
        api_hash: "hash".to_owned(),
        bot_auth_token: token.to_owned(),
    };
    assert_eq!(
        account.refused(&login("1:x")).await,
        "400 ACCESS_TOKEN_INVALID"
    );
    account.call(&login(bot.token())).await.unwrap();
    let users = account.call(&itself()).await.unwrap();
    assert_eq!(users[0].id(), bot.id());
    account.knows_as(&sim, bot.id(), ann.id());
    account.knows_as(&sim, bot.id(), bare(&team));
    account.receives().await;
    ann.says(&team, "not for bots");
    ann.says(&team, "/help");
    ann.says(&bot, "hello bot");
    let mut texts = account.texts(2).await;
    texts.sort();
    assert_eq!(texts, ["/help", "hello bot"]);
    let sent = message(account.user(ann.id()), "hello Ann", 1, None);
    ids(account.call(&sent).await.unwrap());
    assert_eq!(
        ann.chat_with(&bot).written().last().unwrap().text,
        "hello Ann"
    );
    let dice = enums::InputMedia::Dice(types::InputMediaDice {
        emoticon: "🎲".to_owned(),
    });
    account
        .call(&media(account.channel(&team), dice, "", 2))
        .await
        .unwrap();
    let topics = functions::messages::GetForumTopics {
        peer: account.channel(&team),
        q: None,
        offset_date: 0,
        offset_id: 0,
        offset_topic: 0,
        limit: 10,
    };
    assert_eq!(account.refused(&topics).await, "400 BOT_METHOD_INVALID");
    let bob = sim.person("Bob");
    account.knows_as(&sim, bot.id(), bob.id());
    let first = message(account.user(bob.id()), "hello?", 3, None);
    assert_eq!(account.refused(&first).await, "400 PEER_ID_INVALID");
    team.add_admin(&bot, Rights::all());
    ann.says(&team, "all of it");
    // Its own come in the answers to its calls; a die has no text.
    let texts = account.texts(3).await;
    assert_eq!(texts, ["hello Ann", "", "all of it"]);
}
