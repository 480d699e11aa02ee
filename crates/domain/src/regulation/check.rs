//! What is wrong with a set of parameters, field by field: asked before one is recorded, and beside the fields of its form.

use super::{Regulation, papers, parameters::slots};
use crate::value::{NoticeNumber, NumberPattern};

/// What the wording of an urging may name; see [`super::UrgingRules::text`].
const PLACEHOLDERS: [&str; 7] = ["{次序}", "{事项}", "{时限名称}", "{原时限}", "{逾期天数}", "{限期}", "{应报送}"];

impl Regulation {
    /// (field, what to mend), in the order of the parameters; nothing where all is well.
    pub fn check(&self) -> Vec<(String, String)> {
        let mut faults: Vec<(String, String)> = Vec::new();
        for slot in slots(self) {
            let fault = slot.fault(self).or_else(|| self.fault_among(slot.field));
            faults.extend(fault.map(|fault| (slot.field.to_owned(), fault)));
        }
        faults
    }

    /// What is wrong with a value beside the others, or by its own grammar.
    fn fault_among(&self, field: &str) -> Option<String> {
        let faces = &self.lights.faces;
        match field {
            "institution.number_pattern" => pattern(&self.institution.number_pattern),
            "urging.wording" => placeholders(&self.urging.wording),
            "urging.wording_again" => placeholders(&self.urging.wording_again),
            "messages.digest_at" => self.messages.is_quiet(self.messages.digest_at).then(|| {
                format!(
                    "汇总时间落在不发邮件的时段，请改在 {} 至 {} 之间",
                    self.messages.quiet_until.strftime("%H:%M"),
                    self.messages.quiet_from.strftime("%H:%M")
                )
            }),
            "lights.faces.yellow.name" => taken(&[&faces.green.name], &faces.yellow.name),
            "lights.faces.red.name" => taken(&[&faces.green.name, &faces.yellow.name], &faces.red.name),
            "lights.faces.yellow.colour" => taken(&[&faces.green.colour], &faces.yellow.colour),
            "lights.faces.red.colour" => taken(&[&faces.green.colour, &faces.yellow.colour], &faces.red.colour),
            "archive.number_pattern" => self.archive.fault_of_pattern(),
            "archive.retention" => papers::fault_of_retention(&self.archive.retention),
            "archive.retention_major" => papers::fault_of_retention(&self.archive.retention_major),
            paper if paper.starts_with("papers.") => self.words_of(paper).as_deref().and_then(papers::fault_of_words),
            _ => None,
        }
    }

    fn words_of(&self, field: &str) -> Option<String> {
        slots(self).into_iter().find(|slot| slot.field == field).map(|slot| slot.typed(self))
    }
}

/// A number that is written has to be read again: year first, and no other digits.
fn pattern(pattern: &NumberPattern) -> Option<String> {
    if pattern.0.matches("{year}").count() != 1 || pattern.0.matches("{n}").count() != 1 {
        return Some("须写明 {year} 和 {n} 各一处，例如 督办〔{year}〕{n}号".to_owned());
    }
    let number = NoticeNumber { year: 2026, seq: 12 };
    let reads_back = pattern.read(&pattern.write(number)).is_ok_and(|read| read == number);
    (!reads_back).then(|| "年份须在序号之前、两者不能相连，且不能另有数字，例如 督办〔{year}〕{n}号".to_owned())
}

fn placeholders(wording: &str) -> Option<String> {
    let bare = PLACEHOLDERS.iter().fold(wording.to_owned(), |text, known| text.replace(known, ""));
    let (start, rest) = (bare.find('{')?, bare.split_once('{')?.1);
    let unknown = match rest.find('}') {
        Some(end) => &bare[start..start + end + 2],
        None => "{",
    };
    Some(format!("“{unknown}”不能识别，可用的有 {}", PLACEHOLDERS.join("、")))
}

fn taken<T: PartialEq>(others: &[&T], own: &T) -> Option<String> {
    others.contains(&own).then(|| "与另一种灯相同，请改用能区分的".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::{Colour, Group, Value};

    fn school() -> Regulation {
        Regulation::parse(include_str!("../../../../regulation/hubut-2023.toml")).unwrap()
    }

    #[test]
    fn the_universitys_own_set_is_well() {
        assert_eq!(school().check(), []);
        assert_eq!(
            Regulation {
                lights: crate::regulation::LightRules::default(),
                papers: crate::regulation::PaperRules::default(),
                archive: crate::regulation::ArchiveRules::default(),
                ..school()
            },
            school(),
            "the file says the defaults"
        );
    }

    #[test]
    fn every_fault_is_told_beside_its_field() {
        let faults = |change: fn(&mut Regulation)| {
            let mut set = school();
            change(&mut set);
            set.check().into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(faults(|set| set.limits.complete.days = 0), ["limits.complete"]);
        assert_eq!(faults(|set| set.limits.archive.days = 251), ["limits.archive"]);
        assert_eq!(faults(|set| set.urging.copies_discipline_from = 0), ["urging.copies_discipline_from"]);
        assert_eq!(faults(|set| set.urging.wording = " \n".into()), ["urging.wording"]);
        assert_eq!(faults(|set| set.urging.wording_again = "督".repeat(301)), ["urging.wording_again"]);
        assert_eq!(faults(|set| set.urging.wording = "请于{期限}前落实".into()), ["urging.wording"]);
        assert_eq!(faults(|set| set.urging.wording = "请于{限期}前{落实".into()), ["urging.wording"]);
        for pattern in [
            "",
            "督办{n}号",
            "督办〔{year}〕号",
            "{n}号〔{year}〕",
            "督办2〔{year}〕{n}号",
            "{year}{n}",
            "{year}-{n}-{n}",
        ] {
            let mut set = school();
            set.institution.number_pattern.0 = pattern.into();
            assert_eq!(set.check().len(), 1, "{pattern}");
        }
        assert_eq!(faults(|set| set.institution.office = "两\n行".into()), ["institution.office"]);
        assert_eq!(faults(|set| set.messages.digest_at = "06:00".parse().unwrap()), ["messages.digest_at"]);
        assert_eq!(
            faults(|set| set.lights.faces.red.colour = set.lights.faces.green.colour),
            ["lights.faces.red.colour"]
        );
        assert_eq!(faults(|set| set.lights.faces.yellow.name = "绿灯".into()), ["lights.faces.yellow.name"]);
        assert_eq!(faults(|set| set.lights.share_left = 100), ["lights.share_left"]);
        assert_eq!(faults(|set| set.papers.notice = "{大学}通知单".into()), ["papers.notice"]);
        assert_eq!(faults(|set| set.archive.retention = "15年".into()), ["archive.retention"]);
        assert_eq!(faults(|set| set.archive.number_pattern = "{年度}".into()), ["archive.number_pattern"]);
        let two = faults(|set| (set.limits.sign.days, set.lights.points_behind) = (0, 0));
        assert_eq!(two, ["limits.sign", "lights.points_behind"]);
    }

    #[test]
    fn every_parameter_is_read_back_as_it_was_written() {
        let set = school();
        let all = slots(&set);
        let mut fields: Vec<&str> = all.iter().map(|slot| slot.field).collect();
        fields.sort_unstable();
        fields.dedup();
        assert_eq!(fields.len(), all.len());
        let mut blank = set.clone();
        for slot in &all {
            slot.put(&mut blank, &slot.typed(&set)).unwrap_or_else(|fault| panic!("{}: {fault}", slot.field));
            assert!(!slot.said(&set).is_empty() && !slot.said(&set).contains("{}"), "{}", slot.field);
        }
        assert_eq!(blank, set);
        assert!(Group::ALL.iter().all(|group| all.iter().any(|slot| slot.group == *group)));
    }

    /// A parameter that is in the file and not in the list could never be changed.
    #[test]
    fn no_parameter_is_left_out() {
        let count = |table: &toml::Table| -> usize {
            fn leaves(value: &toml::Value) -> usize {
                match value {
                    toml::Value::Table(table) if table.contains_key("days") => 1,
                    toml::Value::Table(table) => table.values().map(leaves).sum(),
                    _ => 1,
                }
            }
            table.values().map(leaves).sum()
        };
        let written: toml::Table = toml::from_str(&toml::to_string(&school()).unwrap()).unwrap();
        assert_eq!(slots(&school()).len(), count(&written) - 1, "all but the day from which they hold");
    }

    #[test]
    fn changes_are_told_in_words() {
        let mut new = school();
        new.limits.complete.days = 20;
        new.extension.most_requests = 2;
        new.lights.faces.red.colour = Colour::parse("#ff0000").unwrap();
        new.in_force = jiff::civil::date(2027, 1, 1);
        let changes = school().changes_to(&new);
        let told: Vec<_> = changes.iter().map(|c| (c.slot.label.as_str(), c.old.as_str(), c.new.as_str())).collect();
        assert_eq!(
            told,
            [
                ("办结", "15 个工作日", "20 个工作日"),
                ("每个事项最多申请延期", "不限", "2 次"),
                ("红灯的颜色", "#b3201a", "#ff0000"),
            ]
        );
        assert_eq!(changes[0].slot.value(&new), Value::Number(20));
    }

    #[test]
    fn what_is_no_value_leaves_the_set_as_it_was() {
        let mut set = school();
        for (field, typed) in [
            ("limits.complete", "十五"),
            ("limits.complete", "-1"),
            ("limits.complete", "99999999999"),
            ("messages.digest_at", "25:00"),
            ("lights.faces.red.colour", "red"),
            ("lights.rule", "never"),
        ] {
            let slot = slots(&set).into_iter().find(|slot| slot.field == field).unwrap();
            assert!(slot.put(&mut set, typed).is_err(), "{field} {typed}");
            assert_eq!(set, school(), "{field} {typed}");
        }
    }
}
