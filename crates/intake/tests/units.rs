//! Units in cells, lists and sentences.

use domain::value::UnitId;
use intake::units::{Directory, How, Known, Mention};
use proptest::prelude::*;

fn id(at: usize) -> UnitId {
    serde_json::from_value(format!("00000000-0000-7000-8000-{at:012}").into()).expect("an id")
}

fn directory() -> Directory {
    let known: [(&str, &[&str]); 9] = [
        ("党委宣传部", &[]),
        ("纪委、监察专员办公室", &["纪委办"]),
        ("国际合作与交流处", &["国际处"]),
        ("信息中心（信息化办公室）", &["网络中心"]),
        ("教务处", &["本科生院"]),
        ("人事处", &[]),
        ("学生处", &["学工部"]),
        ("图书馆", &["校图书馆"]),
        ("招生与就业处", &[]),
    ];
    Directory::new(known.iter().enumerate().map(|(at, (name, aliases))| Known {
        id: id(at),
        name: (*name).to_owned(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
    }))
}

fn names(mentions: &[Mention]) -> Vec<&str> {
    mentions.iter().map(|mention| mention.name.as_str()).collect()
}

#[test]
fn lists_are_split_between_units_only() {
    for (cell, expected) in [
        ("教务处、国际合作与交流处和各学院等按职责分工负责", vec!["教务处", "国际合作与交流处", "各学院"]),
        ("招生与就业处，学生处；人事处", vec!["招生与就业处", "学生处", "人事处"]),
        ("发展规划与学科建设处、科学技术与产业处", vec!["发展规划与学科建设处", "科学技术与产业处"]),
        ("后勤处与基建处", vec!["后勤处", "基建处"]),
        ("纪委、监察专员办公室、教务处", vec!["纪委、监察专员办公室", "教务处"]),
        ("州司法局、州委编办及州直相关单位", vec!["州司法局", "州委编办", "州直相关单位"]),
        ("区司法局等有关部门", vec!["区司法局", "有关部门"]),
        ("信息中心（信息化办公室）\n图书馆（牵头）", vec!["信息中心（信息化办公室）", "图书馆"]),
        ("各街道（功能区）", vec!["各街道（功能区）"]),
        ("教务处 学生处", vec!["教务处", "学生处"]),
        ("教务处 张三", vec!["教务处"]),
        ("分管校领导、教务处处长", vec![]),
        ("无", vec![]),
        ("报学校办公室", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(names(&directory().split(cell)), expected, "{cell}");
    }
}

#[test]
fn names_say_how_they_were_known() {
    let how = |name: &str| directory().split(name).first().map(|mention| (mention.how, mention.unit));
    assert_eq!(how("教务处"), Some((How::Name, Some(id(4)))));
    assert_eq!(how("本科生院"), Some((How::Alias, Some(id(4)))));
    assert_eq!(how("宣传部"), Some((How::Abbreviation, Some(id(0)))));
    assert_eq!(how("信息化办公室"), Some((How::Abbreviation, Some(id(3)))));
    assert_eq!(how("基建处"), Some((How::Shape, None)));
    assert_eq!(how("各二级学院"), Some((How::Collective, None)));
}

#[test]
fn units_of_sentences() {
    for (sentence, expected) in [
        ("由教务处牵头，学生处、团委配合", vec!["教务处", "学生处", "团委"]),
        ("请财务处会同人事处于6月底前提出方案", vec!["财务处", "人事处"]),
        ("会议听取了关于学生处分管理办法的说明", vec![]),
        ("各部门要妥善处理好此事，全部办理完毕", vec!["各部门"]),
        ("市委宣传部组织开展检查", vec!["市委宣传部"]),
    ] {
        assert_eq!(names(&directory().find(sentence)), expected, "{sentence}");
    }
}

#[test]
fn unknown_names_come_with_proposals() {
    let first = |name: &str| directory().similar(name).first().map(|proposal| proposal.name.clone());
    assert_eq!(first("国际交流处").as_deref(), Some("国际合作与交流处"));
    assert_eq!(first("招生就业处").as_deref(), Some("招生与就业处"));
    assert_eq!(first("保密办"), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn places_are_those_of_the_names(text in any::<String>(), pieces in prop::collection::vec(prop::sample::select(vec![
        "教务处", "和", "、", "学生处", "（", "）", "等", "与", "及", "各学院", "处", "由", "，", " ", "纪委、监察专员办公室", "分", "于",
    ]), 0..30)) {
        for text in [text, pieces.concat()] {
            for mention in directory().find(&text) {
                prop_assert_eq!(text.get(mention.range.clone()), Some(mention.name.as_str()));
            }
            for mention in directory().split(&text) {
                prop_assert_eq!(text.get(mention.range.clone()), Some(mention.name.as_str()));
            }
        }
    }
}
