//! Accounts: what is asked, and what is answered to what a login tells.

use std::time::Duration;

use super::*;
use crate::delivery::Target;
use crate::id::IdentityKind;
use crate::problem::Problem;

const PHONE: &str = "+49 151 23456789";

fn told(play: &mut Play, told: &Told) -> Vec<Action> {
    play.news(&News::Login(told))
}

fn code(is_wrong: bool) -> Told {
    Told::Code {
        way: "app".to_owned(),
        length: 5,
        is_wrong,
    }
}

fn password(is_wrong: bool) -> Told {
    Told::Password {
        hint: String::new(),
        is_wrong,
    }
}

fn account() -> Account {
    Account {
        ticket: Hidden("ticket".to_owned()),
        user: UserId(77),
        name: "Anna".to_owned(),
        username: "anna".to_owned(),
        until: now().after(Duration::from_secs(900)),
    }
}

fn logged_in(is_taken: bool) -> Told {
    Told::LoggedIn {
        account: account(),
        is_taken,
    }
}

/// An account's connection of Olga's.
fn of_account(name: &str) -> Connection {
    let mut connection = connection(name);
    connection.frontend = IdentityId::account(77);
    connection.frontend_username = "anna".to_owned();
    assert_eq!(connection.frontend.kind, IdentityKind::User);
    connection
}

fn is(press: &Press) -> impl Fn(&Act) -> bool {
    let wanted = Act::Account(press.clone());
    move |act| *act == wanted
}

/// Somebody who has given their number.
fn with_phone() -> Play {
    let mut play = Play::new();
    play.says("/start");
    play.press(|act| *act == Act::New);
    play.press(is(&Press::Method(None)));
    play.press(is(&Press::LogIn(None, Method::Phone)));
    let given = play.says(PHONE);
    assert!(deletes(&given));
    assert_eq!(
        play.wish(),
        Some(&Wish::Account(Ask::LogIn {
            phone: Some(Hidden(PHONE.to_owned()))
        }))
    );
    play.done(&Done::Done);
    play
}

fn with_account() -> Play {
    let mut play = with_phone();
    told(&mut play, &code(false));
    play.says("1-2-3-4-5");
    play.done(&Done::Done);
    assert!(said(&told(&mut play, &logged_in(false))).contains("Logged in as Anna (@anna)"));
    play
}

/// The account is in too many groups to make another.
fn too_many() -> Problem {
    let refusal = crate::catalogue::Refusal {
        reason: crate::delivery::Rejection::MissingRight,
        detail: "CHANNELS_TOO_MUCH".to_owned(),
    };
    Problem::of(&crate::catalogue::Notice::FoundingRefused { refusal })
}

#[test]
fn a_login_by_code_and_password() {
    let mut play = with_phone();
    assert!(play.person.is_logging_in());
    let asked = said(&told(&mut play, &code(false)));
    assert!(asked.contains("in the chat “Telegram”") && asked.contains("1-2-3-4-5"));
    let given = play.says("1-2-3-4-5");
    assert!(deletes(&given));
    let said_code = Wish::Account(Ask::Say(Said::Code(Hidden("12345".to_owned()))));
    assert_eq!(play.wish(), Some(&said_code));
    play.done(&Done::Done);
    // While Telegram thinks, nothing is taken for anything.
    let early = play.says("hunter2");
    assert!(deletes(&early) && said(&early).contains("still waiting"));
    assert!(play.wish().is_none());
    assert!(said(&told(&mut play, &password(false))).contains("two-step verification"));
    let given = play.says(" hunter2 ");
    assert!(deletes(&given));
    let word = Wish::Account(Ask::Say(Said::Password(Hidden(" hunter2 ".to_owned()))));
    assert_eq!(play.wish(), Some(&word), "a password is what was typed");
    play.done(&Done::Done);
    assert!(said(&told(&mut play, &password(true))).contains("another password"));
    let told = said(&told(&mut play, &logged_in(false)));
    assert!(told.contains("Step 2 of 3"));
    assert!(!play.person.is_logging_in());
    let shown = format!("{:?}", play.person);
    for secret in [PHONE, "12345", "hunter2", "ticket\""] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
}

#[test]
fn the_account_makes_the_group_for_its_desk_bot() {
    let mut play = Play::new();
    let mut row = of_account("a");
    row.desk = Some(crate::connection::DeskBot {
        identity: IdentityId::bot(12),
        username: "desk_bot".to_owned(),
        problem: None,
        since: None,
        account: crate::connection::Carrier::Ready,
        added_at: now(),
    });
    play.connections.push(row);
    play.says("/start");
    play.press(|act| matches!(act, Act::Card(_)));
    let asked = said(&play.press(|act| matches!(act, Act::Group(_))));
    assert!(asked.contains("Or have the account make a new group"));
    play.press(is(&Press::Make(id("a"))));
    assert!(said(&play.says(&"x".repeat(129))).contains("too long"));
    assert!(said(&play.says(" Our desk ")).contains("making the group “Our desk”"));
    let wished = |title: Option<&str>| {
        Wish::Account(Ask::SeekGroup {
            connection: id("a"),
            title: title.map(str::to_owned),
        })
    };
    assert_eq!(play.wish(), Some(&wished(Some("Our desk"))));
    let title = "Our desk".to_owned();
    play.connections[0].group = Group::Founding { title };
    assert_eq!(said(&play.done(&Done::Done)), "", "it is being made");
    play.connections[0].problem = Some(too_many());
    assert!(said(&play.news(&News::Look)).contains("could not make the group"));
    // A group is chosen after all.
    play.press(|act| matches!(act, Act::Group(_)));
    assert_eq!(play.wish(), Some(&wished(None)));
    play.connections[0].group = Group::Awaited;
    play.connections[0].problem = None;
    play.done(&Done::Done);
    assert!(matches!(play.person.step, Step::AwaitGroup { .. }));
}

#[test]
fn a_code_in_one_piece_ends_the_login() {
    let mut play = with_phone();
    told(&mut play, &code(false));
    let given = play.says("12345");
    assert!(deletes(&given) && said(&given).contains("in one piece"));
    assert!(play.wish().is_none(), "it is not used");
    assert!(
        !play.person.is_logging_in(),
        "who holds the login lets go of it"
    );
    assert!(said(&play.says("1-2-3-4-5")).contains("is over"));
    play.press(is(&Press::Renew));
    assert!(matches!(
        play.wish(),
        Some(Wish::Account(Ask::LogIn { phone: Some(_) }))
    ));
}

#[test]
fn every_failure_is_said_and_leads_on() {
    for (reason, wait, words, renews) in [
        ("PHONE_NUMBER_INVALID", None, "no such phone number", false),
        ("PHONE_NUMBER_BANNED", None, "has banned", false),
        (
            "PHONE_NUMBER_UNOCCUPIED",
            None,
            "No Telegram account",
            false,
        ),
        ("PHONE_CODE_EXPIRED", None, "does not work any more", true),
        ("PHONE_PASSWORD_FLOOD", None, "too often", true),
        ("FLOOD_WAIT", Some(7200), "asks to wait 2 h", true),
        ("API_ID_INVALID", None, "BACKLINE_API_ID", true),
        (
            "SOMETHING_NEW",
            None,
            "refuses the login (SOMETHING_NEW)",
            true,
        ),
        ("no code", None, "Telegram could not be reached", true),
        ("", None, "Telegram could not be reached", true),
    ] {
        let mut play = with_phone();
        let failure = Failure {
            reason: reason.to_owned(),
            wait: wait.map(Duration::from_secs),
        };
        let answer = said(&told(&mut play, &Told::Failed(failure)));
        assert!(answer.contains(words), "{answer}");
        assert!(!play.person.is_logging_in());
        if renews {
            play.press(is(&Press::Renew));
            assert!(play.wish().is_some());
        } else {
            let asked = said(&play.press(is(&Press::Method(None))));
            assert!(asked.contains("How do you want to log in?"));
        }
    }
}

#[test]
fn what_refuses_a_login_is_said() {
    for (done, words) in [
        (Done::LoginGone, "was interrupted"),
        (
            Done::Refused(Refusal::NoAccountGateway),
            "backline-gateway-user",
        ),
        (
            Done::Refused(Refusal::Malformed),
            "no phone number in international form",
        ),
    ] {
        let mut play = with_phone();
        // As if it were asked for now.
        play.person.wished.push(Wished {
            request: String::new(),
            wish: Wish::Account(Ask::LogIn { phone: None }),
            at: None,
        });
        let answer = said(&play.done(&done));
        assert!(answer.contains(words), "{answer}");
        assert!(!play.person.is_logging_in());
    }
}

#[test]
fn one_person_begins_six_logins_an_hour() {
    let mut play = with_phone();
    for _ in 1..6 {
        play.now = play.now.after(Duration::from_secs(60));
        told(&mut play, &Told::Gone);
        play.press(is(&Press::Renew));
        assert!(play.wish().is_some());
        play.done(&Done::Done);
    }
    told(&mut play, &Told::Gone);
    let refused = play.press(is(&Press::Renew));
    assert!(
        said(&refused).contains("go on in 55 min"),
        "{}",
        said(&refused)
    );
    assert!(play.wish().is_none());
    play.now = play.now.after(Duration::from_secs(3600));
    play.says("/start");
    play.press(|act| *act == Act::New);
    play.press(is(&Press::Method(None)));
    play.says(PHONE);
    assert!(play.wish().is_some());
}

#[test]
fn nothing_waits_for_ever() {
    let mut play = with_phone();
    told(&mut play, &code(false));
    play.now = play.now.after(Duration::from_secs(899));
    assert_eq!(play.news(&News::Look), []);
    play.now = play.now.after(Duration::from_secs(1));
    assert!(said(&play.news(&News::Look)).contains("took too long"));
    assert!(!play.person.is_logging_in());
    let mut play = with_account();
    assert!(play.person.account().is_some());
    play.now = play.now.after(Duration::from_secs(900));
    assert!(said(&play.news(&News::Look)).contains("quarter of an hour"));
    assert!(play.person.account().is_none());
    assert_eq!(play.person.step, Step::Idle);
}

#[test]
fn every_way_out_ends_the_login() {
    type Way = fn(&mut Play);
    let ways: [Way; 3] = [
        |play| drop(play.says("/cancel")),
        |play| drop(play.says("/start")),
        |play| drop(play.press(|act| *act == Act::Cancel)),
    ];
    for way in ways {
        let mut play = with_phone();
        told(&mut play, &code(false));
        way(&mut play);
        assert!(!play.person.is_logging_in());
        let mut play = with_account();
        way(&mut play);
        assert!(play.person.account().is_none());
        // What the login tells after that is for nobody.
        assert_eq!(told(&mut play, &logged_in(false)), []);
        assert!(play.person.account().is_none());
    }
}

#[test]
fn a_desk_bot_looks_after_the_group() {
    let mut play = with_account();
    play.press(is(&Press::WithDesk));
    assert!(said(&play.says("nothing")).contains("I found no token"));
    let given = play.says(TOKEN);
    assert!(deletes(&given));
    let Some(Wish::Account(Ask::Create {
        keeper: Keeper::Desk(_),
        ..
    })) = play.wish()
    else {
        panic!("{:?}", play.wish())
    };
    assert!(
        play.person.account().is_some(),
        "it is held until it is used"
    );
    let mut made = of_account("a");
    made.desk = Some(
        serde_json::from_value(serde_json::json!({
            "identity": "bot:110201543", "username": "", "account": "ready", "added_at": 0,
        }))
        .unwrap(),
    );
    play.connections.push(made);
    play.done(&Done::Created(id("a")));
    assert!(play.person.account().is_none());
    assert_eq!(play.wish(), Some(&Wish::Rename(id("a"), "anna".to_owned())));
    play.done(&Done::Done);
    // Telegram does not know the token: another bot takes its place, the account stays.
    play.connections[0].desk.as_mut().unwrap().problem = Some("unknown".into());
    assert!(said(&play.news(&News::Look)).contains("cannot be used: Something is wrong with"));
    assert!(deletes(&play.says(TOKEN)));
    assert!(matches!(
        play.wish(),
        Some(Wish::Account(Ask::SetDesk { .. }))
    ));
    let desk = play.connections[0].desk.as_mut().unwrap();
    desk.problem = None;
    desk.username = "desk_bot".to_owned();
    let asked = play.done(&Done::Done);
    assert!(said(&asked).contains("make @desk_bot an admin"));
    assert!(format!("{asked:?}").contains("https://t.me/desk_bot?startgroup=setup&admin="));
    play.connections[0].group = Group::Known(ChatId(-1_001_234_567_890));
    let tested = said(&play.news(&News::Look));
    assert!(
        tested.contains("@desk_bot has written a test message"),
        "{tested}"
    );
    let done = said(&play.press(|act| matches!(act, Act::Seen(_))));
    assert!(done.contains("Write to @anna"));
}

#[test]
fn the_account_makes_its_group() {
    let mut play = with_account();
    play.press(is(&Press::Alone));
    assert!(said(&play.says(&"x".repeat(129))).contains("too long"));
    play.press(is(&Press::Title("Anna".to_owned())));
    let Some(Wish::Account(Ask::Create { keeper, .. })) = play.wish() else {
        panic!("{:?}", play.wish())
    };
    assert_eq!(*keeper, Keeper::Itself("Anna".to_owned()));
    let mut made = of_account("a");
    made.group = Group::Founding {
        title: "Anna".to_owned(),
    };
    play.connections.push(made);
    play.done(&Done::Created(id("a")));
    play.done(&Done::Done);
    assert_eq!(play.news(&News::Look), [], "it takes a moment");
    play.connections[0].problem = Some(too_many());
    assert!(said(&play.news(&News::Look)).contains("could not make the group"));
    assert_eq!(play.news(&News::Look), [], "once");
}

#[test]
fn an_account_that_is_not_there_any_more_is_said() {
    let mut play = with_account();
    play.press(is(&Press::Alone));
    play.says("Desk");
    let answer = said(&play.done(&Done::LoginGone));
    assert!(answer.contains("log in once more"), "{answer}");
    // So when an earlier run had it.
    let mut play = with_account();
    assert!(said(&told(&mut play, &Told::Gone)).contains("was started anew"));
    let button = play.press(is(&Press::Method(None)));
    assert!(said(&button).contains("How do you want to log in?"));
}

#[test]
fn an_account_serves_one_connection() {
    let mut play = with_phone();
    assert!(said(&told(&mut play, &logged_in(true))).contains("serves a connection already"));
    assert!(play.person.account().is_none(), "it is logged out again");
    let mut play = with_phone();
    play.connections.push(of_account("a"));
    assert!(said(&told(&mut play, &logged_in(true))).contains("your connection a already"));
    assert!(play.wish().is_none());
}

#[test]
fn logging_in_again_is_for_the_same_account() {
    let mut play = Play::new();
    let mut out = of_account("a");
    out.is_barred = true;
    out.identity_problem = Some("x".into());
    play.connections.push(out);
    let note = Note::new(
        &Notice::AccountLoggedOut {},
        &play.connections[0],
        OLGA,
        now(),
    );
    let noted = said(&play.news(&News::Note(&note)));
    assert!(noted.starts_with("✉️ From @anna:"), "{noted}");
    let again = Press::Method(Some(id("a")));
    assert!(said(&play.press(is(&again))).contains("Logging @anna in again"));
    play.says(PHONE);
    play.done(&Done::Done);
    play.says("/start");
    let card = said(&play.press(|act| matches!(act, Act::Card(_))));
    assert!(card.contains("logged out by Telegram"));
    play.press(is(&again));
    play.says(PHONE);
    play.done(&Done::Done);
    let other = Told::LoggedIn {
        account: Account {
            user: UserId(78),
            ..account()
        },
        is_taken: false,
    };
    assert!(said(&told(&mut play, &other)).contains("another account"));
    assert!(play.person.account().is_none() && play.wish().is_none());
    play.press(is(&again));
    play.says(PHONE);
    play.done(&Done::Done);
    told(&mut play, &logged_in(true));
    assert!(matches!(
        play.wish(),
        Some(Wish::Account(Ask::Renew { .. }))
    ));
    assert!(said(&play.done(&Done::Done)).contains("is logged in again"));
}

#[test]
fn what_is_not_theirs_is_not_logged_in() {
    let mut play = Play::new();
    let mut out = of_account("a");
    out.is_barred = true;
    play.connections.push(out);
    play.says("/start");
    play.press(|act| matches!(act, Act::Card(_)));
    // Somebody else administers it by now.
    play.connections.clear();
    let pressed = play.press(is(&Press::Method(Some(id("a")))));
    assert!(said(&pressed).contains("out of date"));
    assert!(play.wish().is_none());
}

fn photos(actions: &[Action]) -> usize {
    let payloads = actions.iter().filter_map(|action| {
        if let Action::Send { payload, .. } | Action::Rewrite { payload, .. } = action {
            Some(payload.content())
        } else {
            None
        }
    });
    payloads
        .filter(|content| matches!(content, Content::Media(_)))
        .count()
}

fn with_qr() -> Play {
    let mut play = Play::new();
    play.says("/start");
    play.press(|act| *act == Act::New);
    play.press(is(&Press::Method(None)));
    play.press(is(&Press::LogIn(None, Method::Qr)));
    assert_eq!(
        play.wish(),
        Some(&Wish::Account(Ask::LogIn { phone: None }))
    );
    play.done(&Done::Done);
    play
}

/// The delivery that a card stands for has arrived as this message.
fn arrives(play: &mut Play, message: i64) -> Vec<Action> {
    let sequence = play.person.pictures.last().unwrap().sequence;
    let message = MessageId(message);
    play.news(&News::Sent { sequence, message })
}

#[test]
fn a_qr_code_takes_the_place_of_the_one_before_and_ends_by_itself() {
    let mut play = with_qr();
    let first = told(&mut play, &Told::Qr);
    assert!(
        photos(&first) == 1
            && matches!(
                first[0],
                Action::Send {
                    to: Target::Chat(_),
                    ..
                }
            )
    );
    arrives(&mut play, 500);
    for _ in 1..8 {
        let next = told(&mut play, &Told::Qr);
        assert!(photos(&next) == 1);
        assert!(matches!(&next[..], [Action::Rewrite { message, .. }] if message.message.0 == 500));
    }
    let over = told(&mut play, &Told::Qr);
    assert_eq!(photos(&over), 0);
    assert!(said(&over).contains("Nobody scanned") && deletes(&over));
    assert!(play.person.pictures.is_empty() && !play.person.is_logging_in());
    play.press(is(&Press::Renew));
    assert!(play.wish().is_some());
}

#[test]
fn a_qr_code_goes_with_its_login_whatever_ends_it() {
    type End = fn(&mut Play) -> Vec<Action>;
    let ends: [End; 5] = [
        |play| play.says("/cancel"),
        |play| play.says("/start"),
        |play| told(play, &password(false)),
        |play| told(play, &logged_in(false)),
        |play| told(play, &Told::Gone),
    ];
    for end in ends {
        let mut play = with_qr();
        told(&mut play, &Told::Qr);
        arrives(&mut play, 500);
        assert!(deletes(&end(&mut play)));
        assert!(play.person.pictures.is_empty());
        // One that was on its way goes as soon as it is there.
        let mut play = with_qr();
        told(&mut play, &Told::Qr);
        end(&mut play);
        assert!(deletes(&arrives(&mut play, 500)));
        assert!(play.person.pictures.is_empty());
    }
}
