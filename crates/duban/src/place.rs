//! From settings to an open [`App`]: keys, database, files, clock.

use std::{path::Path, sync::Arc};

use anyhow::{Context, Result, bail};
use app::{App, Places, accounts::Limits};
use crypto::{CryptoError, Keys};
use store::{Access, Location, Sql, Store, StoreError, files::Files};

use crate::{
    files::private_dir,
    ports::{FreshIds, SystemClock},
    seeds,
    settings::PlaceSettings,
};

/// Opens what is there. A database that does not exist is made only for [`Access::ReadWrite`].
pub async fn open(settings: &PlaceSettings, access: Access, limits: Limits) -> Result<App> {
    let location = settings.location()?;
    let exists = match &location {
        Location::Sqlite(dir) => dir.join("duban.db").exists(),
        Location::Postgres(_) => false,
    };
    if access == Access::ReadOnly && !exists && matches!(location, Location::Sqlite(_)) {
        bail!("{} 中没有数据库；请核对 --data，或先启动一次服务", settings.data.display());
    }
    private_dir(&settings.data)?;
    let (keys, made) = keys(settings, exists || access == Access::ReadOnly, access)?;
    let store = Store::open(&location, access, keys, &App::known_kinds())
        .with_context(|| format!("打不开数据库（{}）", named(&location)))?;
    if made {
        refuse_foreign_records(&store, settings).await?;
    }
    let places = Places { files: Files::open(settings.files())?, anchors: settings.anchors() };
    let app = App::open(store, places, Arc::new(SystemClock), Arc::new(FreshIds), limits);
    if access == Access::ReadWrite {
        refresh_views(&app).await?;
    }
    Ok(app)
}

/// A newer program may keep more in its views than the one before.
async fn refresh_views(app: &App) -> Result<()> {
    let rebuilt = app.refresh_views().await.context("重建不了视图")?;
    if let Some(rebuilt) = rebuilt.filter(|rebuilt| rebuilt.matters > 0) {
        tracing::info!(matters = rebuilt.matters, mended = rebuilt.mended, "views rebuilt for this version");
    }
    Ok(())
}

/// [`open`] for writing, with the school's parameters and the calendar in it.
pub async fn open_seeded(settings: &PlaceSettings, limits: Limits) -> Result<App> {
    let app = open(settings, Access::ReadWrite, limits).await?;
    app.seed(seeds::REGULATION, seeds::CALENDAR).await.context("写不进初始参数")?;
    Ok(app)
}

/// Out: the keys, and whether they have just been made.
fn keys(settings: &PlaceSettings, must_exist: bool, access: Access) -> Result<(Keys, bool)> {
    let dir = settings.keys()?;
    if must_exist {
        let keys =
            load(&dir, access).context("数据库已在，须用它原来的密钥打开：请用 --keys 指明密钥目录，或从备份恢复")?;
        return Ok((keys, false));
    }
    match load(&dir, access) {
        Ok(keys) => Ok((keys, false)),
        Err(_) => Ok((Keys::load_or_create(&dir)?, true)),
    }
}

/// An installation of an earlier version gets its signing key (归档包) when it is first opened to write.
fn load(dir: &Path, access: Access) -> Result<Keys, CryptoError> {
    if access == Access::ReadWrite { Keys::load_with_signer(dir) } else { Keys::load(dir) }
}

/// On PostgreSQL the records may be older than the keys that were just made: nothing could be verified or opened then.
async fn refuse_foreign_records(store: &Store, settings: &PlaceSettings) -> Result<()> {
    let first = store.read(|sql| Ok::<_, StoreError>(sql.first("select 1 from event limit 1", &[])?.is_some()));
    if first.await? {
        bail!(
            "数据库已有记录，而密钥目录 {} 是空的：请用 --keys 指明原来的密钥目录，或从备份恢复密钥",
            settings.keys()?.display()
        );
    }
    Ok(())
}

/// Without the password.
pub fn named(location: &Location) -> String {
    match location {
        Location::Sqlite(dir) => dir.join("duban.db").display().to_string(),
        Location::Postgres(url) => {
            let rest = url.rsplit_once('@').map_or(url.as_str(), |(_, rest)| rest);
            format!("PostgreSQL {}", rest.split('?').next().unwrap_or_default())
        }
    }
}

/// What the commands run on: few threads, since the database has its own.
pub fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("duban")
        .enable_all()
        .build()
        .context("启动不了线程")
}
