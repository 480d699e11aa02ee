//! The colours of 红黄绿灯 as a style sheet: `/assets/lights/17693a-f2b705-b3201a.css`. The address is all it is made of, so
//! a browser may keep it for ever, and a changed parameter is another address. Pages allow no inline style.

use std::fmt::Write as _;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    institution::Institution,
    regulation::{Colour, Faces},
    value::Day,
};

use crate::{assets::CACHE_CONTROL, error::Error};

/// In the folder of the browser's files.
const FOLDER: &str = "lights/";

/// Of the parameters in force on a day; empty while nothing is set up.
pub fn href(institution: &Institution, today: Day) -> String {
    let code = |faces: &Faces| {
        let colours = [faces.green.colour, faces.yellow.colour, faces.red.colour];
        colours.map(|colour| colour.to_string().replace('#', "")).join("-")
    };
    let set = institution.regulation_on(today);
    set.map(|set| format!("/assets/{FOLDER}{}.css", code(&set.lights.faces))).unwrap_or_default()
}

/// The answer, if `path` (after `/assets/`) is such an address.
pub(crate) fn serve(path: &str) -> Option<Result<Response, Error>> {
    let name = path.strip_prefix(FOLDER)?;
    let Some(text) = style_sheet(name) else { return Some(Err(Error::not_found())) };
    let tag = format!("\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, CACHE_CONTROL),
        (header::ETAG, tag.as_str()),
    ];
    Some(Ok((headers, text).into_response()))
}

/// Each light's colour, and black or white for the words on it.
fn style_sheet(name: &str) -> Option<String> {
    let colours: Option<Vec<Colour>> =
        name.strip_suffix(".css")?.split('-').map(|hex| Colour::parse(&format!("#{hex}"))).collect();
    let colours = colours.filter(|colours| colours.len() == 3)?;
    let mut text = ":root {\n".to_owned();
    for (light, colour) in ["green", "yellow", "red"].iter().zip(colours) {
        let ink = colour.ink();
        writeln!(text, "  --light-{light}: {colour};\n  --light-{light}-ink: {ink};").ok()?;
    }
    Some(text + "}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_the_style_sheet() {
        let text = style_sheet("17693a-f2b705-b3201a.css").unwrap();
        assert!(text.contains("--light-yellow: #f2b705;\n  --light-yellow-ink: #000000;"), "{text}");
        assert!(text.contains("--light-red: #b3201a;\n  --light-red-ink: #ffffff;"), "{text}");
        for nonsense in [
            "",
            ".css",
            "17693a-f2b705.css",
            "17693a-f2b705-b3201a-000000.css",
            "17693a-f2b705-b3201a",
            "red-yellow-green.css",
            "17693a;}-f2b705-b3201a.css",
        ] {
            assert!(style_sheet(nonsense).is_none(), "{nonsense}");
        }
    }

    /// The style sheet of every build says the same where none comes from the parameters.
    #[test]
    fn the_usual_colours_are_in_the_style_sheet_of_the_build() {
        let css = include_str!("../assets/css/duban/10-foundations.css");
        let faces = Faces::default();
        for (light, face) in [("green", faces.green), ("yellow", faces.yellow), ("red", faces.red)] {
            assert!(css.contains(&format!("--light-{light}: {};", face.colour)), "{light}");
        }
    }
}
