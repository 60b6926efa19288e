-- Who answers for this instance, as its legal pages say. One row at most; empty: to be completed.
create table controller (
  one boolean primary key default true check (one),
  name text not null default '',
  address text not null default '',
  contact text not null default '',
  dpo text not null default '',
  host text not null default '',
  accessibility text not null default '',
  security text not null default '',
  updated_at timestamptz not null default now()
);
