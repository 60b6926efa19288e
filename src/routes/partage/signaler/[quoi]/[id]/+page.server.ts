import { error, fail, redirect } from '@sveltejs/kit';
import type { ConductReason, ReportedText } from '#domain/sharing/care.ts';
import { reportConduct } from '#domain/sharing/server/conduct/commands.ts';
import { getConductTarget } from '#domain/sharing/server/conduct/queries.ts';
import type { Actions, PageServerLoad } from './$types';

const ABOUT: Readonly<Record<string, ReportedText['about']>> = {
  contribution: 'contribution',
  reponse: 'reply'
};

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { about, label, page, id } = await getConductTarget(db, actor, target(params));
  return { about, label, page, id, done: url.searchParams.get('fait') };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const form = await request.formData();
    const typed = {
      reason: String(form.get('motif') ?? '') as ConductReason,
      details: String(form.get('precisions') ?? '')
    };
    const reread = form.get('relu') === 'oui';
    const outcome = await reportConduct(db, actor, target(params), typed, { reread });
    if (outcome.ok) redirect(303, outcome.isNew ? '?fait=oui' : '?fait=deja');
    if (outcome.reason === 'second-reading')
      return fail(422, { typed, readings: outcome.readings });
    if (outcome.reason === 'too-many') return fail(429, { typed, tooMany: true });
    const errors = Object.fromEntries(outcome.issues.map(({ path, message }) => [path, message]));
    return fail(400, { typed, errors });
  }
};

function target({ quoi, id }: { quoi: string; id: string }) {
  const about = ABOUT[quoi];
  if (!about) error(404, 'Cette adresse ne désigne aucun texte.');
  return { about, key: id };
}
