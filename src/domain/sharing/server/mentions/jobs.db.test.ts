import { expect, test } from 'vitest';
import { withhold } from '#domain/confidentiality/server/withholding/commands.ts';
import { operator } from '#domain/identity/model.ts';
import { createStructure } from '#domain/directory/server/commands.ts';
import { loadDefaultVocabulary } from '#app/demo.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { publish } from '../publishing/commands.ts';
import { addReply, editReply } from '../replies/commands.ts';
import { createContribution } from '../writing/commands.ts';
import { tellMentions } from './jobs.ts';

const db = await testDatabase();
await loadDefaultVocabulary(db);
const LATER = new Date(Date.now() + 600_000);

let turn = 0;

async function aNetwork() {
  const here = await aTerritory(db, `mentions-${(turn += 1)}`);
  const territory = here.id;
  const roles = [{ territory, role: 'member' as const }];
  const input = aStructure({ name: `Maison Bleue ${turn}`, territories: [here.slug] });
  const structure = await createStructure(db, operator('test'), input);
  const writer = await person(db, { roles, name: 'Alix Écrit' });
  const named = await person(db, { roles, name: 'Bao Nommé' });
  await person(db, { roles, name: 'Cam Référente', referentOf: [structure] });
  await person(db, { name: 'Dan Ailleurs', referentOf: [structure] });
  const { id } = await aContribution(db, { territory, author: writer.id });
  await db.deleteFrom('mail_message').execute();
  return { territory, writer, named, id, house: `@Maison Bleue ${turn}` };
}

const told = async () => {
  const rows = await db
    .selectFrom('mail_message')
    .select('recipient_name')
    .where('kind', '=', 'mention')
    .execute();
  return rows.map((row) => row.recipient_name).sort();
};
const comment = { kind: 'comment' } as const;

test('those named are told once, and of a structure those of the network who answer for it', async () => {
  const { writer, id, house } = await aNetwork();
  const body = `@Bao Nommé, vois avec la ${house}. @Alix Écrit @Dan Ailleurs @Personne`;
  await addReply(db, writer, id, { body }, comment);
  expect(await told()).toEqual([]);
  await Promise.all([tellMentions(db, LATER), tellMentions(db, LATER)]);
  expect(await told()).toEqual(['Bao Nommé', 'Cam Référente']);
  await tellMentions(db, LATER);
  expect(await told()).toHaveLength(2);
});

test('a name taken out before anybody was told tells nobody', async () => {
  const { writer, id } = await aNetwork();
  const said = await addReply(db, writer, id, { body: 'Merci @Bao Nommé.' }, comment);
  if (said.ok) await editReply(db, writer, said.reply, { body: 'Merci.' }, { version: 1 });
  await tellMentions(db, LATER);
  expect(await told()).toEqual([]);
});

test('what is hidden, or still a draft, tells nobody until it is read', async () => {
  const { territory, writer, named, id } = await aNetwork();
  const said = await addReply(db, writer, id, { body: 'Vois @Bao Nommé.' }, comment);
  if (said.ok)
    await withhold(db, named, { kind: 'reply', id: `${said.reply}`, label: 'Réponse', territory });
  const draft = await createContribution(db, writer, 'question', {
    ...{ territory, title: 'Où ?', texts: { body: 'Demander à @Bao Nommé.' } },
    details: { askedTo: 'network', theme: null, structureType: null }
  });
  expect(await tellMentions(db, LATER)).toBe(0);
  if (draft.ok) await publish(db, writer, draft.id, new Date());
  expect(await tellMentions(db, LATER)).toBe(1);
  expect(await told()).toEqual(['Bao Nommé']);
});
