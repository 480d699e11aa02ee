//! The one door to every cipher: SM2, SM3, HMAC-SM3, SM4-GCM, Argon2id, random tokens and the keys themselves.
//!
//! Nothing here reads a clock or the environment. The only files touched are the key files of [`Keys`].
//! These are implementations of the national algorithms, not a certified cryptographic module (see the handbook).

mod hash;
mod keys;
mod password;
mod rules;
mod seal;
mod sign;
mod token;

pub use hash::{Sm3, equal, hmac_sm3, sm3};
pub use keys::Keys;
pub use password::{PasswordCheck, hash_password, passphrase_key, verify_password};
pub use rules::{MAX_CHARS, Profile, check_password};
pub use seal::{ScopeKey, Sealed, Sealer};
pub use sign::{PublicKey, Signer};
pub use token::{Token, random_bytes};

/// What can go wrong with keys and ciphers. The messages are for operators; they never hold key material.
#[derive(Debug, thiserror::Error)]
pub enum CryptoError {
    /// Wrong key, wrong associated data, or a changed byte: the three cannot be told apart.
    #[error("密文无法打开：密钥不符，或内容被改动")]
    Unsealed,
    #[error("密码摘要格式不可识别")]
    BadHash,
    #[error("签名密钥或公钥不可识别：须为 SM2 密钥")]
    BadKey,
    #[error("签名未能生成")]
    Unsigned,
    #[error("系统随机数不可用：{0}")]
    NoRandomness(String),
    #[error("密钥文件 {path}：{why}")]
    KeyFile { path: std::path::PathBuf, why: String },
}
