/** A plan and its sheets as papers print them, without a database. */
import { headingsOf } from '#domain/plans/headings.ts';
import type { FollowedIndicator, IndicatorValue } from '#domain/plans/indicators.ts';
import type { Plan, PlanPlace } from '#domain/plans/model.ts';
import type { PrintedSheet } from '#domain/plans/papers/sheet.ts';
import type {
  ActionSheetId,
  AxisId,
  IndicatorId,
  ObjectiveId,
  PlanId,
  TerritoryId
} from '#shared/ids.ts';

const PLACE: PlanPlace = {
  id: 1 as PlanId,
  territory: 1 as TerritoryId,
  status: 'active',
  visibility: 'public'
};
const AT = new Date('2026-11-20T10:00:00Z');

/** A plan with an axis 3 and its objective 3.3. */
export function aPrintedPlan(traits: Partial<Plan> = {}): Plan {
  return {
    ...{ ...PLACE, place: PLACE, slug: 'cls-d-essai', kind: 'cls', sheetWord: 'fiche' },
    ...{
      title: 'Contrat local de santé d’essai',
      shortTitle: 'CLS 2026-2030',
      summary: 'Un plan.'
    },
    ...{ startsOn: '2026-01-01', endsOn: '2030-12-31', sheetCount: 1, contact: 'Camille Essai' },
    territory: {
      ...{ id: PLACE.territory, slug: 'essai', name: 'Essai' },
      ...{ nameWithDe: 'd’Essai', fictional: false }
    },
    axes: [
      {
        ...{ id: 3 as AxisId, number: '3', title: 'Conditions d’exercice', summary: '' },
        objectives: [
          { id: 33 as ObjectiveId, number: '3.3', title: 'Formation et coordination', summary: '' }
        ]
      }
    ],
    signatories: [
      { name: 'Agence d’essai', structure: null, quality: 'signataire', signedOn: '2026-01-12' }
    ],
    ...{ headings: headingsOf([]), closedYears: [], updatedAt: AT, version: 1 },
    ...traits
  };
}

/** Sheet 28, filled, unless told otherwise. */
export function aPrintedSheet(traits: Partial<PrintedSheet> = {}): PrintedSheet {
  const actor = (label: string) => ({ label, structure: null, person: null });
  const id = 28 as ActionSheetId;
  return {
    place: { id, plan: PLACE, visibility: 'plan', pilots: { structures: [], persons: [] } },
    ...{ id, number: '28', code: '3.3.3', slug: '28', visibility: 'plan', perimeter: null },
    title: 'Ouvrir la journée à tous les professionnels',
    ...{ axis: 3 as AxisId, objective: 33 as ObjectiveId, status: 'ongoing', priority: 'high' },
    ...{ startsOn: '2026-01-01', endsOn: '2030-12-31', renewsYearly: true, where: 'Blois' },
    ...{
      pilots: [actor('DADOPS')],
      partners: ['CDOM', 'ARS'].map(actor),
      themes: ['coordination']
    },
    texts: {
      diagnostic: ['Les acteurs se connaissent mal.'],
      stakes: ['Se rencontrer', 'Se coordonner'],
      indicators: ['Nombre de participants']
    },
    resources: [
      {
        ...{ planLabel: 'PTS', part: 'Axe 3 : Formation', action: 'Action 2.1 : Protocoles' },
        ...{ acronym: null, targetPlan: null, targetSheet: null }
      }
    ],
    steps: [
      {
        ...{ id: 1, title: 'Choisir le lieu', dueOn: '2026-02-01', status: 'done' },
        ...{ doneOn: '2026-01-28', responsible: 'DADOPS', renewsYearly: true, version: 1 }
      }
    ],
    funding: [
      {
        ...{ funder: 'Département', structure: null, year: 2026, planned: 1_200_000 },
        ...{ actual: 1_154_050, note: '', renewsYearly: true }
      },
      {
        ...{ funder: 'ARS', structure: null, year: null, planned: 500_000 },
        ...{ actual: null, note: 'FIR', renewsYearly: false }
      }
    ],
    links: [{ kind: 'document', title: 'Bilan 2025', url: 'https://exemple.test/bilan' }],
    ...{ remainder: '', textsHidden: false, themeNames: ['Coordination'] },
    ...{ updatedAt: AT, version: 4 },
    ...traits
  };
}

/** Participants, aimed at from 2026 to 2028, known in 2026. */
export function aPrintedIndicator(traits: Partial<FollowedIndicator> = {}): FollowedIndicator {
  return {
    ...{ id: 1 as IndicatorId, plan: PLACE.id, sheet: 28 as ActionSheetId, binding: null },
    ...{ label: 'Participants', definition: 'Présents une demi-journée au moins.' },
    ...{
      purpose: 'follow-up',
      kind: 'count',
      unit: 'participants',
      scaleMax: null,
      direction: 'up'
    },
    ...{ baseline: { year: 2024, value: 80 }, source: 'Feuilles d’émargement', version: 1 },
    targets: [2026, 2027, 2028].map((year, at) => ({ year, value: 100 + 20 * at })),
    values: [aValue({ year: 2026, value: 112 }), aValue({ year: 2027, value: null })],
    ...traits
  };
}

function aValue(traits: Partial<IndicatorValue>): IndicatorValue {
  return {
    ...{ year: 2026, value: null, scaleMax: null, origin: 'manual', source: 'Émargement' },
    ...{ comment: '', author: '', at: AT, frozen: false, awaited: false, readers: 'public' },
    ...{ version: 1 },
    ...traits
  };
}
