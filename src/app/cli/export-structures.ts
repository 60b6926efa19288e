import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { operator } from '#domain/identity/model.ts';
import { exportStructures, wholeFile } from '#domain/directory/server/transfer/documents.ts';
import { EXPORT_FORMATS, type ExportFormat } from '#domain/directory/transfer/file.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import { Refusal } from '#server/refusal.ts';
import { BadUsage, type Command } from './command.ts';

export const command: Command = {
  name: 'export',
  summary: 'Exporter les structures, contacts compris',
  usage: `export structures --format ${EXPORT_FORMATS.join('|')} [--out FICHIER] [--territory SLUG]`,
  async run(context, args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        out: { type: 'string' },
        territory: { type: 'string' }
      }
    });
    const format = EXPORT_FORMATS.find((known) => known === values.format);
    if (positionals.join(' ') !== 'structures') throw new BadUsage('export : « structures »');
    if (!format) throw new BadUsage(`--format attend ${EXPORT_FORMATS.join(', ')}`);
    if (!values.out && context.json)
      throw new BadUsage('--json demande --out : la sortie est le fichier lui-même');
    const db = await context.database();
    if (values.territory) await getTerritory(db, values.territory);
    const file = await exportStructures(db, operator('ligne de commande'), format, {
      territory: values.territory
    });
    if (!values.out) return writeAll(await wholeFile(file));
    await pipeline(Readable.from(file.body), createWriteStream(values.out)).catch(
      refuseWriting(values.out)
    );
    context.print(`Exporté dans ${values.out}.`, {
      format: format satisfies ExportFormat,
      out: values.out
    });
  }
};

/** All of it before the command ends, even through a pipe that reads slowly. */
async function writeAll(bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

function refuseWriting(path: string) {
  return (error: NodeJS.ErrnoException) => {
    if (error.syscall === 'open' || error.code === 'ENOSPC') {
      throw new Refusal(`Le fichier « ${path} » ne peut pas être écrit (${error.code ?? ''}).`);
    }
    throw error;
  };
}
