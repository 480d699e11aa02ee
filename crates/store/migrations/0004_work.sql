-- What the work beside the logs needs.

-- Heads of the logs as they once were; the same lines lie in a file outside the database.
create table anchor (
    log text not null,
    position integer not null,
    mac blob not null,
    made_at integer not null,
    primary key (log, position)
) strict;

-- Runs of numbers without a gap.
create table counter (
    name text not null,
    year integer not null,
    first integer not null,
    last integer not null,
    primary key (name, year)
) strict;

-- Attached files: their bytes lie on disk under the id.
create table file (
    id text primary key,
    owner text,
    name text not null,
    media_type text not null,
    size integer not null,
    sm3 blob not null,
    sha256 blob not null,
    label text not null,
    stored_at integer not null,
    stored_by text not null,
    -- NULL once a command has adopted it
    staged_until integer
) strict;

create index file_owner on file (owner, stored_at, id);
create index file_staged on file (staged_until);

-- Which of several processes does a job that only one may do.
create table lease (
    name text primary key,
    holder text not null,
    until integer not null
) strict;

-- Messages that wait to be sent. state: 0 waiting, 1 sent, 2 given up.
create table outbox (
    id text primary key,
    kind text not null,
    recipient text not null,
    body text not null,
    created_at integer not null,
    state integer not null,
    due_at integer not null,
    tries integer not null,
    last_error text,
    ended_at integer
) strict;

create index outbox_due on outbox (state, due_at, id);

-- Commands that were carried out, with their answers, so that a repeated one acts once.
create table receipt (
    command_id text primary key,
    actor text not null,
    digest blob not null,
    answer text not null,
    made_at integer not null
) strict;

create index receipt_made on receipt (made_at);

-- The key of each person or matter whose texts may have to be erased, wrapped under the master key. Erasing takes it away.
create table scope_key (
    scope text primary key,
    nonce blob,
    wrapped blob,
    erased_at integer
) strict;

create table sealed (
    id text primary key,
    scope text not null references scope_key (scope),
    nonce blob,
    ciphertext blob
) strict;

create index sealed_scope on sealed (scope);
