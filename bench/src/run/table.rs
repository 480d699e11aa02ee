//! The results as a page to paste: first how, then how much.

use super::Results;
use crate::http::Report;

pub fn markdown(r: &Results) -> String {
    let m = &r.machine;
    let starts: Vec<_> = r.start_ms.iter().map(|ms| format!("{ms:.0}")).collect();
    let median = r.start_ms.get(r.start_ms.len() / 2).copied().unwrap_or_default();
    let rows: String = r.scenarios.iter().map(|s| format!("{}\n", s.report.row(&s.title))).collect();
    format!(
        "# 压力测试结果\n\n\
         方法：`bench run`，{} 件事项（种子 {}，今日 {}）装入内置 SQLite；压测程序单线程，与被测程序同机，经回环地址，\
         每个并发一条长连接，收完应答再发下一次；每个场景预热 2 秒、测量 {} 秒；不压缩；新建事项在落盘后才应答。\n\
         机器：{}，{} 核，{} MiB 内存，Linux {}。\n\n\
         | 项目 | 结果 |\n|---|--:|\n\
         | 装载 | {:.1} 秒（每秒 {:.0} 件） |\n\
         | 数据目录 | {:.0} MiB |\n\
         | 启动到可用，{} 次的中位数（文件缓存未清空） | {median:.0} ms（{}） |\n\
         | 启动后常驻内存 | {:.1} MiB |\n\
         | 全部场景之后的内存峰值 | {:.1} MiB |\n\
         | 结束后核验全部记录 | 通过，{:.1} 秒 |\n\n\
         {}\n{rows}",
        r.count,
        r.seed,
        r.today,
        r.seconds,
        m.processor,
        m.cores,
        m.memory_mib,
        m.kernel,
        r.load_seconds,
        r.count as f64 / r.load_seconds,
        mib(r.data_bytes),
        r.start_ms.len(),
        starts.join("、"),
        r.idle_rss_kib as f64 / 1024.0,
        r.peak_rss_kib as f64 / 1024.0,
        r.verify_seconds,
        Report::HEAD,
    )
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / 1024.0 / 1024.0
}
