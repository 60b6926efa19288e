import { stringify } from 'csv-stringify/sync';
import {
  coverageOfTheme,
  stateOfCommune,
  structuresByCommune,
  type CoverageFacts
} from '#domain/directory/commune-coverage.ts';
import { canReadCoverage } from '#domain/directory/rules.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import { Forbidden } from '#shared/errors.ts';
import { askCoverage } from '../couverture/asked.ts';
import type { CoverageQuestion } from '../couverture/question.ts';
import type { RequestHandler } from './$types';

/** The coverage commune by commune, need by need; for a French spreadsheet: BOM and semicolons. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params, url }) => {
  const territory = await getTerritory(db, params.slug);
  if (!canReadCoverage(actor, territory)) {
    throw new Forbidden(`La couverture ${territory.nameWithDe} n’est pas publique.`);
  }
  const { themes, question, facts } = await askCoverage(db, territory, url.searchParams);
  const asked = themes.filter((theme) => !question.theme || theme.code === question.theme);
  const records = asked.flatMap((theme) => recordsOf(theme, facts, question));
  const csv = stringify(records, {
    header: true,
    bom: true,
    delimiter: ';',
    escape_formulas: true
  });
  return new Response(csv, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="couverture-${territory.slug}.csv"`
    }
  });
};

const STATES = {
  covered: 'au moins une structure déclarée',
  none: 'aucune structure déclarée',
  undetermined: 'aucune structure déclarée, à préciser',
  partial: ''
};

function recordsOf(
  theme: { code: string; name: string },
  facts: CoverageFacts,
  question: CoverageQuestion
) {
  const coverage = coverageOfTheme(facts, { ...question, theme: theme.code });
  const structures = structuresByCommune(coverage);
  return facts.communes.map((commune, position) => ({
    Besoin: theme.name,
    Commune: commune.name,
    'Code INSEE': commune.code,
    Intercommunalité: commune.epci?.name ?? '',
    Habitants: commune.population,
    État: STATES[stateOfCommune(coverage, position)],
    Nombre: coverage.declared[position],
    Structures: structures[position]!.map((structure) => structure.name).join(' | '),
    'À préciser': coverage.uncertain[position]
  }));
}
