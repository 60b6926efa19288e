import { fail, redirect } from '@sveltejs/kit';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { headingInput, MOST_HEADINGS, type HeadingInput } from '#domain/plans/forms/heading.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import {
  addHeading,
  moveHeading,
  removeHeading,
  renameHeading,
  showHeading,
  type HeadingOutcome
} from '#domain/plans/server/setup/headings/commands.ts';
import type { Database } from '#server/db/connection.ts';
import { plural } from '#shared/text.ts';
import { errorsOf, text } from '../../../rencontres/reading.ts';

interface Asked {
  readonly locals: { readonly db: Database; readonly actor: Actor };
  readonly params: { readonly slug: string };
  readonly request: Request;
}

/** What a refused form shows again; `key` is empty for a heading to add. */
interface Answer {
  readonly key?: string;
  readonly typed?: HeadingInput;
  readonly before?: HeadingInput;
  readonly errors?: Record<string, string>;
  readonly readings?: SecondReading;
  readonly theirs?: HeadingInput;
  readonly message?: string;
}

const answer = (status: number, said: Answer) => fail(status, said);
const FIELDS = { label: 'nom', hint: 'aide' };
const LABELS = { nom: 'Nom', aide: 'Ce qui est attendu' };

async function read({ locals: { db, actor }, params, request }: Asked) {
  const plan = await getLedPlan(db, actor, { slug: params.slug });
  const form = await request.formData();
  return { db, actor, plan: plan.id, form, key: text(form, 'rubrique') };
}

async function write(asked: Asked) {
  const { db, actor, plan, form, key } = await read(asked);
  const typed = { label: text(form, 'nom'), hint: text(form, 'aide') };
  const before = { label: text(form, 'lu-nom'), hint: text(form, 'lu-aide') };
  const checked = headingInput.safeParse(typed);
  if (!checked.success)
    return answer(400, { key, typed, before, errors: errorsOf(checked.error, FIELDS, LABELS) });
  const told = { input: checked.data, reread: form.has('relu') };
  const said =
    key === ''
      ? await addHeading(db, actor, plan, told)
      : await renameHeading(db, actor, { plan, key }, { ...told, before });
  if (said.ok) done(key === '' ? 'ajoutee' : 'ecrite', said.key);
  if (said.reason === 'second-reading')
    return answer(400, { key, typed, before, readings: said.readings });
  if (said.reason === 'changed')
    return answer(409, { key, typed, before: said.theirs, theirs: said.theirs });
  if (said.reason === 'name-taken')
    return answer(409, {
      key,
      typed,
      before,
      errors: { nom: 'Nom\u00a0: une autre rubrique le porte déjà' }
    });
  return answer(409, { message: sayRefusal(said) });
}

/** Shown, hidden, moved by a rank, taken off. */
async function arrange(asked: Asked) {
  const { db, actor, plan, form } = await read(asked);
  const [gesture = '', key = ''] = text(form, 'geste').split('.');
  const one = { plan, key };
  const said = await act();
  if (!said) return answer(400, { message: 'Ce geste n’existe pas.' });
  if (said.ok) done(gesture, key);
  return answer(409, { message: sayRefusal(said) });

  async function act(): Promise<HeadingOutcome | null> {
    if (gesture === 'up' || gesture === 'down') return moveHeading(db, actor, one, gesture);
    if (gesture === 'montree') return showHeading(db, actor, one, true);
    if (gesture === 'masquee') return showHeading(db, actor, one, false);
    return gesture === 'retiree' ? removeHeading(db, actor, one) : null;
  }
}

function done(gesture: string, key: string): never {
  const place = gesture === 'up' || gesture === 'down' ? `${key}-${gesture}` : key;
  redirect(303, `?fait=${gesture}&rubrique=${key}#rubrique-${place}`);
}

function sayRefusal(said: Extract<HeadingOutcome, { ok: false }>): string {
  if (said.reason === 'written')
    return `${plural(said.sheets, 'fiche y a un texte', 'fiches y ont un texte')}\u00a0: masquez-la, il sera gardé.`;
  if (said.reason === 'too-many') return `Un plan a ${MOST_HEADINGS} rubriques au plus.`;
  if (said.reason === 'standard') return 'Cette rubrique ne se retire pas\u00a0: masquez-la.';
  return 'Quelqu’un l’a retirée entre-temps. La liste ci-dessous est à jour.';
}

export const headingActions = { ecrire: write, agencer: arrange };
