import { beforeAll, describe, expect, test } from 'vitest';
import { loadDefaultVocabulary } from '#app/demo.ts';
import { createStructure } from '#domain/directory/server/commands.ts';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ActionSheetId, PlanId, SeriesId, StructureId, TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { findSheet, getSheet } from '../sheets/queries.ts';
import { keepVersion } from '../versions/commands.ts';
import { setActors, setLinks, setResources, writeSheet } from './commands.ts';

const db = await testDatabase();
const machine = operator('test');
let territory: TerritoryId;
let clic: StructureId;
let plan: PlanId;
let animator: PersonActor;
let member: PersonActor;
let pilot: PersonActor;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  await loadDefaultVocabulary(db);
  clic = await createStructure(
    db,
    machine,
    aStructure({ name: 'CLIC d’essai', territories: ['ici'] })
  );
  ({ plan } = await aPlan(db, { territory }));
  animator = await person(db, { name: 'Anne', roles: [{ territory, role: 'animator' }] });
  member = await person(db, { name: 'Marc', roles: [{ territory, role: 'member' }] });
  pilot = { ...(await person(db, { name: 'Pia' })), referentOf: [clic] };
});

let number = 100;
/** A sheet with a version kept, piloted by the CLIC. */
async function written(texts = {}): Promise<ActionSheetId> {
  const id = await aSheet(db, {
    ...{ plan, texts, number: String((number += 1)), pilots: [{ structure: clic }] }
  });
  await db.transaction().execute((tx) => keepVersion(tx, machine, id, 'fiche ouverte'));
  return id;
}
const versionOf = async (id: ActionSheetId) => (await findSheet(db, { id }))!.version;

describe('writing a sheet', () => {
  test('changes what is given, and keeps a version that says what and by whom', async () => {
    const id = await written({ stakes: ['Avant'], levers: ['Un levier'] });
    const outcome = await writeSheet(db, pilot, id, {
      ...{ title: 'Autre titre', status: 'done', startsOn: '2026-03-01' },
      texts: { stakes: ['Un', ' ', ' Deux '] }
    });
    expect(outcome).toMatchObject({ ok: true, isChanged: true, version: 3 });
    expect(await findSheet(db, { id })).toMatchObject({
      ...{ title: 'Autre titre', status: 'done', startsOn: '2026-03-01', priority: null },
      texts: { stakes: ['Un', 'Deux'], levers: ['Un levier'] }
    });
    const kept = await db
      .selectFrom('action_sheet_version')
      .select(['change', 'person_id'])
      .where('sheet_id', '=', id)
      .where('version', '=', 3)
      .executeTakeFirstOrThrow();
    expect(kept).toEqual({ change: 'Titre, État, Début et Enjeux', person_id: pilot.id });
  });

  test('that changes nothing keeps no version', async () => {
    const id = await written({ stakes: ['Avant'] });
    const outcome = await writeSheet(db, pilot, id, { texts: { stakes: ['Avant'] } });
    expect(outcome).toEqual({ ok: true, version: 2, isChanged: false });
  });

  test('is refused to who only reads it, and does not tell those who do not that it exists', async () => {
    const id = await written();
    await expect(writeSheet(db, member, id, { title: 'X' })).rejects.toThrow(Forbidden);
    await db
      .updateTable('action_sheet')
      .set({ visibility: 'pilots' })
      .where('id', '=', id)
      .execute();
    for (const actor of [VISITOR, member])
      for (const command of [
        () => writeSheet(db, actor, id, { title: 'X' }),
        () => setActors(db, actor, id, { pilots: [] }),
        () => setResources(db, actor, id, []),
        () => setLinks(db, actor, id, { links: [] })
      ])
        await expect(command()).rejects.toThrow(NotFound);
  });

  test('is told what is wrong by its field, and writes nothing', async () => {
    const id = await written();
    const before = await findSheet(db, { id });
    const wrong = [
      [{ title: ' ' }, 'title'],
      [{ startsOn: '2026-02-31' }, 'startsOn'],
      [{ startsOn: '2026-03-01', endsOn: '2026-02-01' }, 'endsOn'],
      [{ texts: { inconnue: ['X'] } }, 'texts.inconnue'],
      [{ texts: { pilots: ['X'] } }, 'texts.pilots']
    ] as const;
    for (const [input, path] of wrong)
      expect(await writeSheet(db, pilot, id, input as never)).toMatchObject({
        reason: 'invalid',
        issues: [{ path }]
      });
    expect(await findSheet(db, { id })).toEqual(before);
  });

  test('of two people on two headings loses nothing', async () => {
    const id = await written({ stakes: ['Un enjeu'], levers: ['Un levier'] });
    const version = await versionOf(id);
    const texts = { stakes: ['Un enjeu'], levers: ['Un levier'] };
    await writeSheet(db, animator, id, { texts: { ...texts, levers: ['Le sien'] } }, { version });
    const second = await writeSheet(
      ...([db, pilot, id, { texts: { ...texts, stakes: ['Le mien'] } }, { version }] as const)
    );
    expect(second).toMatchObject({ ok: true });
    expect((await findSheet(db, { id }))!.texts).toEqual({
      stakes: ['Le mien'],
      levers: ['Le sien']
    });
  });

  test('of two people on one heading shows both to the second, with who wrote, and then obeys her', async () => {
    const id = await written({ stakes: ['Un enjeu'] });
    const version = await versionOf(id);
    await writeSheet(db, animator, id, { texts: { stakes: ['Le sien'] } }, { version });
    const mine = { title: 'Mon titre', texts: { stakes: ['Le mien'] } };
    const outcome = await writeSheet(db, pilot, id, mine, { version });
    expect(outcome).toMatchObject({
      ...{ ok: false, reason: 'conflict', version: 3, by: 'Anne' },
      conflicts: [
        { path: 'texts.stakes', base: ['Un enjeu'], mine: ['Le mien'], theirs: ['Le sien'] }
      ]
    });
    expect((await findSheet(db, { id }))!.texts).toEqual({ stakes: ['Le sien'] });
    expect(await writeSheet(db, pilot, id, mine, { version: 3 })).toMatchObject({ ok: true });
    expect(await findSheet(db, { id })).toMatchObject(mine);
  });

  test('what may let somebody be recognised is read again; what was there already is not', async () => {
    const id = await written();
    const texts = { stakes: ['Assurée 2 42 03 82 112 005 71'] };
    expect(await writeSheet(db, pilot, id, { texts })).toMatchObject({ reason: 'second-reading' });
    expect(await writeSheet(db, pilot, id, { texts }, { reread: true })).toMatchObject({
      ok: true
    });
    const more = { texts: { stakes: [...texts.stakes, 'Une ligne de plus'] } };
    expect(await writeSheet(db, pilot, id, more)).toMatchObject({ ok: true });
  });
});

describe('who acts', () => {
  test('is written as it is said, with who that is when it is known', async () => {
    const id = await written();
    const outcome = await setActors(db, animator, id, {
      pilots: [
        { label: 'Le CLIC', structure: clic },
        { label: 'Pia', person: member.id }
      ],
      partners: [{ label: 'CDOM' }]
    });
    expect(outcome).toMatchObject({ ok: true });
    const sheet = (await findSheet(db, { id }))!;
    expect(sheet.place.pilots).toEqual({ structures: [clic], persons: [member.id] });
    expect(sheet.partners).toEqual([{ label: 'CDOM', structure: null, person: null }]);
    expect(await writeSheet(db, member, id, { title: 'De Marc' })).toMatchObject({ ok: true });
  });

  test('is of this network: somebody else is refused, and so is a structure that is not', async () => {
    const id = await written();
    const stranger = await person(db);
    const outcome = await setActors(db, animator, id, {
      pilots: [
        { label: 'Elle', person: stranger.id },
        { label: 'Rien', structure: 999_999 as StructureId }
      ]
    });
    expect(outcome).toMatchObject({
      reason: 'invalid',
      issues: [{ path: 'pilots.0' }, { path: 'pilots.1' }]
    });
  });

  test('two people on the two lists lose nothing', async () => {
    const id = await written();
    const version = await versionOf(id);
    await setActors(db, animator, id, { pilots: [{ label: 'A' }], partners: [] }, { version });
    const pilots = [{ label: 'Pilote 1', structure: clic }];
    const second = await setActors(
      ...([db, animator, id, { pilots, partners: [{ label: 'B' }] }, { version }] as const)
    );
    expect(second).toMatchObject({ ok: true });
    const { pilots: now, partners } = (await findSheet(db, { id }))!;
    expect([...now, ...partners].map(({ label }) => label)).toEqual(['A', 'B']);
  });
});

describe('what a sheet leans on', () => {
  const lean = (id: ActionSheetId, ...targets: ActionSheetId[]) =>
    setResources(
      ...([
        db,
        animator,
        id,
        targets.map((one) => ({ planLabel: 'CLS', targetSheet: one }))
      ] as const)
    );

  test('is kept word for word, with the plan of the sheet it names', async () => {
    const [id, other] = [await written(), await written()];
    const outcome = await setResources(db, pilot, id, [
      { planLabel: 'PTS', action: 'Action 2.1 : Favoriser les protocoles', acronym: 'PTS' },
      { planLabel: 'CLS d’essai', targetSheet: other }
    ]);
    expect(outcome).toMatchObject({ ok: true });
    expect((await getSheet(db, VISITOR, { id })).resources).toMatchObject([
      { planLabel: 'PTS', part: '', acronym: 'PTS', targetPlan: null, targetSheet: null },
      { targetPlan: { id: plan }, targetSheet: { id: other } }
    ]);
  });

  test('is never a circle: it is refused with the chain written out', async () => {
    const [one, two, three] = [await written(), await written(), await written()];
    expect(await lean(one, two)).toMatchObject({ ok: true });
    expect(await lean(two, three)).toMatchObject({ ok: true });
    const outcome = await lean(three, one);
    const numbers = await Promise.all(
      [three, one, two, three].map(async (id) => (await findSheet(db, { id }))!.number)
    );
    expect(outcome).toMatchObject({ ok: false, reason: 'loop' });
    expect(outcome.ok || outcome.reason !== 'loop' || outcome.chain.map((l) => l.number)).toEqual(
      numbers
    );
    expect((await findSheet(db, { id: three }))!.resources).toEqual([]);
    expect(await lean(three, three)).toMatchObject({ reason: 'loop' });
  });

  test('is not told of a sheet that one may not read, even in a circle', async () => {
    const [one, hidden] = [await written(), await written()];
    await lean(hidden, one);
    await db
      .updateTable('action_sheet')
      .set({ visibility: 'pilots', title: 'Un titre réservé' })
      .where('id', '=', hidden)
      .execute();
    await setActors(db, machine, hidden, { pilots: [] });
    const direct = await setResources(db, pilot, one, [{ planLabel: 'X', targetSheet: hidden }]);
    expect(direct).toMatchObject({
      reason: 'invalid',
      issues: [{ path: 'resources.0.targetSheet' }]
    });
    expect(JSON.stringify(direct)).not.toContain('réservé');
    const between = await written();
    await setResources(db, machine, one, []);
    await lean(hidden, one);
    await lean(between, hidden);
    const loop = await setResources(db, pilot, one, [{ planLabel: 'X', targetSheet: between }]);
    expect(loop).toMatchObject({ reason: 'loop' });
    expect(JSON.stringify(loop)).not.toContain('réservé');
  });
});

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
