import { redirect } from '@sveltejs/kit';
import { drawCommunes } from '#app/maps.ts';
import { coverageOfTheme } from '#domain/directory/commune-coverage.ts';
import { groupByCommune } from '#domain/directory/coverage-matrix.ts';
import { canReadCoverage } from '#domain/directory/rules.ts';
import { animates } from '#domain/identity/rules.ts';
import type { Territory } from '#domain/territory/model.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import { chooseForNetwork } from '#domain/territory/server/spaces/choices/commands.ts';
import { environment } from '#server/env.ts';
import type { Database } from '#server/db/connection.ts';
import { epciLabel, planOf } from '../../plan.ts';
import { askCoverage } from './asked.ts';
import { filtersOf } from './filters.ts';
import { coverageUrl } from './question.ts';
import { linksOf, mostLacking, readCommune, readCommunes, readMatrix } from './reading.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const territory = await getTerritory(db, params.slug);
  const readable = canReadCoverage(actor, territory);
  return {
    territory,
    canPublish: animates(actor, territory.id),
    view: readable ? await readView(db, territory, url.searchParams) : null
  };
};

async function readView(db: Database, territory: Territory, params: URLSearchParams) {
  const asked = await askCoverage(db, territory, params);
  const { question, facts, opened, themes } = asked;
  const link = linksOf(territory.slug, question);
  const groups = opened ? groupByCommune(facts.communes) : asked.groups;
  const matrix = readMatrix(facts, groups, themes, question, link);
  const theme = themes.find(({ code }) => code === (question.theme ?? mostLacking(matrix)));
  const chosen = { ...question, theme: theme?.code };
  const coverage = coverageOfTheme(facts, chosen);
  const communes = readCommunes(facts, coverage, chosen, link);
  return {
    question: chosen,
    theme: theme ?? null,
    epci: opened && {
      name: epciLabel(opened.code === null ? null : opened),
      back: link({ epci: undefined })
    },
    structureCount: facts.structures.length,
    filters: filtersOf(asked.everything, asked, question, link),
    matrix,
    communes,
    basemap: environment().basemap?.href,
    undetermined: coverage.undetermined,
    everywhere: coverage.everywhere,
    commune: readCommune(facts, coverage, chosen),
    drawing: await drawCommunes(db, facts.communes),
    plan: planOf(facts.communes, communes),
    csv: coverageUrl(territory.slug, { ...question, commune: undefined }, 'couverture.csv')
  };
}

export const actions: Actions = {
  publish: async ({ locals: { db, actor }, params, request }) => {
    const coveragePublic = (await request.formData()).get('public') === 'oui';
    const { id } = await getTerritory(db, params.slug);
    await chooseForNetwork(db, actor, id, { coveragePublic });
    redirect(303, coverageUrl(params.slug, {}));
  }
};
