import { newsletterInput } from '#domain/discovery/forms/newsletter.ts';
import { beginNewsletter, writeNewsletter } from '#domain/discovery/server/newsletter/commands.ts';
import { getLedNewsletter } from '#domain/discovery/server/newsletter/queries.ts';
import type { Here, Senders } from './free-text.ts';

/** How a letter is written, with a text that names somebody. */
export function sendersOfLetters({ db, actor, territory, text }: Here): Senders {
  let year = 2030;
  return {
    newsletterInput: async (field) => {
      const which = { territory: territory.id, month: `${(year += 1)}-01` };
      await beginNewsletter(db, actor, which.territory, which.month);
      const { id, version } = await getLedNewsletter(db, actor, which);
      const blank = { subject: 'La lettre', introduction: '', visibility: 'members' };
      const item = {
        kind: 'words',
        id: null,
        title: 'Merci',
        text: field === 'items.text' ? text : ''
      };
      const input = newsletterInput.parse({
        ...blank,
        items: [item],
        ...(field === 'introduction' && { introduction: text })
      });
      return (reread) => writeNewsletter(db, actor, id, { input, version, reread });
    }
  };
}
