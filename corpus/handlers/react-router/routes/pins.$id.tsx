// Loaders and actions of route modules.
import { requireUser } from '../session';

// entry: loader /pins/:id
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireUser(request);
  return {};
}

// entry: action /pins/:id, behind withUser('editor')
export const action = withUser(async ({ request }: ActionFunctionArgs) => ({}), { role: 'editor' });

const withUser = (fn: Function, options: { role: string }) => fn;

// no entry
export default function Page() {
  return null;
}
export const meta = () => [];
