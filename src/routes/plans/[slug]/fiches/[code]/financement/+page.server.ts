import { fail, redirect } from '@sveltejs/kit';
import { inOrder } from '#domain/plans/funding.ts';
import { planYears } from '#domain/plans/model.ts';
import { fundingTable } from '#domain/plans/money.ts';
import { setFunding } from '#domain/plans/server/funding/commands.ts';
import { yearOf } from '#shared/dates.ts';
import { askedWrittenSheet } from '../asked.ts';
import { todayInParis } from '../etapes/acting.ts';
import { asTyped, readFunding, readRows, rowsOf } from './funding-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { plan, sheet } = await askedWrittenSheet({ locals, params });
  const { funding, version, texts } = sheet;
  const today = todayInParis();
  const years = planYears(
    plan,
    today,
    funding.flatMap(({ year }) => year ?? [])
  );
  const open = years.filter((year) => !plan.closedYears.includes(year));
  const isClosed = (year: number | null) => year !== null && plan.closedYears.includes(year);
  const heading = plan.headings.find(({ key }) => key === 'funding');
  const thisYear = yearOf(today);
  return {
    version,
    rows: rowsOf(
      inOrder(funding).filter(({ year }) => !isClosed(year)),
      open.find((year) => year >= thisYear) ?? open.at(-1) ?? thisYear
    ),
    closed: funding.filter(({ year }) => isClosed(year)),
    years: open,
    funding,
    table: fundingTable(funding),
    inWords: heading && !heading.hidden ? (texts['funding'] ?? []) : [],
    saved: url.searchParams.has('enregistre')
  };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { plan, sheet } = await askedWrittenSheet({ locals, params });
    const { funding } = sheet;
    const form = await request.formData();
    const rows = readRows(form);
    const read = readFunding(rows);
    if (!read.ok) return fail(400, { rows, errors: read.errors });
    // What closed years say is shown, not sent: it is written again as it is.
    const kept = funding.filter(({ year }) => year !== null && plan.closedYears.includes(year));
    const closed = readFunding(kept.map(asTyped));
    const said = await setFunding(locals.db, locals.actor, sheet.id, {
      version: Number(form.get('version')),
      lines: [...(closed.ok ? closed.lines : []), ...read.lines],
      reread: form.get('relu') === 'oui'
    });
    if (said.ok) redirect(303, '?enregistre');
    if (said.reason === 'stale')
      return fail(409, { rows, version: said.version, theirs: said.theirs });
    if (said.reason === 'second-reading') return fail(422, { rows, readings: said.readings });
    return fail(409, { rows, closedYears: said.years.map(String) });
  }
};
