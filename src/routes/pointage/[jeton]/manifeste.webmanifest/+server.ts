import type { RequestHandler } from './$types';

/** Lets the page be put on the first screen of a telephone. It says nothing of the edition: the link is enough. */
export const GET: RequestHandler = ({ params }) =>
  new Response(
    JSON.stringify({
      name: 'Accueil — Maillage',
      short_name: 'Accueil',
      lang: 'fr',
      start_url: `/pointage/${params.jeton}`,
      id: `/pointage/${params.jeton}`,
      scope: '/pointage/',
      display: 'standalone',
      orientation: 'portrait',
      background_color: '#fbfaf6',
      theme_color: '#0f5c63',
      icons: [192, 512].map((side) => ({
        src: `/pointage-${side}.png`,
        sizes: `${side}x${side}`,
        type: 'image/png',
        purpose: 'any maskable'
      }))
    }),
    { headers: { 'content-type': 'application/manifest+json', 'cache-control': 'no-store' } }
  );
