import { readPublicFeed } from '../partage/feeds.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { db } }) => readPublicFeed(db, null);
