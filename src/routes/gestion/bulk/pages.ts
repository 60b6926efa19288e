/** What the pages that change many fiches do, for the administration and for a territory alike. */
import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import { LINE_STATES } from '#domain/directory/bulk.ts';
import {
  applyBulkChange,
  prepareBulkChange,
  undoBulkChange
} from '#domain/directory/server/bulk/commands.ts';
import { countChosen, listBulkFiches } from '#domain/directory/server/bulk/queries.ts';
import {
  getBulkChange,
  listBulkChanges,
  listBulkLines
} from '#domain/directory/server/bulk/report/queries.ts';
import { listTypes } from '#domain/directory/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { animates } from '#domain/identity/rules.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { readAction, readBulkFilter, readSelection } from './reading.ts';

interface Locals {
  db: Database;
  actor: Actor;
}

/** Whose fiches: those of a territory's directory; or null, all of them. */
export type Place = TerritoryId | null;

/** Fiches of a page to choose from, and of a preview. */
const PER_PAGE = { list: 25, preview: 50 };

const pageOf = (url: URL) =>
  Math.min(100_000, Math.max(1, Math.trunc(Number(url.searchParams.get('page')) || 1)));

/** The list to choose from. */
export async function loadList({ db, actor }: Locals, place: Place, url: URL) {
  const filter = readBulkFilter(url.searchParams);
  const paging = { page: pageOf(url), perPage: PER_PAGE.list };
  const [found, types, territories, changes] = await Promise.all([
    listBulkFiches(db, actor, place, { ...filter, ...paging }, new Date()),
    listTypes(db),
    listTerritories(db),
    listBulkChanges(db, actor, place)
  ]);
  return {
    ...found,
    ...paging,
    filter,
    changes,
    types: types.map(({ code, name }) => ({ value: code, label: name })),
    territories: territories.map(({ slug, name }) => ({ value: slug, label: name }))
  };
}

/** What may be made of the fiches chosen. */
export async function loadChoice({ db, actor }: Locals, place: Place, url: URL) {
  const selection = readSelection(url.searchParams);
  const [count, types, territories] = await Promise.all([
    countChosen(db, actor, place, selection, new Date()),
    listTypes(db),
    listTerritories(db)
  ]);
  return {
    selection,
    count,
    types: types.map(({ code, name }) => ({ value: code, label: name })),
    territories: territories
      .filter(({ id }) => animates(actor, id))
      .map(({ id, name }) => ({ value: String(id), label: name }))
  };
}

/** Prepares the change a form asks, then shows it. */
export async function prepare(
  { db, actor }: Locals,
  place: Place,
  request: Request,
  root: string
): Promise<ActionFailure<{ message: string }>> {
  const form = await request.formData();
  const action = readAction(form);
  if (!action || (action.value === '' && !['close', 'reopen'].includes(action.kind)))
    return fail(400, { message: 'Choisissez ce qui change.' });
  const input = { action, selection: readSelection(form) };
  const outcome = await prepareBulkChange(db, actor, place, input, new Date());
  if (!outcome.ok)
    return fail(400, { message: 'Aucune de ces fiches n’est encore dans la liste.' });
  redirect(303, `${root}/${outcome.id}`);
}

/** What a change makes, or made, of each fiche. */
export async function loadChange({ db, actor }: Locals, place: Place, id: string, url: URL) {
  const change = await getBulkChange(db, actor, place, id);
  const asked = url.searchParams.get('etat');
  const state = LINE_STATES.find((one) => one === asked) ?? null;
  const view = { state, page: pageOf(url), perPage: PER_PAGE.preview };
  return { change, ...view, lines: await listBulkLines(db, change, view) };
}

const REFUSALS = {
  done: 'Ce changement a déjà été fait, ou annulé : voyez ci-dessous où il en est.',
  gone: 'Le type ou le territoire choisi n’existe plus.',
  nothing: 'Toutes ces fiches ont été modifiées entre-temps.'
} as const;

/** Applies the change, or undoes it. */
export async function settle(
  gesture: 'apply' | 'undo',
  { db, actor }: Locals,
  place: Place,
  id: string,
  root: string
): Promise<ActionFailure<{ message: string }>> {
  const act = gesture === 'apply' ? applyBulkChange : undoBulkChange;
  const outcome = await act(db, actor, place, id);
  if (!outcome.ok) return fail(409, { message: REFUSALS[outcome.reason] });
  redirect(303, `${root}/${id}`);
}

/** Prepares the same change again for the fiches that were left because somebody had changed them. */
export async function prepareAgain(
  { db, actor }: Locals,
  place: Place,
  id: string,
  root: string
): Promise<ActionFailure<{ message: string }>> {
  const change = await getBulkChange(db, actor, place, id);
  const state = change.status === 'prepared' ? 'moved' : 'left';
  const view = { state, page: 1, perPage: change.counts[state] } as const;
  const ids = (await listBulkLines(db, change, view)).map((line) => line.id);
  const input = { action: change.action, selection: { ids } };
  const outcome = await prepareBulkChange(db, actor, place, input, new Date());
  if (!outcome.ok) return fail(409, { message: 'Aucune fiche n’attend un nouvel aperçu.' });
  redirect(303, `${root}/${outcome.id}`);
}
