//! No secret of a customer's gets to the team, whatever they send and whatever is hidden; and each mask
//! is missed when it is off.
//!
//! People here are made of secrets: every field has a word of its own that stands nowhere else. What the
//! team would see is everything in the decisions' payloads, titles and rewrites.
mod case;
mod content;
mod secrets;
mod world;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use self::case::{Case, GROUP, TEAM, case};
use self::content::{chat, one_line};
use self::world::{READER, World, message};
use crate::delivery::{Delivery, LaneKind, Outcome, Rejection, Sent};
use crate::dialog::{Dialog, State};
use crate::id::{ChatAddress, ChatId, MessageId, MessageRef, TopicId, UserId};
use crate::link::{self, Copy, Link, Original, Role, Side};
use crate::message::{
    Chat, ChatKind, Content, FormattedText, Message, Reaction, ReactionChange, Reply, Sender,
    Service, ServiceKind, User,
};
use crate::parameter::{Hidden, Parameters};
use crate::privacy::Gate;
use crate::privacy::switch::{Mask, without};
use crate::reaction::Reactions;
use crate::relay::{
    Attempt, CustomerScene, EditScene, TeamScene, customer_message, message_edited,
    reaction_changed, review, settle, team_message,
};
use crate::time::Timestamp;

/// Lets everything happen once that this case has, and says what leaked.
fn play(case: &Case) -> Vec<String> {
    played(case).leaks()
}

fn played(case: &Case) -> World {
    let mut world = World::new(case);
    world.hide();
    let user = world.secrets.user(8_100_000_000 + i64::from(case.seed));
    let at = if case.is_group { GROUP } else { user.id.0 };
    let chat = chat(&mut world.secrets, at, case.is_group, &user);
    let joiner = world.secrets.user(8_200_000_000 + i64::from(case.seed));
    for id in [
        user.id.0,
        at,
        joiner.id.0,
        7_000_000_000 + i64::from(case.seed),
    ] {
        let next = u32::try_from(world.numbers.len()).unwrap();
        world.numbers.entry(id).or_insert(next);
    }
    // It begins with a link that carries something, in private.
    let payload = one_line(&mut world.secrets, case);
    let mut first = message(&mut world, &chat, &user, 10);
    if case.kind == 16 {
        first.content = Content::Text(FormattedText::plain(format!("/start {payload}")));
    }
    let decision = customer_message(&world.scene(), &CustomerScene::default(), &first);
    world.see(&decision);
    let mut dialog = decision.dialog.unwrap();
    dialog.topic = crate::dialog::Topic::Known(TopicId(77));

    // An edit of it, when it is posted.
    let key = link::Key {
        identity: world.connection.frontend,
        chat: chat.address.clone(),
        message: first.id,
        part: 0,
    };
    let original = Original {
        is_spoken: case.is_group,
        quotes: true,
        copies: vec![MessageRef {
            chat: ChatAddress::whole(ChatId(TEAM)),
            message: MessageId(500),
        }],
        ..Original::default()
    };
    let link = Link {
        key: key.clone(),
        dialog: dialog.key.clone(),
        side: Side::Customer,
        thread: None,
        role: Role::Original(Box::new(original)),
        at: Timestamp::default(),
    };
    let edited = message(&mut world, &chat, &user, 10);
    let scene = EditScene {
        dialog: &dialog,
        link: &link,
        waiting: None,
        edit: None,
    };
    let decision = message_edited(&world.scene(), &scene, &edited);
    world.see(&decision);

    // People come, and the group is called anew.
    if case.is_group {
        let service = |kind, title: String, users: Vec<User>| {
            Content::Service(Service {
                kind,
                raw_kind: "service".to_owned(),
                title,
                users,
                other_chat: None,
                message: None,
            })
        };
        let title = world.secrets.word("Anew", &[Hidden::Title]);
        for content in [
            service(
                ServiceKind::MembersJoined,
                String::new(),
                vec![joiner.clone()],
            ),
            service(ServiceKind::TitleChanged, title, Vec::new()),
        ] {
            let told = Message {
                content,
                ..first.clone()
            };
            let customer = CustomerScene {
                dialog: Some(&dialog),
                ..CustomerScene::default()
            };
            let decision = customer_message(&world.scene(), &customer, &told);
            world.see(&decision);
        }
    }

    // Somebody reacts, and an operator asks about that and about the customer.
    let copy = Link {
        key: link::Key {
            chat: ChatAddress::whole(ChatId(TEAM)),
            message: MessageId(500),
            ..key
        },
        dialog: dialog.key.clone(),
        side: Side::Team,
        thread: None,
        role: Role::Copy(Copy {
            of: first.reference(),
            parts: Vec::new(),
            poster: world.connection.frontend,
            delivery: 7,
        }),
        at: Timestamp::default(),
    };
    let change = ReactionChange {
        chat: chat.clone(),
        message: first.id,
        actor: Sender {
            user: Some(joiner.clone()),
            chat: None,
            signature: String::new(),
        },
        old: Vec::new(),
        new: vec![Reaction::Emoji("👍".to_owned())],
        at: Timestamp::default(),
    };
    let decision = reaction_changed(&world.scene(), &dialog, &link, None, &change);
    world.see(&decision);
    let mut reactions = Reactions::new(copy.key.clone());
    let name = Gate::new(&world.connection.id, &world.parameters, &world.numbers).person(&joiner);
    reactions.take(joiner.id.0, &name, &change.new);
    // And somebody whose name was kept before it was to be hidden.
    let before = Parameters::default();
    let name = Gate::new(&world.connection.id, &before, &world.numbers).person(&joiner);
    reactions.take(joiner.id.0 + 1, &name, &change.new);
    let team = Chat {
        address: ChatAddress::whole(ChatId(TEAM)),
        kind: ChatKind::Supergroup,
        is_forum: true,
        ..chat.clone()
    };
    let operator = |id| User {
        id,
        first_name: "Olga".to_owned(),
        last_name: String::new(),
        ..user.clone()
    };
    // Who may see everything, and who may not.
    for (who, answers) in [
        (READER, false),
        (READER, true),
        (UserId(10), false),
        (UserId(10), true),
    ] {
        let command = Message {
            chat: team.clone(),
            id: MessageId(600),
            sender: Sender {
                user: Some(operator(who)),
                chat: None,
                signature: String::new(),
            },
            topic: Some(TopicId(77)),
            reply: answers.then_some(Reply {
                message: MessageId(500),
                chat: None,
                quote: None,
                quote_position: 0,
                answered_text: None,
            }),
            forward: None,
            buttons: Vec::new(),
            content: Content::Text(FormattedText::plain("/info")),
            ..first.clone()
        };
        let scene = TeamScene {
            dialog: Some(&dialog),
            reply: answers.then_some(&copy),
            reactions: answers.then_some(&reactions),
            has_setup_bot: true,
            ..TeamScene::default()
        };
        let decision = team_message(&world.scene(), &scene, &command);
        world.see(&decision);
    }
    dialog.state = State::UserAnswered;
    let decision = review(&world.scene(), &dialog);
    world.see(&decision);
    // The members are counted, and the card goes out where it was asked for.
    let counts: Vec<Delivery> = std::mem::take(&mut world.counts);
    for delivery in counts {
        let sent = Sent::default();
        let attempt = attempt(&delivery, &dialog, &sent);
        let outcome = Outcome::Rejected {
            reason: Rejection::Other,
            detail: String::new(),
        };
        let decision = settle(&world.scene(), &attempt, &outcome).decision;
        world.see(&decision);
    }
    world
}

fn attempt<'a>(delivery: &'a Delivery, dialog: &'a Dialog, sent: &'a Sent) -> Attempt<'a> {
    Attempt::new(delivery, Some(dialog), sent)
}

/// What was decided before anything was hidden, and goes out after.
fn play_late(case: &Case) -> Vec<String> {
    let mut world = World::new(case);
    let user = world.secrets.user(8_100_000_000 + i64::from(case.seed));
    let at = if case.is_group { GROUP } else { user.id.0 };
    let chat = chat(&mut world.secrets, at, case.is_group, &user);
    let first = message(&mut world, &chat, &user, 10);
    let decision = customer_message(&world.scene(), &CustomerScene::default(), &first);
    world.hide();
    // The card is about ids, and is not made anew; nothing else of it waits for long.
    let drafts = decision
        .drafts
        .iter()
        .filter(|draft| draft.lane.kind == LaneKind::ToTopic);
    for draft in drafts {
        let delivery = world.delivery(draft);
        world.see_delivery(&delivery);
    }
    world.leaks()
}

proptest! {
    #![proptest_config(Config { cases: 1500, ..Config::default() })]

    #[test]
    fn no_secret_gets_to_the_team(case in case()) {
        prop_assert_eq!(play(&case), [""; 0]);
    }

    #[test]
    fn what_waits_is_hidden_too(case in case()) {
        prop_assert_eq!(play_late(&case), [""; 0]);
    }
}

/// Under `command` who may see everything gets it in private, and nobody else gets anything there.
#[test]
fn who_may_see_everything_does_and_nobody_else() {
    let mut runner = TestRunner::deterministic();
    let mut told = 0;
    for _ in 0..200 {
        let mut case = case().new_tree(&mut runner).unwrap().current();
        case.hidden.insert("name");
        case.hidden.insert("title");
        case.hidden.insert("command");
        let world = played(&case);
        assert_eq!(world.leaks(), [""; 0]);
        assert!(!world.private.is_empty());
        for (to, shown) in &world.private {
            assert_eq!(*to, READER);
            told += world.hidden_in(shown);
        }
        case.hidden.remove("command");
        assert_eq!(played(&case).private, []);
    }
    assert!(told > 200, "the cards name whom it is about");
}

/// Each mask off in turn: the property has to fail.
#[test]
fn each_mask_is_missed_when_it_is_off() {
    let mut missed_by_none = Vec::new();
    for mask in Mask::ALL {
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let leaks = without(Some(*mask), || {
            (0..4000).any(|_| {
                let case = case().new_tree(&mut runner).unwrap().current();
                !play(&case).is_empty() || !play_late(&case).is_empty()
            })
        });
        if !leaks {
            missed_by_none.push(mask);
        }
    }
    assert!(
        missed_by_none.is_empty(),
        "nothing fails without {missed_by_none:?}"
    );
}

#[test]
fn nothing_is_hidden_that_is_not_to_be() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..200 {
        let mut case = case().new_tree(&mut runner).unwrap().current();
        case.hidden.clear();
        let mut world = World::new(&case);
        world.hide();
        let user = world.secrets.user(8_100_000_000);
        let chat = chat(&mut world.secrets, user.id.0, false, &user);
        let first = message(&mut world, &chat, &user, 10);
        let masked =
            Gate::new(&world.connection.id, &world.parameters, &world.numbers).mask(&first);
        assert_eq!(*masked.message(), first);
    }
}
