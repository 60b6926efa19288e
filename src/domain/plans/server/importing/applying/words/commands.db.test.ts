import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { PlanId } from '#shared/ids.ts';
import { aNetworkThatImports } from '../../../../../../../tests/factories/sheet-imports.ts';
import { testDatabase } from '../../../../../../../tests/support/database.ts';
import { STANDARD_HEADINGS } from '../../../../headings.ts';
import { OWN_FICHE } from '../../../../importing/own-fiche.fixture.ts';
import { cleanSource, wordsOf } from '../../../../importing/source.ts';
import type { ActionSheet } from '../../../../sheet.ts';
import { findPlan } from '../../../queries.ts';
import { listSheets } from '../../../sheets/queries.ts';
import { applySheetImport } from '../commands.ts';

const db = await testDatabase();
const { dadops, animator, aNewPlan, begun, byNumber } = await aNetworkThatImports(db);

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

const REAL = fileURLToPath(
  new URL('../../../../../../../../shared/cases/fiche-28.txt', import.meta.url)
);
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
