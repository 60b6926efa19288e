import { describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import type { ActionSheetId, SeriesId, TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../../../../../../tests/factories/events.ts';
import { aTerritory } from '../../../../../../tests/factories/people.ts';
import { aWrittenPlan } from '../../../../../../tests/factories/written-sheets.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { findSheet } from '../../sheets/queries.ts';
import { setLinks } from '../commands.ts';

const db = await testDatabase();
const { territory, clic, plan, animator, pilot, written } = await aWrittenPlan(db);

describe('what belongs with a sheet', () => {
  test('editions, structures and addresses, themes and where it intervenes', async () => {
    const id = await written();
    const event = await anEvent(db, territory);
    const { code } = await db.selectFrom('theme').select('code').executeTakeFirstOrThrow();
    const where = { include: [{ level: 'commune' as const, code: 'A' }] };
    const links = [
      { kind: 'event', id: event.id },
      { kind: 'structure', structure: clic },
      { kind: 'document', title: 'Le contrat', url: 'https://exemple.test/contrat.pdf' }
    ] as const;
    const input = { links: [...links], themes: [code, code], where };
    expect(await setLinks(db, pilot, id, input)).toMatchObject({ ok: true });
    const sheet = (await findSheet(db, { id }))!;
    expect(sheet.links.map(({ kind }) => kind)).toEqual(['event', 'structure', 'document']);
    expect(sheet).toMatchObject({ themes: [code] });
    expect(sheet.perimeter).not.toBeNull();
    expect(await setLinks(db, pilot, id, input)).toMatchObject({ isChanged: false });
    expect((await findSheet(db, { id }))!.perimeter).toBe(sheet.perimeter);
    await setLinks(db, pilot, id, { where: null });
    expect(await findSheet(db, { id })).toMatchObject({ perimeter: null, links: sheet.links });
  });

  test('an edition that one may not read, an address that is none, an unknown zone are refused', async () => {
    const id = await written();
    const draft = await anEvent(db, territory, { status: 'draft' });
    const perimeters = () => db.selectFrom('perimeter').select('id').execute();
    const before = await perimeters();
    const refused = [
      [{ links: [{ kind: 'event', id: draft.id }] }, 'links.0'],
      [{ links: [{ kind: 'document', title: 'X', url: 'javascript:alert(1)' }] }, 'links.0.url'],
      [{ themes: ['inconnu'] }, 'themes'],
      [{ where: { include: [{ level: 'commune', code: 'Z' }] } }, 'where.include.0']
    ] as const;
    for (const [input, path] of refused)
      expect(await setLinks(db, pilot, id, input as never)).toMatchObject({
        reason: 'invalid',
        issues: [{ path }]
      });
    const where = { include: [{ level: 'commune' as const, code: 'B' }] };
    await setLinks(db, pilot, id, { themes: ['inconnu'], where });
    expect(await perimeters()).toEqual(before);
  });

  /** A series of a territory, with one edition. */
  async function aSeries(where: TerritoryId, traits: Parameters<typeof anEvent>[2]) {
    const { id } = await db
      .insertInto('event_series')
      .values({ territory_id: where, slug: `serie-${Math.random()}`, title: 'Série secrète' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await anEvent(db, where, { series: id, ...traits });
    return id as SeriesId;
  }

  test('an edition that nothing lists is not guessed by its number: who works on it may name it', async () => {
    const id = await written();
    const unlisted = await anEvent(db, territory, { visibility: 'link' });
    const links = [{ kind: 'event' as const, id: unlisted.id }];
    const refusal = { reason: 'invalid', issues: [{ path: 'links.0' }] };
    expect(await setLinks(db, pilot, id, { links })).toMatchObject(refusal);
    await db
      .insertInto('event_team_member')
      .values({ event_id: unlisted.id, person_id: pilot.id, role: 'reception' })
      .execute();
    expect(await setLinks(db, pilot, id, { links })).toMatchObject({ ok: true });
    const other = await written();
    expect(await setLinks(db, animator, other, { links })).toMatchObject({ ok: true });
  });

  test('a series is named by who finds one of its editions, or leads its network; kept, it stays', async () => {
    const elsewhere = (await aTerritory(db, `ailleurs-${plan}`)).id;
    const draft = await aSeries(territory, { status: 'draft' });
    const unlisted = await aSeries(territory, { visibility: 'link' });
    const foreign = await aSeries(elsewhere, { status: 'draft' });
    const members = await aSeries(elsewhere, { visibility: 'members' });
    const open = await aSeries(elsewhere, {});
    const named = (actor: PersonActor, sheet: ActionSheetId, series: number) =>
      setLinks(db, actor, sheet, { links: [{ kind: 'series', id: series as SeriesId }] });
    const id = await written();
    const refusal = { reason: 'invalid', issues: [{ path: 'links.0' }] };
    for (const series of [draft, unlisted, foreign, members, 999_999])
      expect(await named(pilot, id, series)).toMatchObject(refusal);
    for (const series of [foreign, members, 999_999])
      expect(await named(animator, id, series)).toMatchObject(refusal);
    expect((await findSheet(db, { id }))!.links).toEqual([]);
    expect(await named(pilot, id, open)).toMatchObject({ ok: true });
    expect(await named(animator, id, draft)).toMatchObject({ ok: true });
    const kept = { kind: 'series', id: draft } as const;
    const added = { kind: 'document', title: 'X', url: 'https://exemple.test' } as const;
    expect(await setLinks(db, pilot, id, { links: [kept, added] })).toMatchObject({ ok: true });
  });
});
