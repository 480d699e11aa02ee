//! `/summaries/new`: a 通报 or 呈报 is drafted from the record of whole months.

use app::{Act, Request, ask::Month, summaries::DraftAsked};
use domain::{
    institution::Quarter,
    summary::{SummaryCommand, SummaryKind},
    value::SummaryId,
};

use super::href;
use crate::{
    error::{self, Error},
    forms::{Asked, FormData},
    gate::SignedIn,
    pages::{
        directory::SmallForm,
        form::{Choice, Field, Kind, Problems},
        layout::Place,
        panels::FormPage,
    },
    respond::{self, Answer, done, see_other_saying},
    words,
};

pub async fn show(visitor: SignedIn, asked: Asked) -> Answer {
    let kind = SummaryKind::from_code(asked.get("kind")).unwrap_or(SummaryKind::Bulletin);
    let (from, to) = usual(&visitor);
    let or = |name: &str, usual: Month| match asked.get(name) {
        "" => usual.to_string(),
        typed => typed.to_owned(),
    };
    let typed = Typed { kind, from: or("from", from), to: or("to", to), anonymous: false };
    respond::page(&page(&visitor, &typed, visitor.app().fresh_id().to_string(), Problems::default()))
}

/// `POST /summaries`
pub async fn create(visitor: SignedIn, form: FormData) -> Answer {
    form.only(&["kind", "from", "to", "anonymous"])?;
    let kind = SummaryKind::from_code(form.get("kind")).ok_or_else(|| Error::bad("请选择通报或呈报。"))?;
    let typed = Typed {
        kind,
        from: form.get("from").trim().to_owned(),
        to: form.get("to").trim().to_owned(),
        anonymous: form.ticked("anonymous"),
    };
    let command_id = form.command_id()?;
    let again = |wrong| respond::refused_page(&page(&visitor, &typed, command_id.to_string(), wrong));
    let mut wrong = Problems::default();
    let mut month = |name: &str, typed: &str| match typed.parse::<Month>() {
        Ok(month) => Some(month),
        Err(_) => {
            wrong.add(name, "请填写月份，例如 2026-09");
            None
        }
    };
    let (from, to) = (month("from", &typed.from), month("to", &typed.to));
    let (Some(from), Some(to)) = (from, to) else { return again(wrong) };
    let asked = DraftAsked { kind, from, to, anonymous: typed.anonymous };
    let named = |field: &str| (field == "期间").then_some("from");
    let content = match visitor.app().summary_draft(&visitor.actor, asked).await.map_err(Error::from) {
        Ok(content) => Box::new(content),
        Err(refused) => match refused.refusal() {
            Some(refusal) => return again(error::problems(refusal, named)),
            None => return Err(refused.typed(form.typed())),
        },
    };
    let mut request = Request::new(command_id);
    let id = SummaryId(request.fresh_id());
    let command = SummaryCommand::Draft { kind, period: asked.period(), content };
    let request = request.act(Act::Summary { id, command });
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) => {
            let said = format!("已按记录起草{}，请核对、修改后送审。", kind.label());
            Ok(see_other_saying(&href(id), done(said)))
        }
        // Sent twice: what was drafted since may say something else; the first draft is there.
        Err(refused) if refused.is_reused() => Ok(respond::see_other(&href(id))),
        Err(refused) => match refused.refusal() {
            Some(refusal) => again(error::problems(refusal, named)),
            None => Err(refused.typed(form.typed())),
        },
    }
}

struct Typed {
    kind: SummaryKind,
    from: String,
    to: String,
    anonymous: bool,
}

/// The quarter that ended last.
fn usual(visitor: &SignedIn) -> (Month, Month) {
    let this = Month::of(visitor.today);
    let last = Quarter::ended_before(visitor.today).last_day().map_or(this, Month::of);
    (last.later(-2), last)
}

fn page(visitor: &SignedIn, typed: &Typed, command_id: String, problems: Problems) -> FormPage {
    let kinds = SummaryKind::ALL.iter().map(|kind| {
        let note = match kind {
            SummaryKind::Bulletin => "在一定范围内通报，可以点名进展缓慢的单位",
            SummaryKind::Report => "呈报校领导班子，季度、半年、全年均可",
        };
        Choice::new(kind.code(), kind.label()).note(note).chosen_if(*kind == typed.kind)
    });
    let form = SmallForm {
        title: "起草".to_owned(),
        action: "/summaries".to_owned(),
        command_id,
        explanation: "数字取自统计，事项取自记录；起草以后可以逐段修改。".to_owned(),
        fields: vec![
            Field::new("kind", "种类", Kind::Radio(kinds.collect())).required(),
            Field::new("from", "自（月份）", Kind::Month).value(&*typed.from).required().half(),
            Field::new("to", "至（含）", Kind::Month).value(&*typed.to).required().half(),
            Field::new("anonymous", "通报不点单位名称", Kind::Check { on: typed.anonymous })
                .hint("各单位仍能看到关于自己的事实。只用于通报。"),
        ],
        problems,
        submit: "按记录起草".to_owned(),
    };
    FormPage {
        layout: visitor.layout("起草通报或呈报", Some(Place::Summaries)),
        heading: "起草通报或呈报".to_owned(),
        clause: words::clause(typed.kind.clause()),
        form,
        asks: false,
    }
}
