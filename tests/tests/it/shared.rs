//! Two connections with one backend group: each serves its own dialogs only.

use backline_proto::admin::v1 as admin;
use telegram_sim::{Bot, Content, Rights};

use crate::house::{House, uuid};

/// A second bot with a connection of its own in the team's group.
async fn second(house: &House) -> Bot {
    another(house, "Sales", 2, &[]).await
}

/// A further bot with a connection of its own there.
async fn another(house: &House, name: &str, number: u32, set: &[(&str, &str)]) -> Bot {
    let sales = house.sim.bot(name);
    sales.privacy_off();
    house.olga.makes_admin(&house.team, &sales, Rights::all());
    let request = admin::CreateConnectionRequest {
        request_id: uuid(number),
        display_name: name.to_owned(),
        bot_token: sales.token().to_owned(),
        backend_group_id: house.team.id(),
        parameters: [("WELCOME", "OFF")]
            .iter()
            .chain(set)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        ..admin::CreateConnectionRequest::default()
    };
    let client = house.client().await;
    client
        .connections()
        .create_connection(request)
        .await
        .unwrap();
    house
        .until("the further connection is set up", || {
            let general = house.team.general().written();
            general.iter().any(|seen| seen.from == sales.id())
        })
        .await;
    sales
}

#[tokio::test]
async fn two_bots_in_one_group_never_take_each_others_dialogs() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    let sales = second(&house).await;
    let ann = house.sim.person("Ann");
    let bob = house.sim.person("Bob");
    ann.says(&house.bot, "to support");
    bob.says(&sales, "to sales");
    // The same person with both bots has a dialog with each.
    ann.says(&sales, "to sales as well");
    let topics = || house.team.topics();
    house
        .until("three topics are there", || {
            let asked = ["to support", "to sales", "to sales as well"];
            let shown = |text: &str| {
                let topics = topics();
                let mut threads = topics.iter().map(|topic| house.team.thread(topic.thread));
                threads.any(|thread| thread.find(text).is_some())
            };
            asked.iter().all(|text| shown(text))
        })
        .await;
    let topic_of = |text: &str| {
        let is_shown =
            |topic: &telegram_sim::Topic| house.team.thread(topic.thread).find(text).is_some();
        topics().into_iter().find(is_shown).unwrap().thread
    };
    let support = topic_of("to support");
    let bobs = topic_of("to sales");
    let anns = topic_of("to sales as well");

    for (topic, asked, answer) in [
        (support, "to support", "from support"),
        (bobs, "to sales", "from sales"),
        (anns, "to sales as well", "from sales as well"),
    ] {
        let asked = house.team.thread(topic).find(asked).unwrap();
        house.olga.replies_to(&asked, Content::text(answer));
    }
    house.olga.writes_in(&house.team, bobs, "/close");
    house.olga.writes_in(&house.team, anns, "last");
    house.olga.writes_in(&house.team, support, "last here");
    house.until_told(&ann, "last here").await;
    house
        .until("all is with its customer", || {
            let told = ann.chat_with(&sales).texts();
            let closed = house.team.topics();
            told.contains(&"last".to_owned())
                && closed.iter().any(|topic| topic.name.starts_with('⬛'))
        })
        .await;
    assert_eq!(
        ann.chat_with(&house.bot).texts(),
        ["to support", "from support", "last here"]
    );
    assert_eq!(bob.chat_with(&sales).texts(), ["to sales", "from sales"]);
    assert_eq!(
        ann.chat_with(&sales).texts(),
        ["to sales as well", "from sales as well", "last"]
    );
    assert!(bob.chat_with(&house.bot).texts().is_empty());
    let is_closed = |thread: i64| {
        let topics = house.team.topics();
        let topic = topics.iter().find(|topic| topic.thread == thread);
        topic.unwrap().name.starts_with('⬛')
    };
    assert_eq!([support, bobs, anns].map(is_closed), [false, true, false]);
    house.end().await;
}

/// Of several connections in a group the smallest `RATE_BACKEND` holds, and at once.
#[tokio::test]
async fn the_smallest_rate_of_those_in_the_group_holds() {
    let house = House::with(&[("WELCOME", "OFF"), ("MERGE", "FALSE")]).await;
    let second = another(&house, "Sales", 2, &[("RATE_BACKEND", "3/60")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "first");
    house
        .until("there is a topic", || house.team.own_topics().len() == 1)
        .await;
    let topic = house.team.own_topics()[0].thread;
    house.until_in_topic(topic, "first").await;
    let from = house.sim.calls().last().unwrap().at;
    for number in 0..9 {
        ann.says(&house.bot, &format!("message {number}"));
    }
    house.until_in_topic(topic, "message 8").await;
    let group = house.team.id();
    let calls = house.sim.calls().into_iter();
    let posts = calls.filter(|call| {
        let is_post = matches!(call.method.as_str(), "copyMessage" | "sendMessage");
        let is_of_burst = call.at > from && call.params["chat_id"] == group;
        call.bot == house.bot.id() && is_post && is_of_burst
    });
    let mut times: Vec<i64> = posts.map(|call| call.at).collect();
    times.sort_unstable();
    assert_eq!(times.len(), 9, "each by itself");
    assert!(
        times.windows(4).all(|four| four[3] - four[0] >= 60_000),
        "three a minute: {times:?}"
    );
    drop(second);
    house.end().await;
}

/// What is answered in General to this command: by whom, and what.
async fn answer(house: &House, command: &str, part: &str) -> (i64, String) {
    let before = house.team.general().written().len();
    house.olga.says(&house.team, command);
    let new = || {
        let written = house.team.general().written();
        let mut new = written.into_iter().skip(before + 1);
        new.find(|seen| seen.text.contains(part))
    };
    house.until(part, || new().is_some()).await;
    let seen = new().unwrap();
    (seen.from, seen.text)
}

#[tokio::test]
async fn a_command_in_general_is_answered_by_one_of_three() {
    let house = House::with(&[("WELCOME", "OFF"), ("ICON_COLOR", "GREEN")]).await;
    let sales = another(&house, "Sales", 2, &[("ICON_COLOR", "RED")]).await;
    let zoo = another(&house, "Zoo", 3, &[("ICON_COLOR", "BLUE")]).await;
    let (ann, bob) = (house.sim.person("Ann"), house.sim.person("Bob"));
    ann.says(&house.bot, "to support");
    bob.says(&sales, "to sales");
    house
        .until("both have topics", || house.team.own_topics().len() == 2)
        .await;
    // Apart by colour.
    let color = |name: &str| house.team.topic(name).unwrap().color;
    assert_ne!(color("Ann"), color("Bob"));

    let before = house.team.general().written().len();
    let (support, sales_id, zoo_id) = (house.bot.id(), sales.id(), zoo.id());
    let named = format!("/queue@{}", zoo.username());
    let which = "Several connections share this group: main, Sales, Zoo.";
    let asked = [
        ("/queue", which, support),
        ("/queue i SALES", "Nothing is waiting", sales_id),
        (&named, "Nothing is waiting", zoo_id),
        ("/queue i shoe", "no connection “shoe”", support),
        ("/list i sales", "Open dialogs: 1", sales_id),
        ("/close", "belongs into the topic", support),
        ("/nonsense", "There is no command", support),
        // Each says what it has to say in order: behind these nothing more is to come.
        ("/queue i main", "Nothing is waiting", support),
        ("/queue i sales", "Nothing is waiting", sales_id),
        ("/queue i zoo", "Nothing is waiting", zoo_id),
    ];
    for (command, part, by) in asked {
        let (from, text) = answer(&house, command, part).await;
        assert_eq!(from, by, "{command}: {text}");
        assert!(!text.contains("Ann"), "{command}: {text}");
    }
    let said = house.team.general().written();
    assert_eq!(said.len() - before, 2 * asked.len(), "{said:#?}");

    // A topic is its connection's, whatever is named there.
    let bobs = house.team.topic("Bob").unwrap().thread;
    house.olga.writes_in(&house.team, bobs, "/ban");
    house
        .until("Bob is banned at sales", || {
            house.team.topic("🚫 Bob").is_some()
        })
        .await;
    bob.says(&house.bot, "to support, then");
    house
        .until("and heard at support", || {
            let texts = house.team.own_topics();
            let mut threads = texts.iter().map(|topic| house.team.thread(topic.thread));
            threads.any(|thread| thread.find("to support, then").is_some())
        })
        .await;
    house.end().await;
}
