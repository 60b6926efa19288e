-- People: accounts, roles, mail, and what lets a directory stay true.

-- Someone with an account. The first columns are those better-auth asks of a « user ».
create table person (
  id uuid primary key default gen_random_uuid(),
  name text not null default '',
  -- In lower case.
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  profession text not null default '',
  phone text not null default '',
  -- To whom the person shows how to be called; the e-mail is shown to nobody, ever: one writes through a form.
  phone_visibility text not null default 'nobody' check (phone_visibility in ('public', 'members', 'nobody')),
  phone_consent_at date,
  -- Runs the whole instance.
  administrator boolean not null default false,
  -- Closed by the administration: the person signs in no more.
  suspended_at timestamptz,
  last_seen_at timestamptz,
  fictional boolean not null default false,
  check (phone_visibility = 'nobody' or phone_consent_at is not null)
);

create table sign_in_session (
  id uuid primary key default gen_random_uuid(),
  token text not null unique,
  person_id uuid not null references person on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sign_in_session_person on sign_in_session (person_id);
create index sign_in_session_expiry on sign_in_session (expires_at);

-- How a person signs in elsewhere (OpenID Connect).
create table sign_in_account (
  id uuid primary key default gen_random_uuid(),
  account_id text not null,
  provider_id text not null,
  issuer text,
  person_id uuid not null references person on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index sign_in_account_person on sign_in_account (person_id);

-- Links and codes waiting to be used once.
create table sign_in_verification (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sign_in_verification_identifier on sign_in_verification (identifier);

-- Who did what, for whoever must answer for it. A person erased leaves the trace without the name.
create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  person_id uuid references person on delete set null,
  -- « ligne de commande », « démonstration », a person's name until erased.
  actor_label text not null,
  -- 'structure.update', 'people.export', 'membership.approve'…
  action text not null,
  target_kind text not null default '',
  target_id text not null default '',
  target_label text not null default '',
  territory_id bigint references territory on delete set null,
  detail jsonb not null default '{}'
);
create index audit_entry_at on audit_entry (at desc, id desc);
create index audit_entry_person on audit_entry (person_id, at desc);
create index audit_entry_target on audit_entry (target_kind, target_id, at desc);

-- Acts counted to slow down abuse: keys are hashed, rows are swept after their window.
create table throttle (
  scope text not null,
  key text not null,
  window_start timestamptz not null,
  count integer not null default 1,
  primary key (scope, key, window_start)
);
create index throttle_window on throttle (window_start);

-- One recipient per message. Written in the transaction of its cause.
create table mail_message (
  id bigint generated always as identity primary key,
  -- 'sign-in', 'confirmation', 'invitation'…
  kind text not null,
  recipient text not null,
  recipient_name text not null default '',
  reply_to text not null default '',
  subject text not null,
  -- Null once erased: what carries a secret or a relayed text goes as soon as it is delivered.
  text_body text,
  html_body text,
  unsubscribe_url text not null default '',
  erase_once_sent boolean not null default false,
  -- kept: no SMTP server is set. uncertain: the process died while handing it over; never sent again by itself.
  status text not null default 'queued'
    check (status in ('queued', 'sending', 'sent', 'failed', 'uncertain', 'kept', 'cancelled')),
  -- A second message with the same key is not written: « one reminder a fiche a stage ».
  dedupe_key text unique,
  attempts integer not null default 0,
  last_error text not null default '',
  message_id text not null default '',
  created_at timestamptz not null default now(),
  not_before timestamptz not null default now(),
  -- What it carries serves no more: not sent after.
  expires_at timestamptz,
  -- The worker that took it, as it is known among the living (src/server/jobs/presence.ts).
  claimed_by text not null default '',
  claimed_at timestamptz,
  -- Set just before the last byte is handed over: from then on, it may have been accepted.
  sending_at timestamptz,
  sent_at timestamptz,
  bounced_at timestamptz,
  bounce_reason text not null default ''
);
create index mail_message_created on mail_message (created_at desc, id desc);
create index mail_message_status on mail_message (status, not_before) where status in ('queued', 'sending', 'failed', 'uncertain');
create index mail_message_recipient on mail_message (recipient);
create index mail_message_message_id on mail_message (message_id) where message_id <> '';

-- Addresses that ask for no more messages of a kind, or that answer no more.
create table mail_refusal (
  address text not null,
  -- 'all' for an address that bounces.
  kind text not null,
  reason text not null default '',
  at timestamptz not null default now(),
  primary key (address, kind)
);

-- A content that somebody says is about a person: hidden everywhere at once, until somebody reads it again.
create table withholding (
  id bigint generated always as identity primary key,
  -- 'structure', 'suggestion', 'project', 'question'…
  content_kind text not null,
  content_id text not null,
  content_label text not null default '',
  territory_id bigint references territory on delete cascade,
  reason text not null default '',
  reported_by uuid references person on delete set null,
  reported_at timestamptz not null default now(),
  status text not null default 'withheld' check (status in ('withheld', 'restored', 'removed')),
  decided_by uuid references person on delete set null,
  decided_at timestamptz
);
create unique index withholding_open on withholding (content_kind, content_id) where status = 'withheld';
create index withholding_territory on withholding (territory_id, status);

create table retention_rule (
  -- 'mail', 'audit', 'suggestion', 'invitation', 'inactive-person'…
  kind text primary key,
  days integer not null check (days > 0),
  updated_at timestamptz not null default now(),
  updated_by text not null default ''
);

create table purge_run (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  kind text not null,
  days integer not null,
  removed integer not null
);
create index purge_run_at on purge_run (at desc);

-- Somebody in the network of a territory.
create table membership (
  id bigint generated always as identity primary key,
  territory_id bigint not null references territory on delete cascade,
  person_id uuid not null references person on delete cascade,
  -- reception: welcomes on the day (« accueil »), and nothing else.
  role text not null default 'member' check (role in ('member', 'animator', 'reception')),
  status text not null check (status in ('asked', 'active', 'refused', 'left')),
  -- Why the person asks to join, in her words.
  motive text not null default '',
  asked_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by uuid references person on delete set null,
  -- Why it was refused; told to the person.
  reason text not null default '',
  unique (territory_id, person_id)
);
create index membership_person on membership (person_id);
create index membership_status on membership (territory_id, status);

create table invitation (
  id bigint generated always as identity primary key,
  territory_id bigint not null references territory on delete cascade,
  email text not null check (email = lower(email)),
  name text not null default '',
  role text not null default 'member' check (role in ('member', 'animator', 'reception')),
  -- A structure the person is invited to answer for.
  structure_id bigint references structure on delete set null,
  token_hash text not null unique,
  message text not null default '',
  invited_by uuid references person on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz
);
create index invitation_territory on invitation (territory_id, created_at desc);
create unique index invitation_open on invitation (territory_id, email) where accepted_at is null and withdrawn_at is null;

-- What somebody without an account asks, until she shows that the address is hers; emptied as soon as it is done.
create table join_request (
  id bigint generated always as identity primary key,
  territory_id bigint not null references territory on delete cascade,
  token_hash text not null unique,
  email text not null check (email = lower(email)),
  name text not null,
  profession text not null default '',
  structure_id bigint references structure on delete set null,
  referent boolean not null default false,
  motive text not null default '',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  confirmed_at timestamptz
);
create index join_request_expiry on join_request (expires_at);

alter table structure
  -- Moves on at each change: two people editing see each other.
  add column version integer not null default 1,
  add column confirmation_paused boolean not null default false;

-- A person and a structure: she works there, and may answer for its fiche (« référent·e »).
create table affiliation (
  structure_id bigint not null references structure on delete cascade,
  person_id uuid not null references person on delete cascade,
  referent boolean not null default false,
  -- asked: waits for an animator's approval.
  status text not null default 'active' check (status in ('asked', 'active')),
  note text not null default '',
  since timestamptz not null default now(),
  -- Asks to answer for the fiche; an animator decides.
  referent_asked_at timestamptz,
  primary key (structure_id, person_id),
  check (not (referent and referent_asked_at is not null))
);
create index affiliation_person on affiliation (person_id);

-- The contact of a fiche that is a person with an account: she alone chooses who sees it.
alter table contact add column person_id uuid references person on delete set null;
create index contact_person on contact (person_id);

-- What somebody typed and has not saved.
create table structure_draft (
  structure_id bigint not null references structure on delete cascade,
  person_id uuid not null references person on delete cascade,
  base_version integer not null,
  content jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (structure_id, person_id)
);

create table structure_history (
  id bigint generated always as identity primary key,
  structure_id bigint not null references structure on delete cascade,
  version integer not null,
  at timestamptz not null default now(),
  person_id uuid references person on delete set null,
  actor_label text not null,
  kind text not null check (kind in ('created', 'updated', 'confirmed', 'undone', 'imported', 'merged', 'suggested')),
  -- The whole fiche as a StructureInput. Null for what needs none (a confirmation).
  before jsonb,
  after jsonb
);
create index structure_history_structure on structure_history (structure_id, id desc);

-- « Toujours juste ? », sent to those who answer for a fiche.
create table confirmation_request (
  id bigint generated always as identity primary key,
  structure_id bigint not null references structure on delete cascade,
  -- Null when there is nobody to ask: the animator is told.
  recipient text,
  person_id uuid references person on delete set null,
  token_hash text unique,
  -- 0: first message; 1: +2 weeks; 2: +4 weeks; 3: the animator is told.
  stage smallint not null default 0 check (stage between 0 and 3),
  started_at timestamptz not null default now(),
  stage_at timestamptz not null default now(),
  answered_at timestamptz,
  answer text check (answer in ('confirmed', 'edited', 'closed', 'superseded')),
  answered_by text not null default ''
);
create index confirmation_request_structure on confirmation_request (structure_id, started_at desc);
create unique index confirmation_request_open on confirmation_request (structure_id) where answered_at is null;

-- What anyone proposes: an error seen, a structure missing, a change to somebody else's fiche.
create table suggestion (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('error', 'structure', 'change')),
  territory_id bigint references territory on delete cascade,
  structure_id bigint references structure on delete cascade,
  text text not null default '',
  -- A whole StructureInput for a change, its essentials for a new structure.
  content jsonb,
  base_version integer,
  person_id uuid references person on delete set null,
  author_name text not null default '',
  author_email text not null default '',
  status text not null default 'pending' check (status in ('pending', 'accepted', 'refused')),
  -- Who is to answer: the référent, then the animator after 15 days, or at once when there is none.
  assigned_to text not null check (assigned_to in ('referent', 'animator')),
  created_at timestamptz not null default now(),
  escalate_at timestamptz,
  decided_at timestamptz,
  decided_by uuid references person on delete set null,
  decided_label text not null default '',
  reason text not null default ''
);
create index suggestion_status on suggestion (territory_id, status, created_at);
create index suggestion_structure on suggestion (structure_id, created_at desc);

-- A message relayed without showing the address. Its text is in the mail alone, erased once delivered.
create table relay_message (
  id bigint generated always as identity primary key,
  structure_id bigint references structure on delete cascade,
  person_id uuid references person on delete cascade,
  sender_id uuid references person on delete set null,
  sender_name text not null default '',
  subject text not null,
  mail_id bigint references mail_message on delete set null,
  created_at timestamptz not null default now(),
  reported_at timestamptz,
  check (num_nonnulls(structure_id, person_id) >= 1)
);
create index relay_message_structure on relay_message (structure_id, created_at desc);

-- The words of the vocabularies, changed by several people: a merged word stays, hidden, so that addresses and files
-- that name it lead to the word that stays. Never a chain: what was merged into a word follows it.
alter table structure_type
  add column version integer not null default 1,
  add column merged_into text references structure_type check (merged_into <> code);
alter table theme
  add column version integer not null default 1,
  add column merged_into text references theme check (merged_into <> code);
alter table audience
  add column version integer not null default 1,
  add column merged_into text references audience check (merged_into <> code);

-- What the acronyms of plans stand for: « PRAPS », « SROS »… Plans cite them.
create table plan_acronym (
  code text primary key,
  name text not null,
  meaning text not null default '',
  legal_basis text not null default '',
  synonyms text[] not null default '{}',
  position integer not null default 0,
  version integer not null default 1,
  merged_into text references plan_acronym check (merged_into <> code)
);
