import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { getPlanJson } from '#app/api/plans.ts';
import { VISITOR, type Actor, type PersonActor } from '#domain/identity/model.ts';
import { freezeCommittee } from '#domain/plans/server/committees/commands.ts';
import { getCommittee, listCommittees } from '#domain/plans/server/committees/queries.ts';
import { saveIndicator } from '#domain/plans/server/indicators/commands.ts';
import { listFollowed } from '#domain/plans/server/indicators/queries.ts';
import { setValue } from '#domain/plans/server/indicators/values/commands.ts';
import { proposeWords, addNote } from '#domain/plans/server/notes/commands.ts';
import { listNotes } from '#domain/plans/server/notes/queries.ts';
import { findPlan } from '#domain/plans/server/queries.ts';
import { getSheet, listSheets, listWholeSheets } from '#domain/plans/server/sheets/queries.ts';
import { compareVersions } from '#domain/plans/server/versions/queries.ts';
import { writeSheet } from '#domain/plans/server/writing/commands.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ActionSheetId, PlanId } from '#shared/ids.ts';
import { aTerritory, person } from '../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../tests/factories/plans.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { decideRetained, getReportable, listRetained, reportContent } from './withholding.ts';

const db = await testDatabase();
const NOW = new Date('2026-11-22T10:00:00Z');
const TODAY = '2026-11-22';
const territory = (await aTerritory(db, 'ici')).id;
const animator = await person(db, { roles: [{ territory, role: 'animator' }] });
const member = await person(db, { roles: [{ territory, role: 'member' }] });
const pilot = await person(db, { roles: [{ territory, role: 'member' }] });
const stranger = await person(db);

/** A word that is nowhere else. */
const SECRET = 'Zygomatique';
let plan: PlanId;
let sheet: ActionSheetId;
let number = 0;

beforeEach(async () => {
  ({ plan } = await aPlan(db, { territory, slug: `plan-${(number += 1)}` }));
  sheet = await aSheet(db, {
    ...{ plan, pilots: [{ person: pilot.id }], texts: { stakes: ['Avant'] } }
  });
  const texts = { stakes: [`Le cas ${SECRET}`], diagnostic: [SECRET] };
  await writeSheet(db, pilot, sheet, { texts, remainder: SECRET });
  await writeSheet(db, pilot, sheet, { texts: { levers: [`Un levier ${SECRET}`] } });
  const words = { heading: 'stakes', proposed: ['Autre chose', `${SECRET} bis`], body: '' };
  await proposeWords(db, member, sheet, words, { today: '2026-11-22' });
  await follow();
  const committee = { title: 'COPIL', heldOn: '2026-11-20', note: '' };
  await freezeCommittee(db, animator, plan, { input: committee, now: NOW });
});

/** An indicator that names somebody, and another that was taken off. */
async function follow(): Promise<void> {
  const input = { label: 'Suivis', unit: 'cas', definition: SECRET, source: `Dossier ${SECRET}` };
  const [one, gone] = [
    await saveIndicator(db, pilot, { plan, sheet, input }),
    await saveIndicator(db, pilot, { plan, sheet, input: { ...input, label: 'Anciens' } })
  ];
  if (!one.ok || !gone.ok) throw new Error('refused');
  const said = { comment: `Vu ${SECRET}`, source: `Dit par ${SECRET}` };
  await setValue(db, pilot, {
    ...{ indicator: one.id, year: 2026, value: 3, today: TODAY, ...said }
  });
  await db.updateTable('indicator').set({ removed_at: NOW }).where('id', '=', gone.id).execute();
}

/** All that somebody reads of the plan and of its sheet. */
async function everythingRead(actor: Actor): Promise<string> {
  const whole = (await findPlan(db, { id: plan }))!;
  const read = await getSheet(db, actor, { id: sheet });
  const committees = await listCommittees(db, actor, whole);
  const seen = [
    read,
    await listSheets(db, actor, plan),
    await listWholeSheets(db, actor, plan),
    await compareVersions(db, actor, { plan: whole, sheet: read }, { from: 2, to: 3 }),
    await Promise.all(committees.map(({ id }) => getCommittee(db, actor, whole, id))),
    await getPlanJson(db, whole.slug, NOW),
    await listFollowed(db, actor, { plan, today: TODAY, now: NOW }),
    actor === VISITOR ? [] : await listNotes(db, actor, read)
  ];
  return JSON.stringify(seen);
}

const whole = async () => (await findPlan(db, { id: plan }))!;
const committee = async () => (await listCommittees(db, animator, await whole()))[0]!.id;
const report = (actor: Actor, kind: string, key: number) =>
  reportContent(db, actor, { kind, key: String(key) }, { address: `192.0.2.${number}` });
const waiting = async () =>
  (await listRetained(db, animator, territory)).waiting.find(({ id }) => id === String(sheet))!;

describe('a sheet that is reported', () => {
  test('hides its texts everywhere at once, but to who may write them again', async () => {
    for (const actor of [VISITOR, member]) expect(await everythingRead(actor)).toContain(SECRET);
    expect(await report(VISITOR, 'action-sheet', sheet)).toMatchObject({ ok: true, isNew: true });
    for (const actor of [VISITOR, member])
      expect(await everythingRead(actor)).not.toContain(SECRET);
    expect(JSON.stringify(await getSheet(db, pilot, { id: sheet }))).toContain(SECRET);
  });

  test('tells the animators, who read what is hidden, and names none of it', async () => {
    await report(VISITOR, 'action-sheet', sheet);
    const one = await waiting();
    expect(one.label).toBe('CLS d’essai, fiche 28');
    expect(JSON.stringify(one.texts)).toContain(SECRET);
    expect(one.texts).toContainEqual({
      ...{ label: 'Indicateur 1 (Suivis), commentaire de 2026', text: `Vu ${SECRET}` }
    });
    const mails = await db.selectFrom('mail_message').select(['subject', 'text_body']).execute();
    expect(JSON.stringify(mails)).not.toContain(SECRET);
  });

  test('shown again, is read again', async () => {
    await report(member, 'action-sheet', sheet);
    await decideRetained(db, animator, (await waiting()).withholding, 'restore');
    expect(await everythingRead(VISITOR)).toContain(SECRET);
  });

  test('erased, says it nowhere any more: neither versions, committees nor proposals', async () => {
    await report(member, 'action-sheet', sheet);
    const { withholding } = await waiting();
    for (const actor of [member, pilot])
      await expect(decideRetained(db, actor, withholding, 'remove')).rejects.toThrow(Forbidden);
    await decideRetained(db, animator, withholding, 'remove');
    const { rows } = await sql<{ all: string }>`
      select (select json_agg(x) from action_sheet x where id = ${sheet})::text
        || (select json_agg(x) from action_sheet_version x where sheet_id = ${sheet})::text
        || (select json_agg(x) from action_sheet_note x where sheet_id = ${sheet})::text
        || (select json_agg(x) from plan_committee_sheet x where sheet_id = ${sheet})::text
        || (select json_agg(x) from indicator x where sheet_id = ${sheet})::text
        || (select json_agg(v) from indicator_value v join indicator i on i.id = v.indicator_id
          where i.sheet_id = ${sheet})::text as all`.execute(db);
    expect(rows[0]!.all).not.toContain(SECRET);
    expect((await getSheet(db, pilot, { id: sheet })).texts).toEqual({});
    const [followed] = await listFollowed(db, VISITOR, { plan, today: TODAY, now: NOW });
    const [kept] = (await getCommittee(db, VISITOR, await whole(), await committee())).frozen;
    for (const one of [followed, kept?.indicators[0]])
      expect(one?.values.find(({ year }) => year === 2026)).toMatchObject({
        ...{ value: 3, comment: '', source: 'Saisi à la main.' }
      });
  });

  test('that one may not read is not named', async () => {
    await db.updateTable('plan').set({ status: 'draft' }).where('id', '=', plan).execute();
    const asked = { kind: 'action-sheet', key: String(sheet) };
    await expect(getReportable(db, member, asked)).rejects.toThrow(NotFound);
    await expect(report(stranger, 'action-sheet', sheet)).rejects.toThrow(NotFound);
    for (const key of ['', 'x', '1.5', '-3', '999999999'])
      await expect(getReportable(db, animator, { ...asked, key })).rejects.toThrow(NotFound);
  });
});

describe('words of a discussion that are reported', () => {
  const said = async (actor: PersonActor = member) => {
    const note = await addNote(db, actor, sheet, {
      ...{ kind: 'comment', input: { body: `Un mot ${SECRET}`, writtenOn: '2026-11-22' } }
    });
    if (!note.ok) throw new Error(note.reason);
    return note.note;
  };
  const readBy = async (actor: Actor, id: number) => {
    const all = await listNotes(db, actor, await getSheet(db, actor, { id: sheet }));
    return all.find((note) => note.id === id);
  };

  test('are hidden at once; visitors and people of elsewhere cannot even name them', async () => {
    const note = await said();
    for (const actor of [VISITOR, stranger])
      await expect(report(actor, 'sheet-note', note)).rejects.toThrow(NotFound);
    expect(await report(pilot, 'sheet-note', note)).toMatchObject({ ok: true });
    for (const actor of [pilot, animator])
      expect(JSON.stringify(await readBy(actor, note))).not.toContain(SECRET);
    const { page } = await getReportable(db, animator, { kind: 'sheet-note', key: String(note) });
    expect(page).toBe(`/plans/plan-${number}/fiches/28/discussion`);
  });

  test('erased, are gone for good', async () => {
    const note = await said();
    await report(pilot, 'sheet-note', note);
    const { waiting: all } = await listRetained(db, animator, territory);
    const one = all.find(({ id, kind }) => kind === 'sheet-note' && id === String(note))!;
    expect(JSON.stringify(one.texts)).toContain(SECRET);
    await decideRetained(db, animator, one.withholding, 'remove');
    expect((await readBy(member, note))?.body).toBe('Texte effacé');
  });
});
