import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { reportByLink } from '#domain/directory/server/suggestions/own-link/commands.ts';
import { errorInput } from '#domain/directory/suggestion.ts';

/** Keeps what somebody says through a link, or sends the form back filled. */
export async function report(
  { locals: { db, actor, address }, params, request }: RequestEvent<{ jeton: string }>,
  known: { part?: 'closed' } = {}
) {
  const form = await request.formData();
  const typed = {
    part: known.part ?? String(form.get('partie') ?? ''),
    text: String(form.get('texte') ?? '')
  };
  const parsed = errorInput.safeParse(typed);
  if (!parsed.success) {
    const errors = Object.fromEntries(
      parsed.error.issues.map(({ path, message }) => [
        path[0] === 'part' ? 'partie' : 'texte',
        message
      ])
    );
    return fail(400, { typed, errors });
  }
  const { part, text } = parsed.data;
  const said = { part, text, address, reread: form.has('relu') };
  const outcome = await reportByLink(db, actor, params.jeton, said, new Date());
  if (!outcome.ok && outcome.reason === 'second-reading')
    return fail(400, { typed, readings: outcome.readings });
  if (!outcome.ok && outcome.reason === 'too-many')
    return fail(429, {
      typed,
      errors: { texte: 'Trop d’envois depuis cette adresse : réessayez dans une heure' }
    });
  redirect(303, `/fiche-a-jour/${params.jeton}`);
}
