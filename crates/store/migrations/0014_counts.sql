-- 统计: what each matter adds to the figures (domain::matter::counts), and their sums by month.

-- One row a count, in the order in which the matter's entries brought them.
create table matter_count (
  matter text not null,
  nth integer not null,
  measure text not null,
  unit text not null,              -- '' where there was none yet
  lead integer not null,
  person text not null,
  leader text not null,
  category text not null,
  on_day text not null,            -- the day that it counts on
  recorded text not null,          -- the day on which the system heard of it
  n integer not null,
  days integer not null,
  primary key (matter, nth)
) strict;

create index matter_count_list on matter_count (measure, on_day, matter, nth);

-- The same, summed: what figures are read from. A row whose sum is 0 says nothing.
create table tally (
  measure text not null,
  month text not null,             -- 2026-09
  recorded_month text not null,
  unit text not null,
  lead integer not null,
  person text not null,
  leader text not null,
  category text not null,
  days integer not null,
  n integer not null,
  primary key (measure, month, recorded_month, unit, lead, person, leader, category, days)
) strict;
