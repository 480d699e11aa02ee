//! What the name of a unit looks like, for those that no directory knows.

/// Endings of units. In running text a longer ending is tried before a shorter one.
const ENDINGS: &[&str] = &[
    "领导小组办公室",
    "工作领导小组",
    "联席会议办公室",
    "人民政府",
    "领导小组",
    "研究中心",
    "管委会",
    "委员会",
    "研究生院",
    "办公室",
    "研究院",
    "研究所",
    "设计院",
    "实验中心",
    "图书馆",
    "档案馆",
    "博物馆",
    "校史馆",
    "体育馆",
    "美术馆",
    "出版社",
    "编辑部",
    "学生会",
    "校友会",
    "基金会",
    "联合会",
    "协会",
    "党总支",
    "党支部",
    "工作组",
    "工作专班",
    "专班",
    "小组",
    "中心",
    "学院",
    "书院",
    "医院",
    "法院",
    "检察院",
    "学部",
    "学堂",
    "集团",
    "公司",
    "工会",
    "团委",
    "党委",
    "纪委",
    "校办",
    "党办",
    "院办",
    "编办",
    "指挥部",
    "教研室",
    "督查室",
    "督办室",
    "研究室",
    "法规室",
    "总务处",
    "幼儿园",
    "党校",
    "街道",
    "学校",
    "处",
    "部",
    "局",
    "厅",
    "办",
];
/// Endings that prove nothing in running text, but do in a list of units.
const LISTED_ENDINGS: &[&str] = &["科", "室", "馆", "所", "系", "院", "组", "委", "站", "社", "队", "会", "园"];

/// What follows an ending and shows that the ending was no ending: 处理, 部门, 办法.
const NOT_BEFORE: &[(&str, &str)] = &[
    ("处", "理分置罚长于所境级方室在世"),
    ("部", "门署分长队级件属委落"),
    ("局", "面长势部限"),
    ("厅", "长堂级"),
    ("办", "理法公学事好结会主件案班赛证文实"),
    ("学院", "长派级院党"),
    ("院", "长系校士务级领内外"),
    ("医院", "长"),
    ("中心", "任城思环"),
    ("小组", "织长成员建合讨"),
    ("组", "织长成员建合"),
    ("党委", "书常委会员"),
    ("纪委", "书常委会员"),
    ("团委", "书委员"),
    ("工会", "主会员"),
    ("委员会", "议主"),
    ("公司", "制"),
];
/// What stands before an ending of one sign and shows the same: 全部, 到处, 举办.
const NOT_AFTER: &[(&str, &str)] = &[
    ("处", "到此四好各用短长益之何一相惩查"),
    ("部", "全干内外局各本一分中西东大细底顶"),
    ("局", "格布全结大开僵时变"),
    ("办", "举承主督交经协开创新合兴筹包催查代照严申"),
    ("厅", "大客餐展前"),
];
/// Words that no name of a unit contains; in front of an ending they show that a sentence is running.
const NEVER_INSIDE: &[&str] = &[
    "的",
    "了",
    "是",
    "将",
    "把",
    "被",
    "从",
    "于",
    "由",
    "请",
    "向",
    "相关",
    "有关",
    "各",
    "应当",
    "须",
    "要",
    "使",
    "让",
    "并",
    "且",
    "但",
    "而",
    "或",
    "其",
    "这",
    "那",
    "此",
    "该",
    "不",
    "已",
    "正在",
    "按",
    "根据",
    "依据",
    "负责",
    "牵头",
    "会同",
    "配合",
    "完成",
    "制定",
    "做好",
    "加强",
    "推进",
    "开展",
    "落实",
    "组织实施",
    "提出",
    "研究提",
    "明确",
    "成立",
    "召开",
    "建立",
    "通过",
    "进行",
    "认真",
    "切实",
    "进一步",
    "积极",
    "全面",
    "确保",
    "形成",
    "提高",
    "提升",
    "围绕",
    "支持",
    "参加",
    "担任",
    "所有",
    "审定",
    "审议",
    "批准",
    "汇报",
    "报送",
    "上报",
    "提交",
    "设在",
    "隶属",
    "关于",
    "启动",
];
/// A name of a unit does not begin so.
const NEVER_FIRST: &[&str] = &[
    "由", "请", "向", "对", "到", "在", "为", "以", "与", "和", "及", "同", "经", "报", "送", "交", "给", "等", "就",
    "用", "每", "各", "全", "本", "有", "上", "下", "我", "他", "你", "您", "两", "几", "做", "抓", "会议", "责成",
    "要求", "建设", "拟", "针对", "根据", "按照", "结合", "放假", "开学", "寒假", "暑假", "假期", "节前", "首先",
];
/// Words for many units. 学院 and 部门 alone are none by name either.
const MANY: &[&str] = &[
    "部门",
    "单位",
    "学院",
    "院系",
    "系部",
    "院部",
    "院（系）",
    "系（部）",
    "处室",
    "科室",
    "县区",
    "区县",
    "街道",
    "支部",
    "党支部",
    "党总支",
    "党组织",
    "乡镇",
    "高校",
    "学校",
    "政府",
    "人民政府",
    "委办局",
    "企业",
    "班级",
    "系",
    "部",
    "处",
    "职能部门",
    "功能区",
    "基层党委",
    "镇街",
    "市州",
    "团组织",
    "研究院",
    "书院",
    "区",
    "市",
    "县",
    "县级市",
    "县市",
    "县市区",
    "区政府",
    "县区政府",
    "开发区",
    "教研室",
    "班",
    "年级",
    "教学单位",
    "教学院",
    "学部",
    "院（部）",
];
/// One of these makes a word for many units out of such a word.
const OF_MANY: &[&str] = &[
    "各", "有关", "相关", "其他", "所有", "全校", "全体", "二级", "职能", "成员", "所属", "涉及", "属地", "辖区",
    "下属",
];
/// Posts: these are people, not units.
const POSTS: &[&str] = &[
    "校长",
    "书记",
    "主任",
    "处长",
    "院长",
    "领导",
    "负责人",
    "同志",
    "老师",
    "组长",
    "局长",
    "部长",
    "主席",
    "委员",
    "教授",
    "干部",
    "秘书",
    "科长",
    "馆长",
    "专员",
    "联系人",
    "辅导员",
    "班主任",
    "人员",
];

const NAME_MOST: usize = 24;

/// A word for several units: 各学院, 区政府有关部门, 机关各部门.
pub fn is_collective(name: &str) -> bool {
    let (outer, rest) = name.split_once('（').unwrap_or((name, ""));
    // 各市（区）人民政府 without its bracket, 各街道（功能区） without its end.
    let rest = rest.split_once('）').map_or("", |(_, rest)| rest);
    let outer = format!("{outer}{rest}");
    // No unit has 各 in its name.
    if outer.contains('各') {
        return true;
    }
    let marked = OF_MANY.iter().any(|word| outer.contains(word));
    outer.chars().count() > 1 && MANY.contains(&outer.as_str())
        || marked && MANY.iter().any(|many| outer.ends_with(many))
}

pub fn is_person(name: &str) -> bool {
    let outer = name.split('（').next().unwrap_or(name);
    POSTS.iter().any(|post| outer.ends_with(post))
}

/// The name of a unit by its ending, as in a list of units.
pub fn is_unit(name: &str) -> bool {
    let outer = name.split('（').next().unwrap_or(name);
    let count = outer.chars().count();
    let ends = |ending: &&str| outer.len() > ending.len() && outer.ends_with(*ending);
    let alone = ["团委", "党委", "纪委", "工会", "校办", "党办", "图书馆", "档案馆", "办公室", "总务处", "研究生院"];
    (2..=NAME_MOST).contains(&count)
        && (alone.contains(&outer) || ENDINGS.iter().chain(LISTED_ENDINGS).any(&ends))
        && !is_person(outer)
        && !["部门", "全部", "学院", "学校", "单位", "体系", "关系"].contains(&outer)
        && !NEVER_INSIDE.iter().any(|word| outer.contains(word))
}

/// The length of the unit's name with which a running text begins.
pub fn at_start(text: &str) -> Option<usize> {
    // 3个专班, 下午4：30院办: a number is no part of a name.
    if text.starts_with(|sign: char| sign.is_ascii_digit()) || NEVER_FIRST.iter().any(|word| text.starts_with(word)) {
        return None;
    }
    let mut found: Option<usize> = None;
    for (count, (at, sign)) in text.char_indices().enumerate() {
        let end = at + sign.len_utf8();
        let head = &text[..end];
        let since = found.unwrap_or(0);
        let is_word = sign.is_alphanumeric() || sign == '·';
        let runs_on = NEVER_INSIDE.iter().any(|word| head[since..].ends_with(word));
        // Once a name has ended, a longer one ends soon: 学院 + 办公室.
        let far = found.is_some_and(|since| head[since..].chars().count() > 7);
        if count >= NAME_MOST || !is_word || runs_on || far {
            break;
        }
        if found.is_some() && count > 0 && "和与及对在将应可会同牵负".contains(sign) {
            break;
        }
        if is_end(head, &text[end..]) {
            found = Some(end);
        }
    }
    found.filter(|end| is_unit(&text[..*end]))
}

/// Does a name end between these two?
fn is_end(head: &str, rest: &str) -> bool {
    if is_told_section(head, rest) {
        return true;
    }
    let Some(ending) = ENDINGS.iter().find(|ending| head.ends_with(**ending)) else { return false };
    let next = rest.chars().next();
    let before = head[..head.len() - ending.len()].chars().next_back();
    let barred = |table: &[(&str, &str)], sign: Option<char>| {
        sign.is_some_and(|sign| table.iter().any(|(word, signs)| ending.ends_with(word) && signs.contains(sign)))
    };
    // 学生处分别 is 学生处 and 分别, 教务处于6月底前 is 教务处 and a limit.
    let until: String = rest.strip_prefix('于').unwrap_or_default().chars().take(14).collect();
    let limited = ["前", "底", "内", "月", "日"].iter().any(|word| until.contains(word));
    // 处在关键时期 is a verb, 财务处在预算中 is not.
    let within: String = rest.strip_prefix('在').unwrap_or("期").chars().take(12).collect();
    let limited = limited || !["期", "阶段", "位置", "状态"].iter().any(|word| within.contains(word));
    let apart = limited || rest.starts_with("分别") || rest.starts_with("组织") || rest.starts_with("会同");
    let alone = head.len() == ending.len();
    (apart || !barred(NOT_BEFORE, next)) && !(ending.chars().count() == 1 && (alone || barred(NOT_AFTER, before)))
}

/// 体育系负责, 保卫科牵头: these endings prove a name only where a role follows at once.
fn is_told_section(head: &str, rest: &str) -> bool {
    const ROLES: &[&str] = &["负责", "牵头", "会同", "配合", "协助", "承办", "安排", "做好", "要", "应", "须"];
    let outer = head.strip_suffix('系').or_else(|| head.strip_suffix('科'));
    let last = outer.and_then(|outer| outer.chars().next_back());
    last.is_some_and(|sign| !"关联体派谱院学本专各分百内外".contains(sign))
        && ROLES.iter().any(|role| rest.starts_with(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_they_end() {
        for (text, name) in [
            ("教务处牵头", "教务处"),
            ("学生处分别完成", "学生处"),
            ("国际合作与交流处负责", "国际合作与交流处"),
            ("马克思主义学院党委要", "马克思主义学院党委"),
            ("后勤集团于近期内", "后勤集团"),
            ("年度精神文明建设工作考评小组对各类", "年度精神文明建设工作考评小组"),
            ("人事处会同财务处", "人事处"),
            ("信息中心组织开展", "信息中心"),
            ("体育系负责", "体育系"),
            ("保卫科牵头", "保卫科"),
        ] {
            assert_eq!(at_start(text).map(|end| &text[..end]), Some(name), "{text}");
        }
        for text in ["全部完成", "学院领导审定", "处理好", "加强部门联动", "各部门要", "学校拟在", "到处都是"]
        {
            assert_eq!(at_start(text), None, "{text}");
        }
    }

    #[test]
    fn collective_words_and_people_are_no_units() {
        for name in ["各学院", "区政府有关部门", "各街道（功能区）", "州直相关单位", "省政府各牵头部门", "机关各部门"]
        {
            assert!(is_collective(name), "{name}");
        }
        for name in ["教务处", "发展规划处", "继续教育学院"] {
            assert!(!is_collective(name) && is_unit(name), "{name}");
        }
        assert!(is_person("教务处处长") && !is_unit("分管校领导"));
    }
}
