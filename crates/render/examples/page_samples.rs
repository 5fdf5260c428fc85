//! Writes every sample page and the assets into a folder, to be looked at:
//! `cargo run -p marketday-render --example page_samples -- FOLDER`, then serve the folder with any static file server.

use std::error::Error;
use std::path::PathBuf;

use marketday_render::{Engine, assets, pages};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    for name in assets::names() {
        let url = assets::url(&name).ok_or("an asset without an address")?;
        let asset = assets::find(&url).ok_or("an address without an asset")?;
        write(&folder.join(url.trim_start_matches('/')), &asset.bytes)?;
    }
    for page in pages::samples(&Engine::new()?)? {
        let name = page
            .template
            .trim_start_matches("pages/")
            .trim_end_matches(".html")
            .replace('/', "-");
        write(
            &folder.join(format!("{name}-{}.html", page.sample)),
            page.html.as_bytes(),
        )?;
    }
    Ok(())
}

fn write(path: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, bytes)
}
