import { beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { anEvent, aSession } from '../../../../../tests/factories/events.ts';
import { anAttendee } from '../../../../../tests/factories/interviews.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { comesIn } from '../../../../../tests/factories/presences.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { readPdf } from '../../../../../tests/support/pdf.ts';
import {
  issueCertificates,
  issueOwnCertificate,
  sendCertificates,
  setCertificateWithdrawn
} from './commands.ts';
import { composeCertificates } from './documents.ts';
import {
  findCertificateByCode,
  findCertificateOf,
  listCertificates,
  readFacts
} from './queries.ts';

const db = await testDatabase();
const PAST = { startsAt: '2026-03-19T08:00:00Z', endsAt: '2026-03-19T16:00:00Z' };
const now = new Date('2026-03-20T09:00:00Z');
let territory: Territory;
let animator: PersonActor;
let stranger: PersonActor;

beforeAll(async () => {
  territory = await aTerritory(db);
  animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
  stranger = await person(db, {});
});

async function aDay() {
  const { id } = await anEvent(db, territory.id, PAST);
  const [{ id: morning }, { id: afternoon }] = (await db
    .insertInto('event_half_day')
    .values([
      { event_id: id, label: 'Matin', starts_at: PAST.startsAt, ends_at: '2026-03-19T11:30:00Z' },
      { event_id: id, label: 'Après-midi', starts_at: '2026-03-19T13:00:00Z', ends_at: PAST.endsAt }
    ])
    .returning('id')
    .execute()) as [{ id: number }, { id: number }];
  return { id, morning, afternoon };
}

const mails = async () =>
  (
    await db
      .selectFrom('mail_message')
      .select('recipient')
      .where('kind', '=', 'attendance-certificate')
      .orderBy('id')
      .execute()
  ).map(({ recipient }) => recipient);

describe('her own certificate', () => {
  test('says the hours she attended, and asked for again is the same', async () => {
    const { id, morning } = await aDay();
    const iris = await anAttendee(db, id, 'Iris');
    await comesIn(db, id, iris.id, { halfDay: morning });
    const first = await issueOwnCertificate(db, iris.token, { now });
    if (!first.ok) throw new Error(first.reason);
    expect(first.certificate).toMatchObject({ holder: 'Iris Essai', minutes: 210 });
    const later = await issueOwnCertificate(db, iris.token, { now: new Date('2026-04-01') });
    expect(later).toEqual(first);
  });

  test('is issued again with the same code once presences are put right', async () => {
    const { id, morning, afternoon } = await aDay();
    const iris = await anAttendee(db, id, 'Iris');
    await comesIn(db, id, iris.id, { halfDay: morning });
    const first = await issueOwnCertificate(db, iris.token, { now });
    if (!first.ok) throw new Error(first.reason);
    const { code } = first.certificate;
    await comesIn(db, id, iris.id, { halfDay: afternoon });
    expect(await findCertificateByCode(db, code)).toMatchObject({ minutes: 210, outdated: true });
    await issueOwnCertificate(db, iris.token, { now });
    expect(await findCertificateByCode(db, code)).toMatchObject({ minutes: 390, outdated: false });
  });

  test('is refused before the end, to who did not come, and by a link that serves no more', async () => {
    const { id } = await aDay();
    const { token } = await anAttendee(db, id, 'Iris');
    const asked = (at: string) => issueOwnCertificate(db, token, { now: new Date(at) });
    expect(await asked('2026-03-19T15:00:00Z')).toEqual({ ok: false, reason: 'not-over' });
    expect(await asked('2026-03-19T17:00:00Z')).toEqual({ ok: false, reason: 'absent' });
    expect(await issueOwnCertificate(db, `${token}x`, { now })).toMatchObject({
      reason: 'no-link'
    });
  });

  test('asked for twice at once is one', async () => {
    const { id } = await aDay();
    const iris = await anAttendee(db, id, 'Iris');
    await comesIn(db, id, iris.id);
    const both = await Promise.all([1, 2].map(() => issueOwnCertificate(db, iris.token, { now })));
    const codes = both.map((one) => (one.ok ? one.certificate.code : one.reason));
    expect(new Set(codes).size).toBe(1);
    expect(codes[0]).toMatch(/^.{4}-.{4}-.{4}$/);
  });
});

describe('the certificates of all who came', () => {
  test('are sent once each, and once more to who was put right', async () => {
    const { id, morning, afternoon } = await aDay();
    const [iris, luc] = [await anAttendee(db, id, 'Iris'), await anAttendee(db, id, 'Luc')];
    await anAttendee(db, id, 'Absente');
    for (const { id: who } of [iris, luc]) await comesIn(db, id, who, { halfDay: morning });
    const before = (await mails()).length;
    const send = () => sendCertificates(db, animator, id, { now: new Date() });
    expect(await send()).toEqual({ ok: true, sent: 2, already: 0, unreachable: 0 });
    expect(await send()).toEqual({ ok: true, sent: 0, already: 2, unreachable: 0 });
    await comesIn(db, id, luc.id, { halfDay: afternoon });
    expect(await send()).toMatchObject({ sent: 1, already: 1 });
    expect((await mails()).slice(before)).toEqual([iris.email, luc.email, luc.email]);
  });

  test('are withdrawn when it turns out that she did not come', async () => {
    const { id, morning } = await aDay();
    const [iris, luc] = [await anAttendee(db, id, 'Iris'), await anAttendee(db, id, 'Luc')];
    for (const { id: who } of [iris, luc]) await comesIn(db, id, who, { halfDay: morning });
    await issueCertificates(db, animator, id, { now });
    const at = '2026-03-20T08:00:00Z';
    await comesIn(db, id, luc.id, { halfDay: morning, kind: 'out', at });
    const again = await issueCertificates(db, animator, id, { now });
    expect(again.ok && again.certificates.map(({ holder }) => holder)).toEqual(['Iris Essai']);
    expect((await findCertificateOf(db, luc.id))?.withdrawnAt).toEqual(now);
  });

  test('stay what they are when what happened at the door is erased', async () => {
    const { id } = await aDay();
    const iris = await anAttendee(db, id, 'Iris');
    await comesIn(db, id, iris.id);
    const issued = await issueOwnCertificate(db, iris.token, { now });
    if (!issued.ok) throw new Error(issued.reason);
    await db.deleteFrom('scan').where('event_id', '=', id).execute();
    await issueCertificates(db, animator, id, { now });
    expect(await findCertificateByCode(db, issued.certificate.code)).toMatchObject({
      ...{ withdrawnAt: null, outdated: false }
    });
  });

  test('are for who organises, withdrawn by her alone, and given back', async () => {
    const { id } = await aDay();
    const iris = await anAttendee(db, id, 'Iris');
    await comesIn(db, id, iris.id);
    await issueCertificates(db, animator, id, { now });
    for (const refused of [
      () => issueCertificates(db, stranger, id, { now }),
      () => sendCertificates(db, stranger, id, { now }),
      () => setCertificateWithdrawn(db, stranger, id, iris.id, { withdrawn: true, now })
    ])
      await expect(refused()).rejects.toThrow(Forbidden);
    await setCertificateWithdrawn(db, animator, id, iris.id, { withdrawn: true, now });
    expect(await issueOwnCertificate(db, iris.token, { now })).toMatchObject({
      reason: 'withdrawn'
    });
    await setCertificateWithdrawn(db, animator, id, iris.id, { withdrawn: false, now });
    expect(await issueOwnCertificate(db, iris.token, { now })).toMatchObject({ ok: true });
  });

  test('say nobody when nobody came, and wait for the end', async () => {
    const { id } = await aDay();
    const ask = (at: string) => issueCertificates(db, animator, id, { now: new Date(at) });
    expect(await ask('2026-03-19T12:00:00Z')).toEqual({ ok: false, reason: 'not-over' });
    expect(await ask('2026-03-19T17:00:00Z')).toEqual({ ok: false, reason: 'nobody' });
  });

  test('are read in as many statements for three as for one', async () => {
    const { id } = await aDay();
    const comes = async () => comesIn(db, id, (await anAttendee(db, id, 'Iris')).id);
    await comes();
    const counted = () =>
      countingStatements(db, async (one) => {
        await readFacts(one, id);
        await listCertificates(one, id);
      });
    const one = await counted();
    await comes();
    await comes();
    expect(await counted()).toBe(one);
  });
});

describe('the page that verifies', () => {
  test('says nothing of a code that is nobody’s', async () => {
    expect(await findCertificateByCode(db, '0000-0000-0000')).toBeNull();
  });
});

test('the document says who, how long, what it is not, and its code; long names and many parts hold', async () => {
  const { id } = await aDay();
  const iris = await anAttendee(db, id, 'Marie-Françoise-Alexandrine de La Rochefoucauld-Exemple');
  for (let at = 0; at < 6; at += 1)
    await comesIn(db, id, iris.id, { session: await titled(id, `Atelier ${at}`) });
  const issued = await issueOwnCertificate(db, iris.token, { now });
  if (!issued.ok) throw new Error(issued.reason);
  const { certificate, event } = issued;
  const { text, pages, outline } = readPdf(
    await composeCertificates(event, [certificate, { ...certificate, holder: 'ليلى بن علي' }])
  );
  const said = text.replaceAll(/\s+/g, ' ');
  expect(pages).toBe(2);
  expect(outline).toContain('pdfuaid:part>1<');
  for (const words of [
    certificate.code,
    'n’est pas une attestation de DPC',
    '1 heure',
    'Atelier 5'
  ])
    expect(said).toContain(words.replaceAll(' ', ' '));
  expect(said).toContain('Rochefoucauld');
});

function titled(event: EventId, title: string) {
  const [startsAt, endsAt] = ['2026-03-19T09:00:00Z', '2026-03-19T10:00:00Z'];
  return aSession(db, event, { title, startsAt, endsAt });
}
