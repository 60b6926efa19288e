import { stringify } from 'csv-stringify/sync';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { readPairs } from '../../measures/asked.ts';
import { LEVEL_LABELS, type Level } from '../../model.ts';
import { getWaveReading } from './queries.ts';

/** A cell that a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * The answers of a wave, a line for each pair, as a table for a spreadsheet. The caller records that it was taken.
 * @throws Forbidden, NotFound, as `getWaveReading`.
 */
export async function exportRelations(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  number: number
): Promise<{ csv: string; count: number }> {
  const { network } = await getWaveReading(db, actor, territory, number);
  const found = new Map(network.structures.map((one) => [one.structure, one]));
  const lines = readPairs(network).map(({ a, b, communes, ofA, ofB }) => {
    const [first, second] = [found.get(a)!, found.get(b)!];
    return [
      ...[safe(first.name), first.type, safe(second.name), second.type, communes],
      ...[ofB ?? '', labelOf(ofB), ofA ?? '', labelOf(ofA)]
    ];
  });
  const head = [
    ...['Structure A', 'Type A', 'Structure B', 'Type B', 'Communes en commun'],
    ...['Niveau dit par A', 'A dit de B', 'Niveau dit par B', 'B dit de A']
  ];
  const csv = stringify([head, ...lines], { delimiter: ';', bom: true, record_delimiter: '\r\n' });
  return { csv, count: network.answers.length };
}

const labelOf = (level: Level | null) => (level === null ? 'Pas de réponse' : LEVEL_LABELS[level]);
const safe = (text: string) => (FORMULA.test(text) ? `'${text}` : text);
