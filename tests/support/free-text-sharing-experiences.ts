import { sayReused, answerReuse } from '#domain/sharing/server/reuse/commands.ts';
import { askWhatBecame } from '#domain/sharing/server/reuse/jobs.ts';
import { aContribution } from '../factories/contributions.ts';
import { person } from '../factories/people.ts';
import { NOW, type Here, type Senders } from './free-text.ts';

const SAID = { status: 'planned', structure: null, outcome: '' } as const;

/** What is said of a re-use, signed in and from the link of the message that asks. */
export function sendersOfExperiences(here: Here): Senders {
  const { db, text } = here;
  return {
    reuseInput: async (field) => {
      const { id, reader } = await somewhere(here);
      return (reread) =>
        sayReused(db, reader, id, { ...SAID, [field]: text }, { now: NOW, reread });
    },
    reuseNewsInput: async (field) => {
      const { id, reader } = await somewhere(here);
      await sayReused(db, reader, id, SAID, { now: new Date(0) });
      await askWhatBecame(db, NOW);
      const token = await lastToken(here);
      const input = { status: 'done', outcome: '', [field]: text } as const;
      return (reread) => answerReuse(db, token, input, { now: NOW, reread });
    }
  };
}

async function somewhere({ db, territory }: Here) {
  const reader = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
  const { id } = await aContribution(db, { territory: territory.id, kind: 'experience' });
  return { id, reader };
}

async function lastToken({ db }: Here): Promise<string> {
  const row = await db
    .selectFrom('mail_message')
    .select('text_body')
    .where('kind', '=', 'reuse-news')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  return /\/reprise\/(\S+)/.exec(row.text_body ?? '')![1]!;
}
