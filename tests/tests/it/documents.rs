//! What the documents promise about tests.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Names of all functions in Rust files below the folder.
fn functions(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            functions(&path, names);
        } else if name.ends_with(".rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            let declared = source.split("fn ").skip(1);
            let word = |rest: &str| rest.split(['(', '<']).next().unwrap().to_owned();
            names.extend(declared.map(word));
        }
    }
}

#[test]
fn every_test_that_a_promise_names_is_there() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut known = BTreeSet::new();
    functions(&root, &mut known);
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let promises = text.split_once("## Promises").unwrap().1;
    let named: Vec<&str> = promises
        .split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|code| code.rsplit_once("::"))
        .flat_map(|(_, name)| name.trim_matches(['{', '}']).split(", "))
        // How tests are named, and all of a module.
        .filter(|name| !["", "test", "*"].contains(name))
        .collect();
    assert!(named.len() > 80, "{} named", named.len());
    let missing: Vec<&&str> = named
        .iter()
        .filter(|name| !known.contains(**name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The names of metrics in a text, without what Prometheus adds to histograms.
fn metrics_in(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    let names = words.filter(|word| word.starts_with("backline_"));
    let bare = names.map(|name| {
        let suffixes = ["_bucket", "_sum", "_count"];
        let bare = suffixes.iter().find_map(|one| name.strip_suffix(one));
        bare.unwrap_or(name).to_owned()
    });
    bare.collect()
}

#[test]
fn the_dashboard_shows_metrics_that_there_are() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = std::fs::read_to_string(root.join("deploy/grafana/backline.json")).unwrap();
    let dashboard: serde_json::Value = serde_json::from_str(&text).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let mut shown = BTreeSet::new();
    for panel in panels {
        for target in panel["targets"].as_array().unwrap() {
            shown.extend(metrics_in(target["expr"].as_str().unwrap()));
        }
    }
    let mut known = BTreeSet::new();
    for file in ["metrics.rs", "group.rs"] {
        let path = root.join("server/src/telemetry").join(file);
        known.extend(metrics_in(&std::fs::read_to_string(path).unwrap()));
    }
    let missing: Vec<&String> = shown.difference(&known).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(shown.len() >= 10, "{shown:?}");
}
