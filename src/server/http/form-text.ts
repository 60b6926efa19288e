/**
 * What nobody types, and pasting brings. U+0000: PostgreSQL keeps none. What turns the direction of a text over (Unicode,
 * Bidirectional Algorithm, 2.1 to 2.5): a title that opens one and never closes it scrambles every sentence that quotes
 * it. Arabic or Hebrew needs none: its letters have their direction.
 */
const NO_TEXT = /[\0\u202A-\u202E\u2066-\u2069]/;
const ALL_OF_IT = new RegExp(NO_TEXT, 'g');

/** Makes the forms of a request be read without the characters that are of no text: what surrounds them is kept. */
export function readAsText(request: Request): void {
  const read = request.formData.bind(request);
  Object.defineProperty(request, 'formData', {
    value: async () => {
      const sent = await read();
      const all = [...sent];
      if (!all.some(([name, value]) => NO_TEXT.test(name) || isTouched(value))) return sent;
      const kept = new FormData();
      for (const [name, value] of all)
        if (typeof value === 'string') kept.append(clean(name), clean(value));
        else kept.append(clean(name), value, value.name);
      return kept;
    }
  });
}

const clean = (text: string) => text.replace(ALL_OF_IT, '');
const isTouched = (value: FormDataEntryValue) => typeof value === 'string' && NO_TEXT.test(value);

/** PostgreSQL: a text that it cannot keep (character_not_in_repertoire, untranslatable_character). */
const NOT_KEPT = ['22021', '22P05'];

/** Whether what failed is an address, or what was sent, holding a character that is of no text. */
export function isNoText(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NOT_KEPT.includes(String(error.code));
}
