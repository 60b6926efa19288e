/** What an import would do, record by record, before anything is written. */
import type { StructureId } from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';
import type { StructureInput } from '../model.ts';
import {
  findCandidates,
  NameForms,
  SAME_NAME,
  type Candidate,
  type Directory,
  type KnownStructure
} from './duplicates.ts';
import { listChanges, type Change } from './changes.ts';
import { completeRecord, mergeRecord, type ImportRecord, type Remark } from './record.ts';
import type { Vocabulary } from './words.ts';

export type PlannedAction = 'create' | 'update' | 'unchanged' | 'refused' | 'choose';

/** What would happen to one record. */
export interface PlanEntry {
  /** Rank of the record in the file, from 0. */
  position: number;
  lines: number[];
  label: string;
  action: PlannedAction;
  /** The fiche it updates or leaves as it is. */
  target: { id: StructureId; slug: string; name: string } | null;
  changes: Change[];
  problems: Remark[];
  notes: Remark[];
  /** Fiches that may be the same structure: a person decides. */
  candidates: Candidate[];
}

/** What the plan is made against. */
export interface PlanContext {
  vocabulary: Vocabulary;
  directory: Directory;
  /** Whole fiches of the directory that records may update, by id; without one, nothing is compared. */
  fiches: ReadonlyMap<StructureId, StructureInput>;
  territories: ReadonlySet<string>;
  /** Current communes of the codes that records use. */
  communes: ReadonlyMap<string, string>;
  /** Word for a record's place in the file: « ligne » or « fiche ». */
  unit: string;
}

/** One entry per record, in the order of the file. */
export function planImport(records: readonly ImportRecord[], context: PlanContext): PlanEntry[] {
  const names = new NameForms(context.vocabulary);
  const repeats = findRepeats(records, context.unit);
  const sound = records.filter((record) => record.problems.length === 0);
  const slugs = new Set(sound.flatMap((record) => record.values.slug ?? []));
  return records.map((record, position) => {
    const problems = [
      ...record.problems,
      ...(repeats.get(position) ?? []),
      ...unknownReferences(record, slugs, context)
    ];
    const base = {
      position,
      lines: record.lines,
      label: record.label,
      notes: record.notes,
      changes: [],
      candidates: [],
      target: null
    };
    if (problems.length > 0) return { ...base, action: 'refused', problems };
    return { ...base, problems: [], ...outcome(record, context, names) };
  });
}

type Outcome = Pick<PlanEntry, 'action'> & Partial<PlanEntry>;

function outcome(record: ImportRecord, context: PlanContext, names: NameForms): Outcome {
  const { directory } = context;
  const { slug, externalId } = record.values;
  const named =
    (slug && directory.bySlug.get(slug)) || (externalId && directory.byExternalId.get(externalId));
  if (named) return identified(record, named, context);
  const full = completeRecord(record);
  const candidates = findCandidates(full, directory, names);
  const hasKey = Boolean(slug || externalId) && !record.fillsOnly;
  const [first, second] = candidates;
  const isSure =
    first &&
    !hasKey &&
    !second &&
    /SIRET|FINESS/.test(first.reason) &&
    isSameName(record, directory.bySlug.get(first.slug)!, names);
  if (isSure) return update(record, directory.bySlug.get(first.slug)!, context);
  const missing = missingForCreation(record, full);
  if (candidates.length > 0)
    return { action: 'choose', candidates, notes: [...record.notes, ...missing] };
  return missing.length > 0 ? { action: 'refused', problems: missing } : { action: 'create' };
}

/** Known by its key; an identifier that belongs to another fiche is for a person to sort out. */
function identified(record: ImportRecord, named: KnownStructure, context: PlanContext): Outcome {
  const { siret, finess } = record.values;
  const { bySiret, byFiness } = context.directory;
  const taken = [
    ['SIRET', siret ? bySiret.get(siret) : undefined],
    ['FINESS', finess ? byFiness.get(finess) : undefined]
  ] as const;
  const [clash] = taken.filter(([, owner]) => owner !== undefined && owner.id !== named.id);
  if (!clash) return update(record, named, context);
  const [column, owner] = clash;
  const message = `ce ${column} est déjà celui de « ${owner!.name} » (${owner!.slug})`;
  return { action: 'refused', problems: [{ line: record.lines[0]!, column, message }] };
}

function isSameName(record: ImportRecord, known: KnownStructure, names: NameForms): boolean {
  return (
    record.values.name === undefined || names.compare(record.values.name, known.name) >= SAME_NAME
  );
}

function update(record: ImportRecord, known: KnownStructure, context: PlanContext): Outcome {
  const target = { id: known.id, slug: known.slug, name: known.name };
  const current = context.fiches.get(known.id);
  if (!current) return { action: 'update', target };
  const changes = listChanges(current, resolved(mergeRecord(current, record), context));
  return { action: changes.length === 0 ? 'unchanged' : 'update', target, changes };
}

/** A merged commune's code stands for the commune of today. */
function resolved(input: StructureInput, context: PlanContext): StructureInput {
  const communeCode = input.communeCode
    ? (context.communes.get(input.communeCode) ?? input.communeCode)
    : null;
  return { ...input, communeCode };
}

/** What a record lacks to make a new fiche. */
export function missingForCreation(record: ImportRecord, full: StructureInput): Remark[] {
  const line = record.lines[0]!;
  const missing: Remark[] = [];
  if (full.name === '')
    missing.push({ line, column: 'Nom', message: 'une nouvelle structure a besoin d’un nom' });
  if (full.type === '')
    missing.push({ line, column: 'Type', message: 'une nouvelle structure a besoin d’un type' });
  return missing;
}

function unknownReferences(
  record: ImportRecord,
  slugs: ReadonlySet<string>,
  context: PlanContext
): Remark[] {
  const line = record.lines[0]!;
  const { parent, territories = [], communeCode, slug } = record.values;
  const remarks: Remark[] = [];
  if (parent && !slugs.has(parent) && !context.directory.bySlug.has(parent)) {
    remarks.push({
      line,
      column: 'Structure mère',
      message: `« ${parent} » n’est ni dans l’annuaire ni parmi les lignes valables du fichier`
    });
  }
  if (parent && parent === slug) {
    remarks.push({
      line,
      column: 'Structure mère',
      message: 'une structure ne peut pas être rattachée à elle-même'
    });
  }
  for (const territory of territories) {
    if (!context.territories.has(territory)) {
      remarks.push({
        line,
        column: 'Territoires',
        message: `territoire inconnu : « ${territory} »`
      });
    }
  }
  if (communeCode && !context.communes.has(communeCode)) {
    remarks.push({
      line,
      column: 'Code INSEE',
      message: `code INSEE inconnu : « ${communeCode} »`
    });
  }
  return remarks;
}

/** Two records with one key: whichever came last would win, so neither does. */
function findRepeats(records: readonly ImportRecord[], unit: string): Map<number, Remark[]> {
  const remarks = new Map<number, Remark[]>();
  const keys = [
    ['slug', 'Identifiant'],
    ['externalId', 'Identifiant externe'],
    ['siret', 'SIRET'],
    ['finess', 'FINESS']
  ] as const;
  for (const [field, column] of keys) {
    const first = new Map<string, number>();
    records.forEach((record, position) => {
      const value = record.values[field];
      if (!value) return;
      const before = first.get(value);
      if (before === undefined) first.set(value, position);
      else {
        const message = `« ${value} » est déjà à la ${unit} ${records[before]!.lines[0]}`;
        remarks.set(position, [
          ...(remarks.get(position) ?? []),
          { line: record.lines[0]!, column, message }
        ]);
      }
    });
  }
  const places = new Map<string, number>();
  records.forEach((record, position) => {
    const identity = identityOf(record);
    if (identity === null) return;
    const before = places.get(identity);
    if (before === undefined) places.set(identity, position);
    else {
      const message = `même structure (nom et lieu) qu’à la ${unit} ${records[before]!.lines[0]} : mettez ses lignes l’une sous l’autre, ou supprimez-en une`;
      const remark = { line: record.lines[0]!, column: 'Nom', message };
      remarks.set(position, [...(remarks.get(position) ?? []), remark]);
    }
  });
  return remarks;
}

/** Without any key, a name and a place are what tells structures apart. */
function identityOf({ values }: ImportRecord): string | null {
  const { slug, externalId, siret, finess, name, communeCode, address } = values;
  if (slug || externalId || siret || finess || !name) return null;
  return [name, communeCode ?? '', address ?? ''].map(normalise).join('\u0001');
}
