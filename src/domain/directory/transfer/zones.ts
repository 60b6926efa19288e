/** Zones in a cell: « EPCI 242900074 ; commune 29260 Saint-Renan ; département 29 ; Brest ». */
import type { ZoneLevel, ZoneRef } from '#domain/territory/model.ts';
import { normalise } from '#shared/text.ts';

export interface NamedZone extends ZoneRef {
  name: string;
  /** What tells homonyms apart: « Finistère (29) ». Empty for the larger zones. */
  within: string;
  departement: string | null;
}

/** The zones a file names, as the official geography knows them. */
export interface Gazetteer {
  /** By code, old codes of merged communes included: these give the commune that replaced them. */
  byCode: ReadonlyMap<ZoneLevel, ReadonlyMap<string, NamedZone>>;
  /** By name in its search form. */
  byName: ReadonlyMap<string, readonly NamedZone[]>;
}

/** One zone as a person wrote it. */
export interface WrittenZone {
  text: string;
  level: ZoneLevel | null;
  code: string | null;
  /** In its search form, without the département that told homonyms apart. */
  name: string;
  /** Code of the département written after the name: « Saint-Ouen (41) ». */
  departement: string | null;
}

export type ZoneAnswer =
  { ok: true; zone: NamedZone; note: string } | { ok: false; message: string };

const LEVELS: [RegExp, ZoneLevel][] = [
  [/^communes?\b\s*:?\s*/i, 'commune'],
  [/^(epci|intercommunalité|intercommunalite)\b\s*:?\s*/i, 'epci'],
  [/^(départements?|departements?|dépt|dept|dpt)(?![\p{L}\d])\.?\s*:?\s*/iu, 'departement'],
  [/^(régions?|regions?)(?![\p{L}\d])\s*:?\s*/iu, 'region']
];

const CODES: Record<ZoneLevel, RegExp> = {
  commune: /^(\d{4,5}|2[AB]\d{3})(?=$|[\s,–-])/i,
  epci: /^(\d{3}\s?\d{3}\s?\d{3})(?=$|[\s,–-])/,
  departement: /^(\d{1,3}|2[AB])(?=$|[\s,–-])/i,
  region: /^(\d{1,3})(?=$|[\s,–-])/
};

export const LEVEL_NAMES: Record<ZoneLevel, string> = {
  commune: 'commune',
  epci: 'EPCI',
  departement: 'département',
  region: 'région'
};

/** The zones written in a cell, in order. */
export function parseZones(cell: string): WrittenZone[] {
  return cell
    .split(/[;\r\n]/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(parseZone);
}

function parseZone(text: string): WrittenZone {
  const [prefix, level] = LEVELS.find(([pattern]) => pattern.test(text)) ?? [null, null];
  let rest = prefix ? text.replace(prefix, '') : text;
  const codePattern = level
    ? CODES[level]
    : /^(\d{9}|\d{5}|2[AB]\d{3}|\d{2,3}|2[AB])(?=$|[\s,–-])/i;
  const code = codePattern.exec(rest)?.[1] ?? null;
  if (code) rest = rest.slice(code.length).replace(/^[\s,:–-]+/, '');
  const homonym = /\s*\((\d{2,3}|2[AB])\)\s*$/i.exec(rest);
  if (homonym) rest = rest.slice(0, homonym.index);
  return {
    text,
    level,
    code: code && padded(level, code),
    name: normalise(rest),
    departement: homonym?.[1]?.toUpperCase() ?? null
  };
}

/** Excel removes the zero at the start of « 01004 » and « 01 ». */
function padded(level: ZoneLevel | null, code: string): string {
  const compact = code.replace(/\s/g, '').toUpperCase();
  if (level === 'commune') return compact.padStart(5, '0');
  if (level === 'departement' || level === 'region') return compact.padStart(2, '0');
  return compact;
}

/** What to look up for the zones written: codes of every level they may be, and names. */
export function lookups(zones: readonly WrittenZone[]): { codes: string[]; names: string[] } {
  const whole = zones.flatMap((zone) => [zone, ...splitByComma(zone)]);
  return {
    codes: whole.flatMap((zone) => (zone.code ? [zone.code] : [])),
    names: whole.flatMap((zone) => (zone.code === null && zone.name !== '' ? [zone.name] : []))
  };
}

/** « Brest, Gouesnou »: several zones, unless the whole is the name of one. */
function splitByComma(zone: WrittenZone): WrittenZone[] {
  return zone.text.includes(',')
    ? zone.text
        .split(',')
        .map((text) => text.trim())
        .filter(Boolean)
        .map(parseZone)
    : [];
}

/** The zones a cell means, and what is wrong with it. */
export function resolveZones(
  cell: string,
  gazetteer: Gazetteer
): { zones: ZoneRef[]; problems: string[]; notes: string[] } {
  const answers = parseZones(cell).flatMap((written) => {
    const whole = resolveZone(written, gazetteer);
    const parts = splitByComma(written);
    if (whole.ok || parts.length < 2) return [whole];
    return parts.map((part) => resolveZone(part, gazetteer));
  });
  const zones = new Map<string, ZoneRef>();
  for (const answer of answers) {
    if (answer.ok) {
      const { level, code } = answer.zone;
      zones.set(`${level} ${code}`, { level, code });
    }
  }
  return {
    zones: [...zones.values()],
    problems: answers.flatMap((answer) => (answer.ok ? [] : [answer.message])),
    notes: answers.flatMap((answer) => (answer.ok && answer.note !== '' ? [answer.note] : []))
  };
}

/** The zone that a text means, or why it cannot be told. */
export function resolveZone(written: WrittenZone, gazetteer: Gazetteer): ZoneAnswer {
  return written.code === null
    ? byName(written, gazetteer)
    : byCode(written, written.code, gazetteer);
}

function byCode(written: WrittenZone, code: string, gazetteer: Gazetteer): ZoneAnswer {
  const levels: ZoneLevel[] = written.level
    ? [written.level]
    : ['commune', 'epci', 'departement', 'region'];
  const found = levels.flatMap((level) => gazetteer.byCode.get(level)?.get(code) ?? []);
  if (found.length > 1) return ambiguous(written.text, found);
  const [zone] = found;
  if (!zone) {
    const what = written.level ? LEVEL_NAMES[written.level] : 'zone';
    return {
      ok: false,
      message: `« ${written.text} » : le code ${code} n’est celui d’aucune ${what} connue`
        .replace('aucune EPCI connue', 'aucun EPCI connu')
        .replace('aucune département connue', 'aucun département connu')
    };
  }
  return { ok: true, zone, note: differences(written, code, zone) };
}

function differences(written: WrittenZone, code: string, zone: NamedZone): string {
  if (zone.code !== code)
    return `« ${written.text} » : le code ${code} est aujourd’hui ${describe(zone)}`;
  if (written.name !== '' && written.name !== normalise(zone.name)) {
    return `« ${written.text} » : le code ${code} est celui de ${describe(zone)} ; c’est le code qui compte`;
  }
  return '';
}

function byName(written: WrittenZone, gazetteer: Gazetteer): ZoneAnswer {
  const candidates = (gazetteer.byName.get(written.name) ?? []).filter(
    (zone) =>
      (written.level === null || zone.level === written.level) &&
      (written.departement === null || zone.departement === written.departement)
  );
  const distinct = [
    ...new Map(candidates.map((zone) => [`${zone.level} ${zone.code}`, zone])).values()
  ];
  if (distinct.length > 1) return ambiguous(written.text, distinct);
  const [zone] = distinct;
  if (!zone)
    return {
      ok: false,
      message: `« ${written.text} » ne correspond à aucune commune, aucun EPCI, aucun département ni aucune région`
    };
  return { ok: true, zone, note: '' };
}

const MOST_CANDIDATES = 6;

function ambiguous(text: string, zones: readonly NamedZone[]): ZoneAnswer {
  const shown = zones.slice(0, MOST_CANDIDATES).map(describe).join(' ; ');
  const more =
    zones.length > MOST_CANDIDATES ? ` ; et ${zones.length - MOST_CANDIDATES} autres` : '';
  return {
    ok: false,
    message: `« ${text} » peut désigner plusieurs zones. Écrivez l’une de celles-ci : ${shown}${more}`
  };
}

/** A zone as it is written in an export, and read back: « commune 29260 Saint-Renan ». */
export function writeZone(zone: ZoneRef, gazetteer: Gazetteer): string {
  const name = gazetteer.byCode.get(zone.level)?.get(zone.code)?.name ?? '';
  const isSafe = !/[;\r\n]/.test(name);
  return `${LEVEL_NAMES[zone.level]} ${zone.code}${name !== '' && isSafe ? ` ${name}` : ''}`;
}

function describe(zone: NamedZone): string {
  const where = zone.within === '' ? '' : `, ${zone.within}`;
  return `${LEVEL_NAMES[zone.level]} ${zone.code} ${zone.name}${where}`;
}
