//! The slides of a pitch: versions of a file, and what they say in words.

use crate::text::safe_file_stem;
use crate::word::words;
use crate::{Booking, BookingId, BookingState, Claim, Instant, PersonId, SlidesId};

words! {
    /// What slides are: the media type that they are kept and sent as.
    SlidesKind {
        /// Portable Document Format.
        Pdf = "application/pdf",
        /// PowerPoint (Office Open XML).
        Pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        /// OpenDocument presentation.
        Odp = "application/vnd.oasis.opendocument.presentation",
    }
}

impl SlidesKind {
    /// What the name of such a file ends in.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Pptx => "pptx",
            Self::Odp => "odp",
        }
    }

    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Pptx => "PowerPoint",
            Self::Odp => "OpenDocument",
        }
    }

    /// The name under which such a file is kept: as it was typed, safe on every system, with the ending of what it is.
    pub fn file_name(self, typed: &str) -> String {
        let stem = safe_file_stem(typed, 100);
        let stem = if stem.is_empty() { "Slides" } else { &stem };
        format!("{stem}.{}", self.ending())
    }
}

/// One version of a booking's slides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slides {
    /// Its id, which is that of its file.
    pub id: SlidesId,
    /// Whose.
    pub booking: BookingId,
    /// Which version: 1 is the first.
    pub number: u32,
    /// The name of the file, made safe.
    pub file_name: String,
    /// What it is.
    pub kind: SlidesKind,
    /// Its octets.
    pub size: u64,
    /// SHA-256 of them, in hexadecimal digits.
    pub sha256: String,
    /// Who sent it; nobody once they were erased.
    pub uploaded_by: Option<PersonId>,
    /// When.
    pub uploaded_at: Instant,
    /// When it was removed, and its file with it.
    pub removed_at: Option<Instant>,
}

/// What slides say, for those who cannot use them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SlidesText {
    /// In words; may be empty.
    pub summary: String,
    /// Whether slides and words are shown to everybody with the pitch.
    pub publish: bool,
}

impl SlidesText {
    /// Whether everybody may see these slides, once the pitch is in a release: its company is known to be who it says,
    /// agreed, and still pitches.
    pub fn is_public(&self, booking: &Booking) -> bool {
        let is_live = booking.state == BookingState::Confirmed;
        is_live && booking.claim == Claim::Settled && self.publish
    }
}

/// Octets as people read them: `2.4 MB`.
pub fn size_text(octets: u64) -> String {
    const UNITS: [(u64, &str); 2] = [(1024 * 1024, "MB"), (1024, "KB")];
    for (unit, name) in UNITS {
        if octets >= unit {
            let tenths = octets * 10 / unit;
            return match tenths % 10 {
                0 => format!("{} {name}", tenths / 10),
                tenth => format!("{}.{tenth} {name}", tenths / 10),
            };
        }
    }
    format!("{octets} bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_the_name_that_was_typed_with_the_ending_of_what_it_is() {
        for (typed, kept) in [
            ("Our pitch.pdf", "Our pitch.pdf"),
            ("Our pitch.PPTX", "Our pitch.pdf"),
            ("v1.2 final", "v1.2 final.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\decks\\Falls.pptx", "Falls.pdf"),
            ("a<b>:\"c|d?*.pdf", "a-b---c-d--.pdf"),
            ("CON.pdf", "_CON.pdf"),
            ("", "Slides.pdf"),
            ("...", "Slides.pdf"),
            ("fdp\u{202e}.exe", "fdp.exe.pdf"),
        ] {
            assert_eq!(SlidesKind::Pdf.file_name(typed), kept, "{typed:?}");
        }
        let long = SlidesKind::Odp.file_name(&"ä".repeat(300));
        assert_eq!(long.chars().count(), 104);
    }

    #[test]
    fn a_size_reads_as_people_say_it() {
        for (octets, text) in [
            (17, "17 bytes"),
            (2048, "2 KB"),
            (2_516_583, "2.4 MB"),
            (30 * 1024 * 1024, "30 MB"),
        ] {
            assert_eq!(size_text(octets), text);
        }
    }
}
