/** A plan as it was read at a committee (« COPIL du 12 mars »): frozen, to be read again and compared with what came after. */
import type { ActionSheetId, CommitteeId } from '#shared/ids.ts';
import { compareSheets, type FieldChange } from './comparison/changes.ts';
import type { Names } from './comparison/saying.ts';
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

const FOR_MEMBERS =
  'Dans une version gelée, les chiffres calculés sont lus par les membres du réseau.';

/**
 * A frozen indicator, for who is not of the network: what was written by hand for everybody. What was computed may come
 * from an edition that she does not read today.
 */
export function concealFrozen(indicator: FollowedIndicator): FollowedIndicator {
  return {
    ...indicator,
    binding: null,
    values: indicator.values.map((one) =>
      one.readers === 'public' && one.origin === 'manual'
        ? one
        : { ...one, value: null, awaited: true, source: FOR_MEMBERS }
    )
  };
}

/** Two states of the sheets of a plan, matched: new, removed, and the pairs. */
function matchSheets(
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

/** A value of an indicator that is no longer what it was. */
export interface ValueChange {
  readonly indicator: FollowedIndicator;
  readonly year: number;
  readonly before: number | null;
  readonly after: number | null;
}

export interface SheetChange {
  readonly number: string;
  readonly slug: string;
  readonly title: string;
  readonly fields: readonly FieldChange[];
  readonly values: readonly ValueChange[];
}

/** What became of a plan since a committee. */
export interface SinceCommittee {
  readonly added: readonly Pick<KeptSheet, 'number' | 'slug' | 'title'>[];
  readonly removed: readonly Pick<KeptSheet, 'number' | 'slug' | 'title'>[];
  readonly changed: readonly SheetChange[];
  /** Sheets of which nothing that is read has changed. */
  readonly same: number;
  /** Of the plan as a whole. */
  readonly values: readonly ValueChange[];
}

/** Who reads a sheet and what it leads to are of its management; a remainder is nobody’s yet. */
const NOT_COMPARED = ['visibility', 'links', 'remainder'];

/** A frozen plan beside the same plan now, as the same person reads both. */
export function compareCommittee(
  then: Pick<FrozenCommittee, 'frozen' | 'indicators'>,
  now: {
    readonly sheets: readonly (KeptSheet & { readonly textsHidden: boolean })[];
    readonly indicators: readonly FollowedIndicator[];
    readonly headings: Plan['headings'];
  },
  names: Names
): SinceCommittee {
  const { added, removed, pairs } = matchSheets(
    then.frozen.map(({ sheet }) => sheet),
    now.sheets
  );
  const indicators = then.frozen.flatMap((one) => one.indicators);
  const compared = pairs.map(({ before, after }) => {
    const hidden = now.sheets.find(({ id }) => id === after.id)?.textsHidden === true;
    const same = freezeSheet(after, []).sheet;
    return {
      ...{ number: after.number, slug: after.slug, title: after.title },
      fields: compareSheets(before, same, now.headings, names).filter(
        ({ path }) => !NOT_COMPARED.includes(path) && !(hidden && path.startsWith('texts.'))
      ),
      values: changedValues(
        indicators.filter(({ sheet }) => sheet === after.id),
        now.indicators
      )
    };
  });
  const changed = compared.filter(({ fields, values }) => fields.length + values.length > 0);
  return {
    ...{ added, removed, changed, same: compared.length - changed.length },
    values: changedValues(then.indicators, now.indicators)
  };
}

/** Years of which the value is another; an indicator that is no more says nothing. */
function changedValues(
  before: readonly FollowedIndicator[],
  after: readonly FollowedIndicator[]
): ValueChange[] {
  return before.flatMap((was) => {
    const indicator = after.find(({ id }) => id === was.id);
    if (!indicator) return [];
    return indicator.values.flatMap(({ year, value }) => {
      const old = was.values.find((one) => one.year === year)?.value ?? null;
      return old === value ? [] : [{ indicator, year, before: old, after: value }];
    });
  });
}
