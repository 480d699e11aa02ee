//! What the address of the ledger asks for, understood: what is not understood is left out and said.

use app::ask::{FallList, LimitDate, Query, Sort, Way};
use domain::{
    duty::Light,
    matter::{Category, Stage},
    value::Day,
};

use super::columns::{self, Column};
use crate::{forms::Asked, respond};

pub const LIGHTS: &[(Light, &str)] = &[(Light::Red, "red"), (Light::Yellow, "yellow"), (Light::Green, "green")];

/// The address that shows the whole ledger, whatever one's own opens with.
pub const WHOLE: &str = "/matters?view=all";

pub struct Asking {
    pub query: Query,
    pub columns: Vec<Column>,
    /// the saved view that was opened
    pub view: String,
    pub problem: Option<String>,
    /// columns are being chosen
    pub arranging: bool,
    /// everything that was asked for, as an address has it; without view and place
    pub pairs: Vec<(String, String)>,
}

/// Not part of what a view keeps.
const PASSING: [&str; 7] = ["at", "view", "format", "col", "cols", "columns", "n"];

impl Asking {
    pub fn of(asked: &Asked) -> Asking {
        let mut problem = None;
        let mut day = |name: &str, label: &str| -> Option<Day> {
            let typed = asked.get(name).trim();
            let day = typed.parse().ok();
            if day.is_none() && !typed.is_empty() {
                problem = Some(format!("{label}“{typed}”不是日期，请照“2026-10-27”填写；这一条件没有使用。"));
            }
            day
        };
        let (due_from, due_to) = (day("due_from", "办结时限自"), day("due_to", "办结时限至"));
        let (sort, way) = sort_of(asked.get("sort"));
        let query = Query {
            q: asked.get("q").trim().to_owned(),
            stages: asked.all("stage").filter_map(Stage::from_code).collect(),
            light: LIGHTS.iter().find(|(_, code)| *code == asked.get("light")).map(|(light, _)| *light),
            category: Category::from_code(asked.get("category")),
            unit: asked.get("unit").parse().ok(),
            leader: asked.get("leader").parse().ok(),
            year: asked.get("year").parse().ok(),
            limit_date: LimitDate::from_code(asked.get("limit_date")).unwrap_or_default(),
            due_from,
            due_to,
            urged: asked.get("urged") == "1",
            extended: asked.get("extended") == "1",
            clerk: asked.get("clerk").parse().ok(),
            carried_into: asked.get("carried").parse().ok().filter(|year| (1000..=9999).contains(year)),
            list: FallList::from_code(asked.get("list")),
            group: asked.get("group").parse().ok(),
            among: Vec::new(),
            sort,
            way,
            cursor: asked.get("at").parse().ok(),
            limit: asked.get("limit").parse::<u32>().unwrap_or_default().min(200),
        };
        let ticked: Vec<&str> = asked.all("col").collect();
        let columns = columns::chosen(asked.get("cols"), &ticked);
        let kept = asked.pairs().iter().filter(|(name, value)| !value.is_empty() && !PASSING.contains(&name.as_str()));
        let mut pairs: Vec<(String, String)> = kept.cloned().collect();
        let cols = columns::written(&columns);
        if !cols.is_empty() {
            pairs.push(("cols".to_owned(), cols));
        }
        let view = asked.get("view").to_owned();
        let arranging = asked.get("columns") == "1";
        if query.q.chars().count() > 200 {
            let problem = Some("查找的文字超过 200 字，请缩短。".to_owned());
            return Asking { query: Query::default(), columns, view, problem, arranging, pairs: Vec::new() };
        }
        Asking { query, columns, view, problem, arranging, pairs }
    }

    /// What a view keeps of it.
    pub fn kept(&self) -> String {
        self.path("", &[]).trim_start_matches('?').to_owned()
    }

    /// The same address with other values; a new order or filter begins at its first page.
    pub fn link(&self, changes: &[(&str, &str)]) -> String {
        let view = if self.view.is_empty() { Vec::new() } else { vec![("view", self.view.as_str())] };
        let changes: Vec<(&str, &str)> = view.iter().chain(changes).copied().collect();
        self.path("/matters", &changes)
    }

    /// The same for another page of what is shown.
    pub fn path(&self, page: &str, changes: &[(&str, &str)]) -> String {
        let kept = self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let kept = kept.filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        let pairs: Vec<(&str, &str)> = kept.chain(changes.iter().copied()).collect();
        format!("{page}{}", respond::query(&pairs))
    }
}

/// `due`, or `-due` for the other way.
fn sort_of(code: &str) -> (Sort, Way) {
    match code.strip_prefix('-') {
        Some(code) => (Sort::from_code(code).unwrap_or_default(), Way::Down),
        None => (Sort::from_code(code).unwrap_or_default(), Way::Up),
    }
}

pub fn sort_code(sort: Sort, way: Way) -> String {
    let sign = if way == Way::Down { "-" } else { "" };
    format!("{sign}{}", sort.code())
}
