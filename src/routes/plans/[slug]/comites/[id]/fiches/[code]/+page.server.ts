import { progressOf } from '#domain/plans/progress.ts';
import { today as civilToday } from '#domain/plans/wording.ts';
import { NotFound } from '#shared/errors.ts';
import { askedCommittee, headOf } from '../../asked.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { committee } = await askedCommittee({ locals, params });
  const found = committee.frozen.find(({ sheet }) => sheet.slug === params.code);
  if (!found)
    throw new NotFound('Cette fiche n’est pas dans cette version, ou vous ne pouvez pas la lire.');
  const { links: _links, remainder: _remainder, pilots, partners, ...sheet } = found.sheet;
  const axis = committee.plan.axes.find(({ id }) => id === sheet.axis) ?? null;
  const shown = (actors: typeof pilots) =>
    actors.map(({ label, structure }) => ({ label, structure }));
  return {
    committee: headOf(committee),
    read: {
      ...{ ...sheet, pilots: shown(pilots), partners: shown(partners) },
      indicators: found.indicators,
      // Where they lead today is read on the sheet of today.
      resources: sheet.resources.map(({ planLabel, part, action }) => ({
        ...{ planLabel, part, action, meaning: '', address: null }
      }))
    },
    ...{ axis, word: committee.plan.sheetWord },
    objective: axis?.objectives.find(({ id }) => id === sheet.objective) ?? null,
    headings: committee.plan.headings.filter(({ hidden }) => !hidden),
    late: progressOf(sheet, civilToday(committee.frozenAt)).lateSteps
  };
};
