/** Correcting one line of a sheet: somebody was not there, or was after all. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { AtEntrance } from '#domain/registrations/server/attendance/listing/queries.ts';
import { listAtEntrance } from '#domain/registrations/server/attendance/listing/queries.ts';
import { markPresence } from '#domain/registrations/server/attendance/commands.ts';
import { getWelcomedEvent } from '#domain/registrations/server/attendance/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';

/** Which line is looked for, on which sheet. */
export interface Line {
  readonly key: string;
  readonly q: string;
  /** Whose line was just taken off, to put it back. */
  readonly removed: number | null;
}

export function readLine(query: URLSearchParams, entrances: readonly { key: string }[]): Line {
  const asked = query.get('feuille') ?? '';
  const key = entrances.find((one) => one.key === asked)?.key ?? entrances[0]?.key ?? '';
  const q = (query.get('nom') ?? '').trim().slice(0, 80);
  return { key, q, removed: Number(query.get('otee')) || null };
}

/** The lines that a name finds. */
export async function listLines(
  db: Database,
  event: EventId,
  { key, q }: Line
): Promise<Pick<AtEntrance, 'id' | 'first' | 'last' | 'structure' | 'isIn' | 'signed'>[]> {
  const asking = { entrance: key, q, state: '', page: 1 } as const;
  const { people } = await listAtEntrance(db, event, asking);
  return people
    .filter(({ waiting }) => !waiting)
    .slice(0, MOST_LINES)
    .map(({ id, first, last, structure, isIn, signed }) => ({
      ...{ id, first, last, structure, isIn, signed }
    }));
}

const MOST_LINES = 10;

const REFUSALS = {
  'no-place': 'Cette personne n’a pas de place : sa ligne n’a pas été changée.',
  'not-begun': 'L’accueil n’a pas commencé : aucune ligne n’est encore signée.'
} as const;

export async function correctLine({
  locals: { db, actor },
  params,
  request
}: RequestEvent<{ slug: string }>) {
  const event = await getWelcomedEvent(db, actor, params.slug);
  const form = await request.formData();
  const kind = form.get('sens') === 'remettre' ? 'in' : 'out';
  const registration = Number(form.get('inscription')) as RegistrationId;
  const key = String(form.get('feuille') ?? '');
  const mark = { registration, entrance: key, kind } as const;
  const outcome = await markPresence(db, actor, event.id, mark, new Date());
  if (!outcome.ok) return fail(409, { key, message: REFUSALS[outcome.reason] });
  const query = new URLSearchParams({ feuille: key, nom: String(form.get('nom') ?? '') });
  query.set(kind === 'out' ? 'otee' : 'remise', String(registration));
  redirect(303, `?${query}#lignes`);
}
