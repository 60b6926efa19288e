/** What the animator does with the table: opens it, chooses who sits there, applies what was said, settles. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { workshopPointInput } from '#domain/events/workshop.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { applyToFiche } from '#domain/events/server/workshop/applying/commands.ts';
import {
  inviteToWorkshop,
  keepPoints,
  removeFromWorkshop,
  renewWorkshopLink,
  settlePoint,
  setWorkshopStatus
} from '#domain/events/server/workshop/commands.ts';
import type { WorkshopStructureId } from '#shared/ids.ts';
import { text } from '../../reading.ts';

type Asked = RequestEvent<{ slug: string }>;

async function read({ locals: { db, actor }, params, request }: Asked) {
  const event = await getManagedEvent(db, actor, params.slug);
  return { db, actor, event: event.id, form: await request.formData() };
}

const NOT_APPLIED = {
  'not-ready': 'La structure n’a pas dit son dernier mot : sa fiche n’a pas été changée.',
  already: 'C’est déjà reporté dans la fiche, et rien n’a été dit depuis.',
  changed: 'La fiche vient d’être changée par quelqu’un d’autre : recommencez pour en tenir compte.'
} as const;

export const tableActions = {
  ouvrir: async (asked: Asked) => {
    const { db, actor, event } = await read(asked);
    await setWorkshopStatus(db, actor, event, 'open', new Date());
    redirect(303, '?fait=ouvert');
  },
  clore: async (asked: Asked) => {
    const { db, actor, event } = await read(asked);
    await setWorkshopStatus(db, actor, event, 'closed', new Date());
    redirect(303, '?fait=clos');
  },
  lien: async (asked: Asked) => {
    const { db, actor, event } = await read(asked);
    await renewWorkshopLink(db, actor, event);
    redirect(303, '?fait=lien');
  },
  inviter: async (asked: Asked) => {
    const { db, actor, event, form } = await read(asked);
    const named = [...form.getAll('structure'), text(form, 'slug')].map(String).filter(Boolean);
    const came = await inviteToWorkshop(db, actor, event, named);
    if (came === 0)
      return fail(400, {
        message: 'Choisissez au moins une structure de l’annuaire dans la liste.'
      });
    redirect(303, '?fait=invite#table');
  },
  retirer: async (asked: Asked) => {
    const { db, actor, event, form } = await read(asked);
    const id = Number(form.get('place')) as WorkshopStructureId;
    const done = await removeFromWorkshop(db, actor, event, id);
    if (!done.ok)
      return fail(409, {
        message: 'Cette structure a déjà dit quelque chose : elle reste à la table.'
      });
    redirect(303, '?fait=retire#table');
  },
  appliquer: async (asked: Asked) => {
    const { db, actor, form } = await read(asked);
    const done = await applyToFiche(
      db,
      actor,
      Number(form.get('place')) as WorkshopStructureId,
      new Date()
    );
    if (!done.ok) return fail(409, { message: NOT_APPLIED[done.reason] });
    redirect(303, '?fait=applique#table');
  },
  garder: async (asked: Asked) => {
    const { db, actor, event, form } = await read(asked);
    const what = text(form, 'what');
    const parsed = workshopPointInput.safeParse({ what });
    if (!parsed.success) return fail(400, { what, message: parsed.error.issues[0]!.message });
    const input = { whats: [parsed.data.what], reread: form.has('relu') };
    const done = await keepPoints(db, actor, event, input);
    if (!done.ok) return fail(422, { what, readings: done.readings });
    redirect(303, '?fait=garde#points');
  },
  regler: async (asked: Asked) => {
    const { db, actor, event, form } = await read(asked);
    const point = { id: Number(form.get('point')), settled: form.get('regle') === 'oui' };
    await settlePoint(db, actor, event, point, new Date());
    redirect(303, '?fait=regle#points');
  }
};
