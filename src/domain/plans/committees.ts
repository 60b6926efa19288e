/** A plan as it was read at a committee (« COPIL du 12 mars »): frozen, to be read again and compared with what came after. */
import type { ActionSheetId, CommitteeId } from '#shared/ids.ts';
import type { FollowedIndicator } from './indicators.ts';
import type { Plan } from './model.ts';
import type { ActionSheet } from './sheet.ts';

export interface Committee {
  readonly id: CommitteeId;
  readonly title: string;
  /** A civil day. */
  readonly heldOn: string;
  readonly note: string;
  readonly frozenAt: Date;
  /** Who froze it; '' when forgotten. */
  readonly frozenBy: string;
  /** Sheets frozen with it, whoever may read them. */
  readonly sheets: number;
}

/** What is kept of a plan itself. */
export type FrozenPlan = Pick<
  Plan,
  | 'title'
  | 'shortTitle'
  | 'sheetWord'
  | 'summary'
  | 'status'
  | 'visibility'
  | 'startsOn'
  | 'endsOn'
  | 'axes'
  | 'headings'
  | 'signatories'
  | 'closedYears'
>;

/** A sheet as its versions keep it. */
export type KeptSheet = Omit<ActionSheet, 'place' | 'textsHidden'>;

/** What is kept of a sheet: neither what an import left to be placed, nor whose accounts its pilots are. */
export interface FrozenSheet {
  readonly sheet: KeptSheet;
  readonly indicators: readonly FollowedIndicator[];
}

/** A committee as somebody may read it. */
export interface FrozenCommittee extends Committee {
  readonly plan: FrozenPlan;
  /** Of the plan as a whole. */
  readonly indicators: readonly FollowedIndicator[];
  /** In the order of the plan. */
  readonly frozen: readonly FrozenSheet[];
}

/** What the document of a committee keeps of a plan. */
export function freezePlan(plan: Plan): FrozenPlan {
  const { title, shortTitle, sheetWord, summary, status, visibility, startsOn, endsOn } = plan;
  const { axes, headings, signatories, closedYears } = plan;
  return {
    ...{ title, shortTitle, sheetWord, summary, status, visibility, startsOn, endsOn },
    ...{ axes, headings, signatories, closedYears }
  };
}

/** What it keeps of a sheet. */
export function freezeSheet(
  sheet: KeptSheet,
  indicators: readonly FollowedIndicator[]
): FrozenSheet {
  const unnamed = (actors: KeptSheet['pilots']) => actors.map((one) => ({ ...one, person: null }));
  return {
    sheet: {
      ...sheet,
      ...{ pilots: unnamed(sheet.pilots), partners: unnamed(sheet.partners), remainder: '' }
    },
    indicators: indicators.map(withoutAuthors)
  };
}

/** An indicator whose values do not say who wrote them. */
export function withoutAuthors(indicator: FollowedIndicator): FollowedIndicator {
  return { ...indicator, values: indicator.values.map((one) => ({ ...one, author: '' })) };
}

/** As somebody reads a frozen indicator who is not of the network: what members are told, she is not. */
export function concealFrozen(indicator: FollowedIndicator): FollowedIndicator {
  return {
    ...indicator,
    binding: null,
    values: indicator.values.map((one) =>
      one.readers === 'public'
        ? one
        : { ...one, value: null, source: 'Ce chiffre est lu par les membres du réseau.' }
    )
  };
}

/** Two states of the sheets of a plan, matched: new, removed, and the pairs. */
export function matchSheets(
  before: readonly KeptSheet[],
  after: readonly KeptSheet[]
): {
  readonly added: readonly KeptSheet[];
  readonly removed: readonly KeptSheet[];
  readonly pairs: readonly { readonly before: KeptSheet; readonly after: KeptSheet }[];
} {
  const was = new Map(before.map((sheet) => [sheet.id, sheet]));
  const is = new Set<ActionSheetId>(after.map(({ id }) => id));
  return {
    added: after.filter(({ id }) => !was.has(id)),
    removed: before.filter(({ id }) => !is.has(id)),
    pairs: after.flatMap((sheet) => {
      const other = was.get(sheet.id);
      return other ? [{ before: other, after: sheet }] : [];
    })
  };
}
