import { redirect } from '@sveltejs/kit';
import type { CoverageQuestion } from '#domain/directory/coverage.ts';
import { zoneOfDepartement } from '#domain/directory/opening.ts';
import { whoCovers } from '#domain/directory/server/coverage/queries.ts';
import { listAudiences, listThemes, listTypes } from '#domain/directory/server/queries.ts';
import { resolveCommune } from '#domain/territory/server/places/queries.ts';
import { civilTime } from '#shared/dates.ts';
import { questionUrl, readQuestion } from './question.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { db } = locals;
  const [themes, audiences, types] = await Promise.all([
    listThemes(db),
    listAudiences(db),
    listTypes(db)
  ]);
  const asked = readQuestion(url.searchParams, { themes, audiences, types });
  const form = { themes, audiences, types, asked };
  if (asked.commune === '') return { form, state: 'empty' as const };

  const place = await resolveCommune(db, asked.commune);
  if (place.kind === 'none') return { form, state: 'not-found' as const };
  if (place.kind === 'several') {
    const choices = place.communes.map((commune) => ({
      commune,
      href: questionUrl({ ...asked, commune: commune.code })
    }));
    return { form, state: 'choose' as const, choices };
  }
  const question: CoverageQuestion = { ...asked, commune: place.commune.code };
  if (url.searchParams.get('commune') !== place.commune.code) redirect(303, questionUrl(question));
  const instant = new Date();
  const answer = await whoCovers(db, question, instant);
  const now = civilTime(instant, zoneOfDepartement(answer.commune.departement.code));
  return { form, state: 'answer' as const, question, answer, now };
};
