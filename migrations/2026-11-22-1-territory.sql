-- Official geography, perimeters and territory spaces. Written by domain/territory only.
create extension if not exists pg_trgm;
create extension if not exists fuzzystrmatch;

create table cog_release (
  year integer primary key,
  source text not null,
  loaded_at timestamptz not null default now(),
  report jsonb not null default '{}'
);

-- `liaison`: INSEE's TNCC, the article a name takes (0 and 1 none, 2 le, 3 la, 4 les, 5 l').
create table region (
  code text primary key,
  name text not null,
  liaison smallint not null default 0
);

create table departement (
  code text primary key,
  name text not null,
  region_code text not null references region,
  liaison smallint not null default 0
);

create table epci (
  code text primary key,
  name text not null,
  kind text not null,
  population integer not null default 0,
  -- The last COG year that knew it, once it has disappeared.
  removed_after integer
);

-- Communes of every COG year seen: one merged since stays, pointing at the one that replaced it.
create table commune (
  code text primary key,
  name text not null,
  departement_code text not null references departement,
  region_code text not null references region,
  epci_code text references epci,
  population integer not null default 0,
  postal_codes text[] not null default '{}',
  search text not null,
  merged_into text references commune
);
create index commune_departement on commune (departement_code);
create index commune_region on commune (region_code);
create index commune_epci on commune (epci_code);

-- Other names and codes under which a commune is looked for.
create table commune_alias (
  commune_code text not null references commune,
  kind text not null check (kind in ('deleguee', 'associee', 'arrondissement', 'former')),
  code text not null,
  name text not null,
  postal_codes text[] not null default '{}',
  search text not null,
  primary key (commune_code, kind, code, name)
);
create index commune_alias_code on commune_alias (code);

create table commune_change (
  cog_year integer not null references cog_release,
  old_code text not null,
  new_code text,
  kind text not null check (kind in ('created', 'merged', 'renamed', 'moved', 'restored')),
  detail text not null default '',
  primary key (cog_year, old_code, kind)
);

-- Outlines, when an installation has loaded some (none are shipped). GeoJSON geometry, WGS84, degrees.
create table contour (
  level text not null check (level in ('commune', 'epci', 'departement')),
  code text not null,
  geometry jsonb not null,
  -- A point inside its largest part.
  lon double precision not null,
  lat double precision not null,
  west double precision not null,
  south double precision not null,
  east double precision not null,
  north double precision not null,
  source text not null default '',
  primary key (level, code)
);

create table perimeter (
  id bigint generated always as identity primary key,
  certainty text not null check (certainty in ('declared', 'everywhere', 'unknown')),
  cog_year integer not null,
  note text not null default ''
);

create table perimeter_zone (
  perimeter_id bigint not null references perimeter on delete cascade,
  mode text not null check (mode in ('include', 'exclude')),
  level text not null check (level in ('commune', 'epci', 'departement', 'region')),
  code text not null,
  primary key (perimeter_id, mode, level, code)
);
create index perimeter_everywhere on perimeter (id) where certainty = 'everywhere';
create index perimeter_zone_code on perimeter_zone (level, code);

-- The zones of a declared perimeter, expanded once: included minus excluded, current communes only.
create table perimeter_commune (
  commune_code text not null references commune,
  perimeter_id bigint not null references perimeter on delete cascade,
  primary key (commune_code, perimeter_id)
);
create index perimeter_commune_perimeter on perimeter_commune (perimeter_id, commune_code);

create table territory (
  id bigint generated always as identity primary key,
  slug text not null unique,
  name text not null,
  -- « du Pays de Brest », « de Loir-et-Cher »: the name after « de », contracted.
  name_with_de text not null,
  description text not null default '',
  fictional boolean not null default false,
  perimeter_id bigint not null unique references perimeter,
  -- Whether visitors outside the network may read the coverage matrix: the animator's choice.
  coverage_public boolean not null default false,
  -- What the territory says of the order in which « Qui couvre ? » answers.
  front_door_reason text not null default '',
  position integer not null default 0
);
