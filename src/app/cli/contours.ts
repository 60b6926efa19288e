import { parseArgs } from 'node:util';
import { fetchContours, loadContours } from '#domain/territory/server/commands.ts';
import type { ContoursReport } from '#domain/territory/server/contours/commands.ts';
import { enumerate, plural } from '#shared/text.ts';
import { Refusal } from '#server/refusal.ts';
import { listTerritoryDepartements } from '../contours.ts';
import { BadUsage, type Command, type CommandContext } from './command.ts';

export const command: Command = {
  name: 'contours',
  summary: 'Charger les contours des communes et des EPCI, pour la carte',
  usage: 'contours load DOSSIER\ncontours fetch [--departement 29]…',
  async run(context, args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { departement: { type: 'string', multiple: true } }
    });
    const [action, directory, ...rest] = positionals;
    if (action === 'load' && directory && rest.length === 0 && !values.departement) {
      print(context, await loadContours(await context.database(), directory));
    } else if (action === 'fetch' && !directory) {
      await fetchAll(context, values.departement ?? []);
    } else {
      throw new BadUsage('« contours » attend « load DOSSIER » ou « fetch ».');
    }
  }
};

async function fetchAll(context: CommandContext, asked: string[]): Promise<void> {
  const db = await context.database();
  const codes = asked.length > 0 ? asked : await listTerritoryDepartements(db);
  if (codes.length === 0)
    throw new BadUsage('contours fetch : indiquez --departement, aucun territoire n’est créé');
  context.progress(`Contours : téléchargement (${enumerate(codes)})…`);
  const outcome = await fetchContours(db, codes);
  if (!outcome.ok) throw new Refusal(outcome.message);
  print(context, outcome.report);
}

function print(context: CommandContext, report: ContoursReport): void {
  const { commune, epci, departement } = report.loaded;
  const text = `Contours chargés : ${plural(commune, 'commune')}, ${epci} EPCI, ${plural(departement, 'département')}.`;
  const left = report.unknown.length;
  const ignored = `Codes inconnus, laissés de côté : ${enumerate(report.unknown.slice(0, 20))}${left > 20 ? '…' : ''}.`;
  context.print(left === 0 ? text : `${text}\n${ignored}`, report);
}
