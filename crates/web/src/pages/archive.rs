//! 归档: the list of materials by kind, then the archivist and remarks (annex 7).

use askama::Template;

use super::{act::ActForm, form::FileRow, layout::Layout, matter::MatterHead};

/// How a kind of material is kept; sent as `material_<key>`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kept {
    #[default]
    Unsaid,
    /// `electronic`: the files listed.
    Electronic,
    /// `paper`, with `material_<key>_count`, `_pages`, `_place`.
    Paper,
    /// `none`, with `material_<key>_reason`.
    Absent,
}

/// One kind of material.
#[derive(Debug, Clone, Default)]
pub struct Material {
    /// Short and stable, e.g. `instructions`.
    pub key: String,
    /// e.g. `校领导批示`.
    pub label: String,
    /// 交办材料 and 办结报告 cannot be left out.
    pub compulsory: bool,
    pub kept: Kept,
    /// What the system has of this kind.
    pub files: Vec<FileRow>,
    pub count: String,
    pub pages: String,
    pub place: String,
    pub reason: String,
}

impl Material {
    pub fn is(&self, kept: Kept) -> bool {
        self.kept == kept
    }

    /// The name of a field of this material: `field("count")` is `material_instructions_count`.
    pub fn field(&self, part: &str) -> String {
        if part.is_empty() { format!("material_{}", self.key) } else { format!("material_{}_{part}", self.key) }
    }
}

/// Sends the materials' fields and those of `form` (`archivist`, `remarks`).
#[derive(Debug, Clone, Default, Template)]
#[template(path = "archive.html")]
pub struct ArchivePage {
    pub layout: Layout,
    pub head: MatterHead,
    pub materials: Vec<Material>,
    pub form: ActForm,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_materials_fields_carry_its_key() {
        let material = Material { key: "minutes".into(), ..Material::default() };
        assert_eq!(material.field(""), "material_minutes");
        assert_eq!(material.field("pages"), "material_minutes_pages");
    }
}
