import { error, redirect } from '@sveltejs/kit';
import { FIGURE_EXAMPLES, readFigure, typedFigure } from '#domain/plans/forms/figure.ts';
import { setValue } from '#domain/plans/server/indicators/values/commands.ts';
import { today } from '#domain/plans/wording.ts';
import { numberOf, text } from '../../../../../../gestion/rencontres/reading.ts';
import { askedIndicator, askedToWrite, briefOf } from '../../../asked.ts';
import { answer, refused, type Typed } from './answering.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { indicator: written } = await askedToWrite({ locals, params });
  const { plan, indicator, sheet } = await askedIndicator({ locals, params });
  const year = numberOf(params.annee);
  const found = indicator.values.find((value) => value.year === year);
  if (!found && (year < 1990 || year > 2100)) error(404, 'Cette année n’existe pas.');
  const kept = written.written.find((one) => one.year === year && one.origin === 'manual');
  const typed: Typed = kept
    ? {
        ...{ version: String(kept.version), comment: kept.comment, source: kept.source },
        value: typedFigure(indicator.kind, kept.value)
      }
    : { version: '0', value: '', comment: '', source: '' };
  return {
    of: briefOf(sheet),
    indicator,
    year,
    found,
    typed,
    frozen: plan.closedYears.includes(year)
  };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { plan, indicator } = await askedToWrite({ locals, params });
    const form = await request.formData();
    const typed = {
      ...{ version: text(form, 'version'), value: text(form, 'valeur') },
      ...{ comment: text(form, 'commentaire'), source: text(form, 'origine') }
    };
    const value = form.get('geste') === 'effacer' ? null : readFigure(indicator.kind, typed.value);
    const expected = `Valeur\u00a0: ${FIGURE_EXAMPLES[indicator.kind]}`;
    if (value === undefined || (value === null && form.get('geste') !== 'effacer'))
      return answer(400, { typed, errors: { valeur: expected } });
    const said = await setValue(locals.db, locals.actor, {
      ...{ indicator: indicator.id, year: numberOf(params.annee), value, today: today(new Date()) },
      ...{ comment: typed.comment, source: typed.source },
      ...{ version: Number(typed.version), reread: form.has('relu') }
    });
    if (!said.ok) return refused(said, typed, indicator.kind);
    redirect(
      303,
      `/plans/${plan.slug}/indicateurs/${indicator.id}?fait=${value === null ? 'effacee' : 'valeur'}`
    );
  }
};
