/** What the form of a wave sends, line by line. */
import { answersInput, type LineInput } from '#domain/network/forms.ts';
import type { AnswerLine } from '#domain/network/model.ts';

export const LINES_A_PAGE = 10;

/** The fields `n-12` (the level chosen for the structure 12) and `vu-12` (the one that was shown, if any). */
export function readLines(form: FormData): LineInput[] {
  const lines = [...form].flatMap(([name, level]) => {
    const about = /^n-(\d{1,12})$/.exec(name)?.[1];
    if (!about) return [];
    const seen = form.get(`vu-${about}`);
    return [{ about: Number(about), level, seen: seen === '' || seen === null ? null : seen }];
  });
  const read = answersInput.safeParse(lines);
  return read.success ? read.data : [];
}

/** The page an address names; without one, the first that waits for an answer; null once all is said. */
export function readPage(
  asked: string | null,
  lines: readonly AnswerLine[],
  isFinished: boolean
): number | null {
  const last = Math.ceil(lines.length / LINES_A_PAGE);
  if (asked === 'fin') return null;
  if (asked !== null && /^\d{1,4}$/.test(asked)) return Math.min(last, Math.max(1, Number(asked)));
  const first = lines.findIndex(({ kept }) => kept === null);
  return isFinished || first < 0 ? null : Math.floor(first / LINES_A_PAGE) + 1;
}
