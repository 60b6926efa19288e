import { splitSentences, type Passage } from './finding.ts';

const PARTICLE = String.raw`(?:(?:de la|de|du|des|van der|van|von|ben|el|al)\s+|[dD]['’])`;
const WORD = String.raw`\p{Lu}[\p{L}]*(?:['’-]\p{L}+)*\.?`;
const NAME = String.raw`${PARTICLE}?${WORD}(?:\s+${PARTICLE}?${WORD}){0,3}`;
const CIVILITY =
  'M\\.|MM\\.|Mr\\.?|MR\\.?|Mme\\.?|MME\\.?|Mmes|Mlles?\\.?|MLLE|Monsieur|Madame|Mademoiselle|MONSIEUR|MADAME|[Ll]e\\s+sieur|[Ll]a\\s+veuve';

const CIVIL = new RegExp(String.raw`(?<![\p{L}\d])(?:${CIVILITY})\s+(${NAME})`, 'gu');
/** « M. Teyssier ou … »: who comes second is there for the same reason. */
const ALONGSIDE = new RegExp(String.raw`(?:(?:${CIVILITY})\s+${NAME}\s*(?:,|et|ou)\s*)+$`, 'u');
const CHILD = new RegExp(
  String.raw`(?<!\p{L})(?:[Ll]e petit|[Ll]a petite|[Ll]e jeune|[Ll]a jeune|[Dd]u petit|[Dd]u jeune|[Aa]u petit|[Aa]u jeune|[Ll]e bébé|[Ll]['’]enfant|[Ll]e vieux|[Ll]a vieille)\s+(${NAME})`,
  'gu'
);
const PATIENT = new RegExp(
  String.raw`(?<!\p{L})(?:[Ll]e|[Ll]a|[Uu]ne?|[Dd]u|[Aa]u|[Nn]otre|[Vv]otre|[Mm]on|[Mm]a|[Ss]on|[Ss]a|[Cc]e|[Cc]et|[Cc]ette|[LlDd]['’]|[Dd]['’]une?)?\s*(?<!\p{L})(?:[Pp]atiente?|[Rr]ésidente?|[Uu]sager|[Uu]sagère|[Bb]énéficiaire|[Mm]alade|[Aa]idant|[Aa]idante|[Ll]ocataire)\s+(${NAME})`,
  'gu'
);
const KIN = new RegExp(
  String.raw`(?<!\p{L})(?:[Ss]on|[Ss]a|[Mm]on|[Mm]a|[Nn]otre|[Vv]otre|[Ll]eur)\s+(?:fils|fille|mari|épouse|époux|femme|mère|père|frère|sœur|voisine?|conjointe?|compagne|compagnon|grand-mère|grand-père|petit-fils|petite-fille|neveu|nièce|tante|oncle|ami|amie|maman|papa)\s*,?\s+(${NAME})`,
  'gu'
);

/** What follows a civility and is nobody: titles, other civilities, and the letters one writes for « nobody ». */
const TITLE =
  /^(?:(?:L[ea]s?|L['’])\s+\p{L}|Madame|Monsieur|Mesdames|Messieurs|Mme|M\.|[XYZN]\.?(?:$|\s)|Maire|Préfète?|Président|Présidente|Directeur|Directrice|Untel|Unetelle|Tout-le-monde)/u;
const TITLE_WORD =
  /^L[ea]s?\s+(?:Maire|Préfète?|Présidente?|Direct|Conseill|Sénat|Déput|Ministre|Sous-|Vice-|Secrétaire|Médecin|Docteur|Responsable|Rapporteur)/u;
/** Names of diseases, places and programmes that follow « le patient », « la petite ». */
const NOBODY =
  /^(?:Alzheimer|Parkinson|Covid|COVID|Sologne|Camargue|Bretagne|Suisse|Beauce|Kabylie|Pologne|France|Occitanie|Grand Est|Enfance|Expert|Ourse|Poucet|Prince|Quevilly|[A-Z]{2,5}(?:$|[\s,.;)]))/u;
/** A street, a school or a room carries the name of the dead. */
const PLACE =
  /(?:\brue|avenue|\bav\.?|boulevard|\bbd\.?|place|square|allées?|impasse|chemin|quai|cours|école|collège|lycée|crèche|résidence|salle|espace|stade|hôpital|clinique|foyer|maison|ehpad|fondation|théâtre|médiathèque|parking|pont|arrêt|immeuble|bâtiment)\s+(?:(?:de|du|des|de la)\s+)?$/iu;
const FUNCTION = String.raw`(?:maires?\b|adjointe?|élue?\b|dir(?:ecteur|ectrice)|présidente?|vice-|coord(?:inat(?:eur|rice|ion)|o)\b|responsable|référente?|animat(?:eur|rice)|secrétaire|gestionnaire|chargée? d[e’']|chef(?:fe)?\b|cadre|infirmi(?:er|ère)|\bide[clp]?\b|assistante? (?:sociale?|de service|administrati)|travailleur|travailleuse|éducat(?:eur|rice)|médecin|pharmacien|kiné|ergothérapeute|psychologue|psychiatre|gériatre|sage-femme|diététicienne|orthophoniste|conseill(?:er|ère)|accueil\b|médiat(?:eur|rice)|juriste|avocate?|déléguée?|mandataire|formateur|formatrice|bénévole|intervenante?|pilote|accompagnat(?:eur|rice)|technicien|facilitat(?:eur|rice)|préf[eè]t|député|sénat(?:eur|rice)|notaire|curé\b|professeure?|instit)`;
const THEN_FUNCTION = new RegExp(
  String.raw`^\s*(?:[,(:–—-]\s*|,?\s*(?:est|sera)\s+)(?:(?:notre|votre|le|la|l['’]|une?|son|sa|nouvel(?:le)?|nouveau|ancien(?:ne)?|actuel(?:le)?)\s*)*${FUNCTION}`,
  'iu'
);
const AFTER_FUNCTION = new RegExp(
  String.raw`${FUNCTION}[^.;:,(\n]{0,40}(?:\s*[:,(–—-]\s*|\s+(?:est\s+)?)$`,
  'iu'
);
const DIRECT_FUNCTION = new RegExp(String.raw`${FUNCTION}\p{L}*\s*(?:[:,(–—-]\s*)?$`, 'iu');
const REACHED =
  /(?:contact(?:er|ez)?|joindre|appel(?:er|ez)|demand(?:er|ez)|adress(?:er|ez)[ -](?:vous )?à|écri(?:re|vez) à|renseignements?|inscriptions?|inscrire|rendez-vous|interlocut(?:eur|rice)|animée?s?|assurée?s?|tenue?s?|présentée?s?|portée?s?|pilotée?s?|représentée?s?|intervention|signé|merci à|excusée?s?|présents?)\s*(?:[:–—-]\s*|(?:auprès\s+)?(?:par|de|à)\s+)?$/iu;
/** What a sentence about somebody's life says. */
const SITUATION =
  /\d\s*ans(?!\p{L})|n[ée]e?\s+(?:le|en)\s|hospitalis|diagnosti|chut|\bpatiente?\b|\bmalade\b|atteinte?\s+d|tutelle|curatelle|vit\s+(?:seul|avec|chez)|\bveu(?:f|ve)\b|\bsa (?:fille|femme|mère)|\bson (?:fils|mari|épouse|père)|perte d[’']autonomie|refuse|sortie d[’']h|traitement|troubles|dossier|situation de/iu;

/** People named in a text, unless the sentence says that they are there by their function. */
export function findNames(text: string): Passage[] {
  return splitSentences(text).flatMap((sentence) =>
    [
      ...collect(sentence.text, CIVIL, isSomebody),
      ...collect(sentence.text, CHILD, isNotPlaceOrDisease),
      ...collect(sentence.text, PATIENT, isNotPlaceOrDisease),
      ...collect(sentence.text, KIN, isNotPlaceOrDisease)
    ].map(({ start, end }) => ({
      kind: 'name' as const,
      start: start + sentence.start,
      end: end + sentence.start
    }))
  );
}

interface Named {
  sentence: string;
  start: number;
  end: number;
  name: string;
}

function collect(sentence: string, pattern: RegExp, keep: (named: Named) => boolean): Named[] {
  return [...sentence.matchAll(pattern)]
    .map((found) => ({
      sentence,
      start: found.index,
      end: found.index + found[0].replace(/[.\s]+$/u, '').length,
      name: found[1] ?? ''
    }))
    .filter(keep);
}

function isSomebody({ sentence, start, end, name }: Named): boolean {
  if (TITLE_WORD.test(name) || (TITLE.test(name) && !/^L[ea]s?\s+\p{Lu}/u.test(name))) return false;
  const before = sentence.slice(0, start).replace(ALONGSIDE, '');
  if (PLACE.test(before)) return false;
  if (THEN_FUNCTION.test(sentence.slice(end))) return false;
  const tells = SITUATION.test(sentence);
  return tells || !(DIRECT_FUNCTION.test(before) || REACHED.test(before) || listed(before));
}

/** « Directrice du CLIC : Mme Durand ». */
function listed(before: string): boolean {
  return /[:,(–—-]\s*$/u.test(before) && AFTER_FUNCTION.test(before);
}

function isNotPlaceOrDisease({ name }: Named): boolean {
  return !NOBODY.test(name) && !TITLE.test(name);
}
