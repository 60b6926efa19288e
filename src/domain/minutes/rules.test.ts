import { describe, expect, test } from 'vitest';
import type { EventPlace, TeamMember } from '#domain/events/model.ts';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { EventId, PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import {
  canReadMinutes,
  canReadNames,
  canReadWho,
  canSettleFollowUp,
  canWriteMinutes
} from './rules.ts';

const HERE = 1 as TerritoryId;
const ELSEWHERE = 2 as TerritoryId;
const CLIC = 7 as StructureId;
const EVERYBODY = { person: null, structure: null };

function someone(id: string, more: Partial<PersonActor> = {}): PersonActor {
  const nobody = { name: id, administrator: false, memberships: [], referentOf: [] };
  return { kind: 'person', id: id as PersonId, ...nobody, ...more };
}
const inNetwork = (id: string, territory: TerritoryId, role: 'animator' | 'member') =>
  someone(id, { memberships: [{ territory, role }] });

const animator = inNetwork('animator', HERE, 'animator');
const neighbour = inNetwork('neighbour', ELSEWHERE, 'animator');
const member = inNetwork('member', HERE, 'member');
const organiser = someone('organiser');
const welcoming = someone('welcoming');
const stranger = someone('stranger');
const referent = someone('referent', { referentOf: [CLIC] });

const inTeam = (person: PersonActor, role: TeamMember['role']) => ({
  ...{ person: person.id, role, session: null, partner: null }
});
const event: EventPlace = {
  ...{ id: 3 as EventId, territory: HERE, status: 'published', visibility: 'public' },
  team: [inTeam(organiser, 'organiser'), inTeam(welcoming, 'reception')]
};

describe('minutes', () => {
  const all = [VISITOR, stranger, neighbour, member, welcoming, organiser, animator];
  const readers = (audience: 'participants' | 'members' | 'public', place = event) =>
    all.filter((actor) => canReadMinutes(actor, place, { status: 'validated', audience }, false));

  test('are written by those who manage the edition, and nobody else', () => {
    expect(all.filter((actor) => canWriteMinutes(actor, event))).toEqual([organiser, animator]);
  });

  test('that are not validated are read by those who write them, whoever came', () => {
    const draft = { status: 'draft', audience: 'public' } as const;
    expect(all.filter((actor) => canReadMinutes(actor, event, draft, true))).toEqual([
      ...[organiser, animator]
    ]);
  });

  test('are read by the team, then as was chosen', () => {
    expect(readers('participants')).toEqual([welcoming, organiser, animator]);
    expect(readers('members')).toEqual([member, welcoming, organiser, animator]);
    expect(readers('public')).toEqual(all);
  });

  test('are never read more widely than the edition itself', () => {
    const ofMembers: EventPlace = { ...event, visibility: 'members' };
    expect(readers('public', ofMembers)).toEqual([member, welcoming, organiser, animator]);
  });

  test('are read by who came, with nothing but her link', () => {
    const validated = { status: 'validated', audience: 'participants' } as const;
    expect(canReadMinutes(VISITOR, event, validated, true)).toBe(true);
    expect(canReadMinutes(VISITOR, event, validated, false)).toBe(false);
  });

  test('name those who came to who came and to the team alone', () => {
    expect(all.filter((actor) => canReadNames(actor, event, false))).toEqual([
      ...[welcoming, organiser, animator]
    ]);
    expect(canReadNames(VISITOR, event, true)).toBe(true);
  });

  test('name those who do something to the members of the network besides', () => {
    expect(all.filter((actor) => canReadWho(actor, event, false))).toEqual([
      ...[member, welcoming, organiser, animator]
    ]);
    expect(canReadWho(stranger, event, true)).toBe(true);
  });
});

describe('a follow-up is settled by those who manage the edition', () => {
  const all = [VISITOR, stranger, member, referent, welcoming, organiser, animator];
  const settlers = (followUp: Parameters<typeof canSettleFollowUp>[2]) =>
    all.filter((actor) => canSettleFollowUp(actor, event, followUp));
  const clic = { id: CLIC, slug: 'clic', name: 'CLIC' };

  test('and nobody else when it was given to a name', () => {
    expect(settlers(EVERYBODY)).toEqual([organiser, animator]);
  });

  test('and by the person it was given to', () => {
    const given = { person: { id: member.id, name: 'member' }, structure: null };
    expect(settlers(given)).toEqual([member, organiser, animator]);
  });

  test('and by the référents of its structure, unless one person has it', () => {
    expect(settlers({ person: null, structure: clic })).toEqual([referent, organiser, animator]);
    const hers = { person: { id: stranger.id, name: 'stranger' }, structure: clic };
    expect(settlers(hers)).toEqual([stranger, organiser, animator]);
  });
});
