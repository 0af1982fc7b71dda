import { withUser } from '../../../lib/auth';

async function handler(req: unknown, res: unknown) {}

// entry: ALL /api/tags/:tag, behind withUser
export default withUser(handler);
