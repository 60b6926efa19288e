/** What is shared and belongs with a sheet: written, kept, read by who may, gone with what is erased. */
import { describe, expect, test } from 'vitest';
import { getPlanJson } from '#app/api/plans.ts';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import { Forbidden } from '#shared/errors.ts';
import type { ContributionId } from '#shared/ids.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory } from '../../../../../tests/factories/people.ts';
import { aWrittenPlan } from '../../../../../tests/factories/written-sheets.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { listSheetsOfContribution } from '../about/queries.ts';
import { readPlanPapers } from '../papers/queries.ts';
import { findPlan } from '../queries.ts';
import { readSurroundings } from '../reading/queries.ts';
import { findSheet } from '../sheets/queries.ts';
import { compareVersions } from '../versions/queries.ts';
import { restoreVersion } from '../versions/restoring/commands.ts';
import { setLinks, writeSheet } from '../writing/commands.ts';
import { withTitlesFor } from '../writing/names/queries.ts';
import { offerShared } from './queries.ts';

const db = await testDatabase();
const { territory, plan, animator, member, pilot, written } = await aWrittenPlan(db);
const elsewhere = (await aTerritory(db, 'ailleurs')).id;
const NOW = new Date();

const linkTo = (id: ContributionId) => ({ kind: 'contribution', id }) as const;
const sheetOf = async (id: Awaited<ReturnType<typeof written>>) => (await findSheet(db, { id }))!;
const withhold = (id: ContributionId) =>
  db
    .insertInto('withholding')
    .values({ content_kind: 'contribution', content_id: String(id), territory_id: territory })
    .execute();

describe('linking a sheet to what is shared', () => {
  test('a project, an experience and a document, kept without their titles', async () => {
    const id = await written();
    const kinds = ['project', 'experience', 'document'] as const;
    const shared = [];
    for (const kind of kinds)
      shared.push(await aContribution(db, { territory, kind, title: `Un titre de ${kind}` }));
    const links = shared.map((one) => linkTo(one.id));
    expect(
      await setLinks(db, member, id, { links }).catch((error: unknown) => error)
    ).toBeInstanceOf(Forbidden);
    expect(await setLinks(db, animator, id, { links })).toMatchObject({ isChanged: true });
    expect((await sheetOf(id)).links).toEqual(
      shared.map((one, at) => ({ ...linkTo(one.id), nature: kinds[at], title: '' }))
    );
    expect(await setLinks(db, animator, id, { links })).toMatchObject({ isChanged: false });
    const documents = await db
      .selectFrom('action_sheet_version')
      .select('document')
      .where('sheet_id', '=', id)
      .execute();
    expect(JSON.stringify(documents)).not.toContain('Un titre de');
    expect(await setLinks(db, animator, id, { links: links.slice(1) })).toMatchObject({ ok: true });
    expect((await sheetOf(id)).links).toHaveLength(2);
  });

  test('what the writer may not read, a draft, a question or nothing at all is refused', async () => {
    const id = await written();
    const foreign = await aContribution(db, { territory: elsewhere });
    const draft = await aContribution(db, { territory, status: 'draft', author: animator.id });
    const question = await aContribution(db, { territory, kind: 'question' });
    const hidden = await aContribution(db, { territory, visibility: 'public' });
    await withhold(hidden.id);
    const gone = 999_999 as ContributionId;
    for (const one of [foreign.id, draft.id, question.id, hidden.id, gone])
      expect(await setLinks(db, animator, id, { links: [linkTo(one)] })).toMatchObject({
        reason: 'invalid',
        issues: [{ path: 'links.0' }]
      });
    expect((await sheetOf(id)).links).toEqual([]);
    const open = await aContribution(db, { territory: elsewhere, visibility: 'public' });
    expect(await setLinks(db, animator, id, { links: [linkTo(open.id)] })).toMatchObject({
      ok: true
    });
  });

  test('what its pilot does not read stays linked when she writes the others, and is offered to nobody', async () => {
    const id = await written();
    const title = 'Secret des membres';
    const kept = await aContribution(db, { territory, title });
    const open = await aContribution(db, { territory, visibility: 'public', title: 'Secret levé' });
    await setLinks(db, animator, id, { links: [linkTo(kept.id)] });
    const links = [linkTo(kept.id), linkTo(open.id)];
    expect(await setLinks(db, pilot, id, { links })).toMatchObject({ isChanged: true });
    const labels = async (actor: Actor) =>
      (await offerShared(db, actor, 'secret')).map(({ label }) => label);
    expect(await labels(pilot)).toEqual(['Secret levé']);
    expect(await labels(member)).toEqual(['Secret levé', title]);
    await aContribution(db, { territory, kind: 'question', title: 'Secret demandé' });
    expect(await labels(member)).toHaveLength(2);
    const shown = await withTitlesFor(db, pilot, await sheetOf(id));
    expect(shown.links.map((link) => 'title' in link && link.title)).toEqual(['', 'Secret levé']);
  });
});

describe('reading a sheet and what is shared', () => {
  /** A sheet linked to one project for members, one for all, one withheld and one that is a draft again. */
  async function aLinkedSheet() {
    const id = await written();
    const traits = { territory, visibility: 'public' } as const;
    const shared = {
      members: await aContribution(db, { territory, title: 'Pour les membres' }),
      open: await aContribution(db, { ...traits, title: 'Pour tous' }),
      hidden: await aContribution(db, { ...traits, title: 'Masqué' }),
      draft: await aContribution(db, { ...traits, title: 'Dépublié' })
    };
    const links = Object.values(shared).map((one) => linkTo(one.id));
    expect(await setLinks(db, animator, id, { links })).toMatchObject({ ok: true });
    await withhold(shared.hidden.id);
    await db
      .updateTable('contribution')
      .set({ status: 'draft', published_at: null })
      .where('id', '=', shared.draft.id)
      .execute();
    return { id, shared };
  }

  test('its page and its papers name what their reader may read, and nothing else', async () => {
    const { id } = await aLinkedSheet();
    const sheet = await sheetOf(id);
    const { slug } = (await findPlan(db, { id: plan }))!;
    const read = async (actor: Actor) => {
      const around = await readSurroundings(db, actor, sheet);
      const papers = await readPlanPapers(db, actor, slug, NOW);
      const printed = papers.sheets.find((one) => one.id === id)!;
      return {
        page: around.shared.map(({ title }) => title),
        paper: printed.links.map((link) => 'title' in link && link.title)
      };
    };
    const all = ['Pour les membres', 'Pour tous'];
    expect(await read(member)).toEqual({ page: all, paper: all });
    for (const actor of [VISITOR, pilot])
      expect(await read(actor)).toEqual({ page: ['Pour tous'], paper: ['Pour tous'] });
  });

  test('the open data name what is public, whoever asks', async () => {
    const { id } = await aLinkedSheet();
    const { slug } = (await findPlan(db, { id: plan }))!;
    const { sheets } = await getPlanJson(db, slug, NOW);
    const { number } = await sheetOf(id);
    expect(sheets.find((one) => one.number === number)!.shared).toMatchObject([
      { kind: 'project', title: 'Pour tous' }
    ]);
    for (const secret of ['Pour les membres', 'Masqué', 'Dépublié'])
      expect(JSON.stringify(sheets)).not.toContain(secret);
  });

  test('what is shared tells the sheets that its reader may read', async () => {
    const { id, shared } = await aLinkedSheet();
    const told = async (actor: Actor) => listSheetsOfContribution(db, actor, shared.open.id);
    expect(await told(VISITOR)).toMatchObject([{ roles: ['link'] }]);
    await writeSheet(db, animator, id, { visibility: 'pilots' });
    expect(await told(VISITOR)).toEqual([]);
    expect(await told(member)).toEqual([]);
    expect(await told(pilot)).toHaveLength(1);
  });

  test('its history says to each of its writers what she may read', async () => {
    const { id } = await aLinkedSheet();
    const sheet = await sheetOf(id);
    const whole = (await findPlan(db, { id: plan }))!;
    const changes = async (actor: Actor) => {
      const found = await compareVersions(db, actor, { plan: whole, sheet }, { from: 2, to: 3 });
      return Array.isArray(found) ? found.flatMap(({ after }) => after) : [];
    };
    expect(await changes(animator)).toEqual([
      ...['Projet\u00a0: Pour les membres', 'Projet\u00a0: Pour tous'],
      ...['Projet relié', 'Projet relié']
    ]);
    expect(await changes(pilot)).toEqual([
      ...['Projet relié', 'Projet\u00a0: Pour tous', 'Projet relié', 'Projet relié']
    ]);
    expect(await changes(member)).toEqual([]);
  });

  test('three links take as many statements as one', async () => {
    const { id } = await aLinkedSheet();
    const sheet = await sheetOf(id);
    const count = (links: typeof sheet.links) =>
      countingStatements(db, (counted) => readSurroundings(counted, member, { ...sheet, links }));
    expect(await count(sheet.links)).toBe(await count(sheet.links.slice(0, 1)));
  });
});

test('what is erased leaves the sheets that were linked to it, and a version says so when it comes back', async () => {
  const id = await written();
  const [one, other] = [
    await aContribution(db, { territory }),
    await aContribution(db, { territory })
  ];
  await setLinks(db, animator, id, { links: [linkTo(one.id), linkTo(other.id)] });
  await setLinks(db, animator, id, { links: [] });
  await setLinks(db, animator, id, { links: [linkTo(one.id)] });
  await db.deleteFrom('contribution').where('id', '=', one.id).execute();
  expect((await sheetOf(id)).links).toEqual([]);
  const restored = await restoreVersion(
    db,
    animator,
    id,
    { version: 3, paths: ['links'] },
    { version: (await sheetOf(id)).version }
  );
  expect(restored).toMatchObject({ ok: true, untied: 1 });
  expect((await sheetOf(id)).links).toMatchObject([linkTo(other.id)]);
});
