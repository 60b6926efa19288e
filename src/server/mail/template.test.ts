import { expect, test } from 'vitest';
import { renderMail, type MailContent } from './template.ts';

const HOSTILE = '<script>alert(1)</script> "&\' <img src=x onerror=alert(1)>';
const content: MailContent = {
  greeting: 'Bonjour Élise Exemple,',
  paragraphs: ['Une première phrase.', 'Une deuxième :\nsur deux lignes.'],
  action: { label: 'Ouvrir la fiche', url: 'https://maillage.example.org/fiche?a=1&b=2' },
  code: '482 913',
  notes: ['Ce lien sert une fois.'],
  unsubscribeUrl: 'https://maillage.example.org/desabonnement/jeton'
};

/** The words of an HTML message, as one who reads it. */
function words(html: string): string {
  return html
    .replace(/<head>.*<\/head>/s, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

test('plain text and HTML say the same, in the same order, with the same links', () => {
  const { text, html } = renderMail(content);
  let from = 0;
  const said = words(html);
  const lines = text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').replace(/ :$/, '').trim())
    .filter((line) => line && line !== '--' && line !== content.unsubscribeUrl);
  for (const line of lines) {
    const at = said.indexOf(line, from);
    expect(at, line).toBeGreaterThanOrEqual(from);
    from = at + line.length;
  }
  const hrefs = [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) =>
    href!.replaceAll('&amp;', '&')
  );
  const urls = [...text.matchAll(/https?:\S+/g)].map(([url]) => url);
  expect(new Set(hrefs)).toEqual(new Set(urls));
});

test('nothing that somebody typed is ever markup', () => {
  const { html } = renderMail({
    greeting: HOSTILE,
    paragraphs: [HOSTILE],
    action: { label: HOSTILE, url: `https://maillage.example.org/?a="><script>` },
    code: HOSTILE,
    notes: [HOSTILE],
    unsubscribeUrl: 'https://maillage.example.org/"onclick="x'
  });
  expect(html).not.toMatch(/<script|<img|<[^>]*\sonerror=|"onclick=/);
  expect(words(html).split('<script>alert(1)</script>')).toHaveLength(6);
});

test('what is not said leaves no trace', () => {
  const { text, html } = renderMail({ paragraphs: ['Bonjour.'] });
  for (const absent of ['undefined', 'null', 'Code', 'Ne plus recevoir', 'href'])
    expect(text + html).not.toContain(absent);
});
