import { waveInput } from '#domain/network/forms.ts';
import { createWave } from '#domain/network/server/waves/commands.ts';
import type { Here, Senders } from './free-text.ts';

/** How each form of waves is sent, with a text that names somebody. */
export function sendersOfNetwork({ db, actor, territory, text }: Here): Senders {
  return {
    waveInput: (field) => {
      const input = waveInput.parse({ title: 'Printemps', [field]: text });
      return Promise.resolve((reread) => createWave(db, actor, territory.id, { input, reread }));
    }
  };
}
