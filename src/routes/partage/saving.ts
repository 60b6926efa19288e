/** Opening and saving a contribution of any kind from its form: what was typed comes back whole whenever it is refused. */
import { fail, type ActionFailure } from '@sveltejs/kit';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import { labelOfField, sayField } from '#domain/sharing/comparison.ts';
import {
  contentOf,
  fieldsOf,
  merge,
  writingOf,
  type ContributionWriting
} from '#domain/sharing/content.ts';
import type { DetailsInput } from '#domain/sharing/details.ts';
import type { DisputedField, TypedContribution } from '#domain/sharing/forms/fields.ts';
import type { Contribution, ContributionKind } from '#domain/sharing/model.ts';
import { canContribute } from '#domain/sharing/rules.ts';
import { listNamesOf } from '#domain/sharing/server/naming/queries.ts';
import { findVersion } from '#domain/sharing/server/versions/queries.ts';
import {
  createContribution,
  writeContribution,
  type Created,
  type Refused
} from '#domain/sharing/server/writing/commands.ts';
import type { Database } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { numberOf, text } from '../gestion/rencontres/reading.ts';
import { meantBy, withNames } from './meaning.ts';
import { fieldOfPath, partsOf, readTyped } from './reading.ts';
import { nonceOf } from './sent-once.ts';

export interface Asked {
  readonly locals: { readonly db: Database; readonly actor: Actor };
  readonly request: Request;
}

/** What a refused form shows again. */
export interface Answer {
  readonly typed: TypedContribution;
  /** What its kind adds, as it was typed: name of the field → what it held. */
  readonly own: Readonly<Record<string, readonly string[]>>;
  readonly errors?: Readonly<Record<string, string>>;
  readonly readings?: SecondReading;
  readonly disputed?: readonly DisputedField[];
}

/** A form of a contribution, read. `details`: what its kind adds, as its own reading gives it. */
export interface Sent<Kind extends ContributionKind> {
  readonly form: FormData;
  readonly kind: Kind;
  readonly details: Partial<DetailsInput[Kind]>;
  /** What its kind checks itself, by field of the form. */
  readonly errors?: Readonly<Record<string, string>>;
}

export type Opened =
  Extract<Created, { ok: true }> | { readonly ok: false; readonly failure: ActionFailure<Answer> };
export type Saved =
  | { readonly ok: true; readonly changed: boolean }
  | { readonly ok: false; readonly failure: ActionFailure<Answer> };

/** How a kind opens one, when it writes more than what all have. */
type Create<Kind extends ContributionKind> = (
  input: ContributionWriting<Kind> & { readonly territory: TerritoryId },
  options: { readonly reread: boolean; readonly nonce: string | null }
) => Promise<Created>;

/** Opens a draft with what a form says, once however often it is sent. @throws Forbidden unless the actor is of the network it names. */
export async function openContribution<Kind extends ContributionKind>(
  { db, actor }: Asked['locals'],
  { form, kind, details, errors: own }: Sent<Kind>,
  create: Create<Kind> = (input, options) => createContribution(db, actor, kind, input, options)
): Promise<Opened> {
  const typed = readTyped(form);
  const territory = territoryOf(actor, typed.territory);
  const refuse = refusal({ db, actor }, form, typed, kind);
  const here = { db, actor, territory, current: null };
  const meant = await meantBy(here, typed, partsOf(form));
  const errors = { ...meant.errors, ...own };
  if (Object.keys(errors).length > 0) return refuse(400, { errors });
  const outcome = await create(
    { ...(meant.input as ContributionWriting<Kind>), details, territory },
    { reread: form.has('relu'), nonce: await nonceOf(form, kind) }
  );
  return outcome.ok ? outcome : refuse(400, saidOf(outcome, kind));
}

/** What a form says while one types: read as it would be saved, but neither checked nor written. */
export interface Sketch {
  readonly territory: TerritoryId;
  readonly writing: ContributionWriting;
  /** The same form, to show it again. */
  readonly answer: Answer;
}

/** Reads a form that is not finished. @throws Forbidden unless the actor is of the network it names. */
export async function readSketch({ db, actor }: Asked['locals'], form: FormData): Promise<Sketch> {
  const typed = readTyped(form);
  const territory = territoryOf(actor, typed.territory);
  if (!canContribute(actor, territory))
    throw new Forbidden('Partager dans un réseau est réservé à ses membres.');
  const { input } = await meantBy({ db, actor, territory, current: null }, typed, partsOf(form));
  const answer = { typed: await withNames(db, actor, typed), own: ownOf(form) };
  return { territory, writing: input, answer };
}

/** Saves what a form says of a contribution. @throws NotFound, Forbidden unless the actor writes it. */
export async function saveContribution<Kind extends ContributionKind>(
  { db, actor }: Asked['locals'],
  current: Contribution<Kind>,
  { form, kind, details, errors: own }: Sent<Kind>
): Promise<Saved> {
  const typed = readTyped(form);
  const refuse = refusal({ db, actor }, form, typed, kind);
  const here = { db, actor, territory: current.territory.id, current };
  const meant = await meantBy(here, typed, partsOf(form));
  const wrong = { ...meant.errors, ...own };
  if (Object.keys(wrong).length > 0) return refuse(400, { errors: wrong });
  const input = await settle(db, current, form, { ...meant.input, details });
  if ('open' in input) {
    const errors = Object.fromEntries(
      input.open.map((path) => [
        `choix-${path}`,
        `${labelOfField(path, kind)}\u00a0: choisissez le texte à garder`
      ])
    );
    const disputed = await dispute({ db, actor }, current, meant.input, details, input.open);
    return refuse(400, { errors, disputed });
  }
  const outcome = await writeContribution(db, actor, current.id, input.writing, {
    version: typed.seen || typed.version || undefined,
    reread: form.has('relu')
  });
  if (outcome.ok) return outcome;
  if (outcome.reason !== 'conflict') return refuse(400, saidOf(outcome, kind));
  const disputed = await dispute(
    { db, actor },
    outcome.theirs,
    meant.input,
    details,
    outcome.fields
  );
  return refuse(409, { disputed }, outcome.theirs.version);
}

/** What was chosen of what two people wrote: theirs is left alone, and what was not touched too. */
async function settle(
  db: Database,
  current: Contribution,
  form: FormData,
  writing: ContributionWriting
): Promise<{ writing: ContributionWriting } | { open: readonly string[] }> {
  const paths = form.getAll('conflit').map(String);
  if (paths.length === 0) return { writing };
  const open = paths.filter((path) => !['mien', 'leur'].includes(text(form, `choix-${path}`)));
  if (open.length > 0) return { open: paths };
  const opened = await findVersion(db, current.id, numberOf(form.get('version')));
  const read = opened ?? contentOf(current);
  const { changes } = merge(fieldsOf(writing), read, read);
  const mine = Object.entries(changes).filter(
    ([path]) => !paths.includes(path) || text(form, `choix-${path}`) === 'mien'
  );
  return { writing: writingOf(Object.fromEntries(mine)) };
}

async function dispute(
  { db, actor }: Asked['locals'],
  theirs: Contribution,
  mine: ContributionWriting,
  details: object,
  paths: readonly string[]
): Promise<DisputedField[]> {
  const [now, typed] = [contentOf(theirs), fieldsOf({ ...mine, details })];
  const names = await listNamesOf(db, actor, [now, typed]);
  return paths.map((path) => ({
    path,
    label: labelOfField(path, theirs.kind),
    mine: sayField(path, typed[path], names),
    theirs: sayField(path, now[path], names)
  }));
}

function refusal(locals: Asked['locals'], form: FormData, typed: TypedContribution, _kind: string) {
  return async (status: number, said: Partial<Answer>, seen = typed.seen) => {
    const shown = await withNames(locals.db, locals.actor, { ...typed, seen });
    const failure = fail(status, { ...said, typed: shown, own: ownOf(form) });
    return { ok: false as const, failure };
  };
}

/** All that was typed, field by field: a kind finds its own there. */
function ownOf(form: FormData): Record<string, string[]> {
  const own: Record<string, string[]> = {};
  for (const [name, value] of form)
    if (typeof value === 'string') (own[name] ??= []).push(value.trim());
  return own;
}

function saidOf(outcome: Refused, kind: ContributionKind): Partial<Answer> {
  if (outcome.reason === 'second-reading')
    return {
      readings: outcome.readings.map((one) => ({ ...one, field: fieldOfPath(one.field) }))
    };
  const errors: Record<string, string> = {};
  for (const { path, message } of outcome.issues)
    errors[fieldOfPath(path)] ??= `${labelOfField(pathOf(path), kind)}\u00a0: ${message}`;
  return { errors };
}

/** « carriers.2.label » is about « carriers », « details.tags.0 » about « details.tags ». */
const pathOf = (path: string) =>
  path
    .split('.')
    .slice(0, /^(texts|details)\./.test(path) ? 2 : 1)
    .join('.');

/** The territory that was chosen, of those the actor is a member of; her own when she has only one. */
function territoryOf(actor: Actor, chosen: string): TerritoryId {
  const asked = numberOf(chosen) as TerritoryId;
  if (asked !== 0 || actor.kind !== 'person') return asked;
  const own = actor.memberships.filter((one) => isMemberOf(actor, one.territory));
  return own[0]?.territory ?? asked;
}
