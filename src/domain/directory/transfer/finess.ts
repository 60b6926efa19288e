/**
 * The open FINESS files: the classic semicolon extraction (« structureet;… », etalab-cs1100507) and the FINESS+
 * flux of structures (`schema-structures-v1.json` of ansforge/finess).
 */
import type { RecordValues } from './record.ts';

/** Category of establishment → type of structure; sources: TRE_R66-CategorieEtablissement (ANS). */
export const FINESS_CATEGORIES: Record<string, { type: string; name: string }> = {
  '606': { type: 'DAC', name: 'Dispositif d’appui à la coordination' },
  '604': { type: 'CPTS', name: 'Communauté professionnelle territoriale de santé' },
  '463': { type: 'CLIC', name: 'Centre local d’information et de coordination' },
  '603': { type: 'MSP', name: 'Maison de santé' },
  '124': { type: 'CDS', name: 'Centre de santé' },
  '354': { type: 'SSIAD', name: 'Service de soins infirmiers à domicile' },
  '209': { type: 'SAD', name: 'Service polyvalent d’aide et de soins à domicile' },
  '460': { type: 'SAD', name: 'Service d’aide et d’accompagnement à domicile' },
  '127': { type: 'HAD', name: 'Hospitalisation à domicile' },
  '500': { type: 'EHPAD', name: 'Établissement d’hébergement pour personnes âgées dépendantes' },
  '202': { type: 'RESIDENCE-AUTONOMIE', name: 'Résidence autonomie' },
  '609': { type: 'MDPH', name: 'Maison départementale des personnes handicapées' },
  '446': { type: 'SAVS', name: 'Service d’accompagnement à la vie sociale' },
  '445': { type: 'SAMSAH', name: 'Service d’accompagnement médico-social pour adultes handicapés' },
  '156': { type: 'CMP', name: 'Centre médico-psychologique' },
  '197': {
    type: 'CSAPA',
    name: 'Centre de soins, d’accompagnement et de prévention en addictologie'
  },
  '178': {
    type: 'CAARUD',
    name: 'Centre d’accueil et d’accompagnement à la réduction des risques'
  },
  '223': { type: 'PMI', name: 'Protection maternelle et infantile' },
  '355': { type: 'CH', name: 'Centre hospitalier' },
  '101': { type: 'CHU', name: 'Centre hospitalier régional' }
};

export interface FinessFilter {
  /** Codes of categories; empty: all those that have a type here. */
  categories: string[];
  /** INSEE codes. */
  communes: string[];
  departements: string[];
}

/** An establishment, whichever file it comes from. */
export interface FinessEstablishment {
  finess: string;
  name: string;
  category: string;
  siret: string;
  address: string;
  addressExtra: string;
  postalCode: string;
  /** INSEE code. */
  commune: string;
  phone: string;
  email: string;
}

/** Columns of the classic file, which has no header: 0 is the section « structureet ». */
const AT = {
  finess: 1,
  shortName: 3,
  longName: 4,
  complement: 5,
  distribution: 6,
  number: 7,
  kind: 8,
  street: 9,
  streetExtra: 10,
  locality: 11,
  commune: 12,
  departement: 13,
  delivery: 15,
  phone: 16,
  category: 18,
  siret: 22
};

export const CLASSIC_SECTION = 'structureet';

/** Overseas départements as the classic file writes them. */
const OVERSEAS = ['9A', '9B', '9C', '9D', '9E', '9F'];

/** @param cells - one « structureet » line of the classic file. */
export function readClassicLine(cells: readonly string[]): FinessEstablishment | null {
  const cell = (at: number) => (cells[at] ?? '').trim();
  if (cell(0) !== CLASSIC_SECTION || !/^[0-9A-Z]{9}$/.test(cell(AT.finess))) return null;
  const departement = cell(AT.departement);
  const commune = cell(AT.commune).padStart(3, '0');
  const [, postalCode = ''] = /^(\d{5})\b/.exec(cell(AT.delivery)) ?? [];
  return {
    finess: cell(AT.finess),
    name: sentence(cell(AT.longName) || cell(AT.shortName)),
    category: cell(AT.category),
    siret: cell(AT.siret),
    address: street([
      cell(AT.number),
      STREETS[cell(AT.kind)] ?? cell(AT.kind),
      cell(AT.street),
      cell(AT.streetExtra)
    ]),
    addressExtra: street([cell(AT.distribution), cell(AT.locality)]),
    postalCode,
    commune: OVERSEAS.includes(departement) ? `97${commune}` : `${departement}${commune}`,
    phone: cell(AT.phone),
    email: ''
  };
}

interface FluxAddress {
  numeroVoie?: string;
  typeVoie?: string;
  libelleVoie?: string;
  complementVoie?: string;
  complementPointGeographique?: string;
  lieuDit?: string;
  cogCommune?: string;
  codePostal?: string;
  ligneQuatre?: string;
}

/** The legal entity of the flux, of which only what is used is described. */
export interface FluxEntity {
  ege?: {
    informationsGeneralesEGE?: {
      numFinessEge?: string;
      nomEgeLong?: string;
      nomEgeCourt?: string;
      siret?: string;
      dateFermeture?: string;
    };
    siret?: string;
    etatObjet?: string | { code?: string };
    categorieentiteGeographiqueExercice?: string | { code?: string };
    categorieEntiteGeographiqueExercice?: string | { code?: string };
    adresse?: FluxAddress[];
    contact?: { telecom?: { telephone?: string; courriel?: string } }[];
  }[];
}

/** The open establishments of a legal entity of the FINESS+ flux: the closed ones are left out. */
export function readFluxEntity(entity: FluxEntity): FinessEstablishment[] {
  return (entity.ege ?? []).flatMap((place) => {
    const about = place.informationsGeneralesEGE ?? {};
    const finess = (about.numFinessEge ?? '').trim();
    const state = codeOf(place.etatObjet);
    if (!/^[0-9A-Z]{9}$/.test(finess) || (state !== '' && state !== 'A')) return [];
    const address = place.adresse?.[0] ?? {};
    const telecom = place.contact?.find(
      ({ telecom: known }) => known?.telephone || known?.courriel
    )?.telecom;
    return [
      {
        finess,
        name: sentence((about.nomEgeLong || about.nomEgeCourt || '').trim()),
        category: codeOf(
          place.categorieentiteGeographiqueExercice ?? place.categorieEntiteGeographiqueExercice
        ),
        siret: (about.siret ?? place.siret ?? '').trim(),
        address: fluxStreet(address),
        addressExtra: street([address.complementPointGeographique ?? '', address.lieuDit ?? '']),
        postalCode: (address.codePostal ?? '').trim(),
        commune: (address.cogCommune ?? '').trim(),
        phone: (telecom?.telephone ?? '').trim(),
        email: (telecom?.courriel ?? '').trim()
      }
    ];
  });
}

function fluxStreet(address: FluxAddress): string {
  if (address.ligneQuatre) return sentence(address.ligneQuatre.trim());
  const kind = (address.typeVoie ?? '').trim();
  return street([
    address.numeroVoie ?? '',
    STREETS[kind] ?? kind,
    address.libelleVoie ?? '',
    address.complementVoie ?? ''
  ]);
}

function codeOf(value: string | { code?: string } | undefined): string {
  return (typeof value === 'string' ? value : (value?.code ?? '')).trim();
}

/** Whether an establishment is among those chosen. */
export function isChosen(place: FinessEstablishment, filter: FinessFilter): boolean {
  const { categories, communes, departements } = filter;
  const isCategory =
    categories.length > 0
      ? categories.includes(place.category)
      : place.category in FINESS_CATEGORIES;
  return (
    isCategory &&
    (communes.includes(place.commune) || departements.some((code) => isWithin(place.commune, code)))
  );
}

function isWithin(commune: string, departement: string): boolean {
  return commune.startsWith(departement);
}

/**
 * The fiche an establishment makes: typed, with its telephone, « à confirmer », where it intervenes unknown.
 * @param types - codes of the types of this instance.
 */
export function finessValues(place: FinessEstablishment, types: ReadonlySet<string>): RecordValues {
  const type = FINESS_CATEGORIES[place.category]?.type;
  const values = {
    name: place.name,
    type: type !== undefined && types.has(type) ? type : undefined,
    finess: place.finess,
    externalId: `finess-${place.finess}`,
    siret: /^\d{14}$/.test(place.siret) ? place.siret : undefined,
    address: place.address,
    addressExtra: place.addressExtra,
    postalCode: place.postalCode,
    communeCode: place.commune,
    phone: place.phone,
    email: place.email,
    addSources: ['FINESS']
  };
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  );
}

const STREETS: Record<string, string> = {
  R: 'rue',
  AV: 'avenue',
  BD: 'boulevard',
  PL: 'place',
  CHE: 'chemin',
  RTE: 'route',
  ALL: 'allée',
  IMP: 'impasse',
  QU: 'quai',
  QUAI: 'quai',
  CRS: 'cours',
  SQ: 'square',
  FG: 'faubourg',
  PROM: 'promenade',
  RES: 'résidence',
  LOT: 'lotissement',
  ZA: 'zone d’activité',
  HAM: 'hameau',
  CITE: 'cité',
  ESP: 'esplanade',
  PAS: 'passage',
  VLA: 'villa',
  RPT: 'rond-point'
};

/** Abbreviations are spelled out before capitals go: what kind of street it is takes none. */
function street(parts: readonly string[]): string {
  const text = parts
    .map((part) => part.trim())
    .filter(Boolean)
    .join(' ');
  return sentence(text.toUpperCase());
}

const SMALL = new Set([
  ...'à au aux de des du d en et la le les l ou par pour sur sous chez'.split(' '),
  ...Object.values(STREETS).flatMap((kind) => kind.split(/[ ’-]/))
]);

/** FINESS writes in capitals without accents: words get one capital each, acronyms and numbers stay. */
export function sentence(text: string): string {
  if (text !== text.toUpperCase()) return text;
  return text.replace(/\s+/g, ' ').replace(/[\p{L}\d.]+/gu, (word, at: number) => {
    const lower = word.toLowerCase();
    if (at > 0 && SMALL.has(lower)) return lower;
    if (ACRONYMS.has(word.replaceAll('.', '')) || /\d/.test(word)) return word;
    return lower.charAt(0).toUpperCase() + lower.slice(1);
  });
}

const ACRONYMS = new Set(
  'SSIAD SPASAD SAAD SAD HAD EHPAD CMP CMPP CATTP CSAPA CAARUD CLIC CPTS MSP MDPH MDA DAC PTA SAVS SAMSAH PMI CCAS CIAS CH CHU CHRU CHR GHT ADMR ADAPEI APF APAJH UDAF UMT MSA EMS PA PH USLD SSR IME FAM MAS CDS CDAS BP CS ZA ZAC'.split(
    ' '
  )
);
