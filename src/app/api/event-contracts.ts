/** What the open API says of rencontres. */
import { z } from 'zod';
import { EVENT_KINDS } from '#domain/events/model.ts';
import { SESSION_KINDS } from '#domain/events/programme.ts';
import { contract, paging } from '#server/http/api.ts';

const text = (description: string) => z.string().meta({ description });
const filter = (description: string) => z.string().max(200).optional().meta({ description });
const slug = z.object({ slug: text('Identifiant dans les adresses') });

const eventSummary = z
  .object({
    slug: z.string(),
    title: z.string(),
    kind: z.enum(EVENT_KINDS),
    summary: z.string(),
    status: z.enum(['published', 'cancelled']),
    starts_at: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'En UTC ; null tant que la date n’est pas choisie' }),
    ends_at: z.iso.datetime().nullable(),
    time_zone: text('Fuseau de la rencontre : « Europe/Paris »'),
    territory: z.object({ slug: z.string(), name: z.string() }),
    series: z.object({ slug: z.string(), title: z.string() }).nullable(),
    venue: z.string(),
    commune: z.string(),
    fictional: z.boolean(),
    url: text('La page, pour une personne'),
    calendar: text('Le fichier de calendrier')
  })
  .meta({ id: 'EventSummary' });

const programmeSession = z.object({
  kind: z.enum(SESSION_KINDS),
  title: z.string(),
  description: z.string(),
  starts_at: z.iso.datetime(),
  ends_at: z.iso.datetime(),
  room: z.string(),
  chosen: z.boolean().meta({ description: 'On la choisit en s’inscrivant' }),
  capacity: z.int().nullable(),
  themes: z.array(z.string())
});

const event = eventSummary
  .extend({
    description: z.string(),
    intended_for: z.string(),
    organiser: z.object({ slug: z.string(), name: z.string() }).nullable(),
    contact: z.object({ name: z.string(), phone: z.string() }),
    address: z.string(),
    postal_code: z.string(),
    commune_code: z.string().nullable(),
    capacity: z.int().nullable().meta({ description: 'Null : sans limite' }),
    declared_participants: z
      .int()
      .nullable()
      .meta({ description: 'D’une édition d’avant Maillage, avec sa source' }),
    declared_source: z.string(),
    programme: z.array(programmeSession)
  })
  .meta({ id: 'Event' });

export const listEvents = contract({
  operation: 'listEvents',
  path: '/api/v1/rencontres',
  summary: 'Les rencontres',
  description:
    'Les rencontres et journées publiques, publiées ou annulées : les prochaines d’abord, ou, avec « past=true », les dernières passées.',
  query: z.strictObject({
    territory: filter('Identifiant d’un territoire'),
    kind: z
      .enum(EVENT_KINDS)
      .optional()
      .meta({
        description: EVENT_KINDS.join(', ')
      }),
    past: z
      .enum(['true', 'false'])
      .default('false')
      .meta({ description: 'true : celles qui sont passées' }),
    ...paging
  }),
  response: z.object({
    items: z.array(eventSummary),
    total: z.int(),
    page: z.int(),
    per_page: z.int()
  }),
  example: '/api/v1/rencontres?territory=trois-confluents'
});

export const getEventBySlug = contract({
  operation: 'getEvent',
  path: '/api/v1/rencontres/{slug}',
  summary: 'Lire une rencontre et son programme',
  description:
    'Ce que dit sa page publique. Les personnes (intervenantes, inscrites) n’y figurent pas.',
  params: slug,
  response: event,
  example: '/api/v1/rencontres/matinee-des-coordinations-2024'
});

export const getEventCalendar = contract({
  operation: 'getEventCalendar',
  path: '/rencontres/{slug}.ics',
  summary: 'Une rencontre dans un calendrier',
  description:
    'iCalendar (RFC 5545) : une entrée, son programme dans le texte. Garde le même identifiant ; « SEQUENCE » grandit quand la rencontre change, « STATUS » dit si elle est annulée. Aucune adresse électronique.',
  params: slug,
  contentType: 'text/calendar',
  response: z.string(),
  example: '/rencontres/matinee-des-coordinations-2024.ics'
});

export const getAgendaCalendar = contract({
  operation: 'getAgendaCalendar',
  path: '/agenda.ics',
  summary: 'S’abonner à l’agenda',
  description:
    'Les rencontres publiques depuis un an et à venir, à suivre depuis un calendrier (Outlook, Google, Thunderbird, téléphone), qui le relit de lui-même.',
  query: z.strictObject({ territoire: filter('Identifiant d’un territoire ; sans lui, tous') }),
  contentType: 'text/calendar',
  response: z.string(),
  example: '/agenda.ics?territoire=trois-confluents'
});
