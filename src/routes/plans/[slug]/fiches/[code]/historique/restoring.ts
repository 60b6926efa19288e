/** Going back to what a version said, for the headings that are ticked. */
import { fail, redirect } from '@sveltejs/kit';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import { restoreVersion } from '#domain/plans/server/versions/restoring/commands.ts';
import { numberOf } from '../../../../../gestion/rencontres/reading.ts';
import { askedWrittenSheet, type Asked } from '../asked.ts';

export interface Answer {
  readonly message?: string;
  readonly readings?: SecondReading;
  readonly ticked?: readonly string[];
}

const answer = (status: number, said: Answer) => fail(status, said);
const CHANGED =
  'La fiche vient d’être changée par quelqu’un d’autre : relisez ce qui diffère maintenant, puis reprenez.';

async function restore(asked: Asked) {
  const { sheet } = await askedWrittenSheet(asked);
  const form = await asked.request.formData();
  const paths = form.getAll('rubrique').map(String);
  const version = numberOf(form.get('de'));
  if (paths.length === 0)
    return answer(400, { message: 'Cochez au moins une rubrique à reprendre.' });
  const outcome = await restoreVersion(
    asked.locals.db,
    asked.locals.actor,
    sheet.id,
    { version, paths },
    { version: numberOf(form.get('version')), reread: form.has('relu') }
  );
  if (outcome.ok) {
    const said = outcome.isChanged ? 'reprise' : 'rien';
    redirect(303, `?fait=${said}&reprise=${version}&perdus=${outcome.untied ?? 0}`);
  }
  if (outcome.reason === 'second-reading')
    return answer(400, { readings: outcome.readings, ticked: paths });
  if (outcome.reason === 'conflict') return answer(409, { message: CHANGED, ticked: paths });
  if (outcome.reason === 'loop')
    return answer(400, {
      message:
        'Ces ressources partenariales formeraient une boucle : reprenez les autres rubriques.',
      ticked: paths.filter((path) => path !== 'resources')
    });
  const why = outcome.issues.map(({ message }) => message).join(' ; ');
  return answer(400, { message: `Ceci ne peut pas revenir tel quel : ${why}.`, ticked: paths });
}

export const restoreActions = { reprendre: restore };
