import { expect, test } from 'vitest';
import { isNoText, readAsText } from './form-text.ts';

const sent = (form: FormData | URLSearchParams) => {
  const request = new Request('https://reseau.test/', { method: 'POST', body: form });
  readAsText(request);
  return request.formData();
};

test('a form is read without what is of no text, whatever its encoding; the rest is as it was sent', async () => {
  const typed = 'Maison\0 des\u200b aidants\u202e\n😀';
  const form = new FormData();
  form.append('titre', typed);
  form.append('titre', 'Deux\0');
  form.append('fichier', new File(['a\0b'], 'a.pdf'));
  for (const one of [form, new URLSearchParams({ titre: typed })]) {
    const read = await sent(one);
    expect(String(read.getAll('titre')[0]).replaceAll('\r\n', '\n')).toBe(
      'Maison des\u200b aidants\n😀'
    );
  }
  const read = await sent(form);
  expect(read.getAll('titre')[1]).toBe('Deux');
  expect(await (read.get('fichier') as File).text()).toBe('a\0b');
});

test('what turns the direction of a text over is not read; letters of any script, and what joins them, are', async () => {
  const kept = 'דרך אל الطريق إلى \u200f\u200e\u200d é 👩‍🦽 ';
  const turning = [
    '\u202a',
    '\u202b',
    '\u202c',
    '\u202d',
    '\u202e',
    '\u2066',
    '\u2067',
    '\u2068',
    '\u2069'
  ];
  for (const one of turning) {
    const form = new FormData();
    form.append(`ti${one}tre`, `${one}${kept}${one}`);
    expect([...(await sent(form))]).toEqual([['titre', kept]]);
  }
  const form = new FormData();
  form.append('titre', kept);
  expect([...(await sent(form))]).toEqual([['titre', kept]]);
});

test('what PostgreSQL says of such a character is known, and nothing else is taken for it', () => {
  expect(isNoText(Object.assign(new Error('invalid byte sequence'), { code: '22021' }))).toBe(true);
  for (const other of [Object.assign(new Error(''), { code: '23505' }), new Error('22021'), null])
    expect(isNoText(other)).toBe(false);
});
