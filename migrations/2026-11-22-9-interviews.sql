-- Interviews of a quarter of an hour: who may offer and book, and what nobody may undo. Written by domain/registrations.

-- How an edition takes interviews; without a row it never took any.
create table interview_desk (
  event_id bigint primary key references event on delete cascade,
  open boolean not null default false,
  -- Who offers: those whom the organiser names, or any professional who has a place.
  hosts text not null default 'anyone' check (hosts in ('named', 'anyone')),
  -- Who books, besides internes and students: those of a category.
  category_id bigint references registration_category on delete set null,
  -- How many interviews one person books.
  most integer not null default 3 check (most between 1 and 10)
);
create index interview_desk_category on interview_desk (category_id);

-- A host who is registered offers from « ma place »; somebody who is only named has words for her structure.
alter table interview_host
  add column registration_id bigint references registration on delete set null,
  add column structure_label text not null default '';
create unique index interview_host_registration on interview_host (registration_id);
-- Colleagues whom a secretary registered share her address: somebody is named once an address, registered once anyway.
alter table interview_host drop constraint interview_host_event_id_email_key;
create unique index interview_host_named on interview_host (event_id, email) where registration_id is null;
create index interview_host_event on interview_host (event_id);

-- Asked at the end of each statement, so that an edition that changes days takes all its slots along at once.
alter table interview_slot drop constraint interview_slot_host_id_starts_at_key;
create index interview_slot_host on interview_slot (host_id, starts_at);
alter table interview_slot
  add constraint interview_slot_of_host exclude using gist
    (int8range(host_id, host_id, '[]') with &&, tstzrange(starts_at, ends_at) with &&)
    deferrable initially immediate,
  -- Nobody is in two places.
  add constraint interview_slot_of_person exclude using gist
    (int8range(registration_id, registration_id, '[]') with &&, tstzrange(starts_at, ends_at) with &&)
    where (registration_id is not null) deferrable initially immediate;
-- One person meets a host once.
create unique index interview_slot_once on interview_slot (host_id, registration_id) where registration_id is not null;

-- A slot goes from one person to another by being freed first, never from hand to hand.
create function keep_interview() returns trigger language plpgsql as $$
begin
  raise exception 'interview slot % is taken', old.id
    using errcode = 'unique_violation', constraint = 'interview_slot_taken';
end $$;
create trigger interview_slot_taken before update of registration_id on interview_slot for each row
  when (old.registration_id <> new.registration_id) execute function keep_interview();

-- An edition that changes days takes its interviews along, at the same hours of the clock, as it does its programme.
create function move_interviews() returns trigger language plpgsql as $$
declare
  days integer := (new.starts_at at time zone new.time_zone)::date - (old.starts_at at time zone old.time_zone)::date;
begin
  if days <> 0 then
    update interview_slot s set
      starts_at = (s.starts_at at time zone new.time_zone + make_interval(days => days)) at time zone new.time_zone,
      ends_at = (s.ends_at at time zone new.time_zone + make_interval(days => days)) at time zone new.time_zone
    from interview_host h where h.id = s.host_id and h.event_id = new.id;
  end if;
  return null;
end $$;
create trigger event_interviews after update of starts_at on event for each row
  when (old.starts_at <> new.starts_at) execute function move_interviews();
