import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import type { ActionSheetId, PlanId, TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { aWorkbook, bringBack, retyped } from '../../../../../tests/factories/workbooks.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import type { WorkbookSheet } from '../../tables/comparison.ts';
import { setFunding } from '../funding/commands.ts';
import { saveIndicator } from '../indicators/commands.ts';
import { setValue } from '../indicators/values/commands.ts';
import { findSheet } from '../sheets/queries.ts';
import { saveStep } from '../steps/commands.ts';
import { setActors, setLinks, setResources, writeSheet } from '../writing/commands.ts';
import { readTables } from './queries.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const db = await testDatabase();
const territory: TerritoryId = (await aTerritory(db, 'tableur')).id;
let slug = '';
let lead: PersonActor;
let plan: PlanId;
let sheet: ActionSheetId;
let other: ActionSheetId;

/** A plan of two sheets, with all that a workbook holds. */
async function aFilledPlan(): Promise<void> {
  slug = `cls-${randomUUID()}`;
  lead = await person(db, { roles: [{ territory, role: 'animator' }] });
  const made = await aPlan(db, { territory, slug });
  plan = made.plan;
  sheet = await aSheet(db, { ...made, number: '28', code: '3.3.3' });
  other = await aSheet(db, { plan, number: '29', title: '=1+1' });
  const texts = {
    diagnostic: ['Un constat.'],
    stakes: ['+33 n’est pas un calcul', '-Se coordonner']
  };
  await writeSheet(db, lead, sheet, { texts });
  await setActors(db, lead, sheet, {
    pilots: [{ label: '@DADOPS' }],
    partners: [{ label: 'ARS' }]
  });
  await setResources(db, lead, sheet, [{ planLabel: 'PTS', part: 'Axe 3', action: 'Action 2.1' }]);
  const step = { dueOn: '2026-12-01', status: 'todo', doneOn: null, responsible: '' } as const;
  for (const title of ['Choisir le lieu', 'Inviter'])
    await saveStep(db, lead, sheet, {
      ...{ step: null, today: '2026-11-22' },
      input: { ...step, title, renewsYearly: false }
    });
  const line = { structure: '', year: 2026, note: '', renewsYearly: true };
  const { version } = (await findSheet(db, { id: sheet }))!;
  await setFunding(db, lead, sheet, {
    version,
    lines: [
      { ...line, funder: 'Département', planned: 1_200_050, actual: null },
      { ...line, funder: 'ARS', planned: null, actual: null }
    ]
  });
  const saved = await saveIndicator(db, lead, {
    ...{ plan, sheet },
    input: {
      ...{ label: 'Part de satisfaits', kind: 'share', unit: '% des répondants' },
      targets: [{ year: 2026, value: 0.8 }]
    }
  });
  if (saved.ok)
    await setValue(db, lead, {
      indicator: saved.id,
      year: 2026,
      value: 0.855,
      today: '2026-11-22'
    });
}

const download = () => aWorkbook(db, lead, slug, NOW);
const send = (workbook: readonly WorkbookSheet[], dryRun = false, reread = false) =>
  bringBack(db, lead, slug, { workbook, dryRun, reread, now: NOW });
const whole = async (id = sheet) => (await findSheet(db, { id }))!;

test('a workbook that nobody changed changes nothing, whatever its texts look like', async () => {
  await aFilledPlan();
  const before = await whole();
  expect(await send(await download())).toMatchObject({
    ...{ isWritten: false, changes: [], errors: [], readings: [], ignored: [] }
  });
  expect(await whole()).toEqual(before);
});

test('a workbook sent back leaves a sheet linked to what is shared', async () => {
  await aFilledPlan();
  const { id } = await aContribution(db, { territory });
  await setLinks(db, lead, sheet, { links: [{ kind: 'contribution', id }] });
  const workbook = retyped(await download(), [['Fiches', 2, 'Intitulé', 'Un autre titre']]);
  expect(await send(workbook)).toMatchObject({ isWritten: true });
  expect(await whole()).toMatchObject({ title: 'Un autre titre', links: [{ id }] });
});

test('no cell of it is a formula', async () => {
  await aFilledPlan();
  const [sheets] = await download();
  const texts = sheets!.rows
    .slice(1)
    .flat()
    .filter((cell) => typeof cell === 'string');
  expect(texts).toEqual(expect.arrayContaining(["'=1+1", "'@DADOPS"]));
  expect(texts.filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
});

test('a dry run says exactly what changes and writes nothing; then it is written, and no more', async () => {
  await aFilledPlan();
  const before = await whole();
  const workbook = retyped(await download(), [
    ['Fiches', 2, 'Intitulé', 'Un autre titre'],
    ['Fiches', 2, 'Enjeux', 'Un seul enjeu'],
    ['Fiches', 2, 'Partenaires', 'ARS\nCDOM'],
    ['Fiches', 2, 'État', 'réalisée'],
    ['Étapes', 2, 'Échéance', '15/01/2027'],
    ['Étapes', 3, 'Supprimer', 'oui'],
    ['Étapes', 4, 'Fiche', '28'],
    ['Étapes', 4, 'Étape', 'Faire le bilan'],
    ['Financement', 3, 'Prévu (€)', '1 500,50 €'],
    ['Indicateurs', 2, 'Cible 2027', 0.9],
    ['Indicateurs', 2, 'Valeur 2026', '86 %']
  ]);
  const tried = await send(workbook, true);
  expect(tried.errors).toEqual([]);
  expect(
    tried.changes.map(({ tab, line, what, cells }) => [tab, line, what, cells.length])
  ).toEqual([
    ['Fiches', 2, 'changed', 4],
    ['Étapes', 2, 'changed', 1],
    ['Étapes', 3, 'removed', 0],
    ['Étapes', 4, 'new', 1],
    ['Financement', 3, 'changed', 1],
    ['Indicateurs', 2, 'changed', 2]
  ]);
  expect(await whole()).toEqual(before);
  expect((await send(workbook)).isWritten).toBe(true);
  const after = await whole();
  expect(after).toMatchObject({
    ...{ title: 'Un autre titre', status: 'done' },
    texts: { diagnostic: ['Un constat.'], stakes: ['Un seul enjeu'] },
    partners: [{ label: 'ARS' }, { label: 'CDOM' }],
    ...{ pilots: before.pilots, resources: before.resources },
    steps: [
      { id: before.steps[0]!.id, dueOn: '2027-01-15' },
      { title: 'Faire le bilan', status: 'todo' }
    ],
    funding: [{ planned: 1_200_050 }, { funder: 'ARS', planned: 150_050 }]
  });
  const { tables } = await readTables(db, lead, slug, NOW);
  expect(tables.indicators[0]).toMatchObject({
    targets: [
      { year: 2026, value: 0.8 },
      { year: 2027, value: 0.9 }
    ],
    values: [{ year: 2026, value: 0.86 }]
  });
});

test('each error is told with its sheet, its line and its column, and nothing is written', async () => {
  await aFilledPlan();
  const before = await whole();
  const outcome = await send(
    retyped(await download(), [
      ['Fiches', 2, 'Intitulé', 'Un autre titre'],
      ['Fiches', 3, 'État', 'presque'],
      ['Fiches', 2, 'Début', '2026-01-01'],
      ['Fiches', 2, 'Fin', '2020-01-01'],
      ['Étapes', 2, 'Échéance', '31/02/2027'],
      ['Étapes', 4, 'Étape', 'De nulle part'],
      ['Étapes', 4, 'Fiche', '99'],
      ['Financement', 2, 'Prévu (€)', 'beaucoup'],
      ['Indicateurs', 2, 'Valeur 2026', '120 %'],
      ['Indicateurs', 3, 'Indicateur', 'Sans unité'],
      ['Indicateurs', 3, 'Cible 2026', 12]
    ])
  );
  expect(outcome.isWritten).toBe(false);
  expect(outcome.errors.map(({ tab, line, column }) => `${tab} ${line} ${column}`).sort()).toEqual(
    [
      'Fiches 2 K (Fin)',
      'Fiches 3 H (État)',
      'Étapes 2 E (Échéance)',
      'Étapes 4 C (Fiche)',
      'Financement 2 F (Prévu (€))',
      'Indicateurs 2 T (Valeur 2026)',
      'Indicateurs 3 H (Unité)'
    ].sort()
  );
  expect(await whole()).toEqual(before);
});

test('a line that somebody changed meanwhile is refused and named; one that the workbook left alone is not', async () => {
  await aFilledPlan();
  const workbook = await download();
  await writeSheet(db, lead, sheet, { title: 'Écrit entre-temps' });
  const refused = await send(retyped(workbook, [['Fiches', 2, 'Enjeux', 'Le mien']]));
  expect(refused).toMatchObject({
    isWritten: false,
    errors: [{ tab: 'Fiches', line: 2, column: 'B (Version)' }]
  });
  expect(refused.errors[0]!.message).toContain(`modifiée par ${lead.name}`);
  const passed = await send(retyped(workbook, [['Fiches', 3, 'Enjeux', 'Celui de l’autre']]));
  expect(passed).toMatchObject({ isWritten: true, errors: [] });
  expect((await whole()).title).toBe('Écrit entre-temps');
  expect((await whole(other)).texts).toEqual({ stakes: ['Celui de l’autre'] });
});

test('of two people who import at once, the second is refused', async () => {
  await aFilledPlan();
  const workbook = await download();
  const outcomes = await Promise.all(
    ['Le premier', 'Le second'].map((title) =>
      send(retyped(workbook, [['Fiches', 2, 'Intitulé', title]]))
    )
  );
  expect(outcomes.filter(({ isWritten }) => isWritten)).toHaveLength(1);
  expect(outcomes.find(({ isWritten }) => !isWritten)!.errors).toHaveLength(1);
});

test('a new sheet takes its place with its texts and its steps, and two exchange their numbers', async () => {
  await aFilledPlan();
  const outcome = await send(
    retyped(await download(), [
      ['Fiches', 2, 'Numéro', '29'],
      ['Fiches', 3, 'Numéro', '28'],
      ['Fiches', 4, 'Numéro', '30'],
      ['Fiches', 4, 'Intitulé', 'Une fiche du tableur'],
      ['Fiches', 4, 'Objectif', '3.3'],
      ['Fiches', 4, 'Pilotes', 'CPTS fictive'],
      ['Fiches', 4, 'Diagnostic', 'Un besoin.'],
      ['Étapes', 4, 'Fiche', '30'],
      ['Étapes', 4, 'Étape', 'Commencer']
    ])
  );
  expect(outcome).toMatchObject({ isWritten: true, errors: [] });
  expect([(await whole()).number, (await whole(other)).number]).toEqual(['29', '28']);
  const { tables } = await readTables(db, lead, slug, NOW);
  expect(tables.sheets.find(({ number }) => number === '30')).toMatchObject({
    ...{ title: 'Une fiche du tableur', texts: { diagnostic: ['Un besoin.'] } },
    ...{ pilots: [{ label: 'CPTS fictive' }], steps: [{ title: 'Commencer' }] },
    objective: tables.plan.axes[0]!.objectives[0]!.id
  });
});

test('a text that may let somebody be recognised is read again before anything is written', async () => {
  await aFilledPlan();
  const workbook = retyped(await download(), [
    ['Fiches', 2, 'Enjeux', 'Mme Martin, née le 12/03/1941, joignable au 06 39 98 12 34']
  ]);
  const first = await send(workbook);
  expect(first).toMatchObject({ isWritten: false, errors: [] });
  expect(first.readings[0]!.field).toContain('Fiches, ligne 2');
  expect((await send(workbook, false, true)).isWritten).toBe(true);
});

test('hidden texts are not in the workbook, and nobody writes over them', async () => {
  await aFilledPlan();
  await db
    .insertInto('withholding')
    .values({ content_kind: 'action-sheet', content_id: String(sheet) })
    .execute();
  const workbook = await download();
  expect(JSON.stringify(workbook)).not.toContain('Un constat.');
  const outcome = await send(retyped(workbook, [['Fiches', 2, 'Enjeux', 'Par-dessus']]));
  expect(outcome.errors).toMatchObject([{ tab: 'Fiches', line: 2 }]);
  await db.deleteFrom('withholding').where('content_id', '=', String(sheet)).execute();
  expect((await whole()).texts['diagnostic']).toEqual(['Un constat.']);
});

test('who does not lead the plan imports nothing', async () => {
  await aFilledPlan();
  const workbook = await download();
  const stranger = await person(db);
  const sent = { workbook, dryRun: true, now: NOW };
  await expect(bringBack(db, stranger, slug, sent)).rejects.toThrow();
});
