import { splitSentences, type Passage } from './finding.ts';

const AGE = /(?<![\p{L}\d.,/-])(\d{1,3})\s*(ans|mois)(?!\p{L})/giu;
const DECADE =
  /(?<!\p{L})(?:une?|cet|cette|l['’])\s*(?:septuag[ée]naire|octog[ée]naire|nonag[ée]naire|centenaire)(?!\p{L})/giu;
/** What comes before a number of years that is nobody's age. */
const DURATION =
  /(?:depuis|pendant|durant|il y a|dans|en|sur|d['’]ici|tous les|toutes les|au bout de|apr[eè]s|pour(?: une dur[ée]e de)?|dur[ée]e\s*(?:de|:)?|pr[eè]s de|plus de|moins de|au moins|au-del[àa] de|à partir de|à compter de|d[eè]s|jusqu['’](?:à|au)|avant|entre(?:\s+\d+(?:\s+ans)?)?\s+(?:et\s+)?|et|ou|à|les|ses|nos|leurs|minimum|maximum|[≥≤<>+=-]|maxi|mini|bail de|contrat de|convention de|mandat de|exp[ée]rience de|\d\s*(?:à|-|–|et|ou))\s*$/iu;
/** « de 60 ans à 75 ans », « de 3 à 11 ans ». */
const RANGE_BEFORE = /(?:de|des|d['’])\s*\d{1,3}\s*(?:ans)?\s*(?:à|-|–|et)\s*$/iu;
const NOBODYS =
  /^\s*(?:\(?(?:et|ou)\s*(?:plus|\+|moins|davantage)|\+|minimum|maximum|mini|maxi|r[ée]volus|au moins|inclus|à\s+\d|et\s+\d|-\s*\d|d['’](?:exist|exp[ée]r|activ|ancien|histoire|âge minimum|engag|accompagn|[ée]tude)|de\s+(?:pratique|carrière|m[ée]tier|travail|fonctionnement|partenariat|pr[ée]sence)|après|plus tard|renouvelable|auparavant|de suite)/iu;
/** « les personnes de 80 ans », « des enfants âgés de 6 ans »: a public, not somebody. */
const GROUP = /(?<!\p{L})(?!fils(?!\p{L}))\p{L}+[sx]\s+(?:âgée?s?\s+)?(?:de|d['’])\s*$/iu;
/** « un couple de 80 et 84 ans ». */
const COUPLE = /couple\s+(?:âgé\s+)?de\s+\d{2,3}\s*(?:ans)?\s*et\s*(?:de\s+)?$/iu;
const BABY =
  /(?:b[ée]b[ée]|enfant|nourrisson|fille|fils|gar[çc]on|petite?|jumelle|jumeau)\s*,?\s*(?:âgée?\s+)?(?:de\s+)?$/iu;

const PLACE_NAME = String.raw`(?:L[ea]s?\s+|L['’])?\p{Lu}\p{Ll}[\p{L}]*(?:(?:['’ -]|-(?:d|l)['’]|-(?:en|de|du|des|la|le|les|sur|sous|et|lès|l[eè]z|d|l|aux?)-|\s(?:d['’]|de |du |la |le |sur )\s?)\p{Lu}[\p{L}]*)*`;
const PLACE = new RegExp(
  String.raw`(?<!\p{L})(?:[àÀ]|sur|près de|vers|de|d['’]|habite(?:\s+à)?|habitante?(?:\s+à)?|r[ée]sidante?(?:\s+à)?|commune\s*:|au)\s*(?<=[\s'’:])(${PLACE_NAME})(?!\p{L})`,
  'gu'
);
/** Capitals that are no commune. */
const NOT_A_COMMUNE =
  /^(?:France|Europe|État|Département|Région|Maison|Centre|Hôpital|Santé|Pôle|Services?|Assurance|Sécurité|Monsieur|Madame|Mme|Alzheimer|Parkinson|Noël|Pâques|Occitanie|Bretagne|Internet|Facebook|Mon|Ma|Caf|Carsat|Msa|Cpam|Ehpad|Clic|Dac|Cpts|Téléphone|Covid|Contact|Accueil|Conseil|Agence|Union|Fédération|Association|Réseau|Territoire|Pays|Ministère|Samu|Grand|Charcot|Down|Lewy|Korsakoff|Petits? Frères)(?!\p{L})/u;

const BEFORE_NAME =
  /(?<![\p{L}.’'])(?:\p{Lu}\p{Ll}+(?:[- ]\p{Lu}\p{L}*\.?){0,2}|\p{Lu}\.\s?(?:\p{Lu}\.?)?)\s*(?:[,(–—-]\s*|,?\s+(?:âgée?\s+de|a)\s+)$/u;
const NO_NAME =
  /^(?:(?:(?:M\.|Mme|Monsieur|Madame)\s+)?[XYZN]|Âge|Age|Public|Homme|Femme|Enfants?|Adultes?|Personnes?|Seniors?|Jeunes?|Pour|Dès|Avec|Bail|Durée|Contrat|Patient|Patiente|Fille|Garçon|Situation|Tarif|Gratuit|Il|Elle|On|Ce|Cette|Le|La|Les|Un|Une)(?!\p{L})/u;

/** Somebody's age beside a commune, or beside a first name: enough, in a small place, to know who it is. */
export function findAges(text: string): Passage[] {
  return splitSentences(text).flatMap((sentence) => {
    const ages = [...personalAges(sentence.text)];
    const places = communesIn(sentence.text);
    return ages
      .flatMap((age) => [
        ...besideName(sentence.text, age),
        ...places.slice(0, 1).map(() => besidePlace(age, places))
      ])
      .map((found) => ({
        ...found,
        start: found.start + sentence.start,
        end: found.end + sentence.start
      }));
  });
}

interface Span {
  start: number;
  end: number;
}

function* personalAges(sentence: string): Generator<Span> {
  for (const found of sentence.matchAll(AGE)) {
    const before = sentence.slice(0, found.index);
    const after = sentence.slice(found.index + found[0].length);
    const months = found[2]!.toLowerCase() === 'mois';
    if (Number(found[1]) > 115 || NOBODYS.test(after)) continue;
    if (months ? !BABY.test(before) : isDuration(before)) continue;
    if (GROUP.test(before)) continue;
    yield { start: found.index, end: found.index + found[0].length };
  }
  for (const found of sentence.matchAll(DECADE))
    yield { start: found.index, end: found.index + found[0].length };
}

function isDuration(before: string): boolean {
  return !COUPLE.test(before) && (DURATION.test(before) || RANGE_BEFORE.test(before));
}

function communesIn(sentence: string): Span[] {
  return [...sentence.matchAll(PLACE)]
    .filter(([, name = '']) => !NOT_A_COMMUNE.test(name) && !/^\p{Lu}{2,6}$/u.test(name))
    .map((found) => ({ start: found.index, end: found.index + found[0].length }));
}

/** From the age to the nearest commune, whichever comes first. */
function besidePlace(age: Span, places: readonly Span[]): Passage {
  const distance = (place: Span) => Math.max(place.start - age.end, age.start - place.end);
  const [nearest] = places.toSorted((a, b) => distance(a) - distance(b));
  const place = nearest ?? age;
  return {
    kind: 'age-place',
    start: Math.min(age.start, place.start),
    end: Math.max(age.end, place.end)
  };
}

/** « Jeanne, 83 ans », « J. D. (83 ans) ». */
function besideName(sentence: string, age: Span): Passage[] {
  const name = BEFORE_NAME.exec(sentence.slice(0, age.start));
  if (!name || NO_NAME.test(name[0]) || /^\p{Lu}{2,}/u.test(name[0])) return [];
  return [{ kind: 'age-name', start: name.index, end: age.end }];
}
