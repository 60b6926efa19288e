/** How many tables, and of how many: a choice of its own. 17 people meet sooner at 5, 4, 4 and 4 than at 5, 5, 5 and 2. */

/**
 * The tables for so many people, none larger than `most`: as few tables as can be, as even as can be, so that nobody
 * is alone. The larger ones first.
 */
export function tableSizes(people: number, most: number): number[] {
  if (people <= 0) return [];
  const tables = Math.ceil(people / Math.max(2, most));
  const smaller = Math.floor(people / tables);
  const larger = people % tables;
  return Array.from({ length: tables }, (_, at) => smaller + (at < larger ? 1 : 0));
}
