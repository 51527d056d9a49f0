//! How many messages a second the gates look at, on one core: `cargo bench -p backline-domain`.
//!
//! The messages are what customers and operators write, in the catalogues' languages: most hold nothing, one
//! in eight a contact, a link or a name.

use std::collections::BTreeMap;

use backline_domain::id::{ChatAddress, ChatId, ConnectionId, MessageId, UserId};
use backline_domain::keyword::WordList;
use backline_domain::message::{Chat, ChatKind, Content, FormattedText, Message, Sender, User};
use backline_domain::parameter::{Name, Parameters};
use backline_domain::privacy::Gate;
use backline_domain::time::Timestamp;

const TEXTS: [&str; 16] = [
    "Hello, I ordered a lamp last week and it has not arrived yet. Could you have a look please?",
    "Danke für die schnelle Antwort! Dann warte ich noch bis Freitag, das ist völlig in Ordnung.",
    "Здравствуйте! Подскажите, пожалуйста, когда будет доставка? Заказ оформили в понедельник.",
    "Hola, ¿me pueden decir si el modelo azul está disponible en la tienda de Madrid?",
    "ok",
    "Yes, order 4711, paid on 2026-11-29 with 59,90 €. The invoice says something else.",
    "Guten Morgen 😀 Ist die Größe 42 noch da? Ich würde sie sonst morgen selbst abholen kommen.",
    "You can reach me at ann.miller@example.com or +49 170 1234567, any time after five.",
    "Спасибо большое, всё пришло вовремя и в отличном состоянии. Буду заказывать у вас ещё!",
    "The manual says to press both buttons for ten seconds; nothing happens, the light stays red.",
    "Muchas gracias por todo, ha sido un placer. ¡Hasta la próxima! 👋",
    "Is there a discount for more than ten pieces? We are a small school and would need about thirty.",
    "Ich habe das Paket zurückgeschickt, die Nummer ist 00340434161094042557. Wann kommt das Geld?",
    "Можно ли изменить адрес доставки? Мы переехали, новый адрес напишу отдельно.",
    "write me on t.me/ann_miller, here I do not look very often",
    "Perfect, thanks!",
];

fn main() {
    divan::main();
}

fn words(count: usize) -> WordList {
    let words: Vec<String> = (0..count).map(|n| format!("\"verboten{n}wort\"")).collect();
    words.join(",").parse().unwrap_or_default()
}

fn message(text: &str) -> Message {
    let user = User {
        id: UserId(5),
        is_bot: false,
        first_name: "Ann".to_owned(),
        last_name: "Miller".to_owned(),
        username: "ann_miller".to_owned(),
        language: "en".to_owned(),
    };
    Message {
        chat: Chat {
            address: ChatAddress::whole(ChatId(5)),
            kind: ChatKind::Private,
            title: String::new(),
            username: user.username.clone(),
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            is_forum: false,
        },
        id: MessageId(1),
        sender: Sender {
            user: Some(user),
            chat: None,
            signature: String::new(),
        },
        sent_at: Timestamp(0),
        edited_at: None,
        topic: None,
        reply: None,
        forward: None,
        album: None,
        content: Content::Text(FormattedText::plain(text)),
        buttons: Vec::new(),
        is_protected: false,
        via_bot: None,
        is_automatic_forward: false,
        is_outgoing: false,
        business_bot: None,
        random_id: None,
        thread: None,
    }
}

/// The word gate with so many words, over the sixteen messages.
#[divan::bench(args = [10, 1_000, 10_000])]
fn word_gate(bencher: divan::Bencher<'_, '_>, count: usize) {
    let list = words(count);
    bencher
        .counter(divan::counter::ItemsCount::new(TEXTS.len()))
        .bench(|| {
            TEXTS
                .iter()
                .filter(|text| list.find(text).is_some())
                .count()
        });
}

/// The privacy gate with everything hidden, over the sixteen messages.
#[divan::bench]
fn privacy_gate(bencher: divan::Bencher<'_, '_>) {
    let Ok(connection) = ConnectionId::parse("c1") else {
        return;
    };
    let mut parameters = Parameters::default();
    let everything = parameters.set(Name::HideInfo, "ALL");
    assert!(everything.is_ok());
    let numbers = BTreeMap::from([(5, 7)]);
    let messages: Vec<Message> = TEXTS.iter().map(|text| message(text)).collect();
    bencher
        .counter(divan::counter::ItemsCount::new(TEXTS.len()))
        .bench(|| {
            let gate = Gate::new(&connection, &parameters, &numbers);
            messages
                .iter()
                .map(|message| gate.mask(message))
                .collect::<Vec<_>>()
        });
}

/// Both gates, one behind the other.
#[divan::bench]
fn both_gates(bencher: divan::Bencher<'_, '_>) {
    let Ok(connection) = ConnectionId::parse("c1") else {
        return;
    };
    let list = words(10_000);
    let mut parameters = Parameters::default();
    let everything = parameters.set(Name::HideInfo, "ALL");
    assert!(everything.is_ok());
    let numbers = BTreeMap::from([(5, 7)]);
    let messages: Vec<Message> = TEXTS.iter().map(|text| message(text)).collect();
    bencher
        .counter(divan::counter::ItemsCount::new(TEXTS.len()))
        .bench(|| {
            let gate = Gate::new(&connection, &parameters, &numbers);
            let passes = |text: &&&str| list.find(text).is_none();
            let passing = TEXTS.iter().filter(passes).count();
            let masked = messages.iter().map(|message| gate.mask(message));
            (passing, masked.collect::<Vec<_>>())
        });
}
