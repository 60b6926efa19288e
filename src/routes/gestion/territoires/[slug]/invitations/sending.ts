import { fail } from '@sveltejs/kit';
import { invitationInput, type Guest } from '#domain/directory/invitations.ts';
import { invitePeople } from '#domain/directory/server/invitations/commands.ts';
import { findStructureMeant } from '#domain/directory/server/joining/queries.ts';
import type { Territory } from '#domain/territory/model.ts';
import { plural } from '#shared/text.ts';
import { answer, unclear, type Typed } from './answers.ts';

/** Sends the invitations of either form, or sends the form back. */
export async function send(
  locals: App.Locals,
  place: Territory,
  typed: Typed,
  guests: readonly Guest[],
  reread: boolean
) {
  const { choix: slug, structure: text } = typed;
  const meant = await findStructureMeant(locals.db, place, { slug, text });
  if (meant.kind === 'unknown' || meant.kind === 'several') {
    const errors = { structure: unclear(meant) };
    return fail(400, answer(typed, { errors }));
  }
  const structure = meant.kind === 'one' ? meant.structure.id : null;
  const parsed = invitationInput.safeParse({ role: typed.role, structure, message: typed.message });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return fail(400, answer(typed, { errors: { [String(issue!.path[0])]: issue!.message } }));
  }
  const input = { ...parsed.data, structure, place, guests, reread };
  const outcome = await invitePeople(locals.db, locals.actor, input);
  if (!outcome.ok) return fail(400, answer(typed, { readings: outcome.readings }));
  const { sent, skipped } = outcome;
  const left = skipped.map(({ email }) => email);
  return { done: `${plural(sent.length, 'invitation envoyée', 'invitations envoyées')}.`, left };
}
