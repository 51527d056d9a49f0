//! What is done in a case, and with what.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::secrets::Disguise;

pub(super) const TEAM: i64 = -1_009_999_999_999;
pub(super) const GROUP: i64 = -1_001_111_111_111;
pub(super) const OPTIONS: [&str; 7] = [
    "name", "title", "link", "command", "contact", "mention", "forward",
];

/// A world with secrets, and what is done in it.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) hidden: BTreeSet<&'static str>,
    pub(super) is_group: bool,
    pub(super) kind: u8,
    pub(super) disguise: Disguise,
    pub(super) phone: u8,
    pub(super) seed: u32,
    pub(super) extra: u8,
}

pub(super) fn case() -> impl Strategy<Value = Case> {
    let disguise = prop::sample::select(vec![
        Disguise::None,
        Disguise::Upper,
        Disguise::Fullwidth,
        Disguise::ZeroWidth,
        Disguise::Twins,
        Disguise::Encoded,
        Disguise::Words,
    ]);
    let hidden = prop::sample::subsequence(OPTIONS.to_vec(), 0..=OPTIONS.len());
    (
        hidden,
        any::<bool>(),
        0u8..20,
        disguise,
        0u8..8,
        0u32..1000,
        0u8..8,
    )
        .prop_map(
            |(hidden, is_group, kind, disguise, phone, seed, extra)| Case {
                hidden: hidden.into_iter().collect(),
                is_group,
                kind,
                disguise,
                phone,
                seed,
                extra,
            },
        )
}
