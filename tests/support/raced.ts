/**
 * For a test of what goes wrong without a lock: the gestures meet by chance, on a machine that may be doing something
 * else, and need not meet the first time. Never for a test of what must hold.
 */
export const RACED = { retry: 5 };
