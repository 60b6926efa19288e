import type { Decision, ImportPart } from '#domain/plans/importing/deciding.ts';
import { abridge } from '#shared/text.ts';

/** A part of an import, as a line of the list. */
export interface Row {
  readonly position: number;
  readonly name: string;
  readonly title: string;
  readonly decision: Decision;
  /** Why it is to be decided, in French; '' when nothing is to be said. */
  readonly why: string;
  readonly remainder: number;
  readonly headings: number;
  /** Where its sheet is, once imported. */
  readonly href: string | null;
}

export function rowOf(part: ImportPart, plan: string): Row {
  const { sheet, position, kind, target, standing } = part;
  const { pilots, partners, resources } = sheet;
  const written = Object.keys(sheet.texts).length;
  const rows = [pilots, partners, resources].filter((all) => all.length > 0).length;
  const isSheet = kind === 'sheet';
  return {
    position,
    name: isSheet ? `Fiche ${sheet.number || 'sans numéro'}` : 'Hors fiche',
    title: isSheet
      ? sheet.title || 'Sans titre'
      : abridge(part.source.replaceAll(/\s+/g, ' '), 120),
    decision: part.decision,
    why: why(part),
    remainder: sheet.remainder.split(/\s+/).filter(Boolean).length,
    headings: written + rows,
    href:
      target === null || standing.kind !== 'exists'
        ? null
        : `/plans/${plan}/fiches/${standing.sheet.slug}`
  };
}

function why({ standing, target }: ImportPart): string {
  if (target !== null) return '';
  if (standing.kind === 'exists')
    return `Le plan a déjà cette fiche\u00a0: «\u00a0${standing.sheet.title}\u00a0».`;
  if (standing.kind === 'twice')
    return standing.isSame
      ? `Même texte que la partie ${standing.position}.`
      : `Même numéro que la partie ${standing.position}, autre texte.`;
  if (standing.kind === 'untitled') return 'Aucun titre n’a été reconnu.';
  return standing.kind === 'other' ? 'Avant la première fiche, ou sans rubrique.' : '';
}
