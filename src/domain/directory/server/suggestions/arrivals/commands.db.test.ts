import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { StructureId } from '#shared/ids.ts';
import { loadDefaultVocabulary } from '../../../../../app/demo.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import {
  aSuggestionDesk,
  anErrorSaid,
  recipientsOf,
  sender
} from '../../../../../../tests/factories/suggestions.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { suggestError, suggestStructure } from '../commands.ts';
import { escalateSuggestions } from '../jobs.ts';
import { listSuggestions } from '../queries.ts';

const db = await testDatabase();
const NOW = new Date('2027-03-01T09:00:00Z');
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);

let territory: Territory;
let structure: StructureId;
let animator: PersonActor;

beforeAll(async () => {
  await loadDefaultVocabulary(db);
  territory = await aTerritory(db);
});

beforeEach(async () => {
  ({ structure, animator } = await aSuggestionDesk(db, territory));
});

const anError = (said: object = {}) => anErrorSaid(db, { structure, ...said }, NOW);
const recipients = () => recipientsOf(db);

describe('who is to answer', () => {
  it('the référent first, the animators after fifteen days, told once', async () => {
    await anError();
    expect(await recipients()).toEqual(['suggestion → referente@exemple.test']);
    expect(await escalateSuggestions(db, later(14))).toBe(0);
    expect(await escalateSuggestions(db, later(15))).toBe(1);
    expect(await escalateSuggestions(db, later(15))).toBe(0);
    expect(await recipients()).toEqual([
      'suggestion → referente@exemple.test',
      'suggestion-escalated → animatrice@exemple.test'
    ]);
  });

  it('the animators at once when there is no référent, or when the structure itself says it by its link', async () => {
    await anError({ ownLink: true });
    await sql`delete from affiliation`.execute(db);
    await anError();
    expect(await recipients()).toEqual(['suggestion → animatrice@exemple.test']);
    const waiting = await listSuggestions(db, animator, { territory: territory.id });
    expect(waiting.map(({ assignedTo, kind }) => [assignedTo, kind])).toEqual([
      ['animator', 'change'],
      ['animator', 'error']
    ]);
  });

  it('the animators of the commune for a structure that is missing; those who run the instance where none leads', async () => {
    const administrator = await person(db, { email: 'admin@exemple.test', administrator: true });
    const proposal = {
      name: 'Nouvelle',
      type: 'MSP',
      text: 'Une maison de santé.',
      phone: '',
      website: '',
      source: '',
      authorName: '',
      authorEmail: ''
    };
    await suggestStructure(db, VISITOR, { ...proposal, communeCode: 'A' }, sender(), NOW);
    await suggestStructure(db, VISITOR, { ...proposal, communeCode: 'D' }, sender(), NOW);
    expect(await recipients()).toEqual([
      'suggestion → animatrice@exemple.test',
      'suggestion → admin@exemple.test'
    ]);
    expect(await listSuggestions(db, animator, { territory: territory.id })).toHaveLength(1);
    expect(await listSuggestions(db, administrator, { territory: territory.id })).toHaveLength(2);
  });
});

describe('against abuse', () => {
  it('an address may propose six times an hour, then waits; nothing more is kept', async () => {
    const one = { address: '198.51.100.7', reread: false };
    const input = {
      part: 'phone' as const,
      text: 'juste',
      source: '',
      authorName: '',
      authorEmail: '',
      structure
    };
    const results = [];
    for (let time = 0; time < 8; time += 1)
      results.push(await suggestError(db, VISITOR, input, one, NOW));
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, true, true, true, false, false]);
    expect(results.at(-1)).toEqual({ ok: false, reason: 'too-many' });
    expect(await recipients()).toHaveLength(1);
  });

  it('a text that may be about a person is read again before it is kept', async () => {
    const input = {
      part: 'other' as const,
      text: 'Madame Durand, née le 12/03/1941, n’a pas été rappelée.',
      source: '',
      authorName: '',
      authorEmail: '',
      structure
    };
    const first = await suggestError(db, VISITOR, input, sender(), NOW);
    expect(first).toMatchObject({ ok: false, reason: 'second-reading' });
    expect(
      await suggestError(db, VISITOR, input, { ...sender(), reread: true }, NOW)
    ).toMatchObject({ ok: true });
  });
});
