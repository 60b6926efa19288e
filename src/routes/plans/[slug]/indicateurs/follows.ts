import type { IndicatorDraft } from '#domain/plans/figures/definition.ts';
import type { Followable } from '#domain/plans/server/indicators/choices/queries.ts';

/** What a computed indicator follows, in words: « la série « Journée départementale » ». */
export function followsOf(
  binding: IndicatorDraft['binding'],
  followables: readonly Followable[]
): string {
  if (!binding) return '';
  if (binding.source === 'wave') return 'les vagues d’interconnaissance du territoire';
  if (binding.source === 'directory') return 'l’annuaire du territoire';
  if (binding.source === 'sharing') return 'ce que le territoire partage';
  if (binding.source === 'plan') return 'les fiches et les étapes de ce plan';
  const kind = binding.series ? 'series' : 'event';
  const found = followables.find(
    (one) => one.kind === kind && one.id === (binding.series ?? binding.event)
  );
  const word = kind === 'series' ? 'la série' : 'la rencontre';
  return found ? `${word} «\u00a0${found.title}\u00a0»` : word;
}
