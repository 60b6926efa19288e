import { describe, expect, test } from 'vitest';
import { restore } from '#domain/confidentiality/server/withholding/commands.ts';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { aMeeting as aMeetingOf, VALIDATED } from '../../../../../tests/factories/minutes.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { listOwnFollowUps } from '../follow-ups/queries.ts';
import { minutesToken } from '../links/queries.ts';
import { getMinutes } from '../reading/queries.ts';
import { removeMinutesTexts, withholdMinutes } from './commands.ts';
import { findMinutesContent, listHiddenMinutesTexts } from './queries.ts';

const db = await testDatabase();
const territory = (await aTerritory(db)).id;
const animator = await person(db, {
  name: 'Salomé Essai',
  roles: [{ territory, role: 'animator' }]
});
const member = await person(db, { name: 'Lucie Membre', roles: [{ territory, role: 'member' }] });
const doer = await person(db, { name: 'Inès Confiée', roles: [{ territory, role: 'member' }] });

const aMeeting = (audience: 'participants' | 'members' | 'public') =>
  aMeetingOf(db, territory, { audience, doer: doer.id });
const read = (actor: Actor, slug: string, token = '') => getMinutes(db, actor, { slug, token });
const keyOf = (registration: RegistrationId) => minutesToken(registration, 1);

describe('minutes that are about a person', () => {
  test('a report hides every text at once, for the reader of a link too; the count stays', async () => {
    const { slug, ada } = await aMeeting('public');
    expect(
      await withholdMinutes(db, VISITOR, `${slug}~${keyOf(ada)}`, { address: '192.0.2.1' })
    ).toEqual({
      ok: true,
      isNew: true
    });
    const { minutes, attendance } = await read(VISITOR, slug, keyOf(ada));
    expect(JSON.stringify(minutes)).not.toMatch(/secret|CLIC/);
    expect(attendance.count).toBe(2);
    expect(
      (await listOwnFollowUps(db, doer, VALIDATED)).some(({ event }) => event.slug === slug)
    ).toBe(false);
  });

  test('it is shown again, or erased, by who leads the network', async () => {
    const one = await aMeeting('public');
    const two = await aMeeting('public');
    for (const { slug } of [one, two]) await withholdMinutes(db, member, slug);
    const numberOf = async (id: EventId) =>
      (
        await db
          .selectFrom('withholding')
          .select('id')
          .where('content_kind', '=', 'minutes')
          .where('content_id', '=', String(id))
          .executeTakeFirstOrThrow()
      ).id;
    expect(await listHiddenMinutesTexts(db, String(one.id))).toContainEqual({
      ...{ label: 'Résumé', text: 'Le résumé secret.' }
    });
    await restore(db, animator, await numberOf(one.id));
    expect((await read(VISITOR, one.slug)).minutes.summary).toBe('Le résumé secret.');
    await expect(removeMinutesTexts(db, member, await numberOf(two.id))).rejects.toThrow(Forbidden);
    await removeMinutesTexts(db, animator, await numberOf(two.id));
    expect(JSON.stringify((await read(animator, two.slug)).minutes)).not.toMatch(/secret|CLIC/);
  });

  test('who may not read them may not report them', async () => {
    const { slug } = await aMeeting('participants');
    expect(await findMinutesContent(db, VISITOR, slug)).toBeNull();
    await expect(withholdMinutes(db, VISITOR, slug)).rejects.toThrow(NotFound);
  });
});
