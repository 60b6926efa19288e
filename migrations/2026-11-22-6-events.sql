-- Rencontres and Journées: what is organised, by whom, when, with whose help. Written by domain/events only.

-- What comes back: « Journée départementale », « Rencontre des coordinations ».
create table event_series (
  id bigint generated always as identity primary key,
  territory_id bigint not null references territory,
  slug text not null unique,
  title text not null check (title <> ''),
  description text not null default '',
  created_at timestamptz not null default now()
);
create index event_series_territory on event_series (territory_id);

-- One edition.
create table event (
  id bigint generated always as identity primary key,
  territory_id bigint not null references territory,
  series_id bigint references event_series on delete set null,
  slug text not null unique,
  kind text not null default 'meeting' check (kind in ('annual-day', 'meeting', 'webinar', 'working-group')),
  title text not null check (title <> ''),
  -- In one sentence.
  summary text not null default '',
  description text not null default '',
  -- For whom: « tous les professionnels de santé, du social et du médico-social ».
  intended_for text not null default '',
  status text not null default 'draft' check (status in ('draft', 'published', 'cancelled')),
  -- link: whoever has the address reads it, nothing lists it.
  visibility text not null default 'public' check (visibility in ('public', 'members', 'link')),
  -- Null until a date is chosen.
  starts_at timestamptz,
  ends_at timestamptz,
  time_zone text not null default 'Europe/Paris',
  organiser_id bigint references structure,
  -- Shown to all: a structure's or a function's, never a person's.
  contact_name text not null default '',
  contact_phone text not null default '',
  venue_name text not null default '',
  venue_address text not null default '',
  venue_postal_code text not null default '',
  venue_commune_code text references commune,
  -- Given to those who are registered.
  online_url text not null default '',
  access_walk text not null default '',
  access_bus text not null default '',
  access_car text not null default '',
  -- For people with reduced mobility (« PMR »).
  access_reduced_mobility text not null default '',
  lodging text not null default '',
  -- Places in all; null: as many as come.
  capacity integer check (capacity > 0),
  -- How many came, where registrations do not say: an edition from before Maillage. With where it is known from.
  declared_participants integer check (declared_participants >= 0),
  declared_source text not null default '',
  copied_from bigint references event on delete set null,
  -- Moves each time a calendar that holds it must change.
  calendar_sequence integer not null default 0,
  published_at timestamptz,
  cancelled_at timestamptz,
  cancel_reason text not null default '',
  fictional boolean not null default false,
  version integer not null default 1,
  created_by uuid references person on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((starts_at is null) = (ends_at is null)),
  check (ends_at > starts_at)
);
create index event_territory on event (territory_id, starts_at desc);
create index event_series_editions on event (series_id, starts_at desc);
create index event_starts on event (starts_at);

-- « Jeudi matin », « jeudi après-midi »: what one is present for, and signs for.
create table event_half_day (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  label text not null check (label <> ''),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  check (ends_at > starts_at)
);
create index event_half_day_event on event_half_day (event_id, starts_at);

create table event_room (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  name text not null check (name <> ''),
  -- Seats; null when nobody has counted.
  capacity integer check (capacity > 0),
  note text not null default '',
  position integer not null default 0,
  unique (event_id, name)
);

-- A moment of the programme. The word session alone is left to sign-in.
create table programme_session (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  kind text not null
    check (kind in ('plenary', 'round-table', 'workshop', 'stand', 'social', 'table-work')),
  title text not null check (title <> ''),
  description text not null default '',
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  room_id bigint references event_room on delete set null,
  -- Whether one chooses it when registering; the others are for everyone who is there.
  chosen boolean not null default false,
  -- Places, where it is chosen; null: as many as wish.
  capacity integer check (capacity > 0),
  -- What to bring, what is handed out.
  materials text not null default '',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (ends_at > starts_at)
);
create index programme_session_event on programme_session (event_id, starts_at);
create index programme_session_room on programme_session (room_id);

create table programme_session_theme (
  session_id bigint not null references programme_session on delete cascade,
  theme_code text not null references theme,
  primary key (session_id, theme_code)
);

-- Who speaks: somebody, or a structure. Once an edition, so that a person in two rooms at once is seen.
create table event_speaker (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  name text not null check (name <> ''),
  -- « infirmière de pratique avancée ».
  title text not null default '',
  structure_id bigint references structure,
  structure_label text not null default '',
  position integer not null default 0
);
create index event_speaker_event on event_speaker (event_id);

create table session_speaker (
  session_id bigint not null references programme_session on delete cascade,
  speaker_id bigint not null references event_speaker on delete cascade,
  role text not null default 'speaker' check (role in ('speaker', 'moderator', 'host')),
  position integer not null default 0,
  primary key (session_id, speaker_id)
);
create index session_speaker_speaker on session_speaker (speaker_id);

-- Who helps, and how. A structure of the directory, or a name.
create table event_partner (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  structure_id bigint references structure,
  name text not null check (name <> ''),
  role text not null check (role in ('lead', 'co-organiser', 'partner', 'funder', 'supporter', 'exhibitor')),
  -- What it brings besides money: rooms, people, equipment.
  means text not null default '',
  website text not null default '',
  planned_cents bigint check (planned_cents >= 0),
  actual_cents bigint check (actual_cents >= 0),
  -- A company of health products, whose advantages to professionals are ruled (CSP, art. L. 1453-3 and following).
  industry boolean not null default false,
  pays_for text not null default '',
  paid_to text not null default '',
  shown boolean not null default true,
  amount_shown boolean not null default false,
  logo bytea,
  logo_type text not null default '' check (logo_type in ('', 'image/png', 'image/jpeg', 'image/webp')),
  position integer not null default 0,
  -- Taken off the list, and may be put back.
  removed_at timestamptz,
  version integer not null default 1,
  check ((logo is null) = (logo_type = ''))
);
create index event_partner_event on event_partner (event_id, position);

create table event_budget_line (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  kind text not null check (kind in ('expense', 'income')),
  label text not null check (label <> ''),
  planned_cents bigint check (planned_cents >= 0),
  actual_cents bigint check (actual_cents >= 0),
  note text not null default '',
  position integer not null default 0
);
create index event_budget_line_event on event_budget_line (event_id, position);

-- Who works on an edition, besides the animators of its territory.
create table event_team_member (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  person_id uuid not null references person on delete cascade,
  -- organiser: everything of this edition. reception: welcomes on the day. partner: its own session or stand only.
  role text not null check (role in ('organiser', 'reception', 'partner')),
  session_id bigint references programme_session on delete cascade,
  partner_id bigint references event_partner on delete cascade,
  created_at timestamptz not null default now(),
  check ((role = 'partner') = (session_id is not null or partner_id is not null))
);
create unique index event_team_member_once on event_team_member
  (event_id, person_id, role, coalesce(session_id, 0), coalesce(partner_id, 0));
create index event_team_member_person on event_team_member (person_id);

-- The rétroplanning: what is to be done, so many days before (or after, negative) the first day.
create table event_task (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  title text not null check (title <> ''),
  detail text not null default '',
  days_before integer not null,
  assignee_id uuid references person on delete set null,
  done_at timestamptz,
  done_by text not null default '',
  position integer not null default 0
);
create index event_task_event on event_task (event_id, days_before desc, position);

-- An organisation that passes the word on (CDOM, faculty, URPS, hospital): its own link, text and poster.
create table event_relay (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  structure_id bigint references structure,
  name text not null check (name <> ''),
  -- In the link: « ?relais=cdom ».
  code text not null check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  -- What it may copy into its own message.
  message text not null default '',
  position integer not null default 0,
  unique (event_id, code)
);

-- When shall we meet? One poll an edition.
create table date_poll (
  id bigint generated always as identity primary key,
  event_id bigint not null unique references event on delete cascade,
  message text not null default '',
  status text not null default 'draft' check (status in ('draft', 'open', 'closed')),
  -- Whether a guest sees how many others could come; never who.
  tally_shown boolean not null default false,
  closes_at timestamptz,
  -- The silent were reminded by themselves, once.
  closing_reminded_at timestamptz,
  opened_at timestamptz,
  closed_at timestamptz,
  version integer not null default 1
);

create table date_poll_slot (
  id bigint generated always as identity primary key,
  poll_id bigint not null references date_poll on delete cascade,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- The one that was kept.
  chosen boolean not null default false,
  unique (poll_id, starts_at, ends_at),
  check (ends_at > starts_at)
);
create unique index date_poll_slot_chosen on date_poll_slot (poll_id) where chosen;

-- Who is asked, once an address.
create table date_poll_guest (
  id bigint generated always as identity primary key,
  poll_id bigint not null references date_poll on delete cascade,
  email text not null check (email = lower(email)),
  name text not null default '',
  person_id uuid references person on delete set null,
  structure_id bigint references structure,
  profession text not null default '',
  -- Moves when the link must serve no more.
  link_version integer not null default 1,
  asked_at timestamptz,
  reminded_at timestamptz,
  answered_at timestamptz,
  comment text not null default '',
  unique (poll_id, email)
);
create index date_poll_guest_person on date_poll_guest (person_id);

create table date_poll_answer (
  guest_id bigint not null references date_poll_guest on delete cascade,
  slot_id bigint not null references date_poll_slot on delete cascade,
  answer text not null check (answer in ('yes', 'if-needed', 'no')),
  primary key (guest_id, slot_id)
);
create index date_poll_answer_slot on date_poll_answer (slot_id);
