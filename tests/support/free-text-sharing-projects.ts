import { answerInterest, sayInterested } from '#domain/sharing/server/interests/commands.ts';
import { listInterests } from '#domain/sharing/server/interests/queries.ts';
import { addNeeds } from '#domain/sharing/server/needs/commands.ts';
import { writeContribution } from '#domain/sharing/server/writing/commands.ts';
import { aContribution } from '../factories/contributions.ts';
import { person } from '../factories/people.ts';
import { NOW, type Here, type Senders } from './free-text.ts';

/** What a project looks for, and what those who are introduced say to one another. */
export function sendersOfProjects(here: Here): Senders {
  const { db, text } = here;
  return {
    contributionInput: async (field) => {
      const { id, writer } = await somewhere(here);
      return (reread) => writeContribution(db, writer, id, { [field]: text }, { reread });
    },
    needInput: async () => {
      const { id, writer } = await somewhere(here);
      return (reread) => addNeeds(db, writer, id, [{ kind: 'place', text }], { reread });
    },
    interestInput: async () => {
      const { id, reader } = await somewhere(here);
      return (reread) => sayInterested(db, reader, id, { message: text }, { now: NOW, reread });
    },
    interestAnswerInput: async () => {
      const { id, reader, writer } = await somewhere(here);
      await sayInterested(db, reader, id, { message: '' }, { now: NOW });
      const [interest] = await listInterests(db, id);
      return (reread) =>
        answerInterest(db, writer, interest!.id, { message: text }, { now: NOW, reread });
    }
  };
}

async function somewhere({ db, territory }: Here) {
  const roles = [{ territory: territory.id, role: 'member' }] as const;
  const [reader, writer] = [await person(db, { roles }), await person(db, { roles })];
  const { id } = await aContribution(db, { territory: territory.id, author: writer.id });
  return { id, reader, writer };
}
