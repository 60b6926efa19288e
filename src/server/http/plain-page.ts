/** Pages that depend on nothing but one sheet of style: shown when the frame of the others cannot, or must not, be drawn. */
import { escapeMarkup } from '#shared/text.ts';
import { proseOf, type TypedForm } from './typed-form.ts';

export interface PlainPage {
  readonly status: number;
  readonly title: string;
  /** HTML: what came from elsewhere is escaped. */
  readonly parts: readonly string[];
  readonly requestId: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function answerPlainly({ status, title, parts, requestId, headers }: PlainPage): Response {
  const reference = `<p class="code">Erreur ${status} · référence à donner si vous demandez de l’aide\u00a0: ${escapeMarkup(requestId)}</p>`;
  return new Response(page(title, [...parts, reference]), {
    status,
    headers: {
      ...headers,
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY
    }
  });
}

/** Whether whoever asks reads pages, rather than a program that reads what it asked for. */
export function readsPages(request: Request): boolean {
  return (request.headers.get('accept') ?? '').includes('text/html');
}

/** A form as it was typed, behind its one button. */
export function sendAgain({ to, fields }: TypedForm): string {
  const inputs = fields
    // A text of several lines loses its lines in an input.
    .map(
      ([name, value]) =>
        `<textarea hidden name="${escapeMarkup(name)}">\n${escapeMarkup(value)}</textarea>`
    )
    .join('\n');
  return `<form method="post" action="${escapeMarkup(to)}">${inputs}<button>Renvoyer</button></form>`;
}

/** The texts of a form, to be read and copied. Empty when there is none. */
export function showTyped(typed: TypedForm): string {
  const texts = proseOf(typed).map((text) => `<pre>${escapeMarkup(text)}</pre>`);
  return texts.length === 0 ? '' : `<h2>Ce que vous aviez écrit</h2>\n${texts.join('\n')}`;
}

function page(title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="fr">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} — Maillage</title>
    <link rel="stylesheet" href="/erreur.css" />
  </head>
  <body>
    <main>
      <p class="name">Maillage</p>
      <h1>${title}</h1>
      ${parts.filter(Boolean).join('\n')}
    </main>
  </body>
</html>
`;
}
