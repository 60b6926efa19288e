-- The day itself: who is there, signed for and certified. Written by domain/registrations.

-- A page for volunteers, without account: one edition, one day. Its token is signed, not kept; a new version revokes it.
create table checkin_link (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  -- The civil day on which it serves, in the zone of the edition.
  day date not null,
  -- « Entrée nord ».
  label text not null default '',
  link_version integer not null default 1,
  created_by uuid references person on delete set null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index checkin_link_event on checkin_link (event_id, day);

create table checkin_device (
  -- Drawn by the device.
  id uuid primary key,
  link_id bigint not null references checkin_link on delete cascade,
  name text not null default '',
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  -- What it said it still had to send.
  pending integer not null default 0 check (pending >= 0)
);
create index checkin_device_link on checkin_device (link_id);

-- One gesture at the door. Sent twice, it is one row; of two devices that scan one person, both rows stay, and who is
-- there is read from the rows (view attendance), never counted apart.
create table scan (
  -- Drawn by the device with the gesture.
  nonce uuid primary key,
  event_id bigint not null references event on delete cascade,
  -- Null when the code read is nobody's here.
  registration_id bigint references registration on delete cascade,
  -- What one enters: a half-day, a session, or the edition as a whole when both are null.
  half_day_id bigint references event_half_day on delete cascade,
  session_id bigint references programme_session on delete cascade,
  link_id bigint references checkin_link on delete set null,
  device_id uuid references checkin_device on delete set null,
  -- out: an entry taken back.
  kind text not null default 'in' check (kind in ('in', 'out')),
  means text not null check (means in ('code', 'name', 'door', 'hand', 'sheet')),
  -- What the rows said when it was received.
  outcome text not null check (outcome in ('ok', 'already', 'unregistered', 'other-day', 'other-event')),
  -- Who did it from the organiser's pages; '' from a device.
  actor_label text not null default '',
  -- By the clock of the device, set right by the server's when they last met.
  scanned_at timestamptz not null,
  received_at timestamptz not null default now(),
  check (half_day_id is null or session_id is null)
);
create index scan_event on scan (event_id, received_at);
create index scan_registration on scan (registration_id);
create index scan_half_day on scan (half_day_id);
create index scan_session on scan (session_id);
create index scan_link on scan (link_id);
create index scan_device on scan (device_id);

-- Who is there: of the gestures about one person and one entry, the last one decides.
create view attendance as
  select event_id, registration_id, half_day_id, session_id,
    min(scanned_at) filter (where kind = 'in') as arrived_at
  from scan
  where registration_id is not null and outcome in ('ok', 'already')
  group by event_id, registration_id, half_day_id, session_id
  having (array_agg(kind order by scanned_at desc, received_at desc, nonce desc))[1] = 'in';

-- Drawn with a finger on the screen of a volunteer.
create table attendance_signature (
  id bigint generated always as identity primary key,
  registration_id bigint not null references registration on delete cascade,
  half_day_id bigint references event_half_day on delete cascade,
  session_id bigint references programme_session on delete cascade,
  -- The strokes, as the path of an SVG of 600 by 200.
  strokes text not null check (length(strokes) between 1 and 20000 and strokes ~ '^[ML0-9. ]+$'),
  nonce uuid not null unique,
  signed_at timestamptz not null,
  unique nulls not distinct (registration_id, half_day_id, session_id)
);

-- The paper sheet, signed then scanned.
create table attendance_sheet (
  id bigint generated always as identity primary key,
  event_id bigint not null references event on delete cascade,
  half_day_id bigint references event_half_day on delete cascade,
  session_id bigint references programme_session on delete cascade,
  file bytea not null check (length(file) <= 10485760),
  file_name text not null,
  file_type text not null check (file_type in ('application/pdf', 'image/png', 'image/jpeg')),
  added_by text not null default '',
  added_at timestamptz not null default now()
);
create index attendance_sheet_event on attendance_sheet (event_id);

-- « Attestation de présence »: what was certified, as it was said then. Never a DPC certificate.
create table attendance_certificate (
  id bigint generated always as identity primary key,
  registration_id bigint not null unique references registration on delete cascade,
  event_id bigint not null references event on delete cascade,
  -- Typed on the public page that verifies it: « K7QM-2XRT-9FHD ».
  code text not null unique check (code ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2,3}$'),
  holder text not null,
  -- Of presence, from the half-days or sessions entered.
  minutes integer not null check (minutes >= 0),
  -- What was attended: [{label, startsAt, endsAt}].
  parts jsonb not null,
  issued_at timestamptz not null default now(),
  withdrawn_at timestamptz
);
create index attendance_certificate_event on attendance_certificate (event_id);
