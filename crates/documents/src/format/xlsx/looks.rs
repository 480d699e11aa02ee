//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

pub(super) struct Looks {
    pub plain: Format,
    pub title: Format,
    /// lines above and below a table
    pub left: Format,
    pub right: Format,
    /// of a register
    pub head: Format,
    pub long: Format,
    pub short: Format,
    pub number: Format,
    pub day: Format,
    /// of a form
    pub label: Format,
    pub value: Format,
    pub content: Format,
    /// the upper and the lower part of a cell that is signed at its foot
    pub above_foot: Format,
    pub foot: Format,
    pub heading: Format,
    pub text: Format,
    /// a box of the flow chart where the matter has been, and one beside the way
    pub reached: Format,
    pub aside: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let plain = Format::new().set_font_name("宋体").set_font_size(11).set_font_charset(134);
        let middle = plain.clone().set_align(FormatAlign::VerticalCenter).set_text_wrap();
        let centre = middle.clone().set_align(FormatAlign::Center);
        let framed = |format: &Format| format.clone().set_border(FormatBorder::Thin);
        let top = plain.clone().set_align(FormatAlign::Top).set_align(FormatAlign::Left).set_text_wrap();
        let sides =
            |format: &Format| format.clone().set_border_left(FormatBorder::Thin).set_border_right(FormatBorder::Thin);
        let right = middle.clone().set_align(FormatAlign::Right);
        Self {
            title: centre.clone().set_font_size(18).set_bold(),
            left: middle.clone().set_align(FormatAlign::Left),
            head: framed(&centre).set_bold().set_background_color(Color::RGB(0xEDEDED)),
            long: framed(&middle).set_align(FormatAlign::Left),
            short: framed(&centre),
            number: framed(&centre).set_num_format("0"),
            day: framed(&centre).set_num_format("yyyy-mm-dd"),
            label: framed(&centre).set_bold(),
            value: framed(&centre),
            content: framed(&top),
            above_foot: sides(&top).set_border_top(FormatBorder::Thin),
            foot: sides(&right).set_border_bottom(FormatBorder::Thin),
            heading: middle.clone().set_align(FormatAlign::Left).set_bold(),
            text: top,
            aside: centre.clone().set_border(FormatBorder::Dashed),
            reached: framed(&centre).set_bold().set_background_color(Color::RGB(0xDDE8F3)),
            right,
            plain,
        }
    }
}
