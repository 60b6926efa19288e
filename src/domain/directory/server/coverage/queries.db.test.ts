import { beforeAll, describe, expect, it } from 'vitest';
import { operator } from '#domain/identity/model.ts';
import { createTerritory } from '#domain/territory/server/commands.ts';
import { NotFound } from '#shared/errors.ts';
import { loadDefaultVocabulary } from '../../../../app/demo.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import {
  aStructure,
  covering,
  coveringAllBut,
  EVERYWHERE,
  UNKNOWN
} from '../../../../../tests/factories/structures.ts';
import { createStructures, setFrontDoors } from '../commands.ts';
import { whoCovers } from './queries.ts';

const IROISE = 'epci 242900074';
const SAINT_RENAN = '29260';
const PLOUARZEL = '29177';
const QUIMPER = '29232';
const OUESSANT = '29155';
const admin = operator('test');
/** A Tuesday, 15 h in Paris. */
const now = new Date('2026-11-24T14:00:00Z');

const db = await testDatabase({ geography: true });

const homeCare = { themes: ['maintien-a-domicile'], audiences: ['personnes-agees'] };
const service = (given: object = {}) => ({ name: 'Accompagnement', ...homeCare, ...given });
const names = (list: readonly { name: string }[]) => list.map((one) => one.name);
const ask = (commune: string, more: object = {}) => whoCovers(db, { commune, ...more }, now);
const FOR_THE_OLD = { audience: 'personnes-agees', theme: 'maintien-a-domicile' };

beforeAll(async () => {
  await loadDefaultVocabulary(db);
  const territory = await createTerritory(db, admin, {
    slug: 'iroise',
    name: 'Pays d’Iroise',
    nameWithDe: 'du Pays d’Iroise',
    description: '',
    fictional: false,
    coveragePublic: false,
    frontDoorReason: '',
    perimeter: covering(IROISE, `commune ${OUESSANT}`)
  });
  await createStructures(db, admin, [
    aStructure({
      name: 'CLIC Iroise',
      type: 'CLIC',
      perimeter: covering(IROISE),
      services: [service()]
    }),
    aStructure({
      name: 'DAC Finistère',
      type: 'DAC',
      perimeter: covering('departement 29'),
      services: [service({ audiences: ['tous-publics'] })]
    }),
    aStructure({
      name: 'CLS Iroise',
      type: 'CLS',
      perimeter: covering(IROISE),
      services: [service()]
    }),
    aStructure({
      name: 'SSIAD sauf Saint-Renan',
      type: 'SSIAD',
      perimeter: coveringAllBut([IROISE], [`commune ${SAINT_RENAN}`]),
      services: [service()]
    }),
    aStructure({
      name: 'Ligne nationale',
      type: 'ASSOCIATION',
      perimeter: EVERYWHERE,
      services: [service()]
    }),
    aStructure({ name: 'MSP muette', type: 'MSP', perimeter: covering(`commune ${SAINT_RENAN}`) }),
    aStructure({
      name: 'SAD sans périmètre',
      type: 'SAD',
      perimeter: UNKNOWN,
      territories: ['iroise'],
      services: [service()]
    }),
    aStructure({
      name: 'PFR du siège voisin',
      type: 'PFR',
      communeCode: QUIMPER,
      perimeter: UNKNOWN,
      services: [service()]
    }),
    aStructure({
      name: 'MSP fermée',
      status: 'closed',
      perimeter: covering(IROISE),
      services: [service()]
    }),
    aStructure({
      name: 'MSP inventée',
      fictional: true,
      perimeter: covering(IROISE),
      services: [service()]
    }),
    aStructure({
      name: 'Association à deux services',
      type: 'ASSOCIATION',
      perimeter: covering('departement 29'),
      services: [
        service({ name: 'Visite', perimeter: covering(`commune ${PLOUARZEL}`) }),
        { name: 'Répit', themes: ['soutien-aidants'], audiences: ['aidants'] }
      ]
    }),
    aStructure({
      name: 'CSAPA de Brest',
      type: 'CSAPA',
      perimeter: covering('commune 29019'),
      services: [{ name: 'Consultation', themes: ['addictions'], audiences: ['tous-publics'] }]
    })
  ]);
  await setFrontDoors(db, admin, territory.id, [
    { audience: null, theme: null, structure: null, type: 'DAC' },
    { audience: 'personnes-agees', theme: null, structure: 'clic-iroise', type: null }
  ]);
});

describe('« Qui couvre ? »', () => {
  it('answers with the front doors first, the most precise before the general', async () => {
    const answer = await ask(SAINT_RENAN, FOR_THE_OLD);
    expect(names(answer.call)).toEqual(['CLIC Iroise', 'DAC Finistère']);
    expect(answer.call.map((one) => one.frontDoor)).toEqual([1, 2]);
    expect(answer.call[0]!.because.text).toBe('couvre tout le Pays d’Iroise'.replace('’', "'"));
  });

  it('sets apart those that gather, those that are everywhere and those that said nothing', async () => {
    const answer = await ask(SAINT_RENAN, FOR_THE_OLD);
    expect(names(answer.gather)).toEqual(['CLS Iroise']);
    expect(names(answer.everywhere)).toEqual(['Ligne nationale']);
    expect(names(answer.unspecified)).toEqual(['MSP muette']);
  });

  it('an excluded commune is not covered, its neighbour is', async () => {
    expect(names((await ask(SAINT_RENAN, FOR_THE_OLD)).call)).not.toContain(
      'SSIAD sauf Saint-Renan'
    );
    expect(names((await ask(PLOUARZEL, FOR_THE_OLD)).call)).toContain('SSIAD sauf Saint-Renan');
  });

  it('lists unknown perimeters apart, those of the network before those of the département', async () => {
    const answer = await ask(SAINT_RENAN, FOR_THE_OLD);
    expect(names(answer.unknown)).toEqual(['SAD sans périmètre', 'PFR du siège voisin']);
    expect(names(answer.call)).not.toContain('SAD sans périmètre');
  });

  it('an unknown perimeter elsewhere in France is nobody’s business here', async () => {
    expect(names((await ask('82112', FOR_THE_OLD)).unknown)).toEqual([]);
  });

  it('the own perimeter of a service replaces its structure’s', async () => {
    const there = await ask(PLOUARZEL, FOR_THE_OLD);
    const here = await ask(SAINT_RENAN, FOR_THE_OLD);
    expect(names(there.call)).toContain('Association à deux services');
    expect(names(here.call)).not.toContain('Association à deux services');
    const found = there.call.find((one) => one.name === 'Association à deux services')!;
    expect(found.services.map((one) => one.name)).toEqual(['Visite']);
    expect(found.because.text).toBe('couvre Plouarzel');
  });

  it('leaves out the closed, and the invented where no network is invented', async () => {
    const answer = await ask(SAINT_RENAN);
    const all = names([
      ...answer.call,
      ...answer.gather,
      ...answer.everywhere,
      ...answer.unspecified
    ]);
    expect(all).not.toContain('MSP fermée');
    expect(all).not.toContain('MSP inventée');
  });

  it('« tous publics » answers a public nobody else declares', async () => {
    expect(
      names((await ask(SAINT_RENAN, { audience: 'personnes-en-situation-de-handicap' })).call)
    ).toContain('DAC Finistère');
  });

  it('when nobody is declared, says whom to ask and who is near', async () => {
    const answer = await ask(SAINT_RENAN, { theme: 'addictions' });
    expect(answer.call).toEqual([]);
    expect(names(answer.askInstead)).toEqual(['DAC Finistère', 'CLS Iroise']);
    expect(names(answer.nearby)).toEqual(['CSAPA de Brest']);
    expect(answer.nearby[0]!.coverage).toBe('Brest');
  });

  it('filters by type', async () => {
    expect(names((await ask(SAINT_RENAN, { type: 'CLIC' })).call)).toEqual(['CLIC Iroise']);
  });

  it('a commune outside every intercommunality is answered like another', async () => {
    const answer = await ask(OUESSANT, FOR_THE_OLD);
    expect(answer.commune.epci).toBeNull();
    expect(names(answer.call)).toEqual(['DAC Finistère']);
    expect(names(answer.unknown)).toContain('SAD sans périmètre');
  });

  it('a commune that does not exist is said not to', async () => {
    await expect(ask('29999')).rejects.toBeInstanceOf(NotFound);
  });
});
