import { sendDocument } from '../sending.ts';
import type { RequestHandler } from './$types';

/** A file of a document, kept by who asks for it. */
export const GET: RequestHandler = (asked) => sendDocument(asked, 'attachment');
