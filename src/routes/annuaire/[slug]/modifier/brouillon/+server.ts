import { findPresence, getEditable, getEditor } from '#domain/directory/server/editing/queries.ts';
import { keepTyped } from '../posting.ts';
import { presenceText } from '../presence.ts';
import type { RequestHandler } from './$types';

/** What others do to the fiche, asked from time to time by a page that is open. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const now = new Date();
  const { presence } = await getEditor(locals.db, locals.actor, params.slug, now);
  return Response.json({ presence: presenceText(presence, now) });
};

/** Keeps what is being typed. */
export const POST: RequestHandler = async ({ locals, params, request }) => {
  const now = new Date();
  const { structure, person } = await getEditable(locals.db, locals.actor, params.slug);
  const draft = await keepTyped(locals, structure, await request.formData());
  const version = draft?.baseVersion ?? structure.version;
  const presence = await findPresence(locals.db, person, structure, version, now);
  return Response.json({ savedAt: draft?.savedAt ?? null, presence: presenceText(presence, now) });
};
