//! The one place that knows status codes. A handler answers `Err(Error)`; the gate turns it into a page with a way on, or into
//! problem+json (RFC 9457) for programs. Causes go to the log; a visitor gets a sentence and the number of the request.

use std::sync::Arc;

use app::Denied;
use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Reason, Refusal, regulation::Clause};
use serde_json::json;
use store::StoreError;

use crate::{
    gate::Visitor,
    pages::{
        error::{ErrorPage, WayOn},
        form::{Fact, Problems},
    },
    respond,
};

/// Why there is no page. What was typed comes along, so that nothing is lost.
#[derive(Debug, Clone)]
pub struct Error {
    kind: Arc<Kind>,
    typed: Vec<Fact>,
    ways_on: Vec<WayOn>,
}

#[derive(Debug, thiserror::Error)]
pub enum Kind {
    #[error("not signed in")]
    SignedOut,
    #[error("unknown or ended token")]
    BadToken,
    #[error("the password has to be changed first")]
    MustChangePassword,
    #[error("no permission")]
    Forbidden,
    #[error("only for people in a browser, not for tokens")]
    NotForTokens,
    #[error("sent by another site, or without the token of its form")]
    Forged,
    #[error("not found")]
    NotFound,
    #[error("method not allowed")]
    MethodNotAllowed,
    /// in words for people
    #[error("bad request: {0}")]
    Bad(String),
    /// in words for people
    #[error("too large: {0}")]
    TooLarge(String),
    #[error("timed out")]
    TimedOut,
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("template: {0}")]
    Template(askama::Error),
    #[error("panic: {0}")]
    Panicked(String),
    #[error("broken: {0}")]
    Broken(String),
    /// answered by a layer below, without more
    #[error("status {0}")]
    Status(StatusCode),
}

impl<K: Into<Kind>> From<K> for Error {
    fn from(kind: K) -> Self {
        Error { kind: Arc::new(kind.into()), typed: Vec::new(), ways_on: Vec::new() }
    }
}

impl Error {
    pub fn is_not_found(&self) -> bool {
        matches!(*self.kind, Kind::NotFound | Kind::Denied(Denied::NotFound))
    }

    pub fn not_found() -> Error {
        Kind::NotFound.into()
    }

    /// A request that no form of ours sends; `what` is for people.
    pub fn bad(what: impl Into<String>) -> Error {
        Kind::Bad(what.into()).into()
    }

    /// Shows what was typed, to be copied: see [`crate::forms::FormData::typed`].
    pub fn typed(mut self, typed: Vec<Fact>) -> Error {
        self.typed = typed;
        self
    }

    /// A button on the page, beside the usual ones.
    pub fn way_on(mut self, label: &str, href: impl Into<String>) -> Error {
        self.ways_on.push(WayOn { label: label.to_owned(), href: href.into() });
        self
    }

    /// The same command id came before, with something else in it.
    pub fn is_reused(&self) -> bool {
        matches!(*self.kind, Kind::Denied(Denied::Reused))
    }

    /// The rule's refusal, if one refused: for forms that are shown again.
    pub fn refusal(&self) -> Option<&Refusal> {
        match &*self.kind {
            Kind::Denied(denied) => denied.refusal(),
            _ => None,
        }
    }

    pub fn status(&self) -> StatusCode {
        self.told().status
    }

    fn told(&self) -> Told {
        told(&self.kind)
    }
}

/// The answer is made in [`rendered`], by the gate that knows the visitor; until then it only carries its cause.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut answer = self.status().into_response();
        answer.extensions_mut().insert(Carried(self));
        answer
    }
}

#[derive(Debug, Clone)]
struct Carried(Error);

/// What stops an answer from being a page; a bare status of a layer below counts too.
pub(crate) fn of(answer: &Response) -> Option<Error> {
    if let Some(Carried(error)) = answer.extensions().get() {
        return Some(error.clone());
    }
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let bare = kind.is_empty() || kind.starts_with("text/plain");
    let failed = answer.status().is_client_error() || answer.status().is_server_error();
    (failed && bare).then(|| Kind::Status(answer.status()).into())
}

/// What is wrong with a form, beside the fields: `names` translates what the rules call a field into the form's own name.
pub fn problems(refusal: &Refusal, name_of: impl Fn(&str) -> Option<&'static str>) -> Problems {
    let clause = refusal.clause.map(words).unwrap_or_default();
    let mut problems = Problems::default();
    for (field, what) in &refusal.fields {
        problems.add_under(name_of(field).unwrap_or_default(), what, &clause);
    }
    if refusal.fields.is_empty() {
        problems.add_under("", &refusal.message, &clause);
    }
    problems
}

/// `第四条（三）`; the templates add 依据.
pub fn words(clause: Clause) -> String {
    match clause {
        Clause::Own => "学校办公室设定".to_owned(),
        _ => clause.article().to_owned(),
    }
}

/// What people and programs are told.
struct Told {
    status: StatusCode,
    /// stable: the last part of the problem's type
    code: &'static str,
    /// empty: the page's usual sentence
    sentence: String,
    advice: String,
    clause: Option<Clause>,
    fields: Vec<(String, String)>,
    retry_after: Option<u64>,
}

impl Told {
    fn new(status: StatusCode, code: &'static str, sentence: &str) -> Told {
        let sentence = sentence.to_owned();
        Told { status, code, sentence, advice: String::new(), clause: None, fields: Vec::new(), retry_after: None }
    }

    fn advice(mut self, advice: &str) -> Told {
        self.advice = advice.to_owned();
        self
    }

    fn retry_after(mut self, seconds: u64) -> Told {
        self.retry_after = Some(seconds);
        self
    }
}

fn told(kind: &Kind) -> Told {
    use StatusCode as S;
    match kind {
        Kind::SignedOut => Told::new(S::UNAUTHORIZED, "signed-out", ""),
        Kind::BadToken => Told::new(S::UNAUTHORIZED, "bad-token", "访问令牌无效、已到期或已撤销。")
            .advice("请在“登录设备与令牌”中创建新的令牌。"),
        Kind::MustChangePassword => {
            Told::new(S::FORBIDDEN, "must-change-password", "请先修改初始密码，再办理其他事项。")
        }
        Kind::Forbidden => Told::new(S::FORBIDDEN, "forbidden", ""),
        Kind::NotForTokens => {
            Told::new(S::FORBIDDEN, "not-for-tokens", "这项操作只能由本人登录后办理，不能用访问令牌办理。")
        }
        Kind::Forged => Told::new(S::FORBIDDEN, "forged", "这次提交不是从本系统当前打开的页面发出的，没有办理。")
            .advice("如果您刚刚重新登录过，请回到原页面刷新后再提交。"),
        Kind::NotFound => Told::new(S::NOT_FOUND, "not-found", ""),
        Kind::MethodNotAllowed => Told::new(S::METHOD_NOT_ALLOWED, "method-not-allowed", "这个地址不能这样访问。")
            .advice("请从页面上的按钮或链接进入。"),
        Kind::Bad(what) => Told::new(S::BAD_REQUEST, "bad-request", what),
        Kind::TooLarge(what) => Told::new(S::PAYLOAD_TOO_LARGE, "too-large", what),
        Kind::TimedOut => Told::new(S::SERVICE_UNAVAILABLE, "timed-out", "这次请求用时过长，已经停止。")
            .advice("请稍候重试；如果刚才提交了内容，请先到事项页看是否已经办理。"),
        Kind::Denied(denied) => denied_told(denied),
        Kind::Template(_) | Kind::Panicked(_) | Kind::Broken(_) => Told::new(S::INTERNAL_SERVER_ERROR, "internal", ""),
        Kind::Status(status) => bare_told(*status),
    }
}

fn bare_told(status: StatusCode) -> Told {
    match status.as_u16() {
        404 => told(&Kind::NotFound),
        405 => told(&Kind::MethodNotAllowed),
        413 => Told::new(status, "too-large", ""),
        408 | 503 => told(&Kind::TimedOut),
        400..500 => Told::new(status, "bad-request", "请求的格式不能识别，请从页面上的按钮或链接进入。"),
        _ => Told::new(status, "internal", ""),
    }
}

fn denied_told(denied: &Denied) -> Told {
    use StatusCode as S;
    match denied {
        Denied::NotFound => told(&Kind::NotFound),
        Denied::Refused { refusal, .. } => refused_told(refusal),
        Denied::Reused => Told::new(S::CONFLICT, "reused", "同一份表单已经提交过，这次的内容却不同，没有办理。")
            .advice("请先查看第一次提交的结果；如还要修改，请从那里重新办理。"),
        Denied::ReadOnly => Told::new(S::FORBIDDEN, "read-only", "这一令牌只能查询，不能办理。"),
        Denied::SignedOut => told(&Kind::SignedOut),
        Denied::Throttled(seconds) => {
            let minutes = seconds.div_ceil(60).max(1);
            let sentence = format!("尝试次数过多，请 {minutes} 分钟后再试。");
            Told::new(S::TOO_MANY_REQUESTS, "throttled", &sentence).retry_after(*seconds)
        }
        Denied::Store(error) => store_told(error),
        Denied::Unprinted(why) => Told::new(S::UNPROCESSABLE_ENTITY, "unprinted", why),
        Denied::Unreadable(_) => Told::new(S::INTERNAL_SERVER_ERROR, "internal", ""),
    }
}

fn store_told(error: &StoreError) -> Told {
    use StatusCode as S;
    match error {
        StoreError::Busy => Told::new(S::SERVICE_UNAVAILABLE, "busy", "").retry_after(2),
        StoreError::Unavailable(_) | StoreError::Closed => {
            Told::new(S::SERVICE_UNAVAILABLE, "unavailable", "数据库暂时连接不上，本次操作没有生效，请稍候重试。")
                .retry_after(10)
        }
        StoreError::Full(_) => Told::new(S::INSUFFICIENT_STORAGE, "full", "服务器磁盘空间不足，本次操作没有生效。")
            .advice("现在仍可查询。请通知系统管理员清理磁盘；腾出空间后即可继续办理，不必重启。"),
        StoreError::ReadOnly(_) | StoreError::WritesStopped(_) => {
            Told::new(S::SERVICE_UNAVAILABLE, "read-only-storage", "服务器暂时不能写入，本次操作没有生效。")
                .advice("现在仍可查询。请通知系统管理员检查磁盘。")
                .retry_after(60)
        }
        StoreError::Conflict { .. } => {
            Told::new(S::CONFLICT, "conflict", "").advice("请刷新事项页，看过新的情况后再办理。")
        }
        _ => Told::new(S::INTERNAL_SERVER_ERROR, "internal", ""),
    }
}

fn refused_told(refusal: &Refusal) -> Told {
    use StatusCode as S;
    let (status, code) = match refusal.reason {
        Reason::NotPermitted => (S::FORBIDDEN, "not-permitted"),
        Reason::OwnRequest => (S::FORBIDDEN, "own-request"),
        Reason::IllegalTransition => (S::CONFLICT, "illegal-transition"),
        Reason::Overtaken => (S::CONFLICT, "overtaken"),
        Reason::NoSuchItem => (S::CONFLICT, "no-such-item"),
        Reason::Incomplete => (S::UNPROCESSABLE_ENTITY, "incomplete"),
        Reason::Invalid => (S::UNPROCESSABLE_ENTITY, "invalid"),
        Reason::WrongDay => (S::UNPROCESSABLE_ENTITY, "wrong-day"),
        Reason::NeedsEvidence => (S::UNPROCESSABLE_ENTITY, "needs-evidence"),
    };
    let mut told = Told::new(status, code, &refusal.message);
    told.clause = refusal.clause;
    told.fields = refusal.fields.clone();
    if status == S::CONFLICT {
        told.advice = "请刷新事项页，看过新的情况后再办理。".to_owned();
    }
    told
}

/// As this visitor gets it. `before` are the headers that the answer had: `Allow`, cookies.
pub(crate) fn rendered(visitor: &Visitor, error: &Error, before: &HeaderMap) -> Response {
    let told = error.told();
    logged(visitor, error, told.status);
    let retry_after = told.retry_after;
    let mut answer = match &*error.kind {
        _ if visitor.wants_json => problem(visitor, &told),
        Kind::SignedOut if crate::csrf::is_safe(&visitor.method) => respond::see_other(&sign_in(&visitor.path)),
        _ => page(visitor, error, told),
    };
    for name in [header::ALLOW, header::SET_COOKIE] {
        before.get_all(&name).iter().for_each(|value| {
            answer.headers_mut().append(name.clone(), value.clone());
        });
    }
    if answer.status() == StatusCode::UNAUTHORIZED && visitor.wants_json {
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(seconds) = retry_after {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}

/// Where to sign in, and to go on from there.
pub(crate) fn sign_in(path: &str) -> String {
    match respond::local_path(path) {
        None | Some("/") => "/sign-in".to_owned(),
        Some(path) => format!("/sign-in{}", respond::query(&[("next", path)])),
    }
}

fn page(visitor: &Visitor, error: &Error, told: Told) -> Response {
    let mut ways_on = error.ways_on.clone();
    if told.status == StatusCode::UNAUTHORIZED {
        ways_on.push(WayOn { label: "登录".to_owned(), href: "/sign-in".to_owned() });
    }
    let mut page = ErrorPage {
        layout: visitor.layout("", None),
        status: told.status.as_u16(),
        sentence: told.sentence,
        advice: told.advice,
        clause: told.clause.map(words).unwrap_or_default(),
        typed: error.typed.clone(),
        ways_on,
        request_id: visitor.request_id.clone(),
    };
    page.layout.title = page.heading().to_owned();
    respond::page_with(told.status, &page).unwrap_or_else(|_| told.status.into_response())
}

fn problem(visitor: &Visitor, told: &Told) -> Response {
    let page = ErrorPage { status: told.status.as_u16(), sentence: told.sentence.clone(), ..ErrorPage::default() };
    let errors: Vec<_> = told
        .fields
        .iter()
        .map(|(field, what)| json!({ "pointer": format!("#/{}", field.replace('~', "~0").replace('/', "~1")), "detail": what }))
        .collect();
    let mut body = json!({
        "type": format!("urn:duban:problem:{}", told.code),
        "title": page.heading(),
        "status": told.status.as_u16(),
        "detail": page.said(),
        "instance": format!("urn:uuid:{}", visitor.request_id),
    });
    if let Some(clause) = told.clause {
        body["clause"] = json!({ "id": clause.id(), "article": clause.article() });
    }
    if !told.advice.is_empty() {
        body["advice"] = json!(told.advice);
    }
    if !errors.is_empty() {
        body["errors"] = json!(errors);
    }
    let mut answer = (told.status, Json(body)).into_response();
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    answer
}

fn logged(visitor: &Visitor, error: &Error, status: StatusCode) {
    let Visitor { request_id, method, .. } = visitor;
    let path = visitor.path.split('?').next().unwrap_or_default();
    let path = if path.starts_with("/set-up/") { "/set-up/…" } else { path };
    if status.is_server_error() {
        tracing::error!(%request_id, %method, path, status = status.as_u16(), cause = %error.kind, "request failed");
    } else {
        tracing::debug!(%request_id, %method, path, status = status.as_u16(), cause = %error.kind, "request refused");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_wrong_underneath_is_told_by_what_to_do_about_it() {
        let status = |error: StoreError| Error::from(Denied::from(error)).status().as_u16();
        assert_eq!(status(StoreError::Busy), 503);
        assert_eq!(status(StoreError::Unavailable("tcp".into())), 503);
        assert_eq!(status(StoreError::ReadOnly("/data".into())), 503);
        assert_eq!(status(StoreError::Full("/data".into())), 507);
        assert_eq!(status(StoreError::Conflict { stream: String::new(), version: 3 }), 409);
        assert_eq!(status(StoreError::Database("no such table".into())), 500);
        assert_eq!(Error::from(Denied::Throttled(61)).told().sentence, "尝试次数过多，请 2 分钟后再试。");
    }

    #[test]
    fn every_reason_of_a_refusal_has_its_status() {
        let status = |reason| Error::from(Denied::from(Refusal::new(reason, "不行"))).status().as_u16();
        assert_eq!([Reason::NotPermitted, Reason::OwnRequest].map(status), [403, 403]);
        assert_eq!([Reason::Overtaken, Reason::IllegalTransition, Reason::NoSuchItem].map(status), [409, 409, 409]);
        let mistakes = [Reason::Incomplete, Reason::Invalid, Reason::WrongDay, Reason::NeedsEvidence];
        assert_eq!(mistakes.map(status), [422, 422, 422, 422]);
    }

    #[test]
    fn a_problem_stands_beside_its_field() {
        let refusal = Refusal::invalid("单位名称", "已有同名单位").under(Clause::R4_3);
        let found = problems(&refusal, |field| (field == "单位名称").then_some("name"));
        assert_eq!((found.of("name"), found.0[0].clause.as_str()), ("已有同名单位", "第四条（三）"));
        let whole = problems(&Refusal::overtaken("已被他人办理"), |_| None);
        assert_eq!(whole.of(""), "已被他人办理");
    }
}
