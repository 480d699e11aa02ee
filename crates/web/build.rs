//! Stops with a clear message when the browser files are missing, and tells the program their version.

use std::{env, fs, path::Path, process};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let version = Path::new(&root).join("assets/dist/VERSION");
    println!("cargo::rerun-if-changed={}", version.display());
    println!("cargo::rerun-if-changed=templates");
    match fs::read_to_string(&version) {
        Ok(text) if !text.trim().is_empty() => println!("cargo::rustc-env=DUBAN_ASSETS_VERSION={}", text.trim()),
        _ => {
            println!("cargo::error=the browser files are missing ({}): run make assets", version.display());
            process::exit(1);
        }
    }
}
