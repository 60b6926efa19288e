import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aPdf } from '../../../../tests/factories/files.ts';
import { aTerritory, person } from '../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import { deposit } from './depositing.ts';

const db = await testDatabase();
const territory = (await aTerritory(db, 'ici')).id;
const actor = await person(db, { roles: [{ territory, role: 'member' }] });

function send(envoi: string, said: string, geste = 'publier') {
  const form = new FormData();
  const fields = { envoi, geste, titre: 'Plan d’accès', partie: 'title', etiquettes: '' };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('fichier', new File([Buffer.from(aPdf(said))], 'plan.pdf'));
  const request = new Request('https://reseau.test/', { method: 'POST', body: form });
  return deposit({ locals: { db, actor }, request });
}

async function deposited() {
  const { rows } = await sql<{ documents: number; files: number; published: number }>`
    select (select count(*)::int from contribution) as documents,
      (select count(*)::int from document_version) as files,
      (select count(*)::int from contribution where status = 'published') as published`.execute(db);
  return rows[0];
}

test('a document sent twice at once is one, with one file; with another file it is another', async () => {
  const drawn = randomUUID();
  const [first, second] = await Promise.all([send(drawn, 'Par ici'), send(drawn, 'Par ici')]);
  expect(first).toMatchObject({ ok: true });
  expect(second).toEqual({ ...first, isNew: expect.any(Boolean) as boolean });
  expect(await deposited()).toEqual({ documents: 1, files: 1, published: 1 });
  expect(await send(drawn, 'Par là')).toMatchObject({ ok: true, isNew: true });
  expect(await deposited()).toEqual({ documents: 2, files: 2, published: 2 });
  await Promise.all([send(randomUUID(), 'Ailleurs'), send(randomUUID(), 'Ailleurs')]);
  expect(await deposited()).toEqual({ documents: 4, files: 4, published: 4 });
});

test('kept as a draft, then sent again to be published, it is published', async () => {
  const before = await deposited();
  const drawn = randomUUID();
  await send(drawn, 'Bientôt', 'garder');
  expect(await deposited()).toMatchObject({ published: before!.published });
  await send(drawn, 'Bientôt', 'publier');
  expect(await deposited()).toEqual({
    ...{ documents: before!.documents + 1, files: before!.files + 1 },
    published: before!.published + 1
  });
});
