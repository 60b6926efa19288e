-- Compte rendu of an edition: what was said and decided, who does what for when. Written by domain/minutes only.

create table minutes (
  event_id bigint primary key references event on delete cascade,
  status text not null default 'draft' check (status in ('draft', 'validated')),
  -- Who reads it once validated.
  audience text not null default 'participants' check (audience in ('participants', 'members', 'public')),
  summary text not null default '',
  -- The next date, in words, or the edition it became.
  next_meeting text not null default '',
  next_event_id bigint references event on delete set null,
  version integer not null default 1,
  validated_at timestamptz,
  validated_by text not null default '',
  -- To the participants, once.
  sent_at timestamptz,
  updated_by text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((status = 'validated') = (validated_at is not null))
);
create index minutes_next_event on minutes (next_event_id);

-- One piece of it, with a version of its own: two people write two pieces at once.
create table minutes_item (
  id bigint generated always as identity primary key,
  event_id bigint not null references minutes on delete cascade,
  kind text not null check (kind in ('point', 'decision', 'expectation')),
  title text not null default '',
  body text not null default '',
  position integer not null default 0,
  version integer not null default 1,
  removed_at timestamptz,
  updated_by text not null default '',
  updated_at timestamptz not null default now(),
  check (title <> '' or body <> '')
);
create index minutes_item_event on minutes_item (event_id, kind, position);

create table follow_up (
  id bigint generated always as identity primary key,
  event_id bigint not null references minutes on delete cascade,
  what text not null check (what <> ''),
  -- Who: somebody with an account, a structure, or a name.
  person_id uuid references person on delete set null,
  structure_id bigint references structure,
  who_label text not null default '',
  due_on date,
  status text not null default 'open' check (status in ('open', 'done', 'dropped')),
  -- What came of it.
  outcome text not null default '',
  done_at timestamptz,
  reminded_at timestamptz,
  position integer not null default 0,
  version integer not null default 1,
  removed_at timestamptz,
  updated_by text not null default '',
  updated_at timestamptz not null default now(),
  check ((status = 'open') = (done_at is null))
);
create index follow_up_event on follow_up (event_id, position);
create index follow_up_person on follow_up (person_id) where status = 'open';
create index follow_up_structure on follow_up (structure_id);
create index follow_up_due on follow_up (due_on) where status = 'open';
