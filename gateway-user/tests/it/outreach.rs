//! What only an account can do, against the simulated Telegram.

use backline_proto::common::v1::ChatKind;
use backline_proto::gateway::v1::action::Verb;
use backline_proto::gateway::v1::update::Event;
use backline_proto::gateway::v1::*;
use backline_proto::gateway::v1::{join_chat::Link, person_name::Name};
use telegram_sim::{Group, Person};

use crate::stage::{Stage, chat};

fn name(username: &str) -> Name {
    Name::Username(username.to_owned())
}

fn find(name: Name) -> Verb {
    let who = Some(PersonName { name: Some(name) });
    Verb::FindPerson(FindPerson { who })
}

fn invite(group: &Group, name: Name) -> Verb {
    Verb::InvitePerson(InvitePerson {
        chat: Some(chat(group.id())),
        who: Some(PersonName { name: Some(name) }),
    })
}

fn join(link: &str, channels: bool) -> Verb {
    let hash = link.rsplit_once('+').map(|(_, hash)| hash.to_owned());
    let link = hash.map_or_else(|| Link::Username(link.to_owned()), Link::InviteHash);
    Verb::JoinChat(JoinChat {
        groups: true,
        channels,
        link: Some(link),
    })
}

// === impl Stage ===

impl Stage {
    async fn reaches(&self, verb: Verb) -> Reached {
        self.does(verb, &[]).await.reached.unwrap()
    }

    /// Why it is refused, in Telegram's words too.
    async fn refuses(&self, verb: Verb) -> (RejectionReason, String) {
        loop {
            match self.execute(verb.clone(), &[]).await {
                outcome::Kind::Rejected(told) => return (told.reason(), told.detail),
                outcome::Kind::Deferred(told) if told.detail.contains("dialogs") => {
                    tokio::task::yield_now().await;
                }
                other => panic!("{other:?}"),
            }
        }
    }

    fn stranger(&self, first_name: &str, username: &str) -> Person {
        let person = self.sim.person(first_name);
        person.with_username(username);
        person
    }
}

#[tokio::test]
async fn people_are_found_by_name_number_and_id() {
    let stage = Stage::started().await;
    let bob = stage.stranger("Bob", "bob_jones");
    let found = stage.reaches(find(name("Bob_Jones"))).await;
    assert_eq!(found.person.unwrap().id, bob.id());
    let shown = found.chat.unwrap();
    assert_eq!(
        (shown.kind(), shown.first_name.as_str()),
        (ChatKind::Private, "Bob")
    );
    let carl = stage.sim.person("Carl");
    let found = stage
        .reaches(find(Name::Phone(stage.sim.phone(&carl))))
        .await;
    assert_eq!(found.person.unwrap().id, carl.id());
    // Whoever was met is found by id, and can be written to.
    let found = stage.reaches(find(Name::UserId(stage.ann.id()))).await;
    assert_eq!(found.person.unwrap().first_name, "Ann");
    let hello = crate::stage::send(chat(bob.id()), 0, crate::stage::text("hello Bob"));
    stage.does(hello, &[7]).await;
    let found = stage
        .reaches(find(name(&stage.sim.bot("Helper").username())))
        .await;
    assert!(found.person.unwrap().is_bot);
    let club = stage.sim.group("Club", &bob);
    club.with_username("the_club");
    let found = stage.reaches(find(name("the_club"))).await;
    assert_eq!(found.person, None);
    assert_eq!(found.chat.unwrap().title, "Club");
    // And who is not.
    let gone = stage.sim.person("Gone");
    gone.says(&stage.agent, "bye");
    stage.until_text("bye").await;
    gone.deactivates();
    for (who, reason) in [
        (name("nobody_here"), RejectionReason::NotFound),
        (
            Name::Phone("15550000000".to_owned()),
            RejectionReason::NotFound,
        ),
        (Name::UserId(99), RejectionReason::NotFound),
        (Name::UserId(gone.id()), RejectionReason::Deactivated),
    ] {
        let refused = stage.refuses(find(who.clone())).await;
        assert_eq!(refused.0, reason, "{who:?}: {}", refused.1);
    }
}

#[tokio::test]
async fn a_group_is_made_and_people_come_in() {
    let stage = Stage::started().await;
    let create = Verb::CreateGroup(CreateGroup {
        is_forum: false,
        title: "Order 4711".to_owned(),
    });
    let made = stage.reaches(create.clone()).await.chat.unwrap();
    assert_eq!(
        (made.kind(), made.title.as_str()),
        (ChatKind::Supergroup, "Order 4711")
    );
    let group = stage.sim.groups_named("Order 4711").remove(0);
    assert_eq!(made.address.unwrap().id, group.id());
    // Whether it is there can be asked, should its answer be lost.
    let look = |title: &str, seconds: i64| {
        Verb::FindGroup(FindGroup {
            title: title.to_owned(),
            made_from_time: Some(prost_types::Timestamp { seconds, nanos: 0 }),
        })
    };
    let found = stage.reaches(look("Order 4711", 1)).await.chat.unwrap();
    assert_eq!(found.address.unwrap().id, group.id());
    for (title, since) in [("Order", 1), ("Order 4711", i64::from(i32::MAX))] {
        let refused = stage.refuses(look(title, since)).await;
        assert_eq!(refused.0, RejectionReason::NotFound);
    }
    let bob = stage.stranger("Bob", "bob_jones");
    let came = stage.reaches(invite(&group, name("bob_jones"))).await;
    assert!(!came.was_there && group.member(&bob).is_in());
    let again = stage.reaches(invite(&group, name("bob_jones"))).await;
    assert!(again.was_there);
    let shy = stage.stranger("Shy", "shy_one");
    shy.is_invited_by_contacts_only();
    let refused = stage.refuses(invite(&group, name("shy_one"))).await;
    assert_eq!(refused.0, RejectionReason::Privacy);
    let link = Verb::MakeInviteLink(MakeInviteLink {
        chat: Some(chat(group.id())),
    });
    let link = stage.reaches(link).await.invite_link;
    let led = stage.sim.group_by_link(&link).unwrap();
    assert_eq!(led.id(), group.id());
    // What is written there is told, and its makers word came before.
    bob.says(&group, "nice");
    stage.until_text("nice").await;
    let updates = stage.server.updates();
    let is_word =
        |update: &Update| format!("{:?}", update.event).contains("supergroup_chat_created");
    assert!(updates.iter().any(is_word), "{updates:#?}");
    stage.sim.set_most_channels(0);
    let refused = stage.refuses(create).await;
    assert_eq!(refused.0, RejectionReason::TooManyChats);
    let carl = stage.stranger("Carl", "carl_jones");
    let refused = stage.refuses(invite(&group, name("carl_jones"))).await;
    assert_eq!(refused.0, RejectionReason::PersonInTooManyChats);
    assert!(!group.member(&carl).is_in());
}

#[tokio::test]
async fn people_come_into_basic_groups_too() {
    let stage = Stage::started().await;
    let group = stage.sim.basic_group("Friends", &stage.agent);
    stage.agent.says(&group, "hello friends");
    stage.until_text("hello friends").await;
    let bob = stage.stranger("Bob", "bob_jones");
    stage.reaches(invite(&group, name("bob_jones"))).await;
    assert!(group.member(&bob).is_in());
    let script = stage.sim.script(&stage.agent, "messages.addChatUser");
    script.refuse(400, "USERS_TOO_MUCH");
    let carl = stage.stranger("Carl", "carl_jones");
    let refused = stage.refuses(invite(&group, name("carl_jones"))).await;
    assert_eq!(refused.0, RejectionReason::ChatFull);
    assert!(!group.member(&carl).is_in());
}

#[tokio::test]
async fn a_limited_account_is_told_as_that() {
    let stage = Stage::started().await;
    stage.stranger("Bob", "bob_jones");
    let bob = stage.reaches(find(name("bob_jones"))).await.person.unwrap();
    let create = |title: &str| {
        Verb::CreateGroup(CreateGroup {
            is_forum: false,
            title: title.to_owned(),
        })
    };
    stage.reaches(create("Order")).await;
    let group = stage.sim.groups_named("Order").remove(0);
    stage.agent.is_limited();
    let hello = crate::stage::send(chat(bob.id), 0, crate::stage::text("hello Bob"));
    for verb in [hello, invite(&group, name("bob_jones")), create("Another")] {
        let refused = stage.refuses_keyed(verb.clone()).await;
        assert_eq!(
            refused.0,
            RejectionReason::PeerFlood,
            "{verb:?}: {}",
            refused.1
        );
    }
    // Who wrote to the account is answered.
    let hello = crate::stage::send(stage.ann_chat(), 0, crate::stage::text("hello Ann"));
    stage.does(hello, &[8]).await;
    assert_eq!(stage.sim.groups_named("Another").len(), 0);
}

impl Stage {
    async fn refuses_keyed(&self, verb: Verb) -> (RejectionReason, String) {
        match self.execute(verb, &[7]).await {
            outcome::Kind::Rejected(told) => (told.reason(), told.detail),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn groups_are_joined_after_a_look() {
    let stage = Stage::started().await;
    let club = stage.sim.group("Club", &stage.ann);
    let open = stage.sim.group("Open", &stage.ann);
    open.with_username("open_group");
    let closed = stage.sim.group("Closed", &stage.ann);
    let news = stage.sim.channel("News", &stage.ann);
    let (link, wish) = (club.invite_link(), closed.invite_link_on_request());
    let joined = stage.reaches(join(&link, false)).await;
    assert!(!joined.was_there && club.member(&stage.agent).is_in());
    assert_eq!(joined.chat.unwrap().title, "Club");
    // What is written there from now on is told.
    stage.ann.says(&club, "welcome to the club");
    stage.until_text("welcome to the club").await;
    let again = stage.reaches(join(&link, false)).await;
    assert!(again.was_there && again.chat.unwrap().title == "Club");
    for was_there in [false, true] {
        let joined = stage.reaches(join("open_group", false)).await;
        assert_eq!(
            (joined.was_there, joined.chat.unwrap().title.as_str()),
            (was_there, "Open")
        );
    }
    let asked = stage.reaches(join(&wish, false)).await;
    assert!(asked.is_waiting && asked.chat.is_none());
    assert!(closed.is_asked_by(&stage.agent));
    let link = news.invite_link();
    let refused = stage.refuses(join(&link, false)).await;
    assert_eq!(refused.0, RejectionReason::UnwantedKind);
    assert!(!news.member(&stage.agent).is_in());
    let joined = stage.reaches(join(&link, true)).await;
    assert_eq!(joined.chat.unwrap().kind(), ChatKind::Channel);
    news.revoke_link(&link);
    let other = stage.sim.group("Other", &stage.ann);
    let old = other.invite_link();
    other.revoke_link(&old);
    for (link, reason) in [
        (old.as_str(), RejectionReason::LinkInvalid),
        ("https://t.me/+nothing", RejectionReason::LinkInvalid),
        ("nobody_here", RejectionReason::NotFound),
    ] {
        let refused = stage.refuses(join(link, true)).await;
        assert_eq!(refused.0, reason, "{link}: {}", refused.1);
    }
    stage.sim.set_most_channels(0);
    let link = other.invite_link();
    let refused = stage.refuses(join(&link, true)).await;
    assert_eq!(refused.0, RejectionReason::TooManyChats);
    // Telegram's own trouble is no answer, and asking again harms nobody.
    let script = stage.sim.script(&stage.agent, "messages.checkChatInvite");
    script.server_error(500);
    let failed = stage.execute(join(&link, true), &[]).await;
    assert!(matches!(failed, outcome::Kind::Failed(_)), "{failed:?}");
}

#[tokio::test]
async fn people_who_are_called_otherwise_are_told_of() {
    let stage = Stage::started().await;
    let names = |stage: &Stage| {
        let updates = stage.server.updates().into_iter();
        let changed = updates.filter_map(|update| match update.event? {
            Event::PersonChanged(changed) => Some((update.key?, changed.person?)),
            _ => None,
        });
        changed.collect::<Vec<_>>()
    };
    let until = async |count: usize| {
        stage
            .settled("names told", || names(&stage).len() >= count)
            .await;
        names(&stage)
    };
    stage.ann.renames("Anna", Some("Smith"));
    stage.ann.with_username("anna_smith");
    stage.ann.renames("Ann", None);
    stage.ann.renames("Anna", Some("Smith"));
    let told = until(4).await;
    let called: Vec<String> = told
        .iter()
        .map(|(_, one)| format!("{} {} {}", one.first_name, one.last_name, one.username))
        .collect();
    assert_eq!(
        called,
        [
            "Anna Smith ",
            "Anna Smith anna_smith",
            "Ann  anna_smith",
            "Anna Smith anna_smith"
        ]
    );
    let mut keys: Vec<&str> = told
        .iter()
        .map(|(key, _)| key.natural_key.as_str())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 4, "a name that comes back is no repetition");
    // Where Telegram tells only that something is different, the person is asked for.
    stage.ann.profile(|user| user.is_premium = true);
    let told = until(5).await;
    assert!(told[4].1.is_premium && told[4].1.first_name == "Anna");
    // What is written next carries the name, too.
    stage.ann.says(&stage.agent, "it is me");
    let said = stage.until_text("it is me").await;
    assert_eq!(said.sender.unwrap().user.unwrap().last_name, "Smith");
}
