/** The page of volunteers: opens with or without network, and empties itself when its day is over. */
import './application.css';
import type { BatchAnswer, Gesture } from '#domain/registrations/checkin/model.ts';
import { Door } from './door.ts';
import { finish } from './late.ts';
import { element } from './markup.ts';
import { askList, Courier, type ListAnswer } from './network.ts';
import { say, sayGone } from './notices.ts';
import { openScreen } from './screen.ts';
import { openVault, sweepAll, type Vault } from './vault.ts';

/** How often the end of the day is looked for, in milliseconds. */
const EACH_MINUTE = 60_000;

const main = document.getElementById('pointage')!;
const token = /^\/pointage\/([^/]+)\/?$/.exec(location.pathname)?.[1];
const root = `/pointage/${token}`;

void begin().catch((error: unknown) => {
  console.error(error);
  say(
    'La page n’a pas pu s’ouvrir',
    'Rechargez-la. Si cela continue, ouvrez le lien dans un autre navigateur, hors navigation privée.'
  );
});

async function begin(): Promise<void> {
  if (!window.isSecureContext || !crypto.subtle || !window.indexedDB) {
    say(
      'Cette adresse n’est pas protégée',
      'La liste se garde chiffrée : il faut une adresse qui commence par https et un navigateur à jour.'
    );
    return;
  }
  void navigator.serviceWorker
    ?.register('/pointage/service-worker.js', { scope: '/pointage/' })
    .catch(() => undefined);
  if (token) {
    const href = `${root}/manifeste.webmanifest`;
    document.head.append(element('link', { rel: 'manifest', href }));
    await open(await openVault(token, Date.now()));
    return;
  }
  await sweepAll(Date.now());
  say(
    'Ouvrez le lien de l’accueil',
    'L’équipe qui organise vous donne un lien, ou un code à lire avec l’appareil photo du téléphone.'
  );
}

async function open(vault: Vault): Promise<void> {
  const [kept, pending] = await Promise.all([vault.readList(), vault.readGestures()]);
  // The day is looked at before the list: a telephone found a week later shows nobody.
  if (kept && Date.now() + kept.offset < kept.until) {
    work(vault, new Door(vault, kept, pending));
    return;
  }
  if (kept) await vault.eraseList();
  const answer = await askList(root);
  if (answer.state !== 'list') return showNothing(vault, answer, pending);
  const list = { ...answer.list, offset: answer.list.now - Date.now(), deviceName: '' };
  await vault.writeList(list);
  work(vault, new Door(vault, list, pending));
}

function work(vault: Vault, door: Door): void {
  const screen = openScreen(main, door);
  const courier = new Courier(root, {
    batch: () => {
      const gestures = door.batch();
      const pending = door.pending - gestures.length;
      const device = { id: vault.device, name: door.list.deviceName, pending };
      const { cursor } = door.list;
      return { gestures, batch: { device, sentAt: Date.now(), cursor, gestures } };
    },
    received: async (answer: BatchAnswer, sent: readonly Gesture[]) => {
      if (answer.version !== '' && answer.version !== door.list.version) await readAgain(door);
      await door.hear(answer, sent);
      screen.answered(answer.answers);
      return door.pending > 0;
    },
    gone: async () => {
      screen.stop();
      await vault.eraseAll();
      sayGone();
    },
    failed: () => door.stumble(),
    reached: (online) => screen.online(online)
  });
  door.onChange = screen.refresh;
  door.onGesture = () => courier.hurry();
  courier.hurry();
  const clock = setInterval(() => {
    if (!door.isOver()) return;
    clearInterval(clock);
    courier.stop();
    screen.stop();
    void finish(root, vault);
  }, EACH_MINUTE);
}

async function readAgain(door: Door): Promise<void> {
  const answer = await askList(root);
  if (answer.state === 'list') await door.replace(answer.list);
}

async function showNothing(
  vault: Vault,
  answer: Exclude<ListAnswer, { state: 'list' }>,
  pending: readonly Gesture[]
): Promise<void> {
  if (answer.state === 'early') {
    const when = new Date(answer.opensAt).toLocaleString('fr-FR', {
      ...{ weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' }
    });
    say('Pas encore', `La liste s’ouvre la veille, à partir de midi : ${when}.`);
  } else if (answer.state === 'gone') {
    await vault.eraseAll();
    sayGone();
  } else if (answer.state === 'late' || pending.length > 0) await finish(root, vault);
  else {
    say(
      'Pas de réseau',
      'La liste n’est pas sur ce téléphone. Ouvrez cette page une première fois avec du réseau : elle continuera sans.'
    );
    addEventListener('online', () => location.reload());
  }
}
