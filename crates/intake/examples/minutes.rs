//! Reads a document and prints its tasks: `cargo run -p intake --example minutes -- FILE [YYYY-MM-DD]`.

use domain::{calendar::WorkCalendar, value::Day};
use intake::{minutes, source, units::Directory};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("which file?")?;
    let on: Option<Day> = arguments.next().map(|day| day.parse()).transpose()?;
    let bytes = std::fs::read(&file)?;
    let document = source::open(&bytes, &file)?;
    for candidate in minutes::read(&document, &Directory::new([]), on, &WorkCalendar::default()) {
        println!("{}", serde_json::to_string(&candidate.line())?);
    }
    Ok(())
}
