-- What is found by its words (app::search): of each matter the words of its record, then those of its attachments, as
-- tokens with one blank before and behind each. The index follows the table by itself.

drop table matter_text;

create table matter_text (
  place bigint generated always as identity primary key, -- in the order in which the matters came: newest first is place descending
  matter text collate "C" not null unique,
  words text collate "C" not null,   -- tokens of the record
  plain text not null,               -- the same as it was written, field by field, for what is shown of a hit
  file_words text collate "C" not null default '',
  tokens tsvector generated always as (
    array_to_tsvector(array_remove(string_to_array(words || file_words, ' '), ''))
  ) stored
);

create index matter_text_tokens on matter_text using gin (tokens);

create table file_text (
  file text collate "C" primary key,
  matter text collate "C" not null,
  name text collate "C" not null,
  state text collate "C" not null,               -- waiting, read, unreadable
  tries bigint not null default 0,
  plain text not null default ''
);

create index file_text_matter on file_text (matter);
create index file_text_waiting on file_text (file) where state = 'waiting';
