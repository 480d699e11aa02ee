//! Every address of the site, with its permission and its handler. The router, the navigation and the strangers' test are made
//! of this table; an address that is not in it does not exist.

use std::collections::BTreeSet;

use axum::{
    Router,
    http::Method,
    middleware::from_fn_with_state,
    routing::{MethodRouter, get, post},
};
use domain::institution::Role;

use crate::{
    account, assets, calendar, clock, delegations, desk, directory, gate, health, imports, inbox, leader_desk, ledger,
    matters, meetings, papers, quarterly, referrals, search, set_up, settings, state::Web, statistics, summaries,
};

use Permission::*;

/// Who may enter. About one matter every signed-in visitor may ask; what they may see and do there is decided by
/// `domain::access`, behind `app`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// anybody, also without an account
    Stranger,
    SignedIn,
    /// 督办室经办人 or 学校办公室主任
    Office,
    OfficeHead,
    /// 主要校领导 or 校领导
    Leader,
    SystemAdmin,
    SecurityAdmin,
    Auditor,
    Any(&'static [Permission]),
}

impl Permission {
    /// Is it open to a signed-in visitor with these roles?
    pub fn admits(self, roles: &BTreeSet<Role>) -> bool {
        match self {
            Stranger | SignedIn => true,
            Office => roles.contains(&Role::OfficeClerk) || roles.contains(&Role::OfficeHead),
            OfficeHead => roles.contains(&Role::OfficeHead),
            Leader => roles.iter().any(|role| role.is_leader()),
            SystemAdmin => roles.contains(&Role::SystemAdmin),
            SecurityAdmin => roles.contains(&Role::SecurityAdmin),
            Auditor => roles.contains(&Role::Auditor),
            Any(permissions) => permissions.iter().any(|permission| permission.admits(roles)),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub permission: Permission,
    pub handler: fn() -> MethodRouter<Web>,
}

/// Those who keep units and people, or look after accounts.
const KEEPERS: Permission = Any(&[Office, SystemAdmin, SecurityAdmin]);
const REGISTRARS: Permission = Any(&[Office, SystemAdmin]);
/// Those who sit in the leadership's meetings.
const MEETING: Permission = Any(&[Office, Leader]);

#[rustfmt::skip]
pub const ROUTES: &[Route] = &[
    // What I owe, and what there is.
    asks("/",                                   SignedIn,      || get(desk::show)),
    asks("/leader-desk",                        Leader,        || get(leader_desk::show)),
    does("/clock",                              Any(&[OfficeHead, SystemAdmin]), || post(clock::confirm)),
    asks("/quarterly-reports/{quarter}",        Office,        || get(quarterly::show)),
    does("/quarterly-reports/{quarter}",        Office,        || post(quarterly::submit)),
    // 通报与呈报: who reads one, and how much of it, says domain::summary.
    asks("/summaries",                          SignedIn,      || get(summaries::list)),
    does("/summaries",                          Office,        || post(summaries::create)),
    asks("/summaries/new",                      Office,        || get(summaries::new)),
    asks("/summaries/{id}",                     SignedIn,      || get(summaries::show)),
    asks("/summaries/{id}/edit",                Office,        || get(summaries::edit)),
    does("/summaries/{id}/edit",                Office,        || post(summaries::save)),
    asks("/summaries/{id}/paper",               SignedIn,      || get(summaries::paper)),
    asks("/summaries/{id}/files/{file}",        SignedIn,      || get(summaries::scan)),
    asks("/referrals",                          SignedIn,      || get(referrals::list)),
    does("/referrals",                          SignedIn,      || post(referrals::create)),
    asks("/referrals/new",                      SignedIn,      || get(referrals::new)),
    asks("/referrals/{id}",                     SignedIn,      || get(referrals::show)),
    asks("/referrals/{id}/letter",              SignedIn,      || get(referrals::letter)),
    does("/referrals/{id}/{act}",               SignedIn,      || post(referrals::send)),
    does("/summaries/{id}/{act}",               SignedIn,      || post(summaries::send)),
    asks("/matters",                            SignedIn,      || get(ledger::show)),
    asks("/matters/export",                     SignedIn,      || get(ledger::export::show)),
    asks("/views",                              SignedIn,      || get(ledger::views::list)),
    does("/views",                              SignedIn,      || post(ledger::views::save)),
    does("/views/{id}",                         SignedIn,      || post(ledger::views::change)),
    asks("/batches",                            Office,        || get(matters::batch::list)),
    does("/batches",                            Office,        || post(matters::batch::choose)),
    asks("/batches/{id}",                       Office,        || get(matters::batch::show)),
    does("/batches/{id}",                       Office,        || post(matters::batch::send)),
    asks("/batches/{id}/report",                Office,        || get(matters::batch::file)),
    asks("/api/matters",                        SignedIn,      || get(ledger::json)),
    asks("/search",                             SignedIn,      || get(search::show)),
    // By roles and units: app::ask::statistics says who may ask.
    asks("/statistics",                         SignedIn,      || get(statistics::show)),
    asks("/statistics/matters",                 SignedIn,      || get(statistics::matters)),
    asks("/statistics/file",                    SignedIn,      || get(statistics::file)),

    // The leadership's meeting: one matter a page, and what was noted.
    asks("/meeting",                            MEETING,       || get(meetings::walk::asked)),
    asks("/meetings",                           MEETING,       || get(meetings::list)),
    does("/meetings",                           Office,        || post(meetings::begin)),
    asks("/meetings/{id}",                      MEETING,       || get(meetings::show)),
    does("/meetings/{id}/end",                  Office,        || post(meetings::end)),
    asks("/meetings/{id}/matters/{n}",          MEETING,       || get(meetings::walk::kept)),
    does("/meetings/{id}/notes",                Office,        || post(meetings::note)),
    does("/meetings/{id}/notes/{note}",         Office,        || post(meetings::change)),

    // One matter.
    asks("/matters/new",                        Office,        || get(matters::create::show)),
    does("/matters",                            Office,        || post(matters::create::create)),
    asks("/matters/limit-preview",              Office,        || get(matters::create::limit_preview)),
    asks("/limits/explained",                   SignedIn,      || get(matters::create::explained_day)),
    asks("/adoptions/new",                      Office,        || get(matters::adopt::show)),
    does("/adoptions",                          Office,        || post(matters::adopt::create)),
    asks("/matters/{id}",                       SignedIn,      || get(matters::page::show)),
    asks("/matters/{id}/revision",              Office,        || get(matters::revise::show)),
    does("/matters/{id}/revision",              Office,        || post(matters::revise::save)),
    asks("/matters/{id}/notice",                SignedIn,      || get(matters::notice::show)),
    asks("/matters/{id}/urgings/{n}",           SignedIn,      || get(matters::papers::urging)),
    asks("/matters/{id}/urgings/{n}/letter",    SignedIn,      || get(matters::papers::letter)),
    asks("/matters/{id}/extensions/{n}",        SignedIn,      || get(matters::papers::extension)),
    asks("/matters/{id}/closing-reports/{n}",   SignedIn,      || get(matters::papers::closing_report)),
    asks("/matters/{id}/flow-chart",            SignedIn,      || get(matters::papers::flow)),
    asks("/matters/{id}/package",               Office,        || get(matters::papers::package)),
    asks("/matters/{id}/papers/{paper}",        SignedIn,      || get(matters::papers::open)),
    does("/matters/{id}/attachments",           SignedIn,      || post(matters::files::upload)),
    asks("/matters/{id}/files/{file}",          SignedIn,      || get(matters::files::download)),
    // Every other command by its code: /matters/{id}/signature, …/extension, …/closing-report
    asks("/matters/{id}/{act}",                 SignedIn,      || get(matters::act::show)),
    does("/matters/{id}/{act}",                 SignedIn,      || post(matters::act::send)),

    // Registers, bulletins, blank forms; the notices of many matters.
    asks("/papers",                             Office,        || get(papers::index)),
    asks("/papers/{kind}",                      Office,        || get(papers::show)),

    // What is already written: read, looked through, confirmed.
    asks("/imports",                            KEEPERS,       || get(imports::list)),
    does("/imports",                            KEEPERS,       || post(imports::begin)),
    asks("/imports/{id}",                       KEEPERS,       || get(imports::show)),
    does("/imports/{id}/setting",               Office,        || post(imports::set)),
    does("/imports/{id}/reading",               Office,        || post(imports::reread)),
    does("/imports/{id}/names",                 Office,        || post(imports::name)),
    does("/imports/{id}/lines",                 KEEPERS,       || post(imports::change)),
    asks("/imports/{id}/lines/{place}",         Office,        || get(imports::show_line)),
    does("/imports/{id}/lines/{place}",         Office,        || post(imports::save)),
    does("/imports/{id}/confirmation",          KEEPERS,       || post(imports::confirm)),
    does("/imports/{id}/end",                   KEEPERS,       || post(imports::end)),
    asks("/imports/{id}/answer",                KEEPERS,       || get(imports::answer_sheet)),
    asks("/imports/{id}/file",                  KEEPERS,       || get(imports::file)),

    // Units and people.
    asks("/units",                              KEEPERS,       || get(directory::units::list)),
    asks("/units/new",                          REGISTRARS,    || get(directory::units::new)),
    does("/units",                              REGISTRARS,    || post(directory::units::create)),
    asks("/units/{id}",                         KEEPERS,       || get(directory::units::show)),
    does("/units/{id}",                         REGISTRARS,    || post(directory::units::save)),
    asks("/people",                             KEEPERS,       || get(directory::people::list)),
    asks("/people/new",                         REGISTRARS,    || get(directory::people::new)),
    does("/people",                             REGISTRARS,    || post(directory::people::create)),
    asks("/people/{id}",                        KEEPERS,       || get(directory::people::show)),
    does("/people/{id}",                        REGISTRARS,    || post(directory::people::save)),
    does("/people/{id}/roles",                  SecurityAdmin, || post(directory::rights::grant)),
    does("/people/{id}/roles/{grant}/end",      SecurityAdmin, || post(directory::rights::end)),
    does("/people/{id}/account",                SecurityAdmin, || post(directory::rights::open_account)),
    does("/people/{id}/account/{change}",       SecurityAdmin, || post(directory::rights::change_account)),

    // Parameters.
    asks("/settings",                           REGISTRARS,    || get(settings::show)),

    // Which days count; what falls due on which day.
    asks("/work-calendar",                      Office,        || get(calendar::work::show)),
    asks("/work-calendar/correction",           OfficeHead,    || get(calendar::change::correct)),
    does("/work-calendar/reading",              OfficeHead,    || post(calendar::change::read)),
    does("/work-calendar/preview",              OfficeHead,    || post(calendar::change::preview)),
    does("/work-calendar/changes",              OfficeHead,    || post(calendar::change::confirm)),
    does("/work-calendar/recount",              Office,        || post(calendar::work::recount)),
    asks("/calendar",                           SignedIn,      || get(calendar::month::show)),
    does("/calendar/feeds",                     SignedIn,      || post(calendar::month::create_feed)),
    does("/calendar/feeds/end",                 SignedIn,      || post(calendar::month::end_feed)),
    // The address is the secret.
    asks("/feeds/{token}",                      Stranger,      || get(calendar::feed::show)),
    asks("/settings/parameters",                OfficeHead,    || get(settings::parameters::show)),
    does("/settings/parameters",                OfficeHead,    || post(settings::parameters::send)),
    asks("/settings/logo",                      OfficeHead,    || get(settings::logo::show)),
    does("/settings/logo",                      OfficeHead,    || post(settings::logo::send)),
    asks("/logo.png",                           SignedIn,      || get(settings::logo::picture)),

    // Oneself.
    asks("/sign-in",                            Stranger,      || get(account::sign_in)),
    does("/sign-in",                            Stranger,      || post(account::enter)),
    does("/sign-out",                           SignedIn,      || post(account::sign_out)),
    asks("/set-up/{token}",                     Stranger,      || get(set_up::show)),
    does("/set-up/{token}",                     Stranger,      || post(set_up::finish)),
    asks("/password",                           SignedIn,      || get(account::password)),
    does("/password",                           SignedIn,      || post(account::change_password)),
    asks("/sessions",                           SignedIn,      || get(account::sessions)),
    does("/sessions/end",                       SignedIn,      || post(account::end_session)),
    does("/tokens",                             SignedIn,      || post(account::create_token)),
    does("/tokens/end",                         SignedIn,      || post(account::end_token)),

    // What one was told, and how.
    asks("/inbox",                              SignedIn,      || get(inbox::show)),
    asks("/inbox/{id}",                         SignedIn,      || get(inbox::open)),
    does("/inbox/read",                         SignedIn,      || post(inbox::read_all)),
    asks("/preferences",                        SignedIn,      || get(inbox::preferences)),
    does("/preferences/mail",                   SignedIn,      || post(inbox::save_mail)),
    does("/preferences/messages",               SignedIn,      || post(inbox::save_choice)),
    asks("/delegations",                        SignedIn,      || get(delegations::show)),
    does("/delegations",                        SignedIn,      || post(delegations::give)),
    does("/delegations/{id}/end",               SignedIn,      || post(delegations::end)),
    asks("/settings/mail",                      SystemAdmin,   || get(inbox::mail_state)),
    does("/settings/mail/resend",               SystemAdmin,   || post(inbox::resend)),

    // For browsers and monitors.
    asks("/assets/{*path}",                     Stranger,      || get(assets::serve)),
    asks("/healthz",                            Stranger,      || get(health::alive)),
    asks("/readyz",                             Stranger,      || get(health::ready)),
];

const fn asks(path: &'static str, permission: Permission, handler: fn() -> MethodRouter<Web>) -> Route {
    Route { method: Method::GET, path, permission, handler }
}

const fn does(path: &'static str, permission: Permission, handler: fn() -> MethodRouter<Web>) -> Route {
    Route { method: Method::POST, path, permission, handler }
}

/// The permission of a route, by its path as it stands in the table.
pub fn permission(method: &Method, path: &str) -> Option<Permission> {
    ROUTES.iter().find(|route| route.method == *method && route.path == path).map(|route| route.permission)
}

/// Addresses that nobody has to be looked up for.
pub fn is_for_machines(path: &str) -> bool {
    path.starts_with("/assets/") || path == "/healthz" || path == "/readyz"
}

/// The routes, each behind its guard.
pub fn routed() -> Router<Web> {
    ROUTES.iter().fold(Router::new(), |router, route| {
        router.route(route.path, (route.handler)().route_layer(from_fn_with_state(route.permission, gate::guard)))
    })
}
