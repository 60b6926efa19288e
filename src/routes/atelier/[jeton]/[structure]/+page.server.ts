import { fail, redirect } from '@sveltejs/kit';
import { canEditStructure } from '#domain/directory/rules.ts';
import { getStructure, listTerritoryIdsOf } from '#domain/directory/server/queries.ts';
import { readReach } from '#domain/directory/server/reach/queries.ts';
import { workshopReplyInput, workshopWordsInput } from '#domain/events/workshop.ts';
import { applyToFiche } from '#domain/events/server/workshop/applying/commands.ts';
import { findDrawnPerimeter, readSeat } from '#domain/events/server/workshop/queries.ts';
import { answerCase, saveWords, setReady } from '#domain/events/server/workshop/room/commands.ts';
import type { WorkshopCaseId } from '#shared/ids.ts';
import { handOf, REFUSALS, structureOf, text } from './hand.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { communes: _, ...seat } = await readSeat(db, params.jeton, structureOf(params));
  const fiche = await getStructure(db, seat.own.slug);
  const drawn = await findDrawnPerimeter(db, seat.own.id);
  const perimeter = drawn ?? fiche.perimeter;
  const territories = await listTerritoryIdsOf(db, fiche.id);
  const { appliedBy: __, ...own } = seat.own;
  return {
    ...{ room: seat.room, cases: seat.cases, own, token: params.jeton },
    fiche: { slug: fiche.slug, description: fiche.description, limits: fiche.limits },
    reach: (await readReach(db, perimeter, fiche.perimeter, [])).text,
    isDrawn: drawn !== null,
    mayApply: canEditStructure(actor, { id: fiche.id, territories }),
    done: url.searchParams.get('fait') ?? ''
  };
};

const refuse = (reason: keyof typeof REFUSALS, more: object = {}) =>
  fail(409, { reason, message: REFUSALS[reason], ...more });

export const actions: Actions = {
  dire: async ({ locals: { db, address }, params, request }) => {
    const form = await request.formData();
    const typed = {
      ...{ does: text(form, 'does'), doesNot: text(form, 'doesNot'), doubts: text(form, 'doubts') }
    };
    const read = workshopWordsInput.safeParse(typed);
    if (!read.success) {
      const errors = read.error.issues.map(({ path, message }) => [String(path[0]), message]);
      return fail(400, { typed, errors: Object.fromEntries(errors) as Record<string, string> });
    }
    const input = { ...read.data, stamp: text(form, 'etat'), reread: form.has('relu') };
    const done = await saveWords(db, handOf(params, address), input);
    if (done.ok) redirect(303, '?fait=dit#dire');
    if (done.reason === 'second-reading') return fail(422, { typed, readings: done.readings });
    return refuse(done.reason, { typed });
  },
  repondre: async ({ locals: { db, address }, params, request }) => {
    const form = await request.formData();
    const id = Number(form.get('cas')) as WorkshopCaseId;
    const typed = { answer: text(form, `reponse`), comment: text(form, 'comment') };
    const replied = { case: id, ...typed };
    const read = workshopReplyInput.safeParse(typed);
    if (!read.success) return fail(400, { replied, message: 'Choisissez une réponse.' });
    const input = { ...read.data, known: text(form, 'connu'), reread: form.has('relu') };
    const done = await answerCase(db, handOf(params, address), id, input);
    if (done.ok) redirect(303, `?fait=repondu#cas-${id}`);
    if (done.reason === 'second-reading') return fail(422, { replied, readings: done.readings });
    return refuse(done.reason, { replied });
  },
  conclure: async ({ locals: { db, address }, params, request }) => {
    const ready = (await request.formData()).get('mot') === 'dernier';
    const done = await setReady(db, handOf(params, address), { ready }, new Date());
    if (!done.ok) return refuse(done.reason);
    redirect(303, ready ? '?fait=dernier' : '?fait=repris');
  },
  appliquer: async ({ locals: { db, actor }, params }) => {
    const { own } = await readSeat(db, params.jeton, structureOf(params));
    const done = await applyToFiche(db, actor, own.id, new Date());
    if (!done.ok)
      return fail(409, { message: 'La fiche n’a pas été changée : rechargez la page.' });
    redirect(303, '?fait=applique');
  }
};
