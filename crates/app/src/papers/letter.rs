//! 督办函: a letter about one matter, drafted from its record for people to go on with.

use documents::{Paper, official::letter::Letter, paper::Sheet};
use domain::duty::DutyKind;

use super::{Facts, day_cn, organ};

/// 督办函 to the lead unit: how the matter stands, and what is asked.
pub fn letter(facts: &Facts) -> Option<Paper> {
    let matter = facts.matter;
    let dispatched = matter.dispatched.as_ref()?;
    let today = facts.names.today;
    let limit = matter.running_limit();
    let mut said =
        vec![format!("“{}”（{}）已于{}交由贵单位牵头办理。", facts.title(), facts.number, day_cn(dispatched.on))];
    said.extend(limit.map(|duty| {
        let name = if duty.kind == DutyKind::Complete { "办结时限" } else { "报送工作计划的时限" };
        let past = if today > duty.due {
            let days = facts.names.institution.calendar.days_past(today, duty.due);
            format!("，至今已逾期 {days} 个工作日")
        } else {
            String::new()
        };
        format!("该事项的{name}为{}{past}。", day_cn(duty.due))
    }));
    let last = matter.progress.iter().rev().find(|progress| Some(progress.unit) == matter.lead());
    said.push(last.map_or("截至目前，贵单位尚未报告进展。".to_owned(), |progress| {
        let percent = progress.percent.map(|percent| format!("完成 {}%。", percent.get())).unwrap_or_default();
        let text = progress.text.as_ref().map_or("本期无变化。", |text| text.as_str());
        format!("贵单位{}报告：{percent}{text}", day_cn(progress.stamp.on))
    }));
    let letter = Letter {
        title: format!("关于加快办理“{}”的督办函", facts.title()),
        to: facts.lead(matter),
        facts: said,
        asked: vec![format!(
            "请贵单位抓紧办理，按时报送办理结果；办理中遇到的困难和需要协调的问题，请及时向{}反馈。",
            facts.names.office_name()
        )],
        from: facts.names.author(),
        on: day_cn(today),
    };
    let official = letter.official(&organ(facts));
    let title = format!("督办函：{}", official.title);
    Some(facts.names.paper(title, Some(today), vec![Sheet::Official(official)]))
}
