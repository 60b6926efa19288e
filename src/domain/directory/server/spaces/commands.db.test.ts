import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { getTerritory, listTerritories } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { loadDefaultVocabulary } from '../../../../app/demo.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { aStructure, covering } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { createStructure } from '../commands.ts';
import { deleteTerritory } from './commands.ts';
import { listOutside, listSpaces, readTerritoryUses } from './queries.ts';

const actor = operator('essai');
const db = await testDatabase();
await loadDefaultVocabulary(db);
let territory: Territory;

beforeEach(async () => {
  await sql`truncate structure, audit_entry, territory, perimeter, person cascade`.execute(db);
  territory = await aTerritory(db);
});

const join = (on: Database) => person(on, { roles: [{ territory: territory.id, role: 'member' }] });
const fiche = (slug: string, perimeter: Parameters<typeof aStructure>[0]['perimeter']) =>
  createStructure(
    db,
    actor,
    aStructure({ slug, name: slug, perimeter, territories: ['essai'], services: [] })
  );

describe('deleting a territory', () => {
  test('one that nothing uses goes with its perimeter, and the journal stays', async () => {
    expect(await deleteTerritory(db, actor, 'essai')).toEqual({ ok: true, name: territory.name });
    await expect(getTerritory(db, 'essai')).rejects.toThrow(NotFound);
    expect(await db.selectFrom('perimeter').select('id').execute()).toEqual([]);
    const entries = await db.selectFrom('audit_entry').select(['action', 'target_id']).execute();
    expect(entries).toEqual([{ action: 'territory.delete', target_id: 'essai' }]);
  });

  test('each thing that uses it keeps it, and is said', async () => {
    await join(db);
    await fiche('une', covering('commune A'));
    await sql`insert into invitation (territory_id, email, token_hash, expires_at)
      values (${territory.id}, 'invitee@exemple.test', 'a', now())`.execute(db);
    await sql`insert into suggestion (kind, territory_id, assigned_to)
      values ('structure', ${territory.id}, 'animator')`.execute(db);
    await sql`insert into withholding (content_kind, content_id, territory_id)
      values ('structure', '1', ${territory.id})`.execute(db);
    await sql`insert into import_batch (file_name, format, territory_id, records, report)
      values ('essai.csv', 'csv', ${territory.id}, '[]', '{}')`.execute(db);
    await sql`insert into front_door (territory_id, type_code) values (${territory.id}, 'CLIC')`.execute(
      db
    );
    await sql`insert into join_request (territory_id, token_hash, email, name, expires_at)
      values (${territory.id}, 'b', 'candidate@exemple.test', 'Nora', now())`.execute(db);
    const uses = {
      ...{ members: 1, requests: 1, invitations: 1, structures: 1, frontDoors: 1 },
      ...{ suggestions: 1, withheld: 1, imports: 1 }
    };
    expect(await deleteTerritory(db, actor, 'essai')).toEqual({ ok: false, reason: 'used', uses });
    expect(await listTerritories(db)).toHaveLength(1);
  });

  test('what is over keeps nothing', async () => {
    const someone = await join(db);
    await sql`update membership set status = 'left' where person_id = ${someone.id}`.execute(db);
    await sql`insert into invitation (territory_id, email, token_hash, expires_at, accepted_at)
      values (${territory.id}, 'invitee@exemple.test', 'a', now(), now())`.execute(db);
    expect(await deleteTerritory(db, actor, 'essai')).toMatchObject({ ok: true });
  });

  test('somebody who joins at the same time is never deleted with it', async () => {
    let deletion: Promise<unknown> = Promise.resolve();
    await db.transaction().execute(async (tx) => {
      await join(tx);
      deletion = deleteTerritory(db, actor, 'essai');
      // Until the deletion waits for this very transaction.
      for (let waits = 0; waits === 0;) waits = await waiting();
    });
    expect(await deletion).toMatchObject({ ok: false, uses: { members: 1 } });
  });

  test('the control: without holding the territory first, she would be', async () => {
    let joined = () => {};
    const hasJoined = new Promise<void>((resolve) => (joined = resolve));
    await db.transaction().execute(async (tx) => {
      const { members } = await readTerritoryUses(tx, territory.id);
      const other = join(db).then(joined);
      await hasJoined;
      await other;
      expect(members).toBe(0);
      await tx.deleteFrom('territory').where('id', '=', territory.id).execute();
    });
    expect(await db.selectFrom('membership').select('id').execute()).toEqual([]);
  });

  test('neither a visitor nor who leads its network may', async () => {
    const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
    for (const who of [VISITOR, animator]) {
      await expect(deleteTerritory(db, who, 'essai')).rejects.toThrow(Forbidden);
      await expect(listSpaces(db, who)).rejects.toThrow(Forbidden);
    }
    await expect(deleteTerritory(db, actor, 'inconnu')).rejects.toThrow(NotFound);
  });
});

describe('the territories as the administration sees them', () => {
  test('who and what is in each', async () => {
    await person(db, {
      ...{ name: 'Ada Essai', roles: [{ territory: territory.id, role: 'animator' }] }
    });
    await join(db);
    await fiche('une', covering('commune A'));
    await aTerritory(db, 'vide');
    expect(await listSpaces(db, actor)).toMatchObject([
      { slug: 'essai', members: 2, animators: ['Ada Essai'], structures: 1, communeCount: 3 },
      { slug: 'vide', members: 0, animators: [], structures: 0 }
    ]);
  });

  test('takes as many statements for three as for one', async () => {
    const count = () => countingStatements(db, (counted) => listSpaces(counted, actor));
    await count();
    const one = await count();
    for (const slug of ['deux', 'trois']) await aTerritory(db, slug);
    expect(await count()).toBe(one);
  });

  test('structures that would answer for none of its communes; never one that may', async () => {
    await fiche('dedans', covering('commune A'));
    await fiche('dehors', covering('commune D'));
    await fiche('partout', { certainty: 'everywhere', include: [], exclude: [] });
    await fiche('inconnu', { certainty: 'unknown', include: [], exclude: [] });
    const perimeter = covering('commune D');
    const services = [{ name: 'Ici', perimeter: covering('commune A') }];
    await createStructure(
      db,
      actor,
      aStructure({ slug: 'service', name: 'service', perimeter, services, territories: ['essai'] })
    );
    expect(await listOutside(db, territory.id, ['A', 'B'])).toEqual([
      { slug: 'dehors', name: 'dehors' }
    ]);
  });
});

async function waiting(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows[0]!.count;
}
