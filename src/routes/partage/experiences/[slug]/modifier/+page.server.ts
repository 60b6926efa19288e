import { redirect } from '@sveltejs/kit';
import { canBeExpress } from '#domain/sharing/experiences.ts';
import { headingsOf } from '#domain/sharing/headings.ts';
import { contentOf } from '#domain/sharing/content.ts';
import type { ExperienceForm } from '#domain/sharing/details.ts';
import { pageOf } from '#domain/sharing/model.ts';
import { listNamesOf } from '#domain/sharing/server/naming/queries.ts';
import { writeContribution } from '#domain/sharing/server/writing/commands.ts';
import { Forbidden } from '#shared/errors.ts';
import { fieldChoices } from '../../../choosing.ts';
import { typedOf } from '../../../reading.ts';
import { saveContribution } from '../../../saving.ts';
import { detailsOf, readDetails, wrongIn } from '../../typed.ts';
import { askedWritten, type Asked } from '../asked.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { db, actor } = locals;
  const experience = await askedWritten({ locals, params });
  const names = await listNamesOf(db, actor, [contentOf(experience)]);
  const { form } = experience.details;
  return {
    ...{ title: experience.title, slug: experience.slug, form, version: experience.version },
    isDraft: experience.status === 'draft',
    isHidden: experience.place.hidden,
    me: actor.kind === 'person' ? actor.id : '',
    headings: headingsOf('experience', form),
    choices: await fieldChoices(db, actor),
    typed: typedOf(experience, names),
    details: detailsOf(experience),
    mayBeExpress: form === 'full' && canBeExpress(experience),
    done: url.searchParams.get('fait') ?? ''
  };
};

async function save(asked: Asked) {
  const experience = await askedWritten(asked);
  const form = await asked.request.formData();
  const saved = await saveContribution(asked.locals, experience, {
    ...{ form, kind: 'experience' as const, details: readDetails(form), errors: wrongIn(form) }
  });
  if (!saved.ok) return saved.failure;
  redirect(303, `${pageOf(experience)}?fait=${saved.changed ? 'enregistre' : 'rien'}`);
}

const become = (form: ExperienceForm, done: string) => async (asked: Asked) => {
  const experience = await askedWritten(asked);
  if (form === 'express' && !canBeExpress(experience))
    throw new Forbidden('Cette fiche dit plus qu’une page\u00a0: elle reste une fiche complète.');
  await writeContribution(
    asked.locals.db,
    asked.locals.actor,
    experience.id,
    { details: { form } },
    { change: form === 'full' ? 'fiche complète' : 'retour d’une page' }
  );
  redirect(303, `${pageOf(experience)}/modifier?fait=${done}`);
};

export const actions: Actions = {
  enregistrer: save,
  completer: become('full', 'complete'),
  reduire: become('express', 'reduite')
};
