/** What a reserved sheet, a draft and a reserved plan say is on no page of whoever may not read them. */
import { beforeAll, describe, expect, test } from 'vitest';
import { getPlanJson } from '#app/api/plans.ts';
import { defaultVocabulary } from '#app/demo-files.ts';
import { createStructure, saveVocabulary } from '#domain/directory/server/commands.ts';
import { operator, VISITOR, type Actor, type PersonActor } from '#domain/identity/model.ts';
import { NotFound } from '#shared/errors.ts';
import type { ActionSheetId, PlanId, StructureId, TerritoryId } from '#shared/ids.ts';
import { load as readSheets } from './[slug]/+page.server.ts';
import { load as readTimeline } from './[slug]/calendrier/+page.server.ts';
import { load as readLoads } from './[slug]/charge/+page.server.ts';
import { load as readSheetFrame } from './[slug]/fiches/[code]/+layout.server.ts';
import { load as readSheet } from './[slug]/fiches/[code]/+page.server.ts';
import { GET as readBooklet } from './[slug]/livret.pdf/+server.ts';
import { load as readPilots } from './[slug]/pilotes/+page.server.ts';
import { GET as readDocument } from './[slug]/plan.docx/+server.ts';
import { GET as readWorkbook } from './[slug]/plan.xlsx/+server.ts';
import { load as readSummary } from './[slug]/synthese/+page.server.ts';
import { load as readPlans } from './+page.server.ts';
import { load as readEvent } from '../rencontres/[slug]/+page.server.ts';
import { load as readStructure } from '../annuaire/[slug]/+page.server.ts';
import { anEvent } from '../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../tests/factories/plans.ts';
import { aStructure } from '../../../tests/factories/structures.ts';
import { testDatabase } from '../../../tests/support/database.ts';

const db = await testDatabase();
const SECRET = 'Ce qui ne se dit pas encore';
let territory: TerritoryId;
let clic: StructureId;
let member: PersonActor;
let pilot: PersonActor;
let animator: PersonActor;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  await saveVocabulary(db, operator('test'), defaultVocabulary());
  clic = await createStructure(
    db,
    operator('test'),
    aStructure({ name: 'CLIC d’essai', territories: ['ici'] })
  );
  member = await person(db, { roles: [{ territory, role: 'member' }] });
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  pilot = { ...(await person(db)), referentOf: [clic] };
});

type Load = (event: never) => unknown;

/** What a page is given, as somebody asks for it. */
async function pageOf(load: Load, actor: Actor, params: object, query = ''): Promise<string> {
  const url = new URL(`http://ici.invalid/${query}`);
  const event = { locals: { db, actor }, params, url, parent: () => Promise.resolve({}) };
  return JSON.stringify(await load(event as never));
}

async function refused(answer: Promise<unknown>): Promise<void> {
  await expect(answer).rejects.toThrow(NotFound);
}

/** One of the pages shows what is of one pilot. */
const CHOSEN = '?pilote=clic-d-essai';
const PLAN_PAGES: readonly Load[] = [readSheets, readTimeline, readLoads, readPilots, readSummary];
/** The plan as papers and as a workbook. */
const OUTPUTS: readonly Load[] = [readBooklet, readDocument, readWorkbook];

/** A structure, a funder, a step, a text and an indicator, all of which say the secret. */
async function tellAll(plan: PlanId, sheet: ActionSheetId): Promise<void> {
  await db
    .insertInto('action_sheet_step')
    .values({ sheet_id: sheet, position: 0, title: SECRET, due_on: '2026-01-01' })
    .execute();
  await db
    .insertInto('action_sheet_funding')
    .values({ sheet_id: sheet, position: 0, funder: SECRET, year: 2026, planned: 100 })
    .execute();
  const indicator = await db
    .insertInto('indicator')
    .values({ plan_id: plan, sheet_id: sheet, label: SECRET, unit: 'rencontres' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('indicator_value')
    .values({ indicator_id: indicator.id, year: 2026, origin: 'manual', value: 3, source: SECRET })
    .execute();
}

describe('a sheet for its pilots alone', () => {
  const params = { slug: 'reserve', code: '28' };
  let plan: PlanId;
  let event: string;

  beforeAll(async () => {
    ({ plan } = await aPlan(db, { territory, slug: 'reserve' }));
    const sheet = await aSheet(db, {
      ...{ plan, title: SECRET, visibility: 'pilots' },
      ...{ pilots: [{ structure: clic }], texts: { diagnostic: [SECRET] } }
    });
    await tellAll(plan, sheet);
    const other = await aSheet(db, { plan, number: '1', title: 'Une fiche pour tous' });
    const edition = await anEvent(db, territory, { slug: 'liee' });
    event = edition.slug;
    await db
      .insertInto('action_sheet_link')
      .values({ sheet_id: sheet, position: 0, kind: 'event', event_id: edition.id })
      .execute();
    await db
      .insertInto('action_sheet_reference')
      .values({ sheet_id: other, position: 0, plan_label: 'CLS', target_sheet_id: sheet })
      .execute();
  });

  test('is on the pages of its pilot and of who leads the plan', async () => {
    for (const actor of [pilot, animator]) {
      for (const load of PLAN_PAGES)
        expect(await pageOf(load, actor, params, CHOSEN)).toContain(SECRET);
      expect(await pageOf(readSheet, actor, params)).toContain(SECRET);
      expect(await pageOf(readStructure, actor, { slug: 'clic-d-essai' })).toContain(SECRET);
      expect(await pageOf(readEvent, actor, { slug: event })).toContain(SECRET);
    }
  });

  test('is on no page of a visitor or of a member', async () => {
    for (const actor of [VISITOR, member]) {
      for (const load of PLAN_PAGES) {
        expect(await pageOf(load, actor, params)).not.toContain(SECRET);
        expect(await pageOf(load, actor, params, CHOSEN)).not.toContain(SECRET);
      }
      await refused(pageOf(readSheet, actor, params));
      await refused(pageOf(readSheetFrame, actor, params));
      expect(await pageOf(readStructure, actor, { slug: 'clic-d-essai' })).not.toContain(SECRET);
      expect(await pageOf(readEvent, actor, { slug: event })).not.toContain(SECRET);
    }
  });

  test('is named by no sheet that leans on it, and is not in the open API', async () => {
    const leaning = await pageOf(readSheet, VISITOR, { slug: 'reserve', code: '1' });
    expect(leaning).not.toContain(SECRET);
    expect(leaning).not.toContain('/plans/reserve/fiches/28');
    expect(JSON.stringify(await getPlanJson(db, 'reserve', new Date()))).not.toContain(SECRET);
  });

  test('does not tell by its former number that it exists', async () => {
    const { id } = await db
      .selectFrom('action_sheet')
      .select('id')
      .where('plan_id', '=', plan)
      .where('slug', '=', '28')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('action_sheet_former')
      .values({ sheet_id: id, plan_id: plan, number: '7', code: '', slug: '7' })
      .execute();
    const former = { slug: 'reserve', code: '7' };
    await refused(pageOf(readSheetFrame, VISITOR, former));
    await expect(pageOf(readSheetFrame, pilot, former)).rejects.toMatchObject({
      ...{ status: 308, location: '/plans/reserve/fiches/28' }
    });
  });
});

describe('a sheet for members, in a plan for everybody', () => {
  test('is a member’s, and no visitor’s', async () => {
    const { plan } = await aPlan(db, { territory, slug: 'mixte' });
    const texts = { diagnostic: [SECRET] };
    const sheet = { plan, title: SECRET, texts, pilots: [{ structure: clic }] };
    await tellAll(plan, await aSheet(db, { ...sheet, visibility: 'members' }));
    const params = { slug: 'mixte', code: '28' };
    for (const load of PLAN_PAGES) {
      expect(await pageOf(load, member, params, CHOSEN)).toContain(SECRET);
      expect(await pageOf(load, VISITOR, params, CHOSEN)).not.toContain(SECRET);
    }
    await refused(pageOf(readSheet, VISITOR, params));
    expect(JSON.stringify(await getPlanJson(db, 'mixte', new Date()))).not.toContain(SECRET);
  });
});

describe('a draft', () => {
  test('is on no page, but for the sheet of a pilot, who writes it', async () => {
    const { plan } = await aPlan(db, { territory, slug: 'en-projet', status: 'draft' });
    await db.updateTable('plan').set({ title: SECRET }).where('id', '=', plan).execute();
    await aSheet(db, { plan, pilots: [{ structure: clic }] });
    const params = { slug: 'en-projet', code: '28' };
    for (const actor of [VISITOR, member]) {
      for (const load of [...PLAN_PAGES, ...OUTPUTS, readSheet, readSheetFrame])
        await refused(pageOf(load, actor, params));
      expect(await pageOf(readPlans, actor, {})).not.toContain(SECRET);
    }
    for (const load of PLAN_PAGES) await refused(pageOf(load, pilot, params));
    for (const output of OUTPUTS) await refused(pageOf(output, pilot, params));
    expect(await pageOf(readSheetFrame, pilot, params)).toContain('"write":true');
    await refused(getPlanJson(db, 'en-projet', new Date()));
  });
});

test('a plan for members is on no page of a visitor', async () => {
  const { plan } = await aPlan(db, { territory, slug: 'entre-nous', visibility: 'members' });
  await db.updateTable('plan').set({ title: SECRET }).where('id', '=', plan).execute();
  await aSheet(db, { plan, pilots: [{ structure: clic }], title: SECRET });
  const params = { slug: 'entre-nous', code: '28' };
  for (const load of [...PLAN_PAGES, ...OUTPUTS, readSheet, readSheetFrame])
    await refused(pageOf(load, VISITOR, params));
  // A pilot who is not of the network writes her sheet, and reads nothing of the plan around it.
  for (const load of [...PLAN_PAGES, ...OUTPUTS]) await refused(pageOf(load, pilot, params));
  expect(await pageOf(readPlans, VISITOR, {})).not.toContain(SECRET);
  expect(await pageOf(readPlans, member, {})).toContain(SECRET);
  expect(await pageOf(readStructure, VISITOR, { slug: 'clic-d-essai' })).not.toContain(SECRET);
  await refused(getPlanJson(db, 'entre-nous', new Date()));
});

test('texts that are withheld, a person’s account and a draft edition are on no page of a sheet', async () => {
  const { plan } = await aPlan(db, { territory, slug: 'retenu' });
  const someone = await person(db);
  const sheet = await aSheet(db, {
    ...{ plan, texts: { diagnostic: [SECRET] }, pilots: [{ person: someone.id }] }
  });
  const draft = await anEvent(db, territory, { title: SECRET, status: 'draft' });
  await db
    .insertInto('action_sheet_link')
    .values({ sheet_id: sheet, position: 0, kind: 'event', event_id: draft.id })
    .execute();
  await db
    .insertInto('withholding')
    .values({ content_kind: 'action-sheet', content_id: String(sheet), territory_id: territory })
    .execute();
  for (const actor of [VISITOR, member]) {
    const page = await pageOf(readSheet, actor, { slug: 'retenu', code: '28' });
    expect(page).not.toContain(SECRET);
    expect(page).not.toContain(someone.id);
    expect(page).toContain('Pilote 1');
  }
  const open = JSON.stringify(await getPlanJson(db, 'retenu', new Date()));
  expect(open).not.toContain(SECRET);
  expect(open).not.toContain(someone.id);
});
