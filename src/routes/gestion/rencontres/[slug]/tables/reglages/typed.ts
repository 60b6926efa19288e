/** The form of the settings of a plan: what it sends, what it shows again. */
import { MOST_ROUNDS, MOST_TABLES, type TablePlanInput } from '#domain/seating/forms.ts';
import type { TablePlan } from '#domain/seating/plan.ts';
import { civilTime } from '#shared/dates.ts';
import { numberOf, text } from '../../../reading.ts';

export interface TypedPlan {
  readonly version: number;
  readonly most: string;
  readonly count: string;
  /** Of the first round, and from the start of one to the next; asked before there are rounds. */
  readonly first: string;
  readonly minutes: string;
  readonly session: string;
  readonly weighs: readonly string[];
  readonly rounds: readonly { readonly hour: string; readonly topic: string }[];
  readonly tableCount: string;
  readonly tables: readonly {
    readonly name: string;
    readonly seats: string;
    readonly accessible: boolean;
  }[];
}

/** The boxes, by the weight they are for. */
export const WEIGHS = {
  inconnus: 'unknown',
  professions: 'profession',
  structures: 'structure'
} as const;

export function typedOf(plan: TablePlan | null, zone: string): TypedPlan {
  if (!plan)
    return {
      ...{ version: 0, most: '6', count: '4', first: '', minutes: '20', session: '' },
      ...{ weighs: Object.keys(WEIGHS), rounds: [], tableCount: '', tables: [] }
    };
  return {
    ...{ version: plan.version, most: String(plan.most), count: String(plan.rounds.length) },
    ...{ first: '', minutes: '', session: plan.session ? String(plan.session) : '' },
    weighs: Object.entries(WEIGHS).flatMap(([name, weight]) =>
      plan.weights[weight] ? [name] : []
    ),
    rounds: plan.rounds.map(({ startsAt, topic }) => ({
      hour: startsAt ? civilTime(startsAt, zone).slice(11) : '',
      topic
    })),
    tableCount: plan.tables.length > 0 ? String(plan.tables.length) : '',
    tables: plan.tables.map(({ name, seats, accessible }) => ({
      ...{ name, accessible },
      seats: seats === null ? '' : String(seats)
    }))
  };
}

export function readTyped(form: FormData): TypedPlan {
  const rounds = [];
  for (let at = 0; form.has(`heure-${at}`) && at < MOST_ROUNDS; at++)
    rounds.push({ hour: text(form, `heure-${at}`), topic: text(form, `sujet-${at}`) });
  const tables = [];
  for (let at = 0; form.has(`nom-${at}`) && at < MOST_TABLES; at++)
    tables.push({
      name: text(form, `nom-${at}`),
      seats: text(form, `places-${at}`),
      accessible: form.has(`acces-${at}`)
    });
  return {
    ...{ version: Number(form.get('version')) || 0, rounds, tables },
    ...{ most: text(form, 'personnes'), count: text(form, 'tours') },
    ...{ first: text(form, 'premier'), minutes: text(form, 'duree') },
    ...{ session: text(form, 'seance'), tableCount: text(form, 'nombre-tables') },
    weighs: form.getAll('compte').map(String)
  };
}

/**
 * What the domain reads of it; perhaps nothing that can be: the schema says so.
 * @param day - of the edition: `YYYY-MM-DD`, or '' when it has none.
 */
export function planOf(typed: TypedPlan, day: string): Record<keyof TablePlanInput, unknown> {
  const count = Math.min(MOST_ROUNDS + 1, numberOf(typed.count));
  const tables = Math.min(MOST_TABLES + 1, numberOf(typed.tableCount));
  const weighs = Object.fromEntries(
    Object.entries(WEIGHS).map(([name, weight]) => [weight, typed.weighs.includes(name)])
  );
  return {
    session: numberOf(typed.session) || null,
    most: typed.most,
    weights: weighs,
    rounds: Array.from({ length: count }, (_, at) => {
      const hour = typed.rounds[at]?.hour ?? hourOf(typed, at);
      return {
        startsAt: hour && day ? `${day}T${hour}` : '',
        topic: typed.rounds[at]?.topic ?? ''
      };
    }),
    tables: Array.from(
      { length: tables },
      (_, at) => typed.tables[at] ?? { name: '', seats: '', accessible: false }
    )
  };
}

/** Of a round that has no hour of its own yet, from the first one. */
function hourOf({ first, minutes }: TypedPlan, at: number): string {
  const found = /^(\d{1,2}):(\d{2})$/.exec(first);
  if (!found) return first;
  const total = Number(found[1]) * 60 + Number(found[2]) + at * (numberOf(minutes) || 20);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(total / 60) % 24)}:${two(total % 60)}`;
}

/** The field of the form that a path of the schema is about. */
export function fieldOf(path: readonly PropertyKey[]): string {
  const [what, at, field] = path.map(String);
  if (what === 'rounds')
    return at === undefined ? 'tours' : `${field === 'topic' ? 'sujet' : 'heure'}-${at}`;
  if (what === 'tables')
    return at === undefined ? 'nombre-tables' : `${field === 'seats' ? 'places' : 'nom'}-${at}`;
  return what === 'most' ? 'personnes' : what === 'session' ? 'seance' : (what ?? '');
}
