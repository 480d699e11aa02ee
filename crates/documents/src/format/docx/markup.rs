//! Paragraphs and runs. The only place where a text becomes markup, and so the only one that escapes.

use std::fmt::Write;

/// Lengths in OOXML are twentieths of a point.
pub(super) fn twips(millimetres: f64) -> i32 {
    (millimetres * 1440.0 / 25.4).round() as i32
}

/// How wide a text is set, in full-width characters.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(|c| if c < '\u{2000}' { 0.5 } else { 1.0 }).sum()
}

/// For texts and attributes alike.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// The pieces of a text that has been given with line breaks.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// A paragraph of a style, with what only this one has.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    style: &'static str,
    keep_next: bool,
    tabs: String,
    spacing: String,
    indent: String,
    alignment: Option<Side>,
    runs: String,
}

impl Paragraph {
    pub(super) fn of(style: &'static str) -> Self {
        Self { style, ..Self::default() }
    }

    /// It stands on the same page as the paragraph below.
    pub(super) fn with_next(self) -> Self {
        Self { keep_next: true, ..self }
    }

    /// What stands after a tab, ends here.
    pub(super) fn tab_right(self, at: i32) -> Self {
        Self { tabs: format!(r#"<w:tabs><w:tab w:val="right" w:pos="{at}"/></w:tabs>"#), ..self }
    }

    pub(super) fn before(self, space: i32) -> Self {
        Self { spacing: format!(r#"{} w:before="{space}""#, self.spacing), ..self }
    }

    pub(super) fn line(self, exactly: i32) -> Self {
        Self { spacing: format!(r#"{} w:line="{exactly}" w:lineRule="exact""#, self.spacing), ..self }
    }

    /// Left, right, and what the first line has more (or less) than the others at its left.
    pub(super) fn indent(self, left: i32, right: i32, first: i32) -> Self {
        let first = match first {
            0.. => format!(r#"w:firstLineChars="0" w:firstLine="{first}""#),
            _ => format!(r#"w:hangingChars="0" w:hanging="{}""#, -first),
        };
        Self { indent: format!(r#"<w:ind w:left="{left}" w:right="{right}" {first}/>"#), ..self }
    }

    pub(super) fn align(self, side: Side) -> Self {
        Self { alignment: Some(side), ..self }
    }

    pub(super) fn text(self, text: &str) -> Self {
        self.styled(text, "")
    }

    /// A text whose run properties differ from its paragraph's style. `properties` are markup.
    pub(super) fn styled(mut self, text: &str, properties: &str) -> Self {
        if text.is_empty() {
            return self;
        }
        // Without the hint, “quotation marks” and dashes come out in the narrow Latin font.
        let hint = if properties.contains("<w:rFonts") { "" } else { r#"<w:rFonts w:hint="eastAsia"/>"# };
        let _ = write!(self.runs, "<w:r><w:rPr>{hint}{properties}</w:rPr>");
        for (index, line) in lines(text).enumerate() {
            if index > 0 {
                self.runs.push_str("<w:br/>");
            }
            for (index, piece) in line.split('\t').enumerate() {
                if index > 0 {
                    self.runs.push_str("<w:tab/>");
                }
                let _ = write!(self.runs, r#"<w:t xml:space="preserve">{}</w:t>"#, escape(piece));
            }
        }
        self.runs.push_str("</w:r>");
        self
    }

    pub(super) fn tab(mut self) -> Self {
        self.runs.push_str("<w:r><w:tab/></w:r>");
        self
    }

    /// `PAGE`, `NUMPAGES`: reckoned by the program that shows it.
    pub(super) fn field(mut self, name: &str) -> Self {
        let _ = write!(self.runs, r#"<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#);
        self
    }

    /// The schema fixes the order of the properties.
    pub(super) fn write(self, out: &mut String) {
        let _ = write!(out, r#"<w:p><w:pPr><w:pStyle w:val="{}"/>"#, self.style);
        if self.keep_next {
            out.push_str("<w:keepNext/>");
        }
        out.push_str(&self.tabs);
        if !self.spacing.is_empty() {
            let _ = write!(out, "<w:spacing{}/>", self.spacing);
        }
        out.push_str(&self.indent);
        if let Some(side) = self.alignment {
            let side = match side {
                Side::Left => "left",
                Side::Right => "right",
            };
            let _ = write!(out, r#"<w:jc w:val="{side}"/>"#);
        }
        let _ = write!(out, "</w:pPr>{}</w:p>", self.runs);
    }
}
