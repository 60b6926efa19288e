import { filterSheets, readFilter } from '#domain/plans/filtering.ts';
import { planYears } from '#domain/plans/model.ts';
import { treeOf } from '#domain/plans/overview.ts';
import { progressOf } from '#domain/plans/progress.ts';
import { getPlan } from '#domain/plans/server/queries.ts';
import { listSheets } from '#domain/plans/server/sheets/queries.ts';
import type { SheetSummary } from '#domain/plans/sheet.ts';
import { timelineOf, yearsOf } from '#domain/plans/timeline.ts';
import { today as civilToday } from '#domain/plans/wording.ts';
import { choicesOf } from '../choices.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const today = civilToday(new Date());
  const plan = await getPlan(db, actor, params.slug);
  const sheets = await listSheets(db, actor, plan.id);
  const { pilot, status } = readFilter(url.searchParams);
  const kept = filterSheets(
    sheets,
    { ...readFilter(new URLSearchParams()), pilot, status },
    null,
    today
  );
  const years = planYears(plan, today, yearsOf(kept));
  const { rows, ...scale } = timelineOf(kept, years, today);
  const shown = rows.map(({ sheet, bar, steps }) => ({ ...briefOf(sheet, today), bar, steps }));
  const { axes, unplaced } = treeOf(plan.axes, shown);
  return {
    scale,
    total: sheets.length,
    groups: [
      ...axes.map(({ axis, objectives, sheets: loose }) => ({
        id: axis.id,
        title: [axis.number && `Axe ${axis.number}`, axis.title].filter(Boolean).join(' · '),
        rows: [...objectives.flatMap((one) => one.sheets), ...loose]
      })),
      { id: 0, title: axes.length > 0 ? 'Hors des axes' : '', rows: unplaced }
    ].filter(({ rows: own }) => own.length > 0),
    pilot,
    status: status ?? '',
    choices: choicesOf(sheets, { themes: [], communes: [] })
  };
};

function briefOf(sheet: SheetSummary, today: string) {
  const { id, slug, number, title, status, startsOn, endsOn, renewsYearly, axis, objective } =
    sheet;
  const { late } = progressOf(sheet, today);
  return {
    ...{ id, slug, number, title, status, startsOn, endsOn, renewsYearly, axis, objective },
    late
  };
}
