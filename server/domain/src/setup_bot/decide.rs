//! What happened, and what follows.

use std::time::Duration;

use super::admit::LONGEST;
use super::allowance::Hearing;
use super::answered::answered;
use super::command::{ask_language, cancel, command, obey};
use super::talk::Talk;
use super::{Act, Decision, Done, InfoEnd, Note, Person, Scene, Step, Told, Wish};
use super::{
    account, card, create, find_token, history, info, login, parameters, picture, plan, relays,
    secret, tokens, trouble, webhooks,
};
use crate::catalogue::{Language, SetupWords};
use crate::id::MessageId;
use crate::message::FormattedText;
use crate::text::concat;

/// What happened.
#[derive(Debug)]
pub enum News<'a> {
    /// The person wrote.
    Said {
        /// The message.
        message: MessageId,
        /// Its text; `None` for anything else.
        text: Option<&'a str>,
    },
    /// The person pressed a button.
    Pressed {
        /// To be answered.
        query: &'a str,
        /// The message with the button, where it is in the private chat.
        message: Option<MessageId>,
        /// What the button sent.
        data: &'a str,
    },
    /// The first thing wished for was done, or refused.
    Done(&'a Done),
    /// Something about a connection may be otherwise, or time has passed.
    Look,
    /// A login of theirs told something.
    Login(&'a Told),
    /// A connection has something to tell.
    Note(&'a Note),
    /// A message of the setup bot's arrived.
    Sent {
        /// The delivery.
        sequence: u64,
        /// The message.
        message: MessageId,
    },
    /// A message of the setup bot's never arrives.
    Unsent {
        /// The delivery.
        sequence: u64,
        /// Whether that is because the person has not started the bot, or blocked it.
        is_shut_out: bool,
    },
    /// A message that was to become another one is gone: it is sent anew.
    Lost {
        /// The delivery.
        sequence: u64,
    },
}

/// What follows from what happened.
#[must_use]
pub fn decide(scene: Scene<'_>, person: Person, news: &News<'_>) -> Decision {
    match news {
        News::Said { message, text } => said(scene, person, *message, *text),
        News::Pressed {
            query,
            message,
            data,
        } => pressed(scene, person, query, *message, data),
        News::Done(done) => answered(scene, person, done),
        News::Look => {
            let mut talk = Talk::new(scene, person, None);
            create::look(&mut talk);
            login::look(&mut talk);
            talk.done()
        }
        News::Login(told) => login::told(scene, person, told),
        News::Note(note) => noted(scene, person, note),
        News::Sent { sequence, message } => sent(scene, person, *sequence, *message),
        News::Unsent {
            sequence,
            is_shut_out,
        } => {
            let mut talk = Talk::new(scene, person, None);
            let end = match is_shut_out {
                true => InfoEnd::NotStarted,
                false => InfoEnd::Failed,
            };
            info::ended(&mut talk, *sequence, end);
            secret::lost(&mut talk, *sequence);
            talk.done()
        }
        News::Lost { sequence } => {
            let mut talk = Talk::new(scene, person, None);
            let cards = talk.person.cards.iter_mut();
            for card in cards.filter(|card| card.sequence == *sequence) {
                card.message = None;
            }
            let pictures = talk.person.pictures.iter_mut();
            for picture in pictures.filter(|picture| picture.sequence == *sequence) {
                picture.message = None;
            }
            talk.done()
        }
    }
}

/// Whether the person is heard; they are told once that they are not. `is_open`: what they say
/// is open to who is not let in.
fn is_heard(talk: &mut Talk<'_>, is_open: bool) -> bool {
    let now = talk.scene.now;
    talk.person.seen_at = now;
    match talk.person.allowance.take(now) {
        Hearing::Heard => {}
        Hearing::Refused => {
            talk.say(&SetupWords::TooFast {});
            return false;
        }
        Hearing::Ignored => return false,
    }
    if !talk.scene.is_admitted && !is_open {
        let id = talk.person.user.to_string();
        talk.say(&SetupWords::NotAdmitted { id });
        return false;
    }
    true
}

fn said(scene: Scene<'_>, person: Person, message: MessageId, text: Option<&str>) -> Decision {
    let mut talk = Talk::new(scene, person, None);
    let asks_for_secret = match &talk.person.step {
        Step::AskToken | Step::AskRelay { .. } => true,
        Step::Account(stage) => stage.asks_for_secret(),
        Step::Idle
        | Step::CheckToken { .. }
        | Step::CheckRelay { .. }
        | Step::AwaitRelay { .. }
        | Step::AwaitGroup { .. }
        | Step::ConfirmTest { .. }
        | Step::AskValue { .. }
        | Step::AskDelete { .. } => false,
    };
    let token = text.and_then(find_token);
    // A secret goes first, whatever else is said of it, and whoever sent it.
    let is_command = text.is_some_and(|text| command(text).is_some());
    if token.is_some() || (asks_for_secret && text.is_some() && !is_command) {
        talk.delete(message, Duration::ZERO);
    }
    let is_open = info::is_open_to(&talk, text, None);
    if !is_heard(&mut talk, is_open) {
        return talk.done();
    }
    let Some(text) = text else {
        let words = match talk.person.step {
            Step::Idle
            | Step::CheckToken { .. }
            | Step::CheckRelay { .. }
            | Step::AwaitRelay { .. }
            | Step::AwaitGroup { .. }
            | Step::ConfirmTest { .. } => SetupWords::NotUnderstood {},
            Step::AskToken
            | Step::Account(_)
            | Step::AskValue { .. }
            | Step::AskRelay { .. }
            | Step::AskDelete { .. } => SetupWords::TextWanted {},
        };
        talk.say(&words);
        return talk.done();
    };
    let length = text.chars().count();
    if length > LONGEST {
        talk.say(&SetupWords::TooLong {
            length: length as u64,
            most: LONGEST as u64,
        });
        return talk.done();
    }
    if let Some(command) = command(text) {
        obey(&mut talk, command);
        return talk.done();
    }
    match talk.person.step.clone() {
        Step::AskRelay { connection } => relays::given(&mut talk, &connection, token),
        // It would be shown, and told to customers: an address may have one in it.
        Step::AskValue { name, .. } if token.is_some() && !parameters::takes_secrets(&name) => {
            create::token_given(&mut talk, token);
        }
        Step::AskValue { connection, name } => {
            parameters::value_given(&mut talk, &connection, &name, text);
        }
        Step::Account(stage) => account::given(&mut talk, stage, text, token),
        Step::AskDelete { connection } => card::name_given(&mut talk, &connection, text),
        Step::AskToken => create::token_given(&mut talk, token),
        // A token that nobody asked for begins a connection: what else would it be for.
        Step::Idle
        | Step::CheckToken { .. }
        | Step::CheckRelay { .. }
        | Step::AwaitRelay { .. }
        | Step::AwaitGroup { .. }
        | Step::ConfirmTest { .. }
            if token.is_some() =>
        {
            create::token_given(&mut talk, token);
        }
        Step::Idle
        | Step::CheckToken { .. }
        | Step::CheckRelay { .. }
        | Step::AwaitRelay { .. }
        | Step::AwaitGroup { .. }
        | Step::ConfirmTest { .. } => talk.say(&SetupWords::NotUnderstood {}),
    }
    talk.done()
}

fn pressed(
    scene: Scene<'_>,
    person: Person,
    query: &str,
    message: Option<MessageId>,
    data: &str,
) -> Decision {
    // A picture does not become a text.
    let at = message.filter(|message| !picture::is_one(&person, *message));
    let mut talk = Talk::new(scene, person, at);
    let act = message.and_then(|_| talk.person.act(data, message, scene.now));
    let is_open = info::is_open_to(&talk, None, act.as_ref());
    if !is_heard(&mut talk, is_open) {
        talk.answer(query, None);
        return talk.done();
    }
    // Asked anew: what a button is about may not be the person's any more.
    let act = act.filter(|act| match act.connection() {
        Some(connection) => scene.connection(connection).is_some(),
        None => true,
    });
    let Some(act) = act else {
        talk.answer(query, Some(&SetupWords::ButtonOld {}));
        return talk.done();
    };
    talk.answer(query, None);
    // A button leads away from what was typed for.
    if matches!(
        talk.person.step,
        Step::AskToken | Step::AskValue { .. } | Step::AskRelay { .. } | Step::AskDelete { .. }
    ) {
        talk.person.step = Step::Idle;
    }
    act_on(&mut talk, act);
    talk.done()
}

fn act_on(talk: &mut Talk<'_>, act: Act) {
    match act {
        Act::Menu => card::menu(talk),
        Act::Cancel => cancel(talk),
        Act::Languages => ask_language(talk),
        Act::Speak(language) => {
            talk.person.language = language;
            if talk.scene.is_admitted {
                card::menu_under(talk, Some(&SetupWords::LanguageSet {}));
            } else {
                // Somebody who only gets cards of /info.
                let text = talk.text(&SetupWords::LanguageSet {});
                talk.show(&text, Vec::new());
            }
        }
        Act::Plan => plan::show(talk),
        Act::New => account::ask_frontend(talk),
        Act::Account(press) => account::pressed(talk, press),
        Act::Card(of) => card::show(talk, &of),
        Act::Group(of) => create::ask_group(talk, &of),
        Act::Check(of) => create::check(talk, &of),
        Act::Test(of) => create::test(talk, &of, false),
        Act::Seen(of) => create::seen(talk, &of),
        Act::Unseen(of) => create::unseen(talk, &of),
        Act::Stop(of, is_stopped) => talk.wish(Wish::Stop(of, is_stopped)),
        Act::Delete(of) => card::ask_delete(talk, &of),
        Act::Parameters(of, page) => parameters::page(talk, &of, page),
        Act::Parameter(of, name) => parameters::one(talk, &of, &name),
        Act::Set(connection, name, value) => talk.wish(Wish::Set {
            connection,
            name,
            value,
        }),
        Act::Type(of, name) => parameters::ask(talk, of, name),
        Act::History(of, name) => history::show(talk, &of, &name),
        Act::SetBack(of, name, change) => history::set_back(talk, of, name, change),
        Act::Relays(of) => relays::list(talk, &of),
        Act::AddRelay(of) => relays::ask(talk, &of),
        Act::Relay(of, relay) => relays::one(talk, &of, relay),
        Act::RemoveRelay(of, relay) => talk.wish(Wish::RemoveRelay(of, relay)),
        Act::Tokens(of) => tokens::list(talk, &of),
        Act::NewToken(of) => tokens::ask_scope(talk, &of),
        Act::MakeToken(of, scope) => talk.wish(Wish::MakeToken(of, scope)),
        Act::Token(of, token) => tokens::ask_revoke(talk, &of, &token),
        Act::Revoke(of, token) => talk.wish(Wish::Revoke(of, token)),
        Act::Signing(of) => webhooks::ask_secret(talk, &of),
        Act::Secret(of, is_new) => talk.wish(Wish::WebhookSecret(of, is_new)),
    }
}

fn noted(scene: Scene<'_>, person: Person, note: &Note) -> Decision {
    let mut talk = Talk::new(scene, person, None);
    if let Some(card) = &note.card {
        info::give(&mut talk, note, card);
        return talk.done();
    }
    let words = note.words.get(&talk.person.language);
    let words = words.or_else(|| note.words.get(&Language::En));
    // What is said of a connection is said to who administers it now.
    if let (Some(words), Some(connection)) = (words, scene.connection(&note.connection)) {
        let bot = card::shown_bot(connection);
        let above = talk.text(&SetupWords::Note { bot });
        let topics = trouble::of_missing_topics(&talk, connection);
        let topics = topics.filter(|_| note.is_of_missing_topics());
        let words = topics.unwrap_or_else(|| words.clone());
        let text = concat([above, FormattedText::plain("\n"), words]);
        if account::is_logged_out(connection) {
            let again = account::Press::Method(Some(connection.id.clone()));
            let again = talk.key(&SetupWords::KeyLogInAgain {}, Act::Account(again));
            talk.show(&text, vec![vec![again]]);
        } else {
            let keys = create::keys_of_note(&talk, connection, note);
            talk.show(&text, keys);
        }
    }
    create::look(&mut talk);
    talk.done()
}

fn sent(scene: Scene<'_>, person: Person, sequence: u64, message: MessageId) -> Decision {
    let mut talk = Talk::new(scene, person, None);
    let mut fades = None;
    for card in &mut talk.person.cards {
        if card.sequence == sequence {
            card.message = Some(message);
            fades = card.fades_after;
        }
    }
    for picture in &mut talk.person.pictures {
        if picture.sequence == sequence {
            picture.message = Some(message);
        }
    }
    if let Some(after) = fades {
        talk.person.cards.retain(|card| card.sequence != sequence);
        talk.delete(message, after);
    }
    info::ended(&mut talk, sequence, InfoEnd::Given);
    talk.done()
}
