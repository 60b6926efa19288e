import { describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import type { PersonId } from '#shared/ids.ts';
import type { ContactInput } from './model.ts';
import { settleContacts } from './stewardship.ts';

const TODAY = '2026-11-22';
const me = aPerson('00000000-0000-4000-8000-000000000001');
const she = aPerson('00000000-0000-4000-8000-000000000002');

function aPerson(id: string): PersonActor {
  return {
    kind: 'person',
    id: id as PersonId,
    name: 'Une Référente',
    administrator: false,
    memberships: [],
    referentOf: []
  };
}

function contact(name: string, given: Partial<ContactInput> = {}): ContactInput {
  return { name, role: '', phone: '', email: '', visibility: 'nobody', consentAt: null, ...given };
}

const settle = (current: ContactInput[], next: ContactInput[], actor = me) =>
  settleContacts(actor, current, next, TODAY);

describe('« c’est moi »', () => {
  test('links a contact to who says it, and dates what she shows', () => {
    const said = contact('Camille', { person: me.id, visibility: 'members' });
    expect(settle([contact('Camille')], [said])).toEqual([{ ...said, consentAt: TODAY }]);
  });

  test('is said by nobody else', () => {
    const said = contact('Camille', { person: she.id });
    expect(settle([contact('Camille')], [said])[0]).not.toHaveProperty('person');
  });

  test('takes nobody’s place: a contact who has an account stays hers, and as hidden as she chose', () => {
    const hers = contact('Camille', { person: she.id, phone: '0536490001' });
    const said = contact('Camille', { person: me.id, visibility: 'public', consentAt: TODAY });
    expect(settle([hers], [said])).toEqual([contact('Camille', { person: she.id })]);
    const renamed = contact('Moi', { ...said, name: 'Moi', phone: '0536490001' });
    expect(settle([hers], [renamed])[0]).toMatchObject({ person: she.id, visibility: 'nobody' });
  });

  test('of two people who answer at one number, each is herself', () => {
    const hers = contact('Camille', { person: she.id, phone: '0536490001' });
    const mine = contact('Dominique', { phone: '0536490001' });
    const said = { ...mine, person: me.id };
    expect(settle([hers, mine], [hers, said]).map(({ person }) => person)).toEqual([she.id, me.id]);
    expect(settle([hers, mine], [hers, mine])[1]).not.toHaveProperty('person');
  });

  test('is taken back by herself alone', () => {
    const linked = contact('Camille', { person: me.id });
    const denied = contact('Camille', { person: null });
    expect(settle([linked], [denied])[0]?.person).toBeNull();
    expect(settle([linked], [denied], she)[0]?.person).toBe(me.id);
    expect(settle([linked], [contact('Camille')])[0]?.person).toBe(me.id);
  });
});
