//! Clause ids and how people know them: the user sees 依据：第四条（三）, never the id.

use serde::{Deserialize, Serialize};

macro_rules! clauses {
    ($($variant:ident = $id:literal, $article:literal;)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Clause { $(#[serde(rename = $id)] $variant),+ }

        impl Clause {
            pub const ALL: &[Clause] = &[$(Clause::$variant),+];

            pub fn id(self) -> &'static str {
                match self { $(Clause::$variant => $id),+ }
            }

            /// As written in the regulation, e.g. `第四条（三）`.
            pub fn article(self) -> &'static str {
                match self { $(Clause::$variant => $article),+ }
            }
        }
    };
}

clauses! {
    Own = "own", "无条款依据，由学校办公室设定";
    R1 = "R1", "第一条";
    R2 = "R2", "第二条（三）";
    R3_1 = "R3.1", "第三条（一）";
    R3_2 = "R3.2", "第三条（二）";
    R3_3 = "R3.3", "第三条（三）";
    R3_4 = "R3.4", "第三条（四）";
    R3_5 = "R3.5", "第三条（五）";
    R3_6 = "R3.6", "第三条（六）";
    R3_7 = "R3.7", "第三条（七）";
    R4_1 = "R4.1", "第四条（一）";
    R4_2 = "R4.2", "第四条（二）";
    R4_3 = "R4.3", "第四条（三）";
    R4_4a = "R4.4a", "第四条（四）";
    R4_4b = "R4.4b", "第四条（四）";
    R4_4c = "R4.4c", "第四条（四）";
    R4_4d = "R4.4d", "第四条（四）";
    R4_5a = "R4.5a", "第四条（五）";
    R4_5b = "R4.5b", "第四条（五）";
    R4_5c = "R4.5c", "第四条（五）";
    R4_5d = "R4.5d", "第四条（五）";
    R4_6a = "R4.6a", "第四条（六）";
    R4_6b = "R4.6b", "第四条（六）";
    R4_6c = "R4.6c", "第四条（六）";
    R4_7a = "R4.7a", "第四条（七）";
    R4_7b = "R4.7b", "第四条（七）";
    R4_8 = "R4.8", "第四条（八）";
    R5_1 = "R5.1", "第五条（一）";
    R5_2 = "R5.2", "第五条（二）";
    R5_3 = "R5.3", "第五条（三）";
    R6_1 = "R6.1", "第六条（一）";
    R6_2 = "R6.2", "第六条（二）";
    R6_3 = "R6.3", "第六条（三）";
    R6_4 = "R6.4", "第六条（四）";
    R7 = "R7", "第七条";
    R8 = "R8", "第八条";
    R9 = "R9", "第九条";
    F1 = "F1", "附件 1";
    F2 = "F2", "附件 2";
    F3 = "F3", "附件 3";
    F4 = "F4", "附件 4";
    F5 = "F5", "附件 5";
    F6 = "F6", "附件 6";
    F7 = "F7", "附件 7";
}

impl Clause {
    /// `依据：第四条（三）`, or the note that no clause says so.
    pub fn basis(self) -> String {
        match self {
            Clause::Own => self.article().to_owned(),
            _ => format!("依据：{}", self.article()),
        }
    }
}
