//! The stylesheet, the script and the pictures: embedded, each at an address that changes with its bytes.
//!
//! To add one, put the file into `crates/render/assets/` and name its kind in [`content_type`]; templates then write
//! `{{ asset(name="…") }}`.

use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/assets"]
struct Files;

/// A file to be served.
#[derive(Debug, Clone)]
pub struct Asset {
    /// The file's bytes.
    pub bytes: Cow<'static, [u8]>,
    /// The value of its Content-Type header.
    pub content_type: &'static str,
    /// Whether the address that was asked for holds the fingerprint of these bytes, so that they never change there.
    pub immutable: bool,
}

/// The path of an asset, `/assets/<fingerprint>/<name>`; `None` if there is no such file.
pub fn url(name: &str) -> Option<String> {
    let file = Files::get(name)?;
    Some(format!(
        "/assets/{}/{name}",
        fingerprint(&file.metadata.sha256_hash())
    ))
}

/// The asset at a path, with or without the leading `/assets/`. An address with the fingerprint of another version
/// still finds the file, so that an open page keeps its look over an upgrade.
pub fn find(path: &str) -> Option<Asset> {
    let path = path.trim_start_matches('/');
    let (print, name) = path
        .strip_prefix("assets/")
        .unwrap_or(path)
        .split_once('/')?;
    let file = Files::get(name)?;
    Some(Asset {
        content_type: content_type(name)?,
        immutable: print == fingerprint(&file.metadata.sha256_hash()),
        bytes: file.data,
    })
}

/// The names of all assets.
pub fn names() -> Vec<String> {
    Files::iter().map(Cow::into_owned).collect()
}

fn fingerprint(hash: &[u8; 32]) -> String {
    use std::fmt::Write as _;
    hash.iter()
        .take(6)
        .fold(String::with_capacity(12), |mut text, byte| {
            // Writing into a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn content_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{find, names, url};

    #[test]
    fn an_assets_own_address_finds_its_bytes_for_good() {
        let address = url("app.css").expect("the stylesheet is there");
        let asset = find(&address).expect("its address finds it");
        assert_eq!(asset.content_type, "text/css; charset=utf-8");
        assert!(asset.immutable);
        assert_eq!(
            asset.bytes.as_ref(),
            std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/app.css")).unwrap()
        );
    }

    #[test]
    fn the_address_of_another_version_finds_the_file_but_is_not_kept() {
        assert!(
            !find("/assets/000000000000/app.css")
                .expect("found")
                .immutable
        );
    }

    #[test]
    fn every_asset_has_an_address_and_a_kind() {
        for name in names() {
            assert!(find(&url(&name).expect("an address")).is_some(), "{name}");
        }
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        assert!(find("/assets/x/../Cargo.toml").is_none());
        assert!(find("/assets/app.css").is_none());
        assert!(find("/assets/x/nothing.css").is_none());
    }
}
