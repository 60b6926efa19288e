import { fail, redirect } from '@sveltejs/kit';
import { deleteTerritory } from '#domain/directory/server/spaces/commands.ts';
import { readTerritoryUses } from '#domain/directory/server/spaces/queries.ts';
import { getPerimeter, getTerritory } from '#domain/territory/server/queries.ts';
import { changeTerritory } from '#domain/territory/server/spaces/setup/commands.ts';
import { readTerritoryVersion } from '#domain/territory/server/spaces/setup/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { Invalid } from '#shared/errors.ts';
import { errorsOf, settingsOf, typedFrom } from '../form.ts';
import { readEffect, receive } from '../reading.ts';
import { describeUses, listDifferences } from '../words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params, url }) => {
  const version = await versionOf(db, params.slug);
  const saved = await readSaved(db, params.slug);
  return {
    territory: saved.territory,
    version,
    typed: typedFrom(saved.territory, saved.perimeter),
    effect: await readEffect(db, saved.perimeter, saved),
    uses: describeUses(await readTerritoryUses(db, saved.id)),
    opened: url.searchParams.has('ouvert'),
    saved: url.searchParams.has('enregistre')
  };
};

/** Read before the rest: what changes in between is then refused, never lost. */
async function versionOf(db: Database, slug: string): Promise<string> {
  return readTerritoryVersion(db, (await getTerritory(db, slug)).id);
}

async function readSaved(db: Database, slug: string) {
  const territory = await getTerritory(db, slug);
  const { include, exclude } = await getPerimeter(db, territory.perimeterId);
  const perimeter = { certainty: 'declared' as const, include, exclude };
  return { id: territory.id, territory, perimeter };
}

async function show(db: Database, slug: string, form: FormData) {
  const received = await receive(db, form);
  const saved = await readSaved(db, slug);
  const effect = await readEffect(db, received.typed.perimeter, saved);
  return { ...received, effect, version: String(form.get('version') ?? '') };
}

export const actions: Actions = {
  apercu: async ({ locals: { db }, params, request }) =>
    show(db, params.slug, await request.formData()),
  enregistrer: async ({ locals: { db, actor }, params, request }) => {
    const form = await request.formData();
    const shown = await show(db, params.slug, form);
    if (!shown.wasShown) return { ...shown, isToCheck: true };
    const input = settingsOf(shown.typed);
    const change = { input, reread: form.get('relu') === 'oui', version: shown.version };
    try {
      const outcome = await changeTerritory(db, actor, params.slug, change);
      if (outcome.ok)
        redirect(303, `/gestion/instance/territoires/${outcome.territory.slug}?enregistre`);
      if (outcome.reason === 'second-reading')
        return fail(400, { ...shown, readings: outcome.readings });
      const theirs = listDifferences(outcome.theirs, input);
      return fail(409, { ...shown, version: outcome.version, theirs });
    } catch (error) {
      if (error instanceof Invalid) return fail(400, { ...shown, errors: errorsOf(error.issues) });
      throw error;
    }
  },
  supprimer: async ({ locals: { db, actor }, params, request }) => {
    const { pathname } = new URL(request.url);
    if ((await request.formData()).get('sur') !== 'oui') redirect(303, pathname);
    const outcome = await deleteTerritory(db, actor, params.slug);
    if (!outcome.ok) return fail(409, { uses: describeUses(outcome.uses) });
    redirect(303, `/gestion/instance/territoires?supprime=${encodeURIComponent(outcome.name)}`);
  }
};
