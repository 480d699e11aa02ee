//! Who leads and who helps, within one cell: `牵头：教务处；配合：人事处`, `教务处（牵头）、各学院`, `教务处牵头，人事处配合`.

use crate::units::{Directory, Mention};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Lead,
    Co,
    /// the cell does not say
    Unsaid,
}

/// The units of a cell with what it says of each.
pub fn units(directory: &Directory, cell: &str) -> Vec<(Mention, Role)> {
    let mut units = Vec::new();
    for (label, text) in labelled(cell) {
        let mentions = directory.split(text);
        let roles = after_words(text, &mentions);
        for (mention, said) in mentions.into_iter().zip(roles) {
            units.push((mention, if said == Role::Unsaid { label } else { said }));
        }
    }
    // One is marked as leading, so the others help.
    if units.iter().any(|(_, role)| *role == Role::Lead) {
        units.iter_mut().filter(|(_, role)| *role == Role::Unsaid).for_each(|(_, role)| *role = Role::Co);
    }
    units
}

const LABELS: [(&str, Role); 10] = [
    ("牵头单位", Role::Lead),
    ("牵头部门", Role::Lead),
    ("主办单位", Role::Lead),
    ("责任单位", Role::Unsaid),
    ("配合单位", Role::Co),
    ("配合部门", Role::Co),
    ("协办单位", Role::Co),
    ("牵头", Role::Lead),
    ("主办", Role::Lead),
    ("配合", Role::Co),
];

/// The cell cut at 牵头： and 配合：.
fn labelled(cell: &str) -> Vec<(Role, &str)> {
    let mut cuts: Vec<(usize, usize, Role)> = Vec::new();
    for (colon, sign) in cell.char_indices().filter(|(_, sign)| matches!(sign, '：' | ':')) {
        let before = cell[..colon].trim_end();
        if let Some((label, role)) = LABELS.iter().find(|(label, _)| before.ends_with(label)) {
            cuts.push((before.len() - label.len(), colon + sign.len_utf8(), *role));
        }
    }
    let mut parts = vec![(Role::Unsaid, &cell[..cuts.first().map_or(cell.len(), |(start, ..)| *start)])];
    for (at, (_, body, role)) in cuts.iter().enumerate() {
        let end = cuts.get(at + 1).map_or(cell.len(), |(start, ..)| *start);
        parts.push((*role, &cell[*body..end.max(*body)]));
    }
    parts.retain(|(_, text)| !text.trim().is_empty());
    parts
}

/// What stands behind a unit is said of it, and without brackets also of those before it in the same clause.
fn after_words(text: &str, mentions: &[Mention]) -> Vec<Role> {
    let mut roles = vec![Role::Unsaid; mentions.len()];
    let mut said = Role::Unsaid;
    for at in (0..mentions.len()).rev() {
        let end = mentions.get(at + 1).map_or(text.len(), |next| next.range.start);
        let behind = text.get(mentions[at].range.end..end).unwrap_or_default();
        let own = role_in(behind);
        if behind.contains(['，', '；', '。', ',', ';', '\n']) && own == Role::Unsaid {
            said = Role::Unsaid;
        }
        if own != Role::Unsaid && !behind.trim_start().starts_with(['（', '(', '【', '[']) {
            said = own;
        }
        roles[at] = if own == Role::Unsaid { said } else { own };
    }
    roles
}

fn role_in(words: &str) -> Role {
    let has = |signs: &[&str]| signs.iter().any(|sign| words.contains(sign));
    match () {
        () if has(&["牵头", "主办", "主责"]) => Role::Lead,
        () if has(&["配合", "协办", "协助", "参与"]) => Role::Co,
        () => Role::Unsaid,
    }
}
