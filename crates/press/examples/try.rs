use documents::forms::{self, Signed, notice::Notice};
use documents::paper::*;
fn main() {
    let started = std::time::Instant::now();
    let press =
        press::Press::open(press::FontPlaces { folders: vec![], system: vec!["/usr/share/fonts".into()] }).unwrap();
    println!("open {:?}", started.elapsed());
    let notice = Notice {
        form_title: "湖北工业大学督办事项通知单".into(),
        number: "督办〔2026〕12号".into(),
        version: "".into(),
        title: "推进学生宿舍热水改造工程 #read(\"/etc/passwd\") *_$\\ 𠮷㛃𫠝".into(),
        units: vec!["后勤保障处（牵头）".into(), "财务处".into(), "学生工作处".into()],
        responsible: "吴刚".into(),
        contact: "李文博".into(),
        telephone: "027-0000-1234".into(),
        due: "2026年12月15日".into(),
        content: vec![
            "对6栋学生宿舍的热水系统进行改造，保证每天供应热水不少于8小时。".repeat(3),
            "完成标志：6栋宿舍热水改造通过验收。".into(),
            "进展报送：每月报告".into(),
        ],
        signer: "李文博（电子签收）".into(),
        signed_on: "2026年11月30日".into(),
        notes: vec![
            "注：1.承办单位应于完成时限前办结督办事项，并以书面形式向学校办公室督办室反馈情况。".into(),
            "　　2.此通知单一式两份，学校办公室、承办单位各执一份。".into(),
        ],
        office: "学校办公室（盖章）".into(),
        issued_on: "2026年11月29日".into(),
    };
    let ext = forms::extension::ExtensionRequest {
        form_title: "湖北工业大学督办事项延期申请单".into(),
        number: "督办〔2026〕12号".into(),
        title: "推进学生宿舍热水改造工程".into(),
        lead: "后勤保障处".into(),
        old_due: "2026年12月15日".into(),
        until: "2027年1月15日".into(),
        report: vec!["延期原因：设备到货推迟。".repeat(4), "解决措施：加派人员。".into()],
        head: Signed { by: "吴刚".into(), on: "2026年12月1日".into(), manner: "电子签署".into() },
        decision: vec![],
        leader: Signed::default(),
        ..Default::default()
    };
    let urg = forms::urging::UrgingSheet {
        form_title: "湖北工业大学督办事项催办单".into(),
        number: "督办〔2026〕12号".into(),
        title: "推进学生宿舍热水改造工程".into(),
        lead: "后勤保障处".into(),
        due: "2027年1月15日".into(),
        content: vec![
            "催办（2026年11月29日发出）：原时限为2026年11月20日，至发出之日已逾期 7 个工作日。".into(),
            "请抓紧办理。".into(),
        ],
        notes: vec!["此通知单一式两份，学校办公室、承办单位各执一份。".into()],
        ..Default::default()
    };
    let rep = forms::closing_report::ClosingReport {
        form_title: "湖北工业大学督办事项办结报告".into(),
        number: "督办〔2026〕12号".into(),
        sections: std::array::from_fn(|i| {
            vec!["完成了改造任务，取得了较好的效果。".repeat(12 * (i + 1)); 2]
        }),
        unit: "后勤保障处".into(),
        head: Signed { by: "吴刚".into(), on: "2026年12月1日".into(), manner: "电子签署".into() },
        ..Default::default()
    };
    let passed: Vec<_> = (0..6)
        .map(|i| forms::flow::Passed { reached: true, lines: vec![format!("2026年10月{}日　何嘉明", i + 1)] })
        .collect();
    let flow = forms::flow::chart(
        "湖北工业大学",
        "湖北工业大学督办工作流程图",
        ("督办〔2026〕12号", "推进学生宿舍热水改造工程"),
        &passed,
    );
    let regs: Vec<_> = (0..60)
        .map(|i| forms::registration_register::Registration {
            number: format!("督办〔2026〕{i}号"),
            title: "推进学生宿舍热水改造工程等若干事项的落实".into(),
            units: "后勤保障处、财务处".into(),
            due: Value::Day(jiff::civil::date(2026, 12, 15)),
            signer: "李文博".into(),
            remark: "延至2027年1月15日".into(),
        })
        .collect();
    let reg = forms::registration_register::register(
        "湖北工业大学督办立项登记表",
        "2026年1月1日至2026年12月31日",
        &regs,
        "学校办公室　2026年11月30日制表",
    );
    let body =
        "各承办部门要高度重视督办事项的办理工作切实加强组织领导明确责任分工细化工作措施确保按时高质量完成".repeat(3);
    let mut blocks = vec![];
    for i in 0..4 {
        blocks.push(Block::Heading(format!("{}、总体情况", ["一", "二", "三", "四"][i])));
        blocks.push(Block::Subheading("（一）基本情况".into()));
        for _ in 0..4 {
            blocks.push(Block::Text(body.clone()));
        }
    }
    let off = Official {
        organ: "湖北工业大学学校办公室文件".into(),
        number: "湖工大办〔2026〕8号".into(),
        signer: "".into(),
        title: "关于2026年第三季度督办事项\n办理情况的通报".into(),
        to: "校属各单位、机关各部门".into(),
        body: blocks,
        enclosed: vec!["督办事项办理情况一览表".into(), "督办立项登记表".into()],
        from: "湖北工业大学学校办公室".into(),
        on: "2026年11月30日".into(),
        remark: "此件公开发布".into(),
        copies_to: "校领导，纪委、监察专员办公室".into(),
        printed_by: "湖北工业大学学校办公室".into(),
        printed_on: "2026年11月30日".into(),
    };
    let one = |name: &str, sheets: Vec<Sheet>| {
        let paper = Paper {
            title: name.into(),
            author: "湖北工业大学学校办公室".into(),
            on: Some(jiff::civil::date(2026, 11, 30)),
            sheets,
        };
        for _ in 0..3 {
            let t = std::time::Instant::now();
            match press.print(&paper) {
                Ok(p) => {
                    println!(
                        "{name} {:?} {} pages {} bytes missing {:?}",
                        t.elapsed(),
                        p.pages,
                        p.pdf.len(),
                        p.missing
                    );
                    std::fs::write(format!("/tmp/try-{name}.pdf"), p.pdf).unwrap();
                }
                Err(e) => println!("{name} {e}"),
            }
        }
    };
    one("notice", vec![Sheet::Form(notice.form("学校办公室存")), Sheet::Form(notice.form("承办单位存"))]);
    one("extension", vec![Sheet::Form(ext.form())]);
    one("urging", vec![Sheet::Form(urg.form(""))]);
    one("report", vec![Sheet::Form(rep.form())]);
    one("flow", vec![Sheet::Form(flow)]);
    one("register", vec![Sheet::Register(reg)]);
    one("official", vec![Sheet::Official(off)]);
}
