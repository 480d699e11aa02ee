//! Every setting of the process: flags, and `DUBAN_*` of the environment where a flag is not given. Nothing else of the
//! program reads either.

use std::{
    fs,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result, bail};
use channels::{Channel, Failure, Mail, MailAccount, MailServer};
use clap::Args;
use store::Location;

/// Where data, keys and anchors lie.
#[derive(Debug, Clone, Args)]
pub struct PlaceSettings {
    /// 数据目录：数据库、附件（DUBAN_DATA）
    #[arg(long, env = "DUBAN_DATA", value_name = "目录")]
    pub data: PathBuf,
    /// 密钥目录，不得在数据目录之内；默认为同级的“数据目录名-keys”（DUBAN_KEYS）
    #[arg(long, env = "DUBAN_KEYS", value_name = "目录")]
    pub keys: Option<PathBuf>,
    /// 锚点文件，宜放在另一块磁盘；默认在数据目录（DUBAN_ANCHORS）
    #[arg(long, env = "DUBAN_ANCHORS", value_name = "文件")]
    pub anchors: Option<PathBuf>,
    /// PostgreSQL 的网址；不写则用数据目录中的 SQLite（DUBAN_DATABASE）
    #[arg(long, env = "DUBAN_DATABASE", value_name = "网址", hide_env_values = true)]
    pub database: Option<String>,
    /// 写有 PostgreSQL 网址的文件，免得口令出现在命令行（DUBAN_DATABASE_FILE）
    #[arg(long, env = "DUBAN_DATABASE_FILE", value_name = "文件", conflicts_with = "database")]
    pub database_file: Option<PathBuf>,
    #[command(flatten)]
    pub fonts: FontSettings,
}

impl PlaceSettings {
    /// A SQLite directory with default places beside it.
    pub fn at(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            keys: None,
            anchors: None,
            database: None,
            database_file: None,
            fonts: FontSettings::default(),
        }
    }

    /// Keys never lie in the data directory: whoever has a copy of the data has no key.
    pub fn keys(&self) -> Result<PathBuf> {
        let data = absolute(&self.data)?;
        let keys = match &self.keys {
            Some(keys) => absolute(keys)?,
            None => {
                let name = data.file_name().context("数据目录不能是根目录，请用 --data 指定一个子目录")?;
                data.with_file_name(format!("{}-keys", name.to_string_lossy()))
            }
        };
        if keys.starts_with(&data) {
            bail!("密钥目录 {} 在数据目录之内，备份会把密钥一并带走；请用 --keys 另指定目录", keys.display());
        }
        Ok(keys)
    }

    pub fn anchors(&self) -> PathBuf {
        self.anchors.clone().unwrap_or_else(|| self.data.join("anchors.txt"))
    }

    pub fn files(&self) -> PathBuf {
        self.data.join("files")
    }

    pub fn location(&self) -> Result<Location> {
        let url = match (&self.database, &self.database_file) {
            (Some(url), _) => url.clone(),
            (None, Some(file)) => {
                let read = std::fs::read_to_string(file);
                read.with_context(|| format!("读不出 --database-file 指定的 {}", file.display()))?.trim().to_owned()
            }
            (None, None) => return Ok(Location::Sqlite(self.data.clone())),
        };
        match url.parse::<Location>() {
            Ok(location @ Location::Postgres(_)) => Ok(location),
            _ => bail!("--database 应是 postgres:// 开头的网址；使用 SQLite 时不要写 --database，只写 --data"),
        }
    }
}

/// Which fonts papers are set in.
#[derive(Debug, Clone, Default, Args)]
pub struct FontSettings {
    /// 本单位的字体目录（仿宋_GB2312、方正小标宋、黑体、楷体等）；默认为数据目录下的 fonts（DUBAN_FONTS）
    #[arg(long, env = "DUBAN_FONTS", value_name = "目录")]
    pub fonts: Option<PathBuf>,
}

impl FontSettings {
    /// Where the institution's fonts lie.
    pub fn folder(&self, data: Option<&Path>) -> PathBuf {
        let beside = || data.map(|data| data.join("fonts")).unwrap_or_default();
        let folder = self.fonts.clone().unwrap_or_else(beside);
        std::path::absolute(&folder).unwrap_or(folder)
    }
}

fn absolute(path: &Path) -> Result<PathBuf> {
    // Resolves `..` and links as far as the path exists, so that a detour into the data directory is seen.
    let path = std::path::absolute(path).with_context(|| format!("路径 {} 不可用", path.display()))?;
    let mut missing = Vec::new();
    let mut existing = path.as_path();
    loop {
        if let Ok(real) = existing.canonicalize() {
            return Ok(missing.iter().rev().fold(real, |path, name| path.join(name)));
        }
        match (existing.file_name(), existing.parent()) {
            (Some(name), Some(parent)) => {
                missing.push(name.to_owned());
                existing = parent;
            }
            _ => return Ok(path),
        }
    }
}

/// How the service is reached.
#[derive(Debug, Clone, Args)]
pub struct ServeSettings {
    /// 监听地址，默认 127.0.0.1:8080（DUBAN_LISTEN）
    #[arg(long, env = "DUBAN_LISTEN", value_name = "地址:端口", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// 用户访问的网址，例如 https://duban.example.edu.cn（DUBAN_PUBLIC_URL）
    #[arg(long, env = "DUBAN_PUBLIC_URL", value_name = "网址", value_parser = origin)]
    pub public_url: Option<String>,
    /// 反向代理的地址，只采信它们转告的客户端地址；可写多个，逗号分隔（DUBAN_TRUSTED_PROXIES）
    #[arg(long, env = "DUBAN_TRUSTED_PROXIES", value_name = "地址", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpAddr>,
    /// 口令规则：dengbao（等保，默认）或 asvs（DUBAN_PASSWORD_RULE）
    #[arg(long, env = "DUBAN_PASSWORD_RULE", value_name = "规则", default_value = "dengbao")]
    pub password_rule: crypto::Profile,
    /// 只提供页面，不运行后台任务；后台任务由另一个进程（duban work，或不带此项的 duban serve）运行（DUBAN_NO_WORK）
    #[arg(long, env = "DUBAN_NO_WORK")]
    pub no_work: bool,
}

/// `https://host` or `http://host:port`, without a path.
pub fn origin(text: &str) -> Result<String, String> {
    let trimmed = text.trim_end_matches('/');
    let host = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
        return Err("请写成 https://主机名 或 http://主机名:端口，不带路径".to_owned());
    }
    Ok(trimmed.to_owned())
}

/// How messages leave by mail; without a server they stay in the inbox.
#[derive(Debug, Clone, Args)]
pub struct MailSettings {
    /// 邮件服务器：smtps://主机:端口，或 smtp://主机:端口（须支持 STARTTLS；末尾加 ?tls=none 为不加密，只宜用于本机或机房内）；不写则消息只在站内（DUBAN_MAIL_SERVER）
    #[arg(long, env = "DUBAN_MAIL_SERVER", value_name = "网址")]
    pub mail_server: Option<MailServer>,
    /// 发件地址，例如 duban@example.edu.cn（DUBAN_MAIL_FROM）
    #[arg(long, env = "DUBAN_MAIL_FROM", value_name = "地址")]
    pub mail_from: Option<String>,
    /// 发件人名称，默认“督办”（DUBAN_MAIL_NAME）
    #[arg(long, env = "DUBAN_MAIL_NAME", value_name = "名称", default_value = "督办")]
    pub mail_name: String,
    /// 邮件服务器的用户名，不写则不登录（DUBAN_MAIL_USER）
    #[arg(long, env = "DUBAN_MAIL_USER", value_name = "用户名", requires = "mail_password_file")]
    pub mail_user: Option<String>,
    /// 写有邮件服务器口令的文件（DUBAN_MAIL_PASSWORD_FILE）
    #[arg(long, env = "DUBAN_MAIL_PASSWORD_FILE", value_name = "文件", requires = "mail_user")]
    pub mail_password_file: Option<PathBuf>,
    /// 邮件服务器的根证书（PEM 文件），校内自建证书机构时使用；证书总要核验（DUBAN_MAIL_CA）
    #[arg(long, env = "DUBAN_MAIL_CA", value_name = "文件")]
    pub mail_ca: Option<PathBuf>,
}

impl MailSettings {
    /// The channel, or none where no server is named; refused where the settings cannot be right. Connects to nothing.
    pub fn channel(&self) -> Result<Option<Arc<dyn Channel>>> {
        let Some(server) = &self.mail_server else {
            if self.mail_from.is_some() || self.mail_user.is_some() || self.mail_ca.is_some() {
                bail!("写了发件设置而没有写邮件服务器，请用 --mail-server 指明");
            }
            return Ok(None);
        };
        let from = self.mail_from.clone().context("设置邮件服务器时须用 --mail-from 写明发件地址")?;
        let login = match (&self.mail_user, &self.mail_password_file) {
            (Some(user), Some(file)) => {
                let read = fs::read_to_string(file);
                let read = read.with_context(|| format!("读不出 --mail-password-file 指定的 {}", file.display()))?;
                Some((user.clone(), read.trim_end_matches(['\r', '\n']).to_owned()))
            }
            _ => None,
        };
        let authority = match &self.mail_ca {
            Some(file) => Some(fs::read(file).with_context(|| format!("读不出 --mail-ca 指定的 {}", file.display()))?),
            None => None,
        };
        let account = MailAccount { from, name: self.mail_name.clone(), login };
        Ok(Some(Arc::new(Mail::new(server, account, authority.as_deref())?)))
    }

    /// For the operator: which server, and whether it answers; none where mail is off.
    pub async fn answers(&self) -> Result<Option<(String, Result<(), Failure>)>> {
        let (Some(channel), Some(server)) = (self.channel()?, &self.mail_server) else { return Ok(None) };
        Ok(Some((server.to_string(), channel.check().await)))
    }
}

/// Logs go to stderr; `DUBAN_LOG` says what, e.g. `debug` or `duban=debug,web=debug,info`.
pub fn start_logs() {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_default_directive(tracing::level_filters::LevelFilter::INFO.into())
        .with_env_var("DUBAN_LOG")
        .from_env_lossy();
    // A second start (tests in one process) changes nothing.
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let _ =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours).try_init();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_out_of_the_data_directory() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        let mut place = PlaceSettings::at(&data);
        assert!(place.keys().unwrap().ends_with("data-keys"));
        for inside in ["keys", "../data/keys", "."] {
            place.keys = Some(data.join(inside));
            assert!(place.keys().unwrap_err().to_string().contains("--keys"), "{inside}");
        }
        place.keys = Some(dir.path().join("other"));
        assert!(place.keys().is_ok());
    }

    #[test]
    fn an_origin_has_no_path() {
        assert_eq!(origin("https://duban.example.edu.cn/").unwrap(), "https://duban.example.edu.cn");
        for wrong in ["duban.example.edu.cn", "https://", "https://a/b", "ftp://a", "https://a@b"] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }
}
