-- « Atelier périmètres »: during a rencontre each structure draws what it covers and says what it does. Written by
-- domain/events only; the perimeters by domain/territory.

create table perimeter_workshop (
  event_id bigint primary key references event on delete cascade,
  status text not null default 'draft' check (status in ('draft', 'open', 'closed')),
  -- The link of the room moves with it.
  link_version integer not null default 1,
  opened_at timestamptz,
  closed_at timestamptz,
  version integer not null default 1
);

-- What a structure says of itself here; its fiche changes only when it is applied.
create table workshop_structure (
  id bigint generated always as identity primary key,
  event_id bigint not null references perimeter_workshop on delete cascade,
  structure_id bigint not null references structure,
  perimeter_id bigint unique references perimeter,
  does text not null default '',
  does_not text not null default '',
  doubts text not null default '',
  -- « C'est notre dernier mot. »
  ready_at timestamptz,
  applied_at timestamptz,
  applied_by text not null default '',
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  unique (event_id, structure_id)
);
create index workshop_structure_structure on workshop_structure (structure_id);

-- A fictional case: « qui intervient ? ».
create table workshop_case (
  id bigint generated always as identity primary key,
  event_id bigint not null references perimeter_workshop on delete cascade,
  story text not null check (story <> ''),
  commune_code text references commune,
  theme_code text references theme,
  audience_code text references audience,
  status text not null default 'hidden' check (status in ('hidden', 'asked', 'closed')),
  position integer not null default 0
);
create index workshop_case_event on workshop_case (event_id, position);

create table workshop_case_answer (
  case_id bigint not null references workshop_case on delete cascade,
  workshop_structure_id bigint not null references workshop_structure on delete cascade,
  answer text not null check (answer in ('us', 'with-others', 'not-us', 'unsure')),
  comment text not null default '',
  updated_at timestamptz not null default now(),
  primary key (case_id, workshop_structure_id)
);
create index workshop_case_answer_structure on workshop_case_answer (workshop_structure_id);

-- What remains to settle, for the animator.
create table workshop_point (
  id bigint generated always as identity primary key,
  event_id bigint not null references perimeter_workshop on delete cascade,
  what text not null check (what <> ''),
  settled_at timestamptz,
  created_at timestamptz not null default now()
);
create index workshop_point_event on workshop_point (event_id);
