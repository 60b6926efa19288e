import { describe, expect, test } from 'vitest';
import { getEvent } from '#domain/events/server/queries.ts';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { RegistrationId } from '#shared/ids.ts';
import {
  aFollowUp,
  aGuest,
  aMeeting as aMeetingOf,
  VALIDATED
} from '../../../../../tests/factories/minutes.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { readPdf } from '../../../../../tests/support/pdf.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { composeMinutes } from '../documents.ts';
import { findMinutesOf, minutesToken } from '../links/queries.ts';
import { reopenMinutes } from '../publication/commands.ts';
import { getMinutes, hasReadableMinutes } from './queries.ts';

const db = await testDatabase();
const territory = (await aTerritory(db)).id;
const animator = await person(db, {
  name: 'Salomé Essai',
  roles: [{ territory, role: 'animator' }]
});
const member = await person(db, { name: 'Lucie Membre', roles: [{ territory, role: 'member' }] });
const doer = await person(db, { name: 'Inès Confiée', roles: [{ territory, role: 'member' }] });

const aMeeting = (audience: 'participants' | 'members' | 'public') =>
  aMeetingOf(db, territory, { audience, doer: doer.id });
const read = (actor: Actor, slug: string, token = '') => getMinutes(db, actor, { slug, token });
const keyOf = (registration: RegistrationId) => minutesToken(registration, 1);

describe('who reads the minutes', () => {
  test('a draft is read by those who write it, and does not tell others that it exists', async () => {
    const { id, slug, ada } = await aMeeting('public');
    await reopenMinutes(db, animator, id);
    expect((await read(animator, slug)).minutes.status).toBe('draft');
    for (const actor of [VISITOR, member])
      await expect(read(actor, slug)).rejects.toThrow(NotFound);
    await expect(read(VISITOR, slug, keyOf(ada))).rejects.toThrow(NotFound);
    expect(await findMinutesOf(db, ada)).toBeNull();
  });

  test('minutes of participants are read with the key of a place and by who is registered, nobody else', async () => {
    const { id, slug, ada } = await aMeeting('participants');
    const registered = await person(db, { email: 'eva@exemple.test' });
    await aGuest(db, id, { first: 'Eva' });
    for (const actor of [VISITOR, member])
      await expect(read(actor, slug)).rejects.toThrow(Forbidden);
    expect((await read(VISITOR, slug, keyOf(ada))).minutes.summary).toBe('Le résumé secret.');
    expect((await read(registered, slug)).minutes.summary).toBe('Le résumé secret.');
    await db.updateTable('registration').set({ link_version: 2 }).where('id', '=', ada).execute();
    await expect(read(VISITOR, slug, keyOf(ada))).rejects.toThrow(Forbidden);
  });

  test('a key opens the minutes of its own rencontre only', async () => {
    const mine = await aMeeting('participants');
    const foreign = await aMeeting('participants');
    await expect(read(VISITOR, foreign.slug, keyOf(mine.ada))).rejects.toThrow(Forbidden);
  });

  test('minutes of members and of everybody are read as they were published, and the page says so', async () => {
    const members = await aMeeting('members');
    const everybody = await aMeeting('public');
    await expect(read(VISITOR, members.slug)).rejects.toThrow(Forbidden);
    expect((await read(member, members.slug)).event.slug).toBe(members.slug);
    expect((await read(VISITOR, everybody.slug)).event.slug).toBe(everybody.slug);
    const shown = async (actor: Actor, slug: string) =>
      hasReadableMinutes(db, actor, await getEvent(db, actor, slug));
    expect(await shown(VISITOR, members.slug)).toBe(false);
    expect(await shown(member, members.slug)).toBe(true);
    expect(await shown(VISITOR, everybody.slug)).toBe(true);
  });

  test('reading takes as many statements for one guest as for three', async () => {
    const { slug, id } = await aMeeting('public');
    const count = () =>
      countingStatements(db, (counted) => getMinutes(counted, animator, { slug }));
    const before = await count();
    for (const first of ['Fanny', 'Gaël']) await aGuest(db, id, { first, came: true });
    await aFollowUp(db, id, {});
    expect(await count()).toBe(before);
  });
});

describe('who is named in the minutes', () => {
  test('to those who came: who agreed, with what she typed; who refused is counted only', async () => {
    const { slug, ada } = await aMeeting('public');
    const { attendance, minutes } = await read(VISITOR, slug, keyOf(ada));
    const told = JSON.stringify(attendance);
    expect(attendance).toMatchObject({ taken: true, count: 2, others: 1, excused: { count: 1 } });
    expect(told).toContain('Ada Invité');
    expect(told).toContain('Cabinet Ada');
    for (const refused of ['Béa', 'Cléo', 'Dora']) expect(told).not.toContain(refused);
    expect(minutes.followUps[0]?.person?.name).toBe('Inès Confiée');
  });

  test('to members nobody who came is named; to the public nobody at all', async () => {
    const { slug } = await aMeeting('public');
    const hers = await read(member, slug);
    expect(JSON.stringify(hers.attendance)).not.toMatch(/Ada|Béa|Cléo/);
    expect(hers.attendance.count).toBe(2);
    expect(hers.minutes.followUps[0]?.person?.name).toBe('Inès Confiée');
    const theirs = await read(VISITOR, slug);
    expect(JSON.stringify([theirs.attendance, theirs.minutes])).not.toMatch(
      /Ada|Béa|Cléo|Inès|Salomé"/
    );
  });

  test('the PDF says what its reader may read, and is tagged for those who listen to it', async () => {
    const { slug, ada } = await aMeeting('public');
    const paper = async (token: string) =>
      readPdf(await composeMinutes(await read(VISITOR, slug, token), VALIDATED));
    const hers = await paper(keyOf(ada));
    expect(hers.text).toContain('Le résumé secret.');
    expect(hers.text).toContain('Ada Invité');
    expect(hers.text).not.toContain('Béa');
    expect(hers.outline).toMatch(/pdfuaid:part|MarkInfo/);
    expect((await paper('')).text).not.toMatch(/Ada|Béa|Inès/);
  });
});
