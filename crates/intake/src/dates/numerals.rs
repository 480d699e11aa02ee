//! Numbers as an office writes them: `15`, `１５`, `十五`, `廿五`, `二〇二六`, `一百二十`.

/// How a number was written: a month is never written with 两, a year by positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Arabic,
    /// 十五, 二十
    Counted,
    /// digit by digit: 二〇二六, 二三
    Positional,
    /// 两, 俩: it counts and never names
    Pair,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    pub value: u32,
    /// signs it took
    pub len: usize,
    pub style: Style,
}

/// A digit of half or full width.
pub fn arabic_digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

fn chinese_digit(c: char) -> Option<u32> {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match c {
        '零' | '○' | '0' | '０' | 'Ｏ' => Some(0),
        _ => DIGITS.iter().position(|digit| *digit == c).and_then(|at| u32::try_from(at).ok()),
    }
}

fn is_ten(c: char) -> bool {
    matches!(c, '十' | '廿' | '卅' | '百')
}

/// Does a number written in Chinese begin with this sign?
pub fn begins_chinese(c: char) -> bool {
    matches!(c, '两' | '俩' | '零' | '〇' | '○')
        || is_ten(c)
        || (chinese_digit(c).is_some() && arabic_digit(c).is_none())
}

/// The run of signs of which a number in Chinese is made, and its number; none where the signs make no number (十十).
pub fn chinese(signs: &[char]) -> Option<Number> {
    if let Some('两' | '俩') = signs.first() {
        return Some(Number { value: 2, len: 1, style: Style::Pair });
    }
    let run = signs.iter().take_while(|c| is_ten(**c) || chinese_digit(**c).is_some()).count();
    let signs = &signs[..run.min(8)];
    let (value, style) = match signs.iter().any(|c| is_ten(*c)) {
        true => (counted(signs)?, Style::Counted),
        false => (positional(signs)?, if signs.len() == 1 { Style::Counted } else { Style::Positional }),
    };
    Some(Number { value, len: signs.len(), style })
}

fn positional(signs: &[char]) -> Option<u32> {
    signs.iter().try_fold(0_u32, |value, c| value.checked_mul(10)?.checked_add(chinese_digit(*c)?))
}

/// 十五, 二十, 廿五, 一百二十: the tens go down, and no digit follows a digit.
fn counted(signs: &[char]) -> Option<u32> {
    let (mut value, mut digit, mut least) = (0_u32, None, u32::MAX);
    for c in signs {
        let (unit, own) = match c {
            '百' => (100, None),
            '十' => (10, None),
            '廿' => (10, Some(2)),
            '卅' => (10, Some(3)),
            _ if chinese_digit(*c) == Some(0) && digit.is_none() => continue,
            _ if digit.is_none() => {
                digit = chinese_digit(*c);
                continue;
            }
            _ => return None,
        };
        if unit >= least || (own.is_some() && digit.is_some()) {
            return None;
        }
        value += own.or(digit.take()).unwrap_or(1) * unit;
        least = unit;
    }
    Some(value + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, value: Option<u32>) {
        let signs: Vec<char> = text.chars().collect();
        assert_eq!(chinese(&signs).map(|number| number.value), value, "{text}");
    }

    #[test]
    fn numerals() {
        check("十", Some(10));
        check("十五", Some(15));
        check("二十", Some(20));
        check("三十一", Some(31));
        check("廿五", Some(25));
        check("卅一", Some(31));
        check("一百二十", Some(120));
        check("一百零五", Some(105));
        check("二〇二六", Some(2026));
        check("二0二六", Some(2026));
        check("两", Some(2));
        check("十十", None);
        check("二十三四", None);
    }
}
