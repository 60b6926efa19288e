import { describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { NotFound } from '#shared/errors.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aRequest } from '../../../../../../tests/factories/registrations.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { deskOf } from '../../../../../../tests/support/desk.ts';
import { invitationsOf, pasted } from '../../../../../../tests/support/invitations.ts';
import { register } from '../../places/commands.ts';
import { findInvitationByToken } from '../queries.ts';
import { declineInvitation } from './commands.ts';

const db = await testDatabase();
const NOW = new Date('2027-02-01T10:00:00Z');
const territory = await aTerritory(db);
const roles = [{ territory: territory.id, role: 'animator' as const }];
const animator = await person(db, { roles });
const desk = deskOf(db, () => territory.id, NOW);
const invitations = invitationsOf(db, animator, NOW);

describe('answering an invitation', () => {
  test('a link that somebody made up leads nowhere, nor does one that was revoked', async () => {
    const event = await desk.open();
    await invitations.invite(event, pasted('lien@suivi.test'));
    const token = await invitations.tokenOf(event, 'lien@suivi.test');
    expect(await findInvitationByToken(db, token)).toMatchObject({ state: 'silent' });
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    expect(await findInvitationByToken(db, forged)).toBeNull();
    expect(await findInvitationByToken(db, 'faux')).toBeNull();
    await expect(declineInvitation(db, forged, { comment: '' }, NOW)).rejects.toThrow(NotFound);
    await db.updateTable('event_invitation').set({ link_version: 2 }).execute();
    expect(await findInvitationByToken(db, token)).toBeNull();
  });

  test('who has a place does not decline by the invitation', async () => {
    const event = await desk.open();
    await invitations.invite(event, pasted('placee@suivi.test'));
    const token = await invitations.tokenOf(event, 'placee@suivi.test');
    await register(db, VISITOR, event, aRequest({ email: 'placee@suivi.test' }), { now: NOW });
    expect(await declineInvitation(db, token, { comment: '' }, NOW)).toEqual({
      ok: false,
      reason: 'registered'
    });
  });
});
