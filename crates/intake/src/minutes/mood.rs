//! Is a sentence an order? Chinese has no imperative form: an order is a clause that begins with its verb, or a modal word
//! (要, 须, 应, 务必, 请) in front of one. What describes, threatens or closes a letter only looks like it.

use super::{
    text::{self, bare},
    words,
};
use crate::units::range_of;

/// What stands in front of the clause that says what is to be done: reason, source, place, occasion.
const ADVERBIALS: &[&str] = &[
    "根据", "按照", "依据", "依照", "为", "围绕", "结合", "针对", "鉴于", "参照", "对照", "在", "随着", "由于", "通过",
    "以", "从", "除", "自", "凡", "如", "若", "因", "经",
];
const OCCASIONS: &[&str] = &[
    "前",
    "后",
    "期间",
    "阶段",
    "基础上",
    "情况下",
    "之际",
    "时",
    "中",
    "上",
    "下",
    "内",
    "日",
    "月",
    "底",
    "起",
    "）",
];

/// Words that stand between a modal word and its verb, or in front of a verb.
const ADVERBS: &[&str] = &[
    "切实",
    "尽最大努力",
    "尽力",
    "密切",
    "认真",
    "进一步",
    "及时",
    "尽快",
    "抓紧",
    "立即",
    "妥善",
    "严格",
    "全面",
    "积极",
    "主动",
    "精心",
    "科学",
    "不断",
    "扎实",
    "重点",
    "继续",
    "持续",
    "定期",
    "不定期的",
    "不定期",
    "按时",
    "如期",
    "逐一",
    "逐项",
    "统一",
    "共同",
    "同时",
    "分别",
    "利用",
    "提前",
    "务必",
    "必须",
    "坚决",
    "尽早",
    "着手",
    "努力",
    "充分",
    "深入",
    "大力",
    "稳步",
    "有序",
    "高质量",
    "再",
    "也",
    "都",
    "均",
    "一并",
    "组织力量",
    "亲自",
    "详细",
    "完整",
    "准确",
    "客观",
    "、",
];

/// Further verbs that begin an order.
const VERBS: &[&str] = &[
    "准备", "了解", "掌握", "监测", "告知", "采取", "收集", "整理", "增加", "添置", "更换", "更新", "配备", "迎接",
    "实行", "执行", "利用", "邀请", "举行", "开放", "征集", "选派", "遵守", "保持", "营造", "丰富", "充实", "巩固",
    "改进", "改善", "创新", "挖掘", "加快", "拆除", "消除", "清除", "清扫", "美化", "绿化", "发挥", "办好", "用好",
    "管好", "抓", "做", "搞好", "开好", "建好", "控制", "压缩", "增强", "注重", "重视", "关注", "关心", "走访", "慰问",
    "购置", "购买", "订购", "征订", "编印", "编排", "测算", "核算", "核定", "收取", "发动", "动员", "聘请", "招聘",
    "录取", "录入", "排定", "张贴", "悬挂", "播放", "刊发", "建议", "逐步", "针对", "对照", "参照", "摸清", "理清",
    "厘清", "列出", "安全", "查找", "剖析", "撰写", "填写", "提供", "协同", "参加", "参与", "关闭", "切断", "留",
];

/// Verbs after which something can be seen to be done.
const SPECIFIC: &[&str] = &[
    "制定",
    "制订",
    "编制",
    "起草",
    "拟订",
    "拟定",
    "修订",
    "印发",
    "完成",
    "排查",
    "整改",
    "核查",
    "核实",
    "清查",
    "盘点",
    "统计",
    "汇总",
    "上报",
    "报送",
    "提交",
    "填报",
    "公示",
    "维修",
    "修缮",
    "更换",
    "安装",
    "采购",
    "招标",
    "验收",
    "搬迁",
    "清理",
    "清退",
    "筛查",
    "检查",
    "台账",
    "列出",
    "列明",
    "签订",
    "准备好",
    "交于",
    "交至",
    "送交",
    "出台",
    "论证",
    "立项",
    "开工",
    "竣工",
    "预算",
    "调试",
    "备案",
    "归档",
    "评价",
    "自查",
    "撰写",
    "拆除",
    "核算",
    "收取",
    "规划",
];

/// Verbs whose object can be counted or held: of what a speaker demands of nobody by name, only these are tasks.
const TANGIBLE: &[&str] = &[
    "核实",
    "核查",
    "排查",
    "统计",
    "汇总",
    "上报",
    "报送",
    "提交",
    "填报",
    "维修",
    "修缮",
    "更换",
    "安装",
    "采购",
    "招标",
    "验收",
    "搬迁",
    "清理",
    "筛查",
    "列出",
    "列明",
    "签订",
    "预算",
    "编制",
    "起草",
    "修订",
    "准备好",
    "交于",
    "交至",
    "自查",
    "公示",
    "撰写",
    "出租",
    "清查",
    "盘点",
];

const FORBIDDEN: &[&str] =
    &["不得", "严禁", "禁止", "切不可", "不准", "不能", "不允许", "杜绝", "切勿", "不许", "不要", "不应"];

/// What a letter says to close, or asks of everybody in general.
const FORMULAS: &[&str] = &[
    "遵照执行",
    "贯彻执行",
    "参照执行",
    "认真执行",
    "组织实施",
    "认真贯彻",
    "相互转告",
    "周知",
    "知悉",
    "支持与配合",
    "予以支持",
    "高度重视",
    "抓好落实",
    "抓好贯彻落实",
    "积极配合",
    "联系电话",
    "联系人",
];

/// What happens to whoever does not obey.
const CONSEQUENCES: &[&str] = &[
    "不合格",
    "视为",
    "作“",
    "追究",
    "问责",
    "通报批评",
    "一票否决",
    "不再受理",
    "不予",
    "给予批评",
    "给予表彰",
    "取消",
    "后果自负",
    "责任自负",
    "扣",
];

/// The sentence from the clause on that says what is to be done.
pub fn predicate(sentence: &str) -> &str {
    let mut rest = sentence.trim();
    while let Some(first) = text::clauses(rest).into_iter().next() {
        let tail = &rest[range_of(rest, first).end..];
        if text::count(tail) < 4 || !is_adverbial(bare(first)) {
            break;
        }
        rest = tail;
    }
    rest.trim_start_matches(['，', '：', ' '])
}

fn is_adverbial(clause: &str) -> bool {
    let short = text::count(clause) <= 24;
    let dated = clause.starts_with(|sign: char| sign.is_ascii_digit());
    ADVERBIALS.iter().any(|word| clause.starts_with(word))
        || (short && !words::is_verb_first(clause) || dated) && OCCASIONS.iter().any(|word| clause.ends_with(word))
        || ["同时", "其中", "另外", "此外", "一是", "二是", "三是", "届时"].contains(&clause)
}

/// Without what it forbids first: 严禁…，教务处要…
pub fn without_prohibition(sentence: &str) -> &str {
    let mut rest = sentence;
    while let Some(first) = text::clauses(rest).into_iter().next() {
        let tail = &rest[range_of(rest, first).end..];
        if !forbids(bare(first)) || text::count(tail) < 6 {
            break;
        }
        rest = tail;
    }
    rest
}

/// 现将有关事项通知如下: what follows says it, this does not.
pub fn announces(sentence: &str) -> bool {
    let asks = text::clauses(sentence).iter().any(|clause| clause.starts_with('请'));
    let presents = ["现将", "现就"].iter().any(|word| sentence.contains(word)) && !asks;
    let others = ["特制定", "制定本", "通知如下", "安排如下", "纪要如下"];
    presents || leads_in(sentence) || others.iter().any(|word| sentence.contains(word))
}

/// …，完成以下四项工作：
pub fn leads_in(sentence: &str) -> bool {
    sentence.trim_end().ends_with(['：', ':']) && ["以下", "如下"].iter().any(|word| sentence.contains(word))
}

/// 提出三点要求：
pub fn demands(sentence: &str) -> bool {
    const DEMANDS: &[&str] = &["要求", "强调", "指出", "总结讲话", "指示", "提出", "意见"];
    sentence.trim().ends_with(['：', ':']) && DEMANDS.iter().any(|word| sentence.contains(word))
}

/// 校长要求，…
pub fn speaks(sentence: &str) -> bool {
    after_speaker(sentence).len() < sentence.len()
}

/// What is said behind 校长要求，
pub fn after_speaker(sentence: &str) -> &str {
    let Some((speaker, words)) = sentence.split_once(['，', '：']) else { return sentence };
    let speaks = ["要求", "强调", "指出", "表示", "提出"].iter().any(|end| speaker.ends_with(end));
    if speaks && text::count(speaker) <= 14 { words } else { sentence }
}

/// 一是…, 二要…, 第三，…, 要…
pub fn is_item(sentence: &str) -> bool {
    let sentence = sentence.trim();
    let rest = sentence.strip_prefix('第').unwrap_or(sentence);
    let count = rest.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    let counted = count.len() < rest.len() && (count.starts_with(['是', '要']) || rest.len() < sentence.len());
    counted || sentence.starts_with('要')
}

/// 组织方式, 整改反馈（8月13日至8月31日）: a line that only names what stands under it.
pub fn is_name(line: &str) -> bool {
    let line = line.trim();
    let inner: usize = text::brackets(line).iter().map(|bracket| text::count(bracket.inner)).sum();
    let words = line.trim_end_matches(['：', ':']);
    let outside = text::count(line).saturating_sub(inner);
    let short = outside <= 4 || inner > 0 && outside <= 8 || outside <= 12 && !begins_with_verb(line);
    short && !line.contains(['，', '。', '；', '\n']) && !words.contains(['：', ':'])
}

pub fn forbids(text: &str) -> bool {
    FORBIDDEN.iter().any(|word| text.starts_with(word)) || text.contains("一律不得")
}

/// A prohibition anywhere in the sentence: a rule for everybody.
pub fn bars(sentence: &str) -> bool {
    ["严禁", "不得", "禁止", "不准", "不许", "一律"].iter().any(|word| sentence.contains(word))
}

/// Is something to be done, by the form of the sentence?
pub fn is_order(sentence: &str) -> bool {
    let predicate = predicate(sentence);
    // 检查内容：…; 时间：…: what stands behind it is named, not ordered.
    let named = predicate
        .split_once(['：', ':'])
        .is_some_and(|(name, _)| (is_name(name) || words::is_caption(name)) && !name.contains('阶'));
    let by_modal = || {
        let clauses = text::clauses(sentence);
        let modal = clauses.iter().position(|clause| has_modal_word(clause));
        modal
            .is_some_and(|at| has_modal(clauses[at]) || clauses[at + 1..].iter().any(|clause| begins_with_verb(clause)))
    };
    !describes(predicate)
        && !named
        && !is_formula(predicate)
        && !forbids(predicate)
        && (begins_with_verb(predicate) || by_modal())
}

/// 各单位根据值班表，组织落实值班人员: in a letter, whom it asks and at once what they do, without a modal word.
pub fn subject_acts(sentence: &str) -> bool {
    let sentence = predicate(sentence);
    let Some(rest) = after_heads(sentence) else { return false };
    let acts = begins_with_verb(predicate(rest)) && !describes(sentence) && !is_formula(sentence) && !forbids(sentence);
    !sentence.starts_with('请') && acts
}

/// What stands behind 各部门、各学院 at the head of the first clause.
fn after_heads(sentence: &str) -> Option<&str> {
    let first = text::clauses(sentence).into_iter().next()?;
    let mut rest = first;
    loop {
        let ends = SUBJECT_ENDS.iter().filter_map(|end| rest.find(end).map(|at| (at, at + end.len())));
        let (_, end) = ends.min_by_key(|(at, end)| (*at, usize::MAX - *end))?;
        rest = &rest[end..];
        let Some(more) = ["、", "和", "及", "与"].iter().find_map(|link| rest.strip_prefix(link)) else { break };
        rest = more;
        if !SUBJECT_ENDS.iter().any(|end| rest.contains(end)) {
            return None;
        }
    }
    sentence.get(range_of(sentence, rest).start..)
}

const SUBJECT_ENDS: &[&str] =
    &["单位", "部门", "学院", "院系", "处室", "中心", "系部", "各系部", "党总支", "支部", "各系", "各院", "各校", "）"];

/// Is it an order whose fulfilment can be seen?
pub fn is_specific(sentence: &str) -> bool {
    SPECIFIC.iter().any(|verb| sentence.contains(verb))
}

/// 教材的定购, 班车运行准备工作: work that is only named.
pub fn is_work(words: &str) -> bool {
    let words = bare(words);
    let named = words.rsplit_once('的').is_some_and(|(_, rest)| (2..=4).contains(&rest.chars().count()));
    text::count(words) <= 30 && (words.ends_with("工作") || named)
}

/// Is it an order of something that can be counted or held?
pub fn is_tangible(sentence: &str) -> bool {
    TANGIBLE.iter().any(|verb| sentence.contains(verb))
}

pub fn begins_with_verb(words: &str) -> bool {
    let often = ["每学期", "每学年", "每个月", "每月", "每周", "每年", "每天", "每季度"];
    let words = often.iter().find_map(|often| words.strip_prefix(often)).unwrap_or(words);
    let words = without_adverbs(words);
    let named = ["学习型", "建设性", "对口", "对外", "把关", "将来", "留校", "参加人员", "安全工作"];
    !named.iter().any(|name| words.starts_with(name))
        && (words::is_verb_first(words) || VERBS.iter().any(|verb| words.starts_with(verb)))
}

fn without_adverbs(words: &str) -> &str {
    let mut rest = words.trim_start_matches(['，', ' ', '要']);
    while let Some(shorter) = ADVERBS.iter().find_map(|adverb| rest.strip_prefix(adverb)) {
        rest = shorter;
    }
    rest
}

/// 各部门要认真开展…, 值班人员须…: a modal word and, behind it, a verb.
fn has_modal(clause: &str) -> bool {
    modals(clause).any(begins_with_verb)
}

fn has_modal_word(clause: &str) -> bool {
    modals(clause).next().is_some()
}

/// 各部门要高度重视，加强领导: nothing in particular is left when what everybody is always told is taken away.
pub fn is_hollow(sentence: &str) -> bool {
    let mut rest = sentence;
    while let Some(first) = text::clauses(rest).into_iter().next() {
        if !["高度重视", "提高认识", "提高站位", "统一思想"].iter().any(|word| first.contains(word)) {
            break;
        }
        rest = &rest[range_of(rest, first).end..];
    }
    let whole = range_of(sentence, rest).start == 0 && !rest.is_empty();
    let left = !is_formula(rest) && begins_with_verb(predicate(rest)) && (is_specific(rest) || rest.contains("开展"));
    if whole { words::is_vague(sentence) && !left } else { !left }
}

/// What stands behind each modal word.
fn modals(clause: &str) -> impl Iterator<Item = &str> {
    const WORDS: [(&str, &str, &str); 5] = [
        ("要", "主重需必纲纪摘概扼首简不只还", "求点素闻件么是不"),
        ("应", "相适反响供对效感理不", "用急对邀届聘变试不"),
        ("须", "无", "知不"),
        ("务必", "", ""),
        ("请", "申邀报提呈聘", "假示柬不"),
    ];
    WORDS.iter().flat_map(move |(modal, not_after, not_before)| {
        clause.match_indices(modal).filter_map(move |(at, _)| {
            let before = clause[..at].chars().next_back();
            let after = &clause[at + modal.len()..];
            let is_word = before.is_none_or(|sign| !not_after.contains(sign))
                && after.chars().next().is_some_and(|sign| !not_before.contains(sign));
            // 请各单位填写…: whom it asks stands between.
            is_word.then(|| if *modal == "请" { after_subject(after) } else { after })
        })
    })
}

fn after_subject(words: &str) -> &str {
    let ends = ["单位", "部门", "学院", "院系", "处室", "中心", "学校", "系部", "老师", "同志", "）"];
    let end = ends.iter().filter_map(|end| Some(words.find(end)? + end.len())).filter(|at| *at <= 60).max();
    end.and_then(|at| words.get(at..)).unwrap_or(words)
}

/// 本次检查…, 此次…: what is told about the matter itself.
pub fn describes(words: &str) -> bool {
    const STARTS: &[&str] = &[
        "本次",
        "此次",
        "这次",
        "本方案",
        "本通知",
        "本办法",
        "随后",
        "会上",
        "接着",
        "与会",
        "近年来",
        "多年来",
        "目前",
    ];
    let words = words.trim();
    STARTS.iter().any(|start| words.starts_with(start)) || CONSEQUENCES.iter().any(|word| words.contains(word))
}

pub fn is_formula(words: &str) -> bool {
    FORMULAS.iter().any(|word| words.contains(word)) && text::count(words) <= 40
}

/// 工作任务, 整改措施, 开学前工作安排: a short heading over what is to be done.
pub fn heads_orders(line: &str) -> bool {
    const ENDS: &[&str] = &[
        "任务", "措施", "举措", "安排", "步骤", "部署", "打算", "计划", "要点", "重点", "分工", "工作", "清单", "做法",
        "建议", "事项",
    ];
    const OTHERS: &[&str] = &["注意", "其他", "意义", "时间", "放假", "成绩", "保障"];
    let line = line.trim_end_matches(['。', '：', ':', ' ']);
    text::count(line) <= 16
        && ENDS.iter().any(|end| line.ends_with(end))
        && !OTHERS.iter().any(|word| line.contains(word))
}

/// The lead-in or the title of a letter that asks for something: 现将有关事项通知如下, 关于…的通知.
pub fn hints(line: &str) -> bool {
    const LEAD_INS: &[&str] = &[
        "通知如下",
        "要求如下",
        "如下要求",
        "如下工作",
        "以下工作",
        "项工作：",
        "以下几",
        "如下几",
        "工作计划如下",
        "如下安排",
        "具体如下",
        "特计划如下",
        "如下意见",
    ];
    const TITLES: &[&str] = &["通知", "方案", "计划", "安排", "要点", "整改", "督办", "部署", "打算", "意见", "清单"];
    let is_title = text::count(line) <= 50 && !line.contains(['。', '，']);
    LEAD_INS.iter().any(|word| line.contains(word)) || is_title && TITLES.iter().any(|word| line.contains(word))
}
