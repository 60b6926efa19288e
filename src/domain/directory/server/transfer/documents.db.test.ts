import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadDemonstration } from '#app/demo.ts';
import { operator } from '#domain/identity/model.ts';
import type { PerimeterInput, ZoneRef } from '#domain/territory/model.ts';
import { structureInput } from '../../forms.ts';
import { SOLICITED_BY, SOLICITED_THROUGH } from '../../model.ts';
import type { ExportFormat } from '../../transfer/file.ts';
import { completeRecord } from '../../transfer/record.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { createStructures } from '../commands.ts';
import { listAudiences, listThemes, listTypes } from '../queries.ts';
import { applyImport, checkImport } from './commands.ts';
import { exportStructures, wholeFile } from './documents.ts';
import { writeTemplate } from './template/documents.ts';

const db = await testDatabase({ geography: true });
const actor = operator('test');
const OPTIONS = {
  territory: null,
  defaultType: null,
  finess: { categories: [], communes: [], departements: [] }
};

const exported = async (format: ExportFormat) =>
  wholeFile(await exportStructures(db, actor, format));

async function check(bytes: Buffer) {
  const source = {
    name: 'export',
    size: bytes.length,
    open: async function* () {
      yield bytes;
    }
  };
  const checked = await checkImport(db, actor, source, OPTIONS);
  if (!checked.ok) throw new Error(checked.message);
  return checked;
}

async function importInto(bytes: Buffer): Promise<void> {
  const { id, report } = await check(bytes);
  const problems = report.entries.flatMap((entry) => entry.problems);
  expect(problems).toEqual([]);
  const decisions = Object.fromEntries(
    report.entries
      .filter(({ action }) => action === 'choose')
      .map(({ position }) => [position, { kind: 'create' as const }])
  );
  expect(await applyImport(db, actor, id, { decisions, skipRefused: false })).toMatchObject({
    ok: true
  });
}

const empty = () => sql`truncate structure, import_batch cascade`.execute(db);

beforeAll(async () => {
  await loadDemonstration(db, () => {}, new Date('2026-11-24T14:00:00Z'));
});

describe('the demonstration directory', () => {
  it.each(['csv', 'json'] as const)(
    'exported in %s, imported and exported again is the same to the byte',
    async (format) => {
      const before = await exported(format);
      const { report } = await check(before);
      expect(report.counts).toMatchObject({
        create: 0,
        update: 0,
        refused: 0,
        choose: 0,
        unchanged: 93
      });
      await empty();
      await importInto(before);
      const after = await exported(format);
      expect(after.equals(before)).toBe(true);
    }
  );

  it('crosses from one format to another without loss', async () => {
    const before = await exported('json');
    for (const format of ['xlsx', 'csv', 'datainclusion'] as const) {
      const { report } = await check(await exported(format));
      expect([format, report.entries.filter(({ action }) => action !== 'unchanged')]).toEqual([
        format,
        []
      ]);
    }
    const workbook = await exported('xlsx');
    await empty();
    await importInto(workbook);
    expect((await exported('json')).toString()).toBe(before.toString());
  });

  it('is GeoJSON that says the seat is placed at its commune', async () => {
    const collection = JSON.parse((await exported('geojson')).toString()) as {
      features: { properties: { precision: string } }[];
    };
    expect(collection.features).toHaveLength(93);
    expect(new Set(collection.features.map(({ properties }) => properties.precision))).toEqual(
      new Set(['commune'])
    );
  });
});

it('the template is read back: its example row is one structure, that a report shows', async () => {
  for (const format of ['csv', 'xlsx'] as const) {
    const { report } = await check(await wholeFile(await writeTemplate(db, format)));
    expect(report.entries.map(({ label, problems }) => [label, problems])).toEqual([
      ['CLIC des Trois Rivières', []]
    ]);
  }
});

const NASTY = [
  '=1+1',
  "'=cmd|' /C calc'!A0",
  '@SUM(A1)',
  '-2',
  '+33 1',
  "''=x",
  'a;b,c\td',
  'x\r\ny',
  'x\ny',
  'x\ry',
  '"',
  '""a"',
  '«\u00a0»\u202f!',
  '',
  'ẞœ𝒳👩‍⚕️',
  '\u0001\u0085',
  'https://a.fr ; https://b.fr',
  'a|b',
  '0123',
  '1e5',
  '2026-01-02',
  'oui',
  '\u2028\u2029',
  '\ufeffx',
  "'"
];
const nasty = fc
  .oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'grapheme', maxLength: 30 }))
  .map((text) => text.replaceAll('\0', '').trim());
const named = nasty.map((text) => text.slice(0, 100) || 'Nom');
const zone: fc.Arbitrary<ZoneRef> = fc.constantFrom<ZoneRef>(
  { level: 'commune', code: '29260' },
  { level: 'commune', code: '29083' },
  { level: 'departement', code: '53' },
  { level: 'region', code: '53' },
  { level: 'epci', code: '242900314' }
);
const zones = fc.uniqueArray(zone, {
  selector: ({ level, code }) => `${level}${code}`,
  maxLength: 3
});
const perimeter: fc.Arbitrary<PerimeterInput> = fc.oneof(
  fc.record({
    certainty: fc.constantFrom('everywhere' as const, 'unknown' as const),
    include: fc.constant<ZoneRef[]>([]),
    exclude: fc.constant<ZoneRef[]>([]),
    note: nasty
  }),
  fc.record({
    certainty: fc.constant('declared' as const),
    include: zones.filter((list) => list.length > 0),
    exclude: zones,
    note: nasty
  })
);

it(
  'any structures, with any texts, survive both round trips to the byte',
  { timeout: 120_000 },
  async () => {
    const types = (await listTypes(db)).map(({ code }) => code);
    const themes = (await listThemes(db)).map(({ code }) => code);
    const audiences = (await listAudiences(db)).map(({ code }) => code);
    const codes = (list: string[]) => fc.uniqueArray(fc.constantFrom(...list), { maxLength: 3 });
    const phone = fc.constantFrom('', '0536490001', '+352123456', '3114', '15');
    const service = fc.record({
      name: named,
      description: nasty,
      themes: codes(themes),
      audiences: codes(audiences),
      solicitedBy: fc.uniqueArray(fc.constantFrom(...SOLICITED_BY)),
      solicitedThrough: fc.uniqueArray(fc.constantFrom(...SOLICITED_THROUGH)),
      delay: nasty,
      fees: fc.constantFrom('', 'gratuit', 'payant'),
      conditions: nasty,
      phone,
      perimeter: fc.option(perimeter)
    });
    const contact = fc.record({
      name: named,
      role: nasty,
      phone,
      email: fc.constantFrom('', 'a@exemple.fr'),
      visibility: fc.constantFrom('public', 'members', 'nobody'),
      consentAt: fc.constant('2026-02-28')
    });
    const structure = fc.record({
      name: named,
      type: fc.constantFrom(...types),
      acronym: nasty,
      summary: nasty,
      description: nasty,
      limits: nasty,
      address: nasty,
      postalCode: fc.constantFrom('', '29290', '1234', "'12"),
      communeCode: fc.constantFrom(null, '29260', '82112'),
      phone,
      sources: fc.array(
        nasty.filter((text) => text !== ''),
        { maxLength: 4 }
      ),
      note: nasty,
      status: fc.constantFrom('active', 'closed'),
      fictional: fc.boolean(),
      reliability: fc.constantFrom('confirmed', 'partial', 'to_confirm'),
      confirmedAt: fc.constantFrom(null, '2026-03-01T12:00:00.000Z', '2026-03-01T08:30:15.123Z'),
      confirmedBy: nasty,
      reviewEveryMonths: fc.integer({ min: 1, max: 60 }),
      territories: fc.uniqueArray(fc.constantFrom('pays-de-brest', 'loir-et-cher')),
      perimeter,
      services: fc.uniqueArray(service, { selector: ({ name }) => name, maxLength: 3 }),
      contacts: fc.uniqueArray(contact, { selector: ({ name }) => name, maxLength: 3 })
    });
    await fc.assert(
      fc.asyncProperty(fc.array(structure, { minLength: 1, maxLength: 8 }), async (drafts) => {
        await empty();
        const inputs = drafts.map((draft, i) =>
          structureInput.parse({
            ...draft,
            slug: `s${i}`,
            parent: i > 0 ? 's0' : null,
            externalId: i % 2 ? `clé ${i}` : null
          })
        );
        await createStructures(
          db,
          actor,
          inputs.map((values) => completeRecord({ values }))
        );
        for (const format of ['csv', 'json'] as const) {
          const before = await exported(format);
          const { report } = await check(before);
          expect(
            report.entries.map(({ action, changes, problems }) => [action, changes, problems])
          ).toEqual(inputs.map(() => ['unchanged', [], []]));
          await empty();
          await importInto(before);
          expect((await exported(format)).toString()).toBe(before.toString());
        }
      }),
      { numRuns: 8 }
    );
  }
);
