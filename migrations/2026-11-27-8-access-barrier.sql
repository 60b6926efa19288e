-- What somebody says keeps her from using Maillage: without an account, and without a name.
create table access_barrier (
  id bigint generated always as identity primary key,
  -- Which page, in her own words or as an address.
  page text not null default '',
  happened text not null,
  -- The machine and the software she chose to tell.
  used text not null default '',
  -- Only if she waits for an answer.
  author_email text not null default '',
  reported_at timestamptz not null default now(),
  closed_at timestamptz
);
create index access_barrier_order on access_barrier ((closed_at is not null), reported_at desc, id desc);
