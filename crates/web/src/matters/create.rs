//! 新建事项: `GET /matters/new`, `POST /matters`; and the live preview of the due date, `GET /matters/limit-preview`.

use app::{Act, Denied, Request, meetings::Became};
use axum::http::StatusCode;
use domain::{
    matter::{Command, LimitRule},
    regulation::Clause,
    value::MatterId,
};

use super::{
    act::{as_error, command_id, refused, sent_before, status},
    acts::Trouble,
    look::Directory,
    proposal_form as form,
    reader::{Reader, read_day},
    typed,
};
use crate::{
    error::Error,
    forms::{Asked, FormData},
    gate::SignedIn,
    meetings::filled,
    pages::{
        form::Problems,
        layout::Place,
        matter_form::{DayExplained, LimitPreview, LimitRule as Chosen, MatterForm, NewMatterPage},
        text,
    },
    respond::{self, Answer},
};

/// `?noted=…`: filled from what was noted in a meeting.
pub async fn show(visitor: SignedIn, asked: Asked) -> Answer {
    let directory = Directory::new(visitor.institution.clone(), visitor.today);
    let noted = filled::new_matter(&visitor, asked.get(filled::NOTED)).await?;
    let form = match &noted {
        Some(noted) => form::typed(&directory, noted, Problems::default()),
        None => form::empty(&directory),
    };
    page(&visitor, form, asked.get(filled::NOTED), StatusCode::OK).await
}

pub async fn create(visitor: SignedIn, sent: FormData) -> Answer {
    let directory = Directory::new(visitor.institution.clone(), visitor.today);
    let trouble = match request(&visitor, &directory, &sent) {
        Ok(request) => match visitor.app().execute(&visitor.actor, request).await {
            Ok(done) => {
                let id = done.matter().ok_or_else(Error::not_found)?;
                filled::settle(&visitor, &sent, Became::Matter(id)).await?;
                let said = respond::done("拟办意见已保存；立项前不编号、不通知任何单位。");
                return Ok(respond::see_other_saying(&format!("/matters/{id}"), said));
            }
            Err(Denied::Reused) if !sent.files.is_empty() => {
                return Ok(sent_before(&format!("/matters/{}", made_by(&visitor, &sent))));
            }
            Err(denied) => refused(&visitor, denied, &sent)?,
        },
        Err(problems) => Trouble::Unread(problems),
    };
    if visitor.wants_json {
        return Err(as_error(trouble));
    }
    let status = status(&trouble);
    let form = form::typed(&directory, &sent, problems(trouble, &[]));
    page(&visitor, form, sent.get(filled::NOTED), status).await
}

/// `?limit=…&due=…`: a fragment of the form.
pub async fn limit_preview(visitor: SignedIn, asked: Asked) -> Answer {
    respond::page(&preview(&visitor, asked.get("limit"), asked.get("due")).await?)
}

/// `?due=…`, under whatever name the field has: what a day means that is chosen as a limit. A fragment beside the field.
pub async fn explained_day(visitor: SignedIn, asked: Asked) -> Answer {
    let day = asked.pairs().iter().find_map(|(_, value)| read_day(value));
    let said = day.map(|day| app::ask::explained_day(&visitor.institution.calendar, visitor.today, day));
    respond::page(&DayExplained { said: said.unwrap_or_default() })
}

/// The arithmetic of the due date, as if the notice went out today.
pub async fn preview(visitor: &SignedIn, limit: &str, due: &str) -> Result<LimitPreview, Error> {
    let rule = match (Chosen::parse(limit), read_day(due)) {
        (None, _) | (Some(Chosen::Explicit), None) => return Ok(LimitPreview::default()),
        (Some(Chosen::WorkingDays), _) => LimitRule::Standard,
        (Some(Chosen::Explicit | Chosen::Complex), Some(due)) => LimitRule::Explicit(due),
        (Some(Chosen::Complex), None) => LimitRule::ByPlan,
    };
    if let LimitRule::Explicit(due) = rule
        && due <= visitor.today
    {
        let problem = format!("办结日期要晚于今天（{}）。", text::day(visitor.today));
        return Ok(LimitPreview { problem, ..LimitPreview::default() });
    }
    let found = visitor.app().limit_preview(&visitor.actor, rule, None).await?;
    let provisional = "相关年度的放假安排尚未公布，按周一至周五推算；公布后由学校办公室确认，只会顺延，不会提前。";
    Ok(LimitPreview {
        due: found.due.map(text::day).unwrap_or_else(|| "由工作计划确定".to_owned()),
        due_words: found.due.map_or_else(
            || "由经同意的工作计划确定".to_owned(),
            |due| format!("{} {}", text::day_cn(due), text::weekday(due)),
        ),
        explanation: found.explained,
        clause: clause_of(rule).article().to_owned(),
        provisional: if found.provisional { provisional.to_owned() } else { String::new() },
        problem: String::new(),
    })
}

/// R4.4a–c: which clause sets it.
fn clause_of(rule: LimitRule) -> Clause {
    match rule {
        LimitRule::Explicit(_) => Clause::R4_4a,
        LimitRule::Standard => Clause::R4_4b,
        LimitRule::ByPlan => Clause::R4_4c,
    }
}

/// What the form's problems are, wherever they come from.
pub fn problems(trouble: Trouble, more: &[&str]) -> Problems {
    let names: Vec<&str> = form::NAMES.iter().chain(more).copied().collect();
    match trouble {
        Trouble::None => Problems::default(),
        Trouble::Unread(problems) => super::fields::placed(problems, &[], &names),
        Trouble::Refused(refusal) => form::problems(&refusal, more),
    }
}

fn request(visitor: &SignedIn, directory: &Directory, sent: &FormData) -> Result<Request, Problems> {
    let mut request = Request::new(command_id(visitor, sent));
    let id = MatterId(request.fresh_id());
    let mut reader = Reader::new(sent, directory, id, request);
    reader.problems = sent.problems.clone();
    let proposal = form::read(&mut reader, None);
    let (Some(proposal), false) = (proposal, reader.problems.any()) else { return Err(reader.problems) };
    let command = Command::Propose { proposal: Box::new(proposal), group: None };
    Ok(with_files(reader.request.act(Act::Matter { id, command }), id, sent))
}

/// The matter that this form makes, the same each time it is sent.
pub fn made_by(visitor: &SignedIn, sent: &FormData) -> MatterId {
    MatterId(Request::new(command_id(visitor, sent)).fresh_id())
}

/// The files become attachments of the matter, in the same request.
pub fn with_files(request: Request, id: MatterId, sent: &FormData) -> Request {
    let attach =
        |file: &app::ask::FileInfo| Act::Matter { id, command: Command::Attach { file: file.id, label: None } };
    typed::attachments(sent).map(attach).fold(request, Request::act)
}

async fn page(visitor: &SignedIn, form: MatterForm, noted: &str, status: StatusCode) -> Answer {
    let preview = preview(visitor, form.limit.value(), &form.due).await?;
    let page = NewMatterPage {
        layout: visitor.layout("新建事项", Some(Place::NewMatter)),
        heading: "新建事项".to_owned(),
        action: "/matters".to_owned(),
        command_id: visitor.app().fresh_id().to_string(),
        version: String::new(),
        noted: noted.to_owned(),
        form,
        preview,
        cancel: "/matters".to_owned(),
    };
    respond::page_with(status, &page)
}
