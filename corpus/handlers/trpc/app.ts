import { router } from './base';
import { pinRouter } from './pins';

export const appRouter = router({ pins: pinRouter });
