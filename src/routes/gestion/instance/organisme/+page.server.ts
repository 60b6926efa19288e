import { fail, redirect } from '@sveltejs/kit';
import { CONTROLLER_FIELDS } from '#domain/confidentiality/controller.ts';
import { controllerInput } from '#domain/confidentiality/forms.ts';
import { setController } from '#domain/confidentiality/server/controller/commands.ts';
import { getController } from '#domain/confidentiality/server/controller/queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, url }) => ({
  fields: CONTROLLER_FIELDS,
  controller: await getController(db),
  saved: url.searchParams.has('enregistre')
});

export const actions: Actions = {
  default: async ({ locals: { db, actor }, request }) => {
    const form = await request.formData();
    const typed = Object.fromEntries(
      CONTROLLER_FIELDS.map(({ name }) => [name, String(form.get(name) ?? '')])
    );
    const parsed = controllerInput.safeParse(typed);
    if (!parsed.success) {
      const errors: Record<string, string> = {};
      for (const { path, message } of parsed.error.issues) errors[String(path[0])] ??= message;
      return fail(400, { typed, errors });
    }
    await setController(db, actor, parsed.data);
    redirect(303, '?enregistre');
  }
};
