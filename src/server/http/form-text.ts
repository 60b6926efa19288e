/** U+0000: nobody types it, PostgreSQL keeps none, and pasting from some files brings it. */
const NUL = /\0/g;

/** Makes the forms of a request be read without the characters that are of no text: what surrounds them is kept. */
export function readWithoutNul(request: Request): void {
  const read = request.formData.bind(request);
  Object.defineProperty(request, 'formData', {
    value: async () => {
      const sent = await read();
      const all = [...sent];
      if (!all.some(([name, value]) => name.includes('\0') || isTouched(value))) return sent;
      const kept = new FormData();
      for (const [name, value] of all)
        if (typeof value === 'string') kept.append(clean(name), clean(value));
        else kept.append(clean(name), value, value.name);
      return kept;
    }
  });
}

const clean = (text: string) => text.replace(NUL, '');
const isTouched = (value: FormDataEntryValue) => typeof value === 'string' && value.includes('\0');

/** PostgreSQL: a text that it cannot keep (character_not_in_repertoire, untranslatable_character). */
const NO_TEXT = ['22021', '22P05'];

/** Whether what failed is an address, or what was sent, holding a character that is of no text. */
export function isNoText(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NO_TEXT.includes(String(error.code));
}
