import { parseArgs } from 'node:util';
import { migrateToLatest } from '#server/db/migrate.ts';
import { installJobs } from '#server/jobs/schema.ts';
import { plural } from '#shared/text.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'migrate',
  summary: 'Mettre le schéma de la base à jour',
  usage: 'migrate',
  async run(context, args) {
    parseArgs({ args, strict: true });
    const db = await context.unpreparedDatabase();
    const migrations = await migrateToLatest(db);
    await installJobs(db);
    const text =
      migrations.length === 0
        ? 'Le schéma est à jour.'
        : `${plural(migrations.length, 'migration faite', 'migrations faites')} : ${migrations.join(', ')}`;
    context.print(text, { migrations });
  }
};
