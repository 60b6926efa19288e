import type { PlanStatus, PlanVisibility, SheetWord } from '#domain/plans/model.ts';

export const STATUS_WORDS: Record<
  PlanStatus,
  { readonly label: string; readonly tone: 'neutral' | 'success' | 'warning' }
> = {
  draft: { label: 'Brouillon', tone: 'warning' },
  active: { label: 'En cours', tone: 'success' },
  closed: { label: 'Clos', tone: 'neutral' }
};

export const VISIBILITY_CHOICES: readonly {
  readonly value: PlanVisibility;
  readonly label: string;
  readonly hint: string;
}[] = [
  {
    value: 'members',
    label: 'Les membres du réseau',
    hint: 'Avec un compte et une adhésion au territoire.'
  },
  {
    value: 'public',
    label: 'Tout le monde',
    hint: 'Il a une page publique. Une fiche peut rester réservée.'
  }
];

export const WORD_CHOICES: readonly {
  readonly value: SheetWord;
  readonly label: string;
}[] = [
  { value: 'fiche', label: '« fiche 28 »' },
  { value: 'action', label: '« action 3.3.3 »' }
];
