import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import type { ActionSheetId, PlanId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../tests/factories/plans.ts';
import { aWorkbook, bringBack, retyped } from '../../../../../../tests/factories/workbooks.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import type { WorkbookSheet } from '../../../tables/comparison.ts';
import { findSheet } from '../../sheets/queries.ts';
import { writeSheet } from '../../writing/commands.ts';

const now = new Date('2026-11-22T10:00:00Z');
const db = await testDatabase();
const territory: TerritoryId = (await aTerritory(db, 'tableur-fiches')).id;
let slug: string;
let lead: PersonActor;
let plan: PlanId;
let sheet: ActionSheetId;

beforeEach(async () => {
  slug = `cls-${randomUUID()}`;
  lead = await person(db, { roles: [{ territory, role: 'animator' }] });
  ({ plan } = await aPlan(db, { territory, slug }));
  sheet = await aSheet(db, { plan, number: '12' });
  await writeSheet(db, lead, sheet, { texts: TEXTS });
});

const TEXTS = { diagnostic: ['Un constat.'], stakes: ['Se coordonner'] };
const download = () => aWorkbook(db, lead, slug, now);
const send = (workbook: readonly WorkbookSheet[]) => bringBack(db, lead, slug, { workbook, now });
const whole = async () => (await findSheet(db, { id: sheet }))!;

test('new lines that name a number are of the sheet that has it in the workbook, not of the one that had it', async () => {
  const outcome = await send(
    retyped(await download(), [
      ['Fiches', 2, 'Numéro', '30'],
      ['Fiches', 3, 'Numéro', '12'],
      ['Fiches', 3, 'Intitulé', 'Celle qui prend son numéro'],
      ['Étapes', 2, 'Fiche', '12'],
      ['Étapes', 2, 'Étape', 'De la nouvelle'],
      ['Étapes', 3, 'Fiche', '30'],
      ['Étapes', 3, 'Étape', 'De l’ancienne'],
      ['Financement', 2, 'Fiche', '12'],
      ['Financement', 2, 'Financeur', 'ARS'],
      ['Indicateurs', 2, 'Fiche', '12'],
      ['Indicateurs', 2, 'Indicateur', 'Participants']
    ])
  );
  expect(outcome).toMatchObject({ isWritten: true, errors: [] });
  expect(await whole()).toMatchObject({
    ...{ number: '30', steps: [{ title: 'De l’ancienne' }], funding: [] }
  });
  const opened = (await findSheet(db, { plan, slug: '12' }))!;
  expect(opened).toMatchObject({
    title: 'Celle qui prend son numéro',
    steps: [{ title: 'De la nouvelle' }],
    funding: [{ funder: 'ARS' }]
  });
  const indicators = await db
    .selectFrom('indicator')
    .select('sheet_id')
    .where('plan_id', '=', plan)
    .execute();
  expect(indicators).toEqual([{ sheet_id: opened.id }]);
});

describe('texts that are hidden, the time of a second reading', () => {
  const hide = () =>
    db
      .insertInto('withholding')
      .values({ content_kind: 'action-sheet', content_id: String(sheet) })
      .execute();
  const show = () => db.deleteFrom('withholding').where('content_id', '=', String(sheet)).execute();

  test('a workbook downloaded meanwhile erases none of them once they are shown again', async () => {
    await hide();
    const workbook = await download();
    expect(JSON.stringify(workbook)).not.toContain('Un constat.');
    await show();
    expect(await send(workbook)).toMatchObject({ changes: [], errors: [] });
    const refused = await send(retyped(workbook, [['Fiches', 2, 'Intitulé', 'Un autre titre']]));
    expect(refused).toMatchObject({
      isWritten: false,
      errors: [{ tab: 'Fiches', line: 2, column: 'B (Version)' }]
    });
    expect(refused.errors[0]!.message).toContain('masqués quand ce classeur a été téléchargé');
    expect((await whole()).texts).toEqual(TEXTS);
  });

  test('a workbook downloaded before is refused where it was changed, and nowhere else', async () => {
    const workbook = await download();
    await hide();
    expect(await send(workbook)).toMatchObject({ changes: [], errors: [] });
    const refused = await send(retyped(workbook, [['Fiches', 2, 'Enjeux', 'Par-dessus']]));
    expect(refused.errors.map(({ message }) => message)).toEqual([
      expect.stringContaining('ont été masqués depuis')
    ]);
    await show();
    expect((await whole()).texts).toEqual(TEXTS);
  });

  test('what is not text is written all the same', async () => {
    await hide();
    const outcome = await send(
      retyped(await download(), [['Fiches', 2, 'Intitulé', 'Un autre titre']])
    );
    expect(outcome).toMatchObject({ isWritten: true, errors: [] });
    await show();
    expect(await whole()).toMatchObject({ title: 'Un autre titre', texts: TEXTS });
  });
});
