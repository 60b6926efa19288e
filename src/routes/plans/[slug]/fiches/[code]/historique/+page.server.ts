import { error } from '@sveltejs/kit';
import { isMemberOf } from '#domain/identity/rules.ts';
import { canWriteSheet, isPilotOf } from '#domain/plans/rules.ts';
import { compareVersions, listVersions } from '#domain/plans/server/versions/queries.ts';
import { numberOf } from '../../../../../gestion/rencontres/reading.ts';
import { askedSheet } from '../asked.ts';
import { restoreActions } from './restoring.ts';
import { askedPair } from './shown.ts';
import type { Actions, PageServerLoad } from './$types';

const SHOWN = 30;

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { db, actor } = locals;
  const { plan, sheet } = await askedSheet({ locals, params });
  const canWrite = canWriteSheet(actor, sheet.place);
  if (!canWrite && !isMemberOf(actor, plan.place.territory) && !isPilotOf(actor, sheet.place))
    error(403, 'L’historique d’une fiche est lu par les membres du réseau.');
  const query = url.searchParams;
  const before = numberOf(query.get('avant')) || null;
  const lines = await listVersions(db, sheet.id, { most: SHOWN + 1, before });
  const pair = askedPair(query);
  return {
    lines: lines.slice(0, SHOWN).map((line, at) => ({ ...line, previous: lines[at + 1]?.version })),
    older: lines.length > SHOWN ? lines[SHOWN - 1]!.version : null,
    version: sheet.version,
    compared: pair && (await compareVersions(db, actor, { plan, sheet }, pair)),
    ...{ pair, canWrite, isHidden: sheet.textsHidden && !canWrite },
    done: {
      gesture: query.get('fait') ?? '',
      version: numberOf(query.get('reprise')),
      untied: numberOf(query.get('perdus'))
    }
  };
};

export const actions: Actions = restoreActions;
