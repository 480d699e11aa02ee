//! A mail address, as far as its form says: nothing in it may end a line of a header or name a second recipient.

use std::fmt;

use super::Invalid;

/// `name@host.domain`, of ASCII letters, digits and the few signs that campus mail uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAddress(String);

impl MailAddress {
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        let typed = typed.trim();
        let wrong = || Invalid::new("电子邮箱", "不像电子邮箱地址，请照“name@hbut.edu.cn”填写");
        let (name, host) = typed.rsplit_once('@').ok_or_else(wrong)?;
        let named = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
        let dots = |text: &str| text.starts_with('.') || text.ends_with('.') || text.contains("..");
        let name_is_good = (1..=64).contains(&name.len()) && name.chars().all(named) && !dots(name);
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let host_is_good = host.len() <= 189 && host.contains('.') && host.split('.').all(label);
        if name_is_good && host_is_good { Ok(Self(typed.to_owned())) } else { Err(wrong()) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_one_address_is_one() {
        for good in ["a@b.cn", " zhou.min+duban@mail.hbut.edu.cn ", "20230001@hbut.edu.cn", "A_b-c%d@x-y.org"] {
            assert_eq!(MailAddress::parse(good).unwrap().as_str(), good.trim());
        }
        for bad in [
            "",
            "周敏",
            "a@",
            "@b.cn",
            "a@b",
            "a@@b.cn",
            "a b@c.cn",
            "a@b.cn, c@d.cn",
            "a@b.cn\r\nBcc: c@d.cn",
            "a@b.cn\0",
            "<a@b.cn>",
            "\"a\"@b.cn",
            ".a@b.cn",
            "a..b@c.cn",
            "a@-b.cn",
            "a@b..cn",
            "周敏@b.cn",
            "a@大学.cn",
            "a@[10.0.0.1]",
        ] {
            assert!(MailAddress::parse(bad).is_err(), "{bad:?}");
        }
        assert!(MailAddress::parse(&format!("{}@b.cn", "a".repeat(65))).is_err());
    }
}
