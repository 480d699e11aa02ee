//! The acts on a matter, one file a thing that people do. Both matches below are exhaustive over the commands: a new one does
//! not compile without its form and its reading.
//!
//! Each file has `draw` (the fields prefilled, what to keep in view, what follows) and `read` (from what was typed to the
//! command). Frame, 代录, kept files and problems are added here, once.

pub mod adoption;
pub mod amendment;
pub mod approval;
pub mod archive;
pub mod attachment;
pub mod closing_report;
pub mod coordination;
pub mod dispatch;
pub mod drafting;
pub mod due_date;
pub mod extension;
pub mod feedback;
pub mod handover;
pub mod instruction;
mod kit;
pub mod objection;
pub mod opinion;
pub mod plan;
pub mod progress;
pub mod reminder;
pub mod review;
pub mod signing;
pub mod situation;
pub mod sub_task;
pub mod suspension;
pub mod termination;
#[cfg(test)]
mod tests;
pub mod transfer;
pub mod urging;
pub mod withdrawal;

use app::{Act, ask::explained_day};
use domain::{
    Refusal,
    matter::{Command, CommandKind},
};
use uuid::Uuid;

pub use kit::Drawn;

use super::{drafts, fields, look::Look, notice, on_paper, parts::facts, reader::Reader, timeline, typed, words};
use crate::{
    forms::FormData,
    pages::{
        act::{ActForm, ActPage, Record},
        archive::ArchivePage,
        form::{Field, Kind, Problems},
        layout::Layout,
        report::{ClosingReportPage, ProgressPage},
        review::ReviewPage,
        sign::SignPage,
    },
    respond::{self, Answer},
};
use axum::http::StatusCode;

/// What the form of a command asks for, and what it will issue.
fn drawn(kind: CommandKind, look: &Look, sent: Option<&FormData>) -> Drawn {
    use CommandKind as K;
    match kind {
        // these have pages of their own: see `create`, `revise`, `adopt`
        K::Propose | K::Revise | K::Adopt => Drawn::default(),
        // nobody's to do by hand
        K::ProposeUrging => Drawn::default(),
        K::Distribute => drafting::distribution(look),
        K::Merge => drafting::merger(look),
        K::NotPursue => drafting::not_pursued(look),
        K::ConfirmAdoption => adoption::draw(look),
        K::SeekOpinions => opinion::request(look),
        K::GiveOpinion => opinion::answer(look),
        K::RecordMissingOpinion => opinion::missing(look),
        K::Submit => approval::submission(look),
        K::Approve | K::SendBack => approval::draw(look),
        K::Register => drafting::registration(look),
        K::Dispatch => dispatch::draw(look, sent),
        K::Sign => signing::sign(look).into(),
        K::DeemSigned => signing::deemed(look),
        K::Object => signing::object(look).into(),
        K::Insist => objection::draw(look),
        K::Transfer => transfer::transfer(look, sent),
        K::AddCoUnit => transfer::co_unit(look, sent),
        K::RemoveCoUnit => transfer::removal(look, sent),
        K::ChangeContact => transfer::contact(look),
        K::Amend => amendment::draw(look, sent),
        K::SubmitPlan => plan::draw(look, sent),
        K::AcceptPlan | K::ReturnPlan => plan::review(look),
        K::BreakDown => sub_task::draw(look),
        K::ReportSubTask => sub_task::report(look),
        K::TakeSubTask => sub_task::taking(look),
        K::ReportProgress => progress::report(look).into(),
        K::AskCoordination => coordination::ask(look),
        K::AnswerCoordination => coordination::answer(look),
        K::RecordSituation => situation::record(look),
        K::SubmitSituation => situation::submit(look),
        K::Instruct => instruction::draw(look),
        K::AnswerInstruction => instruction::answer(look),
        K::RequestExtension => extension::request(look, sent),
        K::ForwardExtension => extension::forwarding(look),
        K::ReturnExtension => extension::returning(look),
        K::GrantExtension | K::RefuseExtension => extension::draw(look),
        K::Urge => urging::draw(look, sent),
        K::SignUrging => urging::sign(look),
        K::SettleUrging => urging::settle(look),
        K::RevokeUrging => urging::revoke(look),
        K::HoldUrging => urging::hold(look),
        K::SubmitClosingReport => closing_report::draw(look).into(),
        K::ConfirmClosingReport => closing_report::confirmation(look),
        K::Review => review::draw(look).into(),
        K::RevokeAcceptance => review::revocation(look),
        K::FeedBack => feedback::draw(look),
        K::Rate => feedback::rating(look),
        K::ReportToSuperior => feedback::superior(look),
        K::AnswerPetitioner => feedback::petitioner(look),
        K::Archive => archive::draw(look).into(),
        K::RequestSuspension => suspension::request(look),
        K::GrantSuspension | K::RefuseSuspension => suspension::draw(look),
        K::Resume => suspension::resumption(look),
        K::RequestTermination => termination::request(look),
        K::GrantTermination | K::RefuseTermination => termination::draw(look),
        K::Withdraw => withdrawal::draw(look),
        K::CorrectDue => due_date::correction(look, sent),
        K::Recalculate => due_date::recalculation(look),
        K::HandOver => handover::draw(look),
        K::Remind => reminder::draw(look),
        K::Attach => attachment::draw(look),
    }
}

/// The fields of an act as nobody has touched them, for whoever does it to many matters.
pub fn form_of(kind: CommandKind, look: &Look) -> ActForm {
    drawn(kind, look, None).form
}

/// The command that was meant, and what has to be done with it first; problems are left in the reader.
pub fn read(kind: CommandKind, reader: &mut Reader, look: &Look) -> Option<(Command, Vec<Act>)> {
    use CommandKind as K;
    let command = match kind {
        K::Propose | K::Revise | K::Adopt => return reader.wrong("", "请从“新建事项”“修改”“补录”页面提交".to_owned()),
        K::ProposeUrging => return reader.wrong("", "催办建议由系统自动提出".to_owned()),
        K::Distribute => return drafting::read_distribution(reader, look),
        K::Dispatch => return dispatch::read(reader, look),
        K::Merge => drafting::read_merger(reader),
        K::NotPursue => drafting::read_not_pursued(reader),
        K::ConfirmAdoption => adoption::read(reader),
        K::SeekOpinions => opinion::read_request(reader),
        K::GiveOpinion => opinion::read_answer(reader),
        K::RecordMissingOpinion => opinion::read_missing(reader),
        K::Submit => approval::read_submission(reader),
        K::Approve | K::SendBack => approval::read(reader, kind),
        K::Register => Some(Command::Register),
        K::Sign => signing::read_sign(reader),
        K::DeemSigned => signing::read_deemed(reader),
        K::Object => signing::read_object(reader),
        K::Insist => objection::read(reader),
        K::Transfer => transfer::read_transfer(reader),
        K::AddCoUnit => transfer::read_co_unit(reader),
        K::RemoveCoUnit => transfer::read_removal(reader),
        K::ChangeContact => transfer::read_contact(reader),
        K::Amend => amendment::read(reader),
        K::SubmitPlan => plan::read(reader),
        K::AcceptPlan | K::ReturnPlan => plan::read_review(reader, kind),
        K::BreakDown => sub_task::read(reader),
        K::ReportSubTask => sub_task::read_report(reader),
        K::TakeSubTask => sub_task::read_taking(reader),
        K::ReportProgress => progress::read(reader),
        K::AskCoordination => coordination::read_ask(reader),
        K::AnswerCoordination => coordination::read_answer(reader),
        K::RecordSituation => situation::read_record(reader),
        K::SubmitSituation => situation::read_submit(reader),
        K::Instruct => instruction::read(reader),
        K::AnswerInstruction => instruction::read_answer(reader),
        K::RequestExtension => extension::read_request(reader),
        K::ForwardExtension => extension::read_forwarding(reader),
        K::ReturnExtension => extension::read_returning(reader),
        K::GrantExtension | K::RefuseExtension => extension::read(reader, kind),
        K::Urge => urging::read(reader),
        K::SignUrging => urging::read_sign(reader),
        K::SettleUrging => urging::read_settle(reader),
        K::RevokeUrging => urging::read_revoke(reader),
        K::HoldUrging => urging::read_hold(reader),
        K::SubmitClosingReport => closing_report::read(reader),
        K::ConfirmClosingReport => closing_report::read_confirmation(reader),
        K::Review => review::read(reader),
        K::RevokeAcceptance => review::read_revocation(reader),
        K::FeedBack => feedback::read(reader),
        K::Rate => feedback::read_rating(reader),
        K::ReportToSuperior => feedback::read_superior(reader),
        K::AnswerPetitioner => feedback::read_petitioner(reader),
        K::Archive => archive::read(reader),
        K::RequestSuspension => suspension::read_request(reader),
        K::GrantSuspension | K::RefuseSuspension => suspension::read(reader, kind),
        K::Resume => suspension::read_resumption(reader),
        K::RequestTermination => termination::read_request(reader),
        K::GrantTermination | K::RefuseTermination => termination::read(reader, kind),
        K::Withdraw => withdrawal::read(reader),
        K::CorrectDue => due_date::read_correction(reader),
        K::Recalculate => due_date::read_recalculation(reader),
        K::HandOver => handover::read(reader),
        K::Remind => reminder::read(reader),
        K::Attach => attachment::read(reader),
    };
    command.map(|command| (command, Vec::new()))
}

/// Of a form with two buttons: was the refusing one pressed? Without a button the address says it.
fn refuses(reader: &Reader, kind: CommandKind, refusal: CommandKind) -> bool {
    match reader.typed.get("decision") {
        "refuse" => true,
        "grant" => false,
        _ => kind == refusal,
    }
}

/// The heading: what is decided where two commands share a form, else the command.
pub fn title(kind: CommandKind) -> &'static str {
    use CommandKind as K;
    match kind {
        K::Approve | K::SendBack => "审定拟办意见",
        K::AcceptPlan | K::ReturnPlan => "审核工作计划",
        K::GrantExtension | K::RefuseExtension => "审批延期申请",
        K::GrantSuspension | K::RefuseSuspension => "审批暂缓申请",
        K::GrantTermination | K::RefuseTermination => "审批终止申请",
        K::Dispatch => "交办：下发通知单",
        kind => kind.label(),
    }
}

/// What follows from other fields is written anew where nobody has touched it.
pub fn write_anew(kind: CommandKind, look: &Look, sent: &mut FormData) {
    if kind == CommandKind::Urge {
        urging::write_anew(look, sent);
    }
}

/// The other command of the same form is not shown a second time.
pub fn shares_form_of(kind: CommandKind) -> Option<CommandKind> {
    use CommandKind as K;
    match kind {
        K::SendBack => Some(K::Approve),
        K::ReturnPlan => Some(K::AcceptPlan),
        K::RefuseExtension => Some(K::GrantExtension),
        K::RefuseSuspension => Some(K::GrantSuspension),
        K::RefuseTermination => Some(K::GrantTermination),
        _ => None,
    }
}

/// Why a form is shown again.
#[derive(Debug, Clone, Default)]
pub enum Trouble {
    #[default]
    None,
    /// what was typed could not be read
    Unread(Problems),
    /// a rule refused
    Refused(Refusal),
}

/// Everything around the form of an act.
pub struct Frame<'a> {
    pub look: &'a Look,
    pub kind: CommandKind,
    pub layout: Layout,
    pub sent: Option<&'a FormData>,
    pub trouble: Trouble,
    /// a fresh command id for each form that is shown
    pub fresh: &'a dyn Fn() -> Uuid,
}

/// The page of the act with this status.
pub fn page(frame: Frame, status: StatusCode) -> Answer {
    let Frame { look, kind, sent, .. } = frame;
    let head = words::head(look);
    match kind {
        CommandKind::Sign | CommandKind::Object => {
            let unit = look.asked.unit.or(signing::unsigned(look).first().copied());
            let sheet = notice::issued(look, unit).form("");
            let signs = kind == CommandKind::Sign;
            let sign = frame.finished(CommandKind::Sign, signing::sign(look), signs, &[]);
            let object = frame.finished(CommandKind::Object, signing::object(look), !signs, &[]);
            let page = SignPage { layout: frame.layout, head, sheet, sign, object: Some(object) };
            respond::page_with(status, &page)
        }
        CommandKind::ReportProgress => {
            let unchanged = frame.finished(kind, progress::unchanged(look), false, &[]);
            let report = frame.finished(kind, progress::report(look), true, &[]);
            let (period, last) = (progress::period(look), progress::last_report(look));
            respond::page_with(status, &ProgressPage { layout: frame.layout, head, period, last, unchanged, report })
        }
        CommandKind::SubmitClosingReport => {
            let form = frame.finished(kind, closing_report::draw(look), true, &closing_report::NAMES);
            let (asked, sections) = (closing_report::asked(look), closing_report::sections(look, sent));
            let sheet = closing_report::preview(look, &sections);
            respond::page_with(status, &ClosingReportPage { layout: frame.layout, head, asked, sections, form, sheet })
        }
        CommandKind::Review => {
            let form = frame.finished(kind, review::draw(look), true, &review::NAMES);
            let report = look.matter().report_under_review();
            let said = |name: &str| sent.map_or("", |sent| sent.get(name)).to_owned();
            let page = ReviewPage {
                head,
                asked: words::asked(look),
                report: report.map(closing_report::full).unwrap_or_default(),
                submitted: report.map(|report| review::submitted(look, report)).unwrap_or_default(),
                confirmations: report.map(|report| review::confirmations(look, report)).unwrap_or_default(),
                files: super::page::attachments(look),
                answers: review::answers(sent),
                verdict: review::verdict(sent),
                reason: said("reason"),
                due: said("due"),
                due_means: meaning(look, &said("due")),
                form,
                layout: frame.layout,
            };
            respond::page_with(status, &page)
        }
        CommandKind::Archive => {
            let names = archive::names();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let form = frame.finished(kind, archive::draw(look), true, &names);
            let materials = archive::rows(look, sent);
            respond::page_with(status, &ArchivePage { layout: frame.layout, head, materials, form })
        }
        _ => {
            let Drawn { form, preview } = drawn(kind, look, sent);
            let form = frame.finished(kind, form, true, &[]);
            let record = record(kind, look);
            respond::page_with(status, &ActPage { layout: frame.layout, head, form, record, preview })
        }
    }
}

/// Who decides on a matter has its record before them.
fn record(kind: CommandKind, look: &Look) -> Option<Record> {
    use CommandKind as K;
    let decides = matches!(
        kind,
        K::Approve
            | K::SendBack
            | K::Instruct
            | K::ForwardExtension
            | K::GrantExtension
            | K::RefuseExtension
            | K::GrantSuspension
            | K::RefuseSuspension
            | K::Resume
            | K::GrantTermination
            | K::RefuseTermination
    );
    decides.then(|| Record { texts: facts::texts(look), facts: facts::facts(look), timeline: timeline::lines(look) })
}

impl Frame<'_> {
    /// The form with its frame. `is_sent`: this is the form that was sent, where a page has two. `more` are names that the
    /// page's template adds.
    fn finished(&self, kind: CommandKind, mut form: ActForm, is_sent: bool, more: &[&str]) -> ActForm {
        let look = self.look;
        let sent = self.sent.filter(|_| is_sent);
        form.action = look.act_href(kind);
        form.cancel = look.href();
        form.command_id = (self.fresh)().to_string();
        if form.title.is_empty() {
            form.title = title(kind).to_owned();
        }
        form.clause = words::clause(kind.clause());
        if form.submits.is_empty() {
            form.submits = vec![kit::button(kind)];
        }
        drafts::dress(look, kind, &mut form);
        form.on_paper = on_paper::form(look, kind, sent);
        form.fields.extend(on_paper::on_behalf(look, kind));
        if let Some(sent) = sent {
            refill(&mut form.fields, sent);
            form.staged = typed::attachments(sent).map(|file| words::file(look.matter().id, file)).collect();
            let evidence = typed::evidence(sent).map(|file| file.id.to_string());
            form.fields.extend(evidence.map(|id| Field::new(typed::KEPT_EVIDENCE, "", Kind::Hidden).value(id)));
        }
        explain(&mut form.fields, look);
        let paper: &[&str] =
            if form.on_paper.is_some() { &["occurred_on", "principal", "evidence", "call_note"] } else { &[] };
        let more: Vec<&str> = more.iter().chain(paper).copied().collect();
        if is_sent {
            form.problems = match &self.trouble {
                Trouble::None => Problems::default(),
                Trouble::Unread(problems) => fields::placed(problems.clone(), &form.fields, &more),
                Trouble::Refused(refusal) => fields::problems(refusal, &form.fields, &more),
            };
        }
        form
    }
}

/// Below each date that becomes a limit: what it means.
fn explain(fields: &mut [Field], look: &Look) {
    for field in fields.iter_mut().filter(|field| field.explained.is_some()) {
        field.explained = Some(meaning(look, &field.value));
    }
}

/// Nothing where no day was typed.
fn meaning(look: &Look, typed: &str) -> String {
    let day = crate::matters::reader::read_day(typed);
    day.map(|day| explained_day(&look.institution().calendar, look.today(), day)).unwrap_or_default()
}

/// Everything typed stands in the form again. Only the version of the text is the new one: the new text is shown above, and
/// whoever sends again has seen it.
pub fn refill(fields: &mut [Field], sent: &FormData) {
    for field in fields {
        let name = field.name.clone();
        match &mut field.kind {
            Kind::Select(choices) | Kind::Radio(choices) | Kind::Many(choices) => {
                for choice in choices {
                    choice.chosen = sent.all(&name).any(|value| value == choice.value);
                }
            }
            Kind::Check { on } => *on = sent.ticked(&name),
            Kind::Hidden if name == "version" || name == drafts::EDITION || sent.get(&name).is_empty() => {}
            Kind::File { .. } | Kind::Shown | Kind::Password => {}
            _ => field.value = sent.get(&name).to_owned(),
        }
    }
}
