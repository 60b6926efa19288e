import { addVersion } from '#domain/sharing/server/documents/commands.ts';
import { aContribution } from '../factories/contributions.ts';
import { aPdf } from '../factories/files.ts';
import type { Here, Senders } from './free-text.ts';

/** How what is said of a file is sent, with a text that names somebody. */
export function sendersOfDocuments({ db, actor, territory, text }: Here): Senders {
  return {
    documentFileInput: async () => {
      const traits = { territory: territory.id, kind: 'document', author: actor.id } as const;
      const { id } = await aContribution(db, traits);
      const file = { name: 'plan.pdf', bytes: aPdf('Un plan'), note: text };
      return (reread) => addVersion(db, actor, id, file, { reread });
    }
  };
}
