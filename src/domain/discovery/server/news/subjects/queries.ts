/** What makes a content concern somebody, and when it is news: what every source of news shares. */
import { sql, type RawBuilder } from 'kysely';
import type { ContributionKind, ContributionSummary } from '#domain/sharing/model.ts';
import { civilTime } from '#shared/dates.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { Ground, Interests, Subject } from '../../../news.ts';

/** What happened after one instant, and not after another. */
export interface Span {
  readonly since: Date;
  readonly until: Date;
}

/** The territories whose news may concern her: her networks, and those she follows. */
export function territoriesOf({ territories, follows }: Interests): TerritoryId[] {
  const followed = follows
    .filter(({ target, muted }) => target === 'territory' && !muted)
    .map(({ key }) => Number(key) as TerritoryId);
  return [...new Set([...territories, ...followed])];
}

/** An opportunity that is over is news for nobody. */
export function stillServes(now: Date): RawBuilder<boolean> {
  const today = civilTime(now, 'Europe/Paris').slice(0, 10);
  return sql<boolean>`not exists (select from opportunity o where o.contribution_id = c.id and o.expires_on < ${today})`;
}

/** All that may make a contribution concern somebody. */
export function subjectOf(
  one: ContributionSummary,
  ground: Ground = { kind: 'whole' },
  hers?: Subject['hers']
): Subject {
  return {
    self: { target: 'contribution', key: String(one.id) },
    territory: one.territory.id,
    structures: one.carriers.flatMap(({ structure }) => (structure ? [structure] : [])),
    themes: one.themes,
    ground,
    hers,
    asked: askedOf(one)
  };
}

export function isOf<Kind extends ContributionKind>(
  one: ContributionSummary,
  kind: Kind
): one is ContributionSummary<Kind> {
  return one.kind === kind;
}

function askedOf(one: ContributionSummary): Subject['asked'] {
  if (!isOf(one, 'question')) return undefined;
  const { askedTo, theme, structureType } = one.details;
  if (askedTo === 'theme' && theme) return { theme };
  return askedTo === 'structure-type' && structureType ? { type: structureType } : 'network';
}
