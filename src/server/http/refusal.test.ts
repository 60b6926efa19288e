import { expect, test } from 'vitest';
import { answerOutage } from './outage.ts';
import { answerRefusal, hasWords } from './refusal.ts';
import { copyForm, proseOf, readTyped } from './typed-form.ts';

const WRITTEN = 'Deux minibus, le mardi.\n\n« Et le jeudi » <b>';

function sent(accept: string): Request {
  return new Request('https://maillage.example/partage/projets/nouveau?/publier', {
    method: 'POST',
    headers: { accept },
    body: new URLSearchParams({ titre: 'Une navette', texte: WRITTEN, theme: 'transport' })
  });
}

const typed = await readTyped(copyForm(sent('text/html')));
const told = (isVisitor: boolean, status = 403) =>
  answerRefusal({
    ...{ refusal: { status, message: 'Partager est réservé aux membres.' }, typed },
    ...{ isVisitor, requestId: 'AAAA-BBBB' }
  });

test('what is chosen from a list is not what a person wrote', () => {
  expect(proseOf(typed!)).toEqual(['Une navette', WRITTEN]);
  expect(hasWords({ to: '/', fields: [['theme', 'transport']] })).toBe(false);
  expect(hasWords(null)).toBe(false);
});

test('who may no longer send finds her words, as text, and nothing to send them again', async () => {
  const answer = told(false);
  const page = await answer.text();
  expect(answer.status).toBe(403);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(page).toContain('<pre>Deux minibus, le mardi.\n\n« Et le jeudi » &lt;b&gt;</pre>');
  expect(page).not.toContain('<b>');
  expect(page).not.toContain('<form');
});

test('who was signed out signs in beside, then sends the whole form again', async () => {
  const page = await told(true).text();
  expect(page).toContain('href="/connexion" target="_blank"');
  expect(page).toContain('action="/partage/projets/nouveau?/publier"');
  expect(page).toContain('name="theme">\ntransport</textarea>');
  // What is not there any more is not there for who signs in either.
  expect(await told(true, 404).text()).not.toContain('/connexion');
});

test('a page that somebody may not have says so, and promises nothing', async () => {
  const page = await answerRefusal({
    ...{ refusal: { status: 403, message: 'Réservé.' }, typed: null },
    ...{ isVisitor: false, requestId: 'AAAA-BBBB' }
  }).text();
  expect(page).toContain('Ce qui est public reste ouvert à tous');
  expect(page).not.toContain('Ce que vous aviez écrit');
});

test('during an outage, words are read and sent again; a program is told in its own language', async () => {
  const page = await answerOutage('away', sent('text/html'), typed, 'AAAA-BBBB').text();
  expect(page).toContain('<pre>Une navette</pre>');
  expect(page).toContain('<button>Renvoyer</button>');
  const answer = answerOutage('away', sent('application/json'), typed, 'AAAA-BBBB');
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('10');
  expect(await answer.json()).toMatchObject({ status: 503, requestId: 'AAAA-BBBB' });
});
