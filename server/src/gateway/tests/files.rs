//! Files on their way up and down.

use backline_proto::gateway::v1::{
    FileHeader, GetFileRequest, PutFileRequest, PutFileResponse, put_file_request::Part,
};
use futures::StreamExt as _;
use tonic::Status;

use super::*;

fn header(gateway: &Gateway, lease_token: &str, size_bytes: i64) -> PutFileRequest {
    let header = FileHeader {
        session: gateway.session.clone(),
        lease_token: lease_token.to_owned(),
        size_bytes,
        ..FileHeader::default()
    };
    PutFileRequest {
        part: Some(Part::Header(header)),
    }
}

fn data(bytes: &[u8]) -> PutFileRequest {
    PutFileRequest {
        part: Some(Part::Data(bytes.to_vec())),
    }
}

async fn put(
    world: &World,
    gateway: &Gateway,
    parts: Vec<Result<PutFileRequest, Status>>,
) -> Result<PutFileResponse, Error> {
    let parts = futures::stream::iter(parts);
    world.sessions.put_file(&gateway.token, parts).await
}

async fn get(
    world: &World,
    gateway: &Gateway,
    lease_token: &str,
    stored_file: &str,
) -> Result<Vec<u8>, Error> {
    let request = GetFileRequest {
        session: gateway.session.clone(),
        lease_token: lease_token.to_owned(),
        stored_file: stored_file.to_owned(),
    };
    let parts = world.sessions.get_file(&gateway.token, request).await?;
    let mut parts = std::pin::pin!(parts);
    let mut whole = Vec::new();
    while let Some(part) = parts.next().await {
        let part = part?;
        if whole.is_empty() {
            assert!(part.size_bytes > 0, "the first part tells the size");
        }
        whole.extend(part.data);
    }
    Ok(whole)
}

#[tokio::test]
async fn a_file_goes_up_in_parts_and_comes_down_whole() {
    let world = World::start();
    let gateway = world.attach("g").await;
    let parts = vec![
        Ok(header(&gateway, "one/1", 9)),
        Ok(data(b"a ")),
        Ok(data(b"picture")),
    ];
    let stored = put(&world, &gateway, parts).await.unwrap().stored_file;
    let heard = world.desks.heard();
    assert!(
        heard.contains(&"one/1 brought 9 bytes".to_owned()),
        "{heard:?}"
    );
    let whole = get(&world, &gateway, "one/2", &stored).await.unwrap();
    assert_eq!(whole, b"a picture");
    let refused = get(&world, &gateway, "one/2", "another").await;
    assert!(matches!(
        refused,
        Err(Error::Desk(crate::desk::Error::LeaseLost))
    ));
}

#[tokio::test]
async fn what_is_not_whole_or_not_expected_is_not_there() {
    let world = World::start();
    let gateway = world.attach("g").await;
    let begun = || Ok(header(&gateway, "one/1", 9));
    let broke = || Err(Status::cancelled("gone"));
    let wrong = [
        vec![],
        vec![Ok(data(b"x"))],
        vec![begun()],
        vec![begun(), Ok(data(b"half")), broke()],
        vec![begun(), Ok(data(b"only six"))],
        vec![begun(), begun()],
        vec![begun(), Ok(PutFileRequest { part: None })],
        vec![begun(), Ok(data(&vec![0; 256 * 1024 + 1]))],
        vec![begun(), Ok(data(&[0; 1001]))],
        vec![Ok(header(&gateway, "one/stale", 1)), Ok(data(b"x"))],
        vec![Ok(header(&gateway, "no token", 1)), Ok(data(b"x"))],
    ];
    for parts in wrong {
        let shown = format!("{parts:?}");
        let put = put(&world, &gateway, parts).await;
        assert!(put.is_err(), "{}", &shown[..shown.len().min(300)]);
    }
    let heard = world.desks.heard();
    let brought = heard.iter().filter(|word| word.contains("brought"));
    assert_eq!(brought.count(), 0, "{heard:?}");
}

#[tokio::test]
async fn a_gateway_that_stands_still_is_given_up() {
    let world = World::start();
    let gateway = world.attach("g").await;
    let parts = futures::stream::iter(vec![Ok::<_, Status>(header(&gateway, "one/1", 9))]);
    let parts = parts.chain(futures::stream::pending());
    let mut putting = Box::pin(world.sessions.put_file(&gateway.token, parts));
    // The disk takes its own time: the clock goes on until it has waited for a part.
    let refused = loop {
        if let std::task::Poll::Ready(put) = futures::poll!(&mut putting) {
            break put.unwrap_err().to_string();
        }
        world.clock.advance(Duration::from_secs(31));
        tokio::task::yield_now().await;
    };
    assert!(refused.contains("30 s"), "{refused}");
}

#[tokio::test]
async fn files_are_for_whoever_may_hold_the_identity() {
    let world = World::start();
    let gateway = world.attach("g").await;
    let parts = vec![Ok(header(&gateway, "one/1", 1)), Ok(data(b"x"))];
    let stored = put(&world, &gateway, parts).await.unwrap().stored_file;
    let mut other = token("other");
    other.connections = vec![connection("two")];
    let stranger = world.attach_as(other, bots("other")).await.unwrap();
    let refused = get(&world, &stranger, "one/2", &stored).await;
    assert!(matches!(refused, Err(Error::LeaseUnknown)), "{refused:?}");
    let parts = vec![Ok(header(&stranger, "one/1", 1)), Ok(data(b"x"))];
    let refused = put(&world, &stranger, parts).await;
    assert!(matches!(refused, Err(Error::LeaseUnknown)), "{refused:?}");
}
