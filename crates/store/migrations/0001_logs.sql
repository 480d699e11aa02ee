-- The two chained logs. Rows are only ever added (see 0002_append_only); `digest` covers the row from `position` on, `mac`
-- covers `digest` and the mac of the row before.

create table event (
    position integer primary key,
    stream text not null,
    aggregate text not null,
    version integer not null,
    kind text not null,
    schema integer not null,
    recorded_at integer not null,
    occurred_on text not null,
    actor text not null,
    on_behalf text,
    recorder text,
    command_id text not null,
    -- exactly the bytes that were hashed
    body text not null,
    digest blob not null,
    mac blob not null,
    unique (stream, version)
) strict;

-- Every kind ever written: a program that does not know one of them must not open the log.
create table event_kind (
    kind text not null,
    schema integer not null,
    primary key (kind, schema)
) strict;

create table audit (
    position integer primary key,
    at integer not null,
    actor text not null,
    action text not null,
    object text,
    address text,
    result text not null,
    request_id text,
    detail text,
    digest blob not null,
    mac blob not null
) strict;

create index audit_actor on audit (actor, position);
create index audit_object on audit (object, position);
create index audit_action on audit (action, position);
create index audit_at on audit (at);
