//! Signing in with login name and password, the session that follows, and one's own password.

use crypto::{PasswordCheck, Token};
use domain::{
    Reason, Refusal,
    institution::{Institution, Role},
    value::{Day, PersonId},
};
use jiff::{SignedDuration, Timestamp};
use store::{
    SECOND, Tx,
    credentials::{self, Login},
    sessions::{self, NewSession, Session},
    tokens,
};
use uuid::Uuid;

use super::{passwords, throttle};
use crate::{
    Actor, App, Denied, Via,
    audit::{Line, line},
    ports::{instant, micros},
};

/// A fresh session: its secret goes into the cookie and nowhere else.
#[derive(Debug)]
pub struct SignedIn {
    pub secret: Token,
    pub actor: Actor,
}

/// One of my sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionInfo {
    pub id: Uuid,
    pub address: String,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    /// the one that asks
    pub current: bool,
}

/// A session or token that is used notes it once in so long.
pub(super) const NOTED: i64 = 60 * SECOND;

impl App {
    /// In: what was typed, whence. A wrong name and a wrong password are refused in the same words and the same time.
    pub async fn sign_in(
        &self,
        login: &str,
        password: &str,
        address: &str,
        request_id: &str,
    ) -> Result<SignedIn, Denied> {
        let visitor =
            Visitor { login: credentials::fold(login), address: address.into(), request_id: request_id.into() };
        self.count_try(&visitor).await?;
        let found = self.login_of(&visitor).await?;
        let stored = found.as_ref().and_then(|login| login.password.clone());
        let check = self.compare(password.to_owned(), stored).await?;
        let Some(login) = found.filter(|_| check != PasswordCheck::Wrong) else {
            self.audit(visitor.line("failed")).await?;
            return Err(wrong());
        };
        let renewed = match check {
            PasswordCheck::RightButOld => Some(self.hash(password.to_owned()).await?),
            _ => None,
        };
        self.begin_session(visitor, login, renewed).await
    }

    /// The actor behind a session cookie; `None` where the session has ended, or the account was disabled. `active`: the
    /// request is a person's doing (a page, a form), and so keeps the session alive; polling does not.
    pub async fn session_actor(
        &self,
        secret: &str,
        address: &str,
        request_id: &str,
        active: bool,
    ) -> Result<Option<Actor>, Denied> {
        let Some(hash) = Token::parse(secret).map(|token| token.hash()) else { return Ok(None) };
        let now = micros(self.now());
        let found = self
            .read(move |read| {
                let Some(session) = sessions::find(read, &hash, now)? else { return Ok(None) };
                let login = credentials::of_person(read, session.person)?;
                let login = login.filter(|login| may_sign_in(login, &read.institution, read.today, now));
                Ok(login.map(|login| (session, login)))
            })
            .await?;
        let Some((session, login)) = found else { return Ok(None) };
        if active && now - session.last_seen_at >= NOTED {
            self.store().write(move |tx| Ok::<_, Denied>(sessions::touch(tx, &hash, now)?)).await?;
        }
        let via = Via::Session { id: session.id, form_token: session.csrf };
        Ok(Some(actor(login, via, address, request_id)))
    }

    pub async fn sign_out(&self, actor: &Actor) -> Result<(), Denied> {
        let (person, id) = own_session(actor)?;
        let (app, noted) = (self.clone(), line(actor, "sign_out", None, "ok"));
        self.store()
            .write(move |tx| {
                sessions::end_one_of(tx, person.0, id)?;
                noted.write(tx, &app)
            })
            .await
    }

    /// Ends all other sessions and all tokens of the account.
    pub async fn change_password(&self, actor: &Actor, current: &str, new: &str) -> Result<(), Denied> {
        let (person, session) = own_session(actor)?;
        let (login, former, name) = self.passwords_of(person).await?;
        if self.compare(current.to_owned(), login.password.clone()).await? == PasswordCheck::Wrong {
            self.audit(line(actor, "change_password", None, "failed")).await?;
            return Err(Refusal::invalid("当前口令", "当前口令不正确，请重新输入").into());
        }
        passwords::check(self.limits().profile, "新口令", new, &[&login.name, &name])?;
        for old in former.into_iter().chain(login.password) {
            if self.compare(new.to_owned(), Some(old)).await? != PasswordCheck::Wrong {
                return Err(Refusal::invalid("新口令", "不能与最近用过的口令相同，请另设一个").into());
            }
        }
        let hash = self.hash(new.to_owned()).await?;
        let (app, now, noted) = (self.clone(), micros(self.now()), line(actor, "change_password", None, "ok"));
        self.store()
            .write(move |tx| {
                credentials::set_password(tx, person.0, &hash, false, now)?;
                sessions::end_all_of(tx, person.0, Some(session))?;
                tokens::revoke_all_of(tx, person.0, now)?;
                noted.write(tx, &app)
            })
            .await
    }

    /// My sessions that still live.
    pub async fn sessions(&self, actor: &Actor) -> Result<Vec<SessionInfo>, Denied> {
        let (person, current) = own_session(actor)?;
        let now = micros(self.now());
        let info = move |session: Session| SessionInfo {
            id: session.id,
            address: session.address,
            created_at: instant(session.created_at),
            last_seen_at: instant(session.last_seen_at),
            current: session.id == current,
        };
        self.read(move |read| Ok(sessions::list(read, person.0, now)?.into_iter().map(info).collect())).await
    }

    /// Ends one of my sessions.
    pub async fn end_session(&self, actor: &Actor, id: Uuid) -> Result<(), Denied> {
        let (person, _) = own_session(actor)?;
        let (app, noted) = (self.clone(), line(actor, "end_session", Some(id.to_string()), "ok"));
        self.store()
            .write(move |tx| {
                if !sessions::end_one_of(tx, person.0, id)? {
                    return Err(Denied::NotFound);
                }
                noted.write(tx, &app)
            })
            .await
    }

    /// The token of this session's forms, against forged requests; empty for whoever has no session.
    pub fn form_token(&self, actor: &Actor) -> String {
        match &actor.via {
            Via::Session { form_token, .. } => form_token.clone(),
            Via::Token { .. } | Via::Program => String::new(),
        }
    }

    pub fn form_token_is_right(&self, actor: &Actor, sent: &str) -> bool {
        !sent.is_empty() && crypto::equal(self.form_token(actor).as_bytes(), sent.as_bytes())
    }

    async fn count_try(&self, visitor: &Visitor) -> Result<(), Denied> {
        let (app, visiting, now) = (self.clone(), visitor.clone(), micros(self.now()));
        let wait = self
            .store()
            .write(move |tx| {
                let wait = throttle::count(tx, app.limits(), &visiting.login, &visiting.address, now)?;
                if wait.is_some() {
                    visiting.line("refused").write(tx, &app)?;
                }
                Ok::<_, Denied>(wait)
            })
            .await?;
        wait.map_or(Ok(()), |seconds| Err(Denied::Throttled(seconds)))
    }

    async fn login_of(&self, visitor: &Visitor) -> Result<Option<Login>, Denied> {
        let (name, now) = (visitor.login.clone(), micros(self.now()));
        self.read(move |read| {
            let login = credentials::find(read, &name)?;
            Ok(login.filter(|login| may_sign_in(login, &read.institution, read.today, now)))
        })
        .await
    }

    async fn passwords_of(&self, person: PersonId) -> Result<(Login, Vec<String>, String), Denied> {
        self.read(move |read| {
            let login = credentials::of_person(read, person.0)?.ok_or(Denied::NotFound)?;
            let name = read.institution.person_name(person).to_owned();
            Ok((login, credentials::former_passwords(read, person.0)?, name))
        })
        .await
    }

    /// The account is looked at once more: it may have been disabled while the password was compared.
    async fn begin_session(&self, visitor: Visitor, login: Login, renewed: Option<String>) -> Result<SignedIn, Denied> {
        let (secret, form_token, id) = (Token::random(), Token::random().reveal().to_owned(), self.fresh_id());
        let (app, hash, now) = (self.clone(), secret.hash(), micros(self.now()));
        let via = Via::Session { id, form_token: form_token.clone() };
        let begun = actor(login.clone(), via, &visitor.address, &visitor.request_id);
        let noted = line(&begun, "sign_in", None, "ok");
        self.store()
            .write(move |tx| {
                still_open(tx, &login, now)?;
                if let (Some(new), Some(old)) = (&renewed, &login.password) {
                    credentials::rehash(tx, login.person, old, new)?;
                }
                throttle::forgive(tx, &visitor.login, &visitor.address)?;
                let institution = app.0.write_folded.institution(tx)?;
                let (idle, absolute) = lasts(&app, &institution, PersonId(login.person));
                let session = NewSession {
                    id,
                    hash,
                    person: login.person,
                    csrf: form_token,
                    created_at: now,
                    idle_for: idle.as_micros().try_into().unwrap_or(i64::MAX),
                    expires_at: now.saturating_add(absolute.as_micros().try_into().unwrap_or(i64::MAX)),
                    address: visitor.address.clone(),
                    agent: String::new(),
                    ticket: None,
                };
                sessions::begin(tx, &session)?;
                noted.write(tx, &app)
            })
            .await?;
        Ok(SignedIn { secret, actor: begun })
    }
}

/// Whoever stands at the sign-in page.
#[derive(Clone)]
struct Visitor {
    login: String,
    address: String,
    request_id: String,
}

impl Visitor {
    /// Nobody was recognised; the name that was typed is kept, since it is what an auditor looks for.
    fn line(&self, result: &str) -> Line {
        let nobody = Actor { address: self.address.clone(), ..Actor::system(self.request_id.clone()) };
        let login: String = self.login.chars().take(100).collect();
        line(&nobody, "sign_in", None, result).by_nobody().detail(serde_json::json!({ "login": login }))
    }
}

fn wrong() -> Denied {
    Refusal::new(Reason::NotPermitted, "登录名或口令不正确，请检查后重试").into()
}

fn still_open(tx: &mut Tx<'_>, login: &Login, now: i64) -> Result<(), Denied> {
    let again = credentials::of_person(tx, login.person)?;
    let same = again.is_some_and(|again| again.is_open(now) && again.password == login.password);
    if same { Ok(()) } else { Err(wrong()) }
}

/// An open account of a person who is still here.
pub(crate) fn may_sign_in(login: &Login, institution: &Institution, today: Day, now: i64) -> bool {
    let person = institution.people.get(&PersonId(login.person));
    login.is_open(now) && person.is_some_and(|person| person.left_on.is_none_or(|left| today <= left))
}

pub(super) fn actor(login: Login, via: Via, address: &str, request_id: &str) -> Actor {
    Actor {
        login: Some(login.name),
        via,
        address: address.to_owned(),
        must_change_password: login.must_change,
        ..Actor { request_id: request_id.to_owned(), ..Actor::person(PersonId(login.person)) }
    }
}

/// 三员 are signed out sooner.
fn lasts(app: &App, institution: &Institution, person: PersonId) -> (SignedDuration, SignedDuration) {
    let limits = app.limits();
    let administers = [Role::SystemAdmin, Role::SecurityAdmin, Role::Auditor]
        .iter()
        .any(|role| institution.has_role(person, *role, app.today()));
    match administers {
        true => (limits.idle.min(SignedDuration::from_mins(15)), limits.absolute.min(SignedDuration::from_hours(8))),
        false => (limits.idle, limits.absolute),
    }
}

/// Only whoever signed in with a session has one to end, and a password to change.
fn own_session(actor: &Actor) -> Result<(PersonId, Uuid), Denied> {
    match (&actor.via, actor.person_id()) {
        (Via::Session { id, .. }, Some(person)) => Ok((person, *id)),
        _ => Err(Denied::SignedOut),
    }
}
