-- « Plan de tables »: who sits with whom at a rencontre, round after round. Written by domain/seating only.

create table table_plan (
  event_id bigint primary key references event on delete cascade,
  -- The moment of the programme it serves, if it is there.
  session_id bigint references programme_session on delete set null,
  -- Nobody sits at a table of more.
  most integer not null default 8 check (most between 2 and 30),
  -- What a new encounter is worth more when the two do not know each other, are of other trades, of other structures.
  weigh_unknown boolean not null default true,
  weigh_profession boolean not null default true,
  weigh_structure boolean not null default true,
  -- draft: the organiser's. published: each one reads hers.
  status text not null default 'draft' check (status in ('draft', 'published')),
  published_at timestamptz,
  version integer not null default 1
);

-- A round; done once it has taken place: it is then a fact.
create table table_plan_round (
  event_id bigint not null references table_plan on delete cascade,
  number integer not null check (number > 0),
  starts_at timestamptz,
  topic text not null default '',
  done_at timestamptz,
  primary key (event_id, number)
);

create table table_plan_table (
  event_id bigint not null references table_plan on delete cascade,
  number integer not null check (number > 0),
  name text not null default '',
  -- Seats it has, when fewer than the others.
  seats integer check (seats between 2 and 30),
  -- Easy to reach: for those who asked.
  accessible boolean not null default false,
  primary key (event_id, number)
);

-- What the plan must respect.
create table table_plan_rule (
  id bigint generated always as identity primary key,
  event_id bigint not null references table_plan on delete cascade,
  kind text not null check (kind in ('together', 'apart', 'host', 'absent')),
  registration_id bigint not null references registration on delete cascade,
  -- The other one of together and apart.
  other_id bigint references registration on delete cascade,
  -- The table of a host.
  table_number integer,
  -- One round; null: each of them.
  round_number integer,
  check ((kind in ('together', 'apart')) = (other_id is not null)),
  check (kind <> 'host' or table_number is not null),
  check (kind <> 'absent' or round_number is not null)
);
create index table_plan_rule_event on table_plan_rule (event_id);
create index table_plan_rule_registration on table_plan_rule (registration_id);
create index table_plan_rule_other on table_plan_rule (other_id);

-- Who sits where: one place a round.
create table table_plan_seat (
  event_id bigint not null,
  round_number integer not null,
  registration_id bigint not null references registration on delete cascade,
  table_number integer not null check (table_number > 0),
  -- Set by hand: another draw leaves it there.
  pinned boolean not null default false,
  primary key (event_id, round_number, registration_id),
  foreign key (event_id, round_number) references table_plan_round on delete cascade
);
create index table_plan_seat_registration on table_plan_seat (registration_id);

-- A search for a better plan, running or over: what it has found so far, and how sure it is.
create table table_plan_draw (
  id bigint generated always as identity primary key,
  event_id bigint not null references table_plan on delete cascade,
  status text not null default 'running' check (status in ('running', 'done', 'stopped', 'failed')),
  -- draw: everything anew. replan: as few changes as can be.
  kind text not null default 'draw' check (kind in ('draw', 'replan')),
  seed integer not null,
  seconds integer not null check (seconds between 1 and 120),
  stop_asked boolean not null default false,
  started_at timestamptz not null default now(),
  -- Moves while it runs: one that does not has died with its server.
  beat_at timestamptz not null default now(),
  ended_at timestamptz,
  -- Of the best so far.
  repeats integer,
  never_met integer,
  bound_repeats integer,
  bound_never_met integer,
  optimal boolean not null default false,
  method text not null default '',
  -- The seats before it was applied, to undo it: [[round, registration, table, pinned]…].
  before jsonb,
  -- What it found, when the plan has changed meanwhile: kept aside until somebody wants it or draws again.
  found jsonb,
  -- The version of the plan it was drawn for: another one is not written over.
  plan_version integer not null,
  by_person uuid references person on delete set null
);
create index table_plan_draw_event on table_plan_draw (event_id, id);
create unique index table_plan_draw_running on table_plan_draw (event_id) where status = 'running';
