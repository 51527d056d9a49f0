//! Files on their way up and down.

use backline_proto::gateway::v1::{
    FileHeader, GetFileRequest, PutFileRequest, PutFileResponse, ResumeFileRequest,
    ResumeFileResponse, put_file_request::Part,
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
    get_from(world, gateway, lease_token, stored_file, 0).await
}

async fn get_from(
    world: &World,
    gateway: &Gateway,
    lease_token: &str,
    stored_file: &str,
    offset_bytes: i64,
) -> Result<Vec<u8>, Error> {
    let request = GetFileRequest {
        session: gateway.session.clone(),
        lease_token: lease_token.to_owned(),
        stored_file: stored_file.to_owned(),
        offset_bytes,
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

async fn resume(
    world: &World,
    gateway: &Gateway,
    lease_token: &str,
) -> Result<ResumeFileResponse, Error> {
    let request = ResumeFileRequest {
        session: gateway.session.clone(),
        lease_token: lease_token.to_owned(),
    };
    world.sessions.resume_file(&gateway.token, request).await
}

#[tokio::test]
async fn a_file_goes_on_where_it_broke_off_and_comes_down_from_any_offset() {
    const PART: usize = 256 * 1024;
    let world = World::start();
    let gateway = world.attach("g").await;
    let size = usize::try_from(desks::LARGE).unwrap();
    let given: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
    let lease = "one/large";
    let found = resume(&world, &gateway, lease).await.unwrap();
    assert_eq!((found.offset_bytes, found.is_complete), (0, false));
    let begun = header(&gateway, lease, 0);
    let parts = vec![
        Ok(begun.clone()),
        Ok(data(&given[..PART])),
        Ok(data(&given[PART..PART + 9])),
        Err(Status::cancelled("gone")),
    ];
    assert!(put(&world, &gateway, parts).await.is_err());
    let found = resume(&world, &gateway, lease).await.unwrap();
    assert_eq!(found.offset_bytes, i64::try_from(PART).unwrap());
    // Whoever does not ask is told to.
    let parts = vec![Ok(begun.clone()), Ok(data(&given[..PART]))];
    let refused = put(&world, &gateway, parts).await.unwrap_err();
    assert!(
        matches!(refused, Error::Files(crate::files::Error::Superseded)),
        "{refused:?}"
    );
    let mut on = begun;
    if let Some(Part::Header(header)) = &mut on.part {
        header.offset_bytes = found.offset_bytes;
    }
    let rest = given[PART..].chunks(PART).map(|part| Ok(data(part)));
    let parts = [Ok(on)].into_iter().chain(rest).collect();
    let stored = put(&world, &gateway, parts).await.unwrap().stored_file;
    let found = resume(&world, &gateway, lease).await.unwrap();
    assert!(found.is_complete, "the answer to the put may be lost");
    for offset in [0, 1, PART, PART + 7, size - 1, size] {
        let at = i64::try_from(offset).unwrap();
        let rest = get_from(&world, &gateway, lease, &stored, at).await;
        assert!(rest.unwrap() == given[offset..], "{offset}");
    }
    for wrong in [-1, i64::try_from(size).unwrap() + 1] {
        let refused = get_from(&world, &gateway, lease, &stored, wrong).await;
        assert!(matches!(refused, Err(Error::Field { .. })), "{wrong}");
    }
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
