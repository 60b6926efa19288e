import type { SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Word } from '#domain/directory/vocabulary.ts';
import { NAMES } from './form.ts';

type Refusal = { ok: false; reason: 'code-taken' | 'name-taken'; by: Word } | SecondReadingRefusal;

/** What a command refused, beside the field it is about. */
export function errorsOf(refusal: Refusal) {
  if (refusal.reason === 'second-reading') return { errors: {}, readings: refusal.readings };
  const { by } = refusal;
  const errors: Record<string, string> =
    refusal.reason === 'code-taken'
      ? { code: `Code : déjà pris, il mène à « ${by.name} ». Donnez-en un autre.` }
      : { [NAMES.name]: `Nom : « ${by.name} » existe déjà. Réunissez les deux, ou précisez.` };
  return { errors, readings: null };
}
