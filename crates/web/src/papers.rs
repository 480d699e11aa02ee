//! `/papers`: registers of a period (annexes 2 and 7), blank forms (annexes 1–7), the notices of many matters in one file. For the Office.

use app::papers::{blank, file_name};
use axum::extract::Path;
use documents::{Paper, format};
use domain::value::{Day, Period, UnitId};

use crate::{
    error::Error,
    forms::Asked,
    gate::SignedIn,
    ledger,
    matters::papers::{Format, download, format as wanted},
    pages::{
        form::{Choice, Field, Kind},
        layout::Place,
        paper::{PaperLink, PaperPage},
        papers::{PaperForm, PapersPage},
        text,
    },
    respond::{self, Answer},
};

/// Papers of a period, as the address names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OfPeriod {
    RegistrationRegister,
    ArchiveRegister,
}

impl OfPeriod {
    const ALL: [OfPeriod; 2] = [OfPeriod::RegistrationRegister, OfPeriod::ArchiveRegister];

    fn code(self) -> &'static str {
        match self {
            OfPeriod::RegistrationRegister => "registration-register",
            OfPeriod::ArchiveRegister => "archive-register",
        }
    }

    fn label(self) -> &'static str {
        match self {
            OfPeriod::RegistrationRegister => "立项登记表",
            OfPeriod::ArchiveRegister => "办结材料归档登记表",
        }
    }

    fn explanation(self) -> &'static str {
        match self {
            OfPeriod::RegistrationRegister => "附件 2：期内立项的事项。",
            OfPeriod::ArchiveRegister => "附件 7：期内归档的事项。",
        }
    }
}

/// `GET /papers`
pub async fn index(visitor: SignedIn, asked: Asked) -> Answer {
    let year = Day::constant(visitor.today.year(), 1, 1);
    let or = |name: &str, usual: Day| {
        let typed = asked.get(name);
        if typed.is_empty() { text::day(usual) } else { typed.to_owned() }
    };
    let (from, to) = (or("from", year), or("to", visitor.today));
    let forms = OfPeriod::ALL.into_iter().map(|paper| paper_form(&visitor, paper, &from, &to)).collect();
    let blanks = (1..=7).filter_map(|annex| {
        let rules = visitor.institution.regulation_on(visitor.today)?;
        let paper = blank(rules, None, annex)?;
        Some(PaperLink::new(format!("附件 {annex}　{}", paper.title), format!("/papers/blank?annex={annex}")))
    });
    respond::page(&PapersPage {
        layout: visitor.layout("登记表与公文", Some(Place::Ledger)),
        forms,
        blanks: blanks.collect(),
    })
}

fn paper_form(visitor: &SignedIn, paper: OfPeriod, from: &str, to: &str) -> PaperForm {
    let mut units: Vec<_> = visitor.institution.units.values().collect();
    units.sort_by_key(|unit| (unit.closed_on.is_some(), unit.order));
    let all = std::iter::once(Choice::new("", "全部单位"));
    let units = units.into_iter().map(|unit| Choice::new(&unit.id.to_string(), unit.name.as_str()));
    let fields = vec![
        Field::new("from", "自", Kind::Date).value(from).required().half(),
        Field::new("to", "至", Kind::Date).value(to).required().half(),
        Field::new("unit", "承办单位", Kind::Select(all.chain(units).collect())),
    ];
    PaperForm {
        scope: paper.code().to_owned(),
        title: paper.label().to_owned(),
        explanation: paper.explanation().to_owned(),
        action: format!("/papers/{}", paper.code()),
        fields,
        ..PaperForm::default()
    }
}

/// `GET /papers/{kind}`: one of them as a page, or as a file with `format=pdf|docx|xlsx`; `blank` with `annex=1…7`; `notices` with
/// the ledger's own query and `format=pdf|zip`.
pub async fn show(visitor: SignedIn, Path(kind): Path<String>, asked: Asked) -> Answer {
    match kind.as_str() {
        "blank" => return blank_form(&visitor, &asked).await,
        "notices" => return notices(&visitor, &asked).await,
        _ => {}
    }
    let paper = OfPeriod::ALL.into_iter().find(|paper| paper.code() == kind).ok_or_else(Error::not_found)?;
    let period = period(&asked)?;
    let made = made(&visitor, paper, period, &asked).await?;
    if let Some(format) = wanted(&asked) {
        return download(&visitor, made, format).await;
    }
    let pairs: Vec<(&str, &str)> = asked.pairs().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let href = |format: &str| {
        let mut pairs = pairs.clone();
        pairs.push(("format", format));
        format!("/papers/{kind}{}", respond::query(&pairs))
    };
    let formats = [("下载 PDF", "pdf"), ("下载 Word", "docx"), ("下载 Excel", "xlsx")];
    let downloads = formats.map(|(label, format)| PaperLink::new(label, href(format))).to_vec();
    respond::page(&PaperPage {
        title: made.title,
        heading: paper.label().to_owned(),
        about: "A4 纸，横向。".to_owned(),
        wide: true,
        logo: made.logo.is_some(),
        sheets: made.sheets,
        downloads,
        back: "/papers".to_owned(),
        back_label: "返回登记表与公文".to_owned(),
        ..PaperPage::default()
    })
}

async fn made(visitor: &SignedIn, paper: OfPeriod, period: Period, asked: &Asked) -> Result<Paper, Error> {
    let (app, actor) = (visitor.app(), &visitor.actor);
    let unit: Option<UnitId> = asked.get("unit").parse().ok();
    Ok(match paper {
        OfPeriod::RegistrationRegister => app.registration_register(actor, period, unit).await?,
        OfPeriod::ArchiveRegister => app.archive_register(actor, period, unit).await?,
    })
}

fn period(asked: &Asked) -> Result<Period, Error> {
    let day = |name: &str, label: &str| -> Result<Day, Error> {
        let typed = asked.get(name);
        typed.parse().map_err(|_| {
            Error::bad(format!("{label}“{typed}”不是日期，请照“2026-10-27”填写")).way_on("返回", "/papers")
        })
    };
    let (from, to) = (day("from", "起始日期")?, day("to", "截止日期")?);
    if from > to {
        return Err(Error::bad("起始日期晚于截止日期，请核对").way_on("返回", "/papers"));
    }
    Ok(Period { from, to })
}

async fn blank_form(visitor: &SignedIn, asked: &Asked) -> Answer {
    let rules = visitor.institution.regulation_on(visitor.today).ok_or_else(Error::not_found)?;
    let annex: u8 = asked.get("annex").parse().map_err(|_| Error::not_found())?;
    let paper = blank(rules, visitor.institution.logo.as_ref(), annex).ok_or_else(Error::not_found)?;
    if let Some(format) = wanted(asked) {
        return download(visitor, paper, format).await;
    }
    let href = format!("/papers/blank?annex={annex}");
    respond::page(&PaperPage {
        title: paper.title,
        heading: format!("空白表样：附件 {annex}"),
        about: "A4 纸。".to_owned(),
        wide: matches!(annex, 2 | 7),
        logo: paper.logo.is_some(),
        sheets: paper.sheets,
        downloads: crate::matters::papers::downloads(&href),
        back: "/papers".to_owned(),
        back_label: "返回登记表与公文".to_owned(),
        ..PaperPage::default()
    })
}

/// One PDF of all, or a ZIP with one PDF a matter.
async fn notices(visitor: &SignedIn, asked: &Asked) -> Answer {
    let papers = visitor.app().notices_of(&visitor.actor, ledger::query(asked)?).await?;
    let Some(first) = papers.first() else {
        return Err(Error::bad("这些事项都还没有下发通知单").way_on("返回台账", "/matters"));
    };
    if asked.get("format") != "zip" {
        let all = Paper {
            title: format!("督办事项通知单（{} 件）", papers.len()),
            author: first.author.clone(),
            on: Some(visitor.today),
            logo: first.logo.clone(),
            sheets: papers.iter().flat_map(|paper| paper.sheets.clone()).collect(),
        };
        return download(visitor, all, Format::Pdf).await;
    }
    let mut files = Vec::new();
    for paper in papers {
        let name = file_name(&paper, "pdf");
        files.push((name, visitor.app().print(paper).await?.pdf));
    }
    let bytes = format::bundle::write(&files).map_err(|error| Error::bad(error.to_string()))?;
    Ok(respond::file(&format!("督办事项通知单（{} 件）.zip", files.len()), "application/zip", bytes))
}
