import { readFileSync } from 'node:fs';
import { EVENT_KIND_LABELS, type Event } from '../../model.ts';
import {
  describeSpeaker,
  SESSION_KIND_LABELS,
  SPEAKER_ROLE_LABELS,
  type BookletPartner,
  type Programme,
  type ProgrammeSession
} from '../../programme.ts';
import { readingOrder, type Slot } from '../../timetable.ts';
import { composePdf } from '#server/pdf/compose.ts';
import { civilTime, formatHour, formatWhen } from '#shared/dates.ts';
import { plural } from '#shared/text.ts';

export interface Booklet {
  readonly event: Event;
  readonly programme: Programme;
  readonly partners: readonly BookletPartner[];
}

const SOURCE = readFileSync(new URL('./documents.typ', import.meta.url), 'utf8');
const WORDS = {
  practical: 'Informations pratiques',
  programme: 'Programme',
  along: 'Tout au long',
  speakers: 'Qui intervient',
  partners: 'Avec qui'
};

/**
 * The booklet of an edition: cover, practical information, programme, speakers, partners. The same edition makes the
 * same bytes until it changes.
 * @throws PdfFailure.
 */
export async function composeBooklet(booklet: Booklet): Promise<Uint8Array> {
  const files = Object.fromEntries(
    booklet.partners.flatMap(({ logo }, index) => (logo ? [[logoName(index), logo]] : []))
  );
  const at = booklet.event.updatedAt;
  const document = { source: SOURCE, data: bookletData(booklet, true), files, at };
  if (Object.keys(files).length === 0) return composePdf(document);
  // An image that cannot be read must not take the programme away.
  return composePdf(document).catch(() =>
    composePdf({ source: SOURCE, data: bookletData(booklet, false), at })
  );
}

function bookletData({ event, programme, partners }: Booklet, withLogos: boolean) {
  return {
    words: WORDS,
    title: event.title,
    foot: event.title,
    kind: `${EVENT_KIND_LABELS[event.kind]} ${event.territory.nameWithDe}`,
    // « Journée départementale » is not said above « Journée départementale 2027 ».
    series: event.series && !event.title.startsWith(event.series.title) ? event.series.title : '',
    summary: event.summary,
    when: whenOf(event),
    place: [event.venue.name, event.venue.commune?.name].filter(Boolean).join(', '),
    organisers: organisersOf(event),
    fictional: event.fictional ? 'Exemple de démonstration : cette rencontre est inventée.' : '',
    description: event.description,
    practical: practicalOf(event),
    days: daysOf(programme, event.timeZone),
    speakers: speakersOf(programme),
    partners: groupsOf(partners, withLogos)
  };
}

function whenOf({ status, startsAt, endsAt, timeZone }: Event): string {
  if (status === 'cancelled') return 'Annulée';
  return startsAt && endsAt ? formatWhen(startsAt, endsAt, timeZone) : 'Date à venir';
}

function organisersOf(event: Event): string[] {
  const contact = [event.contactName, event.contactPhone].filter(Boolean).join(', ');
  return [
    event.organiser ? `Organisation\u00a0: ${event.organiser.name}` : '',
    contact ? `Contact\u00a0: ${contact}` : ''
  ].filter(Boolean);
}

/** Labels and what they say; what is unknown is not there. */
function practicalOf({ venue, access, intendedFor, lodging }: Event): [string, string][] {
  const commune = [venue.postalCode, venue.commune?.name].filter(Boolean).join(' ');
  const rows: [string, string][] = [
    ['Pour qui', intendedFor],
    ['Où', [venue.name, venue.address, commune].filter(Boolean).join('\n')],
    ['À pied', access.walk],
    ['En bus, en train', access.bus],
    ['En voiture', access.car],
    ['Personnes à mobilité réduite', access.reducedMobility],
    ['Hébergement', lodging]
  ];
  return rows.filter(([, value]) => value.trim() !== '');
}

function daysOf(programme: Programme, timeZone: string) {
  return readingOrder(programme, timeZone).map(({ label, slots, along }) => ({
    label: `${label.charAt(0).toUpperCase()}${label.slice(1)}`,
    slots: slots.map((slot) => ({
      hours: hoursOf(slot, timeZone),
      parallel: slot.sessions.filter(({ chosen }) => chosen).length > 1 ? 'Au choix' : '',
      sessions: slot.sessions.map((one) => sessionOf(one, programme, slot, timeZone))
    })),
    along: along.map((one) => sessionOf(one, programme, null, timeZone))
  }));
}

function sessionOf(
  session: ProgrammeSession,
  { rooms, speakers }: Programme,
  slot: Slot | null,
  timeZone: string
) {
  const room = rooms.find(({ id }) => id === session.room)?.name ?? '';
  const isSlot =
    slot?.startsAt.getTime() === session.startsAt.getTime() &&
    slot.endsAt.getTime() === session.endsAt.getTime();
  return {
    kind: SESSION_KIND_LABELS[session.kind],
    // Said again only where it is not that of the whole slot.
    hours: isSlot ? '' : hoursOf(session, timeZone),
    title: session.title,
    room,
    description: session.description,
    note: [
      session.themes.map(({ name }) => name).join(', '),
      session.chosen && session.capacity
        ? `${plural(session.capacity, 'place')}, sur inscription`
        : '',
      session.materials
    ]
      .filter(Boolean)
      .join(' · '),
    speakers: session.speakers.flatMap(({ speaker, role }) => {
      const who = speakers.find(({ id }) => id === speaker);
      if (!who) return [];
      const said = describeSpeaker(who);
      return [role === 'speaker' ? said : `${SPEAKER_ROLE_LABELS[role]}\u00a0: ${said}`];
    })
  };
}

function speakersOf({ speakers, sessions }: Programme) {
  return speakers.flatMap((speaker) => {
    const hers = sessions.filter((one) => one.speakers.some((who) => who.speaker === speaker.id));
    const house = speaker.structure?.name ?? speaker.structureLabel;
    const title = [speaker.title, house === speaker.name ? '' : house].filter(Boolean).join(', ');
    const titles = hers.map((one) => `«\u00a0${one.title}\u00a0»`).join(', ');
    return hers.length > 0 ? [{ name: speaker.name, title, sessions: titles }] : [];
  });
}

function groupsOf(partners: readonly BookletPartner[], withLogos: boolean) {
  const shown = partners.map(({ name, group, website, logo, paysFor }, index) => ({
    group,
    name,
    industry: paysFor && `Entreprise de produits de santé, qui prend en charge\u00a0: ${paysFor}`,
    website,
    logo: logo && withLogos ? logoName(index) : '',
    alt: `Logo\u00a0: ${name}`
  }));
  return [...new Set(shown.map(({ group }) => group))].map((label) => ({
    label,
    partners: shown.filter(({ group }) => group === label)
  }));
}

function logoName(index: number): string {
  return `/logo-${index}`;
}

function hoursOf({ startsAt, endsAt }: Pick<Slot, 'startsAt' | 'endsAt'>, zone: string): string {
  return `${formatHour(civilTime(startsAt, zone))}\u00a0–\u00a0${formatHour(civilTime(endsAt, zone))}`;
}
