/** The screen of a volunteer: held in one hand, read at arm's length. */
import type { GestureAnswer } from '#domain/registrations/checkin/model.ts';
import type { Door } from './door.ts';
import { signal, wakeSound } from './feedback.ts';
import { button, element } from './markup.ts';
import { codePart, type Part } from './part-code.ts';
import { doorPart } from './part-door.ts';
import { namePart } from './part-name.ts';
import { settings } from './settings.ts';
import { panel, type Verdict } from './verdict.ts';
import { welcome } from './welcome.ts';

const SOUND = 'maillage-pointage-son';

const MODES = [
  ['code', 'Lire un code', 'qr-code'],
  ['name', 'Chercher', 'search'],
  ['door', 'Sans inscription', 'plus']
] as const;
type Mode = (typeof MODES)[number][0];

export interface Screen {
  /** Counts and states again. */
  refresh(): void;
  online(reached: boolean): void;
  answered(answers: readonly GestureAnswer[]): void;
  stop(): void;
}

export function openScreen(main: HTMLElement, door: Door): Screen {
  let sound = localStorage.getItem(SOUND) !== 'non';
  let reached = navigator.onLine;
  const status = element('p', { role: 'status', class: 'visually-hidden' });
  const network = element('p', { class: 'network' });
  const count = element('p', { class: 'count' });
  const entrance = element('select', { id: 'entree' });
  const shown = element('div', { class: 'shown' });
  const body = element('div', { class: 'body' });

  const gestures = welcome(door, tell, () => reached);
  const parts: Readonly<Record<Mode, Part>> = {
    code: codePart(
      (text) => void gestures.read(text),
      () => choose('name')
    ),
    name: namePart(
      door,
      (person) => void gestures.enter(person, 'name'),
      (text) => void gestures.read(text)
    ),
    door: doorPart(
      door,
      (person) => void gestures.register(person),
      (person) => void gestures.enter(person, 'name')
    )
  };
  const bar = modes(choose);

  function choose(mode: Mode): void {
    for (const one of bar.querySelectorAll('button'))
      one.setAttribute('aria-pressed', String(one.dataset['mode'] === mode));
    for (const [key, part] of Object.entries(parts)) if (key !== mode) part.close();
    body.replaceChildren(parts[mode].element);
    parts[mode].open();
  }

  function tell(verdict: Verdict, loud = true): void {
    shown.replaceChildren(panel(verdict, () => shown.replaceChildren()));
    const { word, name, details } = verdict;
    status.textContent = [word, name, ...details].filter(Boolean).join('. ');
    if (loud) signal(verdict.tone, sound);
  }

  function refresh(): void {
    const { here, expected } = door.counts();
    count.replaceChildren(
      element('strong', {}, String(here)),
      here < 2 ? ' entrée' : ' entrées',
      element('span', { class: 'soft' }, `, ${expected} personnes attendues`)
    );
    network.dataset['state'] = !reached ? 'offline' : door.pending > 0 ? 'sending' : 'online';
    network.textContent = describeNetwork(reached, door.pending);
    if (entrance.options.length !== door.list.entrances.length)
      entrance.replaceChildren(...options(door));
    entrance.value = door.entrance;
    for (const part of Object.values(parts)) part.refresh();
  }

  entrance.addEventListener('change', () => {
    door.entrance = entrance.value;
    shown.replaceChildren();
    refresh();
  });
  document.addEventListener('pointerdown', wakeSound);
  const onSound = (on: boolean) => {
    sound = on;
    localStorage.setItem(SOUND, on ? 'oui' : 'non');
    if (on) signal('ok', true);
  };
  const label = element('label', { for: 'entree' }, 'On entre à');
  main.replaceChildren(
    ...head(door, network),
    element('div', { class: 'place' }, label, entrance, count),
    ...[status, body, settings(door, { sound, onSound }), shown, bar]
  );
  refresh();
  choose('name');

  return {
    refresh,
    answered: gestures.answered,
    online: (is) => {
      if (is === reached) return;
      reached = is;
      status.textContent = is
        ? 'Le réseau est revenu.'
        : 'Hors ligne : continuez, rien n’est perdu.';
      refresh();
    },
    stop: () => {
      for (const part of Object.values(parts)) part.close();
    }
  };
}

function modes(choose: (mode: Mode) => void): HTMLElement {
  const buttons = MODES.map(([mode, label, icon]) => {
    const one = button(label, { icon, kind: 'mode', pressed: false }, () => choose(mode));
    one.dataset['mode'] = mode;
    return one;
  });
  return element('nav', { class: 'bar', 'aria-label': 'Ce que vous faites' }, ...buttons);
}

function options({ list, entrance }: Door): HTMLElement[] {
  return list.entrances.map(({ key, label, hours }) =>
    element(
      'option',
      { value: key, selected: key === entrance },
      hours && hours !== label ? `${label}, ${hours}` : label
    )
  );
}

function describeNetwork(reached: boolean, pending: number): string {
  const words = pending < 2 ? `${pending} geste à envoyer` : `${pending} gestes à envoyer`;
  if (reached) return pending > 0 ? `En ligne, ${words}` : 'En ligne, tout est envoyé';
  return pending > 0 ? `Hors ligne, ${words}` : 'Hors ligne, rien à envoyer';
}

function head(door: Door, network: HTMLElement): HTMLElement[] {
  const { label, title, dayLabel } = door.list;
  const rehearsal = `Répétition : le pointage commence ${dayLabel}. Essayez, rien n’est compté.`;
  return [
    element(
      'header',
      { class: 'top' },
      element('h1', {}, label || 'Accueil'),
      element('p', { class: 'soft' }, `${title}, ${dayLabel}`),
      network
    ),
    ...(door.isRehearsal() ? [element('p', { class: 'notice' }, rehearsal)] : [])
  ];
}
