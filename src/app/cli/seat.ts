import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { findFaults } from '#domain/seating/checking.ts';
import { findConflicts, type Conflict } from '#domain/seating/conflicts.ts';
import type { SeatingProblem } from '#domain/seating/model.ts';
import { tableSizes } from '#domain/seating/sizes.ts';
import { seat, type Seated } from '#domain/seating/solver.ts';
import { Refusal } from '#server/refusal.ts';
import { plural } from '#shared/text.ts';
import { BadUsage, type Command, type CommandContext } from './command.ts';

const MOST = { people: 3000, rounds: 60, seconds: 600 };

export const command: Command = {
  name: 'seat',
  summary: 'Composer des tables où chacun rencontre le plus de monde',
  usage:
    'seat --people 17 --tables 5,4,4,4 --rounds 5 [--seconds 5] [--seed 1] [--constraints FICHIER]\nseat --people 17 --most 5 --rounds 5',
  async run(context, args) {
    const { values } = parseArgs({ args, options: OPTIONS });
    const problem = await readProblem(values);
    const [conflict] = findConflicts(problem);
    if (conflict) throw new Refusal(sayConflict(conflict));
    const seconds = whole(values.seconds ?? '5', '--seconds', 0, MOST.seconds);
    const began = performance.now();
    const limit = began + 1000 * seconds;
    let told = began;
    const best = seat(problem, {
      seed: whole(values.seed ?? '1', '--seed', 0, 2 ** 31),
      goOn: ({ measure, bound }) => {
        const now = performance.now();
        if (now > told + 1000) {
          told = now;
          context.progress(
            `${plural(measure.repeats, 'répétition')} (au moins ${bound.repeats}), ${Math.round((now - began) / 1000)} s…`
          );
        }
        return now < limit;
      }
    });
    const faults = findFaults(problem, best.seating);
    if (faults.length > 0)
      throw new Refusal(
        `Rien n’a été trouvé en ${seconds} s qui respecte toutes ces contraintes : ${faults[0]}.`
      );
    print(context, problem, best);
  }
};

const OPTIONS = {
  people: { type: 'string' },
  tables: { type: 'string' },
  most: { type: 'string' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  seed: { type: 'string' },
  constraints: { type: 'string' }
} as const;

type Values = Partial<Record<keyof typeof OPTIONS, string>>;

async function readProblem(values: Values): Promise<SeatingProblem> {
  const people = whole(values.people, '--people', 1, MOST.people);
  const rounds = whole(values.rounds, '--rounds', 1, MOST.rounds);
  if ((values.tables === undefined) === (values.most === undefined))
    throw new BadUsage('seat : dites --tables 5,4,4,4 ou --most 5');
  const sizes = values.tables
    ? values.tables.split(',').map((size) => whole(size, '--tables', 1, people))
    : tableSizes(people, whole(values.most, '--most', 2, people));
  const constraints = values.constraints ? await readConstraints(values.constraints) : {};
  const problem: SeatingProblem = {
    guests: people,
    rounds: Array.from({ length: rounds }, () => sizes),
    ...constraints
  };
  checkNames(problem, sizes);
  return problem;
}

/** Nobody who is not there, and no table that is not there. */
function checkNames(
  { guests, fixed, allowed, together, apart }: SeatingProblem,
  sizes: readonly number[]
): void {
  const named = [
    ...[...(fixed ?? []), ...(allowed ?? [])].map((one) => one.guest),
    ...(together ?? []).flat(),
    ...(apart ?? []).flat()
  ];
  const stranger = named.find((guest) => guest >= guests);
  if (stranger !== undefined)
    throw new Refusal(`Personne ne porte le numéro ${stranger} : ils vont de 0 à ${guests - 1}.`);
  const tables = [
    ...(fixed ?? []).map((one) => one.table),
    ...(allowed ?? []).flatMap((one) => one.tables)
  ];
  const missing = tables.find((table) => table >= sizes.length);
  if (missing !== undefined)
    throw new Refusal(`Il n’y a pas de table ${missing} : elles vont de 0 à ${sizes.length - 1}.`);
}

/** Numbers as in the file of constraints: from 0. */
function sayConflict(conflict: Conflict): string {
  if (conflict.kind === 'seats')
    return `Il y a ${plural(conflict.seats, 'place')} pour ${plural(conflict.people, 'personne')}.`;
  const people = conflict.guests.join(', ');
  switch (conflict.kind) {
    case 'places':
      return `Il n’y a pas assez de places aux tables permises pour : ${people}.`;
    case 'party':
      return `Aucune table ne peut réunir : ${people}.`;
    case 'together-apart':
      return `On demande à la fois ensemble et à part : ${people}.`;
    case 'apart':
      return `Il n’y a pas assez de tables pour séparer : ${people}.`;
  }
}

const guest = z.number().int().nonnegative();
const constraintsFile = z.strictObject({
  fixed: z
    .array(z.strictObject({ guest, table: guest, round: guest.optional() }))
    .optional()
    .transform((all) =>
      all?.map(({ round, ...one }) => (round === undefined ? one : { ...one, round }))
    ),
  allowed: z.array(z.strictObject({ guest, tables: z.array(guest) })).optional(),
  together: z.array(z.tuple([guest, guest])).optional(),
  apart: z.array(z.tuple([guest, guest])).optional()
});

async function readConstraints(path: string): Promise<Partial<SeatingProblem>> {
  let read: unknown;
  try {
    read = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Refusal(`« ${path} » ne se lit pas : ${(error as Error).message}`);
  }
  const parsed = constraintsFile.safeParse(read);
  if (!parsed.success) throw new Refusal(`« ${path} » : ${z.prettifyError(parsed.error)}`);
  return Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined));
}

function whole(text: string | undefined, option: string, least: number, most: number): number {
  const value = Number(text);
  if (text === undefined || !Number.isInteger(value) || value < least || value > most)
    throw new BadUsage(`seat : ${option} attend un nombre entre ${least} et ${most}`);
  return value;
}

function print(context: CommandContext, { guests }: SeatingProblem, best: Seated): void {
  const { seating, measure, bound, optimal, method } = best;
  const width = String(guests).length;
  const rounds = seating.map(
    (tables, round) =>
      `Tour ${round + 1} : ${tables.map((table) => table.map((one) => String(one + 1).padStart(width)).join(' ')).join('  |  ')}`
  );
  const proof = optimal ? 'optimal, c’est prouvé' : `au mieux ${bound.repeats}`;
  const text = [
    ...rounds,
    `${plural(measure.met, 'paire')} se rencontrent, ${measure.neverMet} jamais ; ${plural(measure.repeats, 'répétition')} (${proof}). ${method}.`
  ].join('\n');
  context.print(text, {
    rounds: seating,
    met: measure.met,
    repeats: measure.repeats,
    never_met: measure.neverMet,
    bound: { repeats: bound.repeats, never_met: bound.neverMet },
    optimal,
    method
  });
}
