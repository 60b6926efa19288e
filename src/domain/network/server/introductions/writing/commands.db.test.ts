import { beforeAll, beforeEach, expect, test } from 'vitest';
import { operator, type Actor, type PersonActor } from '#domain/identity/model.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { aNeighbourhood, anAskedWave } from '../../../../../../tests/factories/acquaintances.ts';
import { person } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { holdThrottleWindow } from '../../../../../../tests/support/throttle.ts';
import { writeToBoth } from './commands.ts';

const db = await testDatabase();
await holdThrottleWindow(db);
const NOW = new Date('2026-11-22T09:00:00Z');

let territory: { id: TerritoryId; nameWithDe: string };
let ids: StructureId[];
let animator: PersonActor;

const write = (
  message = '',
  { reread = false, actor = animator, b = 1 }: { reread?: boolean; actor?: Actor; b?: number } = {}
) =>
  writeToBoth(db, actor, territory, [ids[0]!, ids[b]!], { input: { message }, reread, now: NOW });
const mails = () =>
  db
    .selectFrom('mail_message')
    .select(['kind', 'recipient', 'reply_to', 'subject', 'text_body', 'html_body'])
    .orderBy('recipient')
    .execute();

beforeAll(async () => {
  const made = await aNeighbourhood(db, ['CLIC d’ici', 'CPTS d’à côté', 'Sans adresse']);
  ids = made.ids;
  territory = { id: made.territory, nameWithDe: 'du Territoire ici' };
  animator = await person(db, {
    ...{ name: 'Salomé Essai', email: 'salome@exemple.test' },
    roles: [{ territory: made.territory, role: 'animator' }]
  });
  await person(db, { email: 'referente.du.clic@exemple.test', referentOf: [ids[0]!] });
  await person(db, { email: 'referent.de.la.cpts@exemple.test', referentOf: [ids[1]!] });
  await db.updateTable('structure').set({ email: '' }).where('id', '=', ids[2]!).execute();
  await anAskedWave(db, made.territory, ids, [
    [0, 1, 0],
    [1, 0, 1]
  ]);
});

beforeEach(async () => {
  for (const table of ['mail_message', 'introduction', 'throttle'] as const)
    await db.deleteFrom(table).execute();
});

test('those who answer for the two are written to, each about the other; answers go to whoever wrote', async () => {
  expect(await write('Vous devriez prendre un café.')).toEqual({ ok: true });
  const sent = await mails();
  expect(sent.map(({ recipient }) => recipient)).toEqual([
    'referent.de.la.cpts@exemple.test',
    'referente.du.clic@exemple.test'
  ]);
  for (const one of sent) {
    expect(one).toMatchObject({ kind: 'introduction', reply_to: 'salome@exemple.test' });
    expect(one.text_body).toContain('prendre un café');
    expect(one.text_body).toContain('3 communes et les personnes âgées en commun');
  }
  expect(sent[1]!.text_body).toContain('/annuaire/cpts-d-a-cote');
  const noted = await db.selectFrom('introduction').select(['status', 'event_id']).execute();
  expect(noted).toEqual([{ status: 'planned', event_id: null }]);
});

test('neither reads an address of the other, nor anything that was answered', async () => {
  await write();
  for (const { recipient, text_body, html_body } of await mails()) {
    const other = recipient.startsWith('referente') ? 'referent.de.la' : 'referente';
    for (const body of [text_body, html_body]) {
      expect(body).not.toContain(other);
      expect(body).not.toContain('structure.');
      expect(body).not.toMatch(/jamais rencontr|de nom|ne (vous )?conna/i);
    }
  }
});

test('a text that names somebody is read again before it leaves', async () => {
  const text = 'Assurée 2 42 03 82 112 005 71';
  expect(await write(text)).toMatchObject({ ok: false, reason: 'second-reading' });
  expect(await mails()).toEqual([]);
  expect(await write(text, { reread: true })).toEqual({ ok: true });
});

test('nothing leaves when one of the two cannot be reached', async () => {
  expect(await write('', { b: 2 })).toEqual({ ok: false, reason: 'unreachable' });
  expect(await mails()).toEqual([]);
  expect(await db.selectFrom('introduction').selectAll().execute()).toEqual([]);
});

test('the same two are not written to again and again', async () => {
  expect([await write(), await write(), await write()]).toEqual([
    { ok: true },
    { ok: true },
    { ok: false, reason: 'too-many' }
  ]);
});

test('only whoever leads the territory writes, and under her own name', async () => {
  const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
  await expect(write('', { actor: member })).rejects.toThrow(Forbidden);
  await expect(write('', { actor: operator('test') })).rejects.toThrow(Forbidden);
});
