/** What one year of official geography changes to the one before. */
import { enumerate, plural } from '#shared/text.ts';
import type { PerimeterId } from '#shared/ids.ts';
import type { GeographyRows } from './geography.ts';

export interface CommuneChange {
  kind: 'created' | 'merged' | 'renamed' | 'moved' | 'restored';
  oldCode: string;
  newCode: string;
  /** In French: « Peyrolles devient Peyrolles-en-Cévennes ». */
  detail: string;
}

export interface EpciChange {
  code: string;
  name: string;
}

export interface GeographyChanges {
  communes: CommuneChange[];
  epciCreated: EpciChange[];
  epciRemoved: EpciChange[];
}

/** What loading a geography did. Its lists are empty on a first load. */
export interface GeographyReport extends GeographyChanges {
  year: number;
  source: string;
  /** Year that was loaded before; `null` on a first load. */
  previousYear: number | null;
  communeCount: number;
  /** Perimeters whose communes changed, how many they gained and lost (merged communes count once). */
  perimeters: { id: PerimeterId; gained: number; lost: number }[];
}

/** The geography in place before a load: current communes and the rows merged earlier, EPCI in use. */
export interface PresentGeography {
  communes: { code: string; name: string; epciCode: string | null; mergedInto: string | null }[];
  epci: EpciChange[];
}

/**
 * Compares the geography in place with the rows of a newer one.
 *
 * @throws Error naming the communes that disappear without the newer files saying into which.
 */
export function geographyChanges(present: PresentGeography, rows: GeographyRows): GeographyChanges {
  const before = new Map(present.communes.map((commune) => [commune.code, commune]));
  const after = new Map(rows.commune.map((commune) => [commune.code, commune]));
  const epciNames = new Map([...present.epci, ...rows.epci].map(({ code, name }) => [code, name]));
  const nameOfEpci = (code: string | null) =>
    code === null ? 'aucun EPCI' : (epciNames.get(code) ?? code);
  const communes: CommuneChange[] = [];
  for (const { code, name, epci_code } of rows.commune) {
    const old = before.get(code);
    const change = (kind: CommuneChange['kind'], detail: string) =>
      communes.push({ kind, oldCode: code, newCode: code, detail });
    if (!old) change('created', `${name} est créée`);
    else if (old.mergedInto !== null) change('restored', `${name} est rétablie`);
    else {
      if (old.name !== name) change('renamed', `${old.name} devient ${name}`);
      if (old.epciCode !== epci_code) {
        change('moved', `${name} passe de ${nameOfEpci(old.epciCode)} à ${nameOfEpci(epci_code)}`);
      }
    }
  }
  communes.push(...mergedCommunes(present, rows, after));
  const epciBefore = new Set(present.epci.map(({ code }) => code));
  const epciAfter = new Set(rows.epci.map(({ code }) => code));
  return {
    communes,
    epciCreated: rows.epci
      .filter(({ code }) => !epciBefore.has(code))
      .map(({ code, name }) => ({ code, name })),
    epciRemoved: present.epci.filter(({ code }) => !epciAfter.has(code))
  };
}

function mergedCommunes(
  present: PresentGeography,
  rows: GeographyRows,
  after: ReadonlyMap<string, { name: string }>
): CommuneChange[] {
  const successors = new Map(rows.commune_alias.map((alias) => [alias.code, alias.commune_code]));
  const gone = present.communes.filter(
    ({ code, mergedInto }) => mergedInto === null && !after.has(code)
  );
  const lost = gone.filter(({ code }) => !successors.has(code));
  if (lost.length > 0) {
    const names = lost.map(({ code, name }) => `${code} (${name})`);
    throw new Error(`The new geography does not say what became of ${names.join(', ')}`);
  }
  return gone.map(({ code, name }) => {
    const newCode = successors.get(code) ?? code;
    return {
      kind: 'merged',
      oldCode: code,
      newCode,
      detail: `${name} rejoint ${after.get(newCode)?.name ?? newCode}`
    };
  });
}

const KIND_NAMES = [
  ['created', 'commune créée', 'communes créées'],
  ['restored', 'commune rétablie', 'communes rétablies'],
  ['merged', 'commune fusionnée', 'communes fusionnées'],
  ['renamed', 'commune renommée', 'communes renommées'],
  ['moved', 'commune changée d’EPCI', 'communes changées d’EPCI']
] as const;

/** The report in French, a line per kind of change then its details, for a person to read. */
export function reportLines(report: GeographyReport): string[] {
  const from = report.previousYear === null ? '' : ` (était ${report.previousYear})`;
  const lines = [
    `Géographie officielle ${report.year}${from} : ${plural(report.communeCount, 'commune')}.`
  ];
  for (const [kind, one, many] of KIND_NAMES) {
    const changes = report.communes.filter((change) => change.kind === kind);
    if (changes.length > 0)
      lines.push(`${plural(changes.length, one, many)} :`, ...changes.map(line));
  }
  const epci = (label: string, list: EpciChange[]) => {
    if (list.length > 0) lines.push(`${label} : ${enumerate(list.map(({ name }) => name))}.`);
  };
  epci('EPCI créés', report.epciCreated);
  epci('EPCI disparus, remplacés par leurs communes dans les périmètres', report.epciRemoved);
  if (report.perimeters.length > 0) {
    lines.push(`${plural(report.perimeters.length, 'périmètre modifié', 'périmètres modifiés')}.`);
  }
  return lines;
}

function line(change: CommuneChange): string {
  const codes =
    change.oldCode === change.newCode ? change.oldCode : `${change.oldCode} → ${change.newCode}`;
  return `  ${change.detail} (${codes})`;
}
