import { afterAll, describe, expect, test } from 'vitest';
import { connect, type Database } from '#server/db/connection.ts';
import { readUnsubscribeToken } from '#server/mail/unsubscribe.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { VISITOR } from '#domain/identity/model.ts';
import { aMeeting as aMeetingOf, VALIDATED } from '../../../../../tests/factories/minutes.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabaseUrl } from '../../../../../tests/support/database.ts';
import { reopenMinutes } from '../publication/commands.ts';
import { getMinutes } from '../reading/queries.ts';
import { sendMinutes } from './commands.ts';
import { countMinutesRecipients } from './queries.ts';

const url = await testDatabaseUrl();
const db = connect(url);
/** Another server of the same instance. */
const other = connect(url);
afterAll(() => Promise.all([db.destroy(), other.destroy()]));
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

describe('sending the minutes', () => {
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
    expect((await getMinutes(db, VISITOR, { slug, token: decodeURIComponent(key) })).event.id).toBe(
      id
    );
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
