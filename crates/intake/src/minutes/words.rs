//! The words of directives, of reports and of the paragraphs between them.

/// A clause that begins so orders something.
const VERBS: &[&str] = &[
    "完成",
    "制定",
    "制订",
    "修订",
    "修改",
    "编制",
    "编写",
    "起草",
    "拟定",
    "拟订",
    "研究",
    "出台",
    "印发",
    "发布",
    "建立",
    "健全",
    "完善",
    "推进",
    "推动",
    "加快",
    "加强",
    "加大",
    "开展",
    "组织",
    "落实",
    "做好",
    "抓好",
    "抓紧",
    "实施",
    "启动",
    "召开",
    "举办",
    "筹备",
    "申报",
    "报送",
    "提交",
    "上报",
    "梳理",
    "清理",
    "排查",
    "整改",
    "检查",
    "准备",
    "督查",
    "督促",
    "督办",
    "核查",
    "核实",
    "审核",
    "审定",
    "审查",
    "公示",
    "公布",
    "公开",
    "建设",
    "建成",
    "改造",
    "修缮",
    "维修",
    "采购",
    "招标",
    "安装",
    "调试",
    "验收",
    "投入",
    "搬迁",
    "规范",
    "优化",
    "提升",
    "提高",
    "强化",
    "深化",
    "细化",
    "拓展",
    "培育",
    "培养",
    "引进",
    "选拔",
    "遴选",
    "推荐",
    "评选",
    "表彰",
    "考核",
    "评估",
    "评价",
    "论证",
    "调研",
    "调查",
    "统计",
    "汇总",
    "填报",
    "登记",
    "备案",
    "归档",
    "签订",
    "签约",
    "对接",
    "协调",
    "联系",
    "协助",
    "配合",
    "牵头",
    "负责",
    "承担",
    "承接",
    "成立",
    "组建",
    "设立",
    "设置",
    "开通",
    "开设",
    "开发",
    "搭建",
    "构建",
    "打造",
    "创建",
    "争取",
    "确保",
    "保障",
    "保证",
    "严格",
    "严肃",
    "全面",
    "切实",
    "认真",
    "积极",
    "稳步",
    "有序",
    "深入",
    "大力",
    "着力",
    "持续",
    "继续",
    "进一步",
    "及时",
    "尽快",
    "定期",
    "适时",
    "逐步",
    "统筹",
    "统一",
    "分类",
    "分批",
    "分步",
    "逐项",
    "逐条",
    "对",
    "将",
    "把",
    "围绕",
    "结合",
    "按照",
    "按",
    "根据",
    "聚焦",
    "突出",
    "坚持",
    "探索",
    "试行",
    "推行",
    "推广",
    "宣传",
    "引导",
    "指导",
    "培训",
    "学习",
    "传达",
    "贯彻",
    "压实",
    "明确",
    "解决",
    "处理",
    "妥善",
    "防范",
    "化解",
    "预防",
    "应对",
    "安排",
    "部署",
    "布置",
    "拨付",
    "支付",
    "下达",
    "分解",
    "发放",
    "办理",
    "受理",
    "答复",
    "回复",
    "反馈",
    "总结",
    "提出",
    "形成",
    "支持",
];
/// After a unit, one of these shows that the unit is told to do something.
const TOLD: &[&str] = &[
    "要", "应", "须", "需", "必须", "务必", "负责", "牵头", "会同", "配合", "将", "对", "把", "尽快", "抓紧", "分别",
    "具体", "作为", "联合", "协同", "共同", "承办", "主办", "据此", "及时", "立即", "一并", "各自", "再", "做",
];
/// What tells of the past or of a state.
const PAST: &[&str] = &[
    "已经",
    "已",
    "了",
    "曾",
    "近日",
    "圆满完成",
    "圆满举",
    "顺利召开",
    "顺利通过",
    "顺利举",
    "取得",
    "听取",
    "荣获",
    "获得",
    "累计",
    "共计",
    "达到了",
    "先后",
    "截至目前",
    "同比",
    "增长了",
    "召开了",
    "举行",
    "主持会议",
    "参加会议",
    "出席",
    "介绍",
    "汇报",
    "表示",
    "认为",
    "肯定",
    "回顾",
    "审议了",
    "召开会议",
    "组织召开",
    "主持召开",
    "次常务会议",
    "次会议，",
    "正在",
    "进展顺利",
    "进度顺利",
    "进展总体",
    "总体进展",
    "进展较",
    "陆续",
];
/// Words in which 了 and 已 tell of nothing past.
const NOT_PAST: &[&str] = &["为了", "除了", "了解", "了结", "不了", "未了", "明了", "而已", "已建"];
/// Headings of sections that order nothing by themselves.
const PRINCIPLES: &[&str] = &[
    "指导思想",
    "目的",
    "总体要求",
    "总体思路",
    "基本原则",
    "工作原则",
    "工作目标",
    "主要目标",
    "总体目标",
    "目标要求",
    "组织领导",
    "组织保障",
    "保障措施",
    "工作要求",
    "有关要求",
    "相关要求",
    "几点要求",
    "重要意义",
    "思想认识",
    "统一思想",
    "提高认识",
    "提高站位",
    "政治站位",
    "责任落实",
    "加强领导",
    "工作机制",
    "监督考核",
    "督促检查",
    "督查考核",
    "考核评价",
    "宣传引导",
    "氛围",
    "纪律要求",
    "总结",
    "回顾",
    "成效",
    "成绩",
    "存在的问题",
    "存在问题",
    "附则",
    "背景",
];
/// A lead-in or heading after which clauses are tasks even where they name nobody.
const ORDERS: &[&str] = &[
    "纪要",
    "进行布置",
    "工作部署",
    "会议要求",
    "会议决定",
    "会议议定",
    "会议确定",
    "会议明确",
    "会议部署",
    "会议安排",
    "议定事项",
    "决定事项",
    "具体安排",
    "工作安排",
    "安排如下",
    "部署如下",
    "工作任务",
    "主要任务",
    "重点任务",
    "重点工作",
    "工作重点",
    "主要工作",
    "任务分解",
    "分工",
    "工作要点",
    "工作计划",
    "整改措施",
    "整改任务",
    "工作措施",
    "主要措施",
    "重点举措",
    "主要举措",
    "工作内容",
    "任务清单",
    "要求如下",
    "任务如下",
    "实施步骤",
];
/// Titles of texts that tell of what was done.
const REPORTS: &[&str] =
    &["总结", "简报", "简讯", "快讯", "综述", "情况汇报", "工作汇报", "情况报告", "报道", "纪实", "述职", "大事记"];
/// A clause that begins so says why or what may be, not what is to be done.
const ASIDES: &[&str] = &[
    "切不可",
    "不得",
    "严禁",
    "禁止",
    "可考虑",
    "以防",
    "从而",
    "以便",
    "避免",
    "防止",
    "力争",
    "如有",
    "如遇",
    "对于",
    "原则上",
    "必要时",
    "为此",
    "以免",
    "使",
    "让",
];

/// 报到时间, 组织方式: the name of a section.
pub fn is_caption(text: &str) -> bool {
    const ENDS: &[&str] = &[
        "时间", "地点", "方式", "方法", "要求", "内容", "范围", "对象", "安排", "原则", "目标", "步骤", "程序", "纪律",
        "说明", "事项", "条件", "标准", "机构", "名单", "思想", "意义", "流程", "阶段", "职责", "其他",
    ];
    let text = text.trim_end_matches(['。', '：', ':']);
    text.chars().count() <= 10 && ENDS.iter().any(|end| text.ends_with(end))
}

pub fn is_verb_first(text: &str) -> bool {
    let text = ["不断", "扎实", "着手", "重点", "抓紧", "尽早", "每年", "每月"]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text);
    VERBS.iter().any(|verb| text.starts_with(verb))
}

/// After a unit: is it an order beyond doubt?
pub fn is_ordered(text: &str) -> bool {
    ["要", "应", "须", "需", "必须", "务必"].iter().any(|word| text.trim_start_matches('，').starts_with(word))
}

/// Is something to be handed in?
pub fn hands_in(text: &str) -> bool {
    [
        "报送",
        "报至",
        "上报",
        "提交",
        "报到",
        "交到",
        "交至",
        "送至",
        "反馈",
        "填报",
        "填写",
        "报回",
        "上传",
        "发至",
        "发送至",
        "送交",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// What a meeting says to be known, not to be done.
pub fn tells(sentence: &str) -> bool {
    const STARTS: &[&str] = &[
        "会议认为",
        "会议指出",
        "会议强调",
        "会议同意",
        "会议原则",
        "会议听取",
        "会议讨论",
        "会议通报",
        "会议审议",
        "会议研究",
        "会议传达",
        "会议学习",
        "会议对",
        "会议肯定",
        "听取",
        "传达",
        "通报",
        "审议",
        "学习",
        "研究了",
        "时间",
        "地点",
        "参加",
        "出席",
        "列席",
        "主持",
        "记录",
    ];
    // 校长强调，…
    let speaker = sentence.split('，').next().unwrap_or_default().trim();
    let speaks = ["强调", "指出", "认为", "表示"].iter().any(|end| speaker.ends_with(end));
    STARTS.iter().any(|start| sentence.trim().starts_with(start)) || speaks && speaker.chars().count() <= 12
}

/// What a meeting demands, be it in the middle of a sentence: 会议讨论了…，会议要求查询….
pub fn demanded(sentence: &str) -> Option<&str> {
    const DEMANDS: &[&str] = &["会议要求", "会议决定", "会议明确", "会议议定", "会议确定", "会议部署"];
    let (at, demand) = DEMANDS.iter().filter_map(|demand| Some((sentence.find(demand)?, demand))).min()?;
    let words = sentence[at + demand.len()..].trim_start_matches(['，', '：', ' ']);
    (!is_decision(words)).then_some(words)
}

/// 会议决定成立领导小组: what is decided is done thereby.
pub fn is_decided(sentence: &str) -> bool {
    let words = ["会议决定", "会议研究决定", "经研究决定"].iter().find_map(|start| sentence.trim().strip_prefix(start));
    words.is_some_and(|words| is_decision(words.trim_start_matches(['，', '：'])))
}

fn is_decision(words: &str) -> bool {
    ["成立", "同意", "通过", "给予", "授予", "聘任", "任命", "免去"].iter().any(|word| words.starts_with(word))
}

/// 研究…购置事宜: an item of the agenda.
pub fn is_agenda(line: &str) -> bool {
    let starts = ["研究", "审议", "讨论", "听取", "关于", "通报", "传达"].iter().any(|start| line.starts_with(start));
    starts && !line.contains(['。', '，', '；'])
}

pub fn is_urgent(text: &str) -> bool {
    ["抓紧", "尽快", "要", "须", "需", "务必", "及时", "立即", "准备"].iter().any(|word| text.contains(word))
}

/// 提高站位, 深刻领会: whoever is told so is told nothing in particular.
pub fn is_vague(text: &str) -> bool {
    const VAGUE: &[&str] = &[
        "认清形势",
        "提高站位",
        "提高政治站位",
        "高度重视",
        "深刻认识",
        "深刻领会",
        "充分认识",
        "统一思想",
        "提高认识",
        "深入学习",
        "认真学习",
        "牢固树立",
        "切实增强",
        "增强责任",
        "坚定信心",
        "强化担当",
        "强化使命",
        "加强领导",
        "压实责任",
        "压紧压实",
        "以身作则",
        "亲自抓",
        "主要负责人",
        "责任机制",
    ];
    let head: String = text.chars().take(24).collect();
    VAGUE.iter().any(|word| head.contains(word))
}

/// Does it say anywhere what is to be done?
pub fn has_verb(text: &str) -> bool {
    VERBS.iter().any(|verb| verb.chars().count() > 1 && text.contains(verb))
}

/// After a unit: is it told to do something?
pub fn is_told(text: &str) -> bool {
    let text = text.strip_prefix(['，', '：', ':']).unwrap_or(text).trim_start();
    // 各部门在总结的基础上，要…: what stands between is only how.
    if let Some((how, rest)) = text.split_once('，')
        && how.starts_with(['在', '根', '按', '结', '对'])
        && how.chars().count() <= 24
        && is_ordered(rest)
    {
        return true;
    }
    // 于6月底前 orders; 于6月5日召开 and 在会议室 tell where and when.
    let timed = text.starts_with(['于', '在', '自', '从']) && {
        let head: String = text.chars().take(16).collect();
        let until = ["前", "底", "内", "日起", "之日", "期间"].iter().any(|word| head.contains(word));
        until || head.contains(['日', '月']) && hands_in(text)
    };
    timed || TOLD.iter().any(|word| text.starts_with(word)) || is_verb_first(text)
}

pub fn is_past(text: &str) -> bool {
    let mut text = text.to_owned();
    for word in NOT_PAST {
        text = text.replace(word, "");
    }
    // 向党委汇报 is to be done; 作了汇报 was.
    if let Some(at) = text.find('向') {
        let rest = text.split_off(at).replace("汇报", "");
        text.push_str(&rest);
    }
    // 市里将对我校进行检查: others come, nothing is told to anybody.
    let visits = ["对我校进行", "来我校", "来校", "莅临", "到我校"].iter().any(|word| text.contains(word));
    // 2月27日，集团召开部署会: told, where nobody is to hold it.
    let met = text.split(['，', '。']).any(|clause| {
        clause.split_once("召开").is_some_and(|(by, _)| !by.ends_with(['日', '号', '前', '内', '底']))
            && clause.ends_with('会') | clause.ends_with("会议")
            && !clause.contains(['要', '请', '应', '拟', '将', '备'])
    });
    visits || met || text.starts_with("日前") || PAST.iter().any(|word| text.contains(word))
}

pub fn is_principle(heading: &str) -> bool {
    PRINCIPLES.iter().any(|word| heading.contains(word))
}

pub fn orders(text: &str) -> bool {
    ORDERS.iter().any(|word| text.contains(word))
}

pub fn is_report(title: &str) -> bool {
    let asks = ["通知", "方案", "计划"].iter().any(|word| title.contains(word));
    title.chars().count() <= 50 && !asks && !title.contains('。') && REPORTS.iter().any(|word| title.contains(word))
}

pub fn is_aside(clause: &str) -> bool {
    ASIDES.iter().any(|word| clause.starts_with(word))
}

/// What a meeting says before what it wants: 会议要求，
pub const LEAD_INS: &[&str] = &[
    "会议要求",
    "会议决定",
    "会议强调",
    "会议指出",
    "会议明确",
    "会议议定",
    "会议确定",
    "会议认为",
    "会议原则同意",
    "会议同意",
    "会议建议",
    "经研究决定",
    "经研究",
    "下一步",
    "会议研究决定",
    "会议还要求",
    "会议部署",
    "会议希望",
];
