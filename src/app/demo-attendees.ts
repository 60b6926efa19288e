import type { DeskForm, RegistrationRequest } from '#domain/registrations/desk.ts';
import { readProfession } from '#domain/registrations/profession.ts';
import type { CommuneCode, ProgrammeSessionId, StructureId } from '#shared/ids.ts';
import { slugify } from '#shared/text.ts';
import file from '../../demo/events.json' with { type: 'json' };

const { people, relays } = file.yearly;

/** The n-th of a list that starts again at its end. */
const nth = <T>(list: readonly T[], turn: number): T => list[turn % list.length]!;

/**
 * Invented people who ask for a place: always the same, so that the demonstration tells the same story. The workshops
 * in the smallest rooms are asked for more than they hold.
 */
export function inventAttendees(
  count: number,
  form: DeskForm,
  structures: readonly { readonly id: number; readonly slug: string }[]
): RegistrationRequest[] {
  return Array.from({ length: count }, (_, turn) => inventAttendee(turn, form, structures));
}

function inventAttendee(
  turn: number,
  form: DeskForm,
  structures: readonly { readonly id: number; readonly slug: string }[]
): RegistrationRequest {
  const firstName = nth(people.firstNames, turn);
  const lastName = nth(people.lastNames, turn + Math.floor(turn / people.firstNames.length) * 4);
  const profession = readProfession(nth(people.professions, turn * 5));
  const isIntern = profession.label === 'Interne';
  const slug = nth(people.structures, turn * 7);
  const structure = structures.find((one) => one.slug === slug)?.id ?? null;
  return {
    email: `${slugify(`${firstName} ${lastName}`).replace('-', '.')}.${turn + 1}@exemple.test`,
    ...{ firstName, lastName },
    ...{ professionCode: profession.code, professionLabel: profession.label },
    structure: isIntern ? null : (structure as StructureId | null),
    structureLabel: isIntern ? 'Faculté de médecine (fictive)' : structure ? '' : 'Cabinet libéral',
    commune: nth(people.communes, turn * 3) as CommuneCode,
    category: categoryOf(form, turn, isIntern),
    sessions: chosenSessions(form, turn),
    halfDays: form.desk.asksHalfDays
      ? form.halfDays.filter((_, at) => turn % 6 !== 5 || at === 0)
      : [],
    meal: form.desk.asksMeal ? nth(people.meals, turn) : '',
    access: form.desk.asksAccess && turn % 41 === 7 ? 'Place assise près de l’entrée' : '',
    answers: [],
    listConsent: turn % 4 !== 3,
    photoConsent: turn % 3 !== 2,
    inviteConsent: turn % 5 !== 4,
    relay: turn % 3 === 0 ? nth(relays, turn / 3).code : null,
    requestKey: null
  };
}

function categoryOf({ categories }: DeskForm, turn: number, isIntern: boolean) {
  const [care, social, interns, elected] = categories;
  if (isIntern) return interns?.id ?? null;
  if (turn % 17 === 16) return elected?.id ?? null;
  return (turn % 12 === 2 || turn % 12 === 7 || turn % 12 === 11 ? social : care)?.id ?? null;
}

/** One of each group of sessions that take place at once; every seventh person has not chosen. */
function chosenSessions({ sessions }: DeskForm, turn: number): ProgrammeSessionId[] {
  if (turn % 7 === 6) return [];
  const starts = [...new Set(sessions.map(({ startsAt }) => startsAt.getTime()))];
  return starts.flatMap((start, group) => {
    const parallel = sessions
      .filter(({ startsAt }) => startsAt.getTime() === start)
      .toSorted((a, b) => (a.capacity ?? 0) - (b.capacity ?? 0) || a.id - b.id);
    const wanted = [0, 1, 2, 2, 1, 0, 2, 1, 2, group][(turn * 3 + group) % 10]!;
    return parallel[Math.min(wanted, parallel.length - 1)]?.id ?? [];
  });
}
