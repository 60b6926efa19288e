-- A sheet of a plan leans on what is shared here, not only on addresses. Written by domain/plans only.
alter table action_sheet_link add column contribution_id bigint references contribution on delete set null;
create index action_sheet_link_contribution on action_sheet_link (contribution_id);
alter table action_sheet_link drop constraint action_sheet_link_check3;
alter table action_sheet_link add check (
  kind in ('event', 'series', 'structure') or contribution_id is not null or (url <> '' and title <> ''));
