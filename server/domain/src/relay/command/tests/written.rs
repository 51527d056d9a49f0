//! `/assign`, `/note`, `/set` and the card.

use super::*;

#[test]
fn a_dialog_is_assigned_to_who_is_known_here() {
    let mut room = Room::new();
    let nobody = "👤 Nobody in particular looks after this dialog. /assign @name, or /assign me.";
    assert_eq!(room.does("/assign"), nobody);
    assert_eq!(
        room.does("/assign me"),
        "👤 @olga looks after this dialog from now on."
    );
    assert_eq!(room.dialog.assigned.as_ref().unwrap().user, UserId(5));
    assert!(
        room.does("/assign")
            .contains("@olga looks after this dialog, since")
    );
    let unknown = room.does("/assign @max");
    assert!(
        unknown.starts_with("“@max” is nobody whom I know"),
        "{unknown}"
    );
    assert_eq!(
        room.dialog.assigned.as_ref().unwrap().user,
        UserId(5),
        "as it was"
    );

    let max = user(6, "Max", "Max_M");
    let hello = room.writes_as(max.clone(), FormattedText::plain("/ hello"));
    room.takes(hello);
    assert_eq!(
        room.does("/assign @max_m"),
        "👤 @Max_M looks after this dialog from now on."
    );
    assert_eq!(room.dialog.assigned.as_ref().unwrap().user, UserId(6));
    assert_eq!(
        room.does("/assign off"),
        "👤 Nobody looks after this dialog any more."
    );
    assert_eq!(room.dialog.assigned, None);
    assert_eq!(
        room.does("/assign max"),
        "Use it like this: /assign @name | me | off"
    );

    // Somebody without an @name is mentioned.
    let ida = user(8, "Ida", "");
    room.takes(room.writes_as(ida, FormattedText::plain("/ hello")));
    let mut mention = FormattedText::plain("/assign Ida");
    mention.entities.push(Entity {
        kind: "text_mention".to_owned(),
        offset: 8,
        length: 3,
        user: Some(8),
        ..Entity::default()
    });
    room.takes(room.writes_as(olga(), mention.clone()));
    let by = room.dialog.assigned.clone().unwrap();
    assert_eq!((by.user, by.name.as_str()), (UserId(8), "Ida"));
    mention.entities[0].user = Some(99);
    let stranger = room.writes_as(olga(), mention);
    assert!(stranger.dialog.is_none());
    assert!(
        said(&stranger)
            .concat()
            .starts_with("“Ida” is nobody whom I know")
    );
}

#[test]
fn an_answer_to_an_operators_message_assigns_its_author() {
    let mut room = Room::new();
    room.takes(room.writes_as(user(6, "Max", ""), FormattedText::plain("/ hello")));
    room.reply = Some(Link {
        key: link::Key {
            identity: room.connection.frontend,
            chat: ChatAddress::whole(GROUP),
            message: MessageId(800),
            part: 0,
        },
        side: Side::Team,
        dialog: room.dialog.key.clone(),
        thread: None,
        role: Role::Original(Box::new(Original {
            author: Some(UserId(6)),
            ..Original::default()
        })),
        at: NOW,
    });
    assert_eq!(
        room.does("/assign"),
        "👤 Max looks after this dialog from now on."
    );
    // What is answered is a customer's: it has no author of the team's.
    room.reply = None;
    assert!(room.does("/assign").contains("since"));
}

#[test]
fn the_author_of_an_answer_is_known() {
    let room = Room::new();
    let decision = room.writes("hello");
    let author = decision.changes.iter().find_map(|change| match change {
        Change::PutLink(link) => link.original()?.author,
        _ => None,
    });
    assert_eq!(author, Some(UserId(5)));
}

#[test]
fn notes_are_numbered_and_stay_inside() {
    let mut room = Room::new();
    assert!(room.does("/note").starts_with("There are no notes"));
    assert_eq!(
        room.does("/note i think\nso"),
        "📝 Note 1 is written down. The customer does not see it."
    );
    room.does("/note second");
    assert_eq!(
        room.does("/note"),
        "📝 1 i think\nso — Olga, 2023-11-14 22:13 UTC\n📝 2 second — Olga, 2023-11-14 22:13 UTC"
    );
    assert_eq!(room.does("/note del 1"), "📝 Note 1 is deleted.");
    assert!(room.does("/note del 1").starts_with("There is no note 1"));
    assert_eq!(room.does("/note del"), "Use it like this: /note del N");
    room.does("/note del isn't a number here");
    let notes: Vec<_> = room.profile.clone().unwrap().notes;
    let texts: Vec<_> = notes
        .iter()
        .map(|note| (note.number, note.text.as_str()))
        .collect();
    assert_eq!(texts, [(2, "second"), (3, "del isn't a number here")]);
    let long = format!("/note {}", "x".repeat(501));
    assert!(
        room.does(&long)
            .contains("has 501 characters, and may have 500")
    );
    for _ in 2..20 {
        room.does("/note more");
    }
    assert!(room.does("/note more").contains("There are 20 notes"));
    // Nothing of it is for the customer.
    let decision = room.writes("/note secret");
    let is_inside = |draft: &Draft| draft.lane.kind == LaneKind::Notice;
    assert!(decision.drafts.iter().all(is_inside));
}

#[test]
fn long_notes_are_shown_in_as_few_messages_as_hold_them() {
    let mut room = Room::new();
    for _ in 0..20 {
        room.does(&format!("/note {}", "x".repeat(500)));
    }
    let pages = said(&room.writes("/note"));
    assert_eq!(pages.len(), 3);
    let all = pages.join("\n");
    assert!((1..=20).all(|number| all.contains(&format!("📝 {number} x"))));
    assert!(pages.iter().all(|page| page.encode_utf16().count() <= 4096));
}

#[test]
fn fields_are_set_shown_and_cleared() {
    let mut room = Room::new();
    assert!(room.does("/set").starts_with("There are no fields"));
    assert_eq!(
        room.does("/set VAT-id DE  1\n2"),
        "▪️ vat-id is now: DE 1 2"
    );
    room.does("/set city Riga");
    assert_eq!(room.does("/set"), "▪️ city: Riga\n▪️ vat-id: DE 1 2");
    assert_eq!(room.does("/set CITY"), "▪️ city is cleared.");
    assert!(
        room.does("/set city")
            .starts_with("There is no field “city”")
    );
    assert!(
        room.does("/set 1st x")
            .starts_with("“1st” cannot be the name of a field")
    );
    assert!(
        room.does("/set straße x")
            .contains("cannot be the name of a field")
    );
    let long = format!("/set a {}", "x".repeat(201));
    assert!(
        room.does(&long)
            .contains("has 201 characters, and may have 200")
    );
    for number in 1..16 {
        room.does(&format!("/set f{number} x"));
    }
    assert!(room.does("/set one-more x").contains("There are 16 fields"));
}

#[test]
fn the_card_shows_what_the_team_wrote_down() {
    let mut room = Room::with_right(true);
    room.does("/note pays late");
    room.does("/set city Riga");
    room.does("/assign me");
    let card = room.does("/info");
    for line in [
        "Looked after by: @olga",
        "▪️ city: Riga",
        "📝 1 pays late — Olga, 2023-11-14 22:13 UTC",
    ] {
        assert!(card.contains(line), "{line} in\n{card}");
    }
    assert!(!card.contains("🚫"));
    room.does("/ban");
    let card = room.does("/info");
    assert!(
        card.contains("🚫 Banned by Olga, 2023-11-14 22:13 UTC"),
        "{card}"
    );
    // In the list by other means than a ban.
    room.dialog.banned = None;
    assert!(
        room.does("/info")
            .contains("🚫 Banned: the chat is in IGNORE_CHATS")
    );
    // The card is about the customer; notes are the team's words.
    room.parameters.set(Name::HideInfo, "command").unwrap();
    assert!(room.does("/info").starts_with("🔒"));
    assert!(room.does("/note").contains("pays late"));
}
