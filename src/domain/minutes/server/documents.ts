import { readFileSync } from 'node:fs';
import { EVENT_KIND_LABELS, type Event } from '#domain/events/model.ts';
import { composePdf } from '#server/pdf/compose.ts';
import { formatDate, formatDay, formatWhen } from '#shared/dates.ts';
import { plural } from '#shared/text.ts';
import type { Attendance } from '../attendees.ts';
import { byDueDate, whoDoes, type FollowUp } from '../follow-ups.ts';
import { ITEM_KINDS, type Minutes } from '../model.ts';
import { attendanceText, DUE_LABELS, ITEM_KIND_LABELS, standingOf } from '../wording.ts';
import type { ReadMinutes } from './reading/queries.ts';

const SOURCE = readFileSync(new URL('./documents.typ', import.meta.url), 'utf8');
const WORDS = {
  minutes: 'Compte rendu',
  summary: 'En résumé',
  followUps: 'Qui fait quoi, pour quand',
  who: 'Qui',
  what: 'Quoi',
  due: 'Pour quand',
  next: 'Prochaine date',
  professions: 'Professions',
  structures: 'Structures',
  names: 'Personnes qui ont accepté d’être nommées',
  excused: 'Excusées, qui ont accepté d’être nommées'
};

/**
 * The compte rendu on paper, as its reader may read it.
 * @throws PdfFailure.
 */
export function composeMinutes(
  { event, minutes, attendance }: ReadMinutes,
  now: Date
): Promise<Uint8Array> {
  const at = minutes.updatedAt ?? now;
  return composePdf({ source: SOURCE, data: documentData(event, minutes, attendance, now), at });
}

function documentData(event: Event, minutes: Minutes, attendance: Attendance, now: Date) {
  return {
    words: WORDS,
    title: event.title,
    heading: `${WORDS.minutes} — ${event.title}`,
    kind: `${EVENT_KIND_LABELS[event.kind]} ${event.territory.nameWithDe}`,
    when:
      event.startsAt && event.endsAt
        ? formatWhen(event.startsAt, event.endsAt, event.timeZone)
        : '',
    place: [event.venue.name, event.venue.commune?.name].filter(Boolean).join(', '),
    state: stateOf(minutes, event.timeZone),
    fictional: event.fictional
      ? 'Exemple de démonstration\u00a0: cette rencontre est inventée.'
      : '',
    hidden: minutes.textsHidden
      ? 'Le texte de ce compte rendu est masqué, le temps d’une relecture.'
      : '',
    summary: minutes.summary,
    groups: ITEM_KINDS.map((kind) => ({
      ...{ kind, label: ITEM_KIND_LABELS[kind] },
      items: minutes.items
        .filter((one) => one.kind === kind)
        .map(({ title, body }) => ({ title, body }))
    })).filter(({ items }) => items.length > 0),
    followUps: byDueDate(minutes.followUps).map((one) => rowOf(one, now, event.timeZone)),
    next: nextOf(minutes),
    attendance: attendanceData(attendance)
  };
}

function stateOf({ status, validatedAt }: Minutes, zone: string): string {
  if (status === 'draft') return 'Brouillon : à ne pas diffuser.';
  return validatedAt ? `Validé le ${formatDate(validatedAt, zone)}.` : '';
}

function rowOf(followUp: FollowUp, now: Date, zone: string) {
  const { state, what, outcome, dueOn } = standingOf(followUp, now, zone);
  const isOver = state === 'done' || state === 'dropped';
  return {
    who: whoDoes(followUp) || 'À confier',
    what: [what, outcome && `→ ${outcome}`].filter(Boolean).join('\n'),
    due: isOver ? DUE_LABELS[state] : dueOn === null ? '' : formatDay(dueOn)
  };
}

function nextOf({ nextMeeting, nextEvent }: Minutes): string {
  if (!nextEvent) return nextMeeting;
  const { title, startsAt, endsAt, timeZone } = nextEvent;
  const when = startsAt && endsAt ? `, ${formatWhen(startsAt, endsAt, timeZone)}` : '';
  return [nextMeeting, `${title}${when}`].filter(Boolean).join('\n');
}

function attendanceData(attendance: Attendance) {
  const { taken, professions, structures, names, others, excused } = attendance;
  return {
    title: taken ? 'Présences' : 'Inscriptions',
    text: attendanceText(attendance),
    professions: professions.map(({ label, count }) => [label, String(count)]),
    structures: structures.map(({ label, count }) => [label, String(count)]),
    names: names.map(({ name, detail }) => ({ name, detail })),
    others: describeOthers(names.length, others),
    excused: excused.names.map(({ name, detail }) => ({ name, detail }))
  };
}

function describeOthers(named: number, others: number): string {
  if (named === 0 || others === 0) return '';
  const unnamed = plural(others, 'n’est pas nommée', 'ne sont pas nommées');
  return `${plural(named, 'accepte', 'acceptent')} d’être ${named > 1 ? 'nommées' : 'nommée'}\u00a0; ${unnamed}.`;
}
