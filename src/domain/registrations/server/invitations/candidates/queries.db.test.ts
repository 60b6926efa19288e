import { describe, expect, test } from 'vitest';
import { loadDefaultVocabulary } from '#app/demo.ts';
import { createStructure } from '#domain/directory/server/commands.ts';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { refuseMail } from '#server/mail/refusals.ts';
import type { CommuneCode, EventId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aRequest } from '../../../../../../tests/factories/registrations.ts';
import { aStructure } from '../../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { deskOf } from '../../../../../../tests/support/desk.ts';
import { EVERYONE, invitationsOf, pasted } from '../../../../../../tests/support/invitations.ts';
import type { Audience } from '../../../audience.ts';
import { register } from '../../places/commands.ts';
import { previewInvitations } from '../queries.ts';

const db = await testDatabase();
await loadDefaultVocabulary(db);
const NOW = new Date('2027-02-01T10:00:00Z');
const territory = await aTerritory(db);
const roles = [{ territory: territory.id, role: 'animator' as const }];
const animator = await person(db, { roles });
const desk = deskOf(db, () => territory.id, NOW);
const invitations = invitationsOf(db, animator, NOW);

describe('the audience of invitations', () => {
  test('of members: those of the territory, by profession or by type of their structure, without their addresses', async () => {
    const event = await desk.open();
    const roles = [{ territory: territory.id, role: 'member' }] as const;
    const nurse = await person(db, { name: 'Iris Infirmière', email: 'iris@exemple.test', roles });
    await db
      .updateTable('person')
      .set({ profession: 'Infirmière libérale' })
      .where('id', '=', nurse.id)
      .execute();
    await person(db, { name: 'Hors Réseau', email: 'dehors@exemple.test' });
    const asked = { ...EVERYONE, profession: 'infirmiere' };
    const preview = await previewInvitations(db, animator, event, asked, NOW);
    expect(preview).toEqual({ chosen: ['Iris Infirmière'], left: [] });
    const whole = await previewInvitations(db, animator, event, EVERYONE, NOW);
    expect(JSON.stringify(whole)).not.toContain('@');
    expect(whole.chosen).not.toContain('Hors Réseau');
  });

  test('of structures: référents and contacts, else the structure itself, by type, theme and commune', async () => {
    const event = await desk.open();
    const inA = { certainty: 'declared' as const, include: [{ level: 'commune', code: 'A' }] };
    const inB = { certainty: 'declared' as const, include: [{ level: 'commune', code: 'B' }] };
    const fiche = (name: string, rest: object) =>
      createStructure(
        db,
        operator('test'),
        aStructure({
          name,
          type: 'MSP',
          territories: [territory.slug],
          perimeter: inA,
          ...rest
        } as never)
      );
    const led = await fiche('Maison A', { email: 'maison-a@exemple.test' });
    await person(db, { name: 'Réf Érente', email: 'ref@exemple.test', referentOf: [led] });
    await fiche('Maison B', { perimeter: inB, email: 'maison-b@exemple.test' });
    await fiche('Maison muette', { email: '' });
    const contacts = [
      {
        name: 'Con Tact',
        role: 'Secrétaire',
        phone: '',
        email: 'con@exemple.test',
        visibility: 'nobody',
        consentAt: null
      }
    ];
    await fiche('Maison aux contacts', { email: 'maison-c@exemple.test', contacts });
    const asked: Audience = {
      ...EVERYONE,
      source: 'structures',
      types: ['MSP'],
      communes: ['A' as CommuneCode]
    };
    expect(await previewInvitations(db, animator, event, asked, NOW)).toEqual({
      chosen: ['Réf Érente (Maison A)', 'Con Tact (Maison aux contacts)'],
      left: [{ reason: 'no-address', names: ['Maison muette'] }]
    });
    const everywhere = await previewInvitations(
      db,
      animator,
      event,
      { ...asked, communes: null },
      NOW
    );
    expect(everywhere.chosen).toContain('Maison B');
    const none = { ...asked, themes: ['addictions'] };
    expect(await previewInvitations(db, animator, event, none, NOW)).toEqual({
      chosen: [],
      left: []
    });
  });

  test('of past editions: those of the series who came and whose last word agrees to be invited', async () => {
    const { id: series } = await db
      .insertInto('event_series')
      .values({ territory_id: territory.id, slug: 'serie', title: 'Série' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const old = await desk.open({
      series,
      startsAt: '2025-03-18T08:00:00Z',
      endsAt: '2025-03-18T16:00:00Z'
    });
    const last = await desk.open({
      series,
      startsAt: '2026-03-18T08:00:00Z',
      endsAt: '2026-03-18T16:00:00Z'
    });
    const alien = await desk.open({
      startsAt: '2026-03-18T08:00:00Z',
      endsAt: '2026-03-18T16:00:00Z'
    });
    const came = async (event: EventId, name: string, agrees: boolean, status = 'confirmed') => {
      await db
        .insertInto('registration')
        .values({
          ...{ event_id: event, email: `${name}@exemple.test`, last_name: name, status },
          invite_consent: agrees
        })
        .execute();
    };
    await came(old, 'fidele', true);
    await came(last, 'fidele', true);
    await came(last, 'discrete', false);
    await came(old, 'revenue-sur-son-accord', true);
    await came(last, 'revenue-sur-son-accord', false);
    await came(last, 'absente', true, 'cancelled');
    await came(alien, 'ailleurs', true);
    const event = await desk.open({ series });
    const asked: Audience = { ...EVERYONE, source: 'past-participants' };
    expect(await previewInvitations(db, animator, event, asked, NOW)).toEqual({
      chosen: ['fidele'],
      left: []
    });
  });

  test('leaves out who is registered, invited or unsubscribed, and says which', async () => {
    const event = await desk.open();
    await register(db, VISITOR, event, aRequest({ email: 'inscrite@exemple.test' }), { now: NOW });
    await invitations.invite(event, pasted('invitee@exemple.test'));
    await refuseMail(db, 'partie@exemple.test', 'event-invitation', 'essai');
    await refuseMail(db, 'morte@exemple.test', 'all', 'essai');
    const audience = pasted(
      ...['inscrite@exemple.test', 'invitee@exemple.test', 'partie@exemple.test'],
      ...['morte@exemple.test', 'nouvelle@exemple.test']
    );
    expect(await previewInvitations(db, animator, event, audience, NOW)).toEqual({
      chosen: ['nouvelle@exemple.test'],
      left: [
        { reason: 'registered', names: ['inscrite@exemple.test'] },
        { reason: 'invited', names: ['invitee@exemple.test'] },
        { reason: 'unsubscribed', names: ['partie@exemple.test', 'morte@exemple.test'] }
      ]
    });
    expect(await invitations.invite(event, audience)).toEqual({ ok: true, sent: 1, left: 4 });
  });
});
