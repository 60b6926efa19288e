import type { FoundZone } from '#domain/directory/editor/reach.ts';
import { addZone, coveredCodes, readZone, removeZone } from '#domain/directory/editor/zones.ts';
import { readReach } from '#domain/directory/server/reach/queries.ts';
import { listOutside } from '#domain/directory/server/spaces/queries.ts';
import { resolveZones } from '#domain/directory/server/zones/queries.ts';
import type { Atlas } from '#domain/territory/atlas.ts';
import type { PerimeterInput, ZoneRef } from '#domain/territory/model.ts';
import { getAtlas } from '#domain/territory/server/atlas/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { perimeterKey, type TypedTerritory } from './form.ts';

/** A line that several zones bear, to choose from. */
export interface Ambiguity {
  typed: string;
  choices: FoundZone[];
}

export interface Received {
  typed: TypedTerritory;
  ambiguous: Ambiguity[];
  unknown: string[];
  /** The effect of this very perimeter was on the screen. */
  wasShown: boolean;
}

/** What was typed, with the zones of the list added to the perimeter, or taken out of it. */
export async function receive(db: Database, form: FormData): Promise<Received> {
  const atlas = await getAtlas(db);
  const of = (name: string) => String(form.get(name) ?? '').replaceAll('\r\n', '\n');
  const listed = await readList(db, atlas, form);
  const apply = form.get('faire') === 'retirer' ? removeZone : addZone;
  const kept: PerimeterInput = {
    certainty: 'declared',
    include: zonesOf(atlas, form, 'comprend'),
    exclude: zonesOf(atlas, form, 'sauf')
  };
  const perimeter = listed.found.reduce((now, zone) => apply(atlas, now, zone), kept);
  const left = [...listed.ambiguous.map(({ typed }) => typed), ...listed.unknown];
  return {
    typed: {
      ...{ name: of('nom'), nameWithDe: of('nom-de'), slug: of('adresse') },
      description: of('description'),
      fictional: form.has('fictif'),
      coveragePublic: form.has('couverture'),
      perimeter,
      pending: left.join('\n')
    },
    ...{ ambiguous: listed.ambiguous, unknown: listed.unknown },
    wasShown: of('vu') === perimeterKey(perimeter) && left.length === 0
  };
}

/** The zone chosen while typing, the lines, and what was answered about those that several zones bear. */
async function readList(db: Database, atlas: Atlas, form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const chosen = readZone(atlas, text('zone'));
  const answers = form.getAll('precise').map((one) => readAnswer(String(one)));
  const answered = new Set(answers.map(({ line }) => line));
  const lines = [text('liste'), chosen ? '' : text('chercher')].join('\n').split(/[\n,;\t]/);
  const asked = lines.map((line) => line.trim()).filter((line) => line && !answered.has(line));
  const resolved = await resolveZones(db, asked.join('\n'));
  const settled = answers.map(({ zone }) => readZone(atlas, zone));
  const found = [chosen, ...settled, ...resolved.found].filter((zone) => zone !== null);
  return { ...resolved, found };
}

/** « Saint-Denis|commune 93066 » */
function readAnswer(written: string): { line: string; zone: string } {
  const bar = written.lastIndexOf('|');
  return { line: written.slice(0, bar), zone: written.slice(bar + 1) };
}

function zonesOf(atlas: Atlas, form: FormData, name: string): ZoneRef[] {
  const zones = form.getAll(name).map((one) => readZone(atlas, String(one)));
  return zones.filter((zone) => zone !== null);
}

/** What a perimeter does: in words, against the one saved, and which structures it leaves outside. */
export async function readEffect(
  db: Database,
  typed: PerimeterInput,
  saved: { id: TerritoryId; perimeter: PerimeterInput } | null
) {
  const none: PerimeterInput = { certainty: 'declared', include: [], exclude: [] };
  const { board: _, ...reach } = await readReach(db, typed, saved?.perimeter ?? none, []);
  const codes = coveredCodes(await getAtlas(db), typed);
  const isEmpty = codes.length === 0;
  const outside = saved && !isEmpty ? await listOutside(db, saved.id, codes) : [];
  return { reach, isEmpty, isNew: saved === null, outside, key: perimeterKey(typed) };
}

export type Effect = Awaited<ReturnType<typeof readEffect>>;
