import { newsletterInput, type NewsletterInput } from '#domain/discovery/forms/newsletter.ts';
import { itemKey, type LetterItem, type Newsletter } from '#domain/discovery/newsletter.ts';
import { listOfMonth } from '#domain/discovery/server/newsletter/reading/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { text } from '../../../../rencontres/reading.ts';

export interface TypedItem {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** A letter as it is typed. */
export interface TypedLetter {
  readonly subject: string;
  readonly introduction: string;
  readonly visibility: string;
  readonly items: readonly TypedItem[];
  readonly version: number;
}

export function typedFrom(letter: Newsletter): TypedLetter {
  const { subject, introduction, visibility, version } = letter;
  return { subject, introduction, visibility, version, items: letter.items.map(asTyped) };
}

function asTyped({ kind, id, title, text: words }: LetterItem): TypedItem {
  return { kind, id: id === null ? '' : String(id), title, text: words };
}

/** Each item has its place, typed or chosen; those taken away, and a blank one, are not read. */
export function readLetter(form: FormData): TypedLetter {
  const all = (name: string) => form.getAll(name).map(String);
  const [kinds, ids, titles, texts, places] = (
    ['genre', 'ref', 'titre', 'texte', 'place'] as const
  ).map(all) as [string[], string[], string[], string[], string[]];
  const removed = new Set(all('retirer'));
  const items = kinds
    .map((kind, at) => ({
      item: { kind, id: ids[at] ?? '', title: titles[at]?.trim() ?? '', text: texts[at] ?? '' },
      place: Number(places[at]) || at + 1,
      at
    }))
    .filter(
      ({ item, at }) => !removed.has(String(at)) && (item.title !== '' || item.text.trim() !== '')
    )
    .toSorted((a, b) => a.place - b.place || a.at - b.at)
    .map(({ item }) => item);
  return {
    ...{ subject: text(form, 'objet'), introduction: text(form, 'introduction') },
    ...{ visibility: text(form, 'visibilite'), version: Number(text(form, 'version')), items }
  };
}

/** What was ticked among the news of the month is put at the end. */
export async function addChosen(
  { db, actor }: { readonly db: Database; readonly actor: Actor },
  letter: Newsletter,
  form: FormData,
  typed: TypedLetter
): Promise<TypedLetter> {
  const chosen = new Set(form.getAll('ajouter').map(String));
  if (chosen.size === 0) return typed;
  const month = await listOfMonth(db, actor, letter.territory.id, letter.month);
  const added = month.filter((item) => chosen.has(itemKey(item))).map(asTyped);
  return { ...typed, items: [...typed.items, ...added] };
}

type Checked =
  | { readonly ok: true; readonly input: NewsletterInput }
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> };

const FIELDS: Readonly<Record<string, string>> = {
  ...{ subject: 'objet', introduction: 'introduction', visibility: 'visibilite' }
};

export function checkLetter(typed: TypedLetter): Checked {
  const items = typed.items.map((item) => ({
    ...item,
    id: item.id === '' ? null : Number(item.id)
  }));
  const read = newsletterInput.safeParse({ ...typed, items });
  if (read.success) return { ok: true, input: read.data };
  const errors = read.error.issues.map(({ path: [first = '', at, field], message }) => [
    first === 'items'
      ? `${field === 'text' ? 'texte' : 'titre'}-${String(at)}`
      : (FIELDS[String(first)] ?? ''),
    message
  ]);
  return { ok: false, errors: Object.fromEntries(errors) as Record<string, string> };
}
