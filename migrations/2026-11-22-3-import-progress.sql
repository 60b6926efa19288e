-- A long file is read, then written, while a page shows how far it is. Written by domain/directory only.
alter table import_batch drop constraint import_batch_status_check;
alter table import_batch add constraint import_batch_status_check
  check (status in ('reading', 'checked', 'applied', 'refused', 'abandoned'));
alter table import_batch add column step text not null default '';
alter table import_batch add column percent smallint not null default 0;
-- The last sign of life of what reads or writes it: past a minute without one, it was interrupted.
alter table import_batch add column alive_at timestamptz;
