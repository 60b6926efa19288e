import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { withhold } from '#domain/confidentiality/server/withholding/commands.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ActionSheetId, PlanId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { getSheet } from '../sheets/queries.ts';
import { saveStep } from '../steps/commands.ts';
import { writeSheet } from '../writing/commands.ts';
import { acceptProposal, refuseProposal, reopenProposal } from './answering/commands.ts';
import { addNote, editNote, proposeWords, withdrawNote } from './commands.ts';
import { listNotes } from './queries.ts';

const db = await testDatabase();
const today = '2026-11-22';
const now = new Date('2026-11-22T10:00:00Z');
let territory: TerritoryId;
let animator: PersonActor;
let member: PersonActor;
let pilot: PersonActor;
let stranger: PersonActor;
let plan: PlanId;
let sheet: ActionSheetId;
let count = 0;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  member = await person(db, { name: 'Lucie Membre', roles: [{ territory, role: 'member' }] });
  pilot = await person(db, { name: 'Inès Pilote', roles: [{ territory, role: 'member' }] });
  stranger = await person(db);
  ({ plan } = await aPlan(db, { territory }));
});
beforeEach(async () => {
  sheet = await aSheet(db, {
    ...{ plan, number: `${(count += 1)}`, pilots: [{ person: pilot.id }] },
    texts: { stakes: ['Se connaître', 'Se parler'], levers: ['Un réseau'] }
  });
});

const read = (actor: PersonActor = pilot) => getSheet(db, actor, { id: sheet });
const notes = async (actor: PersonActor = member) => listNotes(db, actor, await read(actor));
const comment = (body: string, actor: PersonActor = member) =>
  addNote(db, actor, sheet, { kind: 'comment', input: { body, writtenOn: today } });
const propose = async (proposed: string[], heading = 'stakes') => {
  const input = { heading, proposed, body: 'Plus clair.' };
  const said = await proposeWords(db, member, sheet, input, { today });
  if (!said.ok) throw new Error(said.reason);
  return said.note;
};
const stakes = async () => (await read()).texts['stakes'];
const seen = async () => ({ version: (await read()).version });

describe('notes and comments', () => {
  test('are read by the network and the pilots, the last first, with who wrote them', async () => {
    await addNote(db, pilot, sheet, {
      ...{ kind: 'note', input: { body: 'Salle trouvée.', writtenOn: '2026-11-02' } }
    });
    await comment('Bravo.');
    for (const actor of [member, pilot, animator])
      expect(
        (await notes(actor)).map(({ kind, body, author }) => [kind, body, author.name])
      ).toEqual([
        ['comment', 'Bravo.', 'Lucie Membre'],
        ['note', 'Salle trouvée.', 'Inès Pilote']
      ]);
    expect((await notes())[1]?.writtenOn).toBe('2026-11-02');
  });

  test('are not for visitors nor for people of elsewhere, even of a public sheet', async () => {
    await comment('Entre nous.');
    const whole = await read();
    for (const actor of [VISITOR, stranger])
      await expect(listNotes(db, actor, whole)).rejects.toThrow(Forbidden);
    for (const actor of [VISITOR, stranger]) {
      const said = addNote(db, actor, sheet, {
        ...{ kind: 'comment', input: { body: 'x', writtenOn: today } }
      });
      await expect(said).rejects.toThrow(Forbidden);
    }
  });

  test('a member comments, and does not write the notes of the pilots', async () => {
    const note = { kind: 'note' as const, input: { body: 'x', writtenOn: today } };
    await expect(addNote(db, member, sheet, note)).rejects.toThrow(Forbidden);
  });

  test('sent twice at once is written once', async () => {
    await Promise.all([comment('Bravo.'), comment('Bravo.')]);
    expect(await notes()).toHaveLength(1);
  });

  test('that look like a person are read again first', async () => {
    const body = 'Mme Jeanne MARTIN, née le 12/03/1948, est à joindre.';
    expect(await comment(body)).toMatchObject({ ok: false, reason: 'second-reading' });
    expect(await notes()).toEqual([]);
    const input = { body, writtenOn: today };
    const again = await addNote(db, member, sheet, { kind: 'comment', input, reread: true });
    expect(again.ok).toBe(true);
  });

  test('are corrected by who wrote them only; two windows do not erase each other', async () => {
    const said = await comment('Brav.');
    if (!said.ok) throw new Error();
    const edit = (body: string, actor = member) =>
      editNote(db, actor, said.note, { version: 1, input: { body, writtenOn: today } });
    await expect(edit('Moi', animator)).rejects.toThrow(Forbidden);
    expect(await edit('Bravo.')).toMatchObject({ ok: true });
    expect(await edit('Autre')).toMatchObject({ reason: 'conflict', theirs: { body: 'Bravo.' } });
  });

  test('taken back, are read by nobody else, and come back', async () => {
    const said = await comment('Oups.');
    if (!said.ok) throw new Error();
    await expect(withdrawNote(db, animator, said.note, 'withdraw')).rejects.toThrow(Forbidden);
    expect(await withdrawNote(db, member, said.note, 'withdraw')).toBe(true);
    expect(await notes(animator)).toEqual([]);
    expect((await notes(member)).map(({ status }) => status)).toEqual(['withdrawn']);
    expect(await withdrawNote(db, member, said.note, 'restore')).toBe(true);
    expect(await notes(animator)).toHaveLength(1);
  });

  test('are over when the plan is closed, and still read', async () => {
    const said = await comment('Avant.');
    if (!said.ok) throw new Error();
    await db.updateTable('plan').set({ status: 'closed' }).where('id', '=', plan).execute();
    await expect(comment('Après.')).rejects.toThrow(Forbidden);
    // Also when they are sent to the address of another plan, which is not closed.
    const input = { body: 'Après.', writtenOn: today };
    await expect(editNote(db, member, said.note, { version: 1, input })).rejects.toThrow(Forbidden);
    await expect(withdrawNote(db, member, said.note, 'withdraw')).rejects.toThrow(Forbidden);
    expect(await notes()).toHaveLength(1);
    await db.updateTable('plan').set({ status: 'active' }).where('id', '=', plan).execute();
  });

  test('one or three are read in as many statements', async () => {
    await comment('Un.');
    const whole = await read(member);
    const one = await countingStatements(db, (counted) => listNotes(counted, member, whole));
    await comment('Deux.');
    await comment('Trois.');
    const three = await countingStatements(db, (counted) => listNotes(counted, member, whole));
    expect(await notes()).toHaveLength(3);
    expect(three).toBe(one);
  });

  test('withheld, say nothing to anybody else than who wrote them', async () => {
    const said = await comment('Un secret.');
    if (!said.ok) throw new Error();
    const label = 'Commentaire';
    await withhold(db, animator, { kind: 'sheet-note', id: `${said.note}`, label, territory });
    for (const actor of [pilot, animator])
      expect((await notes(actor))[0]).toMatchObject({ body: '', isHidden: true });
    expect((await notes(member))[0]?.body).toBe('Un secret.');
  });
});

describe('a proposal', () => {
  test('accepted in one gesture, the heading says it, and the history tells', async () => {
    const note = await propose(['Se connaître', 'Travailler ensemble']);
    expect(await acceptProposal(db, pilot, note, await seen(), now)).toEqual({ ok: true });
    expect(await stakes()).toEqual(['Se connaître', 'Travailler ensemble']);
    expect((await notes())[0]).toMatchObject({
      ...{ status: 'accepted', answeredAt: now },
      proposal: { heading: 'stakes', before: ['Se connaître', 'Se parler'] }
    });
    const kept = await db
      .selectFrom('action_sheet_version')
      .select(['change', 'person_id'])
      .where('sheet_id', '=', sheet)
      .execute();
    expect(kept).toEqual([{ change: 'Enjeux (proposition)', person_id: pilot.id }]);
  });

  test('is answered by who writes the sheet, not by who proposes it', async () => {
    const note = await propose(['A']);
    const version = await seen();
    for (const actor of [member, stranger]) {
      await expect(acceptProposal(db, actor, note, version, now)).rejects.toThrow(Forbidden);
      await expect(refuseProposal(db, actor, note, { answer: 'n' }, now)).rejects.toThrow(
        Forbidden
      );
      await expect(reopenProposal(db, actor, note)).rejects.toThrow(Forbidden);
    }
    await expect(acceptProposal(db, pilot, 999_999, version, now)).rejects.toThrow(NotFound);
  });

  test('is not accepted over words that were not read; other headings do not matter', async () => {
    const note = await propose(['A']);
    const version = await seen();
    await saveStep(db, pilot, sheet, {
      ...{ step: null, today },
      input: {
        ...{ title: 'x', dueOn: null, status: 'todo', doneOn: null },
        ...{ responsible: '', renewsYearly: false }
      }
    });
    const late = await seen();
    await writeSheet(db, animator, sheet, { texts: { stakes: ['Entre-temps'] } });
    expect(await acceptProposal(db, pilot, note, late, now)).toMatchObject({ reason: 'changed' });
    expect(await acceptProposal(db, pilot, note, version, now)).toMatchObject({
      reason: 'changed'
    });
    expect(await stakes()).toEqual(['Entre-temps']);
    const other = await seen();
    await writeSheet(db, animator, sheet, { texts: { levers: ['Deux réseaux'] } });
    expect(await acceptProposal(db, pilot, note, other, now)).toEqual({ ok: true });
  });

  test('accepted by two people at once is accepted once', async () => {
    const note = await propose(['A']);
    const version = await seen();
    const both = await Promise.all(
      [pilot, animator].map((actor) => acceptProposal(db, actor, note, version, now))
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await read()).version).toBe(version.version + 1);
  });

  test('accepted or refused, the answer is taken back; not once somebody wrote over it', async () => {
    const note = await propose(['A']);
    await acceptProposal(db, pilot, note, await seen(), now);
    expect(await reopenProposal(db, animator, note)).toEqual({ ok: true });
    expect(await stakes()).toEqual(['Se connaître', 'Se parler']);
    expect((await notes())[0]).toMatchObject({ status: 'open', answeredAt: null });
    await acceptProposal(db, pilot, note, await seen(), now);
    await writeSheet(db, pilot, sheet, { texts: { stakes: ['B'] } });
    expect(await reopenProposal(db, pilot, note)).toMatchObject({ reason: 'changed' });
    expect(await stakes()).toEqual(['B']);
  });

  test('refused says why, and changes nothing', async () => {
    const note = await propose(['A']);
    const before = await read();
    const answer = 'Le comité a choisi ces mots.';
    expect(await refuseProposal(db, pilot, note, { answer }, now)).toEqual({ ok: true });
    expect((await read()).version).toBe(before.version);
    expect((await notes())[0]).toMatchObject({ status: 'refused', answer });
    expect(await refuseProposal(db, pilot, note, { answer }, now)).toMatchObject({
      reason: 'settled'
    });
    expect(await withdrawNote(db, member, note, 'withdraw')).toBe(false);
  });

  test('of what is said already, of rows or of a hidden heading is refused', async () => {
    const say = (heading: string, proposed: string[]) =>
      proposeWords(db, member, sheet, { heading, proposed, body: '' }, { today });
    expect(await say('stakes', ['Se connaître', 'Se parler'])).toMatchObject({ reason: 'same' });
    expect(await say('pilots', ['Moi'])).toMatchObject({ reason: 'heading' });
    expect(await say('inconnue', ['x'])).toMatchObject({ reason: 'heading' });
    await db
      .insertInto('plan_heading')
      .values({ plan_id: plan, key: 'brakes', label: 'Freins', hidden: true, position: 80 })
      .execute();
    expect(await say('brakes', ['x'])).toMatchObject({ reason: 'heading' });
  });

  test('is proposed once, even sent twice', async () => {
    expect(await propose(['A'])).toBe(await propose(['A']));
  });

  test('says nothing of a sheet whose texts are withheld, and is not made of them', async () => {
    await propose(['Se connaître', 'Autre chose']);
    await withhold(db, animator, { kind: 'action-sheet', id: `${sheet}`, label: 'F', territory });
    expect(JSON.stringify(await notes(member))).not.toMatch(/Se connaître|Autre chose/);
    expect(JSON.stringify(await notes(pilot))).toContain('Autre chose');
    const said = proposeWords(
      ...([db, member, sheet] as const),
      { heading: 'stakes', proposed: ['B'], body: '' },
      { today }
    );
    expect(await said).toMatchObject({ reason: 'hidden' });
  });

  test('that is withheld is accepted by nobody', async () => {
    const note = await propose(['A']);
    await withhold(db, animator, { kind: 'sheet-note', id: `${note}`, label: 'P', territory });
    expect(await acceptProposal(db, pilot, note, await seen(), now)).toMatchObject({
      reason: 'hidden'
    });
  });
});
