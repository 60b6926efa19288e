-- Plans, axes, objectives and action sheets, as people number and print them; their steps, money, partners, notes,
-- versions and committees. Written by domain/plans only.

create table plan (
  id bigint generated always as identity primary key,
  territory_id bigint not null references territory,
  slug text not null unique,
  kind text not null check (kind in ('scheme', 'cls', 'clsm', 'pts', 'health-project', 'roadmap', 'other')),
  title text not null check (title <> ''),
  -- « CLS 2026-2030 »: what tables and references show.
  short_title text not null check (short_title <> ''),
  summary text not null default '',
  -- How a sheet is called and numbered: « fiche 28 », « action 3.3.3 ».
  sheet_word text not null default 'fiche' check (sheet_word in ('fiche', 'action')),
  starts_on date,
  ends_on date,
  contact text not null default '',
  -- draft: who leads it alone reads it. closed: over; it is read, and no longer written.
  status text not null default 'draft' check (status in ('draft', 'active', 'closed')),
  visibility text not null default 'members' check (visibility in ('public', 'members')),
  created_by uuid references person on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  check (starts_on is null or ends_on is null or starts_on <= ends_on)
);
create index plan_territory on plan (territory_id);

create table plan_signatory (
  id bigint generated always as identity primary key,
  plan_id bigint not null references plan on delete cascade,
  position integer not null,
  name text not null check (name <> ''),
  structure_id bigint references structure on delete set null,
  -- « signataire », « financeur », « associé »; as people say it.
  quality text not null default '',
  signed_on date
);
create index plan_signatory_plan on plan_signatory (plan_id);
create index plan_signatory_structure on plan_signatory (structure_id);

-- What a plan says otherwise of the headings of its sheets; a heading without a row is as the code has it.
create table plan_heading (
  plan_id bigint not null references plan on delete cascade,
  -- One of the code, or « propre-3 » for one that the plan adds.
  key text not null check (key ~ '^[a-z0-9-]+$'),
  label text not null check (label <> ''),
  hint text not null default '',
  hidden boolean not null default false,
  position integer not null,
  primary key (plan_id, key)
);

create table plan_axis (
  id bigint generated always as identity primary key,
  plan_id bigint not null references plan on delete cascade,
  -- « 3 », « III », or nothing.
  number text not null default '',
  title text not null check (title <> ''),
  summary text not null default '',
  position integer not null,
  unique (id, plan_id)
);
create unique index plan_axis_number on plan_axis (plan_id, number) where number <> '';
create index plan_axis_plan on plan_axis (plan_id);

create table plan_objective (
  id bigint generated always as identity primary key,
  plan_id bigint not null,
  axis_id bigint not null,
  -- « 3.3 ».
  number text not null default '',
  title text not null check (title <> ''),
  summary text not null default '',
  position integer not null,
  unique (id, axis_id),
  foreign key (axis_id, plan_id) references plan_axis (id, plan_id) on delete cascade
);
create unique index plan_objective_number on plan_objective (plan_id, number) where number <> '';
create index plan_objective_axis on plan_objective (axis_id);

create table action_sheet (
  id bigint generated always as identity primary key,
  plan_id bigint not null references plan on delete cascade,
  axis_id bigint,
  objective_id bigint,
  position integer not null default 0,
  -- As it is printed: « 28 », « 28 bis »; its code: « 3.3.3 », or nothing.
  number text not null check (number <> ''),
  code text not null default '',
  -- The number, as an address writes it: « 28-bis ».
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title text not null check (title <> ''),
  status text not null default 'upcoming' check (
    status in ('to-discuss', 'upcoming', 'ongoing', 'paused', 'blocked', 'done', 'dropped')),
  priority text check (priority in ('low', 'medium', 'high')),
  starts_on date,
  ends_on date,
  -- « Reconduction annuelle du dispositif »: what closing a year carries to the next.
  renews_yearly boolean not null default false,
  -- plan: as the plan. pilots: its pilots and who leads the plan.
  visibility text not null default 'plan' check (visibility in ('plan', 'members', 'pilots')),
  -- Heading key → its items, in order: {"stakes": ["Organiser…", "Enrichir…"]}.
  texts jsonb not null default '{}',
  -- What an import could not place, kept until somebody places it.
  remainder text not null default '',
  -- Where it intervenes; null: wherever the plan does.
  perimeter_id bigint references perimeter,
  created_by uuid references person on delete set null,
  created_at timestamptz not null default now(),
  updated_by uuid references person on delete set null,
  updated_at timestamptz not null default now(),
  removed_at timestamptz,
  version integer not null default 1,
  foreign key (axis_id, plan_id) references plan_axis (id, plan_id),
  foreign key (objective_id, axis_id) references plan_objective (id, axis_id),
  check (objective_id is null or axis_id is not null),
  check (starts_on is null or ends_on is null or starts_on <= ends_on)
);
create unique index action_sheet_slug on action_sheet (plan_id, slug) where removed_at is null;
create unique index action_sheet_code on action_sheet (plan_id, code) where code <> '' and removed_at is null;
create index action_sheet_axis on action_sheet (axis_id, plan_id);
create index action_sheet_objective on action_sheet (objective_id, axis_id);
create index action_sheet_perimeter on action_sheet (perimeter_id);

-- How a sheet was called before a renumbering: its old addresses and references still lead to it.
create table action_sheet_former (
  id bigint generated always as identity primary key,
  sheet_id bigint not null references action_sheet on delete cascade,
  plan_id bigint not null references plan on delete cascade,
  number text not null,
  code text not null,
  slug text not null,
  until timestamptz not null default now()
);
create index action_sheet_former_slug on action_sheet_former (plan_id, slug);
create index action_sheet_former_sheet on action_sheet_former (sheet_id);

-- Who pilots, and who is a partner: as it is written, and who that is when it is known.
create table action_sheet_actor (
  id bigint generated always as identity primary key,
  sheet_id bigint not null references action_sheet on delete cascade,
  role text not null check (role in ('pilot', 'partner')),
  position integer not null,
  label text not null check (label <> ''),
  structure_id bigint references structure on delete set null,
  person_id uuid references person on delete set null,
  check (num_nonnulls(structure_id, person_id) <= 1)
);
create index action_sheet_actor_sheet on action_sheet_actor (sheet_id);
create index action_sheet_actor_structure on action_sheet_actor (structure_id);
create index action_sheet_actor_person on action_sheet_actor (person_id);

-- « Ressources partenariales »: what other plans say that this sheet leans on.
create table action_sheet_reference (
  id bigint generated always as identity primary key,
  sheet_id bigint not null references action_sheet on delete cascade,
  position integer not null,
  -- « PTS »; « Axe 3 : … » or « Volet ambulatoire »; « Action 2.1 : … ».
  plan_label text not null check (plan_label <> ''),
  part text not null default '',
  action text not null default '',
  acronym text references plan_acronym on update cascade,
  target_plan_id bigint references plan on delete set null,
  target_sheet_id bigint references action_sheet on delete set null,
  check (target_sheet_id <> sheet_id)
);
create index action_sheet_reference_sheet on action_sheet_reference (sheet_id);
create index action_sheet_reference_acronym on action_sheet_reference (acronym);
create index action_sheet_reference_target_plan on action_sheet_reference (target_plan_id);
create index action_sheet_reference_target_sheet on action_sheet_reference (target_sheet_id);

-- What belongs with a sheet: an edition, a series, a structure, or an address elsewhere.
create table action_sheet_link (
  id bigint generated always as identity primary key,
  sheet_id bigint not null references action_sheet on delete cascade,
  position integer not null,
  kind text not null check (kind in ('event', 'series', 'structure', 'document', 'project', 'experience')),
  event_id bigint references event on delete cascade,
  series_id bigint references event_series on delete cascade,
  structure_id bigint references structure on delete cascade,
  title text not null default '',
  url text not null default '',
  check (kind <> 'event' or event_id is not null),
  check (kind <> 'series' or series_id is not null),
  check (kind <> 'structure' or structure_id is not null),
  check (kind in ('event', 'series', 'structure') or (url <> '' and title <> ''))
);
create index action_sheet_link_sheet on action_sheet_link (sheet_id);
create index action_sheet_link_event on action_sheet_link (event_id);
create index action_sheet_link_series on action_sheet_link (series_id);
create index action_sheet_link_structure on action_sheet_link (structure_id);

create table action_sheet_theme (
  sheet_id bigint not null references action_sheet on delete cascade,
  theme text not null references theme on update cascade,
  primary key (sheet_id, theme)
);
create index action_sheet_theme_theme on action_sheet_theme (theme);

create table action_sheet_step (
  id bigint generated always as identity primary key,
  sheet_id bigint not null references action_sheet on delete cascade,
  position integer not null,
  title text not null check (title <> ''),
  due_on date,
  status text not null default 'todo' check (status in ('todo', 'doing', 'done', 'dropped')),
  done_on date,
  responsible text not null default '',
  -- Comes back the next year when the year is closed.
  renews_yearly boolean not null default false,
  version integer not null default 1
);
create index action_sheet_step_sheet on action_sheet_step (sheet_id);

create table action_sheet_funding (
  id bigint generated always as identity primary key,
  sheet_id bigint not null references action_sheet on delete cascade,
  position integer not null,
  funder text not null check (funder <> ''),
  structure_id bigint references structure on delete set null,
  -- Null: for the whole of the plan.
  year integer check (year between 1990 and 2100),
  -- In cents; null: not known.
  planned bigint check (planned >= 0),
  actual bigint check (actual >= 0),
  note text not null default '',
  renews_yearly boolean not null default false
);
create index action_sheet_funding_sheet on action_sheet_funding (sheet_id);
create index action_sheet_funding_structure on action_sheet_funding (structure_id);

-- What is said along the way: a dated note of the pilots, a comment, a proposal of other words.
create table action_sheet_note (
  id bigint generated always as identity primary key,
  sheet_id bigint not null references action_sheet on delete cascade,
  kind text not null check (kind in ('note', 'comment', 'proposal')),
  written_on date not null default current_date,
  author_id uuid references person on delete set null,
  -- Who wrote it, as it was then; emptied with the person.
  author text not null default '',
  body text not null default '',
  -- Of a proposal: which heading, what it was written against, what it would say.
  heading text not null default '',
  before jsonb,
  proposed jsonb,
  status text not null default 'open' check (status in ('open', 'accepted', 'refused', 'withdrawn')),
  answer text not null default '',
  answered_by uuid references person on delete set null,
  answered_at timestamptz,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  check (kind <> 'proposal' or proposed is not null),
  check (kind = 'proposal' or body <> '')
);
create index action_sheet_note_sheet on action_sheet_note (sheet_id);
create index action_sheet_note_author on action_sheet_note (author_id);

-- Each state of a sheet, whole: to be compared and read again.
create table action_sheet_version (
  sheet_id bigint not null references action_sheet on delete cascade,
  version integer not null,
  at timestamptz not null default now(),
  person_id uuid references person on delete set null,
  -- « étapes », « financement », « version 4 reprise »…
  change text not null default '',
  document jsonb not null,
  primary key (sheet_id, version)
);
create index action_sheet_version_person on action_sheet_version (person_id);

-- A plan as it was read at a committee: frozen.
create table plan_committee (
  id bigint generated always as identity primary key,
  plan_id bigint not null references plan on delete cascade,
  -- « COPIL du 12 mars ».
  title text not null check (title <> ''),
  held_on date not null,
  note text not null default '',
  frozen_at timestamptz not null default now(),
  frozen_by uuid references person on delete set null,
  -- The plan, its axes and its figures.
  document jsonb not null
);
create index plan_committee_plan on plan_committee (plan_id);

create table plan_committee_sheet (
  committee_id bigint not null references plan_committee on delete cascade,
  sheet_id bigint not null references action_sheet on delete cascade,
  document jsonb not null,
  primary key (committee_id, sheet_id)
);
create index plan_committee_sheet_sheet on plan_committee_sheet (sheet_id);

-- A text given to be understood as one or more sheets, before a person has said yes.
create table sheet_import (
  id uuid primary key default gen_random_uuid(),
  plan_id bigint not null references plan on delete cascade,
  created_by uuid references person on delete cascade,
  created_at timestamptz not null default now(),
  -- « fiche-28.docx », « texte collé ».
  source_name text not null,
  status text not null default 'open' check (status in ('open', 'applied', 'dropped'))
);
create index sheet_import_plan on sheet_import (plan_id);
create index sheet_import_person on sheet_import (created_by);

create table sheet_import_part (
  import_id uuid not null references sheet_import on delete cascade,
  position integer not null,
  source text not null,
  -- What was understood, then what the person corrected.
  document jsonb not null,
  -- What becomes of it: a new sheet, one that is written over, nothing.
  -- ask: nobody has said yet.
  decision text not null default 'ask' check (decision in ('ask', 'create', 'replace', 'skip')),
  sheet_id bigint references action_sheet on delete set null,
  version integer not null default 1,
  primary key (import_id, position)
);
create index sheet_import_part_sheet on sheet_import_part (sheet_id);
