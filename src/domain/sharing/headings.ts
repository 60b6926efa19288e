/**
 * The headings of each kind of contribution, in their order. Those of a full experience follow what methods of
 * capitalisation in public health ask for; no conformity to any label is claimed.
 */
import type { ExperienceForm } from './details.ts';
import type { ContributionKind } from './model.ts';

export interface Heading {
  readonly key: string;
  readonly label: string;
  /** What is expected there, in a sentence. */
  readonly hint: string;
}

const of = (key: string, label: string, hint = ''): Heading => ({ key, label, hint });

export const EXPRESS_HEADINGS: readonly Heading[] = [
  of('context', 'Contexte', 'Où, quand, avec qui, et ce qui a fait démarrer.'),
  of('done', 'Ce qu’on a fait', 'Les gestes concrets, dans l’ordre.'),
  of('worked', 'Ce qui a marché', 'Et à quoi vous l’avez vu.'),
  of('failed', 'Ce qui n’a pas marché', 'C’est ce que les autres liront en premier.'),
  of('useful', 'À qui ça peut servir', 'Dans quelles conditions le refaire ailleurs.')
];

export const FULL_HEADINGS: readonly Heading[] = [
  of('identity', 'Carte d’identité', 'Le porteur, le lieu, la durée, les moyens, les publics.'),
  ...EXPRESS_HEADINGS.slice(0, 2),
  of('steps', 'Étapes et moments clés', 'Ce qui a compté, étape après étape, avec les dates.'),
  of('salient', 'Éléments saillants', 'Ce qui distingue cette expérience d’une autre.'),
  of(
    'skills',
    'Fonctions et compétences clés',
    'Qui a fait quoi, et ce qu’il fallait savoir faire.'
  ),
  of('partnerships', 'Partenariats', 'Avec qui, comment c’est venu, ce que chacun y a gagné.'),
  of('users', 'Implication des usagers', 'Ce que les personnes concernées ont décidé ou fait.'),
  of('tools', 'Outils', 'Ce que vous avez fabriqué ou repris, et où le trouver.'),
  of('levers', 'Leviers', 'Ce qui a aidé.'),
  of('brakes', 'Freins', 'Ce qui a gêné, et comment vous avez fait avec.'),
  ...EXPRESS_HEADINGS.slice(2, 4),
  of('results', 'Résultats', 'Ce qui a changé, chiffres et effets inattendus compris.'),
  of('lessons', 'Enseignements', 'Ce que vous referiez, et ce que vous ne referiez pas.'),
  ...EXPRESS_HEADINGS.slice(4),
  of(
    'quotes',
    'Verbatims',
    'Des paroles de professionnels, sans rien qui désigne une personne accompagnée.'
  )
];

const OTHERS: Record<Exclude<ContributionKind, 'experience'>, readonly Heading[]> = {
  project: [
    of('description', 'Le projet', 'Ce que vous voulez faire, et pourquoi.'),
    of('goals', 'Ce qui en est attendu', 'Ce qui aura changé si cela réussit.')
  ],
  question: [
    of('body', 'Votre question', 'Ce que vous cherchez, et ce que vous avez déjà essayé.')
  ],
  opportunity: [
    of('description', 'L’essentiel', 'Ce qui est proposé, à qui, à quelles conditions.')
  ],
  document: [of('description', 'Ce que contient ce document', 'À quoi il sert, et d’où il vient.')]
};

/** The headings of a contribution. An experience that has grown keeps all it said in its express form. */
export function headingsOf(
  kind: ContributionKind,
  form: ExperienceForm = 'express'
): readonly Heading[] {
  if (kind !== 'experience') return OTHERS[kind];
  return form === 'full' ? FULL_HEADINGS : EXPRESS_HEADINGS;
}
