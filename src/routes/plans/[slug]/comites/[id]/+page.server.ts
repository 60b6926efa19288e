import { treeOf } from '#domain/plans/overview.ts';
import { tally } from '#domain/plans/progress.ts';
import { today as civilToday } from '#domain/plans/wording.ts';
import { lineOf } from '../../lines.ts';
import { askedCommittee, headOf } from './asked.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { committee } = await askedCommittee({ locals, params });
  const then = civilToday(committee.frozenAt);
  const indicators = committee.frozen.flatMap((one) => one.indicators);
  // What she may not be told has been taken off already.
  const lines = committee.frozen.map(({ sheet }) => lineOf(sheet, indicators, then, true));
  return {
    committee: headOf(committee),
    title: committee.plan.title,
    word: committee.plan.sheetWord,
    tree: treeOf(committee.plan.axes, lines),
    tally: tally(
      committee.frozen.map(({ sheet }) => sheet),
      then
    )
  };
};
