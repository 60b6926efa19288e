import type { AtlasCommune } from '#domain/territory/atlas.ts';
import { toCommune } from '#domain/territory/atlas.ts';
import { describePerimeters } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { answering, type Answering, type Criteria } from '../../answering.ts';
import type { CoverageAnswer, CoverageQuestion, CoveringStructure } from '../../coverage.ts';
import type { OfferIndex } from '../../offers.ts';
import { openingStatus, zoneOfDepartement } from '../../opening.ts';
import { listSummaries } from '../queries.ts';
import { listCards } from './cards/queries.ts';
import { decideCoverage, type Decision } from './decision/queries.ts';
import { listNearby } from './nearby/queries.ts';

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
  const decision = await decideCoverage(db, question);
  const { index, territories, criteria, unknown } = decision;
  const covering = await present(db, decision, now);
  const answeringAs = (match: Matched['match']) =>
    covering.filter((one) => one.match === match).map(({ match: _, ...structure }) => structure);
  const matching = answeringAs('yes');
  const declared = matching.filter((structure) => structure.certainty === 'declared');
  const call = declared.filter((structure) => structure.type.action === 'call');
  const nobody = call.length === 0;
  const unlocated = unknown.map(({ id }) => id);
  const cards = await listCards(db, index, unlocated);
  return {
    commune: toCommune(decision.commune),
    territories: territories.map(({ slug, name, nameWithDe, frontDoorReason }) => ({
      slug,
      name,
      nameWithDe,
      frontDoorReason
    })),
    call,
    gather: declared.filter((structure) => structure.type.action === 'gather'),
    everywhere: matching.filter((structure) => structure.certainty === 'everywhere'),
    unspecified: answeringAs('unspecified'),
    unknown: unlocated.flatMap((id) => cards.get(id)?.summary ?? []),
    nearby: nobody ? await nearby(db, decision.commune, criteria) : [],
    askInstead: nobody ? await askInstead(db, decision, now) : []
  };
}

/** When nobody is declared: the general contacts of the commune, its DAC first, then who brings actors together. */
const GENERALISTS = ['DAC', 'CLS'];

async function askInstead(db: Executor, decision: Decision, now: Date) {
  const { index, commune, criteria } = decision;
  const { fictional } = criteria;
  const covering = answering(index, commune, { fictional, types: GENERALISTS });
  const found = await present(db, { index, commune, covering, doors: [] }, now);
  return found
    .map(({ match: _, ...structure }) => structure)
    .toSorted((a, b) => GENERALISTS.indexOf(a.type.code) - GENERALISTS.indexOf(b.type.code));
}

async function nearby(db: Executor, commune: AtlasCommune, criteria: Criteria) {
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

type Matched = CoveringStructure & { match: Answering['match'] };

/** What is shown of those who answer, in their order. */
async function present(
  db: Executor,
  decision: Pick<Decision, 'commune' | 'covering' | 'doors'> & { index: OfferIndex },
  now: Date
): Promise<Matched[]> {
  const { index, commune, covering, doors } = decision;
  const cards = await listCards(
    db,
    index,
    covering.map(({ structure }) => structure.id)
  );
  const zone = zoneOfDepartement(commune.departement.code);
  return covering.flatMap(({ structure, match, offers, because, door }): Matched[] => {
    const card = cards.get(structure.id);
    // It has just been deleted by somebody else.
    if (!card) return [];
    const { certainty, communeCount } = offers[0]!;
    const services = offers.flatMap(
      ({ serviceId }) => card.services.find(({ id }) => id === serviceId) ?? []
    );
    return [
      {
        ...card.summary,
        match,
        certainty: certainty as 'declared' | 'everywhere',
        because,
        frontDoor: door === -1 ? null : door + 1,
        frontDoorOf: doors[door]?.territoryName ?? null,
        opening: openingStatus(services[0]?.openingHours || card.openingHours, now, zone),
        mssante: card.mssante,
        limits: card.limits,
        handsOverTo: card.handsOverTo,
        toPrepare: card.toPrepare,
        communeCount: certainty === 'everywhere' ? null : communeCount,
        services: services.map(({ shown }) => shown)
      }
    ];
  });
}
