import type { Actor } from '#domain/identity/model.ts';
import { animatesSomewhere, runsInstance } from '#domain/identity/rules.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { VERSION } from '#server/version.ts';
import { parseTheme, THEME_COOKIE } from '#ui/theme.ts';
import type { LayoutServerLoad } from './$types';

interface Space {
  slug: string;
  name: string;
}

/** Every page shows the same few territories: they are read again at most this often (ms). */
const KEPT_FOR = 10_000;
let kept: { at: number; spaces: Space[] } | undefined;

export const load: LayoutServerLoad = async ({ cookies, locals }) => ({
  territories: await territorySpaces(locals.db),
  account: accountOf(locals.actor),
  theme: parseTheme(cookies.get(THEME_COOKIE)),
  version: VERSION
});

/** What the frame of every page says of who is signed in. */
function accountOf(actor: Actor) {
  if (actor.kind !== 'person') return null;
  return {
    name: actor.name || 'Mon compte',
    manages: animatesSomewhere(actor),
    administers: runsInstance(actor)
  };
}

async function territorySpaces(db: Database): Promise<Space[]> {
  if (!kept || Date.now() - kept.at > KEPT_FOR) {
    const spaces = (await listTerritories(db)).map(({ slug, name }) => ({ slug, name }));
    kept = { at: Date.now(), spaces };
  }
  return kept.spaces;
}
