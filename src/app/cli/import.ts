import { BadUsage, type Command } from './command.ts';
import { command as fiche } from './import-fiche.ts';
import { command as structures } from './import-structures.ts';

const WHAT: readonly (readonly [string, Command])[] = [
  ['structures', structures],
  ['fiche', fiche]
];

export const command: Command = {
  name: 'import',
  summary: 'Importer des structures, ou des fiches action depuis leur texte',
  usage: WHAT.map(([, { usage }]) => usage).join('\n'),
  run(context, args) {
    const found = WHAT.find(([what]) => what === args[0]);
    if (!found)
      throw new BadUsage('import : « structures FICHIER » ou « fiche FICHIER --plan PLAN »');
    return found[1].run(context, args);
  }
};
