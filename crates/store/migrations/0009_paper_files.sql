-- Each attempt to keep a paper has a file of its own; '' until one was kept.

alter table paper add column file text not null default '';
update paper set file = id where state = 'kept';
