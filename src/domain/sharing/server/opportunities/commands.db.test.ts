import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { listContributions } from '../queries.ts';
import { keepVersion } from '../versions/commands.ts';
import { listVersions } from '../versions/queries.ts';
import { createContribution, writeContribution } from '../writing/commands.ts';
import { prolong, prolongByLink } from './commands.ts';
import { remindBeforeExpiry } from './jobs.ts';
import {
  findOpportunityRoute,
  getByProlongToken,
  getOpportunity,
  listOpportunities,
  prolongToken
} from './queries.ts';

const db = await testDatabase();
const NOW = new Date('2026-11-22T10:00:00Z');
const TODAY = '2026-11-22';
const OLD = new Date('2026-10-01T10:00:00Z');
let territory: TerritoryId;
let author: Awaited<ReturnType<typeof person>>;
let member: Awaited<ReturnType<typeof person>>;
let number = 0;

beforeEach(async () => {
  await db.deleteFrom('mail_message').execute();
  await db.deleteFrom('contribution').execute();
  territory = (await aTerritory(db, `ici-${(number += 1)}`)).id;
  const roles = [{ territory, role: 'member' as const }];
  author = await person(db, { roles });
  member = await person(db, { roles });
});

const anOffer = (
  details: Parameters<typeof aContribution<'opportunity'>>[1]['details'] = {},
  more: Partial<Parameters<typeof aContribution<'opportunity'>>[1]> = {}
) =>
  aContribution(db, {
    ...{ territory, kind: 'opportunity', author: author.id, visibility: 'public' },
    ...{ publishedAt: OLD, title: 'Stage en maison de santé', details, ...more }
  });

/** As somebody writes it: its versions say which last days it has had. */
async function aWritten(expiresOn: string) {
  const offer = await anOffer({ expiresOn });
  await db.transaction().execute((tx) => keepVersion(tx, author, offer.id, 'brouillon ouvert'));
  return offer;
}

const listed = async (
  actor: Actor,
  filter: Parameters<typeof listOpportunities>[2] = {},
  today = TODAY
) =>
  (await listOpportunities(db, actor, filter, { today, page: { page: 1, size: 20 } })).items.map(
    ({ slug }) => slug
  );

describe('listing', () => {
  test('shows what goes first first, narrowed by type, words and commune', async () => {
    const later = await anOffer({ expiresOn: '2099-12-31', type: 'housing', commune: 'A' });
    const sooner = await anOffer({
      expiresOn: '2099-06-30',
      profession: 'Interne de médecine générale'
    });
    expect(await listed(VISITOR)).toEqual([sooner.slug, later.slug]);
    expect(await listed(VISITOR, { type: 'housing' })).toEqual([later.slug]);
    expect(await listed(VISITOR, { words: 'MEDECINE interne' })).toEqual([sooner.slug]);
    expect(await listed(VISITOR, { commune: 'A' as never })).toEqual([sooner.slug, later.slug]);
    expect(await listed(VISITOR, { commune: 'B' as never })).toEqual([sooner.slug]);
  });

  test('leaves out what is over, draft, for members, taken off or retained', async () => {
    const one = await anOffer({ expiresOn: '2099-12-31' });
    await anOffer({ expiresOn: '2026-11-21' });
    await anOffer({}, { status: 'draft' });
    const own = await anOffer({}, { visibility: 'members' });
    const gone = await anOffer();
    await sql`update contribution set removed_at = now() where id = ${gone.id}`.execute(db);
    const held = await anOffer();
    await sql`insert into withholding (content_kind, content_id, content_label, reason)
      values ('contribution', ${String(held.id)}, 'Opportunité', '')`.execute(db);
    expect(await listed(VISITOR)).toEqual([one.slug]);
    expect(new Set(await listed(member))).toEqual(new Set([one.slug, own.slug]));
  });

  test('of anything, what is over is in no list, and its page is closed but to who writes it', async () => {
    const { slug } = await anOffer({ expiresOn: '2020-01-01' });
    expect((await listContributions(db, member, {})).items).toEqual([]);
    for (const actor of [VISITOR, member])
      await expect(getOpportunity(db, actor, slug, TODAY)).rejects.toThrow(NotFound);
    expect((await getOpportunity(db, author, slug, TODAY)).slug).toBe(slug);
  });
});

describe('the last day', () => {
  const details = {
    ...{
      type: 'job' as const,
      profession: '',
      place: '',
      commune: null,
      startsOn: null,
      endsOn: null
    },
    ...{ contact: '', url: '' }
  };
  const open = (expiresOn: string) =>
    createContribution(
      ...([db, author, 'opportunity'] as const),
      { territory, title: 'Poste', details: { ...details, expiresOn } },
      { today: TODAY }
    );
  const issueOf = (outcome: object) =>
    (outcome as { issues?: { path: string; message: string }[] }).issues?.[0];

  test('is today at the soonest and a year away at most, whoever writes it', async () => {
    expect(issueOf(await open('2026-11-21'))?.message).toContain('ce jour est passé');
    expect(issueOf(await open('2027-11-23'))?.message).toContain('un an au plus');
    expect(issueOf(await open('9999-12-31'))?.path).toBe('details.expiresOn');
    expect(issueOf(await open(''))?.message).toContain('donnez le dernier jour');
    expect(await open('2026-11-22')).toMatchObject({ ok: true });
    expect(await open('2027-11-22')).toMatchObject({ ok: true });
  });

  test('that is written already stays, even past; another is checked', async () => {
    const { id } = await anOffer({ ...details, expiresOn: '2026-11-01' });
    const write = (expiresOn: string, title: string) =>
      writeContribution<'opportunity'>(
        ...([db, author, id, { title, details: { expiresOn } }, { today: TODAY }] as const)
      );
    expect(await write('2026-11-01', 'Corrigée')).toMatchObject({ ok: true, changed: true });
    expect(issueOf(await write('2027-12-31', 'Encore'))?.message).toContain('un an au plus');
    expect(issueOf(await write('2026-11-02', 'Encore'))?.message).toContain('passé');
    expect(await write('2027-01-31', 'Encore')).toMatchObject({ ok: true, changed: true });
  });

  test('whoever writes it, no electronic address is kept in how to answer', async () => {
    const { id } = await anOffer();
    const writing = { details: { contact: 'ecrire a moi@exemple.test' } };
    const outcome = await writeContribution<'opportunity'>(db, author, id, writing);
    expect(issueOf(outcome)).toMatchObject({ path: 'details.contact' });
  });
});

describe('answering', () => {
  test('goes to who wrote it, whose address is not shown', async () => {
    const { slug } = await anOffer();
    const route = await findOpportunityRoute(db, VISITOR, slug, TODAY);
    expect(route).toMatchObject({
      reachable: true,
      name: 'la personne qui a publié cette annonce'
    });
    expect(route.mailboxes.map(({ address }) => address)).toEqual([`${author.id}@exemple.test`]);
  });

  test('goes to nobody who left the network', async () => {
    const { slug } = await anOffer();
    await sql`delete from membership where person_id = ${author.id}`.execute(db);
    expect(await findOpportunityRoute(db, VISITOR, slug, TODAY)).toMatchObject({
      ...{ reachable: false, mailboxes: [] }
    });
  });

  test('is for those who may read it', async () => {
    const { slug } = await anOffer({}, { visibility: 'members' });
    await expect(findOpportunityRoute(db, VISITOR, slug, TODAY)).rejects.toThrow(NotFound);
  });
});

describe('a week before it goes', () => {
  test('who wrote it is asked once, and one gesture keeps it', async () => {
    const { id, slug } = await anOffer({ expiresOn: '2026-11-29' });
    await anOffer({ expiresOn: '2026-11-30' });
    await anOffer({ expiresOn: '2026-11-25' }, { publishedAt: new Date('2026-11-20T10:00:00Z') });
    expect(await remindBeforeExpiry(db, NOW)).toBe(1);
    expect(await remindBeforeExpiry(db, NOW)).toBe(0);
    const [mail] = await db.selectFrom('mail_message').select(['recipient', 'text_body']).execute();
    const token = prolongToken(id, '2026-11-29');
    expect(mail!.text_body).toContain(`/prolonger/${token}`);
    expect(await prolongByLink(db, token, TODAY)).toBe('2027-01-28');
    expect((await getOpportunity(db, VISITOR, slug, TODAY)).details.expiresOn).toBe('2027-01-28');
  });

  test('its link serves once: pressed twice at once, and again later, it prolongs once', async () => {
    const { id } = await aWritten('2026-11-29');
    const token = prolongToken(id, '2026-11-29');
    expect((await getByProlongToken(db, token)).isUsed).toBe(false);
    const both = [prolongByLink(db, token, TODAY), prolongByLink(db, token, TODAY)];
    expect(await Promise.all(both)).toEqual(['2027-01-28', '2027-01-28']);
    expect(await prolongByLink(db, token, '2027-01-20')).toBe('2027-01-28');
    expect(await getByProlongToken(db, token)).toMatchObject({
      ...{ isUsed: true, offer: { id, details: { expiresOn: '2027-01-28' } } }
    });
    const versions = await listVersions(db, id);
    expect(versions.filter(({ change }) => change === 'prolongée')).toHaveLength(1);
  });

  test('a link that is not ours, or for a day it never had, tells nothing', async () => {
    const { id } = await aWritten('2026-11-29');
    const token = prolongToken(id, '2026-11-29');
    const last = token.endsWith('x') ? 'y' : 'x';
    const other = await aWritten('2026-11-30');
    const mixed = token.replace(/^[^-]+/, other.id.toString(36));
    for (const wrong of [
      ...[`${token.slice(0, -1)}${last}`, 'x', '', mixed],
      prolongToken(id, '2026-11-28')
    ]) {
      await expect(getByProlongToken(db, wrong)).rejects.toThrow(NotFound);
      await expect(prolongByLink(db, wrong, TODAY)).rejects.toThrow(NotFound);
    }
  });

  test('what was taken off is neither asked about nor kept', async () => {
    const { id } = await anOffer({ expiresOn: '2026-11-29' });
    await sql`update contribution set removed_at = now() where id = ${id}`.execute(db);
    expect(await remindBeforeExpiry(db, NOW)).toBe(0);
    await expect(prolongByLink(db, prolongToken(id, '2026-11-29'), TODAY)).rejects.toThrow(
      NotFound
    );
  });

  test('signed in, those who write it keep it, and nobody else', async () => {
    const { slug } = await anOffer({ expiresOn: '2026-11-29' });
    expect(await prolong(db, author, slug, TODAY)).toBe('2027-01-28');
    await expect(prolong(db, member, slug, TODAY)).rejects.toThrow(Forbidden);
    await expect(prolong(db, VISITOR, slug, TODAY)).rejects.toThrow(Forbidden);
  });
});
