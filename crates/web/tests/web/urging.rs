//! 催办 as people see it: the chain on the matter's page, the sheet as it was issued, the letter that goes to the discipline
//! office with a second one; and the notice, whose earlier versions stay as they were.

use axum::http::StatusCode;
use jiff::civil::date;

use crate::every_act::{Cast, Stage};

/// A matter with a limit of fifteen working days, signed for by its lead unit.
async fn dispatched(cast: &Cast<'_>) -> String {
    let matter = cast.proposes(&[("title", "宿舍热水改造"), ("source_kind", "meeting"), ("reply_date", "")]).await;
    cast.gives("clerk", &matter, "registration", &[]).await;
    cast.gives("clerk", &matter, "dispatch", &[("telephone0", "02759750001")]).await;
    cast.gives("contact", &matter, "signature", &[]).await;
    matter
}

#[tokio::test]
async fn a_chain_from_the_proposal_to_the_letter() {
    let stage = Stage::set().await;
    let cast = stage.on(date(2026, 9, 28)).await;
    let matter = dispatched(&cast).await;
    let page = cast.people["clerk"].get(&matter).await.body;
    assert!(!page.contains("id=\"urgings\""), "nothing to tell yet");

    // due on 2026-10-23
    let cast = stage.on(date(2026, 10, 26)).await;
    cast.urging_is_proposed(&matter).await;
    let page = cast.people["clerk"].get(&matter).await.body;
    for words in ["建议待发出", "系统自动 2026-10-26", "规则：超过办结时限次日提出", "发出催办，或写明理由缓发"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let form = cast.people["clerk"].get(&format!("{matter}/urging")).await.body;
    assert!(
        form.contains("催办（2026年10月26日发出）：原时限为2026年10月23日，至发出之日已逾期 1 个工作日。"),
        "{form}"
    );
    assert!(!form.contains("抄送："), "a first one is copied to nobody");
    cast.gives("clerk", &matter, "urging", &[("due", "2026-10-30"), ("text", "请抓紧办理")]).await;
    let sheet = format!("{matter}/urgings/1");
    let issued = cast.people["contact"].get(&sheet).await;
    assert_eq!(issued.status, StatusCode::OK);
    for cell in [
        "督办事项催办单",
        "督办事项编号",
        "督办事项内容",
        "事项牵头部门",
        "限期办结时间",
        "催办内容",
        "（部门）签收",
        "签收人签字：",
        "此通知单一式两份，学校办公室、承办单位各执一份。",
        "2026年10月30日",
        "请抓紧办理",
        "学校办公室存",
        "承办单位存",
    ] {
        assert!(issued.body.contains(cell), "{cell}: {}", issued.body);
    }
    assert!(issued.body.contains("签收人签字：　　"), "room for ink: {}", issued.body);
    assert!(!cast.people["contact"].get(&format!("{sheet}?copies=1")).await.body.contains("学校办公室存"));
    cast.gives("contact", &matter, "urging-signature", &[]).await;
    let issued = cast.people["contact"].get(&sheet).await.body;
    assert!(issued.contains("签收人签字：单位联络员甲") && issued.contains("电子签收"), "{issued}");
    for missing in ["/urgings/2", "/urgings/nonsense", "/urgings/1/letter"] {
        assert_eq!(cast.people["clerk"].get(&format!("{matter}{missing}")).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(cast.people["discipline"].get(&sheet).await.status, StatusCode::NOT_FOUND, "nothing was copied");
    let page = cast.people["dean"].get(&matter).await.body;
    assert!(
        page.contains(
            "届时由学校办公室于 2026-11-02 前核实；未落实的提出二次催办，由主任签发并抄送纪委、监察专员办公室"
        ),
        "{page}"
    );

    let cast = stage.on(date(2026, 11, 2)).await;
    cast.gives("contact", &matter, "progress", &[("percent", "60"), ("text", "四栋已完工")]).await;
    cast.gives("clerk", &matter, "urging-settlement", &[("done", "no"), ("reason", "仍未报送")]).await;
    cast.urging_is_proposed(&matter).await;
    let form = cast.people["head"].get(&format!("{matter}/urging")).await.body;
    assert!(form.contains("抄送函连同本催办单送纪委、监察专员办公室"), "{form}");
    cast.gives("head", &matter, "urging", &[("due", "2026-11-09")]).await;
    let letter = format!("{matter}/urgings/2/letter");
    for reader in ["discipline", "clerk", "leader", "principal"] {
        let shown = cast.people[reader].get(&letter).await;
        assert_eq!(shown.status, StatusCode::OK, "{reader}");
        for words in [
            "关于抄送督办事项二次催办情况的函",
            "纪委、监察专员办公室：",
            "第四条（五）",
            "通知单下发日期：2026年9月28日",
            "办结时限：2026年10月23日，未变更。",
            "牵头单位未申请延期。",
            "催办：2026年10月26日发出，原时限2026年10月23日，限期2026年10月30日",
            "2026年11月2日核实为未落实（仍未报送）",
            "二次催办：2026年11月2日发出",
            "完成 60%。四栋已完工",
            "牵头单位尚未报送办结报告。",
            "本函系按规定抄送情况，供贵单位了解掌握，无需函复。",
        ] {
            assert!(shown.body.contains(words), "{reader}: {words}: {}", shown.body);
        }
    }
    for unit in ["dean", "contact", "porter"] {
        assert_eq!(cast.people[unit].get(&letter).await.status, StatusCode::NOT_FOUND, "{unit}");
    }
    let sheet = cast.people["dean"].get(&format!("{matter}/urgings/2")).await.body;
    assert!(sheet.contains("抄送：纪委、监察专员办公室") && !sheet.contains("/letter\""), "{sheet}");

    // what comes later changes neither
    let before = cast.people["clerk"].get(&letter).await.body;
    cast.gives("contact", &matter, "progress", &[("percent", "90"), ("text", "五栋已完工")]).await;
    assert_eq!(cast.people["clerk"].get(&letter).await.body, before);

    // on the desk of the discipline office, unread until it is opened
    let desk = cast.people["discipline"].get("/").await.body;
    assert!(
        desk.contains("抄送给本单位的催办") && desk.contains("未读 1 件") && desk.contains("现在没有待办"),
        "{desk}"
    );
    let message = desk.split("href=\"/inbox/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(cast.people["discipline"].get(&format!("/inbox/{message}")).await.status, StatusCode::SEE_OTHER);
    let desk = cast.people["discipline"].get("/").await.body;
    assert!(desk.contains("二次催办") && !desk.contains("未读 1 件"), "{desk}");
    assert!(!cast.people["dean"].get("/").await.body.contains("抄送给本单位的催办"));

    let page = cast.people["clerk"].get(&matter).await.body;
    assert!(page.contains("呈报分管校领导甲，抄送纪委、监察专员办公室。"), "{page}");
    cast.gives("head", &matter, "urging-revocation", &[("reason", "误发")]).await;
    let sheet = cast.people["discipline"].get(&format!("{matter}/urgings/2")).await.body;
    assert!(sheet.contains("已撤销（2026年11月2日）"), "{sheet}");
    let page = cast.people["clerk"].get(&matter).await.body;
    assert!(page.contains("撤销已告知牵头单位，呈报分管校领导甲，抄送纪委、监察专员办公室。"), "{page}");
}

/// Words that nobody changed name the date that was chosen; changed ones go out as written.
#[tokio::test]
async fn the_words_of_an_urging_follow_its_date() {
    let stage = Stage::set().await;
    let cast = stage.on(date(2026, 9, 28)).await;
    let matter = dispatched(&cast).await;
    let cast = stage.on(date(2026, 10, 26)).await;
    cast.urging_is_proposed(&matter).await;
    let form = cast.people["clerk"].get(&format!("{matter}/urging")).await.body;
    assert!(form.contains("于2026年11月2日前落实并报送办结报告"), "the date of the parameters: {form}");
    cast.gives("clerk", &matter, "urging", &[("due", "2026-10-29")]).await;
    let sheet = cast.people["contact"].get(&format!("{matter}/urgings/1")).await.body;
    assert!(sheet.contains("于2026年10月29日前落实并报送办结报告") && !sheet.contains("11月2日"), "{sheet}");
}

#[tokio::test]
async fn every_version_of_the_notice_stays_as_it_was() {
    let stage = Stage::set().await;
    let logistics = stage.logistics.to_string();
    let cast = stage.on(date(2026, 9, 28)).await;
    let matter = dispatched(&cast).await;
    let notice = |version: &str| format!("{matter}/notice{version}");
    let first = cast.people["clerk"].get(&notice("")).await.body;
    assert!(!first.contains("第 1 版") && first.contains("2026年10月23日") && first.contains("分期施工"), "{first}");

    cast.gives("head", &matter, "correction", &[("due", "2026-10-28"), ("reason", "写错两天")]).await;
    let cast = stage.on(date(2026, 9, 30)).await;
    let form = cast.people["clerk"].get(&format!("{matter}/amendment")).await.body;
    assert!(form.contains("第 3 版（更正）") && form.contains("（第 1 版）"), "shown before it goes out: {form}");
    let form = cast.people["clerk"].get(&format!("{matter}/transfer")).await.body;
    assert!(form.contains("第 3 版（改派）") && form.contains("更新预览"), "{form}");
    cast.gives("clerk", &matter, "amendment", &[("requirements", "分三期施工"), ("reason", "笔误")]).await;
    let to =
        [("unit", logistics.as_str()), ("reason", "职责调整"), ("telephone", "02759750002"), ("due", "2026-11-20")];
    cast.gives("clerk", &matter, "transfer", &to).await;

    let shown = cast.people["clerk"].get(&notice("?version=1")).await.body;
    for words in
        ["第 1 版（已由第 2 版代替）", "2026年10月23日", "办理要求：分期施工", "教务处（牵头）", "单位联络员甲"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let shown = cast.people["clerk"].get(&notice("?version=2")).await.body;
    for words in
        ["第 2 版（更正时限，已由第 3 版代替）", "2026年10月28日", "办理要求：分期施工", "2026年9月28日（第 1 版）"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let shown = cast.people["clerk"].get(&notice("?version=3")).await.body;
    assert!(shown.contains("第 3 版（更正，已由第 4 版代替）") && shown.contains("办理要求：分三期施工"), "{shown}");
    let shown = cast.people["clerk"].get(&notice("")).await.body;
    for words in ["第 4 版（改派）", "2026年11月20日", "后勤保障处（牵头）", "aria-current=\"page\""]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(!shown.contains("单位联络员甲"), "the new unit has not signed: {shown}");
    assert_eq!(cast.people["clerk"].get(&notice("?version=5")).await.status, StatusCode::BAD_REQUEST);
    let page = cast.people["clerk"].get(&matter).await.body;
    assert!(page.contains("第 4 版（改派），2026-09-30 下发") && page.contains("通知单第 1 版"), "{page}");
    cast.gives("porter", &matter, "signature", &[]).await;
    assert!(cast.people["porter"].get(&notice("")).await.body.contains("后勤处长"));
}

#[tokio::test]
async fn a_suspension_says_what_it_waits_for_and_until_when() {
    let stage = Stage::set().await;
    let cast = stage.on(date(2026, 9, 28)).await;
    let matter = dispatched(&cast).await;
    let pause = [("cause", "tender"), ("reason", "设备公开招标。"), ("expected_end", "2026-11-20")];
    cast.gives("head", &matter, "suspension", &pause).await;
    let cast = stage.on(date(2026, 9, 29)).await;
    cast.gives("leader", &matter, "suspension-grant", &[("decision", "grant")]).await;
    let page = cast.people["contact"].get(&matter).await.body;
    for words in ["暂缓中：等待招标采购。设备公开招标（", "预计 2026-11-20 恢复，届时由学校办公室复核", "暂停，剩"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let ledger = cast.people["clerk"].get("/matters").await.body;
    assert!(ledger.contains("暂缓中，预计 2026-11-20 恢复"), "{ledger}");
    let desk = cast.people["clerk"].get("/").await.body;
    assert!(desk.contains("复核暂缓（暂缓中，预计 2026-11-20 恢复）"), "{desk}");

    let cast = stage.on(date(2026, 11, 23)).await;
    let page = cast.people["clerk"].get(&matter).await.body;
    assert!(page.contains("已过预计恢复日期 2026-11-20，须由学校办公室复核"), "{page}");
    let list = cast.people["clerk"].get("/matters?list=suspension-not-reviewed").await.body;
    assert!(list.contains("宿舍热水改造"), "{list}");
}
