-- What time brings: messages to people, reminders, the clock that was last trusted, drafts, calendar subscriptions.

-- What a person was told, whatever the channels make of it. Its id is that of the message in the outbox.
create table inbox (
    id text primary key,
    person text not null,
    kind text not null,
    body text not null,
    created_at integer not null,
    -- 0 while unread
    read_at integer not null
) strict;

create index inbox_person on inbox (person, created_at, id);
create index inbox_unread on inbox (person, created_at, id) where read_at = 0;

-- What waits for one person goes out as one mail.
create index outbox_recipient on outbox (recipient, due_at) where state = 0;

-- How a person wants to be told, and how much mail they got on a day (for the cap).
create table contact_choice (
    person text primary key,
    body text not null
) strict;

create table mail_count (
    person text not null,
    day text not null,
    sent integer not null,
    primary key (person, day)
) strict;

-- The last day for which a duty was reminded of, or need not be (opened, moved or recorded that day): never twice for one duty
-- and day.
create table reminder (
    matter text not null,
    duty integer not null,
    day text not null,
    primary key (matter, duty)
) strict;

-- What the scheduler looks for on every tick: open duties by their day, without reading their rows (which lie all over a
-- large table), and missed limits that are to be urged.
create index duty_view_due on duty_view (due, matter, duty, opened_on, kind, owner) where state = 'open';
create index matter_view_missed on matter_view (urge_due, matter) where urge_due < '9999-12-31';

-- The day of the last tick, and since when the scheduler stands still because the clock jumped (0: it runs).
create table clock_mark (
    name text primary key,
    day text not null,
    held_at integer not null,
    -- the day on the clock when it was held
    held_on text not null
) strict;

-- What somebody prepared for another to sign: fields of a form, as typed. Not part of the record.
create table draft (
    matter text not null,
    act text not null,
    author text not null,
    body text not null,
    saved_at integer not null,
    primary key (matter, act)
) strict;

-- Secret addresses of calendar subscriptions; only their digests are kept.
create table feed (
    id text primary key,
    person text not null,
    digest blob not null unique,
    created_at integer not null,
    -- 0 until the first
    used_at integer not null
) strict;

create index feed_person on feed (person, created_at);

-- How a date was counted, so that a changed work calendar finds the limits that it would move. '' and 0: a person set the day.
alter table duty_view add column counted_from text not null default '';
alter table duty_view add column counted_days integer not null default 0;

-- duty_view_due above also serves the month view of those who see everything, and counting anew.

-- What the light goes by, as numbers of days since 1970, so that any rule of lights is a comparison of integers; 0 where no
-- limit runs.
alter table matter_view add column due_n integer not null default 0;
alter table matter_view add column light_from_n integer not null default 0;

-- Of which make the rows of the views are (app::views); they are rebuilt where it is an older one.
create table view_make (
    name text primary key,
    make integer not null
) strict;
