import { expect, test } from 'vitest';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import { NotFound } from '#shared/errors.ts';
import type { PlanId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { readPlanPapers, readSheetPapers } from './queries.ts';

const db = await testDatabase();
const territory = (await aTerritory(db, 'papiers')).id;
const member = await person(db, { roles: [{ territory, role: 'member' }] });
const animator = await person(db, { roles: [{ territory, role: 'animator' }] });
const NOW = new Date('2026-11-22T10:00:00Z');

async function aDocumentedSheet(plan: PlanId, number: string) {
  const sheet = await aSheet(db, { plan, number, texts: { diagnostic: [`Constat ${number}`] } });
  await db
    .insertInto('action_sheet_link')
    .values({
      ...{ sheet_id: sheet, position: 1, kind: 'document' },
      ...{ title: 'Bilan', url: 'https://exemple.test' }
    })
    .execute();
  return sheet;
}

test('a booklet holds the sheets its reader may read, and no withheld text', async () => {
  const { plan } = await aPlan(db, { territory, slug: 'papiers' });
  const withheld = await aDocumentedSheet(plan, '1');
  await aSheet(db, { plan, number: '2', visibility: 'members', title: 'Réservée' });
  const words = { definition: 'Constat 1', source: 'Constat 1' };
  const indicator = await db
    .insertInto('indicator')
    .values({ plan_id: plan, sheet_id: withheld, label: 'Suivis', ...words })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('indicator_value')
    .values({
      ...{ indicator_id: indicator.id, year: 2026, origin: 'manual', value: 3 },
      comment: 'Constat 1'
    })
    .execute();
  await db
    .insertInto('withholding')
    .values({ content_kind: 'action-sheet', content_id: String(withheld) })
    .execute();
  const open = await readPlanPapers(db, VISITOR, 'papiers', NOW);
  expect(open.sheets.map(({ number }) => number)).toEqual(['1']);
  expect(JSON.stringify(open)).not.toContain('Constat 1');
  // Paper goes further: not even to who may write it again.
  for (const printed of [
    await readPlanPapers(db, animator, 'papiers', NOW),
    await readSheetPapers(db, animator, { plan: 'papiers', slug: '1' }, NOW)
  ])
    expect(JSON.stringify(printed)).not.toContain('Constat 1');
  const inside = await readPlanPapers(db, member, 'papiers', NOW);
  expect(inside.sheets.map(({ number }) => number)).toEqual(['1', '2']);
  const asked = { plan: 'papiers', slug: '2' };
  await expect(readSheetPapers(db, VISITOR, asked, NOW)).rejects.toThrow(NotFound);
  expect(await readSheetPapers(db, member, asked, NOW)).toMatchObject({ state: 'found' });
});

test('a rencontre, or a series, is on paper for who may find a page of it', async () => {
  const { plan } = await aPlan(db, { territory, slug: 'papiers-lies' });
  const sheet = await aSheet(db, { plan, number: '1' });
  const { id: series } = await db
    .insertInto('event_series')
    .values({ territory_id: territory, slug: 'cafes', title: 'Cafés' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await anEvent(db, territory, { series, status: 'draft' });
  await anEvent(db, territory, { series, visibility: 'link' });
  const event = await anEvent(db, territory, { title: 'Discrète', visibility: 'link' });
  await db
    .insertInto('action_sheet_link')
    .values([
      { sheet_id: sheet, position: 0, kind: 'series', series_id: series },
      { sheet_id: sheet, position: 1, kind: 'event', event_id: event.id }
    ])
    .execute();
  const linksOf = async (actor: Actor) => {
    const asked = { plan: 'papiers-lies', slug: '1' };
    const alone = await readSheetPapers(db, actor, asked, NOW);
    const booklet = await readPlanPapers(db, actor, 'papiers-lies', NOW);
    const printed = [...('sheet' in alone ? [alone.sheet] : []), ...booklet.sheets];
    return printed.map(({ links }) => links.map((link) => ('title' in link ? link.title : '')));
  };
  expect(await linksOf(member)).toEqual([[], []]);
  await anEvent(db, territory, { series, visibility: 'members' });
  expect(await linksOf(VISITOR)).toEqual([[], []]);
  expect(await linksOf(member)).toEqual([['Cafés'], ['Cafés']]);
});

test('the papers of three sheets take as many statements as those of one', async () => {
  const { plan } = await aPlan(db, { territory, slug: 'papiers-comptes' });
  await aDocumentedSheet(plan, '1');
  const count = () =>
    countingStatements(db, (counted) => readPlanPapers(counted, VISITOR, 'papiers-comptes', NOW));
  const one = await count();
  await aDocumentedSheet(plan, '2');
  await aDocumentedSheet(plan, '3');
  expect(await count()).toBe(one);
});
