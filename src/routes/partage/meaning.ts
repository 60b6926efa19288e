/** What is meant by what was typed in the form of a contribution: structures, zones, meetings, other contributions. */
import { readZoneLines } from '#domain/directory/server/zones/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { offerEvents, recogniseNames } from '#domain/plans/server/writing/names/queries.ts';
import type { ContributionWriting } from '#domain/sharing/content.ts';
import type {
  Choice,
  FieldPart,
  TypedContribution,
  TypedStructure
} from '#domain/sharing/forms/fields.ts';
import type { Contribution } from '#domain/sharing/model.ts';
import { listNamesOf, offerContributions } from '#domain/sharing/server/naming/queries.ts';
import { listAmong } from '#domain/sharing/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { ContributionId, EventId, StructureId, TerritoryId } from '#shared/ids.ts';
import { normalise, onlyNamed } from '#shared/text.ts';
import { numberOf } from '../gestion/rencontres/reading.ts';

export interface Meant {
  readonly input: ContributionWriting;
  /** What was typed and is not recognised, by field. */
  readonly errors: Readonly<Record<string, string>>;
}

export interface Here {
  readonly db: Database;
  readonly actor: Actor;
  readonly territory: TerritoryId;
  /** What is written now, when it is not new. */
  readonly current: Contribution | null;
}

/** What the parts that were shown say, ready to be written; texts are those of the form. */
export async function meantBy(
  here: Here,
  typed: TypedContribution,
  parts: readonly FieldPart[]
): Promise<Meant> {
  const has = (part: FieldPart) => parts.includes(part);
  const where = has('where') ? await meantWhere(here, typed) : null;
  const links = has('links') ? await meantLinks(here, typed) : null;
  const { title, summary, visibility, texts, themes, audiences } = typed;
  return {
    input: {
      ...(has('title') && { title }),
      ...(has('summary') && { summary }),
      ...(has('visibility') && { visibility }),
      ...(Object.keys(texts).length > 0 && { texts }),
      ...(has('words') && {
        themes: [...new Set(themes)].sort(),
        audiences: [...new Set(audiences)].sort()
      }),
      ...(has('structures') && {
        carriers: await meantStructures(here, typed.carriers),
        partners: await meantStructures(here, typed.partners)
      }),
      ...where?.input,
      ...links?.input
    },
    errors: { ...where?.errors, ...links?.errors }
  };
}

/** Who is chosen in the list is; the same words as before are who they were; other words are looked for. */
async function meantStructures(
  { db, actor, territory, current }: Here,
  typed: readonly TypedStructure[]
) {
  const known = await recogniseNames(
    db,
    actor,
    territory,
    typed.filter(({ who }) => who === '').map(({ label }) => label)
  );
  const before = [...(current?.carriers ?? []), ...(current?.partners ?? [])];
  return typed.map(({ label, who }) => {
    const [kind, id] = who.split(':');
    const was = before.find((one) => one.label === label)?.structure?.id ?? null;
    const chosen = kind === 'structure' ? (numberOf(id) as StructureId) : 0;
    return { label, structure: (chosen || was) ?? known.get(normalise(label))?.structure ?? null };
  });
}

async function meantWhere({ db, territory, current }: Here, typed: TypedContribution) {
  if (typed.isWhole) return { input: { where: null }, errors: {} };
  const lines = [...typed.zones.map(({ value }) => value), typed.zoneTyped].filter(Boolean);
  const { zones, unknown: lost } = await readZoneLines(db, lines, territory);
  const include = zones.toSorted((a, b) =>
    `${a.level} ${a.code}` < `${b.level} ${b.code}` ? -1 : 1
  );
  const errors: Record<string, string> = {};
  if (lost.length > 0)
    errors['zone-cherchee'] =
      `Où\u00a0: «\u00a0${lost.join(', ')}\u00a0» n’est pas reconnu, ou est le nom de plusieurs zones\u00a0: choisissez dans la liste, ou donnez son code`;
  else if (include.length === 0)
    errors['zone-cherchee'] =
      'Où\u00a0: nommez au moins une commune ou une intercommunalité, ou choisissez «\u00a0tout le territoire\u00a0»';
  return { input: { where: { include, exclude: current?.where?.exclude ?? [] } }, errors };
}

async function meantLinks({ db, actor, current }: Here, typed: TypedContribution) {
  const errors: Record<string, string> = {};
  const events = typed.events.map(({ value }) => Number(value) as EventId);
  const related = typed.related.map(({ value }) => Number(value) as ContributionId);
  if (typed.eventTyped) {
    const found = (await offerEvents(db, actor, typed.eventTyped)).filter(({ value }) =>
      value.startsWith('event:')
    );
    const one = onlyNamed(found, typed.eventTyped);
    if (one) events.push(Number(one.value.slice('event:'.length)) as EventId);
    else errors['rencontre-cherchee'] = 'Rencontre\u00a0: choisissez-la dans la liste';
  }
  if (typed.relatedTyped) {
    const one = onlyNamed(
      await offerContributions(db, actor, typed.relatedTyped),
      typed.relatedTyped
    );
    if (one) related.push(Number(one.value) as ContributionId);
    else errors['partage-cherche'] = 'Ce qui va avec\u00a0: choisissez-le dans la liste';
  }
  const unseen = await listUnseen({ db, actor }, current, typed);
  events.push(...unseen.events);
  related.push(...unseen.related);
  const sorted = <T extends number>(ids: readonly T[]) =>
    [...new Set(ids)].filter((id) => Number.isSafeInteger(id) && id > 0).sort((a, b) => a - b);
  return { input: { events: sorted(events), related: sorted(related) }, errors };
}

/** What she may not read, and is tied already, was not shown: it stays tied. */
async function listUnseen(
  { db, actor }: Pick<Here, 'db' | 'actor'>,
  current: Here['current'],
  typed: TypedContribution
) {
  const shown = new Set(typed.related.map(({ value }) => value));
  const unseen = (current?.related ?? []).filter((id) => !shown.has(String(id)));
  const readable = new Set((await listAmong(db, actor, unseen)).map(({ id }) => id));
  const tied = (current?.events ?? []).map(({ id }) => id);
  const { events } = await listNamesOf(db, actor, [{ events: tied }]);
  return {
    events: tied.filter((id) => !events.has(id)),
    related: unseen.filter((id) => !readable.has(id))
  };
}

const LEVELS = ['commune', 'epci', 'departement', 'region'] as const;

/** A form that is shown again after a refusal: its zones, meetings and others have their names. */
export async function withNames(
  db: Database,
  actor: Actor,
  typed: TypedContribution
): Promise<TypedContribution> {
  const include = typed.zones.flatMap(({ value }) => {
    const [level, code = ''] = value.split(' ');
    const known = LEVELS.find((one) => one === level);
    return known ? [{ level: known, code }] : [];
  });
  const ids = (choices: readonly Choice[]) =>
    choices.map(({ value }) => numberOf(value)).filter((id) => id !== 0);
  const names = await listNamesOf(db, actor, [
    { where: { include, exclude: [] }, events: ids(typed.events), related: ids(typed.related) }
  ]);
  const label = (choices: readonly Choice[], of: (value: string) => string | undefined) =>
    choices.map(({ value }) => ({ value, label: of(value) ?? value }));
  return {
    ...typed,
    zones: label(typed.zones, (value) => names.zones.get(value)),
    events: label(typed.events, (value) => names.events.get(Number(value))),
    related: label(typed.related, (value) => names.contributions.get(Number(value)))
  };
}
