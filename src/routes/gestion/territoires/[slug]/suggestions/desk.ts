import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import {
  decideSuggestion,
  type Decided,
  type Decision
} from '#domain/directory/server/suggestions/moderation/commands.ts';
import { refusalInput } from '#domain/directory/suggestion.ts';
import type { SuggestionId } from '#shared/ids.ts';

/** What prevented a decision, with what was typed. */
export interface Undecided {
  id: number;
  message: string;
  readings?: SecondReading;
  typed?: { accept: boolean; value: string; refusal: string; more: string };
}

/** Carries out what was chosen for one proposal; `back` is the page of the desk. */
export async function decide({ locals: { db, actor }, request }: RequestEvent, back: string) {
  const form = await request.formData();
  const field = (name: string) => String(form.get(name) ?? '').trim();
  const id = Number(field('proposition')) as SuggestionId;
  const accept = field('decision') === 'accepter';
  const typed = {
    accept,
    value: field('valeur'),
    refusal: field('raison'),
    more: field('precision')
  };
  const decision = readDecision(form, typed);
  if (!Number.isSafeInteger(id) || !decision)
    return fail<Undecided>(400, { id, typed, message: 'Choisissez une raison dans la liste.' });
  const outcome = await decideSuggestion(db, actor, id, decision, new Date());
  if (!outcome.ok) return refuse(id, typed, outcome);
  if (outcome.edit && outcome.slug) redirect(303, `/annuaire/${outcome.slug}/modifier`);
  redirect(303, `${back}?fait=${accept ? 'acceptee' : 'refusee'}`);
}

type Typed = NonNullable<Undecided['typed']>;

function refuse(id: number, typed: Typed, outcome: Extract<Decided, { ok: false }>) {
  if (outcome.reason === 'second-reading')
    return fail<Undecided>(400, { id, typed, message: '', readings: outcome.readings });
  if (outcome.reason === 'invalid')
    return fail<Undecided>(400, {
      id,
      typed,
      message: `À corriger avant d’accepter : ${outcome.message}.`
    });
  const what = outcome.status === 'accepted' ? 'acceptée' : 'refusée';
  return fail<Undecided>(409, {
    id,
    message: `${outcome.by} l’a déjà ${what} : rien n’a été fait deux fois.`
  });
}

function readDecision(form: FormData, { accept, value, refusal, more }: Typed): Decision | null {
  const reread = form.has('relu');
  if (!accept) {
    const said = refusalInput.safeParse({ refusal, more });
    return said.success ? { accept: false, ...said.data, reread } : null;
  }
  return {
    accept: true,
    value,
    type: String(form.get('type') ?? ''),
    fields: form.getAll('champs').map(String),
    seen: Number(form.get('version')) || 0,
    reread
  };
}
