//! Which column is what: proposed from the headings, corrected by the clerk, remembered for the next ledger of this form.

use serde::{Deserialize, Serialize};

use super::Field;

/// One table of a sheet and its columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    pub sheet: String,
    /// rows of the heading, first and last
    pub header: (u32, u32),
    /// rows that may hold tasks, first and last
    pub body: (u32, u32),
    pub columns: Vec<Column>,
    /// the same for every ledger with these headings in this order
    pub fingerprint: String,
    /// what the clerk should know: columns that are hidden, fields that were not found
    pub notices: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// from 0
    pub index: u16,
    /// as Excel calls it
    pub letter: String,
    /// the rows of its heading, joined by a slash
    pub heading: String,
    pub field: Option<Field>,
}

impl Mapping {
    /// The columns of a field, from the left.
    pub fn columns(&self, field: Field) -> impl Iterator<Item = u16> + '_ {
        self.columns.iter().filter(move |column| column.field == Some(field)).map(|column| column.index)
    }

    pub fn column(&self, field: Field) -> Option<u16> {
        self.columns(field).next()
    }

    /// The clerk says what a column holds.
    pub fn assign(&mut self, index: u16, field: Option<Field>) {
        self.columns.iter_mut().filter(|column| column.index == index).for_each(|column| column.field = field);
    }

    /// Takes over what was decided for a ledger with the same headings. Says whether it was one.
    pub fn remember(&mut self, known: &Mapping) -> bool {
        let same = known.fingerprint == self.fingerprint && known.columns.len() == self.columns.len();
        if same {
            for (column, decided) in self.columns.iter_mut().zip(&known.columns) {
                column.field = decided.field;
            }
        }
        same
    }
}

/// FNV-1a: the same on every machine and in every version, which a hash of the standard library does not promise.
pub(super) fn fingerprint(columns: &[Column]) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for column in columns {
        for byte in super::field::plain(&column.heading).bytes().chain([0x1f]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}
