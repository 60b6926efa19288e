import { describe, expect, test } from 'vitest';
import { listStructureInputs, listTypes } from '#domain/directory/server/queries.ts';
import { whoCovers } from '#domain/directory/server/coverage/queries.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { loadDefaultVocabulary, loadDemonstration } from './demo.ts';

const db = await testDatabase({ geography: true });
const said: string[] = [];
/** A Tuesday, 15 h in Paris. */
const now = new Date('2026-11-24T14:00:00Z');
const first = await loadDemonstration(db, (message) => said.push(message), now);

const names = (list: { name: string }[]) => list.map((structure) => structure.name);

describe('loading the demonstration', () => {
  test('brings three territories, 45 sourced organisations and the fictional network', async () => {
    expect(first).toBe(true);
    const territories = await listTerritories(db);
    expect(territories.map(({ slug, communeCount }) => [slug, communeCount])).toEqual([
      ['pays-de-brest', 103],
      ['loir-et-cher', 267],
      ['trois-confluents', 199]
    ]);
    expect(territories[0]!.population).toBe(431_674);
    const structures = await listStructureInputs(db);
    expect(structures.filter((structure) => !structure.fictional)).toHaveLength(45);
    expect(structures.filter((structure) => structure.fictional)).toHaveLength(48);
  });

  test('does nothing the second time, and says so', async () => {
    expect(await loadDemonstration(db, (message) => said.push(message), now)).toBe(false);
    expect(said.at(-1)).toContain('rien à charger');
    expect(await listStructureInputs(db)).toHaveLength(93);
  });

  test('leaves the words of an instance alone when it has some', async () => {
    const before = await listTypes(db);
    expect(before.length).toBeGreaterThan(40);
    expect(await loadDefaultVocabulary(db)).toBe(false);
  });
});

describe('« Qui couvre ? » on the real territories', () => {
  test('Saint-Renan: two to call, the contract to associate, the others unknown, nothing invented', async () => {
    const answer = await whoCovers(db, { commune: '29260' }, now);
    expect(names(answer.call)).toEqual(['Communauté 360 du Finistère', 'CPAM du Finistère']);
    expect(names(answer.gather)).toEqual(['Contrat local de santé du Pays de Brest']);
    expect(answer.everywhere).toEqual([]);
    expect(names(answer.unknown)).toContain(
      'Dispositif d’appui à la coordination (Appui Santé Nord Finistère)'
    );
    expect(answer.unknown.every((structure) => !structure.fictional)).toBe(true);
  });

  test('the CLIC of Brest covers five of the eight communes of the metropolis', async () => {
    const metropolis = ['29011', '29019', '29061', '29069', '29075', '29189', '29212', '29235'];
    const covered = [];
    for (const commune of metropolis) {
      const answer = await whoCovers(db, { commune, type: 'CLIC' }, now);
      if (answer.call.length > 0) covered.push(commune);
    }
    expect(covered).toEqual(['29019', '29061', '29075', '29212', '29235']);
  });

  test('Île-Molène is under two contracts, Ouessant (no EPCI) under one', async () => {
    const molene = await whoCovers(db, { commune: '29084', type: 'CLS' }, now);
    expect(names(molene.gather)).toHaveLength(2);
    const ouessant = await whoCovers(db, { commune: '29155', type: 'CLS' }, now);
    expect(names(ouessant.gather)).toEqual(['Contrat local de santé des îles bretonnes du Ponant']);
  });

  test('Blois: a person with a disability is sent to the Communauté 360 first', async () => {
    const audience = 'personnes-en-situation-de-handicap';
    const answer = await whoCovers(db, { commune: '41018', audience, theme: 'handicap' }, now);
    expect(answer.call[0]).toMatchObject({
      name: 'Communauté 360 de Loir-et-Cher',
      phone: '0800360360',
      frontDoor: 1
    });
  });
});

describe('« Qui couvre ? » in the fictional network', () => {
  test('Moissac, an old person to keep at home: the front doors, the others, and the doubt', async () => {
    const question = {
      commune: '82112',
      audience: 'personnes-agees',
      theme: 'maintien-a-domicile'
    };
    const answer = await whoCovers(db, question, now);
    expect(names(answer.call).slice(0, 2)).toEqual([
      'CLIC de la Belle-Écluse',
      'DAC des Trois Confluents'
    ]);
    expect(answer.call[0]).toMatchObject({
      frontDoor: 1,
      opening: { state: 'open', until: '2026-11-24T17:00' }
    });
    expect(answer.call.length).toBeGreaterThan(8);
    expect(names(answer.gather)).toEqual(['Contrat local de santé des Trois Confluents']);
    expect(names(answer.everywhere)).toEqual(['Ligne Fil-Mauve']);
    expect(names(answer.unknown)).toContain('SAD Maison-Lumière');
    for (const structure of answer.call) {
      expect(structure.because.text).not.toBe('');
      expect(structure.phone).toMatch(/^053649/);
    }
  });

  test('a CIAS stands on three départements', async () => {
    for (const commune of ['82186', '47067', '32358']) {
      const answer = await whoCovers(db, { commune, type: 'CIAS' }, now);
      expect(names(answer.call)).toEqual(['CIAS des Deux Aubes']);
    }
  });

  test('the east has no respite, and addictions are cared for in Montauban only', async () => {
    const caylus = await whoCovers(db, { commune: '82038', theme: 'soutien-aidants' }, now);
    expect([...caylus.call, ...caylus.everywhere, ...caylus.unknown]).toEqual([]);
    expect(names(caylus.askInstead)).toContain('DAC des Trois Confluents');
    const moissac = await whoCovers(db, { commune: '82112', theme: 'addictions' }, now);
    expect(moissac.call).toEqual([]);
    const montauban = await whoCovers(db, { commune: '82121', theme: 'addictions' }, now);
    expect(names(montauban.call)).toEqual(['CSAPA L’Escale-Claire']);
  });

  test('two CLIC overlap at Montesquieu and at Lafrançaise', async () => {
    for (const commune of ['82127', '82087']) {
      const answer = await whoCovers(db, { commune, type: 'CLIC' }, now);
      expect(answer.call).toHaveLength(2);
    }
  });

  test('what is invented never leaves its territory, however wide its perimeter', async () => {
    for (const commune of ['31202', '29019', '41018', '75056']) {
      const { call, gather, everywhere, unknown, nearby } = await whoCovers(db, { commune }, now);
      const answered = [...call, ...gather, ...everywhere, ...unknown, ...nearby];
      expect(answered.filter((structure) => structure.fictional)).toEqual([]);
    }
  });
});
