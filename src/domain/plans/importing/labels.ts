/** Labels of headings, as sheets write them: « Public(s) visé(s) », « ECHEANCIER », « Leviers/freins ». */
import type { HeadingKey } from '../headings.ts';
import { root, wordsOf } from './source.ts';

/** A heading that a plan renamed or added. */
export interface OwnLabel {
  readonly key: string;
  readonly label: string;
}

/** Words that name a heading, and those that may go with them. « = » before whole labels. */
interface Grammar {
  readonly heads: string;
  readonly with?: string;
  readonly whole?: readonly string[];
}

const GRAMMAR: Readonly<Record<HeadingKey, Grammar>> = {
  diagnostic: {
    heads: 'diagnostic constat contexte',
    with: 'element synthese partage local initial besoin territorial justification',
    whole: ['état des lieux', 'constats et besoins', 'pourquoi', 'problématique', 'problématiques']
  },
  stakes: {
    heads: 'enjeu objectif finalite',
    with: 'poursuivi vise general generaux specifique operationnel attendu principal principaux strategique action',
    whole: ['résultats attendus', 'objectif de l’action', 'buts', 'but']
  },
  actions: {
    heads: 'action descriptif description deroulement contenu',
    with: 'prevue mener proposee concrete envisagee mettre mise oeuvre detail engager projet realiser modalite fiche',
    whole: ['modalités de mise en œuvre', 'mise en œuvre', 'quoi']
  },
  audiences: {
    heads: 'public beneficiaire population destinataire',
    with: 'vise cible concerne direct final prioritaire',
    whole: ['pour qui', 'cible', 'cibles']
  },
  pilots: {
    heads: 'pilote pilotage copilote porteur referent porteuse responsable animateur',
    with: 'action projet structure operationnel institutionnel identifie',
    whole: ['chef de file', 'maître d’ouvrage', 'maîtrise d’ouvrage', 'qui pilote']
  },
  partners: {
    heads: 'partenaire partenariat acteur',
    with: 'concerne mobilise associe mobiliser local associer potentiel action envisage implique institutionnel technique',
    whole: ['avec qui']
  },
  resources: {
    heads: '',
    whole: [
      ...['ressources partenariales', 'ressource partenariale', 'articulation avec d’autres plans'],
      ...['articulation avec les autres plans', 'articulations', 'autres plans', 'plans liés'],
      ...['lien avec d’autres plans', 'liens avec les autres plans', 'cadre de référence'],
      ...['documents de référence', 'articulation avec les politiques publiques', 'références']
    ]
  },
  levers: {
    heads: 'levier atout facilitateur',
    with: 'identifie possible mobilisable',
    whole: [
      'points d’appui',
      'facteurs de réussite',
      'facteurs facilitants',
      'conditions de réussite'
    ]
  },
  brakes: {
    heads: 'frein obstacle difficulte',
    with: 'identifie possible rencontree',
    whole: ['points de vigilance', 'points d’attention', 'risques', 'risque']
  },
  means: {
    heads: 'moyen',
    with: 'mobilise humain materiel necessaire prevu mobiliser technique action logistique',
    whole: ['ressources', 'ressources humaines', 'ressources mobilisées', 'ressources nécessaires']
  },
  funding: {
    heads: 'financement budget cout financeur',
    with: 'plan source previsionnel prevu action global estime mobilise mobilisable possible potentiel annuel total',
    whole: ['moyens financiers', 'ressources financières', 'estimation budgétaire']
  },
  schedule: {
    heads: 'echeancier calendrier echeance planning',
    with: 'previsionnel realisation mise oeuvre prevu action',
    whole: [
      'étapes',
      'étapes de mise en œuvre',
      'durée',
      'délai',
      'délais',
      'quand',
      'période',
      'dates',
      'temporalité'
    ]
  },
  indicators: {
    heads: 'indicateur evaluation',
    with: 'suivi propose resultat realisation processus impact attendu modalite action quantitatif qualitatif evaluation retenu critere',
    whole: ['suivi', 'critères de réussite', 'modalités de suivi', 'suivi de l’action']
  }
};

const JOINING = new Set('de du des d l la le les et en au aux a sur pour par ou e s'.split(' '));

const HEADS = new Map<string, HeadingKey>();
const WITH = new Map<HeadingKey, Set<string>>();
const WHOLE = new Map<string, HeadingKey>();
for (const [key, grammar] of Object.entries(GRAMMAR) as [HeadingKey, Grammar][]) {
  for (const head of grammar.heads.split(' ').filter(Boolean)) HEADS.set(head, key);
  WITH.set(key, new Set((grammar.with ?? '').split(' ').filter(Boolean)));
  for (const whole of grammar.whole ?? []) WHOLE.set(rootsOf(whole).join(' '), key);
}

/** No label is longer; in words. */
export const LONGEST_LABEL = 9;

/** What a label is compared by: its words without accents, plural, « (s) » nor small words. */
function rootsOf(label: string): string[] {
  return wordsOf(label.replace(/\((?:s|e|es|x|ne|nes)\)|[.·•](?:e|s|es)\b\.?/giu, ''))
    .map(root)
    .filter((word) => !JOINING.has(word));
}

/**
 * The headings that a label names: none, one, or several (« Leviers/freins »).
 * @param own - labels of the plan, known before ours.
 */
export function headingsNamed(label: string, own: readonly OwnLabel[] = []): string[] {
  if (label.length > 120) return [];
  const roots = rootsOf(label);
  if (roots.length === 0 || roots.length > LONGEST_LABEL) return [];
  const text = roots.join(' ');
  const mine = own.find((heading) => rootsOf(heading.label).join(' ') === text);
  if (mine) return [mine.key];
  const whole = WHOLE.get(text);
  return whole ? [whole] : namedTogether(roots);
}

/** Reads a label word by word: whole labels first, then a head with the words that may go with it. */
function namedTogether(roots: readonly string[]): string[] {
  const keys: HeadingKey[] = [];
  let waiting: string[] = [];
  for (let at = 0; at < roots.length;) {
    const whole = wholeAt(roots, at);
    const head = whole?.key ?? HEADS.get(roots[at]!);
    const last = keys.at(-1);
    if (last && !whole && WITH.get(last)!.has(roots[at]!)) {
      at += 1;
    } else if (head) {
      if (waiting.some((word) => !WITH.get(head)!.has(word))) return [];
      waiting = [];
      keys.push(head);
      at += whole?.length ?? 1;
    } else {
      if (last) return [];
      waiting.push(roots[at]!);
      at += 1;
    }
  }
  return waiting.length > 0 ? [] : [...new Set(keys)];
}

function wholeAt(roots: readonly string[], at: number) {
  for (let length = Math.min(4, roots.length - at); length >= 2; length -= 1) {
    const key = WHOLE.get(roots.slice(at, at + length).join(' '));
    if (key) return { key, length };
  }
  return null;
}
