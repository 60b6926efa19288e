/** What is meant by what was typed: structures, persons, sheets, zones. */
import { readZoneLines } from '#domain/directory/server/zones/queries.ts';
import type { ActorRef, ResourceRef } from '#domain/plans/comparison/content.ts';
import { offerShared } from '#domain/plans/server/shared/queries.ts';
import {
  offerEvents,
  offerSheets,
  recogniseAcronyms,
  recogniseNames,
  withTitlesFor
} from '#domain/plans/server/writing/names/queries.ts';
import type { ActionSheet } from '#domain/plans/sheet.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { ZoneRef } from '#domain/territory/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { ActionSheetId, ContributionId, PersonId, StructureId } from '#shared/ids.ts';
import { normalise, onlyNamed } from '#shared/text.ts';
import {
  actorAsTyped,
  resourceAsTyped,
  TIED_SHEET,
  type TypedActor,
  type TypedResource
} from './typed.ts';

export interface Here {
  readonly db: Database;
  readonly actor: Actor;
  readonly sheet: ActionSheet;
}

/** Who is chosen in the list is; the same words as before are who they were; other words are looked for. */
export async function meantActors(
  { db, actor, sheet }: Here,
  typed: readonly TypedActor[]
): Promise<ActorRef[]> {
  const before = [...sheet.pilots, ...sheet.partners].map(actorAsTyped);
  const known = await recogniseNames(
    db,
    actor,
    sheet.place.plan.territory,
    typed.filter(({ who }) => who === '').map(({ label }) => label)
  );
  return typed.map(({ label, who }) => {
    const was = before.find((one) => one.label === label)?.who;
    const [kind, id = ''] = (who || was || '').split(/:(.*)/s);
    const found = known.get(normalise(label));
    if (who === '' && !was && found) return { label, ...found };
    return {
      label,
      structure: kind === 'structure' ? (Number(id) as StructureId) : null,
      person: kind === 'person' ? (id as PersonId) : null
    };
  });
}

/** Resources as they are written, and the rows whose sheet nobody knows. */
export async function meantResources(
  { db, actor, sheet }: Here,
  typed: readonly TypedResource[]
): Promise<{ resources: ResourceRef[]; unknown: number[] }> {
  const acronyms = await recogniseAcronyms(
    db,
    typed.map(({ plan }) => plan)
  );
  const unknown: number[] = [];
  const resources: ResourceRef[] = [];
  for (const [at, one] of typed.entries()) {
    const target = await meantSheet({ db, actor, sheet }, one);
    if (target === undefined) unknown.push(at);
    const was = sheet.resources.find(
      (each) => each.planLabel === one.plan && each.part === one.part && each.action === one.action
    );
    resources.push({
      ...{ planLabel: one.plan, part: one.part, action: one.action, acronym: acronyms[at] ?? null },
      targetPlan: target ? null : (was?.targetPlan?.id ?? null),
      targetSheet: target ?? null
    });
  }
  return { resources, unknown };
}

/** @returns null when none is named; undefined when the one that is named is not known, or is one of several. */
async function meantSheet(
  { db, actor, sheet }: Here,
  typed: TypedResource
): Promise<ActionSheetId | null | undefined> {
  const { sheet: words, sheetId } = typed;
  if (words === '') return null;
  if (sheetId !== '') return Number(sheetId) as ActionSheetId;
  const kept = await keptSheet({ db, actor, sheet }, typed);
  if (kept) return kept;
  const found = await offerSheets(db, actor, words, sheet.id);
  return found.length === 1 ? (Number(found[0]!.value) as ActionSheetId) : undefined;
}

/** The sheet that these words led to already, without JavaScript; nameless, that of the same row, or the only one. */
async function keptSheet(
  { db, actor, sheet }: Here,
  { plan, part, action, sheet: words }: TypedResource
): Promise<ActionSheetId | undefined> {
  const { resources } = await withTitlesFor(db, actor, sheet);
  const tied = resources.filter((one) => resourceAsTyped(one).sheet === words);
  const same = tied.find(
    (one) => one.planLabel === plan && one.part === part && one.action === action
  );
  if (words === TIED_SHEET && !same && tied.length > 1) return undefined;
  return (same ?? tied[0])?.targetSheet?.id;
}

/** « event:12 » for the edition that is chosen, or the only one that these words name. */
export async function meantEvent({ db, actor }: Here, words: string): Promise<string | null> {
  if (/^(event|series):\d+$/.test(words)) return words;
  return onlyNamed(await offerEvents(db, actor, words), words)?.value ?? null;
}

/** What is shared that is chosen, or the only one that these words name. */
export async function meantShared(
  { db, actor }: Here,
  words: string
): Promise<ContributionId | null> {
  const chosen = /^contribution:\d+$/.test(words)
    ? words
    : onlyNamed(await offerShared(db, actor, words), words)?.value;
  return chosen ? (Number(chosen.split(':')[1]) as ContributionId) : null;
}

export async function meantStructure(
  { db, actor, sheet }: Here,
  words: string
): Promise<string | null> {
  if (/^structure:\d+$/.test(words)) return words;
  const known = await recogniseNames(db, actor, sheet.place.plan.territory, [words]);
  const found = known.get(normalise(words))?.structure;
  return found ? `structure:${found}` : null;
}

/** Zones that were chosen, and those of the lines; the lines that no zone bears, or that several do. */
export function meantZones(
  { db, sheet }: Here,
  lines: string
): Promise<{ zones: ZoneRef[]; unknown: string[] }> {
  const typed = lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return readZoneLines(db, typed, sheet.place.plan.territory);
}
