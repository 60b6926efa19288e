import { expect, test } from 'vitest';
import { nonceOf } from './sent-once.ts';

const DRAWN = 'f2c1a9de-55a1-4f0e-9d0b-3a6f3a6d1c11';

function form(fields: Readonly<Record<string, string | File>> = {}) {
  const sent = new FormData();
  for (const [name, value] of Object.entries({ envoi: DRAWN, titre: 'Une navette', ...fields }))
    sent.append(name, value);
  return sent;
}
const file = (content: string, name = 'note.txt') => new File([content], name);

test('the same form sent twice has one nonce, by whichever button and once it was read again', async () => {
  const first = await nonceOf(form({ geste: 'publier' }), 'project');
  expect(first).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect(await nonceOf(form({ geste: 'brouillon' }), 'project')).toBe(first);
  expect(await nonceOf(form({ relu: 'on' }), 'project')).toBe(first);
});

test('other words, another file, another kind or another drawing are another page', async () => {
  const sendings = [
    [form(), 'project'],
    [form(), 'question'],
    [form({ titre: 'Une autre navette' }), 'project'],
    [form({ envoi: DRAWN.replace('f', 'e') }), 'project'],
    [form({ fichier: file('un') }), 'project'],
    [form({ fichier: file('deux') }), 'project'],
    [form({ fichier: file('un', 'autre.txt') }), 'project']
  ] as const;
  const nonces = await Promise.all(sendings.map(([sent, kind]) => nonceOf(sent, kind)));
  expect(new Set(nonces).size).toBe(sendings.length);
  expect(await nonceOf(form({ fichier: file('un') }), 'project')).toBe(nonces[4]);
});

test('a form that has nothing drawn, or anything else, has none', async () => {
  for (const envoi of ['', 'envoi', `${DRAWN}0`, '../../'])
    expect(await nonceOf(form({ envoi }), 'project')).toBe(null);
});
