import { beforeAll, describe, expect, test } from 'vitest';
import { operator } from '#domain/identity/model.ts';
import { createTerritory } from '#domain/territory/server/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { CommuneCode } from '#shared/ids.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { structureInput } from '../../forms.ts';
import { NO_FILTER, type StructureSearch } from '../../listing.ts';
import type { StructureInput } from '../../model.ts';
import { createStructures, saveVocabulary, updateStructure } from '../commands.ts';
import { forgetUnusedTerms } from './commands.ts';
import { searchStructures } from './queries.ts';

const actor = operator('essai');
const now = new Date('2026-11-22T10:00:00Z');
const db = await testDatabase({ geography: true });

const BREST = '29019' as CommuneCode;
const RENAN = '29260' as CommuneCode;
const LANDERNEAU = '29103' as CommuneCode;
const IROISE = { level: 'epci' as const, code: '242900074' };

function fiche(slug: string, more: object): StructureInput {
  return structureInput.parse({ slug, name: slug, ...more });
}

const declared = (...include: { level: string; code: string }[]) => ({
  certainty: 'declared',
  include,
  exclude: []
});

const FICHES = [
  fiche('clic-iroise', {
    name: 'Centre local d’information et de coordination du Pays d’Iroise',
    type: 'CLIC',
    communeCode: RENAN,
    territories: ['ouest'],
    perimeter: declared(IROISE),
    confirmedAt: '2026-10-01T08:00:00Z',
    services: [
      {
        name: 'Accueil des familles',
        themes: ['maintien-a-domicile'],
        audiences: ['personnes-agees']
      },
      { name: 'Répit', themes: ['soutien-aidants'], audiences: ['aidants'] }
    ]
  }),
  fiche('guichet-brest', {
    name: 'Guichet des aînés',
    type: 'CLIC',
    communeCode: BREST,
    confirmedAt: '2025-01-01T08:00:00Z'
  }),
  fiche('cpts-landerneau', {
    name: 'CPTS de Landerneau',
    type: 'CPTS',
    communeCode: LANDERNEAU,
    perimeter: declared({ level: 'commune', code: LANDERNEAU }),
    services: [
      { name: 'Médecin traitant', themes: ['acces-aux-soins'], audiences: ['tous-publics'] }
    ]
  }),
  fiche('cls', {
    name: 'Contrat local de santé du Pays de Brest',
    type: 'CLS',
    perimeter: declared({ level: 'commune', code: BREST })
  }),
  fiche('national', {
    name: 'Écoute nationale',
    type: 'ASSOCIATION',
    perimeter: { certainty: 'everywhere', include: [], exclude: [] },
    services: [{ name: 'Ligne d’écoute', themes: [], audiences: ['aidants'] }]
  }),
  fiche('ferme', { name: 'CLIC fermé', type: 'CLIC', communeCode: BREST, status: 'closed' }),
  fiche('nue', { name: 'Zéphyr', type: 'ASSOCIATION' })
];

beforeAll(async () => {
  await saveVocabulary(db, actor, VOCABULARY);
  await createTerritory(db, actor, {
    ...{ slug: 'ouest', name: 'Ouest', nameWithDe: 'de l’Ouest', description: '', fictional: true },
    ...{ coveragePublic: false, frontDoorReason: '' },
    perimeter: {
      certainty: 'declared',
      include: [IROISE, { level: 'commune', code: BREST }],
      exclude: []
    }
  });
  await createStructures(db, actor, FICHES);
});

const word = (code: string, name: string, synonyms: string[] = []) => ({
  ...{ code, name, phrase: name, dataInclusion: [], synonyms, position: 0 }
});
const type = (code: string, name: string, action: 'call' | 'gather', synonyms: string[] = []) => ({
  ...{
    code,
    name,
    mission: '',
    legalBasis: '',
    action,
    colour: 1,
    dataInclusion: null,
    synonyms,
    position: 0
  }
});
const VOCABULARY = {
  types: [
    type('CLIC', 'Centre local d’information et de coordination', 'call', ['point info seniors']),
    type('CPTS', 'Communauté professionnelle territoriale de santé', 'call'),
    type('CLS', 'Contrat local de santé', 'gather'),
    type('ASSOCIATION', 'Association', 'call')
  ],
  themes: [
    word('maintien-a-domicile', 'Rester à domicile', ['aide à domicile']),
    word('soutien-aidants', 'Soutien des aidants'),
    word('acces-aux-soins', 'Accès aux soins')
  ],
  audiences: [
    word('tous-publics', 'Tous publics'),
    word('personnes-agees', 'Personnes âgées', ['vieillesse']),
    word('aidants', 'Aidants')
  ]
};

async function found(search: Partial<StructureSearch>, on: Database = db) {
  const answer = await searchStructures(on, { ...NO_FILTER, ...search }, now);
  return { ...answer, slugs: answer.items.map((item) => item.slug) };
}

describe('text', () => {
  test('the words of an acronym find the structures of that type, and the acronym those that only have the words', async () => {
    expect((await found({ q: 'centre local d’information' })).slugs).toEqual([
      'clic-iroise',
      'guichet-brest'
    ]);
    expect((await found({ q: 'CLIC' })).slugs.toSorted()).toEqual(['clic-iroise', 'guichet-brest']);
  });

  test.each([
    ['landernau', 'cpts-landerneau'],
    ['landreneau', 'cpts-landerneau'],
    ['comunauté profesionnelle landerneau', 'cpts-landerneau'],
    ['medecins traitants', 'cpts-landerneau'],
    ['vieilesse iroise', 'clic-iroise'],
    ['clic saint renan', 'clic-iroise'],
    ['CLIC St-Renan', 'clic-iroise'],
    ['aide a domicile', 'clic-iroise'],
    ['point info senior brest', 'guichet-brest'],
    ['guich', 'guichet-brest'],
    ['zephir', 'nue']
  ])('« %s » finds %s first', async (q, slug) => {
    const { slugs, partial } = await found({ q });
    expect(slugs[0]).toBe(slug);
    expect(partial).toBe(false);
  });

  test('a word under five letters tolerates no error', async () => {
    expect((await found({ q: 'clik ' })).total).toBe(0);
  });

  test('when nothing has all the words, those that have the most of them are shown and it is said', async () => {
    const { slugs, partial } = await found({ q: 'cpts landerneau xylophone' });
    expect(slugs).toEqual(['cpts-landerneau']);
    expect(partial).toBe(true);
    expect(await found({ q: 'xylophone' })).toMatchObject({ total: 0, partial: false });
  });

  test('the exact name comes first', async () => {
    expect((await found({ q: 'contrat local de santé du pays de brest' })).slugs[0]).toBe('cls');
  });

  test('an updated fiche is found by its new words and no longer by the old ones', async () => {
    const before = FICHES.find(({ slug }) => slug === 'nue')!;
    const id = (await found({ q: 'zephyr' })).items[0]!.id;
    await updateStructure(db, actor, id, { ...before, name: 'Aquilon' });
    expect((await found({ q: 'aquillon' })).slugs).toEqual(['nue']);
    expect((await found({ q: 'zephyr' })).total).toBe(0);
    await forgetUnusedTerms(db);
    const terms = await db
      .selectFrom('search_term')
      .select('term')
      .where('term', 'in', ['zephyr', 'aquilon'])
      .execute();
    expect(terms).toEqual([{ term: 'aquilon' }]);
    await updateStructure(db, actor, id, before);
  });

  test('a new synonym finds at once', async () => {
    await saveVocabulary(db, actor, {
      ...VOCABULARY,
      types: [type('CPTS', 'Communauté', 'call', ['équipe territoriale'])]
    });
    expect((await found({ q: 'equipe territoriale' })).slugs).toEqual(['cpts-landerneau']);
    await saveVocabulary(db, actor, VOCABULARY);
  });
});

describe('filters', () => {
  test('closed structures are hidden unless asked', async () => {
    expect((await found({ types: ['CLIC'] })).slugs).not.toContain('ferme');
    expect((await found({ types: ['CLIC'], closed: true })).slugs).toContain('ferme');
  });

  test('values of one filter widen, filters narrow', async () => {
    expect((await found({ types: ['CLS', 'CPTS'] })).total).toBe(2);
    expect((await found({ types: ['CLS', 'CPTS'], action: 'gather' })).slugs).toEqual(['cls']);
  });

  test('who serves everyone answers every public', async () => {
    expect((await found({ audiences: ['personnes-agees'] })).slugs.toSorted()).toEqual([
      'clic-iroise',
      'cpts-landerneau'
    ]);
  });

  test('a theme and a public are asked of one and the same service', async () => {
    expect(
      (await found({ themes: ['maintien-a-domicile'], audiences: ['personnes-agees'] })).slugs
    ).toEqual(['clic-iroise']);
    expect((await found({ themes: ['maintien-a-domicile'], audiences: ['aidants'] })).total).toBe(
      0
    );
  });

  test('a commune lists who covers it, then who intervenes everywhere, then who has its seat there without saying where', async () => {
    const { items } = await found({ commune: BREST });
    expect(items.map(({ slug, presence }) => [slug, presence])).toEqual([
      ['cls', 'covers'],
      ['national', 'everywhere'],
      ['guichet-brest', 'seat']
    ]);
  });

  test('a territory lists its own directory first, then who intervenes on it', async () => {
    expect((await found({ territory: 'ouest' })).slugs).toEqual(['clic-iroise', 'cls', 'national']);
  });

  test('nothing invented answers for a real place', async () => {
    const invented = fiche('inventee', {
      ...{ name: 'Inventée', type: 'ASSOCIATION', fictional: true },
      perimeter: { certainty: 'everywhere', include: [], exclude: [] }
    });
    const [id] = await createStructures(db, actor, [invented]);
    expect((await found({ commune: BREST })).slugs).toContain('inventee');
    expect((await found({ territory: 'ouest' })).slugs).toContain('inventee');
    expect((await found({ commune: LANDERNEAU })).slugs).not.toContain('inventee');
    await db.updateTable('territory').set({ fictional: false }).execute();
    expect((await found({ territory: 'ouest' })).slugs).not.toContain('inventee');
    await updateStructure(db, actor, id!, { ...invented, status: 'closed' });
  });

  test('freshness tells confirmed, due again and never confirmed apart', async () => {
    expect((await found({ freshness: ['fresh'] })).slugs).toEqual(['clic-iroise']);
    expect((await found({ freshness: ['stale'] })).slugs).toEqual(['guichet-brest']);
    expect((await found({ freshness: ['never'] })).total).toBe(4);
  });

  test('counts are those each value would give, the other filters unchanged', async () => {
    const search: Partial<StructureSearch> = { types: ['CLIC'], audiences: ['aidants'] };
    const { facets, total } = await found(search);
    expect(total).toBe(1);
    for (const value of ['CLIC', 'CPTS', 'CLS', 'ASSOCIATION']) {
      expect(facets.types.get(value) ?? 0, value).toBe(
        (await found({ ...search, types: [value] })).total
      );
    }
    for (const value of ['personnes-agees', 'aidants', 'tous-publics']) {
      expect(facets.audiences.get(value) ?? 0, value).toBe(
        (await found({ ...search, audiences: [value] })).total
      );
    }
    for (const value of ['maintien-a-domicile', 'soutien-aidants', 'acces-aux-soins']) {
      expect(facets.themes.get(value) ?? 0, value).toBe(
        (await found({ ...search, themes: [value] })).total
      );
    }
  });

  test('pages follow each other without a gap or a repeat', async () => {
    const all = (await found({ sort: 'name', perPage: 100 })).slugs;
    const pages = [1, 2, 3].map((page) => found({ sort: 'name', perPage: 2, page }));
    expect((await Promise.all(pages)).flatMap(({ slugs }) => slugs)).toEqual(all);
    expect(all).toHaveLength(6);
  });
});

test('the number of queries does not depend on the number of structures', async () => {
  let queries = 0;
  const counting = db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      queries++;
      return result;
    }
  });
  const count = async (search: Partial<StructureSearch>) => {
    queries = 0;
    const { items } = await found(search, counting);
    return { rows: items.length, queries };
  };
  expect(await count({ q: 'landernau' })).toEqual({ rows: 1, queries: 7 });
  expect(await count({ perPage: 1 })).toEqual({ rows: 1, queries: 4 });
  expect(await count({ perPage: 3 })).toEqual({ rows: 3, queries: 4 });
});
