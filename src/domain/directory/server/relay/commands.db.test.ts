import { expect, test } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { holdThrottleWindow } from '../../../../../tests/support/throttle.ts';
import { loadDefaultVocabulary } from '../../../../app/demo.ts';
import { relayInput } from '../../relay.ts';
import { createStructure } from '../commands.ts';
import { setContactVisibility } from '../contacts/commands.ts';
import { listContactsOf } from '../contacts/queries.ts';
import { relayMessage, reportAbuse } from './commands.ts';
import { abuseToken, findPersonRoute, findStructureRoute } from './queries.ts';

const SECRET = 'le texte que personne ne garde';
const db = await testDatabase();
await holdThrottleWindow(db);
await loadDefaultVocabulary(db);
const territory = await aTerritory(db);
const input = relayInput.parse({
  name: 'Paul Visiteur',
  email: 'Paul@Exemple.test',
  subject: 'Une question',
  message: SECRET
});
let place = 0;
const options = (more = {}) => ({
  reread: false,
  copy: false,
  address: `192.0.2.${++place}`,
  ...more
});
const mails = () => db.selectFrom('mail_message').selectAll().orderBy('id', 'desc').execute();

async function structure(name: string, email = '') {
  const id = await createStructure(
    db,
    operator('test'),
    aStructure({ name, email, phone: '0536491020' })
  );
  const { slug } = await db
    .selectFrom('structure')
    .select('slug')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { id, slug };
}

test('a visitor writes to a structure: to its référents, else to its address; the text is in the mail alone', async () => {
  const { id, slug } = await structure('Structure qui répond', 'accueil@exemple.test');
  expect(
    await relayMessage(db, VISITOR, await findStructureRoute(db, slug), input, options())
  ).toEqual({ ok: true });
  const [first] = await mails();
  expect(first).toMatchObject({
    recipient: 'accueil@exemple.test',
    reply_to: 'paul@exemple.test',
    erase_once_sent: true,
    kind: 'relay'
  });
  expect(first!.text_body).toContain(SECRET);
  await person(db, { name: 'Rose Référente', email: 'rose@exemple.test', referentOf: [id] });
  await relayMessage(db, VISITOR, await findStructureRoute(db, slug), input, options());
  expect((await mails())[0]!.recipient).toBe('rose@exemple.test');
  for (const table of ['relay_message', 'audit_entry', 'throttle'] as const)
    expect(JSON.stringify(await db.selectFrom(table).selectAll().execute())).not.toContain(SECRET);
});

test('a structure that nobody answers for and without address is said unreachable', async () => {
  const { slug } = await structure('Structure muette');
  const route = await findStructureRoute(db, slug);
  expect(route).toMatchObject({ reachable: false, phone: '0536491020' });
  expect(await relayMessage(db, VISITOR, route, input, options())).toEqual({
    ok: false,
    reason: 'unreachable'
  });
});

test('a text that may let somebody be recognised waits for a second reading, and nothing is sent before', async () => {
  const { slug } = await structure('Structure relue', 'relue@exemple.test');
  const route = await findStructureRoute(db, slug);
  const telling = { ...input, message: 'NIR 2 42 03 82 112 005 71 à rappeler' };
  const before = (await mails()).length;
  expect(await relayMessage(db, VISITOR, route, telling, options())).toMatchObject({
    ok: false,
    reason: 'second-reading'
  });
  expect(await mails()).toHaveLength(before);
  expect(await relayMessage(db, VISITOR, route, telling, options({ reread: true }))).toEqual({
    ok: true
  });
});

test('a place, an address and a recipient are slowed down', async () => {
  const { slug } = await structure('Structure assaillie', 'assaillie@exemple.test');
  const route = await findStructureRoute(db, slug);
  const answers = [];
  for (let i = 0; i < 11; i++) {
    const from = { ...input, email: `robot${i}@exemple.test` };
    answers.push(
      await relayMessage(db, VISITOR, route, from, options({ address: '198.51.100.1' }))
    );
  }
  expect(answers.filter(({ ok }) => ok)).toHaveLength(10);
  expect(answers.at(-1)).toEqual({ ok: false, reason: 'too-many' });
});

test('somebody with an account writes under her own name; her copy goes to her proved address only', async () => {
  const { slug } = await structure('Structure copiée', 'copie@exemple.test');
  const ines = await person(db, { name: 'Inès Membre', email: 'ines@exemple.test' });
  const route = await findStructureRoute(db, slug);
  await relayMessage(
    db,
    ines,
    route,
    { ...input, email: 'victime@exemple.test' },
    options({ copy: true })
  );
  const [copy, sent] = await mails();
  expect(copy).toMatchObject({
    recipient: 'ines@exemple.test',
    kind: 'relay-copy',
    erase_once_sent: true
  });
  expect(sent).toMatchObject({ recipient: 'copie@exemple.test', reply_to: 'ines@exemple.test' });
  await relayMessage(db, VISITOR, route, input, options({ copy: true }));
  expect((await mails())[0]!.recipient).toBe('copie@exemple.test');
});

test('a person is written to by those of her territory, by all only once she shows herself to all', async () => {
  const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
  const elsewhere = await person(db);
  const welcoming = await person(db, { roles: [{ territory: territory.id, role: 'reception' }] });
  const target = await person(db, {
    name: 'Lou Discrète',
    email: 'lou@exemple.test',
    roles: [{ territory: territory.id, role: 'member' }]
  });
  expect((await findPersonRoute(db, member, target.id)).name).toBe('Lou Discrète');
  for (const actor of [VISITOR, elsewhere, welcoming])
    await expect(findPersonRoute(db, actor, target.id)).rejects.toThrow(NotFound);
  await expect(findPersonRoute(db, VISITOR, 'pas-un-identifiant')).rejects.toThrow(NotFound);

  await createStructure(
    db,
    operator('test'),
    aStructure({ name: 'Maison de Lou', contacts: [{ name: 'Lou Discrète', person: target.id }] })
  );
  const [contact] = await listContactsOf(db, target.id);
  await expect(setContactVisibility(db, member, contact!.id, 'public')).rejects.toThrow(Forbidden);
  await expect(setContactVisibility(db, operator('test'), contact!.id, 'public')).rejects.toThrow(
    Forbidden
  );
  await setContactVisibility(db, target, contact!.id, 'public');
  const [shown] = await listContactsOf(db, target.id);
  expect(shown).toMatchObject({ visibility: 'public' });
  expect(shown!.consentAt).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect((await findPersonRoute(db, VISITOR, target.id)).person).toBe(target.id);
  await setContactVisibility(db, target, contact!.id, 'nobody');
  expect((await listContactsOf(db, target.id))[0]).toMatchObject({
    visibility: 'nobody',
    consentAt: null
  });
  await expect(findPersonRoute(db, VISITOR, target.id)).rejects.toThrow(NotFound);
});

test('three messages reported in a month stop their sender; a forged link reports nothing', async () => {
  const { slug } = await structure('Structure lassée', 'lassee@exemple.test');
  const route = await findStructureRoute(db, slug);
  const pest = await person(db, { name: 'Max Lourd' });
  await person(db, { name: 'Ada', email: 'ada@exemple.test', administrator: true });
  for (let i = 0; i < 3; i++) {
    expect(await relayMessage(db, pest, route, input, options())).toEqual({ ok: true });
    const { id } = await db
      .selectFrom('relay_message')
      .select('id')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    await expect(reportAbuse(db, VISITOR, `${id}.${'x'.repeat(32)}`)).rejects.toThrow(NotFound);
    await reportAbuse(db, VISITOR, abuseToken(id));
    await reportAbuse(db, VISITOR, abuseToken(id));
  }
  expect(await relayMessage(db, pest, route, input, options())).toEqual({
    ok: false,
    reason: 'stopped'
  });
  const told = (await mails()).filter(({ kind }) => kind === 'relay-abuse');
  expect(told.map(({ recipient }) => recipient)).toEqual(Array(3).fill('ada@exemple.test'));
  expect(JSON.stringify(told)).not.toContain(SECRET);
});

test('a subject on two lines is refused: it would write a header of the message', () => {
  expect(
    relayInput.safeParse({ ...input, subject: 'Bonjour\r\nBcc: x@exemple.test' }).success
  ).toBe(false);
});
