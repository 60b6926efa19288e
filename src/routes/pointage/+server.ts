import { shell } from './shell.ts';
import type { RequestHandler } from './$types';

/** The page without a link: what telephones keep of it. It asks for the link. */
export const GET: RequestHandler = () => shell(200);
