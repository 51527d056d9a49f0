//! What administrators and gateways change about the connection itself.

use super::*;
use crate::desk::ConnectionChange;

#[tokio::test]
async fn what_is_wrong_with_the_bot_hides_nothing_of_the_group() {
    let store = Arc::new(Flaky::default());
    let mut row = connection("c1", BTreeMap::new());
    row.problem = Some("the bot may not manage topics".to_owned());
    let change = Change::PutConnection(Box::new(row));
    store.commit(vec![change]).await.unwrap();
    let office = Office::open(Arc::new(Driven(watch::Sender::default())), store).await;
    let tell = async |problem: Option<&str>| {
        let change = ConnectionChange::Problem(problem.map(str::to_owned));
        let after = office.desk.change(change, asked()).await.unwrap();
        after.shown_problem().map(str::to_owned)
    };
    let told = tell(Some("somebody else polls")).await;
    assert_eq!(told.as_deref(), Some("somebody else polls"));
    let told = tell(None).await;
    assert_eq!(told.as_deref(), Some("the bot may not manage topics"));
}
