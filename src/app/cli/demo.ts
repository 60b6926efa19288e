import { parseArgs } from 'node:util';
import { Refusal } from '#server/refusal.ts';
import { loadDemonstration, loadDemonstrationPeople } from '../demo.ts';
import { BadUsage, type Command } from './command.ts';

export const command: Command = {
  name: 'demo',
  summary: 'Charger les territoires de démonstration',
  usage: 'demo load',
  async run(context, args) {
    const { positionals } = parseArgs({ args, strict: true, allowPositionals: true });
    if (positionals.join(' ') !== 'load') throw new BadUsage('« demo » attend « load ».');
    const db = await context.database();
    const loaded = await loadDemonstration(db);
    const people = loaded ? 0 : await loadDemonstrationPeople(db);
    if (!loaded && people === 0) {
      throw new Refusal('L’annuaire contient déjà des structures : rien n’a été chargé.');
    }
    context.print(
      loaded
        ? 'Les territoires de démonstration sont chargés.'
        : 'Les personnes de démonstration ont leur compte.',
      { loaded: true }
    );
  }
};
