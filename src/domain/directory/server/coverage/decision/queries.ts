import { communePosition, type Atlas, type AtlasCommune } from '#domain/territory/atlas.ts';
import { getAtlas } from '#domain/territory/server/atlas/queries.ts';
import { listSpacesOf, type Space } from '#domain/territory/server/spaces/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { Invalid, NotFound, type Issue } from '#shared/errors.ts';
import {
  answering,
  doorsOf,
  unlocated,
  type Answering,
  type Criteria
} from '../../../answering.ts';
import type { CoverageQuestion, FrontDoor } from '../../../coverage.ts';
import type { ListedStructure, OfferIndex } from '../../../offers.ts';
import { getOffers } from '../offers/queries.ts';

/** Who answers a question and why, before anything is read of what is shown of them. */
export interface Decision {
  index: OfferIndex;
  commune: AtlasCommune;
  territories: Space[];
  criteria: Criteria;
  doors: FrontDoor[];
  /** Front doors first, then the most local. */
  covering: Answering[];
  unknown: ListedStructure[];
}

/**
 * Decides in memory: all that is asked of the database, for all who ask at the same time, is whether something changed.
 * @throws NotFound when the commune does not exist; Invalid naming each word that no vocabulary holds.
 */
export async function decideCoverage(db: Executor, asked: CoverageQuestion): Promise<Decision> {
  const place = communeOf(await getAtlas(db), asked.commune);
  const [index, territories] = await Promise.all([
    getOffers(db),
    getAtlas(db).then((atlas) => listSpacesOf(db, atlas, place))
  ]);
  const question = { ...asked, ...knownCriteria(index, asked) };
  // A geography loaded meanwhile: the commune as the offers know it.
  const commune = communeOf(index.atlas, question.commune);
  const ids = territories.map(({ id }) => id);
  const criteria = { ...question, fictional: territories.some(({ fictional }) => fictional) };
  const doors = doorsOf(index, ids, question);
  return {
    ...{ index, commune, territories, criteria, doors },
    covering: answering(index, commune, criteria, doors),
    unknown: unlocated(index, commune, ids, criteria)
  };
}

function communeOf(atlas: Atlas, code: string): AtlasCommune {
  const position = communePosition(atlas, code);
  if (position === undefined) throw new NotFound(`Aucune commune n’a le code ${code}`);
  return atlas.communes[position]!;
}

/**
 * The words of a question, a word that was merged replaced by the one that stays. What the vocabularies do not hold is
 * refused, so that a mistyped word is not taken for an empty answer.
 */
function knownCriteria({ words }: OfferIndex, { audience, theme, type }: CoverageQuestion) {
  const issues: Issue[] = [];
  const current = (
    known: ReadonlyMap<string, string>,
    word: string | undefined,
    path: string,
    what: string
  ) => {
    if (word === undefined) return undefined;
    if (!known.has(word)) issues.push({ path, message: `${what} inconnu : « ${word} »` });
    return known.get(word);
  };
  const criteria = {
    audience: current(words.audiences, audience, 'public', 'public'),
    theme: current(words.themes, theme, 'theme', 'besoin'),
    type: current(words.types, type, 'type', 'type de structure')
  };
  if (issues.length > 0) throw new Invalid(issues);
  return criteria;
}
