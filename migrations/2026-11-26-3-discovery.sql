-- What each person follows, how often she is written to, and what was sent. Written by domain/discovery only.

-- Beside what concerns her by her communes, themes and structures: followed, or muted.
create table follow (
  id bigint generated always as identity primary key,
  person_id uuid not null references person on delete cascade,
  target text not null check (target in ('theme', 'structure', 'territory', 'contribution', 'event', 'plan')),
  -- The code of a theme; the id of the rest.
  target_key text not null,
  muted boolean not null default false,
  created_at timestamptz not null default now(),
  unique (person_id, target, target_key)
);
create index follow_target on follow (target, target_key);

create table digest_preference (
  person_id uuid primary key references person on delete cascade,
  rhythm text not null default 'weekly' check (rhythm in ('daily', 'weekly', 'monthly', 'none')),
  -- Until when she has read what is new.
  seen_at timestamptz,
  -- Moves when the address of her private feed must serve no more.
  feed_version integer not null default 1,
  updated_at timestamptz not null default now()
);

-- One a person and a period, whoever composes it: what must not be sent twice.
create table digest (
  id bigint generated always as identity primary key,
  person_id uuid not null references person on delete cascade,
  -- « 2026-11-23 », « 2026-W48 », « 2026-11 ».
  period text not null,
  composed_at timestamptz not null default now(),
  -- What it tells happened between these two.
  since timestamptz not null,
  until timestamptz not null,
  -- 0: there was nothing to tell, and nothing was sent.
  items integer not null,
  unique (person_id, period)
);

-- The month of a territory, edited before it leaves.
create table newsletter (
  id bigint generated always as identity primary key,
  territory_id bigint not null references territory on delete cascade,
  month date not null check (extract(day from month) = 1),
  subject text not null check (subject <> ''),
  introduction text not null default '',
  -- In order: [{"kind": "project", "id": 3, "title": "…", "text": "…", "href": "…"}].
  items jsonb not null default '[]',
  status text not null default 'draft' check (status in ('draft', 'sent')),
  -- Who reads it once it is sent; what it tells is read again by each reader's own rights.
  visibility text not null default 'members' check (visibility in ('members', 'public')),
  sent_at timestamptz,
  sent_by uuid references person on delete set null,
  -- To how many people.
  recipients integer,
  version integer not null default 1,
  created_by uuid references person on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (territory_id, month)
);
