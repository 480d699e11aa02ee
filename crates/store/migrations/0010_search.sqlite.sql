-- What is found by its words (app::search): of each matter the words of its record, then those of its attachments, as
-- tokens with one blank before and behind each. The index follows the table by itself.

drop table matter_text;

create table matter_text (
  place integer primary key,         -- in the order in which the matters came: newest first is place descending
  matter text not null unique,
  words text not null,               -- tokens of the record
  plain text not null,               -- the same as it was written, field by field, for what is shown of a hit
  file_words text not null default ''
) strict;

create virtual table matter_words using fts5 (
  words, file_words, content = 'matter_text', content_rowid = 'place', tokenize = 'ascii', columnsize = 0
);

create trigger matter_text_added after insert on matter_text begin
  insert into matter_words (rowid, words, file_words) values (new.place, new.words, new.file_words);
end;

create trigger matter_text_gone after delete on matter_text begin
  insert into matter_words (matter_words, rowid, words, file_words)
  values ('delete', old.place, old.words, old.file_words);
end;

create trigger matter_text_changed after update of words, file_words on matter_text begin
  insert into matter_words (matter_words, rowid, words, file_words)
  values ('delete', old.place, old.words, old.file_words);
  insert into matter_words (rowid, words, file_words) values (new.place, new.words, new.file_words);
end;

create table file_text (
  file text primary key,
  matter text not null,
  name text not null,
  state text not null,               -- waiting, read, unreadable
  tries integer not null default 0,
  plain text not null default ''
) strict;

create index file_text_matter on file_text (matter);
create index file_text_waiting on file_text (file) where state = 'waiting';
