//! Which limits a sentence sets: `cargo run -p intake --example limits -- SENTENCE YYYY-MM-DD`.
fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let on = arguments.get(2).and_then(|day| day.parse().ok());
    for found in intake::dates::find(&arguments[1], on, &domain::calendar::WorkCalendar::default()) {
        println!("{} {:?}", &arguments[1][found.range.clone()], found);
    }
}
