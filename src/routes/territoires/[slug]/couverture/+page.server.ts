import { coverageOfTheme, restrictTo } from '#domain/directory/commune-coverage.ts';
import { groupByCommune, groupByEpci } from '#domain/directory/coverage-matrix.ts';
import { canReadCoverage } from '#domain/directory/rules.ts';
import { getCoverageFacts } from '#domain/directory/server/matrix/queries.ts';
import { listAudiences, listThemes, listTypes } from '#domain/directory/server/queries.ts';
import { updateTerritory } from '#domain/territory/server/commands.ts';
import { getPerimeter, getTerritory } from '#domain/territory/server/queries.ts';
import { drawCommunes } from '#app/maps.ts';
import { redirect } from '@sveltejs/kit';
import { epciLabel, planOf } from '../../plan.ts';
import { filtersOf } from './filters.ts';
import { coverageUrl, NO_EPCI, readQuestion } from './question.ts';
import { linksOf, mostLacking, readCommune, readCommunes, readMatrix } from './reading.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const territory = await getTerritory(db, params.slug);
  const canPublish = actor.kind === 'operator';
  if (!canReadCoverage(actor, territory)) return { territory, canPublish, view: null };

  const [themes, audiences, types, everything] = await Promise.all([
    listThemes(db),
    listAudiences(db),
    listTypes(db),
    getCoverageFacts(db, territory)
  ]);
  const asked = readQuestion(url.searchParams, { themes, audiences, types });
  const groups = groupByEpci(everything.communes);
  const opened = groups.find((group) => (group.code ?? NO_EPCI) === asked.epci);
  const facts = opened ? restrictTo(everything, opened.communes) : everything;
  const question = { ...asked, epci: opened && asked.epci };
  const link = linksOf(territory.slug, question);
  const shown = opened ? groupByCommune(facts.communes) : groups;
  const matrix = readMatrix(facts, shown, themes, question, link);

  const theme = themes.find((one) => one.code === (question.theme ?? mostLacking(matrix)));
  const chosen = { ...question, theme: theme?.code };
  const coverage = coverageOfTheme(facts, chosen);
  const communes = readCommunes(facts, coverage, chosen, link);
  return {
    territory,
    canPublish,
    view: {
      question: chosen,
      themeAsked: question.theme !== undefined,
      theme: theme ?? null,
      epci: opened
        ? { name: epciLabel(opened.code === null ? null : opened), back: link({ epci: undefined }) }
        : null,
      filters: filtersOf(everything, { audiences, types }, question, link),
      matrix,
      communes,
      undetermined: coverage.undetermined,
      everywhere: coverage.everywhere,
      commune: readCommune(facts, coverage, chosen),
      drawing: await drawCommunes(db, facts.communes),
      plan: planOf(facts.communes, communes),
      csv: coverageUrl(territory.slug, { ...question, commune: undefined }, 'couverture.csv')
    }
  };
};

export const actions: Actions = {
  publish: async ({ locals: { db, actor }, params, request }) => {
    const coveragePublic = (await request.formData()).get('public') === 'oui';
    const { perimeterId, ...territory } = await getTerritory(db, params.slug);
    const perimeter = await getPerimeter(db, perimeterId);
    await updateTerritory(db, actor, params.slug, { ...territory, perimeter, coveragePublic });
    redirect(303, coverageUrl(params.slug, {}));
  }
};
