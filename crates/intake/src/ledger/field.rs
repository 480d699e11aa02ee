//! What a column holds, by its heading. Headings are compared without blanks, line breaks and what stands in brackets.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 序号
    Number,
    /// 督办编号
    Code,
    /// 类别, and a coarser name above the title
    Category,
    /// 事项, 任务
    Title,
    /// 工作内容, 措施, 要求
    Content,
    /// 牵头单位, 主办单位
    Lead,
    /// 责任单位, 承办单位: who leads where no 牵头 is named
    Responsible,
    /// 配合单位, 协办单位
    Co,
    /// 责任人, 联系人
    Person,
    /// 分管领导
    Leader,
    /// 完成时限
    Deadline,
    /// 进展
    Progress,
    /// 完成情况, 状态
    Status,
    /// 任务来源, 会议, 文件
    Source,
    /// 立项日期, 交办时间
    RegisteredOn,
    /// 实际完成时间
    FinishedOn,
    /// 备注
    Remark,
}

impl Field {
    pub const ALL: &[Field] = &[
        Field::Number,
        Field::Code,
        Field::Category,
        Field::Title,
        Field::Content,
        Field::Lead,
        Field::Responsible,
        Field::Co,
        Field::Person,
        Field::Leader,
        Field::Deadline,
        Field::Progress,
        Field::Status,
        Field::Source,
        Field::RegisteredOn,
        Field::FinishedOn,
        Field::Remark,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Field::Number => "序号",
            Field::Code => "编号",
            Field::Category => "类别",
            Field::Title => "事项",
            Field::Content => "内容",
            Field::Lead => "牵头单位",
            Field::Responsible => "责任单位",
            Field::Co => "配合单位",
            Field::Person => "责任人",
            Field::Leader => "分管领导",
            Field::Deadline => "完成时限",
            Field::Progress => "进展情况",
            Field::Status => "完成情况",
            Field::Source => "来源",
            Field::RegisteredOn => "立项日期",
            Field::FinishedOn => "办结日期",
            Field::Remark => "备注",
        }
    }
}

/// The parts of a heading from the top row to the bottom row: 责任单位, 牵头.
pub fn of_heading(parts: &[String]) -> Option<Field> {
    // 启动时间 under 时间要求 is no limit.
    if STARTS.contains(&plain(parts.last()?).as_str()) {
        return None;
    }
    let last = of_words(parts.last()?);
    let joined = of_words(&parts.concat());
    match (last, joined) {
        // 牵头 over 单位, 实际完成 over 时间: the upper row says which.
        (Some(Field::Responsible), Some(finer @ (Field::Lead | Field::Co))) => Some(finer),
        (Some(Field::Deadline), Some(finer @ (Field::FinishedOn | Field::RegisteredOn))) => Some(finer),
        (Some(last), _) => Some(last),
        (None, joined) => joined,
    }
}

const STARTS: [&str; 7] = ["启动时间", "开始时间", "开始日期", "起始时间", "起", "开始", "启动"];

/// One heading as it is printed.
pub fn of_words(heading: &str) -> Option<Field> {
    let (main, whole) = (plain(outside_brackets(heading)), plain(heading));
    let too_long = main.chars().count() > 16 || is_filled_in(heading);
    if too_long { None } else { by_words(&main).or_else(|| by_words(&whole)) }
}

/// 填报单位：教务处 is no heading.
fn is_filled_in(heading: &str) -> bool {
    heading.split_once(['：', ':']).is_some_and(|(_, after)| !after.trim().is_empty())
}

fn outside_brackets(heading: &str) -> &str {
    match heading.find(['（', '(', '【', '[']) {
        Some(at) if at > 0 => &heading[..at],
        _ => heading,
    }
}

/// 完 成 时 限: blanks, line breaks and signs away.
pub fn plain(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase()
}

fn by_words(heading: &str) -> Option<Field> {
    let has = |words: &[&str]| words.iter().any(|word| heading.contains(word));
    let is = |words: &[&str]| words.contains(&heading);
    let names_units = has(&["单位", "部门", "处室", "科室", "学院"]);
    // The first that fits; the finer words stand before the coarser ones.
    let field = match () {
        () if heading.is_empty() => return None,
        () if is(&["序号", "序", "NO", "项次", "号", "序列", "顺序"]) || heading.starts_with("序号") => {
            Field::Number
        }
        () if has(&["编号", "文号", "事项号", "任务号"]) => Field::Code,
        () if has(&[
            "填报",
            "填表",
            "报送",
            "制表",
            "督办单位",
            "督办部门",
            "督查单位",
            "监督单位",
            "监管",
            "审核",
            "电话",
            "联系方式",
            "邮箱",
            "得分",
            "分值",
            "扣分",
        ]) =>
        {
            return None;
        }
        () if has(&["配合", "协办", "协同", "协作", "参与", "会办", "协助", "会同"]) => Field::Co,
        () if heading.ends_with("领导") && !has(&["领导小组"]) => Field::Leader,
        () if has(&["批示"]) && !has(&["事项", "内容"]) => Field::Source,
        () if has(&["来文", "发文", "交办单位", "交办部门", "交办人", "提出单位", "提案人", "提案单位"]) => {
            Field::Source
        }
        () if has(&["来源", "依据", "出处", "会议名称", "会议届次"]) || is(&["会议", "文件", "文件名称"]) => {
            Field::Source
        }
        () if has(&["分管", "领导", "校长", "书记"]) && !names_units => Field::Leader,
        () if has(&["责任人", "负责人", "联系人", "承办人", "经办人", "联络员", "牵头人", "主办人"])
            && !names_units =>
        {
            Field::Person
        }
        () if has(&["实际", "销号时间", "销号日期", "办结日期"]) && has(&["时间", "日期"]) => {
            Field::FinishedOn
        }
        () if has(&["立项", "交办", "下达", "登记", "下发", "布置", "会议", "签收", "收文", "印发"])
            && has(&["时间", "日期"]) =>
        {
            Field::RegisteredOn
        }
        () if is(&STARTS) => return None,
        () if has(&[
            "时限",
            "期限",
            "截止",
            "时间节点",
            "节点",
            "办结时间",
            "完成时间",
            "完成日期",
            "计划完成",
            "时间安排",
            "时间要求",
            "起止时间",
            "进度安排",
            "完成时点",
        ]) || is(&["时间", "止", "结束时间"]) =>
        {
            Field::Deadline
        }
        () if has(&[
            "完成情况",
            "是否完成",
            "是否办结",
            "状态",
            "完成率",
            "办结情况",
            "办理结果",
            "完成与否",
            "销号情况",
            "完成进度",
            "督办结果",
            "完成比例",
        ]) =>
        {
            Field::Status
        }
        () if has(&[
            "进展",
            "落实情况",
            "推进情况",
            "办理情况",
            "整改情况",
            "工作情况",
            "督办情况",
            "执行情况",
            "进度",
            "成效",
        ]) =>
        {
            Field::Progress
        }
        () if has(&["类别", "分类", "类型", "领域", "板块", "模块"]) => Field::Category,
        () if has(&["牵头", "主办", "主责", "主要责任"]) => Field::Lead,
        () if names_units || has(&["责任主体", "承办", "责任方"]) || is(&["责任", "责任分工", "责任者"]) => {
            Field::Responsible
        }
        () if has(&["备注", "说明"]) => Field::Remark,
        () if has(&["措施", "举措", "要求", "目标", "标准", "成果", "内容", "做法"]) => Field::Content,
        () if has(&["事项", "任务", "工作", "项目", "议题", "问题", "要点", "名称", "题目", "事由", "标题"]) => {
            Field::Title
        }
        () => return None,
    };
    Some(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings() {
        let check = |heading: &str, field: Option<Field>| assert_eq!(of_words(heading), field, "{heading}");
        check("序 号", Some(Field::Number));
        check("完 成\n时 限", Some(Field::Deadline));
        check("办结时间", Some(Field::Deadline));
        check("完成时限（年月日）", Some(Field::Deadline));
        check("牵头单位", Some(Field::Lead));
        check("责任单位（牵头单位）", Some(Field::Responsible));
        check("责任单位及责任人", Some(Field::Responsible));
        check("配合部门", Some(Field::Co));
        check("牵头校领导", Some(Field::Leader));
        check("分管领导", Some(Field::Leader));
        check("任务来源", Some(Field::Source));
        check("重点任务", Some(Field::Title));
        check("任务完成情况", Some(Field::Status));
        check("进展情况（3月）", Some(Field::Progress));
        check("实际完成时间", Some(Field::FinishedOn));
        check("交办日期", Some(Field::RegisteredOn));
        check("工作内容", Some(Field::Content));
        check("填报单位：教务处", None);
        check("2026年度重点工作任务分解及督办落实情况一览表", None);
    }
}
