import type { Page } from '@playwright/test';

/** One picture of the guide. */
export interface Scene {
  /** Its file: `docs/guide/images/<name>.webp`. */
  readonly name: string;
  readonly address: string;
  /** E-mail of one of the people of the demonstration; nobody: a visitor. */
  readonly as?: string;
  readonly phone?: boolean;
  /** What is done on the page before the picture. */
  readonly before?: (page: Page) => Promise<void>;
}
