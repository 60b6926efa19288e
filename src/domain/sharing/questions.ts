/** Questions to peers: who is asked, what resembles one, who may know, when one waits for too long. */
import { tellingWords } from '#domain/directory/search.ts';
import { addDays } from '#shared/dates.ts';
import type { PersonId } from '#shared/ids.ts';
import { enumerate } from '#shared/text.ts';
import type { AskedTo, Details } from './details.ts';

/** digest: read in a digest. likely: she may know. animator: nobody had answered. */
export type CallCause = 'digest' | 'likely' | 'animator';

/** What a link to answer a question is signed for. */
export const CALL_PURPOSE = 'question-call';

/** Days that a link to answer stays open. */
export const CALL_DAYS = 21;

/** Days without an answer before a question is passed on. */
export const WAIT_DAYS = 5;

/** Days during which nobody is asked by message a second time because she may know. */
export const REST_DAYS = 7;

/** How many people who may know are asked about one question. */
export const MOST_ASKED = 2;

export const ASKED_LABELS: Readonly<Record<AskedTo, string>> = {
  network: 'Tout le réseau',
  theme: 'Celles et ceux qu’un thème concerne',
  'structure-type': 'Un type de structure'
};

/** « Tout le réseau », « CLIC », « Répit » : to whom it is asked. @param names - of the words, by code. */
export function sayAsked(
  {
    askedTo,
    theme,
    structureType
  }: Pick<Details['question'], 'askedTo' | 'theme' | 'structureType'>,
  names: ReadonlyMap<string, string>
): string {
  if (askedTo === 'theme') return `Thème «\u00a0${names.get(theme ?? '') ?? theme ?? ''}\u00a0»`;
  if (askedTo === 'network') return ASKED_LABELS.network;
  return `Type de structure «\u00a0${names.get(structureType ?? '') ?? structureType ?? ''}\u00a0»`;
}

/** The last civil day a link that is sent today opens. @param today - a civil day. */
export const callUntil = (today: string): string => addDays(today, CALL_DAYS);

/** Words of all questions, that say nothing of one. */
const ASKING = new Set(
  `body context description aide aidez aimerais aurait auriez avez besoin bonjour chercher cherche comment combien connaissez connait conseil
   conseils etre exemple existe faire fait faites faut idee idees merci partager peut peuvent pourquoi pouvez quand quel
   quelle quelles quels quelqu question quoi retour savez savoir serait sont souhaite trouver voudrais`.split(
    /\s+/
  )
);
const MOST_WORDS = 12;

/** The words by which a question is compared with what was written before, folded. */
export function comparedWords(text: string): string[] {
  const all = tellingWords(text).filter((word) => word.length > 2 && !ASKING.has(word));
  return [...new Set(all)].slice(0, MOST_WORDS);
}

/** What is known of somebody who may know: codes of words, and their names. */
export interface Candidate {
  readonly person: PersonId;
  readonly name: string;
  readonly email: string;
  /** Type of each structure she works in. */
  readonly types: readonly string[];
  /** Themes that the services of her structures declare. */
  readonly themes: readonly string[];
  /** Themes of the questions she answered, and of those where it helped somebody. */
  readonly answered: readonly string[];
  readonly helped: readonly string[];
  /** Themes of the projects and experiences she shared. */
  readonly shared: readonly string[];
  /** How many times she was asked in this way, ever: whoever was asked less comes first. */
  readonly calls: number;
}

export interface Likely {
  readonly candidate: Candidate;
  /** « votre structure est un CLIC » */
  readonly because: readonly string[];
}

interface AskedQuestion {
  readonly id: number;
  readonly themes: readonly string[];
  readonly structureType: string | null;
}

const WEIGHTS = { type: 4, helped: 4, shared: 3, answered: 2, works: 2 };

/**
 * Who may know, the likeliest first; each with the reasons told to her. Who has no reason is not asked.
 * @param names - of themes and types of structure, by code.
 */
export function likelyToKnow(
  question: AskedQuestion,
  candidates: readonly Candidate[],
  names: ReadonlyMap<string, string>
): Likely[] {
  return candidates
    .map((candidate) => ({ ...weigh(question, candidate, names), candidate }))
    .filter(({ weight }) => weight > 0)
    .toSorted(
      (a, b) =>
        b.weight - a.weight ||
        a.candidate.calls - b.candidate.calls ||
        turnOf(question, a.candidate) - turnOf(question, b.candidate) ||
        (a.candidate.person < b.candidate.person ? -1 : 1)
    )
    .slice(0, MOST_ASKED)
    .map(({ candidate, because }) => ({ candidate, because }));
}

function weigh(
  { themes, structureType }: AskedQuestion,
  candidate: Candidate,
  names: ReadonlyMap<string, string>
) {
  const because: string[] = [];
  let weight = 0;
  const add = (points: number, codes: readonly string[], say: (words: string) => string) => {
    if (codes.length === 0) return;
    weight += points;
    because.push(say(enumerate(codes.map((code) => `«\u00a0${names.get(code) ?? code}\u00a0»`))));
  };
  const among = (codes: readonly string[]) => themes.filter((theme) => codes.includes(theme));
  const asked = structureType && candidate.types.includes(structureType) ? [structureType] : [];
  add(
    WEIGHTS.type,
    asked,
    (words) => `la question s’adresse aux structures ${words}, et la vôtre en est une`
  );
  const helped = among(candidate.helped);
  add(WEIGHTS.helped, helped, (words) => `une de vos réponses sur ${words} a déjà aidé quelqu’un`);
  const answered = among(candidate.answered).filter((theme) => !helped.includes(theme));
  add(WEIGHTS.answered, answered, (words) => `vous avez déjà répondu sur ${words}`);
  add(
    WEIGHTS.shared,
    among(candidate.shared),
    (words) => `vous avez partagé quelque chose sur ${words}`
  );
  add(WEIGHTS.works, among(candidate.themes), (words) => `votre structure intervient sur ${words}`);
  return { weight, because };
}

/** Of people alike, another is first for each question: the same numbers each time it is computed. */
function turnOf({ id }: AskedQuestion, { person }: Candidate): number {
  let hash = 2166136261 ^ id;
  for (const character of person) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  return hash >>> 0;
}
