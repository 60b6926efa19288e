import { expect, test } from 'vitest';
import { person } from '../../../../tests/factories/people.ts';
import { aTerritory } from '../../../../tests/factories/people.ts';
import { placeMessages } from '../../../../tests/support/place-messages.ts';
import { testDatabase } from '../../../../tests/support/database.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
await placeMessages(db, animator, territory.id);
const messages = await db
  .selectFrom('mail_message')
  .select(['kind', 'recipient', 'subject', 'text_body as text', 'html_body as html'])
  .where('kind', 'like', 'registration-%')
  .orderBy('id')
  .execute();

test('each thing that happens to a place is told once, to whom it happens', () => {
  const told = messages.map(
    ({ kind, recipient }) => `${recipient.split('@')[0]} ${kind.slice(13)}`
  );
  expect(told.sort()).toEqual(
    [
      ...['premiere confirmed', 'premiere cancelled'],
      ...['suivante waiting', 'suivante already', 'suivante promoted'],
      ...['troisieme waiting', 'troisieme moved', 'troisieme withdrawn'],
      ...['partante confirmed', 'partante cancelled'],
      ...['retard waiting', 'retard offer', 'retard expired'],
      ...['offre offer', 'groupe group']
    ].sort()
  );
});

test('every message has its link in both forms, names the edition, and names nobody else', () => {
  for (const { kind, recipient, subject, text, html } of messages) {
    expect(subject, kind).toContain('Rencontre d’essai');
    expect(text, kind).toMatch(/\/ma-place\/[\w-]+/);
    if (kind !== 'registration-group') expect(html, kind).toMatch(/href="[^"]*\/ma-place\//);
    for (const other of messages.filter((one) => one.recipient !== recipient))
      expect(text, kind).not.toContain(other.recipient);
    expect(text, kind).not.toMatch(/undefined|null|\[object/);
  }
});
