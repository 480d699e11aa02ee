//! Opens a file and prints its blocks, with the time it took: `cargo run -p intake --example open -- FILE`.

use intake::source::{self, Block};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("which file?")?;
    let bytes = std::fs::read(&file)?;
    let started = std::time::Instant::now();
    let opened = source::open(&bytes, &file);
    let took = started.elapsed();
    match &opened {
        Err(refused) => println!("{refused}"),
        Ok(document) => {
            for block in document.blocks().iter().take(60) {
                match block {
                    Block::Paragraph(paragraph) => println!("¶ {}", document.at(&paragraph.range)),
                    Block::Table(table) => {
                        for row in &table.rows {
                            let cells: Vec<&str> = row.iter().map(|cell| document.at(&cell.range)).collect();
                            println!("| {}", cells.join(" | "));
                        }
                    }
                }
            }
        }
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned();
    eprintln!("{file}: {took:?} {peak}");
    Ok(())
}
