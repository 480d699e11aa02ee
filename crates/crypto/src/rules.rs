//! Which passwords are good enough. The same rules on every path: own change, reset, import, API, command line.

/// Two named profiles, because the two sources contradict each other: GB/T 22239 (等保) asks for classes of characters,
/// OWASP ASVS 6.2.5 forbids asking for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// At least 10 characters of at least 3 of 4 classes.
    #[default]
    Dengbao,
    /// At least 12 characters of any kind.
    Asvs,
}

impl std::str::FromStr for Profile {
    type Err = String;

    fn from_str(name: &str) -> Result<Profile, String> {
        match name {
            "dengbao" => Ok(Profile::Dengbao),
            "asvs" => Ok(Profile::Asvs),
            other => Err(format!("口令规则“{other}”不存在，可用：dengbao、asvs")),
        }
    }
}

/// The longest password taken; none is ever cut.
pub const MAX_CHARS: usize = 128;

/// Checks a new password. `about` are words close to the person (login name, name, work number): a password made of them
/// is easily guessed.
///
/// # Errors
/// Sentences that say what to do, all of them at once.
pub fn check_password(profile: Profile, password: &str, about: &[&str]) -> Result<(), Vec<String>> {
    let mut faults = shape(profile, password);
    if let Some(word) = made_of(password, about) {
        faults.push(format!("口令主要由“{word}”构成，容易被猜到，请换用与本人和学校无关的词语"));
    } else if faults.is_empty() && too_guessable(password, about) {
        faults.push("口令太容易被猜到：请避开常用口令、键盘顺序和生日，可用几个互不相干的词语组成".to_owned());
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn shape(profile: Profile, password: &str) -> Vec<String> {
    let least = match profile {
        Profile::Dengbao => 10,
        Profile::Asvs => 12,
    };
    let length = password.chars().count();
    let mut faults = Vec::new();
    if length < least {
        faults.push(format!("口令至少 {least} 个字符，现有 {length} 个，请加长"));
    }
    if length > MAX_CHARS {
        faults.push(format!("口令最多 {MAX_CHARS} 个字符，现有 {length} 个，请缩短"));
    }
    if password.chars().any(char::is_control) {
        faults.push("口令中有不可见的控制字符，请重新输入".to_owned());
    }
    if profile == Profile::Dengbao && classes(password) < 3 {
        faults.push("请在大写字母、小写字母、数字、符号（含汉字）四类中至少使用三类".to_owned());
    }
    faults
}

/// How many of: capitals, small letters, digits, anything else.
fn classes(password: &str) -> usize {
    let has = |class: fn(char) -> bool| usize::from(password.chars().any(class));
    has(|c| c.is_ascii_uppercase())
        + has(|c| c.is_ascii_lowercase())
        + has(|c| c.is_ascii_digit())
        + has(|c| !c.is_ascii_alphanumeric())
}

/// Words of this school and this system, on top of the common passwords that zxcvbn knows.
const SCHOOL: &[&str] = &[
    "hbut",
    "hubut",
    "hugong",
    "hugongda",
    "hubei",
    "hubeigongye",
    "wuhan",
    "duban",
    "ducha",
    "xiaoban",
    "xuexiao",
    "daxue",
    "university",
    "gonghao",
    "admin",
    "administrator",
    "password",
    "mima",
    "kouling",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "welcome",
    "qwerty",
    "woaini",
    "湖工大",
    "湖北工业大学",
    "督办",
    "学校办公室",
    "校办",
    "工号",
    "密码",
    "口令",
];

/// The block-listed word that the password consists of, once digits and signs around it are taken away.
fn made_of<'w>(password: &str, about: &[&'w str]) -> Option<&'w str>
where
    'static: 'w,
{
    let lower = password.to_lowercase();
    let core =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphabetic() || *c == '@' || !c.is_ascii()).collect() };
    let plain = core(&lower);
    SCHOOL.iter().chain(about).copied().find(|word| {
        let word = word.to_lowercase();
        if word.chars().count() < 2 {
            return false;
        }
        let rest = core(&lower.replace(&word, ""));
        (lower.contains(&word) || plain.contains(&word)) && rest.chars().count() < 4
    })
}

/// zxcvbn's score below 3 of 4: fewer than 10^8 guesses.
fn too_guessable(password: &str, about: &[&str]) -> bool {
    let words: Vec<&str> = SCHOOL.iter().chain(about).copied().collect();
    zxcvbn::zxcvbn(password, &words).score() < zxcvbn::Score::Three
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_passwords_pass() {
        for good in ["Qingfeng-7-Zhuliu", "石楠Bridge_81云梦", "correct Horse 4 battery", "vT9#kmw2Lq!x"] {
            assert_eq!(check_password(Profile::Dengbao, good, &["zhangsan"]), Ok(()), "{good}");
        }
        assert_eq!(check_password(Profile::Asvs, "mountain lantern orbit", &[]), Ok(()));
    }

    #[test]
    fn bad_passwords_are_told_what_to_do() {
        for (bad, says) in [
            ("", "至少 10 个字符"),
            ("Ab1!", "至少 10 个字符"),
            ("alllowercaseletters", "至少使用三类"),
            ("1234567890123", "至少使用三类"),
            ("Hbut@2026123", "hbut"),
            ("Duban#20260101", "duban"),
            ("Admin@123456", "admin"),
            ("湖工大Aa2026!!", "湖工大"),
            ("Zhangsan@2026", "zhangsan"),
            ("P@ssw0rd2026!", "p@ssw0rd"),
            ("Qwerty12345!", "qwerty"),
            ("Abcd1234567!", "太容易被猜到"),
            ("with\u{0}Control9", "控制字符"),
            (&"Aa1!".repeat(40), "最多 128"),
        ] {
            let faults = check_password(Profile::Dengbao, bad, &["zhangsan", "20190012"]).unwrap_err();
            assert!(faults.iter().any(|fault| fault.contains(says)), "{bad}: {faults:?}");
        }
        assert!(check_password(Profile::Asvs, "short words", &[]).is_err());
    }

    #[test]
    fn profiles_have_names() {
        assert_eq!("dengbao".parse(), Ok(Profile::Dengbao));
        assert_eq!("asvs".parse(), Ok(Profile::Asvs));
        assert!("none".parse::<Profile>().is_err());
    }
}
