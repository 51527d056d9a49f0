//! Content that is no file: places, contacts, polls, dice and the like, which the world keeps as the Bot API's JSON.

use grammers_tl_types::{enums, types};
use serde_json::Value;

use super::{int, user_peer};
use crate::world::{Body, Message, UserId, World};

/// Content as an account sees it; what has no form here is shown as unsupported.
pub(super) fn plain(
    world: &World,
    message: &Message,
    kind: &str,
    value: &Value,
    account: UserId,
) -> enums::MessageMedia {
    let word = |field: &str| value[field].as_str().unwrap_or_default().to_owned();
    match kind {
        "location" if world.is_live(message) || value.get("live_period").is_some() => {
            enums::MessageMedia::GeoLive(types::MessageMediaGeoLive {
                geo: geo(value),
                heading: value["heading"].as_i64().map(int),
                period: int(value["live_period"].as_i64().unwrap_or_default()),
                proximity_notification_radius: value["proximity_alert_radius"].as_i64().map(int),
            })
        }
        "location" => enums::MessageMedia::Geo(types::MessageMediaGeo { geo: geo(value) }),
        "venue" => enums::MessageMedia::Venue(types::MessageMediaVenue {
            geo: geo(&value["location"]),
            title: word("title"),
            address: word("address"),
            provider: "foursquare".to_owned(),
            venue_id: word("foursquare_id"),
            venue_type: word("foursquare_type"),
        }),
        "contact" => enums::MessageMedia::Contact(types::MessageMediaContact {
            phone_number: word("phone_number"),
            first_name: word("first_name"),
            last_name: word("last_name"),
            vcard: word("vcard"),
            user_id: value["user_id"].as_i64().unwrap_or_default(),
        }),
        "dice" => enums::MessageMedia::Dice(types::MessageMediaDice {
            value: int(value["value"].as_i64().unwrap_or_default()),
            emoticon: word("emoji"),
            game_outcome: None,
        }),
        "poll" => poll(world, message, value, account),
        "story" => enums::MessageMedia::Story(Box::new(types::MessageMediaStory {
            via_mention: false,
            peer: user_peer(value["chat"]["id"].as_i64().unwrap_or_default()),
            id: int(value["id"].as_i64().unwrap_or_default()),
            story: None,
        })),
        "checklist" => checklist(value),
        _ => enums::MessageMedia::Unsupported,
    }
}

fn geo(place: &Value) -> enums::GeoPoint {
    enums::GeoPoint::Point(types::GeoPoint {
        long: place["longitude"].as_f64().unwrap_or_default(),
        lat: place["latitude"].as_f64().unwrap_or_default(),
        access_hash: 1,
        accuracy_radius: None,
    })
}

fn words(text: &Value) -> enums::TextWithEntities {
    let text = text.as_str().unwrap_or_default().to_owned();
    let entities = Vec::new();
    enums::TextWithEntities::Entities(types::TextWithEntities { text, entities })
}

fn poll(world: &World, message: &Message, value: &Value, account: UserId) -> enums::MessageMedia {
    let is = |field: &str| value[field] == true;
    let options = value["options"].as_array().map(Vec::as_slice);
    let options = options.unwrap_or_default();
    let answers = options.iter().zip(0u8..).map(|(option, place)| {
        enums::PollAnswer::Answer(types::PollAnswer {
            text: words(&option["text"]),
            option: vec![b'0' + place],
            media: None,
            added_by: None,
            date: None,
        })
    });
    let quiz = value["type"] == "quiz";
    let tells = quiz && world.tells_answer(message, account);
    let right = value["correct_option_ids"].as_array();
    let right = |place: u8| {
        let right = right.filter(|_| tells);
        right.is_some_and(|right| right.iter().any(|one| one.as_u64() == Some(place.into())))
    };
    let votes = options.iter().zip(0u8..).map(|(option, place)| {
        enums::PollAnswerVoters::Voters(types::PollAnswerVoters {
            chosen: false,
            correct: right(place),
            option: vec![b'0' + place],
            voters: Some(int(option["voter_count"].as_i64().unwrap_or_default())),
            // Beside the count, or neither is there.
            recent_voters: Some(Vec::new()),
        })
    });
    let id = value["id"].as_str().and_then(|id| id.parse().ok());
    let results = types::PollResults {
        min: false,
        has_unread_votes: false,
        can_view_stats: false,
        results: Some(votes.collect()),
        total_voters: Some(int(value["total_voter_count"].as_i64().unwrap_or_default())),
        recent_voters: None,
        solution: value["explanation"]
            .as_str()
            .filter(|_| tells)
            .map(str::to_owned),
        solution_entities: value["explanation"]
            .as_str()
            .filter(|_| tells)
            .map(|_| Vec::new()),
        solution_media: None,
    };
    enums::MessageMedia::Poll(Box::new(types::MessageMediaPoll {
        poll: enums::Poll::Poll(types::Poll {
            id: id.unwrap_or_default(),
            closed: is("is_closed"),
            public_voters: value["is_anonymous"] == false,
            multiple_choice: is("allows_multiple_answers"),
            quiz,
            open_answers: false,
            revoting_disabled: value["allows_revoting"] == false,
            shuffle_answers: false,
            hide_results_until_close: false,
            creator: matches!(&message.body, Body::Plain(..))
                && message.author.account() == account,
            subscribers_only: false,
            question: words(&value["question"]),
            answers: answers.collect(),
            close_period: None,
            close_date: None,
            countries_iso2: None,
            hash: 0,
        }),
        results: enums::PollResults::Results(Box::new(results)),
        attached_media: None,
    }))
}

fn checklist(value: &Value) -> enums::MessageMedia {
    let tasks = value["tasks"].as_array().map(Vec::as_slice);
    let tasks = tasks.unwrap_or_default().iter().map(|task| {
        enums::TodoItem::Item(types::TodoItem {
            id: int(task["id"].as_i64().unwrap_or_default()),
            title: words(&task["text"]),
        })
    });
    enums::MessageMedia::ToDo(types::MessageMediaToDo {
        todo: enums::TodoList::List(types::TodoList {
            others_can_append: false,
            others_can_complete: false,
            title: words(&value["title"]),
            list: tasks.collect(),
        }),
        completions: None,
    })
}
