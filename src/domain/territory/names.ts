/** How people say the official names of zones: without « CC du », with the right article. */
import type { ZoneLevel } from './model.ts';

/** Articles of INSEE's TNCC (« type de nom en clair »); 6 to 8 are aux, las, los: nothing above a commune has them. */
const ARTICLES = ['', '', 'le ', 'la ', 'les ', "l'"] as const;

/** Names INSEE writes without an article though people use one. */
const SPOKEN_ARTICLES: Readonly<Record<string, string>> = {
  'Eure-et-Loir': "l'",
  'Ille-et-Vilaine': "l'",
  'Indre-et-Loire': "l'",
  'Maine-et-Loire': 'le ',
  'Meurthe-et-Moselle': 'la ',
  'Saône-et-Loire': 'la ',
  'Seine-et-Marne': 'la ',
  'Polynésie française': 'la ',
  'Nouvelle-Calédonie': 'la ',
  'Terres australes et antarctiques françaises': 'les ',
  'Île de Clipperton': "l'"
};

/** Those whose elided article hides a feminine: « toute l'Isère » but « tout l'Ain ». */
const ELIDED_FEMININE: ReadonlySet<string> = new Set([
  'Aisne',
  'Ardèche',
  'Ariège',
  'Aube',
  'Aude',
  'Essonne',
  'Eure',
  'Isère',
  'Oise',
  'Orne',
  'Yonne',
  'Île de Clipperton'
]);

/** A zone's name as people say it, and the article that goes before it in a sentence (with its space, if any). */
export interface SpokenName {
  label: string;
  article: string;
}

const EPCI_KIND = /^(?:CC|CA|CU)\s+/;
const LINK = /^(du|des|de la|de l['’]|de|d['’])\s*/i;
const LINK_ARTICLES: Readonly<Record<string, string>> = {
  du: 'le ',
  des: 'les ',
  'de la': 'la ',
  "de l'": "l'"
};

/**
 * « CC du Pays d'Iroise » → Pays d'Iroise, le; « CA Quimper Bretagne Occidentale » → as it is, no article;
 * « Métropole d'Aix-Marseille-Provence » stays whole.
 */
export function spokenEpci(name: string): SpokenName {
  const clean = name.replace(/\s*\([A-ZÉÈ' -]+\)$/, '').replaceAll("''", '"');
  if (!EPCI_KIND.test(clean)) return ownArticle(clean);
  const rest = clean.replace(EPCI_KIND, '');
  const link = LINK.exec(rest);
  if (!link) return ownArticle(rest);
  const label = rest.slice(link[0].length);
  const article = LINK_ARTICLES[(link[1] ?? '').toLowerCase().replace('’', "'")] ?? '';
  return { label: label.charAt(0).toUpperCase() + label.slice(1), article };
}

/** A name that follows no « du »: most take no article, and « CC Le Grand Charolais » carries its own. */
function ownArticle(label: string): SpokenName {
  if (/^(Métropole|Communauté) /.test(label)) return { label, article: 'la ' };
  return { label, article: label.startsWith('Pays ') ? 'le ' : '' };
}

/** @param liaison - INSEE's TNCC of the name, 0 to 8. */
export function spokenDepartement(name: string, liaison: number): SpokenName {
  return { label: name, article: SPOKEN_ARTICLES[name] ?? ARTICLES[liaison] ?? '' };
}

/**
 * The whole of a zone, as object of a verb: « tout le Finistère », « toute la Sarthe », « les Landes en entier »,
 * « toute la région Bretagne », « Saint-Renan ».
 */
export function wholeOf(level: ZoneLevel, spoken: SpokenName): string {
  const { label, article } = spoken;
  if (level === 'commune') return label;
  if (level === 'region') return `toute la région ${label}`;
  if (article === 'la ') return `toute la ${label}`;
  if (label.startsWith('La ')) return `toute ${label}`;
  if (article === 'les ') return `les ${label} en entier`;
  if (article !== "l'") return `tout ${article}${label}`;
  // Their gender is not sure: « l'Ouest Vosgien », « l'Eure-et-Loir ».
  if (level === 'epci' || label.includes('-et-')) return `l'${label} en entier`;
  return ELIDED_FEMININE.has(label) ? `toute l'${label}` : `tout l'${label}`;
}

/** A zone with its article, when part of it is left out: « le Pays d'Iroise », « la région Bretagne ». */
export function withArticle(level: ZoneLevel, spoken: SpokenName): string {
  if (level === 'region') return `la région ${spoken.label}`;
  return `${spoken.article}${spoken.label}`;
}
