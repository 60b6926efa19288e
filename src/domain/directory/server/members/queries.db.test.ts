import { beforeEach, describe, expect, test } from 'vitest';
import { askMembership } from '#domain/territory/server/memberships/commands.ts';
import { Forbidden } from '#shared/errors.ts';
import { twoNetworks } from '../../../../../tests/factories/networks.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { listJoinRequests } from '../joining/queries.ts';
import { exportMembers } from './documents.ts';
import { searchMembers, EVERY_MEMBER } from './queries.ts';

const db = await testDatabase();
const { here, elsewhere, structure, animator, empty } = await twoNetworks(db);

beforeEach(() => empty());

describe('the list of members', () => {
  test('is for members, holds no address, and hides those who only welcome', async () => {
    const member = await person(db, {
      name: 'Membre Un',
      roles: [{ territory: here.id, role: 'member' }]
    });
    await person(db, { name: 'Accueil Deux', roles: [{ territory: here.id, role: 'reception' }] });
    const { members, total } = await searchMembers(db, member, here.id, EVERY_MEMBER);
    expect([members.map(({ name }) => name), total]).toEqual([['Membre Un'], 1]);
    expect(JSON.stringify(members)).not.toContain('@');
    const outsiders = [
      { kind: 'visitor' } as const,
      await person(db),
      await person(db, { roles: [{ territory: elsewhere.id, role: 'animator' }] }),
      await person(db, { roles: [{ territory: here.id, role: 'reception' }] })
    ];
    for (const actor of outsiders) {
      await expect(searchMembers(db, actor, here.id, EVERY_MEMBER)).rejects.toThrow(Forbidden);
      await expect(exportMembers(db, actor, here.id)).rejects.toThrow(Forbidden);
    }
    await expect(exportMembers(db, member, here.id)).rejects.toThrow(Forbidden);
  });

  test('is searched by name, profession and structure; percent signs are letters', async () => {
    const member = await person(db, {
      name: 'Lou Essai',
      roles: [{ territory: here.id, role: 'member' }],
      referentOf: [structure]
    });
    const found = async (q: string) =>
      (await searchMembers(db, member, here.id, { ...EVERY_MEMBER, q })).members.length;
    expect([
      await found('essai'),
      await found('clic d’ici'),
      await found('%'),
      await found('zz')
    ]).toEqual([1, 1, 0, 0]);
  });

  test('takes as many queries for three as for one', async () => {
    const leads = await animator();
    const counts = [];
    for (const wanted of [1, 3]) {
      while ((await searchMembers(db, leads, here.id, EVERY_MEMBER)).total < wanted)
        await person(db, {
          roles: [{ territory: here.id, role: 'member' }],
          referentOf: [structure]
        });
      const asked = await person(db);
      await askMembership(db, { person: asked.id, territory: here.id, motive: '' });
      counts.push(
        await countingStatements(db, async (counted) => {
          await searchMembers(counted, leads, here.id, EVERY_MEMBER);
          await listJoinRequests(counted, leads, here.id);
        })
      );
    }
    expect(counts).toEqual([2, 2]);
  });

  test('is exported without a formula', async () => {
    const leads = await animator();
    await person(db, { name: '=HYPERLINK("x")', roles: [{ territory: here.id, role: 'member' }] });
    const { csv, count } = await exportMembers(db, leads, here.id);
    expect(count).toBe(2);
    expect(csv).toContain(`'=HYPERLINK`);
  });
});
