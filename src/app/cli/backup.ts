import { parseArgs } from 'node:util';
import { checkBackup } from '#server/backup/check.ts';
import { formatNumber, plural } from '#shared/text.ts';
import { backUp } from '../backups.ts';
import { BadUsage, type Command, type CommandContext } from './command.ts';

export const command: Command = {
  name: 'backup',
  summary: 'Sauvegarder toute l’instance dans un fichier, ou vérifier une sauvegarde',
  usage: 'backup FICHIER\nbackup --verify FICHIER',
  async run(context, args) {
    const { values, positionals } = parseArgs({
      args,
      options: { verify: { type: 'boolean', default: false } },
      allowPositionals: true
    });
    const [file, ...rest] = positionals;
    if (!file || rest.length > 0) throw new BadUsage('« backup » attend un nom de fichier.');
    if (values.verify) await verify(context, file);
    else await make(context, file);
  }
};

async function make(context: CommandContext, file: string): Promise<void> {
  const db = await context.unpreparedDatabase();
  const { rows, size, lost, ...backup } = await backUp(db, file, context.environment);
  if (lost.length > 0)
    context.progress(
      `${plural(lost.length, 'fichier manque', 'fichiers manquent')} dans le stockage, et donc dans la sauvegarde : ${lost.slice(0, 5).join(', ')}`
    );
  context.print(
    `Sauvegarde faite et relue : ${backup.file} (${formatNumber(rows)} lignes, ${plural(backup.files, 'fichier')}, ${megabytes(size)}).\n` +
      'Elle contient des données personnelles : gardez-la chiffrée, hors de cette machine.',
    { ...backup, rows, size, lost }
  );
}

async function verify(context: CommandContext, file: string): Promise<void> {
  const { manifest, contents, size, sha256 } = await checkBackup(file);
  const rows = Object.values(contents.tables).reduce((sum, table) => sum + table.rows, 0);
  context.print(
    `Sauvegarde entière : faite le ${manifest.madeAt.toISOString()} par Maillage ${manifest.version} (PostgreSQL ${manifest.postgres}), ` +
      `${formatNumber(rows)} lignes dans ${plural(manifest.tables.length, 'table')}, ${megabytes(size)}.`,
    {
      file,
      size,
      sha256,
      rows,
      made_at: manifest.madeAt,
      version: manifest.version,
      postgres: manifest.postgres,
      lost: contents.lost
    }
  );
}

function megabytes(bytes: number): string {
  return `${formatNumber(Math.max(0.1, Math.round(bytes / 100_000) / 10))} Mo`;
}
