//! Bots over MTProto: logged in once by their token, with buttons, reactions,
//! standings and deletions, beside whoever polls the Bot API.

use std::time::Duration;

use backline_gateway::Driven;
use backline_gateway_user::{Error, LoginKey};
use backline_proto::common::v1::button::Action;
use backline_proto::common::v1::{Button, ButtonRow, MemberStatus, reaction};
use backline_proto::gateway::v1::action::Verb;
use backline_proto::gateway::v1::update::Event;
use backline_proto::gateway::v1::{
    AnswerButton, Cursor, DescribeChat, EditMessage, IdentityState, MarkRead, MenuCommand,
    RejectionReason, SendMessage, SetCommands, Succeeded, outcome, set_commands::Scope,
};
use telegram_sim::{Bot, Group, Limits, ManualClock, MessageRef, Person, Rights, Sim};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::server::Server;
use crate::stage::{chat, message, run_with_key, send, target, text, texts};

/// A bot with its forum and a customer who has started it, a gateway and its server.
struct House {
    sim: Sim,
    bot: Bot,
    olga: Person,
    ann: Person,
    team: Group,
    server: Server,
    clock: Driven,
    shutdown: CancellationToken,
    running: JoinHandle<Result<(), Error>>,
    key: LoginKey,
}

impl House {
    /// The gateway is attached and serves nobody.
    async fn set() -> Self {
        let config = telegram_sim::Config::default().limits(Limits::off());
        let sim = Sim::start(config.clock(&ManualClock::new())).await.unwrap();
        let (bot, olga, ann) = (sim.bot("Shop"), sim.person("Olga"), sim.person("Ann"));
        let team = sim.forum("Team", &olga);
        olga.makes_admin(&team, &bot, Rights::all());
        ann.starts(&bot, None);
        let key = LoginKey(sim.new_auth_key().bytes());
        let (server, clock) = (Server::new(), Driven::new());
        let shutdown = CancellationToken::new();
        let running =
            run_with_key(&server, &clock, &shutdown, sim.mtproto(), Some(key.clone())).await;
        server.until_attached().await;
        Self {
            sim,
            bot,
            olga,
            ann,
            team,
            server,
            clock,
            shutdown,
            running,
            key,
        }
    }

    /// The gateway serves the bot, and follows its updates.
    async fn started() -> Self {
        let house = Self::set().await;
        house.assign(None).await;
        house.online().await;
        house
    }

    async fn online(&self) {
        self.server
            .until("a state", |batches| !batches.is_empty())
            .await;
    }

    async fn assign(&self, cursor: Option<Cursor>) {
        let (id, token) = (self.bot.id(), self.bot.token());
        self.server.assign_bot(id, token, cursor).await;
    }

    fn cursor(&self) -> Option<Cursor> {
        self.server.batches().last()?.cursor.clone()
    }

    fn logins(&self) -> usize {
        self.sim.calls_of("auth.importBotAuthorization").len()
    }

    async fn execute(&self, verb: Verb, random_ids: &[i64]) -> outcome::Kind {
        self.server.execute(self.bot.id(), verb, random_ids).await
    }

    async fn does(&self, verb: Verb, random_ids: &[i64]) -> Succeeded {
        match self.execute(verb, random_ids).await {
            outcome::Kind::Succeeded(made) => made,
            other => panic!("{other:?}"),
        }
    }

    /// Waits for an event, and gives what it is looked at for.
    async fn until<T>(&self, what: &str, look: impl Fn(&Event) -> Option<T>) -> T {
        let find = |updates: &[backline_proto::gateway::v1::Update]| {
            updates.iter().find_map(|it| look(it.event.as_ref()?))
        };
        let is_there = |updates: &[_]| find(updates).is_some();
        self.server.until_updates(what, is_there).await;
        find(&self.server.updates()).unwrap()
    }

    async fn until_text(&self, text: &str) {
        self.server
            .until_updates(text, |updates| texts(updates).iter().any(|it| it == text))
            .await;
    }

    /// Lets the gateway's time go on until it is so.
    async fn drive(&self, what: &str, so: impl Fn() -> bool) {
        for _ in 0..400 {
            let settled = async {
                while !so() {
                    tokio::task::yield_now().await;
                }
            };
            let soon = Duration::from_millis(20);
            if tokio::time::timeout(soon, settled).await.is_ok() {
                return;
            }
            self.clock.advance(Duration::from_secs(1));
        }
        panic!("never: {what}; reports: {:?}", self.server.reports());
    }

    async fn end(self) {
        self.shutdown.cancel();
        self.running.await.unwrap().unwrap();
        assert_eq!(self.sim.violations(), []);
    }
}

fn buttons(rows: &[(&str, &str)]) -> Vec<ButtonRow> {
    let buttons = rows.iter().map(|(text, data)| Button {
        text: (*text).to_owned(),
        action: Some(Action::CallbackData((*data).to_owned())),
    });
    vec![ButtonRow {
        buttons: buttons.collect(),
    }]
}

fn asked(house: &House, words: &str, rows: Vec<ButtonRow>) -> Verb {
    Verb::SendMessage(SendMessage {
        target: target(chat(house.ann.id()), 0),
        content: Some(text(words)),
        buttons: rows,
        ..SendMessage::default()
    })
}

fn last(house: &House) -> MessageRef {
    house.ann.chat_with(&house.bot).refs().pop().unwrap()
}

#[tokio::test]
async fn a_bot_logs_in_once_and_whoever_serves_it_next_goes_on_with_its_session() {
    let house = House::started().await;
    assert_eq!(house.logins(), 1);
    assert_eq!(house.server.kept().len(), 1, "handed over");
    let told = house.server.until_report(IdentityState::Online).await;
    let profile = told.profile.unwrap();
    assert_eq!(
        (profile.user_id, profile.username.as_str()),
        (house.bot.id(), "ShopBot")
    );
    assert!(!profile.can_read_all_group_messages, "privacy mode is on");
    house.ann.says(&house.bot, "one");
    house.until_text("one").await;
    // Another assignment is a fresh start, as after a crash.
    house.assign(house.cursor()).await;
    house.ann.says(&house.bot, "two");
    house.until_text("two").await;
    assert_eq!(house.logins(), 1);
    assert_eq!(house.sim.most_connections_of(&house.bot), 1);
    house.end().await;
}

#[tokio::test]
async fn nothing_is_done_with_a_session_that_the_server_does_not_have() {
    let house = House::set().await;
    house.server.refuse_keeping(true);
    house.assign(None).await;
    house
        .drive("a login", || house.server.refused_keeping() > 0)
        .await;
    house.ann.says(&house.bot, "is anybody there?");
    let sent = house
        .execute(send(chat(house.ann.id()), 0, text("no")), &[1])
        .await;
    let outcome::Kind::Deferred(told) = sent else {
        panic!("{sent:?}");
    };
    assert!(told.detail.contains("logged in"), "{}", told.detail);
    for _ in 0..20 {
        house.clock.advance(Duration::from_secs(1));
        tokio::task::yield_now().await;
    }
    assert_eq!(house.logins(), 1, "one is enough");
    assert!(house.server.updates().is_empty());
    house.server.refuse_keeping(false);
    house
        .drive("online", || !house.server.batches().is_empty())
        .await;
    // What was written between the login and the first look is told.
    house.until_text("is anybody there?").await;
    assert_eq!(house.logins(), 1);
    house.end().await;
}

#[tokio::test]
async fn a_session_that_telegram_ended_is_made_anew_by_the_token() {
    let house = House::started().await;
    house.sim.ends_sessions(&house.bot);
    house.ann.says(&house.bot, "still there?");
    // A call finds it out.
    let sent = house
        .execute(send(chat(house.ann.id()), 0, text("no")), &[1])
        .await;
    let comes_again = matches!(
        sent,
        outcome::Kind::Deferred(_) | outcome::Kind::Uncertain(_)
    );
    assert!(comes_again, "{sent:?}");
    house.drive("a second login", || house.logins() == 2).await;
    house.until_text("still there?").await;
    assert_eq!(house.server.kept().len(), 2);
    house
        .does(send(chat(house.ann.id()), 0, text("yes")), &[1])
        .await;
    assert_eq!(last(&house).text(), "yes");
    house.end().await;
}

#[tokio::test]
async fn a_token_that_telegram_does_not_take_is_told_with_the_remedy_and_not_tried_again() {
    for (word, remedy) in [
        ("ACCESS_TOKEN_INVALID", "knows no bot"),
        ("ACCESS_TOKEN_EXPIRED", "valid no more"),
    ] {
        let house = House::set().await;
        let script = house
            .sim
            .script_accounts(Some("auth.importBotAuthorization"));
        script.always().refuse(400, word);
        house.assign(None).await;
        let told = house
            .server
            .until_report(IdentityState::BadCredential)
            .await;
        assert!(
            told.detail.contains(remedy) && told.detail.contains("set-token"),
            "{}",
            told.detail
        );
        let sent = house
            .execute(send(chat(house.ann.id()), 0, text("no")), &[1])
            .await;
        let outcome::Kind::Rejected(refused) = sent else {
            panic!("{sent:?}");
        };
        assert_eq!(refused.reason(), RejectionReason::BadCredential);
        house.clock.advance(Duration::from_secs(3600));
        assert_eq!(house.logins(), 1);
        house.end().await;
    }
}

#[tokio::test]
async fn a_flood_wait_of_a_login_is_waited_for() {
    let house = House::set().await;
    let script = house
        .sim
        .script_accounts(Some("auth.importBotAuthorization"));
    script.refuse(420, "FLOOD_WAIT_100");
    house.assign(None).await;
    let told = house
        .server
        .until_report(IdentityState::TransientDisconnect)
        .await;
    assert!(told.detail.contains("FLOOD_WAIT_100"), "{}", told.detail);
    house.clock.advance(Duration::from_secs(99));
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(house.logins(), 1);
    house
        .drive("online", || !house.server.batches().is_empty())
        .await;
    assert_eq!(house.logins(), 2);
    house.end().await;
}

#[tokio::test]
async fn buttons_are_shown_pressed_answered_and_taken_away() {
    let house = House::started().await;
    let verb = asked(&house, "which?", buttons(&[("One", "1"), ("Two", "2")]));
    let made = house.does(verb.clone(), &[41]).await;
    let again = house.does(verb, &[41]).await;
    assert_eq!(made, again, "the same again is the same message");
    let shown = last(&house);
    let query = house.ann.presses(&shown, "2");
    let press = house
        .until("the press", |event| match event {
            Event::ButtonPressed(press) => Some(press.clone()),
            _ => None,
        })
        .await;
    assert_eq!(press.callback_data, "2");
    assert_eq!(press.actor.unwrap().id, house.ann.id());
    assert_eq!(press.message.unwrap().message_id, made.message_ids[0]);
    let answer = Verb::AnswerButton(AnswerButton {
        query_id: press.query_id,
        text: "Two it is".into(),
        ..AnswerButton::default()
    });
    house.does(answer, &[]).await;
    let told = house.ann.answer_to_press(&query).unwrap();
    assert_eq!(told["text"], "Two it is");
    let edit = Verb::EditMessage(EditMessage {
        message: message(chat(house.ann.id()), made.message_ids[0]),
        content: Some(text("Two")),
        ..EditMessage::default()
    });
    house.does(edit, &[]).await;
    let is_bare = |house: &House| last(house).look().unwrap().markup.is_none();
    assert!(last(&house).text() == "Two" && is_bare(&house));
    house.end().await;
}

#[tokio::test]
async fn who_blocks_the_bot_reacts_or_deletes_is_told() {
    let house = House::started().await;
    let made = house
        .does(send(chat(house.ann.id()), 0, text("hello")), &[7])
        .await;
    house.ann.reacts(&last(&house), "👍");
    let reacted = house
        .until("the reaction", |event| match event {
            Event::ReactionChanged(changed) => Some(changed.clone()),
            _ => None,
        })
        .await;
    assert_eq!(reacted.message_id, made.message_ids[0]);
    assert_eq!(reacted.actor.unwrap().user.unwrap().id, house.ann.id());
    assert!(reacted.old_reactions.is_empty());
    assert_eq!(
        reacted.new_reactions[0].kind,
        Some(reaction::Kind::Emoji("👍".into()))
    );
    let regretted = house.ann.says(&house.bot, "regretted");
    house.until_text("regretted").await;
    house.ann.deletes(&regretted);
    let gone = house
        .until("the deletion", |event| match event {
            Event::MessagesDeleted(gone) => Some(gone.clone()),
            _ => None,
        })
        .await;
    assert_eq!(gone.message_ids, [regretted.id_for(&house.bot)]);
    house.ann.blocks(&house.bot);
    let own = |event: &Event| match event {
        Event::OwnMembershipChanged(changed) if changed.new_status() == MemberStatus::Banned => {
            Some(changed.clone())
        }
        _ => None,
    };
    let blocked = house.until("the block", own).await;
    assert_eq!(
        blocked.chat.unwrap().address.unwrap().id,
        house.ann.id(),
        "where"
    );
    let refused = house
        .execute(send(chat(house.ann.id()), 0, text("hello?")), &[8])
        .await;
    let outcome::Kind::Rejected(refused) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(refused.reason(), RejectionReason::Blocked);
    house.end().await;
}

#[tokio::test]
async fn its_own_standing_in_a_group_comes_with_who_changed_it() {
    let house = House::started().await;
    let other = house.sim.group("Other", &house.olga);
    house.olga.adds(&other, &house.bot);
    house.olga.makes_admin(&other, &house.bot, Rights::all());
    let own = |event: &Event| match event {
        Event::OwnMembershipChanged(changed)
            if changed.new_status() == MemberStatus::Administrator =>
        {
            Some(changed.clone())
        }
        _ => None,
    };
    let told = house.until("made an administrator", own).await;
    assert_eq!(told.actor.as_ref().unwrap().id, house.olga.id());
    assert_eq!(told.old_status(), MemberStatus::Member);
    assert!(told.rights.unwrap().manage_topics);
    let joined = house.sim.person("Joe");
    joined.joins(&other);
    let member = |event: &Event| match event {
        Event::MemberChanged(changed) => changed.member.as_ref().map(|member| member.id),
        _ => None,
    };
    assert_eq!(house.until("Joe", member).await, joined.id());
    let described = house
        .does(
            Verb::DescribeChat(DescribeChat {
                chat: Some(chat(house.team.id())),
                with_administrators: true,
                ..DescribeChat::default()
            }),
            &[],
        )
        .await;
    let described = described.description.unwrap();
    assert_eq!(described.administrators.len(), 2);
    assert!(described.own_rights.unwrap().manage_topics);
    house.end().await;
}

#[tokio::test]
async fn privacy_mode_and_other_bots_are_as_for_bots() {
    let house = House::started().await;
    let group = house.sim.group("Customers", &house.olga);
    house.olga.adds(&group, &house.bot);
    let other = house.sim.bot("Other");
    house.olga.makes_admin(&house.team, &other, Rights::all());
    house.olga.says(&group, "among ourselves");
    house.olga.says(&group, "/help@ShopBot");
    other.sends(&house.team, "a bot's word");
    house.olga.says(&house.team, "a person's word");
    house.until_text("/help@ShopBot").await;
    house.until_text("a person's word").await;
    let told = texts(&house.server.updates());
    for hidden in ["among ourselves", "a bot's word"] {
        assert!(!told.iter().any(|it| it == hidden), "{told:?}");
    }
    house.end().await;
}

/// A bot in privacy mode is not shown all that its group's sequence counts, and asks for what
/// it takes for missed.
#[tokio::test]
async fn an_edit_and_a_deletion_behind_what_it_is_not_shown_are_told() {
    let house = House::started().await;
    let group = house.sim.group("Customers", &house.olga);
    house.olga.adds(&group, &house.bot);
    let seen = house.olga.says(&group, "/help@ShopBot");
    let edited = house.olga.says(&group, "/ask@ShopBot how");
    house.until_text("/ask@ShopBot how").await;
    let hidden = house.olga.says(&group, "among ourselves");
    house.olga.deletes(&hidden);
    house.olga.edits(&edited, "/ask@ShopBot why");
    house.olga.deletes(&seen);
    let gone = house
        .until("the deletion", |event| match event {
            Event::MessagesDeleted(gone) => Some(gone.message_ids.clone()),
            _ => None,
        })
        .await;
    assert_eq!(gone, [seen.id_for(&house.bot)]);
    let changed = house
        .until("the edit", |event| match event {
            Event::MessageEdited(message) => Some(message.message_id),
            _ => None,
        })
        .await;
    assert_eq!(changed, edited.id_for(&house.bot));
    house.end().await;
}

#[tokio::test]
async fn a_program_at_the_bot_api_goes_on_beside_it() {
    let house = House::started().await;
    let waiting = house.bot.waiting_updates();
    house.ann.says(&house.bot, "for both");
    house.until_text("for both").await;
    assert_eq!(house.bot.waiting_updates(), waiting + 1);
    // What it sends is the bot's own word.
    house.bot.sends(&house.ann, "from the other program");
    let own = house
        .until("its own", |event| match event {
            Event::MessagePosted(message) if message.is_outgoing => Some(message.clone()),
            _ => None,
        })
        .await;
    assert_eq!(own.random_id, 0);
    house.end().await;
}

#[tokio::test]
async fn what_only_people_may_is_refused_and_menus_are_set() {
    let house = House::started().await;
    let read = Verb::MarkRead(MarkRead {
        chat: Some(chat(house.ann.id())),
        message_id: 1,
    });
    let refused = house.execute(read, &[]).await;
    let outcome::Kind::Rejected(refused) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(refused.reason(), RejectionReason::NotSupported);
    let menu = Verb::SetCommands(SetCommands {
        chat: Some(chat(house.team.id())),
        commands: vec![MenuCommand {
            name: "close".into(),
            description: "Closes the dialog".into(),
        }],
        ..SetCommands::default()
    });
    house.does(menu, &[]).await;
    let everywhere = Verb::SetCommands(SetCommands {
        commands: vec![MenuCommand {
            name: "start".into(),
            description: "Beginnt".into(),
        }],
        scope: Scope::AllPrivateChats.into(),
        language_code: "de".into(),
        ..SetCommands::default()
    });
    house.does(everywhere, &[]).await;
    let set = house.sim.read(|world| {
        let bot = world.user(house.bot.id()).unwrap().bot.clone().unwrap();
        format!("{:?}", bot.commands)
    });
    assert!(
        set.contains("close") && set.contains(&house.team.id().to_string()),
        "{set}"
    );
    assert!(
        set.contains("all_private_chats") && set.contains("} de"),
        "{set}"
    );
    house.end().await;
}

#[tokio::test]
async fn what_no_difference_gives_is_asked_for_by_number() {
    let house = House::started().await;
    house.bot.privacy_off();
    house.olga.says(&house.team, "before");
    house.until_text("before").await;
    let cursor = house.cursor();
    house.server.revoke(house.bot.id()).await;
    house.server.until_report(IdentityState::Released).await;
    for number in 0..1100 {
        house.olga.says(&house.team, &format!("m{number}"));
    }
    house.ann.says(&house.bot, "and I");
    house.assign(cursor).await;
    house.until_text("m1099").await;
    house.until_text("and I").await;
    let told = texts(&house.server.updates());
    let told: Vec<&String> = told.iter().filter(|it| it.starts_with('m')).collect();
    let wanted: Vec<String> = (0..1100).map(|number| format!("m{number}")).collect();
    assert_eq!(told, wanted.iter().collect::<Vec<_>>());
    for people_only in ["messages.getDialogs", "messages.getHistory"] {
        assert!(house.sim.calls_of(people_only).is_empty());
    }
    let _ = &house.key;
    house.end().await;
}

#[tokio::test]
async fn a_group_that_a_bot_came_into_while_nobody_served_it_is_read_from_there() {
    let house = House::started().await;
    let cursor = house.cursor();
    house.server.revoke(house.bot.id()).await;
    house.server.until_report(IdentityState::Released).await;
    let shop = house.sim.forum("Shop", &house.olga);
    house.olga.says(&shop, "before it came");
    house.olga.makes_admin(&shop, &house.bot, Rights::all());
    let wanted: Vec<String> = (0..130).map(|number| format!("m{number}")).collect();
    for text in &wanted {
        house.olga.says(&shop, text);
    }
    house.assign(cursor).await;
    house.until_text("m129").await;
    house.olga.says(&shop, "and now");
    house.until_text("and now").await;
    let told = texts(&house.server.updates());
    let told: Vec<&String> = told.iter().filter(|it| !it.is_empty()).collect();
    let wanted: Vec<String> = wanted.into_iter().chain(["and now".to_owned()]).collect();
    assert_eq!(told, wanted.iter().collect::<Vec<_>>());
    house.end().await;
}
