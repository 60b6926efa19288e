import { fail } from '@sveltejs/kit';
import { renumberSheets } from '#domain/plans/server/numbering/sheets/commands.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import { listSheets } from '#domain/plans/server/sheets/queries.ts';
import { checkNumbers, PROPOSALS, propose, readNumbers, type Line } from './numbers.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const plan = await getLedPlan(db, actor, { slug: params.slug });
  const sheets: Line[] = (await listSheets(db, actor, plan.id)).map(
    ({ id, number, code, title, objective }) => ({ id, number, code, title, objective })
  );
  const asked = PROPOSALS.find((one) => one === url.searchParams.get('proposer')) ?? null;
  return { sheets, proposed: propose(sheets, plan.axes, asked), asked };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const { id } = await getLedPlan(db, actor, { slug: params.slug });
    const changes = readNumbers(await request.formData());
    const typed = Object.fromEntries(
      changes.map(({ sheet, number, code }) => [sheet, { number, code }])
    );
    const errors = checkNumbers(changes);
    if (Object.keys(errors).length > 0) return fail(400, { typed, errors });
    const said = await renumberSheets(db, actor, id, changes);
    if (!said.ok) {
      const found = said.issues.map(({ path, message }) => [path, message] as const);
      return fail(409, { typed, errors: Object.fromEntries(found) });
    }
    const changed = changes.filter(
      ({ number, code, before }) => number !== before.number || code !== before.code
    );
    return { renumbered: { count: said.count, changed } };
  }
};
