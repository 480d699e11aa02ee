-- Whatever the program does by mistake, the logs refuse to be changed. The handbook says which rights to take from the
-- program's role besides (revoke update, delete, truncate).

create function append_only() returns trigger language plpgsql as $body$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end
$body$;

create trigger event_not_changed before update or delete on event for each row execute function append_only();
create trigger event_not_emptied before truncate on event for each statement execute function append_only();
create trigger audit_not_changed before update or delete on audit for each row execute function append_only();
create trigger audit_not_emptied before truncate on audit for each statement execute function append_only();
