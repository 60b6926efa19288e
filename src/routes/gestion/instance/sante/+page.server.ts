import { examine } from '#app/doctor/examine.ts';
import { environment } from '#server/env.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { actor, db }, url }) => {
  const outside = url.searchParams.has('complet');
  return {
    outside,
    findings: await examine(actor, {
      ...{ environment: environment(), database: db, clock: () => new Date() },
      ...{ outside, heavy: false, mailTo: null }
    })
  };
};
