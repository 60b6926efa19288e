import type { Actor, PersonActor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import type {
  ActionSheetId,
  EventId,
  IndicatorId,
  PlanId,
  SeriesId,
  TerritoryId
} from '#shared/ids.ts';
import { aNeighbourhood } from './acquaintances.ts';
import { anEvent } from './events.ts';
import { person } from './people.ts';
import { aPlan } from './plans.ts';
import { aComer, cameIn } from './surveys.ts';
import type { BindingSource } from '#domain/plans/indicators.ts';
import { saveIndicator } from '#domain/plans/server/indicators/commands.ts';
import { listFollowed } from '#domain/plans/server/indicators/queries.ts';

/** The day on which indicators are read. */
export const CLOCK = { now: new Date('2027-06-01T10:00:00Z'), today: '2027-06-01' };

/** A series of editions. */
export async function aSeries(db: Database, territory: TerritoryId, title: string) {
  const { id } = await db
    .insertInto('event_series')
    .values({ territory_id: territory, slug: `serie-${Math.random()}`, title })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id as SeriesId;
}

/** Those who have a place in an edition; the first ones came. */
export async function people(
  db: Database,
  event: EventId,
  places: number,
  came: number
): Promise<void> {
  for (let at = 0; at < places; at += 1) {
    const id = await aComer(db, event);
    if (at < came) await cameIn(db, event, id);
  }
}

/** A series with an edition that was held in March 2027, and three to come in November that differ by who may find them. */
export async function aSeriesToCome(
  db: Database,
  where: TerritoryId,
  held: Parameters<typeof anEvent>[2] = {}
): Promise<SeriesId> {
  const series = await aSeries(db, where, 'Suite');
  const march = { startsAt: '2027-03-10T08:00:00Z', endsAt: '2027-03-10T09:00:00Z' };
  const made = await anEvent(db, where, { title: 'Suite de mars', series, ...march, ...held });
  await people(db, made.id, 3, 2);
  const november = { startsAt: '2027-11-10T08:00:00Z', endsAt: '2027-11-10T09:00:00Z' };
  const told = {
    public: 'Suite annoncée',
    members: 'Suite secrète',
    link: 'Suite secrète'
  } as const;
  for (const visibility of ['public', 'members', 'link'] as const)
    await anEvent(db, where, { title: told[visibility], visibility, series, ...november });
  return series;
}

/** Four structures that all say the same of each other. */
export const everyPair = (level: 1 | 2): [from: number, to: number, level: 1 | 2][] =>
  [0, 1, 2, 3].flatMap((from) =>
    [0, 1, 2, 3].filter((to) => to !== from).map((to): [number, number, 1 | 2] => [from, to, level])
  );

interface Followed {
  readonly source?: BindingSource;
  readonly sheet?: ActionSheetId;
  readonly series?: SeriesId;
  readonly event?: EventId;
  readonly label?: string;
}

/**
 * The plan of a network of four structures, whose indicators follow what is measured, those of « Journée » unless told
 * otherwise; in March 2026, of seven who had a place at it, five came.
 */
export async function aFollowedPlan(db: Database) {
  const names = ['Un', 'Deux', 'Trois', 'Quatre'];
  const { territory, ids: structures } = await aNeighbourhood(db, names);
  const animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  const member = await person(db, { roles: [{ territory, role: 'member' }] });
  const { plan } = await aPlan(db, { territory });
  const series = await aSeries(db, territory, 'Journée');
  const place = { territory, structures, animator, member, plan, series };
  await people(db, await anEdition(db, place, 2026), 7, 5);
  return {
    ...place,
    edition: (year: number, traits: EditionTraits = {}) => anEdition(db, place, year, traits),
    follow: (measure: string, traits: Followed = {}) => follow(db, place, measure, traits),
    async valuesOf(id: IndicatorId, actor: Actor = animator) {
      const all = await listFollowed(db, actor, { plan, ...CLOCK });
      return new Map(all.find((one) => one.id === id)!.values.map((value) => [value.year, value]));
    }
  };
}

type EditionTraits = Parameters<typeof anEvent>[2];

interface Place {
  readonly territory: TerritoryId;
  readonly animator: PersonActor;
  readonly plan: PlanId;
  readonly series: SeriesId;
}

/** « Journée », on 18 March. */
async function anEdition(
  db: Database,
  { territory, series }: Place,
  year: number,
  traits: EditionTraits = {}
): Promise<EventId> {
  const when = { startsAt: `${year}-03-18T08:00:00Z`, endsAt: `${year}-03-18T16:00:00Z` };
  const title = `Journée ${year}`;
  return (await anEvent(db, territory, { title, series, ...when, ...traits })).id;
}

/** An indicator that follows a measure. */
async function follow(
  db: Database,
  { animator, plan, series }: Place,
  measure: string,
  traits: Followed
): Promise<IndicatorId> {
  const source = traits.source ?? 'edition';
  const dated = source === 'edition' || source === 'effect';
  const saved = await saveIndicator(db, animator, {
    plan,
    sheet: traits.sheet ?? null,
    input: {
      label: traits.label ?? `${measure} ${Math.random()}`,
      binding: {
        ...{ source, measure, combine: 'last', event: traits.event ?? null },
        series: dated && !traits.event ? (traits.series ?? series) : null
      }
    }
  });
  if (!saved.ok) throw new Error(JSON.stringify(saved));
  return saved.id;
}
