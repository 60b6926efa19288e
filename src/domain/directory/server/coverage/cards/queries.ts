import { sql } from 'kysely';
import { listPerimeterZones, type PerimeterZones } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PerimeterId, ServiceId, StructureId } from '#shared/ids.ts';
import type { CoveringStructure } from '../../../coverage.ts';
import type { StructureSummary } from '../../../model.ts';
import { listSummaries } from '../../queries.ts';
import { hidesTexts } from '../../withheld/queries.ts';
import type { Offer, OfferIndex } from '../offers/queries.ts';

/** What an answer shows of a structure, whatever the question. */
export interface Card extends Details {
  summary: StructureSummary;
  perimeters: Map<PerimeterId, PerimeterZones>;
}

interface Details {
  openingHours: string;
  mssante: string;
  limits: string;
  handsOverTo: string;
  toPrepare: string;
  /** In the order of the fiche. */
  services: CardService[];
}

export interface CardService {
  id: ServiceId;
  openingHours: string;
  shown: Shown;
}

type Shown = CoveringStructure['services'][number];

/** Cards of about 2 kB each. Two generations: what was not asked for while the young one filled is forgotten. */
const MOST_YOUNG = 25_000;
/** A structure that changes gets a new list of offers, and so a new card. */
let young = new WeakMap<readonly Offer[], Card>();
let old = new WeakMap<readonly Offer[], Card>();
let count = 0;

function find(own: readonly Offer[]): Card | undefined {
  const card = young.get(own);
  if (card) return card;
  const older = old.get(own);
  if (older) keep(own, older);
  return older;
}

function keep(own: readonly Offer[], card: Card): void {
  if (++count > MOST_YOUNG) {
    old = young;
    young = new WeakMap();
    count = 1;
  }
  young.set(own, card);
}

/** The cards of some structures that offer something: from memory, those that did not change since they were read. */
export async function listCards(
  db: Executor,
  offers: OfferIndex,
  ids: Iterable<StructureId>
): Promise<Map<StructureId, Card>> {
  const cards = new Map<StructureId, Card>();
  const missing = new Map<StructureId, readonly Offer[]>();
  for (const id of ids) {
    const own = offers.ofStructure.get(id);
    const card = own && find(own);
    if (card) cards.set(id, card);
    else if (own) missing.set(id, own);
  }
  if (missing.size === 0) return cards;
  for (const card of await readCards(db, missing)) {
    const { id } = card.summary;
    cards.set(id, card);
    keep(missing.get(id)!, card);
  }
  return cards;
}

async function readCards(
  db: Executor,
  offers: ReadonlyMap<StructureId, readonly Offer[]>
): Promise<Card[]> {
  const ids = [...offers.keys()];
  const [summaries, details, zones] = await Promise.all([
    listSummaries(db, ids),
    readDetails(db, ids),
    listPerimeterZones(
      db,
      [...offers.values()].flat().map((offer) => offer.perimeterId)
    )
  ]);
  const written = new Map(zones.map((perimeter) => [perimeter.id, perimeter]));
  return summaries.map((summary) => ({
    ...details.get(summary.id)!,
    summary,
    perimeters: new Map(
      offers.get(summary.id)!.flatMap(({ perimeterId }) => {
        const perimeter = written.get(perimeterId);
        return perimeter ? [[perimeterId, perimeter] as const] : [];
      })
    )
  }));
}

async function readDetails(
  db: Executor,
  ids: readonly StructureId[]
): Promise<Map<StructureId, Details>> {
  const { rows } = await sql<Details & { id: StructureId }>`
    select s.id, s.opening_hours as "openingHours", s.mssante, ${told('s.limits')} as limits,
      ${told('s.hands_over_to')} as "handsOverTo", ${told('s.to_prepare')} as "toPrepare", coalesce((
        select jsonb_agg(jsonb_build_object('id', v.id, 'openingHours', v.opening_hours, 'shown', jsonb_build_object(
          'name', v.name, 'solicitedBy', v.solicited_by, 'solicitedThrough', v.solicited_through, 'delay', ${told('v.delay')},
          'fees', v.fees, 'toPrepare', ${told('v.to_prepare')}, 'limits', ${told('v.limits')}, 'phone', v.phone)) order by v.position, v.id)
        from service v where v.structure_id = s.id), '[]') as services
    from structure s, lateral (select ${hidesTexts(sql.ref('s.id'))} as withheld) hiding
    where s.id = any(${[...ids]}::bigint[])`.execute(db);
  return new Map(rows.map(({ id, ...details }) => [id, details]));
}

/** A free text, empty while it is withheld. */
function told(column: string) {
  return sql`case when hiding.withheld then '' else ${sql.ref(column)} end`;
}
