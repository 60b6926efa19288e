/** What the application throws on purpose. `handleError` maps each to its HTTP status, once. */
export abstract class DomainError extends Error {
  abstract readonly status: number;
}

/** The thing asked for does not exist, or must not be known to exist. */
export class NotFound extends DomainError {
  readonly status = 404;
}

/** The actor may not do this. The message is shown: say what to do instead. */
export class Forbidden extends DomainError {
  readonly status = 403;
}

export interface Issue {
  /** Path of the field, dotted: `services.0.phone`. */
  path: string;
  /** In French, for the person who typed. */
  message: string;
}

/** The input breaks a rule of its form. */
export class Invalid extends DomainError {
  readonly status = 400;
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map((issue) => `${issue.path} : ${issue.message}`).join(' ; '));
    this.issues = issues;
  }
}
