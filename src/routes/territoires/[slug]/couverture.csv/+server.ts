import { stringify } from 'csv-stringify/sync';
import { coverageOfTheme, restrictTo, stateOfCommune } from '#domain/directory/commune-coverage.ts';
import { groupByEpci } from '#domain/directory/coverage-matrix.ts';
import { canReadCoverage } from '#domain/directory/rules.ts';
import { getCoverageFacts } from '#domain/directory/server/matrix/queries.ts';
import { listAudiences, listThemes, listTypes } from '#domain/directory/server/queries.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import { Forbidden } from '#shared/errors.ts';
import { NO_EPCI, readQuestion } from '../couverture/question.ts';
import type { RequestHandler } from './$types';

const STATES = {
  covered: 'au moins une structure déclarée',
  none: 'aucune structure déclarée',
  undetermined: 'aucune déclarée, à préciser',
  partial: ''
};

/** The coverage commune by commune, one line for each need; for a French spreadsheet: BOM and semicolons. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params, url }) => {
  const territory = await getTerritory(db, params.slug);
  if (!canReadCoverage(actor, territory))
    throw new Forbidden(`La couverture ${territory.nameWithDe} n’est pas publique.`);
  const [themes, audiences, types, everything] = await Promise.all([
    listThemes(db),
    listAudiences(db),
    listTypes(db),
    getCoverageFacts(db, territory)
  ]);
  const question = readQuestion(url.searchParams, { themes, audiences, types });
  const opened = groupByEpci(everything.communes).find(
    (group) => (group.code ?? NO_EPCI) === question.epci
  );
  const facts = opened ? restrictTo(everything, opened.communes) : everything;
  const asked = themes.filter((theme) => !question.theme || theme.code === question.theme);
  const records = asked.flatMap((theme) => {
    const coverage = coverageOfTheme(facts, { ...question, theme: theme.code });
    return facts.communes.map((commune, position) => ({
      Besoin: theme.name,
      Commune: commune.name,
      'Code INSEE': commune.code,
      Intercommunalité: commune.epci?.name ?? '',
      Habitants: commune.population,
      État: STATES[stateOfCommune(coverage, position)],
      Nombre: coverage.declared[position]!.length,
      Structures: coverage.declared[position]!.map((structure) => structure.name).join(' | '),
      'À préciser': coverage.uncertain[position]
    }));
  });
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
