/** What the address of the list asks, and the address of a list. */
import { EXPERIENCE_FORMS, type ExperienceForm } from '#domain/sharing/details.ts';
import { numberOf } from '../../gestion/rencontres/reading.ts';

export interface AskedExperiences {
  readonly q: string;
  readonly theme: string;
  readonly audience: string;
  /** As typed, or a code. */
  readonly commune: string;
  /** Slug of a territory. */
  readonly territory: string;
  readonly form: ExperienceForm | '';
  readonly isReused: boolean;
  readonly page: number;
}

const NAMES = {
  ...{ q: 'q', theme: 'theme', audience: 'public', commune: 'commune' },
  ...{ territory: 'territoire', form: 'forme' }
} as const;

export function readAsked(query: URLSearchParams): AskedExperiences {
  const get = (name: keyof typeof NAMES) => (query.get(NAMES[name]) ?? '').trim().slice(0, 200);
  return {
    ...{ q: get('q'), theme: get('theme'), audience: get('audience') },
    // Chosen in the list, a commune is named by its code.
    ...{
      commune: (query.get('commune-code') ?? '') || get('commune'),
      territory: get('territory')
    },
    form: EXPERIENCE_FORMS.find((one) => one === get('form')) ?? '',
    isReused: query.get('repris') === 'oui',
    page: numberOf(query.get('page')) || 1
  };
}

export function addressOf(asked: Partial<AskedExperiences>): string {
  const query = new URLSearchParams();
  for (const [field, name] of Object.entries(NAMES)) {
    const value = asked[field as keyof typeof NAMES];
    if (value) query.set(name, value);
  }
  if (asked.isReused) query.set('repris', 'oui');
  if (asked.page && asked.page > 1) query.set('page', String(asked.page));
  return `/partage/experiences${query.size > 0 ? `?${query}` : ''}`;
}

export interface ActiveFilter {
  readonly label: string;
  readonly without: string;
}

/** The filters that are on, each with the list without it. @param names - of codes, by code or slug. */
export function activeFilters(
  asked: AskedExperiences,
  names: ReadonlyMap<string, string>
): ActiveFilter[] {
  const said = (value: string) => names.get(value) ?? value;
  const on: [string, Partial<AskedExperiences>][] = [
    ...(asked.q ? [[`«\u00a0${asked.q}\u00a0»`, { q: '' }] as [string, object]] : []),
    ...(asked.theme ? [[said(asked.theme), { theme: '' }] as [string, object]] : []),
    ...(asked.audience ? [[said(asked.audience), { audience: '' }] as [string, object]] : []),
    ...(asked.commune ? [[said(asked.commune), { commune: '' }] as [string, object]] : []),
    ...(asked.territory ? [[said(asked.territory), { territory: '' }] as [string, object]] : []),
    ...(asked.form
      ? [
          [asked.form === 'full' ? 'Fiches complètes' : 'Une page', { form: '' }] as [
            string,
            object
          ]
        ]
      : []),
    ...(asked.isReused ? [['Déjà repris ailleurs', { isReused: false }] as [string, object]] : [])
  ];
  return on.map(([label, without]) => ({
    label,
    without: addressOf({ ...asked, page: 1, ...without })
  }));
}
