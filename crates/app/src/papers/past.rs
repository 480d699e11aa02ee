//! The matter as its record had it at an earlier entry: what an issued paper said then, whatever has changed since.

use domain::{
    matter::{Entry, Fact, Matter, evolve},
    value::{Day, MatterId},
};

/// One version of the notice.
#[derive(Debug, Clone)]
pub struct Version {
    /// 1 for the first
    pub number: u32,
    /// why it was issued anew; empty for the first
    pub cause: &'static str,
    pub on: Day,
    /// the matter when it was issued
    pub issued: Matter,
    /// and just before the next version, or now
    pub last: Matter,
}

/// Every version of the notice, the first one first. None before it went out.
pub fn versions(id: MatterId, timeline: &[Entry]) -> Vec<Version> {
    let mut versions: Vec<Version> = Vec::new();
    let mut matter = Matter::unborn(id);
    for entry in timeline {
        matter = evolve(matter, entry);
        let now = matter.notice_version;
        match versions.last_mut() {
            Some(last) if last.number == now => last.last = matter.clone(),
            _ if now == 0 => {}
            _ => {
                let (cause, on) = (cause(&entry.event.fact), entry.stamp.on);
                let on = matter.dispatched.as_ref().filter(|_| now == 1).map_or(on, |dispatched| dispatched.on);
                versions.push(Version { number: now, cause, on, issued: matter.clone(), last: matter.clone() });
            }
        }
    }
    versions
}

/// The matter just after the first entry after which `holds` is true.
pub fn when(id: MatterId, timeline: &[Entry], holds: impl Fn(&Matter) -> bool) -> Option<Matter> {
    let mut matter = Matter::unborn(id);
    for entry in timeline {
        matter = evolve(matter, entry);
        if holds(&matter) {
            return Some(matter);
        }
    }
    None
}

fn cause(fact: &Fact) -> &'static str {
    match fact {
        Fact::Transferred { .. } => "改派",
        Fact::CoUnitAdded { .. } => "增加协办单位",
        Fact::CoUnitRemoved { .. } => "减少协办单位",
        Fact::Amended { .. } => "更正",
        Fact::DueCorrected { .. } => "更正时限",
        Fact::Recalculated { .. } => "工作日历变动，更正时限",
        _ => "",
    }
}
