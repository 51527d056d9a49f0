//! QR codes of logins: drawn, kept sealed in the file store, and gone once they were sent.
//!
//! Whoever has one can have its scanner's account log in here: the link is in no log and in no
//! row, and the picture in the file store only until Telegram has it.

use std::collections::BTreeMap;

use backline_domain::delivery::{Action, Delivery};
use backline_domain::message::Content;
use qrcode::{Color, QrCode};

use crate::files::{self, Files, StoredFile, Ticket};

/// Pixels of one module: the code is read from a screen at arm's length.
const MODULE: usize = 8;
/// Light modules around it: what the norm asks for.
const QUIET: usize = 4;

/// A picture that waits to be sent.
#[derive(Debug)]
pub(super) struct Stored {
    ticket: Ticket,
    file: StoredFile,
}

/// The pictures that wait, by the number of the delivery that sends each.
#[derive(Debug, Default)]
pub(super) struct Pictures(BTreeMap<u64, Stored>);

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// The link does not fit.
    #[error("no QR code can be drawn of what Telegram gave")]
    Code,
    /// The picture cannot be made.
    #[error("the picture of the QR code cannot be made")]
    Picture,
}

// === impl Pictures ===

impl Pictures {
    /// Takes the picture that one of these deliveries sends; one that none of them does is
    /// forgotten.
    pub(super) fn take(&mut self, picture: Stored, deliveries: &[Delivery], files: &Files) {
        let sends = deliveries
            .iter()
            .find(|delivery| shows_picture(&delivery.action));
        match sends {
            Some(delivery) => {
                self.0.insert(delivery.key.sequence, picture);
            }
            None => files.forget(picture.ticket),
        }
    }

    /// The picture of this delivery.
    pub(super) fn of(&self, sequence: u64) -> Option<&StoredFile> {
        self.0.get(&sequence).map(|stored| &stored.file)
    }

    /// The delivery is done with.
    pub(super) fn let_go(&mut self, sequence: u64, files: &Files) {
        if let Some(stored) = self.0.remove(&sequence) {
            files.forget(stored.ticket);
        }
    }
}

/// Whether it sends a picture.
pub(super) fn shows_picture(action: &Action) -> bool {
    match action {
        Action::Send { payload, .. } | Action::Rewrite { payload, .. } => {
            matches!(payload.content(), Content::Media(_))
        }
        _ => false,
    }
}

/// A QR code as a PNG, black on white.
pub(super) fn png(text: &str) -> Result<Vec<u8>, Error> {
    let code = QrCode::new(text.as_bytes()).map_err(|_| Error::Code)?;
    let modules = code.width();
    let colors = code.to_colors();
    let side = (modules + 2 * QUIET) * MODULE;
    let dark = |x: usize, y: usize| {
        let of = |pixel: usize| {
            (pixel / MODULE)
                .checked_sub(QUIET)
                .filter(|one| *one < modules)
        };
        let place = of(x).zip(of(y));
        place.is_some_and(|(x, y)| colors[y * modules + x] == Color::Dark)
    };
    let pixels: Vec<u8> = (0..side * side)
        .map(|place| {
            if dark(place % side, place / side) {
                0
            } else {
                u8::MAX
            }
        })
        .collect();
    let side = u32::try_from(side).map_err(|_| Error::Picture)?;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(|_| Error::Picture)?;
    writer
        .write_image_data(&pixels)
        .map_err(|_| Error::Picture)?;
    writer.finish().map_err(|_| Error::Picture)?;
    Ok(bytes)
}

/// Puts it into the file store, under a name that nobody guesses.
pub(super) async fn store(files: &Files, png: &[u8]) -> files::Result<Stored> {
    let mut name = [0; 16];
    getrandom::fill(&mut name).map_err(|_| files::Error::NoRandomness)?;
    let ticket = files.ticket(&[b"setup bot", &name]);
    let mut incoming = files.resume(ticket, png.len() as u64).await?;
    incoming.write(png).await?;
    let file = incoming.finish().await?;
    Ok(Stored { ticket, file })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_shows_what_was_asked_for() {
        let text = format!("tg://login?token={}", "A".repeat(43));
        let bytes = png(&text).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let side = info.width as usize;
        assert_eq!(info.width, info.height);
        // Read back module by module.
        let code = QrCode::new(text.as_bytes()).unwrap();
        let modules = side / MODULE - 2 * QUIET;
        assert_eq!(modules, code.width());
        let middle = |module: usize| (module + QUIET) * MODULE + MODULE / 2;
        for (place, color) in code.to_colors().into_iter().enumerate() {
            let (x, y) = (middle(place % modules), middle(place / modules));
            let is_dark = pixels[y * side + x] == 0;
            assert_eq!(is_dark, color == Color::Dark, "{place}");
        }
        // Nothing but light around it.
        let edge = QUIET * MODULE - 1;
        assert!(pixels[..side * edge].iter().all(|pixel| *pixel == u8::MAX));
        assert!((0..side).all(|y| pixels[y * side + edge] == u8::MAX));
    }
}
