import { beforeAll, describe, expect, test } from 'vitest';
import { loadDefaultVocabulary } from '#app/demo.ts';
import { createStructure } from '#domain/directory/server/commands.ts';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, StructureId } from '#shared/ids.ts';
import { anEvent, aSession } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aRequest, openDesk } from '../../../../../tests/factories/registrations.ts';
import { aStructure, covering } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { EVERY_REGISTRATION } from '../../figures.ts';
import { keepBoth } from '../duplicates/commands.ts';
import { listDuplicates } from '../duplicates/queries.ts';
import { getRegistrationFile, listRegistrations, readFilterChoices } from '../listing/queries.ts';
import { register } from '../places/commands.ts';
import { recordRegistrationsExport } from '../transfer/commands.ts';
import { exportRegistrations } from '../transfer/documents.ts';
import { readFigures, readMissing } from './queries.ts';

const db = await testDatabase();
const NOW = new Date('2027-02-01T10:00:00Z');
const WHOLE = { page: 1, perPage: 50 };
let territory: Territory;
let animator: PersonActor;

beforeAll(async () => {
  await loadDefaultVocabulary(db);
  territory = await aTerritory(db);
  animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
});

async function anOpenEvent(traits: Parameters<typeof anEvent>[2] = {}): Promise<EventId> {
  const { id } = await anEvent(db, territory.id, traits);
  await openDesk(db, id);
  return id;
}

let turn = 0;
async function comes(event: EventId, traits: Parameters<typeof aRequest>[0] = {}) {
  const request = aRequest({ email: `venue-${++turn}@exemple.test`, ...traits });
  const made = await register(db, VISITOR, event, request, { now: NOW });
  if (!made.ok) throw new Error(made.reason);
  return made.registration;
}

function fiche(name: string, rest: object): Promise<StructureId> {
  const given = { name, territories: [territory.slug], perimeter: covering('commune A'), ...rest };
  return createStructure(db, operator('test'), aStructure(given));
}

describe('the figures', () => {
  test('count who comes, by what they say, and what fills', async () => {
    const event = await anOpenEvent({ capacity: 2 });
    const session = await aSession(db, event, { title: 'Chutes', capacity: 1 });
    const said = { professionCode: '60', professionLabel: 'Infirmière' };
    await comes(event, { ...said, sessions: [session], meal: 'Sans gluten' });
    await comes(event, {
      professionLabel: 'Fée',
      structureLabel: 'Le Moulin',
      sessions: [session]
    });
    await comes(event, { professionLabel: 'Fée' });
    const figures = await readFigures(db, animator, event);
    expect(figures.statuses).toMatchObject({ confirmed: 2, waitlisted: 1, cancelled: 0 });
    expect(figures.professions.map(({ count }) => count)).toEqual([1, 1]);
    expect(figures.structures).toEqual([{ label: 'Le Moulin', count: 1 }]);
    expect(figures.edition).toMatchObject({ capacity: 2, taken: 2, waiting: 1 });
    expect(figures.sessions).toMatchObject([{ label: 'Chutes', taken: 1, waiting: 1 }]);
    expect(figures.meals).toBe(1);
    expect(JSON.stringify(figures)).not.toContain('gluten');
  });

  test('say who of the directory is missing: types, structures, and places whose own structures are absent', async () => {
    const here = await fiche('Maison présente', { type: 'MSP' });
    await fiche('Maison absente', { type: 'MSP', perimeter: covering('commune B') });
    await fiche('Partout', { type: 'DAC', perimeter: covering('departement D1') });
    const event = await anOpenEvent();
    await comes(event, { structure: here });
    const missing = await readMissing(db, animator, event);
    expect(missing.types.map(({ code }) => code)).toEqual(['DAC']);
    expect(missing.structures.map(({ name }) => name).toSorted()).toEqual([
      'Maison absente',
      'Partout'
    ]);
    expect(missing.places).toMatchObject([{ communes: 2, without: 1 }]);
    expect(missing.directory).toBe(3);
  });
});

describe('the list', () => {
  test('is found by name without accents, by state, by session and by profession', async () => {
    const event = await anOpenEvent({ capacity: 1 });
    const session = await aSession(db, event);
    await comes(event, { firstName: 'Zoé', lastName: 'Étoilé', sessions: [session] });
    await comes(event, { lastName: 'Attend', professionLabel: 'Fée' });
    const found = async (filter: object) =>
      (
        await listRegistrations(db, animator, event, { ...EVERY_REGISTRATION, ...filter }, WHOLE)
      ).registrations.map(({ name }) => name);
    expect(await found({ text: 'zoe etoi' })).toEqual(['Étoilé Zoé']);
    expect(await found({ text: 'etoile' })).toEqual(['Étoilé Zoé']);
    expect(await found({ text: '%' })).toEqual([]);
    expect(await found({ status: 'waitlisted' })).toEqual(['Attend Camille']);
    expect(await found({ status: 'coming', session })).toEqual(['Étoilé Zoé']);
    expect(await found({ profession: 'Fée' })).toEqual(['Attend Camille']);
    expect(await found({})).toHaveLength(2);
  });

  test('one registration shows its needs and its trace, and never that of another edition', async () => {
    const event = await anOpenEvent();
    const other = await anOpenEvent();
    const id = await comes(event, { access: 'Fauteuil' });
    const file = await getRegistrationFile(db, animator, event, id);
    expect(file).toMatchObject({ access: 'Fauteuil', traces: [{ action: 'register' }] });
    await expect(getRegistrationFile(db, animator, other, id)).rejects.toThrow(NotFound);
  });

  test('nobody but who manages the edition reads figures, list, file, doubles or export', async () => {
    const event = await anOpenEvent();
    const id = await comes(event);
    const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
    const reception = await person(db, { roles: [{ territory: territory.id, role: 'reception' }] });
    const welcome = await person(db);
    await db
      .insertInto('event_team_member')
      .values({ event_id: event, person_id: welcome.id, role: 'reception' })
      .execute();
    const asked = { filter: EVERY_REGISTRATION, format: 'csv', needs: true } as const;
    for (const actor of [member, reception, welcome, VISITOR])
      for (const read of [
        () => readFigures(db, actor, event),
        () => readMissing(db, actor, event),
        () => listRegistrations(db, actor, event, EVERY_REGISTRATION, WHOLE),
        () => readFilterChoices(db, actor, event),
        () => getRegistrationFile(db, actor, event, id),
        () => listDuplicates(db, actor, event),
        () => keepBoth(db, actor, event, [id, id], NOW),
        () => exportRegistrations(db, actor, event, asked),
        () => recordRegistrationsExport(db, actor, event, { ...asked, count: 1 })
      ])
        await expect(read()).rejects.toThrow(Forbidden);
  });

  test('as many statements for one registration as for three', async () => {
    const event = await anOpenEvent();
    const asked = { filter: EVERY_REGISTRATION, format: 'csv', needs: true } as const;
    const read = () =>
      countingStatements(db, async (counted) => {
        await readFigures(counted, animator, event);
        await readMissing(counted, animator, event);
        await listRegistrations(counted, animator, event, EVERY_REGISTRATION, WHOLE);
        await readFilterChoices(counted, animator, event);
        await listDuplicates(counted, animator, event);
        await exportRegistrations(counted, animator, event, asked);
      });
    await comes(event);
    const one = await read();
    await comes(event);
    await comes(event);
    expect(await read()).toBe(one);
  });
});

describe('doubles', () => {
  test('the same name with two addresses is shown until somebody says that they are two people', async () => {
    const event = await anOpenEvent();
    const one = await comes(event, { firstName: 'Ana', lastName: 'Double' });
    const other = await comes(event, { firstName: 'Ana', lastName: 'Double' });
    const pairs = await listDuplicates(db, animator, event);
    expect(pairs.map(({ first, second }) => [first.id, second.id])).toEqual([[one, other]]);
    await keepBoth(db, animator, event, [one, other], NOW);
    expect(await listDuplicates(db, animator, event)).toEqual([]);
    const elsewhere = await comes(await anOpenEvent());
    await expect(keepBoth(db, animator, event, [one, elsewhere], NOW)).rejects.toThrow(NotFound);
  });
});

describe('the export', () => {
  test('is a table whose cells no spreadsheet runs, with the needs only when they are asked for', async () => {
    const event = await anOpenEvent();
    await comes(event, { lastName: '=HYPERLINK("x")', meal: 'Sans sel', professionLabel: '+33' });
    const read = async (needs: boolean) =>
      (
        await exportRegistrations(db, animator, event, {
          ...{ filter: EVERY_REGISTRATION, format: 'csv', needs }
        })
      ).bytes.toString();
    const csv = await read(false);
    expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
    expect(csv).toContain("'+33");
    expect(csv).not.toContain('Sans sel');
    expect(await read(true)).toContain('Sans sel');
  });

  test('as a workbook too, and says that it was taken', async () => {
    const event = await anOpenEvent();
    await comes(event);
    const asked = { filter: EVERY_REGISTRATION, format: 'xlsx', needs: false } as const;
    const { bytes, count } = await exportRegistrations(db, animator, event, asked);
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    await recordRegistrationsExport(db, animator, event, { format: 'xlsx', count, needs: false });
    const entry = await db
      .selectFrom('audit_entry')
      .selectAll()
      .where('action', '=', 'registrations.export')
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ target_kind: 'event', detail: { count: 1, format: 'xlsx' } });
  });
});
