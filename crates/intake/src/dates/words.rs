//! The words that a time limit is made of. A word is taken at its longest: 下半年 before 下.

use std::{collections::HashMap, sync::LazyLock};

use super::phrase::{Bound, Festival, Tens, Unit};

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Unit(Unit),
    /// 个, 个自然: before a unit that is counted
    Count,
    /// 上半年 1, 下半年 2
    HalfYear(u8),
    /// 上半月 1, 下半月 2
    HalfMonth(u8),
    /// 半
    Half,
    Tens(Tens),
    /// 本月 0, 下月 1, 上周 -1
    Relative(Unit, i32),
    /// 当年 0, 次年 1: of the year that was named last
    Following(i32),
    Bound(Bound),
    /// 第
    Nth,
    /// 每, 逐
    Every,
    /// 按月, 按季度
    Each(Unit),
    /// 自, 从
    Since,
    /// 之日
    DayOf,
    /// 或, 或者
    Or,
    /// 和, 及, 与, 、
    And,
    /// 至, 到
    To,
    /// every kind of dash
    Dash,
    Festival(Festival),
    /// 假期, 长假: after the name of a festival
    Holiday,
    /// the school's calendar: 学期, 开学, 暑假
    School,
    /// a five-year plan: 十四五 is 14
    Plan(u8),
    /// 尽快, 适时: a wish and no date
    Vague,
    /// 近期, 近日: vague too, but written as a limit
    Soon,
    /// 长期, 持续
    Ongoing,
    /// 已完成
    Done,
    /// 上午, 下班
    PartOfDay,
    /// 时, 点
    OClock,
    /// 分
    Minute,
    /// 完成, 报送: what is to be done by then
    Verb,
    /// 截至: as of a day, often a past one
    AsOf,
    /// 于, 力争, 最迟, 时限: a date after it is a limit
    Limit,
    /// 印发, 收到通知: the document's own day
    Issue,
    /// a word that only looks like one of ours: 目前, 周期, 长期性
    Other,
}

/// The longest word at the beginning of these signs, and its length in signs.
pub fn longest(signs: &[char]) -> Option<(Word, usize)> {
    let words = BY_FIRST.get(signs.first()?)?;
    words.iter().find(|(word, _)| signs.starts_with(word)).map(|(word, what)| (*what, word.len()))
}

type ByFirst = HashMap<char, Vec<(Vec<char>, Word)>>;

/// By their first sign, the longest first.
static BY_FIRST: LazyLock<ByFirst> = LazyLock::new(|| {
    let mut by_first = ByFirst::new();
    for (what, words) in WORDS {
        for word in words.split_whitespace() {
            let word: Vec<char> = word.chars().collect();
            by_first.entry(word[0]).or_default().push((word, *what));
        }
    }
    by_first.values_mut().for_each(|words| words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len())));
    by_first
});

const WORDS: &[(Word, &str)] = &[
    (Word::Unit(Unit::Year), "年 年度"),
    (Word::Unit(Unit::Quarter), "季度 季"),
    (Word::Unit(Unit::Month), "月 月份"),
    (Word::Unit(Unit::Week), "周 星期 礼拜"),
    (Word::Unit(Unit::Day), "日 号"),
    (Word::Unit(Unit::Days), "天 自然日 日历日 自然天"),
    (Word::Unit(Unit::WorkingDays), "工作日 工作天"),
    (Word::Unit(Unit::Hours), "小时"),
    (Word::Count, "个"),
    (Word::HalfYear(1), "上半年 上半年度"),
    (Word::HalfYear(2), "下半年 下半年度"),
    (Word::HalfMonth(1), "上半月"),
    (Word::HalfMonth(2), "下半月"),
    (Word::Half, "半"),
    (Word::Tens(Tens::First), "上旬"),
    (Word::Tens(Tens::Second), "中旬 上中旬"),
    (Word::Tens(Tens::Third), "下旬 中下旬"),
    (Word::Relative(Unit::Year, -2), "前年"),
    (Word::Relative(Unit::Year, -1), "去年 上年 上一年 上年度 去年度 上一年度"),
    (Word::Relative(Unit::Year, 0), "今年 本年 本年度 今年度"),
    (Word::Relative(Unit::Year, 1), "明年 来年 下年 下一年 明年度 下年度 下一年度"),
    (Word::Relative(Unit::Year, 2), "后年"),
    (Word::Following(0), "当年 当年度"),
    (Word::Following(1), "次年 翌年 次年度"),
    (Word::Relative(Unit::Quarter, -1), "上季度 上季 上一季度 上个季度"),
    (Word::Relative(Unit::Quarter, 0), "本季度 本季 当季度 当季 这个季度 这季度"),
    (Word::Relative(Unit::Quarter, 1), "下季度 下季 下一季度 下个季度 下一个季度"),
    (Word::Relative(Unit::Month, -1), "上月 上个月 上月份 上一月"),
    (Word::Relative(Unit::Month, 0), "本月 当月 这个月 本月份 当月份 这月"),
    (Word::Relative(Unit::Month, 1), "下月 次月 下个月 翌月 下月份 次月份 下一个月 下一月"),
    (Word::Relative(Unit::Month, 2), "下下月 下下个月"),
    (Word::Relative(Unit::Week, -1), "上周 上星期 上个星期 上礼拜"),
    (Word::Relative(Unit::Week, 0), "本周 这周 当周 本星期 这星期 这个星期 本礼拜 这礼拜"),
    (Word::Relative(Unit::Week, 1), "下周 次周 下星期 下个星期 下一周 下礼拜 下个礼拜"),
    (Word::Relative(Unit::Week, 2), "下下周 下下星期"),
    (Word::Relative(Unit::Day, -2), "前天"),
    (Word::Relative(Unit::Day, -1), "昨天 昨日"),
    (Word::Relative(Unit::Day, 0), "今天 今日 当天 当日 即日 本日"),
    (Word::Relative(Unit::Day, 1), "明天 明日 次日 翌日 第二天"),
    (Word::Relative(Unit::Day, 2), "后天 后日"),
    (Word::Relative(Unit::Day, 3), "大后天"),
    (Word::Bound(Bound::Before), "前 以前 之前"),
    (Word::Bound(Bound::End), "底 末 终"),
    (Word::Bound(Bound::Start), "初"),
    (Word::Bound(Bound::Middle), "中"),
    (Word::Bound(Bound::Within), "内 之内 以内 期间 时期 期内 规划期间 规划期内"),
    (Word::Bound(Bound::From), "起 开始 以来 起始"),
    (Word::Bound(Bound::After), "后 以后 之后 过后"),
    (Word::Bound(Bound::About), "左右 前后 上下 前夕"),
    (Word::Nth, "第"),
    (Word::Every, "每 每个 每一 每一个 逐 每逢 各"),
    (Word::Since, "自 从 自从"),
    (Word::DayOf, "之日"),
    (Word::Or, "或 或者"),
    (Word::And, "、 和 及 与 以及 并"),
    (Word::To, "至 到 ~ ～ 〜 直至 直到 延至 延长至 推迟至 顺延至 延期至"),
    (Word::Dash, "- － – — ― ‐ ‑ − ﹣"),
    (Word::Each(Unit::Month), "按月"),
    (Word::Each(Unit::Quarter), "按季 按季度"),
    (Word::Each(Unit::Week), "按周"),
    (Word::Festival(Festival::NewYear), "元旦 元旦节"),
    (Word::Festival(Festival::Women), "妇女节 三八妇女节 三八节"),
    (Word::Festival(Festival::Labour), "五一节 劳动节 五一劳动节 五一国际劳动节 国际劳动节"),
    (Word::Festival(Festival::Youth), "青年节 五四青年节"),
    (Word::Festival(Festival::Children), "儿童节 六一儿童节 六一国际儿童节"),
    (Word::Festival(Festival::Party), "建党节 七一建党节 建党纪念日"),
    (Word::Festival(Festival::Army), "建军节 八一建军节"),
    (Word::Festival(Festival::Teachers), "教师节"),
    (Word::Festival(Festival::National), "国庆 国庆节 十一国庆 十一国庆节"),
    (
        Word::Festival(Festival::Spring),
        "春节 农历年 农历新年 除夕 大年三十 大年初一 过年 新春 小年 腊月 正月 元宵 元宵节",
    ),
    (Word::Festival(Festival::Tomb), "清明 清明节"),
    (Word::Festival(Festival::Dragon), "端午 端午节"),
    (Word::Festival(Festival::Moon), "中秋 中秋节"),
    (Word::Festival(Festival::OtherLunar), "重阳 重阳节 七夕 农历"),
    (Word::Holiday, "假期 长假 小长假 黄金周 假日 节假日 节日"),
    (
        Word::School,
        "学期 本学期 下学期 上学期 新学期 这学期 该学期 春季学期 秋季学期 夏季学期 学期末 学年 本学年 下学年 学年度 \
         开学 寒假 暑假 寒暑假 暑期 期末 期中 期末考试 期中考试 放假 放寒假 放暑假 毕业 毕业季 毕业典礼 开学典礼 新生 \
         新生报到 报到 入学 军训 教学周 考试周 返校 离校 校庆 校历 校运会 答辩 开课 结课 小学期 秋季 春季 秋学期 春学期 \
         高考 中考 迎新",
    ),
    (
        Word::Vague,
        "尽快 尽早 尽速 立即 立刻 马上 即刻 迅速 从速 从快 及时 适时 随时 抓紧 加紧 加快 立行立改 即知即改 边查边改 按期 \
         按时 如期 限期 限时 第一时间 待定 未定 另行通知 视情况 择机 暂缓 中长期",
    ),
    (
        Word::Soon,
        "近期 近日 近段时间 最近 短期 不日 中期 后期 前期 远期 下一步 下一阶段 下阶段 现阶段 下步 几天内 数日内 几日内 数天内",
    ),
    (
        Word::Ongoing,
        "长期 长期坚持 持续 常态 常态化 常年 全年 全年度 日常 经常 经常性 贯穿 全程 全过程 始终 一以贯之 久久为功 不断 \
         坚持不懈 常抓不懈 长抓不懈 滚动 长效 定期 不定期 每天 每日 永久",
    ),
    (Word::Done, "已完成 已办结 已落实 已整改 已于 已经 已全部 已基本"),
    (Word::PartOfDay, "上午 下午 中午 正午 晚上 晚间 晚 早上 早晨 凌晨 傍晚 夜间 午夜 上班 下班 零点 零时"),
    (Word::OClock, "时 点 点钟"),
    (Word::Minute, "分 刻"),
    (
        Word::Verb,
        "完成 办结 落实 到位 出台 印发实施 报送 提交 上报 上线 启用 建成 实现 开展 启动 组织 举行 召开 验收 结束 制定 形成 \
         报 交 建立 取得 达到 投入使用 正式 全面 基本 全部 初步",
    ),
    (Word::AsOf, "截至 截止 截止到 截止至 截至到"),
    (
        Word::Limit,
        "于 在 力争 争取 确保 预计 计划 拟 最迟 不晚于 不迟于 务于 务必于 务必 限 限于 时限 期限 完成时限 完成时间 时间节点 \
         办结时限 办结时间 整改时限 截止时间 截止日期 不超过 时间",
    ),
    (Word::Issue, "印发 下发 发布 公布 发文 签发 收到 接到 接 收 交办 通知 批示 立项 转发 转办 签收 下达"),
    (
        Word::Other,
        "目前 当前 提前 前提 前言 前列 前沿 前往 前来 前述 前置 空前 会前 周期 周边 周密 周到 周全 长期性 阶段性 日益 日程 日报 \
         月报 年报 月饼 年级 年龄 年限 年份 年终奖 年均 点位 点面 时代 时间表 时效 中心 中国 中央 中层 中小 中级 中外 内部 \
         内容 内涵 初步 初级 初稿 初审 底数 底线 彻底 末端 甚至 到位率 自主 自身 自查 自评 自行 自治 从严 从事 从业 起草 \
         起步 起点 后勤 后续 后备 今后 此后 随后 分工 分别 分管 分解 分类 号召 号楼 第三方 一号 报告 报名 报表 报备 交流 交通 \
         时任 个人 各种 各类 各项 各部门 各单位 各学院 各级 各方 各地 各二级 初中 高中 中学 中英 其中 集中 期中检查 新生代",
    ),
];
