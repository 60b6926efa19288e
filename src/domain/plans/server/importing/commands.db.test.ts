import { beforeAll, describe, expect, test } from 'vitest';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadDefaultVocabulary } from '#app/demo.ts';
import { createStructure } from '#domain/directory/server/commands.ts';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { PlanId, StructureId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { OWN_FICHE } from '../../importing/own-fiche.fixture.ts';
import { cleanSource, wordsOf } from '../../importing/source.ts';
import { STANDARD_HEADINGS } from '../../headings.ts';
import type { ActionSheet } from '../../sheet.ts';
import { findPlan } from '../queries.ts';
import { findSheet, listSheets } from '../sheets/queries.ts';
import { applySheetImport } from './applying/commands.ts';
import { beginSheetImport, correctPart, decideRest, dropSheetImport } from './commands.ts';
import { getSheetImport, listSheetImports } from './queries.ts';

const db = await testDatabase();
const machine = operator('test');
let territory: TerritoryId;
let dadops: StructureId;
let animator: PersonActor;
let member: PersonActor;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  await aTerritory(db, 'ailleurs');
  await loadDefaultVocabulary(db);
  dadops = await createStructure(db, machine, aStructure({ name: 'DADOPS', territories: ['ici'] }));
  await createStructure(db, machine, aStructure({ name: 'CDOM', territories: ['ailleurs'] }));
  animator = await person(db, { name: 'Anne', roles: [{ territory, role: 'animator' }] });
  member = await person(db, { name: 'Marc', roles: [{ territory, role: 'member' }] });
});

const aNewPlan = async () => (await aPlan(db, { territory })).plan;

async function begun(plan: PlanId, text: string, sourceName = 'fiche.txt'): Promise<string> {
  const outcome = await beginSheetImport(db, animator, { plan, sourceName, text });
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.id;
}
const partsOf = async (id: string) => (await getSheetImport(db, animator, id)).sheetImport.parts;
const byNumber = (plan: PlanId, slug: string) => findSheet(db, { plan, slug });

/** All the words that a reader of a sheet sees: what it says, its labels, its place in the plan. */
async function wordsSeen(plan: PlanId, sheet: ActionSheet): Promise<Map<string, number>> {
  const { axes } = (await findPlan(db, { id: plan }))!;
  const axis = axes.find(({ id }) => id === sheet.axis);
  const objective = axis?.objectives.find(({ id }) => id === sheet.objective);
  const seen = [
    ...['Fiche', sheet.number, 'Action', sheet.code, sheet.title],
    ...['Axe', axis?.number, axis?.title, 'Objectif', objective?.number, objective?.title],
    ...STANDARD_HEADINGS.map(({ label }) => label),
    ...Object.values(sheet.texts).flat(),
    ...[...sheet.pilots, ...sheet.partners].map(({ label }) => label),
    ...sheet.resources.map(({ planLabel, part, action }) => `${planLabel} ${part} ${action}`),
    sheet.remainder
  ];
  const counts = new Map<string, number>();
  for (const word of wordsOf(seen.join('\n'))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Labels are told once by the sheet, however often the text has them, and in the plural. */
const LABELS = wordsOf(
  'Fiche Action Axe Objectif Diagnostic Enjeux Actions Public s visé s Pilote s Partenaires et ressources partenariales Partenaires Ressources partenariales Leviers freins Frein Leviers Moyens mobilisés Financement Échéancier'
);

const REAL = fileURLToPath(new URL('../../../../../../shared/cases/fiche-28.txt', import.meta.url));
const real = existsSync(REAL) ? readFileSync(REAL, 'utf8') : null;
if (real === null) console.warn('../shared/cases/fiche-28.txt is absent: its test is skipped');

describe('a text becomes a sheet', () => {
  test.skipIf(real === null)(
    'the published one: every word of it is in the sheet of the plan',
    async () => {
      await everyWordIsFound(real!);
    }
  );

  test('our own wording of it: every word of it is in the sheet of the plan', async () => {
    const { sheet, plan } = await everyWordIsFound(OWN_FICHE);
    expect(sheet).toMatchObject({ number: '28', code: '3.3.3', slug: '28', renewsYearly: true });
    expect(sheet.pilots).toMatchObject([{ label: 'DADOPS', structure: { id: dadops } }]);
    expect(sheet.partners[0]).toMatchObject({ label: 'CDOM', structure: null });
    expect(sheet.resources.map(({ acronym }) => acronym)).toEqual([
      ...['SROS', 'PRAPS', 'PTS', 'PTS', 'PTS', 'PDI']
    ]);
    expect(sheet.texts['stakes']).toHaveLength(4);
    const { axes } = (await findPlan(db, { id: plan }))!;
    expect(axes).toHaveLength(1);
    expect(sheet.remainder.split('\n')).toEqual([
      "Axe 3 : Rendre l'exercice plus facile",
      'Objectif 3.3 : Former et coordonner ceux qui soignent',
      'Indicateurs du suivi et évaluation proposés'
    ]);
  });

  async function everyWordIsFound(text: string) {
    const plan = await aNewPlan();
    const id = await begun(plan, text);
    expect(await listSheets(db, animator, plan)).toEqual([]);
    expect(await applySheetImport(db, animator, id)).toMatchObject({ ok: true, skipped: 0 });
    const sheet = (await byNumber(plan, '28'))!;
    const seen = await wordsSeen(plan, sheet);
    for (const label of LABELS) seen.set(label, (seen.get(label) ?? 0) + 1);
    const lost = wordsOf(cleanSource(text)).filter((word) => {
      seen.set(word, (seen.get(word) ?? 0) - 1);
      return seen.get(word)! < 0;
    });
    expect(lost).toEqual([]);
    return { plan, sheet };
  }

  test('with its axis and its objective added to the plan when it has them not', async () => {
    const plan = await aNewPlan();
    const id = await begun(
      plan,
      'Fiche 4\nCréer\nAxe 5 : Prévenir\nObjectif 5.1 : Repérer\nEnjeux : agir\nActions : faire\n\nFiche 5\nAider\nAxe 5 : Prévenir\nObjectif 5.2 : Dire\nEnjeux : agir'
    );
    expect(await applySheetImport(db, animator, id)).toMatchObject({ ok: true });
    const { axes } = (await findPlan(db, { id: plan }))!;
    expect(axes.map(({ number, title, objectives }) => [number, title, objectives.length])).toEqual(
      [
        ['3', 'Conditions d’exercice', 1],
        ['5', 'Prévenir', 2]
      ]
    );
    expect((await byNumber(plan, '5'))!.axis).toBe(axes[1]!.id);
  });
});

describe('a sheet that the plan has already', () => {
  test('is never written over without being asked about', async () => {
    const plan = await aNewPlan();
    await aSheet(db, { plan, number: '28', texts: { stakes: ['Le sien'], levers: ['Un levier'] } });
    const id = await begun(plan, 'Fiche 28\nUn autre titre\nEnjeux : le mien\nFreins : le temps');
    const [part] = await partsOf(id);
    expect(part).toMatchObject({ decision: 'ask', standing: { kind: 'exists' } });
    expect(await applySheetImport(db, animator, id)).toMatchObject({
      reason: 'undecided',
      positions: [1]
    });
    expect((await byNumber(plan, '28'))!.texts).toMatchObject({ stakes: ['Le sien'] });

    expect(await decideRest(db, animator, id, 'replace')).toBe(1);
    expect(await applySheetImport(db, animator, id)).toMatchObject({ ok: true });
    expect(await byNumber(plan, '28')).toMatchObject({
      title: 'Un autre titre',
      texts: { stakes: ['le mien'], brakes: ['le temps'], levers: ['Un levier'] }
    });
  });

  test('is left alone when the part is skipped, and a part told twice is asked about', async () => {
    const plan = await aNewPlan();
    const one = 'Fiche 7\nUn titre\nEnjeux : agir\nActions : faire';
    const id = await begun(plan, `${one}\n\n${one}\n\n${one} mieux`);
    expect((await partsOf(id)).map(({ decision, standing }) => [decision, standing.kind])).toEqual([
      ['create', 'new'],
      ['skip', 'twice'],
      ['ask', 'twice']
    ]);
    expect(await decideRest(db, animator, id, 'replace')).toBe(0);
    expect(await decideRest(db, animator, id, 'skip')).toBe(1);
    expect(await applySheetImport(db, animator, id)).toMatchObject({ ok: true, skipped: 2 });
    expect(await listSheets(db, animator, plan)).toHaveLength(1);
  });

  test('and was opened since, is told, and nothing at all is written', async () => {
    const plan = await aNewPlan();
    const id = await begun(plan, 'Fiche 1\nUn\nEnjeux : agir\n\nFiche 2\nDeux\nEnjeux : agir');
    await aSheet(db, { plan, number: '2' });
    expect(await applySheetImport(db, animator, id)).toMatchObject({
      ...{ ok: false, reason: 'invalid' },
      parts: [{ position: 2, messages: [expect.stringContaining('2') as string] }]
    });
    expect(await listSheets(db, animator, plan)).toHaveLength(1);
    expect(await partsOf(id)).toHaveLength(2);
  });
});

describe('what was understood', () => {
  const typed = async (id: string) => {
    const [part] = await partsOf(id);
    const sheet = part!.sheet;
    const { labels: _l, doubts: _d, ...rest } = sheet;
    const empty = { number: '', title: '' };
    return {
      ...rest,
      axis: rest.axis ?? empty,
      objective: rest.objective ?? empty,
      decision: 'create'
    };
  };

  test('is corrected by a person; of two at once, the second is told', async () => {
    const plan = await aNewPlan();
    const id = await begun(plan, 'Fiche 9\nTitre faux\nEnjeux : agir\nPilotes : Dadops');
    const input = {
      ...(await typed(id)),
      title: 'Titre juste',
      texts: { stakes: ['Agir', 'Vite'] }
    };
    const which = { id, position: 1, version: 1 };
    expect(await correctPart(db, animator, which, input)).toEqual({ ok: true });
    expect(await correctPart(db, animator, which, input)).toEqual({ ok: false, reason: 'changed' });
    expect(
      await correctPart(
        db,
        animator,
        { ...which, version: 2 },
        { ...input, title: 'x'.repeat(301) }
      )
    ).toMatchObject({
      reason: 'invalid',
      issues: [{ path: 'title' }]
    });
    await applySheetImport(db, animator, id);
    expect(await byNumber(plan, '9')).toMatchObject({
      title: 'Titre juste',
      texts: { stakes: ['Agir', 'Vite'] },
      pilots: [{ structure: { id: dadops } }]
    });
    expect(await correctPart(db, animator, { ...which, version: 2 }, input)).toMatchObject({
      reason: 'changed'
    });
  });

  test('is read again when it may let somebody be recognised', async () => {
    const plan = await aNewPlan();
    const id = await begun(
      plan,
      'Fiche 9\nUn titre\nEnjeux : aider 2 42 03 82 112 005 71\nActions : faire'
    );
    expect(await applySheetImport(db, animator, id)).toMatchObject({ reason: 'second-reading' });
    expect(await listSheets(db, animator, plan)).toEqual([]);
    expect(await applySheetImport(db, animator, id, { reread: true })).toMatchObject({ ok: true });
  });

  test('is written once, even when two people press at once', async () => {
    const plan = await aNewPlan();
    const id = await begun(plan, 'Un titre\nEnjeux : agir\nActions : faire\nFreins : le temps');
    const both = await Promise.all([
      applySheetImport(db, animator, id),
      applySheetImport(db, machine, id)
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ reason: 'closed' });
    expect(await listSheets(db, animator, plan)).toHaveLength(1);
  });

  test('is given up without a trace in the plan', async () => {
    const plan = await aNewPlan();
    const id = await begun(plan, 'Fiche 9\nUn titre\nEnjeux : agir');
    expect(await listSheetImports(db, animator, plan)).toMatchObject([
      { id, parts: 1, author: 'Anne' }
    ]);
    await dropSheetImport(db, animator, id);
    await expect(getSheetImport(db, animator, id)).rejects.toThrow(NotFound);
    expect(await listSheetImports(db, animator, plan)).toEqual([]);
  });
});

describe('what is no sheet', () => {
  test('is refused with what to do', async () => {
    const plan = await aNewPlan();
    for (const text of ['Bonjour à tous', 'Une facture\nTotal : 12 €', ''])
      expect(await beginSheetImport(db, animator, { plan, sourceName: 'x', text })).toMatchObject({
        ok: false,
        message: expect.stringContaining('Aucune fiche') as string
      });
    const many = Array.from({ length: 601 }, (_, at) => `Fiche ${at + 1}\nT${at}\nEnjeux : agir`);
    expect(
      await beginSheetImport(db, animator, { plan, sourceName: 'x', text: many.join('\n') })
    ).toMatchObject({ ok: false, message: expect.stringContaining('601') as string });
    expect(await listSheetImports(db, animator, plan)).toEqual([]);
  });

  test('is imported by nobody but who leads the plan', async () => {
    const plan = await aNewPlan();
    const id = await begun(plan, 'Fiche 9\nTitre secret\nEnjeux : agir');
    const asked = { plan, sourceName: 'x', text: OWN_FICHE };
    for (const actor of [member, VISITOR]) {
      await expect(beginSheetImport(db, actor, asked)).rejects.toThrow(Forbidden);
      await expect(getSheetImport(db, actor, id)).rejects.toThrow(Forbidden);
      await expect(listSheetImports(db, actor, plan)).rejects.toThrow(Forbidden);
      await expect(applySheetImport(db, actor, id)).rejects.toThrow(Forbidden);
      await expect(dropSheetImport(db, actor, id)).rejects.toThrow(Forbidden);
      await expect(decideRest(db, actor, id, 'skip')).rejects.toThrow(Forbidden);
      await expect(correctPart(db, actor, { id, position: 1, version: 1 }, {})).rejects.toThrow(
        Forbidden
      );
    }
    const closed = (await aPlan(db, { territory, status: 'closed' })).plan;
    await expect(beginSheetImport(db, animator, { ...asked, plan: closed })).rejects.toThrow(
      Forbidden
    );
    await expect(getSheetImport(db, animator, 'rien')).rejects.toThrow(NotFound);
  });
});

test('thirty sheets in one text become thirty sheets', async () => {
  const plan = await aNewPlan();
  const text = Array.from({ length: 30 }, (_, at) =>
    OWN_FICHE.replace('Fiche 28', `Fiche ${at + 1}`).replace('3.3.3', `3.3.${at + 1}`)
  );
  const id = await begun(plan, `Schéma départemental\n\n${text.join('\n')}`);
  const outcome = await applySheetImport(db, animator, id);
  expect(outcome).toMatchObject({ ok: true });
  const sheets = await listSheets(db, animator, plan);
  expect(sheets.map(({ number }) => number)).toEqual(text.map((_, at) => String(at + 1)));
  expect(new Set(sheets.map(({ title }) => title)).size).toBe(1);
}, 60_000);
