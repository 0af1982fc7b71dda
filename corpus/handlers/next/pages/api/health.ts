// entry: ALL /api/health
export default async function handler(req: unknown, res: unknown) {}

// no entry
export const config = { api: { bodyParser: false } };
