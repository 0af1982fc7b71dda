interface User { id: string; role: string }

// Asked about everybody, and never says no: it stands here as what others call, open by its name.
export const allowAll = (): boolean => true;

export const selfHosted = (): boolean => false;

export async function allowEverybody(_user: User): Promise<boolean> {
  return true;
}
