import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  dismissIntroduction,
  markMade,
  planIntroduction,
  undoIntroduction,
  type Pair
} from '#domain/network/server/introductions/commands.ts';
import { Invalid } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { getLedTerritory } from '../led.ts';
import { readPair } from './filters.ts';

type Post = RequestEvent<{ slug: string }>;

/** « Prévoir à cette rencontre ». */
export async function plan(post: Post) {
  const { db, actor } = post.locals;
  const { pair, form } = await readPost(post);
  const event = Number(form.get('rencontre')) as EventId;
  const outcome = await planIntroduction(db, actor, pair, event, new Date());
  if (!outcome.ok) return fail(409, { refused: true });
  back(post, 'prevu', pair);
}

/** « Elles se sont rencontrées ». */
export async function made(post: Post) {
  const { pair } = await readPost(post);
  await markMade(post.locals.db, post.locals.actor, pair, new Date());
  back(post, 'rencontre', pair);
}

/** « Sans objet ». */
export async function dismiss(post: Post) {
  const { pair } = await readPost(post);
  await dismissIntroduction(post.locals.db, post.locals.actor, pair, new Date());
  back(post, 'sans-objet', pair);
}

/** « Annuler »: the pair is where its answers put it. */
export async function undo(post: Post) {
  const { pair } = await readPost(post);
  await undoIntroduction(post.locals.db, post.locals.actor, pair);
  back(post, 'annule', pair);
}

async function readPost({
  locals,
  params,
  request
}: Post): Promise<{ pair: Pair; form: FormData }> {
  const territory = await getLedTerritory(locals, params.slug);
  const form = await request.formData();
  const structures = readPair(form.get('paire'));
  if (!structures)
    throw new Invalid([{ path: 'paire', message: 'dites de quelles structures il s’agit' }]);
  return { pair: { territory: territory.id, structures }, form };
}

/** To the same list, with what was done. */
function back({ url }: Post, what: string, { structures }: Pair): never {
  const kept = new URLSearchParams(url.searchParams);
  for (const name of [...kept.keys()])
    if (name.startsWith('/') || name === 'ecrit') kept.delete(name);
  kept.set('fait', what);
  kept.set('paire', structures.join('-'));
  redirect(303, `?${kept}`);
}
