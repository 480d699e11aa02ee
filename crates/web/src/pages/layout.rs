//! The frame around every page: institution, navigation, who is signed in, messages.

/// A place in the navigation. A handler passes the ones this person may enter, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    LeaderDesk,
    Desk,
    Ledger,
    Calendar,
    /// For everybody but the Office, which comes from the ledger: its row is full.
    Summaries,
    /// For 纪委; others come from their desk, the Office from the ledger.
    Referrals,
    NewMatter,
    Import,
    Adopt,
    Units,
    People,
    Settings,
    /// In the head of the page, beside the navigation.
    Inbox,
}

impl Place {
    pub const ALL: [Place; 12] = [
        Place::LeaderDesk,
        Place::Desk,
        Place::Ledger,
        Place::Calendar,
        Place::Summaries,
        Place::Referrals,
        Place::NewMatter,
        Place::Import,
        Place::Adopt,
        Place::Units,
        Place::People,
        Place::Settings,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Place::LeaderDesk => "批阅",
            Place::Desk => "工作台",
            Place::Ledger => "督办台账",
            Place::Calendar => "日历",
            Place::Summaries => "通报",
            Place::Referrals => "问责移送",
            Place::NewMatter => "新建事项",
            Place::Import => "导入",
            Place::Adopt => "补录",
            Place::Units => "单位",
            Place::People => "人员",
            Place::Settings => "设置",
            Place::Inbox => "消息",
        }
    }

    pub fn href(self) -> &'static str {
        match self {
            Place::LeaderDesk => "/leader-desk",
            Place::Desk => "/",
            Place::Ledger => "/matters",
            Place::Calendar => "/calendar",
            Place::Summaries => "/summaries",
            Place::Referrals => "/referrals",
            Place::NewMatter => "/matters/new",
            Place::Import => "/imports",
            Place::Adopt => "/adoptions/new",
            Place::Units => "/units",
            Place::People => "/people",
            Place::Settings => "/settings",
            Place::Inbox => "/inbox",
        }
    }
}

/// Who is signed in, for the user menu.
#[derive(Debug, Clone, Default)]
pub struct SignedIn {
    pub name: String,
    /// Unit and roles in words, e.g. `学校办公室 · 督办室经办人`.
    pub post: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Done,
    Note,
    Refused,
}

impl Tone {
    pub fn class(self) -> &'static str {
        match self {
            Tone::Done => "flash-done",
            Tone::Note => "flash-note",
            Tone::Refused => "flash-refused",
        }
    }

    /// The word before the message, so that its kind is not told by colour alone.
    pub fn word(self) -> &'static str {
        match self {
            Tone::Done => "已完成",
            Tone::Note => "请注意",
            Tone::Refused => "未能完成",
        }
    }
}

/// A message shown once at the top of the page.
#[derive(Debug, Clone)]
pub struct Flash {
    pub tone: Tone,
    pub text: String,
    /// The clause in words (`第四条（三）`), or empty.
    pub clause: String,
}

/// Every page has one as its field `layout`.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    pub title: String,
    pub institution: String,
    /// The box at the head of the page, for those who have matters to look for.
    pub seeks: bool,
    /// The institution has a logo.
    pub logo: bool,
    /// The token that every form sends back; empty on pages of strangers that need none.
    pub csrf: String,
    /// None on the pages of strangers: no navigation is drawn then.
    pub user: Option<SignedIn>,
    pub nav: Vec<Place>,
    pub here: Option<Place>,
    /// Unread messages; more than 99 are `99+`.
    pub unread: u64,
    pub flashes: Vec<Flash>,
    /// The style sheet with the colours of the lights; empty where no light is shown.
    pub lights: String,
}

impl Layout {
    /// Whether `place` is the one being looked at.
    pub fn is_here(&self, place: &Place) -> bool {
        self.here == Some(*place)
    }

    /// `7`, `99+`.
    pub fn unread_label(&self) -> String {
        if self.unread > 99 { "99+".to_owned() } else { self.unread.to_string() }
    }

    /// Where the style sheets and scripts of this build lie, without a slash at the end; may be cached for ever.
    pub fn assets(&self) -> &'static str {
        crate::assets::BASE
    }

    /// `工作台 · 督办 · 湖北工业大学`, for the browser's title bar.
    pub fn full_title(&self) -> String {
        let parts = [self.title.as_str(), "督办", self.institution.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_leaves_out_what_is_not_known_yet() {
        let mut layout = Layout { title: "工作台".into(), ..Layout::default() };
        assert_eq!(layout.full_title(), "工作台 · 督办");
        layout.institution = "演示大学".into();
        assert_eq!(layout.full_title(), "工作台 · 督办 · 演示大学");
    }
}
