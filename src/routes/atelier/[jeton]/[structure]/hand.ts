/** Who writes in a room, read from a request, and what a refusal says. */
import type { Hand } from '#domain/events/server/workshop/room/commands.ts';
import { NO_SUCH_SEAT } from '#domain/events/workshop.ts';
import { NotFound } from '#shared/errors.ts';
import type { WorkshopStructureId } from '#shared/ids.ts';

/** @throws NotFound when the address names no structure. */
export function structureOf(params: { structure: string }): WorkshopStructureId {
  if (!/^\d{1,12}$/.test(params.structure)) throw new NotFound(NO_SUCH_SEAT);
  return Number(params.structure) as WorkshopStructureId;
}

export function handOf(params: { jeton: string; structure: string }, address: string): Hand {
  return { token: params.jeton, structure: structureOf(params), address };
}

export const REFUSALS = {
  closed: 'L’atelier n’est pas ouvert : rien n’a été enregistré.',
  ready: 'Votre structure a dit son dernier mot : reprenez-le pour changer quelque chose.',
  'too-many':
    'Trop de gestes d’un coup : attendez quelques minutes, ce qui est enregistré le reste.',
  stale:
    'Quelqu’un de votre structure vient d’écrire aussi. Rien n’est perdu : comparez, puis enregistrez.',
  'not-asked': 'Cette situation n’est plus posée : votre réponse n’a pas été enregistrée.',
  empty: 'Dites d’abord où votre structure intervient, ou ce qu’elle fait.'
} as const;

export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '';
}
