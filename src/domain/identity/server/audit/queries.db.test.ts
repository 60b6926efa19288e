import { expect, test } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { Forbidden } from '#shared/errors.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { recordAudit } from './commands.ts';
import { listAudit, type AuditFilter } from './queries.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const boss = await person(db, { name: 'Alix Administre', administrator: true });
const animator = await person(db, {
  name: 'Ada_Animatrice',
  roles: [{ territory: territory.id, role: 'animator' }]
});
await recordAudit(db, animator, {
  action: 'structure.update',
  target: { kind: 'structure', id: 1, label: 'Maison 100 %' },
  territory: territory.id
});
await recordAudit(db, operator('ligne de commande'), { action: 'structurel.autre' });
await db
  .insertInto('audit_entry')
  .values({ action: 'person.erase', actor_label: 'x', at: new Date('2026-03-01T23:30:00Z') })
  .execute();

const search = async (filter: AuditFilter) =>
  (await listAudit(db, boss, filter, { page: 1, perPage: 20 })).lines.map(({ action }) => action);

test('the log is for who runs the instance', async () => {
  for (const actor of [VISITOR, animator])
    await expect(listAudit(db, actor, {}, { page: 1, perPage: 20 })).rejects.toThrow(Forbidden);
});

test('it is searched by who, by act, by what and by day of Paris', async () => {
  expect(await search({ by: 'ada_' })).toEqual(['structure.update']);
  expect(await search({ by: 'adaX' })).toEqual([]);
  expect(await search({ action: 'structure.' })).toEqual(['structure.update']);
  expect(await search({ target: '100 %' })).toEqual(['structure.update']);
  expect(await search({ from: '2026-03-02', to: '2026-03-02' })).toEqual(['person.erase']);
  expect(await search({ from: '2026-03-01', to: '2026-03-01' })).toEqual([]);
});

test('it is paged, the last first, and says where', async () => {
  const { lines, total } = await listAudit(db, boss, {}, { page: 2, perPage: 1 });
  expect(lines).toHaveLength(1);
  const all = await listAudit(db, boss, {}, { page: 1, perPage: 50 });
  expect(total).toBe(all.lines.length);
  expect(all.lines.find(({ action }) => action === 'structure.update')?.territory).toBe(
    'Territoire essai'
  );
});
