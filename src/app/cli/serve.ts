import { parseArgs } from 'node:util';
import { runServer } from '../run-server.ts';
import type { Command } from './command.ts';
import { Refusal } from '#server/refusal.ts';

export const command: Command = {
  name: 'serve',
  summary: 'Démarrer le serveur, comme « npm start »',
  usage: 'serve',
  async run(_context, args) {
    parseArgs({ args, strict: true });
    if ((await runServer()) !== 0) throw new Refusal('');
  }
};
