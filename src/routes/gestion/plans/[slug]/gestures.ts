/** The gestures of the tree: one rank up or down, off, and back. Those that need words have their own page. */
import { fail, redirect } from '@sveltejs/kit';
import type { z } from 'zod';
import type { Actor } from '#domain/identity/model.ts';
import { removedAxis, removedObjective } from '#domain/plans/forms/branch.ts';
import { sheetCode, sheetNumber } from '#domain/plans/forms/plan.ts';
import { MOVES } from '#domain/plans/numbering.ts';
import { arrangeSheet } from '#domain/plans/server/numbering/arranging/commands.ts';
import { moveAxis, removeAxis } from '#domain/plans/server/numbering/axes/commands.ts';
import {
  moveObjective,
  removeObjective
} from '#domain/plans/server/numbering/objectives/commands.ts';
import { restoreAxis, restoreObjective } from '#domain/plans/server/numbering/removed/commands.ts';
import {
  moveSheet,
  removeSheet,
  restoreSheet
} from '#domain/plans/server/numbering/sheets/commands.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { ActionSheetId, AxisId, ObjectiveId } from '#shared/ids.ts';
import { numberOf, text } from '../../rencontres/reading.ts';
import { readReturn } from './fiches/[code]/place.ts';

interface Asked {
  readonly locals: { readonly db: Database; readonly actor: Actor };
  readonly params: { readonly slug: string };
  readonly request: Request;
}

const GONE = 'Quelqu’un l’a retiré entre-temps. Le plan ci-dessous est à jour.';

async function read({ locals: { db, actor }, params, request }: Asked) {
  const plan = await getLedPlan(db, actor, { slug: params.slug });
  return { db, actor, plan: plan.id, form: await request.formData() };
}

/** « fiche.12.up »: what, which, where to. */
async function move(asked: Asked) {
  const { db, actor, plan, form } = await read(asked);
  const [what, which, to] = text(form, 'geste').split('.');
  const id = numberOf(which);
  const way = MOVES.find((one) => one === to);
  if (!way) return fail(400, { message: 'Ce geste n’existe pas.' });
  const isThere = await moved();
  if (!isThere) return fail(409, { message: GONE });
  redirect(303, `?fait=${way}&quoi=${what}&numero=${id}#${what}-${id}-${way}`);

  function moved(): Promise<boolean> {
    if (what === 'axe') return moveAxis(db, actor, { plan, axis: id as AxisId }, way!);
    if (what === 'objectif')
      return moveObjective(db, actor, { plan, objective: id as ObjectiveId }, way!);
    return moveSheet(db, actor, { plan, sheet: id as ActionSheetId }, way!);
  }
}

async function takeOff(asked: Asked) {
  const { db, actor, plan, form } = await read(asked);
  const what = text(form, 'quoi');
  const id = numberOf(form.get('numero'));
  if (what === 'fiche') {
    const isOff = await removeSheet(db, actor, { plan, sheet: id as ActionSheetId });
    if (!isOff) return fail(409, { message: GONE });
    redirect(303, `?fait=retiree&numero=${id}`);
  }
  const removed =
    what === 'axe'
      ? await removeAxis(db, actor, { plan, axis: id as AxisId })
      : await removeObjective(db, actor, { plan, objective: id as ObjectiveId });
  if (!removed) return fail(409, { message: GONE });
  return { removed: { what, title: removed.title, payload: JSON.stringify(removed) } };
}

/** Puts back what was just taken off. */
async function putBack(asked: Asked) {
  const { db, actor, plan, form } = await read(asked);
  const payload = text(form, 'retire');
  if (text(form, 'quoi') === 'axe') {
    const axis = parse(removedAxis, payload);
    if (!axis) return fail(400, { message: 'Cet axe ne peut plus être remis.' });
    const back = await restoreAxis(db, actor, plan, axis);
    if (back.ok) redirect(303, saidBack('axe', back));
    return fail(409, { message: GONE });
  }
  const objective = parse(removedObjective, payload);
  if (!objective) return fail(400, { message: 'Cet objectif ne peut plus être remis.' });
  const back = await restoreObjective(db, actor, plan, objective);
  if (back.ok) redirect(303, saidBack('objectif', back));
  return fail(409, { message: 'Son axe a été retiré entre-temps\u00a0: remettez-le d’abord.' });
}

function saidBack(what: string, { id, renumbered }: { id: number; renumbered: boolean }): string {
  return `?fait=${renumbered ? 'remis-sans-numero' : 'remis'}&quoi=${what}&numero=${id}#${what}-${id}`;
}

/** A sheet comes back under its number, or under the one that is typed. */
async function putSheetBack(asked: Asked) {
  const { db, actor, plan, form } = await read(asked);
  const sheet = numberOf(form.get('numero')) as ActionSheetId;
  const typed = { number: text(form, 'sous-numero'), code: text(form, 'sous-code') };
  const isTyped = form.has('sous-numero');
  const wrong = isTyped ? readNumber(typed) : null;
  if (wrong) return fail(400, { again: { id: sheet, ...typed, errors: wrong } });
  const said = await restoreSheet(db, actor, { plan, sheet }, isTyped ? typed : null);
  if (said.ok) redirect(303, `?fait=remise&quoi=fiche&numero=${sheet}#fiche-${sheet}`);
  if (said.reason === 'gone') return fail(409, { message: 'Quelqu’un l’a remise entre-temps.' });
  const errors = Object.fromEntries(said.issues.map(({ path, message }) => [path, message]));
  return fail(409, { again: { id: sheet, ...(isTyped ? typed : null), errors } });
}

/** A sheet that was placed goes back to where it was, under the number it had. */
async function placeBack(asked: Asked) {
  const { db, actor, plan, form } = await read(asked);
  const sheet = numberOf(form.get('numero')) as ActionSheetId;
  const was = readReturn((name) => text(form, name));
  if (!was) return fail(400, { message: 'Cette fiche ne peut plus être remise où elle était.' });
  const before = { number: text(form, 'lu-numero'), code: text(form, 'lu-code') };
  const said = await arrangeSheet(db, actor, { plan, sheet }, { before, ...was });
  if (said.ok) redirect(303, `?fait=replacee&quoi=fiche&numero=${sheet}#fiche-${sheet}`);
  return fail(409, { message: said.reason === 'gone' ? GONE : said.issues[0]!.message });
}

function readNumber({ number, code }: { number: string; code: string }) {
  const issues = { number: sheetNumber.safeParse(number), code: sheetCode.safeParse(code) };
  const wrong = Object.entries(issues).filter(([, { success }]) => !success);
  if (wrong.length === 0) return null;
  return Object.fromEntries(wrong.map(([name, { error }]) => [name, error!.issues[0]!.message]));
}

function parse<T>(schema: z.ZodType<T>, payload: string): T | null {
  try {
    return schema.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}

export const treeActions = {
  deplacer: move,
  retirer: takeOff,
  remettre: putBack,
  'remettre-fiche': putSheetBack,
  replacer: placeBack
};
