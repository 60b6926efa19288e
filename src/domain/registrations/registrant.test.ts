import { describe, expect, test } from 'vitest';
import type { ProgrammeSessionId } from '#shared/ids.ts';
import type { ChosenSession } from './desk.ts';
import { fieldErrors, registrationInput } from './forms.ts';
import { availability, describePlaces, slotsOf, splitName } from './registrant.ts';

function session(id: number, from: string, until: string): ChosenSession {
  return {
    id: id as ProgrammeSessionId,
    ...{
      title: `Atelier ${id}`,
      kind: 'workshop',
      roomName: '',
      capacity: 5,
      taken: 0,
      waiting: 0
    },
    startsAt: new Date(`2027-03-${from}:00Z`),
    endsAt: new Date(`2027-03-${until}:00Z`)
  };
}

describe('places left', () => {
  test('are counted, or the rank one would have is said', () => {
    expect(describePlaces(availability({ capacity: null, taken: 9, waiting: 0 }))).toBe('');
    expect(describePlaces(availability({ capacity: 9, taken: 8, waiting: 0 }))).toBe('1 place');
    const full = availability({ capacity: 9, taken: 9, waiting: 3 });
    expect(full).toEqual({ left: 0, full: true, rank: 4 });
    expect(describePlaces(full)).toBe('Complet : liste d’attente, rang prévu 4');
  });
});

describe('slots', () => {
  test('are the sessions that begin together, in the civil time of the edition', () => {
    const sessions = [
      session(1, '18T09:00', '18T10:00'),
      session(2, '18T09:00', '18T11:00'),
      session(3, '18T10:00', '18T11:00')
    ];
    const slots = slotsOf(sessions, 'Europe/Paris');
    expect(slots.map((slot) => slot.sessions.map(({ id }) => id))).toEqual([[1, 2], [3]]);
    expect(slots.map(({ label }) => label)).toEqual(['10\u00a0h', '11\u00a0h']);
  });

  test('say their day when the edition has several', () => {
    const days = [session(1, '18T09:00', '18T10:00'), session(2, '19T09:00', '19T10:00')];
    expect(slotsOf(days, 'Europe/Paris').map(({ label }) => label)).toEqual([
      'jeudi 18 à 10\u00a0h',
      'vendredi 19 à 10\u00a0h'
    ]);
  });
});

test('a name typed in one field is a first name and the rest', () => {
  expect(splitName('Camille Essai')).toEqual({ firstName: 'Camille', lastName: 'Essai' });
  expect(splitName('Ana de la Tour')).toEqual({ firstName: 'Ana', lastName: 'de la Tour' });
  expect(splitName('Essai')).toEqual({ firstName: '', lastName: 'Essai' });
});

test('what is refused is said beside its field, questions by their number', () => {
  const answers = [{ question: 12 as never, value: 'x'.repeat(2001) }];
  const read = registrationInput.safeParse({
    ...{ email: 'rien', firstName: '', lastName: 'Essai', professionCode: '', professionLabel: '' },
    ...{ structure: null, structureLabel: '', commune: null, category: null, sessions: [] },
    ...{ halfDays: [], meal: '', access: '', answers },
    ...{ listConsent: false, photoConsent: false, inviteConsent: false }
  });
  const errors = fieldErrors(read.error!.issues, answers);
  expect(Object.keys(errors).sort()).toEqual(['courriel', 'prenom', 'profession', 'question-12']);
  expect(fieldErrors([{ path: 'answers.7', message: 'Répondez.' }], [])).toEqual({
    'question-7': 'Répondez.'
  });
});
