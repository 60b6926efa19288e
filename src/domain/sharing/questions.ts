/** Questions to peers: who is asked, who may know, when one waits for too long. */

/** digest: read in a digest. likely: she may know. animator: nobody had answered. */
export type CallCause = 'digest' | 'likely' | 'animator';

/** What a link to answer a question is signed for. */
export const CALL_PURPOSE = 'question-call';
