//! `/referrals/new`: the Office asks for a referral; 纪委 opens a file of its own. First which matter, then the rest.

use app::{Act, Denied, Request, ask::MatterView, referral_scope};
use domain::{
    institution::Role,
    referral::{Ground, ReferralCommand},
    regulation::LimitName,
    value::{ReferralId, Text, UnitId},
};

use super::{begins, code, href};
use crate::{
    error::{self, Error},
    forms::{Asked, FormData},
    gate::SignedIn,
    pages::{
        directory::SmallForm,
        form::{Choice, Field, Kind, Problems},
        layout::Place,
        panels::FormPage,
        text,
    },
    respond::{self, Answer, done, see_other_saying},
};

pub async fn show(visitor: SignedIn, asked: Asked) -> Answer {
    begins(&visitor).ok_or_else(Error::not_found)?;
    let form = FormData { values: asked.pairs().to_vec(), ..FormData::default() };
    let id = visitor.app().fresh_id().to_string();
    let mut wrong = Problems::default();
    let matter = match form.get("number").trim() {
        "" => None,
        typed => found(&visitor, typed, &mut wrong).await?,
    };
    respond::page(&page(&visitor, matter.as_ref(), &form, id, wrong))
}

/// The matter of this number, if the visitor may see it.
async fn found(visitor: &SignedIn, typed: &str, wrong: &mut Problems) -> Result<Option<MatterView>, Error> {
    let rules = visitor.institution.regulation_on(visitor.today).ok_or_else(Error::not_found)?;
    let number = match rules.institution.number_pattern.read(typed) {
        Ok(number) => number,
        Err(invalid) => {
            wrong.add("number", &invalid.to_string());
            return Ok(None);
        }
    };
    let id = match visitor.app().matter_by_number(&visitor.actor, number).await {
        Ok(id) => id,
        Err(Denied::NotFound) => {
            wrong.add("number", &format!("没有找到编号为“{typed}”的事项，请核对编号"));
            return Ok(None);
        }
        Err(other) => return Err(other.into()),
    };
    Ok(Some(visitor.app().matter(&visitor.actor, id).await?))
}

/// `POST /referrals`
pub async fn create(visitor: SignedIn, form: FormData) -> Answer {
    begins(&visitor).ok_or_else(Error::not_found)?;
    form.only(&["number", "unit", "ground", "why", "explain_by"])?;
    let command_id = form.command_id()?;
    let mut wrong = Problems::default();
    let matter = found(&visitor, form.get("number").trim(), &mut wrong).await?;
    let again = |wrong| respond::refused_page(&page(&visitor, matter.as_ref(), &form, command_id.to_string(), wrong));
    let Some(view) = &matter else { return again(wrong) };
    let mut request = Request::new(command_id);
    let id = ReferralId(request.fresh_id());
    let Some(command) = read(&visitor, view, &form, id, &mut request, &mut wrong) else { return again(wrong) };
    let request = request.act(Act::Referral { id, command });
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) if opens(&visitor) => Ok(see_other_saying(&href(id), done("已立卷。"))),
        Ok(_) => Ok(see_other_saying(&href(id), done("已提请移送，并请单位说明。"))),
        Err(refused) => match refused.refusal() {
            Some(refusal) => again(error::problems(refusal, field_of)),
            None => Err(refused.typed(form.typed())),
        },
    }
}

fn field_of(field: &str) -> Option<&'static str> {
    match field {
        "说明期限" => Some("explain_by"),
        "单位" => Some("unit"),
        _ => None,
    }
}

fn opens(visitor: &SignedIn) -> bool {
    visitor.roles().contains(&Role::Discipline)
}

fn read(
    visitor: &SignedIn,
    view: &MatterView,
    form: &FormData,
    id: ReferralId,
    request: &mut Request,
    wrong: &mut Problems,
) -> Option<ReferralCommand> {
    let matter = view.matter.id;
    let unit: Option<UnitId> = form.get("unit").parse().ok();
    if unit.is_none() {
        wrong.add("unit", "请选择单位");
    }
    let ground = Ground::ALL.iter().copied().find(|ground| code(*ground) == form.get("ground"));
    if ground.is_none() {
        wrong.add("ground", "请选择第六条所列情形之一");
    }
    if opens(visitor) {
        return unit.zip(ground).map(|(unit, ground)| ReferralCommand::OpenFile { matter, unit, ground });
    }
    let why = Text::parse("事由", form.get("why")).map_err(|invalid| wrong.add("why", &invalid.to_string())).ok();
    let explain_by = form.day("explain_by");
    if explain_by.is_none() {
        wrong.add("explain_by", "请填写日期，例如 2026-10-27");
    }
    let ((unit, ground), (why, explain_by)) = unit.zip(ground).zip(why.zip(explain_by))?;
    let evidence = request.seal(referral_scope(id), why.as_str());
    Some(ReferralCommand::Propose { matter, unit, person: None, ground, evidence, explain_by })
}

fn page(
    visitor: &SignedIn,
    matter: Option<&MatterView>,
    form: &FormData,
    command_id: String,
    problems: Problems,
) -> FormPage {
    let heading = if opens(visitor) { "立卷" } else { "提请问责移送" };
    FormPage {
        layout: visitor.layout(heading, Some(Place::Referrals)),
        heading: heading.to_owned(),
        clause: "第六条".to_owned(),
        asks: matter.is_none(),
        form: match matter {
            None => which(form, problems),
            Some(view) => whole(visitor, view, form, command_id, problems),
        },
    }
}

fn which(form: &FormData, problems: Problems) -> SmallForm {
    let number = Field::new("number", "督办编号", Kind::Text)
        .value(form.get("number"))
        .hint("例如 督办〔2026〕41号；在事项页和台账上。")
        .required();
    SmallForm {
        title: "选择事项".to_owned(),
        action: "/referrals/new".to_owned(),
        fields: vec![number],
        problems,
        submit: "下一步".to_owned(),
        ..SmallForm::default()
    }
}

fn whole(visitor: &SignedIn, view: &MatterView, form: &FormData, command_id: String, problems: Problems) -> SmallForm {
    let undertaking = view.matter.units.iter().map(|one| one.assignment.unit);
    let mut units: Vec<UnitId> = undertaking.collect();
    units.dedup();
    let units = units.into_iter().map(|unit| {
        let id = unit.to_string();
        Choice::new(&id, visitor.institution.unit_name(unit)).chosen_if(form.get("unit") == id)
    });
    let grounds = Ground::ALL.iter().map(|ground| {
        Choice::new(code(*ground), ground.text())
            .note(&crate::words::clause(ground.clause()))
            .chosen_if(form.get("ground") == code(*ground))
    });
    let mut fields = vec![
        Field::new("number", "", Kind::Hidden).value(form.get("number")),
        Field::new("unit", "单位", Kind::Select(units.collect())).required().half(),
        Field::new("ground", "情形", Kind::Radio(grounds.collect())).required(),
    ];
    let title = view.matter.proposal.as_ref().map(|proposal| proposal.title.to_string()).unwrap_or_default();
    let about = format!("{}“{title}”", form.get("number"));
    if opens(visitor) {
        let explanation = format!("{about}。立卷以后可以查看由记录生成的材料；只有本部门看得到。");
        return filled("立卷", explanation, command_id, fields, problems, "立卷");
    }
    fields.extend([
        Field::new("why", "事由和依据", Kind::Area { rows: 5 })
            .value(form.get("why"))
            .hint("写明事实；时间线、通知单、催办单、延期、附件摘要由系统附上。加密保存，单位看不到。")
            .required(),
        Field::new("explain_by", "请单位在此日前说明", Kind::Date)
            .value(match form.get("explain_by") {
                "" => usual(visitor),
                typed => typed.to_owned(),
            })
            .required()
            .half(),
    ]);
    let explanation = format!("{about}。先请单位说明；说明或期满以后，由主任审核、校领导批准。单位只看到说明的要求。");
    filled("提请移送", explanation, command_id, fields, problems, "提请移送")
}

fn filled(
    title: &str,
    explanation: String,
    command_id: String,
    fields: Vec<Field>,
    problems: Problems,
    submit: &str,
) -> SmallForm {
    SmallForm {
        title: title.to_owned(),
        action: "/referrals".to_owned(),
        command_id,
        explanation,
        fields,
        problems,
        submit: submit.to_owned(),
    }
}

/// The days of the parameter from today.
fn usual(visitor: &SignedIn) -> String {
    let rules = visitor.institution.regulation_on(visitor.today);
    let limit = rules
        .and_then(|rules| visitor.institution.calendar.limit(visitor.today, rules.limit(LimitName::Explain).days).ok());
    limit.map(|limit| text::day(limit.due)).unwrap_or_default()
}
