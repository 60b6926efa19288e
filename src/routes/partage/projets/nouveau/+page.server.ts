import { error, redirect } from '@sveltejs/kit';
import { blankContribution } from '#domain/sharing/forms/fields.ts';
import { openProject } from '#domain/sharing/server/projects/commands.ts';
import { fieldChoices } from '../../choosing.ts';
import { openContribution, readSketch, type Answer } from '../../saving.ts';
import { tellClose, type CloseProject } from '../closeness.ts';
import { readNeeds, readProject } from '../reading.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  if (actor.kind === 'visitor')
    redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname)}`);
  const choices = await fieldChoices(db, actor);
  const [first] = choices.territories;
  if (!first) error(403, 'Partager un projet est réservé aux membres d’un réseau.');
  const me = actor.kind === 'person' ? actor.id : '';
  return { choices, typed: blankContribution(first.value), me };
};

/** What a form that was not taken, or is not finished, shows again. */
type Shown = Answer & { readonly close: readonly CloseProject[] };

export const actions: Actions = {
  publier: async ({ locals, request }) => {
    const form = await request.formData();
    const publishedAt = form.get('geste') === 'brouillon' ? null : new Date();
    const opened = await openContribution(
      locals,
      { form, kind: 'project', details: readProject(form) },
      (input, options) =>
        openProject(locals.db, locals.actor, input, {
          ...{ needs: readNeeds(form), publishedAt, ...options }
        })
    );
    if (!opened.ok) return opened.failure;
    redirect(303, `/partage/projets/${opened.slug}?fait=${publishedAt ? 'publie' : 'enregistre'}`);
  },
  /** Tells the projects close to what is typed; writes nothing. */
  proches: async ({ locals, request }): Promise<Shown> => {
    const form = await request.formData();
    const { territory, writing, answer } = await readSketch(locals, form);
    const { stage } = readProject(form);
    const sketch = { ...writing, territory: { id: territory }, details: { stage } };
    return { ...answer, close: await tellClose(locals.db, locals.actor, sketch) };
  }
};
