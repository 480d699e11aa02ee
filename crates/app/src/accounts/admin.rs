//! Other people's accounts: opened, given a new one-time password, disabled. The security administrator's business.

use domain::{
    Reason, Refusal,
    institution::Role,
    value::{PersonId, Title},
};
use store::{
    Tx,
    credentials::{self, NewLogin},
    feeds, sealed, sessions, tokens,
};

use super::{AccountState, passwords};
use crate::{
    Actor, App, Denied,
    ask::{sees_accounts, state_of},
    audit::line,
    person_scope,
    ports::micros,
};

/// Shown once, to be handed over; it has to be changed at the first sign-in.
#[derive(Clone, PartialEq, Eq)]
pub struct InitialPassword {
    pub login: String,
    pub password: String,
}

impl App {
    pub async fn account(&self, actor: &Actor, person: PersonId) -> Result<AccountState, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            if !sees_accounts(&actor, &read.institution, read.today) && actor.person_id() != Some(person) {
                return Err(Denied::NotFound);
            }
            let login = credentials::of_person(read, person.0)?;
            Ok(login.as_ref().map_or(AccountState::None, state_of))
        })
        .await
    }

    pub async fn open_account(&self, actor: &Actor, person: PersonId, login: &str) -> Result<InitialPassword, Denied> {
        self.administers_accounts(actor).await?;
        let institution = self.institution().await?;
        institution.people.get(&person).ok_or(Denied::NotFound)?;
        let login = Title::parse("登录名", login)?.to_string();
        let password = passwords::one_time()?;
        let hash = self.hash(password.clone()).await?;
        let new = new_login(&login, person, hash, true, micros(self.now()));
        self.on_account(actor, "open_account", person, move |tx, _| {
            if credentials::create(tx, &new)? {
                Ok(())
            } else {
                Err(Refusal::invalid("登录名", "登录名已被使用，或此人已有账号").into())
            }
        })
        .await?;
        Ok(InitialPassword { login, password })
    }

    /// A new one-time password; ends all sessions and tokens.
    pub async fn reset_password(&self, actor: &Actor, person: PersonId) -> Result<InitialPassword, Denied> {
        self.administers_accounts(actor).await?;
        let password = passwords::one_time()?;
        let hash = self.hash(password.clone()).await?;
        let login = self
            .on_account(actor, "reset_password", person, move |tx, now| {
                let login = credentials::of_person(tx, person.0)?.ok_or(Denied::NotFound)?;
                credentials::set_password(tx, person.0, &hash, true, now)?;
                end_everything(tx, person, now)?;
                Ok(login.name)
            })
            .await?;
        Ok(InitialPassword { login, password })
    }

    /// Ends all sessions and tokens at once.
    pub async fn disable_account(&self, actor: &Actor, person: PersonId) -> Result<(), Denied> {
        self.administers_accounts(actor).await?;
        if actor.person_id() == Some(person) {
            return Err(Refusal::new(Reason::NotPermitted, "不能停用自己的账号，请由另一位管理员办理").into());
        }
        self.on_account(actor, "disable_account", person, move |tx, now| {
            if !credentials::set_disabled(tx, person.0, true)? {
                return Err(Denied::NotFound);
            }
            end_everything(tx, person, now)
        })
        .await
    }

    pub async fn enable_account(&self, actor: &Actor, person: PersonId) -> Result<(), Denied> {
        self.administers_accounts(actor).await?;
        self.on_account(actor, "enable_account", person, move |tx, _| {
            if credentials::set_disabled(tx, person.0, false)? { Ok(()) } else { Err(Denied::NotFound) }
        })
        .await
    }

    /// Destroys the key of a person's contact data: telephones become 已依法删除, also in matters; names stay in the record.
    pub async fn erase_contact_data(&self, actor: &Actor, person: PersonId) -> Result<u64, Denied> {
        self.administers_accounts(actor).await?;
        let scope = person_scope(person);
        self.on_account(actor, "erase_contact_data", person, move |tx, now| Ok(sealed::erase_scope(tx, &scope, now)?))
            .await
    }

    /// For the demonstration: many accounts with random passwords that need not be changed. Whoever has one already is left
    /// out.
    pub async fn open_demo_accounts(&self, people: Vec<(PersonId, String)>) -> Result<Vec<InitialPassword>, Denied> {
        let mut opened = Vec::new();
        for pair in people.chunks(2) {
            let both = pair.iter().map(|(person, login)| self.open_demo_account(*person, login));
            for one in join_all(both).await {
                opened.extend(one?);
            }
        }
        Ok(opened)
    }

    async fn open_demo_account(&self, person: PersonId, login: &str) -> Result<Option<InitialPassword>, Denied> {
        let (password, login) = (passwords::one_time()?, login.to_owned());
        let hash = self.hash(password.clone()).await?;
        let new = new_login(&login, person, hash, false, micros(self.now()));
        let system = Actor::system("demo");
        let created =
            self.on_account(&system, "open_account", person, move |tx, _| Ok(credentials::create(tx, &new)?)).await?;
        Ok(created.then_some(InitialPassword { login, password }))
    }

    async fn administers_accounts(&self, actor: &Actor) -> Result<(), Denied> {
        let Some(person) = actor.person_id() else { return Ok(()) };
        let institution = self.institution().await?;
        if institution.has_role(person, Role::SecurityAdmin, self.today()) && !actor.read_only {
            return Ok(());
        }
        self.audit(line(actor, "accounts", None, "refused")).await?;
        Err(Refusal::new(Reason::NotPermitted, "账号由安全管理员办理，请与其联系").into())
    }

    /// A change of an account, with its line in the audit log.
    async fn on_account<T: Send + 'static>(
        &self,
        actor: &Actor,
        action: &str,
        person: PersonId,
        work: impl FnOnce(&mut Tx<'_>, i64) -> Result<T, Denied> + Send + 'static,
    ) -> Result<T, Denied> {
        let (app, now) = (self.clone(), micros(self.now()));
        let noted = line(actor, action, Some(person.to_string()), "ok");
        self.store()
            .write(move |tx| {
                let done = work(tx, now)?;
                noted.write(tx, &app)?;
                Ok(done)
            })
            .await
    }
}

fn new_login(name: &str, person: PersonId, hash: String, must_change: bool, now: i64) -> NewLogin {
    NewLogin {
        name: name.to_owned(),
        person: person.0,
        password: Some(hash),
        must_change,
        valid_until: None,
        created_at: now,
    }
}

fn end_everything(tx: &mut Tx<'_>, person: PersonId, now: i64) -> Result<(), Denied> {
    sessions::end_all_of(tx, person.0, None)?;
    tokens::revoke_all_of(tx, person.0, now)?;
    feeds::revoke_all_of(tx, person.0)?;
    Ok(())
}

/// Two at most, one after the other in order; the hashing itself runs side by side.
async fn join_all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut pending: Vec<_> = futures.map(Box::pin).collect();
    let mut done: Vec<Option<F::Output>> = pending.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (slot, future) in done.iter_mut().zip(&mut pending) {
            if slot.is_none()
                && let std::task::Poll::Ready(output) = future.as_mut().poll(cx)
            {
                *slot = Some(output);
            }
        }
        if done.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}
