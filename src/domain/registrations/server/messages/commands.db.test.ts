import { beforeAll, describe, expect, test } from 'vitest';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aRequest, openDesk } from '../../../../../tests/factories/registrations.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { EVERY_REGISTRATION } from '../../figures.ts';
import { declineInvitation } from '../invitations/answers/commands.ts';
import { sendInvitations } from '../invitations/commands.ts';
import { invitationToken } from '../invitations/queries.ts';
import { register } from '../places/commands.ts';
import { settlePlaces } from '../places/settling/commands.ts';
import { cancelEdition, sendNews } from './commands.ts';
import { listMessages, previewCancellation, previewRecipients } from './queries.ts';

const db = await testDatabase();
const NOW = new Date('2027-02-01T10:00:00Z');
let territory: Territory;
let animator: PersonActor;
let other: PersonActor;
let turn = 0;

beforeAll(async () => {
  territory = await aTerritory(db);
  animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
  other = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
});

async function anOpenEvent(
  traits: Parameters<typeof anEvent>[2] = {},
  desk: Parameters<typeof openDesk>[2] = {}
): Promise<EventId> {
  const { id } = await anEvent(db, territory.id, traits);
  await openDesk(db, id, desk);
  return id;
}

async function comes(event: EventId, email = `venue-${++turn}@exemple.test`) {
  const made = await register(db, VISITOR, event, aRequest({ email }), { now: NOW });
  if (!made.ok) throw new Error(made.reason);
  return { id: made.registration, email };
}

function mailsTo(kind: string, ...addresses: string[]) {
  return db
    .selectFrom('mail_message')
    .selectAll()
    .where('kind', '=', kind)
    .where('recipient', 'in', addresses)
    .orderBy('id')
    .execute();
}

const news = (requestKey: string, filter = {}) => ({
  ...{ subject: 'Salle changée', body: 'Nous serons salle B.', requestKey },
  filter: { ...EVERY_REGISTRATION, ...filter }
});

describe('news', () => {
  test('go to whom a filter keeps, one message each, without the address of another', async () => {
    const event = await anOpenEvent({ capacity: 2 });
    const people = [await comes(event), await comes(event), await comes(event)];
    const addresses = people.map(({ email }) => email);
    const sent = await sendNews(db, animator, event, news('a', { status: 'coming' }));
    expect(sent).toEqual({ ok: true, sent: 2, repeated: false });
    const mails = await mailsTo('event-news', ...addresses);
    expect(mails.map(({ recipient }) => recipient).toSorted()).toEqual(
      addresses.slice(0, 2).toSorted()
    );
    for (const mail of mails) {
      expect(mail.text_body).toContain('/ma-place/');
      for (const address of addresses.filter((one) => one !== mail.recipient))
        expect(`${mail.text_body}${mail.html_body}`).not.toContain(address);
    }
    expect(await previewRecipients(db, animator, event, EVERY_REGISTRATION)).toEqual([
      'Camille Essai',
      'Camille Essai',
      'Camille Essai'
    ]);
  });

  test('a group that registered three colleagues reads them once', async () => {
    const event = await anOpenEvent();
    const group = await db
      .insertInto('registration_group')
      .values({ event_id: event, name: 'Secrétariat', email: 'secretariat@exemple.test' })
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const last_name of ['Un', 'Deux', 'Trois'])
      await db
        .insertInto('registration')
        .values({
          ...{ event_id: event, last_name, status: 'confirmed', origin: 'group' },
          group_id: group.id
        })
        .execute();
    expect(await sendNews(db, animator, event, news('g'))).toMatchObject({ sent: 1 });
    const [mail] = await mailsTo('event-news', 'secretariat@exemple.test');
    expect(mail!.text_body).toContain('Bonjour Secrétariat');
    expect(mail!.text_body).not.toContain('/ma-place/');
  });

  test('the same form sent twice, even at once, is one message', async () => {
    const event = await anOpenEvent();
    const { email } = await comes(event);
    const both = await Promise.all([
      sendNews(db, animator, event, news('double')),
      sendNews(db, animator, event, news('double'))
    ]);
    expect(both.map((one) => one.ok && one.repeated).toSorted()).toEqual([false, true]);
    expect(await mailsTo('event-news', email)).toHaveLength(1);
    await sendNews(db, animator, event, news('another'));
    expect(await mailsTo('event-news', email)).toHaveLength(2);
  });

  test('a text that names somebody is read again first, and nobody is written to', async () => {
    const event = await anOpenEvent();
    const { email } = await comes(event);
    const words = { ...news('relu'), body: 'Assurée 2 42 03 82 112 005 71.' };
    expect(await sendNews(db, animator, event, words)).toMatchObject({ reason: 'second-reading' });
    expect(await mailsTo('event-news', email)).toEqual([]);
    expect(await sendNews(db, animator, event, { ...words, reread: true })).toMatchObject({
      sent: 1
    });
  });

  test('to nobody, nothing is sent', async () => {
    const event = await anOpenEvent();
    expect(await sendNews(db, animator, event, news('vide'))).toEqual({
      ok: false,
      reason: 'nobody'
    });
    expect(await listMessages(db, animator, event)).toEqual([]);
  });

  test('nobody but who manages the edition writes, previews or cancels', async () => {
    const event = await anOpenEvent();
    const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
    const reception = await person(db, { roles: [{ territory: territory.id, role: 'reception' }] });
    for (const actor of [member, reception, VISITOR])
      for (const act of [
        () => sendNews(db, actor, event, news('x')),
        () => previewRecipients(db, actor, event, EVERY_REGISTRATION),
        () => previewCancellation(db, actor, event),
        () => listMessages(db, actor, event),
        () => cancelEdition(db, actor, event, { reason: '' }, NOW)
      ])
        await expect(act()).rejects.toThrow(Forbidden);
  });
});

describe('cancelling', () => {
  test('tells once who has a place, who waits and who was invited and answered; never the silent', async () => {
    const event = await anOpenEvent({ capacity: 1 });
    const [coming, waiting] = [await comes(event), await comes(event)];
    const [declined, silent] = ['decline@fin.test', 'muette@fin.test'];
    await sendInvitations(
      db,
      animator,
      event,
      {
        ...{ subject: 'Venez', body: 'Venez.' },
        audience: {
          ...{ source: 'pasted', types: [], themes: [], profession: '', communes: null },
          pasted: [declined, silent, coming.email].map((email) => ({ email, name: '' }))
        }
      },
      NOW
    );
    const invitation = await db
      .selectFrom('event_invitation')
      .select('id')
      .where('email', '=', declined)
      .executeTakeFirstOrThrow();
    const token = invitationToken(invitation.id as never, 1);
    await declineInvitation(db, token, { comment: '' }, NOW);
    expect(await previewCancellation(db, animator, event)).toEqual({
      ...{ registered: 1, waiting: 1, invited: 1 }
    });

    const both = await Promise.all([
      cancelEdition(db, animator, event, { reason: 'Neige annoncée.' }, NOW),
      cancelEdition(db, other, event, { reason: 'Neige.' }, NOW)
    ]);
    expect(both.map((one) => (one.ok ? one.told : one.reason)).toSorted()).toEqual([3, 'already']);
    const addresses = [coming.email, waiting.email, declined, silent];
    const mails = await mailsTo('event-cancellation', ...addresses);
    expect(mails.map(({ recipient }) => recipient).toSorted()).toEqual(
      addresses.slice(0, 3).toSorted()
    );
  });

  test('promotes nobody afterwards, and no offer is said to have passed', async () => {
    const event = await anOpenEvent({ capacity: 1 }, { promotion: 'offer', offerHours: 1 });
    const coming = await comes(event);
    const waiting = await comes(event);
    await db
      .updateTable('registration')
      .set({ status: 'cancelled', cancelled_at: NOW })
      .where('id', '=', coming.id)
      .execute();
    await settlePlaces(db, event, NOW);
    expect(await mailsTo('registration-offer', waiting.email)).toHaveLength(1);
    await cancelEdition(db, animator, event, { reason: '' }, NOW);
    await settlePlaces(db, event, new Date('2027-02-02T10:00:00Z'));
    const { status } = await db
      .selectFrom('registration')
      .select('status')
      .where('id', '=', waiting.id)
      .executeTakeFirstOrThrow();
    expect(status).toBe('waitlisted');
    expect(await mailsTo('registration-expired', waiting.email)).toEqual([]);
    expect(await mailsTo('event-cancellation', waiting.email)).toHaveLength(1);
  });

  test('whoever registers meanwhile is told, or refused: never forgotten', async () => {
    const event = await anOpenEvent();
    const requests = Array.from({ length: 12 }, (_, at) =>
      register(db, VISITOR, event, aRequest({ email: `course-${at}@fin.test` }), { now: NOW })
    );
    const [cancelled, ...made] = await Promise.all([
      cancelEdition(db, animator, event, { reason: '' }, NOW),
      ...requests
    ]);
    const came = made.filter((one) => one.ok).length;
    expect(cancelled).toEqual({ ok: true, told: came });
    const addresses = made.map((_, at) => `course-${at}@fin.test`);
    expect(await mailsTo('event-cancellation', ...addresses)).toHaveLength(came);
  });

  test('a draft is not cancelled: it is given up', async () => {
    const event = await anOpenEvent({ status: 'draft' });
    expect(await cancelEdition(db, animator, event, { reason: '' }, NOW)).toEqual({
      ok: false,
      reason: 'draft'
    });
  });

  test('a reason that names somebody is read again first', async () => {
    const event = await anOpenEvent();
    const reason = 'Pour l’assurée 2 42 03 82 112 005 71.';
    expect(await cancelEdition(db, animator, event, { reason }, NOW)).toMatchObject({
      reason: 'second-reading'
    });
    expect(await cancelEdition(db, animator, event, { reason, reread: true }, NOW)).toMatchObject({
      ok: true
    });
  });
});
