import type { Database } from '#server/db/connection.ts';
import type { PlanKind, PlanStatus, PlanVisibility, SheetVisibility } from '#domain/plans/model.ts';
import type { SheetStatus, SheetTexts } from '#domain/plans/sheet.ts';
import type {
  ActionSheetId,
  AxisId,
  ObjectiveId,
  PersonId,
  PlanId,
  StructureId,
  TerritoryId
} from '#shared/ids.ts';

let planNumber = 0;

interface PlanTraits {
  readonly territory: TerritoryId;
  readonly slug?: string;
  readonly kind?: PlanKind;
  readonly status?: PlanStatus;
  readonly visibility?: PlanVisibility;
}

/** A plan for 2026 to 2030 with an axis 3 and its objective 3.3, public and under way unless told otherwise. */
export async function aPlan(db: Database, { territory, ...traits }: PlanTraits) {
  const { id } = await db
    .insertInto('plan')
    .values({
      territory_id: territory,
      slug: traits.slug ?? `plan-${(planNumber += 1)}`,
      kind: traits.kind ?? 'cls',
      title: 'Contrat local de santé d’essai',
      short_title: 'CLS d’essai',
      status: traits.status ?? 'active',
      visibility: traits.visibility ?? 'public',
      starts_on: '2026-01-01',
      ends_on: '2030-12-31'
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const plan = id as PlanId;
  const axis = await db
    .insertInto('plan_axis')
    .values({ plan_id: plan, number: '3', title: 'Conditions d’exercice', position: 1 })
    .returning('id')
    .executeTakeFirstOrThrow();
  const objective = await db
    .insertInto('plan_objective')
    .values({
      ...{ plan_id: plan, axis_id: axis.id, number: '3.3' },
      ...{ title: 'Formation et coordination', position: 1 }
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { plan, axis: axis.id as AxisId, objective: objective.id as ObjectiveId };
}

interface SheetTraits {
  readonly plan: PlanId;
  readonly axis?: AxisId;
  readonly objective?: ObjectiveId;
  readonly number?: string;
  readonly code?: string;
  readonly title?: string;
  readonly status?: SheetStatus;
  readonly visibility?: SheetVisibility;
  readonly renewsYearly?: boolean;
  readonly texts?: SheetTexts;
  /** Structures that pilot it, and persons. */
  readonly pilots?: readonly (
    { readonly structure: StructureId } | { readonly person: PersonId }
  )[];
}

/** Sheet 28 unless told otherwise. */
export async function aSheet(
  db: Database,
  { plan, axis, objective, pilots = [], ...traits }: SheetTraits
): Promise<ActionSheetId> {
  const number = traits.number ?? '28';
  const { id } = await db
    .insertInto('action_sheet')
    .values({
      ...{ plan_id: plan, axis_id: axis ?? null, objective_id: objective ?? null },
      ...{ number, code: traits.code ?? '', slug: number.toLowerCase().replaceAll(' ', '-') },
      title: traits.title ?? 'Une journée pour tous les professionnels',
      status: traits.status ?? 'ongoing',
      visibility: traits.visibility ?? 'plan',
      renews_yearly: traits.renewsYearly ?? false,
      texts: JSON.stringify(traits.texts ?? {})
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const [position, pilot] of pilots.entries())
    await db
      .insertInto('action_sheet_actor')
      .values({
        ...{ sheet_id: id, role: 'pilot', position, label: `Pilote ${position + 1}` },
        structure_id: 'structure' in pilot ? pilot.structure : null,
        person_id: 'person' in pilot ? pilot.person : null
      })
      .execute();
  return id as ActionSheetId;
}
