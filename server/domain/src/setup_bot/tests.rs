mod accounts;
mod history;
mod info;
mod plan;
mod privacy_mode;
mod relays;
mod trouble;
mod values;
mod webhooks;

use std::collections::BTreeSet;

use super::*;
use crate::access::{Scope, Token};
use crate::catalogue::{Language, Notice};
use crate::connection::{Conflict, Connection, Group};
use crate::delivery::Action;
use crate::id::{IdentityId, MessageId};
use crate::message::{ButtonAction, Content};
use crate::parameter::Name;
use crate::plan::Barrier;
use crate::time::Timestamp;

const OLGA: UserId = UserId(5);
const EVE: UserId = UserId(6);
const TOKEN: &str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1";

fn now() -> Timestamp {
    Timestamp(1_700_000_000_000)
}

fn id(text: &str) -> ConnectionId {
    ConnectionId::parse(text).unwrap()
}

/// A connection of Olga's, as it is once Telegram knows its bot.
fn connection(name: &str) -> Connection {
    let row = serde_json::json!({
        "id": name, "name": name, "frontend": "bot:11", "frontend_username": "shop_bot",
        "group": "awaited", "group_title": "", "administrator": 5, "is_stopped": false,
        "problem": null, "created_at": 0, "parameters": {}, "told_unknown": false, "revision": 1,
        "in_setup_bot": true,
    });
    serde_json::from_value(row).unwrap()
}

/// A person at the setup bot, with the world around them.
struct Play {
    person: Person,
    connections: Vec<Connection>,
    tokens: Vec<Token>,
    facts: Facts,
    now: Timestamp,
    sequence: u64,
    turn: u8,
    is_admitted: bool,
}

impl Play {
    fn new() -> Self {
        Self {
            person: Person::new(OLGA, "en", now()),
            connections: Vec::new(),
            tokens: Vec::new(),
            facts: Facts::default(),
            now: now(),
            sequence: 1,
            turn: 0,
            is_admitted: true,
        }
    }

    fn news(&mut self, news: &News<'_>) -> Vec<Action> {
        self.turn += 1;
        let scene = Scene {
            now: self.now,
            seed: [self.turn; 32],
            sequence: self.sequence,
            bot: UserId(99),
            is_admitted: self.is_admitted,
            connections: &self.connections,
            tokens: &self.tokens,
            facts: &self.facts,
        };
        let decision = decide(scene, self.person.clone(), news);
        self.person = decision.person;
        // What is sent gets its number at once.
        for (place, draft) in decision.drafts.iter().enumerate() {
            let sequence = self.sequence + place as u64;
            let message = MessageId(i64::try_from(1_000 + sequence).unwrap());
            if matches!(draft.action, Action::Send { .. }) {
                for card in &mut self.person.cards {
                    if card.sequence == sequence {
                        card.message = Some(message);
                    }
                }
            }
        }
        self.sequence += decision.drafts.len() as u64;
        decision
            .drafts
            .into_iter()
            .map(|draft| draft.action)
            .collect()
    }

    fn says(&mut self, text: &str) -> Vec<Action> {
        let message = MessageId(7);
        let text = Some(text);
        self.news(&News::Said { message, text })
    }

    /// What the newest card's buttons send, by what they do.
    fn data(&self, is_it: impl Fn(&Act) -> bool) -> (MessageId, String) {
        let cards = self.person.cards.iter().rev();
        let found = cards
            .filter_map(|card| {
                let (data, _) = card.buttons.iter().find(|(_, act)| is_it(act))?;
                Some((card.message?, data.clone()))
            })
            .next();
        found.unwrap()
    }

    fn press(&mut self, is_it: impl Fn(&Act) -> bool) -> Vec<Action> {
        let (message, data) = self.data(is_it);
        self.news(&News::Pressed {
            query: "q",
            message: Some(message),
            data: &data,
        })
    }

    fn done(&mut self, done: &Done) -> Vec<Action> {
        self.news(&News::Done(done))
    }

    fn wish(&self) -> Option<&Wish> {
        self.person.wished.first().map(|wished| &wished.wish)
    }
}

fn said(actions: &[Action]) -> String {
    let mut texts = Vec::new();
    for action in actions {
        if let Action::Send { payload, .. } | Action::Rewrite { payload, .. } = action
            && let Content::Text(text) = payload.content()
        {
            texts.push(text.text.clone());
        } else if let Action::AnswerButton { text, .. } = action {
            texts.push(text.clone());
        }
    }
    texts.join("\n")
}

fn deletes(actions: &[Action]) -> bool {
    actions
        .iter()
        .any(|action| matches!(action, Action::Delete { .. }))
}

#[test]
fn from_nothing_to_a_connection() {
    let mut play = Play::new();
    assert!(said(&play.says("/start")).contains("You have no connection yet"));
    assert!(said(&play.press(|act| *act == Act::New)).contains("Step 1 of 3"));
    let given = play.says(TOKEN);
    assert!(deletes(&given));
    assert!(
        !format!("{:?} {given:?}", play.person).contains("AAHdq"),
        "a secret is never shown"
    );
    assert!(matches!(play.wish(), Some(Wish::Create { .. })));
    let mut made = connection("a");
    made.frontend_username.clear();
    play.connections.push(made);
    play.done(&Done::Created(id("a")));
    assert!(matches!(play.person.step, Step::CheckToken { .. }));
    assert_eq!(play.news(&News::Look), []);
    play.connections[0].frontend_username = "shop_bot".to_owned();
    let asked = play.news(&News::Look);
    assert!(said(&asked).contains("Step 2 of 3"));
    assert!(format!("{asked:?}").contains("https://t.me/shop_bot?startgroup=setup&admin="));
    assert_eq!(
        play.wish(),
        Some(&Wish::Rename(id("a"), "shop_bot".to_owned()))
    );
    play.done(&Done::Done);
    play.connections[0].group = Group::Known(ChatId(-1_001_234_567_890));
    play.connections[0].group_title = "Team".to_owned();
    assert!(said(&play.news(&News::Look)).contains("Step 3 of 3"));
    assert_eq!(play.wish(), Some(&Wish::Test(id("a"))));
    play.done(&Done::Done);
    assert!(said(&play.press(|act| matches!(act, Act::Seen(_)))).contains("It works"));
    assert_eq!(play.person.step, Step::Idle);
}

#[test]
fn a_token_that_telegram_refuses_leaves_nothing_behind() {
    for (barred, problem, words) in [
        (true, true, "Telegram does not know this token"),
        (false, true, "Another program uses this bot"),
        (false, false, "may not be added to groups"),
    ] {
        let mut play = Play::new();
        play.says(TOKEN);
        let mut made = connection("a");
        made.is_barred = barred;
        made.identity_problem = problem.then(|| "x".into());
        made.keeps_out_of_groups = !problem;
        play.connections.push(made);
        let told = said(&play.done(&Done::Created(id("a"))));
        assert!(told.contains(words), "{told}");
        assert_eq!(play.wish(), Some(&Wish::Discard(id("a"))));
        assert_eq!(play.person.step, Step::AskToken, "another may come at once");
    }
}

#[test]
fn refusals_are_said_in_words() {
    for (refused, words) in [
        (Refusal::Taken, "serves a connection already"),
        (Refusal::Malformed, "I found no token in that"),
        (Refusal::Unavailable, "cannot do that at the moment"),
        (Refusal::Other, "does not accept that as things stand"),
        (
            Refusal::State(Conflict::HasGroup),
            "has its team's group already",
        ),
        (Refusal::State(Conflict::RelaysFull), "Remove one first"),
        (
            Refusal::State(Conflict::OtherDeskBot),
            "Another bot looks after",
        ),
        (Refusal::State(Conflict::NoSuchWay), "does not accept that"),
        (Refusal::NoAccountGateway, "backline-gateway-user"),
        (
            Refusal::Plan(Barrier::Connections(2)),
            "Your plan allows 2 connections",
        ),
        (
            Refusal::Plan(Barrier::Webhooks),
            "does not include WEBHOOKS",
        ),
    ] {
        let mut play = Play::new();
        play.says(TOKEN);
        let told = said(&play.done(&Done::Refused(refused)));
        assert!(told.contains(words), "{told}");
        assert!(play.wish().is_none());
    }
}

#[test]
fn what_is_not_theirs_is_not_there() {
    let mut play = Play::new();
    play.connections.push(connection("a"));
    play.says("/start");
    play.press(|act| matches!(act, Act::Card(_)));
    // Somebody else administers it by now: the buttons that were shown mean nothing.
    play.connections.clear();
    let told = play.press(|act| matches!(act, Act::Stop(..)));
    assert!(said(&told).contains("out of date"));
    assert!(play.wish().is_none());
    // A press of another person's is looked up among their own.
    let (message, data) = play.data(|act| matches!(act, Act::Stop(..)));
    let mut eve = Play::new();
    eve.person = Person::new(EVE, "en", now());
    let told = eve.news(&News::Pressed {
        query: "q",
        message: Some(message),
        data: &data,
    });
    assert!(said(&told).contains("out of date"));
}

#[test]
fn a_button_works_under_its_own_message_and_for_a_day() {
    let mut play = Play::new();
    play.connections.push(connection("a"));
    play.says("/start");
    let (message, data) = play.data(|act| matches!(act, Act::Card(_)));
    let under = |play: &mut Play, message| {
        said(&play.news(&News::Pressed {
            query: "q",
            message,
            data: &data,
        }))
    };
    assert!(under(&mut play, Some(MessageId(1))).contains("out of date"));
    assert!(under(&mut play, None).contains("out of date"));
    let mut late = Play::new();
    late.person = play.person.clone();
    late.connections.clone_from(&play.connections);
    late.now = now().after(std::time::Duration::from_secs(24 * 3600));
    assert!(under(&mut late, Some(message)).contains("out of date"));
    assert!(under(&mut play, Some(message)).contains("@shop_bot"));
    // It showed something else in the same place: it is gone itself.
    assert!(under(&mut play, Some(message)).contains("out of date"));
}

#[test]
fn the_row_does_not_grow() {
    let mut play = Play::new();
    play.connections.push(connection("a"));
    let mut data = BTreeSet::new();
    for _ in 0..200 {
        play.now = play.now.after(std::time::Duration::from_secs(2));
        play.says("/start");
        for card in &play.person.cards {
            data.extend(card.buttons.keys().cloned());
        }
        assert!(play.person.cards.len() <= 6);
    }
    assert_eq!(data.len(), 600, "no button's data comes twice");
    assert!(
        data.iter().all(|data| data.len() <= 64),
        "as Telegram allows"
    );
}

#[test]
fn who_asks_too_much_is_told_once_and_heard_again_later() {
    let mut play = Play::new();
    let answers: Vec<String> = (0..100).map(|_| said(&play.says("/help"))).collect();
    let heard = answers
        .iter()
        .filter(|one| one.contains("What I understand"))
        .count();
    let told = answers
        .iter()
        .filter(|one| one.contains("more at once"))
        .count();
    assert_eq!((heard, told), (40, 1));
    assert!(deletes(&play.says(TOKEN)), "a secret goes all the same");
    play.now = play.now.after(std::time::Duration::from_secs(60));
    assert!(said(&play.says("/help")).contains("What I understand"));
}

#[test]
fn who_is_not_admitted_hears_their_number_and_nothing_else() {
    let mut play = Play::new();
    play.is_admitted = false;
    assert!(said(&play.says("/start")).contains('5'));
    let told = play.says(TOKEN);
    assert!(deletes(&told));
    assert!(play.wish().is_none());
}

#[test]
fn it_is_deleted_by_its_name_alone() {
    let mut play = Play::new();
    play.connections.push(connection("shop"));
    play.says("/start");
    play.press(|act| matches!(act, Act::Card(_)));
    play.press(|act| matches!(act, Act::Delete(_)));
    assert!(said(&play.says("other")).contains("nothing was deleted"));
    assert!(play.wish().is_none());
    play.says("SHOP");
    assert!(matches!(play.wish(), Some(Wish::Delete { .. })));
    play.connections.clear();
    assert!(said(&play.done(&Done::Done)).contains("is deleted"));
    // A command in between, and the name is only a word again.
    let mut play = Play::new();
    play.connections.push(connection("shop"));
    play.says("/start");
    play.press(|act| matches!(act, Act::Card(_)));
    play.press(|act| matches!(act, Act::Delete(_)));
    play.says("/cancel");
    play.says("shop");
    assert!(play.wish().is_none());
}

#[test]
fn every_parameter_fits_its_screen_and_its_buttons() {
    let mut play = Play::new();
    let mut row = connection("shop");
    for name in Name::ALL {
        row.parameters.insert(name.to_string(), "x".repeat(4096));
    }
    for name in Name::ALL {
        for connection in [connection("shop"), row.clone()] {
            play.connections = vec![connection];
            for language in Language::ALL {
                play.person = Person::new(OLGA, language.as_str(), now());
                let scene = Scene {
                    now: now(),
                    seed: [1; 32],
                    sequence: 1,
                    bot: UserId(99),
                    is_admitted: true,
                    connections: &play.connections,
                    tokens: &[],
                    facts: &Facts::default(),
                };
                let mut talk = talk::Talk::new(scene, play.person.clone(), None);
                parameters::one(&mut talk, &id("shop"), name.as_str());
                let decision = talk.done();
                let drafts = &decision.drafts;
                let Action::Send {
                    payload, buttons, ..
                } = &drafts[0].action
                else {
                    panic!("{drafts:?}")
                };
                let Content::Text(text) = payload.content() else {
                    panic!("{payload:?}")
                };
                assert!(
                    text.text.contains(name.example()),
                    "{language} {name}: {}",
                    text.text
                );
                assert!(buttons.iter().all(|row| !row.is_empty()));
                for button in buttons.iter().flatten() {
                    let ButtonAction::Callback(data) = &button.action else {
                        panic!("{button:?}")
                    };
                    let act = &decision.person.cards[0].buttons[data];
                    assert!(is_good(act), "{name}: {button:?}");
                }
            }
        }
    }
}

/// Values that buttons set are in the grammar.
fn is_good(act: &Act) -> bool {
    if let Act::Set(_, name, value) = act {
        let name = Name::parse(name).unwrap();
        return crate::parameter::check(name, value).is_ok();
    }
    true
}

#[test]
fn tokens_are_those_of_one_connection_alone() {
    let token = |id_: &str, of: Vec<ConnectionId>| Token {
        id: id_.to_owned(),
        name: id_.to_owned(),
        secret_hash: String::new(),
        scopes: vec![Scope::Read],
        connections: of,
        gateway_kinds: Vec::new(),
        identities: Vec::new(),
        created_at: now(),
        expires_at: None,
    };
    let mut play = Play::new();
    play.connections = vec![connection("a"), connection("b")];
    play.tokens = vec![
        token("all", vec![]),
        token("mine", vec![id("a")]),
        token("both", vec![id("a"), id("b")]),
        token("other", vec![id("b")]),
    ];
    play.says("/start");
    play.press(|act| *act == Act::Card(id("a")));
    let told = play.press(|act| matches!(act, Act::Tokens(_)));
    let shown = format!("{told:?}");
    assert!(shown.contains("\"mine\""));
    for hidden in ["\"all\"", "\"both\"", "\"other\""] {
        assert!(!shown.contains(hidden), "{hidden}");
    }
}

/// Somebody asks for an API token of the one connection.
fn ask_for_token(play: &mut Play) {
    play.says("/start");
    play.press(|act| matches!(act, Act::Card(_)));
    play.press(|act| matches!(act, Act::Tokens(_)));
    play.press(|act| matches!(act, Act::NewToken(_)));
    play.press(|act| matches!(act, Act::MakeToken(_, Scope::Read)));
}

#[test]
fn a_secret_that_is_shown_is_written_nowhere_and_goes() {
    let mut play = Play::new();
    play.connections.push(connection("a"));
    ask_for_token(&mut play);
    let scene = Scene {
        now: now(),
        seed: [200; 32],
        sequence: 50,
        bot: UserId(99),
        is_admitted: true,
        connections: &play.connections,
        tokens: &[],
        facts: &Facts::default(),
    };
    let done = Done::Token(Some(Hidden("bl_secret".to_owned())));
    let decision = decide(scene, play.person.clone(), &News::Done(&done));
    let holds =
        |place: &usize| format!("{:?}", decision.drafts[*place].action).contains("bl_secret");
    let all: Vec<usize> = (0..decision.drafts.len()).filter(holds).collect();
    assert_eq!(all.len(), 1);
    let is_unwritten = |place: &usize| {
        let draft = &decision.drafts[*place];
        is_unwritten(&draft.lane, &draft.action)
    };
    let unwritten: Vec<usize> = (0..decision.drafts.len()).filter(is_unwritten).collect();
    assert_eq!(unwritten, all);
    assert!(
        !serde_json::to_string(&decision.person)
            .unwrap()
            .contains("bl_secret")
    );
    let sequence = 50 + all[0] as u64;
    let sent = News::Sent {
        sequence,
        message: MessageId(8),
    };
    let after = decide(scene, decision.person, &sent);
    assert!(matches!(after.drafts[0].action, Action::Delete { .. }));
    assert_eq!(after.drafts[0].delay.as_secs(), 300);
}

#[test]
fn a_secret_that_does_not_arrive_is_told_once_and_the_next_screens_do_not_forget_it() {
    let mut play = Play::new();
    play.connections.push(connection("a"));
    ask_for_token(&mut play);
    play.done(&Done::Token(Some(Hidden("bl_secret".to_owned()))));
    // Not sent yet, whatever the play says.
    let cards = play.person.cards.iter_mut();
    for card in cards.filter(|card| card.fades_after.is_some()) {
        card.message = None;
    }
    for _ in 0..10 {
        play.says("/start");
    }
    let [sequence] = play.person.secrets()[..] else {
        panic!("{:?}", play.person.cards)
    };
    let unsent = News::Unsent {
        sequence,
        is_shut_out: false,
    };
    let told = said(&play.news(&unsent));
    assert!(told.contains("make another one"), "{told}");
    assert_eq!(play.news(&unsent), []);
}

#[test]
fn what_a_connection_tells_is_in_the_persons_language() {
    let mut play = Play::new();
    play.person.language = Language::De;
    play.connections.push(connection("a"));
    let notice = Notice::GroupLost {
        title: "**Team**".to_owned(),
    };
    let note = Note::new(&notice, &play.connections[0], OLGA, now());
    let told = said(&play.news(&News::Note(&note)));
    assert!(
        told.contains("Von @shop_bot:\n⚠️ Ich bin nicht mehr in „**Team**“"),
        "{told}"
    );
    // It was given to somebody else meanwhile: what it tells is theirs.
    play.connections.clear();
    assert_eq!(play.news(&News::Note(&note)), []);
}

#[test]
fn people_without_connections_are_forgotten_in_time() {
    let person = Person::new(OLGA, "en", now());
    let month = now().after(std::time::Duration::from_secs(30 * 24 * 3600));
    assert!(!person.is_forgotten(now(), false));
    assert!(person.is_forgotten(month, false));
    assert!(!person.is_forgotten(month, true));
}

#[test]
fn a_relay_bot_is_removed_after_a_question() {
    let mut play = Play::new();
    let mut row = connection("a");
    let relay = serde_json::json!({
        "identity": "bot:12", "username": "helper_bot", "standing": "unchecked", "added_at": 0,
    });
    row.relays
        .insert(IdentityId::bot(12), serde_json::from_value(relay).unwrap());
    play.connections.push(row);
    play.says("/start");
    play.press(|act| matches!(act, Act::Card(_)));
    play.press(|act| matches!(act, Act::Relays(_)));
    let asked = play.press(|act| matches!(act, Act::Relay(..)));
    assert!(said(&asked).contains("@helper_bot"));
    assert!(play.wish().is_none());
    play.press(|act| matches!(act, Act::RemoveRelay(..)));
    assert_eq!(
        play.wish(),
        Some(&Wish::RemoveRelay(id("a"), IdentityId::bot(12)))
    );
}
