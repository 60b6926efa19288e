-- Structures, services, contacts and the vocabularies that describe them. Written by domain/directory only.

create table structure_type (
  code text primary key,
  name text not null,
  mission text not null default '',
  legal_basis text not null default '',
  -- 'call': acts for a person (« à appeler »); 'gather': brings actors together (« à associer »).
  action text not null check (action in ('call', 'gather')),
  -- One of the eight colours of the design system.
  colour smallint not null default 8 check (colour between 1 and 8),
  -- Value of data·inclusion's `reseaux_porteurs`, where it has the word.
  data_inclusion text,
  -- Words under which people look for it: « centre local d'information et de coordination ».
  synonyms text[] not null default '{}',
  position integer not null default 0
);

-- A need: what the person, or the professional, is looking for.
create table theme (
  code text primary key,
  name text not null,
  -- As it reads in the sentence « qui a besoin de … »: « rester à domicile ».
  phrase text not null,
  data_inclusion text[] not null default '{}',
  synonyms text[] not null default '{}',
  position integer not null default 0
);

-- A « public »: for whom. 'tous-publics' matches every search.
create table audience (
  code text primary key,
  name text not null,
  -- As it reads in the sentence « pour … »: « une personne âgée ».
  phrase text not null,
  data_inclusion text[] not null default '{}',
  synonyms text[] not null default '{}',
  position integer not null default 0
);

create table structure (
  id bigint generated always as identity primary key,
  slug text not null unique,
  name text not null check (name <> ''),
  acronym text not null default '',
  type_code text not null references structure_type,
  parent_id bigint references structure,
  merged_into bigint references structure,
  lead_body text not null default '',
  -- What it does, in one sentence.
  summary text not null default '',
  description text not null default '',
  -- What it does not do, and to whom it passes on.
  limits text not null default '',
  hands_over_to text not null default '',
  -- What to have ready before calling.
  to_prepare text not null default '',
  siret text unique check (siret ~ '^[0-9]{14}$'),
  finess text unique check (finess ~ '^[0-9A-Z]{9}$'),
  address text not null default '',
  address_extra text not null default '',
  postal_code text not null default '',
  commune_code text references commune,
  phone text not null default '',
  email text not null default '',
  mssante text not null default '',
  website text not null default '',
  -- OSM opening_hours, French public holidays as PH.
  opening_hours text not null default '',
  perimeter_id bigint not null unique references perimeter,
  status text not null default 'active' check (status in ('active', 'closed')),
  fictional boolean not null default false,
  -- Where the fiche comes from (URLs or names of files), and how sure it is.
  sources text[] not null default '{}',
  reliability text not null default 'to_confirm' check (reliability in ('confirmed', 'partial', 'to_confirm')),
  note text not null default '',
  -- Key of the record in the source that feeds it: re-importing updates instead of duplicating.
  external_id text unique,
  confirmed_at timestamptz,
  confirmed_by text not null default '',
  review_every_months integer not null default 6 check (review_every_months > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index structure_type_of on structure (type_code);
create index structure_commune on structure (commune_code);
create index structure_parent on structure (parent_id);

create table service (
  id bigint generated always as identity primary key,
  structure_id bigint not null references structure on delete cascade,
  name text not null check (name <> ''),
  description text not null default '',
  -- data·inclusion `mobilisable_par`: usagers, professionnels (+ aidants, ours).
  solicited_by text[] not null default '{}',
  -- data·inclusion `modes_mobilisation`: telephoner, envoyer-un-courriel, se-presenter, utiliser-lien-mobilisation.
  solicited_through text[] not null default '{}',
  -- « réponse sous 48 h ».
  delay text not null default '',
  -- data·inclusion `frais`: gratuit, payant.
  fees text not null default '',
  fees_detail text not null default '',
  conditions text not null default '',
  to_prepare text not null default '',
  limits text not null default '',
  phone text not null default '',
  link text not null default '',
  opening_hours text not null default '',
  -- Null: where its structure intervenes.
  perimeter_id bigint unique references perimeter,
  position integer not null default 0
);
create index service_structure on service (structure_id);

create table service_theme (
  service_id bigint not null references service on delete cascade,
  theme_code text not null references theme,
  primary key (service_id, theme_code)
);
create index service_theme_theme on service_theme (theme_code, service_id);

create table service_audience (
  service_id bigint not null references service on delete cascade,
  audience_code text not null references audience,
  primary key (service_id, audience_code)
);
create index service_audience_audience on service_audience (audience_code, service_id);

create table contact (
  id bigint generated always as identity primary key,
  structure_id bigint not null references structure on delete cascade,
  name text not null,
  role text not null default '',
  phone text not null default '',
  email text not null default '',
  visibility text not null default 'nobody' check (visibility in ('public', 'members', 'nobody')),
  consent_at date,
  position integer not null default 0,
  check (visibility = 'nobody' or consent_at is not null)
);
create index contact_structure on contact (structure_id);

-- The territories whose directory a structure belongs to, whatever its perimeter says (it may be unknown).
create table structure_territory (
  structure_id bigint not null references structure on delete cascade,
  territory_id bigint not null references territory,
  primary key (structure_id, territory_id)
);
create index structure_territory_territory on structure_territory (territory_id);

-- Whom the territory wants called first: for a need, a public, or both; a structure or a whole type.
create table front_door (
  id bigint generated always as identity primary key,
  territory_id bigint not null references territory on delete cascade,
  audience_code text references audience,
  theme_code text references theme,
  structure_id bigint references structure on delete cascade,
  type_code text references structure_type,
  position integer not null default 0,
  check (num_nonnulls(structure_id, type_code) = 1)
);
create index front_door_territory on front_door (territory_id);

-- What the directory list searches, filters, counts and sorts: one row per structure, derived from the
-- tables above by the commands that write them. Merged structures have none.
create table structure_search (
  structure_id bigint primary key references structure on delete cascade,
  -- Normalised, for exact matches and the alphabetical order.
  name text collate "C" not null,
  acronym text not null,
  name_words smallint not null,
  type_code text not null,
  themes text[] not null,
  audiences text[] not null,
  -- « theme|audience » of each service, either part empty when it says nothing: both asked, one service has both.
  offers text[] not null,
  status text not null,
  -- When its confirmation lapses; null when it was never confirmed.
  review_due timestamptz,
  updated_at timestamptz not null,
  -- Normalised words. A: name, acronym; B: type; C: services, seat, lead body; D: the rest.
  document tsvector not null
);
create index structure_search_document on structure_search using gin (document) with (fastupdate = off);
create index structure_search_name on structure_search (name, structure_id);
create index structure_search_updated on structure_search (updated_at desc, structure_id);

-- The distinct words of the documents, to find the one a mistyped word stood for: at most two letters longer or
-- shorter, which bounds what is compared.
create table search_term (
  term text collate "C" primary key
);
create index search_term_length on search_term (length(term), term);

-- What « Qui couvre ? » chooses from: each service of an active structure (or the structure itself when it describes
-- none) with the perimeter that counts for it. Derived with structure_search, by the same commands.
create table structure_offer (
  structure_id bigint not null references structure on delete cascade,
  service_id bigint references service on delete cascade,
  perimeter_id bigint not null,
  certainty text not null,
  commune_count integer not null,
  type_code text not null,
  -- Of the seat.
  departement_code text,
  fictional boolean not null,
  themes text[] not null,
  audiences text[] not null
);
create index structure_offer_structure on structure_offer (structure_id);
create index structure_offer_service on structure_offer (service_id);
create index structure_offer_perimeter on structure_offer (perimeter_id);
create index structure_offer_unknown on structure_offer (departement_code) where certainty = 'unknown';
create index structure_offer_words on structure_offer using gin (themes, audiences) with (fastupdate = off);

-- The revision of the directory at which each structure was last written: a server that keeps offers in memory reads
-- again those that changed since the revision it knows.
create table structure_change (
  structure_id bigint primary key references structure on delete cascade,
  revision bigint not null
);
create index structure_change_revision on structure_change (revision);

-- A file waiting for a person's decisions, then the trace of what was done with it.
create table import_batch (
  id uuid primary key default gen_random_uuid(),
  file_name text not null,
  format text not null,
  territory_id bigint references territory,
  status text not null default 'checked' check (status in ('checked', 'applied', 'refused', 'abandoned')),
  records jsonb not null,
  report jsonb not null,
  decisions jsonb not null default '{}',
  created_at timestamptz not null default now(),
  applied_at timestamptz
);

-- Counts the changes of the directory, so that an answer computed from it can be kept until the next one.
create table directory_revision (
  single boolean primary key default true check (single),
  revision bigint not null default 1
);
insert into directory_revision default values;
