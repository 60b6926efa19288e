import { describe, expect, test } from 'vitest';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { deskOf } from '../../../../../tests/support/desk.ts';
import { invitationsOf, pasted, WORDS } from '../../../../../tests/support/invitations.ts';
import { without } from '../../../../../tests/support/without.ts';
import { remindSilent, sendInvitations } from './commands.ts';
import { listInvitations, previewInvitations, readFollowUp } from './queries.ts';

const db = await testDatabase();
const NOW = new Date('2027-02-01T10:00:00Z');
const territory = await aTerritory(db);
const roles = [{ territory: territory.id, role: 'animator' as const }];
const animator = await person(db, { roles });
const other = await person(db, { roles });
const desk = deskOf(db, () => territory.id, NOW);
const invitations = invitationsOf(db, animator, NOW);

describe('inviting', () => {
  test('writes to each address once, alone, with its own links and the way out', async () => {
    const event = await desk.open();
    const sent = await invitations.invite(event, pasted('un@exemple.test', 'deux@exemple.test'));
    expect(sent).toEqual({ ok: true, sent: 2, left: 0 });
    const mails = await invitations.mails('un@exemple.test', 'deux@exemple.test');
    expect(mails).toHaveLength(2);
    for (const mail of mails) {
      const others = mails.filter(({ recipient }) => recipient !== mail.recipient);
      for (const { recipient } of others) expect(mail.text_body).not.toContain(recipient);
      expect(mail.text_body).toMatch(/\/rencontres\/.+\/inscription\?invitation=/);
      expect(mail.text_body).toContain('/invitation-rencontre/');
      expect(mail.unsubscribe_url).toContain('/desabonnement/');
    }
  });

  test('sent again, it goes to nobody', async () => {
    const event = await desk.open();
    await invitations.invite(event, pasted('encore@exemple.test'));
    expect(await invitations.invite(event, pasted('encore@exemple.test'))).toEqual({
      ok: true,
      sent: 0,
      left: 1
    });
    expect(await invitations.mails('encore@exemple.test')).toHaveLength(1);
  });

  test('two animators who invite at once write once to each address', async () => {
    const event = await desk.open();
    const addresses = Array.from({ length: 20 }, (_, at) => `course-${at}@exemple.test`);
    const both = await Promise.all([
      invitations.invite(event, pasted(...addresses)),
      invitations.invite(event, pasted(...addresses.toReversed()), other)
    ]);
    const counts = both.map((one) => (one.ok ? one.sent : -1));
    expect(counts[0]! + counts[1]!).toBe(20);
    const mails = await invitations.mails(...addresses);
    expect(new Set(mails.map(({ recipient }) => recipient)).size).toBe(20);
    expect(mails).toHaveLength(20);
  });

  test('without the rule that an address is invited once, the same race of the same command writes twice', async () => {
    const bare = await testDatabase();
    const place = await aTerritory(bare);
    const roles = [{ territory: place.id, role: 'animator' as const }];
    const [first, second] = [await person(bare, { roles }), await person(bare, { roles })];
    await bare.schema
      .alterTable('event_invitation')
      .dropConstraint('event_invitation_event_id_email_key')
      .execute();
    const loose = without(bare, 'on conflict (event_id, email) do nothing');
    const { id: event } = await anEvent(bare, place.id);
    const audience = pasted(...Array.from({ length: 20 }, (_, at) => `temoin-${at}@exemple.test`));
    const invite = (actor: PersonActor) =>
      sendInvitations(loose.db, actor, event, { ...WORDS, audience }, NOW);
    await Promise.all([invite(first), invite(second)]);
    loose.missed();
    const written = () =>
      bare
        .selectFrom('mail_message')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('kind', '=', 'event-invitation')
        .executeTakeFirstOrThrow();
    expect((await written()).n).toBe(40);
    // One after the other, what is read first is enough: only the race needs the rule.
    expect(await invite(first)).toMatchObject({ sent: 0 });
    expect((await written()).n).toBe(40);
  });

  test.each([
    ['draft', {}],
    ['cancelled', {}],
    ['past', { startsAt: '2027-01-02T08:00:00Z', endsAt: '2027-01-02T10:00:00Z' }]
  ] as const)('a %s edition invites nobody, and says why', async (reason, traits) => {
    const status = reason === 'past' ? 'published' : reason;
    const event = await desk.open({ ...traits, status });
    expect(await invitations.invite(event, pasted('trop-tot@exemple.test'))).toEqual({
      ok: false,
      reason
    });
    expect(await invitations.mails('trop-tot@exemple.test')).toEqual([]);
  });

  test('a text that names somebody is read again first', async () => {
    const event = await desk.open();
    const words = { subject: 'Venez', body: 'Pour l’assurée 2 42 03 82 112 005 71.' };
    const audience = pasted('relu@exemple.test');
    const send = (reread: boolean) =>
      sendInvitations(db, animator, event, { ...words, audience, reread }, NOW);
    expect(await send(false)).toMatchObject({ ok: false, reason: 'second-reading' });
    expect(await invitations.mails('relu@exemple.test')).toEqual([]);
    expect(await send(true)).toMatchObject({ ok: true, sent: 1 });
  });

  test('a member, a welcome desk, a partner of the edition and a visitor are refused', async () => {
    const event = await desk.open();
    const draft = await desk.open({ status: 'draft' });
    const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
    const reception = await person(db, { roles: [{ territory: territory.id, role: 'reception' }] });
    const partner = await person(db);
    const session = await db
      .insertInto('programme_session')
      .values({
        ...{ event_id: event, kind: 'stand', title: 'Stand' },
        ...{ starts_at: '2027-03-18T08:00:00Z', ends_at: '2027-03-18T09:00:00Z' }
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('event_team_member')
      .values({ event_id: event, person_id: partner.id, role: 'partner', session_id: session.id })
      .execute();
    for (const actor of [member, reception, partner, VISITOR]) {
      const audience = pasted('x@exemple.test');
      const words = { ...WORDS, audience };
      await expect(sendInvitations(db, actor, event, words, NOW)).rejects.toThrow(Forbidden);
      await expect(remindSilent(db, actor, event, WORDS, NOW)).rejects.toThrow(Forbidden);
      await expect(previewInvitations(db, actor, event, audience, NOW)).rejects.toThrow(Forbidden);
      await expect(readFollowUp(db, actor, event, NOW)).rejects.toThrow(Forbidden);
      const all = { state: null, page: 1, perPage: 50 };
      await expect(listInvitations(db, actor, event, all)).rejects.toThrow(Forbidden);
    }
    await expect(
      sendInvitations(db, member, draft, { ...WORDS, audience: pasted('x@exemple.test') }, NOW)
    ).rejects.toThrow(NotFound);
  });
});
