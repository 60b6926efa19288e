import { redirect } from '@sveltejs/kit';
import { eraseVersion, restoreVersion } from '#domain/sharing/server/documents/commands.ts';
import { listFileVersions } from '#domain/sharing/server/documents/queries.ts';
import { environment } from '#server/env.ts';
import { numberOf } from '../../../../gestion/rencontres/reading.ts';
import { depositVersion } from '../../depositing.ts';
import { askedWritten } from '../asked.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { id, title, slug } = await askedWritten({ locals, params });
  return {
    ...{ title, slug },
    versions: await listFileVersions(locals.db, id),
    largest: environment().largestFile
  };
};

export const actions: Actions = {
  deposer: async (asked) => {
    const document = await askedWritten(asked);
    const outcome = await depositVersion(asked, document);
    if (!outcome.ok) return outcome.failure;
    redirect(
      303,
      `/partage/documents/${document.slug}?fait=${outcome.changed ? 'version' : 'identique'}`
    );
  },
  reprendre: async (asked) => {
    const { id, slug } = await askedWritten(asked);
    const number = numberOf((await asked.request.formData()).get('version'));
    await restoreVersion(asked.locals.db, asked.locals.actor, id, number);
    redirect(303, `/partage/documents/${slug}?fait=reprise`);
  },
  effacer: async (asked) => {
    const { id, slug } = await askedWritten(asked);
    const number = numberOf((await asked.request.formData()).get('version'));
    await eraseVersion(asked.locals.db, asked.locals.actor, id, number);
    redirect(303, `/partage/documents/${slug}?fait=effacee`);
  }
};
