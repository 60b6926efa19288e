import { createStructure } from '#domain/directory/server/commands.ts';
import { operator } from '#domain/identity/model.ts';
import { waveInput } from '#domain/network/forms.ts';
import { writeToBoth } from '#domain/network/server/introductions/writing/commands.ts';
import { createWave } from '#domain/network/server/waves/commands.ts';
import { aStructure } from '../factories/structures.ts';
import { NOW, type Here, type Senders } from './free-text.ts';

/** How each form of waves is sent, with a text that names somebody. */
export function sendersOfNetwork({ db, actor, territory, text }: Here): Senders {
  return {
    waveInput: (field) => {
      const input = waveInput.parse({ title: 'Printemps', [field]: text });
      return Promise.resolve((reread) => createWave(db, actor, territory.id, { input, reread }));
    },
    introductionInput: async () => {
      const made = (name: string) =>
        createStructure(
          db,
          operator('test'),
          aStructure({ name, email: 'essai@exemple.test', territories: [territory.slug] })
        );
      const pair = [await made('Une à présenter'), await made('Une autre')] as const;
      const input = { message: text };
      return (reread) => writeToBoth(db, actor, territory, pair, { input, reread, now: NOW });
    }
  };
}
