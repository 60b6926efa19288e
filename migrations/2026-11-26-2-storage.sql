-- Files kept in the database, when no S3-compatible store is configured. Written by src/server/storage only.

create table stored_file (
  key text primary key,
  media_type text not null,
  bytes bytea not null,
  stored_at timestamptz not null default now()
);
