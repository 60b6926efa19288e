/** What the form of a question sends beside what all contributions have, and what it offers. */
import { listVocabulary } from '#domain/directory/server/vocabularies/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { ASKED_TO, type DetailsInput } from '#domain/sharing/details.ts';
import type { Choice } from '#domain/sharing/forms/fields.ts';
import { listSimilar, type SimilarTo } from '#domain/sharing/server/similar/queries.ts';
import type { Database, Executor } from '#server/db/connection.ts';
import { text } from '../../gestion/rencontres/reading.ts';
import type { Alike } from './typed.ts';

/** The words among which one chooses to whom a question is asked. */
export async function askingChoices(
  db: Database
): Promise<{ readonly themes: Choice[]; readonly types: Choice[] }> {
  const [themes, types] = await Promise.all([
    listVocabulary(db, 'theme'),
    listVocabulary(db, 'type')
  ]);
  const choice = ({ code, name }: { code: string; name: string }) => ({ value: code, label: name });
  return { themes: themes.map(choice), types: types.map(choice) };
}

/** What is asked of whom; a theme or a type that goes with another choice is left aside. */
export function readAsking(form: FormData): DetailsInput['question'] {
  const askedTo = ASKED_TO.find((one) => one === text(form, 'a-qui')) ?? 'network';
  return {
    askedTo,
    theme: askedTo === 'theme' ? text(form, 'a-theme') || null : null,
    structureType: askedTo === 'structure-type' ? text(form, 'a-type') || null : null
  };
}

/** A question asked to those a theme concerns is of that theme. */
export function withItsTheme(form: FormData, { theme }: DetailsInput['question']): FormData {
  if (theme && !form.getAll('theme').includes(theme)) {
    form.append('partie', 'words');
    form.append('theme', theme);
  }
  return form;
}

/** What was shared before and resembles a text, as a page lists it. */
export async function alike(db: Executor, actor: Actor, to: SimilarTo): Promise<Alike[]> {
  const found = await listSimilar(db, actor, to);
  return found.map(({ kind, slug, title, replyCount, details }) => ({
    ...{ kind, slug, title, replyCount },
    isResolved: 'resolvedAt' in details && details.resolvedAt !== null
  }));
}
