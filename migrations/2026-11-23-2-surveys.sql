-- Questionnaires of an edition: what is asked, who was asked, what was said. Written by domain/surveys only.

create table survey (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  kind text not null check (kind in ('expectations', 'satisfaction', 'free')),
  title text not null check (title <> ''),
  intro text not null default '',
  thanks text not null default '',
  status text not null default 'draft' check (status in ('draft', 'open', 'closed')),
  -- Who is asked: everybody who has a place, or those who came.
  audience text not null default 'registered' check (audience in ('registered', 'present')),
  -- Opens and closes by itself at these instants.
  opens_at timestamptz,
  closes_at timestamptz,
  -- How many times the silent are written to again, and after how many days.
  reminders integer not null default 1 check (reminders between 0 and 3),
  remind_after_days integer not null default 3 check (remind_after_days between 1 and 30),
  results_shown text not null default 'team' check (results_shown in ('team', 'participants', 'public')),
  opened_at timestamptz,
  closed_at timestamptz,
  -- How many had been asked when it closed: links go with the registrations, the rate stays.
  asked integer,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check (closes_at > opens_at)
);
create index survey_event on survey (event_id);
create index survey_opens on survey (opens_at) where status = 'draft';

create table survey_question (
  id bigint generated always as identity primary key,
  survey_id bigint not null references survey on delete cascade,
  kind text not null check (kind in ('scale', 'nps', 'one', 'many', 'text', 'rank')),
  label text not null check (label <> ''),
  hint text not null default '',
  -- Of one, many and rank.
  options text[] not null default '{}',
  -- Of a scale: 1 to this, with the words of both ends.
  scale_max integer not null default 5 check (scale_max between 3 and 10),
  low_label text not null default '',
  high_label text not null default '',
  required boolean not null default false,
  -- What the figures of an edition read here, compared from one edition to the next.
  measure text not null default '' check (measure in ('', 'satisfaction', 'usefulness', 'recommendation', 'contacts')),
  -- Asked only when an earlier question was answered with one of these.
  depends_on bigint references survey_question on delete set null,
  depends_values text[] not null default '{}',
  position integer not null default 0,
  -- Taken away by the organiser, who may put it back until the questionnaire opens.
  removed_at timestamptz
);
create index survey_question_survey on survey_question (survey_id, position);
create index survey_question_depends on survey_question (depends_on);

-- Who was asked, and whether she has answered: never what, nor when.
create table survey_link (
  id bigint generated always as identity primary key,
  survey_id bigint not null references survey on delete cascade,
  registration_id bigint not null references registration on delete cascade,
  link_version integer not null default 1,
  sent_at timestamptz,
  reminded_at timestamptz,
  reminders integer not null default 0,
  answered boolean not null default false,
  unique (survey_id, registration_id)
);
create index survey_link_registration on survey_link (registration_id);

-- What was said, by nobody: no person, no time, no order. Each answer written draws all those of its questionnaire
-- again, with new ids and in a random order, so that neither the place of a row nor its transaction tells whose it is.
create table survey_answer (
  id uuid primary key default gen_random_uuid(),
  survey_id bigint not null references survey on delete cascade,
  -- By question: a number, a word, a list of words.
  said jsonb not null,
  -- Questions whose free text is not shown any more.
  hidden bigint[] not null default '{}',
  -- Counted in the results while it is open: by fives, drawn at random, so that the last to come is not read alone.
  shown boolean not null default false
);
create index survey_answer_survey on survey_answer (survey_id);
