/** Lists as people write them: bullets, lines, semicolons, or nothing but the capital that begins each item. */
import { root, wordsOf, isBulleted, withoutBullet } from './source.ts';

const SMALL = new Set(
  `de du des d la le les l et en au aux a sur pour par ou un une avec dans chez entre sans ce cette ces son sa ses leur
   leurs notre nos que qui dont sous vers selon via`.split(/\s+/)
);
/** Words in -er, -ir or -re that are no verb. */
const NO_VERB = new Set(
  `atelier foyer cher cahier papier dossier metier quartier courrier calendrier chantier financier hospitalier infirmier
   premier dernier particulier janvier fevrier hiver escalier collier clavier guichetier policier pompier levier panier
   avenir loisir plaisir desir souvenir soir espoir loir lettre centre maitre ministere cancer alzheimer ancien mer fer
   cuisinier conseiller immobilier mobilier sanitaire entier singulier regulier familier ier alter super master cluster
   leader manager fichier hotelier ouvrier thier ateliers poster flyer newsletter cadre ordre indre isere finistere`.split(
    /\s+/
  )
);
const VERBS = new Set(
  `faire dire lire refaire satisfaire suivre poursuivre vivre avoir etre conclure inclure apprendre comprendre`.split(
    ' '
  )
);
/** Verbs by their end, in words without accents. */
const VERB_END =
  /(?:[^i]er|[fclbsnrtdpv]ier|[^oa]ir|voir|[nou]dre|joindre|eindre|aindre|soudre|ettre|aitre|uire|crire|clure|ompre|ivre)$/u;
const BEFORE_VERB = new Set(['mieu', 'se', 's', 'ne', 'bien']);
/** A noun that begins an action or an indicator: « Création », « Mise en place », « Nombre de ». */
const DEED = /(?:tion|sion|ment|age|ance|ence)$/u;
const DEEDS = new Set(
  `mise suivi appui soutien nombre taux part satisfaction qualite nature delai frequence typologie bilan enquete indice
   degre niveau duree montant pourcentage proportion existence realisation`.split(/\s+/)
);

/** Whether a word is a verb in the infinitive: « Organiser », « Réunir », « Mettre ». */
function isInfinitive(word: string): boolean {
  const bare = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  if (NO_VERB.has(bare) || /(?:oire|aire)$/u.test(bare)) return VERBS.has(bare);
  return bare.length > 3 && (VERBS.has(bare) || VERB_END.test(bare));
}

/** The lines of a list, with those that only go on put back together. */
export function joinWrapped(lines: readonly string[]): string[] {
  const joined: string[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    if (last !== undefined && goesOn(last, line)) joined[joined.length - 1] = `${last} ${line}`;
    else joined.push(line);
  }
  return joined.map(withoutBullet).filter((line) => line !== '');
}

/** A line that begins in lower case, or after a word that calls another, is the rest of the one before. */
function goesOn(before: string, line: string): boolean {
  if (isBulleted(line) || /[.;:!?]$/u.test(before)) return false;
  if (/^[\p{Ll}(]/u.test(line) || before.endsWith(',')) return true;
  return SMALL.has(root(wordsOf(before).at(-1) ?? ''));
}

/** The items of lines that belong to a list. Each is a passage of its line, and together they hold all its words. */
export function splitItems(lines: readonly string[]): string[] {
  return joinWrapped(lines).flatMap((line) =>
    line
      .split(/\s•\s?|;(?=\s|$)|\.\s(?=\p{Lu})/u)
      .reduce<string[]>(keepSentences, [])
      .flatMap(splitByCapitals)
      .map(trimItem)
      .filter((item) => item !== '')
  );
}

/** A second sentence is an item of its own when it begins as one; else it goes on. */
function keepSentences(items: string[], piece: string): string[] {
  const last = items.at(-1);
  const first = wordsOf(piece)[0] ?? '';
  if (last === undefined || isInfinitive(first) || !/^\p{Lu}/u.test(piece.trim()))
    return [...items, piece];
  return [...items.slice(0, -1), `${last}. ${piece}`];
}

/** « Organiser des échanges Enrichir les pratiques »: two items, told by the capital of a word that begins one. */
function splitByCapitals(line: string): string[] {
  const words = [...line.matchAll(/[\p{L}\p{M}\p{N}]+/gu)];
  const items: string[] = [];
  let from = 0;
  let first = words[0]?.[0] ?? '';
  for (let at = 1; at < words.length; at += 1) {
    const { 0: word, index } = words[at]!;
    const before = words[at - 1]!;
    const between = line.slice(before.index + before[0].length, index);
    if (!/^\s+$/u.test(between) || !/^\p{Lu}\p{Ll}+$/u.test(word)) continue;
    if (!beginsItem({ first, before: before[0], word, next: words.slice(at + 1, at + 4) }))
      continue;
    items.push(line.slice(from, index));
    from = index;
    first = word;
  }
  return [...items, line.slice(from)];
}

interface Place {
  /** The first word of the item under way. */
  readonly first: string;
  readonly before: string;
  readonly word: string;
  readonly next: readonly RegExpMatchArray[];
}

function beginsItem({ first, before, word, next }: Place): boolean {
  if (SMALL.has(root(before))) return false;
  const verb = isInfinitive(word) || leadsToVerb(word, next);
  if (verb) return true;
  if (!/^\p{Ll}|^\p{N}/u.test(before)) return false;
  return root(word) === root(first) || (isDeed(word) && isDeed(first));
}

/** « Mieux se connaître », « S’appuyer ». */
function leadsToVerb(word: string, next: readonly RegExpMatchArray[]): boolean {
  if (!BEFORE_VERB.has(root(word))) return false;
  return next.slice(0, 2).some(({ 0: following }) => isInfinitive(following));
}

function isDeed(word: string): boolean {
  const bare = root(word);
  return DEEDS.has(bare) || DEED.test(bare);
}

/** Commas part what helps or hinders, when they part at least three things. */
export function splitEnumeration(line: string): string[] {
  const pieces = cutOutside(line, /,\s/u);
  const isPlain = pieces.every(
    (piece) => !/^(?:et|ou|qui|dont|mais|où|afin|notamment|ainsi|y)\s/u.test(piece)
  );
  return pieces.length >= 3 && isPlain ? pieces : [line.trim()];
}

/** Cuts a text at each separator that is not within brackets. */
export function cutOutside(text: string, separator: RegExp): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth = Math.max(0, depth - 1);
    const cut = depth === 0 ? separator.exec(text.slice(at, at + 4)) : null;
    if (cut?.index !== 0) continue;
    pieces.push(text.slice(from, at));
    from = at + cut[0].length;
    at = from - 1;
  }
  return [...pieces, text.slice(from)].map((piece) => piece.trim()).filter((piece) => piece !== '');
}

function trimItem(item: string): string {
  return withoutBullet(item.trim().replace(/[\s;,]+$/u, ''));
}
