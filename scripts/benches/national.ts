/** A whole country of structures that do not exist, on communes that do: the load of the budgets. */
import type { ServiceInput, StructureInput } from '#domain/directory/model.ts';
import { structureInput } from '#domain/directory/forms.ts';
import { drawPerimeter, neighbours, type Neighbours, type Place } from './perimeters.ts';
import { Random } from './random.ts';

/** Share of each type among a hundred structures, and what each answers. */
const TYPES = {
  CCAS: {
    share: 22,
    themes: ['acces-aux-droits', 'difficultes-financieres', 'lien-social'],
    audiences: ['tous-publics', 'precarite', 'personnes-agees']
  },
  EHPAD: {
    share: 14,
    themes: ['hebergement', 'troubles-de-la-memoire'],
    audiences: ['personnes-agees']
  },
  MSP: {
    share: 12,
    themes: ['acces-aux-soins', 'prevention', 'maladies-chroniques'],
    audiences: ['tous-publics']
  },
  SAD: {
    share: 10,
    themes: ['maintien-a-domicile', 'retour-hospitalisation'],
    audiences: ['personnes-agees', 'personnes-en-situation-de-handicap']
  },
  SSIAD: {
    share: 7,
    themes: ['soins-a-domicile', 'maintien-a-domicile'],
    audiences: ['personnes-agees', 'malades-chroniques', 'personnes-en-situation-de-handicap']
  },
  CDS: {
    share: 6,
    themes: ['acces-aux-soins', 'soins-non-programmes'],
    audiences: ['tous-publics']
  },
  CMP: {
    share: 5,
    themes: ['sante-mentale'],
    audiences: ['troubles-psychiques', 'jeunes', 'enfants']
  },
  PMI: {
    share: 4,
    themes: ['perinatalite', 'prevention'],
    audiences: ['enfants', 'femmes-enceintes', 'familles']
  },
  MDS: {
    share: 4,
    themes: ['acces-aux-droits', 'violences'],
    audiences: ['familles', 'precarite']
  },
  CPTS: {
    share: 3,
    themes: ['acces-aux-soins', 'soins-non-programmes', 'projet-de-sante'],
    audiences: ['professionnels', 'tous-publics']
  },
  CLIC: {
    share: 3,
    themes: ['maintien-a-domicile', 'acces-aux-droits', 'soutien-aidants'],
    audiences: ['personnes-agees', 'aidants']
  },
  SAVS: {
    share: 2.5,
    themes: ['handicap', 'logement-adapte'],
    audiences: ['personnes-en-situation-de-handicap']
  },
  CSAPA: { share: 2, themes: ['addictions'], audiences: ['personnes-avec-addiction', 'jeunes'] },
  GEM: { share: 1.5, themes: ['lien-social', 'sante-mentale'], audiences: ['troubles-psychiques'] },
  PFR: { share: 1.5, themes: ['soutien-aidants'], audiences: ['aidants'] },
  CLS: { share: 1, themes: ['projet-de-sante', 'prevention'], audiences: ['professionnels'] },
  DAC: {
    share: 0.8,
    themes: ['parcours-complexe', 'retour-hospitalisation'],
    audiences: ['professionnels', 'tous-publics']
  },
  SAMSAH: {
    share: 0.7,
    themes: ['handicap', 'soins-a-domicile'],
    audiences: ['personnes-en-situation-de-handicap']
  }
} as const;
type Type = keyof typeof TYPES;
const SHARES = Object.fromEntries(
  Object.entries(TYPES).map(([code, { share }]) => [code, share])
) as Record<Type, number>;

const NAMES: Record<Type, string[]> = {
  CCAS: ['CCAS', 'Centre communal d’action sociale'],
  EHPAD: ['EHPAD', 'Résidence'],
  MSP: ['Maison de santé', 'MSP', 'Pôle de santé'],
  SAD: ['Aide à domicile', 'Service d’aide à domicile', 'SAD'],
  SSIAD: ['SSIAD', 'Service de soins infirmiers à domicile'],
  CDS: ['Centre de santé', 'Centre de soins'],
  CMP: ['Centre médico-psychologique', 'CMP'],
  PMI: ['PMI', 'Centre de protection maternelle et infantile'],
  MDS: ['Maison des solidarités', 'MDS'],
  CPTS: ['CPTS', 'Communauté professionnelle territoriale de santé'],
  CLIC: ['CLIC', 'Centre local d’information et de coordination'],
  SAVS: ['SAVS', 'Service d’accompagnement à la vie sociale'],
  CSAPA: ['CSAPA'],
  GEM: ['GEM', 'Groupe d’entraide mutuelle'],
  PFR: ['Plateforme de répit', 'Plateforme des aidants'],
  CLS: ['Contrat local de santé'],
  DAC: ['DAC', 'Dispositif d’appui à la coordination'],
  SAMSAH: ['SAMSAH']
};

const OWN_NAMES =
  `les Tilleuls,le Belvédère,les Glycines,Val Fleuri,la Roseraie,les Alizés,le Grand Pré,les Hortensias,
la Source,les Marronniers,le Moulin,les Genêts,la Passerelle,le Relais,les Quatre Vents,l’Escale,la Fontaine,
les Coquelicots,le Clos des Vignes,les Mimosas,l’Horizon,la Providence,les Peupliers,le Petit Bois,les Bleuets,
la Colline,le Phare,les Lavandes,l’Espérance,la Clairière,les Charmilles,le Verger,les Bruyères,la Rivière,
les Noisetiers,le Parc,les Amandiers,l’Orée,la Garenne,les Primevères`
    .split(',')
    .map((name) => name.trim());

/** @param places - every current commune. @returns `count` fiches; the same for the same seed and places. */
export function nationalLoad(
  places: readonly Place[],
  count: number,
  seed: number
): StructureInput[] {
  const random = new Random(seed);
  const map = neighbours(places);
  const seats = seatsOf(places);
  const usedNames = new Map<string, number>();
  return Array.from({ length: count }, (_, i) => {
    const type = random.weighted(SHARES);
    const place = seats(random);
    return drawFiche(random, i, type, drawName(random, type, place, usedNames), place, map);
  });
}

/** A seat is more often in a large commune, as in life. */
function seatsOf(places: readonly Place[]): (random: Random) => Place {
  const cumulated: number[] = [];
  let sum = 0;
  for (const place of places) cumulated.push((sum += Math.sqrt(place.population) + 5));
  return (random) => places[lowerBound(cumulated, random.next() * sum)]!;
}

function drawFiche(
  random: Random,
  i: number,
  type: Type,
  name: string,
  place: Place,
  map: Neighbours
): StructureInput {
  const leads = [`Commune de ${place.name}`, ...LEAD_BODIES];
  return structureInput.parse({
    slug: `b-${i}`,
    name,
    type,
    leadBody: random.next() < 0.4 ? random.pick(leads) : '',
    summary: random.next() < 0.7 ? random.pick(SUMMARIES) : '',
    postalCode: place.postalCode,
    communeCode: random.next() < 0.95 ? place.code : null,
    phone: `0536490${String(i % 1000).padStart(3, '0')}`,
    openingHours: random.next() < 0.7 ? 'Mo-Fr 09:00-12:00,14:00-17:00' : '',
    // Not marked: what is marked fictional never answers for a real commune. This database serves nobody.
    fictional: false,
    sources: ['scripts/benches/national.ts'],
    confirmedAt:
      random.next() < 0.6
        ? new Date(Date.UTC(2026, random.below(10), 1 + random.below(28))).toISOString()
        : null,
    perimeter: drawPerimeter(random, place, map),
    services: drawServices(random, type)
  });
}

const LEAD_BODIES = ['Association gestionnaire', 'Centre hospitalier', 'Conseil départemental'];

const SUMMARIES = [
  'Accueille, informe et oriente les personnes et leur entourage.',
  'Accompagne à domicile les personnes qui en ont besoin.',
  'Réunit des professionnels autour d’un projet commun.',
  'Propose des consultations sur rendez-vous et des actions de prévention.',
  'Soutient les proches et propose des temps de répit.'
];

function drawName(random: Random, type: Type, place: Place, used: Map<string, number>): string {
  const label = random.pick(NAMES[type]);
  const own =
    ['EHPAD', 'MSP', 'SAD', 'CDS', 'GEM'].includes(type) || random.next() < 0.1
      ? ` ${random.pick(OWN_NAMES)}`
      : '';
  const name = `${label}${own} de ${place.name}`;
  const times = (used.get(name) ?? 0) + 1;
  used.set(name, times);
  return times === 1 ? name : `${name} ${times}`;
}

function drawServices(random: Random, type: Type): Partial<ServiceInput>[] {
  const { themes, audiences } = TYPES[type];
  const count = random.weighted({ '0': 8, '1': 55, '2': 27, '3': 10 });
  return Array.from({ length: Number(count) }, (_, i) => ({
    name: random.pick([
      'Accueil et orientation',
      'Accompagnement',
      'Consultations',
      'Permanence',
      'Visites à domicile',
      'Ateliers',
      'Évaluation à domicile'
    ]),
    themes: i === 0 ? [themes[0]] : random.some(themes, 2),
    audiences: random.next() < 0.9 ? random.some<string>(audiences, 2) : [],
    solicitedThrough: ['telephoner'] as const,
    delay: random.next() < 0.3 ? 'réponse sous 48 h' : ''
  }));
}

/** Position of the first of the rising numbers that reaches `value`. */
function lowerBound(rising: readonly number[], value: number): number {
  let low = 0;
  let high = rising.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
