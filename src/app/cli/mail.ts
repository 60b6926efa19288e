import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { readBounceReport } from '#server/mail/bounce-report.ts';
import { recordBounceReport } from '#server/mail/bounces.ts';
import { Refusal } from '#server/refusal.ts';
import { BadUsage, type Command } from './command.ts';

export const command: Command = {
  name: 'mail',
  summary: 'Noter qu’un courriel est revenu, d’après le rapport reçu du serveur de messagerie',
  usage: 'mail bounce FICHIER\nmail bounce -',
  async run(context, args) {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    const [action, file, ...rest] = positionals;
    if (action !== 'bounce' || !file || rest.length > 0)
      throw new BadUsage('« mail » attend « bounce FICHIER », ou « bounce - » pour lire l’entrée.');
    const report = readBounceReport(await read(file));
    if (!report) throw new Refusal('Ce message n’est pas un rapport de non-remise (RFC 3464).');
    const id = await recordBounceReport(await context.database(), report);
    if (id === null)
      throw new Refusal('Aucun courriel de cette instance ne correspond à ce rapport.');
    context.print(`Courriel ${id} : revenu (${report.status}).`, { mail: id, ...report });
  }
};

async function read(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new Refusal(`${file} ne peut pas être lu.`);
  }
}
