import { getCoverage } from '#app/api/contracts.ts';
import { coverageOfTheme, structuresByCommune } from '#domain/directory/commune-coverage.ts';
import { canReadCoverage } from '#domain/directory/rules.ts';
import { getCoverageFacts } from '#domain/directory/server/matrix/queries.ts';
import { checkCriteria } from '#domain/directory/server/queries.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import { answer } from '#server/http/api.ts';
import { Forbidden } from '#shared/errors.ts';

export const GET = answer(getCoverage, async ({ params, query, event }) => {
  const { db, actor } = event.locals;
  const territory = await getTerritory(db, params.slug);
  if (!canReadCoverage(actor, territory)) {
    throw new Forbidden(
      `La couverture ${territory.nameWithDe} n’est pas publique : la personne qui anime le territoire en décide.`
    );
  }
  const asked = { audience: query.public, theme: query.theme, type: query.type };
  const criteria = await checkCriteria(db, asked);
  const facts = await getCoverageFacts(db, territory, criteria.theme);
  const coverage = coverageOfTheme(facts, criteria);
  const structures = structuresByCommune(coverage);
  return {
    territory: { slug: territory.slug, name: territory.name },
    communes: facts.communes.map(({ code, name, population }, position) => ({
      code,
      name,
      population,
      structures: structures[position]!.map((structure) => structure.slug)
    })),
    undetermined: coverage.undetermined.map((structure) => structure.slug)
  };
});
