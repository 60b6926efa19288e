import { parseArgs } from 'node:util';
import { plural } from '#shared/text.ts';
import { migrate } from '../prepare.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'migrate',
  summary: 'Mettre le schéma de la base à jour, une fois sauvegardée',
  usage: 'migrate\nmigrate --no-backup   (vous avez déjà sauvegardé autrement)',
  async run(context, args) {
    const { values } = parseArgs({
      args,
      options: { 'no-backup': { type: 'boolean', default: false } },
      strict: true
    });
    const db = await context.unpreparedDatabase();
    const saved = values['no-backup'] ? null : context.environment;
    const migrations = await migrate(db, (line) => context.progress(line), saved);
    const text =
      migrations.length === 0
        ? 'Le schéma est à jour.'
        : `${plural(migrations.length, 'migration faite', 'migrations faites')} : ${migrations.join(', ')}`;
    context.print(text, { migrations });
  }
};
