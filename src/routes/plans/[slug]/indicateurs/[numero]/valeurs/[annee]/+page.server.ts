import { error, fail, redirect } from '@sveltejs/kit';
import { FIGURE_EXAMPLES, readFigure, typedFigure } from '#domain/plans/forms/figure.ts';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import { setValue, type ValueSaved } from '#domain/plans/server/indicators/values/commands.ts';
import { today } from '#domain/plans/wording.ts';
import { numberOf, text } from '../../../../../../gestion/rencontres/reading.ts';
import { askedIndicator, askedToWrite, briefOf } from '../../../asked.ts';
import type { Actions, PageServerLoad } from './$types';

interface Typed {
  readonly version: string;
  readonly value: string;
  readonly comment: string;
  readonly source: string;
}
interface Answer {
  readonly typed: Typed;
  readonly errors?: Record<string, string>;
  readonly readings?: SecondReading;
  /** What somebody wrote meanwhile, in words. */
  readonly theirs?: { readonly value: string; readonly author: string; readonly comment: string };
  readonly message?: string;
}
const answer = (status: number, said: Answer) => fail(status, said);

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

const FIELDS: Readonly<Record<string, string>> = { comment: 'commentaire', source: 'origine' };

function refused(
  said: Exclude<ValueSaved, { ok: true }>,
  typed: Typed,
  kind: Parameters<typeof typedFigure>[0]
) {
  if (said.reason === 'second-reading') {
    const readings = said.readings.map((one) => ({
      ...one,
      field: FIELDS[one.field] ?? one.field
    }));
    return answer(400, { typed, readings });
  }
  if (said.reason === 'conflict') {
    const { theirs } = said;
    const { author = '', comment = '', version = 0, value = null } = theirs ?? {};
    const shown = { value: typedFigure(kind, value), author, comment };
    return answer(409, { typed: { ...typed, version: String(version) }, theirs: shown });
  }
  if (said.reason === 'frozen')
    return answer(409, {
      typed,
      message: 'L’année a été close\u00a0: ses valeurs ne changent plus.'
    });
  const errors = said.issues.map(
    ({ path, message }) => [FIELDS[path] ?? 'valeur', message] as const
  );
  return answer(400, { typed, errors: Object.fromEntries(errors) });
}
