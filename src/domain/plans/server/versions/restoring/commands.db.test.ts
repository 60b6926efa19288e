import { beforeAll, describe, expect, test } from 'vitest';
import { loadDefaultVocabulary } from '#app/demo.ts';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ActionSheetId, PlanId, TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../tests/factories/plans.ts';
import { countingStatements } from '../../../../../../tests/support/statements.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { untilWaiting } from '../../../../../../tests/support/waiting.ts';
import { without } from '../../../../../../tests/support/without.ts';
import { findPlan } from '../../queries.ts';
import { findSheet, getSheet } from '../../sheets/queries.ts';
import { removeSheetTexts } from '../../withheld/commands.ts';
import { setActors, setLinks, writeSheet } from '../../writing/commands.ts';
import { keepVersion } from '../commands.ts';
import { compareVersions, listVersions } from '../queries.ts';
import { restoreVersion } from './commands.ts';

const db = await testDatabase();
const machine = operator('test');
let territory: TerritoryId;
let plan: PlanId;
let animator: PersonActor;
let member: PersonActor;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  await loadDefaultVocabulary(db);
  ({ plan } = await aPlan(db, { territory }));
  animator = await person(db, { name: 'Anne', roles: [{ territory, role: 'animator' }] });
  member = await person(db, { name: 'Marc', roles: [{ territory, role: 'member' }] });
});

let number = 0;
/** A sheet whose version 2 says « Avant ». */
async function written(): Promise<ActionSheetId> {
  const texts = { stakes: ['Avant'], levers: ['Un levier'] };
  const id = await aSheet(db, { plan, texts, number: String((number += 1)) });
  await db.transaction().execute((tx) => keepVersion(tx, machine, id, 'fiche ouverte'));
  return id;
}

async function compared(id: ActionSheetId, actor: PersonActor, from: number, to: number) {
  const sheet = await getSheet(db, actor, { id });
  const whole = (await findPlan(db, { id: plan }))!;
  return compareVersions(db, actor, { plan: whole, sheet }, { from, to });
}

describe('the history of a sheet', () => {
  test('says who, when and what, the last first, in one statement for one as for three', async () => {
    const id = await written();
    const one = await countingStatements(db, (counted) => listVersions(counted, id, { most: 30 }));
    await writeSheet(db, animator, id, { texts: { stakes: ['Après'] } });
    await writeSheet(db, animator, id, { title: 'Autre' });
    const lines = await listVersions(db, id, { most: 30 });
    expect(lines.map(({ version, change, by }) => [version, change, by?.name])).toEqual([
      [4, 'Titre', 'Anne'],
      [3, 'Enjeux', 'Anne'],
      [2, 'fiche ouverte', undefined]
    ]);
    const three = await countingStatements(db, (counted) =>
      listVersions(counted, id, { most: 30 })
    );
    expect(three).toBe(one);
    expect(await listVersions(db, id, { most: 1, before: 4 })).toHaveLength(1);
  });

  test('compares any two versions, heading by heading', async () => {
    const id = await written();
    await writeSheet(db, animator, id, { texts: { stakes: ['Après'] }, status: 'done' });
    await writeSheet(db, animator, id, { texts: { levers: [] } });
    expect(await compared(id, member, 2, 4)).toEqual([
      { path: 'status', label: 'État', before: ['En cours'], after: ['Réalisée'] },
      { path: 'texts.stakes', label: 'Enjeux', before: ['Avant'], after: ['Après'] },
      { path: 'texts.levers', label: 'Leviers', before: ['Un levier'], after: [] }
    ]);
    expect(await compared(id, member, 2, 99)).toBeNull();
  });

  test('keeps to its pilots what was written while it was theirs, once it is open to others', async () => {
    const id = await written();
    await writeSheet(db, animator, id, { visibility: 'pilots', texts: { stakes: ['Secret'] } });
    await writeSheet(db, animator, id, { texts: { stakes: ['Public'] } });
    await writeSheet(db, animator, id, { visibility: 'members' });
    await writeSheet(db, animator, id, { title: 'Un titre' });
    for (const [from, to] of [
      [2, 3],
      [3, 4],
      [4, 5],
      [3, 6]
    ] as const)
      expect(await compared(id, member, from, to)).toBe('reserved');
    expect(await compared(id, member, 2, 6)).toHaveLength(3);
    expect(await compared(id, member, 5, 6)).toMatchObject([{ path: 'title' }]);
    expect(JSON.stringify(await compared(id, animator, 3, 4))).toContain('Secret');
  });

  test('tells a member neither what others may not read nor texts that are withheld', async () => {
    const id = await written();
    const draft = await anEvent(db, territory, { status: 'draft', title: 'Rencontre secrète' });
    await setLinks(db, animator, id, { links: [{ kind: 'event', id: draft.id }] });
    await writeSheet(db, animator, id, { remainder: 'Un reste secret', title: 'Un titre' });
    const seen = JSON.stringify(await compared(id, member, 2, 4));
    expect(seen).toContain('Un titre');
    expect(seen).not.toContain('secr');
    expect(JSON.stringify(await compared(id, animator, 2, 4))).toContain('Rencontre secrète');
    await db
      .insertInto('withholding')
      .values({ content_kind: 'action-sheet', content_id: String(id), territory_id: territory })
      .execute();
    expect(await compared(id, member, 2, 4)).toBeNull();
    expect(await compared(id, animator, 2, 4)).not.toBeNull();
  });
});

describe('restoring a version', () => {
  test('brings back the headings that are asked for, and no other; then goes back the same way', async () => {
    const id = await written();
    const after = { stakes: ['Après'], levers: ['Autre levier'], brakes: ['Un frein'] };
    await writeSheet(db, animator, id, { texts: after });
    const paths = ['texts.stakes', 'texts.brakes'];
    const outcome = await restoreVersion(db, animator, id, { version: 2, paths }, { version: 3 });
    expect(outcome).toMatchObject({ ok: true, version: 4, untied: 0 });
    expect((await findSheet(db, { id }))!.texts).toEqual({
      stakes: ['Avant'],
      levers: ['Autre levier']
    });
    expect((await listVersions(db, id, { most: 1 }))[0]).toMatchObject({
      change: 'version 2 reprise'
    });
    await restoreVersion(db, animator, id, { version: 3, paths }, { version: 4 });
    expect((await findSheet(db, { id }))!.texts).toEqual(after);
  });

  test('keeps the words of what is no more, unties it and says so', async () => {
    const id = await written();
    const event = await anEvent(db, territory);
    const leaving = await person(db, { roles: [{ territory, role: 'member' }] });
    await setLinks(db, animator, id, { links: [{ kind: 'event', id: event.id }] });
    await setActors(db, animator, id, { pilots: [{ label: 'Elle', person: leaving.id }] });
    await setActors(db, animator, id, { pilots: [] });
    await db.deleteFrom('membership').where('person_id', '=', leaving.id).execute();
    await db.deleteFrom('event').where('id', '=', event.id).execute();
    const paths = ['pilots', 'links'];
    const outcome = await restoreVersion(db, animator, id, { version: 4, paths }, { version: 5 });
    expect(outcome).toMatchObject({ ok: true, untied: 2 });
    expect(await findSheet(db, { id })).toMatchObject({
      pilots: [{ label: 'Elle', person: null }],
      links: []
    });
  });

  test('of a sheet that somebody has just changed is asked about again', async () => {
    const id = await written();
    await writeSheet(db, animator, id, { texts: { stakes: ['Après'] } });
    await writeSheet(db, animator, id, { texts: { stakes: ['Encore après'] } });
    const asked = { version: 2, paths: ['texts.stakes'] };
    const outcome = await restoreVersion(db, animator, id, asked, { version: 3 });
    expect(outcome).toMatchObject({ ok: false, reason: 'conflict' });
    expect((await findSheet(db, { id }))!.texts['stakes']).toEqual(['Encore après']);
  });

  /** Texts are being erased when somebody takes the sheet back to what they were. */
  async function restoreMeanwhile(on: Database): Promise<unknown> {
    const id = await written();
    await writeSheet(db, animator, id, { texts: { stakes: ['Après'] } });
    const withholding = await db
      .insertInto('withholding')
      .values({ content_kind: 'action-sheet', content_id: String(id), territory_id: territory })
      .returning('id')
      .executeTakeFirstOrThrow();
    const asked = { version: 2, paths: ['texts.stakes', 'texts.levers'] };
    const { sent } = await db.transaction().execute(async (tx) => {
      await removeSheetTexts(tx, animator, withholding.id);
      const restoring = restoreVersion(on, animator, id, asked, {});
      await untilWaiting(db, 1);
      return { sent: restoring };
    });
    await sent;
    return (await findSheet(db, { id }))!.texts;
  }

  test('brings back nothing that is erased at the same moment', async () => {
    expect(await restoreMeanwhile(db)).toEqual({});
  });

  test('the negative control: read without holding the sheet, what was erased would be written again', async () => {
    const free = without(db, 'for no key update');
    expect(await restoreMeanwhile(free.db)).toMatchObject({ stakes: ['Avant'] });
    free.missed();
  });

  test('is refused to who does not write the sheet, and for a version that is another’s', async () => {
    const id = await written();
    const asked = { version: 2, paths: ['title'] };
    await expect(restoreVersion(db, member, id, asked, { version: 2 })).rejects.toThrow(Forbidden);
    await db
      .updateTable('action_sheet')
      .set({ visibility: 'pilots' })
      .where('id', '=', id)
      .execute();
    await expect(restoreVersion(db, VISITOR, id, asked, { version: 2 })).rejects.toThrow(NotFound);
    const missing = { version: 12, paths: ['title'] };
    await expect(restoreVersion(db, animator, id, missing, { version: 2 })).rejects.toThrow(
      NotFound
    );
  });
});
