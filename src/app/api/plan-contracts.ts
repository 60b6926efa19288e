/** What the open API says of plans. */
import { z } from 'zod';
import { INDICATOR_KINDS, INDICATOR_PURPOSES, DIRECTIONS } from '#domain/plans/indicators.ts';
import { PLAN_KINDS } from '#domain/plans/model.ts';
import { LINKED_NATURES, PRIORITIES, SHEET_STATUSES, STEP_STATUSES } from '#domain/plans/sheet.ts';
import { contract } from '#server/http/api.ts';

const text = (description: string) => z.string().meta({ description });
const day = z.iso.date().nullable();
const cents = (description: string) => z.int().nullable().meta({ description });
const actor = z.object({
  name: text('Tel que la fiche l’écrit'),
  structure: z.string().nullable().meta({ description: 'Identifiant dans l’annuaire' })
});

const step = z.object({
  title: z.string(),
  due_on: day,
  status: z.enum(STEP_STATUSES),
  done_on: day,
  responsible: z.string()
});

const funding = z.object({
  funder: z.string(),
  structure: z.string().nullable(),
  year: z.int().nullable().meta({ description: 'Null : pour tout le plan' }),
  planned_cents: cents('Null : pas connu'),
  actual_cents: cents('Null : pas connu')
});

const indicator = z
  .object({
    label: z.string(),
    definition: z.string(),
    purpose: z
      .enum(INDICATOR_PURPOSES)
      .meta({ description: 'follow-up : suivi ; result : évaluation' }),
    kind: z.enum(INDICATOR_KINDS).meta({
      description:
        'share : de 0 à 1 ; mark : note sur scale_max ; score : de −100 à 100 ; level : de 0 à 4 ; amount : en centimes ; yes-no : 0 ou 1'
    }),
    unit: z.string(),
    scale_max: z.number().nullable(),
    direction: z.enum(DIRECTIONS),
    baseline: z.object({ year: z.int(), value: z.number() }).nullable(),
    targets: z.array(z.object({ year: z.int(), value: z.number() })),
    values: z.array(
      z.object({
        year: z.int(),
        value: z.number().nullable().meta({ description: 'Null : la source dit pourquoi' }),
        scale_max: z.number().nullable(),
        origin: z.enum(['manual', 'computed']),
        source: text('D’où vient ce chiffre'),
        frozen: z.boolean().meta({ description: 'Son année est close' })
      })
    )
  })
  .meta({ id: 'Indicator' });

const sheet = z
  .object({
    number: text('« 28 »'),
    code: text('« 3.3.3 », ou rien'),
    slug: z.string(),
    title: z.string(),
    axis: z.string().nullable().meta({ description: 'Numéro ou titre de son axe' }),
    objective: z.string().nullable(),
    status: z.enum(SHEET_STATUSES),
    priority: z.enum(PRIORITIES).nullable(),
    starts_on: day,
    ends_on: day,
    renews_yearly: z.boolean(),
    themes: z.array(z.string()),
    where: text('En mots ; vide : partout où le plan intervient'),
    pilots: z.array(actor),
    partners: z.array(actor),
    resources: z.array(z.object({ plan: z.string(), part: z.string(), action: z.string() })),
    texts: z.array(z.object({ heading: text('« Diagnostic »'), items: z.array(z.string()) })),
    steps: z.array(step),
    funding: z.array(funding),
    events: z.array(z.string()).meta({ description: 'Identifiants des rencontres liées' }),
    shared: z
      .array(z.object({ kind: z.enum(LINKED_NATURES), title: z.string(), url: z.string() }))
      .meta({ description: 'Projets, retours d’expérience et documents publics de la fiche' }),
    indicators: z.array(indicator),
    updated_at: z.iso.datetime(),
    url: text('La fiche, pour une personne')
  })
  .meta({ id: 'ActionSheet' });

const objective = z.object({ number: z.string(), title: z.string() });

const plan = z
  .object({
    slug: z.string(),
    kind: z.enum(PLAN_KINDS),
    title: z.string(),
    short_title: z.string(),
    summary: z.string(),
    status: z.enum(['active', 'closed']),
    starts_on: day,
    ends_on: day,
    territory: z.object({ slug: z.string(), name: z.string() }),
    fictional: z.boolean(),
    axes: z.array(
      z.object({ number: z.string(), title: z.string(), objectives: z.array(objective) })
    ),
    signatories: z.array(
      z.object({ name: z.string(), structure: z.string().nullable(), quality: z.string() })
    ),
    closed_years: z.array(z.int()),
    indicators: z.array(indicator).meta({ description: 'Ceux du plan lui-même' }),
    sheets: z.array(sheet),
    url: z.string()
  })
  .meta({ id: 'Plan' });

export const getPlanBySlug = contract({
  operation: 'getPlan',
  path: '/api/v1/plans/{slug}',
  summary: 'Lire un plan, ses fiches et leurs indicateurs',
  description:
    'Ce que dit sa page publique : ni les brouillons, ni les fiches réservées, ni les chiffres réservés aux membres. Chaque valeur dit d’où elle vient.',
  params: z.object({ slug: text('Identifiant dans les adresses') }),
  response: plan,
  example: '/api/v1/plans/cls-des-trois-confluents'
});
