//! The gate: finds out who asks (session cookie or bearer token), closes every route to whom its permission does not admit,
//! and sees every answer off: errors become a page or problem+json here, once, and messages travel to the next page.
//!
//! A handler takes [`SignedIn`] and has everything that it needs in one value; one that wants a person cannot forget to ask.

use std::{
    collections::BTreeSet,
    net::{IpAddr, SocketAddr},
    ops::Deref,
    sync::Arc,
    time::Duration,
};

use app::{Actor, App, Via};
use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{
    institution::{Institution, Role},
    value::{Day, PersonId},
};

use crate::{
    cookies, csrf,
    error::{self, Error, Kind},
    forms, leader_desk, lights,
    pages::layout::{self, Flash, Layout, Place},
    respond::{self, Saying},
    routes::{self, Permission},
    state::{Config, Web},
};

/// Whoever asks, and about what.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub web: Web,
    pub request_id: String,
    /// the client's, not the proxy's
    pub address: String,
    pub actor: Option<Actor>,
    /// empty while nobody was looked for: on files of the browser and on the questions of monitors
    pub institution: Arc<Institution>,
    pub today: Day,
    pub method: Method,
    /// with its query, as it was asked for
    pub path: String,
    /// a program asks: errors are problem+json
    pub wants_json: bool,
    /// messages, for the head of pages
    pub unread: u64,
    /// said by the page before
    pub flashes: Vec<Flash>,
}

impl Visitor {
    fn stranger(web: &Web, request: &Request) -> Visitor {
        let headers = request.headers();
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        Visitor {
            request_id: web.app().fresh_id().to_string(),
            address: client_address(peer, headers, web.config()),
            actor: None,
            institution: Arc::default(),
            today: web.app().today(),
            method: request.method().clone(),
            path: path.to_owned(),
            unread: 0,
            wants_json: path.starts_with("/api/") || accepts_json(headers),
            flashes: cookies::flash(headers, web.config()).into_iter().collect(),
            web: web.clone(),
        }
    }

    pub fn app(&self) -> &App {
        self.web.app()
    }

    /// Roles held today.
    pub fn roles(&self) -> BTreeSet<Role> {
        let person = self.actor.as_ref().and_then(Actor::person_id);
        person.map(|person| roles_of(&self.institution, person, self.today)).unwrap_or_default()
    }

    /// What the frame of a page shows to this visitor.
    pub fn layout(&self, title: &str, here: Option<Place>) -> Layout {
        let user = self.actor.as_ref().and_then(Actor::person_id).map(|person| self.user(person));
        Layout {
            title: title.to_owned(),
            institution: self.institution.name.clone().unwrap_or_default(),
            logo: self.institution.logo.is_some(),
            seeks: user.is_some() && self.places().contains(&Place::Ledger),
            csrf: self.actor.as_ref().map(|actor| self.app().form_token(actor)).unwrap_or_default(),
            nav: if user.is_some() { self.places() } else { Vec::new() },
            lights: if user.is_some() { lights::href(&self.institution, self.today) } else { String::new() },
            user,
            here,
            unread: self.unread,
            flashes: self.flashes.clone(),
        }
    }

    fn user(&self, person: PersonId) -> layout::SignedIn {
        let institution = &self.institution;
        let unit = institution.people.get(&person).and_then(|person| person.unit);
        let unit = unit.map(|unit| institution.unit_name(unit)).unwrap_or_default();
        let roles: Vec<&str> = self.roles().into_iter().map(Role::label).collect();
        let post =
            [unit, &roles.join("、")].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        layout::SignedIn { name: institution.person_name(person).to_owned(), post }
    }

    /// Where this visitor may go; ledger and calendar are no places for 三员, who handle no matters, and 工作台 is none for those
    /// who have all on 批阅.
    fn places(&self) -> Vec<Place> {
        let roles = self.roles();
        let office = roles.iter().any(|role| role.is_office());
        let administers = roles.iter().any(|role| role.is_administrator());
        let open = |place: &Place| {
            routes::permission(&Method::GET, place.href()).is_some_and(|permission| permission.admits(&roles))
        };
        Place::ALL
            .into_iter()
            .filter(open)
            .filter(|place| !(administers && matches!(place, Place::Ledger | Place::Calendar)))
            .filter(|place| !(office && *place == Place::Summaries))
            .filter(|place| *place != Place::Referrals || roles.contains(&Role::Discipline))
            .filter(|place| *place != Place::Desk || !leader_desk::is_all(self))
            .collect()
    }
}

/// A visitor with an account, for handlers.
#[derive(Debug, Clone)]
pub struct SignedIn {
    visitor: Arc<Visitor>,
    pub actor: Actor,
    pub person: PersonId,
}

impl Deref for SignedIn {
    type Target = Visitor;

    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let visitor = visitor(&parts.extensions)?;
        let actor = visitor.actor.clone().ok_or(Kind::SignedOut)?;
        let person = actor.person_id().ok_or(Kind::SignedOut)?;
        Ok(SignedIn { visitor, actor, person })
    }
}

/// Anybody, for handlers of pages that strangers see.
#[derive(Debug, Clone)]
pub struct Anybody(pub Arc<Visitor>);

impl Deref for Anybody {
    type Target = Visitor;

    fn deref(&self) -> &Visitor {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Anybody {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        visitor(&parts.extensions).map(Anybody)
    }
}

pub(crate) fn visitor(extensions: &axum::http::Extensions) -> Result<Arc<Visitor>, Error> {
    extensions
        .get::<Arc<Visitor>>()
        .cloned()
        .ok_or_else(|| Kind::Broken("a request came past the gate".to_owned()).into())
}

/// Around everything: who is it, and what becomes of the answer.
pub async fn enter(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let stranger = Visitor::stranger(&web, &request);
    let (visitor, answer) = match recognised(stranger.clone(), request.headers(), request.uri().path()).await {
        Ok(visitor) => {
            let visitor = Arc::new(visitor);
            request.extensions_mut().insert(visitor.clone());
            (visitor, next.run(request).await)
        }
        Err(error) => (Arc::new(stranger), error.into_response()),
    };
    seen_off(&visitor, answer)
}

/// Around each route: its permission, its method, its time.
pub async fn guard(State(permission): State<Permission>, request: Request, next: Next) -> Response {
    let time = if csrf::is_safe(request.method()) { ASKING } else { SENDING };
    match admitted(permission, request).await {
        Ok(request) => match tokio::time::timeout(time, next.run(request)).await {
            Ok(answer) => answer,
            Err(_) => Error::from(Kind::TimedOut).into_response(),
        },
        Err(turned_away) => turned_away,
    }
}

/// How long a page may take.
const ASKING: Duration = Duration::from_secs(30);
/// How long a form may take, with files over a slow line; what stands still is cut off sooner.
const SENDING: Duration = Duration::from_secs(600);

async fn admitted(permission: Permission, request: Request) -> Result<Request, Response> {
    let refuse = |kind: Kind| Error::from(kind).into_response();
    let visitor = visitor(request.extensions()).map_err(Error::into_response)?;
    let changes = !csrf::is_safe(request.method());
    let by_token = matches!(&visitor.actor, Some(Actor { via: Via::Token { .. }, .. }));
    if changes && !by_token && !csrf::is_from_here(request.headers(), visitor.web.config()) {
        return Err(refuse(Kind::Forged));
    }
    if permission == Permission::Stranger {
        return Ok(request);
    }
    let Some(actor) = &visitor.actor else {
        let typed = if changes { forms::typed_of(request).await } else { Vec::new() };
        return Err(Error::from(Kind::SignedOut).typed(typed).into_response());
    };
    if actor.must_change_password && !MEANWHILE.contains(&request.uri().path()) {
        return Err(if changes || by_token {
            refuse(Kind::MustChangePassword)
        } else {
            respond::see_other("/password")
        });
    }
    if changes && actor.read_only {
        return Err(refuse(Kind::Denied(app::Denied::ReadOnly)));
    }
    if permission.admits(&visitor.roles()) { Ok(request) } else { Err(refuse(Kind::Forbidden)) }
}

/// Open while a password has to be changed first.
const MEANWHILE: &[&str] = &["/password", "/sign-out"];

/// A bearer token, or else a session; whoever sends a token is nobody else, whatever cookies came along.
async fn recognised(mut visitor: Visitor, headers: &HeaderMap, path: &str) -> Result<Visitor, Error> {
    if routes::is_for_machines(path) {
        return Ok(visitor);
    }
    let app = visitor.web.app().clone();
    visitor.institution = app.institution().await?;
    let (address, id) = (&visitor.address, &visitor.request_id);
    visitor.actor = if let Some(sent) = headers.get(header::AUTHORIZATION) {
        let secret = bearer(sent).ok_or(Kind::BadToken)?;
        Some(app.token_actor(secret, address, id).await?.ok_or(Kind::BadToken)?)
    } else if let Some(secret) = cookies::session(headers, visitor.web.config()) {
        app.session_actor(&secret, address, id, is_active(headers)).await?
    } else {
        None
    };
    if let Some(actor) = visitor.actor.as_ref().filter(|_| !visitor.wants_json) {
        visitor.unread = app.unread(actor).await?;
    }
    Ok(visitor)
}

fn bearer(sent: &HeaderValue) -> Option<&str> {
    let (scheme, secret) = sent.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// What a person does keeps the session alive; what a browser does by itself does not.
fn is_active(headers: &HeaderMap) -> bool {
    !headers.contains_key("sec-purpose") && !headers.contains_key("purpose")
}

fn seen_off(visitor: &Visitor, mut answer: Response) -> Response {
    let config = visitor.web.config();
    if let Some(error) = error::of(&answer) {
        answer = error::rendered(visitor, &error, answer.headers());
    }
    if let Some(Saying(flash)) = answer.extensions_mut().remove::<Saying>() {
        cookies::set_flash(answer.headers_mut(), &flash, config);
    } else if !visitor.flashes.is_empty() && is_page(&answer) {
        cookies::clear_flash(answer.headers_mut(), config);
    }
    let headers = answer.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(&visitor.request_id) {
        headers.insert("x-request-id", id);
    }
    answer
}

fn is_page(answer: &Response) -> bool {
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

pub(crate) fn roles_of(institution: &Institution, person: PersonId, on: Day) -> BTreeSet<Role> {
    institution.grants_of(person, on).map(|grant| grant.role).collect()
}

fn accepts_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accept.contains("json") && !accept.contains("text/html")
}

/// The peer, unless it is a proxy that we trust: then the last address in `X-Forwarded-For` that is none.
fn client_address(peer: Option<IpAddr>, headers: &HeaderMap, config: &Config) -> String {
    let Some(peer) = peer.map(|peer| peer.to_canonical()) else { return String::new() };
    if !config.trusted_proxies.contains(&peer) {
        return peer.to_string();
    }
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let mut named: Vec<IpAddr> = Vec::new();
    for name in lines.flat_map(|line| line.split(',')) {
        match name.trim().parse::<IpAddr>() {
            Ok(address) => named.push(address.to_canonical()),
            // What stands before something unreadable cannot be believed.
            Err(_) => named.clear(),
        }
    }
    let client = named.into_iter().rev().find(|address| !config.trusted_proxies.contains(address));
    client.unwrap_or(peer).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_says_who_asks() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let config = Config { trusted_proxies: vec![proxy], ..Config::default() };
        let said = |peer: &str, forwarded: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            client_address(Some(peer.parse().unwrap()), &headers, &config)
        };
        assert_eq!(said("10.0.0.1", "1.2.3.4, 192.0.2.7"), "192.0.2.7");
        assert_eq!(said("10.0.0.1", "192.0.2.7, 10.0.0.1"), "192.0.2.7");
        assert_eq!(said("10.0.0.1", "192.0.2.7, nonsense"), "10.0.0.1");
        assert_eq!(said("::ffff:10.0.0.1", "192.0.2.7"), "192.0.2.7");
        assert_eq!(said("192.0.2.9", "127.0.0.1"), "192.0.2.9");
        assert_eq!(client_address(None, &HeaderMap::new(), &config), "");
    }

    #[test]
    fn a_browser_wants_a_page_and_a_program_json() {
        let wants = |accept: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            accepts_json(&headers)
        };
        assert!(wants("application/json") && wants("application/problem+json"));
        assert!(!wants("text/html,application/xhtml+xml,application/json;q=0.9") && !wants("*/*"));
    }
}
