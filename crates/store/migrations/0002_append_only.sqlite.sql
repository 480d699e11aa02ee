-- Whatever the program does by mistake, the logs refuse to be changed.

create trigger event_not_updated before update on event begin select raise(abort, 'event is append-only'); end;
create trigger event_not_deleted before delete on event begin select raise(abort, 'event is append-only'); end;
create trigger audit_not_updated before update on audit begin select raise(abort, 'audit is append-only'); end;
create trigger audit_not_deleted before delete on audit begin select raise(abort, 'audit is append-only'); end;
