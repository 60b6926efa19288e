import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { operator } from '#domain/identity/model.ts';
import {
  abandonImport,
  applyImport,
  checkImport
} from '#domain/directory/server/transfer/commands.ts';
import type { ByteSource } from '#domain/directory/server/transfer/intake/documents.ts';
import type { Decisions, ImportReport } from '#domain/directory/transfer/batch.ts';
import type { PlanEntry } from '#domain/directory/transfer/plan.ts';
import { Refusal } from '#server/refusal.ts';
import { plural } from '#shared/text.ts';
import { BadUsage, type Command, type CommandContext } from './command.ts';

const LARGEST = 2_000_000_000;

export const command: Command = {
  name: 'import',
  summary: 'Importer des structures (CSV, XLSX, JSON, data·inclusion, FINESS)',
  usage: [
    'import structures FICHIER [--territory SLUG] [--dry-run]',
    'import structures FICHIER --skip-refused --duplicates create|skip',
    'import structures FICHIER --type CODE   (type des structures dont le fichier ne le dit pas)',
    'import structures FINESS.csv --departement 82 [--categories 354,603] [--communes 82112]'
  ].join('\n'),
  async run(context, args) {
    const asked = readArguments(args);
    const source = await fileSource(asked.path);
    const db = await context.database();
    const say = (step: string) => {
      context.progress(step);
    };
    const checked = await checkImport(db, OPERATOR, source, asked.options, say);
    if (!checked.ok) throw new Refusal(checked.message);
    const { id, report } = checked;
    if (asked.isDryRun) {
      await abandonImport(db, OPERATOR, id);
      print(context, report, null);
      return;
    }
    const choice = {
      decisions: decideAll(report, asked.duplicates),
      skipRefused: asked.skipRefused
    };
    const outcome = await applyImport(db, OPERATOR, id, choice, say);
    print(context, report, outcome.ok ? outcome.result : null);
    if (!outcome.ok) throw new Refusal(`${outcome.message}${advice(outcome.reason)}`);
  }
};

const OPTIONS = {
  territory: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  'skip-refused': { type: 'boolean', default: false },
  duplicates: { type: 'string' },
  type: { type: 'string' },
  categories: { type: 'string', multiple: true, default: [] as string[] },
  communes: { type: 'string', multiple: true, default: [] as string[] },
  departement: { type: 'string', multiple: true, default: [] as string[] }
} satisfies ParseArgsOptionsConfig;

/** What may be decided of every resemblance at once. */
const ANSWERS = ['create', 'skip'] as const;

/** @throws BadUsage */
function readArguments(args: string[]) {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const [what, path, ...rest] = positionals;
  if (what !== 'structures' || !path || rest.length > 0) {
    throw new BadUsage('import : « structures FICHIER »');
  }
  const duplicates = ANSWERS.find((answer) => answer === values.duplicates);
  if (values.duplicates !== undefined && !duplicates) {
    throw new BadUsage('--duplicates attend « create » ou « skip »');
  }
  const finess = {
    categories: codes(values.categories),
    communes: codes(values.communes),
    departements: codes(values.departement)
  };
  return {
    path,
    duplicates,
    isDryRun: values['dry-run'],
    skipRefused: values['skip-refused'],
    options: { territory: values.territory ?? null, defaultType: values.type ?? null, finess }
  };
}

/** The same answer for every resemblance; none when nobody gave one. */
function decideAll(report: ImportReport, answer: 'create' | 'skip' | undefined): Decisions {
  if (answer === undefined) return {};
  const waiting = report.entries.filter(({ action }) => action === 'choose');
  return Object.fromEntries(waiting.map(({ position }) => [position, { kind: answer }]));
}

const OPERATOR = operator('ligne de commande');

function advice(reason: string): string {
  if (reason === 'undecided')
    return ' Tranchez-les dans /gestion/import, ou ajoutez --duplicates create|skip.';
  return reason === 'refused-lines' ? ' Ou ajoutez --skip-refused.' : '';
}

function codes(values: readonly string[]): string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((code) => code.trim().toUpperCase())
    .filter(Boolean);
}

async function fileSource(path: string): Promise<ByteSource> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile())
    throw new Refusal(`Le fichier « ${path} » n’existe pas, ou ne peut pas être lu.`);
  if (found.size > LARGEST) throw new Refusal('Ce fichier dépasse 2 Go.');
  return { name: basename(path), size: found.size, open: () => createReadStream(path) };
}

function print(context: CommandContext, report: ImportReport, result: object | null): void {
  const { reading, unit, counts, ignoredColumns, unkept, entries } = report;
  const remarkable = entries.filter(({ action }) => action === 'refused' || action === 'choose');
  const text = [
    `Lu comme ${reading}.`,
    `${counts.create} à créer, ${counts.update} à modifier, ${counts.unchanged} inchangées, ${counts.choose} à trancher, ${counts.refused} refusées.`,
    ...remarkable.flatMap((entry) => lines(entry, unit)),
    ...(ignoredColumns.length > 0 ? [`Colonnes non reprises : ${ignoredColumns.join(', ')}.`] : []),
    ...unkept.map(
      ({ field, value, count }) =>
        `Non repris : ${field}${value ? ` « ${value} »` : ''} (${plural(count, 'fois', 'fois')}).`
    ),
    result ? 'Import fait.' : 'Rien n’a été écrit.'
  ].join('\n');
  context.print(text, {
    reading,
    unit,
    counts,
    ignoredColumns,
    unkept,
    entries: entries.filter(({ action }) => action !== 'unchanged'),
    result
  });
}

function lines(entry: PlanEntry, unit: string): string[] {
  const where = `${unit} ${entry.lines[0]}, ${entry.label}`;
  return [
    ...entry.problems.map(
      ({ line, column, message }) =>
        `✗ ${unit} ${line}${column ? `, colonne ${column}` : ''} : ${message}`
    ),
    ...entry.candidates.map(({ slug, reason }) => `? ${where} : ressemble à ${slug} (${reason})`)
  ];
}
