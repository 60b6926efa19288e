/** What the filters of a plan offer: only what would find something. */
import { actorsOf, type SheetFilter } from '#domain/plans/filtering.ts';
import {
  PRIORITIES,
  PRIORITY_LABELS,
  SHEET_STATUSES,
  SHEET_STATUS_LABELS,
  type SheetSummary
} from '#domain/plans/sheet.ts';

interface Option {
  readonly value: string;
  readonly label: string;
}

export interface Choices {
  readonly pilots: readonly Option[];
  readonly partners: readonly Option[];
  readonly themes: readonly Option[];
  readonly statuses: readonly Option[];
  readonly priorities: readonly Option[];
  readonly communes: readonly Option[];
}

interface Known {
  readonly themes: readonly { readonly code: string; readonly name: string }[];
  readonly communes: readonly { readonly code: string; readonly name: string }[];
}

export function choicesOf(sheets: readonly SheetSummary[], { themes, communes }: Known): Choices {
  const actors = (role: 'pilots' | 'partners') =>
    actorsOf(sheets, role).map(({ key, name, sheets: count }) => ({
      value: key,
      label: `${name} (${count})`
    }));
  return {
    pilots: actors('pilots'),
    partners: actors('partners'),
    themes: themes
      .filter(({ code }) => sheets.some((sheet) => sheet.themes.includes(code)))
      .map(({ code, name }) => ({ value: code, label: name })),
    statuses: SHEET_STATUSES.filter((status) => sheets.some((one) => one.status === status)).map(
      (value) => ({ value, label: SHEET_STATUS_LABELS[value] })
    ),
    priorities: PRIORITIES.toReversed()
      .filter((priority) => sheets.some((one) => one.priority === priority))
      .map((value) => ({ value, label: PRIORITY_LABELS[value] })),
    communes: communes.map(({ code, name }) => ({ value: code, label: name }))
  };
}

/** The filters that are on, each with what is left of the filter once it is taken off. */
export function chosen(
  filter: SheetFilter,
  choices: Choices
): { readonly label: string; readonly without: SheetFilter }[] {
  const named = (options: readonly Option[], value: string) =>
    options.find((one) => one.value === value)?.label.replace(/ \(\d+\)$/, '') ?? value;
  const on: [boolean, string, Partial<SheetFilter>][] = [
    [filter.pilot !== '', `Pilote\u00a0: ${named(choices.pilots, filter.pilot)}`, { pilot: '' }],
    [
      filter.partner !== '',
      `Partenaire\u00a0: ${named(choices.partners, filter.partner)}`,
      { partner: '' }
    ],
    [filter.theme !== '', named(choices.themes, filter.theme), { theme: '' }],
    [filter.status !== null, named(choices.statuses, filter.status ?? ''), { status: null }],
    [
      filter.priority !== null,
      `Priorité ${named(choices.priorities, filter.priority ?? '').toLowerCase()}`,
      { priority: null }
    ],
    [filter.late, 'En retard', { late: false }],
    [filter.commune !== '', `À ${named(choices.communes, filter.commune)}`, { commune: '' }]
  ];
  return on
    .filter(([isOn]) => isOn)
    .map(([, label, off]) => ({ label, without: { ...filter, ...off } }));
}
