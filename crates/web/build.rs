//! Stops with a clear message when the browser files are missing, and tells the program their version.

use std::{fs, path::Path, process};

fn main() {
    // Build scripts run in the folder of their package.
    let version = Path::new("assets/dist/VERSION");
    println!("cargo::rerun-if-changed={}", version.display());
    println!("cargo::rerun-if-changed=templates");
    match fs::read_to_string(version) {
        Ok(text) if !text.trim().is_empty() => println!("cargo::rustc-env=DUBAN_ASSETS_VERSION={}", text.trim()),
        _ => {
            println!("cargo::error=the browser files are missing ({}): run make assets", version.display());
            process::exit(1);
        }
    }
}
