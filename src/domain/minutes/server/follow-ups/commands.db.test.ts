import { describe, expect, test } from 'vitest';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aMeeting as aMeetingOf, VALIDATED } from '../../../../../tests/factories/minutes.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { reopenMinutes } from '../publication/commands.ts';
import { settleFollowUp } from './commands.ts';
import { listLeftOpen, listOwnFollowUps } from './queries.ts';

const db = await testDatabase();
const territory = (await aTerritory(db)).id;
const animator = await person(db, {
  name: 'Salomé Essai',
  roles: [{ territory, role: 'animator' }]
});
const member = await person(db, { name: 'Lucie Membre', roles: [{ territory, role: 'member' }] });
const doer = await person(db, { name: 'Inès Confiée', roles: [{ territory, role: 'member' }] });
const NOW = VALIDATED;

const aMeeting = (audience: 'participants' | 'members' | 'public') =>
  aMeetingOf(db, territory, { audience, doer: doer.id });

describe('what is to be done', () => {
  test('it is in her space, settled by her alone, and taken back', async () => {
    const { followUp } = await aMeeting('members');
    const own = async () =>
      (await listOwnFollowUps(db, doer, NOW)).find(({ id }) => id === followUp);
    expect(await own()).toMatchObject({ status: 'open', what: 'Écrire au CLIC' });
    const done = { status: 'done', outcome: 'Écrit mardi.' } as const;
    await expect(settleFollowUp(db, member, followUp, done, NOW)).rejects.toThrow(Forbidden);
    expect(await settleFollowUp(db, doer, followUp, done, NOW)).toEqual({ ok: true });
    expect(await own()).toMatchObject(done);
    await settleFollowUp(db, doer, followUp, { status: 'open', outcome: '' }, NOW);
    expect(await own()).toMatchObject({ status: 'open', outcome: '' });
  });

  test('of minutes still written, nothing is in anybody’s space', async () => {
    const { id, followUp } = await aMeeting('members');
    await reopenMinutes(db, animator, id);
    expect((await listOwnFollowUps(db, doer, NOW)).some((one) => one.id === followUp)).toBe(false);
    const done = { status: 'done', outcome: '' } as const;
    await expect(settleFollowUp(db, doer, followUp, done, NOW)).rejects.toThrow(NotFound);
  });

  test('the next edition of the series shows what the last one left open', async () => {
    const { id: series } = await db
      .insertInto('event_series')
      .values({ territory_id: territory, slug: 'suite', title: 'Suite' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const last = await aMeeting('members');
    await db.updateTable('event').set({ series_id: series }).where('id', '=', last.id).execute();
    const next = await anEvent(db, territory, {
      ...{ series, startsAt: '2028-03-18T08:00:00Z', endsAt: '2028-03-18T16:00:00Z' }
    });
    expect(await listLeftOpen(db, next.id)).toMatchObject({
      event: { slug: last.slug },
      followUps: [{ what: 'Écrire au CLIC' }]
    });
    expect(await listLeftOpen(db, last.id)).toBeNull();
  });
});
