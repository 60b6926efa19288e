-- « Interconnaissance »: how well the structures of a territory know each other, asked in waves; who should be
-- introduced to whom. Written by domain/network only.

create table wave (
  id bigint generated always as identity primary key,
  territory_id bigint not null references territory,
  -- « vague 3 »: from 1, in the order they were made.
  number integer not null check (number > 0),
  title text not null check (title <> ''),
  introduction text not null default '',
  status text not null default 'draft' check (status in ('draft', 'open', 'closed')),
  -- The last civil day to answer, in the territory.
  closes_on date,
  -- The rencontre it was asked before or after.
  event_id bigint references event on delete set null,
  moment text check (moment in ('before', 'after')),
  opened_at timestamptz,
  closed_at timestamptz,
  -- When those who had not answered were last written to.
  reminded_at timestamptz,
  created_by uuid references person on delete set null,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  unique (territory_id, number),
  check (status = 'draft' or opened_at is not null),
  check (status <> 'closed' or closed_at is not null)
);
-- One question at a time.
create unique index wave_open on wave (territory_id) where status = 'open';
create index wave_event on wave (event_id);

-- Who is asked and asked about, as it was when the wave opened.
create table wave_structure (
  id bigint generated always as identity primary key,
  wave_id bigint not null references wave on delete cascade,
  structure_id bigint not null references structure,
  -- Moves when the link must serve no more.
  link_version integer not null default 1,
  -- When its first answer came, and when it said that it had finished.
  answered_at timestamptz,
  finished_at timestamptz,
  -- Who answered for it last; forgotten with the person.
  answered_by uuid references person on delete set null,
  version integer not null default 1,
  unique (wave_id, structure_id)
);
create index wave_structure_structure on wave_structure (structure_id);

-- Two structures that shared communes when the wave opened: each is asked about the other. Written once.
create table wave_pair (
  wave_id bigint not null references wave on delete cascade,
  a_id bigint not null references wave_structure on delete cascade,
  b_id bigint not null references wave_structure on delete cascade,
  -- Communes both cover.
  communes integer not null check (communes > 0),
  primary key (a_id, b_id),
  check (a_id < b_id)
);
create index wave_pair_b on wave_pair (b_id);
create index wave_pair_wave on wave_pair (wave_id);

-- What a structure says of another. No row: it has not said, which is never « ne connaît pas ».
create table relation_answer (
  from_id bigint not null references wave_structure on delete cascade,
  about_id bigint not null references wave_structure on delete cascade,
  -- 0 ne connaît pas, 1 connaît de nom, 2 a déjà échangé, 3 travaille régulièrement avec, 4 projet ou convention commune.
  level smallint not null check (level between 0 and 4),
  answered_at timestamptz not null default now(),
  primary key (from_id, about_id),
  check (from_id <> about_id)
);
create index relation_answer_about on relation_answer (about_id);

-- Two structures to be introduced: what was done about it.
create table introduction (
  territory_id bigint not null references territory on delete cascade,
  a_id bigint not null references structure on delete cascade,
  b_id bigint not null references structure on delete cascade,
  -- planned: at a rencontre. made: they have met. dismissed: no use.
  status text not null check (status in ('planned', 'made', 'dismissed')),
  event_id bigint references event on delete set null,
  changed_at timestamptz not null default now(),
  changed_by uuid references person on delete set null,
  primary key (territory_id, a_id, b_id),
  check (a_id < b_id)
);
create index introduction_b on introduction (b_id);
create index introduction_event on introduction (event_id);
