-- What a message carries besides its words, as « kind:number »: the file is written when the message leaves, so that it
-- is as things are then, and is never kept. Empty: nothing.
alter table mail_message add column attachment text not null default '';
