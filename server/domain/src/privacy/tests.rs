//! What is hidden, and what is not, through the gate.

mod leak;

use super::gate::Numbers;
use super::*;
use crate::id::ConnectionId;
use crate::message::{Entity, FormattedText};
use crate::parameter::Parameters;

pub(super) fn parameters(hidden: &str) -> Parameters {
    let mut parameters = Parameters::default();
    parameters
        .set(crate::parameter::Name::HideInfo, hidden)
        .unwrap();
    parameters
}

fn masked(hidden: &str, text: &str) -> String {
    let (of, parameters, numbers) = (
        ConnectionId::parse("c1").unwrap(),
        parameters(hidden),
        Numbers::from([(5, 0)]),
    );
    Gate::new(&of, &parameters, &numbers).plain(text)
}

#[test]
fn contacts_are_masked_however_they_are_written() {
    for (written, read) in [
        ("write to ann@example.com!", "write to [e-mail address]!"),
        ("Ann.Miller+shop@mail.example.co.uk", "[e-mail address]"),
        ("ａｎｎ＠ｅｘａｍｐｌｅ．ｃｏｍ", "[e-mail address]"),
        ("ann\u{200B}@exam\u{2060}ple.com", "[e-mail address]"),
        ("ann (at) example (dot) com", "[e-mail address]"),
        ("ann[at]example.com", "[e-mail address]"),
        ("ann at example dot com", "[e-mail address]"),
        ("ann @ example . com", "[e-mail address]"),
        ("анна собака пример точка рф", "[e-mail address]"),
        ("ana arroba ejemplo punto es", "[e-mail address]"),
        ("ann ät beispiel punkt de", "[e-mail address]"),
        ("аnn@ехаmple.соm", "[e-mail address]"),
        (
            "see https://example.com/?to=ann%40example.com now",
            "see [e-mail address] now",
        ),
        (
            "https://example.com/?p=%2B49%20170%201234567",
            "[phone number]",
        ),
        ("mailto:ann@example.com", "mailto:[e-mail address]"),
        ("tel:+491701234567", "tel:[phone number]"),
        ("mein Name: анна@почта.рф", "mein Name: [e-mail address]"),
    ] {
        assert_eq!(masked("contact", written), read, "{written}");
        assert_eq!(masked("name, title, command, forward", written), written);
    }
}

#[test]
fn links_and_names_are_masked_however_they_are_written() {
    for (written, read) in [
        ("t.me/ann_miller", "[link]"),
        (
            "see https://t.me/ann_miller?start=1 there",
            "see [link] there",
        ),
        ("HTTP://T.ME/+AbCdEf", "[link]"),
        ("ann_miller.t.me", "[link]"),
        ("telegram.me/ann", "[link]"),
        ("tg://user?id=123456", "[link]"),
        ("tg://resolve?domain=ann", "[link]"),
        ("t . me / ann", "[link]"),
        ("t(dot)me/ann", "[link]"),
        ("t dot me slash ann", "[link]"),
        ("т.ме/ann", "[link]"),
        ("t\u{200B}.me/ann", "[link]"),
        ("ｔ．ｍｅ／ａｎｎ", "[link]"),
        ("https://wa.me/491701234567", "[link]"),
        ("www.instagram.com/ann", "[link]"),
        ("https://m.facebook.com/ann.miller", "[link]"),
        ("https%3A%2F%2Ft.me%2Fann", "[link]"),
        (
            "https://redirect.example/?u=https%253A%252F%252Ft.me%252Fann",
            "[link]",
        ),
        ("ask @ann_miller please", "ask [username] please"),
        ("(@ann_miller)", "([username])"),
        ("＠ann_miller", "[username]"),
        ("@an\u{200D}n_miller", "[username]"),
        ("@аnn_miller", "[username]"),
    ] {
        assert_eq!(masked("link", written), read, "{written}");
    }
    assert_eq!(masked("mention", "ask @ann_miller"), "ask [username]");
    assert_eq!(masked("mention", "t.me/ann_miller"), "t.me/ann_miller");
}

#[test]
fn harmless_text_stays() {
    for text in [
        "Hello, where is my order 4711? I wait since 29.11.2026, 10:15.",
        "Look at example.com and https://example.com/shop?id=12345678#top",
        "We meet at noon. Dot your i's at home.",
        "I paid 1.234,56 € for 3 x 450 g on 2026-11-29",
        "1 + 1 = 2, 50% of 10.000 is 5.000",
        "Версия 1.2.3, заказ № 123456 на сумму 12 500 руб.",
        "¿Dónde está mi pedido? Son las 10:30 de la mañana.",
        "Grüße aus München, Zimmer 12, 3. Stock",
        "the cat.me too",
        "a@b",
        "100 @ 5 each",
        "it. me and you",
        "x.commerce",
        "look.at.this",
        "192.168.1.100:8080",
        "😀😀 nice 👍🏽",
    ] {
        assert_eq!(
            masked(
                "name, title, link, command, contact, mention, forward",
                text
            ),
            text
        );
    }
}

#[test]
fn what_leads_to_a_person_goes_and_formatting_stays() {
    let (of, parameters, numbers) = (
        ConnectionId::parse("c1").unwrap(),
        parameters("name, link, contact, mention"),
        Numbers::from([(5, 0)]),
    );
    let gate = Gate::new(&of, &parameters, &numbers);
    let entity = |kind: &str, offset, length| Entity {
        kind: kind.to_owned(),
        offset,
        length,
        ..Entity::default()
    };
    // 😀 is two code units.
    let text = FormattedText {
        text: "😀 Ann, +49 170 1234567, here, there, bold".to_owned(),
        entities: vec![
            Entity {
                user: Some(5),
                ..entity("text_mention", 3, 3)
            },
            entity("phone_number", 8, 15),
            entity("italic", 8, 15),
            Entity {
                url: "tg://user?id=5".to_owned(),
                ..entity("text_link", 25, 4)
            },
            Entity {
                url: "https://example.com/".to_owned(),
                ..entity("text_link", 31, 5)
            },
            entity("bold", 38, 4),
        ],
    };
    let masked = gate.text(&text);
    let pseudonym = pseudonym::name(
        &of,
        pseudonym::Sort::Person,
        0,
        crate::catalogue::Language::En,
    );
    assert_eq!(
        masked.text,
        format!("😀 {pseudonym}, [phone number], here, there, bold")
    );
    let covered: Vec<(String, String)> = masked
        .entities
        .iter()
        .map(|entity| {
            let one = crate::text::slice(&masked, entity.offset..entity.offset + entity.length);
            (entity.kind.clone(), one.text)
        })
        .collect();
    let expected = [
        ("italic", "[phone number]"),
        ("text_link", "there"),
        ("bold", "bold"),
    ];
    assert_eq!(
        covered,
        expected.map(|(kind, text)| (kind.to_owned(), text.to_owned()))
    );
}

#[test]
fn what_waits_loses_the_names_that_are_hidden_by_then_and_no_others() {
    use crate::catalogue::{Language, Notice};
    use crate::delivery::{Action, Class, LaneKind, Purpose, Target};
    use crate::dialog::{Customer, Dialog, Key, Kind};
    use crate::id::{ChatAddress, ChatId};
    use crate::payload::{GateNow, Payload, gate_now};
    let connection = ConnectionId::parse("c1").unwrap();
    let key = Key {
        connection,
        chat: ChatAddress::whole(ChatId(5)),
    };
    let customer = Customer {
        name: "Ann Lee".to_owned(),
        ..Customer::default()
    };
    let dialog = Dialog::new(
        key,
        Kind::Private,
        customer,
        crate::time::Timestamp::default(),
    );
    let title = customer_of(&dialog, "OFF");
    let payload = Payload::notice(&Notice::CustomerBlocked { title }, Language::En);
    let read: Payload = serde_json::from_str(&serde_json::to_string(&payload).unwrap()).unwrap();
    assert_eq!(read, payload);
    let delivery = crate::delivery::Delivery {
        key: crate::delivery::Key {
            lane: crate::delivery::Lane::of(&dialog.key, LaneKind::Notice),
            sequence: 1,
        },
        identity: crate::id::IdentityId::bot(42),
        via: None,
        action: Action::Send {
            to: Target::Topic,
            payload,
            reply: None,
            buttons: Vec::new(),
        },
        purpose: Purpose::TeamNotice,
        class: Class::Operator,
        created_at: crate::time::Timestamp::default(),
        due_at: crate::time::Timestamp::default(),
        attempts: 0,
        first_failed_at: None,
        after_silence: false,
        started_at: None,
        is_begun: false,
        started_by: None,
        last_error: None,
        held_back: 0,
        progress: crate::delivery::Progress::default(),
        retry_of: None,
    };
    for hidden in ["OFF", "title, link, command, contact, mention, forward"] {
        assert_eq!(
            gate_now(&delivery, &parameters(hidden)),
            GateNow::Passes,
            "{hidden}"
        );
    }
    let GateNow::Instead(Action::Send { payload, .. }) = gate_now(&delivery, &parameters("name"))
    else {
        panic!("the name is to be hidden");
    };
    let crate::message::Content::Text(text) = payload.content() else {
        panic!()
    };
    assert!(text.text.starts_with("⚠️ — has blocked"), "{}", text.text);
}

fn customer_of(dialog: &crate::dialog::Dialog, hidden: &str) -> Shown {
    customer(dialog, &parameters(hidden))
}
