//! What can go wrong underneath, told to operators. People never see these words; `web` shows them a page with a way on.

use std::path::PathBuf;

/// Every failure of the store. The Chinese messages are for whoever runs the server: cause first, then what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else appended this version of the stream first: load again and decide again.
    #[error("事项已被他人更新（流 {stream} 第 {version} 版），请重新读取后再办")]
    Conflict { stream: String, version: i64 },
    /// The program asked a row for something that it does not hold, or a cell was tampered with.
    #[error("数据库行的内容与程序预期不符：{0}")]
    Row(String),
    /// An event kind that this program does not know, found in the log or about to be written to it.
    #[error("事件种类“{kind}”（格式版本 {schema}）不为本程序所识别，请使用更新的程序")]
    UnknownKind { kind: String, schema: i64 },
    /// The database was made by a newer program.
    #[error("数据库结构版本为 {found}，本程序只支持到 {known}，请使用更新的程序")]
    UnknownSchema { found: i64, known: i64 },
    /// Read-only commands do not migrate.
    #[error("数据库结构版本为 {found}，需要 {known}：请先启动一次服务以完成升级")]
    NotMigrated { found: i64, known: i64 },
    /// A second instance on one SQLite directory.
    #[error("数据目录 {0} 正由另一个进程使用：一个 SQLite 数据目录只能由一个服务进程打开，请先停止它")]
    InUse(PathBuf),
    #[error("SQLite 版本 {0} 过低：3.51.3 之前的版本可能损坏 WAL 数据，请更换程序")]
    OldSqlite(String),
    /// The disk is full; writing goes on by itself once there is room.
    #[error("磁盘空间不足，写入未完成：{0}")]
    Full(String),
    /// The medium refuses writes; writing goes on by itself once it accepts them.
    #[error("存储介质只读，写入未完成：{0}")]
    ReadOnly(String),
    /// A sync to disk failed: nothing more is written until a restart, because the system may have dropped pages silently.
    #[error("写盘出错，已停止写入，请检查磁盘后重新启动服务：{0}")]
    WritesStopped(String),
    /// The database cannot be reached now.
    #[error("数据库暂时无法连接：{0}")]
    Unavailable(String),
    /// Too many writes are waiting.
    #[error("等待写入的请求过多，请稍后再试")]
    Busy,
    /// The store was closed.
    #[error("数据库已关闭")]
    Closed,
    /// The closure of a job panicked; its savepoint was rolled back.
    #[error("处理请求时程序内部出错：{0}")]
    Panicked(String),
    /// A unique or foreign key refused the row.
    #[error("数据约束不允许该写入：{0}")]
    Constraint(String),
    #[error("数据库出错：{0}")]
    Database(String),
    #[error("读写 {path} 出错：{source}")]
    Io { path: PathBuf, source: std::io::Error },
    /// The same command id came with another request.
    #[error("请求编号 {0} 已用于另一个请求")]
    CommandReused(String),
    /// The keys of this person or matter were destroyed.
    #[error("{0} 的密钥已依法销毁，不能再写入")]
    ScopeErased(String),
    /// A sealed row, a key or a stored text could not be opened.
    #[error("解密失败：{0}")]
    Crypto(#[from] crypto::CryptoError),
}

impl StoreError {
    /// Wraps an I/O failure with the path it happened on.
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> StoreError {
        let path = path.into();
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                StoreError::Full(format!("{}: {source}", path.display()))
            }
            std::io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly(format!("{}: {source}", path.display())),
            _ => StoreError::Io { path, source },
        }
    }

    /// True where the same request may succeed a little later without anybody's doing.
    pub fn is_temporary(&self) -> bool {
        matches!(self, StoreError::Full(_) | StoreError::ReadOnly(_) | StoreError::Unavailable(_) | StoreError::Busy)
    }
}
