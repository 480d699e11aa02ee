-- 导入 (app::imports): what a file was read as, until it has become matters or is thrown away. No part of the record.
create table import (
  id text primary key,
  author text not null,
  name text not null,
  file text not null,              -- among the files, owned by 'import:' and this id
  state text not null,             -- waiting, read, unreadable, confirmed
  body text not null,              -- JSON
  made_at integer not null,
  saved_at integer not null
) strict;

create index import_made on import (made_at, id);

-- One proposed matter, or one row of a list of units and people.
create table import_line (
  import text not null references import (id),
  place integer not null,
  state text not null,             -- open, dropped, merged, done
  faulty integer not null,         -- it cannot become a matter as it stands
  doubtful integer not null,       -- somebody has to look at it
  body text not null,              -- JSON
  matter text not null,            -- what it has become
  primary key (import, place)
) strict;

-- Which column is what, in ledgers with these headings, as a clerk decided it last.
create table import_mapping (
  fingerprint text primary key,
  body text not null,
  saved_at integer not null
) strict;
