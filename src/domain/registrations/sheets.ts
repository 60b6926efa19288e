/** « Feuilles d’émargement »: who is expected where, and the paper that comes back signed. */
import { z } from 'zod';
import type { HalfDay } from '#domain/events/model.ts';
import type { ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import { entranceKey, WHOLE, type Entrance } from './attendance.ts';
import { compareHolders } from './badges.ts';
import type { Registration } from './model.ts';

/** Something one signs for. */
export interface SignedEntrance extends Entrance {
  /** « h12 », « s7 », « all ». */
  readonly key: string;
  readonly label: string;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
}

/** What one may sign for: the half-days, or the edition as a whole without them; then each session. */
export function entrancesToSign(
  edition: {
    readonly title: string;
    readonly startsAt: Date | null;
    readonly endsAt: Date | null;
    readonly halfDays: readonly HalfDay[];
  },
  sessions: readonly {
    readonly id: ProgrammeSessionId;
    readonly title: string;
    readonly startsAt: Date;
    readonly endsAt: Date;
  }[]
): SignedEntrance[] {
  const { title, startsAt, endsAt, halfDays } = edition;
  const days = halfDays.map(({ id, ...one }) => ({ ...one, halfDay: id, session: null }));
  const whole = { ...WHOLE, label: title, startsAt, endsAt };
  const rooms = sessions.map((one) => ({
    ...{ halfDay: null, session: one.id, label: one.title },
    ...{ startsAt: one.startsAt, endsAt: one.endsAt }
  }));
  return [...(days.length > 0 ? days : [whole]), ...rooms].map((one) => ({
    ...one,
    key: entranceKey(one)
  }));
}

/** What somebody asks to print: reads anything, keeps what makes sense. */
const sheetChoice = z.object({
  /** The key of an entrance; '' for all the half-days. */
  entrance: z.string().max(24).catch('').default(''),
  /** Empty lines at the end, for who comes without being registered. */
  blanks: z.coerce.number().int().min(0).max(60).catch(10).default(10)
});
export type SheetChoice = z.output<typeof sheetChoice>;

/** @param query - of a page, or what a form posts. */
export function readSheetChoice(query: { get(name: string): unknown }): SheetChoice {
  return sheetChoice.parse({
    entrance: query.get('pour') ?? undefined,
    blanks: query.get('vides') ?? undefined
  });
}

/** The sheets that a choice asks for: the one it names, else those of the half-days. */
export function chosenEntrances(
  entrances: readonly SignedEntrance[],
  { entrance }: SheetChoice
): SignedEntrance[] {
  const named = entrances.filter(({ key }) => key === entrance);
  return named.length > 0 ? named : entrances.filter(({ session }) => session === null);
}

export interface SheetRow {
  readonly registration: RegistrationId;
  readonly name: string;
  readonly profession: string;
  readonly structure: string;
  /** The strokes drawn on a volunteer’s screen, a path in 600 by 200; '' when she signs on paper. */
  readonly strokes: string;
}

/** What is known besides of one entrance. */
export interface SheetGround {
  /** Whether people were asked on which half-days they come; all are expected otherwise. */
  readonly asksHalfDays: boolean;
  /** Sessions that are chosen; the others are for everyone. */
  readonly chosen: ReadonlySet<ProgrammeSessionId>;
  /** Who entered there, expected or not. */
  readonly present: ReadonlySet<RegistrationId>;
  readonly signatures: ReadonlyMap<RegistrationId, string>;
}

/** Who signs for an entrance, by name: who is expected there, and who came without being. */
export function rowsOf(
  registrations: readonly Registration[],
  entrance: Entrance,
  ground: SheetGround
): SheetRow[] {
  return registrations
    .filter((one) => ground.present.has(one.id) || isExpected(one, entrance, ground))
    .toSorted(compareHolders)
    .map((one) => ({
      registration: one.id,
      name: `${one.lastName} ${one.firstName}`.trim(),
      profession: one.professionLabel.trim(),
      structure: (one.structure?.name ?? one.structureLabel).trim(),
      strokes: ground.signatures.get(one.id) ?? ''
    }));
}

function isExpected(
  { status, choices, halfDays }: Registration,
  { halfDay, session }: Entrance,
  { asksHalfDays, chosen }: SheetGround
): boolean {
  if (status !== 'confirmed') return false;
  if (session !== null)
    return (
      !chosen.has(session) ||
      choices.some((one) => one.session === session && one.status === 'confirmed')
    );
  return halfDay === null || !asksHalfDays || halfDays.length === 0 || halfDays.includes(halfDay);
}

/** Rows that a first page holds, then each of the others, when no name runs over two lines. */
const FIRST_PAGE = 22;
const NEXT_PAGES = 24;

/** About how many pages a sheet takes: long names may add one. */
export function sheetPages(rows: number, blanks: number): number {
  return 1 + Math.max(0, Math.ceil((rows + blanks - FIRST_PAGE) / NEXT_PAGES));
}

export const MOST_SHEET_BYTES = 10 * 1024 * 1024;
const SHEET_TYPES = ['application/pdf', 'image/png', 'image/jpeg'] as const;
export type SheetType = (typeof SHEET_TYPES)[number];

export type SheetReading =
  | { readonly ok: true; readonly type: SheetType }
  | { readonly ok: false; readonly reason: 'empty' | 'too-heavy' | 'not-a-sheet' };

/** Which file this is, by its bytes: neither its name nor what the browser says of it is believed. */
export function readSheetFile(bytes: Uint8Array): SheetReading {
  if (bytes.length === 0) return { ok: false, reason: 'empty' };
  if (bytes.length > MOST_SHEET_BYTES) return { ok: false, reason: 'too-heavy' };
  const type = SHEET_TYPES.find((one) => LOOKS[one](bytes));
  return type ? { ok: true, type } : { ok: false, reason: 'not-a-sheet' };
}

const ascii = (bytes: Uint8Array) => String.fromCharCode(...bytes);

/** How each begins and ends: a file cut short is refused. */
const LOOKS: Readonly<Record<SheetType, (bytes: Uint8Array) => boolean>> = {
  'application/pdf': (bytes) =>
    ascii(bytes.subarray(0, 8)).startsWith('%PDF-') &&
    ascii(bytes.subarray(-1024)).includes('%%EOF'),
  'image/png': (bytes) =>
    ascii(bytes.subarray(0, 8)) === '\x89PNG\r\n\x1a\n' &&
    ascii(bytes.subarray(-12)).includes('IEND'),
  'image/jpeg': (bytes) =>
    ascii(bytes.subarray(0, 3)) === '\xff\xd8\xff' &&
    ascii(bytes.subarray(-64)).includes('\xff\xd9')
};
