-- What is said with « ça m’intéresse » leaves in a message, and is kept nowhere.
alter table interest drop column message;
