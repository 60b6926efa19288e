import { sql, type RawBuilder } from 'kysely';
import type { Commune } from '#domain/territory/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PerimeterId, StructureId, TerritoryId } from '#shared/ids.ts';
import { compareNames } from '#shared/text.ts';
import type { CoverageQuestion } from '../../../coverage.ts';
import { EVERYONE, type StructureSummary } from '../../../model.ts';
import { matchAudience, matchTheme } from '../../../rules.ts';
import { listCards, type Card, type CardService } from '../cards/queries.ts';
import { getOffers, type Offer, type OfferIndex, type OfferKind } from '../offers/queries.ts';

/** An offer that reaches the commune, and what is shown of it. */
export interface Candidate {
  offer: Offer;
  kind: OfferKind;
  card: Card;
  /** Null for a structure that has described no service. */
  service: CardService | null;
}

export interface Criteria extends Pick<CoverageQuestion, 'audience' | 'theme' | 'type'> {
  /** Whether the commune belongs to a fictional network: elsewhere, nothing invented may answer. */
  fictional: boolean;
  /** Several types; else the question's. */
  types?: readonly string[];
}

/** Every candidate for a commune. Those that say they answer something else are left out. */
export async function listCovering(
  db: Executor,
  commune: string,
  criteria: Criteria
): Promise<Candidate[]> {
  const [offers, reached] = await Promise.all([getOffers(db), listPerimetersOf(db, commune)]);
  const mayAnswer = answersTo(offers, criteria);
  const answering: Offer[] = [];
  for (const perimeter of reached) {
    for (const offer of offers.ofPerimeter.get(perimeter) ?? []) {
      if (mayAnswer(offer)) answering.push(offer);
    }
  }
  for (const offer of offers.everywhere) if (mayAnswer(offer)) answering.push(offer);
  const structures = new Set(answering.map((offer) => offer.structureId));
  const cards = await listCards(db, offers, structures);
  const candidates: Candidate[] = [];
  for (const offer of answering) {
    const card = cards.get(offer.structureId);
    if (!card) continue;
    const service = card.services.find(({ id }) => id === offer.serviceId) ?? null;
    candidates.push({ offer, kind: offers.kinds[offer.kind]!, card, service });
  }
  return candidates;
}

async function listPerimetersOf(db: Executor, commune: string): Promise<PerimeterId[]> {
  // One value rather than hundreds of rows.
  const { rows } = await sql<{ ids: string | null }>`
    select string_agg(perimeter_id::text, ' ') as ids
    from perimeter_commune where commune_code = ${commune}`.execute(db);
  return (rows[0]?.ids ?? '').split(' ').filter(Boolean).map(Number) as PerimeterId[];
}

/**
 * Structures that may answer the need but have not said where they intervene: those of the directories
 * of the commune's territories, then those whose seat is in its EPCI, then in its département.
 */
export async function listOfUnknownPerimeter(
  db: Executor,
  commune: Commune,
  territories: readonly TerritoryId[],
  criteria: Criteria
): Promise<StructureSummary[]> {
  const [offers, own] = await Promise.all([getOffers(db), listStructuresOf(db, territories)]);
  const mayAnswer = answersTo(offers, criteria);
  const unknown = [
    ...(offers.unknownIn.get(commune.departement.code) ?? []),
    ...[...own].flatMap((id) => offers.ofStructure.get(id) ?? [])
  ].filter((offer) => offer.certainty === 'unknown' && mayAnswer(offer));
  const found = new Map(unknown.map((offer) => [offer.structureId, offer]));
  const cards = await listCards(db, offers, found.keys());
  const distance = ({ structureId, epci }: Offer) =>
    (own.has(structureId) ? 0 : 2) + (epci === (commune.epci?.code ?? null) ? 0 : 1);
  return [...found.values()]
    .flatMap((offer) => cards.get(offer.structureId)?.summary ?? [])
    .toSorted(
      (a, b) =>
        distance(found.get(a.id)!) - distance(found.get(b.id)!) || compareNames(a.name, b.name)
    );
}

async function listStructuresOf(
  db: Executor,
  territories: readonly TerritoryId[]
): Promise<Set<StructureId>> {
  if (territories.length === 0) return new Set();
  const rows = await db
    .selectFrom('structure_territory')
    .select('structure_id')
    .where('territory_id', 'in', territories)
    .execute();
  return new Set(rows.map((row) => row.structure_id as StructureId));
}

/** Keeps what declares the word, declares « tous publics », or declares nothing: to be asked, not excluded. */
function answersTo({ kinds }: OfferIndex, criteria: Criteria): (offer: Offer) => boolean {
  const { type, types = type ? [type] : [], theme, audience } = criteria;
  const verdicts = kinds.map(
    (kind) =>
      (types.length === 0 || types.includes(kind.type)) &&
      (criteria.fictional || !kind.fictional) &&
      matchTheme(kind.themes, theme) !== 'no' &&
      matchAudience(kind.audiences, audience) !== 'no'
  );
  return (offer) => verdicts[offer.kind]!;
}

const NEARBY_LIMIT = 6;

/** Structures that answer the need elsewhere in the commune's EPCI, else in its département: the largest first. */
export async function listNearby(
  db: Executor,
  commune: Commune,
  criteria: Criteria
): Promise<{ structureId: StructureId; perimeterId: PerimeterId }[]> {
  const { rows } = await sql<{ structureId: StructureId; perimeterId: PerimeterId }>`
    with wanted as materialized (
      select o.structure_id, o.perimeter_id from structure_offer o
      join structure_type t on t.code = o.type_code
      where t.action = 'call' and o.certainty = 'declared' and o.service_id is not null
        and ${declares(criteria)}
    ),
    -- When nobody answers this need anywhere, the département is not even read.
    around as materialized (
      select pc.perimeter_id,
        count(*) filter (where c.epci_code = ${commune.epci?.code ?? null}) as in_epci, count(*) as in_departement
      from commune c join perimeter_commune pc on pc.commune_code = c.code
      where (c.epci_code = ${commune.epci?.code ?? null} or c.departement_code = ${commune.departement.code})
        and c.merged_into is null and exists (select from wanted)
      group by pc.perimeter_id
    )
    select distinct on (a.in_epci > 0, a.in_epci, a.in_departement, w.structure_id)
      w.structure_id as "structureId", a.perimeter_id as "perimeterId"
    from wanted w join around a on a.perimeter_id = w.perimeter_id
    order by a.in_epci > 0 desc, a.in_epci desc, a.in_departement desc, w.structure_id
    limit ${NEARBY_LIMIT}`.execute(db);
  return [...new Map(rows.map((row) => [row.structureId, row])).values()];
}

/** Keeps only what says it answers the need and the public. */
function declares({ type, theme, audience, fictional }: Criteria): RawBuilder<unknown> {
  return sql`(
    ${type ? sql`o.type_code = ${type}` : sql`true`}
    and ${theme ? sql`o.themes && ${[theme]}::text[]` : sql`true`}
    and ${audience ? sql`o.audiences && ${[audience, EVERYONE]}::text[]` : sql`true`}
    and ${fictional ? sql`true` : sql`not o.fictional`})`;
}
