//! The words that titles and texts are put together from: what a university's office writes about.

use jiff::civil::Date;

use crate::random::Random;

/// The short names of the demo university (demo/institution.toml).
pub const UNITS: &[&str] = &[
    "学校办公室",
    "督办室",
    "纪委",
    "组织部",
    "宣传部",
    "统战部",
    "人事处",
    "教务处",
    "科发院",
    "社科处",
    "研究生院",
    "学生工作部",
    "财务处",
    "审计处",
    "国资处",
    "基建处",
    "后勤保障部",
    "保卫处",
    "国际处",
    "招就处",
    "发展规划处",
    "工会",
    "团委",
    "离退处",
    "信息中心",
    "图书馆",
    "档案馆",
    "校医院",
    "继教院",
    "工训中心",
    "机械学院",
    "电气学院",
    "计算机学院",
    "材化学院",
    "生命学院",
    "土建学院",
    "经管学院",
    "工设学院",
    "艺术学院",
    "理学院",
    "外国语学院",
    "马院",
    "体育学院",
];

const AREAS: &[Area] = &[
    Area {
        things: &[
            "学生宿舍热水供应",
            "学生宿舍空调安装",
            "食堂就餐环境",
            "南区供电线路",
            "教学楼屋面防水",
            "校园雨污分流管网",
            "体育馆灯光音响",
            "校园道路标线",
        ],
        acts: &["改造", "维修", "整治", "提升", "升级"],
        steps: &[
            "逐栋核对现状，列出问题清单",
            "编制实施方案和经费预算，报后勤工作专题会审议",
            "在假期施工，做好安全警示和临时保障",
            "完工后会同使用单位验收，资料归档",
        ],
        goals: &["完成{n}栋楼宇改造并通过验收", "完成全部点位施工，报修率下降{p}%", "整改问题{n}项，销号率100%"],
    },
    Area {
        things: &[
            "本科专业认证",
            "本科教学质量报告",
            "课程思政示范课程",
            "本科生毕业论文（设计）抽检",
            "实验教学示范中心",
            "教材选用与审核",
            "学分制收费",
            "课堂教学质量评价",
        ],
        acts: &["建设", "整改", "自查", "推进", "完善"],
        steps: &[
            "对照指标逐条自评，形成自评报告",
            "组织校外专家预评，限期整改",
            "修订管理办法，经教学委员会审议后印发",
            "建立台账，按月报送进展",
        ],
        goals: &["{n}个专业通过认证", "立项建设{n}门课程", "抽检合格率不低于{p}%"],
    },
    Area {
        things: &[
            "高层次人才引进",
            "青年教师培养",
            "专业技术职务评聘",
            "教职工考核与绩效分配",
            "博士后流动站",
            "师德师风建设",
            "编外用工清理规范",
            "退休人员待遇核定",
        ],
        acts: &["工作", "方案落实", "专项检查", "制度修订", "进度推进"],
        steps: &[
            "摸清底数，按学院分解任务",
            "征求各单位意见，修改后报党委常委会审定",
            "逐人核对档案和待遇，发现差错及时更正",
            "建立联系服务机制，专人跟踪",
        ],
        goals: &["引进博士及以上人才{n}人", "完成{n}人次的评审和公示", "核定{n}人，差错为零"],
    },
    Area {
        things: &[
            "国家级科研项目申报",
            "重点实验室评估",
            "科技成果转化",
            "科研经费使用",
            "横向科研项目管理",
            "大型仪器设备开放共享",
            "学术不端行为查处",
            "产学研合作平台",
        ],
        acts: &["组织", "整改", "推进", "规范", "专项清查"],
        steps: &[
            "召开动员会，落实责任人和时间节点",
            "开展政策宣讲和一对一辅导",
            "逐项核查合同、票据和验收材料",
            "完善奖励办法，兑现承诺事项",
        ],
        goals: &["申报国家级项目{n}项", "签订转化合同{n}项，到账经费{m}万元", "开放共享设备{n}台（套）"],
    },
    Area {
        things: &[
            "校园消防安全隐患",
            "实验室危险化学品",
            "校园交通秩序",
            "网络与信息安全",
            "食品安全",
            "校外租房学生管理",
            "防汛和极端天气应对",
            "电动自行车停放充电",
        ],
        acts: &["排查整治", "专项检查", "集中整改", "长效管理", "应急演练"],
        steps: &[
            "开展拉网式排查，建立隐患台账",
            "能改的立即改，一时改不了的明确措施、责任人和期限",
            "组织一次全员培训和演练",
            "每周通报进展，逾期未改的约谈负责人",
        ],
        goals: &["排查隐患{n}处，整改率100%", "开展演练{n}场，覆盖师生{m}人", "新增充电设施{n}处"],
    },
    Area {
        things: &[
            "“一网通办”事项",
            "统一身份认证平台",
            "校级数据中心",
            "办公自动化系统",
            "智慧教室",
            "财务网上报销",
            "档案数字化",
            "门户网站内容",
        ],
        acts: &["建设", "上线", "优化", "扩容", "规范管理"],
        steps: &[
            "梳理业务流程，压减环节和材料",
            "完成需求确认、采购和合同签订",
            "分批试运行，收集意见后完善",
            "做好数据迁移和使用培训",
        ],
        goals: &["新上线事项{n}项", "平均办理时间压缩{p}%", "完成{n}万页档案扫描挂接"],
    },
    Area {
        things: &[
            "毕业生就业",
            "研究生招生",
            "学生资助",
            "学生心理健康教育",
            "创新创业训练",
            "辅导员队伍建设",
            "学生军训",
            "毕业典礼筹备",
        ],
        acts: &["工作", "方案制定", "重点帮扶", "质量提升", "进度通报"],
        steps: &[
            "按学院、专业建立分类台账",
            "对重点群体一人一策，落实帮扶责任人",
            "会同有关单位联合走访和督导",
            "形成总结，提出下一步改进措施",
        ],
        goals: &["毕业去向落实率达到{p}%", "帮扶学生{n}人，落实率100%", "走访用人单位{n}家"],
    },
    Area {
        things: &[
            "党委巡察反馈问题",
            "主题教育检视问题",
            "审计发现问题",
            "意识形态工作责任制",
            "基层党组织换届",
            "中央八项规定精神贯彻",
            "信访积案",
            "国有资产清查",
        ],
        acts: &["整改", "落实情况检查", "“回头看”", "专项治理", "销号管理"],
        steps: &[
            "制定问题、任务、责任三张清单",
            "主要负责人牵头研究，逐条明确措施",
            "按月报送整改进展，佐证材料一并提交",
            "整改完成后申请销号，防止反弹",
        ],
        goals: &["{n}项问题全部完成整改", "整改完成率达到{p}%以上", "修订完善制度{n}项"],
    },
];

/// A field of work with its own words.
struct Area {
    things: &'static [&'static str],
    acts: &'static [&'static str],
    steps: &'static [&'static str],
    goals: &'static [&'static str],
}

const PLACES: &[&str] =
    &["", "", "南区", "北区", "西区", "老校区", "新校区", "大学科技园", "附属学校", "各学院", "机关部门", "研究生教育"];
const TITLES: &[&str] = &[
    "关于{place}{thing}{act}的督办",
    "抓好{place}{thing}{act}",
    "{year}年{place}{thing}{act}",
    "落实{meeting}关于{place}{thing}{act}的部署",
    "做好{year}年度{place}{thing}{act}相关事宜",
    "加快{place}{thing}{act}（第{n}批）",
    "{place}{thing}{act}及经费安排（{m}万元）",
];
const MEETINGS: &[&str] =
    &["党委常委会", "校长办公会", "后勤工作专题会", "教学工作例会", "安全工作专题会", "科研工作推进会", "年度工作会"];
const WHY: &[&str] = &[
    "该项工作涉及面广、师生关注度高，须明确责任、倒排工期。",
    "前期虽有进展，但牵头单位与协办单位之间衔接不够，进度偏慢。",
    "上级部门已列入年度考核内容，须按期报送办理结果。",
    "师生多次反映，此前答复的措施尚未完全到位。",
    "该事项纳入学校年度重点任务，由学校办公室全程督办。",
];
const CLOSE: &[&str] = &[
    "办理中遇到需学校层面协调的问题，请及时书面报学校办公室。",
    "请于时限前提交办结报告，并附可核验的佐证材料。",
    "协办单位要主动配合，不得推诿；如需延期，须提前书面申请并说明理由。",
    "涉及经费的，按学校财务管理规定办理；涉及采购的，按程序组织。",
];

/// The category of article 3 and where the matter comes from, in words.
pub fn source(random: &mut Random, day: Date) -> (&'static str, String) {
    let (year, n, item) = (day.year(), random.between(1, 40), random.between(1, 12));
    let meeting = random.pick(MEETINGS);
    match random.between(1, 100) {
        1..=8 => ("central_decisions", format!("根据上级党委〔{year}〕{n}号文件精神和学校党委的贯彻意见")),
        9..=22 => ("superior_instructions", format!("根据省教育厅《关于开展专项工作的通知》（〔{year}〕{n}号）要求")),
        23..=52 => ("school_meetings", format!("{year}年第{n}次{meeting}第{item}项议题议定")),
        53..=70 => ("school_plans", format!("学校《{year}年度工作要点》第{item}条提出")),
        71..=82 => ("leaders_instructions", format!("校领导在有关材料（收文{n}号）上批示")),
        83..=95 => ("public_concerns", format!("校长信箱〔{year}〕第{n}号来信反映")),
        _ => ("other", format!("{year}年{}月工作调度时提出", day.month())),
    }
}

/// What one matter is about: the same in its title and in its text.
pub struct Subject {
    area: &'static Area,
    year: i16,
    place: &'static str,
    thing: &'static str,
    act: &'static str,
}

impl Subject {
    pub fn draw(random: &mut Random, day: Date) -> Subject {
        let areas: Vec<&Area> = AREAS.iter().collect();
        let area = random.pick(&areas);
        let (place, thing, act) = (random.pick(PLACES), random.pick(area.things), random.pick(area.acts));
        Subject { area, year: day.year(), place, thing, act }
    }

    pub fn title(&self, random: &mut Random) -> String {
        let pattern = random.pick(TITLES);
        self.fill(random, pattern)
    }

    pub fn body(&self, random: &mut Random, source: &str, lead: &str, due: Option<Date>) -> String {
        let Subject { place, thing, act, .. } = self;
        let mut text = format!("{source}，{place}{thing}{act}由{lead}牵头办理。{}", random.pick(WHY));
        let first = random.between(0, 3);
        for (number, step) in (1..).zip(0..random.between(2, 4)) {
            let index = usize::try_from((first + step) % 4).expect("not negative");
            text.push_str(&format!("\n{number}.{}；", self.area.steps[index]));
        }
        let goal = random.pick(self.area.goals);
        text.push_str(&format!("\n量化目标：{}。", self.fill(random, goal)));
        if let Some(due) = due {
            text.push_str(&format!("请于{}年{}月{}日前办结。", due.year(), due.month(), due.day()));
        }
        for _ in 0..random.between(1, 3) {
            let sentence = random.pick(CLOSE);
            if !text.contains(sentence) {
                text.push_str(sentence);
            }
        }
        text
    }

    fn fill(&self, random: &mut Random, pattern: &str) -> String {
        pattern
            .replace("{place}", self.place)
            .replace("{thing}", self.thing)
            .replace("{act}", self.act)
            .replace("{year}", &self.year.to_string())
            .replace("{meeting}", random.pick(MEETINGS))
            .replace("{n}", &random.between(2, 60).to_string())
            .replace("{m}", &(random.between(4, 180) * 5).to_string())
            .replace("{p}", &random.between(60, 98).to_string())
    }
}
