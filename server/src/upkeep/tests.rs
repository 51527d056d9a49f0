use backline_domain::dialog;
use backline_domain::id::{ChatAddress, ChatId, ConnectionId, IdentityId, MessageId};
use backline_domain::link::{Link, Original, Role, Side};
use backline_store::Model;

use super::*;

const DAY: i64 = 24 * 3600 * 1000;

fn key(message: i64) -> link::Key {
    link::Key {
        identity: IdentityId::bot(1),
        chat: ChatAddress::whole(ChatId(5)),
        message: MessageId(message),
        part: 0,
    }
}

async fn with_links(count: i64, at: impl Fn(i64) -> i64) -> Model {
    let store = Model::default();
    let links = (1..=count).map(|message| {
        Change::PutLink(Box::new(Link {
            key: key(message),
            side: Side::Customer,
            dialog: dialog::Key {
                connection: ConnectionId::parse("c1").unwrap(),
                chat: ChatAddress::whole(ChatId(5)),
            },
            thread: None,
            role: Role::Original(Box::<Original>::default()),
            at: Timestamp(at(message)),
        }))
    });
    store.commit(links.collect()).await.unwrap();
    store
}

#[tokio::test]
async fn links_are_forgotten_after_four_hundred_days_and_not_before() {
    let now = Timestamp(1000 * DAY);
    // Every third was posted or edited within the time.
    let at = |message: i64| {
        if message % 3 == 0 {
            601 * DAY
        } else {
            599 * DAY
        }
    };
    let store = with_links(900, at).await;
    let (last, forgotten) = forget_links(&store, now, None).await.unwrap();
    assert_eq!((last, forgotten), (None, 600));
    let left = store.link_page(None, 1000).await.unwrap();
    assert_eq!(left.len(), 300);
    assert!(left.iter().all(|link| link.key.message.0 % 3 == 0));
}

#[tokio::test]
async fn many_are_looked_through_little_by_little() {
    let now = Timestamp(1000 * DAY);
    let store = with_links(12_000, |_| 1).await;
    let (mut last, mut rounds, mut forgotten) = (None, 0, 0);
    loop {
        let (next, gone) = forget_links(&store, now, last.as_ref()).await.unwrap();
        rounds += 1;
        forgotten += gone;
        last = next;
        if last.is_none() {
            break;
        }
    }
    assert_eq!((rounds, forgotten), (3, 12_000));
    assert_eq!(store.link_page(None, 1).await.unwrap().len(), 0);
}
