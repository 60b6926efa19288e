-- One change made to many fiches: prepared for somebody to read, then applied, then perhaps undone.
create table bulk_change (
  id uuid primary key default gen_random_uuid(),
  -- Of whose directory the fiches are, and whose team may apply it; null: the administration.
  territory_id bigint references territory on delete cascade,
  person_id uuid references person on delete set null,
  kind text not null check (kind in ('type', 'enter', 'leave', 'rhythm', 'close', 'reopen')),
  -- The code of a type, the id of a territory, a number of months; empty when the kind says all.
  value text not null default '',
  status text not null default 'prepared' check (status in ('prepared', 'applied', 'undone')),
  created_at timestamptz not null default now(),
  applied_at timestamptz,
  undone_at timestamptz
);
create index bulk_change_recent on bulk_change (created_at desc);

create table bulk_change_line (
  bulk_id uuid not null references bulk_change on delete cascade,
  structure_id bigint not null references structure on delete cascade,
  -- The version the preview showed: changed since, the fiche is left as it is.
  version integer not null,
  -- What it was, in the words of bulk_change.value; 'active' or 'closed'; 'in' or 'out' of a directory.
  before text not null,
  -- The fiche says it already: nothing to change.
  same boolean not null,
  -- The version the change gave it; null when it was left. Changed since, it is not undone.
  applied_version integer,
  undone boolean not null default false,
  primary key (bulk_id, structure_id)
);
create index bulk_change_line_structure on bulk_change_line (structure_id);
