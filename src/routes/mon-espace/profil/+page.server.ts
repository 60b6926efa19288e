import { fail, redirect } from '@sveltejs/kit';
import { emailAddress, profileInput, signInCode } from '#domain/identity/forms.ts';
import {
  confirmAddressChange,
  requestAddressChange,
  updateProfile
} from '#domain/identity/server/profile/commands.ts';
import { getProfile } from '#domain/identity/server/profile/queries.ts';
import { WRONG_CODE } from '../../connexion/answers.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { actor, db }, url }) => ({
  profile: await getProfile(db, actor),
  saved: url.searchParams.has('enregistre'),
  moved: url.searchParams.has('adresse')
});

const TOO_MANY = 'Trop de demandes en peu de temps. Attendez une heure, puis recommencez.';

export const actions: Actions = {
  profil: async ({ locals: { actor, db }, request }) => {
    const form = await request.formData();
    const text = (name: string) => String(form.get(name) ?? '');
    const typed = {
      name: text('nom'),
      profession: text('metier'),
      phone: text('telephone'),
      phoneVisibility: text('visibilite')
    };
    const input = profileInput.safeParse(typed);
    if (!input.success) {
      const messageOf = (path: string) =>
        input.error.issues.find((issue) => issue.path[0] === path)?.message;
      const errors = {
        nom: messageOf('name'),
        metier: messageOf('profession'),
        telephone: messageOf('phone'),
        visibilite: messageOf('phoneVisibility')
      };
      return fail(400, { typed, errors });
    }
    await updateProfile(db, actor, input.data);
    redirect(303, '/mon-espace/profil?enregistre');
  },

  adresse: async ({ locals: { actor, db }, request }) => {
    const address = String((await request.formData()).get('courriel') ?? '');
    const email = emailAddress.safeParse(address);
    if (!email.success) {
      return fail(400, { address, errors: { courriel: email.error.issues[0]!.message } });
    }
    const outcome = await requestAddressChange(db, actor, email.data);
    if (!outcome.ok) return fail(429, { address, errors: { courriel: TOO_MANY } });
    return { address: email.data, waiting: true };
  },

  code: async ({ locals: { actor, db }, request }) => {
    const form = await request.formData();
    const address = String(form.get('courriel') ?? '');
    const code = signInCode.safeParse(form.get('code'));
    const outcome = code.success
      ? await confirmAddressChange(db, actor, code.data)
      : { ok: false as const };
    if (!outcome.ok) return fail(400, { address, waiting: true, errors: { code: WRONG_CODE } });
    redirect(303, '/mon-espace/profil?adresse');
  }
};
