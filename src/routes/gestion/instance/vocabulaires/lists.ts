import { error } from '@sveltejs/kit';
import type { Usage, VocabularyKind } from '#domain/directory/vocabulary.ts';
import { enumerate, plural } from '#shared/text.ts';

/** A vocabulary as its pages name it. */
export interface ListWords {
  kind: VocabularyKind;
  /** In the address: `?liste=besoins`. */
  slug: string;
  label: string;
  /** « un besoin ». */
  one: string;
  /** « ce besoin ». */
  this: string;
  what: string;
}

export const LISTS: readonly ListWords[] = [
  {
    kind: 'type',
    slug: 'types',
    label: 'Types de structures',
    one: 'un type',
    this: 'ce type',
    what: 'Ce qu’est une structure : CLIC, CPTS, DAC… Le type dit si on l’appelle ou si on l’associe.'
  },
  {
    kind: 'theme',
    slug: 'besoins',
    label: 'Besoins',
    one: 'un besoin',
    this: 'ce besoin',
    what: 'Ce que la personne, ou le professionnel, cherche. Les services disent à quels besoins ils répondent.'
  },
  {
    kind: 'audience',
    slug: 'publics',
    label: 'Publics',
    one: 'un public',
    this: 'ce public',
    what: 'Pour qui. Un service « tous publics » répond à toutes les recherches.'
  },
  {
    kind: 'acronym',
    slug: 'sigles',
    label: 'Sigles des plans',
    one: 'un sigle',
    this: 'ce sigle',
    what: 'Ce que veulent dire PRS, PRAPS, SROS… dans les plans et les fiches action.'
  }
];

/** The list an address names. @throws 404 */
export function listNamed(slug: string | null): ListWords {
  const list = LISTS.find((one) => one.slug === (slug ?? 'types'));
  if (!list) error(404, 'Cette liste n’existe pas.');
  return list;
}

/** The page of a word. */
export function wordAddress(list: ListWords, code: string): string {
  return `/gestion/instance/vocabulaires/${list.slug}/${code}`;
}

/** What a word describes, in words: « 3 structures, 5 services, 1 porte d’entrée ». */
export function usageText({ structures, services, frontDoors }: Usage): string {
  const parts = [
    ...(structures > 0 ? [plural(structures, 'structure')] : []),
    ...(services > 0 ? [plural(services, 'service')] : []),
    ...(frontDoors > 0 ? [plural(frontDoors, 'porte d’entrée', 'portes d’entrée')] : [])
  ];
  return enumerate(parts);
}
