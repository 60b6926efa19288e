import type { DayChoice, DayGround } from '#domain/seating/replan/day.ts';
import type { Proposal } from '#domain/seating/server/replan/queries.ts';
import { splitMoves } from '#domain/seating/replan/wording.ts';
import { describeChanges, describeRoom } from '#domain/seating/replan/wording.ts';
import type { RegistrationId } from '#shared/ids.ts';

/** What is ticked on the page: in its address to be looked at, then in what it posts. */
export function readChoice(said: { getAll(name: string): unknown[] }): DayChoice {
  const numbers = (name: string) =>
    said
      .getAll(name)
      .map(Number)
      .filter((one) => Number.isSafeInteger(one) && one > 0) as RegistrationId[];
  return { from: numbers('tour')[0] ?? 0, keep: numbers('garder'), left: numbers('partie') };
}

/** What is proposed, with the names of those who move. */
export function tellProposal({ guests, gone }: DayGround, proposal: Proposal) {
  const names = new Map([...gone, ...guests].map(({ registration, name }) => [registration, name]));
  const nameOf = (registration: RegistrationId) => names.get(registration) ?? '';
  return {
    ...{ mark: proposal.mark, from: proposal.from, added: proposal.added },
    rounds: proposal.rounds.map((round) => {
      const { gone: leaving, seated } = splitMoves(round.moves);
      return {
        ...{ round: round.round, changes: describeChanges(round), room: describeRoom(round) },
        newEncounters: round.newEncounters,
        gone: leaving.map(({ registration, from }) => ({ name: nameOf(registration), from })),
        seated: seated.map((move) => ({ ...move, name: nameOf(move.registration) }))
      };
    })
  };
}
export type ToldProposal = ReturnType<typeof tellProposal>;
