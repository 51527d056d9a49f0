//! Several texts as lines of one.

use backline_proto::common::v1::FormattedText;

/// Lines, with the entities of each moved to where it stands.
#[derive(Debug, Default)]
pub(super) struct Lines(FormattedText);

// === impl Lines ===

impl Lines {
    /// One more line; an empty one is left out.
    pub(super) fn add(&mut self, mark: &str, line: FormattedText) {
        if line.text.is_empty() {
            return;
        }
        let all = &mut self.0;
        if !all.text.is_empty() {
            all.text.push('\n');
        }
        all.text.push_str(mark);
        let begin = i32::try_from(all.text.encode_utf16().count()).unwrap_or(i32::MAX);
        all.text.push_str(&line.text);
        all.entities
            .extend(line.entities.into_iter().map(|mut entity| {
                entity.offset = entity.offset.saturating_add(begin);
                entity
            }));
    }

    /// All of them; `None` when there are none.
    pub(super) fn end(self) -> Option<FormattedText> {
        (!self.0.text.is_empty()).then_some(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use backline_proto::common::v1::TextEntity;

    #[test]
    fn entities_move_with_their_line() {
        let bold = |text: &str| FormattedText {
            text: text.into(),
            entities: vec![TextEntity {
                r#type: "bold".into(),
                offset: 1,
                length: 1,
                ..TextEntity::default()
            }],
        };
        let mut lines = Lines::default();
        lines.add("", bold("😀a"));
        lines.add("", FormattedText::default());
        lines.add("☐ ", bold("bc"));
        let all = lines.end().unwrap();
        assert_eq!(all.text, "😀a\n☐ bc");
        let offsets: Vec<i32> = all.entities.iter().map(|entity| entity.offset).collect();
        assert_eq!(offsets, [1, 7]);
        assert_eq!(Lines::default().end(), None);
    }
}
