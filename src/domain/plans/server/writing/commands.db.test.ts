import { describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { person } from '../../../../../tests/factories/people.ts';
import { aWrittenPlan } from '../../../../../tests/factories/written-sheets.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { findSheet } from '../sheets/queries.ts';
import { setActors, setLinks, setResources, writeSheet } from './commands.ts';

const db = await testDatabase();
const { clic, animator, member, pilot, written, versionOf } = await aWrittenPlan(db);

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
