import { expect, test } from 'vitest';
import { structureJson } from '../../../../app/api/presenters.ts';
import { listWithholdings } from '#domain/confidentiality/server/withholding/queries.ts';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { Forbidden } from '#shared/errors.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { NO_FILTER } from '../../listing.ts';
import { createStructure, saveVocabulary, updateStructure } from '../commands.ts';
import { listCards } from '../coverage/cards/queries.ts';
import { getOffers } from '../coverage/offers/queries.ts';
import { getFiche } from '../fiche/queries.ts';
import { listHistory } from '../history/queries.ts';
import { getStructure, listSummaries } from '../queries.ts';
import { searchStructures } from '../search/queries.ts';
import { exportStructures, wholeFile } from '../transfer/documents.ts';
import { removeStructureTexts, restoreStructure, withholdStructure } from './commands.ts';
import { listHiddenTexts } from './queries.ts';

const SECRET = 'zibelune';
const admin = operator('test');
const db = await testDatabase();
const territory = await aTerritory(db);
const animator = await person(db, {
  name: 'Ada Animatrice',
  email: 'ada@exemple.test',
  roles: [{ territory: territory.id, role: 'animator' }]
});
await saveVocabulary(db, admin, {
  types: [
    {
      code: 'MSP',
      name: 'Maison de santé',
      mission: '',
      legalBasis: '',
      action: 'call',
      colour: 1,
      dataInclusion: null,
      synonyms: []
    }
  ],
  themes: [],
  audiences: []
});

/** A fiche whose every free text holds the secret. */
async function aTellingFiche(name: string) {
  const service = {
    name: 'Accueil',
    phone: '0536491030',
    description: SECRET,
    delay: SECRET,
    feesDetail: SECRET,
    conditions: SECRET,
    toPrepare: SECRET,
    limits: SECRET
  };
  const texts = {
    summary: SECRET,
    description: SECRET,
    limits: SECRET,
    handsOverTo: SECRET,
    toPrepare: SECRET,
    note: SECRET
  };
  const input = aStructure({
    name,
    phone: '0536491020',
    territories: [territory.slug],
    perimeter: {
      certainty: 'declared',
      include: [{ level: 'departement', code: 'D1' }],
      note: SECRET
    },
    services: [service],
    ...texts
  });
  const id = await createStructure(db, admin, input);
  await updateStructure(db, admin, id, { ...input, leadBody: 'Association' });
  const [summary] = await listSummaries(db, [id]);
  return { id, slug: summary!.slug, input };
}

/** Everything that somebody who is no animator can be shown of a fiche. */
async function everythingShown({ id, slug }: { id: number; slug: string }): Promise<string> {
  const fiche = await getFiche(db, slug);
  const cards = await listCards(db, await getOffers(db), [fiche.structure.id]);
  const found = await searchStructures(
    db,
    { ...NO_FILTER, q: SECRET },
    new Date('2026-11-22T10:00:00Z')
  );
  const files = await Promise.all(
    (['csv', 'json', 'geojson', 'datainclusion'] as const).map(async (format) =>
      (await wholeFile(await exportStructures(db, admin, format))).toString()
    )
  );
  const json = structureJson(fiche.structure, { ...fiche, communeName: null });
  expect(fiche.structure.id).toBe(id);
  const history = await listHistory(db, fiche.structure.id);
  const summaries = await listSummaries(db, [fiche.structure.id]);
  return JSON.stringify([fiche, json, [...cards.values()], found, files, history, summaries]);
}

async function decisionOn(id: number): Promise<number> {
  const all = await listWithholdings(db, animator, territory.id);
  return all.find((one) => one.id === String(id))!.withholding;
}

test('withheld, the texts of a fiche are nowhere, and it can still be called; restored, they are back', async () => {
  const fiche = await aTellingFiche('Fiche retenue');
  expect(await everythingShown(fiche)).toContain(SECRET);
  const report = { reason: 'name', address: '192.0.2.1' } as const;
  expect(await withholdStructure(db, VISITOR, fiche.slug, report)).toMatchObject({ ok: true });
  const shown = await everythingShown(fiche);
  const hidden = { ...NO_FILTER, q: SECRET };
  expect((await searchStructures(db, hidden, new Date())).total).toBe(0);
  expect(shown).not.toContain(SECRET);
  expect(shown).toContain('0536491020');
  expect(shown).toContain('0536491030');
  expect(await listHiddenTexts(db, String(fiche.id))).toHaveLength(13);
  await restoreStructure(db, animator, await decisionOn(fiche.id));
  expect(await everythingShown(fiche)).toContain(SECRET);
  await withholdStructure(db, admin, fiche.slug);
  await removeStructureTexts(db, animator, await decisionOn(fiche.id));
});

test('the animators are told, without the text nor who reported it', async () => {
  const fiche = await aTellingFiche('Fiche signalée');
  const reporter = await person(db, { name: 'Rita Rapporteuse' });
  await withholdStructure(db, reporter, fiche.slug);
  await withholdStructure(db, reporter, fiche.slug);
  const mails = await db
    .selectFrom('mail_message')
    .selectAll()
    .where('text_body', 'like', '%Fiche signalée%')
    .execute();
  expect(mails.map(({ recipient }) => recipient)).toEqual(['ada@exemple.test']);
  expect(JSON.stringify(mails)).not.toMatch(/zibelune|Rita/);
  await removeStructureTexts(db, animator, await decisionOn(fiche.id));
});

test('what an editor saves meanwhile erases nothing she could not see', async () => {
  const fiche = await aTellingFiche('Fiche modifiée');
  await withholdStructure(db, admin, fiche.slug);
  const {
    id: _id,
    updatedAt: _at,
    version: _v,
    textsWithheld,
    ...seen
  } = await getStructure(db, fiche.slug);
  expect(textsWithheld).toBe(true);
  await updateStructure(db, animator, fiche.id, {
    ...seen,
    phone: '0536491099',
    limits: 'Ne se déplace pas.'
  });
  await restoreStructure(db, animator, await decisionOn(fiche.id));
  expect(await getStructure(db, fiche.slug)).toMatchObject({
    phone: '0536491099',
    limits: 'Ne se déplace pas.',
    description: SECRET,
    services: [{ name: 'Accueil', conditions: SECRET }]
  });
  await withholdStructure(db, admin, fiche.slug);
  await removeStructureTexts(db, animator, await decisionOn(fiche.id));
});

test('removed, the texts are in no table any more', async () => {
  const fiche = await aTellingFiche('Fiche vidée');
  await withholdStructure(db, admin, fiche.slug);
  await removeStructureTexts(db, animator, await decisionOn(fiche.id));
  expect(await listHiddenTexts(db, String(fiche.id))).toEqual([]);
  expect(await getStructure(db, fiche.slug)).toMatchObject({
    phone: '0536491020',
    textsWithheld: false
  });
  for (const table of [
    'structure',
    'service',
    'perimeter',
    'structure_history',
    'structure_search',
    'search_term'
  ] as const)
    expect(JSON.stringify(await db.selectFrom(table).selectAll().execute())).not.toContain(SECRET);
});

test('deciding is for the animators of the territory', async () => {
  const fiche = await aTellingFiche('Fiche gardée');
  const referent = await person(db, { referentOf: [fiche.id] });
  await withholdStructure(db, VISITOR, fiche.slug, { address: '192.0.2.9' });
  const decision = await decisionOn(fiche.id);
  for (const actor of [VISITOR, referent]) {
    await expect(restoreStructure(db, actor, decision)).rejects.toThrow(Forbidden);
    await expect(removeStructureTexts(db, actor, decision)).rejects.toThrow(Forbidden);
  }
});
