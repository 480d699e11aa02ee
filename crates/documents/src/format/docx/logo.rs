//! The institution's logo at the head of forms and registers: a header of their sections, in the margin, where it moves
//! nothing. A file without a logo has no headers at all.

use crate::paper::Logo;

/// The part of a section's header.
#[derive(Debug, Clone, Copy)]
pub(super) enum Header {
    Logo = 1,
    /// of a section that has none: without, it would take that of the section before
    Empty = 2,
}

/// The picture's own part, and how the header finds it.
pub(super) const PICTURE: &str = "word/media/logo.png";
pub(super) const HEADER_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="logo" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/logo.png"/></Relationships>"#;

pub(super) const CONTENT_TYPES: &str = r#"<Default Extension="png" ContentType="image/png"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/header2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>"#;

pub(super) const RELATIONS: &str = r#"<Relationship Id="header1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/><Relationship Id="header2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header2.xml"/>"#;

/// From the top of the page, as in the PDF.
const TOP: f64 = 10.0;

/// In a section's properties: odd and even pages alike.
pub(super) fn references(header: Header) -> String {
    let n = header as u8;
    format!(
        r#"<w:headerReference w:type="default" r:id="header{n}"/><w:headerReference w:type="even" r:id="header{n}"/>"#
    )
}

/// The part of a header.
pub(super) fn part(header: Header, logo: &Logo) -> String {
    let drawing = match header {
        Header::Logo => format!("<w:r>{}</w:r>", drawing(logo)),
        Header::Empty => String::new(),
    };
    format!(
        r#"<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{drawing}</w:p></w:hdr>"#
    )
}

fn drawing(logo: &Logo) -> String {
    let (width, height) = logo.size();
    let (width, height, top) = (emu(width), emu(height), emu(TOP));
    format!(
        r#"<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV><wp:extent cx="{width}" cy="{height}"/><wp:wrapNone/><wp:docPr id="1" name="logo" descr="标志"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="logo.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="logo"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing>"#
    )
}

/// DrawingML counts in 36,000ths of a millimetre.
fn emu(millimetres: f64) -> i64 {
    (millimetres * 36_000.0).round() as i64
}
