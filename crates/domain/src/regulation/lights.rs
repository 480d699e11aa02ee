//! 红黄绿灯: when yellow turns on, and what the three are called and look like (the regulation is silent; the Office's own).
//!
//! Red is past due, always: no parameter moves it. The set in force today counts, also for matters that keep older ones: a
//! light is a way of showing. Where working days decide, the threshold is the limit 黄灯提前量.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    duty::{Course, Light},
    value::Day,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LightRules {
    pub rule: LightRule,
    /// percent of the period: yellow when no more of it is left
    pub share_left: u32,
    /// percentage points that the reported progress may lie behind the straight line from dispatch to limit
    pub points_behind: u32,
    pub faces: Faces,
}

/// What turns a light yellow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LightRule {
    /// few working days are left
    #[default]
    WorkingDaysLeft,
    /// little is left of the period from dispatch to limit
    ShareLeft,
    /// the reported progress lies behind; where none was ever reported, as by working days
    BehindPlan,
}

impl LightRule {
    pub const ALL: &[LightRule] = &[LightRule::WorkingDaysLeft, LightRule::ShareLeft, LightRule::BehindPlan];

    /// For forms.
    pub fn code(self) -> &'static str {
        match self {
            LightRule::WorkingDaysLeft => "working-days-left",
            LightRule::ShareLeft => "share-left",
            LightRule::BehindPlan => "behind-plan",
        }
    }

    pub fn from_code(code: &str) -> Option<LightRule> {
        LightRule::ALL.iter().copied().find(|rule| rule.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            LightRule::WorkingDaysLeft => "按剩余工作日",
            LightRule::ShareLeft => "按剩余期限的比例",
            LightRule::BehindPlan => "按进度与期限的差距",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faces {
    pub green: Face,
    pub yellow: Face,
    pub red: Face,
}

/// A light's name and colour; its shape is the page's, so that colour alone never tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Face {
    pub name: String,
    pub colour: Colour,
}

/// Written `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour([u8; 3]);

impl Default for LightRules {
    fn default() -> Self {
        Self { rule: LightRule::default(), share_left: 20, points_behind: 20, faces: Faces::default() }
    }
}

impl Default for Faces {
    fn default() -> Self {
        let face = |name: &str, colour| Face { name: name.to_owned(), colour: Colour(colour) };
        Self {
            green: face("绿灯", [0x17, 0x69, 0x3a]),
            yellow: face("黄灯", [0xf2, 0xb7, 0x05]),
            red: face("红灯", [0xb3, 0x20, 0x1a]),
        }
    }
}

impl Faces {
    pub fn of(&self, light: Light) -> &Face {
        match light {
            Light::Green => &self.green,
            Light::Yellow => &self.yellow,
            Light::Red => &self.red,
        }
    }
}

impl LightRules {
    /// Has the limit come near by this rule? None: working days decide. In calendar days and whole numbers, so that a
    /// list asked of a database gives the same answer.
    pub fn is_near(&self, course: Course, today: Day) -> Option<bool> {
        let days = |from: Day, to: Day| i64::from(from.until(to).map_or(0, |span| span.get_days()));
        let whole = days(course.from.min(course.due), course.due);
        match (self.rule, course.percent) {
            (LightRule::ShareLeft, _) => Some(days(today, course.due) * 100 <= i64::from(self.share_left) * whole),
            (LightRule::BehindPlan, Some(percent)) => {
                let passed = whole - days(today, course.due);
                Some(passed * 100 >= (i64::from(self.points_behind) + i64::from(percent)) * whole)
            }
            (LightRule::BehindPlan, None) | (LightRule::WorkingDaysLeft, _) => None,
        }
    }
}

impl Colour {
    pub fn parse(text: &str) -> Option<Colour> {
        let hex = text.trim().strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii())?;
        let part = |at: usize| {
            hex.get(at..at + 2).filter(|two| !two.contains('+')).and_then(|two| u8::from_str_radix(two, 16).ok())
        };
        Some(Colour([part(0)?, part(2)?, part(4)?]))
    }

    /// Black or white, whichever is read better on it: never less than 4.5 to 1 (WCAG 2.2, 1.4.3).
    pub fn ink(self) -> Colour {
        let (black, white) = (Colour([0; 3]), Colour([255; 3]));
        if self.contrast(black) >= self.contrast(white) { black } else { white }
    }

    /// WCAG's ratio, from 1 to 21.
    pub fn contrast(self, other: Colour) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Colour::parse(&text).ok_or_else(|| format!("“{text}”不是颜色，请照“#b3201a”填写"))
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> String {
        colour.to_string()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn words_on_any_colour_can_be_read() {
        for red in (0..=255).step_by(15) {
            for green in (0..=255).step_by(15) {
                for blue in (0..=255).step_by(15) {
                    let colour = Colour([red, green, blue]);
                    assert!(colour.contrast(colour.ink()) >= 4.5, "{colour}");
                }
            }
        }
        assert_eq!(Colour::parse("#b3201a").unwrap().ink().to_string(), "#ffffff");
        assert_eq!(Colour::parse("#F2B705").unwrap().ink().to_string(), "#000000");
    }

    #[test]
    fn a_colour_is_six_digits() {
        for bad in ["", "b3201a", "#b32", "#b3201g", "#+3201a", "#红红", "red", "#b3201a;}"] {
            assert_eq!(Colour::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_share_that_is_left_and_the_distance_behind_decide() {
        let course = |percent| Course { from: date(2026, 11, 1), due: date(2026, 11, 21), percent };
        let share = LightRules { rule: LightRule::ShareLeft, share_left: 25, ..LightRules::default() };
        assert_eq!(share.is_near(course(None), date(2026, 11, 15)), Some(false), "six of twenty days");
        assert_eq!(share.is_near(course(None), date(2026, 11, 16)), Some(true), "five of twenty");
        let plan = LightRules { rule: LightRule::BehindPlan, points_behind: 20, ..LightRules::default() };
        assert_eq!(plan.is_near(course(Some(30)), date(2026, 11, 10)), Some(false), "45 percent of the time");
        assert_eq!(plan.is_near(course(Some(30)), date(2026, 11, 11)), Some(true), "50 percent of the time");
        assert_eq!(plan.is_near(course(None), date(2026, 11, 20)), None, "nothing reported");
        assert_eq!(LightRules::default().is_near(course(Some(0)), date(2026, 11, 20)), None);
    }
}
