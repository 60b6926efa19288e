-- A page that is sent twice, by two clicks or by a network that answers badly, is opened once. Written by domain/sharing
-- only.
alter table contribution add column nonce uuid;
create unique index contribution_sent_once on contribution (author_id, nonce) where nonce is not null;
