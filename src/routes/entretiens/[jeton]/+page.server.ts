import { findNamedHosting } from '#domain/registrations/server/interviews/named/queries.ts';
import { daysOf } from '../../ma-place/[jeton]/entretiens/reading.ts';
import { namedActions } from './named-actions.ts';
import type { Actions, PageServerLoad } from './$types';

const JUST = ['enregistre', 'ajoutes', 'retire', 'fini'] as const;

export const load: PageServerLoad = async ({ locals: { db }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const now = new Date();
  const just = JUST.find((one) => url.searchParams.has(one)) ?? null;
  const found = await findNamedHosting(db, params.jeton, now);
  if (!found) return { hosting: null, just, now };
  const { place: _, ...event } = found.event;
  const count = (name: string) => Math.max(0, Number(url.searchParams.get(name)) || 0);
  return {
    hosting: { ...found, event },
    days: daysOf(event),
    added: { added: count('ajoutes'), known: count('deja') },
    ...{ just, now }
  };
};

export const actions: Actions = namedActions;
