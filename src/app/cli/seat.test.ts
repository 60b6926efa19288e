import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Refusal } from '#server/refusal.ts';
import { BadUsage, type CommandContext } from './command.ts';
import { command } from './seat.ts';

async function run(line: string) {
  const printed: { text: string; value: unknown }[] = [];
  const context = {
    json: true,
    progress: () => undefined,
    print: (text: string, value: unknown) => printed.push({ text, value })
  } as unknown as CommandContext;
  await command.run(context, line.split(' ').filter(Boolean));
  return printed[0]!;
}

test('the coordinators of the Pays de Brest, 17 at tables of 5 and 4, all meet in five rounds', async () => {
  const { text, value } = await run('--people 17 --tables 5,4,4,4 --rounds 5 --seconds 1');
  expect(value).toMatchObject({
    ...{ met: 136, repeats: 4, never_met: 0, optimal: true },
    bound: { repeats: 4, never_met: 0 }
  });
  expect(text).toContain('optimal, c’est prouvé');
});

test('constraints are kept, and those that nothing satisfies are refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-seat-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'contraintes.json');
  const asked = `--people 8 --most 4 --rounds 2 --seconds 1 --constraints ${file}`;
  await writeFile(
    file,
    JSON.stringify({ fixed: [{ guest: 3, table: 1 }], together: [[0, 1]], apart: [[0, 2]] })
  );
  const { rounds } = (await run(asked)).value as { rounds: number[][][] };
  for (const tables of rounds) {
    const at = (guest: number) => tables.findIndex((table) => table.includes(guest));
    expect([at(3), at(0) === at(1), at(0) === at(2)]).toEqual([1, true, false]);
  }
  await writeFile(file, JSON.stringify({ allowed: [{ guest: 6, tables: [1] }] }));
  const allowed = (await run(asked)).value as { rounds: number[][][] };
  expect(allowed.rounds.every((tables) => tables[1]!.includes(6))).toBe(true);
  await writeFile(file, JSON.stringify({ together: [[0, 1]], apart: [[0, 1]] }));
  await expect(run(asked)).rejects.toThrow('à la fois ensemble et à part');
  await writeFile(file, JSON.stringify({ allowed: [{ guest: 6, tables: [2] }] }));
  await expect(run(asked)).rejects.toThrow('pas de table 2');
  await writeFile(file, '{"ensemble": []}');
  await expect(run(asked)).rejects.toThrow(Refusal);
  await writeFile(file, 'pas du JSON');
  await expect(run(asked)).rejects.toThrow('ne se lit pas');
});

test.each([
  ['', BadUsage],
  ['--people 17 --rounds 5', BadUsage],
  ['--people 17 --tables 5,4,4,4 --most 5 --rounds 5', BadUsage],
  ['--people beaucoup --most 5 --rounds 5', BadUsage],
  ['--people 17 --tables 5,4,4 --rounds 5', Refusal]
])('« %s » is refused', async (line, refusal) => {
  await expect(run(line)).rejects.toThrow(refusal);
});
