-- What a message tells of, as the domain that writes it names it (« reply:12 »): when it leaves, it is asked whether its
-- recipient still reads it. Empty: it leaves as it was written. Written by src/server/mail only.
alter table mail_message add column about text not null default '';
