-- Sharing: projects, experiences, questions, opportunities and documents are contributions of a territory, with what is
-- said of them; binômes. Written by domain/sharing only.

create table contribution (
  id bigint generated always as identity primary key,
  territory_id bigint not null references territory on delete cascade,
  kind text not null check (kind in ('project', 'experience', 'question', 'opportunity', 'document')),
  -- Its address within its kind; never changes.
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title text not null check (title <> ''),
  -- One or two sentences: what lists and digests show.
  summary text not null default '',
  -- Heading key → text; each kind has its headings (domain/sharing/headings.ts).
  texts jsonb not null default '{}',
  -- draft: read by those who write it.
  status text not null default 'draft' check (status in ('draft', 'published')),
  visibility text not null default 'members' check (visibility in ('public', 'members')),
  -- Where; null: the whole territory.
  perimeter_id bigint references perimeter,
  author_id uuid references person on delete set null,
  published_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by uuid references person on delete set null,
  -- Taken off: by who wrote it, or by an animator, who says why.
  removed_at timestamptz,
  removed_by uuid references person on delete set null,
  removal_reason text not null default '',
  version integer not null default 1,
  unique (kind, slug),
  unique (id, kind),
  check ((status = 'published') = (published_at is not null))
);
create index contribution_territory on contribution (territory_id, kind, published_at desc);
create index contribution_author on contribution (author_id);
create index contribution_perimeter on contribution (perimeter_id);
-- What resembles a question being asked (sharing/server/similar). Folded by hand: what a letter is, and its lower case,
-- depend on the locale of the database.
create index contribution_words on contribution using gin ((
  setweight(to_tsvector('french'::regconfig, translate(lower(title), 'ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜàâäçéèêëîïôöùûü’''«»', 'aaaceeeeiioouuuaaaceeeeiioouuu    ')), 'A')
  || setweight(to_tsvector('french'::regconfig, translate(lower(summary), 'ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜàâäçéèêëîïôöùûü’''«»', 'aaaceeeeiioouuuaaaceeeeiioouuu    ')), 'B')
  || setweight(to_tsvector('french'::regconfig, translate(lower(replace(texts::text, '\n', ' ')), 'ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜàâäçéèêëîïôöùûü’''«»', 'aaaceeeeiioouuuaaaceeeeiioouuu    ')), 'D')));

create table contribution_theme (
  contribution_id bigint not null references contribution on delete cascade,
  theme text not null references theme on update cascade,
  primary key (contribution_id, theme)
);
create index contribution_theme_theme on contribution_theme (theme);

create table contribution_audience (
  contribution_id bigint not null references contribution on delete cascade,
  audience text not null references audience on update cascade,
  primary key (contribution_id, audience)
);
create index contribution_audience_audience on contribution_audience (audience);

-- Who writes it with its author, and who was asked to review it.
create table contribution_person (
  contribution_id bigint not null references contribution on delete cascade,
  person_id uuid not null references person on delete cascade,
  role text not null check (role in ('writer', 'reviewer')),
  created_at timestamptz not null default now(),
  -- Of a reviewer: when she said that it is ready to be read.
  approved_at timestamptz,
  primary key (contribution_id, person_id)
);
create index contribution_person_person on contribution_person (person_id);

-- Who carries it and with whom: a structure of the directory, or a name.
create table contribution_structure (
  id bigint generated always as identity primary key,
  contribution_id bigint not null references contribution on delete cascade,
  role text not null check (role in ('carrier', 'partner')),
  position integer not null,
  label text not null check (label <> ''),
  structure_id bigint references structure on delete set null
);
create index contribution_structure_contribution on contribution_structure (contribution_id);
create index contribution_structure_structure on contribution_structure (structure_id);

-- The meetings it speaks of or comes from.
create table contribution_event (
  contribution_id bigint not null references contribution on delete cascade,
  event_id bigint not null references event on delete cascade,
  primary key (contribution_id, event_id)
);
create index contribution_event_event on contribution_event (event_id);

-- The experience of a project, the document of an experience: read from both.
create table contribution_relation (
  a_id bigint not null references contribution on delete cascade,
  b_id bigint not null references contribution on delete cascade,
  primary key (a_id, b_id),
  check (a_id < b_id)
);
create index contribution_relation_b on contribution_relation (b_id);

-- As it was written each time.
create table contribution_version (
  contribution_id bigint not null references contribution on delete cascade,
  version integer not null,
  person_id uuid references person on delete set null,
  written_at timestamptz not null default now(),
  -- What was changed: « texte », « qui porte », « remis dans l’état du 3 mars ».
  change text not null,
  document jsonb not null,
  primary key (contribution_id, version)
);
create index contribution_version_person on contribution_version (person_id);

-- An answer to a question, a comment, a remark of a reviewer under a heading, a dated news of a project.
create table reply (
  id bigint generated always as identity primary key,
  contribution_id bigint not null references contribution on delete cascade,
  kind text not null check (kind in ('answer', 'comment', 'review', 'news')),
  -- Of a review: what it is about.
  heading text not null default '',
  body text not null check (body <> ''),
  -- Of a news: the civil day it tells.
  happened_on date,
  author_id uuid references person on delete set null,
  written_at timestamptz not null default now(),
  edited_at timestamptz,
  -- Of a review: taken into account.
  settled_at timestamptz,
  removed_at timestamptz,
  removed_by uuid references person on delete set null,
  removal_reason text not null default '',
  -- Written twice by a network that answers badly, it is kept once.
  nonce uuid,
  version integer not null default 1,
  unique (author_id, nonce)
);
create index reply_contribution on reply (contribution_id, written_at);

-- What an edited reply said before.
create table reply_version (
  reply_id bigint not null references reply on delete cascade,
  version integer not null,
  body text not null,
  written_at timestamptz not null default now(),
  primary key (reply_id, version)
);

-- « merci », « ça m’a aidé ».
create table reply_thanks (
  reply_id bigint not null references reply on delete cascade,
  person_id uuid not null references person on delete cascade,
  kind text not null check (kind in ('thanks', 'helped')),
  created_at timestamptz not null default now(),
  primary key (reply_id, person_id, kind)
);
create index reply_thanks_person on reply_thanks (person_id);

-- « @Lucie Esquisse », « @CPTS de Montvermeil »: told once.
create table mention (
  id bigint generated always as identity primary key,
  contribution_id bigint not null references contribution on delete cascade,
  reply_id bigint references reply on delete cascade,
  person_id uuid references person on delete cascade,
  structure_id bigint references structure on delete cascade,
  by_id uuid references person on delete set null,
  created_at timestamptz not null default now(),
  told_at timestamptz,
  check (num_nonnulls(person_id, structure_id) = 1),
  unique nulls not distinct (contribution_id, reply_id, person_id, structure_id)
);
create index mention_person on mention (person_id);
create index mention_reply on mention (reply_id);
create index mention_structure on mention (structure_id);

-- What somebody finds against the code of conduct, and what an animator decided. « parle d’une personne » is a withholding.
create table conduct_report (
  id bigint generated always as identity primary key,
  contribution_id bigint not null references contribution on delete cascade,
  reply_id bigint references reply on delete cascade,
  territory_id bigint not null references territory on delete cascade,
  reason text not null check (reason in ('tone', 'advertising', 'off-topic', 'wrong', 'rights', 'other')),
  details text not null default '',
  reporter_id uuid references person on delete set null,
  created_at timestamptz not null default now(),
  decision text check (decision in ('kept', 'removed', 'edited')),
  -- Told to who wrote it and to who reported it.
  decision_reason text not null default '',
  decided_by uuid references person on delete set null,
  decided_at timestamptz,
  check ((decision is null) = (decided_at is null))
);
create unique index conduct_report_once on conduct_report (contribution_id, coalesce(reply_id, 0), reporter_id)
  where decided_at is null;
create index conduct_report_territory on conduct_report (territory_id, decided_at);
create index conduct_report_reply on conduct_report (reply_id);

create table project (
  contribution_id bigint primary key,
  kind text not null default 'project' check (kind = 'project'),
  stage text not null check (stage in ('idea', 'setup', 'ongoing', 'done', 'dropped')),
  starts_on date,
  ends_on date,
  foreign key (contribution_id, kind) references contribution (id, kind) on delete cascade,
  check (starts_on is null or ends_on is null or starts_on <= ends_on)
);

-- What a project looks for.
create table project_need (
  id bigint generated always as identity primary key,
  contribution_id bigint not null references project on delete cascade,
  kind text not null check (kind in ('partners', 'communes', 'funding', 'skills', 'place')),
  text text not null default '',
  position integer not null,
  -- When it was found.
  met_at timestamptz
);
create index project_need_project on project_need (contribution_id);

-- « Ça m’intéresse »: both are introduced, without an address being given.
create table interest (
  id bigint generated always as identity primary key,
  contribution_id bigint not null references contribution on delete cascade,
  person_id uuid not null references person on delete cascade,
  -- Erased once it was delivered.
  message text not null default '',
  created_at timestamptz not null default now(),
  -- When those who carry it were written to, and when one of them answered.
  introduced_at timestamptz,
  answered_at timestamptz,
  answered_by uuid references person on delete set null,
  withdrawn_at timestamptz,
  link_version integer not null default 1,
  unique (contribution_id, person_id)
);
create index interest_person on interest (person_id);

create table experience (
  contribution_id bigint primary key,
  kind text not null default 'experience' check (kind = 'experience'),
  -- express: one page. full: the whole method.
  form text not null default 'express' check (form in ('express', 'full')),
  starts_on date,
  ends_on date,
  -- Whom to ask; as its authors write it.
  contact text not null default '',
  foreign key (contribution_id, kind) references contribution (id, kind) on delete cascade,
  check (starts_on is null or ends_on is null or starts_on <= ends_on)
);

-- « Je l’ai repris »: by whom, and what became of it.
create table experience_reuse (
  id bigint generated always as identity primary key,
  contribution_id bigint not null references experience on delete cascade,
  person_id uuid references person on delete set null,
  structure_id bigint references structure on delete set null,
  status text not null default 'planned' check (status in ('planned', 'ongoing', 'done', 'dropped')),
  outcome text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  -- When she was asked, once, what became of it; her link answers without signing in.
  asked_at timestamptz,
  link_version integer not null default 1,
  unique nulls distinct (contribution_id, person_id)
);
create index experience_reuse_person on experience_reuse (person_id);
create index experience_reuse_structure on experience_reuse (structure_id);

create table question (
  contribution_id bigint primary key,
  kind text not null default 'question' check (kind = 'question'),
  -- To whom it is asked: the whole network, those a theme concerns, the structures of a type.
  asked_to text not null default 'network' check (asked_to in ('network', 'theme', 'structure-type')),
  theme text references theme on update cascade,
  structure_type text references structure_type on update cascade,
  resolved_at timestamptz,
  resolved_by uuid references person on delete set null,
  -- When it was passed on because nobody had answered.
  passed_on_at timestamptz,
  foreign key (contribution_id, kind) references contribution (id, kind) on delete cascade,
  check ((asked_to = 'theme') = (theme is not null)),
  check ((asked_to = 'structure-type') = (structure_type is not null))
);
create index question_theme on question (theme);
create index question_structure_type on question (structure_type);
create index question_resolved_by on question (resolved_by);

-- Who was written to about a question: her link answers this question only, until that day.
create table question_call (
  id bigint generated always as identity primary key,
  contribution_id bigint not null references question on delete cascade,
  person_id uuid not null references person on delete cascade,
  -- digest: read in a digest. likely: somebody thinks she knows. animator: nobody had answered.
  cause text not null check (cause in ('digest', 'likely', 'animator')),
  expires_on date not null,
  link_version integer not null default 1,
  created_at timestamptz not null default now(),
  unique (contribution_id, person_id)
);
create index question_call_person on question_call (person_id);

create table opportunity (
  contribution_id bigint primary key,
  kind text not null default 'opportunity' check (kind = 'opportunity'),
  type text not null check (type in ('internship', 'locum', 'job', 'housing', 'event')),
  -- For whom: « Interne de médecine générale ».
  profession text not null default '',
  place text not null default '',
  commune_code text references commune,
  starts_on date,
  ends_on date,
  -- The last civil day it is shown.
  expires_on date not null,
  -- How to answer, besides the relay; public with it.
  contact text not null default '',
  url text not null default '',
  foreign key (contribution_id, kind) references contribution (id, kind) on delete cascade,
  check (starts_on is null or ends_on is null or starts_on <= ends_on)
);
create index opportunity_commune on opportunity (commune_code);
create index opportunity_expiry on opportunity (expires_on);

create table document (
  contribution_id bigint primary key,
  kind text not null default 'document' check (kind = 'document'),
  tags text[] not null default '{}',
  -- The civil day after which it must be looked at again; null: never.
  expires_on date,
  foreign key (contribution_id, kind) references contribution (id, kind) on delete cascade
);

create table document_version (
  id bigint generated always as identity primary key,
  contribution_id bigint not null references document on delete cascade,
  number integer not null check (number > 0),
  file_name text not null check (file_name <> ''),
  media_type text not null,
  -- Bytes.
  size integer not null check (size > 0),
  sha256 text not null,
  -- Where src/server/storage keeps it.
  storage_key text not null,
  -- What can be read in it, for the search: none when it has no text (a scan), unreadable when it is locked or damaged.
  text text not null default '',
  text_state text not null default 'waiting' check (text_state in ('waiting', 'read', 'none', 'unreadable')),
  note text not null default '',
  uploaded_by uuid references person on delete set null,
  uploaded_at timestamptz not null default now(),
  unique (contribution_id, number)
);
create index document_version_uploader on document_version (uploaded_by);

-- Who wants to be paired in a territory, and until when not.
create table pairing_member (
  territory_id bigint not null references territory on delete cascade,
  person_id uuid not null references person on delete cascade,
  joined_at timestamptz not null default now(),
  -- A civil day.
  paused_until date,
  primary key (territory_id, person_id)
);
create index pairing_member_person on pairing_member (person_id);

-- A month of a territory: drawn once.
create table pairing_round (
  id bigint generated always as identity primary key,
  territory_id bigint not null references territory on delete cascade,
  -- Its first day.
  month date not null check (extract(day from month) = 1),
  drawn_at timestamptz not null default now(),
  unique (territory_id, month)
);

create table pairing (
  id bigint generated always as identity primary key,
  round_id bigint not null references pairing_round on delete cascade,
  a_id uuid not null references person on delete cascade,
  b_id uuid not null references person on delete cascade,
  -- What they have in common, as the message said it.
  common jsonb not null default '[]',
  -- Two instants that were proposed.
  dates timestamptz[] not null default '{}',
  link_version integer not null default 1,
  unique (round_id, a_id),
  unique (round_id, b_id),
  check (a_id < b_id)
);
create index pairing_a on pairing (a_id);
create index pairing_b on pairing (b_id);

-- What each says of it, in one click.
create table pairing_feedback (
  pairing_id bigint not null references pairing on delete cascade,
  person_id uuid not null references person on delete cascade,
  outcome text not null check (outcome in ('met', 'planned', 'not-yet', 'no')),
  said_at timestamptz not null default now(),
  primary key (pairing_id, person_id)
);
create index pairing_feedback_person on pairing_feedback (person_id);
