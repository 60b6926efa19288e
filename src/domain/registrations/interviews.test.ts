import { describe, expect, test } from 'vitest';
import type { CategoryId, InterviewHostId, InterviewSlotId, RegistrationId } from '#shared/ids.ts';
import {
  bookingShutFor,
  cutRange,
  findClash,
  hostingShutFor,
  isTrainee,
  MOST_SLOTS,
  NO_INTERVIEWS,
  planSlots,
  refuseSlot,
  type Booking,
  type ChosenMoment,
  type Situation
} from './interviews.ts';

const ZONE = 'Europe/Paris';
const EDITION = {
  startsAt: new Date('2027-03-18T08:00:00Z'),
  endsAt: new Date('2027-03-18T16:00:00Z'),
  timeZone: ZONE
};
const NOW = new Date('2027-02-01T08:00:00Z');
const DAY = '2027-03-18';
const at = (hour: string) => new Date(`${DAY}T${hour}:00+01:00`);
const span = (from: string, until: string) => ({ startsAt: at(from), endsAt: at(until) });
const HOST = 1 as InterviewHostId;

describe('a range cut in quarters of an hour', () => {
  test('gives as many slots as it holds, and leaves what is left at its end', () => {
    expect(cutRange({ day: DAY, from: '10:00', until: '10:50' }, ZONE)).toEqual([
      span('10:00', '10:15'),
      span('10:15', '10:30'),
      span('10:30', '10:45')
    ]);
  });

  test('gives nothing when it ends before it begins, or too soon', () => {
    for (const until of ['09:00', '10:00', '10:14'])
      expect(cutRange({ day: DAY, from: '10:00', until }, ZONE)).toEqual([]);
  });

  test('is read in the hours of the edition, on the day the clocks change too', () => {
    const [first] = cutRange({ day: '2027-03-28', from: '10:00', until: '10:15' }, ZONE);
    expect(first!.startsAt).toEqual(new Date('2027-03-28T08:00:00Z'));
  });
});

describe('what a host adds', () => {
  const plan = (from: string, until: string, held = [span('10:00', '10:15')], now = NOW) =>
    planSlots({ day: DAY, from, until }, held, EDITION, now);

  test('is given once: asked again, what is there stays', () => {
    expect(plan('10:00', '10:45')).toEqual({
      ...{ ok: true, slots: [span('10:15', '10:30'), span('10:30', '10:45')], known: 1 }
    });
    expect(plan('10:00', '10:15')).toEqual({ ok: false, reason: 'busy' });
    expect(plan('10:05', '10:20')).toEqual({ ok: false, reason: 'busy' });
  });

  test('stays in the hours of the edition, is to come, and is not endless', () => {
    expect(plan('08:00', '10:00')).toEqual({ ok: false, reason: 'outside' });
    expect(plan('16:45', '17:15')).toEqual({ ok: false, reason: 'outside' });
    expect(plan('11:00', '11:10')).toEqual({ ok: false, reason: 'short' });
    expect(plan('11:00', '12:00', [], at('11:30'))).toEqual({ ok: false, reason: 'past' });
    const full = cutRange({ day: DAY, from: '09:00', until: '17:00' }, ZONE);
    expect(full).toHaveLength(MOST_SLOTS);
    const more = Array.from({ length: MOST_SLOTS }, () => span('09:00', '09:15'));
    expect(plan('11:00', '12:00', more)).toEqual({ ok: false, reason: 'many' });
    const undated = { startsAt: null, endsAt: null, timeZone: ZONE };
    const range = { day: DAY, from: '11:00', until: '12:00' };
    expect(planSlots(range, [], undated, NOW)).toEqual({ ok: false, reason: 'outside' });
  });
});

describe('who books', () => {
  const who = (professionCode: string, professionLabel: string, category: number | null = null) =>
    isTrainee(
      { professionCode, professionLabel, category: category as CategoryId | null },
      INTERNS
    );
  const INTERNS = 3 as CategoryId;

  test('internes, docteurs juniors and students, in the words of the list or in their own', () => {
    for (const [code, label] of [
      ['local-interne', 'Interne'],
      ['local-docteur-junior', 'Docteure junior'],
      ['local-etudiant', 'Étudiante'],
      ['', 'Interne de 3e semestre'],
      ['', 'Étudiant en ergothérapie'],
      ['', 'Élève infirmière']
    ] as const)
      expect(who(code, label), label).toBe(true);
  });

  test('not those who say « interne » of something else', () => {
    for (const label of ['Médecin interniste', 'Médecine interne', 'Formatrice interne', ''])
      expect(who('', label), label).toBe(false);
    expect(who('R356-90', 'Médecin généraliste')).toBe(false);
  });

  test('those of the category that the organiser chose', () => {
    expect(who('', 'Reconversion', 3)).toBe(true);
    expect(who('', 'Reconversion', 4)).toBe(false);
    const nobody = { professionCode: '', professionLabel: '', category: null };
    expect(isTrainee(nobody, null)).toBe(false);
  });
});

describe('whether one offers or books', () => {
  const situation = (
    holder: Partial<Situation['holder']> = {},
    rules: Partial<Situation['rules']> = {},
    event: Partial<Situation['event']> = {}
  ): Situation => ({
    rules: { ...NO_INTERVIEWS, open: true, ...rules },
    event: { status: 'published', endsAt: EDITION.endsAt, ...event },
    holder: { status: 'confirmed', isTrainee: true, isHost: false, hasMailbox: true, ...holder },
    now: NOW
  });
  const both = (one: Situation) => [bookingShutFor(one), hostingShutFor(one)];

  test('an interne books, a professional offers, a host does not book', () => {
    expect(both(situation())).toEqual([null, 'trainee']);
    expect(both(situation({ isTrainee: false }))).toEqual(['not-trainee', null]);
    expect(both(situation({ isHost: true }))).toEqual(['hosting', null]);
  });

  test('when the organiser names the hosts, the others do not offer', () => {
    const named = { hosts: 'named' } as const;
    expect(hostingShutFor(situation({ isTrainee: false }, named))).toBe('named');
    expect(hostingShutFor(situation({ isTrainee: false, isHost: true }, named))).toBeNull();
  });

  test('nobody does either without a place, an address, or once it is closed, past or cancelled', () => {
    const shut = (one: Situation, reason: string) => expect(both(one)).toEqual([reason, reason]);
    shut(situation({ status: 'waitlisted' }), 'no-place');
    shut(situation({ hasMailbox: false }), 'no-mailbox');
    shut(situation({}, { open: false }), 'closed');
    shut(situation({}, {}, { endsAt: NOW }), 'past');
    shut(situation({}, {}, { status: 'cancelled' }), 'cancelled');
  });
});

describe('a slot', () => {
  const slot = { ...span('10:00', '10:15'), host: HOST, takenBy: null };
  const booking = (from: string, until: string, host = 2): Booking => ({
    ...span(from, until),
    ...{ slot: 9 as InterviewSlotId, host: host as InterviewHostId, hostName: 'Noé Esquisse' }
  });
  const choice = (status: ChosenMoment['status']): ChosenMoment => ({
    ...span('09:30', '10:10'),
    ...{ title: 'Atelier', status }
  });
  const none = { bookings: [], choices: [], most: 2 };

  test('is taken by whoever is free', () => {
    expect(refuseSlot(slot, none, NOW)).toBeNull();
    const beside = [booking('09:45', '10:00'), booking('11:00', '11:15', 3)];
    expect(refuseSlot(slot, { ...none, bookings: beside, most: 3 }, NOW)).toBeNull();
  });

  test('is refused with its reason', () => {
    const taken = { ...slot, takenBy: 5 as RegistrationId };
    expect(refuseSlot(null, none, NOW)).toEqual({ reason: 'gone' });
    expect(refuseSlot(taken, none, NOW)).toEqual({ reason: 'taken' });
    expect(refuseSlot(slot, none, at('10:00'))).toEqual({ reason: 'begun' });
    const again = { ...none, bookings: [booking('14:00', '14:15', HOST)] };
    expect(refuseSlot(slot, again, NOW)).toEqual({ reason: 'same-host' });
    const two = { ...none, bookings: [booking('14:00', '14:15'), booking('15:00', '15:15', 3)] };
    expect(refuseSlot(slot, two, NOW)).toEqual({ reason: 'too-many' });
  });

  test('is refused during another interview, or a session that one has or waits for', () => {
    const busy = { ...none, bookings: [booking('10:10', '10:25')] };
    expect(refuseSlot(slot, busy, NOW)).toEqual({ reason: 'interview', title: 'Noé Esquisse' });
    const clash = (status: ChosenMoment['status']) =>
      findClash(slot, { bookings: [], choices: [choice(status)] });
    expect(clash('confirmed')).toEqual({ reason: 'session', title: 'Atelier' });
    for (const status of ['waitlisted', 'wished', 'offered'] as const)
      expect(clash(status)).toEqual({ reason: 'session-waited', title: 'Atelier' });
    for (const status of ['cancelled', 'expired'] as const) expect(clash(status)).toBeNull();
  });
});
