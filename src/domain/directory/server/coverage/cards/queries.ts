import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { ServiceId, StructureId } from '#shared/ids.ts';
import type { CoveringStructure } from '../../../coverage.ts';
import type { StructureSummary } from '../../../model.ts';
import type { ListedStructure, OfferIndex } from '../../../offers.ts';
import { listSummaries } from '../../queries.ts';
import { hidesTexts } from '../../withheld/queries.ts';

/** What an answer shows of a structure, whatever the question. */
export interface Card extends Details {
  summary: StructureSummary;
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
const MOST_YOUNG = 4000;
/** A structure that changes becomes another object of the index, and so gets a new card. */
let young = new WeakMap<ListedStructure, Card>();
let old = new WeakMap<ListedStructure, Card>();
let count = 0;

function find(structure: ListedStructure): Card | undefined {
  const card = young.get(structure);
  if (card) return card;
  const older = old.get(structure);
  if (older) keep(structure, older);
  return older;
}

function keep(structure: ListedStructure, card: Card): void {
  if (++count > MOST_YOUNG) {
    old = young;
    young = new WeakMap();
    count = 1;
  }
  young.set(structure, card);
}

/** The cards of some structures that offer something: from memory, those that did not change since they were read. */
export async function listCards(
  db: Executor,
  { structures }: OfferIndex,
  ids: Iterable<StructureId>
): Promise<Map<StructureId, Card>> {
  const cards = new Map<StructureId, Card>();
  const missing = new Map<StructureId, ListedStructure>();
  for (const id of ids) {
    const structure = structures.get(id);
    const card = structure && find(structure);
    if (card) cards.set(id, card);
    else if (structure) missing.set(id, structure);
  }
  for (const card of await readCards(db, [...missing.keys()])) {
    const { id } = card.summary;
    cards.set(id, card);
    keep(missing.get(id)!, card);
  }
  return cards;
}

/** Cards as the database has them now, in the order of the ids. */
export async function readCards(db: Executor, ids: readonly StructureId[]): Promise<Card[]> {
  if (ids.length === 0) return [];
  const [summaries, details] = await Promise.all([listSummaries(db, ids), readDetails(db, ids)]);
  return summaries.flatMap((summary) => {
    const own = details.get(summary.id);
    return own ? [{ ...own, summary }] : [];
  });
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
