-- Both dates of a limit, what stands in a matter's way, and what waits for somebody without a date.

alter table matter_view add column first_due text not null default '9999-12-31'; -- 首次时限, for ever
alter table matter_view add column blocked_by text not null default '';          -- the matter it has to wait for, as last reported

create index matter_view_first on matter_view (first_due, matter);
create index matter_view_blocked on matter_view (blocked_by) where blocked_by > '';

-- A situation put to a leader and not answered, a sub-task reported and not taken.
create table waiting_view (
  matter text not null,
  kind text not null,              -- situation, sub_task
  item integer not null,           -- its number within the matter
  subject text not null,           -- for whom: person:…, unit:…
  since text not null,
  primary key (matter, kind, item)
) strict;

create index waiting_view_subject on waiting_view (subject, since, matter);
create index waiting_view_kind on waiting_view (kind, since, matter);
