import { beforeAll, describe, expect, test } from 'vitest';
import { loadDefaultVocabulary } from '#app/demo.ts';
import { createStructure } from '#domain/directory/server/commands.ts';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { refuseMail } from '#server/mail/refusals.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { CommuneCode, EventId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aRequest, openDesk } from '../../../../../tests/factories/registrations.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { without } from '../../../../../tests/support/without.ts';
import type { Audience } from '../../audience.ts';
import { register } from '../places/commands.ts';
import { answerInvitation, declineInvitation } from './answers/commands.ts';
import { remindSilent, sendInvitations } from './commands.ts';
import {
  findInvitationByToken,
  invitationToken,
  listInvitations,
  previewInvitations,
  readFollowUp
} from './queries.ts';

const db = await testDatabase();
const NOW = new Date('2027-02-01T10:00:00Z');
const LATER = new Date('2027-02-05T10:00:00Z');
const WORDS = { subject: 'Venez', body: 'Une belle matinée.\n\nÀ bientôt.' };
const EVERYONE: Audience = {
  ...{ source: 'members', types: [], themes: [], profession: '' },
  ...{ communes: null, pasted: [] }
};

let territory: Territory;
let animator: PersonActor;
let other: PersonActor;

beforeAll(async () => {
  await loadDefaultVocabulary(db);
  territory = await aTerritory(db);
  animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
  other = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
});

async function anOpenEvent(traits: Parameters<typeof anEvent>[2] = {}): Promise<EventId> {
  const { id } = await anEvent(db, territory.id, traits);
  await openDesk(db, id);
  return id;
}

const pasted = (...emails: string[]): Audience => ({
  ...EVERYONE,
  source: 'pasted',
  pasted: emails.map((email) => ({ email, name: '' }))
});

const inviting = (event: EventId, audience: Audience, actor = animator) =>
  sendInvitations(db, actor, event, { ...WORDS, audience }, NOW);

function mailsOf(...addresses: string[]) {
  return db
    .selectFrom('mail_message')
    .selectAll()
    .where('kind', '=', 'event-invitation')
    .where('recipient', 'in', addresses)
    .orderBy('id')
    .execute();
}

async function tokenOf(event: EventId, email: string): Promise<string> {
  const { id, link_version } = await db
    .selectFrom('event_invitation')
    .select(['id', 'link_version'])
    .where('event_id', '=', event)
    .where('email', '=', email)
    .executeTakeFirstOrThrow();
  return invitationToken(id as never, link_version);
}

describe('inviting', () => {
  test('writes to each address once, alone, with its own links and the way out', async () => {
    const event = await anOpenEvent();
    const sent = await inviting(event, pasted('un@exemple.test', 'deux@exemple.test'));
    expect(sent).toEqual({ ok: true, sent: 2, left: 0 });
    const mails = await mailsOf('un@exemple.test', 'deux@exemple.test');
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
    const event = await anOpenEvent();
    await inviting(event, pasted('encore@exemple.test'));
    expect(await inviting(event, pasted('encore@exemple.test'))).toEqual({
      ok: true,
      sent: 0,
      left: 1
    });
    expect(await mailsOf('encore@exemple.test')).toHaveLength(1);
  });

  test('two animators who invite at once write once to each address', async () => {
    const event = await anOpenEvent();
    const addresses = Array.from({ length: 20 }, (_, at) => `course-${at}@exemple.test`);
    const both = await Promise.all([
      inviting(event, pasted(...addresses)),
      inviting(event, pasted(...addresses.toReversed()), other)
    ]);
    const counts = both.map((one) => (one.ok ? one.sent : -1));
    expect(counts[0]! + counts[1]!).toBe(20);
    const mails = await mailsOf(...addresses);
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
    const event = await anOpenEvent({ ...traits, status });
    expect(await inviting(event, pasted('trop-tot@exemple.test'))).toEqual({ ok: false, reason });
    expect(await mailsOf('trop-tot@exemple.test')).toEqual([]);
  });

  test('a text that names somebody is read again first', async () => {
    const event = await anOpenEvent();
    const words = { subject: 'Venez', body: 'Pour l’assurée 2 42 03 82 112 005 71.' };
    const audience = pasted('relu@exemple.test');
    const send = (reread: boolean) =>
      sendInvitations(db, animator, event, { ...words, audience, reread }, NOW);
    expect(await send(false)).toMatchObject({ ok: false, reason: 'second-reading' });
    expect(await mailsOf('relu@exemple.test')).toEqual([]);
    expect(await send(true)).toMatchObject({ ok: true, sent: 1 });
  });

  test('a member, a welcome desk, a partner of the edition and a visitor are refused', async () => {
    const event = await anOpenEvent();
    const draft = await anOpenEvent({ status: 'draft' });
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

describe('the audience', () => {
  test('of members: those of the territory, by profession or by type of their structure, without their addresses', async () => {
    const event = await anOpenEvent();
    const roles = [{ territory: territory.id, role: 'member' }] as const;
    const nurse = await person(db, { name: 'Iris Infirmière', email: 'iris@exemple.test', roles });
    await db
      .updateTable('person')
      .set({ profession: 'Infirmière libérale' })
      .where('id', '=', nurse.id)
      .execute();
    await person(db, { name: 'Hors Réseau', email: 'dehors@exemple.test' });
    const asked = { ...EVERYONE, profession: 'infirmiere' };
    const preview = await previewInvitations(db, animator, event, asked, NOW);
    expect(preview).toEqual({ chosen: ['Iris Infirmière'], left: [] });
    const whole = await previewInvitations(db, animator, event, EVERYONE, NOW);
    expect(JSON.stringify(whole)).not.toContain('@');
    expect(whole.chosen).not.toContain('Hors Réseau');
  });

  test('of structures: référents and contacts, else the structure itself, by type, theme and commune', async () => {
    const event = await anOpenEvent();
    const inA = { certainty: 'declared' as const, include: [{ level: 'commune', code: 'A' }] };
    const inB = { certainty: 'declared' as const, include: [{ level: 'commune', code: 'B' }] };
    const fiche = (name: string, rest: object) =>
      createStructure(
        db,
        operator('test'),
        aStructure({
          name,
          type: 'MSP',
          territories: [territory.slug],
          perimeter: inA,
          ...rest
        } as never)
      );
    const led = await fiche('Maison A', { email: 'maison-a@exemple.test' });
    await person(db, { name: 'Réf Érente', email: 'ref@exemple.test', referentOf: [led] });
    await fiche('Maison B', { perimeter: inB, email: 'maison-b@exemple.test' });
    await fiche('Maison muette', { email: '' });
    const contacts = [
      {
        name: 'Con Tact',
        role: 'Secrétaire',
        phone: '',
        email: 'con@exemple.test',
        visibility: 'nobody',
        consentAt: null
      }
    ];
    await fiche('Maison aux contacts', { email: 'maison-c@exemple.test', contacts });
    const asked: Audience = {
      ...EVERYONE,
      source: 'structures',
      types: ['MSP'],
      communes: ['A' as CommuneCode]
    };
    expect(await previewInvitations(db, animator, event, asked, NOW)).toEqual({
      chosen: ['Réf Érente (Maison A)', 'Con Tact (Maison aux contacts)'],
      left: [{ reason: 'no-address', names: ['Maison muette'] }]
    });
    const everywhere = await previewInvitations(
      db,
      animator,
      event,
      { ...asked, communes: null },
      NOW
    );
    expect(everywhere.chosen).toContain('Maison B');
    const none = { ...asked, themes: ['addictions'] };
    expect(await previewInvitations(db, animator, event, none, NOW)).toEqual({
      chosen: [],
      left: []
    });
  });

  test('of past editions: those of the series who came and whose last word agrees to be invited', async () => {
    const { id: series } = await db
      .insertInto('event_series')
      .values({ territory_id: territory.id, slug: 'serie', title: 'Série' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const old = await anOpenEvent({
      series,
      startsAt: '2025-03-18T08:00:00Z',
      endsAt: '2025-03-18T16:00:00Z'
    });
    const last = await anOpenEvent({
      series,
      startsAt: '2026-03-18T08:00:00Z',
      endsAt: '2026-03-18T16:00:00Z'
    });
    const alien = await anOpenEvent({
      startsAt: '2026-03-18T08:00:00Z',
      endsAt: '2026-03-18T16:00:00Z'
    });
    const came = async (event: EventId, name: string, agrees: boolean, status = 'confirmed') => {
      await db
        .insertInto('registration')
        .values({
          ...{ event_id: event, email: `${name}@exemple.test`, last_name: name, status },
          invite_consent: agrees
        })
        .execute();
    };
    await came(old, 'fidele', true);
    await came(last, 'fidele', true);
    await came(last, 'discrete', false);
    await came(old, 'revenue-sur-son-accord', true);
    await came(last, 'revenue-sur-son-accord', false);
    await came(last, 'absente', true, 'cancelled');
    await came(alien, 'ailleurs', true);
    const event = await anOpenEvent({ series });
    const asked: Audience = { ...EVERYONE, source: 'past-participants' };
    expect(await previewInvitations(db, animator, event, asked, NOW)).toEqual({
      chosen: ['fidele'],
      left: []
    });
  });

  test('leaves out who is registered, invited or unsubscribed, and says which', async () => {
    const event = await anOpenEvent();
    await register(db, VISITOR, event, aRequest({ email: 'inscrite@exemple.test' }), { now: NOW });
    await inviting(event, pasted('invitee@exemple.test'));
    await refuseMail(db, 'partie@exemple.test', 'event-invitation', 'essai');
    await refuseMail(db, 'morte@exemple.test', 'all', 'essai');
    const audience = pasted(
      ...['inscrite@exemple.test', 'invitee@exemple.test', 'partie@exemple.test'],
      ...['morte@exemple.test', 'nouvelle@exemple.test']
    );
    expect(await previewInvitations(db, animator, event, audience, NOW)).toEqual({
      chosen: ['nouvelle@exemple.test'],
      left: [
        { reason: 'registered', names: ['inscrite@exemple.test'] },
        { reason: 'invited', names: ['invitee@exemple.test'] },
        { reason: 'unsubscribed', names: ['partie@exemple.test', 'morte@exemple.test'] }
      ]
    });
    expect(await inviting(event, audience)).toEqual({ ok: true, sent: 1, left: 4 });
  });
});

describe('following up', () => {
  test('tells who is registered, waits, declined or says nothing, and relaunches only these, three days after', async () => {
    const event = await anOpenEvent({ capacity: 1 });
    const names = ['vient', 'attend', 'decline', 'muette', 'autre-adresse'];
    await inviting(event, pasted(...names.map((name) => `${name}@suivi.test`)));
    const at = { now: NOW };
    await register(db, VISITOR, event, aRequest({ email: 'vient@suivi.test' }), at);
    await register(db, VISITOR, event, aRequest({ email: 'attend@suivi.test' }), at);
    const elsewhere = aRequest({ email: 'perso@suivi.test' });
    const made = await register(db, VISITOR, event, elsewhere, at);
    if (!made.ok) throw new Error(made.reason);
    await answerInvitation(db, await tokenOf(event, 'autre-adresse@suivi.test'), made.registration);
    const token = await tokenOf(event, 'decline@suivi.test');
    expect(await declineInvitation(db, token, { comment: 'En congé.' }, NOW)).toEqual({ ok: true });

    const followUp = await readFollowUp(db, animator, event, NOW);
    expect(followUp.total).toEqual({ registered: 1, waiting: 2, declined: 1, silent: 1 });
    expect(followUp.toRemind).toBe(0);
    expect(followUp.nextReminder).toEqual(new Date('2027-02-04T10:00:00Z'));
    const { invitations } = await listInvitations(db, animator, event, {
      ...{ state: 'declined', page: 1, perPage: 10 }
    });
    expect(invitations).toMatchObject([{ comment: 'En congé.' }]);

    expect(await remindSilent(db, animator, event, WORDS, NOW)).toMatchObject({ sent: 0 });
    expect(await remindSilent(db, animator, event, WORDS, LATER)).toMatchObject({ sent: 1 });
    expect(await remindSilent(db, other, event, WORDS, LATER)).toMatchObject({ sent: 0 });
    expect(await mailsOf('muette@suivi.test')).toHaveLength(2);
    expect(await mailsOf('decline@suivi.test')).toHaveLength(1);
  });

  test('two relaunches at once write once, and somebody who unsubscribed is left alone', async () => {
    const event = await anOpenEvent();
    await inviting(event, pasted('lente@suivi.test', 'lasse@suivi.test'));
    await refuseMail(db, 'lasse@suivi.test', 'event-invitation', 'essai');
    const both = await Promise.all([
      remindSilent(db, animator, event, WORDS, LATER),
      remindSilent(db, other, event, WORDS, LATER)
    ]);
    expect(both.map((one) => (one.ok ? one.sent : -1)).toSorted()).toEqual([0, 1]);
    expect(await mailsOf('lente@suivi.test')).toHaveLength(2);
    expect(await mailsOf('lasse@suivi.test')).toHaveLength(1);
  });

  test('a link that somebody made up leads nowhere, nor does one that was revoked', async () => {
    const event = await anOpenEvent();
    await inviting(event, pasted('lien@suivi.test'));
    const token = await tokenOf(event, 'lien@suivi.test');
    expect(await findInvitationByToken(db, token)).toMatchObject({ state: 'silent' });
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    expect(await findInvitationByToken(db, forged)).toBeNull();
    expect(await findInvitationByToken(db, 'faux')).toBeNull();
    await expect(declineInvitation(db, forged, { comment: '' }, NOW)).rejects.toThrow(NotFound);
    await db.updateTable('event_invitation').set({ link_version: 2 }).execute();
    expect(await findInvitationByToken(db, token)).toBeNull();
  });

  test('who has a place does not decline by the invitation', async () => {
    const event = await anOpenEvent();
    await inviting(event, pasted('placee@suivi.test'));
    const token = await tokenOf(event, 'placee@suivi.test');
    await register(db, VISITOR, event, aRequest({ email: 'placee@suivi.test' }), { now: NOW });
    expect(await declineInvitation(db, token, { comment: '' }, NOW)).toEqual({
      ok: false,
      reason: 'registered'
    });
  });

  test('reads as many statements for one invitation as for three', async () => {
    const event = await anOpenEvent();
    const all = { state: null, page: 1, perPage: 50 };
    const read = () =>
      countingStatements(db, async (counted) => {
        await readFollowUp(counted, animator, event, NOW);
        await listInvitations(counted, animator, event, all);
        await previewInvitations(counted, animator, event, EVERYONE, NOW);
      });
    await inviting(event, pasted('un@compte.test'));
    const one = await read();
    await inviting(event, pasted('deux@compte.test', 'trois@compte.test'));
    expect(await read()).toBe(one);
  });
});
