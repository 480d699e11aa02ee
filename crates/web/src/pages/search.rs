//! 查找: one box, its hits with the words marked, the newest first or by fit.

use app::search::Piece;
use askama::Template;

use super::{
    layout::Layout,
    ledger::{Filter, LedgerRow},
};

/// Where words were found: the field's name and the text around them.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    pub label: String,
    pub text: Vec<Piece>,
}

#[derive(Debug, Clone, Default)]
pub struct SearchHit {
    pub row: LedgerRow,
    pub title: Vec<Piece>,
    /// Empty before registration.
    pub number: Vec<Piece>,
    pub passages: Vec<Shown>,
}

/// A unit or person that may have been meant.
#[derive(Debug, Clone, Default)]
pub struct Meant {
    pub label: String,
    /// `承办单位`
    pub what: String,
    pub href: String,
}

/// GET form: `q`, the filters' names, `order=fit`, `page`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "search.html")]
pub struct SearchPage {
    pub layout: Layout,
    pub q: String,
    pub filters: Vec<Filter>,
    /// `fit`, or empty: the newest first.
    pub order: String,
    pub other_order: String,
    pub hits: Vec<SearchHit>,
    /// `共 37 项`
    pub total: String,
    pub meant: Vec<Meant>,
    pub previous: String,
    pub next: String,
    pub problem: String,
}
