/** Badges: what each one says, and how they lie on paper. */
import { z } from 'zod';
import type { CategoryId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import { compareNames, normalise } from '#shared/text.ts';
import type { Registration } from './model.ts';

/** Of paper, in millimetres. */
interface BadgeFormat {
  readonly label: string;
  /** Of the page, then of a badge. */
  readonly page: readonly [width: number, height: number];
  readonly size: readonly [width: number, height: number];
  readonly columns: number;
  readonly rows: number;
}

/** Sizes of the holders one buys: A7, business card, A6. */
export const BADGE_FORMATS = {
  '8': {
    label: '8 par page (A7, 105 × 74 mm)',
    page: [210, 297],
    size: [105, 74.25],
    columns: 2,
    rows: 4
  },
  '10': {
    label: '10 par page (90 × 55 mm)',
    page: [210, 297],
    size: [90, 55],
    columns: 2,
    rows: 5
  },
  a6: {
    label: 'Un par page (A6, 105 × 148 mm)',
    page: [105, 148],
    size: [105, 148],
    columns: 1,
    rows: 1
  }
} as const satisfies Record<string, BadgeFormat>;
export type BadgeFormatName = keyof typeof BADGE_FORMATS;

const FORMAT_NAMES = Object.keys(BADGE_FORMATS) as [BadgeFormatName, ...BadgeFormatName[]];

/** What somebody asks to print, as an address says it: reads anything, keeps what makes sense. */
const badgeChoice = z.object({
  format: z.enum(FORMAT_NAMES).catch('8').default('8'),
  category: z.coerce.number().int().nonnegative().catch(0).default(0),
  /** Those registered, changed or promoted since the last printing. */
  late: z.boolean().default(false),
  /** The badge of one person, lost or misspelt. */
  person: z.coerce.number().int().nonnegative().catch(0).default(0),
  /** In a name. */
  text: z.string().trim().max(80).catch('').default(''),
  /** With the sessions that each has chosen. */
  sessions: z.boolean().default(true)
});
export type BadgeChoice = z.output<typeof badgeChoice>;

export const EVERY_BADGE: BadgeChoice = badgeChoice.parse({});

/** @param query - of a page, or what a form posts. */
export function readBadgeChoice(query: {
  get(name: string): unknown;
  has(name: string): boolean;
}): BadgeChoice {
  const said = (name: string) => query.get(name) ?? undefined;
  return badgeChoice.parse({
    format: said('format'),
    category: said('categorie'),
    late: said('qui') === 'tard',
    person: said('personne'),
    text: said('nom'),
    // An unticked box says nothing: the form says that it was shown.
    sessions: !query.has('choisi') || said('seances') === 'oui'
  });
}

/** yes, no: what she said to who asked her; unasked: nobody did. */
export type PhotoConsent = 'yes' | 'no' | 'unasked';

export interface Badge {
  readonly registration: RegistrationId;
  readonly firstName: string;
  readonly lastName: string;
  readonly profession: string;
  readonly structure: string;
  readonly category: string;
  /** Which of the colours of categories, from 0; null without category. */
  readonly tone: number | null;
  readonly photo: PhotoConsent;
  /** « 10 h 30 · Chutes ». */
  readonly sessions: readonly string[];
  /** « Tour 1 : table 12 », when tables are drawn. */
  readonly tables: readonly string[];
  /** What its QR code says. */
  readonly code: string;
}

/** A registration with what its badge needs besides. */
export interface BadgeSource {
  readonly registration: Registration;
  readonly code: string;
  readonly changedAt: Date;
}

/** What is known of the edition. */
export interface BadgeGround {
  /** In their order. */
  readonly categories: readonly CategoryId[];
  readonly photoAsked: boolean;
  /** « 10 h 30 · Chutes », by session. */
  readonly sessions: ReadonlyMap<ProgrammeSessionId, string>;
  readonly printedAt: Date | null;
  /** The tables of each round, by registration, when they are drawn: any may be missing. */
  readonly tables?: ReadonlyMap<RegistrationId, readonly string[]>;
}

/** The badges of those who have a place, that a choice keeps, by name. */
export function badgesOf(
  sources: readonly BadgeSource[],
  choice: BadgeChoice,
  ground: BadgeGround
): Badge[] {
  return sources
    .filter((one) => isKept(one, choice, ground.printedAt))
    .toSorted(({ registration: a }, { registration: b }) => compareHolders(a, b))
    .map((one) => badgeOf(one, choice, ground));
}

/** By last name, then first name, then number. */
export function compareHolders(
  a: Pick<Registration, 'id' | 'firstName' | 'lastName'>,
  b: Pick<Registration, 'id' | 'firstName' | 'lastName'>
): number {
  return (
    compareNames(a.lastName, b.lastName) || compareNames(a.firstName, b.firstName) || a.id - b.id
  );
}

function isKept(
  { registration, changedAt }: BadgeSource,
  { category, late, person, text }: BadgeChoice,
  printedAt: Date | null
): boolean {
  if (registration.status !== 'confirmed') return false;
  if (person !== 0) return registration.id === person;
  if (category !== 0 && registration.category?.id !== category) return false;
  const { firstName, lastName } = registration;
  const named = normalise(`${firstName} ${lastName} ${firstName}`);
  if (text !== '' && !named.includes(normalise(text))) return false;
  return !late || printedAt === null || changedAt > printedAt;
}

/** Whether a choice is of a few people, which « since the last printing » does not count from. */
export function isPartial({ person, text, category }: BadgeChoice): boolean {
  return person !== 0 || text !== '' || category !== 0;
}

function badgeOf(
  { registration, code }: BadgeSource,
  choice: BadgeChoice,
  ground: BadgeGround
): Badge {
  const { id, category, choices } = registration;
  const tone = category ? ground.categories.indexOf(category.id) : -1;
  const held = choices.filter(({ status }) => status === 'confirmed');
  return {
    registration: id,
    firstName: registration.firstName.trim(),
    lastName: registration.lastName.trim(),
    profession: registration.professionLabel.trim(),
    structure: (registration.structure?.name ?? registration.structureLabel).trim(),
    category: category?.label ?? '',
    tone: tone < 0 ? null : tone,
    photo: ground.photoAsked ? (registration.photoConsent ? 'yes' : 'no') : 'unasked',
    sessions: choice.sessions
      ? held.flatMap(({ session }) => ground.sessions.get(session) ?? [])
      : [],
    tables: ground.tables?.get(id) ?? [],
    code
  };
}

/** Sheets of paper that so many badges take. */
export function pagesOf(count: number, format: BadgeFormatName): number {
  const { columns, rows } = BADGE_FORMATS[format];
  return Math.ceil(count / (columns * rows));
}
