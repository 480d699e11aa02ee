-- The ledger: what a list shows besides, ways of looking that people keep, and acts on many matters at once.

alter table matter_view add column clerk text not null default '';          -- 经办人 in the Office
alter table matter_view add column responsible text not null default '';    -- 负责人 of the lead unit, as the notice has it
alter table matter_view add column source text not null default '';         -- 来源 in words
alter table matter_view add column progress_text text not null default '';  -- the beginning of the lead unit's last report
alter table matter_view add column ended_on text not null default '';       -- accepted or terminated, and so still

create index matter_view_year on matter_view (number_year, ended_on, due, matter);

-- 常用视图: the query of a ledger under a name.
create table saved_view (
    id text primary key,
    owner text not null,
    name text not null,
    query text not null,
    shared integer not null,
    place integer not null,
    made_at integer not null
) strict;

create index saved_view_owner on saved_view (owner, place, id);
create index saved_view_shared on saved_view (place, id) where shared = 1;

-- With which of them a person's ledger opens.
create table default_view (
    person text primary key,
    view text not null
) strict;

-- 批量办理: one act on many matters, and what became of it on each. No part of the record: the acts themselves are.
create table batch (
    id text primary key,
    person text not null,
    act text not null,
    made_at integer not null,
    -- the last sign of life while it runs; 0 before
    ran_at integer not null,
    -- 0 until every matter has its outcome
    ended_at integer not null
) strict;

create index batch_person on batch (person, made_at, id);

create table batch_item (
    batch text not null,
    place integer not null,
    matter text not null,
    -- JSON; '' while there is none
    outcome text not null,
    primary key (batch, place)
) strict;
