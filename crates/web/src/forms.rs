//! What comes in: addresses' queries ([`Asked`]) and forms ([`FormData`]), urlencoded or multipart, as one type that keeps
//! everything typed. Nothing here judges a value.
//!
//! Files are received one after another, each staged through the app as it comes; a file that is not accepted becomes a
//! problem of the form, so that the text beside it is not lost. A form without the token of its session is refused before
//! any file is taken.

use app::ask::FileInfo;
use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Multipart, Request, multipart::Field},
    http::{header, request::Parts},
};
use domain::value::{Day, FileId};
use futures_util::StreamExt;
use uuid::Uuid;

use crate::{
    error::{Error, Kind},
    gate::{self, Visitor},
    pages::form::{Fact, Problems},
};

/// A hundred notices in one form have some two thousand.
const MOST_FIELDS: usize = 3000;
/// Of an address.
const MOST_ASKED: usize = 200;
const MOST_FILES: usize = 10;
const MOST_TEXT: usize = 2 * 1024 * 1024;
/// Fields whose file is read by its page and kept by nobody, and what is said of one that is larger than any could be.
const READ_HERE: [(&str, &str); 2] =
    [("notice_file", "超过 1 MB，不像放假通知，请核对。"), ("logo", "超过 1 MB，请换一张不超过 64 KB 的图片。")];
const MOST_READ: usize = 1024 * 1024;
/// Of one file.
pub const MOST_BYTES: usize = 50 * 1024 * 1024;
/// Of a whole request: ten files, the text, and what multipart writes around them.
pub const MOST_BODY: usize = MOST_FILES * MOST_BYTES + MOST_TEXT + 1024 * 1024;

/// A form as it was sent.
#[derive(Debug, Clone, Default)]
pub struct FormData {
    /// names and values in their order, without the session's token
    pub values: Vec<(String, String)>,
    /// by the name of their field: received just now, or (`staged`) with an earlier try
    pub files: Vec<(String, FileInfo)>,
    /// names and bytes of files that the page reads itself and nobody keeps
    pub contents: Vec<(String, Vec<u8>)>,
    /// files that were not accepted
    pub problems: Problems,
}

impl FormData {
    /// The first value of this name; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.values.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.values.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A box that was ticked, or a button that was pressed.
    pub fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// Made with the form, so that a form sent twice acts once.
    pub fn command_id(&self) -> Result<Uuid, Error> {
        let id = self.get("command_id").parse().ok();
        id.ok_or_else(|| Error::bad("表单缺少提交编号，请刷新页面后重新填写。").typed(self.typed()))
    }

    /// `None` where nothing was typed or where it is no day; tell them apart with [`FormData::get`].
    pub fn day(&self, name: &str) -> Option<Day> {
        self.get(name).trim().parse().ok()
    }

    /// Refuses a form with fields that it does not have (nobody's browser sends them).
    pub fn only(&self, names: &[&str]) -> Result<(), Error> {
        match self.values.iter().find(|(key, _)| key != "command_id" && !names.contains(&key.as_str())) {
            Some((key, _)) => Err(Error::bad(format!("表单中有不能识别的栏目“{key}”。"))),
            None => Ok(()),
        }
    }

    /// Everything that a person typed, to be copied from an error page.
    pub fn typed(&self) -> Vec<Fact> {
        let told = |(name, value): &(String, String)| {
            (!value.trim().is_empty() && !is_hidden(name)).then(|| fact(name, value))
        };
        self.values.iter().filter_map(told).collect()
    }
}

/// Whoever sends a form: its token, and whose files they become.
impl<S: Send + Sync> FromRequest<S> for FormData {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        let visitor = gate::visitor(request.extensions())?;
        let mut form = received(request, Some(&visitor)).await?;
        if let Some(actor) = &visitor.actor {
            let staged = form.all("staged").filter_map(|id| id.parse::<FileId>().ok()).collect::<Vec<_>>();
            if !staged.is_empty() {
                let files = visitor.app().staged_files(actor, staged).await?;
                form.files.extend(files.into_iter().map(|file| ("staged".to_owned(), file)));
            }
        }
        Ok(form)
    }
}

/// What a visitor typed whose session has ended meanwhile; their files are not taken.
pub async fn typed_of(request: Request) -> Vec<Fact> {
    received(request, None).await.map(|form| form.typed()).unwrap_or_default()
}

/// `visitor`: whose token is compared and who receives files; nobody's where only the text is wanted.
async fn received(request: Request, visitor: Option<&Visitor>) -> Result<FormData, Error> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let mut inbox = Inbox { visitor, ..Inbox::default() };
    match kind.as_str() {
        "application/x-www-form-urlencoded" => inbox.urlencoded(request.into_body()).await?,
        "multipart/form-data" => inbox.multipart(request).await?,
        _ => return Err(Error::bad("请求的格式不能识别，请从页面上的表单提交。")),
    }
    inbox.check_token()?;
    Ok(inbox.form)
}

/// A form while it is coming in.
#[derive(Default)]
struct Inbox<'v> {
    visitor: Option<&'v Visitor>,
    form: FormData,
    token: String,
    checked: bool,
    fields: usize,
    files: usize,
    text: usize,
}

impl Inbox<'_> {
    async fn urlencoded(&mut self, body: Body) -> Result<(), Error> {
        // Chinese text grows ninefold in this encoding: three bytes a character, three signs a byte.
        let bytes = axum::body::to_bytes(body, 3 * MOST_TEXT).await.map_err(|_| too_much_text())?;
        for (name, value) in form_urlencoded::parse(&bytes) {
            self.value(name.into_owned(), value.into_owned())?;
        }
        Ok(())
    }

    async fn multipart(&mut self, request: Request) -> Result<(), Error> {
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
        while let Some(part) = parts.next_field().await.map_err(broken_off)? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file) => self.file(name, file, part).await?,
                None => {
                    let value = self.text_of(part).await?;
                    self.value(name, value)?;
                }
            }
        }
        Ok(())
    }

    async fn text_of(&self, mut part: Field<'_>) -> Result<String, Error> {
        let mut bytes = Vec::new();
        while let Some(chunk) = part.next().await {
            bytes.extend_from_slice(&chunk.map_err(broken_off)?);
            if self.text + bytes.len() > MOST_TEXT {
                return Err(too_much_text());
            }
        }
        String::from_utf8(bytes).map_err(|_| unreadable())
    }

    fn value(&mut self, name: String, value: String) -> Result<(), Error> {
        self.fields += 1;
        self.text += name.len() + value.len();
        if self.fields > MOST_FIELDS {
            return Err(Kind::TooLarge(format!("表单的栏目超过 {MOST_FIELDS} 个，请分几次提交。")).into());
        }
        if self.text > MOST_TEXT {
            return Err(too_much_text());
        }
        match name.as_str() {
            "csrf" => self.token = value,
            _ => self.form.values.push((name, value)),
        }
        Ok(())
    }

    /// A field of files that was left empty sends one without a name.
    async fn file(&mut self, field: String, name: String, mut part: Field<'_>) -> Result<(), Error> {
        self.check_token()?;
        let mut bytes = Vec::new();
        let mut size = 0;
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(broken_off)?;
            size += chunk.len();
            if size <= MOST_BYTES && self.visitor.is_some() {
                bytes.extend_from_slice(&chunk);
            }
        }
        if name.is_empty() && size == 0 {
            return Ok(());
        }
        self.files += 1;
        if self.files > MOST_FILES {
            return Err(Kind::TooLarge(format!("一次最多上传 {MOST_FILES} 个文件，请分几次上传。")).into());
        }
        if size > MOST_BYTES {
            self.form.problems.add(&field, &format!("“{name}”超过 50 MB，请压缩或拆分后再传。"));
            return Ok(());
        }
        if let Some((_, too_large)) = READ_HERE.iter().find(|(read, _)| *read == field) {
            match size {
                0..=MOST_READ => self.form.contents.push((name, bytes)),
                _ => self.form.problems.add(&field, &format!("“{name}”{too_large}")),
            }
            return Ok(());
        }
        self.stage(field, name, bytes).await
    }

    async fn stage(&mut self, field: String, name: String, bytes: Vec<u8>) -> Result<(), Error> {
        let Some(visitor) = self.visitor else { return Ok(()) };
        let Some(actor) = &visitor.actor else { return Err(Kind::SignedOut.into()) };
        match visitor.app().stage_file(actor, &name, bytes).await {
            Ok(file) => self.form.files.push((field, file)),
            Err(app::Denied::Refused { refusal, .. }) => {
                self.form.problems.add(&field, &format!("“{name}”未能接收：{}", refusal.message));
            }
            Err(denied) => return Err(denied.into()),
        }
        Ok(())
    }

    /// A session's form brings the session's token, before its files.
    fn check_token(&mut self) -> Result<(), Error> {
        let Some(visitor) = self.visitor.filter(|_| !self.checked) else { return Ok(()) };
        let by_session = visitor.actor.as_ref().filter(|actor| matches!(actor.via, app::Via::Session { .. }));
        if by_session.is_some_and(|actor| !visitor.app().form_token_is_right(actor, &self.token)) {
            return Err(Error::from(Kind::Forged).typed(self.form.typed()));
        }
        self.checked = true;
        Ok(())
    }
}

fn too_much_text() -> Error {
    Kind::TooLarge("填写的文字超过 2 MB，请精简，或作为附件上传。".to_owned()).into()
}

fn unreadable() -> Error {
    Error::bad("提交的内容读不出来，请刷新页面后重新填写。")
}

/// The connection ended, or more came than a request may hold.
fn broken_off(error: axum::extract::multipart::MultipartError) -> Error {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        return Kind::TooLarge(String::new()).into();
    }
    Error::bad("上传没有传完，请检查网络后重新提交。")
}

/// The query of an address.
#[derive(Debug, Clone, Default)]
pub struct Asked(Vec<(String, String)>);

impl Asked {
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// What stands in a form instead.
    pub fn of(query: &str) -> Asked {
        Asked(form_urlencoded::parse(query.as_bytes()).into_owned().take(MOST_ASKED).collect())
    }

    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes()).take(MOST_ASKED);
        Ok(Asked(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect()))
    }
}

/// Never shown again.
fn is_hidden(name: &str) -> bool {
    matches!(name, "command_id" | "staged" | "current" | "new" | "again" | "next" | "version")
        || name.contains("password")
}

fn fact(name: &str, value: &str) -> Fact {
    let label = LABELS.iter().find(|(known, _)| *known == name).map_or(name, |(_, label)| *label);
    Fact::new(label, value)
}

/// What the commonest fields are called on their forms, for pages that do not know the form.
const LABELS: &[(&str, &str)] = &[
    ("title", "事项标题"),
    ("content", "事项内容"),
    ("requirements", "办理要求"),
    ("target", "量化目标"),
    ("text", "内容"),
    ("reason", "理由"),
    ("reasons", "理由"),
    ("remark", "意见"),
    ("measures", "措施"),
    ("problems", "存在问题"),
    ("question", "征求的问题"),
    ("name", "名称"),
    ("login", "登录名"),
];
