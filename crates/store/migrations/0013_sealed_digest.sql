-- What the log calls a sealed text by, where that digest was made under the key of another installation (an export that was
-- loaded); null where it follows from this installation's own key.

alter table sealed add column digest text;
