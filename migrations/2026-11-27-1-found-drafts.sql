-- Drafts are found by those who write or prepare them: an entry of its own kind, that says nothing to anybody else.
-- Written by domain/discovery only.
alter table content_search drop constraint content_search_layer_check;
alter table content_search add check (layer in ('public', 'members', 'writers'));

insert into content_stale (source, source_id)
select 'contribution', id from contribution where status = 'draft'
union all select 'event', id from event where status = 'draft'
on conflict do nothing;
