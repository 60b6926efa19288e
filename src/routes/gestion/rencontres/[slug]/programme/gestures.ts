import { fail, redirect } from '@sveltejs/kit';
import type { Actor } from '#domain/identity/model.ts';
import { SHIFTS, type Shift } from '#domain/events/programme.ts';
import {
  duplicateSession,
  moveSessionToRoom,
  shiftSession,
  type SessionKey,
  type SessionOutcome
} from '#domain/events/server/programme/commands.ts';
import {
  deletedSession,
  restoreSession
} from '#domain/events/server/programme/removal/commands.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { removeSession } from '#domain/registrations/server/programme/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { ProgrammeSessionId, RoomId } from '#shared/ids.ts';
import { CHANGED } from './session-form.ts';

interface Asked {
  readonly locals: { readonly db: Database; readonly actor: Actor };
  readonly params: { readonly slug: string };
  readonly request: Request;
}

async function read({ locals: { db, actor }, params, request }: Asked) {
  const event = await getManagedEvent(db, actor, params.slug);
  const form = await request.formData();
  const key: SessionKey = {
    event: event.id,
    session: Number(form.get('seance')) as ProgrammeSessionId,
    version: Number(form.get('version'))
  };
  return { db, actor, event, form, key };
}

/** A quarter of an hour earlier, later, longer, shorter. */
export async function shift(asked: Asked) {
  const { db, actor, event, form, key } = await read(asked);
  const gesture = SHIFTS.find((one) => one === form.get('geste'));
  if (!gesture) return fail(400, { message: 'Ce geste n’existe pas.' });
  return answer(event.slug, await shiftSession(db, actor, key, gesture), gesture);
}

export async function changeRoom(asked: Asked) {
  const { db, actor, event, form, key } = await read(asked);
  const room = form.get('salle') ? (Number(form.get('salle')) as RoomId) : null;
  return answer(event.slug, await moveSessionToRoom(db, actor, key, room), 'salle');
}

export async function duplicate(asked: Asked) {
  const { db, actor, event, key } = await read(asked);
  return answer(event.slug, await duplicateSession(db, actor, key), 'copie');
}

/** At once when nobody has chosen it, and may be undone; else the figure is told and it is asked again. */
export async function remove(asked: Asked) {
  const { db, actor, form, key } = await read(asked);
  const told = Number(form.get('su') ?? 0);
  const outcome = await removeSession(db, actor, key, { told }, { now: new Date() });
  if (outcome.ok) {
    const { deleted, people } = outcome;
    return { deleted: { title: deleted.session.title, people, payload: JSON.stringify(deleted) } };
  }
  if (outcome.reason === 'chosen')
    return fail(409, { ask: { session: key.session, people: outcome.people } });
  return fail(409, { message: CHANGED[outcome.reason] });
}

/** Puts back what was just deleted. */
export async function undo(asked: Asked) {
  const { db, actor, event, form } = await read(asked);
  const parsed = deletedSession.safeParse(parseJson(String(form.get('seance-supprimee') ?? '')));
  if (!parsed.success) return fail(400, { message: 'Cette séance ne peut plus être remise.' });
  return answer(event.slug, await restoreSession(db, actor, event.id, parsed.data), 'remise');
}

function answer(
  slug: string,
  outcome: SessionOutcome,
  gesture: Shift | 'salle' | 'copie' | 'remise'
) {
  if (outcome.ok) {
    const told = outcome.taken > 0 ? `&choisie=${outcome.taken}` : '';
    const { session } = outcome;
    // Where the key was that was pressed: the browser puts the focus there again.
    const isKey = gesture !== 'copie' && gesture !== 'remise';
    const place = isKey ? `geste-${session}-${gesture}` : `seance-${session}`;
    const asked = `fait=${gesture}&seance=${session}${told}`;
    redirect(303, `/gestion/rencontres/${slug}/programme?${asked}#${place}`);
  }
  if (outcome.reason === 'stale' || outcome.reason === 'gone' || outcome.reason === 'too-short')
    return fail(409, { message: CHANGED[outcome.reason] });
  const issue = 'issues' in outcome ? outcome.issues[0]?.message : undefined;
  return fail(409, { message: issue ?? 'Cette séance n’a pas pu être changée.' });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
