import { addReply } from '#domain/sharing/server/replies/commands.ts';
import { aContribution } from '../factories/contributions.ts';
import type { Here, Senders } from './free-text.ts';

/** How what is said of a contribution is sent, with a text that names somebody. */
export function sendersOfReplies({ db, actor, territory, text }: Here): Senders {
  return {
    replyInput: async () => {
      const { id } = await aContribution(db, { territory: territory.id });
      return (reread) => addReply(db, actor, id, { body: text }, { kind: 'comment', reread });
    }
  };
}
