/** Which page numbers a pagination shows; `null` is a gap. */

/** First, last, current and its neighbours: `pageNumbers(6, 20)` → 1 … 5 6 7 … 20. */
export function pageNumbers(page: number, pages: number): (number | null)[] {
  const shown = [1, page - 1, page, page + 1, pages].filter((n) => n >= 1 && n <= pages);
  const numbers = [...new Set(shown)].sort((a, b) => a - b);
  return numbers.flatMap((n, at) => {
    const before = numbers[at - 1];
    if (before === undefined || n === before + 1) return [n];
    // A gap of one page is no shorter than its number.
    return n === before + 2 ? [n - 1, n] : [null, n];
  });
}
