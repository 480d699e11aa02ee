//! All that a template can reach: its fellows, the paper, its logo, the fonts.

use std::sync::{Arc, LazyLock};

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::fonts::Fonts;

/// One paper before the templates.
pub struct Sheets {
    fonts: Arc<Fonts>,
    paper: Bytes,
    logo: Option<Bytes>,
}

impl Sheets {
    /// In: the paper as JSON, and its logo.
    pub fn new(fonts: Arc<Fonts>, paper: Vec<u8>, logo: Option<Vec<u8>>) -> Sheets {
        Sheets { fonts, paper: Bytes::new(paper), logo: logo.map(Bytes::new) }
    }
}

struct Shelf {
    library: LazyHash<Library>,
    templates: Vec<Source>,
    paper: FileId,
    fonts: FileId,
    logo: FileId,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(|| Shelf {
    library: LazyHash::new(Library::default()),
    templates: TEMPLATES.iter().map(|(name, text)| Source::new(file_id(name), (*text).to_owned())).collect(),
    paper: file_id("paper.json"),
    fonts: file_id("fonts.json"),
    logo: file_id("logo.png"),
});

/// The first one is the one that is set.
const TEMPLATES: [(&str, &str); 7] = [
    ("paper.typ", include_str!("templates/paper.typ")),
    ("form.typ", include_str!("templates/form.typ")),
    ("register.typ", include_str!("templates/register.typ")),
    ("official.typ", include_str!("templates/official.typ")),
    ("flow.typ", include_str!("templates/flow.typ")),
    ("cells.typ", include_str!("templates/cells.typ")),
    ("pages.typ", include_str!("templates/pages.typ")),
];

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("the names of the templates are plain");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

impl World for Sheets {
    fn library(&self) -> &LazyHash<Library> {
        &SHELF.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        SHELF.templates[0].id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = SHELF.templates.iter().find(|template| template.id() == id);
        found.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            id if id == SHELF.paper => Ok(self.paper.clone()),
            id if id == SHELF.fonts => Ok(self.fonts.roles.clone()),
            id if id == SHELF.logo => self.logo.clone().ok_or(FileError::AccessDenied),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
