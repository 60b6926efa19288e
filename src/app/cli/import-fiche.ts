import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { operator } from '#domain/identity/model.ts';
import type { ImportPart } from '#domain/plans/importing/deciding.ts';
import { LARGEST_FILE } from '#domain/plans/importing/limits.ts';
import {
  applySheetImport,
  type ImportApplied
} from '#domain/plans/server/importing/applying/commands.ts';
import {
  beginSheetImport,
  decideRest,
  dropSheetImport
} from '#domain/plans/server/importing/commands.ts';
import { getSheetImport } from '#domain/plans/server/importing/queries.ts';
import { readFileText } from '#domain/plans/server/importing/text/documents.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import { Refusal } from '#server/refusal.ts';
import { plural } from '#shared/text.ts';
import { BadUsage, type Command, type CommandContext } from './command.ts';
import { tellPart } from './tell-part.ts';

const OPERATOR = operator('ligne de commande');
const ANSWERS = ['replace', 'skip'] as const;

export const command: Command = {
  name: 'import',
  summary: 'Importer des fiches action depuis leur texte',
  usage: [
    'import fiche FICHIER --plan PLAN [--dry-run]   (texte, DOCX, ODT ou PDF ; une fiche ou plusieurs)',
    'import fiche FICHIER --plan PLAN --existing replace|skip   (numéros que le plan a déjà)',
    'import fiche FICHIER --plan PLAN --reread   (passages signalés relus)'
  ].join('\n'),
  async run(context, args) {
    const asked = readArguments(args);
    const text = await textOf(asked.path);
    const db = await context.database();
    const plan = await getLedPlan(db, OPERATOR, { slug: asked.plan });
    const source = { plan: plan.id, sourceName: basename(asked.path), text };
    const begun = await beginSheetImport(db, OPERATOR, source);
    if (!begun.ok) throw new Refusal(begun.message);
    if (asked.existing) await decideRest(db, OPERATOR, begun.id, asked.existing);
    const { sheetImport } = await getSheetImport(db, OPERATOR, begun.id);
    const outcome = asked.isDryRun
      ? null
      : await applySheetImport(db, OPERATOR, begun.id, { reread: asked.reread });
    if (!outcome?.ok) await dropSheetImport(db, OPERATOR, begun.id);
    print(context, sheetImport.parts, outcome);
    if (outcome && !outcome.ok) throw new Refusal(refusal(outcome));
  }
};

/** @throws BadUsage */
function readArguments(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      plan: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      existing: { type: 'string' },
      reread: { type: 'boolean', default: false }
    }
  });
  const [what, path, ...rest] = positionals;
  if (what !== 'fiche' || !path || rest.length > 0)
    throw new BadUsage('import : « fiche FICHIER »');
  if (!values.plan) throw new BadUsage('--plan attend l’adresse du plan : « cls-2026-2030 »');
  const existing = ANSWERS.find((answer) => answer === values.existing);
  if (values.existing !== undefined && !existing)
    throw new BadUsage('--existing attend « replace » ou « skip »');
  return { path, plan: values.plan, existing, isDryRun: values['dry-run'], reread: values.reread };
}

async function textOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile())
    throw new Refusal(`Le fichier « ${path} » n’existe pas, ou ne peut pas être lu.`);
  if (found.size > LARGEST_FILE)
    throw new Refusal('Ce fichier dépasse 20 Mo : coupez-le en plusieurs.');
  const read = await readFileText(await readFile(path));
  if (!read.ok) throw new Refusal(read.message);
  return read.text;
}

function refusal(outcome: ImportApplied & { ok: false }): string {
  if (outcome.reason === 'undecided')
    return `${plural(outcome.positions.length, 'fiche à décider', 'fiches à décider')} : ajoutez --existing replace|skip, ou importez dans /gestion/plans. Rien n’a été écrit.`;
  if (outcome.reason === 'invalid')
    return [
      ...outcome.parts.map(
        ({ position, messages }) => `Partie ${position} : ${messages.join(' ; ')}`
      ),
      'Rien n’a été écrit.'
    ].join('\n');
  if (outcome.reason === 'second-reading') {
    const passages = outcome.readings.flatMap(({ passages: all }) =>
      all.map(({ before, excerpt, after }) => `  ${before}[${excerpt}]${after}`)
    );
    return [
      'Des passages pourraient faire reconnaître quelqu’un :',
      ...passages,
      'Corrigez, ou ajoutez --reread. Rien n’a été écrit.'
    ].join('\n');
  }
  return 'Cet import est déjà fait, ou abandonné.';
}

function print(
  context: CommandContext,
  parts: readonly ImportPart[],
  outcome: ImportApplied | null
): void {
  const done = outcome?.ok
    ? `${plural(outcome.written.length, 'fiche écrite', 'fiches écrites')} : ${outcome.written.map(({ number, slug }) => number || slug).join(', ')}.`
    : 'Rien n’a été écrit.';
  const text = [...parts.map(tellPart), done].join('\n\n');
  context.print(text, {
    parts: parts.map(({ source: _source, ...part }) => part),
    result: outcome
  });
}
