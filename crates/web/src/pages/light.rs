//! 红黄绿灯 and days left, by shape, word and colour together.

/// A matter's light as a page shows it. `Plain` has no colour: 待审核 and every stage without a limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Light {
    #[default]
    Plain,
    Green,
    Yellow,
    Red,
}

impl Light {
    /// What it is called where the parameters say nothing else.
    pub fn usual_word(self) -> &'static str {
        match self {
            Light::Plain => "",
            Light::Green => "绿灯",
            Light::Yellow => "黄灯",
            Light::Red => "红灯",
        }
    }

    /// The class that colours it.
    pub fn class(self) -> &'static str {
        match self {
            Light::Plain => "light-plain",
            Light::Green => "light-green",
            Light::Yellow => "light-yellow",
            Light::Red => "light-red",
        }
    }
}

/// How near a date is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Nearness {
    /// No date, or the date no longer matters.
    #[default]
    None,
    /// Calendar days to the due day; negative once it is past.
    Left(i32),
    /// A leader's paper: days it has been waiting to be decided. Never red.
    Waiting(i32),
    /// The same, where nothing is to be decided.
    WaitingToBeRead(i32),
    /// Paused by a suspension.
    Paused,
    /// Discharged in time, or so many days late.
    Done { late: i32 },
}

/// A light with its nearness: what a row shows in the column 时限.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    pub light: Light,
    pub nearness: Nearness,
    /// The word that stands beside the shape.
    pub word: String,
}

impl Mark {
    pub fn new(light: Light, nearness: Nearness) -> Self {
        Self { light, nearness, word: light.usual_word().to_owned() }
    }

    /// By the name that the parameters give the light.
    pub fn called(self, name: &str) -> Self {
        Self { word: name.to_owned(), ..self }
    }

    /// The days in words: `还有 3 天`, `今天到期`, `逾期 5 天`, `待批 2 天`.
    pub fn days(&self) -> String {
        match self.nearness {
            Nearness::None => String::new(),
            Nearness::Left(0) => "今天到期".into(),
            Nearness::Left(1) => "明天到期".into(),
            Nearness::Left(n) if n > 0 => format!("还有 {n} 天"),
            Nearness::Left(n) => format!("逾期 {} 天", n.unsigned_abs()),
            Nearness::Waiting(0) => "今天送批".into(),
            Nearness::Waiting(n) => format!("待批 {n} 天"),
            Nearness::WaitingToBeRead(0) => "今天送阅".into(),
            Nearness::WaitingToBeRead(n) => format!("待阅 {n} 天"),
            Nearness::Paused => "暂缓中".into(),
            Nearness::Done { late: 0 } => "按时".into(),
            Nearness::Done { late } => format!("晚 {late} 天"),
        }
    }

    /// A leader's paper: no date is held against it.
    pub fn is_waiting(&self) -> bool {
        matches!(self.nearness, Nearness::Waiting(_) | Nearness::WaitingToBeRead(_))
    }

    /// A leader's waiting is never red (domain.md, Lights).
    pub fn class(&self) -> &'static str {
        if self.is_waiting() { Light::Plain.class() } else { self.light.class() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_left_are_said_in_words() {
        let said = |nearness| Mark::new(Light::Green, nearness).days();
        assert_eq!(said(Nearness::Left(12)), "还有 12 天");
        assert_eq!(said(Nearness::Left(1)), "明天到期");
        assert_eq!(said(Nearness::Left(0)), "今天到期");
        assert_eq!(said(Nearness::Left(-5)), "逾期 5 天");
        assert_eq!(said(Nearness::Waiting(2)), "待批 2 天");
        assert_eq!(said(Nearness::WaitingToBeRead(0)), "今天送阅");
        assert_eq!(said(Nearness::WaitingToBeRead(5)), "待阅 5 天");
        assert_eq!(said(Nearness::Done { late: 0 }), "按时");
        assert_eq!(said(Nearness::Done { late: 3 }), "晚 3 天");
        assert_eq!(said(Nearness::None), "");
    }

    #[test]
    fn a_leaders_waiting_is_never_red() {
        assert_eq!(Mark::new(Light::Red, Nearness::Waiting(9)).class(), "light-plain");
        assert_eq!(Mark::new(Light::Red, Nearness::WaitingToBeRead(9)).class(), "light-plain");
        assert_eq!(Mark::new(Light::Red, Nearness::Left(-1)).class(), "light-red");
    }
}
