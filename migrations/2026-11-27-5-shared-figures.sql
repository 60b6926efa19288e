-- Indicators count what a territory shares: projects, experiences and their re-uses. Written by domain/plans only.
alter table indicator drop constraint indicator_binding_source_check;
alter table indicator add constraint indicator_binding_source_check
  check (binding_source in ('edition', 'effect', 'wave', 'directory', 'plan', 'sharing'));
