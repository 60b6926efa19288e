import { redirect } from '@sveltejs/kit';
import { pageOf } from '#domain/sharing/model.ts';
import { canReply, canWrite } from '#domain/sharing/rules.ts';
import { sayReused, takeBackReuse } from '#domain/sharing/server/reuse/commands.ts';
import { findReuse, listOwnStructures } from '#domain/sharing/server/reuse/queries.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { numberOf } from '../../../../gestion/rencontres/reading.ts';
import { readReuse, refuseReuse, statusOf } from '../../reusing.ts';
import { askedExperience, type Asked } from '../asked.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { db, actor } = locals;
  const experience = await askedExperience({ locals, params });
  if (actor.kind !== 'person') redirect(303, `/connexion?suite=${url.pathname}`);
  if (!canReply(actor, experience.place) || canWrite(actor, experience.place))
    throw new Forbidden(
      'Ce sont les membres du réseau qui ne l’ont pas écrit qui disent l’avoir repris.'
    );
  const own = await findReuse(db, experience.id, actor.id);
  const structures = await listOwnStructures(db, actor.id);
  return {
    ...{ title: experience.title, slug: experience.slug, isNew: own === null },
    isPublic: experience.visibility === 'public',
    structures: structures.map(({ id, name }) => ({ value: String(id), label: name })),
    typed: {
      status: own?.status ?? '',
      structure: own ? String(own.structure?.id ?? '') : String(structures[0]?.id ?? ''),
      outcome: own?.outcome ?? ''
    }
  };
};

async function say(asked: Asked) {
  const { db, actor } = asked.locals;
  const experience = await askedExperience(asked);
  const form = await asked.request.formData();
  const typed = readReuse(form);
  const structure = (numberOf(typed.structure) || null) as StructureId | null;
  const said = await sayReused(
    db,
    actor,
    experience.id,
    { status: statusOf(typed), outcome: typed.outcome, structure },
    { now: new Date(), reread: form.has('relu') }
  );
  if (!said.ok) return refuseReuse(typed, said);
  const done = said.isNew ? 'repris' : 'reprise-enregistree';
  redirect(303, `${pageOf(experience)}?fait=${done}#reprises`);
}

async function takeBack(asked: Asked) {
  const experience = await askedExperience(asked);
  await takeBackReuse(asked.locals.db, asked.locals.actor, experience.id);
  redirect(303, `${pageOf(experience)}?fait=reprise-retiree#reprises`);
}

export const actions: Actions = { dire: say, retirer: takeBack };
