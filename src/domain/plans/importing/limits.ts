/** How much an import takes at once. */
export const LARGEST_FILE = 20_000_000;
/** In characters. */
export const LONGEST_TEXT = 4_000_000;
export const MOST_PARTS = 600;
