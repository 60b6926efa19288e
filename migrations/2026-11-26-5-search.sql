-- One search: what can be found beside the structures (which have their own index), kept in step with its sources by
-- triggers. Written by domain/discovery only, and by these triggers. It proposes; the domain of each content decides
-- what is shown of it.

create table content_search (
  -- What it is read from: « contribution 12 »; of a member, her membership.
  source text not null,
  source_id bigint not null,
  -- public: the words that everybody reads. members: those that the members of the territory read.
  layer text not null check (layer in ('public', 'members')),
  -- 'project', 'question', 'event', 'plan', 'sheet', 'person'…
  kind text not null,
  territory_id bigint not null,
  -- Normalised, for exact titles.
  title text collate "C" not null,
  -- What orders: the words of the title (A), of what it is (B), of its summary (C).
  head tsvector not null,
  -- What is searched: every word, without weights.
  document tsvector not null,
  -- The latest first, of two that answer as well.
  happened_at timestamptz not null,
  primary key (source, source_id, layer)
);
create index content_search_document on content_search using gin (document) with (fastupdate = off);

-- What changed since it was last indexed. A row per transaction that changed it: two never wait for each other, and the
-- one that indexes forgets only what it has seen.
create table content_stale (
  source text not null,
  source_id bigint not null,
  changed_by xid8 not null default pg_current_xact_id(),
  primary key (source, source_id, changed_by)
);

-- The distinct words of what is indexed, to find the one that a mistyped one stood for.
create table content_term (
  term text collate "C" primary key
);
create index content_term_length on content_term (length(term), term);

create function stale_contribution() returns trigger language plpgsql as $$
begin
  insert into content_stale (source, source_id)
  values ('contribution', coalesce(new.contribution_id, old.contribution_id)) on conflict do nothing;
  return null;
end $$;

create function stale_event() returns trigger language plpgsql as $$
begin
  insert into content_stale (source, source_id)
  values ('event', coalesce(new.event_id, old.event_id)) on conflict do nothing;
  return null;
end $$;

create function stale_sheet() returns trigger language plpgsql as $$
begin
  insert into content_stale (source, source_id)
  values ('sheet', coalesce(new.sheet_id, old.sheet_id)) on conflict do nothing;
  return null;
end $$;

create function stale_plan() returns trigger language plpgsql as $$
begin
  insert into content_stale (source, source_id)
  values ('plan', coalesce(new.plan_id, old.plan_id)) on conflict do nothing;
  return null;
end $$;

-- The row itself is the content; its source is the argument.
create function stale_itself() returns trigger language plpgsql as $$
begin
  insert into content_stale (source, source_id)
  values (tg_argv[0], coalesce(new.id, old.id)) on conflict do nothing;
  return null;
end $$;

-- Who reads a plan reads its sheets.
create function stale_plan_sheets() returns trigger language plpgsql as $$
begin
  insert into content_stale (source, source_id)
  select 'sheet', id from action_sheet where plan_id = new.id on conflict do nothing;
  return null;
end $$;

-- A heading that is hidden is searched no more.
create function stale_heading_sheets() returns trigger language plpgsql as $$
begin
  insert into content_stale (source, source_id)
  select 'sheet', id from action_sheet where plan_id = coalesce(new.plan_id, old.plan_id) on conflict do nothing;
  return null;
end $$;

create function stale_series_events() returns trigger language plpgsql as $$
begin
  insert into content_stale (source, source_id)
  select 'event', id from event where series_id = new.id on conflict do nothing;
  return null;
end $$;

-- What is hidden at once, or shown again.
create function stale_withholding() returns trigger language plpgsql as $$
declare
  content text := coalesce(new.content_kind, old.content_kind);
  id_of text := coalesce(new.content_id, old.content_id);
begin
  if content = 'contribution' or content = 'event' then
    insert into content_stale (source, source_id) values (content, id_of::bigint) on conflict do nothing;
  elsif content = 'action-sheet' then
    insert into content_stale (source, source_id) values ('sheet', id_of::bigint) on conflict do nothing;
  elsif content = 'reply' then
    insert into content_stale (source, source_id)
    select 'contribution', contribution_id from reply where id = id_of::bigint on conflict do nothing;
  end if;
  return null;
end $$;

create function stale_person() returns trigger language plpgsql as $$
begin
  insert into content_stale (source, source_id)
  select 'person', id from membership where person_id = new.id on conflict do nothing;
  return null;
end $$;

create function stale_affiliation() returns trigger language plpgsql as $$
begin
  insert into content_stale (source, source_id)
  select 'person', id from membership where person_id = coalesce(new.person_id, old.person_id) on conflict do nothing;
  return null;
end $$;

-- The network of a structure: its members who work there are found by its name.
create function stale_structure_network() returns trigger language plpgsql as $$
begin
  insert into content_stale (source, source_id)
  select 'person', m.id from affiliation a join membership m on m.person_id = a.person_id
  where a.structure_id = coalesce(new.structure_id, old.structure_id) on conflict do nothing;
  return null;
end $$;

-- Another name, or merged: all that names it.
create function stale_structure_name() returns trigger language plpgsql as $$
begin
  insert into content_stale (source, source_id)
  select 'contribution', contribution_id from contribution_structure where structure_id = new.id
  union select 'sheet', sheet_id from action_sheet_actor where structure_id = new.id
  union select 'event', id from event where organiser_id = new.id
  union select 'person', m.id from affiliation a join membership m on m.person_id = a.person_id
    where a.structure_id = new.id
  on conflict do nothing;
  return null;
end $$;

create function stale_theme() returns trigger language plpgsql as $$
begin
  insert into content_stale (source, source_id)
  select 'contribution', contribution_id from contribution_theme where theme = new.code
  union select 'sheet', sheet_id from action_sheet_theme where theme = new.code
  on conflict do nothing;
  return null;
end $$;

create function stale_audience() returns trigger language plpgsql as $$
begin
  insert into content_stale (source, source_id)
  select 'contribution', contribution_id from contribution_audience where audience = new.code on conflict do nothing;
  return null;
end $$;

create trigger search_contribution after insert or update or delete on contribution
  for each row execute function stale_itself('contribution');
create trigger search_contribution after insert or update or delete on contribution_theme
  for each row execute function stale_contribution();
create trigger search_contribution after insert or update or delete on contribution_audience
  for each row execute function stale_contribution();
create trigger search_contribution after insert or update or delete on contribution_structure
  for each row execute function stale_contribution();
create trigger search_contribution after insert or update or delete on project
  for each row execute function stale_contribution();
create trigger search_contribution after insert or update or delete on project_need
  for each row execute function stale_contribution();
create trigger search_contribution after insert or update or delete on experience
  for each row execute function stale_contribution();
create trigger search_contribution after insert or update or delete on question
  for each row execute function stale_contribution();
create trigger search_contribution after insert or update or delete on opportunity
  for each row execute function stale_contribution();
create trigger search_contribution after insert or update or delete on document
  for each row execute function stale_contribution();
create trigger search_contribution after insert or update or delete on document_version
  for each row execute function stale_contribution();
create trigger search_contribution after insert or update or delete on reply
  for each row execute function stale_contribution();

create trigger search_event after insert or update or delete on event
  for each row execute function stale_itself('event');
create trigger search_event after insert or update or delete on programme_session
  for each row execute function stale_event();
create trigger search_event after insert or update or delete on event_speaker
  for each row execute function stale_event();
create trigger search_event after update of title on event_series
  for each row execute function stale_series_events();

create trigger search_plan after insert or update or delete on plan
  for each row execute function stale_itself('plan');
create trigger search_plan after insert or update or delete on plan_axis
  for each row execute function stale_plan();
create trigger search_plan after insert or update or delete on plan_objective
  for each row execute function stale_plan();
create trigger search_plan_sheets after update on plan for each row
  when ((old.status, old.visibility, old.territory_id, old.short_title)
    is distinct from (new.status, new.visibility, new.territory_id, new.short_title))
  execute function stale_plan_sheets();
create trigger search_plan_sheets after insert or update of hidden or delete on plan_heading
  for each row execute function stale_heading_sheets();
create trigger search_sheet after insert or update or delete on action_sheet
  for each row execute function stale_itself('sheet');
create trigger search_sheet after insert or update or delete on action_sheet_actor
  for each row execute function stale_sheet();
create trigger search_sheet after insert or update or delete on action_sheet_theme
  for each row execute function stale_sheet();

create trigger search_withholding after insert or update or delete on withholding
  for each row execute function stale_withholding();

create trigger search_person after insert or update or delete on membership
  for each row execute function stale_itself('person');
create trigger search_person after update of name, profession, suspended_at on person for each row
  when ((old.name, old.profession, old.suspended_at) is distinct from (new.name, new.profession, new.suspended_at))
  execute function stale_person();
create trigger search_person after insert or update or delete on affiliation
  for each row execute function stale_affiliation();
create trigger search_person after insert or delete on structure_territory
  for each row execute function stale_structure_network();
create trigger search_structure after update of name, acronym, merged_into on structure for each row
  when ((old.name, old.acronym, old.merged_into) is distinct from (new.name, new.acronym, new.merged_into))
  execute function stale_structure_name();

create trigger search_theme after update of name, synonyms on theme for each row
  when ((old.name, old.synonyms) is distinct from (new.name, new.synonyms)) execute function stale_theme();
create trigger search_audience after update of name, synonyms on audience for each row
  when ((old.name, old.synonyms) is distinct from (new.name, new.synonyms)) execute function stale_audience();

-- What is there already is to be indexed.
insert into content_stale (source, source_id)
select 'contribution', id from contribution union all select 'event', id from event union all select 'plan', id from plan
union all select 'sheet', id from action_sheet union all select 'person', id from membership;
