//! Tries to sign in are counted before the password is looked at, for a login name from one network and for an address
//! whatever the name. A good one takes back what it counted; nobody is locked out for ever.

use std::net::IpAddr;

use store::{
    SECOND, Sql, Tx, args,
    credentials::{self, Throttle, Try},
};

use super::Limits;
use crate::Denied;

const QUARTER: i64 = 15 * 60 * SECOND;

/// Counts one try. `Some` = seconds to wait, if this one is too many.
pub(super) fn count(
    tx: &mut Tx<'_>,
    limits: &Limits,
    login: &str,
    address: &str,
    now: i64,
) -> Result<Option<u64>, Denied> {
    let throttle = |tries: usize| Throttle { tries: tries as i64, window: QUARTER, pause: QUARTER };
    let by_login = credentials::count_try(tx, login, &network(address), throttle(limits.failures_per_login), now)?;
    let by_address = credentials::count_try(tx, "", address, throttle(limits.failures_per_address), now)?;
    let wait = |tried: Try| match tried {
        Try::Allowed { .. } => None,
        Try::Refused { until } => Some(((until - now).max(SECOND) / SECOND).unsigned_abs()),
    };
    Ok(wait(by_login).max(wait(by_address)))
}

/// The password was right.
pub(super) fn forgive(tx: &mut Tx<'_>, login: &str, address: &str) -> Result<(), Denied> {
    credentials::forgive(tx, login, &network(address))?;
    // Only this one try: whoever has an account of his own must not wipe out his guesses at others'.
    let back = "update login_try set tries = tries - 1 where account = '' and network = $1 and tries > 0";
    tx.execute(back, &args![address])?;
    Ok(())
}

/// The /24 or /64 of an address; an address that is none stands for itself.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V4(v4)) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        Ok(IpAddr::V6(v6)) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_a_network() {
        assert_eq!(network("10.1.2.3"), "10.1.2.0/24");
        assert_eq!(network("2001:db8:1:2:3::4"), "2001:db8:1:2::/64");
        assert_eq!(network(""), "");
    }
}
