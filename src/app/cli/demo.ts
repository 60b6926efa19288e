import { parseArgs } from 'node:util';
import { Refusal } from '#server/refusal.ts';
import { loadDemonstration } from '../demo.ts';
import { BadUsage, type Command } from './command.ts';

export const command: Command = {
  name: 'demo',
  summary: 'Charger les territoires de démonstration',
  usage: 'demo load',
  async run(context, args) {
    const { positionals } = parseArgs({ args, strict: true, allowPositionals: true });
    if (positionals.join(' ') !== 'load') throw new BadUsage('« demo » attend « load ».');
    if (!(await loadDemonstration(await context.database()))) {
      throw new Refusal('L’annuaire contient déjà des structures : rien n’a été chargé.');
    }
    context.print('Les territoires de démonstration sont chargés.', { loaded: true });
  }
};
