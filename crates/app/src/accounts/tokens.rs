//! Tokens of the API: made, listed and ended by their owner; shown once; they act with their owner's rights of that day.

use crypto::Token;
use domain::{
    Refusal,
    value::{PersonId, Title},
};
use jiff::{SignedDuration, Timestamp};
use store::{
    credentials,
    tokens::{self, ApiToken},
};
use uuid::Uuid;

use super::sign_in::{NOTED, actor, may_sign_in};
use crate::{
    Actor, App, Denied, Via,
    audit::line,
    ports::{instant, micros},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenInfo {
    pub id: Uuid,
    pub name: String,
    pub read_only: bool,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// The secret is shown this once.
#[derive(Debug)]
pub struct NewToken {
    pub id: Uuid,
    pub secret: Token,
}

/// A token lasts a year at most.
const DAYS_MOST: u32 = 366;

impl App {
    pub async fn tokens(&self, actor: &Actor) -> Result<Vec<TokenInfo>, Denied> {
        let (person, now) = (owner(actor)?, micros(self.now()));
        self.read(move |read| Ok(tokens::list(read, person.0, now)?.into_iter().map(info).collect())).await
    }

    pub async fn create_token(
        &self,
        actor: &Actor,
        name: &str,
        read_only: bool,
        days: u32,
    ) -> Result<NewToken, Denied> {
        let person = owner(actor)?;
        let name = Title::parse("名称", name)?.to_string();
        if days == 0 || days > DAYS_MOST {
            return Err(Refusal::invalid("有效天数", format!("请填写 1 到 {DAYS_MOST} 之间的天数")).into());
        }
        let (id, secret, now) = (self.fresh_id(), Token::random(), self.now());
        let expires = now.checked_add(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(now);
        let token = tokens::NewToken {
            id,
            hash: secret.hash(),
            person: person.0,
            name,
            read_only,
            created_at: micros(now),
            expires_at: micros(expires),
        };
        let (app, noted) = (self.clone(), line(actor, "create_token", Some(id.to_string()), "ok"));
        self.store()
            .write(move |tx| {
                tokens::create(tx, &token)?;
                noted.write(tx, &app)
            })
            .await?;
        Ok(NewToken { id, secret })
    }

    pub async fn end_token(&self, actor: &Actor, id: Uuid) -> Result<(), Denied> {
        let (person, now) = (owner(actor)?, micros(self.now()));
        let (app, noted) = (self.clone(), line(actor, "end_token", Some(id.to_string()), "ok"));
        self.store()
            .write(move |tx| {
                if !tokens::revoke(tx, person.0, id, now)? {
                    return Err(Denied::NotFound);
                }
                noted.write(tx, &app)
            })
            .await
    }

    /// The actor behind a bearer token; `None` where it has ended.
    pub async fn token_actor(&self, secret: &str, address: &str, request_id: &str) -> Result<Option<Actor>, Denied> {
        let Some(hash) = Token::parse(secret).map(|token| token.hash()) else { return Ok(None) };
        let now = micros(self.now());
        let found = self
            .read(move |read| {
                let Some(token) = tokens::find(read, &hash, now)? else { return Ok(None) };
                let login = credentials::of_person(read, token.person)?;
                let login = login.filter(|login| may_sign_in(login, &read.institution, read.today, now));
                Ok(login.map(|login| (token, login)))
            })
            .await?;
        let Some((token, login)) = found else { return Ok(None) };
        if token.last_used_at.is_none_or(|used| now - used >= NOTED) {
            self.store().write(move |tx| Ok::<_, Denied>(tokens::used(tx, token.id, now)?)).await?;
        }
        let via = Via::Token { id: token.id, name: token.name };
        Ok(Some(Actor { read_only: token.read_only, ..actor(login, via, address, request_id) }))
    }
}

/// Tokens are made by people in a session, or by whoever runs the program on its keys: a token makes no tokens.
fn owner(actor: &Actor) -> Result<PersonId, Denied> {
    match (&actor.via, actor.person_id()) {
        (Via::Session { .. } | Via::Program, Some(person)) if !actor.must_change_password => Ok(person),
        _ => Err(Denied::SignedOut),
    }
}

fn info(token: ApiToken) -> TokenInfo {
    TokenInfo {
        id: token.id,
        name: token.name,
        read_only: token.read_only,
        created_at: instant(token.created_at),
        expires_at: instant(token.expires_at),
        last_used_at: token.last_used_at.map(instant),
    }
}
