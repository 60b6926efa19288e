-- Files kept in the database, when no S3-compatible store is configured. Written by src/server/storage only.

create table stored_file (
  key text primary key,
  media_type text not null,
  bytes bytea not null,
  stored_at timestamptz not null default now()
);
-- Read by slices: out of line, and as they are (these files are compressed already).
alter table stored_file alter column bytes set storage external;

-- Files of an S3-compatible store that nothing needs any more: they go once the transaction that said so is committed.
create table stored_file_removal (
  key text primary key,
  asked_at timestamptz not null default now()
);

create function remove_stored_file(gone text) returns void language plpgsql as $$
begin
  if gone like 's3/%' then
    insert into stored_file_removal (key) values (gone) on conflict do nothing;
  else
    delete from stored_file where key = gone;
  end if;
end $$;

-- However a version goes (erased, with its document, with its territory), its file goes with it.
create function document_version_gone() returns trigger language plpgsql as $$
begin
  -- A version brought back has the file of an earlier one.
  if not exists (select from document_version where storage_key = old.storage_key) then
    perform remove_stored_file(old.storage_key);
  end if;
  return null;
end $$;

create trigger document_version_gone after delete on document_version
  for each row execute function document_version_gone();
create index document_version_storage on document_version (storage_key);
