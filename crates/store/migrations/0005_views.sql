-- What pages read. Every row follows from the events of its one matter (app::views), so that each can be made anew.
-- No NULL: '' or 0 is "none", '9999-12-31' is "no day", so that orders and cursors are total.

create table matter_view (
  matter text primary key,
  version integer not null,        -- events folded so far
  number_year integer not null,    -- 0 before registration
  number_seq integer not null,
  number_key text not null,        -- '2026-000012': sorts as the numbers do
  number_text text not null,
  own_number integer not null,     -- given by this system, not taken over from paper
  title text not null,
  category text not null,
  stage text not null,
  stage_key text not null,         -- the loop's order, not the alphabet's
  lead_unit text not null,
  co_units text not null,          -- ids with blanks between them
  leader text not null,
  due text not null,               -- the nearest running limit of the lead unit: the light, and the usual order
  limit_due text not null,         -- 办结时限 in force, whatever became of it
  urge_due text not null,          -- the missed limit that nobody has urged yet, if it passes
  paused integer not null,
  provisional integer not null,
  urged integer not null,          -- how often
  extended integer not null,       -- how often granted
  adopted integer not null,
  major integer not null,
  complex integer not null,
  registered_on text not null,
  dispatched_on text not null,
  closed_on text not null,
  archived_on text not null,
  closed_late integer not null,    -- calendar days after the limit; 0 on time
  source_group text not null,
  progress_percent integer not null, -- -1 where none was reported
  progress_on text not null,
  next_kind text not null,
  next_owner text not null,
  next_due text not null
) strict;

create index matter_view_due on matter_view (due, matter);
create index matter_view_stage on matter_view (stage, due, matter);
create index matter_view_number on matter_view (number_key, matter);
create index matter_view_title on matter_view (title, matter);
create index matter_view_lead on matter_view (lead_unit, matter);
create index matter_view_stage_key on matter_view (stage_key, matter);
create index matter_view_last_number on matter_view (number_year, own_number, number_seq);
create index matter_view_urge on matter_view (due, matter, urge_due) where urge_due < '9999-12-31';
create index matter_view_group on matter_view (source_group) where source_group > '';

-- Words to search in, lower case.
create table matter_text (
  matter text primary key,
  words text not null
) strict;

-- Units under the notice, or of the proposal before there is one. Stage and due are copies, for filtered lists in order.
create table matter_unit (
  matter text not null,
  unit text not null,
  lead integer not null,
  stage text not null,
  due text not null,
  primary key (matter, unit)
) strict;

create index matter_unit_due on matter_unit (unit, due, matter);
create index matter_unit_stage on matter_unit (unit, stage, due, matter);

-- Who may see it (domain::access::audience). `office` and `principals` see everything and have no rows.
create table audience (
  matter text not null,
  subject text not null,
  stage text not null,
  due text not null,
  primary key (matter, subject)
) strict;

create index audience_due on audience (subject, due, matter);
create index audience_stage on audience (subject, stage, due, matter);

-- Every duty there ever was, as it stands.
create table duty_view (
  matter text not null,
  duty integer not null,
  kind text not null,
  owner text not null,             -- office, unit:…, person:…
  due text not null,
  state text not null,             -- open, paused, discharged, withdrawn
  opened_on text not null,
  settled_on text not null,
  late integer not null,
  clause text not null,
  about integer not null,          -- 0: nothing
  provisional integer not null,
  earliest integer not null,       -- the first to fall due of its matter and kind, among the open ones
  matter_due text not null,        -- a copy, while it is that
  primary key (matter, duty)
) strict;

create index duty_view_owner on duty_view (owner, due, matter, duty) where state = 'open';
create index duty_view_late on duty_view (kind, due, matter) where earliest = 1;
create index duty_view_list on duty_view (kind, matter_due, matter, due) where earliest = 1;
