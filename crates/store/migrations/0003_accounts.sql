-- Who can sign in, and who is signed in. Secrets are stored as digests only.

create table login (
    -- the name folded, so that look-alikes collide
    folded text primary key,
    name text not null,
    person text not null unique,
    password text,
    must_change integer not null,
    disabled integer not null,
    valid_until integer,
    created_at integer not null,
    changed_at integer not null
) strict;

-- Passwords a person had before, which may not come back soon.
create table former_password (
    folded text not null references login (folded) on delete cascade,
    changed_at integer not null,
    password text not null,
    primary key (folded, changed_at)
) strict;

-- Tries to sign in, counted in windows; '' for "whichever".
create table login_try (
    account text not null,
    network text not null,
    since integer not null,
    tries integer not null,
    refused_until integer not null,
    primary key (account, network)
) strict;

create table session (
    hash blob primary key,
    id text not null unique,
    person text not null,
    csrf text not null,
    created_at integer not null,
    seen_at integer not null,
    idle_for integer not null,
    expires_at integer not null,
    address text not null,
    agent text not null,
    -- of the single sign-on that opened it, so that the provider can end it
    ticket text
) strict;

create index session_person on session (person);
create index session_ticket on session (ticket);

create table api_token (
    hash blob primary key,
    id text not null unique,
    person text not null,
    name text not null,
    read_only integer not null,
    created_at integer not null,
    expires_at integer not null,
    used_at integer,
    revoked_at integer
) strict;

create index api_token_person on api_token (person);

create table setup_link (
    hash blob primary key,
    purpose text not null,
    created_at integer not null,
    expires_at integer not null,
    used_at integer
) strict;
