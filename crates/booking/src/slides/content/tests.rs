use super::*;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TYPES: &str = "<Types><Override PartName=\"/ppt/presentation.xml\" ContentType=\
    \"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml\"/></Types>";

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .expect("a member");
        archive.write_all(bytes).expect("it fits");
    }
    archive.finish().expect("an archive").into_inner()
}

fn is(bytes: &[u8]) -> Result<SlidesKind, ContentRefused> {
    recognise(&mut Cursor::new(bytes))
}

fn odp(manifest: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut members: Vec<(&str, &[u8])> = vec![
        ("mimetype", SlidesKind::Odp.as_str().as_bytes()),
        ("content.xml", b"<x/>"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ];
    members.extend(more);
    zipped(&members)
}

fn pptx(types: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut members: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("ppt/presentation.xml", b"<p/>"),
    ];
    members.extend(more);
    zipped(&members)
}

#[test]
fn a_pdf_a_powerpoint_and_an_open_document_presentation_are_known_by_what_is_in_them() {
    assert_eq!(is(b"%PDF-1.7\n..."), Ok(SlidesKind::Pdf));
    assert_eq!(is(&pptx(TYPES, &[])), Ok(SlidesKind::Pptx));
    assert_eq!(
        is(&odp("<manifest/>", &[("Basic/", b"")])),
        Ok(SlidesKind::Odp)
    );
}

#[test]
fn whatever_else_it_calls_itself_is_not_taken() {
    let word = TYPES.replace("presentationml.presentation", "wordprocessingml.document");
    let text = "application/vnd.oasis.opendocument.text";
    for other in [
        b"".to_vec(),
        b"<svg/>".to_vec(),
        b"MZ\x90\0".to_vec(),
        b" %PDF-1.7".to_vec(),
        pptx(&word, &[]),
        zipped(&[("[Content_Types].xml", TYPES.as_bytes())]),
        zipped(&[("mimetype", text.as_bytes()), ("content.xml", b"<x/>")]),
        zipped(&[("notes.txt", b"hello")]),
    ] {
        assert_eq!(is(&other), Err(ContentRefused::Unknown));
    }
}

#[test]
fn macros_are_refused() {
    let enabled = TYPES.replace(
        "presentation.main+xml",
        "presentation.macroEnabled.main+xml",
    );
    for with_macros in [
        pptx(&enabled, &[]),
        pptx(TYPES, &[("ppt/vbaProject.bin", b"x")]),
        odp("<manifest/>", &[("Basic/Standard/Module1.xml", b"<x/>")]),
    ] {
        assert_eq!(is(&with_macros), Err(ContentRefused::Macros));
    }
}

#[test]
fn what_has_a_password_is_refused() {
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 EncryptedPackage";
    assert_eq!(is(old), Err(ContentRefused::OldOrProtected));
    let protected = odp("<manifest:encryption-data/>", &[]);
    assert_eq!(is(&protected), Err(ContentRefused::Protected));
    for trailer in [
        "/Encrypt 12 0 R",
        "/Encrypt\n3 0 R>>",
        "/Encrypt<</Filter/Standard>>",
    ] {
        let pdf = format!("%PDF-1.7\ntrailer <<{trailer}");
        assert_eq!(
            is(pdf.as_bytes()),
            Err(ContentRefused::Protected),
            "{trailer}"
        );
    }
    let spoken_of = b"%PDF-1.7\n(/Encrypted slides) /EncryptMetadata false";
    assert_eq!(is(spoken_of), Ok(SlidesKind::Pdf));
}

#[test]
fn a_password_of_a_pdf_is_seen_wherever_it_lies() {
    for before in 65_480..65_560 {
        let mut pdf = b"%PDF-1.7\n".to_vec();
        pdf.resize(before, b' ');
        pdf.extend(b"/Encrypt 12 0 R");
        assert_eq!(is(&pdf), Err(ContentRefused::Protected), "{before}");
    }
}

#[test]
fn what_is_cut_off_or_damaged_is_refused() {
    let whole = pptx(TYPES, &[]);
    for length in [40, whole.len() / 2, whole.len() - 1] {
        assert_eq!(
            is(&whole[..length]),
            Err(ContentRefused::Damaged),
            "{length}"
        );
    }
    let without = zipped(&[("mimetype", SlidesKind::Odp.as_str().as_bytes())]);
    assert_eq!(is(&without), Err(ContentRefused::Damaged));
    // Two ends: one reader would see this archive, another that.
    let two = [whole.as_slice(), &whole[whole.len() - 22..]].concat();
    assert_eq!(is(&two), Err(ContentRefused::Damaged));
}

#[test]
fn what_unpacks_without_end_is_refused_before_it_is_unpacked() {
    let types = vec![b' '; 40 * 1024 * 1024];
    let bomb = zipped(&[
        ("[Content_Types].xml", &types),
        ("ppt/presentation.xml", b""),
    ]);
    assert!(bomb.len() < 64 * 1024);
    assert_eq!(is(&bomb), Err(ContentRefused::Bomb));
    let many: Vec<(String, &[u8])> = (0..10_001).map(|n| (n.to_string(), &b""[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, b)| (name.as_str(), *b)).collect();
    assert_eq!(is(&zipped(&many)), Err(ContentRefused::Bomb));
    // It says that a picture is larger than anything.
    let mut lying = pptx(TYPES, &[("ppt/media/a.png", b"x")]);
    let directory = find(&lying, b"PK\x01\x02").expect("a directory");
    lying[directory + 24..directory + 28].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    assert_eq!(is(&lying), Err(ContentRefused::Bomb));
}
