import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadActor } from '#app/actor.ts';
import { defaultVocabulary } from '#app/demo-files.ts';
import { operator, VISITOR, type PersonActor, type Role } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { Forbidden, Invalid, NotFound } from '#shared/errors.ts';
import type { PersonId, StructureId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import {
  assignReferent,
  claimStructure,
  decideClaim,
  withdrawClaim
} from '../affiliations/commands.ts';
import { listClaims, listWithoutReferent } from '../affiliations/queries.ts';
import { createStructure, saveVocabulary } from '../commands.ts';
import { acceptInvitation } from './acceptance/commands.ts';
import { invitePeople, resendInvitation, withdrawInvitation } from './commands.ts';
import { findInvitation, listInvitations, sortGuests } from './queries.ts';

const db = await testDatabase();
const NOW = new Date();
let here: Territory;
let elsewhere: Territory;
let structure: StructureId;
let leads: PersonActor;

beforeAll(async () => {
  here = await aTerritory(db, 'ici');
  elsewhere = await aTerritory(db, 'ailleurs');
  await saveVocabulary(db, operator('test'), defaultVocabulary());
  structure = await createStructure(
    db,
    operator('test'),
    aStructure({ name: 'CLIC', territories: ['ici'] })
  );
});

beforeEach(async () => {
  await sql`truncate person, mail_message, invitation, audit_entry cascade`.execute(db);
  leads = await person(db, {
    name: 'Salomé Essai',
    roles: [{ territory: here.id, role: 'animator' }]
  });
});

const guest = (email: string) => ({ email, name: 'Lou Essai', line: 1 });
async function invite(
  emails: string[],
  rest: { role?: Role; structure?: StructureId | null; message?: string } = {}
) {
  const outcome = await invitePeople(db, leads, {
    role: 'member',
    structure: null,
    message: '',
    ...rest,
    place: here,
    guests: emails.map(guest),
    reread: false
  });
  if (!outcome.ok) throw new Error('refused');
  return outcome;
}
const accept = (token: string, actor: Parameters<typeof acceptInvitation>[1] = VISITOR) =>
  acceptInvitation(db, actor, { token, name: 'Lou Essai', profession: 'Infirmière' });
const count = async (table: 'mail_message' | 'person' | 'invitation') =>
  Number(
    (
      await db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n
  );

describe('inviting', () => {
  test('sends one message a person, who sees nobody else', async () => {
    const { sent } = await invite(['a@exemple.test', 'b@exemple.test']);
    expect(sent).toHaveLength(2);
    const mails = await db.selectFrom('mail_message').selectAll().orderBy('recipient').execute();
    expect(mails.map(({ recipient }) => recipient)).toEqual(['a@exemple.test', 'b@exemple.test']);
    expect(mails[0]!.text_body).not.toContain('b@exemple.test');
    expect(mails[0]!.erase_once_sent).toBe(true);
  });

  test('writes nothing to a member, nor to whom it has written already', async () => {
    await person(db, {
      email: 'member@exemple.test',
      roles: [{ territory: here.id, role: 'member' }]
    });
    await invite(['a@exemple.test']);
    const { sent, skipped } = await invite([
      'member@exemple.test',
      'a@exemple.test',
      'c@exemple.test'
    ]);
    expect([sent.map(({ email }) => email), skipped.length]).toEqual([['c@exemple.test'], 2]);
    const sorted = await sortGuests(
      db,
      leads,
      here.id,
      ['member@exemple.test', 'a@exemple.test', 'd@exemple.test'].map(guest),
      NOW
    );
    expect([sorted.members.length, sorted.invited.length, sorted.toInvite.length]).toEqual([
      1, 1, 1
    ]);
  });

  test('two sendings at once write once', async () => {
    const outcomes = await Promise.all([invite(['a@exemple.test']), invite(['a@exemple.test'])]);
    expect(outcomes.flatMap(({ sent }) => sent)).toHaveLength(1);
    expect(await count('mail_message')).toBe(1);
  });

  test('an expired invitation may be sent anew from the form', async () => {
    await invite(['a@exemple.test']);
    await sql`update invitation set expires_at = now() - interval '1 second'`.execute(db);
    expect((await invite(['a@exemple.test'])).sent).toHaveLength(1);
    expect(await count('invitation')).toBe(1);
  });

  test('is for those who lead this territory, and reads again what may let somebody be recognised', async () => {
    const input = {
      role: 'member' as const,
      structure: null,
      message: '',
      place: here,
      guests: [guest('a@exemple.test')],
      reread: false
    };
    const others = [
      VISITOR,
      await person(db, { roles: [{ territory: here.id, role: 'member' }] }),
      await person(db, { roles: [{ territory: elsewhere.id, role: 'animator' }] })
    ];
    for (const actor of others) {
      await expect(invitePeople(db, actor, input)).rejects.toThrow(Forbidden);
      await expect(listInvitations(db, actor, here.id, NOW)).rejects.toThrow(Forbidden);
      await expect(sortGuests(db, actor, here.id, [], NOW)).rejects.toThrow(Forbidden);
    }
    const unread = await invitePeople(db, leads, {
      ...input,
      message: 'Au sujet de Mme Martin, 84 ans'
    });
    expect(unread).toMatchObject({ ok: false, reason: 'second-reading' });
    const foreign = await createStructure(
      db,
      operator('test'),
      aStructure({ name: 'Loin', territories: ['ailleurs'] })
    );
    await expect(invite(['a@exemple.test'], { structure: foreign })).rejects.toThrow(Invalid);
    expect(await count('mail_message')).toBe(0);
  });

  test('is listed, sent again with another link, withdrawn; not from another territory', async () => {
    const { sent } = await invite(['a@exemple.test']);
    const [one] = await listInvitations(db, leads, here.id, NOW);
    expect(one).toMatchObject({ status: 'sent', invitedBy: 'Salomé Essai' });
    const astray = { place: elsewhere, invitation: one!.id };
    const foreigner = await person(db, { roles: [{ territory: elsewhere.id, role: 'animator' }] });
    await expect(withdrawInvitation(db, foreigner, astray)).rejects.toThrow(NotFound);
    await expect(resendInvitation(db, foreigner, astray)).rejects.toThrow(NotFound);
    await resendInvitation(db, leads, { place: here, invitation: one!.id });
    expect(await findInvitation(db, sent[0]!.token, NOW)).toBeNull();
    await withdrawInvitation(db, leads, { place: here, invitation: one!.id });
    expect((await listInvitations(db, leads, here.id, NOW))[0]).toMatchObject({
      status: 'withdrawn'
    });
    await expect(resendInvitation(db, leads, { place: here, invitation: one!.id })).rejects.toThrow(
      NotFound
    );
  });
});

describe('accepting', () => {
  test('opens the account at the button, with the role and the fiche, once', async () => {
    const { sent } = await invite(['lou@exemple.test'], { role: 'animator', structure });
    const { token } = sent[0]!;
    expect(await findInvitation(db, token, NOW)).toMatchObject({
      status: 'sent',
      email: 'lou@exemple.test'
    });
    expect(await count('person')).toBe(1);
    const outcomes = await Promise.all([accept(token), accept(token)]);
    const done = outcomes.find(({ ok }) => ok) as { ok: true; person: PersonId };
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await loadActor(db, done.person)).toMatchObject({
      name: 'Lou Essai',
      memberships: [{ territory: here.id, role: 'animator' }],
      referentOf: [structure]
    });
    expect(await accept(token)).toEqual({ ok: false, reason: 'gone' });
  });

  test('is refused to another account, to a closed one, and once withdrawn or expired', async () => {
    const { sent } = await invite(['lou@exemple.test']);
    const { token } = sent[0]!;
    const other = await person(db, { email: 'other@exemple.test' });
    expect(await accept(token, other)).toEqual({ ok: false, reason: 'other-account' });
    const lou = await person(db, { email: 'lou@exemple.test' });
    await sql`update person set suspended_at = now() where id = ${lou.id}`.execute(db);
    expect(await accept(token)).toEqual({ ok: false, reason: 'suspended' });
    await sql`update person set suspended_at = null`.execute(db);
    await sql`update invitation set expires_at = now() - interval '1 second'`.execute(db);
    expect(await accept(token)).toEqual({ ok: false, reason: 'gone' });
    expect(await findInvitation(db, token, new Date())).toMatchObject({ status: 'expired' });
  });

  test('never takes a role away from somebody who is there already', async () => {
    const { sent } = await invite(['lou@exemple.test']);
    const lou = await person(db, {
      email: 'lou@exemple.test',
      roles: [{ territory: here.id, role: 'animator' }]
    });
    await accept(sent[0]!.token);
    expect(await loadActor(db, lou.id)).toMatchObject({ memberships: [{ role: 'animator' }] });
  });
});

describe('answering for a fiche', () => {
  const member = () => person(db, { roles: [{ territory: here.id, role: 'member' }] });
  const claim = (actor: PersonActor, note = 'Je la tiens à jour') =>
    claimStructure(db, actor, { structure, note, reread: false });
  const decide = (actor: PersonActor, who: PersonActor, approve: boolean, words = '') =>
    decideClaim(db, actor, { structure, person: who.id, approve, words, reread: false });

  test('is asked by a member, once, and entrusted by an animator', async () => {
    const lou = await member();
    expect((await listWithoutReferent(db, here.id)).map(({ id }) => id)).toContain(structure);
    expect(await claim(lou)).toEqual({ ok: true });
    expect(await claim(lou)).toEqual({ ok: false, reason: 'asked' });
    expect(await listClaims(db, leads, here.id)).toMatchObject([
      { name: lou.name, note: 'Je la tiens à jour' }
    ]);
    const outcomes = await Promise.all([decide(leads, lou, true), decide(leads, lou, false)]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('is refused to strangers, and for a text to read again', async () => {
    expect(await claim(await person(db))).toEqual({ ok: false, reason: 'not-member' });
    const lou = await member();
    expect(await claim(lou, 'Suivi de Mme Martin, 84 ans')).toMatchObject({
      reason: 'second-reading'
    });
    await claim(lou);
    expect(await decide(leads, lou, false, 'Comme pour Mme Martin, 84 ans')).toMatchObject({
      reason: 'second-reading'
    });
    const foreigner = await person(db, { roles: [{ territory: elsewhere.id, role: 'animator' }] });
    await expect(decide(foreigner, lou, true)).rejects.toThrow(Forbidden);
    await expect(decide(lou, lou, true)).rejects.toThrow(Forbidden);
    await expect(listClaims(db, lou, here.id)).rejects.toThrow(Forbidden);
    expect(await withdrawClaim(db, lou, structure)).toBe(true);
    expect(await decide(leads, lou, true)).toEqual({ ok: false, reason: 'decided' });
  });

  test('is entrusted to members only', async () => {
    const stranger = await person(db);
    await expect(
      assignReferent(db, leads, { structure, person: stranger.id, referent: true })
    ).rejects.toThrow(NotFound);
    const lou = await member();
    await assignReferent(db, leads, { structure, person: lou.id, referent: true });
    expect(await loadActor(db, lou.id)).toMatchObject({ referentOf: [structure] });
  });
});
