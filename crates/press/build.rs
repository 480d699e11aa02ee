//! Stops with a clear message when the fonts are missing.

use std::{path::Path, process};

fn main() {
    for name in ["serif-regular", "serif-bold", "sans-medium"] {
        let path = Path::new("fonts/dist").join(format!("{name}.ttf.gz"));
        println!("cargo::rerun-if-changed={}", path.display());
        if !path.exists() {
            println!("cargo::error=the fonts are missing ({}): run make assets", path.display());
            process::exit(1);
        }
    }
}
