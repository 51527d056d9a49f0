//! A personal account as frontend, and a bot over MTProto beside it that looks after the group.

use backline_proto::admin::v1 as admin;
use backline_proto::admin::v1::connection::Via;
use telegram_sim::{Content, Person, Rights};

use crate::house::{House, uuid};

const QUIET: &[(&str, &str)] = &[("WELCOME", "OFF")];

async fn first_words(house: &House) -> (Person, i64) {
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    (ann, topic)
}

/// Who posted the message with these words into a topic.
fn poster(house: &House, topic: i64, words: &str) -> i64 {
    let seen = house.team.thread(topic).messages();
    let found = seen.iter().find(|one| one.text.contains(words));
    found.map_or(0, |seen| seen.from)
}

/// What the customer reads that is not their own.
fn told(house: &House, ann: &Person) -> Vec<String> {
    let seen = ann.chat_with(&house.front).messages().into_iter();
    let others = seen.filter(|one| one.from != ann.id());
    others.map(|one| one.text).collect()
}

/// The account leaves the group, and that is told.
async fn without_the_account(house: &House) {
    house.olga.removes(&house.team, &house.front);
    let told = "The account cannot bring files into this group itself";
    house
        .until("that is told", || {
            house.team.general().find_containing(told).is_some()
        })
        .await;
}

/// Has the desk bot served this way, as an administrator would.
async fn set_desk_via(house: &House, number: u32, via: Via) -> admin::Connection {
    let request = admin::UpdateConnectionRequest {
        request_id: uuid(number),
        connection: Some(admin::Connection {
            name: "connections/main".to_owned(),
            desk_bot: Some(admin::DeskBot {
                via: via.into(),
                ..admin::DeskBot::default()
            }),
            ..admin::Connection::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["desk_bot.via".to_owned()],
        }),
        ..admin::UpdateConnectionRequest::default()
    };
    let client = house.client().await;
    let shown = client.connections().update_connection(request).await;
    shown.unwrap().into_inner().connection.unwrap()
}

#[tokio::test]
async fn the_bot_keeps_the_topic_and_nobody_polls_for_it() {
    let house = House::mixed_over_mtproto(&[]).await;
    let (ann, topic) = first_words(&house).await;
    assert_eq!(poster(&house, topic, "hello"), house.bot.id());
    house.until_told(&ann, "Hello Ann!").await;
    let answer = house.olga.writes_in(&house.team, topic, "Good morning");
    house.until_told(&ann, "Good morning").await;
    house
        .until("the bot's receipt is on the answer", || {
            answer.reactions_of(&house.bot) == ["👌"]
        })
        .await;
    ann.sends(&house.front, Content::photo("p.jpg").caption("look"));
    house.until_in_topic(topic, "look").await;
    assert_eq!(poster(&house, topic, "look"), house.account().id());
    house.until_named(topic, "🟪 Ann").await;
    house.at_rest().await;
    assert!(house.sim.calls_of("getUpdates").is_empty());
    assert_eq!(house.sim.sessions(&house.bot), 1);
    assert_eq!(house.sim.most_connections_of(&house.bot), 1);
    house.end().await;
}

/// What the bot posted comes back to it, to the account it comes as the bot's. Whether its
/// answer was lost, or another program of the bot's wrote it: nobody's word ever.
#[tokio::test]
async fn what_the_bot_posts_is_there_once_and_nobodys_word() {
    let house = House::mixed_over_mtproto(QUIET).await;
    let (ann, topic) = first_words(&house).await;
    house.at_rest().await;
    for number in 10..15 {
        let script = house.sim.script_accounts(Some("messages.sendMessage"));
        script.cut_after();
        let words = format!("question {number}");
        ann.says(&house.front, &words);
        house.until_in_topic(topic, &words).await;
    }
    house
        .bot
        .sends(house.team.at(topic), "parcel 17 was scanned");
    house
        .account()
        .writes_in(&house.team, topic, "from its owner");
    house.until_told(&ann, "from its owner").await;
    house.olga.writes_in(&house.team, topic, "from Olga");
    house.until_told(&ann, "from Olga").await;
    house.at_rest().await;
    assert_eq!(told(&house, &ann), ["from its owner", "from Olga"]);
    let posted = house.team.thread(topic).texts();
    let questions = posted.iter().filter(|text| text.starts_with("question"));
    assert_eq!(questions.count(), 5, "{posted:?}");
    house.end().await;
}

/// In the group's name nobody can tell who wrote it: what the bot brings is its own all the
/// same, and what the account may have brought is waited for.
#[tokio::test]
async fn what_an_anonymous_account_brings_is_never_sent_back_to_the_customer() {
    let house = House::mixed_over_mtproto(QUIET).await;
    let (ann, topic) = first_words(&house).await;
    let anonymous = Rights {
        is_anonymous: true,
        ..Rights::all()
    };
    house.olga.makes_admin(&house.team, &house.front, anonymous);
    for number in 10..15 {
        let words = format!("photo {number}");
        ann.sends(&house.front, Content::photo("p.jpg").caption(&words));
        house.until_in_topic(topic, &words).await;
    }
    house.at_rest().await;
    assert_eq!(told(&house, &ann), Vec::<String>::new());
    house.end().await;
}

/// Telegram tells a bot over MTProto what is deleted in the group, also where the account is
/// no member; where it is, both are told, and it is taken back once.
#[tokio::test]
async fn what_an_operator_deletes_is_taken_back_whether_the_account_is_there_or_not() {
    for is_there in [true, false] {
        let house = House::mixed_over_mtproto(QUIET).await;
        let (ann, topic) = first_words(&house).await;
        if !is_there {
            without_the_account(&house).await;
        }
        let wrong = house.olga.writes_in(&house.team, topic, "a mistake");
        house.until_told(&ann, "a mistake").await;
        house.olga.writes_in(&house.team, topic, "a good answer");
        house.until_told(&ann, "a good answer").await;
        house.olga.deletes(&wrong);
        house
            .until("it is taken back", || {
                told(&house, &ann) == ["a good answer"]
            })
            .await;
        house.at_rest().await;
        assert_eq!(told(&house, &ann), ["a good answer"]);
        let refused = house.team.thread(topic).find_containing("⚠️");
        assert!(refused.is_none(), "{is_there}");
        house.end().await;
    }
}

/// Files of any size go through the server, where a bot over the Bot API takes 20 MB.
#[tokio::test]
async fn without_the_account_in_the_group_large_files_go_through_the_server() {
    let house = House::mixed_over_mtproto(QUIET).await;
    let (ann, topic) = first_words(&house).await;
    without_the_account(&house).await;
    let size = 21 * 1024 * 1024 + 77;
    let film = Content::video("film.mp4").size(size);
    ann.sends(&house.front, film.caption("my film"));
    let film = || {
        house
            .team
            .thread(topic)
            .find_containing("my film")
            .is_some()
    };
    house.until_carried("the film is there", film).await;
    assert_eq!(poster(&house, topic, "my film"), house.bot.id());
    let shown = house.team.thread(topic).find("my film").unwrap();
    let file = shown.look().unwrap().file_no.unwrap();
    assert_eq!(house.sim.file(file).unwrap().size(), size);

    let answer = Content::document("d.pdf").size(size).caption("read this");
    house.olga.sends((&house.team, topic), answer);
    let chat = ann.chat_with(&house.front);
    let is_told = || chat.find_containing("read this").is_some();
    house.until_carried("the file is there", is_told).await;
    let got = chat.find("read this").unwrap().look().unwrap();
    let file = house.sim.file(got.file_no.unwrap()).unwrap();
    assert_eq!((file.size(), file.name.as_str()), (size, "d.pdf"));
    house.at_rest().await;
    assert_eq!(house.running().desks().files.used(), (0, 0));
    house.end().await;
}

/// How large a file the account may send is Telegram's word, which is more with Premium. What
/// is larger is told before a byte of it is moved.
#[tokio::test]
async fn an_account_with_premium_sends_larger_files() {
    const PART: u64 = 512 * 1024;
    for is_premium in [false, true] {
        let house = House::prepared_mixed_over_mtproto(QUIET, |house| {
            house.sim.set_most_parts(4, 8);
            house.account().profile(|user| user.is_premium = is_premium);
        })
        .await;
        let (ann, topic) = first_words(&house).await;
        without_the_account(&house).await;
        let small = Content::document("small.pdf").size(4 * PART);
        house
            .olga
            .sends((&house.team, topic), small.caption("two megabytes"));
        house.until_told(&ann, "two megabytes").await;
        house.at_rest().await;
        let moved = || {
            let calls = house.sim.calls().into_iter();
            calls
                .filter(|call| call.method.starts_with("upload."))
                .count()
        };
        let before = moved();
        let large = Content::document("large.pdf").size(7 * PART + 1);
        house
            .olga
            .sends((&house.team, topic), large.caption("nearly four"));
        if is_premium {
            house.until_told(&ann, "nearly four").await;
            let chat = ann.chat_with(&house.front);
            let got = chat.find("nearly four").unwrap().look().unwrap();
            let file = house.sim.file(got.file_no.unwrap()).unwrap();
            assert_eq!(file.size(), 7 * PART + 1);
        } else {
            house.until_in_topic(topic, "the file is too big").await;
            assert_eq!(moved(), before, "not a byte was moved");
            assert_eq!(told(&house, &ann), ["two megabytes"]);
        }
        house.end().await;
    }
}

#[tokio::test]
async fn a_desk_bot_changes_its_way_and_goes_on() {
    let house = House::mixed_over_mtproto(QUIET).await;
    let (ann, topic) = first_words(&house).await;
    let first = ann.says(&house.front, "over MTProto");
    house.until_in_topic(topic, "over MTProto").await;
    house.at_rest().await;
    for (number, via) in [(50, Via::BotApi), (51, Via::Mtproto)] {
        let shown = set_desk_via(&house, number, via).await;
        assert_eq!(shown.desk_bot.unwrap().via(), via);
        house.until_desk_served(via).await;
        let text = format!("then by {via:?}");
        ann.says(&house.front, &text);
        house.until_in_topic(topic, &text).await;
        assert_eq!(poster(&house, topic, &text), house.bot.id());
        // A reply finds its counterpart, whichever way that one came.
        let copy = house.team.thread(topic).find("over MTProto").unwrap();
        let text = format!("answered by {via:?}");
        house.olga.replies_to(&copy, text.as_str());
        house.until_told(&ann, &text).await;
        let answer = ann.chat_with(&house.front).find(&text).unwrap();
        assert_eq!(answer.look().unwrap().reply_to, Some(first.id()));
        let wanted = usize::from(via == Via::Mtproto);
        house
            .until("it is logged in where it is served", || {
                house.sim.sessions(&house.bot) == wanted
            })
            .await;
    }
    house.at_rest().await;
    assert_eq!(told(&house, &ann).len(), 2);
    house.end().await;
}

/// A bot's session ends, as an account's does, and its token stays good.
#[tokio::test]
async fn whose_connection_is_removed_are_logged_out_of_telegram() {
    let house = House::mixed_over_mtproto(QUIET).await;
    first_words(&house).await;
    assert_eq!(house.sim.sessions(&house.bot), 1);
    house.remove_connection().await;
    house
        .until("both sessions are over", || {
            house.sim.sessions(&house.bot) == 0 && house.sim.sessions(&house.front) == 0
        })
        .await;
    assert_eq!(house.sim.most_connections_of(&house.bot), 1);
    let store = house.running().desks().store.clone();
    while !store.logouts().await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    house.bot.sends(&house.team, "the token is good");
    house.end().await;
}
