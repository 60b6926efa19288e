/** After the day: the list is erased, and what was done and not sent leaves as soon as it can. */
import { batchOf, type Gesture } from '#domain/registrations/checkin/model.ts';
import { Courier } from './network.ts';
import { say, sayGone } from './notices.ts';
import type { Vault } from './vault.ts';

export async function finish(root: string, vault: Vault): Promise<void> {
  await vault.eraseList();
  let left: readonly Gesture[] = await vault.readGestures();
  if (left.length === 0) {
    await vault.eraseAll();
    sayGone();
    return;
  }
  let atOnce: number | undefined;
  const courier = new Courier(root, {
    batch: () => {
      const gestures = batchOf(left, atOnce);
      const device = { id: vault.device, name: '', pending: left.length - gestures.length };
      return { gestures, batch: { device, sentAt: Date.now(), cursor: 0, gestures } };
    },
    received: async ({ answers }) => {
      const nonces = answers.map(({ nonce }) => nonce);
      left = left.filter(({ nonce }) => !nonces.includes(nonce));
      await vault.dropGestures(nonces);
      if (left.length > 0) sayLate(left.length);
      else {
        courier.stop();
        await vault.eraseAll();
        say('La journée est finie', 'Tout est envoyé, et rien ne reste sur ce téléphone. Merci.');
      }
      return left.length > 0;
    },
    gone: async () => {
      await vault.eraseAll();
      sayGone();
    },
    failed: () => {
      if (atOnce === 1) left = [...left.slice(1), ...left.slice(0, 1)];
      atOnce = 1;
    },
    reached: () => undefined
  });
  sayLate(left.length);
  courier.hurry();
}

function sayLate(left: number): void {
  const words = left === 1 ? '1 geste' : `${left} gestes`;
  say(
    'La journée est finie',
    'La liste est effacée de ce téléphone.',
    `Il reste ${words} à envoyer : gardez cette page ouverte là où il y a du réseau.`
  );
}
