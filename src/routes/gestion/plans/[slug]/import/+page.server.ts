import { fail, redirect } from '@sveltejs/kit';
import { LARGEST_FILE } from '#domain/plans/importing/limits.ts';
import { beginSheetImport } from '#domain/plans/server/importing/commands.ts';
import { listSheetImports } from '#domain/plans/server/importing/queries.ts';
import { readFileText } from '#domain/plans/server/importing/text/documents.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const plan = await getLedPlan(db, actor, { slug: params.slug });
  return {
    imports: await listSheetImports(db, actor, plan.id),
    isClosed: plan.status === 'closed',
    dropped: url.searchParams.has('abandonne')
  };
};

const TOO_BIG = 'Ce fichier dépasse 20 Mo\u00a0: coupez-le en plusieurs.';

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const plan = await getLedPlan(db, actor, { slug: params.slug });
    const size = Number(request.headers.get('content-length'));
    if (size > LARGEST_FILE + 100_000) return fail(413, { message: TOO_BIG, pasted: '' });
    const form = await request.formData();
    const pasted = String(form.get('texte') ?? '');
    const file = form.get('fichier');
    const given = file instanceof File && file.size > 0 ? file : null;
    if (!given && pasted.trim() === '')
      return fail(400, { message: 'Choisissez un fichier, ou collez un texte.', pasted });
    const read = given
      ? await readFileText(new Uint8Array(await given.arrayBuffer()))
      : { ok: true as const, text: pasted };
    if (!read.ok) return fail(422, { message: read.message, pasted });
    const source = { sourceName: given?.name ?? 'texte collé', text: read.text };
    const begun = await beginSheetImport(db, actor, { plan: plan.id, ...source });
    if (!begun.ok) return fail(422, { message: begun.message, pasted });
    redirect(303, `/gestion/plans/${plan.slug}/import/${begun.id}`);
  }
};
