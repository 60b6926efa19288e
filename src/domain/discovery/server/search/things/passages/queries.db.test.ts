import { beforeAll, expect, test } from 'vitest';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import type { ContributionId } from '#shared/ids.ts';
import { aContribution } from '../../../../../../../tests/factories/contributions.ts';
import { anEvent } from '../../../../../../../tests/factories/events.ts';
import { twoNetworks } from '../../../../../../../tests/factories/networks.ts';
import { person } from '../../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../../../tests/support/statements.ts';
import { indexStale } from '../../indexing/commands.ts';
import { searchEverything } from '../../queries.ts';

const NOW = new Date('2026-11-27T10:00:00Z');
const db = await testDatabase();
const { here, elsewhere } = await twoNetworks(db);
const member = await person(db, { roles: [{ territory: here.id, role: 'member' }] });
const foreigner = await person(db, { roles: [{ territory: elsewhere.id, role: 'member' }] });
const administrator = await person(db, { administrator: true });

/** Title → its lines, the words found between brackets. */
async function lines(actor: Actor, q: string): Promise<Record<string, string | null>> {
  const { groups } = await searchEverything(db, actor, {
    ...{ q, page: 1, size: 20, now: NOW, passages: true }
  });
  const found = groups.flatMap(({ items }) => items);
  return Object.fromEntries(
    found.map(({ title, passage }) => [
      title,
      passage?.map(({ text, isFound }) => (isFound ? `[${text}]` : text)).join('') ?? null
    ])
  );
}

const reply = (contribution: ContributionId, body: string, more: object = {}) =>
  db
    .insertInto('reply')
    .values({ contribution_id: contribution, kind: 'answer', body, ...more })
    .returning('id')
    .executeTakeFirstOrThrow();
const version = (contribution: ContributionId, number: number, text: string) =>
  db
    .insertInto('document_version')
    .values({
      ...{ contribution_id: contribution, number, text, file_name: 'a.pdf', size: 1 },
      ...{ media_type: 'application/pdf', sha256: 'x', storage_key: `k${contribution}-${number}` }
    })
    .execute();
const hide = (kind: string, id: number) =>
  db
    .insertInto('withholding')
    .values({ content_kind: kind, content_id: String(id) })
    .execute();

/** Each is found by its title; what some may not read of it holds the same word. */
beforeAll(async () => {
  const shared = { territory: here.id, visibility: 'public' } as const;
  const question = await aContribution(db, {
    ...{ ...shared, kind: 'question', title: 'Bergamote demandée' }
  });
  await reply(question.id, 'Chez nous, la bergamote est dite entre membres.');
  const asked = await aContribution(db, {
    ...{ ...shared, kind: 'question', title: 'Bergamote relue' }
  });
  await reply(asked.id, 'Une bergamote enlevée.', { removed_at: new Date() });
  await reply(asked.id, 'Une bergamote de relecture.', { kind: 'review', heading: 'body' });
  await hide('reply', (await reply(asked.id, 'Une bergamote cachée.')).id);
  const guide = await aContribution(db, {
    ...{ ...shared, kind: 'document', title: 'Guide de la bergamote' }
  });
  await version(guide.id, 1, 'L’ancienne bergamote.');
  await version(guide.id, 2, `${'Préambule. '.repeat(300)} La nouvelle bergamote, page douze.`);
  await aContribution(db, {
    ...{ ...shared, kind: 'experience', title: 'Une bergamote en bref' },
    texts: { steps: 'Les étapes de la bergamote.' }
  });
  const { id: event } = await anEvent(db, here.id, { title: 'Rencontre bergamote' });
  await db
    .updateTable('event')
    .set({ description: 'La bergamote, texte caché.' })
    .where('id', '=', event)
    .execute();
  await hide('event', event);
  const { plan } = await aPlan(db, { territory: here.id });
  const sheet = await aSheet(db, {
    ...{ plan, number: '1', title: 'Fiche bergamote' },
    texts: { stakes: ['La bergamote partagée.'], brakes: ['La bergamote masquée.'] }
  });
  await db
    .insertInto('plan_heading')
    .values({ plan_id: plan, key: 'brakes', label: 'Freins', hidden: true, position: 90 })
    .execute();
  const withheld = await aSheet(db, {
    ...{ plan, number: '2', title: 'Fiche bergamote retenue' },
    texts: { stakes: ['La bergamote retenue.'] }
  });
  await hide('action-sheet', withheld);
  expect(sheet).not.toBe(withheld);
  await indexStale(db);
});

const EVERYBODY = {
  'Guide de la bergamote': expect.stringMatching(
    /^… .*La nouvelle \[bergamote\], page douze\.$/
  ) as string,
  'Bergamote relue': null,
  'Une bergamote en bref': null,
  'Rencontre bergamote': null,
  'Fiche bergamote': 'La [bergamote] partagée.',
  'Fiche bergamote retenue': null
};

test.each([
  ['a visitor', VISITOR],
  ['a member of another network', foreigner]
])('%s reads lines of what everybody reads', async (_, actor) => {
  expect(await lines(actor, 'bergamote')).toEqual({ ...EVERYBODY, 'Bergamote demandée': null });
});

test.each([
  ['a member', member],
  ['an administrator', administrator]
])(
  '%s reads lines of the answers too, not of what is hidden or was taken off',
  async (_, actor) => {
    expect(await lines(actor, 'bergamote')).toEqual({
      ...EVERYBODY,
      'Bergamote demandée': 'Chez nous, la [bergamote] est dite entre membres.'
    });
  }
);

test('a mistyped word shows the one it stood for', async () => {
  const told = await lines(member, 'bergamotte ');
  expect(told['Fiche bergamote']).toBe('La [bergamote] partagée.');
});

test('what is offered while one types is not read again for its lines', async () => {
  const { groups } = await searchEverything(db, member, {
    ...{ q: 'bergamote', page: 1, size: 3, now: NOW }
  });
  expect(groups.flatMap(({ items }) => items).every(({ passage }) => passage === null)).toBe(true);
});

test('as many statements for three contents of each kind as for one', async () => {
  const add = async (number: number) => {
    const word = 'pamplemousse';
    for (const kind of ['project', 'experience', 'question', 'opportunity', 'document'] as const) {
      const status = number === 0 ? 'published' : 'draft';
      const made = await aContribution(db, {
        ...{ kind, territory: here.id, title: `Un ${word} ${kind}`, author: member.id, status }
      });
      if (kind === 'document') await version(made.id, 1, word);
    }
    await anEvent(db, here.id, { title: `Un ${word}` });
    const { plan } = await aPlan(db, { territory: here.id });
    await db.updateTable('plan').set({ title: word }).where('id', '=', plan).execute();
    await aSheet(db, { plan, title: word });
    await person(db, { name: word, roles: [{ territory: here.id, role: 'member' }] });
    await indexStale(db);
  };
  let total = 0;
  const statements = () =>
    countingStatements(db, async (counted) => {
      const { groups } = await searchEverything(counted, member, {
        ...{ q: 'pamplemousse ', page: 1, size: 20, now: NOW, passages: true }
      });
      total = groups.reduce((sum, group) => sum + group.total, 0);
    });
  await add(0);
  const forOne = await statements();
  expect(total).toBe(9);
  await add(1);
  await add(2);
  expect(await statements()).toBe(forOne);
  expect(total).toBe(27);
});
