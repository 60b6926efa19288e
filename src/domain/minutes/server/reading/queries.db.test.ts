import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { createStructure } from '#domain/directory/server/commands.ts';
import { operator, VISITOR, type Actor, type PersonActor } from '#domain/identity/model.ts';
import { restore } from '#domain/confidentiality/server/withholding/commands.ts';
import { connect, type Database } from '#server/db/connection.ts';
import { readUnsubscribeToken } from '#server/mail/unsubscribe.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, FollowUpId, RegistrationId, TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aStructure as aFiche } from '../../../../../tests/factories/structures.ts';
import { testDatabaseUrl } from '../../../../../tests/support/database.ts';
import { readPdf } from '../../../../../tests/support/pdf.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { composeMinutes } from '../documents.ts';
import { settleFollowUp } from '../follow-ups/commands.ts';
import { listLeftOpen, listOwnFollowUps } from '../follow-ups/queries.ts';
import { remindFollowUps } from '../jobs.ts';
import { findMinutesOf, minutesToken } from '../links/queries.ts';
import { reopenMinutes } from '../publication/commands.ts';
import { sendMinutes } from '../sending/commands.ts';
import { countMinutesRecipients } from '../sending/queries.ts';
import { removeMinutesTexts, withholdMinutes } from '../withheld/commands.ts';
import { findMinutesContent, listHiddenMinutesTexts } from '../withheld/queries.ts';
import { getMinutes, hasReadableMinutes } from './queries.ts';
import { getEvent } from '#domain/events/server/queries.ts';

let db: Database;
let other: Database;
let territory: TerritoryId;
let animator: PersonActor;
let member: PersonActor;
let doer: PersonActor;
const NOW = new Date('2027-03-20T09:00:00Z');

beforeAll(async () => {
  const url = await testDatabaseUrl();
  [db, other] = [connect(url), connect(url)];
  territory = (await aTerritory(db)).id;
  animator = await person(db, { name: 'Salomé Essai', roles: [{ territory, role: 'animator' }] });
  member = await person(db, { name: 'Lucie Membre', roles: [{ territory, role: 'member' }] });
  doer = await person(db, { name: 'Inès Confiée', roles: [{ territory, role: 'member' }] });
  return () => Promise.all([db.destroy(), other.destroy()]);
});

interface Guest {
  readonly first: string;
  readonly agreed?: boolean;
  readonly came?: boolean;
  readonly status?: 'confirmed' | 'cancelled';
  readonly email?: string | null;
}

async function aGuest(event: EventId, { first, ...traits }: Guest): Promise<RegistrationId> {
  const { id } = await db
    .insertInto('registration')
    .values({
      event_id: event,
      email: traits.email === undefined ? `${first.toLowerCase()}@exemple.test` : traits.email,
      first_name: first,
      last_name: 'Invité',
      profession_label: `Métier de ${first}`,
      structure_label: `Cabinet ${first}`,
      status: traits.status ?? 'confirmed',
      list_consent: traits.agreed ?? true
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (traits.came)
    await db
      .insertInto('scan')
      .values({
        nonce: randomUUID(),
        event_id: event,
        registration_id: id,
        means: 'code',
        outcome: 'ok',
        scanned_at: '2027-03-18T08:10:00Z'
      })
      .execute();
  return id as RegistrationId;
}

/** Validated minutes of a rencontre where Ada agreed to be named, Béa refused, Cléo gave up. */
async function aMeeting(audience: 'participants' | 'members' | 'public', slug?: string) {
  const event = await anEvent(db, territory, slug ? { slug } : {});
  const [ada, bea] = [
    await aGuest(event.id, { first: 'Ada', came: true }),
    await aGuest(event.id, { first: 'Béa', came: true, agreed: false }),
    await aGuest(event.id, { first: 'Cléo', status: 'cancelled', agreed: false }),
    await aGuest(event.id, { first: 'Dora' })
  ];
  await db
    .insertInto('minutes')
    .values({
      ...{ event_id: event.id, summary: 'Le résumé secret.', audience, updated_by: 'Salomé' },
      ...{ status: 'validated', validated_at: NOW, validated_by: 'Salomé' }
    })
    .execute();
  const followUp = await aFollowUp(event.id, { person: doer.id });
  return { ...event, ada, bea, followUp };
}

async function aFollowUp(
  event: EventId,
  {
    person: who = null,
    structure = null,
    due = '2027-03-21',
    what = 'Écrire au CLIC'
  }: {
    person?: string | null;
    structure?: number | null;
    due?: string | null;
    what?: string;
  }
): Promise<FollowUpId> {
  const { id } = await db
    .insertInto('follow_up')
    .values({ event_id: event, what, person_id: who, structure_id: structure, due_on: due })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id as FollowUpId;
}

const read = (actor: Actor, slug: string, token = '') => getMinutes(db, actor, { slug, token });
const keyOf = (registration: RegistrationId) => minutesToken(registration, 1);

describe('who reads', () => {
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
    await aGuest(id, { first: 'Eva' });
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
    for (const first of ['Fanny', 'Gaël']) await aGuest(id, { first, came: true });
    await aFollowUp(id, {});
    expect(await count()).toBe(before);
  });
});

describe('who is named', () => {
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
      readPdf(await composeMinutes(await read(VISITOR, slug, token), NOW));
    const hers = await paper(keyOf(ada));
    expect(hers.text).toContain('Le résumé secret.');
    expect(hers.text).toContain('Ada Invité');
    expect(hers.text).not.toContain('Béa');
    expect(hers.outline).toMatch(/pdfuaid:part|MarkInfo/);
    expect((await paper('')).text).not.toMatch(/Ada|Béa|Inès/);
  });
});

describe('sending', () => {
  const mails = async (event: EventId) => {
    const rows = await db
      .selectFrom('mail_message')
      .select(['recipient', 'text_body'])
      .where('kind', '=', 'minutes')
      .where('dedupe_key', 'like', `minutes:${event}:%`)
      .orderBy('recipient')
      .execute();
    return rows;
  };

  test('each who came receives it once, even when two press at once, by a link of her own', async () => {
    const { id, slug } = await aMeeting('participants');
    expect(await countMinutesRecipients(db, id)).toEqual({ present: 2, registered: 3 });
    const press = (on: Database) => sendMinutes(on, animator, id, { to: 'present', count: 2 }, NOW);
    const outcomes = await Promise.all([press(db), press(other)]);
    expect(outcomes.filter(({ ok }) => ok)).toEqual([{ ok: true, sent: 2 }]);
    expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'already-sent' });
    const sent = await mails(id);
    expect(sent.map(({ recipient }) => recipient)).toEqual([
      'ada@exemple.test',
      'béa@exemple.test'
    ]);
    const key = /compte-rendu\?cle=([^\s>]+)/.exec(sent[0]!.text_body!)![1]!;
    expect((await read(VISITOR, slug, decodeURIComponent(key))).event.id).toBe(id);
    const leaving = /desabonnement\/(\S+)/.exec(sent[0]!.text_body!)![1]!;
    expect(readUnsubscribeToken(leaving)).toMatchObject({ kind: 'minutes' });
  });

  test('nothing leaves when the number is not the one that was announced, nor from a draft', async () => {
    const { id } = await aMeeting('participants');
    const ask = (count: number) => sendMinutes(db, animator, id, { to: 'registered', count }, NOW);
    expect(await ask(2)).toEqual({ ok: false, reason: 'changed', count: 3 });
    await reopenMinutes(db, animator, id);
    expect(await ask(3)).toEqual({ ok: false, reason: 'draft' });
    expect(await mails(id)).toEqual([]);
    await expect(sendMinutes(db, member, id, { to: 'present', count: 2 }, NOW)).rejects.toThrow(
      Forbidden
    );
  });
});

describe('what is to be done', () => {
  const reminders = async ({ id }: PersonActor) => {
    const rows = await db
      .selectFrom('mail_message')
      .select(['subject', 'text_body'])
      .where('kind', '=', 'follow-ups')
      .where('recipient', '=', `${id}@exemple.test`)
      .execute();
    return rows;
  };
  const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);

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

  test('all of hers that is late or near is recalled in one message, once a week at most, even by two jobs at once', async () => {
    await db.deleteFrom('follow_up').execute();
    const { id } = await aMeeting('members');
    const her = await person(db, { roles: [{ territory, role: 'member' }] });
    await aFollowUp(id, { person: her.id, due: '2027-03-01', what: 'En retard' });
    await aFollowUp(id, { person: her.id, due: '2027-03-23', what: 'Dans trois jours' });
    await aFollowUp(id, { person: her.id, due: '2027-04-01', what: 'Plus tard' });
    await aFollowUp(id, { person: her.id, due: null, what: 'Un jour' });
    await Promise.all([remindFollowUps(db, NOW), remindFollowUps(other, NOW)]);
    const [first, ...rest] = await reminders(her);
    expect(rest).toEqual([]);
    expect(first?.text_body).toContain('En retard');
    expect(first?.text_body).toContain('Dans trois jours');
    expect(first?.text_body).not.toMatch(/Plus tard|Un jour/);
    await aFollowUp(id, { person: her.id, due: '2027-03-24', what: 'Nouvelle' });
    await remindFollowUps(db, later(5));
    expect(await reminders(her)).toHaveLength(1);
    await remindFollowUps(db, later(8));
    const [, second] = await reminders(her);
    expect(second?.text_body).toContain('Nouvelle');
  });

  test('what is done, of a draft or hidden is recalled to nobody', async () => {
    await db.deleteFrom('follow_up').execute();
    const one = await aMeeting('members');
    await settleFollowUp(db, animator, one.followUp, { status: 'dropped', outcome: '' }, NOW);
    await reopenMinutes(db, animator, (await aMeeting('members')).id);
    await withholdMinutes(db, member, (await aMeeting('members')).slug);
    expect(await remindFollowUps(db, NOW)).toBe(0);
  });

  test('the référents of a structure are reminded of what it was given, each once', async () => {
    await db.deleteFrom('follow_up').execute();
    const { id, followUp } = await aMeeting('members');
    await db.deleteFrom('follow_up').where('id', '=', followUp).execute();
    const structure = await aStructure();
    const referents = [
      await person(db, { referentOf: [structure] }),
      await person(db, { referentOf: [structure] })
    ];
    await aFollowUp(id, { structure, what: 'Relire la fiche' });
    expect(await remindFollowUps(db, NOW)).toBe(2);
    expect(await remindFollowUps(db, later(1))).toBe(0);
    for (const actor of referents) {
      expect(await reminders(actor)).toHaveLength(1);
      expect((await listOwnFollowUps(db, actor, NOW)).map(({ what }) => what)).toEqual([
        'Relire la fiche'
      ]);
    }
  });

  async function aStructure() {
    await db
      .insertInto('structure_type')
      .values({ code: 'essai', name: 'Essai', action: 'call' })
      .execute();
    const fiche = aFiche({ name: 'CLIC d’essai', type: 'essai' });
    return createStructure(db, operator('test'), fiche);
  }

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

describe('what is about a person', () => {
  test('a report hides every text at once, for the reader of a link too; the count stays', async () => {
    const { slug, ada } = await aMeeting('public');
    expect(
      await withholdMinutes(db, VISITOR, `${slug}~${keyOf(ada)}`, { address: '192.0.2.1' })
    ).toEqual({
      ok: true,
      isNew: true
    });
    const { minutes, attendance } = await read(VISITOR, slug, keyOf(ada));
    expect(JSON.stringify(minutes)).not.toMatch(/secret|CLIC/);
    expect(attendance.count).toBe(2);
    expect((await listOwnFollowUps(db, doer, NOW)).some(({ event }) => event.slug === slug)).toBe(
      false
    );
  });

  test('it is shown again, or erased, by who leads the network', async () => {
    const one = await aMeeting('public');
    const two = await aMeeting('public');
    for (const { slug } of [one, two]) await withholdMinutes(db, member, slug);
    const numberOf = async (id: EventId) =>
      (
        await db
          .selectFrom('withholding')
          .select('id')
          .where('content_kind', '=', 'minutes')
          .where('content_id', '=', String(id))
          .executeTakeFirstOrThrow()
      ).id;
    expect(await listHiddenMinutesTexts(db, String(one.id))).toContainEqual({
      ...{ label: 'Résumé', text: 'Le résumé secret.' }
    });
    await restore(db, animator, await numberOf(one.id));
    expect((await read(VISITOR, one.slug)).minutes.summary).toBe('Le résumé secret.');
    await expect(removeMinutesTexts(db, member, await numberOf(two.id))).rejects.toThrow(Forbidden);
    await removeMinutesTexts(db, animator, await numberOf(two.id));
    expect(JSON.stringify((await read(animator, two.slug)).minutes)).not.toMatch(/secret|CLIC/);
  });

  test('who may not read them may not report them', async () => {
    const { slug } = await aMeeting('participants');
    expect(await findMinutesContent(db, VISITOR, slug)).toBeNull();
    await expect(withholdMinutes(db, VISITOR, slug)).rejects.toThrow(NotFound);
  });
});
