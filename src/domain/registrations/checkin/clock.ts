/** What a device says of time is set right by what it says at the moment it meets the server, and never believed past the day. */

interface Said {
  /** When it was done, and when it was sent, by the clock of the device. */
  readonly at: number;
  readonly sentAt: number;
}

/**
 * When a gesture was made, by the clock of the server: the device may be hours wrong, it measures what has passed well.
 * @param now - of the server, when it received them.
 * @param day - nothing is done before it, after it, or later than now.
 * @returns milliseconds since 1970.
 */
export function correct(
  { at, sentAt }: Said,
  now: number,
  day: { readonly from: number; readonly until: number }
): number {
  const ago = Math.max(0, sentAt - at);
  return Math.min(Math.max(now - ago, day.from), Math.min(now, day.until - 1));
}
