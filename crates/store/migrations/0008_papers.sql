-- Papers that went out, kept as they went out: the bytes lie among the files, under the id of the row.

create table paper (
  id text primary key,
  matter text not null,
  kind text not null,              -- notice, extension, urging, …
  about integer not null,          -- version of the notice; number of the request, urging, report
  unit text not null,              -- whose notice; '' for other papers
  edition integer not null,        -- 1 as issued; one more each time that an act changed what it says
  entry integer not null,          -- the matter's entry that brought it about
  ordered_at integer not null,
  state text not null,             -- waiting, kept, failed
  tries integer not null default 0,
  pages integer not null default 0,
  missing text not null default '', -- characters that no font had
  program text not null default '', -- the version that laid it out
  unique (matter, kind, about, unit, edition)
) strict;

create index paper_waiting on paper (ordered_at, id) where state = 'waiting';
