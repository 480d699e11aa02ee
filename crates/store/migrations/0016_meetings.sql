-- 会议: which matters a leadership meeting goes through, and what was noted there. No part of the record: a note is a draft
-- until the minutes confirm it.

create table meeting (
    id text primary key,
    author text not null,
    name text not null,
    held_on text not null,
    -- ids, in the order in which they are gone through
    matters text not null,
    made_at integer not null
) strict;

create index meeting_day on meeting (held_on, id);

-- 议定事项 as noted on the spot.
create table meeting_note (
    id text primary key,
    meeting text not null,
    -- '' where it is about none
    matter text not null,
    author text not null,
    words text not null,
    noted_at integer not null,
    -- what it became once the minutes confirmed it: matter:…, instruction:…; '' before
    became text not null,
    settled_by text not null,
    -- 0 before
    settled_at integer not null
) strict;

create index meeting_note_meeting on meeting_note (meeting, noted_at, id);
