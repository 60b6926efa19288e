/** What the animator does with fictional cases: writes them, asks them, closes them. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { workshopCaseInput, type CaseStatus } from '#domain/events/workshop.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import {
  deleteCase,
  saveCase,
  setCaseStatus
} from '#domain/events/server/workshop/cases/commands.ts';
import type { WorkshopCaseId } from '#shared/ids.ts';
import { text } from '../../reading.ts';

type Asked = RequestEvent<{ slug: string }>;

const ANSWERED = 'Quelqu’un a déjà répondu à cette situation : elle reste telle quelle.';
const STATUSES: Readonly<Record<string, CaseStatus>> = {
  poser: 'asked',
  clore: 'closed',
  cacher: 'hidden'
};

export const caseActions = {
  situation: async ({ locals: { db, actor }, params, request }: Asked) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const story = {
      ...{ story: text(form, 'story'), commune: text(form, 'commune') },
      ...{ theme: text(form, 'theme'), audience: text(form, 'audience') }
    };
    const parsed = workshopCaseInput.safeParse(story);
    if (!parsed.success) {
      const errors = { story: `Situation : ${parsed.error.issues[0]!.message}` };
      return fail(400, { story, errors });
    }
    const id = (Number(form.get('cas')) || null) as WorkshopCaseId | null;
    const input = { ...parsed.data, reread: form.has('relu') };
    const done = await saveCase(db, actor, event.id, id, input);
    if (done.ok) redirect(303, '?fait=situation#cas');
    if (done.reason === 'second-reading') return fail(422, { story, readings: done.readings });
    return fail(409, { message: ANSWERED });
  },
  cas: async ({ locals: { db, actor }, params, request }: Asked) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const id = Number(form.get('cas')) as WorkshopCaseId;
    const asked = text(form, 'faire');
    const status = STATUSES[asked];
    if (status) await setCaseStatus(db, actor, event.id, id, status);
    else if (asked === 'retirer') {
      const done = await deleteCase(db, actor, event.id, id);
      if (!done.ok) return fail(409, { message: ANSWERED });
    }
    redirect(303, '?fait=cas#cas');
  }
};
