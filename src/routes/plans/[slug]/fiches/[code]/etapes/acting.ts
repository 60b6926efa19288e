import { fail, redirect } from '@sveltejs/kit';
import { stepInput, stepStatusInput } from '#domain/plans/forms/step.ts';
import {
  orderSteps,
  removeStep,
  restoreStep,
  saveStep,
  setStepStatus,
  type StepSaved
} from '#domain/plans/server/steps/commands.ts';
import { today } from '#domain/plans/wording.ts';
import { errorsOf, numberOf, text } from '../../../../../gestion/rencontres/reading.ts';
import { askedWrittenSheet, type Asked } from '../asked.ts';
import { readStep, STEP_FIELDS, STEP_LABELS, type Answer, type TypedStep } from './typed.ts';

const answer = (status: number, said: Answer) => fail(status, said);
export const todayInParis = () => today(new Date());

async function save(asked: Asked) {
  const { db, actor } = asked.locals;
  const { sheet } = await askedWrittenSheet(asked);
  const form = await asked.request.formData();
  const step = readStep(form);
  const read = stepInput.safeParse({
    ...step,
    ...{ dueOn: step.dueOn || null, doneOn: (step.status === 'done' && step.doneOn) || null }
  });
  if (!read.success)
    return answer(400, { step, errors: errorsOf(read.error, STEP_FIELDS, STEP_LABELS) });
  const said = await saveStep(db, actor, sheet.id, {
    ...{ step: step.id === '' ? null : numberOf(step.id), version: Number(step.version) },
    ...{ input: read.data, today: todayInParis(), reread: form.has('relu') }
  });
  if (!said.ok) return refused(said, step);
  const gesture = step.id === '' ? 'ajoutee' : 'ecrite';
  redirect(303, `?fait=${gesture}&numero=${said.step}#etape-${said.step}`);
}

function refused(said: Exclude<StepSaved, { ok: true }>, step: TypedStep) {
  if (said.reason === 'second-reading') return answer(400, { step, readings: said.readings });
  if (said.reason === 'conflict') {
    const { theirs } = said;
    return answer(409, { step: { ...step, version: String(theirs.version) }, theirs });
  }
  const message =
    'Quelqu’un a retiré cette étape pendant que vous écriviez. Vous pouvez l’ajouter.';
  return answer(409, { step: { ...step, id: '', version: '' }, message });
}

async function mark(event: Asked) {
  const { db, actor } = event.locals;
  const { sheet } = await askedWrittenSheet(event);
  const form = await event.request.formData();
  const step = numberOf(form.get('numero'));
  const status = stepStatusInput.catch('todo').parse(form.get('etat'));
  const undo = form.has('annule');
  const asked = { step, status, today: todayInParis(), undo };
  const before = await setStepStatus(db, actor, sheet.id, asked);
  const said = undo || before === null ? '' : `fait=${status}&etait=${before}&`;
  redirect(303, `?${said}numero=${step}#etape-${step}`);
}

async function arrange(asked: Asked) {
  const { db, actor } = asked.locals;
  const { sheet } = await askedWrittenSheet(asked);
  const form = await asked.request.formData();
  const step = numberOf(form.get('numero'));
  const gesture = text(form, 'geste');
  if (gesture === 'retirer') {
    await removeStep(db, actor, sheet.id, step);
    redirect(303, `?fait=retiree&numero=${step}#etapes`);
  }
  if (gesture === 'remettre') {
    await restoreStep(db, actor, sheet.id, step);
    redirect(303, `?numero=${step}#etape-${step}`);
  }
  const way = gesture === 'monter' ? 'up' : 'down';
  await orderSteps(db, actor, sheet.id, { step, way });
  redirect(303, `?numero=${step}#etape-${step}`);
}

async function sort(asked: Asked) {
  const { db, actor } = asked.locals;
  const { sheet } = await askedWrittenSheet(asked);
  const form = await asked.request.formData();
  const order = text(form, 'ordre').split('.').map(numberOf);
  if (form.has('ordre')) {
    await orderSteps(db, actor, sheet.id, { order });
    redirect(303, '?#etapes');
  }
  const before = await orderSteps(db, actor, sheet.id, { by: 'day' });
  redirect(303, before ? `?fait=rangees&ordre=${before.join('.')}#etapes` : '?#etapes');
}

export const stepActions = { etape: save, cocher: mark, agencer: arrange, ranger: sort };
