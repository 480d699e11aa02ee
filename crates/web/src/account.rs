//! Oneself: signing in and out, the password, one's own sessions and tokens. All of it in a browser; a token cannot make
//! tokens.

use app::{
    Denied, Via,
    accounts::{SessionInfo, TokenInfo, password_rule},
};
use axum::http::{HeaderValue, StatusCode, header};

use crate::{
    cookies,
    error::{self, Error, Kind},
    forms::{Asked, FormData},
    gate::{Anybody, SignedIn},
    pages::{
        account::{PasswordPage, SessionRow, SessionsPage, SignInPage, TokenRow},
        form::Problems,
        text,
    },
    respond::{self, Answer, done, local_path, page, page_with, see_other, see_other_saying},
};

pub async fn sign_in(visitor: Anybody, asked: Asked) -> Answer {
    let next = local_path(asked.get("next")).unwrap_or_default();
    if visitor.actor.is_some() {
        return Ok(see_other(if next.is_empty() { "/" } else { next }));
    }
    let mut problems = Problems::default();
    if !visitor.app().is_set_up().await? {
        problems.add("", "系统还没有完成首次设置：请打开安装时给出的一次性链接。");
    }
    page(&sign_in_page(&visitor, "", next, problems))
}

pub async fn enter(visitor: Anybody, form: FormData) -> Answer {
    form.only(&["login", "password", "next"])?;
    let (login, next) = (form.get("login").trim(), local_path(form.get("next")).unwrap_or_default());
    let app = visitor.app();
    let signed_in = app.sign_in(login, form.get("password"), &visitor.address, &visitor.request_id).await;
    let signed_in = match signed_in {
        Ok(signed_in) => signed_in,
        Err(denied) => return turned_away(&visitor, login, next, denied),
    };
    // A new sign-in leaves no older session of this browser behind.
    if let Some(old) = visitor.actor.as_ref().filter(|actor| matches!(actor.via, Via::Session { .. })) {
        app.sign_out(old).await?;
    }
    let goal = match next {
        _ if signed_in.actor.must_change_password => "/password",
        "" => "/",
        next => next,
    };
    let mut answer = see_other(goal);
    cookies::set_session(answer.headers_mut(), signed_in.secret.reveal(), visitor.web.config());
    Ok(answer)
}

/// The form again, with the login name; never with the password.
fn turned_away(visitor: &Anybody, login: &str, next: &str, denied: Denied) -> Answer {
    let mut problems = Problems::default();
    let (status, wait) = match &denied {
        Denied::Refused { refusal, .. } => {
            problems.add("", &refusal.message);
            (StatusCode::UNPROCESSABLE_ENTITY, None)
        }
        Denied::Throttled(seconds) => {
            let minutes = seconds.div_ceil(60).max(1);
            problems.add("", &format!("连续输错次数过多，请 {minutes} 分钟后再试。"));
            (StatusCode::TOO_MANY_REQUESTS, Some(*seconds))
        }
        _ => return Err(denied.into()),
    };
    let mut answer = page_with(status, &sign_in_page(visitor, login, next, problems))?;
    if let Some(seconds) = wait {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(answer)
}

fn sign_in_page(visitor: &Anybody, login: &str, next: &str, problems: Problems) -> SignInPage {
    SignInPage { layout: visitor.layout("登录", None), login: login.to_owned(), next: next.to_owned(), problems }
}

pub async fn sign_out(visitor: SignedIn, _: FormData) -> Answer {
    in_person(&visitor)?;
    visitor.app().sign_out(&visitor.actor).await?;
    let mut answer = see_other_saying("/sign-in", done("您已退出登录。"));
    cookies::clear_session(answer.headers_mut(), visitor.web.config());
    Ok(answer)
}

pub async fn password(visitor: SignedIn) -> Answer {
    in_person(&visitor)?;
    page(&password_page(&visitor, Problems::default()))
}

pub async fn change_password(visitor: SignedIn, form: FormData) -> Answer {
    in_person(&visitor)?;
    form.only(&["current", "new", "again"])?;
    if form.get("new") != form.get("again") {
        let mut problems = Problems::default();
        problems.add("again", "两次输入的新密码不一致，请重新输入。");
        return respond::refused_page(&password_page(&visitor, problems));
    }
    match visitor.app().change_password(&visitor.actor, form.get("current"), form.get("new")).await {
        Ok(()) => Ok(see_other_saying("/", done("密码已修改，其他设备上的登录和已有令牌已经失效。"))),
        Err(Denied::Refused { refusal, .. }) => {
            let problems = error::problems(&refusal, |field| match field {
                "当前口令" => Some("current"),
                "新口令" => Some("new"),
                _ => None,
            });
            respond::refused_page(&password_page(&visitor, problems))
        }
        Err(denied) => Err(denied.into()),
    }
}

fn password_page(visitor: &SignedIn, problems: Problems) -> PasswordPage {
    PasswordPage {
        layout: visitor.layout("修改密码", None),
        forced: visitor.actor.must_change_password,
        password_rule: password_rule(visitor.app().limits().profile).to_owned(),
        problems,
    }
}

pub async fn sessions(visitor: SignedIn) -> Answer {
    in_person(&visitor)?;
    page(&sessions_page(&visitor, "", Problems::default()).await?)
}

pub async fn end_session(visitor: SignedIn, form: FormData) -> Answer {
    in_person(&visitor)?;
    form.only(&["id"])?;
    visitor.app().end_session(&visitor.actor, id_of(&form)?).await?;
    Ok(see_other_saying("/sessions", done("已结束该设备的登录。")))
}

/// The new token stands on this answer and nowhere else: it is not redirected.
pub async fn create_token(visitor: SignedIn, form: FormData) -> Answer {
    in_person(&visitor)?;
    form.only(&["name", "read_only"])?;
    let (name, read_only) = (form.get("name").trim(), form.ticked("read_only"));
    match visitor.app().create_token(&visitor.actor, name, read_only, TOKEN_DAYS).await {
        Ok(token) => page(&sessions_page(&visitor, token.secret.reveal(), Problems::default()).await?),
        Err(Denied::Refused { refusal, .. }) => {
            let problems = error::problems(&refusal, |_| Some("name"));
            respond::refused_page(&sessions_page(&visitor, "", problems).await?)
        }
        Err(denied) => Err(denied.into()),
    }
}

/// How long a token made on the page is good for.
const TOKEN_DAYS: u32 = 180;

pub async fn end_token(visitor: SignedIn, form: FormData) -> Answer {
    in_person(&visitor)?;
    form.only(&["id"])?;
    visitor.app().end_token(&visitor.actor, id_of(&form)?).await?;
    Ok(see_other_saying("/sessions", done("已撤销该令牌。")))
}

fn id_of(form: &FormData) -> Result<uuid::Uuid, Error> {
    form.get("id").parse().map_err(|_| Error::not_found())
}

pub(crate) fn in_person(visitor: &SignedIn) -> Result<(), Error> {
    if matches!(visitor.actor.via, Via::Session { .. }) { Ok(()) } else { Err(Kind::NotForTokens.into()) }
}

async fn sessions_page(visitor: &SignedIn, new_token: &str, problems: Problems) -> Result<SessionsPage, Error> {
    let sessions = visitor.app().sessions(&visitor.actor).await?;
    let tokens = visitor.app().tokens(&visitor.actor).await?;
    Ok(SessionsPage {
        layout: visitor.layout("登录设备与令牌", None),
        sessions: sessions.iter().map(session_row).collect(),
        tokens: tokens.iter().map(token_row).collect(),
        may_create_tokens: true,
        new_token: new_token.to_owned(),
        problems,
    })
}

fn session_row(session: &SessionInfo) -> SessionRow {
    SessionRow {
        id: session.id.to_string(),
        device: "浏览器".to_owned(),
        address: session.address.clone(),
        since: text::moment(session.created_at),
        last_seen: text::moment(session.last_seen_at),
        current: session.current,
    }
}

fn token_row(token: &TokenInfo) -> TokenRow {
    let only = if token.read_only { "（只能查询）" } else { "" };
    TokenRow {
        id: token.id.to_string(),
        name: format!("{}{only}", token.name),
        since: format!("{}，{} 到期", text::moment(token.created_at), text::moment(token.expires_at)),
        last_used: token.last_used_at.map(text::moment).unwrap_or_default(),
    }
}
