//! The styles, under the names that Word and WPS know (标题, 标题 1, 页脚) or under Chinese names of their own.
//!
//! Fonts are named outright, as the standard names them; a machine without them takes what [`FONTS`] says is like them.

use std::fmt::Write;

/// A line of GB/T 9704-2012: 22 of them fill 225 mm.
pub(super) const LINE: i32 = 578;
/// The height of a paragraph that must be there and must not be seen.
pub(super) const POINT: i32 = 20;

/// Between characters of 16 pt, so that 28 of them fit into 156 mm with a little room for rounding. The page declares the
/// same grid, but the styles do not lean on it: LibreOffice gives a 16 pt character two cells of a 15.79 pt grid.
const SPACING: i32 = -6;

#[derive(Clone, Copy)]
struct Style {
    id: &'static str,
    /// what Word and WPS show; the English names are built in and shown translated
    name: &'static str,
    font: Font,
    /// in half points
    size: i32,
    colour: &'static str,
    /// the style of the paragraph begun behind it
    next: &'static str,
    keep_next: bool,
    red_rule: bool,
    before: i32,
    after: i32,
    line: (i32, &'static str),
    left: i32,
    right: i32,
    /// what the first line is set in, in characters
    first: i32,
    align: &'static str,
    outline: Option<u8>,
}

#[derive(Clone, Copy)]
enum Font {
    FangSong,
    KaiTi,
    HeiTi,
    XiaoBiaoSong,
    Song,
}

const STYLES: [Style; 30] = [
    style("Normal", "Normal", Font::FangSong, 32),
    style("BodyText", "Body Text", Font::FangSong, 32).first(2),
    style("Title", "Title", Font::XiaoBiaoSong, 44).exact(640).centre().keep(),
    style("Heading1", "heading 1", Font::HeiTi, 32).first(2).keep().outline(0).then("BodyText"),
    style("Heading2", "heading 2", Font::KaiTi, 32).first(2).keep().outline(1).then("BodyText"),
    style("Footer", "footer", Font::Song, 28).exact(360).centre(),
    style("Organ", "发文机关标志", Font::XiaoBiaoSong, 92).centre().keep().colour("FF0000"),
    style("Number", "发文字号", Font::FangSong, 32).centre().keep(),
    style("RedRule", "红色分隔线", Font::FangSong, 16).exact(200).red_rule().keep().then("Title"),
    style("Recipient", "主送机关", Font::FangSong, 32).keep().then("BodyText"),
    style("Enclosed", "附件说明", Font::FangSong, 32),
    style("Signed", "署名和日期", Font::FangSong, 32).centre(),
    style("Remark", "附注", Font::FangSong, 32).first(2),
    style("Imprint", "版记", Font::FangSong, 28).exact(460),
    style("FormNumber", "表格编号", Font::FangSong, 28).spaced(160, 60).at_least(400).keep(),
    style("CellLabel", "表格标签", Font::FangSong, 28).at_least(420).centre(),
    style("CellValue", "表格内容", Font::FangSong, 28).at_least(420).centre(),
    style("CellText", "表格正文", Font::FangSong, 28).at_least(460).indent(85, 85).first(2),
    style("CellFoot", "表格签字", Font::FangSong, 28).at_least(460).align("right"),
    style("FormSigned", "表格落款", Font::FangSong, 28).exact(460).centre(),
    style("Note", "注", Font::FangSong, 24).spaced(60, 0).at_least(380),
    style("SmallLabel", "小表标签", Font::HeiTi, 24).at_least(340).centre(),
    style("SmallValue", "小表内容", Font::FangSong, 24).at_least(340).centre(),
    style("SmallText", "小表正文", Font::FangSong, 24).at_least(340).indent(57, 57).align("left"),
    style("SmallFoot", "小表签字", Font::FangSong, 24).at_least(340).align("right"),
    style("RegisterAbout", "台账说明", Font::FangSong, 24).spaced(60, 60).at_least(360).align("left").keep(),
    style("FlowName", "流程环节", Font::HeiTi, 28).at_least(420).centre().keep(),
    style("FlowArrow", "流程箭头", Font::Song, 28).exact(320).centre().keep(),
    style("FlowText", "流程说明", Font::FangSong, 21).at_least(340).align("left"),
    style("FlowPassed", "流程经过", Font::FangSong, 21).at_least(320).align("left").colour("1F4E79"),
];

const fn style(id: &'static str, name: &'static str, font: Font, size: i32) -> Style {
    Style {
        id,
        name,
        font,
        size,
        colour: "",
        next: id,
        keep_next: false,
        red_rule: false,
        before: 0,
        after: 0,
        line: (LINE, "exact"),
        left: 0,
        right: 0,
        first: 0,
        align: "both",
        outline: None,
    }
}

impl Style {
    const fn exact(self, line: i32) -> Self {
        Self { line: (line, "exact"), ..self }
    }

    const fn at_least(self, line: i32) -> Self {
        Self { line: (line, "atLeast"), ..self }
    }

    const fn spaced(self, before: i32, after: i32) -> Self {
        Self { before, after, ..self }
    }

    const fn indent(self, left: i32, right: i32) -> Self {
        Self { left, right, ..self }
    }

    const fn first(self, first: i32) -> Self {
        Self { first, ..self }
    }

    const fn align(self, align: &'static str) -> Self {
        Self { align, ..self }
    }

    const fn centre(self) -> Self {
        self.align("center")
    }

    const fn keep(self) -> Self {
        Self { keep_next: true, ..self }
    }

    const fn then(self, next: &'static str) -> Self {
        Self { next, ..self }
    }

    const fn outline(self, level: u8) -> Self {
        Self { outline: Some(level), ..self }
    }

    const fn colour(self, colour: &'static str) -> Self {
        Self { colour, ..self }
    }

    const fn red_rule(self) -> Self {
        Self { red_rule: true, ..self }
    }
}

impl Font {
    fn name(self) -> &'static str {
        match self {
            Font::FangSong => "仿宋_GB2312",
            Font::KaiTi => "楷体_GB2312",
            Font::HeiTi => "黑体",
            Font::XiaoBiaoSong => "方正小标宋_GBK",
            Font::Song => "宋体",
        }
    }

    /// Page numbers are half-width digits of 宋体; elsewhere digits and Latin letters are Times New Roman.
    fn latin(self) -> &'static str {
        if let Font::Song = self { self.name() } else { "Times New Roman" }
    }
}

/// A font and what is like it, for machines that lack it.
const FONTS: [(&str, &str, &str); 6] = [
    ("Times New Roman", "Liberation Serif", "roman"),
    ("仿宋_GB2312", "仿宋", "modern"),
    ("楷体_GB2312", "楷体", "modern"),
    ("黑体", "SimHei", "modern"),
    ("方正小标宋_GBK", "方正小标宋简体", "auto"),
    ("宋体", "SimSun", "auto"),
];

pub(super) const KAI_TI: &str =
    r#"<w:rFonts w:hint="eastAsia" w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="楷体_GB2312"/>"#;

const BEGIN: &str = r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312" w:cs="Times New Roman"/><w:kern w:val="2"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"#;
const END: &str = r#"<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>"#;

/// The part `word/styles.xml`.
pub(super) fn part() -> String {
    let mut out = String::from(BEGIN);
    for style in &STYLES {
        style.write(&mut out);
    }
    out + END
}

impl Style {
    fn write(&self, out: &mut String) {
        let Style { id, name, next, .. } = self;
        let (kind, base) = match (*id, name.is_ascii()) {
            ("Normal", _) => (r#" w:default="1""#, ""),
            (_, true) => ("", r#"<w:basedOn w:val="Normal"/>"#),
            (_, false) => (r#" w:customStyle="1""#, r#"<w:basedOn w:val="Normal"/>"#),
        };
        let _ = write!(
            out,
            r#"<w:style w:type="paragraph"{kind} w:styleId="{id}"><w:name w:val="{name}"/>{base}<w:next w:val="{next}"/><w:qFormat/>"#
        );
        self.write_paragraph(out);
        self.write_run(out);
        out.push_str("</w:style>");
    }

    /// The schema fixes the order of the properties.
    fn write_paragraph(&self, out: &mut String) {
        let Style { before, after, line: (line, rule), left, right, align, .. } = self;
        out.push_str("<w:pPr>");
        if self.keep_next {
            out.push_str("<w:keepNext/>");
        }
        // Lines alone at a page's end or beginning are allowed: a page has 22 lines.
        out.push_str(r#"<w:widowControl w:val="0"/>"#);
        if self.red_rule {
            out.push_str(r#"<w:pBdr><w:bottom w:val="single" w:sz="16" w:space="0" w:color="FF0000"/></w:pBdr>"#);
        }
        // No quarter spaces beside digits: a line of 28 characters is 28 characters.
        out.push_str(r#"<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>"#);
        let _ = write!(
            out,
            r#"<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/><w:ind w:left="{left}" w:right="{right}" w:firstLineChars="{}" w:firstLine="{}"/><w:jc w:val="{align}"/>"#,
            self.first * 100,
            self.first * (self.size * 10 + self.spacing()),
        );
        if let Some(level) = self.outline {
            let _ = write!(out, r#"<w:outlineLvl w:val="{level}"/>"#);
        }
        out.push_str("</w:pPr>");
    }

    fn write_run(&self, out: &mut String) {
        let (latin, font, size, spacing) = (self.font.latin(), self.font.name(), self.size, self.spacing());
        let _ = write!(out, r#"<w:rPr><w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{font}"/>"#);
        if !self.colour.is_empty() {
            let _ = write!(out, r#"<w:color w:val="{}"/>"#, self.colour);
        }
        let _ = write!(out, r#"<w:spacing w:val="{spacing}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>"#);
    }

    fn spacing(&self) -> i32 {
        if self.size == 32 { SPACING } else { 0 }
    }
}

/// The part `word/fontTable.xml`.
pub(super) fn fonts() -> String {
    let mut out = String::from(r#"<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#);
    for (name, like, family) in FONTS {
        let charset = if name.is_ascii() { "00" } else { "86" };
        let _ = write!(
            out,
            r#"<w:font w:name="{name}"><w:altName w:val="{like}"/><w:charset w:val="{charset}"/><w:family w:val="{family}"/></w:font>"#
        );
    }
    out.push_str("</w:fonts>");
    out
}
