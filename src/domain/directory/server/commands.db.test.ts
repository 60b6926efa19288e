import { beforeAll, describe, expect, it } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { Forbidden, Invalid, NotFound } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { loadDefaultVocabulary } from '../../../app/demo.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import { aStructure, covering, UNKNOWN } from '../../../../tests/factories/structures.ts';
import { createStructure, createStructures, updateStructure } from './commands.ts';
import { getFiche } from './fiche/queries.ts';
import { checkCriteria, getRevision, getStructure, listStructureInputs } from './queries.ts';

const admin = operator('test');
const db = await testDatabase({ geography: true });

beforeAll(() => loadDefaultVocabulary(db).then(() => undefined));

async function issuesOf(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(
    () => null,
    (caught: unknown) => caught
  );
  expect(error).toBeInstanceOf(Invalid);
  return (error as Invalid).issues.map((issue) => `${issue.path} : ${issue.message}`);
}

describe('writing a fiche', () => {
  it('reads back as it was written, contacts and services included', async () => {
    const input = aStructure({
      name: 'CLIC aux mille détails',
      type: 'CLIC',
      phone: '0536490001',
      perimeter: covering('epci 242900074', 'commune 29019'),
      sources: ['https://exemple.example/page'],
      confirmedAt: '2026-10-01T08:00:00.000Z',
      services: [
        {
          name: 'Accueil',
          themes: ['maintien-a-domicile'],
          audiences: ['aidants', 'personnes-agees'],
          solicitedBy: ['usagers'],
          perimeter: covering('commune 29260')
        }
      ],
      contacts: [{ name: 'Personne inventée', visibility: 'public', consentAt: '2026-01-01' }]
    });
    const id = await createStructure(db, admin, input);
    const read = (await listStructureInputs(db)).find((one) => one.id === id)!;
    const { id: _, ...written } = read;
    expect({ ...written, services: sortWords(written.services) }).toEqual({
      ...input,
      slug: 'clic-aux-mille-details',
      perimeter: {
        ...input.perimeter,
        note: '',
        include: expect.arrayContaining(input.perimeter.include)
      },
      services: sortWords(input.services).map((service) => ({
        ...service,
        perimeter: { ...service.perimeter, note: '' }
      }))
    });
  });

  it('gives each its own address, even to homonyms of one batch', async () => {
    const ids = await createStructures(db, admin, [
      aStructure({ name: 'Maison de santé' }),
      aStructure({ name: 'Maison de santé' })
    ]);
    const all = await listStructureInputs(db);
    const slugs = ids.map((id) => all.find((one) => one.id === id)!.slug);
    expect(slugs).toEqual(['maison-de-sante', 'maison-de-sante-2']);
  });

  it('links a child to a parent that comes later in the same batch', async () => {
    await createStructures(db, admin, [
      aStructure({ name: 'Antenne', slug: 'antenne', parent: 'maison-mere' }),
      aStructure({ name: 'Maison mère', slug: 'maison-mere' })
    ]);
    const fiche = await getFiche(db, 'maison-mere');
    expect(fiche.children.map((one) => one.name)).toEqual(['Antenne']);
    expect((await getFiche(db, 'antenne')).parent?.slug).toBe('maison-mere');
  });

  it('names every unknown code, and writes nothing', async () => {
    const before = (await listStructureInputs(db)).length;
    const work = createStructures(db, admin, [
      aStructure({ name: 'Bonne' }),
      aStructure({
        name: 'Mauvaise',
        type: 'CLICC',
        communeCode: '29999',
        parent: 'personne',
        territories: ['nulle-part'],
        services: [{ name: 'S', themes: ['tout'], audiences: ['martiens'] }]
      })
    ]);
    expect(await issuesOf(work)).toEqual([
      '1.type : type de structure inconnu : « CLICC »',
      '1.communeCode : code commune inconnu : « 29999 »',
      '1.parent : rattachement inconnu : « personne »',
      '1.territories : territoire inconnu : « nulle-part »',
      '1.services.0.themes : besoin inconnu : « tout »',
      '1.services.0.audiences : public inconnu : « martiens »'
    ]);
    expect(await listStructureInputs(db)).toHaveLength(before);
  });

  it('resolves the code of a commune merged since', async () => {
    // Plounéour-Trez became a part of Plounéour-Brignogan-plages in 2017.
    await createStructure(
      db,
      admin,
      aStructure({ name: 'Ancienne adresse', slug: 'ancienne', communeCode: '29203' })
    );
    expect((await getStructure(db, 'ancienne')).communeCode).toBe('29021');
  });

  it('a visitor writes nothing', async () => {
    await expect(createStructure(db, VISITOR, aStructure({ name: 'X' }))).rejects.toBeInstanceOf(
      Forbidden
    );
  });
});

describe('changing a fiche', () => {
  it('replaces services, contacts and perimeters, keeps the address, and leaves no orphan behind', async () => {
    const id = await createStructure(
      db,
      admin,
      aStructure({
        name: 'Avant',
        slug: 'stable',
        services: [{ name: 'Ancien service', perimeter: covering('commune 29260') }]
      })
    );
    const before = await countPerimeters();
    await updateStructure(
      db,
      admin,
      id,
      aStructure({ name: 'Après', services: [{ name: 'Nouveau' }] })
    );
    const read = await getStructure(db, 'stable');
    expect([read.name, read.services.map((service) => service.name)]).toEqual([
      'Après',
      ['Nouveau']
    ]);
    expect(await countPerimeters()).toBe(before - 1);
  });

  it('moves the revision that answers are kept under', async () => {
    const id = await createStructure(db, admin, aStructure({ name: 'Compte', perimeter: UNKNOWN }));
    const before = await getRevision(db);
    await updateStructure(db, admin, id, aStructure({ name: 'Compte encore' }));
    expect(await getRevision(db)).toBe(before + 1);
  });

  it('says when there is nothing to change', async () => {
    const nobody = 999_999_999 as StructureId;
    await expect(
      updateStructure(db, admin, nobody, aStructure({ name: 'X' }))
    ).rejects.toBeInstanceOf(NotFound);
  });
});

it('a criterion no vocabulary holds is refused by its name', async () => {
  expect(
    await issuesOf(checkCriteria(db, { audience: 'martiens', theme: 'maintien-a-domicile' }))
  ).toEqual(['public : public inconnu : « martiens »']);
});

function sortWords<S extends { themes: string[]; audiences: string[] }>(services: S[]): S[] {
  return services.map((one) => ({
    ...one,
    themes: one.themes.toSorted(),
    audiences: one.audiences.toSorted()
  }));
}

async function countPerimeters(): Promise<number> {
  const row = await db
    .selectFrom('perimeter')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}
