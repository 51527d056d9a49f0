//! The contract's rules, held over the descriptor set: what a reader may rely on
//! in every file of every area.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};

use prost_reflect::{
    DescriptorPool, EnumDescriptor, FileDescriptor, Kind, MessageDescriptor, MethodDescriptor,
};

/// Calls that change nothing begin with one of these.
const READING: &[&str] = &["Get", "List", "Export"];

/// Lists without pages, and why each may be one.
const BOUNDED_LISTS: &[(&str, &str)] = &[
    (
        "ListGateways",
        "as many as there are gateway processes: a handful",
    ),
    ("ListRelayBots", "Telegram admits 20 bots to a group"),
    ("ListWebhooks", "WEBHOOKS takes 100 URLs"),
    ("ListParameters", "exactly the documented parameters"),
];

/// Changing calls that cannot be repeated, and why each need not be.
const UNREPEATABLE: &[(&str, &str)] = &[(
    "LogIn",
    "a talk with a person; nothing comes of it but by CreateConnection",
)];

/// Messages of two calls, and why. Empty: there are none.
const SHARED_MESSAGES: &[(&str, &str)] = &[];

fn pool() -> DescriptorPool {
    DescriptorPool::decode(backline_proto::FILE_DESCRIPTOR_SET).unwrap()
}

fn ours(pool: &DescriptorPool) -> Vec<FileDescriptor> {
    let files: Vec<_> = pool
        .files()
        .filter(|file| file.package_name().starts_with("backline."))
        .collect();
    assert!(
        files.len() >= 10,
        "the whole contract is looked at: {}",
        files.len()
    );
    files
}

fn methods(pool: &DescriptorPool) -> Vec<MethodDescriptor> {
    let services = pool
        .services()
        .filter(|service| service.full_name().starts_with("backline."));
    services
        .flat_map(|service| service.methods().collect::<Vec<_>>())
        .collect()
}

fn messages(file: &FileDescriptor) -> Vec<MessageDescriptor> {
    fn with_nested(message: MessageDescriptor, all: &mut Vec<MessageDescriptor>) {
        for nested in message
            .child_messages()
            .filter(|nested| !nested.is_map_entry())
        {
            with_nested(nested, all);
        }
        all.push(message);
    }
    let mut all = Vec::new();
    file.messages()
        .for_each(|message| with_nested(message, &mut all));
    all
}

fn enums(file: &FileDescriptor) -> Vec<EnumDescriptor> {
    let nested = messages(file)
        .into_iter()
        .flat_map(|message| message.child_enums().collect::<Vec<_>>());
    file.enums().chain(nested).collect()
}

/// `VerbNoun` → `verb_noun`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

fn is_lower_snake(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !name.contains("__")
        && !name.ends_with('_')
}

fn assert_none(broken: &[String], rule: &str) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

#[test]
fn a_file_lies_where_its_package_says_and_the_package_has_a_version() {
    for file in ours(&pool()) {
        let package = file.package_name();
        let folder = package.replace('.', "/");
        let (at, name) = file.name().rsplit_once('/').unwrap();
        assert_eq!(at, folder, "{}", file.name());
        assert!(
            is_lower_snake(name.trim_end_matches(".proto")),
            "{}",
            file.name()
        );
        let version = package.rsplit('.').next().unwrap();
        let digits = version.strip_prefix('v').unwrap_or_default();
        assert!(
            !digits.is_empty() && digits.parse::<u32>().is_ok(),
            "{package}"
        );
    }
}

#[test]
fn services_and_their_messages_are_named_by_their_job() {
    let pool = pool();
    let mut used: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for method in methods(&pool) {
        let service = method.parent_service().name().to_owned();
        assert!(
            service.ends_with("Service") && service.len() > "Service".len(),
            "{service}"
        );
        let name = method.name();
        assert_eq!(method.input().name(), format!("{name}Request"), "{service}");
        assert_eq!(
            method.output().name(),
            format!("{name}Response"),
            "{service}"
        );
        for message in [method.input(), method.output()] {
            used.entry(message.full_name().to_owned())
                .or_default()
                .push(name.to_owned());
        }
    }
    let exempt: BTreeSet<&str> = SHARED_MESSAGES.iter().map(|(name, _)| *name).collect();
    let broken: Vec<String> = used
        .iter()
        .filter(|(message, by)| by.len() > 1 && !exempt.contains(message.as_str()))
        .map(|(message, by)| format!("{message}: {}", by.join(", ")))
        .collect();
    assert_none(&broken, "a request or response belongs to one call");
    let orphans: Vec<String> = ours(&pool)
        .iter()
        .flat_map(messages)
        .filter(|message| {
            message.name().ends_with("Request") || message.name().ends_with("Response")
        })
        .filter(|message| !used.contains_key(message.full_name()))
        .map(|message| message.full_name().to_owned())
        .collect();
    assert_none(&orphans, "every request and response has a call");
}

#[test]
fn an_enum_begins_unspecified_and_its_values_carry_its_name() {
    let mut broken = Vec::new();
    for kind in ours(&pool()).iter().flat_map(enums) {
        let prefix = format!("{}_", snake(kind.name()).to_uppercase());
        let mut numbers = BTreeSet::new();
        for value in kind.values() {
            let name = value.name();
            if !name.starts_with(&prefix) {
                broken.push(format!(
                    "{}: {name} does not begin with {prefix}",
                    kind.full_name()
                ));
            }
            if (value.number() == 0) != name.ends_with("_UNSPECIFIED") {
                broken.push(format!("{}: {name} = {}", kind.full_name(), value.number()));
            }
            if !numbers.insert(value.number()) {
                broken.push(format!("{}: {name} is an alias", kind.full_name()));
            }
        }
        if !numbers.contains(&0) {
            broken.push(format!("{} has no zero", kind.full_name()));
        }
    }
    assert_none(&broken, "enums");
}

#[test]
fn everything_has_a_comment() {
    let pool = pool();
    let mut broken = Vec::new();
    for file in ours(&pool) {
        let proto = file.file_descriptor_proto();
        let commented: BTreeSet<Vec<i32>> = proto
            .source_code_info
            .iter()
            .flat_map(|info| &info.location)
            .filter(|location| !location.leading_comments().trim().is_empty())
            .map(|location| location.path.clone())
            .collect();
        assert!(
            !commented.is_empty(),
            "{} has its comments in the descriptor set",
            file.name()
        );
        let mut want = |path: &[i32], name: &str| {
            if !commented.contains(path) {
                broken.push(format!("{}: {name}", file.name()));
            }
        };
        for service in file.services() {
            want(service.path(), service.full_name());
            service
                .methods()
                .for_each(|method| want(method.path(), method.full_name()));
        }
        for message in messages(&file) {
            want(message.path(), message.full_name());
            message
                .fields()
                .for_each(|field| want(field.path(), field.full_name()));
            // A field marked `optional` is a oneof in the descriptor, not in the file.
            let oneofs = message.oneofs().filter(|oneof| !oneof.is_synthetic());
            oneofs.for_each(|oneof| want(oneof.path(), oneof.full_name()));
        }
        for kind in enums(&file) {
            want(kind.path(), kind.full_name());
            kind.values()
                .for_each(|value| want(value.path(), value.full_name()));
        }
    }
    assert_none(&broken, "without a comment");
}

#[test]
fn fields_and_oneofs_are_lower_snake_and_moments_end_in_time() {
    let mut broken = Vec::new();
    for message in ours(&pool()).iter().flat_map(messages) {
        for field in message.fields() {
            if !is_lower_snake(field.name()) {
                broken.push(field.full_name().to_owned());
            }
            let is_moment = matches!(field.kind(), Kind::Message(of)
                if of.full_name() == "google.protobuf.Timestamp");
            // `deadline` is the word of gRPC itself, and a moment.
            let named = field.name().ends_with("_time") || field.name() == "deadline";
            if is_moment && !named {
                broken.push(format!("{} is a moment", field.full_name()));
            }
        }
        // An optional field has one that nobody wrote.
        for oneof in message
            .oneofs()
            .filter(|oneof| !oneof.is_synthetic() && !is_lower_snake(oneof.name()))
        {
            broken.push(oneof.full_name().to_owned());
        }
    }
    assert_none(&broken, "fields");
}

#[test]
fn nothing_is_imported_for_nothing() {
    let pool = pool();
    let mut broken = Vec::new();
    for file in ours(&pool) {
        let mut needed = BTreeSet::new();
        for message in messages(&file) {
            for field in message.fields() {
                match field.kind() {
                    Kind::Message(of) if of.is_map_entry() => {
                        if let Kind::Message(value) = of.map_entry_value_field().kind() {
                            needed.insert(value.parent_file().name().to_owned());
                        }
                    }
                    Kind::Message(of) => {
                        needed.insert(of.parent_file().name().to_owned());
                    }
                    Kind::Enum(of) => {
                        needed.insert(of.parent_file().name().to_owned());
                    }
                    _ => {}
                }
            }
        }
        for method in file
            .services()
            .flat_map(|service| service.methods().collect::<Vec<_>>())
        {
            needed.insert(method.input().parent_file().name().to_owned());
            needed.insert(method.output().parent_file().name().to_owned());
        }
        for import in file
            .dependencies()
            .filter(|import| !needed.contains(import.name()))
        {
            broken.push(format!("{} imports {}", file.name(), import.name()));
        }
        broken.extend(
            file.public_dependencies()
                .map(|import| format!("{} imports {} publicly", file.name(), import.name())),
        );
    }
    assert_none(&broken, "imports");
}

#[test]
fn every_changing_admin_call_can_be_repeated() {
    let mut broken = Vec::new();
    for method in methods(&pool()) {
        if !method.full_name().starts_with("backline.admin.") {
            continue;
        }
        let reads = READING.iter().any(|verb| method.name().starts_with(verb));
        let request_id = method.input().get_field_by_name("request_id");
        let is_text = request_id
            .as_ref()
            .is_some_and(|field| field.kind() == Kind::String);
        if reads && request_id.is_some() {
            broken.push(format!(
                "{} changes nothing and has a request_id",
                method.full_name()
            ));
        }
        let is_exempt = UNREPEATABLE.iter().any(|(name, _)| *name == method.name());
        if !reads && !is_text && !is_exempt {
            broken.push(format!("{} has no request_id", method.full_name()));
        }
    }
    assert_none(&broken, "request_id");
}

#[test]
fn every_list_has_pages_or_a_reason() {
    let pool = pool();
    let exempt: BTreeMap<&str, &str> = BOUNDED_LISTS.iter().copied().collect();
    let mut lists = 0;
    for method in methods(&pool)
        .iter()
        .filter(|method| method.name().starts_with("List"))
    {
        lists += 1;
        let name = method.name();
        let kind = |message: MessageDescriptor, field: &str| {
            message.get_field_by_name(field).map(|field| field.kind())
        };
        let paged = kind(method.input(), "page_size") == Some(Kind::Int32)
            && kind(method.input(), "page_token") == Some(Kind::String)
            && kind(method.output(), "next_page_token") == Some(Kind::String);
        assert_ne!(
            paged,
            exempt.contains_key(name),
            "{name}: pages, or an entry with the reason"
        );
        assert!(
            !method.is_server_streaming(),
            "{name}: lists are not streams"
        );
    }
    assert!(lists > exempt.len());
    let names: BTreeSet<String> = methods(&pool)
        .iter()
        .map(|method| method.name().to_owned())
        .collect();
    for (name, reason) in exempt {
        assert!(
            names.contains(name) && reason.len() > 10,
            "{name} is exempt for a reason"
        );
    }
}
