import { sendDocument } from '../sending.ts';
import type { RequestHandler } from './$types';

/** A PDF or an image, shown by the browser. */
export const GET: RequestHandler = (asked) => sendDocument(asked, 'inline');
