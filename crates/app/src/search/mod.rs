//! Finding matters by their words: one box over number, title, content, progress, reports and attachments. What the actor may
//! not see is not found, and not counted.
//!
//! Reading order: [`tokens`] (what a word is), [`said`] (what of a matter is found), this file (the question), [`marks`] and
//! [`initials`] (what is shown), [`attachments`] (how their texts come in).

pub(crate) mod attachments;
mod initials;
mod marks;
pub(crate) mod said;
pub(crate) mod tokens;

use domain::{
    institution::Institution,
    matter::{Category, Stage},
    value::{Day, NoticeNumber, UnitId},
};
use store::{
    Sql, StoreError, Value,
    search::{self, Groups, Phrase},
};

pub use initials::Named;
pub use marks::Piece;
pub use said::Field;

use crate::{
    Actor, App, Denied,
    ask::{COLUMNS, COUNT_MOST, Count, KEY, LedgerRow, Lights, line},
    snapshot::{Scope, Snapshot},
};

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    pub q: String,
    /// lead or co-unit
    pub unit: Option<UnitId>,
    pub category: Option<Category>,
    /// of the number
    pub year: Option<i16>,
    pub stages: Vec<Stage>,
    pub order: Order,
    /// from 0
    pub page: usize,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Newest,
    /// the best of the newest thousand first
    Fit,
}

/// Hits on a page.
pub const PAGE: usize = 20;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    pub hits: Vec<Hit>,
    pub total: Count,
    /// pages of hits that can be leafed through
    pub pages: usize,
    /// units and people that were meant
    pub named: Vec<Named>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub row: LedgerRow,
    pub title: Vec<Piece>,
    pub number: Vec<Piece>,
    /// where else the words stand
    pub passages: Vec<Passage>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    pub field: Field,
    pub text: Vec<Piece>,
}

impl App {
    /// What this actor may see of what was looked for, the newest first. Nothing typed: nothing found.
    pub async fn search(&self, actor: &Actor, search: Search) -> Result<Found, Denied> {
        let asking = actor.clone();
        self.read(move |read| {
            let scope = read.scope(&asking);
            let institution = read.institution.clone();
            let words = tokens::typed(&search.q);
            if words.is_empty() {
                return Ok(Found::default());
            }
            let number = number(&institution, read.today, &search.q);
            let named: Vec<Vec<Named>> = words.iter().map(|word| initials::named(&institution, word)).collect();
            let mut groups = match number {
                Some(number) => {
                    vec![vec![Phrase::token(tokens::key(said::NUMBER, &said::number_key(number.year, number.seq)))]]
                }
                None => words.iter().zip(&named).map(|(word, named)| alternatives(word, named)).collect(),
            };
            groups.extend(narrowed(&search, &scope));
            let most = usize::try_from(COUNT_MOST).unwrap_or(usize::MAX);
            let mut places = search::newest(read, &groups, most + 1)?;
            let total = Count(places.len() as u64);
            places.truncate(most);
            if search.order == Order::Fit {
                places = by_fit(read, places, &words)?;
            }
            let shown = places.chunks(PAGE).nth(search.page).unwrap_or_default();
            let hits = hits(read, shown, &words)?;
            Ok(Found { hits, total, pages: places.len().div_ceil(PAGE), named: named.into_iter().flatten().collect() })
        })
        .await
    }
}

/// A number in any of its writings.
fn number(institution: &Institution, today: Day, q: &str) -> Option<NoticeNumber> {
    institution.regulation_on(today)?.institution.number_pattern.read(q).ok()
}

/// The word itself, or a matter of the unit or person that is called so.
fn alternatives(word: &str, named: &[Named]) -> Vec<Phrase> {
    let key = |named: &Named| match named {
        Named::Unit(id, _) => tokens::key(said::UNIT, &id.to_string()),
        Named::Person(id, _) => tokens::key(said::PERSON, &id.to_string()),
    };
    std::iter::once(tokens::phrase(word)).chain(named.iter().map(|named| Phrase::token(key(named)))).collect()
}

/// Who asks, and what else was asked for.
fn narrowed(search: &Search, scope: &Scope) -> Groups {
    let one = |kind, value: String| vec![Phrase::token(tokens::key(kind, &value))];
    let mut groups = Groups::new();
    groups.extend(search.unit.map(|unit| one(said::UNIT, unit.to_string())));
    groups.extend(search.category.map(|category| one(said::CATEGORY, category.code().to_owned())));
    groups.extend(search.year.map(|year| one(said::YEAR, year.to_string())));
    let any = |kind, values: &mut dyn Iterator<Item = String>| -> Vec<Phrase> {
        values.map(|value| Phrase::token(tokens::key(kind, &value))).collect()
    };
    if !search.stages.is_empty() {
        groups.push(any(said::STAGE, &mut search.stages.iter().map(|stage| stage.code().to_owned())));
    }
    if let Scope::Subjects(subjects) = scope {
        // Nobody's subjects see nothing: an empty group finds none.
        groups.push(any(said::SEEN_BY, &mut subjects.iter().cloned()));
    }
    groups
}

/// Words in the title count most, then those in what is to be done; of the same weight the newest first.
fn by_fit(sql: &mut dyn Sql, places: Vec<i64>, words: &[String]) -> Result<Vec<i64>, StoreError> {
    let plain = plain_of(sql, &places)?;
    let weight = |place: &i64| {
        let said = plain.iter().find(|(at, _)| at == place).map(|(_, said)| said.as_slice()).unwrap_or_default();
        let of = |word: &String| {
            let fields = said.iter().filter(|(_, text)| marks::passage(text, std::slice::from_ref(word)).is_some());
            fields.map(|(field, _)| field_weight(*field)).max().unwrap_or(0)
        };
        words.iter().map(of).sum::<u32>()
    };
    let mut weighed: Vec<(u32, i64)> = places.iter().map(|place| (weight(place), *place)).collect();
    weighed.sort_by(|a, b| b.cmp(a));
    Ok(weighed.into_iter().map(|(_, place)| place).collect())
}

fn field_weight(field: Field) -> u32 {
    match field {
        Field::Title | Field::Number => 8,
        Field::Content | Field::Requirements | Field::Target => 3,
        _ => 1,
    }
}

fn plain_of(sql: &mut dyn Sql, places: &[i64]) -> Result<Vec<(i64, Vec<said::Said>)>, StoreError> {
    let listed = places.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    if listed.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sql.query(&format!("select place, plain from matter_text where place in ({listed})"), &[])?;
    rows.iter().map(|row| Ok((row.int(0)?, serde_json::from_str(row.text(1)?).unwrap_or_default()))).collect()
}

/// The lines of a page, in its order.
fn hits(read: &mut Snapshot<'_, '_>, places: &[i64], words: &[String]) -> Result<Vec<Hit>, StoreError> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let lights = Lights::on(read.today, &read.institution);
    let listed = places.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let select = format!(
        "select {COLUMNS}, t.plain, t.place from matter_text t join matter_view m on m.matter = t.matter \
         where t.place in ({listed}) order by t.place desc"
    );
    let mut found = Vec::new();
    for row in read.query(&select, &[])? {
        let said: Vec<said::Said> = serde_json::from_str(row.text(KEY)?).unwrap_or_default();
        found.push((row.int(KEY + 1)?, line(&row, &lights)?, said));
    }
    let mut hits = Vec::new();
    for place in places {
        let Some((_, row, said)) = found.iter().find(|(at, ..)| at == place) else { continue };
        hits.push(hit(read, row.clone(), said, words)?);
    }
    Ok(hits)
}

/// Passages on a hit, at most.
const PASSAGES: usize = 2;

fn hit(sql: &mut dyn Sql, row: LedgerRow, said: &[said::Said], words: &[String]) -> Result<Hit, StoreError> {
    let mut missing: Vec<String> = words.to_vec();
    let mut take = |text: &str| {
        let had = missing.len();
        missing.retain(|word| marks::passage(text, std::slice::from_ref(word)).is_none());
        missing.len() < had
    };
    take(&row.title);
    take(&row.number);
    let mut passages = Vec::new();
    for (field, text) in said.iter().filter(|(field, _)| !matches!(field, Field::Title | Field::Number)) {
        // The first passage says more than the title; the others bring words that stand nowhere yet.
        if (passages.is_empty() | take(text)) && passages.len() < PASSAGES {
            passages.extend(marks::passage(text, words).map(|text| Passage { field: *field, text }));
        }
    }
    if !missing.is_empty() && passages.len() < PASSAGES {
        passages.extend(attachments::passage(sql, row.id.0, &missing)?);
    }
    let (title, number) = (marks::whole(&row.title, words), marks::whole(&row.number, words));
    Ok(Hit { row, title, number, passages })
}

/// The clause of a list that asks for words: every one must be there. In: the alias of the matter's id.
pub(crate) fn clause(args: &mut Vec<Value>, id: &str, q: &str) -> String {
    let likes: Vec<String> = tokens::typed(q)
        .iter()
        .map(|word| {
            let phrase = tokens::phrase(word);
            let end = if phrase.open { "" } else { " " };
            args.push(Value::from(format!("% {}{end}%", phrase.tokens.join(" "))));
            format!("x.words like ${}", args.len())
        })
        .collect();
    format!("exists (select 1 from matter_text x where x.matter = {id} and {})", likes.join(" and "))
}

/// The matters with all the words, if there are no more than `most`.
pub(crate) fn few(sql: &mut dyn Sql, q: &str, most: usize) -> Result<Option<Vec<String>>, StoreError> {
    let groups: Groups = tokens::typed(q).iter().map(|word| vec![tokens::phrase(word)]).collect();
    let places = search::newest(sql, &groups, most + 1)?;
    if places.len() > most {
        return Ok(None);
    }
    let listed = places.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    if listed.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let rows = sql.query(&format!("select matter from matter_text where place in ({listed})"), &[])?;
    rows.iter().map(|row| row.string(0)).collect::<Result<_, _>>().map(Some)
}
