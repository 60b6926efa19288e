import { redirect } from '@sveltejs/kit';
import { drawCommunes } from '#app/maps.ts';
import { coveredCodes } from '#domain/directory/editor/zones.ts';
import { changeDraft } from '#domain/directory/server/drafts/commands.ts';
import { getEditable, getEditor } from '#domain/directory/server/editing/queries.ts';
import { listTerritoryIdsOf } from '#domain/directory/server/queries.ts';
import { listOverlaps, readReach } from '#domain/directory/server/reach/queries.ts';
import { getAtlas } from '#domain/territory/server/atlas/queries.ts';
import { publish } from '../posting.ts';
import { perimeterOf, readChange, withPerimeter } from './changing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  if (actor.kind !== 'person')
    redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname)}`);
  const editor = await getEditor(db, actor, params.slug, new Date());
  const { structure, typed } = editor;
  const service = serviceOf(url, typed.services.length);
  const own = perimeterOf(typed, service);
  const perimeter = own ?? typed.perimeter;
  const territories = await listTerritoryIdsOf(db, structure.id);
  const saved = perimeterOf(structure, service) ?? structure.perimeter;
  const reach = await readReach(db, perimeter, saved, territories);
  const services = service === null ? typed.services : [typed.services[service]!];
  const codes = coveredCodes(await getAtlas(db), perimeter);
  const themes = services.flatMap((one) => one.themes);
  return {
    editor,
    service,
    isOwn: own !== null,
    perimeter,
    reach,
    overlaps: await listOverlaps(db, { ...structure, type: typed.type, themes }, codes),
    drawing:
      reach.board &&
      (await drawCommunes(
        db,
        reach.board.flatMap((one) => one.communes)
      ))
  };
};

function serviceOf(url: URL, count: number): number | null {
  const asked = url.searchParams.get('service');
  return asked && /^\d{1,3}$/.test(asked) && Number(asked) < count ? Number(asked) : null;
}

export const actions: Actions = {
  changer: async ({ locals, params, request, url }) => {
    const { db, actor } = locals;
    const { structure } = await getEditable(db, actor, params.slug);
    const form = await request.formData();
    const [near] = await listTerritoryIdsOf(db, structure.id);
    const { change, unsettled } = await readChange(db, await getAtlas(db), form, near);
    const asked = form.get('faire');
    const version = Number(form.get('version')) || structure.version;
    await changeDraft(db, actor, structure.id, version, (typed) => {
      const service = serviceOf(url, typed.services.length);
      if (asked === 'commun') return withPerimeter(typed, service, null);
      const now = perimeterOf(typed, service) ?? typed.perimeter;
      return withPerimeter(typed, service, change(now));
    });
    if (asked === 'enregistrer') return publish(locals, structure, form);
    if (unsettled.ambiguous.length + unsettled.unknown.length > 0)
      return { unsettled, asked: String(form.get('faire')) };
    const service = url.searchParams.get('service');
    redirect(303, service === null ? url.pathname : `${url.pathname}?service=${service}`);
  }
};
