/** Arranging the pieces, then validating, publishing and sending the minutes. */
import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { audienceInput } from '#domain/minutes/forms.ts';
import { ITEM_KINDS } from '#domain/minutes/model.ts';
import { arrangeItem, type ItemGesture } from '#domain/minutes/server/items/commands.ts';
import {
  publishMinutes,
  reopenMinutes,
  validateMinutes
} from '#domain/minutes/server/publication/commands.ts';
import { sendMinutes } from '#domain/minutes/server/sending/commands.ts';
import type { MinutesItemId } from '#shared/ids.ts';
import { plural } from '#shared/text.ts';
import type { Asked } from './saying.ts';
import type { Answer } from './typed.ts';

const refuse = (message: string) =>
  fail(409, { part: 'publication', message } satisfies Answer as Answer);

const GESTURES: Readonly<Record<string, ItemGesture>> = {
  monter: 'up',
  descendre: 'down',
  retirer: 'remove',
  remettre: 'restore'
};
const DONE: Readonly<Record<string, string>> = { up: 'monte', down: 'descendu', remove: 'retire' };

async function arrange({ locals: { db, actor }, params, request }: Asked) {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const form = await request.formData();
  const item = Number(form.get('numero')) as MinutesItemId;
  const kind = ITEM_KINDS.find((one) => one === form.get('genre')) ?? 'point';
  const gesture = GESTURES[String(form.get('geste'))];
  const done = gesture && (await arrangeItem(db, actor, id, { item, gesture }));
  const said = done && DONE[gesture] ? `?fait=${DONE[gesture]}&genre=${kind}&numero=${item}` : '?';
  redirect(303, `${said}#${kind}`);
}

const NOT_VALIDATED: Readonly<Record<string, string>> = {
  empty: 'Rien n’est écrit encore : un résumé, un point ou une décision suffit.',
  hidden: 'Ses textes sont retenus : relisez-les d’abord avec l’équipe d’animation.',
  changed: 'Quelqu’un a écrit depuis que vous l’avez lu : relisez-le, puis validez.'
};

async function validate({ locals: { db, actor }, params, request }: Asked) {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const form = await request.formData();
  const audience = audienceInput.safeParse(form.get('public'));
  if (!audience.success) return refuse('Choisissez qui peut le lire.');
  const choice = { audience: audience.data, seen: Number(form.get('vu')) };
  const said = await validateMinutes(db, actor, id, choice, new Date());
  if (said.ok) redirect(303, '?fait=valide#publication');
  return refuse(NOT_VALIDATED[said.reason] ?? '');
}

async function reopen({ locals: { db, actor }, params }: Asked) {
  const { id } = await getManagedEvent(db, actor, params.slug);
  await reopenMinutes(db, actor, id);
  redirect(303, '?fait=rouvert');
}

async function publish({ locals: { db, actor }, params, request }: Asked) {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const audience = audienceInput.safeParse((await request.formData()).get('public'));
  if (!audience.success) return refuse('Choisissez qui peut le lire.');
  await publishMinutes(db, actor, id, audience.data);
  redirect(303, '?fait=public#publication');
}

const NOT_SENT: Readonly<Record<string, string>> = {
  draft: 'Validez-le d’abord : on n’envoie pas un brouillon.',
  hidden: 'Ses textes sont retenus : relisez-les d’abord avec l’équipe d’animation.',
  'already-sent': 'Il a déjà été envoyé : personne ne l’a reçu deux fois.',
  nobody: 'Personne n’a laissé d’adresse parmi elles et eux.'
};

async function send({ locals: { db, actor }, params, request }: Asked) {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const form = await request.formData();
  const to = form.get('a') === 'present' ? 'present' : 'registered';
  const said = await sendMinutes(
    db,
    actor,
    id,
    { to, count: Number(form.get('combien')) },
    new Date()
  );
  if (said.ok) redirect(303, `?fait=envoye&combien=${said.sent}#publication`);
  if (said.reason !== 'changed') return refuse(NOT_SENT[said.reason] ?? '');
  const now = plural(said.count, 'adresse', 'adresses');
  return refuse(
    `Le nombre a changé pendant ce temps : ${now} maintenant. Rien n’est parti ; vérifiez et envoyez.`
  );
}

export const publishingActions = {
  agencer: arrange,
  valider: validate,
  rouvrir: reopen,
  publier: publish,
  envoyer: send
};
