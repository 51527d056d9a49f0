//! Every kind of content that people send, with the Bot API's fields.

use serde_json::{Value, json};

use super::{Account, Content};
use crate::world::{MediaKind, THROWN};

// === impl Content ===

impl Content {
    /// One of every kind of content, with the Bot API's field name, service messages left out.
    #[must_use]
    pub fn every_kind() -> Vec<(&'static str, Self)> {
        let files = MediaKind::ALL
            .into_iter()
            .map(|kind| (kind.field(), Self::file(kind, kind.field())));
        let others = [
            ("text", Self::text("a text")),
            ("contact", Self::contact("+4912345", "Carla")),
            ("location", Self::location(52.5, 13.4)),
            ("venue", Self::venue("Café", "Main Street 1")),
            ("poll", Self::poll("Tea?", &["yes", "no"])),
            ("dice", Self::dice("🎲", 3)),
            ("game", Self::game("Snake")),
            ("story", Self::story(1_000_000)),
            ("checklist", Self::checklist("Trip", &["tickets", "shoes"])),
            ("rich_message", Self::rich_message("A rich paragraph")),
            ("paid_media", Self::paid_media(5)),
            ("giveaway", Self::giveaway(3)),
            ("giveaway_winners", Self::giveaway_winners(3)),
            ("invoice", Self::invoice("Tea", 450)),
        ];
        others.into_iter().chain(files).collect()
    }

    /// A contact card.
    #[must_use]
    pub fn contact(phone: &str, first_name: &str) -> Self {
        Self::raw(
            "contact",
            json!({"phone_number": phone, "first_name": first_name}),
        )
    }

    /// A place.
    #[must_use]
    pub fn location(latitude: f64, longitude: f64) -> Self {
        Self::raw(
            "location",
            json!({"latitude": latitude, "longitude": longitude}),
        )
    }

    /// A place that moves for so many seconds.
    #[must_use]
    pub fn live_location(latitude: f64, longitude: f64, seconds: i64) -> Self {
        Self::raw(
            "location",
            json!({"latitude": latitude, "longitude": longitude, "live_period": seconds}),
        )
    }

    /// A place with a name.
    #[must_use]
    pub fn venue(title: &str, address: &str) -> Self {
        let location = json!({"latitude": 52.5, "longitude": 13.4});
        Self::raw(
            "venue",
            json!({"location": location, "title": title, "address": address}),
        )
    }

    /// A poll.
    #[must_use]
    pub fn poll(question: &str, options: &[&str]) -> Self {
        Self::raw("poll", poll(question, options, "regular"))
    }

    /// A quiz. Which option is right, counted from 0, bots learn only in a private chat with them, or once it is closed.
    #[must_use]
    pub fn quiz(question: &str, options: &[&str], right: usize) -> Self {
        let mut quiz = poll(question, options, "quiz");
        quiz["correct_option_ids"] = json!([right]);
        quiz["allows_revoting"] = json!(false);
        Self::raw("poll", quiz)
    }

    /// A die that shows so many.
    #[must_use]
    pub fn dice(emoji: &str, value: i64) -> Self {
        Self::raw("dice", json!({"emoji": emoji, "value": value}))
    }

    /// A die that shows what every bot throws.
    #[must_use]
    pub fn thrown(emoji: &str) -> Self {
        Self::dice(emoji, THROWN)
    }

    /// A game.
    #[must_use]
    pub fn game(title: &str) -> Self {
        Self::raw(
            "game",
            json!({"title": title, "description": "A game", "photo": [picture()]}),
        )
    }

    /// A story of somebody, shared.
    #[must_use]
    pub fn story_of(who: &impl Account) -> Self {
        Self::story(who.id())
    }

    fn story(who: i64) -> Self {
        let chat = json!({"id": who, "type": "private", "first_name": "Somebody"});
        Self::raw("story", json!({"chat": chat, "id": 7}))
    }

    /// A list of tasks, the first of them done.
    #[must_use]
    pub fn checklist(title: &str, tasks: &[&str]) -> Self {
        let tasks: Vec<Value> = tasks
            .iter()
            .zip(1..)
            .map(|(text, id)| {
                let mut task = json!({"id": id, "text": text});
                if id == 1 {
                    task["completion_date"] = json!(1_767_225_000);
                }
                task
            })
            .collect();
        Self::raw("checklist", json!({"title": title, "tasks": tasks}))
    }

    /// A rich message of one paragraph.
    #[must_use]
    pub fn rich_message(text: &str) -> Self {
        let paragraph = json!({"type": "paragraph", "text": text});
        Self::raw("rich_message", json!({"blocks": [paragraph]}))
    }

    /// Media that must be paid for.
    #[must_use]
    pub fn paid_media(stars: i64) -> Self {
        let preview = json!({"type": "preview", "width": 640, "height": 480, "duration": 3});
        Self::raw(
            "paid_media",
            json!({"star_count": stars, "paid_media": [preview]}),
        )
    }

    /// A giveaway.
    #[must_use]
    pub fn giveaway(winners: i64) -> Self {
        Self::raw(
            "giveaway",
            json!({
                "chats": [somewhere()], "winners_selection_date": 1_767_800_000, "winner_count": winners,
                "premium_subscription_month_count": 3,
            }),
        )
    }

    /// The winners of a giveaway.
    #[must_use]
    pub fn giveaway_winners(winners: i64) -> Self {
        Self::raw(
            "giveaway_winners",
            json!({
                "chat": somewhere(), "giveaway_message_id": 5, "winners_selection_date": 1_767_800_000,
                "winner_count": winners, "winners": [],
            }),
        )
    }

    /// An invoice.
    #[must_use]
    pub fn invoice(title: &str, cents: i64) -> Self {
        Self::raw(
            "invoice",
            json!({
                "title": title, "description": "A thing to buy", "start_parameter": "buy", "currency": "EUR",
                "total_amount": cents,
            }),
        )
    }
}

fn poll(question: &str, options: &[&str], kind: &str) -> Value {
    let options: Vec<Value> = options
        .iter()
        .zip(0..)
        .map(|(text, id)| json!({"persistent_id": id.to_string(), "text": text, "voter_count": 0}))
        .collect();
    json!({
        "id": "5001", "question": question, "options": options, "total_voter_count": 0, "is_closed": false,
        "is_anonymous": true, "type": kind, "allows_multiple_answers": false, "allows_revoting": true,
        "members_only": false,
    })
}

fn picture() -> Value {
    json!({
        "file_id": "SIM-game", "file_unique_id": "SIM-game", "width": 320, "height": 180, "file_size": 1000,
    })
}

/// A channel that is in no world.
pub(super) fn somewhere() -> Value {
    json!({"id": -1_001_999_999_999_i64, "type": "channel", "title": "Somewhere"})
}
