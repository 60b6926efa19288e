/**
 * The headings of an action sheet, in the order of a printed one (fiche 28 of Loir-et-Cher). A plan may rename, hide,
 * reorder and add some.
 */

/**
 * text: paragraphs. list: items, one a line. rows: written elsewhere than in `texts` (pilots, partners, other plans);
 * those that are both « text » and followed by rows (means, funding, schedule, indicators) are « list » here.
 */
export type HeadingKind = 'text' | 'list' | 'rows';

export interface StandardHeading {
  readonly key: HeadingKey;
  readonly label: string;
  readonly kind: HeadingKind;
  /** What is expected there, in a sentence. */
  readonly hint: string;
}

export const HEADING_KEYS = [
  'diagnostic',
  'stakes',
  'actions',
  'audiences',
  'pilots',
  'partners',
  'resources',
  'levers',
  'brakes',
  'means',
  'funding',
  'schedule',
  'indicators'
] as const;
export type HeadingKey = (typeof HEADING_KEYS)[number];

export const STANDARD_HEADINGS: readonly StandardHeading[] = [
  of('diagnostic', 'text', 'Diagnostic', 'Ce que l’on constate, et qui appelle cette action.'),
  of('stakes', 'list', 'Enjeux', 'Ce qu’il faut obtenir. Un enjeu par ligne.'),
  of('actions', 'list', 'Actions', 'Ce que l’on fait. Une action par ligne.'),
  of('audiences', 'list', 'Publics visés', 'Pour qui. Un public par ligne.'),
  of('pilots', 'rows', 'Pilotes', 'Qui mène l’action et en tient la fiche.'),
  of('partners', 'rows', 'Partenaires', 'Avec qui.'),
  of('resources', 'rows', 'Ressources partenariales', 'Les autres plans sur lesquels on s’appuie.'),
  of('levers', 'list', 'Leviers', 'Ce qui aide. Un levier par ligne.'),
  of('brakes', 'list', 'Freins', 'Ce qui gêne. Un frein par ligne.'),
  of('means', 'list', 'Moyens mobilisés', 'Personnes, lieux, outils. Un moyen par ligne.'),
  of(
    'funding',
    'list',
    'Financement',
    'En mots ; les montants se saisissent par financeur et par an.'
  ),
  of('schedule', 'list', 'Échéancier', 'En mots ; les étapes datées se saisissent une à une.'),
  of(
    'indicators',
    'list',
    'Indicateurs de suivi et d’évaluation',
    'En mots ; chaque indicateur chiffré se définit à part.'
  )
];

function of(key: HeadingKey, kind: HeadingKind, label: string, hint: string): StandardHeading {
  return { key, kind, label, hint };
}

/** A heading as a plan has it. */
export interface Heading {
  /** One of `HEADING_KEYS`, or « propre-3 » for one that the plan added. */
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  readonly kind: HeadingKind;
  readonly hidden: boolean;
  /** Added by the plan. */
  readonly own: boolean;
}

/** What a plan says otherwise of a heading. */
export interface HeadingChange {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  readonly hidden: boolean;
  readonly position: number;
}

/** The headings of a plan: the standard ones, as it renamed, hid and reordered them, and its own. */
export function headingsOf(changes: readonly HeadingChange[]): Heading[] {
  const changed = new Map(changes.map((change) => [change.key, change]));
  const standard = STANDARD_HEADINGS.map((heading, index) => {
    const change = changed.get(heading.key);
    changed.delete(heading.key);
    return {
      ...{ key: heading.key, kind: heading.kind, own: false },
      ...{ label: change?.label ?? heading.label, hint: change?.hint || heading.hint },
      ...{ hidden: change?.hidden ?? false, position: change?.position ?? index * 10 }
    };
  });
  const own = [...changed.values()].map((change) => ({
    ...change,
    ...{ kind: 'list' as const, own: true }
  }));
  return [...standard, ...own]
    .sort((a, b) => a.position - b.position)
    .map(({ position: _position, ...heading }) => heading);
}

/**
 * What a plan says otherwise, so that its headings are these, in this order; nothing when they are those of the code.
 * A hint that is the code’s is not kept, so that it follows it.
 */
export function changesOf(headings: readonly Heading[]): HeadingChange[] {
  const standard = headingsOf([]);
  const hintOf = new Map<string, string>(STANDARD_HEADINGS.map(({ key, hint }) => [key, hint]));
  const isStandard =
    headings.length === standard.length &&
    headings.every(({ key, label, hint, hidden }, index) => {
      const other = standard[index]!;
      return key === other.key && label === other.label && hint === other.hint && !hidden;
    });
  if (isStandard) return [];
  return headings.map(({ key, label, hint, hidden }, index) => ({
    ...{ key, label, hidden, hint: hint === hintOf.get(key) ? '' : hint },
    position: (index + 1) * 10
  }));
}

/** The key of one more heading: never that of another, even of one that was taken off and that a version still holds. */
export function nextOwnKey(known: readonly string[]): string {
  const ranks = known.flatMap((key) => /^propre-(\d+)$/.exec(key)?.[1] ?? []).map(Number);
  return `propre-${Math.max(0, ...ranks) + 1}`;
}
