-- What is erased leaves the sheets that leaned on it, as a rencontre does: « set null » would be refused, of a link without
-- an address. Written by domain/plans only.
alter table action_sheet_link drop constraint action_sheet_link_contribution_id_fkey;
alter table action_sheet_link add foreign key (contribution_id) references contribution on delete cascade;
