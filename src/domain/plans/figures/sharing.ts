/** What is computed of what the territory of a plan shares. */
import type { SharedFact, SharingMeasureCode } from '#domain/sharing/measures.ts';
import { yearOf } from '#shared/dates.ts';
import { plural } from '#shared/text.ts';
import { unknown, type Clock, type Computed } from './computed.ts';

/** What a figure counts, as somebody may read it: what she may not read is a number. */
export interface NamedShares {
  readonly named: readonly { readonly title: string; readonly address: string }[];
  /** That she may read too, and would make the list too long. */
  readonly more: number;
  /** For the members of the network. */
  readonly others: number;
}

/** What counts for a measure in a year. */
export function factsIn(facts: readonly SharedFact[], measure: string, year: number): SharedFact[] {
  return facts.filter(
    (fact) => fact.measure === measure && fact.day !== null && yearOf(fact.day) === year
  );
}

const LEFT_OUT = 'Ni brouillon, ni ce qui est retiré ou masqué.';

/** What an indicator that follows what is shared is worth in a year. The same for whoever reads it: it names nothing. */
export function computeShared(
  facts: readonly SharedFact[],
  measure: string,
  year: number,
  { today }: Clock
): Computed {
  if (year > yearOf(today)) return unknown(`${year} n’a pas commencé.`, { awaited: true });
  const counted = factsIn(facts, measure, year);
  const when = `en ${year}${year === yearOf(today) ? ', à ce jour' : ''}`;
  const say: Readonly<Record<SharingMeasureCode, () => string>> = {
    projectsPublished: () => `Projets du territoire publiés ${when}. ${LEFT_OUT}`,
    projectsDone: () => `${sayDone(facts, counted, when)} ${LEFT_OUT}`,
    experiencesPublished: () => `Retours d’expérience du territoire publiés ${when}. ${LEFT_OUT}`,
    reuses: () =>
      `«\u00a0Je l’ai repris\u00a0» dits ${when} des retours d’expérience du territoire, quelle qu’en soit la suite. ${LEFT_OUT}`
  };
  if (!(measure in say)) return unknown('Ce n’est plus mesuré.');
  const source = say[measure as SharingMeasureCode]();
  return { value: counted.length, scaleMax: null, source, awaited: false, readers: 'public' };
}

function sayDone(
  facts: readonly SharedFact[],
  counted: readonly SharedFact[],
  when: string
): string {
  const noted = counted.filter((fact) => fact.noted).length;
  const ended = counted.length - noted;
  const undated = facts.filter(({ measure, day }) => measure === 'projectsDone' && day === null);
  const aside =
    undated.length > 0
      ? ` ${plural(undated.length, 'projet terminé', 'projets terminés')} sans l’un ni l’autre\u00a0: compté${undated.length > 1 ? 's' : ''} aucune année.`
      : '';
  return `Projets du territoire terminés ${when}\u00a0: ${noted} d’après le jour où leur étape est devenue «\u00a0Terminé\u00a0», ${ended} d’après leur date de fin, quand ce jour n’est pas noté.${aside}`;
}
