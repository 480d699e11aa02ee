//! `duban verify`: both chains, the anchors, the attached files, and the views against a replay, row by row.

use std::collections::HashSet;

use store::{
    VerifyError,
    anchors::{self, Anchor},
    audit, event_log, files,
};
use uuid::Uuid;

use crate::{
    App, Denied,
    execute::hex,
    files::blocking,
    rebuild::{compare, strangers, streams},
    records,
    views::{self, TABLES},
};

/// What was proved, or what is wrong; nothing wrong where `faults` is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    pub events: i64,
    pub audit_rows: i64,
    pub anchors: u64,
    pub files: u64,
    pub matters: u64,
    pub view_rows: u64,
    /// the first [`FAULTS_SHOWN`], in words
    pub faults: Vec<String>,
}

/// More faults than this are counted by nobody.
pub const FAULTS_SHOWN: usize = 50;

impl Verified {
    fn fault(&mut self, what: String) {
        if self.faults.len() < FAULTS_SHOWN {
            self.faults.push(what);
        }
    }
}

impl App {
    pub async fn verify(&self) -> Result<Verified, Denied> {
        let mut verified = self.verify_chains().await?;
        self.verify_files(&mut verified).await?;
        self.verify_views(&mut verified).await?;
        Ok(verified)
    }

    async fn verify_chains(&self) -> Result<Verified, Denied> {
        let path = self.places().anchors.clone();
        let of_file = blocking(move || Ok(anchors::read_file(&path)?)).await?;
        let key = *self.store().keys().chain();
        self.read(move |read| {
            let mut verified = Verified::default();
            let kept: Vec<Anchor> = anchors::list(read)?;
            verified.anchors = (kept.len() + of_file.len()) as u64;
            match event_log::verify(read, &key) {
                Ok(head) => verified.events = head.position,
                Err(error) => verified.fault(said("事件记录", error)?),
            }
            match audit::verify(read, &key) {
                Ok(head) => verified.audit_rows = head.position,
                Err(error) => verified.fault(said("审计记录", error)?),
            }
            for (name, anchors) in [("数据库内的锚点", &kept), ("锚点文件", &of_file)] {
                if let Err(error) = anchors::verify(read, anchors) {
                    verified.fault(said(name, error)?);
                }
            }
            Ok(verified)
        })
        .await
    }

    async fn verify_files(&self, verified: &mut Verified) -> Result<(), Denied> {
        let digests = self.digests_of_papers().await?;
        let mut after = None;
        loop {
            let page = self.read(move |read| Ok(files::page(read, after, 100)?)).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.id);
            verified.files += page.len() as u64;
            for row in page.iter().filter(|row| row.owner.as_ref().is_some_and(|owner| owner.starts_with("paper:"))) {
                if !digests.contains(&hex(&row.sm3)) {
                    verified.fault(format!("存档文书 {}（{}）的摘要不在审计记录中", row.name, row.id));
                }
            }
            let bytes = self.places().files.clone();
            let broken = blocking(move || {
                let mut broken = Vec::new();
                for row in page {
                    if !bytes.is_intact(&row)? {
                        broken.push(format!("附件 {}（{}）缺失或被改动", row.name, row.id));
                    }
                }
                Ok(broken)
            })
            .await?;
            broken.into_iter().for_each(|what| verified.fault(what));
        }
    }

    /// The SM3 of every paper that was kept, as the audit chain has them.
    async fn digests_of_papers(&self) -> Result<HashSet<String>, Denied> {
        let (mut digests, mut after) = (HashSet::new(), 0);
        loop {
            let page = self.read(move |read| Ok(audit::details(read, "keep_paper", after, 1000)?)).await?;
            let Some((last, _)) = page.last() else { return Ok(digests) };
            after = *last;
            digests.extend(page.iter().filter_map(|(_, detail)| {
                let detail: serde_json::Value = serde_json::from_str(detail).ok()?;
                Some(detail.get("sm3")?.as_str()?.to_owned())
            }));
        }
    }

    async fn verify_views(&self, verified: &mut Verified) -> Result<(), Denied> {
        let mut after = Uuid::nil();
        loop {
            let (slice, last) = self
                .read(move |read| {
                    let mut slice = Verified::default();
                    let institution = read.institution.clone();
                    let streams = streams(read, after)?;
                    for stream in &streams {
                        let compared = compare(read, &institution, *stream)?;
                        slice.matters += 1;
                        slice.view_rows += compared.kept.count() as u64;
                        for change in views::changes(&compared.kept, &compared.replayed) {
                            slice.fault(format!("视图与记录不符：{}", change.describe()));
                        }
                    }
                    Ok((slice, streams.last().copied()))
                })
                .await?;
            verified.matters += slice.matters;
            verified.view_rows += slice.view_rows;
            slice.faults.into_iter().for_each(|what| verified.fault(what));
            match last {
                Some(last) => after = last,
                None => break,
            }
        }
        for (sum, missing) in self.read(|read| Ok(views::tally_off(read)?)).await? {
            verified.fault(format!("统计与记录不符：{sum:?} 相差 {missing}"));
        }
        for difference in self.read(|read| records::differences(read)).await? {
            verified.fault(format!("视图与记录不符：{}", difference.describe()));
        }
        let strangers = self.read(|read| Ok(strangers(read)?)).await?;
        for (place, matter) in strangers {
            verified.fault(format!("视图 {} 中有记录里没有的事项 {matter}", TABLES[place].name));
        }
        Ok(())
    }
}

/// A broken chain is a finding; a database that cannot be read is not.
fn said(what: &str, error: VerifyError) -> Result<String, Denied> {
    match error {
        VerifyError::Broken(broken) => Ok(format!("{what}：第 {} 条有误：{}", broken.position, broken.why)),
        VerifyError::Store(error) => Err(error.into()),
    }
}
