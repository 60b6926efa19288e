import { redirect } from '@sveltejs/kit';
import { blankContribution } from '#domain/sharing/forms/fields.ts';
import { canWrite } from '#domain/sharing/rules.ts';
import { draftExperience } from '#domain/sharing/server/drafting/commands.ts';
import { publish } from '#domain/sharing/server/publishing/commands.ts';
import { getContribution } from '#domain/sharing/server/queries.ts';
import { Forbidden } from '#shared/errors.ts';
import { text } from '../../../gestion/rencontres/reading.ts';
import { fieldChoices } from '../../choosing.ts';
import { openContribution, type Asked } from '../../saving.ts';
import { readDetails, wrongIn } from '../typed.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  if (actor.kind !== 'person')
    redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname + url.search)}`);
  const choices = await fieldChoices(db, actor);
  if (choices.territories.length === 0)
    throw new Forbidden('Raconter une expérience est réservé aux membres d’un réseau.');
  return {
    choices,
    me: actor.id,
    typed: blankContribution(choices.territories[0]!.value),
    project: await endedProject({ db, actor }, url.searchParams.get('projet') ?? '')
  };
};

/** The project that is told, when she comes from its page and writes it. */
async function endedProject({ db, actor }: Asked['locals'], slug: string) {
  if (slug === '') return null;
  const found = await getContribution(db, actor, { kind: 'project', slug });
  return canWrite(actor, found.place) ? { slug, title: found.title } : null;
}

async function write({ locals, request }: Asked) {
  const form = await request.formData();
  const opened = await openContribution(locals, {
    ...{ form, kind: 'experience' as const, errors: wrongIn(form) },
    details: { form: 'express', ...readDetails(form) }
  });
  if (!opened.ok) return opened.failure;
  const isPublished = form.get('geste') === 'publier';
  if (isPublished) await publish(locals.db, locals.actor, opened.id, new Date());
  redirect(
    303,
    `/partage/experiences/${opened.slug}?fait=${isPublished ? 'publie' : 'enregistre'}`
  );
}

async function tell({ locals: { db, actor }, request }: Asked) {
  const slug = text(await request.formData(), 'projet');
  const project = await getContribution(db, actor, { kind: 'project', slug });
  const draft = await draftExperience(db, actor, project.id);
  redirect(
    303,
    draft.isNew
      ? `/partage/experiences/${draft.slug}/modifier?fait=repris-du-projet`
      : `/partage/experiences/${draft.slug}`
  );
}

export const actions: Actions = { ecrire: write, raconter: tell };
