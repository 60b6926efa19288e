import { beforeAll, expect, test } from 'vitest';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId, PartnerId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import type { BudgetLine } from '../../budget.ts';
import { createPartner } from '../partners/commands.ts';
import { saveBudget } from './commands.ts';
import { getBudget } from './queries.ts';

const db = await testDatabase();
let territory: Territory;
let animator: PersonActor;

beforeAll(async () => {
  territory = await aTerritory(db);
  animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
});

const line = (label: string, kind: BudgetLine['kind'] = 'expense'): BudgetLine => ({
  ...{ kind, label, plannedCents: 100_000, actualCents: null, note: '' }
});

async function save(event: EventId, lines: BudgetLine[], stamp?: string) {
  const read = stamp ?? (await getBudget(db, animator, event)).stamp;
  return saveBudget(db, animator, event, { lines, stamp: read, reread: false });
}

test('a budget is kept whole, in its order, and written over only by who has read it', async () => {
  const { id } = await anEvent(db, territory.id);
  const first = await getBudget(db, animator, id);
  expect(await save(id, [line('Salle'), line('Repas'), line('Don', 'income')])).toEqual({
    ok: true
  });
  const { lines, stamp } = await getBudget(db, animator, id);
  expect(lines.map(({ label }) => label)).toEqual(['Salle', 'Repas', 'Don']);
  expect(await save(id, [line('La mienne')], first.stamp)).toEqual({
    ...{ ok: false, reason: 'stale', stamp }
  });
  expect((await getBudget(db, animator, id)).lines).toHaveLength(3);
  expect(await save(id, [line('Repas')], stamp)).toEqual({ ok: true });
  expect((await getBudget(db, animator, id)).lines).toEqual([line('Repas')]);
});

test('of two people who save at once, one is told', async () => {
  const { id } = await anEvent(db, territory.id);
  const { stamp } = await getBudget(db, animator, id);
  const outcomes = await Promise.all([
    save(id, [line('Salle')], stamp),
    save(id, [line('Repas')], stamp)
  ]);
  expect(outcomes.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
  expect((await getBudget(db, animator, id)).lines).toHaveLength(1);
});

test('is read and written by those who manage the edition alone: neither members nor partners', async () => {
  const { id } = await anEvent(db, territory.id);
  const stranger = { name: 'Labo', role: 'funder' as const, structure: '' };
  const partner: PartnerId = await createPartner(db, animator, id, stranger);
  const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
  const hers = await person(db);
  await db
    .insertInto('event_team_member')
    .values({ event_id: id, person_id: hers.id, role: 'partner', partner_id: partner })
    .execute();
  for (const actor of [VISITOR, member, hers]) {
    await expect(getBudget(db, actor, id)).rejects.toThrow(Forbidden);
    const nothing = { lines: [], stamp: '', reread: true };
    await expect(saveBudget(db, actor, id, nothing)).rejects.toThrow(Forbidden);
  }
});

test('a label or a note that may let somebody be recognised waits for a second reading', async () => {
  const { id } = await anEvent(db, territory.id);
  const telling = [{ ...line('Transport'), note: 'NIR 2 42 03 82 112 005 71' }];
  expect(await save(id, telling)).toMatchObject({ ok: false, reason: 'second-reading' });
  expect((await getBudget(db, animator, id)).lines).toEqual([]);
});
