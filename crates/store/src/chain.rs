//! The chain that both logs are: each row's digest covers the row, each mac covers the mac before it. Whoever changes, removes or
//! adds a row without the key shows; whoever cuts the tail shows against the [`crate::anchors`].

use crypto::{Sm3, equal, hmac_sm3};

use crate::{StoreError, Value};

/// The last row of a log: what the next one is chained to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub position: i64,
    pub mac: [u8; 32],
}

impl Head {
    /// Before the first row.
    pub const START: Head = Head { position: 0, mac: [0; 32] };
}

/// The first row that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub position: i64,
    pub why: String,
}

impl Broken {
    pub(crate) fn at(position: i64, why: impl Into<String>) -> VerifyError {
        VerifyError::Broken(Broken { position, why: why.into() })
    }
}

#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("第 {} 条记录有误：{}", .0.position, .0.why)]
    Broken(Broken),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Heads of the logs as far as a batch has moved them; `None` is not read yet.
#[derive(Clone, Copy, Default)]
pub(crate) struct Heads {
    pub event: Option<Head>,
    pub audit: Option<Head>,
}

/// SM3 over all fields, each with its type and length before it, so that no two rows give the same bytes.
pub(crate) fn digest(log: &str, fields: &[Value]) -> [u8; 32] {
    let mut sm3 = Sm3::default();
    let mut field = |tag: u8, bytes: &[u8]| {
        sm3.update(&[tag]);
        sm3.update(&(bytes.len() as u64).to_be_bytes());
        sm3.update(bytes);
    };
    field(b'L', log.as_bytes());
    for value in fields {
        match value {
            Value::Null => field(b'N', &[]),
            Value::Int(number) => field(b'I', &number.to_be_bytes()),
            Value::Text(text) => field(b'T', text.as_bytes()),
            Value::Blob(bytes) => field(b'B', bytes),
        }
    }
    sm3.finish()
}

pub(crate) fn mac(key: &[u8; 32], previous: &[u8; 32], digest: &[u8; 32]) -> [u8; 32] {
    hmac_sm3(key, &[previous, digest])
}

/// Checks one row against the head before it, and gives the head after it.
pub(crate) fn check(
    log: &str,
    key: &[u8; 32],
    before: &Head,
    fields: &[Value],
    position: i64,
    digest_found: &[u8],
    mac_found: &[u8],
) -> Result<Head, VerifyError> {
    let expected = before.position + 1;
    if position != expected {
        return Err(Broken::at(expected, format!("该条缺失，其后为第 {position} 条")));
    }
    let digest = digest(log, fields);
    if !equal(&digest, digest_found) {
        return Err(Broken::at(position, "内容与摘要不符"));
    }
    let mac = mac(key, &before.mac, &digest);
    if !equal(&mac, mac_found) {
        return Err(Broken::at(position, "校验码与前一条不相衔接，或不是用本系统的密钥计算的"));
    }
    Ok(Head { position, mac })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::Int),
            "[a-b\u{0}]{0,3}".prop_map(Value::Text),
            proptest::collection::vec(0u8..3, 0..10).prop_map(Value::Blob),
        ]
    }

    fn any_row() -> impl Strategy<Value = Vec<Value>> {
        proptest::collection::vec(any_value(), 0..4)
    }

    proptest! {
        #[test]
        fn different_rows_have_different_digests(one in any_row(), two in any_row()) {
            prop_assert_eq!(one == two, digest("event", &one) == digest("event", &two));
        }

        /// The length before each field: text moved from one column to the next is another row.
        #[test]
        fn moving_text_between_columns_shows(text in "[a-c]{1,8}", one in 0usize..9, two in 0usize..9) {
            let cut = |at: usize| {
                let (left, right) = text.split_at(at.min(text.len()));
                digest("event", &crate::args![left, right])
            };
            prop_assert_eq!(one.min(text.len()) == two.min(text.len()), cut(one) == cut(two));
        }
    }

    #[test]
    fn the_same_row_differs_between_the_logs_and_by_type() {
        assert_ne!(digest("event", &[]), digest("audit", &[]));
        assert_ne!(digest("event", &[Value::Null]), digest("event", &[Value::Text(String::new())]));
        assert_ne!(digest("event", &[Value::Text(String::new())]), digest("event", &[Value::Blob(Vec::new())]));
        assert_ne!(digest("event", &[Value::Int(0)]), digest("event", &[Value::Blob(vec![0; 8])]));
    }
}
