/** What the form of a question shows again, and what resembles one. */
import type { DetailsInput } from '#domain/sharing/details.ts';
import type { ContributionSummary } from '#domain/sharing/model.ts';

/** To whom a question is asked, as typed. */
export interface TypedAsking {
  readonly askedTo: string;
  readonly theme: string;
  readonly structureType: string;
}

export const ASKING_LABELS: Readonly<Record<string, string>> = {
  ...{ titre: 'Votre question', 'texte-body': 'Pour bien répondre', 'a-qui': 'À qui' },
  ...{ 'a-theme': 'Thème', 'a-type': 'Type de structure', resume: 'En une phrase' }
};

/** A refused form, or the one that is open. */
export function typedAsking(
  own: Readonly<Record<string, readonly string[]>> | undefined,
  written?: DetailsInput['question']
): TypedAsking {
  const said = (name: string, otherwise: string) => own?.[name]?.[0] ?? otherwise;
  return {
    askedTo: said('a-qui', written?.askedTo ?? 'network'),
    theme: said('a-theme', written?.theme ?? ''),
    structureType: said('a-type', written?.structureType ?? '')
  };
}

/** What resembles it, as its page lists it. */
export interface Alike extends Pick<ContributionSummary, 'kind' | 'slug' | 'title' | 'replyCount'> {
  readonly isResolved: boolean;
}
