//! `duban verify-archive`: is an archive package what was packed? For an archivist who has the file and nothing else of this
//! system: neither database nor keys are opened.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use archive::{Quality, Report, Signature, Unreadable, Verdict};
use crypto::PublicKey;
use serde_json::{Value, json};

use super::{failed, say};

#[derive(Debug, clap::Args)]
#[command(after_help = "\n第一行为结论，其后逐项列出真实性、完整性、可用性、安全性的检测结果。\n\
内容一致且四性检测通过时退出码为 0（未签名的包也是），否则为 1。\n\
不写 --key 时，签名只与包内公钥核对；包内公钥任何人都可以更换，是否出自本机构须用机构公布的公钥核对。\n")]
pub struct VerifyArchive {
    /// 归档包（ZIP 文件）
    #[arg(value_name = "归档包")]
    file: PathBuf,
    /// 机构公布的公钥（PEM 文件）
    #[arg(long, value_name = "公钥文件")]
    key: Option<PathBuf>,
    /// 以 JSON 给出结果
    #[arg(long)]
    json: bool,
}

impl VerifyArchive {
    pub fn run(self) -> Result<ExitCode> {
        let key = self.key.as_deref().map(public_key).transpose()?;
        let bytes = read(&self.file, archive::MOST_BYTES)?;
        let verified = archive::verify(&bytes, key.as_ref());
        if self.json {
            say(as_json(&verified))?;
        } else {
            lines(&verified).iter().try_for_each(say)?;
        }
        let sound = verified.is_ok_and(|report| report.verdict() == Verdict::Sound);
        Ok(if sound { ExitCode::SUCCESS } else { failed() })
    }
}

/// A page of PEM, with room for what some programs write above it.
const LARGEST_KEY: u64 = 64 << 10;

/// The key of a PEM file, as the institution publishes it.
pub fn public_key(path: &Path) -> Result<PublicKey> {
    let text = String::from_utf8(read(path, LARGEST_KEY)?).unwrap_or_default();
    PublicKey::from_pem(&text)
        .with_context(|| format!("{} 不是公钥文件：应为 SM2 公钥，以 -----BEGIN PUBLIC KEY----- 开头", path.display()))
}

fn read(path: &Path, most: u64) -> Result<Vec<u8>> {
    let file = File::open(path).with_context(|| format!("打不开文件 {}", path.display()))?;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).with_context(|| format!("读不出文件 {}", path.display()))?;
    if bytes.len() as u64 > most {
        bail!("文件 {} 过大", path.display());
    }
    Ok(bytes)
}

/// The verdict, what the package is, and every finding.
fn lines(verified: &Result<Report, Unreadable>) -> Vec<String> {
    let report = match verified {
        Ok(report) => report,
        Err(why) => return vec![shown(&format!("核验未通过：{why}"))],
    };
    let mut lines = vec![report.sentence()];
    if let Some(about) = &report.about {
        let packed = format!("封装：{}，{}，{} 个文件", about.made_on, about.software, report.files);
        lines.extend([format!("档号：{}", about.number.whole), format!("题名：{}", about.title), packed]);
    }
    for check in &report.checks {
        let passed = if check.passed { "通过" } else { "不通过" };
        lines.push(format!("{}：{passed}", check.quality.label()));
        lines.extend(check.notes.iter().chain(&check.faults).map(|what| format!("  {what}")));
    }
    lines.iter().map(|line| shown(line)).collect()
}

/// For scripts: the words of the codes are kept.
fn as_json(verified: &Result<Report, Unreadable>) -> Value {
    let report = match verified {
        Ok(report) => report,
        Err(why) => {
            let message = format!("核验未通过：{why}");
            return json!({ "verdict": "unreadable", "message": message, "checks": [] });
        }
    };
    let checks: Vec<Value> = report
        .checks
        .iter()
        .map(|check| {
            let (code, label) = (code_of_quality(check.quality), check.quality.label());
            json!({ "check": code, "label": label, "passed": check.passed, "notes": check.notes, "faults": check.faults })
        })
        .collect();
    json!({
        "verdict": code_of_verdict(report.verdict()),
        "message": report.sentence(),
        "signature": code_of_signature(report.signature),
        "fingerprint": report.fingerprint,
        "files": report.files,
        "about": report.about,
        "checks": checks,
    })
}

fn code_of_verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Sound => "sound",
        Verdict::Unsound => "unsound",
        Verdict::Altered => "altered",
    }
}

fn code_of_signature(signature: Signature) -> &'static str {
    match signature {
        Signature::Institution => "institution",
        Signature::Enclosed => "enclosed",
        Signature::Absent => "absent",
        Signature::Wrong => "wrong",
    }
}

fn code_of_quality(quality: Quality) -> &'static str {
    match quality {
        Quality::Authentic => "authentic",
        Quality::Complete => "complete",
        Quality::Usable => "usable",
        Quality::Secure => "secure",
    }
}

/// The file may come from anybody: nothing in it may move the cursor or look like a line of ours.
fn shown(line: &str) -> String {
    let hidden = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    line.chars().map(|c| if hidden(c) { '\u{FFFD}' } else { c }).collect()
}
