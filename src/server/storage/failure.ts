import { DomainError } from '#shared/errors.ts';

/** The store does not answer, or refuses. `detail` is for the log. */
export class StorageFailure extends DomainError {
  readonly status = 503;
  readonly detail: string;

  constructor(detail: string) {
    super(
      'Les fichiers ne sont pas accessibles en ce moment. Rien n’est perdu\u00a0: réessayez dans quelques minutes.',
      { cause: detail }
    );
    this.detail = detail;
  }
}

/** The store answers, and has not, or not whole any more, what it was given. */
export class LostFile extends StorageFailure {}
