import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { EventId, RegistrationId, StructureId } from '#shared/ids.ts';
import { readPdf } from '../../../../../tests/support/pdf.ts';
import type { PlanGuest, TablePlan } from '../../plan.ts';
import { composeTables } from './documents.ts';

const event = {
  title: 'Journée des Trois Confluents',
  timeZone: 'Europe/Paris',
  updatedAt: new Date('2027-03-01T08:00:00Z')
};
const NAMES = [
  'Camille Essai',
  'Anne-Sophie de la Très-Longue-Maison-des-Confluents',
  'מרים דמיונית',
  'Wolfeschlegelsteinhausenbergerdorffwelche Fictif'
];

function papers(people: number, most = 8) {
  const guests = Array.from({ length: people }, (_, at): PlanGuest => ({
    registration: (at + 1) as RegistrationId,
    name: at < NAMES.length ? NAMES[at]! : `Prénom${at} Fictif${at}`,
    ...{ professionCode: '', professionLabel: 'Infirmière coordinatrice', needsAccess: true },
    structure: (at + 1) as StructureId,
    structureLabel: `Structure fictive ${at}`
  }));
  const tables = Math.ceil(people / most);
  const plan: TablePlan = {
    ...{
      event: 1 as EventId,
      session: null,
      most,
      version: 1,
      status: 'published',
      publishedAt: null
    },
    weights: { unknown: false, profession: false, structure: false },
    rounds: [1, 2, 3, 4].map((number) => ({
      ...{ number, topic: 'Sortie d’hospitalisation', doneAt: null },
      startsAt: new Date(Date.UTC(2027, 2, 18, 9, number * 20))
    })),
    tables: [{ number: 1, name: 'Le Vieux Pont des Consuls', seats: null, accessible: true }],
    rules: [{ kind: 'host', registration: 1 as RegistrationId, table: 1, round: null }],
    seats: [1, 2, 3, 4].flatMap((round) =>
      guests.map(({ registration }, at) => ({
        ...{ round, registration, pinned: false },
        table: at === 0 ? 1 : ((at + round * Math.floor(at / tables)) % tables) + 1
      }))
    )
  };
  return { plan, guests };
}

const keep = (name: string, bytes: Uint8Array) => {
  if (process.env.KEEP_PDF) writeFileSync(`${process.env.KEEP_PDF}/${name}.pdf`, bytes);
};

test('a sign to fold stands on each table, and names nobody', async () => {
  const bytes = await composeTables(event, 'chevalets', papers(24));
  keep('chevalets', bytes);
  const { pages, text, outline } = readPdf(bytes);
  expect(pages).toBe(3);
  expect(text).toContain('Le Vieux Pont');
  expect(text).not.toContain('Camille');
  expect(outline).toContain('/StructTreeRoot');
});

test('a sheet for each table says its rounds, who comes and who hosts, and leaves lines to write', async () => {
  const bytes = await composeTables(event, 'fiches', papers(24));
  keep('fiches', bytes);
  const { pages, text } = readPdf(bytes);
  expect(pages).toBeGreaterThanOrEqual(3);
  expect(text.replaceAll('\u200b', '')).toMatch(/Camille Essai[\s\S]*anime/);
  expect(text).toContain('Tour 4');
  expect(text).not.toContain('accès');
});

test('the whole plan of two thousand people is set, long names and names read from the right included', async () => {
  const bytes = await composeTables(event, 'plan', papers(2000));
  keep('plan', bytes);
  const { pages, text } = readPdf(bytes);
  expect(pages).toBeGreaterThan(40);
  expect(text).toContain('Fictif1999');
  expect(text).toMatch(/[\u0590-\u05ff]/);
}, 60_000);
