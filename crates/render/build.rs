//! Rebuilds the crate when a template or an asset is added or removed: the embedding macro itself sees only changes.

fn main() {
    println!("cargo:rerun-if-changed=../../templates");
    println!("cargo:rerun-if-changed=assets");
}
