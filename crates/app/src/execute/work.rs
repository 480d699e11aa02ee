//! One request inside its transaction: what it has decided so far, and the writing of it all at the end.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use domain::{
    Evidence, Refusal, Stamp, Who, access,
    duty::{Duty, DutyChange, DutyKind},
    institution::{self, Institution},
    matter::{self, Command, CommandKind, Context, Entry, Event, Fact, Matter, SCHEMA, Stage},
    referral::Referral,
    regulation::Regulation,
    summary::Summary,
    value::{Day, FileId, MatterId, NoticeNumber, PersonId, UnitId},
};
use jiff::Timestamp;
use store::{
    Sql, Tx, args,
    event_log::{self, NewEvent},
    receipts,
    records::RecordRow,
    reminders,
};
use uuid::Uuid;

use super::{Act, Circumstances, Done, DoneStream, Request, files, messages};
use crate::{
    Actor, App, Denied, Standing,
    actor::who_code,
    drafts,
    fold::{Folded, tip},
    messages::{Message, MessageKind, made_of, people, queue as queue_message},
    not_set_up,
    papers::kept,
    ports::{instant, micros, shanghai_day},
    records::{self, Record, Told, Whom, record_files},
    search::attachments,
    views::{self, number_of, write_number},
};

pub(crate) struct Work<'a> {
    /// what was folded lately, as the snapshot or transaction has it
    folded: &'a Folded,
    actor: &'a Actor,
    command_id: Uuid,
    circumstances: Circumstances,
    now: Timestamp,
    today: Day,
    institution: Arc<Institution>,
    institution_changed: bool,
    /// as loaded, and as the acts so far leave them
    matters: BTreeMap<MatterId, (Arc<Matter>, Matter)>,
    /// the last number given in a year by this request
    numbers: HashMap<i16, u32>,
    /// streams in the order of their first act
    order: Vec<Uuid>,
    events: Vec<NewEvent>,
    entries: Vec<(MatterId, Entry)>,
    /// with whose they become: a matter's id, `summary:…`
    files: Vec<(String, FileId)>,
    records: BTreeMap<Uuid, RecordRow>,
    /// queued at the end, each with its event's place in the stream
    news: Vec<News>,
}

/// What happened to a record, for those who are to hear of it.
struct News {
    stream: Uuid,
    version: u32,
    kind: &'static str,
    told: Vec<Told>,
}

/// Where a request stood before one of its matters.
pub(crate) struct Mark {
    events: usize,
    entries: usize,
    numbers: HashMap<i16, u32>,
}

/// The answer of the same request, if it was done before.
pub(super) fn repeated(
    tx: &mut Tx<'_>,
    actor: &Actor,
    request: &Request,
    digest: &[u8; 32],
) -> Result<Option<Done>, Denied> {
    let answer = receipts::find(tx, &request.command_id.to_string(), &actor.code(), digest)?;
    let Some(answer) = answer else { return Ok(None) };
    let done: Done = serde_json::from_str(&answer).map_err(|error| Denied::Unreadable(error.to_string()))?;
    Ok(Some(Done { repeated: true, ..done }))
}

impl<'a> Work<'a> {
    /// In the writer's transaction.
    pub fn begin(
        app: &'a App,
        tx: &mut Tx<'_>,
        actor: &'a Actor,
        command_id: Uuid,
        circumstances: Circumstances,
    ) -> Result<Self, Denied> {
        Self::in_snapshot(app.now(), &app.0.write_folded, tx, actor, command_id, circumstances)
    }

    /// Anywhere: what is decided there can be looked at, but not finished.
    pub fn in_snapshot(
        now: Timestamp,
        folded: &'a Folded,
        sql: &mut dyn Sql,
        actor: &'a Actor,
        command_id: Uuid,
        circumstances: Circumstances,
    ) -> Result<Self, Denied> {
        // The log keeps microseconds: what is folded now and what is replayed later must be the same.
        let now = instant(micros(now));
        Ok(Self {
            folded,
            actor,
            command_id,
            circumstances,
            now,
            today: shanghai_day(now),
            institution: folded.institution(sql)?,
            institution_changed: false,
            matters: BTreeMap::new(),
            numbers: HashMap::new(),
            order: Vec::new(),
            events: Vec::new(),
            entries: Vec::new(),
            files: Vec::new(),
            records: BTreeMap::new(),
            news: Vec::new(),
        })
    }

    /// One of a request's acts.
    pub fn act(&mut self, sql: &mut dyn Sql, act: Act) -> Result<(), Denied> {
        match act {
            Act::Matter { id, command } => self.matter(sql, id, &command),
            Act::Institution(command) => self.institution(command),
            Act::Summary { id, command } => {
                let scan = files::of_summary(&command);
                self.files.extend(scan.map(|file| (record_files(id.0), file)));
                self.record::<Summary>(sql, id.0, &command)
            }
            Act::Referral { id, command } => {
                if let Some((matter, unit)) = command.begins_about() {
                    self.undertaken(sql, matter, unit)?;
                }
                self.record::<Referral>(sql, id.0, &command)
            }
        }
    }

    /// One command on one record beside the matters.
    fn record<R: Record>(&mut self, sql: &mut dyn Sql, id: Uuid, command: &R::Command) -> Result<(), Denied> {
        let evidence = files::of_evidence(self.circumstances.evidence.as_ref());
        self.files.extend(evidence.map(|file| (record_files(id), file)));
        let mut record: R = match self.records.get(&id) {
            Some(row) => records::read(row)?,
            None => records::folded(sql, id)?,
        };
        let regulation = self.institution.regulation_on(self.today).ok_or_else(not_set_up)?;
        let number = NoticeNumber { year: self.today.year(), seq: 0 };
        let events = record.decide(command, &self.context(regulation, number, false))?;
        for event in events {
            let stamp = self.stamp();
            record = record.evolve(&event, &stamp);
            let (kind, version) = (R::kind(&event), record.version());
            let recorded = self.new_event(id, R::AGGREGATE, version, kind, body(&event)?, stamp.on);
            self.events.push(recorded);
            self.news.push(News { stream: id, version, kind, told: record.told(&event) });
        }
        self.records.insert(id, records::row(id, &record)?);
        self.in_order(id);
        Ok(())
    }

    /// One command on one matter.
    pub fn matter(&mut self, sql: &mut dyn Sql, id: MatterId, command: &Command) -> Result<(), Denied> {
        self.load(sql, id)?;
        let matter = &self.matters.get(&id).ok_or(Denied::NotFound)?.1;
        self.found(matter, command.kind())?;
        let events = self.decided(sql, matter, command)?;
        let evidence = files::of_evidence(self.circumstances.evidence.as_ref());
        let named = files::named(command).into_iter().chain(evidence);
        self.files.extend(named.map(|file| (id.to_string(), file)));
        for event in events {
            self.happened(id, event)?;
        }
        Ok(())
    }

    /// One administrative change.
    pub fn institution(&mut self, command: institution::InstitutionCommand) -> Result<(), Denied> {
        let events = institution::decide(&self.institution, self.actor.who, self.today, command)?;
        for event in events {
            let institution = institution::evolve(Arc::unwrap_or_clone(std::mem::take(&mut self.institution)), &event);
            let body = body(&event)?;
            let recorded =
                self.new_event(institution::STREAM, "institution", institution.version, event.kind(), body, self.today);
            self.events.push(NewEvent { actor: self.actor.code(), on_behalf: None, recorder: None, ..recorded });
            self.institution = Arc::new(institution);
            self.institution_changed = true;
            self.in_order(institution::STREAM);
        }
        Ok(())
    }

    /// Appends the events, brings the views up to them, queues the messages, leaves the receipt.
    pub fn finish(mut self, tx: &mut Tx<'_>, digest: Option<[u8; 32]>) -> Result<Done, Denied> {
        for (owner, file) in std::mem::take(&mut self.files) {
            files::adopt(tx, &owner, self.actor, file, self.now, self.imports())?;
        }
        let positions = event_log::append(tx, std::mem::take(&mut self.events))?;
        for (before, after) in self.matters.values() {
            let old = views::rows(before, &self.institution);
            let new = views::rows(after, &self.institution);
            views::write(tx, &views::changes(&old, &new))?;
            views::add_to_tally(tx, &old, &new)?;
            if after.attachments.len() > before.attachments.len() {
                attachments::add(tx, after)?;
            }
        }
        for row in self.records.values() {
            store::records::put(tx, row)?;
        }
        self.excuse(tx)?;
        drafts::done(tx, &self.entries, self.now)?;
        if !self.imports() {
            self.order_papers(tx)?;
            self.tell(tx)?;
        }
        let done = Done {
            command_id: self.command_id,
            position: positions.last().copied().unwrap_or_default(),
            events: positions.len() as u64,
            streams: self.order.iter().map(|stream| self.stands(*stream)).collect(),
            repeated: false,
        };
        if let Some(digest) = digest {
            receipts::put(
                tx,
                &self.command_id.to_string(),
                &self.actor.code(),
                &digest,
                &body(&done)?,
                micros(self.now),
            )?;
        }
        if !self.imports() {
            self.keep(tx)?;
        }
        Ok(done)
    }

    /// What the acts so far have decided.
    pub fn decided_entries(self) -> Vec<(MatterId, Entry)> {
        self.entries
    }

    pub fn today(&self) -> Day {
        self.today
    }

    /// Is there such a matter already?
    pub fn is_born(&self, sql: &mut dyn Sql, id: MatterId) -> Result<bool, Denied> {
        Ok(self.matters.contains_key(&id) || tip(sql, id.0)?.is_some())
    }

    /// How far the request has come, for [`Work::back_to`].
    pub fn mark(&self) -> Mark {
        Mark { events: self.events.len(), entries: self.entries.len(), numbers: self.numbers.clone() }
    }

    /// Forgets a matter that was begun after the mark.
    pub fn back_to(&mut self, mark: Mark, id: MatterId) {
        self.events.truncate(mark.events);
        self.entries.truncate(mark.entries);
        self.numbers = mark.numbers;
        self.matters.remove(&id);
        self.files.retain(|(owner, _)| *owner != id.to_string());
        self.order.retain(|stream| *stream != id.0);
    }

    /// Taken over from elsewhere: numbers are those of its own years, and nobody is sent a message.
    fn imports(&self) -> bool {
        matches!(self.circumstances.evidence, Some(Evidence::Import(_)))
    }

    /// The matter as it stands after the acts so far.
    pub fn peek(&self, id: MatterId) -> Option<&Matter> {
        self.matters.get(&id).map(|(_, matter)| matter)
    }

    /// A day for the acts that follow: the bulk door goes through a matter's life.
    pub fn on(&mut self, day: Day) {
        self.circumstances.occurred_on = Some(day);
    }

    pub fn known_institution(&self) -> &Institution {
        &self.institution
    }

    fn load(&mut self, sql: &mut dyn Sql, id: MatterId) -> Result<(), Denied> {
        if !self.matters.contains_key(&id) {
            let loaded = self.folded.matter(sql, id)?.unwrap_or_else(|| Arc::new(Matter::unborn(id)));
            let now = Matter::clone(&loaded);
            self.matters.insert(id, (loaded, now));
            self.in_order(id.0);
        }
        Ok(())
    }

    /// What the actor may not see is not found; what is not yet there can only be proposed or taken over.
    fn found(&self, matter: &Matter, kind: CommandKind) -> Result<(), Denied> {
        if matter.stage == Stage::Unborn {
            let makes = matches!(kind, CommandKind::Propose | CommandKind::Adopt);
            return if makes { Ok(()) } else { Err(Denied::NotFound) };
        }
        self.sees(matter).then_some(()).ok_or(Denied::NotFound)
    }

    /// The unit undertakes the matter, or did, and the actor may see it.
    fn undertaken(&mut self, sql: &mut dyn Sql, id: MatterId, unit: UnitId) -> Result<(), Denied> {
        self.load(sql, id)?;
        let matter = &self.matters.get(&id).ok_or(Denied::NotFound)?.1;
        if matter.stage == Stage::Unborn || !self.sees(matter) {
            return Err(Denied::NotFound);
        }
        if matter.units.iter().any(|one| one.assignment.unit == unit) {
            return Ok(());
        }
        Err(Refusal::invalid("单位", "该单位没有承办过这件事项，请改选").into())
    }

    fn sees(&self, matter: &Matter) -> bool {
        let mut subjects = self.actor.subjects(&self.institution, self.today);
        if let (Some(principal), Who::Person(deputy)) = (self.circumstances.on_behalf, self.actor.who)
            && self.institution.may_sign_for(deputy, principal, self.today)
        {
            subjects.extend(access::subjects(&self.institution, principal, self.today));
        }
        subjects.iter().any(|subject| views::sees_all(*subject)) || !subjects.is_disjoint(&access::audience(matter))
    }

    fn decided(&self, sql: &mut dyn Sql, matter: &Matter, command: &Command) -> Result<Vec<Event>, Denied> {
        let regulation = self.institution.regulation_on(self.today).ok_or_else(not_set_up)?;
        let next_number = self.next_number(sql, command.kind(), regulation)?;
        let ctx = self.context(regulation, next_number, number_taken(sql, matter.id, command)?);
        matter::decide(matter, command, &ctx).map_err(|refusal| with_standing(refusal, matter))
    }

    fn context<'c>(&'c self, regulation: &'c Regulation, next_number: NoticeNumber, number_taken: bool) -> Context<'c> {
        let (who, recorder) = self.who();
        Context {
            who,
            on_behalf: self.circumstances.on_behalf,
            recorder,
            evidence: self.circumstances.evidence.clone(),
            today: self.today,
            on: self.day(),
            institution: &self.institution,
            calendar: &self.institution.calendar,
            regulation,
            next_number,
            number_taken,
        }
    }

    fn stamp(&self) -> Stamp {
        let (by, recorder) = self.who();
        Stamp { at: self.now, on: self.day(), by, on_behalf: self.circumstances.on_behalf, recorder }
    }

    fn happened(&mut self, id: MatterId, event: Event) -> Result<(), Denied> {
        let stamp = self.stamp();
        if let Fact::Registered { number } = &event.fact {
            self.numbers.insert(number.year, number.seq);
        }
        let (kind, text) = (event.kind(), event.write());
        let entry = Entry { stamp, event };
        let Some((_, matter)) = self.matters.get_mut(&id) else { return Err(Denied::NotFound) };
        let before = std::mem::replace(matter, Matter::unborn(id));
        *matter = matter::evolve(before, &entry);
        let version = matter.version;
        let recorded = self.new_event(id.0, "matter", version, kind, text, entry.stamp.on);
        self.events.push(recorded);
        self.entries.push((id, entry));
        Ok(())
    }

    fn new_event(&self, stream: Uuid, aggregate: &str, version: u32, kind: &str, body: String, on: Day) -> NewEvent {
        let (by, recorder) = self.who();
        NewEvent {
            stream,
            aggregate: aggregate.to_owned(),
            version: i64::from(version),
            kind: kind.to_owned(),
            schema: SCHEMA,
            recorded_at: micros(self.now),
            occurred_on: on,
            actor: who_code(by),
            on_behalf: self.circumstances.on_behalf.map(|person| person.to_string()),
            recorder: recorder.map(who_code),
            command_id: self.command_id.to_string(),
            body,
        }
    }

    /// Whose act it is, and who writes it down if that is another (代录).
    fn who(&self) -> (Who, Option<Who>) {
        match self.circumstances.decider {
            Some(decider) => (Who::Person(decider), Some(self.actor.who)),
            None => (self.actor.who, None),
        }
    }

    fn day(&self) -> Day {
        self.circumstances.occurred_on.unwrap_or(self.today)
    }

    /// Gapless per year. Only asked for where a number may be given.
    fn next_number(
        &self,
        sql: &mut dyn Sql,
        kind: CommandKind,
        regulation: &Regulation,
    ) -> Result<NoticeNumber, Denied> {
        let year = if self.imports() { self.day().year() } else { self.today.year() };
        if !matches!(kind, CommandKind::Register | CommandKind::Adopt) {
            return Ok(NoticeNumber { year, seq: 0 });
        }
        if let Some(last) = self.numbers.get(&year) {
            return Ok(NoticeNumber { year, seq: last + 1 });
        }
        let last = "select coalesce(max(number_seq), 0) from matter_view where number_year = $1 and own_number = 1";
        let last = sql.first(last, &args![i32::from(year)])?.map_or(Ok(0), |row| row.int(0))?;
        let last = u32::try_from(last).unwrap_or(u32::MAX - 1);
        let start = if last == 0 { first_number(sql, year, regulation)? } else { last + 1 };
        Ok(NoticeNumber { year, seq: start })
    }

    /// What was issued is kept as it was issued.
    fn order_papers(&self, tx: &mut Tx<'_>) -> Result<(), Denied> {
        for (id, (before, _)) in &self.matters {
            let entries: Vec<&Entry> = self.entries.iter().filter(|(of, _)| of == id).map(|(_, entry)| entry).collect();
            kept::order(tx, before, &entries, self.now)?;
        }
        Ok(())
    }

    fn tell(&self, tx: &mut Tx<'_>) -> Result<(), Denied> {
        let quiet: Vec<PersonId> =
            [self.actor.who.person(), self.circumstances.decider].into_iter().flatten().collect();
        for (id, entry) in &self.entries {
            if let Some(matter) = self.peek(*id) {
                messages::queue(tx, &self.institution, matter, entry, &quiet, self.now, self.today)?;
            }
        }
        for news in &self.news {
            self.tell_of_record(tx, news, &quiet)?;
        }
        Ok(())
    }

    /// One message a person, who owes something before who is only told.
    fn tell_of_record(&self, tx: &mut Tx<'_>, news: &News, quiet: &[PersonId]) -> Result<(), Denied> {
        let mut told: BTreeMap<PersonId, Option<(DutyKind, u32, Day)>> = BTreeMap::new();
        for one in &news.told {
            let people = match one.whom {
                Whom::Owner(owner) => people(&self.institution, owner, self.today),
                Whom::Holders(role) => self.institution.holders(role, None, self.today).collect(),
            };
            for person in people {
                let owes = told.entry(person).or_default();
                *owes = owes.or(one.owes);
            }
        }
        for (person, owes) in told.into_iter().filter(|(person, _)| !quiet.contains(person)) {
            let message = Message {
                kind: if owes.is_some() { MessageKind::Owes } else { MessageKind::Told },
                person,
                matter: news.stream,
                number: String::new(),
                event: news.kind.to_owned(),
                duty: owes.map(|(kind, ..)| views::kind_code(kind).to_owned()).unwrap_or_default(),
                duty_id: owes.map_or(0, |(_, id, _)| id),
                due: owes.map(|(.., due)| due),
                days: None,
            };
            let id = made_of(&format!("{}:{}:{}:{person}", news.stream, news.version, news.kind), self.now);
            queue_message(tx, id, &message, self.now)?;
        }
        Ok(())
    }

    /// Nobody is reminded for days up to that on which a date was set anew, or on which this system first heard of it.
    fn excuse(&self, tx: &mut Tx<'_>) -> Result<(), Denied> {
        let mut excused = BTreeSet::new();
        for (id, entry) in &self.entries {
            excused.extend(entry.event.duties.iter().filter_map(|change| match change {
                DutyChange::Opened(duty) if duty.opened_on < self.today => Some((*id, duty.id)),
                DutyChange::Reopened { id: duty } | DutyChange::Moved { id: duty, .. } => Some((*id, *duty)),
                _ => None,
            }));
        }
        for (id, duty) in excused {
            if self.peek(id).and_then(|matter| matter.duties.get(duty)).is_some_and(Duty::is_open) {
                reminders::note_other(tx, id.0, duty.into(), self.today)?;
            }
        }
        Ok(())
    }

    fn stands(&self, stream: Uuid) -> DoneStream {
        if let Some(record) = self.records.get(&stream) {
            let version = u32::try_from(record.version).unwrap_or(u32::MAX);
            return DoneStream { stream, version, stage: None, number: None };
        }
        match self.matters.get(&MatterId(stream)) {
            Some((_, matter)) => DoneStream {
                stream,
                version: matter.version,
                stage: Some(matter.stage),
                number: number_of(matter).map(|number| write_number(matter, &self.institution, number)),
            },
            None => DoneStream { stream, version: self.institution.version, stage: None, number: None },
        }
    }

    /// For the next request: no need to fold again.
    fn keep(self, tx: &mut Tx<'_>) -> Result<(), Denied> {
        for (id, (_, matter)) in self.matters {
            if let Some(tip) = tip(tx, id.0)? {
                self.folded.keep_matter(tip, Arc::new(matter));
            }
        }
        if self.institution_changed
            && let Some(tip) = tip(tx, institution::STREAM)?
        {
            self.folded.keep_institution(tip, self.institution);
        }
        Ok(())
    }

    fn in_order(&mut self, stream: Uuid) {
        if !self.order.contains(&stream) {
            self.order.push(stream);
        }
    }
}

fn with_standing(refusal: Refusal, matter: &Matter) -> Denied {
    let standing = Standing { stage: matter.stage, version: matter.version, text_version: matter.text_version };
    Denied::Refused { refusal, standing: (matter.stage != Stage::Unborn).then_some(standing) }
}

/// Where the system's own run begins: after the last number on paper in its first year, at 1 in later ones.
fn first_number(sql: &mut dyn Sql, year: i16, regulation: &Regulation) -> Result<u32, Denied> {
    let earlier = "select 1 from matter_view where number_year < $1 and number_year > 0 and own_number = 1 limit 1";
    let earlier = sql.first(earlier, &args![i32::from(year)])?.is_some();
    Ok(if earlier { 1 } else { regulation.institution.last_paper_number + 1 })
}

fn number_taken(sql: &mut dyn Sql, id: MatterId, command: &Command) -> Result<bool, Denied> {
    let Command::Adopt { adoption, .. } = command else { return Ok(false) };
    let key = format!("{:04}-{:06}", adoption.number.year, adoption.number.seq);
    let found = sql.first("select 1 from matter_view where number_key = $1 and matter <> $2", &args![key, id.0])?;
    Ok(found.is_some())
}

fn body(value: &impl serde::Serialize) -> Result<String, Denied> {
    serde_json::to_string(value).map_err(|error| Denied::Unreadable(error.to_string()))
}
