import { beforeAll, describe, expect, test } from 'vitest';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { Forbidden, Invalid, NotFound } from '#shared/errors.ts';
import type { ObjectiveId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import type { NewPlanInput } from '../../forms/plan.ts';
import { findPlan } from '../queries.ts';
import { findSheet, listSheets } from '../sheets/queries.ts';
import { createPlan, createSheet } from './commands.ts';

const db = await testDatabase();
let territory: TerritoryId;
let animator: PersonActor;
let member: PersonActor;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  member = await person(db, { roles: [{ territory, role: 'member' }] });
});

const typed: NewPlanInput = {
  title: 'Contrat local de santé 2026-2030',
  shortTitle: 'CLS 2026-2030',
  kind: 'cls',
  startsOn: '2026-01-01',
  endsOn: '2030-12-31',
  signatories: [{ name: 'Une communauté de communes', quality: 'signataire' }]
};

describe('opening a plan', () => {
  test('gives it the address of its short title, as a draft with its signatories', async () => {
    const made = await createPlan(db, animator, { territory, ...typed });
    expect(made.slug).toBe('cls-2026-2030');
    expect(await findPlan(db, { id: made.id })).toMatchObject({
      ...{ status: 'draft', visibility: 'members', sheetWord: 'fiche', startsOn: '2026-01-01' },
      signatories: [{ name: 'Une communauté de communes', quality: 'signataire', signedOn: null }]
    });
  });

  test('gives another address to the second of the same name, and never that of a page', async () => {
    const slugs = [];
    for (const shortTitle of ['Projet', 'Projet', 'Nouveau', '—'])
      slugs.push((await createPlan(db, animator, { territory, ...typed, shortTitle })).slug);
    expect(slugs).toEqual(['projet', 'projet-2', 'nouveau-2', 'plan']);
  });

  test('at the same moment never gives one address to two', async () => {
    const made = await Promise.all(
      Array.from({ length: 6 }, () =>
        createPlan(db, animator, { territory, ...typed, shortTitle: 'Ensemble' })
      )
    );
    expect(new Set(made.map(({ slug }) => slug)).size).toBe(6);
  });

  test('is for who leads the network, and refuses what is not a plan', async () => {
    for (const actor of [VISITOR, member])
      await expect(createPlan(db, actor, { territory, ...typed })).rejects.toThrow(Forbidden);
    await expect(
      createPlan(db, animator, { territory, ...typed, endsOn: '2025-12-31' })
    ).rejects.toThrow(Invalid);
    await expect(createPlan(db, animator, { territory, ...typed, title: ' ' })).rejects.toThrow(
      'donnez un titre'
    );
  });
});

describe('opening a sheet', () => {
  test('places it in its objective, keeps its first version and says who opened it', async () => {
    const { plan, axis, objective } = await aPlan(db, { territory });
    const made = await createSheet(db, animator, {
      ...{ plan, objective, number: ' 28 bis ', code: '3.3.3', title: 'La Journée' }
    });
    expect(made).toMatchObject({ ok: true, slug: '28-bis' });
    const sheet = await findSheet(db, { plan, slug: '28-bis' });
    expect(sheet).toMatchObject({ number: '28 bis', code: '3.3.3', axis, objective });
    const versions = await db
      .selectFrom('action_sheet_version')
      .select(['version', 'person_id', 'change'])
      .where('sheet_id', '=', sheet!.id)
      .execute();
    expect(versions).toEqual([
      { version: sheet!.version, person_id: animator.id, change: 'fiche ouverte' }
    ]);
  });

  test('gives the next number to the one that has none', async () => {
    const { plan } = await aPlan(db, { territory });
    await aSheet(db, { plan, number: '28' });
    await createSheet(db, operator('test'), { plan, title: 'La suivante' });
    expect((await listSheets(db, animator, plan)).map(({ number }) => number)).toEqual([
      ...['28', '29']
    ]);
  });

  test('says beside the number that it is taken, and by which', async () => {
    const { plan, objective } = await aPlan(db, { territory });
    await aSheet(db, { plan, number: '28 bis', code: '3.3.3', title: 'La Journée' });
    expect(
      await createSheet(db, animator, { plan, number: '28 BIS', code: '3.3.3', title: 'Autre' })
    ).toEqual({
      ...{ ok: false, reason: 'invalid' },
      issues: [
        { path: 'number', message: 'le numéro 28 bis est déjà celui de «\u00a0La Journée\u00a0»' },
        { path: 'code', message: 'le code 3.3.3 est déjà celui de «\u00a0La Journée\u00a0»' }
      ]
    });
    const elsewhere = await aPlan(db, { territory });
    expect(
      await createSheet(db, animator, { plan: elsewhere.plan, objective, title: 'Ailleurs' })
    ).toMatchObject({ ok: false, issues: [{ path: 'objective' }] });
    expect(
      await createSheet(db, animator, { plan, objective: 0 as ObjectiveId, number: '…', title: '' })
    ).toMatchObject({ ok: false, issues: [{ path: 'number' }, { path: 'title' }] });
  });

  test('at the same moment gives one number to one sheet, and the others are told', async () => {
    const { plan } = await aPlan(db, { territory });
    const tries = await Promise.all(
      Array.from({ length: 5 }, (_, turn) =>
        createSheet(db, animator, { plan, number: '28', title: `Essai ${turn}` })
      )
    );
    expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
    const free = await Promise.all(
      Array.from({ length: 5 }, () => createSheet(db, animator, { plan, title: 'Sans numéro' }))
    );
    expect(free.every(({ ok }) => ok)).toBe(true);
    expect(await listSheets(db, animator, plan)).toHaveLength(6);
  });

  test('is for who leads the plan, until it is closed', async () => {
    const { plan } = await aPlan(db, { territory });
    await expect(createSheet(db, member, { plan, title: 'Non' })).rejects.toThrow(Forbidden);
    const closed = await aPlan(db, { territory, status: 'closed' });
    await expect(createSheet(db, animator, { plan: closed.plan, title: 'Non' })).rejects.toThrow(
      'Ce plan est clos'
    );
    const draft = await aPlan(db, { territory, status: 'draft' });
    await expect(createSheet(db, member, { plan: draft.plan, title: 'Non' })).rejects.toThrow(
      NotFound
    );
  });
});
