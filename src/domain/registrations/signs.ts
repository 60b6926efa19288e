/** What stands on tables and hangs on doors: numbers, names, rooms. */
import { z } from 'zod';
import { describeSpeaker, isStructure, type Programme } from '#domain/events/programme.ts';
import { civilTime, formatHour } from '#shared/dates.ts';

export const SIGN_KINDS = ['tables', 'salles', 'intervenants'] as const;
export type SignKind = (typeof SIGN_KINDS)[number];
export const SIGN_KIND_LABELS: Readonly<Record<SignKind, string>> = {
  tables: 'Numéros de table (chevalets à plier)',
  salles: 'Panneaux de salle, avec leur programme',
  intervenants: 'Noms de qui intervient (chevalets à plier)'
};

export interface Sign {
  readonly title: string;
  readonly note: string;
  /** Hours, then what is there. */
  readonly lines: readonly (readonly [hours: string, title: string])[];
}

/** What somebody asks to print: reads anything, keeps what makes sense. */
const signChoice = z.object({
  kind: z.enum(SIGN_KINDS).catch('tables').default('tables'),
  from: z.coerce.number().int().min(1).max(500).catch(1).default(1),
  count: z.coerce.number().int().min(1).max(200).catch(12).default(12)
});
export type SignChoice = z.output<typeof signChoice>;

/** @param query - of a page. */
export function readSignChoice(query: { get(name: string): unknown }): SignChoice {
  return signChoice.parse({
    kind: query.get('genre') ?? undefined,
    from: query.get('depuis') ?? undefined,
    count: query.get('combien') ?? undefined
  });
}

/** The signs that a choice asks for. */
export function signsOf(
  { kind, from, count }: SignChoice,
  programme: Programme,
  timeZone: string
): Sign[] {
  if (kind === 'salles') return roomSigns(programme, timeZone);
  if (kind === 'intervenants') return speakerSigns(programme);
  return Array.from({ length: count }, (_, at) => sign(String(from + at), 'Table'));
}

const sign = (title: string, note: string, lines: Sign['lines'] = []): Sign => ({
  ...{ title, note, lines }
});

function roomSigns({ rooms, sessions }: Programme, timeZone: string): Sign[] {
  const days = new Set(sessions.map(({ startsAt }) => civilTime(startsAt, timeZone).slice(0, 10)));
  const hour = (instant: Date) => {
    const civil = civilTime(instant, timeZone);
    const day = days.size > 1 ? `${civil.slice(8, 10)}/${civil.slice(5, 7)} ` : '';
    return `${day}${formatHour(civil)}`;
  };
  return rooms.map(({ id, name }) =>
    sign(
      name,
      '',
      sessions
        .filter(({ room }) => room === id)
        .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
        .map((one) => [hour(one.startsAt), one.title] as const)
    )
  );
}

function speakerSigns({ speakers }: Programme): Sign[] {
  return speakers
    .filter((one) => !isStructure(one))
    .map((one) => sign(one.name, describeSpeaker(one).slice(one.name.length).replace(/^, /, '')));
}
