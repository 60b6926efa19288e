import { fail, redirect } from '@sveltejs/kit';
import { choicesOf } from '#domain/plans/importing/deciding.ts';
import { lostWords } from '#domain/plans/importing/understood.ts';
import { correctPart } from '#domain/plans/server/importing/commands.ts';
import { getSheetImport } from '#domain/plans/server/importing/queries.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import { NotFound } from '#shared/errors.ts';
import { fieldOf, inputOf, readTyped, textHeadings, typedOf } from './typed.ts';
import type { Actions, PageServerLoad } from './$types';

async function asked(locals: App.Locals, params: { slug: string; id: string; part: string }) {
  await getLedPlan(locals.db, locals.actor, { slug: params.slug });
  const { plan, sheetImport } = await getSheetImport(locals.db, locals.actor, params.id);
  const part = sheetImport.parts.find(({ position }) => String(position) === params.part);
  if (!part || plan.slug !== params.slug)
    throw new NotFound('Cette partie n’existe pas dans cet import.');
  return { plan, sheetImport, part };
}

export const load: PageServerLoad = async ({ locals, params }) => {
  const { plan, sheetImport, part } = await asked(locals, params);
  const { sheet, source, standing, kind } = part;
  const actors = [...sheet.pilots, ...sheet.partners];
  return {
    sheetImport: { id: sheetImport.id, sourceName: sheetImport.sourceName },
    ...{ isOpen: sheetImport.status === 'open', total: sheetImport.parts.length },
    ...{ position: part.position, kind, source, standing, choices: choicesOf(standing) },
    typed: typedOf(part),
    headings: textHeadings(plan.headings, sheet.texts),
    lost: lostWords(source, sheet),
    doubts: sheet.doubts,
    known: actors.flatMap(({ label, structure }) =>
      structure ? [{ label, name: structure.name }] : []
    ),
    plans: [...new Set(sheet.resources.flatMap(({ acronym }) => acronym ?? []))]
  };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { plan, part } = await asked(locals, params);
    const form = await request.formData();
    const typed = readTyped(form, textHeadings(plan.headings, part.sheet.texts));
    const which = { id: params.id, position: part.position, version: typed.version };
    const said = await correctPart(locals.db, locals.actor, which, inputOf(typed));
    const here = `/gestion/plans/${plan.slug}/import/${params.id}`;
    if (said.ok) redirect(303, `${here}?fait=corrige`);
    if (said.reason === 'invalid') {
      const errors = Object.fromEntries(
        said.issues.map(({ path, message }) => [fieldOf(path), message])
      );
      return fail(400, { typed, errors });
    }
    const message =
      'Quelqu’un a corrigé cette partie entre-temps, ou elle est importée. Ce que vous avez saisi est ci-dessous : enregistrez de nouveau pour le garder à la place.';
    return fail(409, { typed: { ...typed, version: part.version }, message });
  }
};
