/** Who does what: saving, taking off, saying what came of it. */
import { fail, redirect } from '@sveltejs/kit';
import {
  listStructuresNamed,
  readStructureNames
} from '#domain/directory/server/parentage/queries.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { FOLLOW_UP_STATUSES, whoDoes } from '#domain/minutes/follow-ups.ts';
import { followUpInput, outcomeInput } from '#domain/minutes/forms.ts';
import {
  arrangeFollowUp,
  saveFollowUp,
  type FollowUpSaved,
  settleFollowUp
} from '#domain/minutes/server/follow-ups/commands.ts';
import { takeUpPoints } from '#domain/minutes/server/points/commands.ts';
import { dueText } from '#domain/minutes/wording.ts';
import type { Database } from '#server/db/connection.ts';
import type { FollowUpId } from '#shared/ids.ts';
import { errorsOf, text } from '../../reading.ts';
import { FROZEN, REMOVED, type Asked } from './saying.ts';
import {
  FOLLOW_UP_FIELDS,
  FOLLOW_UP_LABELS,
  readFollowUp,
  type Answer,
  type TypedFollowUp
} from './typed.ts';

const answer = (status: number, said: Answer) => fail(status, said);
const UNKNOWN: Readonly<Record<string, Record<string, string>>> = {
  'unknown-person': { personne: 'Qui\u00a0: cette personne n’est plus dans le réseau.' },
  'unknown-structure': {
    nom: 'Structure ou nom\u00a0: cette structure n’est plus dans l’annuaire.'
  }
};

/** The structure chosen in the list, or the only one that bears this name; else a name. */
async function namedBy(db: Database, { who, structure }: TypedFollowUp) {
  if (who === '') return { structure: '', who: '' };
  const names = structure ? await readStructureNames(db, [structure]) : new Map<string, string>();
  if (names.get(structure) === who) return { structure, who: '' };
  const named = await listStructuresNamed(db, who);
  return named.length === 1 ? { structure: named[0]!.slug, who: '' } : { structure: '', who };
}

async function give({ locals: { db, actor }, params, request }: Asked) {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const form = await request.formData();
  const followUp = readFollowUp(form);
  const read = followUpInput.safeParse({
    ...{ what: followUp.what, person: followUp.person || null, due: followUp.due || null },
    ...(await namedBy(db, followUp))
  });
  if (!read.success) {
    const errors = errorsOf(read.error, FOLLOW_UP_FIELDS, FOLLOW_UP_LABELS);
    return answer(400, { part: 'follow-up', followUp, errors });
  }
  const said = await saveFollowUp(db, actor, id, {
    followUp: followUp.id === '' ? null : (Number(followUp.id) as FollowUpId),
    version: Number(followUp.version),
    input: read.data,
    reread: form.has('relu'),
    join: form.get('garder') === 'les-deux'
  });
  if (said.ok) {
    const gesture = followUp.id === '' ? 'ajoute' : 'ecrit';
    redirect(303, `?fait=${gesture}&genre=suivi&numero=${said.followUp}#suivis`);
  }
  return refused(said, followUp);
}

function refused(said: Exclude<FollowUpSaved, { ok: true }>, followUp: TypedFollowUp) {
  if (said.reason === 'second-reading')
    return answer(400, { part: 'follow-up', followUp, readings: said.readings });
  if (said.reason === 'validated')
    return answer(409, { part: 'follow-up', followUp, message: FROZEN });
  if (said.reason === 'removed') {
    const again = { ...followUp, id: '', version: '' };
    return answer(409, { part: 'follow-up', followUp: again, message: REMOVED });
  }
  if (said.reason !== 'conflict')
    return answer(400, { part: 'follow-up', followUp, errors: UNKNOWN[said.reason] ?? {} });
  const { updatedBy: by, updatedAt: at, what, version } = said.theirs;
  return answer(409, {
    part: 'follow-up',
    followUp: { ...followUp, version: String(version) },
    theirs: {
      by,
      at,
      title: [whoDoes(said.theirs), dueText(said.theirs)].filter(Boolean).join(', '),
      body: what
    }
  });
}

async function arrange({ locals: { db, actor }, params, request }: Asked) {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const form = await request.formData();
  const followUp = Number(form.get('numero')) as FollowUpId;
  const gesture = form.get('geste') === 'remettre' ? 'restore' : 'remove';
  if (!(await arrangeFollowUp(db, actor, id, { followUp, gesture }))) redirect(303, '?#suivis');
  redirect(
    303,
    gesture === 'remove' ? `?fait=retire&genre=suivi&numero=${followUp}#suivis` : '?#suivis'
  );
}

async function settle({ locals: { db, actor }, params, request }: Asked) {
  await getManagedEvent(db, actor, params.slug);
  const form = await request.formData();
  const typed = { id: text(form, 'numero'), outcome: text(form, 'resultat') };
  const read = outcomeInput.safeParse(typed);
  if (!read.success) {
    const errors = errorsOf(read.error, { outcome: 'resultat' }, { resultat: 'Ce qu’il en est' });
    return answer(400, { part: 'settle', settle: typed, errors });
  }
  const status = FOLLOW_UP_STATUSES.find((one) => one === form.get('etat')) ?? 'done';
  const change = { status, ...read.data, reread: form.has('relu') };
  const said = await settleFollowUp(db, actor, Number(typed.id) as FollowUpId, change, new Date());
  if (said.ok) redirect(303, '?fait=regle#suivis');
  return answer(400, { part: 'settle', settle: typed, readings: said.readings });
}

async function takeUp({ locals: { db, actor }, params }: Asked) {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const said = await takeUpPoints(db, actor, id);
  if (!said.ok) return answer(409, { part: 'publication', message: FROZEN });
  redirect(303, `?fait=repris&genre=suivi&combien=${said.taken}#suivis`);
}

export const givingActions = {
  reprendre: takeUp,
  suivi: give,
  'agencer-suivi': arrange,
  regler: settle
};
