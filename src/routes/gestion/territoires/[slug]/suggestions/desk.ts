import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { readStructures } from '#domain/directory/server/details/queries.ts';
import { listTypes } from '#domain/directory/server/queries.ts';
import {
  listLikelyTwins,
  type LikelyTwin
} from '#domain/directory/server/suggestions/likeness/queries.ts';
import {
  decideSuggestion,
  type Decision
} from '#domain/directory/server/suggestions/moderation/commands.ts';
import {
  currentWords,
  REFUSALS,
  type Refusal,
  type Suggestion
} from '#domain/directory/suggestion.ts';
import type { Database } from '#server/db/connection.ts';
import type { SuggestionId } from '#shared/ids.ts';

/** A proposal beside what the directory says today. */
export interface DeskItem extends Suggestion {
  current: string;
  twins: LikelyTwin[];
}

/** Everything the desk shows of these proposals. */
export async function readDesk(db: Database, suggestions: readonly Suggestion[]) {
  const about = [...new Set(suggestions.flatMap(({ structure }) => structure?.id ?? []))];
  const fiches = new Map((await readStructures(db, about)).map((one) => [one.id, one]));
  const items: DeskItem[] = [];
  for (const one of suggestions) {
    const fiche = one.structure ? fiches.get(one.structure.id) : undefined;
    const current = fiche && one.error ? currentWords(one.error.part, fiche) : '';
    const waits = one.status === 'pending' && one.proposed;
    items.push({ ...one, current, twins: waits ? await listLikelyTwins(db, waits) : [] });
  }
  const types = (await listTypes(db)).map(({ code, name }) => ({ value: code, label: name }));
  return { items, types };
}

const LONGEST_REASON = 500;

/** Carries out what was chosen for one proposal; `back` is the page of the desk. */
export async function decide({ locals: { db, actor }, request }: RequestEvent, back: string) {
  const form = await request.formData();
  const field = (name: string) => String(form.get(name) ?? '').trim();
  const id = Number(field('proposition')) as SuggestionId;
  const decision = readDecision(field);
  if (!Number.isSafeInteger(id) || !decision)
    return fail(400, { id, message: 'Choisissez une raison parmi celles de la liste.' });
  const outcome = await decideSuggestion(db, actor, id, decision, new Date());
  if (!outcome.ok && outcome.reason === 'decided') {
    const what = outcome.status === 'accepted' ? 'acceptée' : 'refusée';
    return fail(409, {
      id,
      message: `${outcome.by} l’a déjà ${what} : rien n’a été fait deux fois.`
    });
  }
  if (!outcome.ok)
    return fail(400, { id, message: `À corriger avant d’accepter : ${outcome.message}.` });
  if (outcome.edit && outcome.slug) redirect(303, `/annuaire/${outcome.slug}/modifier`);
  redirect(303, `${back}?fait=${decision.accept ? 'acceptee' : 'refusee'}`);
}

function readDecision(field: (name: string) => string): Decision | null {
  if (field('decision') === 'accepter')
    return { accept: true, value: field('valeur'), type: field('type') };
  const refusal = field('raison');
  if (!(refusal in REFUSALS)) return null;
  const more = field('precision').slice(0, LONGEST_REASON);
  return { accept: false, refusal: refusal as Refusal, more };
}
