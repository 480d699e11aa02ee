//! Numbers of clauses at the head of a line: 一、 （一） 1. 1） （1） ① 第一条 1.2.

/// The number at the head of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number<'t> {
    /// as printed, without the sign that only closes it: `一`, `（一）`, `3`, `①`, `第一条`
    pub label: &'t str,
    pub style: Style,
    /// what follows it
    pub rest: &'t str,
}

/// How a number is written. Which style stands above which is for each document to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// 第一章, 第一部分
    Chapter,
    /// 第一条
    Article,
    /// 一、
    Chinese,
    /// （一）
    ChineseInBrackets,
    /// 第一阶段（3月）：
    Stage,
    /// 1. 1、
    Digit,
    /// 1）
    DigitHalfBracket,
    /// （1）
    DigitInBrackets,
    /// ①
    Circled,
    /// - or ●: a point without a number
    Bullet,
    /// 1.2, 1.2.3: so many parts
    Decimal(u8),
}

const CHINESE: &str = "一二三四五六七八九十百零〇";
const CIRCLED: &str = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

impl Style {
    /// By custom, 一、 stands above （一）, and that above 1.: what comes back to a higher one leaves the lower.
    pub fn rank(self) -> u8 {
        match self {
            Style::Chapter => 0,
            Style::Article => 1,
            Style::Chinese => 2,
            Style::ChineseInBrackets => 3,
            Style::Stage => 4,
            Style::Digit | Style::Decimal(_) => 5,
            Style::DigitHalfBracket | Style::DigitInBrackets => 6,
            Style::Circled => 7,
            Style::Bullet => 8,
        }
    }
}

/// The number of a line, if it has one.
pub fn of_line(line: &str) -> Option<Number<'_>> {
    let line = line.trim_start();
    circled(line)
        .or_else(|| headed(line))
        .or_else(|| bracketed(line))
        .or_else(|| ordinal(line))
        .or_else(|| chinese(line))
        .or_else(|| digits(line))
        .map(|number| Number { rest: number.rest.trim_start(), ..number })
}

/// A point of a list without numbers: `- 后勤部门负责…`. It has the number of the clause above it.
pub fn bullet(line: &str) -> Option<Number<'_>> {
    let line = line.trim_start();
    let rest = line.strip_prefix(['-', '－', '•', '●', '·', '◆', '■', '*'])?.trim_start();
    let words = rest.chars().next().is_some_and(|sign| sign.is_alphabetic() && !sign.is_ascii());
    words.then_some(Number { label: &line[..0], style: Style::Bullet, rest })
}

fn circled(line: &str) -> Option<Number<'_>> {
    let sign = line.chars().next().filter(|sign| CIRCLED.contains(*sign))?;
    let (label, rest) = line.split_at(sign.len_utf8());
    Some(Number { label, style: Style::Circled, rest: rest.trim_start_matches(['、', '.', '．']) })
}

fn bracketed(line: &str) -> Option<Number<'_>> {
    let open = line.chars().next().filter(|sign| "（(【〔".contains(*sign))?;
    let inner = &line[open.len_utf8()..];
    let at = inner.find(['）', ')', '】', '〕'])?;
    let close = inner[at..].chars().next()?;
    let count = inner[..at].trim();
    let style = if is_count(count, CHINESE) {
        Style::ChineseInBrackets
    } else if is_digits(count) {
        Style::DigitInBrackets
    } else {
        return None;
    };
    let (label, rest) = line.split_at(open.len_utf8() + at + close.len_utf8());
    Some(Number { label, style, rest: rest.trim_start_matches(['、', '.', '．']) })
}

/// 问题一：…, 任务3 …
fn headed(line: &str) -> Option<Number<'_>> {
    let kinds = ["问题", "任务", "专题", "事项", "议题"];
    let inner = kinds.iter().find_map(|kind| line.strip_prefix(kind))?;
    let count = leading(inner, |sign| CHINESE.contains(sign) || is_digit(sign));
    let rest = &inner[count.len()..];
    let close = rest.chars().next().filter(|sign| "：:、.．".contains(*sign) || sign.is_whitespace())?;
    let label = &line[..line.len() - rest.len()];
    (!count.is_empty()).then_some(Number { label, style: Style::Chapter, rest: &rest[close.len_utf8()..] })
}

/// 第一条, 第二部分
fn ordinal(line: &str) -> Option<Number<'_>> {
    let inner = line.strip_prefix('第')?;
    let count = leading(inner, |sign| CHINESE.contains(sign) || sign.is_ascii_digit());
    let after = &inner[count.len()..];
    let kinds = [
        ("条", Style::Article),
        ("项", Style::Article),
        ("章", Style::Chapter),
        ("部分", Style::Chapter),
        ("阶段", Style::Stage),
    ];
    let (kind, style) = kinds.into_iter().find(|(kind, _)| !count.is_empty() && after.starts_with(kind))?;
    let (label, rest) = line.split_at('第'.len_utf8() + count.len() + kind.len());
    // 第一条措施… is a sentence; an article is set off.
    let set_off = rest.starts_with(|sign: char| {
        sign.is_whitespace() || "，、：:.．【".contains(sign) || style == Style::Stage && "（(".contains(sign)
    });
    set_off.then(|| Number { label, style, rest: rest.trim_start_matches(['，', '、', '：', ':', '.', '．']) })
}

fn chinese(line: &str) -> Option<Number<'_>> {
    let label = leading(line, |sign| CHINESE.contains(sign));
    let rest = &line[label.len()..];
    let close = rest.chars().next()?;
    let closes = "、.．：:".contains(close) || close.is_whitespace() && is_count(label, CHINESE);
    (is_count(label, CHINESE) && closes).then(|| Number {
        label,
        style: Style::Chinese,
        rest: &rest[close.len_utf8()..],
    })
}

fn digits(line: &str) -> Option<Number<'_>> {
    let first = leading(line, is_digit);
    if !is_digits(first) {
        return None;
    }
    let rest = &line[first.len()..];
    let close = rest.chars().next()?;
    let after = &rest[close.len_utf8()..];
    let number = |style| Some(Number { label: first, style, rest: after });
    match close {
        '、' | '，' | '：' => number(Style::Digit),
        '）' | ')' => number(Style::DigitHalfBracket),
        '.' | '．' if is_quantity(after) => None,
        '.' | '．' => decimal(line).or_else(|| number(Style::Digit)),
        // 3 加强…: a blank sets a number off, if words follow.
        sign if sign.is_whitespace() && after.trim_start().starts_with(|sign: char| sign.is_alphabetic()) => {
            number(Style::Digit)
        }
        _ => None,
    }
}

/// 1.2 加强…, 1.2.3 …; but 1.10月14日前 is clause 1 and a date, and 1.5万元 is no number.
fn decimal(line: &str) -> Option<Number<'_>> {
    let label = leading(line, |sign| is_digit(sign) || sign == '.' || sign == '．');
    let label = label.trim_end_matches(['.', '．']);
    let parts: Vec<&str> = label.split(['.', '．']).collect();
    let rest = &line[label.len()..];
    let dated = rest.starts_with(['月', '日', '年', '-', '/', '～', '~']);
    let plausible = parts.len() > 1 && parts.iter().all(|part| is_digits(part)) && !dated && !measures(rest);
    plausible.then(|| Number {
        label,
        style: Style::Decimal(parts.len().min(9) as u8),
        rest: rest.trim_start_matches(['.', '．', '、']),
    })
}

/// After a point: does a quantity go on (1.5万元)?
fn is_quantity(after: &str) -> bool {
    let digits = leading(after, is_digit);
    !digits.is_empty() && measures(&after[digits.len()..])
}

fn measures(rest: &str) -> bool {
    ["万", "亿", "倍", "%", "％", "元", "米", "公里", "平方", "个百分点", "分", "亩", "吨", "版"]
        .iter()
        .any(|unit| rest.starts_with(unit))
}

fn leading(text: &str, is_part: impl Fn(char) -> bool) -> &str {
    let end = text.find(|sign| !is_part(sign)).unwrap_or(text.len());
    &text[..end]
}

fn is_digit(sign: char) -> bool {
    sign.is_ascii_digit() || ('０'..='９').contains(&sign)
}

/// One to three digits: 2022 is a year.
fn is_digits(text: &str) -> bool {
    (1..=3).contains(&text.chars().count()) && text.chars().all(is_digit)
}

fn is_count(text: &str, signs: &str) -> bool {
    (1..=4).contains(&text.chars().count()) && text.chars().all(|sign| signs.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_what_only_looks_like_one() {
        for (line, label, rest) in [
            ("一、推进简政放权", "一", "推进简政放权"),
            ("（一）规范", "（一）", "规范"),
            ("(3)规范", "(3)", "规范"),
            ("1.及时承接", "1", "及时承接"),
            ("1.10月14日前，参评", "1", "10月14日前，参评"),
            ("2、学校拟", "2", "学校拟"),
            ("3）完成", "3", "完成"),
            ("①完成", "①", "完成"),
            ("1.2 完成", "1.2", "完成"),
            ("1.2.3完成", "1.2.3", "完成"),
            ("第一条 为了", "第一条", "为了"),
            ("12 加强管理", "12", "加强管理"),
        ] {
            let number = of_line(line).expect(line);
            assert_eq!((number.label, number.rest), (label, rest), "{line}");
        }
        for line in
            ["2022年工作", "10月底前完成", "1.5万元用于", "一是加强", "第一条措施是", "三年来", "（试行）", "一流大学"]
        {
            assert_eq!(of_line(line), None, "{line}");
        }
    }
}
