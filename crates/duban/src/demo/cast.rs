//! Who and what the demonstration's names stand for: fresh identifiers for its units, people, matters and source groups.

use std::collections::HashMap;

use anyhow::{Context, Result};
use domain::value::{GroupId, MatterId, PersonId, UnitId};
use uuid::Uuid;

use super::data::{Matter, School};

pub struct Cast {
    units: HashMap<String, UnitId>,
    people: HashMap<String, PersonId>,
    matters: HashMap<String, MatterId>,
    groups: HashMap<String, GroupId>,
}

impl Cast {
    pub fn new(school: &School, matters: &[Matter], mut fresh: impl FnMut() -> Uuid) -> Self {
        let units = school.units.iter().map(|unit| (unit.id.clone(), UnitId(fresh()))).collect();
        let people = school.people.iter().map(|person| (person.id.clone(), PersonId(fresh()))).collect();
        let mut groups = HashMap::new();
        for name in matters.iter().filter_map(|matter| matter.source_group.as_ref()) {
            groups.entry(name.clone()).or_insert_with(|| GroupId(fresh()));
        }
        let matters = matters.iter().map(|matter| (matter.key.clone(), MatterId(fresh()))).collect();
        Self { units, people, matters, groups }
    }

    pub fn unit(&self, id: &str) -> Result<UnitId> {
        self.units.get(id).copied().with_context(|| format!("没有单位 {id}"))
    }

    pub fn person(&self, id: &str) -> Result<PersonId> {
        self.people.get(id).copied().with_context(|| format!("没有人员 {id}"))
    }

    pub fn matter(&self, key: &str) -> Result<MatterId> {
        self.matters.get(key).copied().with_context(|| format!("没有事项 {key}"))
    }

    pub fn group(&self, name: &str) -> Result<GroupId> {
        self.groups.get(name).copied().with_context(|| format!("没有同源事项 {name}"))
    }
}
