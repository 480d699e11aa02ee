//! What people write is printed as they wrote it: never markup, never a box in place of a character.

use documents::{
    format::Unwritable,
    forms::notice::Notice,
    paper::{Block, Official, Register, Sheet, Value},
    samples,
};
use press::{FontPlaces, Press, PressError};

use crate::tools::{Pdf, press, print_paper, squeezed};

/// In every place where a text may stand.
#[test]
fn nothing_that_people_write_is_markup() {
    let all = samples::HOSTILE.map(str::to_owned).to_vec();
    let joined = all.join(" ");
    let notice = Notice {
        form_title: all[0].clone(),
        number: all[3].clone(),
        title: joined.clone(),
        units: all.clone(),
        content: all.clone(),
        notes: all.clone(),
        office: joined.clone(),
        ..samples::long_notice(1)
    };
    let mut register: Register = samples::register(0);
    register.title = joined.clone();
    register.about = joined.clone();
    register.columns[0].name = joined.clone();
    register.rows = all.iter().map(|text| vec![Value::Text(text.clone()); 7]).collect();
    let body = all
        .iter()
        .flat_map(|text| [Block::Heading(text.clone()), Block::Subheading(text.clone()), Block::Text(text.clone())]);
    let official = Official {
        body: body.collect(),
        title: joined.clone(),
        to: joined.clone(),
        remark: joined.clone(),
        copies_to: joined.clone(),
        enclosed: all.clone(),
        ..samples::circular()
    };
    let sheets = vec![Sheet::Form(notice.form(&joined)), Sheet::Register(register), Sheet::Official(official)];
    let mut paper = samples::papers(sheets);
    paper.title = joined.clone();
    paper.author = joined;
    let pdf = print_paper(&paper);
    pdf.sound();
    // A cell may break a text into lines, which stand between those of its neighbours: the body is read.
    let body = pdf.all_text();
    for text in samples::HOSTILE {
        let found = body.matches(&squeezed(text).replace('\u{200b}', "")).count();
        assert!(found >= 3, "{text} stands {found} times");
    }
    assert!(!body.contains("root:"));
    // The file's own properties.
    let info = pdf.told_by("pdfinfo", &[]);
    assert!(info.contains("#read(\"/etc/passwd\")") && info.contains("=cmd|'/c calc'!A1"), "{info}");
}

/// A text with a control character is refused by its code, as in the other formats.
#[test]
fn control_characters_are_refused_by_name() {
    for (character, name) in [('\0', "U+0000"), ('\u{b}', "U+000B"), ('\u{1f}', "U+001F"), ('\u{ffff}', "U+FFFF")] {
        let text = format!("前{character}后");
        let mut paper = samples::paper(Sheet::Form(samples::notice(&["教务处"], vec![text.clone()]).form("")));
        for refused in [press().print(&paper), {
            paper.sheets.clear();
            paper.title = text;
            press().print(&paper)
        }] {
            let Err(PressError::Unwritable(Unwritable::IllegalCharacter { code, .. })) = refused else {
                panic!("{name}: {refused:?}")
            };
            assert_eq!(code, name);
        }
    }
}

/// Spaces, joiners, marks and whatever Unicode has without a shape: nothing of it stops the press.
#[test]
fn what_has_no_shape_stops_nothing() {
    let odd: String = (0..0x1_1000_u32)
        .chain(0x1F000..0x1FB00)
        .chain(0xE0000..0xE0200)
        .filter_map(char::from_u32)
        .filter(|one| one.is_whitespace() || one.is_control() || matches!(u32::from(*one), 0x300..0x370 | 0x2000..0x2070 | 0xFE00..0xFF00 | 0xE000..0xE010 | 0xFFF0..0x1_0000 | 0x1F600..0x1F610 | 0xE0000..))
        .filter(|one| !matches!(one, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'))
        .flat_map(|one| ['字', one])
        .collect();
    let paper = samples::paper(Sheet::Form(samples::notice(&["教务处"], vec![odd]).form("")));
    let printed = press().print(&paper).unwrap();
    let pdf = Pdf::open(&printed);
    pdf.sound();
    assert!(pdf.all_text().contains("缺字"));
    assert!(printed.missing.contains(&'\u{E000}'), "a private character has no shape of its own");
    // A mark is printed where it has a shape together with its letter, and is named where it has none.
    for (text, missing) in [("e\u{301}", ""), ("字\u{336}", "\u{336}")] {
        let paper = samples::paper(Sheet::Form(samples::notice(&["教务处"], vec![text.to_owned()]).form("")));
        let printed = press().print(&paper).unwrap();
        assert_eq!(printed.missing.iter().collect::<String>(), missing, "{text}");
    }
}

/// 㛃 is in the fonts that the program brings; 𠮷 is in those of the system.
#[test]
fn rare_characters_are_printed_or_told() {
    let paper = |text: &str| {
        samples::paper(Sheet::Form(Notice { contact: text.to_owned(), ..samples::long_notice(1) }.form("")))
    };
    let alone = Press::open(FontPlaces::default()).unwrap();
    let common = alone.print(&paper("李㛃")).unwrap();
    assert!(common.missing.is_empty());
    assert!(Pdf::open(&common).text(0).contains("李㛃"));

    let without = alone.print(&paper("李𠮷")).unwrap();
    assert_eq!(without.missing, ['𠮷']);
    let text = Pdf::open(&without).text(0);
    assert!(text.contains("李〓") && text.contains("U+20BB7") && text.contains("缺字"), "{text}");

    let with = press().print(&paper("李𠮷")).unwrap();
    assert!(with.missing.is_empty(), "fonts-noto-cjk is missing: make setup installs it");
    let text = Pdf::open(&with).text(0);
    assert!(text.contains("李𠮷") && !text.contains("〓") && !text.contains("缺字"), "{text}");
    // The system's font is asked for the rare character only.
    let fonts = Pdf::open(&with).told_by("pdffonts", &[]);
    assert_eq!(fonts.lines().skip(2).filter(|line| line.contains("CJK")).count(), 1, "{fonts}");
    // Once found it stays; what came before looks the same.
    assert_eq!(press().print(&paper("李㛃")).unwrap().pdf, common.pdf);
}

/// Which font of the system sets a character does not depend on what was printed before.
#[test]
fn rare_characters_look_the_same_after_other_papers() {
    let system = || Press::open(FontPlaces { folders: vec![], system: vec!["/usr/share/fonts".into()] }).unwrap();
    let paper = |text: &str| samples::paper(Sheet::Form(samples::notice(&["教务处"], vec![text.to_owned()]).form("")));
    let used = system();
    let printed: Vec<_> = ["𠮷ᚠ", "☃♞", "𠮷", "ა"].map(|text| (text, used.print(&paper(text)).unwrap())).into();
    for (text, before) in printed {
        assert!(before == system().print(&paper(text)).unwrap(), "{text}");
    }
}

/// A character without a shape would be drawn as a box: what is printed in its place differs from a box and from nothing.
#[test]
fn no_box_stands_for_a_character() {
    let ink = |text: &str| {
        let official =
            Official { title: "字".to_owned(), body: vec![Block::Text(text.to_owned())], ..Official::default() };
        let pdf = Pdf::open(&press().print(&samples::paper(Sheet::Official(official))).unwrap());
        // 100 dots an inch; the first character of the paragraph, two characters in.
        let picture = pdf.picture(0, 100);
        let line = pdf.pages[0].lines().into_iter().find(|line| line.top > 150.0).unwrap();
        let scale = 100.0 / 72.0;
        let (left, top) = ((line.left * scale) as usize, (line.top * scale) as usize);
        let rows = top..(line.bottom * scale) as usize;
        let dots: Vec<u8> = rows.flat_map(|row| picture.dots[row * picture.width + left..][..22].to_vec()).collect();
        dots
    };
    let shapes: Vec<_> = ["㛃字", "𠮷字", "囗字", "〓字"].map(ink).into();
    for (place, one) in shapes.iter().enumerate() {
        assert!(one.iter().filter(|dot| **dot < 128).count() > 10, "character {place} is not drawn");
        assert!(shapes[..place].iter().all(|other| other != one), "character {place} looks like another");
    }
}
