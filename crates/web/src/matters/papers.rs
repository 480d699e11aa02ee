//! The papers of one matter on the screen and as files: 延期申请单 (annex 4), 催办单 (annex 5) and the letter of R4.5d, 办结报告
//! (annex 6), the flow chart (annex 1), and what was kept of each as it went out.

use app::papers::{self, Copies, KeptPaper, compose, file_name};
use axum::{extract::Path, http::header};
use documents::{Paper, format, paper::Sheet};
use domain::{
    institution::Role,
    matter::{PaperKind, PaperRef, Urging},
    value::{Day, UnitId},
};

use super::{
    load::{self, matter_id},
    look::Look,
};
use crate::{
    error::Error,
    forms::Asked,
    gate::SignedIn,
    pages::{
        matter::Paper as Link,
        paper::{PaperLink, PaperPage},
        text,
    },
    respond::{self, Answer},
};

/// In which form a paper is taken along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Pdf,
    Docx,
    Xlsx,
}

/// `?format=pdf|docx|xlsx`; a page where it is not asked for.
pub fn format(asked: &Asked) -> Option<Format> {
    match asked.get("format") {
        "pdf" => Some(Format::Pdf),
        "docx" => Some(Format::Docx),
        "xlsx" => Some(Format::Xlsx),
        _ => None,
    }
}

/// The paper as a file.
pub async fn download(visitor: &SignedIn, paper: Paper, format: Format) -> Answer {
    let unwritable = |error: format::Unwritable| Error::bad(error.to_string());
    let (bytes, ending, media) = match format {
        Format::Pdf => (visitor.app().print(paper.clone()).await?.pdf, "pdf", "application/pdf"),
        Format::Docx => (
            format::docx::write(&paper).map_err(unwritable)?,
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        Format::Xlsx => (
            format::xlsx::write(&paper).map_err(unwritable)?,
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    };
    Ok(respond::file(&file_name(&paper, ending), media, bytes))
}

/// PDF and Word of what a page shows.
pub fn downloads(href: &str) -> Vec<PaperLink> {
    let join = if href.contains('?') { '&' } else { '?' };
    vec![
        PaperLink::new("下载 PDF", format!("{href}{join}format=pdf")),
        PaperLink::new("下载 Word", format!("{href}{join}format=docx")),
    ]
}

/// A file of one matter.
pub fn file(look: &Look, kind: PaperKind, sheets: Vec<Sheet>, on: Day) -> Paper {
    let title = format!("{} {}", kind.label(), look.number());
    look.directory.paper(title.trim_end().to_owned(), Some(on), sheets)
}

/// The files that were kept of a paper, the newest first.
pub async fn kept(
    visitor: &SignedIn,
    look: &Look,
    kind: PaperKind,
    about: u32,
    unit: Option<UnitId>,
) -> Result<Vec<PaperLink>, Error> {
    let all = visitor.app().papers_of(&visitor.actor, look.matter().id).await?;
    let unit = unit.or_else(|| (kind == PaperKind::Notice).then(|| look.matter().lead()).flatten());
    let these = all.iter().filter(|kept| {
        kept.paper.kind == kind && kept.paper.about == about && (kept.paper.unit == unit || kept.paper.unit.is_none())
    });
    let mut links: Vec<PaperLink> = these.map(|kept| PaperLink::new(kept_label(kept), kept_href(look, kept))).collect();
    links.reverse();
    Ok(links)
}

fn kept_label(kept: &KeptPaper) -> String {
    format!("第 {} 次存档（{}）", kept.edition, text::moment(kept.issued_at))
}

fn kept_href(look: &Look, kept: &KeptPaper) -> String {
    format!("{}/papers/{}", look.href(), kept.id)
}

/// `GET /matters/{id}/papers/{paper}`: the file as it went out, byte for byte.
pub async fn open(visitor: SignedIn, Path((id, paper)): Path<(String, String)>) -> Answer {
    let matter = matter_id(&id)?;
    let paper = paper.parse().map_err(|_| Error::not_found())?;
    let (kept, bytes) = visitor.app().open_paper(&visitor.actor, paper).await?;
    if kept.matter != matter {
        return Err(Error::not_found());
    }
    let name = format!("{}-{}-{}.pdf", kept.paper.kind.label(), kept.paper.about, kept.edition);
    let mut answer = respond::file(&name, "application/pdf", bytes);
    if let Ok(digest) = kept.sm3.parse() {
        answer.headers_mut().insert(header::HeaderName::from_static("x-content-sm3"), digest);
    }
    Ok(answer)
}

/// `GET /matters/{id}/urgings/{n}`, `?copies=1`.
pub async fn urging(visitor: SignedIn, Path((id, n)): Path<(String, String)>, asked: Asked) -> Answer {
    let look = load::look(&visitor, matter_id(&id)?).await?;
    let found = find_urging(&look, &n)?;
    let links = if may_read_letter(&look, found) {
        vec![PaperLink::new("抄送函", letter_href(&look, found))]
    } else {
        Vec::new()
    };
    let href = sheet_href(&look, found);
    let page = PaperPage {
        heading: "催办单打印".to_owned(),
        about: "一式两份，A4 纸。".to_owned(),
        links,
        ..PaperPage::default()
    };
    show(&visitor, &look, PaperKind::Urging, found.id, &href, &asked, page).await
}

/// `GET /matters/{id}/urgings/{n}/letter`
pub async fn letter(visitor: SignedIn, Path((id, n)): Path<(String, String)>, asked: Asked) -> Answer {
    let look = load::look(&visitor, matter_id(&id)?).await?;
    let found = find_urging(&look, &n)?;
    if !may_read_letter(&look, found) {
        return Err(Error::not_found().way_on("回到事项", look.href()));
    }
    let href = letter_href(&look, found);
    let page = PaperPage {
        heading: "抄送函打印".to_owned(),
        about: "A4 纸，随催办单一并抄送。".to_owned(),
        links: vec![PaperLink::new("催办单", sheet_href(&look, found))],
        ..PaperPage::default()
    };
    show(&visitor, &look, PaperKind::DisciplineLetter, found.id, &href, &asked, page).await
}

/// `GET /matters/{id}/extensions/{n}`
pub async fn extension(visitor: SignedIn, Path((id, n)): Path<(String, String)>, asked: Asked) -> Answer {
    let page = PaperPage { heading: "延期申请单打印".to_owned(), ..PaperPage::default() };
    numbered(visitor, &id, &n, PaperKind::Extension, "extensions", &asked, page).await
}

/// `GET /matters/{id}/closing-reports/{n}`
pub async fn closing_report(visitor: SignedIn, Path((id, n)): Path<(String, String)>, asked: Asked) -> Answer {
    let page = PaperPage { heading: "办结报告打印".to_owned(), ..PaperPage::default() };
    numbered(visitor, &id, &n, PaperKind::ClosingReport, "closing-reports", &asked, page).await
}

/// `GET /matters/{id}/flow-chart`
pub async fn flow(visitor: SignedIn, Path(id): Path<String>, asked: Asked) -> Answer {
    let look = load::look(&visitor, matter_id(&id)?).await?;
    let href = format!("{}/flow-chart", look.href());
    let page = PaperPage { heading: "流程图打印".to_owned(), ..PaperPage::default() };
    show(&visitor, &look, PaperKind::Flow, 0, &href, &asked, page).await
}

/// `GET /matters/{id}/package`: everything of an archived matter in one signed file (R4.8).
pub async fn package(visitor: SignedIn, Path(id): Path<String>) -> Answer {
    let (name, bytes) = visitor.app().archive_package(&visitor.actor, matter_id(&id)?).await?;
    Ok(respond::file(&name, "application/zip", bytes))
}

/// The papers of a matter for its page, the newest of each kind first.
pub fn links(look: &Look) -> Vec<Link> {
    let matter = look.matter();
    let link =
        |label: String, folder: String, note: String| Link { label, href: format!("{}/{folder}", look.href()), note };
    let mut links = Vec::new();
    for one in matter.extensions.iter().rev() {
        let note = format!("{} 申请", text::day(one.requested.on));
        links.push(link("延期申请单".to_owned(), format!("extensions/{}", one.id), note));
    }
    for one in matter.reports.iter().rev() {
        let note = format!("{} 报送", text::day(one.submitted.on));
        links.push(link("办结报告".to_owned(), format!("closing-reports/{}", one.id), note));
    }
    if matter.registered.is_some() {
        links.push(link("流程图".to_owned(), "flow-chart".to_owned(), String::new()));
    }
    if let (Some(filing), true) = (&matter.filing, look.viewer.office) {
        let note = format!("{} 归档，含全部表单、附件和记录，已签名", text::day(filing.filed.on));
        links.push(link("下载归档包".to_owned(), "package".to_owned(), note));
    }
    links
}

async fn numbered(
    visitor: SignedIn,
    id: &str,
    n: &str,
    kind: PaperKind,
    folder: &str,
    asked: &Asked,
    page: PaperPage,
) -> Answer {
    let look = load::look(&visitor, matter_id(id)?).await?;
    let about: u32 = n.parse().map_err(|_| Error::not_found())?;
    let href = format!("{}/{folder}/{about}", look.href());
    show(&visitor, &look, kind, about, &href, asked, page).await
}

/// The paper as a page, or as the file that is asked for.
async fn show(
    visitor: &SignedIn,
    look: &Look,
    kind: PaperKind,
    about: u32,
    href: &str,
    asked: &Asked,
    page: PaperPage,
) -> Answer {
    let copies = if asked.get("copies") == "1" { Copies::One } else { Copies::Two };
    let paper = look.lay(|facts| compose(facts, PaperRef { kind, about, unit: None }, copies));
    let paper = paper.ok_or_else(|| Error::not_found().way_on("回到事项", look.href()))?;
    if let Some(format) = format(asked) {
        return download(visitor, paper, format).await;
    }
    let about_paper = if page.about.is_empty() { "A4 纸。".to_owned() } else { page.about.clone() };
    respond::page(&PaperPage {
        title: paper.title,
        about: about_paper,
        logo: paper.logo.is_some(),
        sheets: paper.sheets,
        downloads: downloads(href),
        kept: kept(visitor, look, kind, about, None).await?,
        back: look.href(),
        back_label: "返回事项".to_owned(),
        ..page
    })
}

fn find_urging<'l>(look: &'l Look, n: &str) -> Result<&'l Urging, Error> {
    let id: Option<u32> = n.parse().ok();
    let urging = look.matter().urgings.iter().find(|urging| Some(urging.id) == id);
    urging.ok_or_else(|| Error::not_found().way_on("回到事项", look.href()))
}

pub fn sheet_href(look: &Look, urging: &Urging) -> String {
    format!("{}/urgings/{}", look.href(), urging.id)
}

pub fn letter_href(look: &Look, urging: &Urging) -> String {
    format!("{}/letter", sheet_href(look, urging))
}

/// It goes from the Office to the discipline office; leaders who are told of the urging may read it, the units may not.
pub fn may_read_letter(look: &Look, urging: &Urging) -> bool {
    let viewer = &look.viewer;
    let has = |role| viewer.person.is_some_and(|person| look.institution().has_role(person, role, look.today()));
    let in_charge = || viewer.person.is_some() && viewer.person == look.matter().leader();
    urging.copied && (viewer.office || has(Role::Discipline) || has(Role::PrincipalLeader) || in_charge())
}

impl Look {
    /// Lays out something of the matter's papers, with the telephones that the viewer may see.
    pub fn lay<T>(&self, lay: impl FnOnce(&papers::Facts) -> T) -> T {
        lay(&papers::Facts {
            matter: self.matter(),
            timeline: &self.view.timeline,
            names: &self.directory,
            number: self.number(),
            telephone: &|unit, sealed| self.telephone(unit, sealed),
        })
    }
}
