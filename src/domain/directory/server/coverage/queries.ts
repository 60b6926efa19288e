import { sql } from 'kysely';
import type { Commune } from '#domain/territory/model.ts';
import {
  describePerimeters,
  explainPerimeters,
  getCommune,
  listTerritoriesOfCommune
} from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import {
  doorOf,
  doorsFor,
  rank,
  type CoverageAnswer,
  type CoverageQuestion,
  type CoveringStructure,
  type FrontDoor
} from '../../coverage.ts';
import { openingStatus, zoneOfDepartement } from '../../opening.ts';
import { best, both, matchAudience, matchTheme, type Match } from '../../rules.ts';
import { listSummaries } from '../queries.ts';
import type { Card } from './cards/queries.ts';
import {
  listCovering,
  listOfUnknownPerimeter,
  listNearby,
  type Candidate,
  type Criteria
} from './candidates/queries.ts';

/**
 * Who intervenes in a commune, for a public and a need. The declared perimeter decides; distance never does.
 * A service's own perimeter, when it has one, replaces its structure's.
 * @param now - the instant at which « ouvert maintenant » is said.
 * @throws NotFound when the commune does not exist.
 */
export async function whoCovers(
  db: Executor,
  question: CoverageQuestion,
  now: Date
): Promise<CoverageAnswer> {
  const commune = await getCommune(db, question.commune);
  const territories = await listTerritoriesOfCommune(db, commune.code);
  const fictional = territories.some((territory) => territory.fictional);
  const territoryIds = territories.map(({ id }) => id);
  const criteria = { ...question, fictional };
  const [candidates, doors] = await Promise.all([
    listCovering(db, commune.code, criteria),
    listFrontDoors(db, territoryIds)
  ]);
  const applicable = doorsFor(doors, question);
  const covering = await present(db, commune, candidates, question, applicable, now);
  const matching = ranked(covering, 'yes', applicable);
  const declared = matching.filter((structure) => structure.certainty === 'declared');
  const call = declared.filter((structure) => structure.type.action === 'call');
  const unknown = await listOfUnknownPerimeter(db, commune, territoryIds, criteria);
  const nobody = call.length === 0;
  return {
    commune,
    territories: territories.map(({ slug, name, nameWithDe, frontDoorReason }) => ({
      slug,
      name,
      nameWithDe,
      frontDoorReason
    })),
    call,
    gather: declared.filter((structure) => structure.type.action === 'gather'),
    everywhere: matching.filter((structure) => structure.certainty === 'everywhere'),
    unspecified: ranked(covering, 'unspecified', applicable),
    unknown,
    nearby: nobody ? await nearby(db, commune, criteria) : [],
    askInstead: nobody ? await askInstead(db, commune, fictional, now) : []
  };
}

/** Those that answer the question so, in the order of the answer. */
function ranked(covering: readonly Matched[], match: Match, doors: readonly FrontDoor[]) {
  const chosen = covering.filter((structure) => structure.match === match);
  return rank(
    chosen.map(({ match: _, ...structure }) => structure),
    doors
  );
}

/** When nobody is declared: the general contacts of the commune, its DAC first, then who brings actors together. */
const GENERALISTS = ['DAC', 'CLS'];

async function askInstead(db: Executor, commune: Commune, fictional: boolean, now: Date) {
  const generalists = await listCovering(db, commune.code, { fictional, types: GENERALISTS });
  const covering = await present(db, commune, generalists, { commune: commune.code }, [], now);
  return covering
    .map(({ match: _, ...structure }) => structure)
    .toSorted((a, b) => GENERALISTS.indexOf(a.type.code) - GENERALISTS.indexOf(b.type.code));
}

async function nearby(db: Executor, commune: Commune, criteria: Criteria) {
  const found = await listNearby(db, commune, criteria);
  const summaries = await listSummaries(
    db,
    found.map((row) => row.structureId)
  );
  const descriptions = await describePerimeters(
    db,
    found.map((row) => row.perimeterId)
  );
  return summaries.map((summary, i) => ({
    ...summary,
    coverage: descriptions.get(found[i]!.perimeterId)?.text ?? ''
  }));
}

type Matched = CoveringStructure & { match: Match };

/** From the rows of services to structures, with what the question makes of each. */
async function present(
  db: Executor,
  commune: Commune,
  candidates: readonly Candidate[],
  question: CoverageQuestion,
  doors: readonly FrontDoor[],
  now: Date
): Promise<Matched[]> {
  const retained = retain(candidates, question);
  const reasons = await explainPerimeters(
    db,
    commune.code,
    retained.flatMap(({ card, rows }) => card.perimeters.get(rows[0]!.offer.perimeterId) ?? [])
  );
  const zone = zoneOfDepartement(commune.departement.code);
  return retained.flatMap(({ card, rows, match }) => {
    const { offer, service } = rows[0]!;
    const because = reasons.get(offer.perimeterId);
    // Its perimeter has just been changed by somebody else.
    if (!because) return [];
    const door = doors.length > 0 ? doorOf(doors, { ...card.summary, communeCount: null }) : -1;
    return {
      ...card.summary,
      match,
      certainty: offer.certainty as 'declared' | 'everywhere',
      because,
      frontDoor: door === -1 ? null : door + 1,
      frontDoorOf: doors[door]?.territoryName ?? null,
      opening: openingStatus(service?.openingHours || card.openingHours, now, zone),
      mssante: card.mssante,
      limits: card.limits,
      handsOverTo: card.handsOverTo,
      toPrepare: card.toPrepare,
      communeCount: offer.certainty === 'everywhere' ? null : offer.communeCount,
      services: rows.flatMap((row) => row.service?.shown ?? [])
    };
  });
}

interface Retained {
  card: Card;
  match: Match;
  /** Those of its services that answer best, in the order of its fiche. */
  rows: Candidate[];
}

/** The structures with a service that answers, or may. */
function retain(candidates: readonly Candidate[], question: CoverageQuestion): Retained[] {
  const retained: Retained[] = [];
  for (const [card, rows] of Map.groupBy(candidates, (one) => one.card)) {
    const judged = rows.map((row) => ({ row, match: judge(row, question) }));
    const match = best(judged.map((one) => one.match));
    if (match === 'no') continue;
    const answering = judged.filter((one) => one.match === match).map((one) => one.row);
    const place = ({ service }: Candidate) => (service ? card.services.indexOf(service) : 0);
    if (answering.length > 1) answering.sort((a, b) => place(a) - place(b));
    retained.push({ card, match, rows: answering });
  }
  return retained;
}

function judge({ kind }: Candidate, question: CoverageQuestion): Match {
  return both(
    matchTheme(kind.themes, question.theme),
    matchAudience(kind.audiences, question.audience)
  );
}

async function listFrontDoors(
  db: Executor,
  territories: readonly TerritoryId[]
): Promise<FrontDoor[]> {
  if (territories.length === 0) return [];
  const { rows } = await sql<FrontDoor>`
    select d.audience_code as audience, d.theme_code as theme, d.structure_id as "structureId",
      d.type_code as type, d.position, t.name as "territoryName"
    from front_door d join territory t on t.id = d.territory_id
    where d.territory_id = any(${[...territories]}::bigint[])
    order by t.position, d.position`.execute(db);
  return rows;
}
