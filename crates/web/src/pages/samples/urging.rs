//! Samples of the 催办单 and of the letter that goes out with a second one.

use super::*;
use crate::pages::urging::{Letter, LetterPage, LetterPart, UrgingSheet, UrgingSheetPage};

pub fn all() -> Vec<Sample> {
    vec![sample("urging", urging()), sample("urging-long", urging_long()), sample("urging-letter", letter())]
}

fn urging() -> UrgingSheetPage {
    let said = "“南区学生宿舍热水系统改造”的办结时限为2026年11月18日，至今已逾期 3 个工作日，经催办仍未落实。现第 2 次催办，请于2026年11月27日前落实并报送办结报告。";
    UrgingSheetPage {
        sheet: UrgingSheet {
            institution: "湖北工业大学".into(),
            number: "督办〔2026〕41号".into(),
            title: "南区学生宿舍热水系统改造".into(),
            lead: "后勤保障处".into(),
            due: "2026年11月27日".into(),
            content: vec![
                "二次催办（2026年11月23日发出）：原时限为2026年11月18日，至发出之日已逾期 3 个工作日。".into(),
                said.into(),
                "抄送：纪委、监察专员办公室".into(),
            ],
            ..UrgingSheet::default()
        },
        copies: vec!["学校办公室存".into(), "承办单位存".into()],
        letter: "/matters/019ab3f2/urgings/2/letter".into(),
        back: "/matters/019ab3f2".into(),
    }
}

fn urging_long() -> UrgingSheetPage {
    let mut page = urging();
    page.sheet.title = LONG_TITLE.into();
    page.sheet.content[1] = "请抓紧办理并说明逾期原因。".repeat(20);
    page.sheet.signer = "李文博（演示）代 吴刚（演示）".into();
    page.sheet.manner = "代签".into();
    page.sheet.signed_on = "2026年11月24日".into();
    page.sheet.mark = "已撤销（2026年11月25日）".into();
    page.copies.truncate(1);
    page
}

fn letter() -> LetterPage {
    let part = |heading: &str, lines: &[&str]| LetterPart {
        heading: heading.into(),
        lines: lines.iter().map(|line| (*line).into()).collect(),
    };
    LetterPage {
        number: "督办〔2026〕41号".into(),
        letter: Letter {
            title: "关于抄送督办事项二次催办情况的函".into(),
            to: "纪委、监察专员办公室".into(),
            opening: "根据《湖北工业大学督办工作实施办法》（湖工大党字〔2023〕55号）第四条（五）的规定，现将“南区学生宿舍热水系统改造”（督办〔2026〕41号）二次催办情况抄送贵单位。".into(),
            parts: vec![
                part("一、督办事项", &["事项：南区学生宿舍热水系统改造", "编号：督办〔2026〕41号；通知单下发日期：2026年9月22日", "牵头单位：后勤保障处；协办单位：财务处、基建处"]),
                part("二、办结时限和延期", &["首次确定的办结时限：2026年10月31日；现行办结时限：2026年11月18日。", "2026年10月28日申请延期至2026年11月18日，2026年10月29日批准延期至2026年11月18日。"]),
                part("三、催办情况", &["催办：2026年11月19日发出，原时限2026年11月18日，限期2026年11月21日；2026年11月22日核实为未落实（限期届满仍有 1 栋没有验收）。", "二次催办：2026年11月23日发出，原时限2026年11月18日，限期2026年11月27日。"]),
                part("四、办理进展", &["2026年10月30日报告：完成 85%。5 栋已完工。"]),
                part("五、办结报告", &["牵头单位尚未报送办结报告。"]),
            ],
            closing: "本函系按规定抄送情况，供贵单位了解掌握，无需函复。".into(),
            enclosed: "附件：督办事项催办单（督办〔2026〕41号，二次催办）".into(),
            from: "学校办公室".into(),
            issued_on: "2026年11月23日".into(),
            mark: String::new(),
        },
        sheet: "/matters/019ab3f2/urgings/2".into(),
        back: "/matters/019ab3f2".into(),
    }
}
