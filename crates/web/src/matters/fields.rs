//! The one table that leads from the field names of the domain's refusals, which are words for people, to the names under
//! which forms send them, so that a problem stands beside its field. What a form does not have is said for the whole form.

use domain::{
    Refusal,
    matter::{MaterialKind, Question},
};

use crate::pages::form::{Field, Problems};

/// What a refusal says, each thing beside its field. `fields` are those of the form that is shown again; `more` are names
/// that the form's template adds.
pub fn problems(refusal: &Refusal, fields: &[Field], more: &[&str]) -> Problems {
    let mut problems = Problems::default();
    let clause = refusal.clause.map(super::words::clause).unwrap_or_default();
    let beside: Vec<(String, &str)> =
        refusal.fields.iter().map(|(field, what)| (place(field, fields, more), what.as_str())).collect();
    let says_more = beside.iter().all(|(_, what)| *what != refusal.message);
    if says_more {
        problems.add_under("", &refusal.message, &clause);
    }
    for (name, what) in beside {
        problems.add_under(&name, what, if says_more { "" } else { &clause });
    }
    problems
}

/// The same for problems found while reading: a name that the form does not show goes to the whole form.
pub fn placed(problems: Problems, fields: &[Field], more: &[&str]) -> Problems {
    let mut moved = Problems::default();
    for problem in problems.0 {
        let name = if shown(&problem.field, fields, more) { problem.field.as_str() } else { "" };
        moved.add_under(name, &problem.text, &problem.clause);
    }
    moved
}

/// The form name of a field that a refusal names; empty if the form has none.
pub fn place(field: &str, fields: &[Field], more: &[&str]) -> String {
    if let Some(name) = assignment(field, fields) {
        return name;
    }
    let candidates = names(field);
    let found = candidates.iter().find(|name| shown(name, fields, more));
    found.map(|name| (*name).to_owned()).unwrap_or_default()
}

/// Whether something on the page is called so and can be pointed to: hidden and shown-only fields cannot.
fn shown(name: &str, fields: &[Field], more: &[&str]) -> bool {
    use crate::pages::form::Kind;
    let field = fields.iter().find(|field| field.name == name);
    more.contains(&name) || field.is_some_and(|field| !matches!(field.kind, Kind::Hidden | Kind::Shown))
}

/// `牵头单位（教务处）负责人`, `改派单位联系电话`: the cell, and the unit where several stand in one form.
fn assignment(field: &str, fields: &[Field]) -> Option<String> {
    let cells = [("负责人", "responsible"), ("联系人", "contact"), ("联系电话", "telephone")];
    let (_, base) = cells.iter().find(|(cell, _)| field.ends_with(cell))?;
    let unit = field.split_once('（').and_then(|(_, rest)| rest.rsplit_once('）')).map(|(unit, _)| unit);
    let of_unit = |candidate: &&Field| {
        candidate.name.starts_with(base) && unit.is_none_or(|unit| candidate.label.starts_with(unit))
    };
    fields.iter().find(of_unit).map(|field| field.name.clone())
}

/// Every field name of the domain, with the names that forms use for it, the likeliest first.
fn names(field: &str) -> Vec<&'static str> {
    if let Some(place) = Question::ALL.iter().position(|question| question.text() == field) {
        return vec![["answer1", "answer2", "answer3", "answer4", "answer5"][place]];
    }
    if let Some(kind) = MaterialKind::ALL.iter().find(|kind| kind.label() == field) {
        return vec![super::acts::archive::field_of(*kind)];
    }
    match field {
        "发生日期" => vec!["occurred_on"],
        "凭据" => vec!["evidence", "occurred_on"],
        "标题" | "事项标题" => vec!["title"],
        "事项内容" => vec!["content"],
        "办理要求" => vec!["requirements"],
        "量化目标" => vec!["target"],
        "牵头单位" => vec!["lead"],
        "协办单位" => vec!["co_units", "unit"],
        "承办单位" => vec!["lead"],
        "改派单位" | "单位" => vec!["unit"],
        "办结时限" => vec!["due", "due_in_force", "limit"],
        "分管校领导" | "校领导" => vec!["leader"],
        "新的经办人" => vec!["clerk"],
        "审定领导" => vec!["leaders", "leaders_then"],
        "征求对象" => vec!["parties"],
        "反馈对象" | "呈报对象" => vec!["to"],
        "反馈期限" | "限期办结时间" | "补办（重办）时限" | "补办时限" | "重报日期" | "完成日期" =>
        {
            vec!["due"]
        }
        "回复期限" => vec!["owed_due"],
        "计划办结时间" => vec!["until"],
        "缓发到" => vec!["until"],
        "催办理由" => vec!["reason"],
        "预计恢复日期" => vec!["until", "expected_end"],
        "最终时限" => vec!["final_due"],
        "计划步骤" => vec!["step1_text"],
        "承担者" => vec!["owner"],
        "进展情况" | "意见" | "评价意见" | "文字" => vec!["text"],
        "进度" => vec!["percent"],
        "退回理由" | "未落实情况" => vec!["reason"],
        "分发" => vec!["units"],
        "并入事项" => vec!["into"],
        "通知单编号" => vec!["number"],
        "拟办日期" => vec!["proposed_on"],
        "立项日期" => vec!["registered_on"],
        "交办日期" => vec!["dispatched_on"],
        "签收日期" => vec!["signed_on"],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use domain::{Reason, regulation::Clause};

    use super::*;
    use crate::pages::form::Kind;

    fn field(name: &str, label: &str) -> Field {
        Field::new(name, label, Kind::Text)
    }

    #[test]
    fn a_problem_stands_beside_its_field_with_its_clause() {
        let refusal = Refusal::invalid("计划办结时间", "要晚于原办结时间").under(Clause::R4_5b);
        let found = problems(&refusal, &[field("until", "计划办结时间")], &[]);
        assert_eq!(found.0.len(), 1);
        assert_eq!((found.0[0].field.as_str(), found.0[0].clause.as_str()), ("until", "第四条（五）"));
    }

    #[test]
    fn what_the_form_does_not_have_is_said_for_the_whole_form() {
        let refusal = Refusal::new(Reason::Incomplete, "请先征求意见").field("征求意见", "请先征求意见");
        let found = problems(&refusal, &[field("text", "说明")], &[]);
        assert_eq!(found.0.len(), 1);
        assert_eq!(found.0[0].field, "");
    }

    #[test]
    fn the_cells_of_several_units_are_told_apart() {
        let fields = [field("responsible0", "教务处负责人"), field("responsible1", "财务处负责人")];
        assert_eq!(place("协办单位（财务处）负责人", &fields, &[]), "responsible1");
        assert_eq!(place("改派单位负责人", &[field("responsible", "负责人")], &[]), "responsible");
    }

    #[test]
    fn questions_and_materials_have_their_names() {
        assert_eq!(place("结论是否准确", &[], &["answer3"]), "answer3");
        assert_eq!(place("会议纪要", &[], &["material_minutes"]), "material_minutes");
    }
}
