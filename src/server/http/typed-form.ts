/** A form that could not be taken, to be sent again as it was. */
export interface TypedForm {
  /** Path and query that it was sent to. */
  readonly to: string;
  /** Names and texts, in their order; files are not kept. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

const FORM = /^application\/x-www-form-urlencoded\b/;

/**
 * A second copy of a form, made before the page reads the first, to be given back should the page fail. Null for
 * anything else: files are too heavy to be kept twice.
 */
export function copyForm(request: Request): Request | null {
  const isForm = request.method === 'POST' && FORM.test(request.headers.get('content-type') ?? '');
  return isForm ? request.clone() : null;
}

/** What is in a copy made by `copyForm`. */
export async function readTyped(copy: Request | null): Promise<TypedForm | null> {
  if (!copy) return null;
  const { pathname, search } = new URL(copy.url);
  return { to: pathname + search, fields: [...new URLSearchParams(await copy.text())] };
}

/** What a person wrote in a form, each text once: several words, when what is chosen from a list or hidden is one. */
export function proseOf(typed: TypedForm): string[] {
  const texts = typed.fields.map(([, value]) => value.trim()).filter((text) => /\s/.test(text));
  return [...new Set(texts)];
}
