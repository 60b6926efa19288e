import type { Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';

declare global {
  namespace App {
    interface Locals {
      db: Database;
      actor: Actor;
      /** Shown on error pages, and written beside the error in the logs. */
      requestId: string;
    }
    interface Error {
      message: string;
      requestId?: string;
    }
  }
}
