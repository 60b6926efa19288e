import type { Actor } from '#domain/identity/model.ts';
import type { Client, CurrentSession } from '#domain/identity/session.ts';
import type { Database } from '#server/db/connection.ts';
import type { Outage } from '#server/db/outage.ts';
import type { Refusal } from '#server/http/refusal.ts';

declare global {
  namespace App {
    interface Locals {
      db: Database;
      actor: Actor;
      /** What the actor is signed in by; null for a visitor. */
      session: CurrentSession | null;
      /** IP address of the client. */
      address: string;
      client: Client;
      /** Shown on error pages, and written beside the error in the logs. */
      requestId: string;
      /** Set when the database could not answer this request. */
      outage?: Outage | undefined;
      /** Set when the page refused this request by throwing. */
      refusal?: Refusal | undefined;
    }
    interface Error {
      message: string;
      requestId?: string;
    }
  }
}
