//! PDF files made for tests: Chinese in the predefined encoding GBK-EUC-H, so that no font has to be embedded.

use encoding_rs::GB18030;

/// A line of a page: x, y from the foot, size, words.
pub type Line<'t> = (f64, f64, f64, &'t str);

pub fn pdf(pages: &[Vec<Line<'_>>]) -> Vec<u8> {
    with_contents(&pages.iter().map(|lines| (String::new(), content(lines))).collect::<Vec<_>>())
}

pub fn content(lines: &[Line<'_>]) -> Vec<u8> {
    let mut content = Vec::new();
    for (x, y, size, words) in lines {
        let (bytes, ..) = GB18030.encode(words);
        let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        content.extend(format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{hex}> Tj ET\n").bytes());
    }
    content
}

/// Pages of these content streams, each with more entries for its dictionary.
pub fn with_contents(contents: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = Vec::new();
    let kids: String = (0..contents.len()).map(|at| format!("{} 0 R ", 5 + 2 * at)).collect();
    objects.push(b"<</Type/Catalog/Pages 2 0 R>>".to_vec());
    objects.push(format!("<</Type/Pages/Kids[{kids}]/Count {}>>", contents.len()).into_bytes());
    objects
        .push(b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H/DescendantFonts[4 0 R]>>".to_vec());
    objects.push(
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500 814 939 500]>>"
            .to_vec(),
    );
    for (at, (entries, content)) in contents.iter().enumerate() {
        objects.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R>>",
                6 + 2 * at
            )
            .into_bytes(),
        );
        let mut stream = format!("<</Length {}{entries}>>\nstream\n", content.len()).into_bytes();
        stream.extend(content);
        stream.extend(b"\nendstream");
        objects.push(stream);
    }
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", at + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|place| file.extend(format!("{place:010} 00000 n \n").bytes()));
    file.extend(format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF", objects.len() + 1).bytes());
    file
}

/// What zlib makes of these bytes.
pub fn zlib(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let package = super::docx::package(&[("x", &text)]);
    let name = usize::from(u16::from_le_bytes([package[26], package[27]]));
    let extra = usize::from(u16::from_le_bytes([package[28], package[29]]));
    let end = package.windows(4).position(|four| four == b"PK\x01\x02").unwrap_or(package.len());
    [b"\x78\x9C", &package[30 + name + extra..end]].concat()
}
