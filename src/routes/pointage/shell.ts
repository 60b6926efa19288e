/**
 * The page of volunteers, the same for every link: a telephone keeps it to open it without network, so that it says
 * nothing of anybody, nor the address it was opened with. The rest is src/enhance/pointage.
 */
const HTML = `<!doctype html>
<html lang="fr" data-theme="auto">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <meta name="theme-color" content="#0f5c63" />
    <meta name="robots" content="noindex" />
    <meta name="referrer" content="no-referrer" />
    <meta name="apple-mobile-web-app-title" content="Accueil" />
    <title>Accueil — Maillage</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    <link rel="apple-touch-icon" href="/pointage-192.png" />
    <link rel="stylesheet" href="/pointage/application.css" />
    <script type="module" src="/pointage/application.js"></script>
  </head>
  <body>
    <main id="pointage">
      <h1>Accueil</h1>
      <p>La page se prépare…</p>
      <noscript><p>Cette page lit des codes et continue sans réseau : elle a besoin de JavaScript.</p></noscript>
    </main>
  </body>
</html>
`;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ');

/** @param status - 410 when the link serves no more: the page says so, and erases what the telephone kept. */
export function shell(status: number): Response {
  return new Response(HTML, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'no-store'
    }
  });
}
