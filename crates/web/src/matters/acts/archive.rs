//! 归档 (R4.8, annex 7): the materials kind by kind, with what the system has of each already laid out.

use domain::{
    matter::{Command, Material, MaterialForm, MaterialKind, Stage},
    value::{Text, Title},
};

use super::kit::{form, remark};
use crate::{
    forms::FormData,
    matters::{look::Look, reader::Reader, timeline, words},
    pages::{
        act::ActForm,
        archive::{Kept, Material as Row},
        form::{Field, FileRow, Kind},
        text,
    },
};

pub fn draw(look: &Look) -> ActForm {
    let me = look.viewer.person.map(|person| look.directory.person_name(person).to_owned()).unwrap_or_default();
    let fields =
        vec![Field::new("archivist", "归档人", Kind::Text).value(me).required().half(), remark("remarks", "备注")];
    form("归档后事项不再变动，办理闭环完成；列入《办结材料归档登记表》（附件 7）。", fields)
}

/// The field that says how this kind is kept.
pub fn field_of(kind: MaterialKind) -> &'static str {
    match kind {
        MaterialKind::Instructions => "material_instructions",
        MaterialKind::Minutes => "material_minutes",
        MaterialKind::Documents => "material_documents",
        MaterialKind::Notice => "material_notice",
        MaterialKind::ClosingReport => "material_closing_report",
        MaterialKind::Other => "material_other",
    }
}

/// Every field of the materials: what a problem can stand beside.
pub fn names() -> Vec<String> {
    let of = |kind: &MaterialKind| {
        let name = field_of(*kind);
        [
            name.to_owned(),
            format!("{name}_count"),
            format!("{name}_pages"),
            format!("{name}_place"),
            format!("{name}_reason"),
        ]
    };
    MaterialKind::ALL.iter().flat_map(of).collect()
}

pub fn rows(look: &Look, sent: Option<&FormData>) -> Vec<Row> {
    MaterialKind::ALL.iter().map(|kind| row(look, *kind, sent)).collect()
}

fn row(look: &Look, kind: MaterialKind, sent: Option<&FormData>) -> Row {
    let terminated = look.matter().stage == Stage::Terminated;
    let compulsory = match kind {
        MaterialKind::Notice => look.matter().dispatched.is_some(),
        MaterialKind::ClosingReport => !terminated,
        _ => false,
    };
    let files = files(look, kind);
    let get = |part: &str| sent.map_or("", |sent| sent.get(&format!("{}{part}", field_of(kind)))).to_owned();
    let kept = match sent {
        None if !files.is_empty() => Kept::Electronic,
        None if kind == MaterialKind::Other => Kept::Absent,
        None => Kept::Unsaid,
        Some(_) => kept(&get("")),
    };
    let reason = if sent.is_none() && kept == Kept::Absent { "没有其他材料".to_owned() } else { get("_reason") };
    Row {
        key: kind.code().to_owned(),
        label: kind.label().to_owned(),
        compulsory,
        kept,
        files,
        count: get("_count"),
        pages: get("_pages"),
        place: get("_place"),
        reason,
    }
}

fn kept(value: &str) -> Kept {
    match value {
        "electronic" => Kept::Electronic,
        "paper" => Kept::Paper,
        "none" => Kept::Absent,
        _ => Kept::Unsaid,
    }
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let materials: Vec<Option<Option<Material>>> =
        MaterialKind::ALL.iter().map(|kind| material(reader, *kind)).collect();
    let (archivist, remarks) = (reader.maybe_title("archivist", "归档人"), reader.maybe_text("remarks", "备注"));
    let materials = materials.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
    Some(Command::Archive { materials, archivist: archivist?, remarks: remarks? })
}

/// `Some(None)`: nothing was said about this kind, which the rule refuses by name.
fn material(reader: &mut Reader, kind: MaterialKind) -> Option<Option<Material>> {
    let name = field_of(kind);
    let label = kind.label();
    let form = match kept(reader.typed.get(name)) {
        Kept::Unsaid => return Some(None),
        Kept::Electronic => MaterialForm::Electronic,
        Kept::Paper => {
            let count = reader.number(&format!("{name}_count"), &format!("{label}的份数"));
            let pages = reader.number(&format!("{name}_pages"), &format!("{label}的页数"));
            let place: Option<Title> = reader.title(&format!("{name}_place"), &format!("{label}的存放位置"));
            MaterialForm::Paper { count: count?, pages: pages?, place: place? }
        }
        Kept::Absent => {
            let reason: Option<Text> = reader.text(&format!("{name}_reason"), &format!("没有{label}的原因"));
            MaterialForm::None { reason: reason? }
        }
    };
    Some(Some(Material { kind, form }))
}

/// What the system has of this kind: its own papers, and the attachments whose names say so.
fn files(look: &Look, kind: MaterialKind) -> Vec<FileRow> {
    let mut rows = own_papers(look, kind);
    for attachment in &look.matter().attachments {
        let label = attachment.label.as_ref().map_or("", Title::as_str);
        let file = timeline::file_row(look, attachment.file, label);
        if MaterialKind::of_name(&format!("{label} {}", file.name)) == kind {
            rows.push(file);
        }
    }
    rows
}

fn own_papers(look: &Look, kind: MaterialKind) -> Vec<FileRow> {
    let matter = look.matter();
    let paper =
        |name: String, href: String| FileRow { name, href, size: "系统生成".to_owned(), ..FileRow::default() };
    match kind {
        MaterialKind::Notice => {
            let notice = matter.dispatched.as_ref().map(|stamp| {
                paper(format!("督办事项通知单（{}下发）", text::day(stamp.on)), format!("{}/notice", look.href()))
            });
            notice.into_iter().collect()
        }
        MaterialKind::ClosingReport => {
            let report = matter
                .accepted_report()
                .map(|report| paper(format!("办结报告（{}）", words::signed(look, &report.submitted)), look.href()));
            report.into_iter().collect()
        }
        MaterialKind::Instructions => {
            let one = |instruction: &domain::matter::Instruction| match instruction.scan {
                Some(scan) => timeline::file_row(look, scan, "批示扫描件"),
                None => paper(format!("批示（{}）", words::signed(look, &instruction.given)), look.href()),
            };
            matter.instructions.iter().map(one).collect()
        }
        MaterialKind::Minutes | MaterialKind::Documents | MaterialKind::Other => Vec::new(),
    }
}
