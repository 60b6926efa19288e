/**
 * Two projects that would do better together: on the same communes, and about the same things. Being on the same communes
 * is not enough, or all those of a territory would be close to one another.
 */
import { enumerate, normalise, plural } from '#shared/text.ts';
import type { ContributionId } from '#shared/ids.ts';

/** What is compared of a project, written or only typed. */
export interface ComparedTraits {
  /** Null until it is written. */
  readonly id: ContributionId | null;
  readonly title: string;
  readonly summary: string;
  readonly themes: readonly { readonly code: string }[];
  readonly audiences: readonly { readonly code: string }[];
}

/** A project that is written, with the names of what it is about. */
export interface ProjectTraits extends ComparedTraits {
  readonly id: ContributionId;
  readonly themes: readonly { readonly code: string; readonly name: string }[];
  readonly audiences: readonly { readonly code: string; readonly name: string }[];
}

export interface Overlap<Project extends ProjectTraits = ProjectTraits> {
  readonly project: Project;
  /** How many communes both are on. */
  readonly communes: number;
  readonly themes: readonly string[];
  readonly audiences: readonly string[];
  /** As the first wrote them. */
  readonly words: readonly string[];
  readonly score: number;
}

const WEIGHT = { theme: 2, audience: 1, word: 1.5 };
/** At most this much of each counts: ten themes in common are two lists ticked whole. */
const MOST = { theme: 4, audience: 2, word: 4.5 };
/** A theme, a public and a word; two themes and one of these; three words, of projects without themes. */
const CLOSE = 4.5;

/** Words that say nothing of what a project is about. */
const HOLLOW = new Set(
  `une des les aux avec dans pour par sur sous entre vers chez sans son ses leur leurs notre nos votre vos cette ces
  cet que qui quoi dont mais donc plus moins tres tout tous toute toutes autre autres etre avoir fait faire mettre
  projet projets action actions territoire territorial reseau structure structures commune communes local locale locaux
  nouveau nouvelle ouvrir creer creation place mise oeuvre public publics personne personnes professionnel
  professionnels chaque heure heures matin soir semaine fois lundi mardi mercredi jeudi vendredi deux trois quatre sante medico social sociale lieu maison jour jours mois annee`
    .split(/\s+/)
    .filter(Boolean)
);

/** What a title and a sentence are about, without endings: « aidants » and « aidant » are one. */
export function tellingWords(text: string): Map<string, string> {
  const words = new Map<string, string>();
  for (const said of text.split(/[^\p{L}\p{N}]+/u)) {
    const word = normalise(said).replace(/(s|x)$/, '');
    if (word.length >= 4 && !HOLLOW.has(word) && !HOLLOW.has(normalise(said)))
      words.set(word, said.toLocaleLowerCase('fr'));
  }
  return words;
}

/**
 * Those close to a project, the closest first.
 * @param candidates - on one commune of its own at least, with how many.
 */
export function findOverlaps<Project extends ProjectTraits>(
  project: ComparedTraits,
  candidates: readonly { readonly project: Project; readonly communes: number }[]
): Overlap<Project>[] {
  return candidates
    .filter((one) => one.communes > 0 && one.project.id !== project.id)
    .map((one) => compare(project, one))
    .filter(({ score, themes, project: other }) => {
      const areSaid = project.themes.length > 0 && other.themes.length > 0;
      return score >= CLOSE && (themes.length > 0 || !areSaid);
    })
    .sort((a, b) => b.score - a.score || b.communes - a.communes || b.project.id - a.project.id);
}

function compare<Project extends ProjectTraits>(
  mine: ComparedTraits,
  { project, communes }: { readonly project: Project; readonly communes: number }
): Overlap<Project> {
  const common = (of: 'themes' | 'audiences') => {
    const codes = new Set(mine[of].map(({ code }) => code));
    return project[of].filter(({ code }) => codes.has(code)).map(({ name }) => name);
  };
  const [themes, audiences] = [common('themes'), common('audiences')];
  const theirs = tellingWords(`${project.title} ${project.summary}`);
  const words = [...tellingWords(`${mine.title} ${mine.summary}`)].flatMap(([word, said]) =>
    theirs.has(word) ? [said] : []
  );
  const score =
    Math.min(MOST.theme, themes.length * WEIGHT.theme) +
    Math.min(MOST.audience, audiences.length * WEIGHT.audience) +
    Math.min(MOST.word, words.length * WEIGHT.word);
  return { project, communes, themes, audiences, words, score };
}

/** « 4 communes en commun ; Aidants ; Personnes âgées ; « répit » ». */
export function sayOverlap({ communes, themes, audiences, words }: Overlap): string {
  const about = [...themes, ...audiences].slice(0, 4);
  return [
    plural(communes, 'commune en commun', 'communes en commun'),
    ...(about.length > 0 ? [enumerate(about)] : []),
    ...(words.length > 0
      ? [
          `${words.length > 1 ? 'les mots' : 'le mot'} ${enumerate(words.slice(0, 3).map((word) => `«\u00a0${word}\u00a0»`))}`
        ]
      : [])
  ].join(' · ');
}
