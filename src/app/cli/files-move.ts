import { parseArgs } from 'node:util';
import { moveFiles } from '#domain/sharing/server/documents/moving/commands.ts';
import {
  FILE_PLACES,
  listMisplaced,
  type FilePlace
} from '#domain/sharing/server/documents/moving/queries.ts';
import { Refusal } from '#server/refusal.ts';
import { BadUsage, type Command } from './command.ts';

const PLACES: Record<FilePlace, string> = { database: 'la base', bucket: 'le seau' };
/** Files between two lines of progress. */
const EVERY = 20;

export const command: Command = {
  name: 'files',
  summary: 'Déplacer les documents partagés de la base vers un seau S3, ou l’inverse',
  usage: `files move --to ${FILE_PLACES.join('|')} [--dry-run]`,
  async run({ database, environment: { storage: bucket }, print, progress }, args) {
    const { to, isDry } = read(args);
    if (!bucket)
      throw new Refusal(
        'Aucun seau n’est réglé : donnez MAILLAGE_STORAGE, MAILLAGE_STORAGE_KEY et MAILLAGE_STORAGE_SECRET.'
      );
    const db = await database();
    const waiting = await listMisplaced(db, to);
    const size = waiting.reduce((sum, file) => sum + file.size, 0);
    if (isDry) {
      const text = `${say(waiting.length, size)} à déplacer vers ${PLACES[to]}. Rien n’a été déplacé.`;
      print(text, { to, dryRun: true, files: waiting.length, size });
      return;
    }
    const tell = (done: number) =>
      done % EVERY === 0 ? progress(`${done} sur ${waiting.length}`) : undefined;
    const outcome = await moveFiles(db, to, { bucket, tell });
    const left = (await listMisplaced(db, to)).length;
    const text = `${say(outcome.moved, outcome.size)} déplacés vers ${PLACES[to]}, vérifiés. ${left} encore ailleurs.`;
    print(text, { to, dryRun: false, ...outcome, left });
    for (const { file, detail } of outcome.failed) progress(`${file} : ${detail}`);
    if (outcome.failed.length > 0)
      throw new Refusal(
        `${outcome.failed.length} restent où ils étaient : relancez la commande, ou voyez ce qui leur manque.`
      );
  }
};

function read(args: string[]): { to: FilePlace; isDry: boolean } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { to: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } }
  });
  const to = FILE_PLACES.find((place) => place === values.to);
  if (positionals.join(' ') !== 'move' || !to)
    throw new BadUsage(`« files » attend « move --to ${FILE_PLACES.join('|')} ».`);
  return { to, isDry: values['dry-run'] };
}

const say = (files: number, size: number) =>
  `${files} fichiers (${(size / 1_000_000).toLocaleString('fr-FR', { maximumFractionDigits: 1 })} Mo)`;
