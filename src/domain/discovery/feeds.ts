/** Feeds: what is new, for whoever reads it elsewhere. */

/** One thing of a feed. */
export interface FeedEntry {
  /** Path of its page. */
  readonly href: string;
  /** Tells it from any other, for ever: « project:12 ». */
  readonly key: string;
  readonly kicker: string;
  readonly title: string;
  readonly text: string;
  readonly at: Date;
}

export interface FeedHead {
  readonly title: string;
  readonly subtitle: string;
  /** Path, or whole address, where it is read. */
  readonly self: string;
  /** Path of the page it comes from. */
  readonly page: string;
}
