//! Bots over MTProto: what they alone are told and may do, strictly, beside the Bot API.

use grammers_tl_types::{enums, functions, types};
use telegram_sim::{Bot, Config, Limits, ManualClock, Person, Rights, Sim};

use crate::account::{Account, bare, message};

async fn stage() -> (Sim, Bot, Person, Account) {
    let config = Config::default()
        .clock(&ManualClock::new())
        .limits(Limits::off());
    let sim = Sim::start(config).await.unwrap();
    let (bot, ann) = (sim.bot("Helper"), sim.person("Ann"));
    ann.starts(&bot, None);
    let mut account = Account::with_key(&sim, &ann, &sim.new_auth_key()).await;
    let login = functions::auth::ImportBotAuthorization {
        flags: 0,
        api_id: 1,
        api_hash: "hash".to_owned(),
        bot_auth_token: bot.token().to_owned(),
    };
    account.call(&login).await.unwrap();
    account.knows_as(&sim, bot.id(), ann.id());
    (sim, bot, ann, account)
}

fn asked(
    account: &Account,
    ann: &Person,
    data: &str,
    random_id: i64,
) -> functions::messages::SendMessage {
    let callback = types::InlineButtonTypeCallback {
        requires_password: false,
        data: data.as_bytes().to_vec(),
    };
    let button = types::KeyboardInlineButton {
        style: None,
        text: "One".to_owned(),
        r#type: callback.into(),
    };
    let row = types::KeyboardInlineButtonRow {
        buttons: vec![button.into()],
    };
    let markup = types::ReplyInlineMarkup {
        force_reply: false,
        rows: vec![row.into()],
    };
    functions::messages::SendMessage {
        reply_markup: Some(markup.into()),
        ..message(account.user(ann.id()), "which?", random_id, None)
    }
}

async fn difference(account: &Account, state: &types::updates::State) -> Vec<enums::Update> {
    let asked = functions::updates::GetDifference {
        pts: state.pts,
        pts_limit: None,
        pts_total_limit: None,
        date: state.date,
        qts: state.qts,
        qts_limit: None,
    };
    match account.call(&asked).await.unwrap() {
        enums::updates::Difference::Difference(told) => told.other_updates,
        enums::updates::Difference::Empty(_) => Vec::new(),
        other => panic!("{other:?}"),
    }
}

async fn state(account: &Account) -> types::updates::State {
    let enums::updates::State::State(state) = account
        .call(&functions::updates::GetState {})
        .await
        .unwrap();
    state
}

#[tokio::test]
async fn buttons_are_bots_and_their_data_has_a_limit() {
    let (sim, _, ann, account) = stage().await;
    let long = asked(&account, &ann, &"x".repeat(65), 1);
    assert_eq!(account.refused(&long).await, "400 BUTTON_DATA_INVALID");
    account.call(&asked(&account, &ann, "1", 2)).await.unwrap();
    let bob = sim.person("Bob");
    let mut person = Account::of(&sim, &bob).await;
    person.knows(&sim, &bob, ann.id());
    let refused = person.refused(&asked(&person, &ann, "1", 3)).await;
    assert_eq!(refused, "400 REPLY_MARKUP_INVALID");
    let answer = functions::messages::SetBotCallbackAnswer {
        alert: false,
        query_id: 5,
        message: None,
        url: None,
        cache_time: 0,
    };
    assert_eq!(person.refused(&answer).await, "400 USER_BOT_REQUIRED");
    assert_eq!(account.refused(&answer).await, "400 QUERY_ID_INVALID");
}

#[tokio::test]
async fn a_press_is_told_to_whoever_is_there_and_to_nobody_later() {
    let (_sim, bot, ann, mut account) = stage().await;
    account.call(&asked(&account, &ann, "1", 1)).await.unwrap();
    let before = state(&account).await;
    account.receives().await;
    let shown = ann.chat_with(&bot).refs().pop().unwrap();
    ann.presses(&shown, "1");
    let pressed = account
        .update(|update| match update {
            enums::Update::BotCallbackQuery(told) => Some(told.clone()),
            _ => None,
        })
        .await;
    assert_eq!(pressed.data.as_deref(), Some(&b"1"[..]));
    assert_eq!(pressed.user_id, ann.id());
    assert!(difference(&account, &before).await.is_empty());
}

#[tokio::test]
async fn reactions_standings_and_blocks_are_numbered_and_told_again() {
    let (sim, bot, ann, account) = stage().await;
    let owner = sim.person("Owner");
    let team = sim.group("Team", &owner);
    let before = state(&account).await;
    assert!(before.qts > 0, "a bot has a sequence of its own");
    team.add_admin(&bot, Rights::all());
    let written = bot.sends(&ann, "react!");
    ann.reacts(&written, "👍");
    ann.blocks(&bot);
    let told = difference(&account, &before).await;
    let numbers: Vec<i32> = told
        .iter()
        .filter_map(|update| match update {
            enums::Update::ChannelParticipant(it) => Some(it.qts),
            enums::Update::BotMessageReaction(it) => Some(it.qts),
            enums::Update::BotStopped(it) => it.stopped.then_some(it.qts),
            _ => None,
        })
        .collect();
    assert!(numbers.len() >= 3 && numbers.is_sorted(), "{told:?}");
    let now = state(&account).await;
    assert_eq!(numbers.last(), Some(&now.qts));
    let again = difference(&account, &now).await;
    // Where something was posted in this second is told whatever is asked from.
    let is_place = |update: &enums::Update| matches!(update, enums::Update::ChannelTooLong(_));
    assert!(again.iter().all(is_place), "{again:?}");
}

#[tokio::test]
async fn deletions_are_told_of_what_it_has_seen_and_only_of_that() {
    let (sim, bot, ann, mut account) = stage().await;
    let team = sim.group("Team", &sim.person("Owner"));
    team.add(&bot).add(&ann);
    account.knows_as(&sim, bot.id(), bare(&team));
    account.receives().await;
    let hidden = ann.says(&team, "among ourselves");
    ann.deletes(&hidden);
    let seen = ann.says(&team, "/help");
    assert_eq!(account.texts(1).await, ["/help"]);
    ann.deletes(&seen);
    let gone = account
        .update(|update| match update {
            enums::Update::DeleteChannelMessages(gone) => Some(gone.messages.clone()),
            _ => None,
        })
        .await;
    assert_eq!(
        gone.iter().map(|id| i64::from(*id)).collect::<Vec<_>>(),
        [seen.id_for(&bot)]
    );
}

/// What it is not shown counts in the group's sequence: what is behind that is in the difference.
#[tokio::test]
async fn a_difference_tells_of_a_deletion_behind_what_a_bot_is_not_shown() {
    let (sim, bot, ann, mut account) = stage().await;
    let team = sim.group("Team", &sim.person("Owner"));
    team.add(&bot).add(&ann);
    account.knows_as(&sim, bot.id(), bare(&team));
    account.receives().await;
    let seen = ann.says(&team, "/help");
    let told = account
        .update(|update| match update {
            enums::Update::NewChannelMessage(told) => Some(told.pts),
            _ => None,
        })
        .await;
    let hidden = ann.says(&team, "among ourselves");
    ann.deletes(&hidden);
    ann.deletes(&seen);
    let enums::InputPeer::Channel(channel) = account.channel(&team) else {
        panic!("a supergroup is a channel");
    };
    let asked = functions::updates::GetChannelDifference {
        force: false,
        channel: enums::InputChannel::Channel(types::InputChannel {
            channel_id: channel.channel_id,
            access_hash: channel.access_hash,
        }),
        filter: enums::ChannelMessagesFilter::Empty,
        pts: told,
        limit: 100,
    };
    let answer = account.call(&asked).await.unwrap();
    let enums::updates::ChannelDifference::Difference(answer) = answer else {
        panic!("{answer:?}");
    };
    assert!(answer.r#final);
    assert_eq!((answer.pts, answer.new_messages.len()), (told + 3, 0));
    let [enums::Update::DeleteChannelMessages(gone)] = &answer.other_updates[..] else {
        panic!("{answer:?}");
    };
    assert_eq!(gone.messages.len(), 1);
    assert_eq!(i64::from(gone.messages[0]), seen.id_for(&bot));
}

#[tokio::test]
async fn what_people_read_is_refused_to_bots() {
    let (_sim, _, ann, account) = stage().await;
    let history = functions::messages::GetHistory {
        peer: account.user(ann.id()),
        offset_id: 0,
        offset_date: 0,
        add_offset: 0,
        limit: 10,
        max_id: 0,
        min_id: 0,
        hash: 0,
    };
    assert_eq!(account.refused(&history).await, "400 BOT_METHOD_INVALID");
    let dialogs = functions::messages::GetDialogs {
        exclude_pinned: false,
        folder_id: None,
        offset_date: 0,
        offset_id: 0,
        offset_peer: enums::InputPeer::Empty,
        limit: 10,
        hash: 0,
    };
    assert_eq!(account.refused(&dialogs).await, "400 BOT_METHOD_INVALID");
    // Messages by number are theirs, and nobody has to be shown.
    let id = vec![types::InputMessageId { id: 1 }.into()];
    account
        .call(&functions::messages::GetMessages { id })
        .await
        .unwrap();
    let peer = types::InputPeerUser {
        user_id: ann.id(),
        access_hash: 0,
    };
    let unshown = message(peer.into(), "hello", 9, None);
    account.call(&unshown).await.unwrap();
}
