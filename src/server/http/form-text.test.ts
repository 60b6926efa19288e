import { expect, test } from 'vitest';
import { isNoText, readWithoutNul } from './form-text.ts';

const sent = (form: FormData | URLSearchParams) => {
  const request = new Request('https://reseau.test/', { method: 'POST', body: form });
  readWithoutNul(request);
  return request.formData();
};

test('a form is read without U+0000, whatever its encoding; the rest is as it was sent', async () => {
  const typed = 'Maison\0 des\u200b aidants\u202e\n😀';
  const form = new FormData();
  form.append('titre', typed);
  form.append('titre', 'Deux\0');
  form.append('fichier', new File(['a\0b'], 'a.pdf'));
  for (const one of [form, new URLSearchParams({ titre: typed })]) {
    const read = await sent(one);
    expect(String(read.getAll('titre')[0]).replaceAll('\r\n', '\n')).toBe(
      'Maison des\u200b aidants\u202e\n😀'
    );
  }
  const read = await sent(form);
  expect(read.getAll('titre')[1]).toBe('Deux');
  expect(await (read.get('fichier') as File).text()).toBe('a\0b');
});

test('what PostgreSQL says of such a character is known, and nothing else is taken for it', () => {
  expect(isNoText(Object.assign(new Error('invalid byte sequence'), { code: '22021' }))).toBe(true);
  for (const other of [Object.assign(new Error(''), { code: '23505' }), new Error('22021'), null])
    expect(isNoText(other)).toBe(false);
});
