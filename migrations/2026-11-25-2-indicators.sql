-- The indicators of plans and of their sheets: what is aimed at, what was reached, and where each figure comes from.
-- Written by domain/plans only.

create table indicator (
  id bigint generated always as identity primary key,
  plan_id bigint not null references plan on delete cascade,
  -- Null: of the plan as a whole.
  sheet_id bigint references action_sheet on delete cascade,
  position integer not null default 0,
  label text not null check (label <> ''),
  definition text not null default '',
  -- follow-up: is it done (suivi). result: did it change anything (évaluation).
  purpose text not null default 'follow-up' check (purpose in ('follow-up', 'result')),
  -- How its values are written: a number, a share between 0 and 1, a mark out of `scale_max`, euros in cents, yes or no.
  kind text not null default 'count' check (kind in ('count', 'share', 'mark', 'score', 'level', 'amount', 'yes-no')),
  unit text not null default '',
  scale_max numeric,
  direction text not null default 'up' check (direction in ('up', 'down', 'none')),
  baseline numeric,
  baseline_year integer check (baseline_year between 1990 and 2100),
  -- Who gives it, and where it is read: « feuilles d’émargement du Département ».
  source text not null default '',
  -- Computed: from what (« edition », « effect », « wave », « directory », « plan »), which measure, of which thing.
  binding_source text check (binding_source in ('edition', 'effect', 'wave', 'directory', 'plan')),
  binding_measure text,
  binding_series_id bigint references event_series on delete set null,
  binding_event_id bigint references event on delete set null,
  -- Of several editions in one year: the last, their sum, their mean.
  binding_combine text not null default 'last' check (binding_combine in ('last', 'sum', 'mean')),
  removed_at timestamptz,
  version integer not null default 1,
  check ((binding_source is null) = (binding_measure is null)),
  check ((baseline is null) = (baseline_year is null)),
  check (kind <> 'mark' or scale_max is not null or binding_source is not null)
);
create index indicator_plan on indicator (plan_id);
create index indicator_sheet on indicator (sheet_id);
create index indicator_series on indicator (binding_series_id);
create index indicator_event on indicator (binding_event_id);

create table indicator_target (
  indicator_id bigint not null references indicator on delete cascade,
  year integer not null check (year between 1990 and 2100),
  value numeric not null,
  primary key (indicator_id, year)
);

-- One value a year. manual: somebody wrote it. computed: kept when the year was closed, as it was computed then.
create table indicator_value (
  indicator_id bigint not null references indicator on delete cascade,
  year integer not null check (year between 1990 and 2100),
  origin text not null check (origin in ('manual', 'computed')),
  -- Null: closed without a value.
  value numeric,
  scale_max numeric,
  comment text not null default '',
  -- « D’où vient ce chiffre », as it was when it was written or computed.
  source text not null default '',
  -- Of a computed one: who might be told when it was kept, whatever its indicator follows since. One by hand is as public
  -- as its sheet.
  readers text not null default 'members' check (readers in ('public', 'members')),
  person_id uuid references person on delete set null,
  at timestamptz not null default now(),
  version integer not null default 1,
  primary key (indicator_id, year),
  check (origin = 'computed' or value is not null)
);
create index indicator_value_person on indicator_value (person_id);

-- A year that is closed: its values are what they are.
create table plan_year (
  plan_id bigint not null references plan on delete cascade,
  year integer not null check (year between 1990 and 2100),
  closed_at timestamptz not null default now(),
  closed_by uuid references person on delete set null,
  note text not null default '',
  primary key (plan_id, year)
);

-- What closing a year carried to the next: steps, funding, editions. It outlives a year that is opened again, so that
-- closing it once more carries nothing twice.
create table plan_renewal (
  plan_id bigint not null references plan on delete cascade,
  year integer not null,
  sheet_id bigint not null references action_sheet on delete cascade,
  carried jsonb not null default '{}',
  -- The edition that was opened for the next year.
  event_id bigint references event on delete set null,
  primary key (plan_id, year, sheet_id)
);
create index plan_renewal_sheet on plan_renewal (sheet_id);
create index plan_renewal_event on plan_renewal (event_id);
