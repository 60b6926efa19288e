import { describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { refuseMail } from '#server/mail/refusals.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aRequest } from '../../../../../tests/factories/registrations.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { deskOf } from '../../../../../tests/support/desk.ts';
import {
  EVERYONE,
  invitationsOf,
  pasted,
  WORDS
} from '../../../../../tests/support/invitations.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { register } from '../places/commands.ts';
import { answerInvitation, declineInvitation } from './answers/commands.ts';
import { remindSilent } from './commands.ts';
import { listInvitations, previewInvitations, readFollowUp } from './queries.ts';

const db = await testDatabase();
const NOW = new Date('2027-02-01T10:00:00Z');
const LATER = new Date('2027-02-05T10:00:00Z');
const territory = await aTerritory(db);
const roles = [{ territory: territory.id, role: 'animator' as const }];
const animator = await person(db, { roles });
const other = await person(db, { roles });
const desk = deskOf(db, () => territory.id, NOW);
const invitations = invitationsOf(db, animator, NOW);

describe('following up invitations', () => {
  test('tells who is registered, waits, declined or says nothing, and relaunches only these, three days after', async () => {
    const event = await desk.open({ capacity: 1 });
    const names = ['vient', 'attend', 'decline', 'muette', 'autre-adresse'];
    await invitations.invite(event, pasted(...names.map((name) => `${name}@suivi.test`)));
    const at = { now: NOW };
    await register(db, VISITOR, event, aRequest({ email: 'vient@suivi.test' }), at);
    await register(db, VISITOR, event, aRequest({ email: 'attend@suivi.test' }), at);
    const elsewhere = aRequest({ email: 'perso@suivi.test' });
    const made = await register(db, VISITOR, event, elsewhere, at);
    if (!made.ok) throw new Error(made.reason);
    await answerInvitation(
      db,
      await invitations.tokenOf(event, 'autre-adresse@suivi.test'),
      made.registration
    );
    const token = await invitations.tokenOf(event, 'decline@suivi.test');
    expect(await declineInvitation(db, token, { comment: 'En congé.' }, NOW)).toEqual({ ok: true });

    const followUp = await readFollowUp(db, animator, event, NOW);
    expect(followUp.total).toEqual({ registered: 1, waiting: 2, declined: 1, silent: 1 });
    expect(followUp.toRemind).toBe(0);
    expect(followUp.nextReminder).toEqual(new Date('2027-02-04T10:00:00Z'));
    const { invitations: declined } = await listInvitations(db, animator, event, {
      ...{ state: 'declined', page: 1, perPage: 10 }
    });
    expect(declined).toMatchObject([{ comment: 'En congé.' }]);

    expect(await remindSilent(db, animator, event, WORDS, NOW)).toMatchObject({ sent: 0 });
    expect(await remindSilent(db, animator, event, WORDS, LATER)).toMatchObject({ sent: 1 });
    expect(await remindSilent(db, other, event, WORDS, LATER)).toMatchObject({ sent: 0 });
    expect(await invitations.mails('muette@suivi.test')).toHaveLength(2);
    expect(await invitations.mails('decline@suivi.test')).toHaveLength(1);
  });

  test('two relaunches at once write once, and somebody who unsubscribed is left alone', async () => {
    const event = await desk.open();
    await invitations.invite(event, pasted('lente@suivi.test', 'lasse@suivi.test'));
    await refuseMail(db, 'lasse@suivi.test', 'event-invitation', 'essai');
    const both = await Promise.all([
      remindSilent(db, animator, event, WORDS, LATER),
      remindSilent(db, other, event, WORDS, LATER)
    ]);
    expect(both.map((one) => (one.ok ? one.sent : -1)).toSorted()).toEqual([0, 1]);
    expect(await invitations.mails('lente@suivi.test')).toHaveLength(2);
    expect(await invitations.mails('lasse@suivi.test')).toHaveLength(1);
  });

  test('reads as many statements for one invitation as for three', async () => {
    const event = await desk.open();
    const all = { state: null, page: 1, perPage: 50 };
    const read = () =>
      countingStatements(db, async (counted) => {
        await readFollowUp(counted, animator, event, NOW);
        await listInvitations(counted, animator, event, all);
        await previewInvitations(counted, animator, event, EVERYONE, NOW);
      });
    await invitations.invite(event, pasted('un@compte.test'));
    const one = await read();
    await invitations.invite(event, pasted('deux@compte.test', 'trois@compte.test'));
    expect(await read()).toBe(one);
  });
});
