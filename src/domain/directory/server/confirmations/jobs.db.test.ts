import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { connect, type Database } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';
import { loadDefaultVocabulary } from '../../../../app/demo.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase, testDatabaseUrl } from '../../../../../tests/support/database.ts';
import { RACED } from '../../../../../tests/support/raced.ts';
import { createStructure } from '../commands.ts';
import { confirmByLink } from './commands.ts';
import { askForConfirmations } from './jobs.ts';
import { confirmationToken } from './mails.ts';
import { openRequests } from './requests/commands.ts';

const admin = operator('test');
const db = await testDatabase();
const START = new Date('2027-03-01T06:00:00Z');
const after = (days: number) => new Date(START.getTime() + days * 86_400_000);
let territory: Territory;

beforeAll(async () => {
  await loadDefaultVocabulary(db);
  territory = await aTerritory(db);
});

beforeEach(async () => {
  await sql`delete from structure`.execute(db);
  await sql`delete from mail_message`.execute(db);
  await sql`delete from person`.execute(db);
});

/** A fiche confirmed seven months before the start: it is due. */
function aDueStructure(name: string, given: Partial<Parameters<typeof aStructure>[0]> = {}) {
  return createStructure(
    db,
    admin,
    aStructure({
      name,
      territories: [territory.slug],
      confirmedAt: after(-212).toISOString(),
      ...given
    })
  );
}

async function mails(executor: Database = db) {
  const rows = await executor
    .selectFrom('mail_message')
    .select(['kind', 'recipient', 'subject', 'text_body'])
    .orderBy('id')
    .execute();
  return rows.map((row) => `${row.kind} → ${row.recipient}`);
}

describe('« toujours juste ? » over eight weeks', () => {
  it('asks the référents, reminds them twice, then tells the animators once', async () => {
    const id = await aDueStructure('CLIC silencieux', { email: 'clic@exemple.test' });
    await person(db, { email: 'referente@exemple.test', referentOf: [id] });
    await person(db, {
      email: 'animatrice@exemple.test',
      roles: [{ territory: territory.id, role: 'animator' }]
    });
    const told: string[][] = [];
    for (let day = 0; day <= 56; day += 2) {
      const before = (await mails()).length;
      await askForConfirmations(db, after(day));
      // The queue tries a job again: the second time sends nothing.
      await askForConfirmations(db, after(day));
      const now = (await mails()).slice(before);
      if (now.length > 0) told.push([String(day), ...now]);
    }
    expect(told).toEqual([
      ['0', 'confirmation → referente@exemple.test'],
      ['14', 'confirmation → referente@exemple.test'],
      ['28', 'confirmation → referente@exemple.test'],
      ['42', 'confirmation-digest → animatrice@exemple.test']
    ]);
  });

  it('stops as soon as somebody has confirmed, in whatever way, and asks again half a year later', async () => {
    const byLink = await aDueStructure('Par le lien', { email: 'lien@exemple.test' });
    const byEdit = await aDueStructure('En modifiant', { email: 'forme@exemple.test' });
    await askForConfirmations(db, after(0));
    await confirmByLink(db, VISITOR, await tokenOf(byLink), after(1));
    await sql`update structure set confirmed_at = ${after(2)} where id = ${byEdit}`.execute(db);
    for (const day of [14, 28, 42, 60, 150]) await askForConfirmations(db, after(day));
    expect(await mails()).toHaveLength(2);
    await askForConfirmations(db, after(190));
    expect(await mails()).toHaveLength(4);
  });

  it('writes to the structure itself when it has no référent, and tells the animator at once when there is no address', async () => {
    await aDueStructure('Avec courriel', { email: 'Contact@exemple.test' });
    await aDueStructure('Sans personne');
    await aDueStructure('Sans personne non plus');
    await person(db, {
      email: 'animatrice@exemple.test',
      roles: [{ territory: territory.id, role: 'animator' }]
    });
    await askForConfirmations(db, after(0));
    expect(await mails()).toEqual([
      'confirmation → contact@exemple.test',
      'confirmation-digest → animatrice@exemple.test'
    ]);
  });

  it('tells those who run the instance where nobody leads the territory', async () => {
    await aDueStructure('Sans personne');
    await person(db, { email: 'administration@exemple.test', administrator: true });
    await askForConfirmations(db, after(0));
    expect(await mails()).toEqual(['confirmation-digest → administration@exemple.test']);
  });

  it('leaves alone what is not due, closed, paused, merged, just written, or unsubscribed', async () => {
    await aDueStructure('Récente', {
      confirmedAt: after(-30).toISOString(),
      email: 'a@exemple.test'
    });
    await aDueStructure('Rythme d’un an', { reviewEveryMonths: 12, email: 'b@exemple.test' });
    await aDueStructure('Fermée', { status: 'closed', email: 'c@exemple.test' });
    const paused = await aDueStructure('En pause', { email: 'd@exemple.test' });
    const fresh = await aDueStructure('Neuve', { confirmedAt: null, email: 'e@exemple.test' });
    const gone = await aDueStructure('Réunie', { email: 'f@exemple.test' });
    await aDueStructure('Désabonnée', { email: 'g@exemple.test' });
    await sql`update structure set confirmation_paused = true where id = ${paused}`.execute(db);
    await sql`update structure set created_at = ${after(-10)} where id = ${fresh}`.execute(db);
    await sql`update structure set merged_into = ${fresh} where id = ${gone}`.execute(db);
    await sql`insert into mail_refusal (address, kind) values ('g@exemple.test', 'confirmation')`.execute(
      db
    );
    await askForConfirmations(db, after(0));
    expect(await mails()).toEqual([]);
    await askForConfirmations(db, after(21));
    expect(await mails()).toEqual(['confirmation → e@exemple.test']);
  });

  it('never sends more in a day than an instance may, the oldest first', async () => {
    for (const [at, name] of ['un', 'deux', 'trois', 'quatre', 'cinq'].entries())
      await aDueStructure(name, {
        email: `${name}@exemple.test`,
        confirmedAt: after(-300 - at).toISOString()
      });
    await askForConfirmations(db, after(0), 2);
    await askForConfirmations(db, after(0), 2);
    expect((await mails()).toSorted()).toEqual([
      'confirmation → cinq@exemple.test',
      'confirmation → quatre@exemple.test'
    ]);
    await askForConfirmations(db, after(1), 2);
    await askForConfirmations(db, after(2), 2);
    expect(await mails()).toHaveLength(5);
  });

  it('tells the animators of a structure whose silence comes from a second round the same day', async () => {
    await person(db, {
      email: 'animatrice@exemple.test',
      roles: [{ territory: territory.id, role: 'animator' }]
    });
    await aDueStructure('Sans personne');
    await askForConfirmations(db, after(0));
    await aDueStructure('Écrite dans la journée');
    await askForConfirmations(db, after(0.1));
    await askForConfirmations(db, after(0.2));
    const digests = await db
      .selectFrom('mail_message')
      .select('text_body')
      .where('kind', '=', 'confirmation-digest')
      .orderBy('id')
      .execute();
    expect(digests).toHaveLength(2);
    expect(digests[0]!.text_body).not.toContain('Écrite dans la journée');
    expect(digests[1]!.text_body).toContain('Écrite dans la journée');
    expect(digests[1]!.text_body).not.toContain('Sans personne');
  });

  it('asks afresh half a year after a silence', async () => {
    await aDueStructure('Muette', { email: 'muette@exemple.test' });
    for (let day = 0; day <= 240; day += 10) await askForConfirmations(db, after(day));
    expect(await mails()).toHaveLength(4);
  });
});

describe('opening requests at the same moment', () => {
  async function openTwice(executor: Database, id: StructureId) {
    const open = () => executor.transaction().execute((tx) => openRequests(tx, [id], START));
    const results = await Promise.all([open(), open(), open(), open()]);
    return results.reduce((sum, { structures }) => sum + structures.length, 0);
  }

  it('opens one, and sends one message', async () => {
    const id = await aDueStructure('Disputée', { email: 'disputee@exemple.test' });
    expect(await openTwice(db, id)).toBe(1);
    expect(await mails()).toEqual(['confirmation → disputee@exemple.test']);
  });

  it('negative control: without the unique index, several are opened', RACED, async () => {
    const other = connect(await testDatabaseUrl());
    try {
      await loadDefaultVocabulary(other);
      const id = await createStructure(
        other,
        admin,
        aStructure({ name: 'Disputée', email: 'disputee@exemple.test' })
      );
      await sql`drop index confirmation_request_open`.execute(other);
      expect(await openTwice(other, id)).toBe(4);
      expect(await mails(other)).toHaveLength(4);
    } finally {
      await other.destroy();
    }
  });
});

async function tokenOf(structure: StructureId): Promise<string> {
  const row = await db
    .selectFrom('confirmation_request')
    .select('id')
    .where('structure_id', '=', structure)
    .executeTakeFirstOrThrow();
  return confirmationToken(row.id);
}
