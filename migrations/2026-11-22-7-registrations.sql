-- Who comes: registrations, places, waiting lists, invitations. Written by domain/registrations only.

-- How an edition takes registrations. One row an edition, made with it: locked by whatever gives or frees a place.
create table registration_desk (
  event_id bigint primary key references event on delete cascade,
  opens_at timestamptz,
  closes_at timestamptz,
  -- What a freed place does: given at once, or offered until a deadline.
  promotion text not null default 'offer' check (promotion in ('immediate', 'offer')),
  -- Hours to confirm an offered place.
  offer_hours integer not null default 48 check (offer_hours between 1 and 720),
  asks_commune boolean not null default true,
  asks_meal boolean not null default false,
  asks_access boolean not null default true,
  asks_half_days boolean not null default false,
  groups_allowed boolean not null default true,
  -- Whether registered people see who else comes (those who agreed).
  list_shared boolean not null default true,
  photo_asked boolean not null default false,
  -- Said on the confirmation.
  message text not null default '',
  version integer not null default 1,
  check (closes_at > opens_at)
);

-- « Médecins », « Internes et étudiants », « Exposants ».
create table registration_category (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  label text not null check (label <> ''),
  note text not null default '',
  capacity integer check (capacity > 0),
  position integer not null default 0,
  unique (event_id, label)
);

-- What the organiser asks besides.
create table registration_question (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  kind text not null check (kind in ('text', 'one', 'many')),
  label text not null check (label <> ''),
  hint text not null default '',
  options text[] not null default '{}',
  required boolean not null default false,
  position integer not null default 0
);
create index registration_question_event on registration_question (event_id, position);

-- A secretary registers five colleagues.
create table registration_group (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  name text not null check (name <> ''),
  email text not null check (email = lower(email)),
  link_version integer not null default 1,
  -- Drawn with the form: the same form sent twice is one group.
  request_key text unique,
  created_at timestamptz not null default now()
);
create index registration_group_event on registration_group (event_id);

create table registration (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  -- Null for somebody a group registered without an address of their own: the group's receives what is written.
  email text check (email = lower(email)),
  first_name text not null default '',
  last_name text not null check (last_name <> ''),
  -- A code of the ANS or of our own list, or '' with the words of the person.
  profession_code text not null default '',
  profession_label text not null default '',
  structure_id bigint references structure,
  structure_label text not null default '',
  commune_code text references commune,
  category_id bigint references registration_category,
  status text not null check (status in ('confirmed', 'waitlisted', 'offered', 'cancelled', 'expired')),
  -- Given beyond the capacity by the organiser: takes no place of the others.
  overruled boolean not null default false,
  -- The order of the waiting list.
  waitlisted_at timestamptz,
  offer_expires_at timestamptz,
  group_id bigint references registration_group on delete set null,
  relay_id bigint references event_relay on delete set null,
  person_id uuid references person on delete set null,
  list_consent boolean not null default false,
  photo_consent boolean not null default false,
  -- May be invited to the next edition.
  invite_consent boolean not null default false,
  -- How it came: by itself, by a group, by the organiser, at the door.
  origin text not null default 'self' check (origin in ('self', 'group', 'organiser', 'door')),
  -- Moves when the link « ma place » must serve no more.
  link_version integer not null default 1,
  calendar_sequence integer not null default 0,
  -- Drawn with the form: the same form sent twice is one registration.
  request_key text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  cancelled_at timestamptz,
  -- Names nobody any more: what is counted of an edition stays, the person does not.
  anonymised_at timestamptz,
  check (email is not null or group_id is not null or anonymised_at is not null or origin in ('organiser', 'door')),
  check (status <> 'waitlisted' or waitlisted_at is not null),
  check (status <> 'offered' or offer_expires_at is not null),
  unique (event_id, email)
);
create index registration_status on registration (event_id, status, waitlisted_at, id);
create index registration_category_of on registration (category_id, status);
create index registration_group_of on registration (group_id);
create index registration_person on registration (person_id);
create index registration_email on registration (email);
create index registration_offers on registration (offer_expires_at) where status = 'offered';

-- Kept apart, read by the organiser's team only, erased soon after the day.
create table registration_need (
  registration_id bigint primary key references registration on delete cascade,
  meal text not null default '',
  access text not null default ''
);

create table registration_half_day (
  registration_id bigint not null references registration on delete cascade,
  half_day_id bigint not null references event_half_day on delete cascade,
  primary key (registration_id, half_day_id)
);
create index registration_half_day_of on registration_half_day (half_day_id);

create table registration_answer (
  registration_id bigint not null references registration on delete cascade,
  question_id bigint not null references registration_question on delete cascade,
  value text not null,
  primary key (registration_id, question_id)
);

create table session_choice (
  registration_id bigint not null references registration on delete cascade,
  session_id bigint not null references programme_session on delete cascade,
  -- wished: the person has no place yet at the event itself.
  status text not null
    check (status in ('wished', 'confirmed', 'waitlisted', 'offered', 'cancelled', 'expired')),
  overruled boolean not null default false,
  waitlisted_at timestamptz,
  offer_expires_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (registration_id, session_id),
  check (status <> 'waitlisted' or waitlisted_at is not null),
  check (status <> 'offered' or offer_expires_at is not null)
);
create index session_choice_session on session_choice (session_id, status, waitlisted_at, registration_id);
create index session_choice_offers on session_choice (offer_expires_at) where status = 'offered';

-- The places of an edition (neither category nor session), of a category, of a session. Written by triggers alone:
-- capacity follows what is set, taken follows the rows. More cannot be taken than there is, whoever writes.
create table place_pool (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  category_id bigint unique references registration_category on delete cascade,
  session_id bigint unique references programme_session on delete cascade,
  capacity integer,
  taken integer not null default 0 check (taken >= 0),
  constraint place_pool_not_oversold check (taken <= capacity),
  check (category_id is null or session_id is null)
);
create unique index place_pool_event on place_pool (event_id) where category_id is null and session_id is null;

create function open_desk() returns trigger language plpgsql as $$
begin
  insert into registration_desk (event_id) values (new.id);
  insert into place_pool (event_id, capacity) values (new.id, new.capacity);
  return null;
end $$;
create trigger event_desk after insert on event for each row execute function open_desk();

create function follow_event_capacity() returns trigger language plpgsql as $$
begin
  update place_pool set capacity = new.capacity
  where event_id = new.id and category_id is null and session_id is null;
  return null;
end $$;
create trigger event_places after update of capacity on event for each row
  when (old.capacity is distinct from new.capacity) execute function follow_event_capacity();

create function follow_category_capacity() returns trigger language plpgsql as $$
begin
  insert into place_pool (event_id, category_id, capacity) values (new.event_id, new.id, new.capacity)
  on conflict (category_id) do update set capacity = excluded.capacity;
  return null;
end $$;
create trigger category_places after insert or update of capacity on registration_category
  for each row execute function follow_category_capacity();

create function follow_session_capacity() returns trigger language plpgsql as $$
begin
  insert into place_pool (event_id, session_id, capacity) values (new.event_id, new.id, new.capacity)
  on conflict (session_id) do update set capacity = excluded.capacity;
  return null;
end $$;
create trigger session_places after insert or update of capacity on programme_session
  for each row execute function follow_session_capacity();

-- Whether a row holds a place that others may not have.
create function holds_place(status text, overruled boolean) returns boolean language sql immutable as
  $$ select status in ('confirmed', 'offered') and not overruled $$;

create function count_registration() returns trigger language plpgsql as $$
declare
  before integer := 0;
  after integer := 0;
begin
  if tg_op <> 'INSERT' and holds_place(old.status, old.overruled) then before := 1; end if;
  if tg_op <> 'DELETE' and holds_place(new.status, new.overruled) then after := 1; end if;
  if before <> after then
    update place_pool set taken = taken + after - before
    where event_id = coalesce(new.event_id, old.event_id) and category_id is null and session_id is null;
  end if;
  if before = 1 and (after = 0 or old.category_id is distinct from new.category_id) then
    update place_pool set taken = taken - 1 where category_id = old.category_id;
  end if;
  if after = 1 and (before = 0 or old.category_id is distinct from new.category_id) then
    update place_pool set taken = taken + 1 where category_id = new.category_id;
  end if;
  return null;
end $$;
create trigger registration_places after insert or delete or update of status, overruled, category_id on registration
  for each row execute function count_registration();

create function count_choice() returns trigger language plpgsql as $$
declare
  before integer := 0;
  after integer := 0;
begin
  if tg_op <> 'INSERT' and holds_place(old.status, old.overruled) then before := 1; end if;
  if tg_op <> 'DELETE' and holds_place(new.status, new.overruled) then after := 1; end if;
  if before <> after then
    update place_pool set taken = taken + after - before where session_id = coalesce(new.session_id, old.session_id);
  end if;
  return null;
end $$;
create trigger choice_places after insert or delete or update of status, overruled on session_choice
  for each row execute function count_choice();

-- The one lock of an edition: whatever gives or frees a place holds it until its transaction ends.
create function lock_desk(which bigint) returns void language plpgsql as $$
begin
  perform from registration_desk where event_id = which for update;
end $$;

-- The offers whose time has passed and, of those who wait, the first ones that could have a place.
create function waiting_line(which bigint, at timestamptz) returns json language plpgsql as $$
begin
  return (
    with lapsed as (
      select id, category_id from registration
      where event_id = which and status = 'offered' and offer_expires_at <= at
    ), lapsed_choice as (
      select c.registration_id, c.session_id from session_choice c
      join place_pool p on p.session_id = c.session_id
      where p.event_id = which and c.status = 'offered' and c.offer_expires_at <= at
    ), pool as (
      select category_id, session_id, capacity, taken from place_pool where event_id = which
    ), room as (
      select category_id, session_id, capacity - taken + case
        when session_id is not null then (select count(*) from lapsed_choice l where l.session_id = pool.session_id)
        when category_id is not null then (select count(*) from lapsed l where l.category_id = pool.category_id)
        else (select count(*) from lapsed) end as free
      from pool
    ), waiting as (
      select r.id, r.category_id, r.waitlisted_at, least(c.free, e.free) as free,
        row_number() over (partition by r.category_id order by r.waitlisted_at, r.id) as rank
      from room e
      join registration r on r.event_id = which and r.status = 'waitlisted'
      left join room c on c.category_id = r.category_id
      where e.category_id is null and e.session_id is null
        and coalesce(e.free, 1) > 0 and coalesce(c.free, 1) > 0
    ), next_in_line as (
      select * from waiting where free is null or rank <= free
    ), next_in_session as (
      select w.registration_id, w.session_id, w.waitlisted_at
      from room s cross join lateral (
        select registration_id, session_id, waitlisted_at from session_choice
        where session_id = s.session_id and status = 'waitlisted'
        order by waitlisted_at, registration_id limit s.free) w
      where s.session_id is not null and (s.free is null or s.free > 0)
    )
    select json_build_object(
      'lapsed', (select coalesce(json_agg(json_build_object('id', id, 'category', category_id)), '[]') from lapsed),
      'lapsedChoices', (select coalesce(json_agg(json_build_object('registration', registration_id,
        'session', session_id)), '[]') from lapsed_choice),
      'waiting', (select coalesce(json_agg(json_build_object('id', w.id, 'category', w.category_id, 'since', w.waitlisted_at,
          'wishes', (select coalesce(json_agg(c.session_id order by c.session_id), '[]') from session_choice c
            where c.registration_id = w.id and c.status = 'wished'))
        order by w.waitlisted_at, w.id), '[]') from next_in_line w),
      'waitingChoices', (select coalesce(json_agg(json_build_object('registration', w.registration_id,
          'session', w.session_id, 'since', w.waitlisted_at, 'startsAt', s.starts_at)
          order by w.waitlisted_at, w.registration_id), '[]')
        from next_in_session w join programme_session s on s.id = w.session_id)));
end $$;

-- Locks an edition, then reads what decides who has a place: its rules, what is taken, the offers whose time has passed,
-- and of those who wait the first ones that could have a place. One call, because everyone else waits meanwhile; a
-- function, because what is read in the statement that locks would be as it was before the wait.
create function take_desk(which bigint, at timestamptz, whose text) returns json language plpgsql
  set plan_cache_mode = force_generic_plan as $$
declare
  line json := json_build_object('lapsed', '[]'::json, 'lapsedChoices', '[]'::json, 'waiting', '[]'::json,
    'waitingChoices', '[]'::json);
begin
  perform lock_desk(which);
  -- Most often nothing has lapsed, and nobody waits for what is free: that is known at once.
  if exists (select from registration where event_id = which and status = 'offered' and offer_expires_at <= at)
    or exists (select from session_choice c join programme_session s on s.id = c.session_id
      where s.event_id = which and c.status = 'offered' and c.offer_expires_at <= at)
    or exists (select from place_pool p where p.event_id = which and p.category_id is null
      and (p.capacity is null or p.taken < p.capacity)
      and case when p.session_id is null
        then exists (select from registration r where r.event_id = which and r.status = 'waitlisted')
        else exists (select from session_choice c where c.session_id = p.session_id and c.status = 'waitlisted') end)
  then
    line := waiting_line(which, at);
  end if;
  return (
    select json_build_object(
      'status', e.status, 'startsAt', e.starts_at, 'opensAt', d.opens_at, 'closesAt', d.closes_at,
      'promotion', d.promotion, 'offerHours', d.offer_hours, 'line', line,
      'pools', (select json_agg(json_build_object('category', category_id, 'session', session_id,
        'capacity', capacity, 'taken', taken)) from place_pool where event_id = which),
      'lastWaiting', greatest(
        (select max(r.waitlisted_at) from registration r where r.event_id = which and r.status = 'waitlisted'),
        (select max(last.at) from place_pool p cross join lateral (select max(c.waitlisted_at) as at
          from session_choice c where c.session_id = p.session_id and c.status = 'waitlisted') last
          where p.event_id = which and p.session_id is not null and p.capacity is not null)),
      'existing', (select json_build_object('id', r.id, 'status', r.status, 'requestKey', r.request_key)
        from registration r where r.event_id = which and r.email = whose))
    from event e join registration_desk d on d.event_id = e.id where e.id = which);
end $$;

-- Whatever the organiser's hand or time did to a place, for whoever must explain it.
create table registration_trace (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  registration_id bigint references registration on delete set null,
  at timestamptz not null default now(),
  actor_label text not null,
  -- 'register', 'cancel', 'promote', 'offer', 'expire', 'move', 'overrule'…
  action text not null,
  detail jsonb not null default '{}'
);
create index registration_trace_event on registration_trace (event_id, at desc);
create index registration_trace_registration on registration_trace (registration_id);

-- A message sent to a group: an invitation, a relaunch, news to those who are registered.
create table event_message (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  kind text not null check (kind in ('invitation', 'reminder', 'news', 'cancellation')),
  subject text not null,
  body text not null,
  -- To whom, as it was asked: filters, not addresses.
  audience jsonb not null default '{}',
  recipients integer not null default 0,
  sent_by text not null default '',
  created_at timestamptz not null default now()
);
create index event_message_event on event_message (event_id, created_at desc);

-- Who was invited, once an address.
create table event_invitation (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  email text not null check (email = lower(email)),
  name text not null default '',
  person_id uuid references person on delete set null,
  structure_id bigint references structure,
  origin text not null check (origin in ('members', 'structures', 'pasted', 'past-participants', 'poll')),
  message_id bigint references event_message on delete set null,
  link_version integer not null default 1,
  invited_at timestamptz not null default now(),
  reminded_at timestamptz,
  reminders integer not null default 0,
  declined_at timestamptz,
  -- What was said with the refusal, to the organiser.
  comment text not null default '',
  -- Made from its link, maybe with another address.
  registration_id bigint references registration on delete set null,
  unique (event_id, email)
);
create index event_invitation_person on event_invitation (person_id);
create index event_invitation_registration on event_invitation (registration_id);

-- To come together: seats offered or asked for, between registered people.
create table carpool_entry (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  registration_id bigint not null unique references registration on delete cascade,
  kind text not null check (kind in ('offer', 'request')),
  commune_code text references commune,
  seats integer not null default 1 check (seats between 1 and 8),
  note text not null default '',
  created_at timestamptz not null default now()
);
create index carpool_entry_event on carpool_entry (event_id, kind);

-- « Interne cherche maître de stage »: a professional gives short moments during the day.
create table interview_host (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  name text not null check (name <> ''),
  email text not null check (email = lower(email)),
  person_id uuid references person on delete set null,
  structure_id bigint references structure,
  profession_label text not null default '',
  -- What is offered: the stage, the place, the pace.
  description text not null default '',
  place text not null default '',
  link_version integer not null default 1,
  created_at timestamptz not null default now(),
  unique (event_id, email)
);

-- One moment, for one person: booking it fills a row that is empty, or fails.
create table interview_slot (
  id bigint generated always as identity primary key,
  host_id bigint not null references interview_host on delete cascade,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  registration_id bigint references registration on delete set null,
  booked_at timestamptz,
  unique (host_id, starts_at),
  check (ends_at > starts_at),
  check ((registration_id is null) or (booked_at is not null))
);
create index interview_slot_registration on interview_slot (registration_id);
