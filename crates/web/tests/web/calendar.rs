//! 工作日历 and 日历: a notice from its text to the dates that move; months; subscriptions.

use app::{Actor, Request as Deed};
use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use domain::{
    duty::DutyKind,
    institution::InstitutionCommand,
    matter::{Category, Command, LimitRule, Proposal, Source, SourceKind},
    value::{MatterId, Text, Title},
};
use jiff::{SignedDuration, civil::date};
use web::Config;

use crate::{
    page,
    support::{Answer, TestApp, Visitor},
};

const NOTICE: &str = "国务院办公厅关于2027年部分节假日安排的通知\n国办发明电〔2026〕9号\n\
一、元旦：1月1日（周五）至3日（周日）放假，共3天。12月27日（周日）上班。\n";

/// A draft of today: the Office owes its 拟办意见 in five working days.
async fn draft(test: &TestApp, title: &str) -> MatterId {
    let text = |words: &str| Text::parse("文字", words).unwrap();
    let title = Title::parse("标题", title).unwrap();
    let source = Source {
        kind: SourceKind::Meeting,
        organ: Some(title.clone()),
        number: None,
        date: None,
        clause: None,
        reply_by: None,
        petitioner: None,
    };
    let proposal = Proposal {
        title,
        content: text("内容"),
        requirements: Some(text("要求")),
        target: Some(text("目标")),
        category: Category::SchoolMeetings,
        source,
        lead_unit: Some(test.unit),
        co_units: Vec::new(),
        limit: LimitRule::Standard,
        major: false,
        complex: false,
        ongoing: false,
        leader: None,
    };
    let id = MatterId(test.app.fresh_id());
    let command = Command::Propose { proposal: Box::new(proposal), group: None };
    let clerk = Actor::person(test.people["clerk"]);
    test.app.execute(&clerk, Deed::matter(test.app.fresh_id(), id, command)).await.unwrap();
    id
}

async fn due(test: &TestApp, id: MatterId) -> String {
    let view = test.app.matter(&Actor::system(""), id).await.unwrap();
    view.matter.duties.open(DutyKind::SettleDraft).next().unwrap().due.to_string()
}

/// Sends the form of a page on, with some of its fields written over.
async fn send_on(visitor: &Visitor, shown: &Answer, action: &str, typed: &[(&str, &str)]) -> Answer {
    let mut fields = page::form(&shown.body, action);
    fields.retain(|(name, _)| typed.iter().all(|(written, _)| written != name));
    let typed = typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let fields: Vec<(String, String)> = fields.into_iter().chain(typed).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visitor.post_raw(action, &fields, &[("sec-fetch-site", "same-origin")]).await
}

#[tokio::test]
async fn a_pasted_notice_is_read_corrected_previewed_and_confirmed() {
    let test = TestApp::new().await;
    test.clock.set_day(date(2026, 12, 28));
    let id = draft(&test, "跨年事项").await;
    assert_eq!(due(&test, id).await, "2027-01-04");
    let head = test.signed_in("head").await;
    let page = head.get("/work-calendar").await;
    assert!(page.body.contains("2027 年的放假安排尚未登记"), "{}", page.body);

    let wrong = head.upload("/work-calendar/reading", &[("csrf", &head.csrf), ("text", "")], &[]).await;
    assert!(
        wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("请粘贴通知全文"),
        "{}",
        wrong.body
    );
    let text = NOTICE.replace("12月27日（周日）上班", "1月4日（周一）上班");
    let read = head.upload("/work-calendar/reading", &[("csrf", &head.csrf), ("text", &text)], &[]).await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.body);
    for told in [
        "国办发明电〔2026〕9号",
        "1月1日（周五）至3日（周日）",
        "2027-01-04是星期一，本来就上班",
        "没有读到“春节”的安排",
    ] {
        assert!(read.body.contains(told), "{told}: {}", read.body);
    }
    let preview = send_on(&head, &read, "/work-calendar/preview", &[]).await;
    assert_eq!(preview.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(preview.body.contains("2027-01-04是星期一"), "the doubtful day has to be corrected: {}", preview.body);
    // The second row is dropped.
    let preview = send_on(&head, &preview, "/work-calendar/preview", &[("drop", "1")]).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
    for told in ["登记 2027 年放假安排", "跨年事项", "2027-01-04", "2027-01-05", "推迟 1 天", "跳过元旦 1.1–1.3"]
    {
        assert!(preview.body.contains(told), "{told}: {}", preview.body);
    }
    assert_eq!(due(&test, id).await, "2027-01-04", "no date moves before it is confirmed");
    let back = send_on(&head, &preview, "/work-calendar/reading", &[]).await;
    assert!(back.status == StatusCode::OK && back.body.contains("value=\"2027-01-01\""), "{}", back.body);
    let done = send_on(&head, &preview, "/work-calendar/changes", &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(done.location(), "/work-calendar?year=2027");
    assert_eq!(due(&test, id).await, "2027-01-05");
    let page = head.get("/work-calendar?year=2027").await;
    assert!(page.body.contains("国办发明电〔2026〕9号") && !page.body.contains("还有"), "{}", page.body);
    // The same once more is known already.
    let again =
        send_on(&head, &preview, "/work-calendar/changes", &[("command_id", &test.app.fresh_id().to_string())]).await;
    assert!(again.body.contains("已经如此登记"), "{}", again.body);
    // The matter says why.
    let matter = head.get(&format!("/matters/{id}")).await;
    assert!(matter.body.contains("时限 2027-01-04 → 2027-01-05（工作日历变动）"), "{}", matter.body);
    assert!(matter.body.contains("国办发明电〔2026〕9号"), "{}", matter.body);
    let table = head.get("/work-calendar/correction?year=2027").await;
    assert!(table.body.contains("value=\"2027-01-01\""), "{}", table.body);
    assert_eq!(head.get("/work-calendar/correction?year=2030").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn tables_are_uploaded_in_the_encodings_of_campus_desktops() {
    let test = TestApp::new().await;
    let head = test.signed_in("head").await;
    let table = "日期,安排,名称\n2027-01-01,off,元旦\n2027-01-03,work,元旦\n";
    let (gbk, ..) = encoding_rs::GBK.encode(table);
    for bytes in [table.as_bytes(), &gbk, &[b"\xEF\xBB\xBF", table.as_bytes()].concat()] {
        let files = [("notice_file", "放假.csv", bytes)];
        let read = head.upload("/work-calendar/reading", &[("csrf", &head.csrf)], &files).await;
        assert_eq!(read.status, StatusCode::OK, "{}", read.body);
        assert!(read.body.contains("value=\"2027-01-03\"") && read.body.contains("value=\"元旦\""), "{}", read.body);
    }
    for (bytes, told) in [
        (b"PK\x03\x04\x00".as_slice(), "读不出文字"),
        ("d,k,n\n2027-01-01,off,元旦\n2027-02-30,off,春节".as_bytes(), "第 3 行"),
    ] {
        let files = [("notice_file", "放假.csv", bytes)];
        let read = head.upload("/work-calendar/reading", &[("csrf", &head.csrf)], &files).await;
        assert_eq!(read.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(read.body.contains(told), "{told}: {}", read.body);
    }
    let many: String =
        (1..=31).flat_map(|day| [format!("2027-01-{day:02},off,x\n"), format!("2027-03-{day:02},off,x\n")]).collect();
    let files = [("notice_file", "多年.csv", ("d,k,n\n".to_owned() + &many).into_bytes())];
    let files = files.each_ref().map(|(field, name, bytes)| (*field, *name, bytes.as_slice()));
    let read = head.upload("/work-calendar/reading", &[("csrf", &head.csrf)], &files).await;
    assert!(read.body.contains("一次只登记一年"), "{}", read.body);
}

#[tokio::test]
async fn a_school_period_comes_and_goes_by_way_of_a_preview() {
    let test = TestApp::new().await;
    let id = draft(&test, "开学事项").await;
    let before = due(&test, id).await;
    let head = test.signed_in("head").await;
    let period =
        [("change", "period"), ("title", "校庆"), ("from", "2026-09-29"), ("until", ""), ("effect", "not_counted")];
    let wrong = head
        .post("/work-calendar/preview", &[("change", "period"), ("from", "x"), ("until", "2026"), ("title", "")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in ["请填写开始日期", "请填写截止日期", "名称不能为空", "请选择这些日子怎样计算"]
    {
        assert!(wrong.body.contains(told), "{told}: {}", wrong.body);
    }
    let preview = head.post("/work-calendar/preview", &period).await;
    assert!(preview.body.contains("登记学校安排：校庆") && preview.body.contains("开学事项"), "{}", preview.body);
    let done = send_on(&head, &preview, "/work-calendar/changes", &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(due(&test, id).await > before);
    let page = head.get("/work-calendar?year=2026").await;
    assert!(page.body.contains("校休") && page.body.contains("学校放假（不计入）"), "{}", page.body);
    let preview = head.post("/work-calendar/preview", &[("change", "period-removal"), ("period", "1")]).await;
    assert!(preview.body.contains("取消学校安排：校庆") && preview.body.contains("提前"), "{}", preview.body);
    send_on(&head, &preview, "/work-calendar/changes", &[]).await;
    assert_eq!(due(&test, id).await, before);
    // A day of the notice that should not be there.
    let preview = head.post("/work-calendar/preview", &[("change", "day"), ("day", "2026-10-05")]).await;
    assert!(preview.body.contains("从放假安排中删除 2026-10-05（国庆节）"), "{}", preview.body);
    for nonsense in [vec![("change", "x")], vec![("change", "day"), ("surprise", "1")]] {
        assert_eq!(head.post("/work-calendar/preview", &nonsense).await.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn what_is_left_is_said_and_the_office_goes_on() {
    let test = TestApp::new().await;
    draft(&test, "未重算事项").await;
    let head = Actor::person(test.people["head"]);
    let (name, day) = (Title::parse("名称", "校庆").unwrap(), date(2026, 9, 29));
    let kind = domain::calendar::PeriodKind::NotCounted;
    let add = InstitutionCommand::AddSchoolPeriod { name, from: day, until: day, kind };
    test.app.execute(&head, Deed::institution(test.app.fresh_id(), add)).await.unwrap();
    let clerk = test.signed_in("clerk").await;
    let page = clerk.get("/work-calendar").await;
    assert!(
        page.body.contains("还有 1 项时限按旧日历计算（1 件事项）") && page.body.contains("未重算事项"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("读入放假通知") && !page.body.contains("删除…"), "a clerk only looks");
    let done = send_on(&clerk, &page, "/work-calendar/recount", &[]).await;
    assert_eq!(done.location(), "/work-calendar");
    assert!(!clerk.get("/work-calendar").await.body.contains("还有 1 项"));
    assert_eq!(
        clerk.post("/work-calendar/preview", &[("change", "period-removal"), ("period", "1")]).await.status,
        403
    );
}

#[tokio::test]
async fn a_month_and_a_day_show_what_is_due() {
    let test = TestApp::new().await;
    draft(&test, "本月到期的事").await;
    let clerk = test.signed_in("clerk").await;
    let page = clerk.get("/calendar?month=2026-10").await;
    for told in ["2026年10月", "本月到期的事", "国庆节", "休", "班", "我能看到的", "/calendar?day=2026-10-10"]
    {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let day = clerk.get("/calendar?day=2026-10-10").await;
    assert!(day.body.contains("2026年10月10日 星期六") && day.body.contains("本月到期的事"), "{}", day.body);
    let staff = test.signed_in("staff").await;
    for path in ["/calendar?month=2026-10", "/calendar?month=2026-10&whose=seen", "/calendar?day=2026-10-10&whose=seen"]
    {
        assert!(!staff.get(path).await.body.contains("本月到期的事"), "{path}");
    }
    for odd in [
        "/calendar?month=x",
        "/calendar?month=9999-99",
        "/calendar?day=x",
        "/calendar?day=2026-10-10&page=999",
        "/calendar?month=0000-00",
    ] {
        assert_eq!(clerk.get(odd).await.status, StatusCode::OK, "{odd}");
    }
}

#[tokio::test]
async fn a_subscription_is_shown_once_and_fetched_by_anybody_who_has_its_address() {
    let config = Config { origin: "http://duban.test".to_owned(), ..Config::default() };
    let test = TestApp::reached_by(config).await;
    let id = draft(&test, "要,订阅;的事").await;
    let clerk = test.signed_in("clerk").await;
    let made = clerk.post_raw("/calendar/feeds", &[("csrf", &clerk.csrf)], &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let address =
        made.body.split("<code>http://duban.test").nth(1).unwrap().split("</code>").next().unwrap().to_owned();
    assert!(address.starts_with("/feeds/") && address.ends_with(".ics"), "{address}");
    assert!(!clerk.get("/calendar").await.body.contains(&address), "only once");

    let stranger = test.stranger();
    let feed = stranger.get(&address).await;
    assert_eq!(feed.status, StatusCode::OK);
    assert_eq!(feed.header("content-type"), "text/calendar; charset=utf-8");
    let unfolded = feed.body.replace("\r\n ", "");
    for told in [
        "SUMMARY:形成拟办意见：要\\,订阅\\;的事\r\n",
        "DTSTART;VALUE=DATE:20261010\r\nDTEND;VALUE=DATE:20261011\r\n",
        &format!("URL:http://duban.test/matters/{id}\r\n"),
        &format!("UID:{id}-1@duban\r\n"),
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n",
    ] {
        assert!(unfolded.contains(told), "{told}: {unfolded}");
    }
    // Nothing new: nothing is sent, an hour later neither; a change is.
    let tag = feed.header("etag").to_owned();
    let ask = |method: Method, tag: &str| {
        let request = stranger.request(method, &address).header(header::IF_NONE_MATCH, tag);
        stranger.send(request.body(Body::empty()).unwrap())
    };
    test.clock.advance(SignedDuration::from_hours(1));
    let known = ask(Method::GET, &tag).await;
    assert_eq!((known.status, known.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let head = ask(Method::HEAD, "\"x\"").await;
    assert_eq!((head.status, head.body.as_str(), head.header("etag")), (StatusCode::OK, "", tag.as_str()));
    draft(&test, "又一件").await;
    let changed = ask(Method::GET, &tag).await;
    assert!(changed.status == StatusCode::OK && changed.body.contains("又一件"), "{}", changed.body);

    // The session has ended meanwhile.
    let clerk = test.signed_in("clerk").await;
    let page = clerk.get("/calendar").await;
    assert!(page.body.contains("撤销") && !page.body.contains("从未"), "{}", page.body);
    let ended = send_on(&clerk, &page, "/calendar/feeds/end", &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    for gone in [address.as_str(), "/feeds/nonsense.ics", "/feeds/nonsense", "/feeds/.ics"] {
        assert_eq!(stranger.get(gone).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
    let token = test.with_token("clerk", false).await;
    assert_eq!(token.post_raw("/calendar/feeds", &[], &[]).await.status, StatusCode::FORBIDDEN);
}
