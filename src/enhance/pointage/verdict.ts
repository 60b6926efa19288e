/** What the volunteer reads of a gesture: a colour, a word and a sign, then what can be done about it. */
import type { IconName } from '#ui/icons.ts';
import type { Met, Person } from './door.ts';
import type { Tone } from './feedback.ts';
import { button, element, icon } from './markup.ts';

export interface Act {
  readonly label: string;
  readonly icon?: IconName;
  readonly primary?: boolean;
  act(): void;
}

export interface Verdict {
  readonly tone: Tone;
  readonly word: string;
  readonly name: string;
  readonly details: readonly string[];
  readonly acts: readonly Act[];
}

const SIGNS: Readonly<Record<Tone, IconName>> = {
  ok: 'circle-check',
  already: 'history',
  unknown: 'circle-question-mark',
  elsewhere: 'calendar'
};

/** The panel of a verdict. The focus stays where it was: the next code may already be there. */
export function panel(
  { tone, word, name, details, acts }: Verdict,
  close: () => void
): HTMLElement {
  return element(
    'section',
    { class: 'verdict', 'data-tone': tone, 'aria-label': 'Dernier geste' },
    element(
      'p',
      { class: 'word' },
      icon(SIGNS[tone], 40) as unknown as Node,
      element('strong', {}, word)
    ),
    closing(close),
    name !== '' && element('p', { class: 'name' }, name),
    ...details.filter(Boolean).map((one) => element('p', { class: 'detail' }, one)),
    element(
      'div',
      { class: 'row' },
      ...acts.map((one) =>
        button(one.label, { icon: one.icon, kind: one.primary ? 'primary' : 'plain' }, one.act)
      )
    )
  );
}

function closing(close: () => void): HTMLElement {
  const one = button('Fermer', { icon: 'x', kind: 'closing' }, close);
  one.querySelector('span')?.classList.add('visually-hidden');
  return one;
}

export function fullName({ first, last }: Pick<Person, 'first' | 'last'>): string {
  return `${first} ${last}`.trim();
}

/** « Infirmière, MSP des Quais », with the category it came under. */
export function describe({ profession, structure, category }: Person): string {
  return [profession, structure, category].filter(Boolean).join(', ');
}

const HOUR = new Intl.DateTimeFormat('fr-FR', { hour: 'numeric', minute: '2-digit' });

export function hour(at: number): string {
  return HOUR.format(at).replace(':', '\u00a0h\u00a0');
}

/** Where one enters, and where else today she is expected. */
export interface AtEntrance {
  readonly label: string;
  readonly isSession: boolean;
  readonly expectedAt: readonly string[];
}

interface Choices {
  takeBack(): void;
  sign(): void;
  enterAnyway(): void;
}

/** What a gesture about somebody of the list says. */
export function verdictOf(met: Met, entrance: AtEntrance, may: Choices): Verdict {
  const { person, verdict, since, signed, rehearsal } = met;
  const own = { name: fullName(person), details: [describe(person), trial(rehearsal)] };
  const signing: Act[] =
    signed || rehearsal ? [] : [{ label: 'Faire signer', icon: 'pencil', act: may.sign }];
  const back = (label: string): Act[] => (rehearsal ? [] : [{ label, act: may.takeBack }]);
  if (verdict === 'ok')
    return { ...own, tone: 'ok', word: 'Entrée', acts: [...signing, ...back('Annuler')] };
  if (verdict === 'already')
    return {
      ...own,
      tone: 'already',
      word: 'Déjà entré·e',
      details: [since === null ? '' : `Depuis ${hour(since)}.`, ...own.details],
      acts: [...signing, ...back('Annuler son entrée')]
    };
  const letIn: Act = { label: 'Faire entrer quand même', primary: true, act: may.enterAnyway };
  if (verdict === 'waiting')
    return {
      ...own,
      tone: 'elsewhere',
      word: 'Liste d’attente',
      details: ['Sans place pour l’instant : la faire entrer lui en donne une.', ...own.details],
      acts: [letIn]
    };
  const today = !entrance.isSession && entrance.expectedAt.length > 0;
  const elsewhere = today ? 'Autre demi-journée' : 'Autre jour';
  const there = today
    ? `Attendu·e à « ${entrance.expectedAt.join(' », « ')} ».`
    : `Non attendu·e à « ${entrance.label} ».`;
  return {
    ...own,
    tone: 'elsewhere',
    word: entrance.isSession ? 'Pas à cet atelier' : elsewhere,
    details: [there, ...own.details],
    acts: [letIn]
  };
}

function trial(rehearsal: boolean): string {
  return rehearsal ? 'Essai : rien n’est compté avant le jour.' : '';
}
