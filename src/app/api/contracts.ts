import { z } from 'zod';
import { contract, paging } from '#server/http/api.ts';
import {
  getAgendaCalendar,
  getEventBySlug,
  getEventCalendar,
  listEvents
} from './event-contracts.ts';
import { getPlanBySlug } from './plan-contracts.ts';

const text = (description: string) => z.string().meta({ description });
const filter = (description: string) => z.string().max(200).optional().meta({ description });

const named = z.object({ code: z.string(), name: z.string() });

const commune = z
  .object({
    code: text('Code INSEE'),
    name: z.string(),
    postal_codes: z.array(z.string()),
    departement: named,
    region: named,
    epci: named
      .nullable()
      .meta({ description: 'Intercommunalité à fiscalité propre ; quelques îles n’en ont pas' }),
    population: z.int().meta({ description: 'Population municipale' })
  })
  .meta({ id: 'Commune' });

const summary = z
  .object({
    slug: z.string(),
    name: z.string(),
    acronym: z.string(),
    type: text('Code du type de structure : « CLIC »'),
    type_name: z.string(),
    action: z
      .enum(['call', 'gather'])
      .meta({ description: 'call : à appeler ; gather : à associer' }),
    summary: z.string(),
    commune: z.string().nullable(),
    phone: z.string(),
    fictional: z.boolean(),
    confirmed_at: z.iso.datetime().nullable(),
    url: text('La fiche, pour une personne')
  })
  .meta({ id: 'StructureSummary' });

const because = z.object({
  level: z.enum(['commune', 'epci', 'departement', 'region', 'everywhere']),
  code: z.string(),
  name: z.string(),
  text: text('La raison, en français : « couvre tout le Pays d’Iroise »')
});

const covering = summary
  .extend({
    certainty: z.enum(['declared', 'everywhere']),
    because,
    front_door: z
      .int()
      .nullable()
      .meta({ description: 'Rang parmi les portes d’entrée choisies par le territoire' }),
    services: z.array(z.object({ name: z.string(), phone: z.string(), delay: z.string() }))
  })
  .meta({ id: 'CoveringStructure' });

const zone = z.object({
  level: z.enum(['commune', 'epci', 'departement', 'region']),
  code: z.string()
});

const perimeter = z
  .object({
    certainty: z.enum(['declared', 'everywhere', 'unknown']),
    text: text('Le périmètre en mots, calculé'),
    zones: z.object({ include: z.array(zone), exclude: z.array(zone) }),
    communes: z
      .array(z.string())
      .meta({ description: 'Codes INSEE ; vide quand le périmètre est « partout » ou inconnu' })
  })
  .meta({ id: 'Perimeter' });

const service = z.object({
  name: z.string(),
  description: z.string(),
  themes: z.array(z.string()),
  publics: z.array(z.string()),
  solicited_by: z.array(z.string()),
  solicited_through: z.array(z.string()),
  delay: z.string(),
  fees: z.string(),
  phone: z.string(),
  link: z.string(),
  opening_hours: z.string(),
  perimeter: perimeter.nullable().meta({ description: 'Null : celui de la structure' })
});

const structure = summary
  .extend({
    lead_body: z.string(),
    description: z.string(),
    limits: z.string(),
    hands_over_to: z.string(),
    siret: z.string().nullable(),
    finess: z.string().nullable(),
    address: z.string(),
    postal_code: z.string(),
    commune_code: z.string().nullable(),
    email: z.string(),
    mssante: z.string(),
    website: z.string(),
    opening_hours: text('Au format OSM opening_hours'),
    sources: z.array(z.string()),
    reliability: z.enum(['confirmed', 'partial', 'to_confirm']),
    parent: z.string().nullable(),
    territories: z.array(z.string()),
    perimeter,
    services: z.array(service)
  })
  .meta({ id: 'Structure' });

const slug = z.object({ slug: text('Identifiant dans les adresses') });
const criteria = {
  public: filter('Code d’un public'),
  theme: filter('Code d’un besoin'),
  type: filter('Code d’un type de structure')
};

export const listCommunes = contract({
  operation: 'listCommunes',
  path: '/api/v1/communes',
  summary: 'Chercher une commune',
  description:
    'Par nom ou partie de nom, avec ou sans accents, ancien nom, code postal ou code INSEE.',
  query: z.strictObject({
    q: z
      .string()
      .trim()
      .min(1, 'indiquez un nom ou un code')
      .max(100)
      .meta({ description: 'Ce qui est cherché' })
  }),
  response: z.array(
    commune.extend({
      matched: z.string().nullable().meta({ description: 'L’autre nom qui a répondu' })
    })
  ),
  example: '/api/v1/communes?q=st%20renan'
});

export const whoCoversCommune = contract({
  operation: 'whoCovers',
  path: '/api/v1/communes/{code}/structures',
  summary: 'Qui couvre ?',
  description:
    'Les structures qui interviennent dans une commune, et pourquoi chacune est là. Le périmètre déclaré décide, jamais une distance. « unknown » : celles qui répondraient au besoin mais dont le périmètre n’est pas renseigné. « unspecified » : elles couvrent la commune sans avoir dit pour qui ou pour quoi. Les trois listes, mises bout à bout, sont rendues par pages de 100 au plus ; « total » dit combien chacune en compte en tout.',
  params: z.object({ code: text('Code INSEE de la commune') }),
  query: z.strictObject({
    ...criteria,
    page: paging.page,
    per_page: paging.per_page.default(100)
  }),
  response: z.object({
    commune,
    total: z.object({ structures: z.int(), unspecified: z.int(), unknown: z.int() }),
    page: z.int(),
    per_page: z.int(),
    structures: z.array(covering),
    unspecified: z.array(covering),
    unknown: z.array(summary)
  }),
  example: '/api/v1/communes/29260/structures?public=personnes-agees'
});

export const listStructures = contract({
  operation: 'listStructures',
  path: '/api/v1/structures',
  summary: 'Chercher dans l’annuaire',
  description: 'Texte (fautes de frappe tolérées, sigles reconnus) et filtres qui se combinent.',
  query: z.strictObject({
    q: filter('Texte cherché'),
    ...criteria,
    commune: filter('Code INSEE : les structures qui y interviennent'),
    territory: filter('Identifiant d’un territoire'),
    ...paging
  }),
  response: z.object({ items: z.array(summary), total: z.int(), page: z.int(), per_page: z.int() }),
  example: '/api/v1/structures?q=clic&per_page=5'
});

export const getStructureBySlug = contract({
  operation: 'getStructure',
  path: '/api/v1/structures/{slug}',
  summary: 'Lire une fiche',
  description: 'La fiche publique entière. Les personnes n’y figurent pas.',
  params: slug,
  response: structure,
  example: '/api/v1/structures/cls-pays-de-brest'
});

export const getPerimeterGeojson = contract({
  operation: 'getPerimeterGeojson',
  path: '/api/v1/structures/{slug}/perimetre.geojson',
  summary: 'Le périmètre d’une structure en GeoJSON',
  description:
    'Une entité par commune couverte ; géométrie nulle quand l’installation n’a pas de contours.',
  params: slug,
  contentType: 'application/geo+json',
  response: z.object({
    type: z.literal('FeatureCollection'),
    features: z.array(
      z.object({
        type: z.literal('Feature'),
        geometry: z.any().nullable(),
        properties: z.object({ code: z.string(), name: z.string() }).loose()
      })
    )
  }),
  example: '/api/v1/structures/ccas-de-lesneven/perimetre.geojson'
});

export const getVcard = contract({
  operation: 'getVcard',
  path: '/api/v1/structures/{slug}.vcf',
  summary: 'La carte de visite d’une structure (vCard 4)',
  description: 'À ajouter au carnet d’adresses d’un téléphone.',
  params: slug,
  contentType: 'text/vcard',
  response: z.string(),
  example: '/api/v1/structures/ccas-de-lesneven.vcf'
});

export const getCoverage = contract({
  operation: 'getCoverage',
  path: '/api/v1/territoires/{slug}/couverture',
  summary: 'La couverture d’un territoire, commune par commune',
  description:
    'Répond quand l’animation du territoire a choisi de publier sa couverture. « undetermined » : structures concernées dont le périmètre n’est pas renseigné ; tant qu’il y en a, une commune sans structure n’est pas une commune sans réponse.',
  params: slug,
  query: z.strictObject(criteria),
  response: z.object({
    territory: z.object({ slug: z.string(), name: z.string() }),
    communes: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        population: z.int(),
        structures: z.array(z.string())
      })
    ),
    undetermined: z.array(z.string())
  }),
  example: '/api/v1/territoires/trois-confluents/couverture?theme=maintien-a-domicile'
});

/** Every endpoint: OpenAPI lists them, the tests call them. */
export const CONTRACTS = [
  listCommunes,
  whoCoversCommune,
  listStructures,
  getStructureBySlug,
  getPerimeterGeojson,
  getVcard,
  getCoverage,
  listEvents,
  getEventBySlug,
  getEventCalendar,
  getAgendaCalendar,
  getPlanBySlug
];
