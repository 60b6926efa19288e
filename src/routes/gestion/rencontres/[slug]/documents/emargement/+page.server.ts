import { fail, redirect } from '@sveltejs/kit';
import { canManageEvent } from '#domain/events/rules.ts';
import { getWelcomedEvent } from '#domain/registrations/server/attendance/queries.ts';
import { attachSheet, deleteSheet } from '#domain/registrations/server/sheets/commands.ts';
import {
  listAttachedSheets,
  listEntrances,
  listSheets
} from '#domain/registrations/server/sheets/queries.ts';
import { readSheetChoice, sheetPages } from '#domain/registrations/sheets.ts';
import { correctLine, listLines, readLine } from './lines.ts';
import { SHEET_REFUSALS } from './refusals.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getWelcomedEvent(db, actor, params.slug);
  const choice = readSheetChoice(url.searchParams);
  const [entrances, sheets, attached] = await Promise.all([
    listEntrances(db, event),
    listSheets(db, event, choice),
    listAttachedSheets(db, event.id)
  ]);
  const said = new Map(entrances.map(({ key, label }) => [key, label]));
  const line = readLine(url.searchParams, entrances);
  return {
    choice,
    line,
    lines: line.q ? await listLines(db, event.id, line) : [],
    entrances: entrances.map(({ key, label, session }) => ({
      key,
      label,
      isSession: session !== null
    })),
    people: new Set(sheets.flatMap(({ rows }) => rows.map((one) => one.registration))).size,
    signed: sheets.flatMap(({ rows }) => rows.filter((one) => one.strokes !== '')).length,
    sheets: sheets.length,
    pages: sheets.reduce((sum, { rows }) => sum + sheetPages(rows.length, choice.blanks), 0),
    attached: attached.map((one) => ({ ...one, of: said.get(one.key) ?? 'Séance supprimée' })),
    mayDelete: canManageEvent(actor, event.place),
    query: url.search,
    done:
      (['jointe', 'retiree', 'remise'] as const).find((one) => url.searchParams.has(one)) ?? null
  };
};

export const actions: Actions = {
  joindre: async ({ locals: { db, actor }, params, request }) => {
    const event = await getWelcomedEvent(db, actor, params.slug);
    const form = await request.formData();
    const key = String(form.get('entree') ?? '');
    const file = form.get('feuille');
    if (!(file instanceof File)) return fail(400, { key, error: SHEET_REFUSALS.empty });
    const sheet = { key, name: file.name, file: new Uint8Array(await file.arrayBuffer()) };
    const outcome = await attachSheet(db, actor, event.id, sheet);
    if (outcome.ok) redirect(303, '?jointe#jointes');
    return fail(422, { key, error: SHEET_REFUSALS[outcome.reason] });
  },
  retirer: async ({ locals: { db, actor }, params, request }) => {
    const event = await getWelcomedEvent(db, actor, params.slug);
    await deleteSheet(db, actor, event.id, Number((await request.formData()).get('feuille')));
    redirect(303, '?retiree#jointes');
  },
  ligne: correctLine
};
