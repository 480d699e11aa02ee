-- Records beside the matters (通报与呈报, 问责移送): few, so that each is kept whole as its events fold it.
create table record_view (
  stream text not null primary key,
  aggregate text not null,
  version integer not null,
  open integer not null,           -- something of it is in preparation or owed
  body text not null               -- the folded record
) strict;

create index record_view_open on record_view (aggregate, open, stream);
