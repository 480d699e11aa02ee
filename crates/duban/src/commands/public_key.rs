//! `duban public-key`: the institution's public key, with which anybody can check its archive packages.

use std::process::ExitCode;

use anyhow::{Context, Result};
use crypto::Keys;

use super::{note, say};
use crate::settings::PlaceSettings;

#[derive(Debug, clap::Args)]
pub struct PublicKey {
    #[command(flatten)]
    place: PlaceSettings,
}

impl PublicKey {
    pub fn run(self) -> Result<ExitCode> {
        let keys = Keys::load(&self.place.keys()?).context("读不出密钥，请用 --keys 指明密钥目录")?;
        let signer = keys.signer().context("还没有签名密钥：请先启动一次服务")?;
        let fingerprint = signer.public_key().fingerprint();
        let fingerprint: String = fingerprint.iter().map(|byte| format!("{byte:02x}")).collect();
        note(format_args!("本机构的 SM2 公钥，指纹（SM3）{fingerprint}。请在本单位网站公布，供核验归档包："));
        say(signer.public_key().to_pem().trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}
