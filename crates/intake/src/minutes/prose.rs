//! A clause without labels: what its sentences order, whom, and until when.

use super::{
    directive, mood,
    outline::Clause,
    roles::Roles,
    task::{Limit, Reader, Setting, Task},
    text::{self, bare},
    title, words,
};
use crate::{dates::Reading, units::range_of};

/// Where a sentence stands.
#[derive(Clone, Copy)]
struct Place {
    /// in a numbered clause
    numbered: bool,
    /// where tasks are handed out
    hands_out: bool,
    /// where an order is likely
    hints: bool,
    /// where only what can be seen to be done is a task
    strict: bool,
}

/// What a sentence says.
struct Said<'d> {
    words: &'d str,
    roles: Roles<'d>,
    limits: Vec<Limit<'d>>,
}

impl<'r> Reader<'r> {
    pub fn of_prose(&self, clause: &Clause<'r>, setting: Setting) -> Vec<Task<'r>> {
        let mut tasks: Vec<Task<'r>> = Vec::new();
        let mut before: Option<&'r str> = None;
        let numbered = !clause.path.is_empty();
        let mut demanding = false;
        let mut item_of_line = false;
        let mut above: Vec<Limit<'r>> = Vec::new();
        // 开学前工作安排 over its clauses is a name.
        if clause.has_children && mood::is_name(clause.text) {
            return tasks;
        }
        let stands = Place {
            numbered,
            hands_out: setting.orders && !setting.idle,
            hints: setting.hints && !setting.idle,
            strict: setting.strict,
        };
        for sentence in text::sentences(clause.text).into_iter().map(text::bounded) {
            // 学校自查（8月13日至15日） over its text: a name, and perhaps the limit of what is under it.
            let names = numbered && tasks.is_empty() && clause.text.contains('\n') && mood::is_name(sentence);
            if names {
                above.extend(self.limits(sentence));
            }
            if names || mood::leads_in(sentence) {
                before = Some(sentence);
                continue;
            }
            // 二要确保…: a paragraph that counts itself is a clause, too.
            let start = range_of(clause.text, sentence).start;
            if clause.text[..start].trim_end_matches(' ').ends_with('\n') || start == 0 {
                item_of_line = mood::is_item(sentence) && !sentence.starts_with('要');
            }
            let said = tasks.len();
            for (place, part) in self.parts(sentence).into_iter().enumerate() {
                // A line without any sign in front of the first number is a title.
                let is_title = !numbered && !part.contains(['，', '。', '；', '：']);
                let count = tasks.len();
                if !is_title {
                    self.order(part, Place { numbered: numbered || item_of_line, ..stands }, &mut tasks, before);
                }
                // …提出要求：一是…；二是…
                let item = mood::speaks(part) || demanding && mood::is_item(part);
                demanding = item || mood::demands(part);
                if !numbered && item && tasks.len() == count {
                    tasks.extend(self.demanded(part));
                }
                before = Some(part);
                // The subject of a sentence holds for all that it orders.
                let fresh = tasks.get_mut(said..).unwrap_or_default();
                if let [.., subject, last] = fresh
                    && place > 0
                    && !last.roles.has_units()
                {
                    last.roles = subject.roles.clone();
                }
            }
        }
        // What the first line orders stands, though a later paragraph orders something else.
        let (line, later) = clause.text.split_once('\n').unwrap_or((clause.text, ""));
        let first = tasks.first().map(|task| range_of(clause.text, task.content).start);
        if first.is_none_or(|start| start > line.len() && !later.is_empty() && text::count(line) > 20) {
            let within = if first.is_some() { line } else { clause.text };
            tasks.splice(0..0, self.bare_order(clause, within, setting));
        } else if let [only] = &mut tasks[..]
            && !only.roles.has_named_units()
            && !only.limits.iter().any(|limit| limit.firm && limit.read.reading.day().is_some())
        {
            // 做好安全保卫工作。放假前各部门进行一次检查: the first sentence says what the whole clause is about.
            let whole = self.bare_order(clause, line, setting);
            if let Some(whole) = whole.filter(|whole| range_of(clause.text, whole.title).start < first.unwrap_or(0)) {
                (only.title, only.content) = (whole.title, clause.text.trim());
            }
        }
        // 报告收取（9月6日前） over its text: what has a limit of its own is to be done.
        let body = clause.text.split_once('\n').map_or("", |(_, body)| body);
        if tasks.is_empty() && above.iter().any(|limit| limit.firm) && self.is_told(body) {
            tasks.push(self.task(title::of(body), body.trim(), Roles::default()));
        }
        for task in tasks.iter_mut().filter(|task| task.limits.is_empty()) {
            (task.limits, task.inherited) = (above.clone(), task.inherited || !above.is_empty());
        }
        tasks
    }

    /// A sentence that sets two limits sets two tasks: …要于1月底前完成…，2月底前制定….
    fn parts(&self, sentence: &'r str) -> Vec<&'r str> {
        let clauses = text::clauses(sentence);
        let mut starts: Vec<usize> = vec![0];
        let mut limited = false;
        for clause in &clauses {
            let at = range_of(sentence, clause).start;
            let limits = self.limits(clause);
            let first = limits.first().map(|limit| range_of(clause, limit.text));
            // Only what begins with its own limit and goes on to order something stands by itself.
            let begins = first.as_ref().is_some_and(|range| {
                let head = clause[..range.start].trim_start_matches(['并', '再', '于', '在', '，', ' ']);
                let tail = clause[range.end..].trim_start_matches(['，', '要', '须', '，']);
                head.is_empty() && text::count(tail) >= 4 && !tail.starts_with("完成。")
            });
            let orders = limited && begins && !directive::refers_back(clause);
            let other = self.names_other_lead(sentence, at, clause);
            let item = sentence[..at].ends_with(['：', ':']) && mood::is_item(clause);
            if at > 0 && (orders || other || item) {
                starts.push(at);
            }
            // 为确保寒假期间的安全，放假前…: a purpose sets no limit.
            limited |= first.is_some() && !bare(clause).starts_with('为');
        }
        let ends = starts.iter().skip(1).copied().chain([sentence.len()]);
        starts.iter().zip(ends).map(|(start, end)| &sentence[*start..end]).collect()
    }

    /// 由教务处负责制定方案，由财务处负责落实经费
    fn names_other_lead(&self, sentence: &str, at: usize, clause: &str) -> bool {
        let clause = bare(clause);
        let Some(inner) = clause.strip_prefix('由') else { return false };
        let orders = inner.contains("负责") && !inner.ends_with("负责") && !inner.contains("配合");
        orders && sentence[..at].contains('由') && sentence[..at].contains("负责")
    }

    /// What one sentence orders: a new task, more about the last one, or nothing.
    fn order(&self, part: &'r str, place: Place, tasks: &mut Vec<Task<'r>>, before: Option<&'r str>) {
        let part = mood::without_prohibition(part);
        let mut said = Said {
            words: title::without_lead_in(part),
            roles: directive::roles(part, self.directory).moved(self.whole, part),
            limits: self.limits(part),
        };
        // 基建处、审计处做好配合: they help with the task before; without one, nobody is told.
        if said.only_helps() {
            let co = std::mem::take(&mut said.roles.co);
            if let Some(last) = tasks.last_mut() {
                last.roles.co.extend(co);
            }
        }
        if !said.orders(place) {
            if let Some(last) = tasks.last_mut() {
                last.content = self.stretch(last.content, part);
            }
            return;
        }
        let little = directive::says_little(part, &said.roles);
        if !little && !directive::refers_back(said.words) {
            tasks.push(self.said(title::of(part), part.trim(), said));
        } else if let Some(last) = tasks.last_mut() {
            if directive::says_little(last.title, &last.roles) && !little {
                last.title = title::of(part);
            }
            last.content = self.stretch(last.content, part);
            last.roles.join(said.roles);
            last.limits.extend(said.limits);
        } else if !(words::is_caption(said.words) || !said.tells() && before.is_some_and(words::is_caption)) {
            // 关于实验室安全。由实验室处负责: the task stands in the sentence before.
            let task = match before.filter(|before| little && !words::is_caption(before)) {
                Some(before) => self.said(title::of(before), self.stretch(before, part), said),
                None => self.said(title::of(part), part.trim(), said),
            };
            tasks.push(task);
        }
    }

    fn said(&self, title: &'r str, content: &'r str, said: Said<'r>) -> Task<'r> {
        Task { limits: said.limits, ..self.task(title, content, said.roles) }
    }

    /// An order to nobody: a numbered clause that says what is to be done, where the document hands out tasks; or what the
    /// meeting demands in the middle of it.
    fn bare_order(&self, clause: &Clause<'r>, within: &'r str, setting: Setting) -> Option<Task<'r>> {
        if clause.path.is_empty() || setting.idle {
            return None;
        }
        let first = text::sentences(within).into_iter().next()?;
        let words = title::without_lead_in(first);
        let is_order = setting.assigned || words::has_verb(words) || words::is_urgent(words) || mood::is_work(words);
        let line = first.split('\n').next().unwrap_or(first);
        // 加强教育，营造良好氛围 orders; 营造氛围 names a section.
        let is_principle = text::count(first) <= 20 && words::is_principle(first) && text::clauses(first).len() == 1;
        let says_nothing = words::tells(first)
            || words::is_decided(first)
            || is_principle
            || words::is_caption(words)
            || words::is_agenda(line.trim())
            || bare(words).ends_with("情况") && !words::is_verb_first(words);
        let handed_out = (setting.orders || setting.assigned) && is_order;
        let strict = |words: &str| setting.strict && !mood::is_specific(words);
        let handed_out = handed_out && !strict(words);
        let ordered =
            setting.hints && !strict(words) && mood::is_order(words) && !mood::is_hollow(words) && !mood::bars(first);
        if (handed_out || ordered) && !says_nothing && self.can_be_order(words) {
            let task = self.task(title::of(within), within.trim(), Roles::default());
            return Some(Task { limits: self.limits(first), ..task });
        }
        // 根据教学日历，暑期有部分学生…。要安排好…: the order comes after its reason.
        if setting.hints && !says_nothing {
            let later = text::sentences(within).into_iter().skip(1);
            let mut later = later.filter(|words| {
                !strict(words)
                    && mood::is_order(words)
                    && !mood::is_hollow(words)
                    && !words::tells(words)
                    && !mood::bars(words)
            });
            if let Some(order) = later.find(|words| self.can_be_order(words)) {
                let task = self.task(title::of(order), self.stretch(order, within), Roles::default());
                return Some(Task { limits: self.limits(order), ..task });
            }
        }
        let demanded = text::sentences(within).into_iter().filter_map(words::demanded);
        let mut demanded = demanded.filter(|words| words::has_verb(words) && !words::is_vague(words));
        let demanded = demanded.find(|words| self.can_be_order(words))?;
        Some(self.task(title::of(demanded), demanded.trim(), Roles::default()))
    }

    /// What a speaker demands of nobody by name: only what can be seen to be done.
    fn demanded(&self, part: &'r str) -> Option<Task<'r>> {
        let words = title::without_lead_in(mood::after_speaker(part));
        let demanded = mood::is_order(words) && mood::is_tangible(words) && !words::is_vague(words);
        (demanded && self.can_be_order(words)).then(|| self.task(title::of(words), words.trim(), Roles::default()))
    }

    fn is_told(&self, body: &str) -> bool {
        let first = text::sentences(body).into_iter().next().unwrap_or_default();
        text::count(first) >= 10 && !mood::announces(first) && self.can_be_order(first)
    }

    fn can_be_order(&self, words: &str) -> bool {
        text::count(words) >= 4 && !words::is_past(words) && !mood::forbids(words)
    }
}

impl Said<'_> {
    /// Units are named, but only as those who help.
    fn only_helps(&self) -> bool {
        self.roles.lead.is_empty() && self.roles.responsible.is_empty() && !self.roles.co.is_empty()
    }

    fn orders(&self, place: Place) -> bool {
        let told = self.tells();
        let orders = told || self.asks(place) || self.sets_limit(place);
        let announces = mood::announces(self.words);
        let describes = mood::describes(self.words);
        let bars = !told && mood::bars(self.words) && !words::hands_in(self.words);
        orders
            && !announces
            && !describes
            && !bars
            && !mood::forbids(self.words)
            && (told || self.words.starts_with('请') || !words::is_past(self.words))
    }

    /// A unit is told something in particular.
    fn tells(&self) -> bool {
        self.roles.has_named_units() && !(self.limits.is_empty() && words::is_vague(self.words))
    }

    /// 请各部门填写…报至校办 asks everybody for something, be it without a day.
    fn asks(&self, place: Place) -> bool {
        let vague = mood::is_hollow(self.words) && !mood::is_tangible(self.words);
        let in_particular = !vague && words::has_verb(self.words);
        let acts = mood::subject_acts(self.words);
        let ordered = place.hints && (mood::is_order(self.words) || acts);
        let in_particular = in_particular && (!place.strict || mood::is_specific(self.words));
        let asks = words::hands_in(self.words) || (place.hands_out || ordered) && in_particular;
        // 请各单位尽快整改 asks for something in a letter without numbers, too.
        let pleads = mood::is_order(self.words) && mood::is_specific(self.words) && self.words.contains('请');
        self.roles.has_units() && (place.numbered && asks || place.hints && in_particular && (pleads || acts))
    }

    /// Something is to be done by a day. Vague or recurring limits order nothing by themselves, nor does a day that is only
    /// mentioned.
    fn sets_limit(&self, place: Place) -> bool {
        let has_units = self.roles.has_units();
        let sets = |limit: &Limit<'_>| {
            let is_day = matches!(limit.read.reading, Reading::Date(_));
            let stands_first = place.numbered && self.words.starts_with(limit.text);
            let hands_over = hands_over(self.words, limit.text) || words::hands_in(self.words);
            let is_limit = limit.firm || stands_first || is_day && hands_over;
            is_limit && (is_day || place.numbered || has_units) && !limit.text.starts_with('每')
        };
        self.limits.iter().any(sets) && (has_units || orders_something(self.words, &self.limits))
    }
}

/// 于9月20日交学区办公室
fn hands_over(words: &str, limit: &str) -> bool {
    words.split(limit).skip(1).any(|after| bare(after).starts_with(['交', '报', '送', '发', '填']))
}

/// With a limit but without a unit: is something to be done by then?
fn orders_something(words: &str, limits: &[Limit<'_>]) -> bool {
    let Some(limit) = limits.last() else { return false };
    let after = words.split(limit.text).last().unwrap_or_default();
    let after = bare(after).trim_start_matches(['要', '须', '应', '并', '将']);
    let hands_over = hands_over(words, limit.text);
    words::is_verb_first(words) || words::is_verb_first(after) || words::has_verb(words) || hands_over
}
