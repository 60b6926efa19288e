import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import { connect, type Database } from '#server/db/connection.ts';
import type { ActionSheetId, PlanId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../tests/factories/plans.ts';
import { aBegunImport } from '../../../../../../tests/factories/sheet-imports.ts';
import { testDatabaseUrl } from '../../../../../../tests/support/database.ts';
import { untilWaiting } from '../../../../../../tests/support/waiting.ts';
import { without } from '../../../../../../tests/support/without.ts';
import { createAxis } from '../../numbering/axes/commands.ts';
import { findPlan } from '../../queries.ts';
import { lockWrittenPlan } from '../../setup/rows/commands.ts';
import { findSheet } from '../../sheets/queries.ts';
import { setActors, setResources } from '../../writing/commands.ts';
import { correctPart, decideRest } from '../commands.ts';
import { getSheetImport } from '../queries.ts';
import { applySheetImport } from './commands.ts';

const url = await testDatabaseUrl();
const db = connect(url, { max: 4 });
const others = connect(url, { max: 4 });
afterAll(() => Promise.all([db.destroy(), others.destroy()]));

let territory: TerritoryId;
let lead: PersonActor;
let plan: PlanId;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  lead = await person(db, { name: 'Anne', roles: [{ territory, role: 'animator' }] });
});
beforeEach(async () => {
  ({ plan } = await aPlan(db, { territory }));
});

const begun = (text: string) => aBegunImport(db, lead, plan, text);
const byNumber = async (slug: string) => (await findSheet(db, { plan, slug }))!;
const read = async (id: ActionSheetId) => (await findSheet(db, { id }))!;

describe('written over by a text', () => {
  let sheet: ActionSheetId;
  let target: ActionSheetId;
  let marie: PersonActor;
  const TEXT =
    'Fiche 28\nUn titre\nEnjeux : agir\nPilotes : Marie Dupont ; Une autre\nPartenaires : ARS\nRessources partenariales : PTS';

  beforeEach(async () => {
    sheet = await aSheet(db, { plan, number: '28' });
    target = await aSheet(db, { plan, number: '12' });
    marie = await person(db, { name: 'Marie Dupont', roles: [{ territory, role: 'member' }] });
    await setActors(db, lead, sheet, { pilots: [{ label: 'Marie Dupont', person: marie.id }] });
  });

  async function writeOver(text = TEXT) {
    const id = await begun(text);
    await decideRest(db, lead, id, 'replace');
    const { sheetImport } = await getSheetImport(db, lead, id);
    expect(await applySheetImport(db, lead, id)).toMatchObject({ ok: true });
    return sheetImport.parts[0]!.sheet;
  }

  test('a sheet keeps who its pilots are, and who is new is tied to nobody', async () => {
    await writeOver();
    const { pilots, place } = await read(sheet);
    expect(pilots).toMatchObject([
      { label: 'Marie Dupont', person: { id: marie.id } },
      { label: 'Une autre', person: null }
    ]);
    expect(place.pilots.persons).toEqual([marie.id]);
  });

  test('it keeps which sheet what it leans on is', async () => {
    const { resources } = await writeOver();
    const [{ planLabel, part, action }] = resources as [(typeof resources)[number]];
    await setResources(db, lead, sheet, [{ planLabel, part, action, targetSheet: target }]);
    await writeOver(`${TEXT}\nSROS`);
    expect((await read(sheet)).resources).toMatchObject([
      { planLabel: 'PTS', targetPlan: { id: plan }, targetSheet: { id: target } },
      { planLabel: 'SROS', targetSheet: null }
    ]);
  });
});

describe('while an import is applied', () => {
  const typed = async (id: string) => {
    const { sheet } = (await getSheetImport(db, lead, id)).sheetImport.parts[0]!;
    const { labels: _l, doubts: _d, ...rest } = sheet;
    const empty = { number: '', title: '' };
    return { ...rest, axis: empty, objective: empty, decision: 'create' as const };
  };

  /** It is written, and not yet kept, when somebody saves what she corrected of it. */
  async function correctMeanwhile(on: Database, id: string) {
    const input = { ...(await typed(id)), title: 'Titre juste' };
    const { sent } = await db.transaction().execute(async (tx) => {
      await applySheetImport(tx, lead, id);
      const correcting = correctPart(on, lead, { id, position: 1, version: 1 }, input);
      await untilWaiting(db, 1);
      return { sent: correcting };
    });
    return sent;
  }

  test('who corrects it is told that it is too late', async () => {
    const id = await begun('Fiche 9\nTitre faux\nEnjeux : agir');
    expect(await correctMeanwhile(others, id)).toEqual({ ok: false, reason: 'changed' });
    expect((await byNumber('9')).title).toBe('Titre faux');
  });

  test('the negative control: without waiting for it, she would be told that it is saved', async () => {
    const id = await begun('Fiche 9\nTitre faux\nEnjeux : agir');
    const free = without(others, 'for share');
    expect(await correctMeanwhile(free.db, id)).toEqual({ ok: true });
    free.missed();
    expect((await byNumber('9')).title).toBe('Titre faux');
  });

  test('who decides of the rest decides of nothing that is written', async () => {
    await aSheet(db, { plan, number: '9' });
    const id = await begun('Fiche 9\nUn titre\nEnjeux : agir');
    const { sent } = await db.transaction().execute(async (tx) => {
      await decideRest(tx, lead, id, 'skip');
      await applySheetImport(tx, lead, id);
      const deciding = decideRest(others, lead, id, 'replace');
      await untilWaiting(db, 1);
      return { sent: deciding };
    });
    expect(await sent).toBe(0);
  });

  /** The plan changes while the import waits for it. */
  async function changeMeanwhile(
    id: string,
    change: (tx: Parameters<typeof lockWrittenPlan>[0]) => Promise<unknown>
  ) {
    const { sent } = await db.transaction().execute(async (tx) => {
      await lockWrittenPlan(tx, lead, plan);
      const applying = applySheetImport(others, lead, id);
      applying.catch(() => undefined);
      await untilWaiting(db, 1);
      await change(tx);
      return { sent: applying };
    });
    return sent;
  }

  test('an axis that somebody adds is the one its sheets are put in', async () => {
    const id = await begun('Fiche 9\nUn titre\nAxe 5 : Prévenir\nEnjeux : agir');
    const input = { number: '5', title: 'Prévenir', summary: '' };
    expect(
      await changeMeanwhile(id, (tx) => createAxis(tx, lead, { plan, input, reread: true }))
    ).toMatchObject({ ok: true });
    const { axes } = (await findPlan(db, { id: plan }))!;
    expect(axes.map(({ number }) => number)).toEqual(['3', '5']);
    expect((await byNumber('9')).axis).toBe(axes[1]!.id);
  });

  test('a sheet that somebody takes off is not written over, and it is told', async () => {
    const sheet = await aSheet(db, { plan, number: '9' });
    const id = await begun('Fiche 9\nUn titre\nEnjeux : agir');
    await decideRest(db, lead, id, 'replace');
    const outcome = await changeMeanwhile(id, (tx) =>
      tx
        .updateTable('action_sheet')
        .set({ removed_at: new Date() })
        .where('id', '=', sheet)
        .execute()
    );
    expect(outcome).toMatchObject({
      ...{ ok: false, reason: 'invalid' },
      parts: [{ position: 1, messages: [expect.stringContaining('n’est plus dans ce plan')] }]
    });
  });
});
