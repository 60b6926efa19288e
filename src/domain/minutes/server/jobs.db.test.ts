import { afterAll, describe, expect, test } from 'vitest';
import { createStructure } from '#domain/directory/server/commands.ts';
import { operator, type PersonActor } from '#domain/identity/model.ts';
import { connect } from '#server/db/connection.ts';
import {
  aFollowUp,
  aMeeting as aMeetingOf,
  VALIDATED
} from '../../../../tests/factories/minutes.ts';
import { aTerritory, person } from '../../../../tests/factories/people.ts';
import { aStructure as aFiche } from '../../../../tests/factories/structures.ts';
import { testDatabaseUrl } from '../../../../tests/support/database.ts';
import { settleFollowUp } from './follow-ups/commands.ts';
import { listOwnFollowUps } from './follow-ups/queries.ts';
import { remindFollowUps } from './jobs.ts';
import { reopenMinutes } from './publication/commands.ts';
import { withholdMinutes } from './withheld/commands.ts';

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

describe('reminding of what is to be done', () => {
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

  test('all of hers that is late or near is recalled in one message, once a week at most, even by two jobs at once', async () => {
    await db.deleteFrom('follow_up').execute();
    const { id } = await aMeeting('members');
    const her = await person(db, { roles: [{ territory, role: 'member' }] });
    await aFollowUp(db, id, { person: her.id, due: '2027-03-01', what: 'En retard' });
    await aFollowUp(db, id, { person: her.id, due: '2027-03-23', what: 'Dans trois jours' });
    await aFollowUp(db, id, { person: her.id, due: '2027-04-01', what: 'Plus tard' });
    await aFollowUp(db, id, { person: her.id, due: null, what: 'Un jour' });
    await Promise.all([remindFollowUps(db, NOW), remindFollowUps(other, NOW)]);
    const [first, ...rest] = await reminders(her);
    expect(rest).toEqual([]);
    expect(first?.text_body).toContain('En retard');
    expect(first?.text_body).toContain('Dans trois jours');
    expect(first?.text_body).not.toMatch(/Plus tard|Un jour/);
    await aFollowUp(db, id, { person: her.id, due: '2027-03-24', what: 'Nouvelle' });
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
    await aFollowUp(db, id, { structure, what: 'Relire la fiche' });
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
});
